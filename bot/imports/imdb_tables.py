r"""IMDb's tables, filtered and put where they can be joined: a scratch database on disk, and a bit for each id.

The files have tens of millions of rows, so what is not wanted is dropped while it is read: titles by type, votes and
year first, then only the credits, names and further titles of those that stay. Columns: IMDb's "Non-Commercial
Datasets" page. ``\N`` stands for what is missing, and nothing is quoted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.imports.records import ImportFailed
from bot.imports.report import Report
from bot.imports.scratch import run_script
from bot.imports.streams import Progress, opened
from bot.imports.tables import MISSHAPEN, Row, tsv_rows

MISSING = "\\N"

#: What tells each table: its columns, all of which are needed.
TABLES = {
    "title.basics": ("tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "runtimeMinutes",
                     "genres"),
    "title.ratings": ("tconst", "averageRating", "numVotes"),
    "title.crew": ("tconst", "directors", "writers"),
    "title.principals": ("tconst", "ordering", "nconst", "category", "job", "characters"),
    "title.akas": ("titleId", "ordering", "title", "region", "language", "types", "attributes", "isOriginalTitle"),
    "name.basics": ("nconst", "primaryName", "birthYear", "deathYear", "primaryProfession"),
}  # fmt: skip

#: Title types -> kinds. The others (episodes, games) are nothing that Booth describes.
KINDS = {
    "movie": "film", "tvMovie": "film", "short": "film", "tvShort": "film", "tvSpecial": "film", "video": "film",
    "tvSeries": "series", "tvMiniSeries": "series",
}  # fmt: skip

#: The categories of credits, as relations. People who play themselves, or are seen in old footage, act in nothing.
CREDITS = {
    "actor": "starring", "actress": "starring", "director": "directed_by", "writer": "written_by",
    "producer": "produced_by", "composer": "music_by", "cinematographer": "cinematography_by", "editor": "edited_by",
}  # fmt: skip

SCHEMA = """
CREATE TABLE imdb_title (id INTEGER PRIMARY KEY, kind TEXT, title TEXT, original TEXT, year TEXT, minutes TEXT,
                         genres TEXT, rating TEXT, votes INTEGER);
CREATE TABLE imdb_credit (title INTEGER, place INTEGER, person INTEGER, relation TEXT, characters TEXT);
CREATE TABLE imdb_aka (title INTEGER, name TEXT);
CREATE TABLE imdb_votes (id INTEGER PRIMARY KEY, rating TEXT, votes INTEGER);
"""
INDEXES = "CREATE INDEX imdb_credits ON imdb_credit (title, place); CREATE INDEX imdb_akas ON imdb_aka (title)"
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which titles are imported, and how much of each."""

    types: tuple[str, ...] = ("movie",)
    min_votes: int = 100
    from_year: int | None = None
    to_year: int | None = None
    adult: bool = False
    top_billed: int = 10
    regions: tuple[str, ...] = ("US", "GB", "CA", "AU", "IE", "NZ", "XWW")
    names: int = 5


class Bits:
    """A set of numbers, a bit for each up to the largest: a few megabytes for all of IMDb."""

    def __init__(self) -> None:
        self._bytes = bytearray(1 << 20)

    def add(self, number: int) -> None:
        place = number >> 3
        if place >= len(self._bytes):
            self._bytes.extend(bytes(place + 1 - len(self._bytes) + (1 << 20)))
        self._bytes[place] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bytes) and bool(self._bytes[place] >> (number & 7) & 1)


