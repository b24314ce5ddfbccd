"""One thing, described in several layers of files: what a server's curators, others, and imports say of it.

The nearer description counts, relation by relation: of a relation that it has facts of, only its own stay; relations
that it lacks are taken from the farther one, and names are added. A server's own file is nearer than a shared one, that
nearer than any import; of two imports the one whose folder comes first by name. Ids in catalogues are all kept. Two
descriptions in one layer are a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from bot.facts.model import Entity, Fact

#: The folder of what imports write, a folder for each.
IMPORTED = "facts/imported"
#: What the names of a server's files begin with where they stand beside shared ones.
OWN = "servers/"


def layer(file: str) -> str:
    """The name of the import that wrote `file`; empty for what a person wrote. The nearest comes first by name."""
    parts = PurePosixPath(file).parts
    return parts[2] if len(parts) > 3 and "/".join(parts[:2]) == IMPORTED else ""


def nearness(file: str) -> tuple[bool, str]:
    """Of two layers, that of the nearer file compares as less."""
    return (not is_own(file), layer(file))


def is_own(file: str) -> bool:
    """Whether a server's curators wrote `file`."""
    return file.startswith(OWN)


def order(file: str) -> str:
    """A text that files are sorted by: the nearest layer first, and in each layer by name."""
    own, imported = nearness(file)
    return f"{int(own)}{imported}\x01{file}"


#: What the `order` of every file begins with that is not a server's own.
NOT_OWN = "1"


class Joined(NamedTuple):
    """What several descriptions of one id come to, and those that could not be joined, each with the one it is against.

    ``entity`` is in the place of the nearest description.
    """

    entity: Entity
    against: Mapping[int, int]


def join_all(descriptions: Sequence[Entity]) -> Joined:
    """Join the descriptions of one id, which are in the `order` of their files; ``against`` counts them from 0."""
    entity = descriptions[0]
    of_layer: dict[object, int] = {}
    against = {}
    for number, other in enumerate(descriptions):
        first = of_layer.setdefault(nearness(other.location.file), number)
        if first != number or other.kind != entity.kind:
            against[number] = first if first != number else 0
        elif number:
            entity = _join(entity, other)
    return Joined(entity, against)


def _join(nearer: Entity, farther: Entity) -> Entity:
    said = {_about(fact) for fact in nearer.facts}
    said.update((relation,) for relation in nearer.emptied)
    more = tuple(fact for fact in farther.facts if _about(fact) not in said and (fact.relation,) not in said)
    own = tuple(_exact(fact, farther) for fact in nearer.facts)
    names = dict.fromkeys((*nearer.also_known_as, farther.name, *farther.also_known_as))
    names.pop(nearer.name, None)
    emptied = tuple(dict.fromkeys((*nearer.emptied, *farther.emptied)))
    return replace(nearer, also_known_as=tuple(names), facts=own + more, emptied=emptied)


def called(entity: Entity, ident: str) -> Entity:
    """`entity` under another id."""
    if entity.id == ident:
        return entity
    return replace(entity, id=ident, facts=tuple(fact._replace(subject=ident) for fact in entity.facts))


def _about(fact: Fact) -> tuple[object, ...]:
    """What a fact is about: its relation, and for the id in a catalogue, which catalogue."""
    return (fact.relation, *((role, value.text) for role, value in fact.qualifiers if fact.relation == "identifiers"))


def _exact(fact: Fact, farther: Entity) -> Fact:
    """`fact`, or what agrees with it in `farther` and says more exactly when: 1995-12-15 for an imported 1995."""
    if layer(fact.location.file) and fact.relation == "release_date":
        for other in farther.facts:
            if other.relation == fact.relation and _within(other, fact):
                return other
    return fact


def _within(exact: Fact, vague: Fact) -> bool:
    ends = (vague.value.low, exact.value.low, exact.value.high, vague.value.high)
    if None in ends or vague.qualifiers != exact.qualifiers:
        return False
    low, first, last, high = (float(end or 0) for end in ends)
    return low <= first <= last <= high and (first, last) != (low, high)
