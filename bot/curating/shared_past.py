"""The shared files as they were at some time: what a server's own file stood before when somebody changed it.

What imports wrote is taken to have always been as it is: it is large, and written anew as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from bot.facts.joining import layer as import_of
from bot.facts.store import SHARED, Layer, Revision, Store, StoredText

#: Revisions that are read at a time, and that are gone back at the most.
_PAGE, _MOST = 10, 1000


def revisions(store: Store, layer: Layer, before: int | None = None) -> Iterator[Revision]:
    """All revisions of `layer`, newest first, numbered below `before`. Raises Unavailable."""
    while page := store.history(layer, None, _PAGE, before):
        yield from page
        before = page[-1].number


class _Step(NamedTuple):
    """A revision's sequence, and what its files held before it."""

    sequence: int
    before: Mapping[str, bytes | None]


class SharedPast:
    """Goes back through the history of the shared files as far as it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._earlier = islice(revisions(store, SHARED), _MOST)
        self._passed: list[_Step] = []

    def text(self, name: str, sequence: int | None) -> bytes | None:
        """What a shared file held at the revision of this sequence; None: now. Raises Unavailable."""
        now = self._now.get(name)
        text = now.data if now else None
        for step in self._since(sequence):
            text = step.before.get(name, text)
        return text

    def changed(self, sequence: int | None) -> dict[str, bytes | None]:
        """What the files that were changed since then held at that time, by name. Raises Unavailable."""
        return {name: text for step in self._since(sequence) for name, text in step.before.items()}

    @cached_property
    def _now(self) -> Mapping[str, StoredText]:
        return self._store.files(SHARED)

    def _since(self, sequence: int | None) -> list[_Step]:
        """The revisions after that one, newest first."""
        if sequence is None:
            return []
        while not self._passed or self._passed[-1].sequence > sequence:
            revision = next(self._earlier, None)
            if revision is None:
                break
            before = {file.name: file.before for file in revision.files if not import_of(file.name)}
            self._passed.append(_Step(revision.sequence, before))
        return [step for step in self._passed if step.sequence > sequence]
