"""A chosen change is taken back, and what was changed since stays."""

from __future__ import annotations

import pytest

from bot.curating.edits import AddFact, FactEdit, ImportFile, NewEntity, RemoveEntity, RemoveFact
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose
from bot.facts.store import SHARED, Layer
from tests.curating.conftest import HERE, SHARED_FILES, Open

NIGHT_SHIFT = "facts/films/night-shift.yaml"
PROGRAMME = {"source": "programme"}


def made(library: Library, edit: FactEdit, layer: Layer = SHARED) -> int:
    return library.commit(library.propose(layer, edit), who="ada").number


def own(library: Library) -> str | None:
    """What the server's own file says of the film; None where there is none."""
    text = library.store.files(HERE).get(NIGHT_SHIFT)
    return text.data.decode() if text else None


def taken_back(library: Library, number: int) -> str:
    """The film's file once that change is taken back."""
    library.commit(library.undo(SHARED, number), who="ben")
    return library.store.files(SHARED)[NIGHT_SHIFT].data.decode()


def test_another_fact_that_was_changed_since_stays(library: Open) -> None:
    booth = library()
    number = made(booth, AddFact("night shift", "runtime", "97 minutes", PROGRAMME))
    made(booth, AddFact("night shift", "genre", "drama", PROGRAMME))
    undo = booth.undo(SHARED, number)
    assert [str(change) for change in undo.changes] == ["Night Shift (2021), running time: 97 → 96"]
    assert taken_back(booth, number) == SHARED_FILES[NIGHT_SHIFT] + "  genre: drama\n"
    assert booth.history(SHARED)[0].undoes == number


def test_of_a_list_only_what_came_goes_and_what_went_comes_back(library: Open) -> None:
    booth = library()
    came = made(booth, AddFact("night shift", "starring", "Dee Doe", PROGRAMME))
    went = made(booth, RemoveFact("night shift", "starring", "Cleo Muster"))
    made(booth, AddFact("night shift", "starring", "Eve Else", PROGRAMME))
    assert "starring:\n    - Ben Sample as The Guard\n    - Eve Else\n" in taken_back(booth, came)
    assert "    - Cleo Muster\n    - Eve Else\n" in taken_back(booth, went)


def test_an_undo_in_between_is_undone_alike(library: Open) -> None:
    booth = library()
    made(booth, AddFact("night shift", "runtime", "97 minutes", PROGRAMME))
    booth.commit(booth.undo(SHARED), who="ada")
    undo = booth.history(SHARED)[0].number
    made(booth, AddFact("night shift", "genre", "drama", PROGRAMME))
    assert "runtime: 97 minutes" in taken_back(booth, undo)


def test_a_source_that_other_facts_name_by_now_stays(library: Open) -> None:
    booth = library()
    first = made(booth, AddFact("night shift", "runtime", "97 minutes", {"source": "The Gazette"}))
    made(booth, AddFact("night shift", "genre", "drama", {"source": "The Gazette"}))
    assert booth.undo(SHARED, first).problems == ()
    taken_back(booth, first)
    assert "facts/sources/the-gazette.yaml" in booth.store.files(SHARED)
    alone = made(booth, AddFact("night shift", "tagline", "Stay awake.", {"source": "The Herald"}))
    taken_back(booth, alone)
    assert "facts/sources/the-herald.yaml" not in booth.store.files(SHARED)
    described = made(booth, NewEntity("source", "The Star"))
    made(booth, AddFact("night shift", "budget", "$2 million", {"source": "The Star"}))
    with pytest.raises(CannotPropose, match="facts name what it described"):
        booth.undo(SHARED, described)


@pytest.mark.parametrize(
    "later",
    [AddFact("night shift", "runtime", "98 minutes", PROGRAMME), RemoveFact("night shift", "runtime")],
    ids=["changed again", "removed"],
)
def test_what_was_changed_itself_is_not_guessed(library: Open, later: FactEdit) -> None:
    booth = library()
    number = made(booth, AddFact("night shift", "runtime", "97 minutes", PROGRAMME))
    made(booth, later)
    with pytest.raises(CannotPropose, match=f"was changed again, by {number + 1}; take that back first"):
        booth.undo(SHARED, number)


def test_of_what_is_described_further_only_what_was_said_first_goes(library: Open) -> None:
    booth = library()
    number = made(booth, NewEntity("film", "Day Shift", ("Shift",), {"genre": "drama"}, PROGRAMME))
    made(booth, AddFact("day shift", "runtime", "80 minutes", PROGRAMME))
    undo = booth.undo(SHARED, number)
    assert list(map(str, undo.changes)) == [
        "Day Shift, also known as: removed Shift",
        "Day Shift, genre: removed drama",
    ]
    booth.commit(undo, who="ben")
    text = booth.store.files(SHARED)["facts/films/day-shift.yaml"].data.decode()
    assert text == "film: Day Shift\nsource: programme\nfacts:\n  runtime: 80 minutes\n"


def test_that_something_is_there_at_all_is_not_taken_back_while_facts_stand_on_it(library: Open) -> None:
    booth = library()
    number = made(booth, NewEntity("film", "Day Shift"))
    made(booth, AddFact("day shift", "runtime", "80 minutes", PROGRAMME))
    with pytest.raises(CannotPropose, match=f"was changed again, by {number + 1}; take that back first"):
        booth.undo(SHARED, number)


def test_a_servers_first_change_is_taken_back_and_the_shared_facts_show_again(library: Open) -> None:
    booth = library()
    cast = made(booth, AddFact("night shift", "starring", "Dee Doe", PROGRAMME), HERE)
    made(booth, AddFact("night shift", "genre", "drama", PROGRAMME), HERE)
    booth.commit(booth.undo(HERE, cast), who="ben")
    assert own(booth) == "film: Night Shift\nfacts:\n  genre:\n    value: drama\n    source: programme\n"


def test_what_a_server_says_over_the_shared_facts_stays_whole(library: Open) -> None:
    booth = library()
    runtime = made(booth, AddFact("night shift", "runtime", "97 minutes", PROGRAMME), HERE)
    cast = made(booth, AddFact("night shift", "starring", "Dee Doe", PROGRAMME), HERE)
    made(booth, AddFact("night shift", "starring", "Eve Else", PROGRAMME), HERE)
    undo = booth.undo(HERE, cast)
    assert list(map(str, undo.changes)) == ["Night Shift (2021), cast: removed Dee Doe"]
    booth.commit(undo, who="ben")
    booth.commit(booth.undo(HERE, runtime), who="ben")
    assert "runtime" not in (own(booth) or "")
    booth.commit(booth.undo(HERE, cast + 1), who="ben")
    assert own(booth) is None


def test_what_went_from_a_pack_comes_back_beside_what_was_changed_there_since(library: Open) -> None:
    booth = library()
    made(booth, ImportFile("pack.yaml", b"- film: A\n- film: B\n  facts: {genre: drama}\n- film: C\n"))
    gone = made(booth, RemoveEntity("b"))
    made(booth, AddFact("a", "genre", "thriller", PROGRAMME))
    assert list(map(str, booth.undo(SHARED, gone).changes)) == ["B (film) is new", "B, genre: added drama"]
