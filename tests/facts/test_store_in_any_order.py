"""Two clients and somebody with an editor, in any order: nothing is lost, and the history tells all of it."""

from __future__ import annotations

import shutil
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.facts.folder_store import FolderStore
from bot.facts.store import SHARED, Change, Conflict, FileEdit, StoredText, undoing

NAMES = st.sampled_from(["facts/a.yaml", "facts/b.yaml", "facts/c/d.yaml"])
TEXTS = st.sampled_from([b"film: A\n", b"film: B\r\n", b"film: C"])
CLIENTS = st.integers(0, 1)


class TwoClientsAndAnEditor(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "knowledge" / "facts").mkdir(parents=True)
        self.clients = [FolderStore(self.folder / "knowledge", self.folder / "data") for _ in range(2)]
        self.seen: list[dict[str, StoredText]] = [{}, {}]
        self.truth: dict[str, bytes] = {}

    def teardown(self) -> None:
        for client in self.clients:
            client.close()
        shutil.rmtree(self.folder)

    @rule(client=CLIENTS)
    def look(self, client: int) -> None:
        self.seen[client] = dict(self.clients[client].files(SHARED))

    @rule(client=CLIENTS, name=NAMES, text=st.none() | TEXTS)
    def edit(self, client: int, name: str, text: bytes | None) -> None:
        seen = self.seen[client].get(name)
        change = Change(SHARED, (FileEdit(name, seen.digest if seen else None, text),), "ada")
        try:
            self.clients[client].write(change)
        except Conflict as conflict:
            now = conflict.now[name]
            assert (now.data if now else None) == self.truth.get(name) != (seen.data if seen else None)
        else:
            assert self.truth.get(name) == (seen.data if seen else None)
            self.hold(name, text)

    @rule(name=NAMES, text=st.none() | TEXTS)
    def edit_by_hand(self, name: str, text: bytes | None) -> None:
        path = self.folder / "knowledge" / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text)
        self.hold(name, text)

    @rule(client=CLIENTS)
    def notice(self, client: int) -> None:
        self.clients[client].take_in()

    @rule(client=CLIENTS)
    def undo(self, client: int) -> None:
        for revision in self.clients[client].history(SHARED, limit=1):
            try:
                self.clients[client].write(undoing(revision, "bob"))
            except Conflict:
                assert any(self.truth.get(file.name) != file.after for file in revision.files)
            else:
                for file in revision.files:
                    self.hold(file.name, file.before)

    @rule(client=CLIENTS)
    def start_anew(self, client: int) -> None:
        self.clients[client].close()
        self.clients[client] = FolderStore(self.folder / "knowledge", self.folder / "data")

    def hold(self, name: str, text: bytes | None) -> None:
        self.truth.pop(name, None)
        if text is not None:
            self.truth[name] = text

    @invariant()
    def both_see_the_truth(self) -> None:
        for client in self.clients:
            assert {name: text.data for name, text in client.files(SHARED).items()} == self.truth

    @invariant()
    def the_history_of_each_file_has_no_gap(self) -> None:
        for name in ("facts/a.yaml", "facts/b.yaml", "facts/c/d.yaml"):
            history = self.clients[0].history(SHARED, name, limit=1000)
            texts = [next(file for file in revision.files if file.name == name) for revision in history]
            assert all(new.before == old.after for new, old in pairwise(texts))


TestTwoClientsAndAnEditor = TwoClientsAndAnEditor.TestCase
TestTwoClientsAndAnEditor.settings = settings(max_examples=15, stateful_step_count=20, deadline=None, derandomize=True)
