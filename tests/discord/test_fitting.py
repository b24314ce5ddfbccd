from __future__ import annotations

import pytest

from bot.discord_app.fitting import MARK, fit, length


def test_what_fits_is_left_alone() -> None:
    assert fit("a" * 2000) == "a" * 2000


def test_the_cut_is_at_the_end_of_a_line_if_one_is_near() -> None:
    assert fit("line one\nline two\nline three", 22) == "line one\nline two" + MARK


def test_else_at_the_end_of_a_word() -> None:
    assert fit("one two three four five", 17) == "one two three" + MARK


def test_a_word_without_end_is_cut_inside() -> None:
    assert fit("a" * 3000) == "a" * (2000 - len(MARK)) + MARK


@pytest.mark.parametrize(
    "character",
    [
        "e\u0301",  # a letter and its accent
        "\u2764\ufe0f",  # a heart and what colours it
        "\U0001f3b5",  # one character that counts for two
        "\U0001f44d\U0001f3fd",  # a thumb and its skin tone
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\U0001f1eb\U0001f1f7",  # a flag
        "\\*",
        "\\\\",
    ],
)
@pytest.mark.parametrize("limit", range(40, 52))
def test_no_character_is_cut_in_two(character: str, limit: int) -> None:
    cut = fit(character * 60, limit).removesuffix(MARK)
    assert cut == character * (len(cut) // len(character))
    assert length(cut) <= limit - len(MARK)


def test_length_is_counted_as_discord_counts() -> None:
    assert length("a\U0001f3b5") == 3


@pytest.mark.parametrize("char", ["\u0301", "\\", "\u200d", "\U0001f1eb", " ", "\n"])
def test_degenerate_text_is_cut_all_the_same(char: str) -> None:
    assert length(fit(char * 5001)) <= 2000
