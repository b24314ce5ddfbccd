"""What a sentence that tells a fact comes to, as plain data: the edit pipeline makes an edit of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.facts.model import Certainty


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a role: ``text`` as a fact file writes it.

    ``entity`` is the id of a known entity, ``kinds`` what it is; for a name that nobody knows yet, ``entity`` is None
    and ``kinds`` are those that the relation takes. For a date, an amount, a label or a text they are its type.
    """

    text: str
    entity: str | None = None
    kinds: tuple[str, ...] = ()
    new: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What the sentence says about the fact; None where it says nothing.

    ``source`` is the id of a source that has a file; ``said_to_be_from`` is what the sentence names where there is no
    such file: one has to be written, or another source be chosen.
    """

    source: str | None = None
    said_to_be_from: str | None = None
    said_by: str | None = None
    certainty: Certainty | None = None
    as_of: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A proposed fact. ``qualifiers`` are filled by role.

    ``replaces`` are the values that stand there now and whose place this fact is to take: they differ, and the relation
    has one value only, or the sentence says so. ``known`` if the facts say so already. ``instead`` is what the sentence
    names as what goes. ``gone`` if the fact is so no more.
    """

    subject: Filled
    relation: str
    value: Filled
    qualifiers: Mapping[str, Filled] = field(default_factory=dict)
    details: Details = Details()
    replaces: tuple[str, ...] = ()
    known: bool = False
    instead: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class WhichOne:
    """The sentence names something that may be one of several: each with its label, and the fact if it is that."""

    name: str
    choices: tuple[tuple[str, Told], ...]


#: Why a sentence is no fact, in the order in which it is looked for.
QUESTION, OPINION, NEGATED, SEVERAL, VAGUE, NO_RELATION, UNKNOWN_WORDS, INCOMPLETE, NOT_A_VALUE, NOT_THERE, NOTHING = (
    "question",
    "opinion",
    "negated",
    "several",
    "vague",
    "no relation",
    "unknown words",
    "incomplete",
    "not a value",
    "not there",
    "nothing",
)


@dataclass(frozen=True, slots=True)
class NotTold:
    """No fact can be made of the sentence: one of the reasons above, the part of it that is at fault, and the mend.

    ``because`` is the reason in words.
    """

    why: str
    part: str
    hint: str
    because: str


Telling = Told | WhichOne | NotTold
