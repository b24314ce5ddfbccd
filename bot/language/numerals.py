"""The ``numbers`` key of a language file: its words for units, months, bounds and the like, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from bot.language.figures import Token, tokens

Phrase = tuple[str, ...]


class Unit(NamedTuple):
    """What a unit measures (``scale`` for one that only multiplies), its size, and how many smaller ones it has.

    ``sign`` is that of a currency.
    """

    type: str
    size: float
    smaller: float = 0.0
    sign: str = ""


_TYPES = {"minutes": "duration", "metres": "length", "money": "money", "number": "number", "x": "scale"}


class Phrases:
    """Phrases of one or more tokens, each with what it stands for."""

    def __init__(self, words: Iterable[tuple[str, object]]) -> None:
        self._first: dict[str, list[tuple[Phrase, object]]] = {}
        self._last: dict[str, list[tuple[Phrase, object]]] = {}
        entries = [(tuple(token.text for token in tokens(word)), meaning) for word, meaning in words]
        for phrase, meaning in sorted(entries, key=lambda entry: -len(entry[0])):
            self._first.setdefault(phrase[0], []).append((phrase, meaning))
            self._last.setdefault(phrase[-1], []).append((phrase, meaning))

    def at(self, found: Sequence[Token], start: int) -> tuple[int, object] | None:
        """(end, meaning) of the longest phrase that begins at `start`."""
        for phrase, meaning in self._first.get(found[start].text, ()) if start < len(found) else ():
            if tuple(token.text for token in found[start : start + len(phrase)]) == phrase:
                return start + len(phrase), meaning
        return None

    def before(self, found: Sequence[Token], end: int) -> tuple[int, object] | None:
        """(start, meaning) of the longest phrase that ends at `end`."""
        for phrase, meaning in self._last.get(found[end - 1].text, ()) if end else ():
            start = end - len(phrase)
            if start >= 0 and tuple(token.text for token in found[start:end]) == phrase:
                return start, meaning
        return None


class Numerals:
    """One language's words for numbers. ``words`` are all of them, and of what stands around numbers."""

    def __init__(self, numbers: Mapping[str, object]) -> None:
        def mapping(key: str) -> Mapping[str, object]:
            return cast(Mapping[str, object], numbers.get(key, {}))

        def words(key: str) -> list[str]:
            return [str(word) for word in cast(Sequence[object], numbers.get(key, ()))]

        self.words = frozenset(token.text for word in _written(numbers) for token in tokens(word))
        self.units = Phrases((word, _units(kinds)) for word, kinds in mapping("units").items())
        self.currency = str(numbers.get("currency", ""))
        self.one = frozenset(words("one"))
        self.fractions = Phrases((word, float(str(part))) for word, part in mapping("fractions").items())
        self.tens = {word: float(str(number)) for word, number in mapping("tens").items()}
        self.months = {word: int(str(month)) for word, month in mapping("months").items()}
        self.decades = {word: str(decade) for word, decade in mapping("decades").items()}
        self.century = frozenset(words("century"))
        self.parts = Phrases((word, str(part)) for word, part in mapping("parts").items())
        self.periods = {word: str(period) for word, period in mapping("periods").items()}
        self.relative = Phrases((word, str(way)) for word, way in mapping("relative").items())
        self.ago = frozenset(words("ago"))
        self.old = frozenset(words("old"))
        self.ages = Phrases((word, str(bound)) for word, bound in mapping("ages").items())
        self.aged = Phrases((word, str(bound)) for word, bound in mapping("aged").items())
        self.between = frozenset(words("between"))
        self.bounds = Phrases((word, str(bound)) for word, bound in mapping("bounds").items())
        self.measures = {word: _unit(str(kind)) for word, kind in mapping("measures").items()}
        self.closing = Phrases((word, str(bound)) for word, bound in mapping("closing").items())
        self.pairs = [
            (
                Phrases((word, None) for word in pair["opening"]) if "opening" in pair else None,
                Phrases((word, None) for word in pair["middle"]),
            )
            for pair in cast(Sequence[Mapping[str, list[str]]], numbers.get("pairs", ()))
        ]


def _written(block: object) -> Iterator[str]:
    """All that is written in a block: keys and values, however deep."""
    if isinstance(block, Mapping):
        yield from map(str, block)
        block = list(block.values())
    if isinstance(block, list):
        for inner in block:
            yield from _written(inner)
    else:
        yield str(block)


def _units(kinds: object) -> tuple[Unit, ...]:
    """``minutes60/60`` -> a unit; a list of such -> several, for a word that may be each."""
    return tuple(_unit(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _unit(kind: str) -> Unit:
    name = next(name for name in _TYPES if kind.startswith(name))
    size, _, smaller = kind.removeprefix(name).partition("/")
    if name == "money":
        return Unit(_TYPES[name], 1.0, sign=size)
    return Unit(_TYPES[name], float(size or 1), float(smaller or 0))
