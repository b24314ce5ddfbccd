"""The records of the scratch database as packs. Entries stay in their files; only files that change are written.

All of it is written aside first and moved into place at the end, people before the works that name them, so that an
import that is interrupted leaves what was there.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bot.facts.joining import IMPORTED
from bot.facts.model import KINDS
from bot.facts.text import normalise
from bot.facts.vocabulary import VALUE, Vocabulary
from bot.imports.known import packs_of
from bot.imports.pack_file import Block, Pack, digest, read_pack
from bot.imports.records import ImportFailed
from bot.imports.report import Report
from bot.imports.streams import Progress
from bot.imports.yaml_lines import Entry, Link, Written, entry_text

#: Entries in a file: few enough for an editor, and a change rewrites a few hundred kilobytes at the most.
ENTRIES = 500
#: Files of each kind, in the order in which they are moved into place.
PREFIXES = {"source": "source", "person": "people", "series": "series", "film": "films"}
_ASIDE = ".new-"
_NUMBERED = re.compile(r"(\w+)-(\d+)\.yaml")


class Packs:
    """Writes the packs of one import. `source` is the id of where all of its facts come from."""

    def __init__(
        self, db: sqlite3.Connection, folder: Path, source: str, vocabulary: Vocabulary, report: Report, *, prune: bool
    ) -> None:
        self._db, self._folder, self._source = db, folder, source
        self._vocabulary, self._report, self._prune = vocabulary, report, prune
        self._staged: list[tuple[Path, Path]] = []
        self._emptied: list[Path] = []

    def write(self, about_source: Entry | None, progress: Progress) -> None:
        """Write every pack aside. `about_source` is the entry of the source, unless another file has it."""
        if about_source:
            text = entry_text(about_source)
            block = Block(about_source.id, "source", text)
            self._stage("source.yaml", self._composed("source.yaml", {about_source.id: block}, ()))
        for name, ids in self._new_ones():
            pack = self._composed(name, None, [self._block(ident) for ident in ids])
            self._stage(name, pack)
            progress(len(pack.blocks))

    def commit(self) -> None:
        """Move what was written aside into place. Raises ImportFailed."""
        for aside, path in self._staged:
            aside.replace(path)
        for path in self._emptied:
            path.unlink(missing_ok=True)
        if hasattr(os, "O_DIRECTORY"):  # where folders can be synced, that makes the new names durable
            handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    # -- which entry goes where ----------------------------------------------------------------------------------------

    def _new_ones(self) -> Iterable[tuple[str, list[str]]]:
        """Every pack by name, with the ids that are new in it."""
        there = [path.name for path in packs_of(self._folder)]
        for kind, prefix in PREFIXES.items():
            if kind == "source":
                continue
            packs = [name for name in there if (found := _NUMBERED.fullmatch(name)) and found[1] == prefix]
            last = packs[-1] if packs else f"{prefix}-0001.yaml"
            yield from ((name, []) for name in packs[:-1])
            room = ENTRIES - int(self._db.execute("SELECT count(*) FROM old WHERE pack = ?", (last,)).fetchone()[0])
            ids: list[str] = []
            for (ident,) in self._db.execute(
                "SELECT id FROM record WHERE kind = ? AND id IS NOT NULL AND id NOT IN (SELECT id FROM old)"
                " AND id NOT IN (SELECT id FROM deleted) GROUP BY id ORDER BY min(number)",
                (kind,),
            ):
                if len(ids) >= room:
                    yield last, ids
                    number = _NUMBERED.fullmatch(last)
                    last, ids, room = f"{prefix}-{int(number[2] if number else 0) + 1:04}.yaml", [], ENTRIES
                ids.append(ident)
            if ids or packs:
                yield last, ids

    def _composed(self, name: str, blocks: Mapping[str, Block] | None, new: Iterable[Block]) -> Pack:
        """The pack `name` with what is now known of its entries, given in `blocks` or else in the scratch database."""
        path = self._folder / name
        old = read_pack(path, f"{IMPORTED}/{self._folder.name}/{name}") if path.exists() else Pack()
        kept: list[Block] = []
        digests = dict(old.digests)
        find: Callable[[str], Block | None] = blocks.get if blocks is not None else self._find
        fresh = list(new) if blocks is None else [b for i, b in blocks.items() if i not in digests and not old.blocks]
        for block in old.blocks:
            if block.edited:
                self._report.keep("entries that were changed by hand", f"{block.id} in {name}")
                kept.append(block)
            elif (now := find(block.id)) is not None:
                fresh.append(now)
                kept.append(now)
            elif self._gone(block, name):
                digests.pop(block.id)
            else:
                kept.append(block)
        for ident in sorted(old.deleted):
            self._report.keep("entries that were deleted by hand, and stay so", f"{ident} in {name}")
        known = {block.id for block in kept}
        kept += [block for block in fresh if block.id not in known]
        digests.update((block.id, digest(block.text)) for block in fresh)
        for block in fresh:
            self._report.written[_PLURALS[block.kind]] += 1
        return Pack(old.preamble, tuple(kept), digests)

    def _gone(self, block: Block, name: str) -> bool:
        """Whether an entry that no record has now is to go: it goes by another id now, or was asked to go."""
        for catalogue, value in block.identifiers:
            if self._db.execute(
                "SELECT 1 FROM own JOIN record ON number = record WHERE own.kind = ? AND catalogue = ? AND value = ?"
                " AND id IS NOT NULL",
                (block.kind, catalogue, value),
            ).fetchone():
                return True
        if self._prune:
            self._report.skip("entries that this source no longer has (--prune)", f"{block.id} in {name}")
        else:
            self._report.keep("entries that this source does not have (--prune removes them)", f"{block.id} in {name}")
        return self._prune

    # -- records as entries --------------------------------------------------------------------------------------------

    def _find(self, ident: str) -> Block | None:
        row = self._db.execute("SELECT 1 FROM record WHERE id = ?", (ident,)).fetchone()
        return self._block(ident) if row else None

    def _block(self, ident: str) -> Block:
        number, kind, name, also, facts = self._db.execute(
            "SELECT number, kind, name, also, facts FROM record WHERE id = ? ORDER BY number LIMIT 1", (ident,)
        ).fetchone()
        identifiers = self._db.execute(
            "SELECT catalogue, value FROM own WHERE record = ? ORDER BY catalogue, value", (number,)
        ).fetchall()
        said: dict[str, list[Written]] = {}
        for relation, value, qualifiers, certainty in json.loads(facts):
            written = self._link(*value) if isinstance(value, list) else value
            known = [(role, text) for role, text in qualifiers if self._clear(text, relation, role, name)]
            if isinstance(written, Link) or self._clear(written, relation, VALUE, name):
                said.setdefault(relation, []).append(Written(written, known, certainty))
        entry = Entry(ident, kind, name, json.loads(also), self._source, identifiers, said)
        return Block(ident, kind, entry_text(entry))

    def _link(self, number: int, name: str) -> Link | str:
        """Who a fact names, by id; by name alone where people have deleted the entry."""
        ident, called = self._db.execute("SELECT id, name FROM record WHERE number = ?", (number,)).fetchone()
        deleted = self._db.execute(
            "SELECT 1 FROM deleted WHERE id = ? AND id NOT IN (SELECT id FROM known)", (ident,)
        ).fetchone()
        return name if deleted or ident is None else Link(ident, called)

    def _clear(self, text: str, relation: str, role: str, where: str) -> bool:
        """Whether `text`, if it is a name, is that of one entity at the most."""
        kinds = self._vocabulary[relation].kinds(role)
        if kinds[0] not in KINDS:
            return True
        spelling, marks = normalise(text), ", ".join("?" * len(kinds))
        found = self._db.execute(
            f"SELECT id FROM known_name WHERE kind IN ({marks}) AND spelling = ?"
            f" UNION SELECT id FROM record WHERE kind IN ({marks}) AND spelling = ? AND id IS NOT NULL LIMIT 2",
            (*kinds, spelling, *kinds, spelling),
        ).fetchall()
        if len(found) > 1:
            self._report.skip("names that several entities have, given without an id", f"{text} in {where}")
        return len(found) < 2

    # -- files ---------------------------------------------------------------------------------------------------------

    def _stage(self, name: str, pack: Pack) -> None:
        """Write a pack aside, if it is not what is there already."""
        path = self._folder / name
        if not pack.blocks:
            if path.exists():
                self._emptied.append(path)
            return
        data = pack.text.encode()
        if path.exists() and path.read_bytes() == data:
            self._report.files["as they were"] += 1
            return
        self._report.files["rewritten" if path.exists() else "new"] += 1
        aside = path.with_name(_ASIDE + name)
        try:
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ImportFailed(f"{aside} cannot be written: {error.strerror}; nothing was changed.") from error
        self._staged.append((aside, path))


def clean(folder: Path) -> None:
    """Remove what an interrupted import left aside."""
    for path in folder.glob(f"{_ASIDE}*"):
        path.unlink(missing_ok=True)


_PLURALS = {"film": "films", "series": "series", "person": "people", "source": "source"}
