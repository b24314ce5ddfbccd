"""Edits of a fact file: what is asked for is in it afterwards, the rest is as it was, and nothing bad gets in."""

from __future__ import annotations

import pytest

from bot.facts.fact_edit import (
    AddEntity,
    AddValue,
    Edit,
    RemoveEntity,
    RemoveValue,
    ReplaceEntity,
    ReplaceValue,
    SetDetails,
    SetKeys,
    edit_facts,
)
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.reading import read_rules
from bot.facts.yaml_edit import CannotEdit
from tests.making import SHIPPED

VOCABULARY = read_rules(list_knowledge(SHIPPED, SHIPPED)).vocabulary
NAME = "facts/films/night-shift.yaml"
ONE = """\
# of the festival
film: Night Shift
source: programme
facts:
  directed_by: Ada Example # she said so
  starring:
    - Ben Sample as The Guard
    - Cleo Muster
  runtime: 96 minutes
"""
PACK = """\
- film: First Light
  source: programme
  facts: {directed_by: Ada Example}

# a person
- person: Ada Example
  id: ada
- film: [broken]
"""


def edited(edit: Edit, text: str = ONE, name: str = NAME) -> str:
    return edit_facts(text.encode(), edit, name, VOCABULARY).decode()


def instead(old: str, new: str, text: str = ONE) -> str:
    """`text` with one piece of it replaced."""
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (AddValue("night-shift", "genre", "thriller"), ONE + "  genre: thriller\n"),
        (AddValue("night-shift", "starring", "Dee Doe"), instead("- Cleo Muster\n", "- Cleo Muster\n    - Dee Doe\n")),
        (
            AddValue("night-shift", "starring", {"value": "Dee Doe", "certainty": "rumoured", "as_of": "2021-09"}),
            instead("Cleo Muster\n", "Cleo Muster\n    - value: Dee Doe\n"
                    "      certainty: rumoured\n      as_of: 2021-09\n"),
        ),
        (AddValue("night-shift", "directed_by", "Dee Doe"),
         instead("Ada Example # she", "[Ada Example, Dee Doe] # she")),
        (ReplaceValue("night-shift", "runtime", 0, "97 minutes"), instead("96", "97")),
        (RemoveValue("night-shift", "starring", 0), instead("    - Ben Sample as The Guard\n", "")),
        (RemoveValue("night-shift", "runtime", 0), instead("  runtime: 96 minutes\n", "")),
        (
            SetDetails("night-shift", "runtime", 0, {"certainty": "reported", "source": "other", "as_of": "2021"}),
            instead("runtime: 96 minutes", "runtime:\n    value: 96 minutes\n    certainty: reported\n"
                    "    source: other\n    as_of: 2021"),
        ),
        (
            SetDetails("night-shift", "starring", 0, {"as": "A Guard"}),
            instead("Ben Sample as The Guard", "value: Ben Sample\n      as: A Guard"),
        ),
        (SetKeys("night-shift", {"film": "Nightshift"}), instead("film: Night Shift", "film: Nightshift")),
        (
            SetKeys("night-shift", {"also_known_as": ["Nocturno"], "as_of": "2021"}),
            instead("facts:", "also_known_as: [Nocturno]\nas_of: 2021\nfacts:"),
        ),
        (SetKeys("night-shift", {"source": None}), instead("source: programme\n", "")),
        (
            ReplaceEntity("night-shift", {"film": "Night Shift", "facts": {"directed_by": "Ada Example"}}),
            "# of the festival\nfilm: Night Shift\nfacts:\n  directed_by: Ada Example # she said so\n",
        ),
    ],
)  # fmt: skip
def test_an_edit_of_a_file_with_one_entity(edit: Edit, text: str) -> None:
    assert edited(edit) == text


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (AddValue("first-light", "genre", "noir"), instead("Ada Example}", "Ada Example, genre: noir}", PACK)),
        (
            SetDetails("first-light", "directed_by", 0, {"note": "a, b"}),
            instead("Ada Example}", '{value: Ada Example, note: "a, b"}}', PACK),
        ),
        (AddValue("ada", "born_on", "1961"), instead("id: ada\n", "id: ada\n  facts:\n    born_on: 1961\n", PACK)),
        (AddEntity({"film": "Dawn", "facts": {"genre": "noir"}}), PACK + "- film: Dawn\n  facts:\n    genre: noir\n"),
        (RemoveEntity("ada"), instead("- person: Ada Example\n  id: ada\n", "", PACK)),
    ],
)
def test_an_edit_of_a_pack_leaves_the_others_alone_even_broken_ones(edit: Edit, text: str) -> None:
    assert edited(edit, PACK, "facts/more.yaml") == text


