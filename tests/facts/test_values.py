"""Typing values: what people write, and what it is read as."""

from __future__ import annotations

import pytest

from bot.facts.model import Value
from bot.facts.values import EXAMPLES, Mistake, read_value


@pytest.mark.parametrize(
    ("text", "shown", "first", "last"),
    [
        ("1995-12-15", "1995-12-15", 19951215, 19951215),
        ("1995-12", "1995-12", 19951201, 19951231),
        ("1995", "1995", 19950101, 19951231),
        ("2024-02", "2024-02", 20240201, 20240229),
        ("December 15, 1995", "1995-12-15", 19951215, 19951215),
        ("Dec. 15 1995", "1995-12-15", 19951215, 19951215),
        ("15 December 1995", "1995-12-15", 19951215, 19951215),
        ("15th of december, 1995", "1995-12-15", 19951215, 19951215),
        ("December 1995", "1995-12", 19951201, 19951231),
        ("May 2020", "2020-05", 20200501, 20200531),
        ("summer 2027", "summer 2027", 20270601, 20270831),
        ("Fall 2027", "fall 2027", 20270901, 20271130),
        ("winter 2027", "winter 2027", 20271201, 20280229),
        ("q3 2027", "Q3 2027", 20270701, 20270930),
        ("early 2027", "early 2027", 20270101, 20270430),
        ("mid-2027", "mid 2027", 20270501, 20270831),
        ("late 2027", "late 2027", 20270901, 20271231),
        ("1990s", "1990s", 19900101, 19991231),
        ("the 1990's", "1990s", 19900101, 19991231),
    ],
)
def test_dates(text: str, shown: str, first: int, last: int) -> None:
    assert read_value(text, ("date",)) == Value(shown, first, last)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("170 minutes", 170), ("170 min", 170), ("170 min.", 170), ("170", 170), ("170m", 170), ("2h 50m", 170),
        ("2h50", 170), ("2 hours 50 minutes", 170), ("2 hours and 50 minutes", 170), ("1 hr, 1 min", 61), ("2 h", 120),
        ("1.5 hours", 90), ("1,440 minutes", 1440),
    ],
)  # fmt: skip
def test_durations(text: str, minutes: int) -> None:
    assert read_value(text, ("duration",)) == Value(str(minutes), minutes, minutes)


@pytest.mark.parametrize(
    ("text", "shown", "low", "high"),
    [
        ("$67.4 million", "$67,400,000", 67_400_000, 67_400_000),
        ("67,400,000 USD", "$67,400,000", 67_400_000, 67_400_000),
        ("USD 67400000", "$67,400,000", 67_400_000, 67_400_000),
        ("US$3bn", "$3,000,000,000", 3e9, 3e9),
        ("12 million dollars", "$12,000,000", 12_000_000, 12_000_000),
        ("€2m", "€2,000,000", 2_000_000, 2_000_000),
        ("900 thousand pounds", "£900,000", 900_000, 900_000),
        ("CHF 3,000", "CHF 3,000", 3000, 3000),
        ("₹100 crore", "₹1,000,000,000", 1e9, 1e9),
        ("₹10,00,000", "₹1,000,000", 1e6, 1e6),
        ("$1.50", "$1.50", 1.5, 1.5),
        ("$60-70 million", "$60,000,000–70,000,000", 60_000_000, 70_000_000),
        ("$900k to $1.2 million", "$900,000–1,200,000", 900_000, 1_200_000),
    ],
)
def test_money(text: str, shown: str, low: float, high: float) -> None:
    assert read_value(text, ("money",)) == Value(shown, low, high)


@pytest.mark.parametrize(
    ("text", "number"),
    [("8.2", 8.2), ("8.2/10", 8.2), ("4 out of 5", 4), ("1,234", 1234), ("87%", 87), ("-3", -3), ("−3", -3)],
)
def test_numbers_stay_as_they_are_written(text: str, number: float) -> None:
    assert read_value(text, ("number",)) == Value(text, number, number)


@pytest.mark.parametrize(
    ("text", "shown", "metres"),
    [
        ("1.80 m", "1.80 m", 1.8), ("1.8 metres", "1.80 m", 1.8), ("180 cm", "1.80 m", 1.8),
        ("2 km", "2000.00 m", 2000),
        ("5'11\"", "1.80 m", 1.8034), ("5’11”", "1.80 m", 1.8034), ("5 ft 11 in", "1.80 m", 1.8034),
        ("6 feet", "1.83 m", 1.8288),
    ],
)  # fmt: skip
def test_lengths_become_metres(text: str, shown: str, metres: float) -> None:
    assert read_value(text, ("length",)) == Value(shown, metres, metres)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Michael Mann", Value("Michael Mann")),
        ("  Michael \n  Mann ", Value("Michael Mann")),
        ("Heat (1995)", Value("Heat", year=1995)),
        ("2001: A Space Odyssey (1968)", Value("2001: A Space Odyssey", year=1968)),
        ("(1995)", Value("(1995)")),
        ("Heat (film)", Value("Heat (film)")),
    ],
)
def test_names(text: str, value: Value) -> None:
    assert read_value(text, ("film", "series")) == value


def test_labels_and_prose_stay_as_they_are() -> None:
    assert read_value("Science  Fiction (1995)", ("label",)) == Value("Science Fiction (1995)")
    assert read_value("Two lines.\nOf prose.\n", ("text",)) == Value("Two lines.\nOf prose.")


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("date", ["2023-02-30", "1995-13", "1995-00", "February 29, 2023", "12/15/1995", "May", "1995-1-5",
                  "٢٠٢٠", "soon", "0000", "0", "19951215",
                  "Smarch 1995", "32 May 2020", "Q5 2027"]),
        ("duration", ["0", "long", "min", "2:50", "-5", "170 minutes or so", "nan", "1e9", "h"]),
        ("money", ["67 million", "free", "$", "$1,50", "12,34 USD", "$70-60 million",
                   "$5 €5", "5 bananas", "$1e9", "-$5"]),
        ("number", ["nan", "inf", "1e5", "8,2", "eight", "8.2/", "0x1F", "1_000"]),
        ("length", ["1.8", "tall", "0 m", "5 stone", "180"]),
        ("film", ["", "   "]),
        ("text", ["", " \n "]),
        ("label", [""]),
    ],
)  # fmt: skip
def test_what_is_no_value_is_a_mistake_with_a_good_example(kind: str, texts: list[str]) -> None:
    for text in texts:
        mistake = read_value(text, (kind,))
        assert isinstance(mistake, Mistake), text
        assert mistake.hint
        if kind in EXAMPLES:
            assert EXAMPLES[kind] in mistake.hint


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_examples_of_the_hints_are_good(kind: str) -> None:
    examples = [text.strip().removeprefix("or ") for text in EXAMPLES[kind].split(", ")]
    for example in examples:
        assert isinstance(read_value(example, (kind,)), Value), example


@pytest.mark.parametrize("kind", [*EXAMPLES, "film", "label"])
def test_what_is_shown_reads_as_the_same_value(kind: str) -> None:
    for example in [*EXAMPLES.get(kind, "Heat").split(", or "), *EXAMPLES.get(kind, "Heat").split(", ")[:1]]:
        value = read_value(example, (kind,))
        if isinstance(value, Value):
            again = read_value(value.text, (kind,))
            assert isinstance(again, Value)
            assert again.text == value.text
