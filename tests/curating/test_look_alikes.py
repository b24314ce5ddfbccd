"""A new name that may be taken for another's is told of in the preview, and never refused."""

from __future__ import annotations

import pytest

from bot.curating.edits import AddFact, EditEntity, FactEdit, ImportFile, NewEntity
from bot.curating.library import Library
from bot.facts.store import SHARED
from tests.curating.conftest import Open


def told(library: Library, edit: FactEdit) -> list[str]:
    """The notes about names; that the facts have no source yet is none of them."""
    return [note for note in library.propose(SHARED, edit).notes if "night-shift" in note]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Nigth Shift", "two letters swapped"),
        ("Nightt-Shift", "a letter doubled"),
        ("Shift Night", "the words in another order"),
        ("N\u0456ght Shift", "a Cyrillic letter"),
        ("\u039dight Shift", "a Greek letter"),
        ("\u041dight", "none: a letter that looks alike does not make up for a word"),
        ("Day Shift", "none: another word"),
        ("Night Shift 2", "none: another number"),
    ],
)
def test_a_name_much_like_another(library: Open, name: str, why: str) -> None:
    notes = told(library(), NewEntity("film", name))
    expected = [f"{name!r} is easily taken for Night Shift (2021) (night-shift); both are kept apart"]
    assert notes == ([] if why.startswith("none") else expected)


def test_the_same_name_in_another_year(library: Open) -> None:
    again = NewEntity("film", "NIGHT SHIFT", facts={"release_date": "1987-02-01"})
    assert told(library(), again) == [
        "Night Shift (2021) (night-shift) is called 'NIGHT SHIFT' too; both are kept apart"
    ]


def test_another_name_of_something(library: Open) -> None:
    booth = library()
    assert told(booth, NewEntity("film", "Day Shift", ("Nightshift",))) == [
        "Night Shift (2021) (night-shift) is called 'Nightshift' too; both are kept apart"
    ]
    booth.commit(booth.propose(SHARED, NewEntity("film", "Day Shift")), who="ada")
    shown = booth.text(SHARED, "day-shift")
    alias = EditEntity("day-shift", f"{shown.text}also_known_as: [Nigth Shift]\n", shown.text)
    assert len(told(booth, alias)) == 1
    booth.commit(booth.propose(SHARED, alias), who="ada")
    assert told(booth, AddFact("Day Shift", "runtime", "80 minutes")) == []


def test_what_is_of_another_kind_or_the_same_thing_is_not_told_of(library: Open) -> None:
    booth = library()
    assert told(booth, NewEntity("book", "Nigth Shift")) == []
    assert told(booth, ImportFile("night-shift.yaml", b"film: Night Shift\nalso_known_as: Nigth Shift\n")) == []


def test_a_file_of_many_names_is_not_drowned_in_notes(library: Open) -> None:
    pack = "".join(f"- film: Night Shift\n  id: shift-{number}\n" for number in range(50))
    assert 0 < len(told(library(), ImportFile("pack.yaml", pack.encode()))) <= 5
