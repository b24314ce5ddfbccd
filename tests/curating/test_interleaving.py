"""Two curators, and somebody with an editor on the disk, in any order: nothing that was acknowledged is lost."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.curating.edits import AddFact
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose, Proposal
from bot.facts.folder_store import FolderStore
from bot.facts.store import SHARED, Conflict
from tests.curating.conftest import SHARED_FILES
from tests.making import SHIPPED, write

FILE = "facts/films/night-shift.yaml"
#: (who, what): a curator proposes or confirms; the editor adds a line at the end.
STEPS = st.lists(st.tuples(st.sampled_from(["ada", "ben", "disk"]), st.booleans()), min_size=2, max_size=8)


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_acknowledged_is_lost(cache: Path, steps: list[tuple[str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        knowledge = write(Path(name) / "knowledge", SHARED_FILES)
        curators: dict[str, Library] = {}
        for who in ("ada", "ben"):
            store = FolderStore(knowledge, Path(name) / "data")
            stack.callback(store.close)
            curators[who] = Library(store, knowledge, cache, SHIPPED)
            stack.callback(curators[who].close)
        pending: dict[str, tuple[str, Proposal]] = {}
        acknowledged: list[str] = []
        path = knowledge / FILE
        for number, (who, confirms) in enumerate(steps):
            if who == "disk":
                mark = f"# line {number}"
                path.write_text(path.read_text() + mark + "\n")
                acknowledged.append(mark)
            elif confirms and who in pending:
                value, proposal = pending.pop(who)
                try:
                    curators[who].commit(proposal, who)
                except Conflict:
                    continue
                acknowledged.append(value)
            else:
                value = f"Extra {number}"
                try:
                    pending[who] = (value, curators[who].propose(SHARED, AddFact("night-shift", "starring", value)))
                except CannotPropose:
                    raise AssertionError("a sound file takes another name") from None
        text = path.read_text()
        assert [each for each in acknowledged if each not in text] == []
        for value, _ in pending.values():
            assert value not in text
        store = curators["ada"].store
        assert isinstance(store, FolderStore)
        store.take_in()
        newest = store.history(SHARED, FILE, 1)
        assert not newest or newest[0].files[0].after == path.read_bytes()
