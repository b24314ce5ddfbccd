"""A told fact that takes the place of another: a day that was put off, and what the history keeps of the old one."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.curating.edits import AddFact
from bot.curating.telling import Teller
from bot.curating.told import Told
from bot.curating.told_edit import edit_of
from bot.facts.store import SHARED
from bot.language.conversation import Conversation
from tests.curating.conftest import SHARED_FILES, Open
from tests.making import Make

LANTERN = "facts/films/lantern-hour.yaml"
DATED = """\
film: Lantern Hour
source: programme
facts:
  release_date: # as the festival had it
    - value: 2026-11-06
      certainty: expected
      quote: this autumn
    - value: 2026-12-01
      where: Germany
  runtime: 90 minutes # about
"""
FILES = SHARED_FILES | {LANTERN: DATED}


@pytest.fixture
def dated(make: Make) -> Teller:
    made: Answerer = make(FILES)
    return Teller(made.snapshot, made.understanding.parser)


@pytest.mark.parametrize(
    ("sentence", "replaces"),
    [
        ("Lantern Hour has been delayed to 2027", ("2026-11-06",)),
        ("Lantern Hour was pushed back to March 2027, says Ada Example", ("2026-11-06",)),
        ("Lantern Hour now comes out in 2027", ("2026-11-06",)),
        ("The new release date of Lantern Hour is 12 March 2027", ("2026-11-06",)),
        ("Lantern Hour has a new release date: 12 March 2027", ("2026-11-06",)),
        ("The release of Lantern Hour is postponed to March 2027", ("2026-11-06",)),
        ("Lantern Hour comes out in 2027", ()),
        ("Lantern Hour comes out in Germany in 2027", ()),
    ],
)
def test_what_is_put_off_takes_the_place_of_the_day_that_was_named(
    dated: Teller, sentence: str, replaces: tuple[str, ...]
) -> None:
    told = dated.tell(sentence)
    assert isinstance(told, Told), told
    assert told.replaces == replaces
    edit = edit_of(told)
    assert isinstance(edit, AddFact)
    assert (edit.value, edit.instead) == (told.value.text, bool(replaces))


def test_what_takes_a_place_leaves_the_rest_of_the_file_and_the_other_countries(library: Open) -> None:
    booth = library(FILES)
    edit = AddFact("lantern-hour", "release_date", "2027", {"source": "programme"}, instead=True)
    proposal = booth.propose(SHARED, edit)
    assert [str(change) for change in proposal.changes] == ["Lantern Hour (2026), release date: 2026-11-06 → 2027"]
    booth.commit(proposal, who="ada")
    assert booth.store.files(SHARED)[LANTERN].data.decode() == DATED.replace(
        "    - value: 2026-11-06\n      certainty: expected\n      quote: this autumn\n", "    - 2027\n"
    )
    assert str(booth.history(SHARED)[0].changes[0]) == "Lantern Hour (2026), release date: 2026-11-06 → 2027"
    told = booth.answer(SHARED, "what changed about Lantern Hour?", Conversation()).text
    assert "2026-11-06 → 2027" in told


def test_what_stands_there_already_takes_the_place_of_the_others_too(library: Open) -> None:
    booth = library(FILES | {LANTERN: "film: Lantern Hour\nfacts:\n  release_date: [2026-11-06, 2027]\n"})
    booth.commit(booth.propose(SHARED, AddFact("lantern-hour", "release_date", "2027", instead=True)), who="ada")
    assert booth.answer(SHARED, "when does Lantern Hour come out?", Conversation()).answers == ("2027",)


def test_whoever_is_named_goes_and_another_comes_in_that_place_or_none(library: Open) -> None:
    two = "  directed_by:\n    - Ada Example # the first\n    - Ben Sample\n"
    booth = library(FILES | {LANTERN: DATED.replace("  runtime", f"{two}  runtime")})
    for sentence, change in (
        ("Cleo Muster replaces Ada Example as director of Lantern Hour", "Ada Example → Cleo Muster"),
        ("Ben Sample leaves Lantern Hour", "removed Ben Sample"),
    ):
        with booth.view(SHARED) as view:
            told = Teller(view.snapshot, view.answerer.understanding.parser).tell(sentence)
        assert isinstance(told, Told), told
        proposal = booth.propose(SHARED, edit_of(told, {"source": "programme"}))
        assert [str(each) for each in proposal.changes] == [f"Lantern Hour (2026), director: {change}"]
        booth.commit(proposal, who="ada")
    text = booth.store.files(SHARED)[LANTERN].data.decode()
    assert "  directed_by:\n    - Cleo Muster" in text
    assert ("Ben Sample" in text, "this autumn" in text) == (False, True)
    assert booth.history(SHARED)[0].why == "programme"
