"""The history tells what a curator did: not what had to be copied for it, and what shows again when that goes."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.curating.edits import AddFact, EditEntity, FactEdit, ImportFile, NewEntity, RemoveEntity, RemoveFact
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose
from bot.facts.folder_store import FolderStore
from bot.facts.store import SHARED, Conflict, Layer
from bot.language.conversation import Conversation
from tests.curating.conftest import HERE, SHARED_FILES, THERE, Open
from tests.making import write

DEE = AddFact("Night Shift", "starring", "Dee Doe as The Thief", {"source": "programme"})
DEE_CAME = "Night Shift (2021), cast: added Dee Doe as The Thief"
DEE_WENT = "Night Shift (2021), cast: removed Dee Doe as The Thief"


def made(library: Library, layer: Layer, edit: FactEdit | int | None) -> None:
    proposal = library.undo(layer, edit) if edit is None or isinstance(edit, int) else library.propose(layer, edit)
    told = [str(change) for change in proposal.changes]
    library.commit(proposal, who="ada")
    assert newest(library, layer) == told  # the preview said the same


def newest(library: Library, layer: Layer, entity: str | None = None) -> list[str]:
    return [str(change) for change in library.history(layer, entity)[0].changes]


def test_a_servers_first_word_on_something_shared_is_told_without_what_was_copied(library: Open) -> None:
    booth = library()
    made(booth, HERE, DEE)
    assert newest(booth, HERE, "night shift") == [DEE_CAME]


def test_taking_it_back_tells_what_is_gone(library: Open) -> None:
    booth = library()
    made(booth, HERE, DEE)
    made(booth, HERE, None)
    assert newest(booth, HERE, "night shift") == [DEE_WENT]
    made(booth, HERE, DEE)
    made(booth, HERE, RemoveEntity("night-shift"))
    assert newest(booth, HERE) == [DEE_WENT]


def test_a_value_of_its_own_is_told_beside_the_shared_one(library: Open) -> None:
    booth = library()
    made(booth, HERE, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    assert newest(booth, HERE) == ["Night Shift (2021), running time: 96 → 97"]
    made(booth, HERE, RemoveFact("Night Shift", "runtime"))
    assert newest(booth, HERE) == ["Night Shift (2021), running time: 97 → 96"]  # the shared one shows again
    made(booth, HERE, RemoveFact("Night Shift", "runtime"))
    assert newest(booth, HERE) == ["Night Shift (2021), running time: removed 96"]


def test_what_the_shared_facts_said_then_is_what_counts(library: Open) -> None:
    booth = library()
    made(booth, HERE, DEE)
    made(booth, SHARED, AddFact("Night Shift", "starring", "Elli Maker", {"source": "programme"}))
    made(booth, SHARED, RemoveFact("Night Shift", "starring", "Cleo Muster"))
    assert newest(booth, HERE) == [DEE_CAME]
    made(booth, HERE, AddFact("Night Shift", "starring", "Fay Gale", {"source": "programme"}))
    assert newest(booth, HERE) == ["Night Shift (2021), cast: added Fay Gale"]


def test_a_file_that_means_something_shared_by_its_name_is_told_under_that(library: Open) -> None:
    booth = library()
    ours = ImportFile("ours.yaml", b"film: Night Shift\nfacts:\n  runtime: 99 minutes\n  directed_by: []\n")
    made(booth, HERE, ours)
    assert newest(booth, HERE, "night-shift") == [
        "Night Shift (2021), director: removed Ada Example",
        "Night Shift (2021), running time: 96 → 99",
    ]


def test_what_was_imported_counts_as_what_was_there(library: Open) -> None:
    pack = "- film: Day Shift\n  id: tt1\n  source: programme\n  facts: {runtime: 80, genre: [drama, crime]}\n"
    booth = library({**SHARED_FILES, "facts/imported/imdb/films.yaml": pack})
    made(booth, SHARED, AddFact("Day Shift", "genre", "thriller", {"source": "programme"}))
    assert newest(booth, SHARED, "tt1") == ["Day Shift, genre: added thriller"]


def test_other_names_and_what_is_said_of_a_source_are_told_too(library: Open) -> None:
    booth = library()
    shown = booth.text(SHARED, "night shift")
    text = shown.text.replace("source:", "also_known_as: [Nocturno]\nsource:", 1)
    made(booth, SHARED, EditEntity("night-shift", text, shown.text))
    assert newest(booth, SHARED) == ["Night Shift (2021), also known as: added Nocturno"]
    shown = booth.text(SHARED, "programme")
    made(booth, SHARED, EditEntity("programme", shown.text + "date: 2021-08-01\n", shown.text))
    assert newest(booth, SHARED) == ["The programme, date: added 2021-08-01"]


def test_another_year_is_no_other_name(library: Open) -> None:
    booth = library()
    made(booth, HERE, AddFact("Night Shift", "release_date", "2022-09-03", {"source": "programme"}))
    made(booth, HERE, RemoveFact("Night Shift", "release_date", "2021-09-03"))
    assert newest(booth, HERE) == ["Night Shift (2022), release date: removed 2021-09-03"]


def test_what_is_new_and_what_goes_as_a_whole(library: Open) -> None:
    booth = library()
    made(booth, HERE, NewEntity("film", "Day Shift", (), {"runtime": "80 minutes"}, {"source": "programme"}))
    assert newest(booth, HERE) == ["Day Shift (film) is new", "Day Shift, running time: added 80"]
    made(booth, HERE, RemoveEntity("day-shift"))
    for entity in ("day-shift", "Day Shift"):
        assert newest(booth, HERE, entity) == ["Day Shift (film) goes", "Day Shift, running time: removed 80"]
    with pytest.raises(CannotPropose, match="did you mean"):
        booth.history(HERE, "Nite Shft")


def test_an_edit_by_hand_is_told_in_the_same_way(library: Open, tmp_path: Path) -> None:
    made(library(), HERE, AddFact("Night Shift", "genre", "thriller", {"source": "programme"}))
    path = tmp_path / "data/servers/11/facts/films/night-shift.yaml"
    path.write_text("film: Night Shift\nsource: programme\nfacts:\n  starring: [Ben Sample as The Guard, Dee Doe]\n")
    booth = library()
    assert newest(booth, HERE) == [
        "Night Shift (2021), genre: removed thriller",
        "Night Shift (2021), cast: Cleo Muster → Dee Doe",
    ]
    assert booth.history(HERE)[0].by_hand


def test_what_changed_is_answered_with_what_the_curator_did(library: Open) -> None:
    booth = library()
    made(booth, HERE, DEE)
    answer = booth.answer(HERE, "what changed about night shift?", Conversation())
    assert answer.answers == ("Dee Doe as The Thief",)


OURS = b"film: Night Shift\nid: night-shift\nfacts:\n  runtime: 99 minutes\n  starring: []\n"
EDITS = (
    DEE,
    AddFact("night-shift", "starring", "Elli Maker", {"certainty": "rumoured"}),
    AddFact("night-shift", "runtime", "97 minutes", {"source": "programme"}),
    RemoveFact("night-shift", "runtime"),
    RemoveFact("night-shift", "starring", "Cleo Muster"),
    RemoveEntity("night-shift"),
    ImportFile("ours.yaml", OURS),
    None,
)
STEPS = st.lists(st.tuples(st.sampled_from([HERE, THERE, SHARED]), st.sampled_from(EDITS)), min_size=3, max_size=8)


@given(steps=STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_history_tells_of_every_change_what_its_preview_said(
    cache: Path, few: Path, steps: list[tuple[Layer, FactEdit | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        knowledge = write(Path(folder) / "knowledge", SHARED_FILES)
        store = stack.enter_context(closing(FolderStore(knowledge, Path(folder) / "data")))
        booth = stack.enter_context(closing(Library(store, knowledge, cache, few)))
        said: dict[int, list[str]] = {}
        for layer, edit in steps:
            with suppress(CannotPropose, Conflict):
                proposal = booth.undo(layer) if edit is None else booth.propose(layer, edit)
                said[booth.commit(proposal, who="ada").sequence] = sorted(map(str, proposal.changes))
        told = {entry.sequence: entry for layer in (HERE, THERE, SHARED) for entry in booth.history(layer)}
        assert {sequence: sorted(map(str, entry.changes)) for sequence, entry in told.items()} == said
