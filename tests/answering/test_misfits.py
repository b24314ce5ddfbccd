"""A relation that does not fit the thing: that is said, and what there is to ask instead is offered."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: Programme of 2021\n",
    "facts/films.yaml": """\
- film: Zorvan
  id: zorvan
  source: programme
  facts:
    directed_by: Ilka Brenn
    starring: [Tesk Ulmer as The Warden, Odo Marsk]
    release_date: 1961-03-14
    runtime: 91 minutes
- film: Merrow
  id: merrow
  source: programme
  facts: {directed_by: Odo Marsk, starring: Tesk Ulmer, based_on: {id: merrow-book, name: Merrow}}
- book: Merrow
  id: merrow-book
  source: programme
  facts: {written_by: Vara Lund}
- person: Ilka Brenn
  source: programme
  facts: {born_on: 1920, spouse: Odo Marsk}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    return make(FILES)


@pytest.mark.parametrize(
    "question",
    [
        "who directed tesk ulmer?",
        "who is the director of tesk ulmer",
        "who's the director of Tesk Ulmer?",
    ],
)
def test_a_person_has_no_director_but_their_films_have(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers) == ("unknown", ()), answer.explanation
    assert "a person has no director." in answer.text
    assert "Directors of the films with Tesk Ulmer: Ilka Brenn and Odo Marsk." in answer.text
    assert answer.suggestions == ("director of the films with Tesk Ulmer",)
    assert {fact.value for fact in answer.facts} >= {"Ilka Brenn", "Odo Marsk"}
    assert "was directed by" not in answer.text


def test_what_is_offered_can_be_asked(booth: Answerer) -> None:
    (offered,) = booth.answer("who directed tesk ulmer?").suggestions
    assert set(booth.answer(offered).answers) == {"Ilka Brenn", "Odo Marsk"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how long is tesk ulmer", "a person has no running time."),
        ("who starred in ilka brenn", "a person has no cast."),
        ("when was zorvan born", "a film has no date of birth."),
        ("who is zorvan married to", "a film has no spouse."),
        ("what films did zorvan direct", "a film cannot be the director of anything."),
        ("when did tesk ulmer come out", "a person has no release date."),
        ("how tall is zorvan?", "a film has no height."),
    ],
)
def test_what_does_not_fit_is_said(booth: Answerer, question: str, words: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers) == ("unknown", ()), answer.explanation
    assert words in answer.text


def test_where_nothing_can_be_offered_what_is_known_is(booth: Answerer) -> None:
    assert "What I know about Zorvan (1961): director" in booth.answer("when was zorvan born").text


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("who directed the films with tesk ulmer", {"Ilka Brenn", "Odo Marsk"}),
        ("who directed merrow", {"Odo Marsk"}),
        ("which films did odo marsk direct", {"Merrow"}),
        ("who is ilka brenn married to", {"Odo Marsk"}),
    ],
)
def test_what_fits_is_answered(booth: Answerer, question: str, answers: set[str]) -> None:
    answer = booth.answer(question)
    assert set(answer.answers) == answers


@pytest.mark.parametrize("question", ["who directed alien?", "how long is the second alien", "who directed Zorvath?"])
def test_an_unknown_name_is_still_an_unknown_name(booth: Answerer, question: str) -> None:
    assert "has no" not in booth.answer(question).text


def test_he_is_who_was_asked_about(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed tesk ulmer?", conversation)
    assert set(booth.answer("which films is he in?", conversation).answers) == {"Zorvan", "Merrow"}
