"""How old, how long ago, how far apart: what is computed from dates and lengths, with the dates that it stands on."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.answering.measured import FILES, TODAY
from tests.making import Make


@pytest.fixture
def booth(make: Make) -> Answerer:
    answerer = make(FILES, TODAY)
    assert answerer.problems == ()
    return answerer


# -- how old -----------------------------------------------------------------------------------------------------------


def test_the_age_of_a_film_counts_from_its_release(booth: Answerer) -> None:
    answer = booth.answer("how old is Zorvan?")
    assert (answer.answers, answer.query) == (("65",), "age(zorvan-1961)")
    assert answer.text == "Zorvan (1961) is 65 years old. The release date of Zorvan (1961) is 14 March 1961."
    assert [(fact.relation, fact.value) for fact in answer.facts] == [("release_date", "1961-03-14")]


def test_the_age_of_a_person_counts_from_the_birth(booth: Answerer) -> None:
    answer = booth.answer("how old is Tesk Ulmer?")
    assert answer.answers == ("86",)
    assert answer.text == "Tesk Ulmer is 86 years old. Tesk Ulmer was born on 25 April 1940."


def test_the_age_of_the_dead_counts_no_further(booth: Answerer) -> None:
    answer = booth.answer("how old is Ilka Brenn?")
    assert answer.answers == ("78",)
    assert answer.text.startswith("Ilka Brenn died at the age of 78 years.")
    assert {fact.relation for fact in answer.facts} == {"born_on", "died_on"}


def test_an_age_from_a_year_only_is_about_right(booth: Answerer) -> None:
    answer = booth.answer("how old is quillane")
    assert answer.answers == ("51",)
    assert answer.text.startswith("Quillane (1975) is about 51 years old.")


def test_what_is_still_to_come_has_no_age_and_stays_uncertain(booth: Answerer) -> None:
    answer = booth.answer("how old is Harrowgil")
    assert answer.answers == ("0",)
    assert answer.text == (
        "Harrowgil (2028) is still to come, in about 2 years. "
        "The expected release date of Harrowgil (2028) is 2028. That is not certain yet."
    )


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("how old is Pelduna", "I have no release date for Pelduna."),
        ("how old is Vara Lund", "I have no date of birth for Vara Lund."),
        ("how old was Tesk Ulmer when he died", "I have no date of death for Tesk Ulmer."),
        ("how long ago did Pelduna come out", "I have no release date for Pelduna."),
        ("how many years between Zorvan and Pelduna", "I have no release date for Pelduna."),
        ("how much longer is Merrow than Pelduna", "I have no running time for Pelduna."),
        ("how old is Blorptide", "I don't know anything called “Blorptide”."),
    ],
)
def test_what_is_missing_is_named(booth: Answerer, question: str, missing: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers) == ("unknown", ())
    assert answer.text.startswith(missing)


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("what is the age of tesk ulmer", "86"),
        ("tesk ulmer age", "86"),
        ("what age is Tesk Ulmer", "86"),
        ("how old is the director of Zorvan", "78"),
        ("how old is zorvan's director", "78"),
        ("how old are the actors in Zorvan", "86"),
        ("at what age did Ilka Brenn die", "78"),
        ("how old was Ilka Brenn when she died", "78"),
        ("how old was Tesk Ulmer in Zorvan", "20"),
        ("how old was Tesk Ulmer when Merrow came out", "59"),
        ("how old was tesk ulmer in 1995", "55"),
        ("how old was the director of Zorvan when it came out", "40"),
    ],
)
def test_ways_to_ask_how_old(booth: Answerer, question: str, age: str) -> None:
    answer = booth.answer(question)
    assert answer.answers == (age,), f"{answer.text}\n{answer.explanation}"


def test_how_old_somebody_was_says_so(booth: Answerer) -> None:
    assert booth.answer("how old was Tesk Ulmer in Zorvan").text == (
        "Tesk Ulmer was 20 years old. Tesk Ulmer was born on 25 April 1940. "
        "The release date of Zorvan (1961) is 14 March 1961."
    )
    assert booth.answer("how old was Tesk Ulmer in 1995").text.startswith("Tesk Ulmer was about 55 years old.")


def test_an_age_goes_on_from_what_was_said(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed Merrow?", conversation)
    assert booth.answer("how old is he?", conversation).answers == ("75",)
    assert booth.answer("and Tesk Ulmer?", conversation).answers == ("86",)
    assert booth.answer("who directed Zorvan?", conversation).answers == ("Ilka Brenn",)
    assert booth.answer("and how old?", conversation).answers == ("78",)


def test_an_age_of_nothing_asks_back(booth: Answerer) -> None:
    assert booth.answer("how old?").text == "Which person do you mean?"


# -- how long ago ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "years", "begins"),
    [
        ("how long ago did Zorvan come out", "65", "65 years ago."),
        ("how long ago was zorvan released", "65", "65 years ago."),
        ("how many years ago did Quillane come out", "51", "About 51 years ago."),
        ("how long has it been since Merrow came out", "26", "26 years ago."),
        ("how many years ago was Ilka Brenn born", "105", "105 years ago."),
        ("how long ago did Ilka Brenn die", "27", "27 years ago."),
        ("how long until Harrowgil comes out", "2", "In about 2 years."),
    ],
)
def test_how_long_ago(booth: Answerer, question: str, years: str, begins: str) -> None:
    answer = booth.answer(question)
    assert answer.answers == (years,), f"{answer.text}\n{answer.explanation}"
    assert answer.text.startswith(begins)
    assert answer.facts


# -- how far apart -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "how many years between Zorvan and Merrow",
        "how many years apart are Zorvan and Merrow",
        "how many years after Zorvan did Merrow come out",
        "how many years after Zorvan was Merrow released",
        "how many years before Merrow did Zorvan come out",
        "how long after Zorvan did Merrow come out",
        "how much older is Zorvan than Merrow",
        "how many years older is Zorvan than Merrow",
    ],
)
def test_years_between_two_films(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert answer.answers == ("39",), f"{answer.text}\n{answer.explanation}"
    assert "38 years and 7 months" in answer.text
    assert "14 March 1961" in answer.text
    assert "5 November 1999" in answer.text


def test_years_from_a_year_only_are_about_right(booth: Answerer) -> None:
    answer = booth.answer("how many years between Zorvan and Quillane")
    assert answer.answers == ("14",)
    assert answer.text.startswith("Zorvan (1961) is about 14 years older than Quillane (1975).")


@pytest.mark.parametrize(
    ("question", "number", "says"),
    [
        ("how much longer is Merrow than Zorvan", "109", "Merrow (1999) is 109 minutes longer than Zorvan (1961)."),
        ("how much shorter is Zorvan than Merrow", "109", "Zorvan (1961) is 109 minutes shorter than Merrow (1999)."),
        ("how much longer is Zorvan than Merrow", "109", "Zorvan (1961) is 109 minutes shorter than Merrow (1999)."),
        ("how many minutes longer is Merrow than Zorvan", "109", "109 minutes longer"),
        ("by how many minutes is Merrow longer than Zorvan", "109", "109 minutes longer"),
        ("difference in runtime between Zorvan and Merrow", "109", "109 minutes shorter"),
        ("how much older is Ilka Brenn than Tesk Ulmer", "20", "19 years and 6 months older"),
        ("what is the age difference between Tesk Ulmer and Ilka Brenn", "20", "19 years and 6 months younger"),
        ("how much taller is Tesk Ulmer than Ilka Brenn", "0.17", "0.17 m taller"),
        ("how much more expensive was Quillane than Zorvan", "1000000", "$1,000,000 more expensive"),
        ("how much more did Zorvan earn than Quillane", "2000000", "$2,000,000 higher grossing"),
        ("how much more money did Zorvan make than Quillane", "2000000", "$2,000,000 higher grossing"),
    ],
)
def test_by_how_much(booth: Answerer, question: str, number: str, says: str) -> None:
    answer = booth.answer(question)
    assert answer.answers == (number,), f"{answer.text}\n{answer.explanation}"
    assert says in answer.text
    assert len(answer.facts) == 2


def test_currencies_have_no_difference(make: Make) -> None:
    films = (
        "- {film: Zorvan, source: p, facts: {budget: $2 million}}\n"
        "- {film: Merrow, source: p, facts: {budget: €3 million}}\n"
    )
    booth = make({"facts/films.yaml": films, "facts/p.yaml": "source: P\n"})
    answer = booth.answer("how much more expensive was Merrow than Zorvan")
    assert answer.status == "unknown"
    assert answer.text.startswith("I can't say.")


def test_equals_do_not_differ(make: Make) -> None:
    files = {
        "facts/p.yaml": "source: P\n",
        "facts/films.yaml": "- {film: Zorvan, source: p, facts: {runtime: 90}}\n"
        "- {film: Merrow, source: p, facts: {runtime: 90}}\n",
    }
    answer = make(files).answer("how much longer is Zorvan than Merrow")
    assert answer.answers == ("0",)
    assert answer.text.startswith("There is no difference.")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("has harrowgil come out yet?", "no"),
        ("is harrowgil out", "no"),
        ("was zorvan released", "yes"),
        ("will harrowgil come out", "yes"),
        ("does harrowgil have a release date", "yes"),
    ],
)
def test_what_is_still_to_come_has_not_been(booth: Answerer, question: str, verdict: str) -> None:
    assert booth.answer(question).answers == (verdict,)
