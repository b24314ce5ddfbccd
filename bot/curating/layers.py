"""What each layer is seen with: a server's own files over the shared ones, a broken file as it last was sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bot.answering.snapshots import Snapshot, snapshot_of
from bot.facts.fact_file import read_fact_file
from bot.facts.joining import OWN
from bot.facts.knowledge_folder import Text, list_knowledge
from bot.facts.last_good import last_good
from bot.facts.model import Problem
from bot.facts.reading import in_order
from bot.facts.store import SHARED, Layer, Store, StoredText
from bot.facts.vocabulary import Vocabulary

#: Files by their name in the layer; None where one is to be gone.
Overlay = Mapping[str, bytes | None]


def seen_as(layer: Layer, name: str) -> str:
    """What the file `name` of `layer` is called in a snapshot."""
    return f"{OWN}{layer.server}/{name}" if layer.server else name


def name_in(layer: Layer, seen: str) -> str | None:
    """The name in `layer` of a file that a snapshot calls `seen`; None where it is one of another layer."""
    prefix = seen_as(layer, "")
    inside = seen.removeprefix(prefix) if seen.startswith(prefix) else None
    return None if inside is None or inside.startswith(OWN) else inside


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

    def snapshot(self, layer: Layer, overlay: Overlay | None = None) -> Snapshot:
        """What `layer` sees; with `overlay`, as if its files were these. Raises StoreError, OSError and sqlite3.Error.

        A broken file keeps its last sound state, and its problems are among those of the snapshot.
        """
        files = self._files(layer, overlay or {})
        found = self._compiled(files)
        suspects = {problem.location.file for problem in found.problems}
        good: dict[tuple[Layer, str], bytes] = {}
        problems: list[Problem] = []
        for each in dict.fromkeys((layer, SHARED)):
            served = last_good(self.store, each, _checking(each, suspects, found.relations))
            good |= {(each, name): text.data for name, text in served.files.items()}
            problems += served.problems
        new = {(layer, name) for name in overlay or {}}
        best = [
            file._replace(data=good.get((file.layer, file.name), file.data))
            if (file.layer, file.name) not in new
            else file
            for file in files
        ]
        if best != files:
            found.base.close()
            found = self._compiled(best)
        return replace(found, problems=in_order([*found.problems, *problems]))

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

    def _compiled(self, files: Sequence[_Placed]) -> Snapshot:
        contents = list_knowledge(self.knowledge, self.shipped)
        problems = tuple(problem for problem in contents.problems if not problem.location.file.startswith("facts"))
        facts = tuple(Text(seen_as(file.layer, file.name), file.data) for file in files)
        return snapshot_of(replace(contents, facts=facts, problems=problems), self.cache)


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
