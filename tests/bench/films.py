"""Films to measure with: real ones where there are, else made up, recombined until there are names enough."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

#: Where the real films are, under the folder of data.
FILE = Path("films") / "films-126k.jsonl.gz"
_ONSETS = (*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gr", "qu", "st", "tr")
_VOWELS = (*"aeiou", "ai", "ea", "ou")
_CODAS = (*"bdglmnrstx", "ck", "ll", "nd", "ng", "rn", "st", "th")
_GENRES = ("Action", "Comedy", "Crime", "Documentary", "Drama", "Horror", "Romance", "Thriller")


class Film(NamedTuple):
    """A film with the names and labels that its facts hold."""

    title: str
    year: int | None
    runtime: int | None
    directors: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        return self.directors + self.writers + self.cast


def films(names: int, data: Path) -> tuple[list[Film], bool]:
    """Films that have about so many names between them; whether they are the real ones of the folder `data`."""
    path = data / FILE
    known = _read(path) if path.is_file() else _made_up(random.Random(1), min(names, 200_000))
    source: Iterator[Film] = chain(known, _recombined(known, random.Random(2)))
    if names < len(known):
        source = iter(random.Random(3).sample(known, names))
    found: list[Film] = []
    seen: set[str] = set()
    for film in source:
        found.append(film)
        seen.update((film.title, *film.people))
        if len(seen) >= names:
            break
    return found, path.is_file()


def _read(path: Path) -> list[Film]:
    def texts(row: dict[str, object], key: str) -> tuple[str, ...]:
        found = row.get(key)
        cleaned = (" ".join(str(text).split()) for text in found) if isinstance(found, list) else ()
        return tuple(dict.fromkeys(text for text in cleaned if text and text.isprintable()))

    def number(row: dict[str, object], key: str) -> int | None:
        found = row.get(key)
        return found if isinstance(found, int) and found > 0 else None

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Film(
            " ".join(row["title"].split()),
            number(row, "year"),
            number(row, "runtime"),
            *(texts(row, key) for key in ("director", "writer", "cast", "genres", "country", "language")),
        )
        for row in rows
        if row["title"].isprintable() and row["title"].strip()
    ]


def _made_up(rng: random.Random, names: int) -> list[Film]:
    """Films whose words follow Zipf's law, as those of real titles do."""
    words = [
        "".join(rng.choice(part) for _ in range(rng.choice((1, 2, 2, 3))) for part in (_ONSETS, _VOWELS, _CODAS))
        for _ in range(max(50, names // 6))
    ]
    weights = list(islice(_sums(1 / rank for rank in range(1, len(words) + 1)), len(words)))

    def phrase(count: int) -> str:
        return " ".join(rng.choices(words, cum_weights=weights, k=count)).title()

    people = [phrase(2) for _ in range(max(5, names // 2))]
    return [
        Film(
            ("The " if rng.random() < 0.25 else "") + phrase(rng.choice((1, 2, 2, 3, 4))),
            rng.randrange(1920, 2026),
            rng.randrange(60, 200),
            (rng.choice(people),),
            (),
            tuple(rng.sample(people, 4)),
            (rng.choice(_GENRES),),
        )
        for _ in range(max(5, names // 2))
    ]


def _sums(numbers: Iterator[float]) -> Iterator[float]:
    total = 0.0
    for number in numbers:
        total += number
        yield total


def _recombined(known: Sequence[Film], rng: random.Random) -> Iterator[Film]:
    """New films without end: the first words of one title with the last of another, people alike."""

    def crossed(one: str, other: str) -> str:
        head, tail = one.split(" "), other.split(" ")
        return " ".join(head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :])

    def people(film: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(crossed(one, rng.choice(others)) for one in film)) if others else film

    while True:
        one, other = rng.choice(known), rng.choice(known)
        yield one._replace(
            title=crossed(one.title, other.title),
            directors=people(one.directors, other.people),
            writers=people(one.writers, other.people),
            cast=people(one.cast, other.people),
        )
