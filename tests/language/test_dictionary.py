"""Which words exist, as far as typing mistakes are concerned."""

from __future__ import annotations

import pytest

from bot.language.dictionary import Dictionary, dictionary


@pytest.mark.parametrize("word", ["wave", "heart", "hat", "oven", "dinner", "kings", "walked"])
def test_a_word_of_english(word: str) -> None:
    assert word in dictionary("en")


@pytest.mark.parametrize("word", ["hvae", "direcetd", "filsm", "waht", "", "wav", "heart attack"])
def test_no_word_of_english(word: str) -> None:
    assert word not in dictionary("en")


def test_a_part_of_a_word_is_no_word() -> None:
    words = Dictionary(["heather", "heat"])
    assert "heat" in words
    assert "heath" not in words
    assert "eat" not in words


def test_a_language_without_a_dictionary_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        dictionary("xx")


def test_nothing_is_a_word_but_the_words() -> None:
    words = Dictionary(["été", "zoo", "a", "heat", "hex"])
    assert all(word in words for word in ("été", "zoo", "a", "heat", "hex"))
    assert not any(word in words for word in ("", "h", "he", "q", "hexa", "ét"))
    assert "" not in Dictionary([])


def test_names_misprints_and_curiosities_are_no_words() -> None:
    assert "aalborg" not in dictionary("en")
    assert "zyuganov" not in dictionary("en")
