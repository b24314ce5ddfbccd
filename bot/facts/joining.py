"""One thing, described in several files: what people wrote, and what imports wrote about it under the same id.

The nearer description counts, relation by relation: of a relation that it has facts of, only its own stay; relations
that it lacks are taken from the farther one, and names are added. A file that a person wrote is nearer than any import;
of two imports the one whose folder comes first by name. Ids in catalogues are all kept. Two descriptions by people, or
two by one import, are a mistake.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from bot.facts.model import Entity, Fact

#: The folder of what imports write, a folder for each.
IMPORTED = "facts/imported"


def layer(file: str) -> str:
    """The name of the import that wrote `file`; empty for what a person wrote. The nearest comes first by name."""
    parts = PurePosixPath(file).parts
    return parts[2] if len(parts) > 3 and "/".join(parts[:2]) == IMPORTED else ""


def join(one: Entity, other: Entity) -> Entity | None:
    """The two descriptions of an id as one; None where they must not be joined."""
    if layer(one.location.file) == layer(other.location.file) or one.kind != other.kind:
        return None
    nearer, farther = sorted((one, other), key=lambda entity: layer(entity.location.file))
    said = {_about(fact) for fact in nearer.facts}
    more = tuple(fact for fact in farther.facts if _about(fact) not in said)
    own = tuple(_exact(fact, farther) for fact in nearer.facts)
    names = dict.fromkeys((*nearer.also_known_as, farther.name, *farther.also_known_as))
    names.pop(nearer.name, None)
    return replace(nearer, also_known_as=tuple(names), facts=own + more)


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
