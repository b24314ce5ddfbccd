"""Amounts in questions: '2 hours 30 minutes', 'an hour and a half', '5 foot 11', '$67.4m', 'half a million', '8.5'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.language.figures import Token
from bot.language.numerals import Numerals, Unit
from bot.language.query import Range

#: How far a length may be from what is said, in metres: to the centimetre, or to the inch.
CENTIMETRE, INCH = 0.005, 0.0127


class Quantity(NamedTuple):
    """Tokens [start, end) that are an amount, and the number and unit it begins with.

    ``bare`` may borrow the unit of another: 'between 90 and 120 minutes', '$50 to $100 million'.
    """

    start: int
    end: int
    range: Range
    number: float
    unit: Unit
    bare: bool


class _Number(NamedTuple):
    value: float
    end: int
    dependent: bool = False  # 'a', 'half a': a number only before a unit


class Quantities:
    """Finds amounts with one language's words."""

    def __init__(self, numerals: Numerals) -> None:
        self._words = numerals

    def at(self, found: Sequence[Token], start: int) -> Iterator[Quantity]:
        """Every amount that begins at `start`, or whose currency does."""
        sign = self._unit(found, start)
        currency = next((unit for unit in sign[1] if unit.type == "money"), None) if sign else None
        number = self._number(found, sign[0] if sign and currency else start)
        if number is None:
            return
        if currency:
            yield self._money(found, start, number, currency)
            return
        scale, end = self._scale(found, number.end)
        named = self._unit(found, end)
        if named is not None:
            for unit in named[1]:
                if unit.type == "scale":
                    yield from self._plain(start, named[0], number, scale * unit.size)
                else:
                    whole = unit._replace(size=unit.size * scale)
                    yield self._composed(found, start, named[0], number.value, whole)
            if any(unit.type != "scale" for unit in named[1]):
                return
        if not number.dependent or scale > 1:
            yield from self._plain(start, end, number, scale)

    def measured(self, number: float, unit: Unit) -> Range:
        """A bare number in a unit that the words around it imply: the 90 of 'longer than 90'."""
        return self._range(number * unit.size, unit)

    def with_unit(self, bare: Quantity, other: Quantity) -> Range:
        """A bare amount in the unit of another: the 50 of 'between 50 and 100 million dollars'."""
        return self.measured(bare.number, other.unit)

    def _money(self, found: Sequence[Token], start: int, number: _Number, currency: Unit) -> Quantity:
        """What follows a currency: '$100m' and '$100 million dollars', where an m is nothing but a million."""
        scale, end = self._scale(found, number.end, eager=True)
        again = self._unit(found, end)
        if again and any(unit.type == "money" for unit in again[1]):
            end = again[0]
        unit = currency._replace(size=scale)
        return Quantity(start, end, self._range(number.value * scale, unit), number.value, unit, bare=scale == 1)

    def _plain(self, start: int, end: int, number: _Number, scale: float) -> Iterator[Quantity]:
        """A number without a unit; a big one may be an amount of money."""
        for kind in ("money", "number") if scale > 1 else ("number",):
            unit = Unit(kind, scale, sign=self._words.currency if kind == "money" else "")
            yield Quantity(start, end, self._range(number.value * scale, unit), number.value, unit, bare=scale == 1)

    def _range(self, amount: float, unit: Unit) -> Range:
        if unit.type == "length":
            about = CENTIMETRE if (unit.size * 100).is_integer() else INCH
            return Range("length", amount - about, amount + about, f"{amount:.2f} m")
        shown = f"{amount:,.2f}".removesuffix("0").removesuffix(".0")
        text = f"{shown} minutes" if unit.type == "duration" else f"{unit.sign}{shown}"
        return Range(unit.type, amount, amount, text, unit.sign)

    # -- numbers -------------------------------------------------------------------------------------------------

    def _number(self, found: Sequence[Token], start: int) -> _Number | None:
        """A number in figures or words; 'half a', 'two and a half', '1 1/2'."""
        if start >= len(found):
            return None
        token = found[start]
        if fraction := self._words.fractions.at(found, start):
            end, part = fraction
            while end < len(found) and found[end].text in self._words.one | self._words.between:
                end += 1
            return _Number(float(str(part)), end, dependent=True)
        if token.number is not None:
            return _Number(token.number + self._fraction(found, start + 1)[0], self._fraction(found, start + 1)[1])
        if token.text in self._words.tens:
            ten, after = self._words.tens[token.text], found[start + 1 : start + 2]
            if after and after[0].spelled and after[0].number is not None and after[0].number < 10:
                return _Number(ten + after[0].number, start + 2)
            return _Number(ten, start + 1)
        return _Number(1.0, start + 1, dependent=True) if token.text in self._words.one else None

    def _fraction(self, found: Sequence[Token], start: int) -> tuple[float, int]:
        """'and a half', '1/2' after a number: what it adds, and where it ends."""
        at = start
        while at < len(found) and (found[at].text in self._words.one or found[at].text == "and"):
            at += 1
        fraction = self._words.fractions.at(found, at)
        return (float(str(fraction[1])), fraction[0]) if fraction else (0.0, start)

    # -- units ---------------------------------------------------------------------------------------------------

    def _unit(self, found: Sequence[Token], start: int) -> tuple[int, tuple[Unit, ...]] | None:
        unit = self._words.units.at(found, start)
        return (unit[0], unit[1]) if unit and isinstance(unit[1], tuple) else None

    def _scale(self, found: Sequence[Token], start: int, *, eager: bool = False) -> tuple[float, int]:
        """'hundred', 'million', 'hundred thousand': what can be nothing but a multiplier, or (``eager``) may be one."""
        scale, end = 1.0, start
        quantifier = any if eager else all
        while (named := self._unit(found, end)) and quantifier(unit.type == "scale" for unit in named[1]):
            scale *= next(unit.size for unit in named[1] if unit.type == "scale")
            end = named[0]
        return scale, end

    def _composed(self, found: Sequence[Token], start: int, end: int, value: float, unit: Unit) -> Quantity:
        """An amount with the smaller units that follow: '1h 30m', '5 foot 11', 'an hour and a half'."""
        total, smallest = value * unit.size, unit
        more, after = self._fraction(found, end)
        if after > end:
            total, end = total + more * unit.size, after
        while smallest.smaller and (part := self._smaller(found, end, smallest)):
            amount, smallest, end = part
            total += amount * smallest.size
        return Quantity(start, end, self._range(total, smallest), value, unit, bare=False)

    def _smaller(self, found: Sequence[Token], end: int, unit: Unit) -> tuple[float, Unit, int] | None:
        """An amount of a smaller unit right behind one, whose name may be missing there: (amount, unit, end)."""
        at = end
        while at < len(found) and found[at].text in ("and", ","):
            at += 1
        number = self._number(found, at)
        if number is None or number.dependent or number.value >= unit.smaller:
            return None
        named = self._unit(found, number.end)
        if named is None:
            nameless = Unit(unit.type, unit.size / unit.smaller)
            return (number.value, nameless, number.end) if at == end else None
        parts = [part for part in named[1] if part.type == unit.type and part.size < unit.size]
        return (number.value, min(parts, key=lambda part: part.size), named[0]) if parts else None
