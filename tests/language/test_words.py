"""The forms of nouns and verbs, from the one form that a curator writes."""

from __future__ import annotations

import pytest

from bot.language.words import noun_forms, verb_forms

IRREGULAR = {form: ["write", "writes", "wrote", "written", "writing"] for form in ("write", "wrote", "written")}


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("director", "directors"),
        ("cast member", "cast members"),
        ("company", "companies"),
        ("day", "days"),
        ("actress", "actresses"),
        ("box", "boxes"),
        ("pitch", "pitches"),
        ("dish", "dishes"),
        ("cameraman", "cameramen"),
        ("leading man", "leading men"),
        ("director of photography", "directors of photography"),
        ("mind behind camera", "minds behind camera"),
        ("year of release", "years of release"),
    ],
)
def test_a_noun_has_a_plural(noun: str, plural: str) -> None:
    assert {" ".join(form) for form in noun_forms(noun.split())} == {noun, plural}


@pytest.mark.parametrize(
    ("past", "forms"),
    [
        ("directed", ["direct", "directs", "directed", "directing"]),
        ("released", ["release", "releases", "released", "releasing"]),
        ("produced", ["produce", "produces", "produced", "producing"]),
        ("married", ["marry", "marries", "married", "marrying"]),
        ("played", ["play", "plays", "played", "playing"]),
        ("starred", ["star", "stars", "starred", "starring"]),
        ("premiered", ["premiere", "premieres", "premiered", "premiering"]),
        ("pitched", ["pitch", "pitches", "pitched", "pitching"]),
        ("finished", ["finish", "finishes", "finished", "finishing"]),
        ("announced", ["announce", "announces", "announced", "announcing"]),
        ("edited", ["edit", "edits", "edited", "editing"]),
    ],
)
def test_a_regular_verb_has_all_its_forms(past: str, forms: list[str]) -> None:
    """It may have more, which nobody types."""
    assert set(forms) <= verb_forms(past, {})


def test_an_irregular_verb_has_the_forms_that_its_language_lists() -> None:
    assert verb_forms("wrote", IRREGULAR) == {"write", "writes", "wrote", "written", "writing"}


@pytest.mark.parametrize("word", ["about", "with", "born", "red", "bed"])
def test_what_is_no_past_tense_has_one_form(word: str) -> None:
    assert verb_forms(word, {}) == {word}
