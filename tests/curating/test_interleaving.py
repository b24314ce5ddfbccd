"""Two curators, and somebody with an editor on the disk, in any order: nothing that was acknowledged is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.snapshots import Snapshot
from bot.curating.changing import carry_out
from bot.curating.drafting import Draft
from bot.curating.edits import AddFact
from bot.curating.layers import Layers
from bot.facts.folder_store import FolderStore
from bot.facts.store import SHARED, Change, Conflict
from tests.curating.conftest import SHARED_FILES
from tests.making import SHIPPED, write

FILE = "facts/films/night-shift.yaml"
#: (who, what): a curator confirms, or proposes anew; the editor adds a line at the end.
STEPS = st.lists(st.tuples(st.sampled_from(["ada", "ben", "disk"]), st.booleans()), min_size=2, max_size=12)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Snapshot]:
    """What everybody saw at first: which film is meant comes from it, its text from the store."""
    folder = tmp_path_factory.mktemp("first")
    store = FolderStore(write(folder / "knowledge", SHARED_FILES), folder / "data")
    found = Layers(store, folder / "knowledge", cache, SHIPPED).snapshot(SHARED)
    yield found
    found.base.close()
    store.close()


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_acknowledged_is_lost(snapshot: Snapshot, steps: list[tuple[str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        knowledge = write(Path(name) / "knowledge", SHARED_FILES)
        stores = {who: FolderStore(knowledge, Path(name) / "data") for who in ("ada", "ben")}
        for store in stores.values():
            stack.callback(store.close)
        path = knowledge / FILE
        proposed: dict[str, tuple[str, Change]] = {}
        acknowledged: list[str] = []
        for number, (who, confirms) in enumerate(steps):
            if who == "disk":
                acknowledged.append(f"# line {number}")
                path.write_text(f"{path.read_text()}# line {number}\n")
            elif confirms and who in proposed:
                value, change = proposed.pop(who)
                try:
                    stores[who].write(change)
                except Conflict as conflict:
                    now = conflict.now[FILE]
                    assert now is not None
                    assert now.data == path.read_bytes()
                else:
                    acknowledged.append(value)
            else:
                draft = Draft(SHARED, snapshot, stores[who])
                details = {"source": "programme"}
                carry_out(AddFact("night-shift", "starring", f"Extra {number}", details), draft)
                proposed[who] = (f"Extra {number}\n", Change(SHARED, draft.edits(), who))
        text = path.read_text()
        assert [each for each in acknowledged if each not in text] == []
        assert [value for value, _ in proposed.values() if value in text] == []
        stores["ada"].take_in()
        newest = stores["ben"].history(SHARED, FILE, 1)
        assert not newest or newest[0].files[0].after == path.read_bytes()
