"""What was measured, as words: '30 years', 'about 31 years', 'Heat is 13 minutes longer than The Insider'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from bot.answering.naming import Naming
from bot.answering.spans import Measured, Point, Years, days_between, years_between
from bot.facts.reading import Plain
from bot.facts.vocabulary import Relation


class Measures:
    """Words measures in one language."""

    def __init__(self, relations: Mapping[str, Relation], language: Mapping[str, Plain], naming: Naming) -> None:
        self._relations, self._naming = relations, naming
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self._spans = cast(Mapping[str, Sequence[str]], language["spans"])

    def plain(self, measured: Measured) -> str:
        """The number alone: whole years of an age, the nearest whole years otherwise; minutes, an amount."""
        one, other = measured.one, measured.other
        if measured.in_days:
            return str(days_between(one, other))
        if one.type == "date":
            years = years_between(one, other)
            if measured.age or other.today:
                return str(0 if years.back and measured.age else years.years)
            return str(years.nearest)
        return f"{round(abs(_middle(other) - _middle(one)), 2):.15g}"

    def text(self, measured: Measured) -> str:
        """One sentence."""
        one, other = measured.one, measured.other
        if measured.age:
            return self._age(one, other)
        span = self._count("day", str(days_between(one, other))) if measured.in_days else self._span(one, other)
        if other.today:
            back = one.type == "date" and years_between(one, other).back
            return _sentence(self._replies["until" if back else "ago"].format(span=span))
        if one.relation == other.relation and one.low == other.low and one.high == other.high and one.exact:
            return self._replies["no_difference"]
        compare = self._relations[one.relation].phrasings[self._code].compare
        degree = compare.get("more" if _middle(one) > _middle(other) else "less", ())
        if one.relation == other.relation and degree and one.subject is not None and other.subject is not None:
            names = self._naming.labels([one.subject, other.subject])
            return self._replies["more_by"].format(one=names[0], other=names[1], span=span, degree=degree[0])
        return _sentence(self._replies["apart"].format(span=span))

    def _age(self, one: Point, other: Point) -> str:
        """How old something is, was when it ended, or was at some other date."""
        subject, span = self._naming.label(one.subject or 0), self._span(one, other, age=True)
        if years_between(one, other).back:
            return self._replies["still_to_come" if other.today else "apart"].format(subject=subject, span=span)
        ended = other.relation and other.subject == one.subject and self._relations[other.relation].ends
        if not other.today and not ended:
            return self._replies["was_old"].format(subject=subject, span=span)
        relation = self._relations[other.relation if ended else one.relation]
        return relation.phrasings[self._code].age.format(subject=subject, age=span)

    # -- lengths -------------------------------------------------------------------------------------------------

    def _span(self, one: Point, other: Point, *, age: bool = False) -> str:
        if one.type == "date":
            return self._years(years_between(one, other), age=age or other.today)
        amount = abs(_middle(other) - _middle(one))
        shown = f"{amount:,.2f}".removesuffix("0").removesuffix(".0")
        return {
            "duration": self._count("minute", shown),
            "money": f"{one.unit}{shown}",
            "length": f"{amount:.2f} m",
        }.get(one.type, shown)

    def _years(self, length: Years, *, age: bool) -> str:
        """'30 years', 'about 31 years', '3 years and 10 months', '12 days'."""
        if length.about:
            return self._replies["about"].format(span=self._count("year", str(length.years)))
        if length.years and (age or not length.months):
            return self._count("year", str(length.years))
        parts = [
            self._count(unit, str(count))
            for unit, count in (("year", length.years), ("month", length.months), ("day", length.days))
            if count
        ][: 2 if length.years else 1]
        if len(parts) == 2:
            return self._replies["two_spans"].format(one=parts[0], other=parts[1])
        return parts[0] if parts else self._count("day", "0")

    def _count(self, unit: str, count: str) -> str:
        return self._spans[unit][count != "1"].format(count=count)


def _middle(point: Point) -> float:
    return (point.low + point.high) / 2


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
