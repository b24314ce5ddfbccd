"""A whole knowledge folder, read: relations, entities, the words of each language, and every problem in them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.facts.fact_file import SOURCE, FactFile, read_fact_file
from bot.facts.joining import is_own, join, same_thing
from bot.facts.knowledge_folder import Contents, Digest, File, list_knowledge, read_each
from bot.facts.model import Entity, Location, Problem
from bot.facts.nodes import Plain, plain
from bot.facts.relation_file import read_vocabulary
from bot.facts.vocabulary import Vocabulary
from bot.facts.yaml_text import read_yaml

__all__ = ["Knowledge", "Plain", "Rules", "read_facts", "read_knowledge", "read_rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What questions and answers are made of: the small part of a knowledge folder, needed at every start.

    ``language`` has one entry per file of ``language/``, by stem. ``problems`` are those of these files, and what was
    skipped.
    """

    vocabulary: Vocabulary
    language: Mapping[str, Plain]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the files of a knowledge folder say.

    ``entities`` holds every sound entity, those of kind ``source`` too, in the order of the files; ids are unique, the
    first of two stays, and what an import says is joined to what people say (``joining``). ``sources`` are the entities
    of kind ``source`` by id. ``digest`` equals ``Contents.digest``.
    """

    vocabulary: Vocabulary
    entities: tuple[Entity, ...]
    sources: Mapping[str, Entity]
    language: Mapping[str, Plain]
    problems: tuple[Problem, ...]
    digest: str


def read_knowledge(knowledge: Path, shipped: Path) -> Knowledge:
    """Read every file under `knowledge`, with the relations and language files of `shipped` that it does not replace.

    Raises KnowledgeMissing when a folder does not exist; everything else that is wrong is among the problems, sorted.
    """
    contents = list_knowledge(knowledge, shipped)
    return read_contents(contents)


def read_contents(contents: Contents, extra: Iterable[File] = ()) -> Knowledge:
    """Read the files of `contents`, and `extra` fact files that lie elsewhere."""
    digest = Digest()
    with collector_paused():
        rules = read_rules(contents, digest)
        files = list(read_facts((*contents.facts, *extra), rules.vocabulary, digest))
        entities, twice = _unique(files)
    problems = [*rules.problems, *twice, *(problem for file in files for problem in file.problems)]
    return Knowledge(
        vocabulary=rules.vocabulary,
        entities=entities,
        sources={entity.id: entity for entity in entities if entity.kind == SOURCE},
        language=rules.language,
        problems=in_order(problems),
        digest=digest.text(),
    )


def read_rules(contents: Contents, digest: Digest | None = None) -> Rules:
    """The relations and language files of `contents`, which are also added to `digest`."""
    problems = list(contents.problems)
    relations = list(_contents_of(contents.relations, problems, digest))
    language: dict[str, Plain] = {}
    for name, data in _contents_of(contents.language, problems, digest):
        document = read_yaml(data, name)
        problems += document.problems
        if document.root is not None and not document.problems:
            language[PurePosixPath(name).stem] = plain(document.root)
    vocabulary = read_vocabulary(relations)
    return Rules(vocabulary, language, in_order([*problems, *vocabulary.problems]))


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


def _unique(files: Iterable[FactFile]) -> tuple[tuple[Entity, ...], list[Problem]]:
    """The entities of `files`, those of one id joined, and a problem at both places where that must not be.

    What a server's file describes under an id of its own, though others have it under another, goes by theirs.
    """
    first: dict[str, Entity] = {}
    problems = []
    for entity in _with_shared_ids([entity for file in files for entity in file.entities]):
        other = first.setdefault(entity.id, entity)
        if other is entity:
            continue
        if joined := join(other, entity):
            first[entity.id] = joined
        else:
            problems.append(_twice(entity, other.location))
            problems.append(_twice(other, entity.location))
    return tuple(first.values()), problems


def _with_shared_ids(entities: list[Entity]) -> Iterator[Entity]:
    wanted = {entity.name.casefold() for entity in entities if is_own(entity.location.file)}
    ids: set[str] = set()
    called: dict[str, list[Entity]] = {}
    for entity in entities if wanted else ():
        if is_own(entity.location.file):
            continue
        ids.add(entity.id)
        if (name := entity.name.casefold()) in wanted:
            called.setdefault(name, []).append(entity)
    for entity in entities:
        if is_own(entity.location.file) and entity.id not in ids:
            yield same_thing(entity, called.get(entity.name.casefold(), ()))
        else:
            yield entity


def _twice(entity: Entity, other: Location) -> Problem:
    what = f"the id {entity.id!r} is used twice, here and at {other}"
    return Problem(entity.location, what, "give one of them an  id:  of its own")


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.location.file, problem.location.line, problem.location.column, problem.what
