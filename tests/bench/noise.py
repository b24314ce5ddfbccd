"""Questions about names that are written well, or not: the same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.facts.text import normalise
from tests.bench.films import Film
from tests.bench.typos import misspell

_ABOUT_FILMS = ("when did {} come out?", "how long is {}?", "who directed {}?", "what is the genre of {}")
_ABOUT_PEOPLE = ("what films has {} been in?", "films by {}", "who is {}?")


class Asking(NamedTuple):
    """A question, the name that it means, the name as it is typed, and what was done to it."""

    question: str
    name: str
    typed: str
    noise: str


def _clean(name: str, _rng: random.Random) -> str:
    return name


def _two_typos(name: str, rng: random.Random) -> str:
    return misspell(misspell(name, rng), rng)


def _word_dropped(name: str, rng: random.Random) -> str:
    words = name.split(" ")
    if len(words) < 3:
        return name
    del words[rng.randrange(len(words))]
    return " ".join(words)


def _reordered(name: str, rng: random.Random) -> str:
    words = name.split(" ")
    if len(words) < 2:
        return name
    at = rng.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


Noise = Callable[[str, random.Random], str]
KINDS: dict[str, tuple[Noise, float, bool]] = {
    "clean": (_clean, 0.99, False),
    "one typo": (misspell, 0.97, False),
    "two typos": (_two_typos, 0.93, False),
    "word dropped": (_word_dropped, 0.93, True),
    "reordered": (_reordered, 0.93, True),
}
"""What may be done to a name, the part of it to be understood all the same, and whether among choices counts."""


def askings(films: Sequence[Film], count: int) -> list[Asking]:
    """So many questions of each kind; names that a kind of noise leaves as they are, are not asked with it.

    A name that is noise to a name of the base itself ('Heat' for 'Heat 2') is no fair question: it is left out.
    """
    known = {normalise(name) for film in films for name in (film.title, *film.people)}
    found: list[Asking] = []
    for kind, (noise, _, _) in KINDS.items():
        rng = random.Random(kind)
        asked, tries = 0, 0
        while asked < count and tries < count * 50:
            tries += 1
            film = rng.choice(films)
            person = bool(film.people) and rng.random() < 0.4
            name = rng.choice(film.people) if person else film.title
            typed = noise(name, rng)
            if kind != "clean" and (normalise(typed) == normalise(name) or normalise(typed) in known):
                continue
            question = rng.choice(_ABOUT_PEOPLE if person else _ABOUT_FILMS)
            question = question.format(typed.lower() if asked % 2 else typed)
            found.append(Asking(question, name, typed, kind))
            asked += 1
    return found
