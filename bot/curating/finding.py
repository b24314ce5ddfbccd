"""Which entity, and which relation, a curator means: exactly, or not at all with the nearest ones offered."""

from __future__ import annotations

from collections.abc import Collection

from bot.curating.proposal import CannotPropose
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS, Value
from bot.facts.problems import nearest
from bot.facts.rows import Node
from bot.facts.values import read_value
from bot.facts.vocabulary import Relation, Vocabulary
from bot.language.names import exact, split
from bot.language.near_names import suggestions

_NEAR = 5
#: So much of what somebody typed is told again.
_SHOWN = 100


def find_entity(base: KnowledgeBase, text: str, kinds: Collection[str] | None = None) -> Node:
    """The entity with the id `text`, or else the one that is called so: ``Heat``, ``Heat (1995)``.

    Raises CannotPropose with the ids that may have been meant: several that are called so, or the nearest.
    """
    named = base.by_ident(text.strip())
    if named is not None:
        return base.node(named)
    called = called_so(base, text, kinds)
    if len(called) == 1:
        return called[0]
    if called:
        choices = ", ".join(f"{node.ident} ({node.label}, {node.kind})" for node in called[:_NEAR])
        raise CannotPropose(f"several are called {text!r}; say which: {choices}", [str(node.ident) for node in called])
    near = near_entities(base, text, kinds)
    offer = ", ".join(f"{node.label} ({node.ident})" for node in near)
    hint = f"did you mean {offer}?" if near else "describe it first, as something new"
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    raise CannotPropose(f"nothing is called {short!r}; {hint}", [str(node.ident) for node in near])


def called_so(base: KnowledgeBase, text: str, kinds: Collection[str] | None = None) -> list[Node]:
    """The entities that go by the name `text`, of the year or kind that stands behind it in brackets, if any."""
    before, _, within = text.strip().removesuffix(")").rpartition("(")
    if before and within in KINDS and text.strip().endswith(")"):
        return called_so(base, before.strip(), {within}.intersection(kinds if kinds is not None else KINDS))
    written = read_value(text, ("film",))
    name, year = (written.text, written.year) if isinstance(written, Value) else (text, None)
    words = split(name)
    found = {c.node for c in exact(base, words) if (c.start, c.end) == (0, len(words)) and not c.possessive}
    whole = [node for node in base.nodes(found).values() if node.is_entity and (kinds is None or node.kind in kinds)]
    spelt = [node for node in whole if split(node.name) == words] or whole
    return sorted((node for node in spelt if year in (None, node.year)), key=lambda node: node.id)


def near_entities(
    base: KnowledgeBase, text: str, kinds: Collection[str] | None = None, count: int = _NEAR
) -> list[Node]:
    """The entities whose names come nearest to `text`, best first."""
    words = split(text)
    nodes = suggestions(base, words, kinds, count) if words else []
    found = base.nodes(nodes)
    return [found[node] for node in nodes]


def find_relation(vocabulary: Vocabulary, text: str, kind: str) -> Relation:
    """The relation `text` of something of a `kind`. Raises CannotPropose with those that may have been meant."""
    name = text.strip().casefold().replace(" ", "_").replace("-", "_")
    fitting = [relation.name for relation in vocabulary.values() if kind in relation.subject]
    if name in vocabulary and name in fitting:
        return vocabulary[name]
    if name in vocabulary:
        subjects = ", ".join(vocabulary[name].subject)
        raise CannotPropose(f"a {kind} has no {name!r}; that is a fact about: {subjects}")
    for relation in vocabulary.values():
        if kind in relation.subject and any(each.name == text.strip() for each in relation.phrasings.values()):
            return relation
    hint = nearest(name, fitting) or f"known of a {kind} are: {', '.join(fitting)}"
    raise CannotPropose(f"there is no relation {text!r}; {hint}", [each for each in fitting if f"'{each}'" in hint])
