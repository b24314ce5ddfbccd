"""What each layer is seen with: a server's own files over the shared ones, a broken file as it last was sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bot.answering.snapshots import Snapshot, snapshot_of
from bot.facts.fact_file import read_fact_file
from bot.facts.joining import OWN
from bot.facts.knowledge_folder import Text, list_knowledge
from bot.facts.model import Problem
from bot.facts.reading import in_order
from bot.facts.store import SHARED, Layer, Store
from bot.facts.vocabulary import Vocabulary

#: How far back a sound text of a broken file is looked for.
_REVISIONS = 20

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
        problems = [problem for each in dict.fromkeys((layer, SHARED)) for problem in self.store.skipped(each)]
        sound = {}
        for file, wrong in _broken(files, found):
            if (data := self._last_sound(file, found.relations)) is not None:
                sound[file] = data
                problems += wrong
        if sound:
            found.base.close()
            found = self._compiled([file._replace(data=sound.get(file, file.data)) for file in files])
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

    def _last_sound(self, file: _Placed, vocabulary: Vocabulary) -> bytes | None:
        """The newest earlier text of a file that has no problems."""
        for revision in self.store.history(file.layer, file.name, _REVISIONS):
            for change in revision.files:
                if change.name != file.name:
                    continue
                for data in (change.after, change.before):
                    if data is not None and data != file.data and not _problems(file.name, data, vocabulary):
                        return data
        return None


def _broken(files: Sequence[_Placed], found: Snapshot) -> Iterator[tuple[_Placed, tuple[Problem, ...]]]:
    """The files that have problems of their own, with those."""
    suspects = {problem.location.file for problem in found.problems}
    for file in files:
        seen = seen_as(file.layer, file.name)
        if seen in suspects and (problems := _problems(seen, file.data, found.relations)):
            yield file, problems


def _problems(name: str, data: bytes, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    return read_fact_file(data, name, vocabulary, vocabulary.broken).problems
