"""The nouns of the fact base: entities, values, facts and where each of them was written. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

#: What a fact file may describe, as its first key spells it.
KINDS = ("film", "series", "book", "person", "character", "organisation", "place", "source")

#: Those of them that have titles.
WORKS = ("film", "series", "book")

#: What a relation's value may be when it is not an entity of one of the KINDS.
#: A *label* is a short term that people name in questions (a genre, a language, a country); *text* is prose to show.
VALUE_TYPES = ("date", "duration", "money", "number", "length", "label", "text")
#: Those of them that lie on a number line.
NUMBER_LINE = ("date", "duration", "money", "number", "length")


class Certainty(StrEnum):
    """How sure a fact is, surest first."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    EXPECTED = "expected"
    RUMOURED = "rumoured"


class Location(NamedTuple):
    """Where something was written: a file relative to the knowledge folder, line and column from 1.

    A named tuple, because every fact of a file has one: it is made in half the time.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that a person wrote: where, what, and how to mend it."""

    location: Location
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.location}: {self.what}" + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as its relation types it.

    ``text`` is what answers show: a name in full, an ISO date (possibly partial), minutes as ``170``. ``low`` and
    ``high`` bound it on its relation's number line: days as YYYYMMDD for dates (equal for a full date, the ends of the
    period for a partial one), minutes for durations, plain units for money, numbers and lengths (metres); None for
    names and prose.
    ``entity`` is the id written as ``{id: …}`` in a fact file, or, in a compiled knowledge base, the id it resolved to.
    ``year`` is the year of ``Name (Year)``, until it is resolved.
    """

    text: str
    low: float | None = None
    high: float | None = None
    entity: str | None = None
    year: int | None = None


class Fact(NamedTuple):
    """One statement: subject, relation, value and qualifiers, with its provenance.

    A named tuple, because a large folder has a million of them: it is made in a third of the time.
    ``certainty`` is None where the file does not state one: the fact then counts as reported by its source.
    """

    subject: str
    relation: str
    value: Value
    location: Location
    qualifiers: tuple[tuple[str, Value], ...] = ()
    source: str | None = None
    quote: str | None = None
    said_by: str | None = None
    as_of: str | None = None
    note: str | None = None
    certainty: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a file wants asked, and the plain answers that it must get; none for what nobody may answer."""

    question: str
    expected: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that a fact file describes, with the facts that the file states about it.

    ``asks`` are questions to test the facts with.
    ``details`` are the further keys of a ``source`` (publisher, author, title, url, date), in the order of the file.
    ``emptied`` are the relations that the file states no value of, so that none of a farther layer shows.
    """

    id: str
    kind: str
    name: str
    location: Location
    also_known_as: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    asks: tuple[Ask, ...] = ()
    emptied: tuple[str, ...] = ()
