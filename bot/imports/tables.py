"""Tables, row by row in bounded memory: IMDb's TSV without quoting, and CSV with it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.imports.records import ImportFailed
from bot.imports.report import Report
from bot.imports.streams import Progress, first_line, opened, text_lines

#: The csv module's own limit is 131,072 characters a field, less than a long synopsis.
csv.field_size_limit(1 << 24)
#: Rows of a wrong width are left out; where there are more of them than good ones at the start, the file is no table.
_BAD_ROWS = 100
#: Why a row is left out.
MISSHAPEN = "rows with more or fewer cells than the {} columns"


class Row(NamedTuple):
    """One row: its cells by column, and where it stands."""

    path: Path
    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """File and line, for messages."""
        return f"{self.path}:{self.line}"


def csv_header(path: Path, delimiter: str, encoding: str = "utf-8") -> list[str]:
    """The names of the columns of a CSV file."""
    line = first_line(path, encoding)
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def csv_rows(path: Path, delimiter: str, report: Report, progress: Progress, encoding: str = "utf-8") -> Iterator[Row]:
    """The rows of a CSV file below its header. Raises ImportFailed where the file is no such table."""
    with opened(path, progress) as stream:
        reader = csv.reader(text_lines(path, stream, encoding), delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            yield from _rows(path, header, ((reader.line_num, cells) for cells in reader if cells), report)
        except csv.Error as error:
            raise ImportFailed(
                f"{path}:{reader.line_num}: not readable as CSV ({error}); a quotation mark may be missing there."
            ) from error


def tsv_rows(path: Path, report: Report, progress: Progress) -> Iterator[Row]:
    """The rows of a TSV file without quoting below its header."""
    with opened(path, progress) as stream:
        lines = text_lines(path, stream)
        header = next(lines, "").rstrip("\r\n").split("\t")
        rows = ((number, line.rstrip("\r\n").split("\t")) for number, line in enumerate(lines, start=2))
        yield from _rows(path, header, rows, report)


def need(path: Path, header: Sequence[str], columns: Iterable[str], what: str) -> None:
    """Raise ImportFailed if one of the `columns` is not in the `header` of `path`."""
    if missing := [column for column in columns if column not in header]:
        raise ImportFailed(
            f"{path}:1: the column {missing[0]!r} is missing (there are {', '.join(header[:12])}); {what} has it."
        )


def _rows(path: Path, header: Sequence[str], rows: Iterable[tuple[int, list[str]]], report: Report) -> Iterator[Row]:
    bad = good = 0
    for number, cells in rows:
        if len(cells) == len(header):
            good += 1
            yield Row(path, number, dict(zip(header, cells, strict=True)))
            continue
        bad += 1
        report.skip(MISSHAPEN.format(len(header)), f"{path}:{number}")
        if bad > _BAD_ROWS and bad > good:
            raise ImportFailed(f"{path}:{number}: most rows do not fit its {len(header)} columns; is it a table?")
    report.read["rows"] += good + bad
