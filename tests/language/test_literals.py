"""Numbers in questions: which stretch of which number line some words mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from bot.facts.text import normalise
from bot.language.literals import Literals
from bot.language.query import Range
from tests.making import SHIPPED, read


@pytest.fixture(scope="module")
def literals() -> Literals:
    language = cast(Mapping[str, Mapping[str, Mapping[str, object]]], read(SHIPPED / "language" / "en.yaml"))
    return Literals(language["numbers"])


def ranges(literals: Literals, question: str) -> list[tuple[str, float | None, float | None]]:
    """(type, low, high) of every literal."""
    return [
        (found.range.type, found.range.low, found.range.high) for found in literals.find(normalise(question).split())
    ]


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
        ("before 2000", None, 20000100.5),
        ("after 2000", 20001231.5, None),
        ("since 2000", 20000101, None),
        ("until 2000", None, 20001231),
        ("earlier than 2000", None, 20000100.5),
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
        ("longer than 2 hours", 120.5, None),
        ("more than 90 minutes", 90.5, None),
        ("at least 90 minutes", 90, None),
        ("under 90 minutes", None, 89.5),
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
        ("more than 100 million dollars", 100e6 + 0.5, None),
        ("over 100 million", 100e6 + 0.5, None),
    ],
)
def test_money(literals: Literals, question: str, low: float | None, high: float | None) -> None:
    assert ("money", low, high) in ranges(literals, question)


def test_a_plain_number_is_a_number(literals: Literals) -> None:
    assert ("number", 8, 8) in ranges(literals, "a rating of 8")
    assert ("number", 7.5 + 1, None) in ranges(literals, "a rating above 8")


def test_a_year_may_be_a_plain_number_too(literals: Literals) -> None:
    assert {kind for kind, _, _ in ranges(literals, "1995")} == {"date", "number"}


@pytest.mark.parametrize("question", ["who directed heat", "may i ask", "the second one", "rocky i", ""])
def test_words_are_no_literals(literals: Literals, question: str) -> None:
    assert ranges(literals, question) == []


@pytest.mark.parametrize("question", ["december 32 1995", "between 1990 and", "december", "1st of may"])
def test_half_a_date_is_no_date(literals: Literals, question: str) -> None:
    words = normalise(question).split()
    assert [found for found in literals.find(words) if found.range.type == "date" and found.end - found.start > 2] == []


def test_a_literal_knows_its_words(literals: Literals) -> None:
    (found,) = [found for found in literals.find(["films", "longer", "than", "2", "hours"]) if found.range.low == 120.5]
    assert (found.start, found.end) == (1, 5)
    assert found.range == Range("duration", 120.5, None, found.range.text)
    assert "120 minutes" in found.range.text
