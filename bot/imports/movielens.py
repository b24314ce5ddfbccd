"""MovieLens: ``movies.csv`` (movieId, title, genres) and ``links.csv`` (movieId, imdbId, tmdbId)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.imports.languages import NO_GENRES
from bot.imports.records import IMDB, MOVIELENS, TMDB, Identifier, ImportFailed, Record, Said
from bot.imports.report import Report
from bot.imports.streams import Progress
from bot.imports.tables import csv_header, csv_rows, need
from bot.imports.titles import read_title

MOVIES, LINKS = ("movieId", "title", "genres"), ("movieId", "imdbId", "tmdbId")


def read_movielens(
    files: Sequence[Path], db: sqlite3.Connection, report: Report, progress: Progress
) -> Iterator[Record]:
    """Films with their genres and ids; the other files of MovieLens are passed over. Raises ImportFailed."""
    movies: list[Path] = []
    db.execute("CREATE TABLE movielens_link (movie TEXT PRIMARY KEY, imdb TEXT, tmdb TEXT)")
    linked = False
    for path in files:
        header = csv_header(path, ",")
        if "movieId" not in header:
            need(path, header, MOVIES, "MovieLens's movies.csv")
        if "imdbId" in header or "tmdbId" in header:
            need(path, header, LINKS, "MovieLens's links.csv")
            linked = True
            rows = csv_rows(path, ",", report, progress)
            db.executemany(
                "INSERT OR REPLACE INTO movielens_link VALUES (?, ?, ?)",
                ((row.cells["movieId"], row.cells["imdbId"], row.cells["tmdbId"]) for row in rows),
            )
        elif "title" in header or "genres" in header:
            need(path, header, MOVIES, "MovieLens's movies.csv")
            movies.append(path)
        else:
            report.notes.append(f"{path} was not needed: films are in movies.csv, their other ids in links.csv.")
    if not movies:
        raise ImportFailed("movies.csv is missing: it names the films, and links.csv alone says nothing.")
    if not linked:
        report.notes.append("Without links.csv the films have MovieLens's ids only, and meet no other source by id.")
    for path in movies:
        yield from _films(path, db, report, progress)


def _films(path: Path, db: sqlite3.Connection, report: Report, progress: Progress) -> Iterator[Record]:
    for row in csv_rows(path, ",", report, progress):
        cells = row.cells
        link = db.execute("SELECT imdb, tmdb FROM movielens_link WHERE movie = ?", (cells["movieId"],)).fetchone()
        identifiers: list[Identifier] = [(MOVIELENS, cells["movieId"])]
        imdb, tmdb = link or ("", "")
        if imdb.isdecimal():
            identifiers.append((IMDB, f"tt{int(imdb):07}"))
        if tmdb.isdecimal():
            identifiers.append((TMDB, tmdb))
        title = read_title(cells["title"])
        facts = [Said("release_date", str(title.year))] if title.year else []
        genres = [genre for genre in cells["genres"].split("|") if genre.lower() not in NO_GENRES]
        facts += [Said("genre", genre.lower()) for genre in genres]
        yield Record(
            "series" if title.runs else "film",
            title.name,
            tuple(identifiers),
            title.also_known_as,
            title.year,
            tuple(facts),
            place=row.place,
        )
