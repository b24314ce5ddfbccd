"""Works whose names nobody remembers, found by what they are about: a guess, told with the facts behind it."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.language.conversation import Conversation
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/works.yaml": """\
- film: Zorvan
  source: programme
  facts:
    starring: Ilka Brenn
    topic: [lighthouse, smugglers]
    synopsis: A keeper of bees hides a wounded pilot in the cellar of a lighthouse.
- film: Merrow
  source: programme
  facts:
    starring: Odo Marsk
    topic: [circus, body swap]
    tagline: Who tamed the tamer?
- film: Kelm
  source: programme
  facts:
    topic: [beekeeping, pilot]
- person: Ilka Brenn
- person: Odo Marsk
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    answerer = make(FILES)
    assert answerer.problems == ()
    return answerer


@pytest.mark.parametrize(
    ("question", "film"),
    [
        ("what's that movie where a keeper hides a wounded pilot", "Zorvan"),
        ("the one with the wounded pilot in a cellar", "Zorvan"),
        ("which film has pilots hiding in cellars", "Zorvan"),
        ("that film where ilka brenn hides a pilot in the cellar", "Zorvan"),
        ("what's that anime about swapping bodies", "Merrow"),
        ('"who tamed the tamer?" is from which movie', "Merrow"),
    ],
)
def test_a_work_is_found_by_the_words_of_its_facts(booth: Answerer, question: str, film: str) -> None:
    answer = booth.answer(question)
    assert answer.answers == (film,), answer.text
    assert answer.text.startswith(f"Perhaps you mean {film}")
    assert {fact.relation for fact in answer.facts} <= {"topic", "synopsis", "tagline"}


@pytest.mark.parametrize(
    "question",
    [
        "what's that movie where someone eats a pineapple in the cellar of a hospital",  # one word of four
        "the film where odo marsk hides a wounded pilot",  # the name is of another
        "who hid the wounded pilot in the cellar",  # asks for no film
        "which film has a wounded dentist",
    ],
)
def test_nothing_is_found_where_too_little_fits(booth: Answerer, question: str) -> None:
    answer = booth.answer(question)
    assert not answer.text.startswith("Perhaps"), answer.text
    assert answer.status in ("unknown", "unsupported")


def test_what_was_found_is_spoken_of_from_then_on(booth: Answerer) -> None:
    conversation = Conversation()
    booth.answer("what's that movie where a keeper hides a wounded pilot", conversation)
    assert booth.answer("who stars in it", conversation).answers == ("Ilka Brenn",)
