"""Numbers in questions: which stretch of which number line some words mean. Today is the first of July 2026."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import cast

import pytest

from bot.facts.text import clean, words
from bot.language.literals import Literal, Literals
from bot.language.query import Range, above, below
from tests.making import SHIPPED, read


@pytest.fixture(scope="module")
def literals() -> Literals:
    language = cast(Mapping[str, Mapping[str, object]], read(SHIPPED / "language" / "en.yaml"))
    return Literals(language["numbers"], lambda: date(2026, 7, 1))


def find(literals: Literals, question: str) -> list[Literal]:
    text = clean(question)
    return literals.find(words(text), text)


def ranges(literals: Literals, question: str) -> list[tuple[str, float | None, float | None]]:
    """(type, low, high) of every literal."""
    return [(line.type, line.low, line.high) for found in find(literals, question) for line in found.ranges]


def whole(literals: Literals, question: str) -> set[tuple[str, float | None, float | None]]:
    """(type, low, high) of what the whole question may mean."""
    count = len(words(clean(question)))
    return {
        (line.type, line.low, line.high)
        for found in find(literals, question)
        for line in found.ranges
        if (found.start, found.end) == (0, count)
    }


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("films from 1995", 19950101, 19951231),
        ("films of 2027", 20270101, 20271231),
        ("the 1990s", 19900101, 19991231),
        ("the 90s", 19900101, 19991231),
        ("the 10s", 20100101, 20191231),
        ("the nineties", 19900101, 19991231),
        ("december 15 1995", 19951215, 19951215),
        ("December 15th, 1995", 19951215, 19951215),
        ("15 december 1995", 19951215, 19951215),
        ("december 1995", 19951201, 19951231),
        ("dec 1995", 19951201, 19951231),
        ("before 2000", None, below(20000101)),
        ("after 2000", above(20001231), None),
        ("since 2000", 20000101, None),
        ("until 2000", None, 20001231),
        ("earlier than 2000", None, below(20000101)),
        ("between 1990 and 1995", 19900101, 19951231),
    ],
)
def test_dates(literals: Literals, question: str, low: float | None, high: float | None) -> None:
    found = [(low_, high_) for kind, low_, high_ in ranges(literals, question) if kind == "date"]
    assert (low, high) in found


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("170 minutes", 170, 170),
        ("170 mins", 170, 170),
        ("2 hours", 120, 120),
        ("two hours", 120, 120),
        ("2 hours 30 minutes", 150, 150),
        ("2 h 30 min", 150, 150),
        ("longer than 2 hours", above(120), None),
        ("more than 90 minutes", above(90), None),
        ("at least 90 minutes", 90, None),
        ("under 90 minutes", None, below(90)),
        ("no more than 90 minutes", None, 90),
    ],
)
def test_durations(literals: Literals, question: str, low: float | None, high: float | None) -> None:
    assert ("duration", low, high) in ranges(literals, question)


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("67 million dollars", 67e6, 67e6),
        ("2 billion usd", 2e9, 2e9),
        ("500 thousand bucks", 5e5, 5e5),
        ("more than 100 million dollars", above(100e6), None),
        ("over 100 million", above(100e6), None),
    ],
)
def test_money(literals: Literals, question: str, low: float | None, high: float | None) -> None:
    assert ("money", low, high) in ranges(literals, question)


def test_a_plain_number_is_a_number(literals: Literals) -> None:
    assert ("number", 8, 8) in ranges(literals, "a rating of 8")
    assert ("number", above(8), None) in ranges(literals, "a rating above 8")


def test_a_year_may_be_a_plain_number_too(literals: Literals) -> None:
    assert {kind for kind, _, _ in ranges(literals, "1995")} == {"date", "number"}


@pytest.mark.parametrize("question", ["who directed heat", "may i ask", "the second one", "rocky i", ""])
def test_words_are_no_literals(literals: Literals, question: str) -> None:
    assert ranges(literals, question) == []


@pytest.mark.parametrize(
    "question",
    ["december 32 1995", "february 30 1995", "between 1990 and", "december", "1st of may", "3/4/1995", "15/13/1995"],
)
def test_half_a_date_is_no_date(literals: Literals, question: str) -> None:
    assert "date" not in {kind for kind, _, _ in whole(literals, question)}


def test_a_literal_knows_its_words(literals: Literals) -> None:
    (found,) = [found for found in find(literals, "films longer than 2 hours") if found.start == 1]
    (line,) = found.ranges
    assert (found.start, found.end) == (1, 5)
    assert line == Range("duration", above(120), None, line.text)
    assert line.text == "longer than 120 minutes"


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("15/12/1995", 19951215, 19951215),
        ("12/15/1995", 19951215, 19951215),
        ("15.12.1995", 19951215, 19951215),
        ("1995/12/15", 19951215, 19951215),
        ("1995-12-15", 19951215, 19951215),
        ("5/5/1995", 19950505, 19950505),
        ("1995 december 15", 19951215, 19951215),
        ("the 15th of December, 1995", 19951215, 19951215),
        ("Dec. 15, 1995", 19951215, 19951215),
        ("february 1995", 19950201, 19950228),
        ("the '80s", 19800101, 19891231),
        ("the 80's", 19800101, 19891231),
        ("the 1980s", 19800101, 19891231),
        ("the 2000s", 20000101, 20091231),
        ("the 1900s", 19000101, 19991231),
        ("the 20s", 20200101, 20291231),
        ("early 2000s", 20000101, 20031231),
        ("the early 90s", 19900101, 19931231),
        ("mid-1990s", 19940101, 19961231),
        ("late 80s", 19860101, 19891231),
        ("20th century", 19000101, 19991231),
        ("the 21st century", 20000101, 20991231),
        ("early 20th century", 19000101, 19391231),
        ("summer 1995", 19950601, 19950831),
        ("the summer of 1995", 19950601, 19950831),
        ("late 1995", 19950901, 19951231),
        ("this year", 20260101, 20261231),
        ("last year", 20250101, 20251231),
        ("next year", 20270101, 20271231),
        ("last month", 20260601, 20260630),
        ("this decade", 20200101, 20291231),
        ("last decade", 20100101, 20191231),
        ("this century", 20000101, 20991231),
        ("the last ten years", 20160701, 20260701),
        ("the past 5 years", 20210701, 20260701),
        ("the past year", 20250701, 20260701),
        ("the last two decades", 20060701, 20260701),
        ("the next 2 years", 20260701, 20280701),
        ("the last 30 days", 20260601, 20260701),
        ("10 years ago", 20160101, 20161231),
        ("a year ago", 20250101, 20251231),
        ("more than 10 years ago", None, below(20160701)),
        ("less than 10 years ago", above(20160701), 20260701),
        ("over 50 years old", None, below(19760701)),
        ("older than 50 years", None, below(19760701)),
        ("newer than 10 years", above(20160701), 20260701),
        ("at least 50 years old", None, 19760701),
        ("50 years old", 19750702, 19760701),
        ("from 1990 to 1995", 19900101, 19951231),
        ("between the 80s and the 90s", 19800101, 19991231),
        ("1990-1995", 19900101, 19951231),
        ("1990 – 1995", 19900101, 19951231),
        ("1990 to 1995", 19900101, 19951231),
        ("from january 1990 until march 1991", 19900101, 19910331),
        ("1990 or later", 19900101, None),
        ("1990 or earlier", None, 19901231),
        ("1990 onwards", 19900101, None),
        ("newer than 2000", above(20001231), None),
        ("after the year 2000", above(20001231), None),
        ("before the 90s", None, below(19900101)),
        ("after december 15, 1995", above(19951215), None),
        ("no later than 1995", None, 19951231),
    ],
)
def test_ways_to_say_when(literals: Literals, said: str, low: float | None, high: float | None) -> None:
    count = len(words(clean(said))) - (said.startswith("the "))
    found = [
        (line.low, line.high)
        for literal in find(literals, said)
        for line in literal.ranges
        if line.type == "date" and literal.end - literal.start == count
    ]
    assert found == [(low, high)]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("an hour and a half", 90),
        ("half an hour", 30),
        ("one hour", 60),
        ("two and a half hours", 150),
        ("2 1/2 hours", 150),
        ("2½ hours", 150),
        ("2.5 hours", 150),
        ("1h 30m", 90),
        ("1h30m", 90),
        ("1h30", 90),
        ("1 hour and 30 minutes", 90),
        ("90min", 90),
        ("ninety minutes", 90),
        ("ninety five mins", 95),
        ("half of an hour", 30),
    ],
)
def test_ways_to_say_how_long(literals: Literals, said: str, minutes: float) -> None:
    assert ("duration", minutes, minutes) in whole(literals, said)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("90 minutes or more", 90, None),
        ("two hours or longer", 120, None),
        ("90 minutes or less", None, 90),
        ("between 90 and 120 minutes", 90, 120),
        ("from two to three hours", 120, 180),
        ("1-2 hours", 60, 120),
        ("between an hour and 90 minutes", 60, 90),
        ("less than an hour and a half", None, below(90)),
    ],
)
def test_bounds_of_how_long(literals: Literals, said: str, low: float | None, high: float | None) -> None:
    assert ("duration", low, high) in whole(literals, said)


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("1.80 m", 1.80),
        ("1.80m", 1.80),
        ("1 m 80", 1.80),
        ("180 cm", 1.80),
        ("180cm", 1.80),
        ("5'11\"", 1.8034),
        ("5'11", 1.8034),
        ("5’11”", 1.8034),
        ("5' 11\"", 1.8034),
        ("5 foot 11", 1.8034),
        ("5 ft 11 inches", 1.8034),
        ("5 feet and 11 inches", 1.8034),
        ("5ft11", 1.8034),
        ("6 feet", 1.8288),
        ("six foot", 1.8288),
    ],
)
def test_ways_to_say_how_tall(literals: Literals, said: str, metres: float) -> None:
    found = [(low or 0.0, high or 0.0) for kind, low, high in whole(literals, said) if kind == "length"]
    assert [low < metres < high and high - low < 0.03 for low, high in found] == [True]


def test_taller_than_is_strictly_so(literals: Literals) -> None:
    (found,) = [low for kind, low, _ in whole(literals, "over 1.80 m") if kind == "length"]
    assert found is not None
    assert 1.80 < found < 1.81


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("$100m", 100e6, 100e6),
        ("$67.4 million", 67.4e6, 67.4e6),
        ("$67.4M", 67.4e6, 67.4e6),
        ("$1,200,000", 1.2e6, 1.2e6),
        ("€2m", 2e6, 2e6),
        ("100 million euros", 100e6, 100e6),
        ("a hundred million dollars", 100e6, 100e6),
        ("one hundred million dollars", 100e6, 100e6),
        ("half a million dollars", 5e5, 5e5),
        ("a million", 1e6, 1e6),
        ("2.5 billion", 2.5e9, 2.5e9),
        ("100m", 100e6, 100e6),
        ("five hundred thousand dollars", 5e5, 5e5),
        ("two and a half million dollars", 2.5e6, 2.5e6),
        ("between $50 and $100 million", 50e6, 100e6),
        ("between 50 and 100 million dollars", 50e6, 100e6),
        ("$50-100 million", 50e6, 100e6),
        ("at least $100m", 100e6, None),
        ("$100 million or more", 100e6, None),
    ],
)
def test_ways_to_say_how_much(literals: Literals, said: str, low: float | None, high: float | None) -> None:
    assert ("money", low, high) in whole(literals, said)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("8.5", 8.5, 8.5),
        ("8.5/10", 8.5, 8.5),
        ("8 out of 10", 8, 8),
        ("over 8", above(8), None),
        ("8 or higher", 8, None),
        ("8+", 8, None),
        ("87%", 87, 87),
        ("90 percent", 90, 90),
        ("above 90 %", above(90), None),
        ("between 7 and 8", 7, 8),
        ("7.5-8.5", 7.5, 8.5),
    ],
)
def test_plain_numbers(literals: Literals, said: str, low: float | None, high: float | None) -> None:
    assert ("number", low, high) in whole(literals, said)


def test_a_literal_is_whole_words(literals: Literals) -> None:
    """A title with a figure in it is not torn apart."""
    assert find(literals, "se7en") == find(literals, "11x") == []


def test_what_may_be_several_things_is_one_literal(literals: Literals) -> None:
    (found,) = find(literals, "100m")
    assert {line.type for line in found.ranges} == {"money", "number", "length", "duration"}


def test_nobody_asks_for_the_day_before_a_question_does() -> None:
    def never() -> date:
        raise AssertionError

    language = cast(Mapping[str, Mapping[str, object]], read(SHIPPED / "language" / "en.yaml"))
    assert find(Literals(language["numbers"], never), "films longer than 2 hours from the 90s")


@pytest.mark.parametrize(
    "typed", ["9" * 500 + " years ago", "99999999 centuries ago", "0th century", "00/00/0000", "½½½ hours", "'''"]
)
def test_nothing_that_is_typed_breaks_it(literals: Literals, typed: str) -> None:
    assert "length" not in {kind for kind, _, _ in ranges(literals, typed)}


#: Words and signs that numbers are made of.
SAID = """over between from to 2 90s ' " 1995 5'11 half a hour and minutes $ m k % the last this years ago old than
older 15 december , . - / or + early mid century 20 th 1 1/2 5 foot million dollars next 0"""


def test_any_row_of_its_words_is_read(literals: Literals) -> None:
    chance = random.Random(7)
    for _ in range(500):
        text = clean(" ".join(chance.choices(SAID.split(), k=8)))
        for literal in find(literals, text):
            assert 0 <= literal.start < literal.end <= len(words(text))
