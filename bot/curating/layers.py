"""What each layer is seen with: a server's own files over the shared ones, a broken file as it last was sound."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from bot.answering.snapshots import Snapshot, bring_up_to_date, place_of, refreshed, snapshot_of
from bot.facts.fact_file import read_fact_file
from bot.facts.joining import OWN
from bot.facts.knowledge_folder import Contents, File, Text, list_knowledge
from bot.facts.last_good import last_good
from bot.facts.model import Location, Problem
from bot.facts.store import SHARED, Layer, Store, StoredText, Unavailable
from bot.facts.vocabulary import Vocabulary

#: Files by their name in the layer; None where one is to be gone.
Overlay = Mapping[str, bytes | None]


class CannotCompile(Unavailable):
    """The snapshot of what a layer sees cannot be written or read; ``cause`` says why, with the place."""

    def __init__(self, error: OSError | sqlite3.Error) -> None:
        what = getattr(error, "strerror", None) or error  # without the place: members read this
        super().__init__(f"the facts cannot be compiled at the moment: {what}")
        self.cause = error


def seen_as(layer: Layer, name: str) -> str:
    """What the file `name` of `layer` is called in a snapshot."""
    return f"{OWN}{layer.server}/{name}" if layer.server else name


def name_in(layer: Layer, seen: str) -> str | None:
    """The name in `layer` of a file that a snapshot calls `seen`; None where it is one of another layer."""
    prefix = seen_as(layer, "")
    inside = seen.removeprefix(prefix) if seen.startswith(prefix) else None
    return None if inside is None or inside.startswith(OWN) else inside


def own_problem(layer: Layer, problem: Problem) -> Problem:
    """A problem with its file as the curators of `layer` know it."""
    return replace(problem, location=own_location(layer, problem.location))


def own_location(layer: Layer, location: Location) -> Location:
    """A place in a file as the curators of `layer` know it."""
    name = name_in(layer, location.file)
    return location._replace(file=name) if name else location


class _Placed(NamedTuple):
    """A file of a layer."""

    layer: Layer
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Layers:
    """Compiles what each layer of `store` sees. ``shipped`` has the relations and language that `knowledge` lacks."""

    store: Store
    knowledge: Path
    cache: Path
    shipped: Path
    _previewing: Lock = field(default_factory=Lock, compare=False)

    def snapshot(self, layer: Layer, overlay: Overlay | None = None) -> Snapshot:
        """What `layer` sees; with `overlay`, as if its files were these. Raises CannotCompile and StoreError.

        A broken file keeps its last sound state, and its problems are among those of the snapshot.
        """
        try:
            if overlay is None:
                return self._sound(layer, {})
            with self._previewing:  # one place serves all previews: what is opened must be what was compiled
                return self._sound(layer, overlay)
        except (OSError, sqlite3.Error) as error:
            raise CannotCompile(error) from error

    def bring_up_to_date(self, snapshot: Snapshot, layer: Layer, texts: Overlay) -> bool:
        """Compile these files of `layer` into a snapshot in which they are seen; answers have it once it is advanced.

        False where that does not do, and a snapshot has to be made: a file is broken, was, or is not there any more.
        """
        files: dict[str, File | None] = {}
        for name, data in texts.items():
            seen = seen_as(layer, name)
            files[seen] = None if data is None else Text(seen, data)
            if data is not None and read_fact_file(data, seen, snapshot.relations, snapshot.relations.broken).problems:
                return False
        return not snapshot.further and bring_up_to_date(snapshot, files, self._locate)

    def _locate(self, seen: str) -> File:
        """The file that a snapshot calls `seen`."""
        server, _, name = seen.removeprefix(OWN).partition("/") if seen.startswith(OWN) else ("0", "", seen)
        text = self.store.files(Layer(int(server))).get(name)
        return Text(seen, text.data if text else b"")

    def _sound(self, layer: Layer, overlay: Overlay) -> Snapshot:
        files = self._files(layer, overlay)
        place = f"{place_of(self.knowledge, self.shipped)}\0{layer}" + f"\0{os.getpid()}" * bool(overlay)
        found = snapshot_of(place, self._contents(files), self.cache)
        suspects = {problem.location.file for problem in found.problems}
        good: dict[tuple[Layer, str], bytes] = {}
        problems: list[Problem] = []
        for each in dict.fromkeys((layer, SHARED)):
            served = last_good(self.store, each, _checking(each, suspects, found.relations))
            good |= {(each, name): text.data for name, text in served.files.items()}
            problems += served.problems
        new = {(layer, name) for name in overlay}
        best = [
            file._replace(data=good.get((file.layer, file.name), file.data))
            if (file.layer, file.name) not in new
            else file
            for file in files
        ]
        if best != files:
            found = refreshed(found, self._contents(best))
        return found.with_problems(problems)

    def has_files(self, layer: Layer) -> bool:
        """Whether `layer` has files of its own."""
        return bool(self.store.files(layer))

    def _files(self, layer: Layer, overlay: Overlay) -> list[_Placed]:
        """Every file that `layer` sees, its own first."""
        found = []
        for each in dict.fromkeys((layer, SHARED)):
            texts: dict[str, bytes | None] = {name: text.data for name, text in self.store.files(each).items()}
            texts |= overlay if each == layer else {}
            found += [_Placed(each, name, data) for name, data in sorted(texts.items()) if data is not None]
        return found

    def _contents(self, files: Sequence[_Placed]) -> Contents:
        contents = list_knowledge(self.knowledge, self.shipped)
        problems = tuple(problem for problem in contents.problems if not problem.location.file.startswith("facts"))
        facts = tuple(Text(seen_as(file.layer, file.name), file.data) for file in files)
        return replace(contents, facts=facts, problems=problems)


def _checking(
    layer: Layer, suspects: Collection[str], vocabulary: Vocabulary
) -> Callable[[StoredText], tuple[Problem, ...]]:
    """Tells the problems of a file's text, of those that are suspected to have any."""

    def check(text: StoredText) -> tuple[Problem, ...]:
        seen = seen_as(layer, text.name)
        if seen not in suspects:
            return ()
        return read_fact_file(text.data, seen, vocabulary, vocabulary.broken).problems

    return check
