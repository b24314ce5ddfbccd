"""Where fact files live: what a store can do, whichever it is. The folder and PostgreSQL are two of them.

A store holds *layers*: the shared facts, and those of each server. A layer holds fact files by name. They change by
*changes*: all files of a change or none, each against the text that its author saw, and each change that was made is a
*revision* in the history. Beside its files, a layer keeps small *records*: JSON documents in named collections.

Every method may be called from any thread, and may take up to some seconds: never call one on an event loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Protocol, TypeAlias
from uuid import uuid4

from bot.facts.model import Problem

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

#: Why, who and where are one line each, and not longer than this.
MAX_LINE = 500
#: A record is a note, not a file.
MAX_RECORD = 256 * 1024

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """A server's own facts, by its number; those that all servers share where ``server`` is 0."""

    server: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.server < 2**63:
            raise ValueError(f"no server has the number {self.server}")

    def __str__(self) -> str:
        return f"server {self.server}" if self.server else "shared"


SHARED = Layer()


def digest_of(data: bytes) -> str:
    """What a text is told apart by."""
    return blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredText:
    """A fact file: its name in the layer, such as ``facts/films/heat.yaml``, and its content."""

    name: str
    data: bytes
    digest: str

    @classmethod
    def of(cls, name: str, data: bytes) -> StoredText:
        return cls(name, data, digest_of(data))


@dataclass(frozen=True, slots=True)
class FileEdit:
    """What a file is to hold. ``before`` is the digest that it must have now, None where there must be no such file.

    ``after`` is None where the file is to go.
    """

    name: str
    before: str | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that are made together, and why. Whoever makes one has checked that the new texts can be read.

    ``token`` names the change: one that was written is not written again, so a repeated attempt does no harm.
    """

    layer: Layer
    edits: tuple[FileEdit, ...]
    who: str
    where: str = ""
    why: str = ""
    undoes: int | None = None
    token: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        names = [edit.name for edit in self.edits]
        if not names or len(set(names)) != len(names):
            raise ValueError("a change edits at least one file, and each of its files once")
        for key in ("who", "where", "why", "token"):
            object.__setattr__(self, key, _CONTROLS.sub(" ", getattr(self, key)).strip()[:MAX_LINE])


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a revision did to one file: the whole text before and after; None where there was or is no file."""

    name: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A change that was made, the one of this `number` in its layer; ``when`` is in UTC.

    ``sequence`` grows in the order of the changes, over all layers: it is shown to nobody, for it tells of the others.
    ``by_hand`` is true where somebody edited the files themselves, and the store found it afterwards.
    """

    number: int
    sequence: int
    layer: Layer
    when: datetime
    who: str
    where: str
    why: str
    undoes: int | None
    files: tuple[FileChange, ...]
    by_hand: bool = False


class StoreError(Exception):
    """A store did not do what it was asked to; the message can be shown to a curator."""


class Refused(StoreError):  # noqa: N818 - they are called so wherever they are told of
    """Nothing was changed, and trying again will not help: what was asked for cannot be stored."""


class Conflict(StoreError):  # noqa: N818
    """Nothing was changed: files are not what the author of the change saw. ``now`` is what they are."""

    def __init__(self, now: Mapping[str, StoredText | None]) -> None:
        names = ", ".join(now)
        super().__init__(f"{names} was changed in the meantime; look at it as it is now, and say it again")
        self.now = now


class Unavailable(StoreError):  # noqa: N818
    """Nothing was changed: the disk or the database did not do it. Trying again later may help."""


class OutcomeUnknown(StoreError):  # noqa: N818
    """The change may have been made or not. ``Store.written`` tells which, once it can be known."""


class Records(Protocol):
    """The JSON documents of one collection of a layer, by key. All may raise Unavailable, and Refused for size."""

    def get(self, key: str) -> JSON:
        """The document, or None."""

    def all(self) -> Mapping[str, JSON]:
        """Every document, by key, in the order of the keys."""

    def put(self, key: str, document: JSON) -> None:
        """Keep `document`, durably, in the place of what was there."""

    def delete(self, key: str) -> None:
        """Forget the document, if there is one."""

    def update(self, key: str, change: Callable[[JSON], JSON]) -> JSON:
        """What `change` makes of the document, kept durably before this returns; None deletes it.

        Nobody else changes the document in between. `change` must not use the store.
        """


class Store(Protocol):
    """Where fact files live. All but ``close`` may raise Unavailable."""

    def layers(self) -> tuple[Layer, ...]:
        """The layers that have files, records or a history; the shared one always."""

    def files(self, layer: Layer) -> Mapping[str, StoredText]:
        """Every fact file of `layer`, by name, in the order of the names; all of one moment."""

    def skipped(self, layer: Layer) -> tuple[Problem, ...]:
        """What lies where the files of `layer` are and is not among them: links, files too large or not readable."""

    def write(self, change: Change) -> Revision:
        """Make `change`, durably before this returns. The revision of an earlier attempt, if that was made.

        Raises Conflict, Refused, Unavailable and OutcomeUnknown; nothing has changed except perhaps after the last.
        """

    def written(self, token: str) -> Revision | None:
        """The revision that the change of this token became, or None if it was not made."""

    def revision(self, layer: Layer, number: int) -> Revision | None:
        """The revision of that number, if it is one of `layer`."""

    def history(
        self, layer: Layer, name: str | None = None, limit: int = 20, before: int | None = None
    ) -> tuple[Revision, ...]:
        """The newest revisions of `layer`, newest first: those of the file `name`, numbered below `before`."""

    def watch(self, callback: Callable[[Revision], None]) -> Callable[[], None]:
        """Have `callback` told of every revision from now on, whoever makes it, in order. Gives what ends that.

        It is called in a thread of the store's, within a second of the change.
        """

    def records(self, layer: Layer, collection: str) -> Records:
        """The records of `layer` in `collection`."""

    def collections(self, layer: Layer) -> tuple[str, ...]:
        """The collections of `layer` that hold records."""

    def close(self) -> None:
        """Stop watching and let go of files and connections."""


def undoing(revision: Revision, who: str, where: str = "", why: str = "") -> Change:
    """The change that takes `revision` back. Writing it raises Conflict where its files have changed since."""
    edits = tuple(
        FileEdit(file.name, None if file.after is None else digest_of(file.after), file.before)
        for file in revision.files
    )
    return Change(revision.layer, edits, who, where, why, undoes=revision.number)