def test_a_detail_is_taken_away_and_the_last_value_with_its_heading() -> None:
    long = edited(SetDetails("night-shift", "runtime", 0, {"note": "x", "certainty": "reported"}))
    assert "note" not in edited(SetDetails("night-shift", "runtime", 0, {"note": None}), long)
    only = "film: Night Shift\nfacts:\n  runtime: 96 minutes\n"
    assert edited(RemoveValue("night-shift", "runtime", 0), only) == "film: Night Shift\n"


def test_a_new_file() -> None:
    block = AddEntity({"film": "Movie #1: The Beginning", "source": "programme", "facts": {"runtime": "96 minutes"}})
    assert edited(block, "") == ('film: "Movie #1: The Beginning"\nsource: programme\nfacts:\n  runtime: 96 minutes\n')


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (AddValue("night-shift", "runtime", "97 minutes"), "'runtime' has one value, and there is one already"),
        (AddValue("night-shift", "starring", "Cleo Muster"), "is there already"),
        (AddValue("night-shift", "run_time", "1"), "unknown relation 'run_time' (did you mean 'runtime'?)"),
        (AddValue("night-shift", "born_on", "1961"), "the kind 'film' has no 'born_on'"),
        (AddValue("night-shift", "release_date", "soon"), f"{NAME}:10:17: "),
        (ReplaceValue("night-shift", "starring", 2, "X"), "has no such 'starring' any more"),
        (RemoveValue("night-shift", "genre", 0), "has no such 'genre' any more"),
        (SetDetails("night-shift", "runtime", 0, {"certainty": "sure"}), "unknown certainty 'sure'"),
        (SetDetails("night-shift", "runtime", 0, {"where": "x"}), "unknown key 'where'"),
        (SetKeys("night-shift", {"film": None}), "does not say what it describes"),
        (SetKeys("night-shift", {"flim": "x"}), "unknown key 'flim'"),
        (AddValue("heat", "genre", "x"), "there is no 'heat' in this file"),
        (AddEntity({"film": "X"}), "this file describes one entity"),
        (RemoveEntity("night-shift"), "delete the file"),
    ],
)
def test_what_does_not_fit_is_refused_with_place_and_hint(edit: Edit, says: str) -> None:
    with pytest.raises(CannotEdit) as refused:
        edited(edit)
    told = str(refused.value)
    assert says in told
    assert told.startswith(NAME)


def test_an_entity_in_a_broken_file_is_told_with_what_is_broken() -> None:
    with pytest.raises(CannotEdit, match="unknown relation 'run_time'"):
        edited(AddValue("night-shift", "genre", "x"), ONE.replace("runtime", "run_time"))


def test_several_edits_are_made_at_once_each_named_as_before() -> None:
    pack = "- film: A\n- film: B # stays\n- film: C\n  facts: {runtime: 90}\n"
    edits: list[Edit] = [
        RemoveEntity("a"),
        ReplaceEntity("c", {"film": "C", "facts": {"runtime": "91"}}),
        AddEntity({"film": "D"}),
        ReplaceEntity("b", {"film": "B", "also_known_as": "Bee"}),
    ]
    made = edit_facts(pack.encode(), edits, NAME, VOCABULARY).decode()
    assert made == "- film: B # stays\n  also_known_as: Bee\n- film: C\n  facts: {runtime: 91}\n- film: D\n"
    with pytest.raises(CannotEdit, match="there is no 'a' in this file"):
        edit_facts(pack.encode(), [RemoveEntity("a"), RemoveEntity("a")], NAME, VOCABULARY)
