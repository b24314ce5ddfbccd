"""The value of a fact as a curator gives it, and as a fact file has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.curating.finding import called_so, near_entities
from bot.curating.proposal import CannotPropose
from bot.facts.fact_value import AS, PROVENANCE
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS, Certainty, Value
from bot.facts.nodes import Plain
from bot.facts.problems import nearest
from bot.facts.text import normalise
from bot.facts.values import Mistake, read_value
from bot.facts.vocabulary import VALUE, Relation

_CERTAINTIES = tuple(certainty.value for certainty in Certainty)
#: No name of anything is longer.
_LONGEST_NAME = 300
#: The keys of a value in its long form that are no qualifiers, or are told in a form of their own.
_NO_QUALIFIER = frozenset({VALUE, "id", "name", "as", *PROVENANCE})


def details_written(
    base: KnowledgeBase, relation: Relation, details: Mapping[str, str | None], notes: list[str]
) -> dict[str, Plain | None]:
    """What these details of a fact of `relation` are written as; None for what is to be taken away.

    Raises CannotPropose for a detail that such a fact does not have, and for a qualifier that cannot be that.
    """
    known = (*relation.qualifiers, *PROVENANCE)
    found: dict[str, Plain | None] = {}
    for key, text in details.items():
        if text is not None and not text.strip():
            continue
        if key not in known:
            hint = nearest(key, known) or f"known are {', '.join(known)}"
            raise CannotPropose(f"a {relation.name!r} has no {key!r}; {hint}", known)
        kinds = relation.qualifiers.get(key)
        if kinds and text:
            found[key] = _one(base, f"{relation.name}, {key}", text, kinds, notes)
        else:
            found[key] = text and checked(key, text)
    return found


def checked(key: str, text: str) -> str:
    """The certainty, date or other provenance of a fact. Raises CannotPropose where it cannot be that."""
    text = text.strip()
    if key == "certainty" and text not in _CERTAINTIES:
        raise CannotPropose(f"unknown certainty {text!r}; {nearest(text, _CERTAINTIES)}", _CERTAINTIES)
    date = read_value(text, ("date",)) if key == "as_of" and text else None
    if isinstance(date, Mistake):
        raise CannotPropose(f"as_of: {date.what}; {date.hint}")
    return text


def written(base: KnowledgeBase, relation: Relation, text: str, notes: list[str]) -> Plain:
    """What `text` is written as. Raises CannotPropose where it is no such value, or the name of several things."""
    name, tie, role = f"{text.strip()} ".partition(AS) if "as" in relation.qualifiers else (text, "", "")
    if tie and not (name.strip() and role.strip()):
        raise CannotPropose(f"{relation.name}: 'as' has no name on both sides; write for example  X as Y")
    value = _one(base, relation.name, name, relation.value, notes)
    if not role:
        return value
    played = _one(base, f"{relation.name}, as", role, relation.qualifiers["as"], notes)
    if isinstance(value, str) and isinstance(played, str):
        return value + AS + played
    return {VALUE: value, "as": played}


def _one(base: KnowledgeBase, place: str, text: str, kinds: Sequence[str], notes: list[str]) -> Plain:
    """What one value of these kinds is written as, in this `place` of a fact."""
    name = text.strip()
    value = read_value(name, tuple(kinds)) if name else None
    if not isinstance(value, Value):
        reason = f"{value.what}; {value.hint}" if value else "a value is missing"
        raise CannotPropose(f"{place}: {reason}")
    if kinds[0] not in KINDS:
        return name
    if len(name) > _LONGEST_NAME:
        raise CannotPropose(f"{place}: a name has at most {_LONGEST_NAME} characters, and this has {len(name)}")
    number = base.by_ident(name)
    if number is not None and base.node(number).kind in kinds:
        node = base.node(number)
        alone = [each.id for each in called_so(base, node.name, kinds)] == [number]
        return node.name if alone else {"id": name, "name": node.name}
    called = called_so(base, name, kinds)
    if len(called) > 1:
        choices = ", ".join(f"{node.ident} ({node.label}, {node.kind})" for node in called[:5])
        raise CannotPropose(f"several are called {name!r}; say which: {choices}", [str(node.ident) for node in called])
    if not called:
        near = ", ".join(node.label for node in near_entities(base, name, kinds, 3))
        notes.append(f"{name!r} is a new name here" + (f"; did you mean {near}?" if near else ""))
    if len(called) == 1 and normalise(called[0].name) == normalise(name):  # with its capitals, however it was typed
        return called[0].name
    return name


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
    name, role = given.get(VALUE), given.get("as")
    if given.keys() == {VALUE, "as"} and isinstance(name, str) and isinstance(role, str) and AS not in name:
        return name + AS + role
    return given[VALUE] if given.keys() == {VALUE} else given


def place_of(values: Sequence[Plain], text: str, relation: Relation) -> int:
    """Which of `values` is `text`. Raises CannotPropose, with those that there are, if none or several are."""
    names = [name_of(value) for value in values]
    asked = _same(text, relation)
    exact = [place for place, name in enumerate(names) if _same(name, relation) == asked]
    alike = exact or [place for place, value in enumerate(values) if _said(value, relation).text == asked]
    if len(alike) == 1:
        return alike[0]
    there = "; ".join(names[place] for place in alike or range(len(names)))
    what = "is said more than once; name it in full" if alike else "is not there"
    raise CannotPropose(f"{relation.noun} {text!r} {what}. There is: {there or 'nothing'}", names)


def standing(values: Sequence[Plain], new: Plain, relation: Relation) -> int | None:
    """Which of `values` is `new`, or the same with fewer or more qualifiers; None if none is.

    Raises CannotPropose where several may be.
    """
    this = _said(new, relation)
    alike = [place for place, value in enumerate(values) if _agree(this, _said(value, relation))]
    exact = [place for place in alike if _said(values[place], relation) == this] or alike
    if len(exact) > 1:
        there = "; ".join(name_of(values[place]) for place in exact)
        raise CannotPropose(f"{relation.noun} {name_of(new)!r} is said more than once; name it in full: {there}")
    return exact[0] if exact else None


def alike(values: Sequence[Plain], new: Plain, relation: Relation) -> list[int]:
    """Which of `values` have the qualifiers that `new` has, and no others: what it may take the place of."""
    roles = _said(new, relation).roles
    return [place for place, value in enumerate(values) if _said(value, relation).roles == roles]


def name_of(value: Plain) -> str:
    """What a value is called with its qualifiers: ``Al Pacino as Vincent Hanna``, ``2021-09-03; where: Italy``."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(map(name_of, value))
    content = value.get(VALUE, value.get("name", value.get("id", "")))
    text = name_of(content)
    role = value.get("as")
    more = [f"; {key}: {name_of(given)}" for key, given in value.items() if key not in _NO_QUALIFIER]
    return "".join([text, *([f"{AS}{name_of(role)}"] if role else []), *more])


