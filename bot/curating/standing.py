"""What stands in the files of an entity now: the values of a relation, and what is said of each."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from bot.curating.blocks import Block, facts_of, full, values_of
from bot.curating.drafting import Description, Draft
from bot.curating.finding import find_entity, find_relation
from bot.curating.values import name_of, said_of
from bot.facts.fact_value import AS
from bot.facts.nodes import Plain


class Standing(NamedTuple):
    """A value as an edit can name it, and the names of what is said of it."""

    name: str
    said: tuple[str, ...]


def standing(draft: Draft, entity: str, relation: str) -> tuple[Standing, ...]:
    """The values that a relation of an entity has, each in full where several have its name. Raises CannotPropose."""
    node = find_entity(draft.snapshot.base, entity)
    declared = find_relation(draft.snapshot.relations, relation, node.kind)
    values = standing_values(draft.describe(node), declared.name)
    short = [_short(value, apart="as" in declared.qualifiers) for value in values]
    times = Counter(short)
    return tuple(
        Standing(name if times[name] == 1 else name_of(value), tuple(said_of(value, declared)))
        for name, value in zip(short, values, strict=True)
    )


def own_block(found: Description) -> Block:
    """What the layer says of the entity so far, be it only its name."""
    return found.own.block if found.own else {found.node.kind: found.node.name}


def standing_values(found: Description, relation: str) -> list[Plain]:
    """The values that the entity has now, as they would be written in the layer's own file."""
    if relation in (own := facts_of(own_block(found))):
        return values_of(own[relation])
    for block in found.behind:
        if relation in facts_of(block):
            return full(facts_of(block)[relation], block)
    return []


def _short(value: Plain, *, apart: bool) -> str:
    """A value without its qualifiers; ``apart`` if one may stand behind it, as in 'X as Y'."""
    content = value.get("value", value) if isinstance(value, dict) else value
    text = name_of(content)
    return text.partition(AS)[0] if apart and isinstance(content, str) else text
