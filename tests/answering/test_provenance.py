"""'How do you know?': where an answer comes from, who said so, how sure it is, and from when."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": """\
source: Programme of 2021
publisher: The festival
date: 2021-08-01
url: https://example.org/2021
""",
    "facts/sources/paper.yaml": "source: A short notice\n",
    "facts/films.yaml": """\
- film: Zorvan
  id: zorvan
  source: programme
  facts: {directed_by: Ilka Brenn, runtime: 91 minutes}
- film: Quillane
  id: quillane
  source: programme
  facts:
    directed_by: {value: Odo Marsk, certainty: expected, quote: I would love to., said_by: Odo Marsk}
    written_by: {value: Ilka Brenn, certainty: confirmed, as_of: 2021-07-02}
    produced_by: {value: Vara Lund, certainty: rumoured, source: paper}
    production_company: {value: Tarsk Pictures, certainty: reported}
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    made = make(FILES)
    assert made.problems == ()
    return made


def last(booth: Answerer, *turns: str) -> Answer:
    """The last answer of a conversation."""
    conversation = Conversation()
    answers = [booth.answer(turn, conversation) for turn in turns]
    return answers[-1]


@pytest.mark.parametrize(
    "asked",
    ["how do you know?", "source?", "What's your source?", "where did you get that", "ok and how do you know that"],
)
def test_the_source_of_the_last_answer_is_named_with_what_it_says(booth: Answerer, asked: str) -> None:
    answer = last(booth, "who directed zorvan?", asked)
    assert answer.status == "answered"
    assert answer.answers == ("Programme of 2021",)
    assert answer.text == (
        "Zorvan was directed by Ilka Brenn. "
        "I have that from “Programme of 2021” (The festival, 1 August 2021, https://example.org/2021)."
    )
    assert answer.query == "source(directed_by(zorvan))"
    assert [fact.value for fact in answer.facts] == ["Ilka Brenn"]


@pytest.mark.parametrize("asked", ["who says so?", "says who", "who said that?", "Who told you that?"])
def test_who_said_so_is_named_with_the_words(booth: Answerer, asked: str) -> None:
    answer = last(booth, "who directs quillane?", asked)
    assert answer.answers == ("Odo Marsk",)
    assert "Odo Marsk: “I would love to.”" in answer.text


def test_where_nobody_said_so_the_source_does(booth: Answerer) -> None:
    assert last(booth, "how long is zorvan?", "says who?").answers == ("Programme of 2021",)


@pytest.mark.parametrize(
    ("question", "certainty", "words"),
    [
        ("who wrote quillane?", "confirmed", "That is confirmed."),
        ("which company produces quillane?", "reported", "That is reported, not confirmed."),
        ("who directs quillane?", "expected", "That is expected, not certain."),
        ("who produced quillane?", "rumoured", "That is a rumour, nothing more."),
        ("who directed zorvan?", "reported", "nothing marks it as confirmed"),
    ],
)
@pytest.mark.parametrize("asked", ["are you sure?", "how sure is that?", "is that confirmed?"])
def test_how_sure_it_is_is_said_first(booth: Answerer, question: str, certainty: str, words: str, asked: str) -> None:
    answer = last(booth, question, asked)
    assert answer.answers == (certainty,)
    assert words in answer.text


@pytest.mark.parametrize("asked", ["when was that said?", "how old is that info"])
def test_from_when_it_is(booth: Answerer, asked: str) -> None:
    assert last(booth, "who wrote quillane?", asked).answers == ("2021-07-02",)
    assert "so on 2 July 2021" in last(booth, "who wrote quillane?", asked).text
    published = last(booth, "who directed zorvan?", asked)
    assert published.answers == ("2021-08-01",)
    assert "published on 1 August 2021" in published.text
    undated = last(booth, "who produced quillane?", asked)
    assert (undated.status, undated.answers) == ("answered", ())
    assert undated.text.startswith("My notes do not say when")


@pytest.mark.parametrize(
    ("question", "found", "query"),
    [
        ("how do u know Ilka Brenn directed zorvan", "Programme of 2021", "source(ilka-brenn in directed_by(zorvan))"),
        ("how do you know who directed zorvan?", "Programme of 2021", "source(directed_by(zorvan))"),
        ("who says vara lund produced quillane", "A short notice", "said_by(vara-lund in produced_by(quillane))"),
        ("is it confirmed ilka brenn wrote quillane?", "confirmed", "certainty(ilka-brenn in written_by(quillane))"),
        ("are you sure that zorvan is 91 minutes long?", "reported", "certainty(zorvan in runtime(?, 91 minutes))"),
    ],
)  # fmt: skip
def test_it_is_asked_of_a_claim(booth: Answerer, question: str, found: str, query: str) -> None:
    answer = booth.answer(question)
    assert (answer.status, answer.answers, answer.query) == ("answered", (found,), query)


def test_a_claim_that_is_wrong_is_not_backed(booth: Answerer) -> None:
    answer = booth.answer("how do you know that odo marsk directed zorvan?")
    assert answer.answers == ("no",)
    assert answer.text.startswith("No. Zorvan was directed by Ilka Brenn.")


def test_a_claim_about_something_unknown_is_not_backed(booth: Answerer) -> None:
    answer = booth.answer("how do you know that ilka brenn directed alien?")
    assert (answer.status, answer.answers) == ("unknown", ())
    assert "“alien”" in answer.text
    assert booth.answer("how do you know that zorvan cost $5 million?").answers == ()


@pytest.mark.parametrize(
    "turns",
    [
        ("how do you know?",),
        ("hello", "source?"),
        ("who directed alien?", "are you sure?"),
        ("who directed zorvan?", "who directed alien?", "source?"),
        ("who directed zorvan?", "what is the budget of zorvan?", "source?"),
        ("who directed zorvan?", "asdf qwer", "source?"),
    ],
)
def test_where_nothing_was_told_that_is_said(booth: Answerer, turns: tuple[str, ...]) -> None:
    answer = last(booth, *turns)
    assert (answer.status, answer.answers, answer.facts) == ("unknown", (), ())
    assert answer.text.startswith("I have told you nothing just now")


def test_one_question_about_an_answer_follows_another(booth: Answerer) -> None:
    assert last(booth, "who wrote quillane?", "source?", "are you sure?", "when was that said").answers == (
        "2021-07-02",
    )
    assert last(booth, "who directed zorvan?", "thanks", "source?").answers == ("Programme of 2021",)
    assert last(booth, "who directed zorvan?", "source?", "how long is it?").answers == ("91",)


def test_the_sources_of_a_description(booth: Answerer) -> None:
    answer = last(booth, "tell me about zorvan", "source?")
    assert answer.answers == ("Programme of 2021",)
    assert answer.facts
