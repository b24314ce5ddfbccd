"""The sentences of relations: what is said in them, what agrees, and what is reported as wrong."""

from __future__ import annotations

import pytest

from bot.answering.filling import Filler, filled
from bot.facts.templates import around, form, says, uses


def test_words_agree_with_how_many_there_are() -> None:
    template = "{subject} {subject:was|were} directed by {value}."
    assert filled(template, {"subject": Filler("Us", 1), "value": Filler("Ada")}) == "Us was directed by Ada."
    assert filled(template, {"subject": Filler("Us and Up", 2), "value": Filler("Ada")}) == (
        "Us and Up were directed by Ada."
    )


@pytest.mark.parametrize(("count", "word"), [(1, "actor"), (2, "actors"), (0, "actors"), (None, "cast")])
def test_a_third_form_is_for_a_number_that_nobody_knows(count: int | None, word: str) -> None:
    assert form("actor|actors|cast", count) == word


def test_what_agrees_with_a_role_does_not_say_it() -> None:
    assert uses("{value:director|directors} of {subject}", "value")
    assert not says("{value:director|directors} of {subject}", "value")
    assert says("{subject} was born {value:when}.", "value")


def test_a_naming_is_split_at_its_noun() -> None:
    assert around("{value} {subject:film|films} of note", "subject") == ("{value} ", "film|films", " of note")
    assert around("films of {value}", "subject") is None
