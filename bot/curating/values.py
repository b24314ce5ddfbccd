"""The value of a fact as a curator gives it, and as a fact file has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.curating.finding import called_so, near_entities
from bot.curating.proposal import CannotPropose
from bot.facts.fact_value import AS, PROVENANCE
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS, Value
from bot.facts.nodes import Plain
from bot.facts.problems import nearest
from bot.facts.text import normalise
from bot.facts.values import read_value
from bot.facts.vocabulary import VALUE, Relation


def check_details(relation: Relation, details: Mapping[str, str | None]) -> None:
    """Raise CannotPropose for a detail that a fact of `relation` does not have."""
    known = (*relation.qualifiers, *PROVENANCE)
    for key in details:
        if key not in known:
            hint = nearest(key, known) or f"known are {', '.join(known)}"
            raise CannotPropose(f"a {relation.name!r} has no {key!r}; {hint}", known)


def written(base: KnowledgeBase, relation: Relation, text: str, notes: list[str]) -> Plain:
    """What `text` is written as. Raises CannotPropose where it is no such value, or the name of several things."""
    text = text.strip()
    name, sign, role = text.partition(AS) if "as" in relation.qualifiers else (text, "", "")
    value = read_value(name, relation.value) if name else None
    if not isinstance(value, Value):
        reason = f"{value.what}; {value.hint}" if value else "a value is missing"
        raise CannotPropose(f"{relation.name}: {reason}")
    kinds = relation.value
    if kinds[0] not in KINDS:
        return text
    number = base.by_ident(name)
    if number is not None and base.node(number).kind in kinds:
        node = base.node(number)
        if [each.id for each in called_so(base, node.name, kinds)] == [number]:
            return node.name + sign + role
        reference: dict[str, Plain] = {"id": name, "name": node.name}
        return {VALUE: reference, "as": role} if role else reference
    called = called_so(base, name, kinds)
    if len(called) > 1:
        choices = ", ".join(f"{node.ident} ({node.label}, {node.kind})" for node in called[:5])
        raise CannotPropose(f"several are called {name!r}; say which: {choices}", [str(node.ident) for node in called])
    if not called:
        near = ", ".join(node.label for node in near_entities(base, name, kinds, 3))
        notes.append(f"{name!r} is a new name here" + (f"; did you mean {near}?" if near else ""))
    return text


def with_details(value: Plain, details: Mapping[str, Plain | None]) -> Plain:
    """`value` with these details; None takes one away. Short where there is nothing else to say."""
    given: dict[str, Plain] = dict(value) if isinstance(value, dict) else {VALUE: value}
    text = given.get(VALUE)
    if "as" in details and isinstance(text, str) and AS in text:
        given[VALUE] = text.partition(AS)[0]
    for key, detail in details.items():
        given.pop(key, None)
        if detail is not None:
            given[key] = detail
    return given[VALUE] if given.keys() == {VALUE} else given


def place_of(values: Sequence[Plain], text: str, relation: Relation) -> int:
    """Which of `values` is `text`. Raises CannotPropose, with those that there are, if none or several are."""
    names = [name_of(value) for value in values]
    asked = _same(text, relation)
    exact = [place for place, name in enumerate(names) if _same(name, relation) == asked]
    alike = exact or [place for place, name in enumerate(names) if _same(name.partition(AS)[0], relation) == asked]
    if len(alike) == 1:
        return alike[0]
    there = "; ".join(names[place] for place in alike or range(len(names)))
    what = "is said more than once; name it in full" if alike else "is not there"
    raise CannotPropose(f"{relation.name} {text!r} {what}. There is: {there or 'nothing'}", names)


def name_of(value: Plain) -> str:
    """What a value is called: ``Al Pacino as Vincent Hanna``."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(map(name_of, value))
    content = value.get(VALUE, value.get("name", value.get("id", "")))
    text = name_of(content)
    role = value.get("as")
    return f"{text}{AS}{name_of(role)}" if role else text


def _same(text: str, relation: Relation) -> str:
    value = read_value(text.strip(), relation.value) if text.strip() else None
    return normalise(value.text if isinstance(value, Value) else text)
