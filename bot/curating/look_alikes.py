"""Names that may be taken for those of others: who gives such a name is told so, and may have good reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.answering.snapshots import Snapshot
from bot.curating.finding import called_so
from bot.facts.fact_file import read_fact_file
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Entity
from bot.facts.rows import Node
from bot.facts.store import FileChange
from bot.facts.text import looking_latin
from bot.language.names import split
from bot.language.near_names import similar

#: From this likeness on a name is taken for another: one letter in six differs.
_LIKENESS = 0.85
#: So many notes are made, and so many names looked at for them: a file may hold thousands.
_NOTES, _NAMES = 5, 200


def look_alikes(files: Iterable[FileChange], before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """A note for each new name in these `files`, up to some, that something else of its kind has or nearly has."""
    names = islice(_new_names(files, before, after), _NAMES)
    return tuple(islice((note for entity, name in names if (note := _note(entity, name, before.base))), _NOTES))


def _note(entity: Entity, name: str, base: KnowledgeBase) -> str | None:
    """What `name` may be taken for, if it is another thing than `entity`."""

    def other(nodes: Iterable[Node]) -> Node | None:
        return next((node for node in nodes if node.kind == entity.kind and node.ident != entity.id), None)

    if (same := other(called_so(base, name, (entity.kind,)))) is not None:
        return f"{same.label} ({same.ident}) is called {name!r} too; both are kept apart"
    seen = looking_latin(name)
    if (near := other(called_so(base, seen, (entity.kind,))) or other(_nearly_called(base, seen))) is not None:
        return f"{name!r} is easily taken for {near.label} ({near.ident}); both are kept apart"
    return None


def _nearly_called(base: KnowledgeBase, name: str) -> Iterable[Node]:
    """What has a name that is nearly `name`, nearest first."""
    words = split(name)
    found = similar(base, words, range(len(words)))
    whole = [each for each in found if (each.start, each.end) == (0, len(words)) and each.likeness >= _LIKENESS]
    whole.sort(key=lambda each: -each.likeness)
    nodes = base.nodes({each.node for each in whole})
    return [nodes[each.node] for each in whole]


def _new_names(files: Iterable[FileChange], before: Snapshot, after: Snapshot) -> Iterator[tuple[Entity, str]]:
    """The names that these files did not have, with whose they are. What joins something known has its names."""
    for file in files:
        old, new = (_entities(data, file.name, before) for data in (file.before, file.after))
        known = {(entity.id, name) for entity in old for name in _names(entity)}
        for entity in new:
            if after.base.by_ident(entity.id) is not None:
                yield from ((entity, name) for name in _names(entity) if (entity.id, name) not in known)


def _entities(data: bytes | None, name: str, snapshot: Snapshot) -> tuple[Entity, ...]:
    return () if data is None else tuple(read_fact_file(data, name, snapshot.relations).entities)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.also_known_as)
