"""Two curators in processes that are killed at any step, and somebody with an editor: nothing acknowledged is lost."""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.curating.edits import AddFact
from bot.curating.proposal import Proposal
from bot.facts.store import SHARED, Change, Conflict, FileEdit, Revision
from bot.language.conversation import Conversation
from tests.curating.acting import Curator, Place
from tests.curating.conftest import SHARED_FILES

FILE = "facts/films/night-shift.yaml"
Step = tuple[str, str | int]
CURATORS = ("ada", "ben")
#: Some more steps than the writing of a change takes.
IN_FOLDER, IN_DATABASE = 40, 24


def by_curators(most: int) -> st.SearchStrategy[Step]:
    """One of them proposes a fact, or an undo; confirms it; or dies at one of the steps of that."""
    acts = st.sampled_from(["propose", "undo"]) | st.just("confirm") | st.integers(1, most)
    return st.tuples(st.sampled_from(CURATORS), acts)


def dying(most: int) -> list[Step]:
    """One after the other dies, each somewhat later in the writing."""
    return [(CURATORS[step // 2 % 2], step) for step in range(1, most, 2)]


BY_HAND = st.just(("disk", "edit"))
BOUNDED = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class World:
    """What the files must be by all that was acknowledged, and who changes them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        (place.knowledge / "facts").mkdir(parents=True)
        self.truth = {name: text.encode() for name, text in SHARED_FILES.items()}
        self.store = place.store()
        edits = tuple(FileEdit(name, None, text) for name, text in self.truth.items())
        self.first = self.store.write(Change(SHARED, edits, "ada")).number
        self.library = place.library(self.store)  # where proposals are made
        self.curators = {name: Curator(place) for name in CURATORS}
        self.proposed: dict[str, Proposal] = {}

    def close(self) -> None:
        for curator in self.curators.values():
            curator.close()
        self.library.close()
        self.store.close()

    def edit_by_hand(self, line: str) -> None:
        self.truth[FILE] += f"# {line}\n".encode()
        (self.place.knowledge / FILE).write_bytes(self.truth[FILE])

    def propose(self, who: str, value: str) -> None:
        edit = AddFact("night-shift", "starring", value, {"source": "programme"})
        self.proposed[who] = self.library.propose(SHARED, edit)

    def undo(self, who: str) -> None:
        """Propose to take the last change back, unless that is the first, or a file has changed since by hand."""
        with suppress(Conflict):
            proposal = self.library.undo(SHARED)
            if proposal.change.undoes != self.first:
                self.proposed[who] = proposal

    def confirm(self, who: str, killed_at: int | None) -> None:
        if (proposal := self.proposed.pop(who, None)) is None:
            return
        came = self.curators[who].confirm(proposal, killed_at)
        if came is None:  # whoever lives on knows what became of it
            other = next(each for each in CURATORS if each != who)
            came = self.curators[other].written(proposal.change.token)
        if isinstance(came, Revision):
            self.acknowledge(came)
        elif isinstance(came, Conflict):
            assert {name: text and text.data for name, text in came.now.items()} == {
                name: self.truth.get(name) for name in came.now
            }

    def acknowledge(self, revision: Revision) -> None:
        for file in revision.files:
            assert file.before == self.truth.get(file.name)
            assert file.after is not None
            self.truth[file.name] = file.after

    def check(self) -> None:
        """Files, history and answers of who comes later are what was acknowledged, and nothing else."""
        with closing(self.place.store()) as store, closing(self.place.library(store)) as library:
            assert {name: text.data for name, text in store.files(SHARED).items()} == self.truth
            for name, text in self.truth.items():
                history = store.history(SHARED, name, limit=1000)
                changes = [next(file for file in revision.files if file.name == name) for revision in history]
                assert changes[0].after == text
                assert all(new.before == old.after for new, old in pairwise(changes))
            cast = library.answer(SHARED, "who is in night shift?", Conversation()).answers
            assert [name for name in cast if name.startswith("Extra")] == [
                line.strip("- ") for line in self.truth[FILE].decode().splitlines() if "Extra" in line
            ]


def go(place: Place, steps: list[Step]) -> None:
    with closing(World(place)) as world:
        for number, (who, act) in enumerate(steps):
            if who == "disk":
                world.edit_by_hand(f"line {number}")
            elif act == "undo":
                world.undo(who)
            elif act == "propose":
                world.propose(who, f"Extra {number}")
            else:
                if who not in world.proposed:
                    world.propose(who, f"Extra {number}")
                world.confirm(who, act if isinstance(act, int) else None)
        world.check()


@example(dying(IN_FOLDER))
@given(st.lists(by_curators(IN_FOLDER) | BY_HAND, min_size=4, max_size=8))
@BOUNDED
def test_in_a_folder(cache: Path, few: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        go(Place(Path(folder), few, cache), steps)


@example(dying(IN_DATABASE))
@given(st.lists(by_curators(IN_DATABASE), min_size=4, max_size=8))
@BOUNDED
def test_in_a_database(cache: Path, few: Path, postgres: str, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        go(Place(Path(folder), few, cache, postgres, f"test_{uuid4().hex[:12]}"), steps)