def called(value: Plain) -> str:
    """What a value is called without anything that is said of it, as names are compared."""
    content = value.get(VALUE, value) if isinstance(value, dict) else value
    return normalise(name_of(content).partition(AS)[0])


def _same(text: str, relation: Relation) -> str:
    value = read_value(text.strip(), relation.value) if text.strip() else None
    return normalise(value.text if isinstance(value, Value) else text)


def roles_of(value: Plain, relation: Relation) -> dict[str, Plain | None]:
    """The qualifiers that a value in its short or its long form has."""
    given: dict[str, Plain] = value if isinstance(value, dict) else {VALUE: value}
    roles: dict[str, Plain | None] = {role: given[role] for role in relation.qualifiers if role in given}
    text = given.get(VALUE)
    if "as" in relation.qualifiers and isinstance(text, str) and AS in text:
        roles.setdefault("as", text.partition(AS)[2])
    return roles


def said_of(value: Plain, relation: Relation) -> list[str]:
    """The names of what is said of a value, beside the value itself: its qualifiers, its certainty and the like."""
    given = value if isinstance(value, dict) else {}
    return list(dict.fromkeys([*roles_of(value, relation), *(key for key in given if key in PROVENANCE)]))


class _Said(NamedTuple):
    """A value apart from what else is said of it: as it is compared, its id where one is written, its qualifiers."""

    text: str
    ident: str | None
    roles: Mapping[str, str]


def _said(value: Plain, relation: Relation) -> _Said:
    given: dict[str, Plain] = value if isinstance(value, dict) else {VALUE: value}
    content = given.get(VALUE, given)
    ident = name_of(content["id"]) if isinstance(content, dict) and "id" in content else None
    roles = {role: normalise(name_of(content)) for role, content in roles_of(value, relation).items() if content}
    text = name_of(content)
    if "as" in relation.qualifiers and isinstance(content, str):
        text = text.partition(AS)[0]
    return _Said(_same(text, relation), ident, roles)


def _agree(one: _Said, other: _Said) -> bool:
    same = one.text == other.text and (one.ident == other.ident or None in (one.ident, other.ident))
    return same and all(other.roles.get(role, text) == text for role, text in one.roles.items())
