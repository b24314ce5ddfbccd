"""Any table of films, a film a row: cells by ``,`` ``;`` or tab, lists in a cell by ``|`` ``;`` or ``,``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.facts.model import KINDS
from bot.facts.vocabulary import Vocabulary
from bot.imports.columns import CATALOGUES, NAME, OTHER_NAMES, VOTES, targets
from bot.imports.records import IMDB, Identifier, ImportFailed, Record, Reference, Said
from bot.imports.report import Report
from bot.imports.streams import Progress, first_line
from bot.imports.tables import Row, csv_header, csv_rows
from bot.imports.titles import article_first, read_title, read_year

_DELIMITERS = ",;\t"
#: What stands for nothing in tables that go round.
_NOTHING = frozenset({"", "\\n", "n/a", "na", "none", "null", "nan", "-", "unknown"})
#: What belongs to the name before the comma: 'Sammy Davis, Jr.'.
_AFTER_COMMA = re.compile(r"(?:Jr|Sr|II|III|IV|Inc|Ltd|LLC|Co|Esq|M\.?D|Ph\.?D)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: what its columns are about where their names do not say, its encoding, and of what kind."""

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    kind: str = "film"


def read_table(
    files: Sequence[Path], reading: Reading, vocabulary: Vocabulary, report: Report, progress: Progress
) -> Iterator[Record]:
    """The films of each table. Raises ImportFailed."""
    for path in files:
        delimiter = _delimiter(first_line(path, reading.encoding))
        header = csv_header(path, delimiter, reading.encoding)
        given = {column: what for column, what in reading.columns.items() if len(files) == 1 or column in header}
        about = targets(header, given, vocabulary)
        if NAME not in about.values():
            columns = ", ".join(header[:12])
            raise ImportFailed(f"{path}:1: no column is a title (there are {columns}); add --map COLUMN=name.")
        if unused := [column for column in header if column not in about]:
            report.notes.append(f"Columns not used: {', '.join(unused)}. To use one: --map COLUMN=RELATION.")
        for row in csv_rows(path, delimiter, report, progress, reading.encoding):
            record = _record(row, about, reading.kind, vocabulary)
            if record.name or record.identifiers:
                yield record
            else:
                report.skip("rows without a title", row.place)


def _delimiter(line: str) -> str:
    """The sign between the cells: the one that the first line has most of."""
    return max(_DELIMITERS, key=line.count)


def _record(row: Row, about: Mapping[str, str], kind: str, vocabulary: Vocabulary) -> Record:
    cells: dict[str, list[str]] = {}
    for column, target in about.items():
        text = row.cells[column].strip()
        if text.casefold() not in _NOTHING:
            cells.setdefault(target, []).append(text)
    title = read_title(next(iter(cells.get(NAME, ())), ""))
    other_names = [article_first(name) for text in cells.get(OTHER_NAMES, ()) for name in split(text)]
    identifiers = tuple(_identifiers(cells))
    facts: list[Said] = []
    dates = cells.get("release_date") or ([str(title.year)] if title.year else [])
    year = title.year or (read_year(dates[0]) if dates else None)
    for relation, texts in ({"release_date": dates} | cells).items():
        if relation in vocabulary:
            facts += _facts(relation, texts, vocabulary, cells.get(VOTES, []))
    directors = "|".join(cells.get("directed_by", ()))
    others = tuple(name for name in dict.fromkeys((*title.also_known_as, *other_names)) if name != title.name)
    return Record(kind, title.name, identifiers, others, year, tuple(facts), directors, row.place)


def _identifiers(cells: Mapping[str, list[str]]) -> Iterator[Identifier]:
    for word, catalogue in CATALOGUES.items():
        for text in cells.get(word, ()):
            if catalogue == IMDB:
                if found := re.search(r"(?:tt)?(\d{5,10})\b", text):
                    yield catalogue, f"tt{int(found[1]):07}"
            elif found := re.search(r"Q?\d+", text):
                yield catalogue, found[0]


def _facts(relation: str, texts: Sequence[str], vocabulary: Vocabulary, votes: Sequence[str]) -> Iterator[Said]:
    declared = vocabulary[relation]
    person = declared.value == ("person",)
    several = declared.many and (declared.value[0] in KINDS or declared.value == ("label",))
    for text in texts:
        for value in split(text) if several else [text]:
            if person:
                yield Said(relation, Reference("person", value))
            elif relation == "release_date":
                yield Said(relation, _date(value))
            elif relation == "rating":
                yield Said(relation, value, tuple(("votes", number) for number in votes))
            else:
                yield Said(relation, value.lower() if relation == "genre" else value)


def _date(text: str) -> str:
    """A date as it is written; the year where that is all that can be made of it: '-2019', '(I) (2019)'."""
    year = read_year(text)
    return str(year) if year and not re.search(r"[A-Za-z]{3}|\d{4}-\d\d", text) else text


def split(text: str) -> list[str]:
    """The items of a cell: by ``|`` where there is one, else by ``;``, else by commas that stand in no name."""
    sign = next((sign for sign in "|;" if sign in text), ",")
    items: list[str] = []
    for part in (part.strip(" []'\"") if text.startswith("[") else part.strip() for part in text.split(sign)):
        if sign == "," and items and _AFTER_COMMA.fullmatch(part):
            items[-1] += f", {part}"
        elif part:
            items.append(part)
    return items
