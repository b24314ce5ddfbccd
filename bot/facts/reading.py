"""A whole knowledge folder, read: relations, entities, the words of each language, and every problem in them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from bot.facts.fact_file import FactFile, read_fact_file
from bot.facts.knowledge_folder import Contents, Digest, File, read_each
from bot.facts.model import Problem
from bot.facts.nodes import Plain, plain
from bot.facts.relation_file import read_vocabulary
from bot.facts.vocabulary import Vocabulary
from bot.facts.yaml_text import read_yaml

__all__ = ["Plain", "Rules", "read_facts", "read_rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What questions and answers are made of: the small part of a knowledge folder, needed at every start.

    ``language`` has one entry per file of ``language/``, by stem. ``problems`` are those of these files, and what was
    skipped.
    """

    vocabulary: Vocabulary
    language: Mapping[str, Plain]
    problems: tuple[Problem, ...]


def read_rules(contents: Contents, digest: Digest | None = None) -> Rules:
    """The relations and language files of `contents`, which are also added to `digest`."""
    problems = list(contents.problems)
    relations = tuple(_contents_of(contents.relations, problems, digest))
    languages = tuple(_contents_of(contents.language, problems, digest))
    parsed = _parsed(relations, languages)
    return Rules(parsed.vocabulary, parsed.language, in_order([*problems, *parsed.problems]))


@lru_cache(maxsize=4)  # they are read for every snapshot, and hardly ever change
def _parsed(relations: tuple[tuple[str, bytes], ...], languages: tuple[tuple[str, bytes], ...]) -> Rules:
    problems: list[Problem] = []
    language: dict[str, Plain] = {}
    for name, data in languages:
        document = read_yaml(data, name)
        problems += document.problems
        if document.root is not None and not document.problems:
            language[PurePosixPath(name).stem] = plain(document.root)
    vocabulary = read_vocabulary(relations)
    return Rules(vocabulary, language, (*problems, *vocabulary.problems))


def read_facts(files: Iterable[File], vocabulary: Vocabulary, digest: Digest | None = None) -> Iterator[FactFile]:
    """Each of the fact `files`, read when it is asked for: a million entities need not be in memory at once.

    Ids are not compared between the files.
    """
    for file in files:
        problems: list[Problem] = []
        for name, data in _contents_of((file,), problems, digest):
            yield read_fact_file(data, name, vocabulary, vocabulary.broken)
        if problems:
            yield FactFile(file.name, (), tuple(problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=_place))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Read without the garbage collector: there are no cycles to find, and looking for them doubles the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _contents_of(files: Iterable[File], problems: list[Problem], digest: Digest | None) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files that can be read; the others are reported."""
    for file, data, problem in read_each(files):
        if digest:
            digest.add(file.name, data)
        if problem:
            problems.append(problem)
        elif data is not None:
            yield file.name, data


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.location.file, problem.location.line, problem.location.column, problem.what
