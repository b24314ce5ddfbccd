"""A preview asks what the fact files want asked, and says which of it would no longer hold."""

from __future__ import annotations

import pytest

from bot.curating.edits import AddFact, EditEntity, FactEdit, RemoveFact
from bot.curating.library import Library
from bot.facts.store import SHARED, Layer
from tests.curating.conftest import HERE, SHARED_FILES, Open

ASKS = """\
asks:
  who directed Night Shift?: Ada Example
  is Night Shift a comedy?: unknown
"""
FILES = {
    **SHARED_FILES,
    "facts/films/night-shift.yaml": SHARED_FILES["facts/films/night-shift.yaml"] + ASKS,
    "facts/people/ada.yaml": "person: Ada Example\nasks:\n  what did Ada Example direct?: Night Shift\n",
    "facts/films/day-shift.yaml": "film: Day Shift\nsource: programme\nfacts: {runtime: 80 minutes}\n",
}


def broken(library: Library, layer: Layer, edit: FactEdit) -> set[str]:
    return {each.question for each in library.propose(layer, edit).broken}


@pytest.mark.parametrize("layer", [SHARED, HERE])
@pytest.mark.parametrize(
    ("edit", "questions"),
    [
        (AddFact("Night Shift", "runtime", "97"), set()),
        (AddFact("Night Shift", "directed_by", "Ben Sample"), {"who directed Night Shift?"}),
        (RemoveFact("Night Shift", "directed_by"), {"who directed Night Shift?", "what did Ada Example direct?"}),
        (AddFact("Night Shift", "genre", "comedy"), {"is Night Shift a comedy?"}),
        (AddFact("Day Shift", "directed_by", "Ada Example"), {"what did Ada Example direct?"}),
    ],
)
def test_what_would_no_longer_hold_is_told(library: Open, layer: Layer, edit: FactEdit, questions: set[str]) -> None:
    assert broken(library(FILES), layer, edit) == questions


def test_an_answer_that_changes_is_shown_whoever_wants_it_asked(library: Open) -> None:
    proposal = library(FILES).propose(SHARED, AddFact("Night Shift", "genre", "comedy"))
    assert "is Night Shift a comedy?" in [change.question for change in proposal.answers]
    [broken] = map(str, proposal.broken)
    assert broken.startswith("facts/films/night-shift.yaml:")
    assert "'is Night Shift a comedy?' is to get no answer, and gets: Yes" in broken


def test_the_same_words_in_another_order_are_no_other_answer(library: Open) -> None:
    proposal = library().propose(HERE, AddFact("Night Shift", "starring", "Dee Doe"))
    questions = [change.question for change in proposal.answers]
    assert "who stars in Night Shift (2021)?" in questions
    assert "who does Cleo Muster play in Night Shift (2021)?" not in questions  # only what else is known is reordered


def test_a_question_that_comes_with_the_edit_is_asked_too(library: Open) -> None:
    booth = library(FILES)
    shown = booth.text(SHARED, "day-shift")
    text = shown.text + "asks:\n  how long is Day Shift?: 81\n"
    assert broken(booth, SHARED, EditEntity("day-shift", text, shown.text)) == {"how long is Day Shift?"}


def test_what_did_not_hold_before_is_not_told_with_every_change(library: Open) -> None:
    booth = library(FILES)
    booth.commit(booth.propose(HERE, AddFact("Night Shift", "genre", "comedy")), who="ada")
    assert broken(booth, HERE, AddFact("Night Shift", "runtime", "97")) == set()
    assert broken(booth, HERE, AddFact("Night Shift", "genre", "drama")) == set()
    assert broken(booth, HERE, RemoveFact("Night Shift", "directed_by")) == {
        "who directed Night Shift?", "what did Ada Example direct?",
    }  # fmt: skip
