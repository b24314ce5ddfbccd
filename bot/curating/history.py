"""The history of a layer as it is told, and what was last changed about something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.answering.past import MOST, Changed, History
from bot.answering.snapshots import Snapshot
from bot.curating.changes import Changes
from bot.curating.proposal import FactChange
from bot.curating.shared_past import revisions
from bot.facts.store import SHARED, Change, Layer, Revision, Store, digest_of

#: Revisions that are looked at when one entity's are looked for.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A revision as it is told; ``changes`` are those of the entity that was asked for, or all."""

    number: int
    sequence: int
    layer: Layer
    when: datetime
    who: str
    where: str
    why: str
    undoes: int | None
    by_hand: bool
    changes: tuple[FactChange, ...]


def entries(
    store: Store,
    layer: Layer,
    snapshot: Snapshot,
    ident: str | None = None,
    limit: int = 20,
    before: int | None = None,
) -> tuple[Entry, ...]:
    """The newest revisions of `layer`, newest first: those of the entity `ident`, numbered below `before`.

    `snapshot` is what the layer sees.
    """
    changes = Changes(store, layer, snapshot)
    found = (_entry(revision, changes, ident) for revision in islice(revisions(store, layer, before), _MOST))
    return tuple(islice((entry for entry in found if ident is None or entry.changes), limit))


def entries_since(store: Store, change: Change, snapshot: Snapshot) -> tuple[Entry, ...]:
    """The revisions that have changed the files of `change` since it was made, newest first."""
    left = {edit.name: edit.before for edit in change.edits}
    found = []
    for revision in islice(revisions(store, change.layer), _MOST):
        theirs = [file for file in revision.files if file.name in left and _digest(file.after) != left[file.name]]
        found += [revision] if theirs else []
        for file in revision.files:
            if left.get(file.name, "") in (_digest(file.after), _digest(file.before)):
                del left[file.name]
        if not left:
            break
    changes = Changes(store, change.layer, snapshot)
    return tuple(_entry(revision, changes, None) for revision in found)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest_of(data)


def changes_told(store: Store, layer: Layer, snapshot: Snapshot) -> History:
    """Tells what changed about something that `layer` sees: in its own facts and in the shared ones, newest first."""

    def told(ident: str) -> list[Changed]:
        layers = dict.fromkeys((layer, SHARED))
        found = [entry for each in layers for entry in entries(store, each, snapshot, ident, MOST)]
        found.sort(key=lambda entry: -entry.sequence)
        return [
            Changed(entry.when.date().isoformat(), change.relation, change.before, change.after)
            for entry in found
            for change in entry.changes
            if change.relation or (change.before and change.after)  # that a layer began to speak of it is no news
        ]

    return told


def _entry(revision: Revision, changes: Changes, ident: str | None) -> Entry:
    return Entry(
        revision.number,
        revision.sequence,
        revision.layer,
        revision.when,
        revision.who,
        revision.where,
        revision.why,
        revision.undoes,
        revision.by_hand,
        tuple(change for change in changes.told(revision.files, revision.sequence) if ident in (None, change.entity)),
    )
