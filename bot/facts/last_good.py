"""What answers are made from while a file is broken: its newest text that was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.facts.model import Problem
from bot.facts.store import Layer, Store, StoredText

#: So many revisions of a broken file are looked through.
_FAR_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Served:
    """The texts of a layer to answer from, by name, and every problem of the files as they are now."""

    files: dict[str, StoredText]
    problems: tuple[Problem, ...]


def last_good(store: Store, layer: Layer, check: Callable[[StoredText], tuple[Problem, ...]]) -> Served:
    """The files of `layer`; in the place of one that `check` finds problems in, its newest text without any.

    Where there never was one, the file stays as it is: of a pack, the sound entities are good. Raises Unavailable.
    """
    found, problems = {}, list(store.skipped(layer))
    for name, text in store.files(layer).items():
        found[name] = text
        if told := check(text):
            problems += told
            found[name] = next((older for older in _older(store, layer, name) if not check(older)), text)
    return Served(found, tuple(problems))


def _older(store: Store, layer: Layer, name: str) -> Iterator[StoredText]:
    """The former texts of a file, newest first."""
    for revision in store.history(layer, name, limit=_FAR_ENOUGH):
        for file in revision.files:
            if file.name == name:
                yield from (StoredText.of(name, text) for text in (file.after, file.before) if text is not None)
