"""What a curator can ask for, as plain data: made by the Discord commands and by the terminal alike.

``entity`` is an id, a name, or ``Name (Year)``. ``details`` are what else a fact can have: ``source`` (id or name of
one that is described, or a text or link that is to be described as one), ``certainty``, ``as_of``, ``quote``,
``said_by``, ``note``, and the qualifiers of the relation, such as ``as``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AddFact:
    """One more value of a relation; of one that has a single value, another in its place.

    Where that value is there already, ``details`` are what else is to be said of it. With ``instead`` it takes the
    place of those that have the same qualifiers: the day on which a film comes out in one country. ``of`` is the value
    whose place it takes, if that is named: one director of two.
    """

    entity: str
    relation: str
    value: str
    details: Mapping[str, str] = field(default_factory=dict)
    instead: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class RemoveFact:
    """A value of a relation goes; all of them where ``value`` is None. ``why`` is told in the history."""

    entity: str
    relation: str
    value: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """Another ``new`` value, other details, or both, for the ``value`` of a relation. None takes a detail away."""

    entity: str
    relation: str
    value: str
    new: str | None = None
    details: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewEntity:
    """Something that no file describes yet; ``facts`` are texts by relation, one or several.

    ``details`` are said of each of them.
    """

    kind: str
    name: str
    also_known_as: tuple[str, ...] = ()
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveEntity:
    """What the layer says of an entity goes; what the shared facts say of it stays."""

    entity: str


@dataclass(frozen=True, slots=True)
class EditEntity:
    """All that is said of an entity, as ``text`` in YAML; ``base`` is the text that it was made from.

    What others have changed of that in the meantime stays; see `merging`.
    """

    entity: str
    text: str
    base: str


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A fact file as somebody has it: one entity, or a pack. ``name`` is what it was called there."""

    name: str
    data: bytes


FactEdit: TypeAlias = AddFact | RemoveFact | ChangeFact | NewEntity | RemoveEntity | EditEntity | ImportFile
