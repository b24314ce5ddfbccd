"""What is said otherwise: patterns of the language file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from bot.language.blocks import ANYTHING
from bot.language.rephrasing import Pattern
from tests.test_data import ENGLISH

ENTRIES = cast(list[Mapping[str, object]], ENGLISH["said_otherwise"])
PATTERNS = [(phrase, str(entry["meant"])) for entry in ENTRIES for phrase in cast(list[str], entry["words"])]


@pytest.mark.parametrize(("phrase", "meant"), PATTERNS)
def test_what_is_meant_has_all_that_it_needs(phrase: str, meant: str) -> None:
    assert meant.format(*["zorvan"] * phrase.count(ANYTHING)) != meant


@pytest.mark.parametrize(
    ("phrase", "words", "held"),
    [
        ("what did ... do in ...", "what did ilka brenn do in zorvan", [range(2, 4), range(6, 7)]),
        ("is ... out( yet|)", "is zorvan out yet", [range(1, 2)]),
        ("what's ... up to", "what 's ilka up to", [range(2, 3)]),
        ("is ... out( yet|)", "is zorvan out of print", []),
        ("is ... out( yet|)", "is out", []),
    ],
)
def test_what_stands_for_any_words(phrase: str, words: str, held: list[range]) -> None:
    assert Pattern(phrase).held(words.split()) == held
