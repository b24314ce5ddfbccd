"""What a change of files changes of what is seen in their layer, in words; at any time, for the history too.

A file says what it says beside the farther ones: what it only repeats of them is no news, and what it hid shows again
when it goes. See ``bot.facts.joining``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from bot.answering.snapshots import Snapshot
from bot.curating.describing import Told, changes_between, told
from bot.curating.layers import name_in, seen_as
from bot.curating.proposal import FactChange
from bot.curating.shared_past import SharedPast
from bot.facts.fact_file import read_fact_file, year_of
from bot.facts.joining import called, join_all, order
from bot.facts.joining import layer as import_of
from bot.facts.model import Ask, Entity
from bot.facts.store import SHARED, FileChange, Layer, Store, StoredText

#: What a file describes, by id.
Described = Mapping[str, Entity]


class Changes:
    """Tells the changes of one layer, by what `snapshot`, which is seen there, knows of where things are described."""

    def __init__(self, store: Store, layer: Layer, snapshot: Snapshot) -> None:
        self._layer, self._snapshot = layer, snapshot
        self._past = SharedPast(store)
        self._read: dict[tuple[str, bytes], Described] = {}
        self._names: dict[str, set[str]] = {}

    def told(self, files: Iterable[FileChange], sequence: int | None = None) -> tuple[FactChange, ...]:
        """What these files change; as the revision of this `sequence` did, when the others were what they were then.

        Raises Unavailable. Of many revisions the newest are told of soonest.
        """
        before, after = self._states(files)
        idents = [ident for ident in _idents(before, after) if _said(before, ident) != _said(after, ident)]
        old, new = ({ident: self._seen(ident, state, sequence) for ident in idents} for state in (before, after))
        return tuple(changes_between(old, new, self._noun))

    def _noun(self, relation: str) -> str:
        """What people call a relation, or the key of a source."""
        declared = self._snapshot.relations.get(relation)
        return declared.noun if declared else relation.replace("_", " ")

    def asks(
        self, files: Sequence[FileChange], further: Iterable[str] = (), *, before: bool = False
    ) -> tuple[Ask, ...]:
        """The questions that are to be asked of what these files describe, and of the `further` entities, afterwards.

        Or those that were to be asked ``before``. Raises Unavailable.
        """
        states = self._states(files)
        idents = dict.fromkeys((*_idents(*states), *further))
        changed = states[0] if before else states[1]
        files_of = partial(self._descriptions, changed=changed, imported=False)  # what imports write asks nothing
        return tuple(ask for ident in idents for entity in files_of(ident) for ask in entity.asks)

    def _states(self, files: Iterable[FileChange]) -> tuple[dict[str, Described], dict[str, Described]]:
        """What files describe before and after, each under the name that it is seen by."""
        before: dict[str, Described] = {}
        after: dict[str, Described] = {}
        for file in files:
            seen = seen_as(self._layer, file.name)
            before[seen], after[seen] = self._described(seen, file.before), self._described(seen, file.after)
        return before, after

    def _described(self, seen: str, data: bytes | None) -> Described:
        """What a file of this text describes, by the ids that these things go by."""
        if data is None:
            return {}
        if (seen, data) not in self._read:
            vocabulary = self._snapshot.relations
            found = read_fact_file(data, seen, vocabulary, vocabulary.broken).entities
            named = [called(entity, self._goes_by(entity)) for entity in found]
            self._read[seen, data] = {entity.id: entity for entity in named}
            for entity in named:
                self._names.setdefault(entity.id, set()).add(entity.name)
        return self._read[seen, data]

    def _goes_by(self, entity: Entity) -> str:
        """The id of the one shared thing that a server's file means by kind, name and year; else the file's own."""
        base = self._snapshot.base
        if self._layer == SHARED or base.by_ident(entity.id) is not None:
            return entity.id
        year = year_of(entity.facts)
        alike = [
            node.ident
            for node in base.called(entity.name)
            if (node.kind, node.name.casefold()) == (entity.kind, entity.name.casefold())
            and node.file is not None
            and (year is None or node.year in (None, year))
        ]
        return alike[0] if len(alike) == 1 and alike[0] else entity.id

    def _seen(self, ident: str, changed: Mapping[str, Described], sequence: int | None) -> Told | None:
        """An entity as it is seen with these files in the place of those of their names."""
        found = self._descriptions(ident, changed, sequence)
        return told(join_all(found).entity) if found else None

    def _descriptions(
        self, ident: str, changed: Mapping[str, Described], sequence: int | None = None, *, imported: bool = True
    ) -> list[Entity]:
        """What each file says of an entity, the nearest first."""
        found = [described[ident] for described in changed.values() if ident in described]
        shared = (name for seen in self._snapshot.base.described_in(ident) if (name := name_in(SHARED, seen)))
        for name in dict.fromkeys((*shared, *self._spoke_of(ident, sequence))):
            if name not in changed and (imported or not import_of(name)):
                other = self._described(name, self._past.text(name, sequence)).get(ident)
                found += [other] if other else []
        return sorted(found, key=lambda entity: order(entity.location.file))

    def _spoke_of(self, ident: str, sequence: int | None) -> Iterator[str]:
        """The shared files, of those changed since, that may have described an entity then, and do so no more."""
        names = {name.casefold() for name in self._names.get(ident, ())}
        for file, data in self._past.changed(sequence).items():
            text = (data or b"").decode(errors="replace").casefold()
            if any(name in text for name in names):
                yield file


def all_asks(store: Store, layer: Layer, snapshot: Snapshot) -> tuple[Ask, ...]:
    """The questions that any file wants asked which is seen in `layer`; what imports write asks nothing."""
    files = [FileChange(text.name, text.data, text.data) for text in _written(store, layer)]
    asking = (text for text in _written(store, SHARED) if b"asks" in text.data)
    read = (read_fact_file(text.data, text.name, snapshot.relations, snapshot.relations.broken) for text in asking)
    further = [entity.id for file in read for entity in file.entities if entity.asks]
    return Changes(store, layer, snapshot).asks(files, further)


def _written(store: Store, layer: Layer) -> list[StoredText]:
    return [text for text in store.files(layer).values() if not import_of(text.name)]


def _idents(before: Mapping[str, Described], after: Mapping[str, Described]) -> Iterator[str]:
    """Each id that the files describe, once."""
    described = (each for seen in before for each in (before[seen], after[seen]))
    return iter(dict.fromkeys(ident for each in described for ident in each))


def _said(files: Mapping[str, Described], ident: str) -> list[tuple[str, Told, tuple[str, ...]]]:
    """What the files say of an entity, wherever it stands in them."""
    return [(seen, told(each[ident]), each[ident].emptied) for seen, each in files.items() if ident in each]
