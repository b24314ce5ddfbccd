"""Questions that go on from the last answer: what each of them takes from it, and that nothing is made up."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
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
- film: Zorvan Returns
  id: zorvan-2
  source: programme
  facts: {follows: Zorvan, directed_by: Vara Lund, starring: Tesk Ulmer, release_date: 1965, runtime: 101 minutes}
- film: Zorvan Forever
  id: zorvan-3
  source: programme
  facts: {follows: Zorvan Returns, directed_by: Ilka Brenn, release_date: 1969}
- film: Merrow
  id: merrow
  source: programme
  facts: {directed_by: Ilka Brenn, starring: Tesk Ulmer, release_date: 1950, runtime: 120 minutes}
- film: Quillane
  id: quillane
  source: programme
  facts: {written_by: Odo Marsk}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    return make(FILES)


def last(booth: Answerer, *turns: str) -> Answer:
    conversation = Conversation()
    answers = [booth.answer(turn, conversation) for turn in turns]
    return answers[-1]


@pytest.mark.parametrize(
    ("turns", "answers"),
    [
        # the others
        (("is tesk ulmer in zorvan?", "who else?"), {"Odo Marsk"}),
        (("tesk ulmer movies", "who else?"), {"Odo Marsk"}),
        # back and on: in a series, in somebody's works, from a first or latest one
        (("who directed zorvan returns?", "and before that?"), {"Zorvan"}),
        (("how long is zorvan?", "and after that?"), {"Zorvan Returns"}),
        (("who directed zorvan returns?", "the film before that"), {"Zorvan"}),
        (("who directed zorvan?", "what did she do before that?"), {"Merrow"}),
        (("who directed zorvan?", "what did she do next?"), {"Zorvan Forever"}),
        (("who directed zorvan forever?", "what did she do before that?", "and before that?"), {"Merrow"}),
        (("what was ilka brenn's first film?", "and after that?"), {"Zorvan"}),
        (("what was ilka brenn's latest film?", "and before that?"), {"Zorvan"}),
        (("what was ilka brenn's first film?", "and after that?", "and before that?"), {"Merrow"}),
        # what a noun is of
        (("who directed zorvan?", "the sequel"), {"Zorvan Returns"}),
        (("who directed zorvan?", "and the sequel?"), {"Vara Lund"}),
        (("how long is zorvan?", "and the sequel?"), {"101"}),
        (("who directed zorvan?", "who directed the sequel?"), {"Vara Lund"}),
        (("who directed zorvan?", "and the runtime?"), {"91"}),
        # another thing
        (("who directed zorvan?", "what about merrow?"), {"Ilka Brenn"}),
        (("how long is zorvan?", "same for merrow"), {"120"}),
        (("how long is zorvan?", "same question for merrow?"), {"120"}),
        # the list
        (("films with tesk ulmer", "which of them is longest?"), {"Merrow"}),
        (("films with tesk ulmer", "which is the shortest?"), {"Zorvan"}),
        (("films with tesk ulmer", "the newest one"), {"Zorvan Returns"}),
        (("films with tesk ulmer", "which of those did ilka brenn direct?"), {"Zorvan", "Merrow"}),
        (("films with tesk ulmer", "how many are there?"), {"3"}),
        (("films with tesk ulmer", "how many of them are from 1961?"), {"1"}),
        (("films with tesk ulmer", "who directed them?"), {"Ilka Brenn", "Vara Lund"}),
        (("films with tesk ulmer", "who directed the second one?"), {"Vara Lund"}),
        (("films with tesk ulmer", "the second film", "how long is it?"), {"101"}),
        (("films with tesk ulmer", "the first film", "how long is it?"), {"91"}),
        # a fact about it
        (("who directed zorvan?", "when was that?"), {"1961-03-14"}),
    ],
)
def test_it_goes_on(booth: Answerer, turns: tuple[str, ...], answers: set[str]) -> None:
    answer = last(booth, *turns)
    assert set(answer.answers) == answers, f"{answer.text}\n{answer.explanation}"


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("who directed zorvan?", "who else?"), "other than Ilka Brenn"),
        (("who stars in zorvan?", "who else?"), "other than Tesk Ulmer or Odo Marsk"),
        (("who directed zorvan?", "and before that?"), "Zorvan (1961)"),
        (("who directed zorvan forever?", "and after that?"), "Zorvan Forever (1969)"),
        (("who directed zorvan?", "how much did it cost?"), "Zorvan (1961)"),
        (("how long is zorvan?", "and quillane?"), "Quillane"),
    ],
)
def test_what_is_not_known_names_what_was_meant(booth: Answerer, turns: tuple[str, ...], words: str) -> None:
    answer = last(booth, *turns)
    assert (answer.status, answer.answers) == ("unknown", ())
    assert words in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "who else?", "and before that?", "the sequel", "the second one", "what about it?",
        "when was that?", "how many are there?", "and the runtime?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [(), ("who directed alien?",), ("who directed zorvan?", "who directed alien?")])
def test_where_there_is_nothing_to_go_on_from_nothing_is_assumed(
    booth: Answerer, before: tuple[str, ...], question: str
) -> None:
    answer = last(booth, *before, question)
    assert answer.answers == (), answer.explanation


@pytest.mark.parametrize(
    "turn", ["how long is it?", "who stars in it?", "and the release date?", "is tesk ulmer in it?"]
)
def test_what_is_assumed_is_named_in_the_answer(booth: Answerer, turn: str) -> None:
    assert "Zorvan (1961)" in last(booth, "who directed zorvan?", turn).text


# -- what is known -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["which films do you know?", "what movies do you have", "list all films"])
def test_the_films_that_are_known(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert set(answer.answers) == {"Zorvan", "Zorvan Returns", "Zorvan Forever", "Merrow", "Quillane"}


def test_how_many_and_who(booth: Answerer) -> None:
    assert booth.answer("how many films do you know?").answers == ("5",)
    assert {"Ilka Brenn", "Tesk Ulmer"} <= set(booth.answer("who do you know?").answers)


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("is there a sequel to zorvan?", "answered", "Yes. Zorvan (1961) is followed by Zorvan Returns (1965)."),
        ("does zorvan returns have a sequel?", "answered", "Yes."),
        ("is there a sequel to quillane?", "unknown", "I know of no sequel to Quillane."),
        ("are there any films with odo marsk?", "answered", "Yes. Odo Marsk can be seen in Zorvan (1961)."),
        ("are there any films with vara lund?", "unknown", "I know of no films with Vara Lund."),
    ],
)
def test_not_known_to_exist_is_not_no(booth: Answerer, question: str, status: str, words: str) -> None:
    answer = booth.answer(question)
    assert answer.status == status
    assert answer.text.startswith(words)
