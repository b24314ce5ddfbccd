"""The shared files as they were at some time: what a server's own file stood before when somebody changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from bot.facts.store import SHARED, Revision, Store, StoredText

#: Revisions of a file that are read at a time.
_PAGE = 50


class _Step(NamedTuple):
    """A revision's number, and what the file held before it."""

    number: int
    before: bytes | None


class SharedPast:
    """Goes back through the history of each file as far as it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._steps: dict[str, list[_Step]] = {}
        self._earlier: dict[str, Iterator[_Step]] = {}

    def text(self, name: str, number: int | None) -> bytes | None:
        """What a shared file held at the revision of this number; None: now. Raises Unavailable."""
        now = self._now.get(name)
        text = now.data if now else None
        for step in self._since(name, number) if number is not None else ():
            text = step.before
        return text

    @cached_property
    def _now(self) -> Mapping[str, StoredText]:
        return self._store.files(SHARED)

    def _since(self, name: str, number: int) -> list[_Step]:
        """The revisions of the file after that number, newest first."""
        steps = self._steps.setdefault(name, [])
        earlier = self._earlier.setdefault(name, self._back(name))
        while not steps or steps[-1].number > number:
            step = next(earlier, None)
            if step is None:
                break
            steps.append(step)
        return [step for step in steps if step.number > number]

    def _back(self, name: str) -> Iterator[_Step]:
        before: int | None = None
        while page := self._store.history(SHARED, name, _PAGE, before):
            yield from (_Step(revision.number, _before(revision, name)) for revision in page)
            before = page[-1].number


def _before(revision: Revision, name: str) -> bytes | None:
    return next(file.before for file in revision.files if file.name == name)