class Tables:
    """Fills the scratch tables from the files."""

    def __init__(self, db: sqlite3.Connection, wanted: Wanted, report: Report, progress: Progress) -> None:
        self._db, self._wanted, self._report, self._progress = db, wanted, report, progress
        self.titles, self.people = Bits(), Bits()
        run_script(db, SCHEMA)

    def read(self, files: dict[str, Path]) -> None:
        """Read all tables but name.basics, which needs no joining."""
        if ratings := files.get("title.ratings"):
            rows = ((number(row, "tconst"), row.cells["averageRating"], row.cells["numVotes"])
                    for row in tsv_rows(ratings, self._report, self._progress))  # fmt: skip
            self._insert("INSERT OR REPLACE INTO imdb_votes VALUES (?, ?, ?)", rows)
        self._insert("INSERT OR REPLACE INTO imdb_title VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     self._basics(files["title.basics"], rated=bool(ratings)))  # fmt: skip
        if crew := files.get("title.crew"):
            self._insert("INSERT INTO imdb_credit VALUES (?, ?, ?, ?, '')", self._crew(crew))
        if principals := files.get("title.principals"):
            self._insert("INSERT INTO imdb_credit VALUES (?, ?, ?, ?, ?)", self._principals(principals))
        if akas := files.get("title.akas"):
            self._insert("INSERT INTO imdb_aka VALUES (?, ?)", self._akas(akas))
        run_script(self._db, INDEXES)

    def _insert(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        iterator = iter(rows)
        while batch := list(islice(iterator, _BATCH)):
            self._db.executemany(sql, batch)

    def _basics(self, path: Path, *, rated: bool) -> Iterator[tuple[object, ...]]:
        for row in tsv_rows(path, self._report, self._progress):
            cells, title = row.cells, number(row, "tconst")
            rating = self._db.execute("SELECT rating, votes FROM imdb_votes WHERE id = ?", (title,)).fetchone()
            why = self._unwanted(row, int(rating[1]) if rating else 0, rated=rated)
            if why:
                self._report.pass_over(why)
                continue
            self.titles.add(title)
            yield (title, KINDS[cells["titleType"]], cells["primaryTitle"], cells["originalTitle"], cells["startYear"],
                   cells["runtimeMinutes"], cells["genres"], *(rating or (MISSING, 0)))  # fmt: skip

    def _unwanted(self, row: Row, votes: int, *, rated: bool) -> str:
        """Why a title is not imported; empty if it is."""
        wanted, cells = self._wanted, row.cells
        if cells["titleType"] not in wanted.types or cells["titleType"] not in KINDS:
            return f"titles of the type {cells['titleType']} (--types)"
        if cells["isAdult"] == "1" and not wanted.adult:
            return "adult titles (--adult)"
        year = int(cells["startYear"]) if cells["startYear"].isdecimal() else None
        if not (wanted.from_year or 0) <= (year or 0) <= (wanted.to_year or 9999):
            return "titles of other years, or of none (--from-year, --to-year)"
        if rated and votes < wanted.min_votes:
            return f"titles with fewer than {wanted.min_votes} votes (--min-votes)"
        return "" if cells["primaryTitle"].strip() not in ("", MISSING) else "titles without a name"

    def _crew(self, path: Path) -> Iterator[tuple[object, ...]]:
        for row in tsv_rows(path, self._report, self._progress):
            title = number(row, "tconst")
            if title not in self.titles:
                continue
            for column, relation in (("directors", "directed_by"), ("writers", "written_by")):
                for place, name in enumerate(filter(None, row.cells[column].split(","))):
                    if name != MISSING:
                        person = digits(name, row.place)
                        self.people.add(person)
                        yield title, place - 1000, person, relation

    def _principals(self, path: Path) -> Iterator[tuple[object, ...]]:
        """The longest table: a row is taken apart only if its title, with which it begins, is wanted."""
        with opened(path, self._progress) as stream:
            begin, title, kept = b"\t", 0, False
            line_number = 1
            header = next(iter(stream)).decode("utf-8", "replace").rstrip("\r\n").split("\t")
            for line_number, line in enumerate(stream, start=2):
                if not line.startswith(begin):
                    begin = line[: line.find(b"\t") + 1]
                    title = digits(begin[:-1].decode("utf-8", "replace"), f"{path}:{line_number}")
                    kept = title in self.titles
                if not kept:
                    continue
                cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if len(cells) != len(header):
                    self._report.skip(MISSHAPEN.format(len(header)), f"{path}:{line_number}")
                    continue
                credit = dict(zip(header, cells, strict=True))
                relation = CREDITS.get(credit["category"])
                if relation is None:
                    self._report.pass_over(f"credits of the category {credit['category']}")
                    continue
                person = digits(credit["nconst"], f"{path}:{line_number}")
                self.people.add(person)
                yield title, int(credit["ordering"]), person, relation, credit["characters"]
        self._report.read["rows"] += line_number - 1

    def _akas(self, path: Path) -> Iterator[tuple[object, ...]]:
        usual = {MISSING, "", "imdbDisplay", "alternative", "original"}
        for row in tsv_rows(path, self._report, self._progress):
            cells = row.cells
            title = number(row, "titleId")
            if title in self.titles and cells["region"] in self._wanted.regions and cells["types"] in usual:
                yield title, cells["title"]


def number(row: Row, column: str) -> int:
    """The number of the title or person in a column: 113277 for ``tt0113277``."""
    return digits(row.cells[column], row.place)


def digits(ident: str, place: str) -> int:
    """The number in an id. Raises ImportFailed for what is none."""
    if ident[2:].isdecimal() and ident[:2] in ("tt", "nm"):
        return int(ident[2:])
    raise ImportFailed(f"{place}: {ident!r} is no id such as tt0113277; the file is damaged, download it again.")


def characters(cell: str) -> list[str]:
    """The characters of a credit, which are a JSON list."""
    if cell in (MISSING, ""):
        return []
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
