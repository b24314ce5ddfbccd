"""Several questions in one message: each is answered, and what is one question or one name is not torn."""

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
    written_by: Odo Marsk
    starring: [Tesk Ulmer as The Warden, Odo Marsk]
    release_date: 1961-03-14
    runtime: 91 minutes
    genre: drama
- film: Merrow
  source: programme
  facts: {directed_by: Odo Marsk, starring: [Tesk Ulmer, Odo Marsk]}
- film: Who Is Odo and Why Is He Here?
  id: odo
  source: programme
  facts: {directed_by: Vara Lund, runtime: 80 minutes}
- film: "What's Up, Warden?"
  id: warden
  source: programme
  facts: {directed_by: Vara Lund, runtime: 70 minutes}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    return make(FILES)


@pytest.mark.parametrize(
    ("message", "answers"),
    [
        ("who directed zorvan and when did it come out?", ("Ilka Brenn", "1961-03-14")),
        ("who directed zorvan? how long is it?", ("Ilka Brenn", "91")),
        ("Who directed Zorvan?\nHow long is it?", ("Ilka Brenn", "91")),
        ("1) who directed zorvan 2) how long is it", ("Ilka Brenn", "91")),
        ("1. who directed zorvan\n2. how long is it", ("Ilka Brenn", "91")),
        ("- who directed zorvan\n- who wrote it", ("Ilka Brenn", "Odo Marsk")),
        ("who directed zorvan, who wrote it and how long is it", ("Ilka Brenn", "Odo Marsk", "91")),
        ("who directed zorvan and who wrote it", ("Ilka Brenn", "Odo Marsk")),
        ("who directed zorvan and also what genre is it", ("Ilka Brenn", "drama")),
        ("is tesk ulmer in zorvan and is odo marsk in it", ("yes", "yes")),
        ("What's Up, Warden? Who directed it? How long is it?", ("Vara Lund", "70")),
    ],
)
def test_each_question_of_a_message_is_answered_on_a_line_of_its_own(
    booth: Answerer, message: str, answers: tuple[str, ...]
) -> None:
    answer = booth.answer(message)
    assert answer.answers == answers, answer.explanation
    assert len(answer.text.split("\n")) == len(answers)


@pytest.mark.parametrize(
    ("message", "answers"),
    [
        ("who directed Who Is Odo and Why Is He Here?", {"Vara Lund"}),
        ("who is odo and why is he here director", {"Vara Lund"}),
        ("What's Up, Warden? director", {"Vara Lund"}),
        (
            "films by the director of What's Up, Warden? that are long",
            {"What's Up, Warden?", "Who Is Odo and Why Is He Here?"},
        ),
        ("films with tesk ulmer and odo marsk", {"Zorvan", "Merrow"}),
        ("who was in zorvan and was in merrow", {"Tesk Ulmer", "Odo Marsk"}),
        ("who directed zorvan? thanks!", {"Ilka Brenn"}),
        ("hi! who directed zorvan?", {"Ilka Brenn"}),
        ("who directed zorvan. the movie", {"Ilka Brenn"}),
    ],
)
def test_what_is_one_question_is_not_torn(booth: Answerer, message: str, answers: set[str]) -> None:
    answer = booth.answer(message)
    assert set(answer.answers) == answers, answer.explanation
    assert "\n" not in answer.text
    assert ";" not in answer.query


@pytest.mark.parametrize(
    "message", ["zorvan, who directed it?", "zorvan? who directed it?", "i watched zorvan. who directed it?"]
)
def test_what_asks_nothing_says_what_the_question_is_about(booth: Answerer, message: str) -> None:
    answer = booth.answer(message)
    assert answer.text == "Zorvan (1961) was directed by Ilka Brenn."


def test_and_who_goes_on_from_the_last_message(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed zorvan?", conversation)
    assert booth.answer("and who wrote it?", conversation).answers == ("Odo Marsk",)


def test_the_next_message_goes_on_from_the_last_question(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed zorvan? who directed merrow?", conversation)
    assert booth.answer("who stars in it?", conversation).query == "starring(merrow)"


def test_the_second_question_is_about_the_first_and_not_about_what_was_before(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed merrow?", conversation)
    assert booth.answer("who directed zorvan and who is in it?", conversation).query.endswith("starring(zorvan)")


def test_the_answers_stand_together(booth: Answerer) -> None:
    answer = booth.answer("who directed zorvan and who directed merrow?")
    assert answer.query == "directed_by(zorvan); directed_by(merrow)"
    assert [fact.value for fact in answer.facts] == ["Ilka Brenn", "Odo Marsk"]
    assert {entity.id for entity in answer.entities} == {"zorvan", "merrow"}
    assert answer.sources == ("Programme of 2021",)
    assert "directed_by(zorvan)" in answer.explanation
    assert "directed_by(merrow)" in answer.explanation


def test_it_is_answered_if_any_is(booth: Answerer) -> None:
    answer = booth.answer("who directed alien? who directed zorvan?")
    assert answer.status == "answered"
    assert answer.answers == ("Ilka Brenn",)
    assert "“alien”" in answer.text


def test_else_it_is_what_the_first_is(booth: Answerer) -> None:
    answer = booth.answer("who directed alien? what is the budget of zorvan?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert len(answer.text.split("\n")) == 2


def test_what_it_is_after_an_unknown_name_is_not_guessed(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("who directed zorvan", conversation)
    assert booth.answer("who directed alien? how long is it?", conversation).answers == ()


def test_at_most_five_are_answered_and_that_is_said(booth: Answerer) -> None:
    answer = booth.answer("\n".join(["how long is zorvan?"] * 7))
    assert answer.answers == ("91",) * 5
    assert answer.text.endswith("That was more than 5 questions: ask me the others again.")


def test_a_message_of_many_pieces_is_no_harm(booth: Answerer) -> None:
    assert booth.answer("who directed zorvan? " * 200).answers == ("Ilka Brenn",) * 5
    assert booth.answer("and who? " * 400).status in ("unknown", "unsupported")
