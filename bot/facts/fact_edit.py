"""Edits of a fact file: the text before and some edits -> the text after, in which only that is different.

Whether the result is a good fact file is looked at too: an edit that would bring a new problem into it is not made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from bot.facts import nodes
from bot.facts.fact_file import read_fact_file
from bot.facts.fact_value import AS
from bot.facts.model import Location, Problem
from bot.facts.nodes import Plain, plain
from bot.facts.vocabulary import VALUE, Relation
from bot.facts.yaml_edit import CannotEdit, rewrite
from bot.facts.yaml_text import read_yaml

FACTS = "facts"


@dataclass(frozen=True, slots=True)
class AddValue:
    """One more value of a relation: a text as a fact file has it, or the long form with ``value`` and its details."""

    entity: str
    relation: str
    value: Plain


@dataclass(frozen=True, slots=True)
class ReplaceValue:
    """Another value, in either form, in the place of the value number `place` (from 0) of the relation."""

    entity: str
    relation: str
    place: int
    value: Plain


@dataclass(frozen=True, slots=True)
class RemoveValue:
    """The value number `place` (from 0) of the relation goes."""

    entity: str
    relation: str
    place: int


@dataclass(frozen=True, slots=True)
class SetDetails:
    """What else is known of a value: certainty, as_of, source, quote, …, and qualifiers. None takes a detail away."""

    entity: str
    relation: str
    place: int
    details: Mapping[str, Plain | None]


@dataclass(frozen=True, slots=True)
class SetKeys:
    """What an entity says of itself: its name under its kind, ``also_known_as``, ``source``, ``id`` and so on."""

    entity: str
    keys: Mapping[str, Plain | None]


@dataclass(frozen=True, slots=True)
class AddEntity:
    """A new entity, written as in a fact file: into a pack, or into a file that is empty or not there yet."""

    block: dict[str, Plain]


@dataclass(frozen=True, slots=True)
class ReplaceEntity:
    """Everything that is said of an entity; what stays the same stays as it is written."""

    entity: str
    block: dict[str, Plain]


@dataclass(frozen=True, slots=True)
class RemoveEntity:
    """An entity of a pack goes. A file with one entity goes as a whole, which is no edit of its text."""

    entity: str


Edit: TypeAlias = (
    AddValue | ReplaceValue | RemoveValue | SetDetails | SetKeys | AddEntity | ReplaceEntity | RemoveEntity
)


def edit_facts(data: bytes, edits: Edit | Sequence[Edit], file: str, vocabulary: Mapping[str, Relation]) -> bytes:
    """`data` after one or several edits; an empty `data` is a new file. Entities are named by the ids they had before.

    Raises CannotEdit, with the place in `file` and what helps, when there is nothing that an edit fits, when the text
    cannot be changed without changing more, or when the result would have a problem that `data` has not.
    """
    editing = _Editing(data, file, vocabulary)
    for edit in edits if isinstance(edits, Sequence) else (edits,):
        editing.root = editing.wanted(edit)
    result = rewrite(data, editing.root, file)
    old = {problem.what for problem in read_fact_file(data, file, vocabulary).problems} if data else set()
    made = read_fact_file(result, file, vocabulary)
    if new := [problem for problem in made.problems if problem.what not in old]:
        raise CannotEdit(new)
    return result


@dataclass(slots=True)
class _Editing:
    """What a file holds, to be changed as one edit says."""

    data: bytes
    file: str
    vocabulary: Mapping[str, Relation]
    root: Plain = field(init=False)
    places: dict[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        document = read_yaml(self.data, self.file)
        if document.problems:
            raise CannotEdit(document.problems)
        self.root = [] if document.root is None else plain(document.root)
        self.places = {}
        if document.root is not None:
            sound = read_fact_file(self.data, self.file, self.vocabulary)
            items = document.root.items if isinstance(document.root, nodes.Sequence) else ()
            lines = {(item.line, item.column): place for place, item in enumerate(items)}
            for entity in sound.entities:
                self.places[entity.id] = lines.get((entity.location.line, entity.location.column))

    def wanted(self, edit: Edit) -> Plain:
        """What the file is to hold."""
        if isinstance(edit, AddEntity):
            return self.add(dict(edit.block))
        block = self.block(edit.entity)
        if isinstance(edit, RemoveEntity):
            if not isinstance(self.root, list) or len(self.root) == 1:
                self.fail(f"{edit.entity!r} is all that this file describes", "delete the file")
            return self.without(edit.entity)
        if isinstance(edit, ReplaceEntity):
            return self.with_block(edit.entity, dict(edit.block))
        if isinstance(edit, SetKeys):
            return self.with_block(edit.entity, _with_keys(block, edit.keys))
        return self.with_block(edit.entity, self.with_values(block, edit))

    def add(self, block: dict[str, Plain]) -> Plain:
        if self.root == []:
            return block
        if not isinstance(self.root, list):
            self.fail("this file describes one entity", "write another one into a file of its own")
        return [*self.root, block]

    def without(self, entity: str) -> Plain:
        """The pack without what it says of `entity`."""
        gone = self.places.pop(entity)
        assert gone is not None and isinstance(self.root, list)  # noqa: S101, PT018 - it is a pack
        self.places = {each: at - (at > gone) if at is not None else None for each, at in self.places.items()}
        return [*self.root[:gone], *self.root[gone + 1 :]]

    def block(self, entity: str) -> dict[str, Plain]:
        """What is said of `entity`."""
        if entity not in self.places:
            problems = read_fact_file(self.data, self.file, self.vocabulary).problems
            if problems:  # it may be among what they keep from being read
                raise CannotEdit(problems)
            self.fail(f"there is no {entity!r} in this file", "it was deleted, or has another id now; look again")
        place = self.places[entity]
        found = self.root if place is None or not isinstance(self.root, list) else self.root[place]
        assert isinstance(found, dict)  # noqa: S101 - a sound entity is a mapping
        return found

    def with_block(self, entity: str, block: dict[str, Plain]) -> Plain:
        """The file with this `block` in the place of what it says of `entity`."""
        place = self.places[entity]
        if place is None or not isinstance(self.root, list):
            return block
        return [*self.root[:place], block, *self.root[place + 1 :]]

    def with_values(
        self, block: dict[str, Plain], edit: AddValue | ReplaceValue | RemoveValue | SetDetails
    ) -> dict[str, Plain]:
        """`block` with the values of one relation changed."""
        facts = block.get(FACTS) or {}
        assert isinstance(facts, dict)  # noqa: S101 - as above
        content = facts.get(edit.relation)
        values: list[Plain] = [] if content is None else content if isinstance(content, list) else [content]
        was_list = isinstance(content, list)
        if isinstance(edit, AddValue):
            values = self.added(values, edit)
        elif not 0 <= edit.place < len(values):
            self.fail(f"{edit.entity!r} has no such {edit.relation!r} any more", "look at it as it is now")
        else:
            values = [*values[: edit.place], *self.changed(values[edit.place], edit), *values[edit.place + 1 :]]
        if not values:
            rest = {relation: value for relation, value in facts.items() if relation != edit.relation}
            return {key: value for key, value in (block | {FACTS: rest}).items() if key != FACTS or rest}
        return block | {FACTS: facts | {edit.relation: values if was_list or len(values) > 1 else values[0]}}

    def added(self, values: list[Plain], edit: AddValue) -> list[Plain]:
        relation = self.vocabulary.get(edit.relation)
        if values and relation and not relation.many:
            self.fail(f"{edit.relation!r} has one value, and there is one already", "replace it")
        if edit.value in values:
            self.fail(f"this {edit.relation!r} is there already", "to say more about it, edit it")
        return [*values, edit.value]

    def changed(self, value: Plain, edit: ReplaceValue | RemoveValue | SetDetails) -> list[Plain]:
        """What stands in the place of `value`."""
        if isinstance(edit, RemoveValue):
            return []
        if isinstance(edit, ReplaceValue):
            return [edit.value]
        long: dict[str, Plain] = {VALUE: value} if not isinstance(value, dict) else value
        text, relation = long.get(VALUE), self.vocabulary.get(edit.relation)
        if "as" in edit.details and isinstance(text, str) and AS in text and relation and "as" in relation.qualifiers:
            name, _, role = text.partition(AS)
            long = {VALUE: name, "as": role, **{key: part for key, part in long.items() if key not in (VALUE, "as")}}
        return [_with_keys(long, edit.details)]

    def fail(self, what: str, hint: str) -> NoReturn:
        raise CannotEdit([Problem(Location(self.file), what, hint)])


def _with_keys(block: dict[str, Plain], keys: Mapping[str, Plain | None]) -> dict[str, Plain]:
    """`block` with `keys` set or, where they are None, taken away; new ones stand above the facts."""
    kept = {key: value for key, value in block.items() if key not in keys or keys[key] is not None}
    given = {key: value for key, value in keys.items() if value is not None}
    facts = {FACTS: kept.pop(FACTS)} if FACTS in kept else {}
    return kept | given | facts
