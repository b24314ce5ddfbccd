"""Results of Wikidata's query service: JSON (as SPARQL defines it, or flat) and CSV, several rows a film.

The variables say what the columns are: ``?film ?filmLabel ?directorLabel ?genreLabel ?date``. Rows of one film stand
together, as a query gives them; where they do not, they are merged by their ids all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from bot.facts.vocabulary import Vocabulary
from bot.imports.columns import CATALOGUES, guess
from bot.imports.json_stream import json_items
from bot.imports.records import WIKIDATA, Identifier, ImportFailed, Record, Reference, Said
from bot.imports.report import Report
from bot.imports.streams import Progress, first_line
from bot.imports.tables import csv_rows
from bot.imports.titles import read_year

_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)")
_Q = re.compile(r"Q\d+")
#: Values that Wikidata has and does not know: blank nodes.
_NOBODY = re.compile(r"_:.*|t\d+|https?://www\.wikidata\.org/\.well-known/genid/.*")
_TIME = re.compile(r"\+?(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\dZ")
_LABEL = "Label"
_SERIES = frozenset({"series", "show", "tvseries", "tvshow"})


class _Result(NamedTuple):
    """One row of a result: its values by variable, and where it stands."""

    place: str
    values: Mapping[str, str]


class _About(dict[str, str]):
    """What each variable is about. A result in JSON leaves out what it has no value for, so they show one by one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> str:
        self[name] = guess(name, self._vocabulary)
        return self[name]


def read_wikidata(
    files: Sequence[Path], vocabulary: Vocabulary, report: Report, progress: Progress
) -> Iterator[Record]:
    """One record for each run of rows about the same item. Raises ImportFailed."""
    for path in files:
        rows = _rows(path, report, progress)
        first = next(rows, None)
        if first is None:
            raise ImportFailed(f"{path} has no results; run the query again.")
        subject = _subject(path, first)
        about = _About(vocabulary)
        together = groupby(_chain(first, rows), key=lambda row: row.values.get(subject, ""))
        for item, group in together:
            yield _record(item, subject, list(group), about, vocabulary, report)


def _rows(path: Path, report: Report, progress: Progress) -> Iterator[_Result]:
    if first_line(path).lstrip()[:1] not in ("{", "["):
        yield from (_Result(row.place, row.cells) for row in csv_rows(path, ",", report, progress))
        return
    for line, value in json_items(path, progress, inside="bindings"):
        if not isinstance(value, Mapping):
            raise ImportFailed(f"{path}:{line}: no result of a query; download it as JSON or CSV.")
        report.read["rows"] += 1
        yield _Result(f"{path}:{line}", {name: _text(cell) for name, cell in value.items()})


def _text(cell: Any) -> str:
    """A value in either form of JSON: ``{"type": "uri", "value": …}``, or the text alone."""
    text = cell.get("value") if isinstance(cell, Mapping) else cell
    return text if isinstance(text, str) else ""


def _chain(first: _Result, rows: Iterable[_Result]) -> Iterator[_Result]:
    yield first
    yield from rows


def _variables(row: _Result) -> list[str]:
    return list(dict.fromkeys(name.removesuffix(_LABEL) for name in row.values))


def _subject(path: Path, row: _Result) -> str:
    """The variable that the rows are about: the first item that has a label."""
    for name, value in row.values.items():
        if _ITEM.fullmatch(value) and name + _LABEL in row.values:
            return name
    raise ImportFailed(f"{path}: no column holds items with a label; select ?film and ?filmLabel in the query.")


def _record(
    item: str, subject: str, rows: list[_Result], about: _About, vocabulary: Vocabulary, report: Report
) -> Record:
    place = rows[0].place
    found = _ITEM.fullmatch(item)
    label = rows[0].values.get(subject + _LABEL, "")
    identifiers: list[Identifier] = [(WIKIDATA, found[1])] if found else []
    said: dict[Said, None] = {}
    dates: set[str] = set()
    for row in rows:
        for name in _variables(row):
            target = about[name]
            value, text = row.values.get(name, ""), row.values.get(name + _LABEL) or row.values.get(name, "")
            if name == subject or not text or _NOBODY.fullmatch(text) or _NOBODY.fullmatch(value):
                continue
            if target in CATALOGUES:
                identifiers.append((CATALOGUES[target], text))
            elif target == "release_date":
                dates.add(_date(text))
            elif _Q.fullmatch(text) or _ITEM.fullmatch(text):
                report.skip("items of Wikidata without a label", f"{text} at {row.place}")
            elif target in vocabulary:
                said[_said(target, text, value, vocabulary)] = None
    if dates:
        said[Said("release_date", _first(dates))] = None
    kind = "series" if subject.casefold() in _SERIES else "film"
    name = "" if _Q.fullmatch(label) else label
    year = read_year(_first(dates)) if dates else None
    return Record(kind, name, tuple(dict.fromkeys(identifiers)), (), year, tuple(said), place=place)


def _said(relation: str, text: str, value: str, vocabulary: Vocabulary) -> Said:
    if vocabulary[relation].value == ("person",):
        found = _ITEM.fullmatch(value)
        return Said(relation, Reference("person", text, ((WIKIDATA, found[1]),) if found else ()))
    if relation == "runtime" and re.fullmatch(r"\d+(\.\d+)?", text):
        return Said(relation, f"{float(text):g} minutes")
    if relation == "genre":
        return Said(relation, re.sub(r" (?:film|movie)$", "", text.lower()))
    return Said(relation, (_date(text) if vocabulary[relation].value == ("date",) else text))


def _date(text: str) -> str:
    """A day; the year alone for the first of January, which is how results give a year."""
    found = _TIME.fullmatch(text)
    if not found:
        return text
    return found[1][:4] if found[1].endswith("-01-01") else found[1]


def _first(dates: set[str]) -> str:
    """The first of several release dates: the earliest year, and in it the earliest day that is known."""
    year = min(date[:4] for date in dates)
    days = [date for date in dates if date.startswith(year) and len(date) > 4]
    return min(days, default=year)
