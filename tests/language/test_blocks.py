"""Phrases of a language file that stand for several."""

from __future__ import annotations

import pytest

from bot.language.blocks import spelt_out


def test_a_phrase_with_choices_is_each_of_them_the_longest_first() -> None:
    said = spelt_out(["(want|need) to know( now|)", "hey"])
    assert {" ".join(phrase) for phrase in said} == {
        "want to know now", "need to know now", "want to know", "need to know", "hey"
    }  # fmt: skip
    assert [len(phrase) for phrase in said] == [4, 4, 3, 3, 1]


def test_choices_inside_of_choices_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="choices inside of choices"):
        spelt_out(["(all of (it|them)|none)"])
