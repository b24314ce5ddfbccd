"""Numbers in questions: dates, lengths of time, amounts, with 'before', 'between', 'or more' and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.facts.text import ARTICLES, Word
from bot.language.calendars import Calendar
from bot.language.figures import Alignment, Token, tokens
from bot.language.numerals import Numerals
from bot.language.periods import bounded
from bot.language.quantities import Quantities, Quantity
from bot.language.query import Range


@dataclass(frozen=True, slots=True)
class Literal:
    """Words [start, end) that name a stretch of a number line; of several number lines where they may mean each."""

    start: int
    end: int
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Tokens [start, end) and what they mean; an amount is kept with its unit."""

    start: int
    end: int
    range: Range
    quantity: Quantity | None = None


class Literals:
    """Finds literals, with one language's words for them (the ``numbers`` key of its file)."""

    def __init__(self, numbers: Mapping[str, object], today: Callable[[], date] = date.today) -> None:
        self._words = Numerals(numbers)
        self._calendar = Calendar(self._words, today)
        self._quantities = Quantities(self._words)

    @property
    def words(self) -> frozenset[str]:
        """All words that literals are made of, and others that are written among them."""
        return self._words.words

    def find(self, words: Sequence[Word], text: str, meant: Mapping[str, str] | None = None) -> list[Literal]:
        """Every literal in the `words` of `text`, bounded ones beside the plain ones inside them.

        ``meant`` are the words that misspelt ones are taken for.
        """
        found = tokens(text)
        if meant:
            found = [token._replace(text=meant.get(token.text, token.text)) for token in found]
        openings = [at for at, token in enumerate(found) if self._may_open(token)]
        if not openings:
            return []
        plain = [span for start in openings for span in self._at(found, start)]
        spans = plain + [wider for span in plain for wider in self._wider(found, span, plain)]
        spans += [span for start in openings for span in self._one(found, start)]
        if not spans:
            return []
        alignment = Alignment(found, words)
        widest: dict[tuple[int, int], list[_Span]] = {}
        for span in spans:
            stretch = alignment.words(span.start, span.end)
            if stretch is not None:
                widest.setdefault(stretch, []).append(span)
        return [Literal(*stretch, _ranges(each)) for stretch, each in widest.items()]

    def _may_open(self, token: Token) -> bool:
        return token.number is not None or not token.spelled or token.text in self._words.words

    def _at(self, found: Sequence[Token], start: int) -> Iterator[_Span]:
        for period in self._calendar.at(found, start):
            yield _Span(period.start, period.end, period.range)
        for quantity in self._quantities.at(found, start):
            yield _Span(quantity.start, quantity.end, quantity.range, quantity)

    def _one(self, found: Sequence[Token], start: int) -> Iterator[_Span]:
        """'More than one': by itself 'one' is hardly a number."""
        if found[start].text in self._words.one - ARTICLES and (opened := self._words.bounds.before(found, start)):
            text = _typed(found, opened[0], start + 1)
            yield _Span(opened[0], start + 1, bounded(Range("number", 1.0, 1.0, text), str(opened[1]), text))

    # -- bounds --------------------------------------------------------------------------------------------------

    def _wider(self, found: Sequence[Token], span: _Span, plain: Sequence[_Span]) -> Iterator[_Span]:
        """The literal with the words around it: 'before 2000', '90 minutes or more', 'between 1990 and 1995'."""
        start = self._opening(found, span.start)
        opened = self._words.bounds.before(found, start)
        if opened and not (
            found[span.end - 1].text in self._words.ago | self._words.old and self._words.aged.before(found, start)
        ):
            said = _typed(found, opened[0], start)
            yield _Span(opened[0], span.end, bounded(span.range, str(opened[1]), f"{said} {span.range.text}"))
            unit = self._words.measures.get(said)
            if unit and span.quantity and span.quantity.bare:
                measured = self._quantities.measured(span.quantity.number, unit)
                yield _Span(opened[0], span.end, bounded(measured, str(opened[1]), f"{said} {measured.text}"))
        if closed := self._words.closing.at(found, span.end):
            text = f"{span.range.text} {_typed(found, span.end, closed[0])}"
            yield _Span(span.start, closed[0], bounded(span.range, str(closed[1]), text))
        for opening, middles in self._words.pairs:
            begun = opening.before(found, start) if opening else (span.start, None)
            middle = middles.at(found, span.end)
            if begun is None or middle is None:
                continue
            for other in plain:
                if self._opening(found, other.start, middle[0]) == middle[0]:
                    yield from self._pair(begun[0], span, other)

    def _opening(self, found: Sequence[Token], start: int, no_further: int = 0) -> int:
        """Where the words before `start` that say nothing begin: 'the year'."""
        while start > no_further and found[start - 1].text in self._words.between:
            start -= 1
        return start

    def _pair(self, start: int, one: _Span, other: _Span) -> Iterator[_Span]:
        """From one to the other, if both lie on one number line; the first may leave its unit to the second."""
        first = one.range
        if one.quantity and other.quantity and one.quantity.bare:
            first = self._quantities.with_unit(one.quantity, other.quantity)
        low, high = first.low, other.range.high
        alike = (first.type, first.currency) == (other.range.type, other.range.currency)
        if alike and low is not None and high is not None and low < high:
            text = f"{first.text} – {other.range.text}"
            yield _Span(start, other.end, replace(first, low=low, high=high, text=text))


def _ranges(spans: Sequence[_Span]) -> tuple[Range, ...]:
    """What the same words may mean, all their signs heeded: '8+' is not 8."""
    most = max(span.end - span.start for span in spans)
    return tuple(dict.fromkeys(span.range for span in spans if span.end - span.start == most))


def _typed(found: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in found[start:end])
