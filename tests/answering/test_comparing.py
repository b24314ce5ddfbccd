"""Comparisons: of two things, with a number, of everything; yes only where it is so, no only where it cannot be."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from tests.answering.measured import FILES, TODAY
from tests.making import Make


@pytest.fixture
def booth(make: Make) -> Answerer:
    return make(FILES, TODAY)


def asked(booth: Answerer, question: str) -> tuple[str, ...]:
    answer = booth.answer(question)
    assert answer.status == "answered", f"{answer.text}\n{answer.explanation}"
    return tuple(sorted(answer.answers))


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("is Quillane longer than Zorvan?", "yes"),
        ("is Zorvan longer than Quillane?", "no"),
        ("is zorvan shorter than quillane", "yes"),
        ("is Zorvan older than Quillane", "yes"),
        ("is Merrow older than Quillane", "no"),
        ("is Tesk Ulmer older than Ilka Brenn", "no"),
        ("is Tesk Ulmer older than Odo Marsk", "yes"),
        ("is Tesk Ulmer taller than Ilka Brenn", "yes"),
        ("did Zorvan come out before Quillane", "yes"),
        ("did Merrow come out before Quillane", "no"),
        ("did Merrow come out after Quillane", "yes"),
        ("was Zorvan more expensive than Quillane", "no"),
        ("was Zorvan cheaper than Quillane", "yes"),
        ("did Zorvan cost more than Quillane", "no"),
        ("did Zorvan make more money than Quillane", "yes"),
        ("did Zorvan earn more than Quillane", "yes"),
        ("did Zorvan make more than Quillane at the box office", "yes"),
        ("does Zorvan have a higher rating than Quillane", "no"),
        ("is zorvan better than quillane", "no"),
        ("is Zorvan the longest film", "no"),
        ("is Merrow the longest film", "yes"),
        ("is Tesk Ulmer the tallest actor", "yes"),
        ("is Quillane Ilka Brenn's first film", "no"),
        ("is merrow longer than zorvan and quillane", "yes"),
        ("is zorvan longer than merrow and quillane", "no"),
    ],
)
def test_yes_or_no_of_two(booth: Answerer, question: str, verdict: str) -> None:
    assert asked(booth, question) == (verdict,)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("is Quillane longer than 2 hours?", "no"),
        ("is Merrow longer than 2 hours?", "yes"),
        ("is merrow over 3 hours long", "yes"),
        ("is zorvan over an hour and a half long", "yes"),
        ("is zorvan under 90 minutes", "no"),
        ("is Tesk Ulmer taller than 6 feet", "no"),
        ("is Tesk Ulmer over 1.75 m tall", "yes"),
        ("did Zorvan come out before 1970", "yes"),
        ("did Zorvan come out in the 60s", "yes"),
        ("did zorvan come out in the early 60s", "yes"),
        ("did Merrow come out in the 20th century", "yes"),
        ("did merrow come out in the last ten years", "no"),
        ("is Zorvan over 60 years old", "yes"),
        ("is zorvan older than 50 years", "yes"),
        ("is merrow older than 50 years", "no"),
        ("is Zorvan 65 years old", "yes"),
        ("did zorvan come out more than 50 years ago", "yes"),
    ],
)
def test_yes_or_no_with_a_number(booth: Answerer, question: str, verdict: str) -> None:
    assert asked(booth, question) == (verdict,)


def test_no_says_what_is(booth: Answerer) -> None:
    assert booth.answer("is Zorvan longer than Quillane?").text == (
        "No. Zorvan (1961) runs 91 minutes. Quillane (1975) runs 120 minutes."
    )
    assert booth.answer("is Zorvan the longest film?").text == (
        "No. Zorvan (1961) runs 91 minutes. Merrow (1999) runs 200 minutes."
    )


@pytest.mark.parametrize("question", ["did Zorvan cost more than Merrow", "which cost more, Zorvan or Merrow"])
def test_currencies_and_scales_are_not_compared(make: Make, question: str) -> None:
    films = (
        "- {film: Zorvan, source: p, facts: {budget: $2 million}}\n"
        "- {film: Merrow, source: p, facts: {budget: €3 million}}\n"
    )
    answer = make({"facts/films.yaml": films, "facts/p.yaml": "source: P\n"}).answer(question)
    assert answer.status == "unknown"
    assert answer.text == "I can't say. Zorvan cost $2,000,000 to make. Merrow cost €3,000,000 to make."


CURRENCIES = (
    "- {film: Zorvan, source: p, facts: {budget: $2 million, directed_by: Ann Orlo}}\n"
    "- {film: Quillane, source: p, facts: {budget: $1 million, directed_by: Ben Ukko}}\n"
    "- {film: Merrow, source: p, facts: {budget: ¥90 million, directed_by: Cleo Varn}}\n"
)


def test_what_costs_more_is_of_the_same_currency(make: Make) -> None:
    booth = make({"facts/films.yaml": CURRENCIES, "facts/p.yaml": "source: P\n"})
    assert booth.answer("films more expensive than Quillane").answers == ("Zorvan",)
    assert booth.answer("films cheaper than Merrow").status == "unknown"


def test_nothing_is_most_expensive_in_several_currencies(make: Make) -> None:
    booth = make({"facts/films.yaml": CURRENCIES, "facts/p.yaml": "source: P\n"})
    told = "I can't say. Zorvan cost $2,000,000 to make. Merrow cost ¥90,000,000 to make."
    assert booth.answer("what is the most expensive film").text == told
    assert booth.answer("is Zorvan the most expensive film").text == told
    assert booth.answer("who directed the most expensive film").status == "unknown"


def test_a_comparison_is_as_sure_as_its_facts(booth: Answerer) -> None:
    answer = booth.answer("is Harrowgil longer than Zorvan")
    assert answer.answers == ("yes",)
    assert "Rumour has it" in answer.text
    assert "That is not certain yet." in answer.text


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("is Zorvan longer than Pelduna", "I have no running time for Pelduna."),
        ("is Pelduna longer than Zorvan", "I have no running time for Pelduna."),
        ("which is longer, Zorvan or Pelduna?", "I have no running time for Pelduna."),
        ("who is taller, Tesk Ulmer or Odo Marsk", "I have no height for Odo Marsk."),
        ("films longer than Pelduna", "I have no running time for Pelduna."),
        ("is Pelduna the longest film", "I have no running time for Pelduna."),
    ],
)
def test_nothing_compares_with_what_is_not_known(booth: Answerer, question: str, missing: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers) == ("unknown", ())
    assert answer.text.startswith(missing)


@pytest.mark.parametrize(
    "question",
    [
        "did Quillane come out before june 1975",
        "is Merrow older than Quillane",
        "did Merrow come out before Quillane",
        "which came out first, Merrow or Quillane",
    ],
)
def test_a_year_only_leaves_the_month_open(make: Make, question: str) -> None:
    films = (
        "- {film: Quillane, id: quillane, source: p, facts: {release_date: 1975}}\n"
        "- {film: Merrow, id: merrow, source: p, facts: {release_date: 1975-05-01}}\n"
    )
    answer = make({"facts/films.yaml": films, "facts/p.yaml": "source: P\n"}).answer(question)
    assert (answer.status, answer.answers) == ("unknown", ())
    assert answer.text.startswith("I can't say.")
    assert "1975" in answer.text


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("which is longer, Zorvan or Quillane?", "Quillane"),
        ("which came out first Zorvan or Quillane", "Zorvan"),
        ("which came out first, Quillane or Zorvan?", "Zorvan"),
        ("which film is older, Zorvan or Quillane", "Zorvan"),
        ("who is taller, Tesk Ulmer or Ilka Brenn", "Tesk Ulmer"),
        ("who is older, Tesk Ulmer or Ilka Brenn", "Ilka Brenn"),
        ("who was born first, Tesk Ulmer or Ilka Brenn", "Ilka Brenn"),
        ("which film cost more, Zorvan or Quillane", "Quillane"),
        ("which made more money, Zorvan or Quillane", "Zorvan"),
        ("which has the higher budget, Zorvan or Quillane", "Quillane"),
        ("which movie came out earlier, zorvan or merrow", "Zorvan"),
        ("did zorvan or merrow come out first", "Zorvan"),
        ("is zorvan or merrow longer", "Merrow"),
        ("zorvan or merrow, which is longer", "Merrow"),
        ("which is the longest, Zorvan, Merrow or Quillane", "Merrow"),
        ("who is the oldest, Tesk Ulmer, Ilka Brenn or Odo Marsk", "Ilka Brenn"),
    ],
)
def test_one_of_two(booth: Answerer, question: str, which: str) -> None:
    assert asked(booth, question) == (which,)


def test_one_of_two_says_how_it_is_with_both(booth: Answerer) -> None:
    text = booth.answer("which is longer, Zorvan or Quillane?").text
    assert text == "Quillane (1975) is longer than Zorvan (1961): 120 minutes, against 91 minutes."


@pytest.mark.parametrize(
    ("question", "films"),
    [
        ("films longer than Zorvan", ["Harrowgil", "Merrow", "Quillane"]),
        ("films shorter than Quillane", ["Harrowgil", "Zorvan"]),
        ("films longer than 3 hours", ["Merrow"]),
        ("films under two hours", ["Harrowgil", "Zorvan"]),
        ("films between 90 and 100 minutes", ["Harrowgil", "Zorvan"]),
        ("films before 1980", ["Quillane", "Zorvan"]),
        ("films that came out after Quillane", ["Harrowgil", "Merrow"]),
        ("films that came out before Merrow", ["Quillane", "Zorvan"]),
        ("films released after 1970", ["Harrowgil", "Merrow", "Quillane"]),
        ("which films came out between 1960 and 1980", ["Quillane", "Zorvan"]),
        ("films from 1960 to 1980", ["Quillane", "Zorvan"]),
        ("films from the 70s", ["Quillane"]),
        ("films from the 1960s or 1970s", ["Quillane", "Zorvan"]),
        ("films older than 50 years", ["Quillane", "Zorvan"]),
        ("films less than 30 years old", ["Merrow"]),
        ("films that came out more than 30 years ago", ["Quillane", "Zorvan"]),
        ("films rated 8+", ["Merrow", "Quillane"]),
        ("Ilka Brenn films from the 70s", ["Quillane"]),
        ("drama films from the 60s", ["Zorvan"]),
        ("films from the last 30 years", ["Merrow"]),
        ("which films come out in the next 3 years", ["Harrowgil"]),
        ("films rated over 8", ["Quillane"]),
        ("films with a rating of 8 or higher", ["Merrow", "Quillane"]),
        ("which films grossed more than $9 million", ["Zorvan"]),
        ("films that cost between 2 and 3 million dollars", ["Quillane", "Zorvan"]),
        ("people taller than Ilka Brenn", ["Tesk Ulmer"]),
        ("people over 1.70 m tall", ["Tesk Ulmer"]),
        ("who was born before 1945", ["Ilka Brenn", "Tesk Ulmer"]),
    ],
)
def test_everything_beyond(booth: Answerer, question: str, films: list[str]) -> None:
    assert asked(booth, question) == tuple(films)


def test_a_list_says_beyond_what(booth: Answerer) -> None:
    text = booth.answer("films longer than Zorvan").text
    assert text.startswith("Films longer than Zorvan (1961): ")
    assert booth.answer("people taller than Ilka Brenn").text == "Person taller than Ilka Brenn: Tesk Ulmer."


def test_how_many_are_beyond(booth: Answerer) -> None:
    assert asked(booth, "how many films are longer than Zorvan") == ("3",)
    assert asked(booth, "how many films did Ilka Brenn direct before 1970") == ("1",)


def test_a_film_is_as_new_as_its_first_release(make: Make) -> None:
    films = (
        "- film: Zorvan\n  source: p\n  facts:\n    release_date:\n"
        "      - {value: 1961, where: Italy}\n      - {value: 2020, where: Peru}\n"
        "- {film: Merrow, source: p, facts: {release_date: 1999}}\n"
    )
    booth = make({"facts/films.yaml": films, "facts/p.yaml": "source: P\n"})
    assert asked(booth, "what is the newest film") == ("Merrow",)
    assert asked(booth, "is Zorvan newer than Merrow") == ("no",)


AMOUNTS = {
    "facts/films.yaml": "- {film: Zorvan, source: p, facts: {budget: $20 million}}\n"
    "- {film: Merrow, source: p, facts: {budget: €30 million}}\n"
    "- {film: Quillane, source: p, facts: {budget: ¥900 million}}\n",
    "facts/sources/p.yaml": "source: Programme\n",
}


@pytest.mark.parametrize(
    ("question", "films"),
    [
        ("which films have a budget over 10 million euros", ["Merrow"]),
        ("films with a budget of more than €10 million", ["Merrow"]),
        ("films with a budget over 10 million dollars", ["Zorvan"]),
        ("films with a budget over 10 million", ["Zorvan"]),  # dollars, as the answer says
        ("films with a budget under 1 billion yen", ["Quillane"]),
    ],
)
def test_an_amount_is_in_its_currency(make: Make, question: str, films: list[str]) -> None:
    assert sorted(make(AMOUNTS).answer(question).answers) == films


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("did Zorvan cost over 10 million dollars", ("yes",)),
        ("did Zorvan cost over 30 million dollars", ("no",)),
        ("did Merrow cost over 10 million dollars", ()),
        ("did Merrow cost over 50 million dollars", ()),
    ],
)
def test_no_amount_in_another_currency_is_ruled_out(make: Make, question: str, status: tuple[str, ...]) -> None:
    assert make(AMOUNTS).answer(question).answers == status
