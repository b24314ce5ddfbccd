"""What tests make knowledge folders with, and read YAML with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.model import Entity
from bot.facts.nodes import Plain, plain
from bot.facts.reading import Rules, read_facts, read_rules
from bot.facts.yaml_text import read_yaml

SHIPPED = Path(__file__).parents[1] / "knowledge"

#: Files by their name inside the knowledge folder, such as ``facts/heat.yaml``.
Files = Mapping[str, str]
Compiled = Callable[[Files], Snapshot]
Make = Callable[[Files], Answerer]


def write(folder: Path, files: Files) -> Path:
    """The `folder`, with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(path: Path) -> Plain | None:
    """What a YAML file holds, as text, lists and dicts; None if it holds only comments."""
    document = read_yaml(path.read_bytes(), path.name)
    assert not document.problems, "\n".join(map(str, document.problems))
    return None if document.root is None else plain(document.root)


def read_folder(knowledge: Path, shipped: Path = SHIPPED) -> tuple[Rules, list[Entity]]:
    """The rules of a knowledge folder, and every sound entity in the order of its files."""
    contents = list_knowledge(knowledge, shipped)
    rules = read_rules(contents)
    return rules, [entity for file in read_facts(contents.facts, rules.vocabulary) for entity in file.entities]
