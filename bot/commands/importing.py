"""`booth import`: what can be imported with which options, and how it is told what came of it."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from bot.answering.answerer import SHIPPED
from bot.imports.imdb import read_imdb
from bot.imports.imdb_tables import KINDS, Wanted
from bot.imports.movielens import read_movielens
from bot.imports.records import ImportFailed, Record
from bot.imports.report import RULE, Report
from bot.imports.running import Around, Job, Origin, Phase, newest, run_import
from bot.imports.streams import Progress, source_files
from bot.imports.table import Reading, read_table
from bot.imports.tmdb import read_tmdb
from bot.imports.wikidata import read_wikidata
from bot.showing import printable, progress_bar
from bot.usage import OK, Parser, WrongUseError

Reader = Callable[[list[Path], Around], Iterable[Record]]

_ABOUT = {
    "imdb": "IMDb's data sets: title.basics, and title.ratings, title.crew, title.principals, title.akas, name.basics "
    "as far as there are (.tsv, or .tsv.gz as they are downloaded)",
    "tmdb": "TMDB's movies, series and credits as JSON: one object, an array, or JSON lines",
    "movielens": "MovieLens's movies.csv and links.csv",
    "wikidata": "results of Wikidata's query service as JSON or CSV; their columns are recognised by the names of "
    "the variables (?film ?filmLabel ?directorLabel ?genreLabel ?date ?imdb …)",
    "csv": "any other table of films, a film a row, cells by comma, semicolon or tab; lists in a cell by | or comma",
}
_ORIGINS = {
    "imdb": Origin("Information courtesy of IMDb (imdb.com), used with permission", "IMDb",
                   "https://developer.imdb.com/non-commercial-datasets/"),
    "tmdb": Origin("Film data of TMDB, by whom this is neither endorsed nor certified", "TMDB",
                   "https://www.themoviedb.org"),
    "movielens": Origin("MovieLens's data set", "MovieLens", "https://grouplens.org/datasets/movielens/"),
    "wikidata": Origin("Results of a query of Wikidata", "Wikidata", "https://query.wikidata.org"),
    "csv": Origin(""),
}  # fmt: skip


def add_options(command: Parser) -> None:
    """The formats of `booth import`, each with its options."""
    command.epilog = f"Where sources disagree: {RULE}"
    formats = command.add_subparsers(metavar="FORMAT", parser_class=Parser, dest="format", required=True)
    parsers = {}
    for name, about in _ABOUT.items():
        one = parsers[name] = formats.add_parser(name, help=about, description=f"Import {about}.", allow_abbrev=False)
        one.set_defaults(parser=one)
        _shared_options(one, name)
    _imdb_options(parsers["imdb"])
    for name in ("imdb", "tmdb"):
        parsers[name].add_argument("--adult", action="store_true", help="adult titles too")
        parsers[name].add_argument(
            "--top-billed", type=int, default=10, metavar="N", help="as many of the cast of each title (default: 10)"
        )
    _csv_options(parsers["csv"])


def _shared_options(one: argparse.ArgumentParser, name: str) -> None:
    one.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="files, or folders that hold them")
    one.add_argument(
        "--to", type=Path, required=True, metavar="DIR",
        help=f"the knowledge folder; packs of facts are written to DIR/facts/imported/{name}",
    )  # fmt: skip
    one.add_argument("--name", default=name, help=f"the folder and source of this import (default: {name})")
    one.add_argument("--title", help="what the source is called under answers")
    one.add_argument("--url", help="where the source is found")
    one.add_argument("--date", help="when the data was made (default: when the newest SOURCE was)")
    one.add_argument("--prune", action="store_true", help="remove entries that the source no longer has")
    one.add_argument("--report", type=Path, metavar="FILE", help="write each thing skipped, merged or disputed there")


def _imdb_options(one: argparse.ArgumentParser) -> None:
    usual = Wanted()
    one.add_argument(
        "--types", type=_types, default=usual.types, metavar="TYPE,…",
        help=f"title types, of {', '.join(KINDS)} (default: {','.join(usual.types)})",
    )  # fmt: skip
    one.add_argument(
        "--min-votes", type=int, default=usual.min_votes, metavar="N",
        help=f"leave out titles with fewer votes, where title.ratings is given (default: {usual.min_votes})",
    )  # fmt: skip
    one.add_argument("--from-year", type=int, metavar="YEAR", help="leave out older titles, and those without a year")
    one.add_argument("--to-year", type=int, metavar="YEAR", help="leave out newer titles")
    one.add_argument(
        "--regions", type=lambda text: tuple(text.split(",")), default=usual.regions, metavar="CODE,…",
        help=f"take further titles (title.akas) from these regions (default: {','.join(usual.regions)})",
    )  # fmt: skip


def _types(text: str) -> tuple[str, ...]:
    types = tuple(filter(None, text.split(",")))
    if unknown := [name for name in types if name not in KINDS]:
        raise argparse.ArgumentTypeError(f"no title type {unknown[0]!r}; there are {', '.join(KINDS)}")
    return types


def _csv_options(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--map", action="append", default=[], type=_mapping, metavar="COLUMN=WHAT", dest="columns",
        help="what a column is: name, also_known_as, votes, imdb, tmdb, movielens, wikidata, or a relation such as "
        "directed_by; may be given several times. Usual column names are recognised without it",
    )  # fmt: skip
    one.add_argument("--encoding", default="utf-8", help="how the file is written, such as latin-1 (default: utf-8)")
    one.add_argument("--kind", choices=("film", "series", "book"), default="film", help="what a row is (default: film)")


def _mapping(text: str) -> tuple[str, str]:
    column, sign, target = text.rpartition("=")
    if not sign or not column or not target:
        raise argparse.ArgumentTypeError(f"{text!r} is not COLUMN=WHAT, such as Regie=directed_by")
    return column, target


def _reader(options: argparse.Namespace) -> Reader:
    match options.format:
        case "imdb":
            wanted = Wanted(options.types, options.min_votes, options.from_year, options.to_year, options.adult,
                            options.top_billed, options.regions)  # fmt: skip
            return lambda files, around: read_imdb(files, wanted, around.db, around.report, around.progress)
        case "tmdb":
            return lambda files, around: read_tmdb(
                files, around.report, around.progress, top_billed=options.top_billed, adult=options.adult
            )
        case "movielens":
            return lambda files, around: read_movielens(files, around.db, around.report, around.progress)
        case "wikidata":
            return lambda files, around: read_wikidata(files, around.vocabulary, around.report, around.progress)
    reading = Reading(dict(options.columns), options.encoding, options.kind)
    return lambda files, around: read_table(files, reading, around.vocabulary, around.report, around.progress)


def run(options: argparse.Namespace) -> int:
    """Import as the command line says: exit 2 if a source cannot be read or the folder cannot be written."""
    if hasattr(options, "knowledge"):
        raise WrongUseError("booth import writes into the folder that --to names; it takes no --knowledge.")
    try:
        _import(options)
    except ImportFailed as error:
        raise WrongUseError(str(error)) from error
    return OK


def _import(options: argparse.Namespace) -> None:
    """Import, and print what came of it. Raises ImportFailed."""
    started = time.monotonic()
    files = source_files(options.sources)
    usual = _ORIGINS[options.format]
    origin = Origin(
        options.title or usual.title or f"The table {files[0].name}",
        "" if options.title else usual.publisher,
        options.url or usual.url,
        options.date or newest(files),
    )
    with _details(options.report) as details:
        job = Job(files, _reader(options), options.to, options.name, origin, options.prune, Report(details))
        with contextlib.ExitStack() as bars:
            run_import(job, SHIPPED, _phases(bars))
    for line in job.report.lines():
        print(printable(line))
    where = printable(f"{job.folder}. `booth check --knowledge {options.to}` checks it.")
    print(f"In {time.monotonic() - started:.1f} seconds, to {where}")


def _phases(bars: contextlib.ExitStack) -> Phase:
    """A progress bar for each part of the work, where there is a terminal."""

    def phase(name: str, total: int) -> Progress:
        bars.close()
        show = bars.enter_context(progress_bar(name))
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            show(done, total)

        advance(0)
        return advance

    return phase


@contextlib.contextmanager
def _details(path: Path | None) -> Iterator[TextIO | None]:
    """The file that lists what was skipped, merged and disputed, if one was asked for."""
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ImportFailed(f"--report {path} cannot be written: {error.strerror}.") from error
    with file:
        yield file
