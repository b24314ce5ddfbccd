"""How far apart two places on a number line are, when each is known to the day, or only to the year."""

from __future__ import annotations

import pytest

from bot.answering.spans import Point, Years, beyond, unit_of, years_between


def day(number: int) -> Point:
    return Point("date", number, number)


def year(number: int) -> Point:
    return Point("date", number * 10000 + 101, number * 10000 + 1231)


@pytest.mark.parametrize(
    ("one", "other", "years", "months", "days", "nearest"),
    [
        (19951215, 20260701, 30, 6, 16, 31),
        (19400425, 20260424, 85, 11, 30, 86),
        (19400425, 20260425, 86, 0, 0, 86),
        (19951215, 19991105, 3, 10, 21, 4),
        (20240229, 20250228, 0, 11, 30, 1),
        (20240131, 20240301, 0, 1, 1, 0),
        (20200101, 20200101, 0, 0, 0, 0),
    ],
)
def test_two_days(one: int, other: int, years: int, months: int, days: int, nearest: int) -> None:
    assert years_between(day(one), day(other)) == Years(years, months, days, nearest=nearest)


def test_the_other_way_round_it_is_as_far() -> None:
    assert years_between(day(20260701), day(19951215)) == Years(30, 6, 16, nearest=31, back=True)


def test_from_a_year_only_it_is_about_as_far() -> None:
    assert years_between(year(1995), day(20260701)) == Years(31, about=True, nearest=31)
    assert years_between(year(1995), year(1999)) == Years(4, about=True, nearest=4)
    assert years_between(year(1999), year(1995)) == Years(4, about=True, nearest=4, back=True)


def test_where_every_day_of_it_gives_the_same_it_is_exact() -> None:
    assert not years_between(Point("date", 19951201, 19951231), day(20260701)).about
    assert not years_between(year(1995), day(20251231)).about


@pytest.mark.parametrize(
    ("one", "other", "more", "less"),
    [
        (day(19960101), day(19951231), True, False),
        (day(19951231), day(19951231), False, False),
        (year(1996), year(1995), True, False),
        (year(1995), day(19951215), None, None),
        (year(1995), year(1995), None, None),
    ],
)
def test_beyond_is_told_only_where_it_is_known(one: Point, other: Point, more: bool | None, less: bool | None) -> None:
    assert beyond(one, other, True) is more
    assert beyond(other, one, False) is more
    assert beyond(one, other, False) is less


@pytest.mark.parametrize(
    ("kind", "text", "unit"),
    [
        ("money", "$2,000,000", "$"),
        ("money", "CHF 2,000", "CHF "),
        ("number", "8.2/10", "/10"),
        ("number", "87%", "%"),
        ("number", "8.2", ""),
        ("duration", "90", ""),
    ],
)
def test_the_unit_of_a_value(kind: str, text: str, unit: str) -> None:
    assert unit_of(kind, text) == unit
