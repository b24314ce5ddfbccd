"""Two changes of one thing that began with the same text: what only one of them touched stays as that one has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curating.blocks import Block, facts_of, values_of
from bot.curating.editing import Clashed
from bot.curating.edits import AddFact, EditEntity, FactEdit, RemoveFact
from bot.curating.library import Library
from bot.curating.merging import merged
from bot.curating.weaving import woven
from bot.facts.folder_store import FolderStore
from bot.facts.nodes import Plain
from bot.facts.relation_file import read_vocabulary
from bot.facts.store import SHARED, Change, FileEdit, Layer, Store
from tests.curating.conftest import HERE, RELATIONS, SHARED_FILES, Open
from tests.making import SHIPPED

VOCABULARY = read_vocabulary((f"{name}.yaml", (SHIPPED / f"relations/{name}.yaml").read_bytes()) for name in RELATIONS)
NIGHT_SHIFT = "facts/films/night-shift.yaml"


def values(key: str, *sides: Plain | None, yielding: bool = False) -> tuple[Plain | None, int]:
    """What becomes of one relation of which base, theirs and mine say this; and how many clashes there are."""
    base, theirs, mine = [Block({"film": "X", "facts": {} if side is None else {key: side}}) for side in sides]
    result = merged(base, theirs, mine, VOCABULARY, yielding=yielding)
    return facts_of(result.block).get(key), len(result.clashes)


@pytest.mark.parametrize(
    ("key", "base", "theirs", "mine", "result"),
    [
        ("runtime", "96", "96", "97", "97"),
        ("runtime", "96", "98", "96", "98"),
        ("runtime", "96", None, "96", None),
        ("runtime", "96", "97", "97", "97"),
        ("runtime", None, "97", None, "97"),
        ("genre", None, "drama", "noir", ["drama", "noir"]),
        ("genre", "drama", ["drama", "noir"], None, "noir"),
        ("genre", ["a", "b", "c"], ["a", "c"], ["a", "b"], ["a"]),
        ("genre", ["a", "b", "c"], ["a", "x", "b", "c"], ["a", "y", "b", "c", "d"], ["a", "x", "y", "b", "c", "d"]),
        ("genre", ["a", "b"], ["b", "a"], ["a", "b", "c"], ["b", "c", "a"]),
        ("genre", ["a", "b"], ["a", "B2"], ["A2", "b"], ["A2", "B2"]),
        ("starring", ["A as X", "B"], ["A as X", "B", "C"], ["A as Y", "B"], ["A as Y", "B", "C"]),
        ("starring", ["A as X", "B"], ["B"], ["A as X", "B as Z"], ["B as Z"]),
    ],
)
def test_what_one_side_did_not_touch_stays_as_the_other_has_it(
    key: str, base: Plain | None, theirs: Plain | None, mine: Plain | None, result: Plain | None
) -> None:
    got, clashes = values(key, base, theirs, mine)
    assert (values_of(got), clashes) == (values_of(result), 0)


@pytest.mark.parametrize(
    ("key", "base", "theirs", "mine"),
    [
        ("runtime", "96", "98", "97"),
        ("runtime", "96", None, "97"),
        ("runtime", "96", "98", None),
        ("runtime", None, "98", "97"),
        ("starring", ["A as X", "B"], ["A as Y", "B"], ["A as Z", "B"]),
        ("starring", ["A as X", "B"], ["B"], ["A as Z", "B"]),
        ("starring", ["A"], ["A", "B as Y"], ["A", "B as Z"]),
        ("genre", ["a", "b"], ["a", "c"], ["a", "d"]),
    ],
)
def test_what_both_changed_otherwise_is_a_clash(
    key: str, base: Plain | None, theirs: Plain | None, mine: Plain | None
) -> None:
    assert values(key, base, theirs, mine) == (mine, 1)
    assert values(key, base, theirs, mine, yielding=True) == (theirs, 1)


LABELS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)


@given(base=LABELS, theirs=LABELS, mine=LABELS)
def test_without_a_clash_all_that_came_is_there_and_all_that_went_is_gone(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    got, clashes = values("genre", *(list[Plain](side) for side in (base, theirs, mine)))
    found = list(map(str, values_of(got)))
    assert len(found) == len(set(found))
    if not clashes:
        assert set(found) == {value for value in (*theirs, *mine) if value not in base or value in {*theirs} & {*mine}}


def test_a_fact_keeps_its_source_where_that_of_the_rest_has_changed() -> None:
    base: Block = {"film": "X", "source": "one", "facts": {"runtime": "96"}}
    theirs: Block = {"film": "X", "source": "one", "facts": {"runtime": "96", "genre": ["drama"]}}
    mine: Block = {"film": "X", "source": "two", "facts": {"runtime": "96"}}
    genre: Plain = [{"value": "drama", "source": "one"}]
    assert merged(base, theirs, mine, VOCABULARY).block == {
        "film": "X", "source": "two", "facts": {"runtime": "96", "genre": genre}
    }  # fmt: skip
    assert facts_of(merged(base, mine, theirs, VOCABULARY).block) == {"runtime": "96", "genre": genre}


def test_lines_of_both_go_together_unless_they_are_the_same_ones() -> None:
    base = "a\nb # why\nc\n"
    assert woven(base, "a\nb\nc\n", "a\nb # how\nc\n") is None
    assert woven(base, "a\nb # why\nc\nd\n", "# top\na\nb # why\nc\ne\n") == "# top\na\nb # why\nc\nd\ne\n"
    assert woven(base, "a\nc\n", "a\nc\n") == "a\nc\n"


@pytest.fixture(params=["folder", "postgres"])
def booth(request: pytest.FixtureRequest, tmp_path: Path, few: Path, cache: Path) -> Iterator[Library]:
    """A library over a store of either kind."""
    folder = tmp_path / "knowledge"
    (folder / "facts").mkdir(parents=True)
    opened: Store
    if request.param == "folder":
        opened = FolderStore(folder, tmp_path / "data")
    else:
        from bot.facts.postgres_store import PostgresStore  # noqa: PLC0415

        opened = PostgresStore(request.getfixturevalue("postgres"), request.getfixturevalue("schema"))
    with closing(opened), closing(Library(opened, folder, cache, few)) as library:
        edits = tuple(FileEdit(name, None, text.encode()) for name, text in SHARED_FILES.items())
        opened.write(Change(SHARED, edits, "somebody"))
        yield library


def made(library: Library, edit: FactEdit, layer: Layer = SHARED) -> str:
    """The film's file once the edit is made."""
    library.commit(library.propose(layer, edit), who="ada")
    return library.store.files(layer)[NIGHT_SHIFT].data.decode()


