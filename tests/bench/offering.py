"""How fast the options of commands offer names while somebody types, and whether the one meant is among them.

What is typed are the names that the questions are about, by the way in which people type them; of names that nobody
asks about there are none.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence

from bot.answering.answerer import Answerer
from bot.answering.catalogue import Catalogue
from bot.facts.text import normalise
from tests.bench.typos import misspell

Typing = Callable[[str, random.Random], str]


def _first(letters: int) -> Typing:
    return lambda name, _: name[:letters] if len(name) > letters else ""


def _later_word(name: str, _rng: random.Random) -> str:
    return " ".join(name.split(" ")[1:])


TYPED: dict[str, Typing] = {
    "nothing": lambda _name, _rng: "",
    "1 letter": _first(1),
    "2 letters": _first(2),
    "5 letters": _first(5),
    "12 letters": _first(12),
    "one typo": misspell,
    "from word 2 on": _later_word,
}
"""Ways to type a name; those that leave nothing of one are not measured with it."""


def offering(answerer: Answerer, names: Sequence[str]) -> dict[str, tuple[list[float], float]]:
    """For each way to type, milliseconds of each list of offers, and in which part of them the name is."""
    catalogue = Catalogue(answerer.snapshot)
    found = {}
    for way, typing in TYPED.items():
        times, offered = [], []
        rng = random.Random(way)
        for name in names:
            typed = typing(name, rng)
            if not typed and way != "nothing":
                continue
            started = time.perf_counter()
            offers = catalogue.offers(typed)
            times.append((time.perf_counter() - started) * 1000)
            offered.append(any(normalise(offer.label).startswith(normalise(name)) for offer in offers))
        if times:
            found[way] = times, statistics.mean(offered)
    return found
