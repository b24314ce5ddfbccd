"""IMDb's data sets: title.basics, title.crew, title.principals, title.ratings, title.akas and name.basics."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.imports.imdb_tables import MISSING, TABLES, Tables, Wanted, characters, number
from bot.imports.records import IMDB, ImportFailed, Record, Reference, Said
from bot.imports.report import Report
from bot.imports.streams import Progress, first_line
from bot.imports.tables import need, tsv_rows

#: Characters that are the actor's own person.
_THEMSELVES = frozenset({"self", "himself", "herself", "themselves", "themself"})


def read_imdb(
    files: Sequence[Path], wanted: Wanted, db: sqlite3.Connection, report: Report, progress: Progress
) -> Iterator[Record]:
    """People and titles of IMDb's tables, joined in the scratch database `db`. Raises ImportFailed."""
    found = _recognised(files)
    tables = Tables(db, wanted, report, progress)
    tables.read(found)
    if names := found.get("name.basics"):
        yield from _people(names, tables, db, report, progress)
    elif "title.crew" in found or "title.principals" in found:
        report.notes.append("Without name.basics nobody has a name: no credits were imported.")
    if "title.ratings" not in found:
        report.notes.append("Without title.ratings nothing is known of votes: --min-votes did not apply.")
    yield from _titles(db, wanted, report)


def _recognised(files: Sequence[Path]) -> dict[str, Path]:
    """Which table each file is, by its header: names may differ. Raises ImportFailed for what is none of them."""
    found: dict[str, Path] = {}
    for path in files:
        header = first_line(path).split("\t")
        name = max(TABLES, key=lambda table: len(set(TABLES[table]) & set(header)) / len(TABLES[table]))
        if header[0] != TABLES[name][0]:
            raise ImportFailed(f"{path}:1: this is none of IMDb's tables; known are {', '.join(TABLES)}.")
        need(path, header, TABLES[name], f"IMDb's {name}.tsv")
        if name in found:
            raise ImportFailed(f"{path} and {found[name]} are both {name}; name one of them.")
        found[name] = path
    if "title.basics" not in found:
        raise ImportFailed("title.basics is missing: it names the films, and no other table makes sense without it.")
    return found


def _people(path: Path, tables: Tables, db: sqlite3.Connection, report: Report, progress: Progress) -> Iterator[Record]:
    """Those who have a credit in a title that is imported."""
    db.execute("CREATE TABLE imdb_name (id INTEGER PRIMARY KEY, name TEXT)")
    for row in tsv_rows(path, report, progress):
        person, cells = number(row, "nconst"), row.cells
        if person not in tables.people or cells["primaryName"] in ("", MISSING):
            continue
        db.execute("INSERT OR REPLACE INTO imdb_name VALUES (?, ?)", (person, cells["primaryName"]))
        facts = [
            Said(relation, cells[column])
            for column, relation in (("birthYear", "born_on"), ("deathYear", "died_on"))
            if cells[column] not in ("", MISSING)
        ]
        facts += [Said("occupation", job.replace("_", " ")) for job in _list(cells["primaryProfession"])]
        born = int(cells["birthYear"]) if cells["birthYear"].isdecimal() else None
        identifiers = ((IMDB, cells["nconst"]),)
        yield Record("person", cells["primaryName"], identifiers, (), born, tuple(facts), place=row.place)


def _titles(db: sqlite3.Connection, wanted: Wanted, report: Report) -> Iterator[Record]:
    named = bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'imdb_name'").fetchone())
    for title, kind, name, original, year, minutes, genres, rating, votes in db.execute(
        "SELECT * FROM imdb_title ORDER BY id"
    ):
        akas = db.execute("SELECT DISTINCT name FROM imdb_aka WHERE title = ? ORDER BY name", (title,))
        others = [o for o in dict.fromkeys((original, *(aka for (aka,) in akas))) if o not in (name, MISSING)]
        facts = list(_credits(db, title, wanted, report)) if named else []
        if year != MISSING:
            facts.append(Said("release_date", year))
        if minutes != MISSING:
            facts.append(Said("runtime", f"{minutes} minutes"))
        facts += [Said("genre", genre.lower()) for genre in _list(genres)]
        if rating != MISSING:
            facts.append(Said("rating", f"{rating}/10", (("votes", f"{votes:,}"),)))
        yield Record(
            kind,
            name,
            ((IMDB, f"tt{title:07}"),),
            tuple(others[: wanted.names]),
            int(year) if year.isdecimal() else None,
            tuple(facts),
        )


def _credits(db: sqlite3.Connection, title: int, wanted: Wanted, report: Report) -> Iterator[Said]:
    """The credits of a title in IMDb's order, each person once in each relation; of the cast only the first few."""
    seen: set[tuple[str, int]] = set()
    cast = 0
    for person, relation, played, name in db.execute(
        "SELECT c.person, c.relation, c.characters, n.name FROM imdb_credit c LEFT JOIN imdb_name n ON n.id = c.person"
        " WHERE c.title = ? ORDER BY c.place",
        (title,),
    ):
        if name is None:
            report.skip("credits of people whom name.basics does not have", f"nm{person:07} in tt{title:07}")
            continue
        acts = relation == "starring"
        if (relation, person) in seen or (acts and cast >= wanted.top_billed):
            continue
        seen.add((relation, person))
        cast += acts
        roles = [role for role in characters(played) if role.casefold() not in _THEMSELVES] if acts else []
        reference = Reference("person", name, ((IMDB, f"nm{person:07}"),))
        # a fact for each character: a snapshot keeps one qualifier of a kind with each fact
        yield from (Said(relation, reference, (("as", role),)) for role in roles)
        if not roles:
            yield Said(relation, reference)


def _list(cell: str) -> list[str]:
    return [part for part in cell.split(",") if part and part != MISSING]