def test_somebody_elses_change_since_the_form_was_opened_stays(booth: Library) -> None:
    base = booth.text(SHARED, "night shift").text
    made(booth, AddFact("night shift", "starring", "Dee Doe", {"source": "programme"}))
    made(booth, RemoveFact("night shift", "production_status"))
    typed = base.replace("96 minutes", "97 minutes").replace("# she said so", "# as she said")
    proposal = booth.propose(SHARED, EditEntity("night-shift", typed, base))
    assert list(map(str, proposal.changes)) == ["Night Shift (2021), running time: 96 → 97"]
    assert proposal.notes == ("somebody else changed this in the meantime, and that stays: cast, production status",)
    booth.commit(proposal, who="ben")
    text = booth.store.files(SHARED)[NIGHT_SHIFT].data.decode()
    assert text == SHARED_FILES[NIGHT_SHIFT].replace("96", "97").replace("# she said so", "# as she said").replace(
        "    - Cleo Muster\n", "    - Cleo Muster\n    - Dee Doe\n"
    ).replace("  production_status: filming\n", "")


def test_what_both_changed_is_shown_and_either_can_be_taken(booth: Library) -> None:
    base = booth.text(SHARED, "night shift").text
    made(booth, AddFact("night shift", "runtime", "98 minutes", {"source": "programme"}))
    typed = base.replace("96 minutes", "97 minutes") + "  genre: drama\n"
    with pytest.raises(Clashed) as caught:
        booth.propose(SHARED, EditEntity("night-shift", typed, base))
    clash = caught.value
    assert "running time: it was 96 minutes; now it is 98 minutes; yours is 97 minutes" in str(clash)
    for wanted, minutes in ((clash.theirs, "98"), (clash.mine, "97")):
        proposal = booth.propose(SHARED, EditEntity("night-shift", wanted, clash.now))
        assert ("genre" in proposal.diff, f"runtime: {minutes}" in wanted) == (True, True)
    made(booth, AddFact("night shift", "runtime", "99 minutes", {"source": "programme"}))
    with pytest.raises(Clashed, match="it was 98 minutes; now it is 99 minutes; yours is 97 minutes"):
        booth.propose(SHARED, EditEntity("night-shift", clash.mine, clash.now))


def test_what_a_server_says_over_the_shared_facts_is_merged_too(library: Open) -> None:
    booth = library()
    for before, after in (("96", "97"), ("97", "95")):
        base = booth.text(HERE, "night shift").text
        mine = EditEntity("night-shift", base.replace(f"{before} minutes", f"{after} minutes"), base)
        made(booth, AddFact("night shift", "genre", f"drama of {after}", {"source": "programme"}), HERE)
        text = made(booth, mine, HERE)
    assert [part in text for part in ("95 minutes", "drama of 97", "drama of 95", "Ada Example")] == [True] * 3 + [
        False
    ]
