"""What tests make knowledge folders with, and read YAML with."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot
from bot.facts.joining import join_all, order
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.model import Entity, Problem
from bot.facts.nodes import Plain, plain
from bot.facts.reading import Rules, read_facts, read_rules
from bot.facts.yaml_text import read_yaml

SHIPPED = Path(__file__).parents[1] / "knowledge"

#: Files by their name inside the knowledge folder, such as ``facts/heat.yaml``.
Files = Mapping[str, str]
Compiled = Callable[[Files], Snapshot]


class Make(Protocol):
    """Makes an answerer from files, on the day it is today, or another."""

    def __call__(self, files: Files, today: date | None = None) -> Answerer: ...


def write(folder: Path, files: Files) -> Path:
    """The `folder`, with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """As on a disk that is full: no file of this process grows beyond so many bytes."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


def read(path: Path) -> Plain | None:
    """What a YAML file holds, as text, lists and dicts; None if it holds only comments."""
    document = read_yaml(path.read_bytes(), path.name)
    assert not document.problems, "\n".join(map(str, document.problems))
    return None if document.root is None else plain(document.root)


class Folder(NamedTuple):
    """What a knowledge folder says: its rules, and its entities with what several files say of one joined."""

    rules: Rules
    entities: list[Entity]
    problems: list[Problem]


def read_folder(knowledge: Path, shipped: Path = SHIPPED) -> Folder:
    """What the files of a knowledge folder say; entities in the order of the files, nearer layers first."""
    contents = list_knowledge(knowledge, shipped)
    rules = read_rules(contents)
    files = list(read_facts(sorted(contents.facts, key=lambda file: order(file.name)), rules.vocabulary))
    described: dict[str, list[Entity]] = {}
    for file in files:
        for entity in file.entities:
            described.setdefault(entity.id, []).append(entity)
    problems = [*rules.problems, *(problem for file in files for problem in file.problems)]
    return Folder(rules, [join_all(several).entity for several in described.values()], problems)
