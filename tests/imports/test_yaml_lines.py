"""What is written is read back to exactly the same, whatever a film is called."""

from __future__ import annotations

import random

import pytest

from bot.facts.nodes import plain
from bot.facts.yaml_text import read_yaml
from bot.imports.records import tidy
from bot.imports.yaml_lines import Entry, Link, Written, entry_text

NASTY = [
    "No", "Yes", "~", "null", "1917", "12:01", "06", "1e3", "0x1F", "#1", "Movie #1 best", "&Sons", "*batteries", "- x",
    "-x", "?", "? x", "!", "!important", "%", "@home", "`x`", "'Tis Pity", 'The "Quoted" Title', "a: b", "a:b", "a :b",
    "{x}", "[Rec]", "[Rec", "x, y", "|", ">", "<<", "=", "...", "---", "$9.99", "$", "M*A*S*H", "Se7en", "9½ Weeks",
    "七人の侍", "Amélie", "🎬", "Ocean's Eleven", "back\\slash", "\\n", "x" * 3000, "Heat (1995)", "A as B", "https://x",
    "y", "on", "1_000", "2001-12-14", "+1", ".5", "nan", "true", "O’Hara", "ends with:", "ends with #", "e\u0301",
]  # fmt: skip


def read_back(entry: Entry) -> object:
    document = read_yaml(entry_text(entry).encode(), "pack.yaml")
    assert not document.problems, (document.problems, entry_text(entry))
    assert document.root is not None
    content = plain(document.root)
    assert isinstance(content, list)
    return content[0]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_title_stays_what_it_is(text: str) -> None:
    entry = Entry("x", "film", text, [text, "Other"], "s", [("IMDb", text)],
                  {"tagline": [Written(text)], "starring": [Written(Link("p", text), (("as", text),))],
                   "genre": [Written(text), Written("crime")]})  # fmt: skip
    assert read_back(entry) == {
        "film": text,
        "id": "x",
        "also_known_as": [text, "Other"],
        "source": "s",
        "facts": {
            "identifiers": {"value": text, "in": "IMDb"},
            "tagline": text,
            "starring": {"value": {"id": "p", "name": text}, "as": text},
            "genre": [text, "crime"],
        },
    }


def test_any_text_stays_what_it_is_once_it_is_tidy() -> None:
    chance = random.Random(1895)
    signs = "ab Z09é#:-?!&*[]{},|>'\"%@`~\\=<./_+()\t\n\r\x00\x07\x85\xa0\u200b\u202e\u2028\ufeff\ud800🎬中"
    for _ in range(3000):
        text = tidy("".join(chance.choices(signs, k=chance.randrange(1, 12))))
        if text:
            assert read_back(Entry("x", "film", text, [text])) == {"film": text, "id": "x", "also_known_as": [text]}


def test_a_film_called_no_is_quoted_for_other_readers() -> None:
    assert 'film: "No"' in entry_text(Entry("no", "film", "No"))
    assert 'film: "1917"' in entry_text(Entry("1917", "film", "1917"))
    assert "film: Heat" in entry_text(Entry("heat", "film", "Heat"))
