"""A knowledge folder to an open snapshot: compiled when its content is new, opened when it was compiled before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bot.facts.checking import cross_check
from bot.facts.compiling import FORMAT, compile_snapshot
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.knowledge_folder import Contents, list_knowledge
from bot.facts.model import Entity, Location, Problem
from bot.facts.reading import Plain, in_order, read_contents, read_rules
from bot.facts.vocabulary import Vocabulary

#: Snapshots kept beside the newest one, for other processes and for going back.
OLD_SNAPSHOTS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: ``name`` in a sentence ('Collider reports'), ``line`` under an answer.

    ``date`` is in ISO form; what the source's file does not say is empty.
    """

    name: str
    line: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open knowledge base with the rules that go with it, and what was wrong in the files."""

    base: KnowledgeBase
    relations: Vocabulary
    language: Mapping[str, Plain]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    digest: str


def open_snapshot(knowledge: Path, cache: Path, shipped: Path) -> Snapshot:
    """The snapshot of `knowledge`, compiled into `cache` first where it is not there. Raises KnowledgeMissing.

    Broken files are among the problems; the good ones are in the snapshot.
    """
    return snapshot_of(list_knowledge(knowledge, shipped), cache)


def snapshot_of(contents: Contents, cache: Path) -> Snapshot:
    """The snapshot of these files, wherever they lie: of one folder, or of a server's files before the shared ones."""
    digest = contents.digest()
    path = cache / f"{digest}-{FORMAT}.sqlite"
    if not path.exists():
        known = read_contents(contents)
        problems = in_order([*known.problems, *cross_check(known)])
        notes = {
            "problems": json.dumps([_problem_row(problem) for problem in problems]),
            "sources": json.dumps({source.id: _source_row(source) for source in known.sources.values()}),
        }
        compile_snapshot(path, known.vocabulary, known.entities, notes)
        _drop_old(cache, path)
    rules = read_rules(contents)
    base = KnowledgeBase(path)
    sources = {ident: Source(*row) for ident, row in json.loads(base.meta("sources")).items()}
    found = tuple(Problem(Location(*row[0]), row[1], row[2]) for row in json.loads(base.meta("problems")))
    language = cast(Mapping[str, Plain], rules.language["en"])
    return Snapshot(base, rules.vocabulary, language, sources, found, digest)


def _problem_row(problem: Problem) -> list[object]:
    place = problem.location
    return [[place.file, place.line, place.column], problem.what, problem.hint]


def _source_row(source: Entity) -> tuple[str, ...]:
    details = dict(source.details)
    line = source.name
    if details.get("date"):
        line += f", {details['date']}"
    if details.get("url"):
        line += f", {details['url']}"
    more = (details.get(key, "") for key in ("publisher", "author", "date", "url"))
    return (details.get("publisher", source.name), line, source.name, *more)


def _drop_old(cache: Path, newest: Path) -> None:
    kept = sorted(cache.glob("*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[OLD_SNAPSHOTS + 1 :]:
        if path != newest:
            path.unlink(missing_ok=True)
