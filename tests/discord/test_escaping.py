from __future__ import annotations

import re

import pytest

from bot.discord_app.escaping import BREAK, escape, escape_line

# A reader of Discord's markup, as far as it matters here: an escaped character is literal, and what is left is looked
# through for anything that Discord would act on.
ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
LIVE = re.compile(
    r"[*_~|`\[\]<>]|^\s*(#{1,3}|-#|-|\+|[0-9]+\.)\s|https?://|@everyone|@here"
    r"|discord\.gg/|discord\.com/invite",
    re.MULTILINE | re.IGNORECASE,
)


def shown(text: str) -> str:
    """What a reader sees."""
    return text.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\").replace(BREAK, "")


ATTACKS = [
    "**bold** _it_ ~~gone~~ ||spoiler|| `code` ```block```",
    "# heading", "### heading", "-# small", "> quote", ">>> all of it", "- item", "* item", "  - item", "1. one",
    "12. x", "[free films](https://evil.example)", "https://evil.example/x_y_z", "<https://evil.example>",
    "HTTPS://evil.example",
    "discord.gg/abc", "DISCORD.GG/abc", "discord.com/invite/abc",
    "<@123>", "<@!123>", "<@&123>", "@everyone", "@here", "<#123>", "</ask:123>", "<:name:1>", "<a:name:1>", "<t:0:R>",
    "<id:customize>", "\\<@123>", "\\\\**x**", "\\", "a\r\n# b", "a\u2028# b", "*\\*", "\\`x`", "`\\`",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "{} {}", "Heat\n{}", "{}\n{}"])
def test_nothing_in_escaped_text_is_live(attack: str, around: str) -> None:
    escaped = escape(around.format(attack, attack))
    assert not LIVE.search(ESCAPED.sub("\N{WHITE SQUARE}", escaped)), escaped
    assert not re.search(r"<[@#:/]|<t:|<id:|<a:", escaped)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_reader_sees_the_text_as_it_was(attack: str) -> None:
    assert shown(escape(attack)) == attack.replace("\r\n", "\n").replace("\u2028", "\n")


@pytest.mark.parametrize(
    "text",
    ["Heat (1995) was directed by Michael Mann.", "It's 170 minutes.", "Starsky & Hutch", "1995-12-15", "3.5 stars",
     "Ocean's 11: it opened at 12:01", "p@cino", "#1 in 1995"[3:], "$67.4 million (reported)", "Amélie — 2001"],
)  # fmt: skip
def test_plain_text_is_left_alone(text: str) -> None:
    assert escape(text) == text


def test_what_nobody_can_read_is_dropped() -> None:
    assert escape("a\x00b\x1b[31mc\u202ed\u2066e\ud800f\ufeffg") == "ab\\[31mcdefg"


def test_marks_do_not_pile_up() -> None:
    assert escape("a" + "\u0301" * 500 + "b") == "a" + "\u0301" * 4 + "b"


def test_a_line_stays_one_line() -> None:
    assert escape_line("a\n# b\r\n  > c") == "a # b \\> c"


@pytest.mark.parametrize("char", list("[](<>*_~`|#@:/.\\- 1\n\u0301"))
def test_long_runs_grow_by_a_bounded_factor(char: str) -> None:
    assert len(escape(char * 20_000)) <= 3 * 20_000
