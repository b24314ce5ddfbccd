"""Every problem in a knowledge folder at once: those of each file, and those that only show between files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from bot.facts.compiling import write_anew
from bot.facts.knowledge_folder import ENDINGS, Contents, StoredFile, list_knowledge
from bot.facts.mentions import NO_ID, OTHER_KIND
from bot.facts.model import Location, Problem
from bot.facts.problems import nearest
from bot.facts.reading import in_order, read_rules

#: Up to so many ids are compared with a wrong one, to name the nearest.
_FEW_ENOUGH = 5000


def check(knowledge: Path, shipped: Path, paths: Sequence[Path] = ()) -> list[Problem]:
    """All problems by file, line and column; with `paths`, only those in these files and folders.

    All files are read either way. A path is looked for from the working folder and then from `knowledge`; a file that
    lies outside is read as one more fact file. Raises KnowledgeMissing.
    """
    contents = list_knowledge(knowledge, shipped)
    chosen: list[str] = []
    extra: list[StoredFile] = []
    problems: list[Problem] = []
    for path in paths:
        _choose(path, (knowledge, shipped), chosen, extra, problems)
    rules = read_rules(contents)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        write_anew(connection, rules.vocabulary, (*contents.facts, *_other_names(extra, contents)), {})
        found = in_order([*rules.problems, *problems, *cross_check(connection)])
    return [problem for problem in found if not paths or _within(problem.location.file, chosen)]


class Database(Protocol):
    """What holds the tables of a snapshot."""

    def execute(self, sql: str, arguments: tuple[object, ...] = ..., /) -> sqlite3.Cursor: ...


def cross_check(base: Database) -> Iterator[Problem]:
    """What is wrong in the fact files of a snapshot, and between them: missing sources, ids of nothing or of two."""
    for file, line, place, what, hint in base.execute(
        "SELECT f.path, p.line, p.place, p.what, p.hint FROM problem p JOIN file f ON f.id = p.file"
    ):
        yield Problem(Location(file, line, place), what, hint)
    yield from _twins(base)
    yield from _sources(base)
    for row in base.execute(
        "SELECT id, node, kinds, text, ref, trouble FROM mention WHERE trouble IS NOT NULL ORDER BY id"
    ).fetchall():
        yield from _mentions(base, *row)


_PLACE = "SELECT file.path, s.line + f.line, f.place"
_FACTS = "FROM fact f JOIN node s ON s.id = f.subject JOIN file ON file.id = coalesce(f.file, s.file)"


def _twins(base: Database) -> Iterator[Problem]:
    for ident, *place, file, line, column in base.execute(
        "SELECT d.ident, f.path, d.line, d.place, a.path, d.against_line, d.against_place FROM description d"
        " JOIN file f ON f.id = d.file JOIN file a ON a.id = d.against_file"
    ):
        one, other = Location(*place), Location(file, line, column)
        for here, there in ((one, other), (other, one)):
            what = f"the id {ident!r} is used twice, here and at {there}"
            yield Problem(here, what, "give one of them an  id:  of its own")


def _sources(base: Database) -> Iterator[Problem]:
    missing = base.execute("SELECT source FROM cited WHERE source NOT IN (SELECT ident FROM source)").fetchall()
    for (source,) in missing:
        if not source:
            where = "f.source IS NULL"
            hint = "write  source: …  above  facts:, or in the long form of the value"
        else:
            where = "f.source = ?"
            hint = _nearest(base, source, "source") or f"write {source}.yaml, which begins with  source: its name"
        arguments = (source,) if source else ()
        for *place, relation in base.execute(
            f"{_PLACE}, r.name {_FACTS} JOIN relation r ON r.id = f.relation WHERE {where}", arguments
        ):
            what = f"no file describes the source {source!r}" if source else f"this {relation!r} has no source"
            yield Problem(Location(*place), what, hint)


def _mentions(
    base: Database, mention: int, node: int, kinds: str, text: str, ref: str | None, trouble: str
) -> Iterator[Problem]:
    """What is wrong with a way to write a value, at each place where it stands."""
    allowed = kinds.split(",")
    if trouble == NO_ID:
        what = f"there is no entity with the id {ref!r}"
        hint = _nearest(base, str(ref), "node WHERE file IS NOT NULL")
        hint = hint or "write the id of an entity, or its name alone"
    elif trouble == OTHER_KIND:
        (kind,) = base.execute("SELECT kind FROM node WHERE ident = ? AND file IS NOT NULL", (ref,)).fetchone()
        what, hint = f"{ref!r} is a {kind}", f"expected is: {', '.join(allowed)}"
    else:
        marks = ",".join("?" * len(allowed))
        found = base.execute(
            "SELECT DISTINCT n.id, n.ident, c.also FROM called c JOIN node n ON n.id = c.node"
            f" WHERE c.slug = (SELECT slug FROM mention WHERE id = ?) AND c.folded = ? AND c.kind IN ({marks})"
            " AND coalesce((SELECT year FROM mention WHERE id = ?), n.year) IS n.year ORDER BY n.id",
            (mention, text.casefold(), *allowed, mention),
        ).fetchall()
        first = min(also for _, _, also in found)
        meant = [ident for _, ident, also in found if also == first]
        what = f"{len(meant)} entities are called {text!r}"
        hint = f"write {text} (Year), or one of {', '.join(f'{{id: {ident}}}' for ident in meant[:3])}"
    for place in base.execute(
        f"{_PLACE} {_FACTS} WHERE f.value = ?1 AND f.mention = ?2 UNION ALL"
        f" {_PLACE} {_FACTS} JOIN qualifier q ON q.fact = f.id WHERE q.value = ?1 AND q.mention = ?2",
        (node, mention),
    ):
        yield Problem(Location(*place), what, hint)


def _nearest(base: Database, ident: str, table: str) -> str:
    """The id that was probably meant; comparing with a great many takes too long."""
    rows = base.execute(f"SELECT ident FROM {table} LIMIT ?", (_FEW_ENOUGH + 1,))
    known = tuple(row[0] for row in rows)
    return nearest(ident, known) if len(known) <= _FEW_ENOUGH else ""


def _other_names(extra: Sequence[StoredFile], contents: Contents) -> list[StoredFile]:
    """The files from elsewhere, each under a name that no file of the folder has."""
    known = {file.name for file in contents.facts}
    return [replace(file, name=str(file.path.resolve())) if file.name in known else file for file in extra]


def _choose(
    path: Path, roots: tuple[Path, ...], chosen: list[str], extra: list[StoredFile], problems: list[Problem]
) -> None:
    """Add `path` to the names that were `chosen`, and to the `extra` files if it lies outside of the `roots`."""
    place = next((place for place in (path, *(root / path for root in roots)) if place.exists()), None)
    if place is None:
        chosen.append(str(path))
        problems.append(Problem(Location(str(path)), "there is no such file", "give a file or folder to check"))
        return
    inside = place.resolve()
    for root in roots:
        if inside.is_relative_to(root.resolve()):
            chosen.append(inside.relative_to(root.resolve()).as_posix())
            return
    chosen.append(path.as_posix())
    files = [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.suffix in ENDINGS)
    extra.extend(StoredFile(file.as_posix(), file) for file in files)


def _within(file: str, chosen: Sequence[str]) -> bool:
    return any(name == "." or PurePosixPath(file).is_relative_to(name) for name in chosen)
