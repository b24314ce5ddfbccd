"""What a phrase of the language can mean: a role, a verb between roles, a kind, a degree, an operation, a rank.

Plain data, which the lexicon holds and the joining rules read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.facts.vocabulary import Clause

#: The operation of a light verb: none. That of asking for company, as a preposition at the end does too.
LIGHT, WITH_WHOM = "light", "with_whom"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for what fills a role ('director'), or with `asks`, a question phrase for it ('how long').

    ``order`` is its place among the relation's nouns, the most usual one first. ``several`` if it is a plural,
    ``through`` if that asks for all of a row ('sequels'), ``vague`` if it is a question word of the language besides
    ('when'), ``counted`` if it asks how many there are ('how many children'). ``span`` is the length of time that it is
    a noun for ('year').
    """

    relation: str
    role: str
    asks: bool = False
    order: int = 0
    through: bool = False
    several: bool = False
    vague: bool = False
    counted: bool = False
    span: str = ""

    def __str__(self) -> str:
        return f"{'asks' if self.asks else 'noun'} {self.relation}.{self.role}"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb phrase between roles ('directed'); ``order`` is its place among the relation's, the most usual first."""

    relation: str
    clause: Clause
    preposition: str = ""
    stranded: bool = False
    order: int = 0

    def __str__(self) -> str:
        return f"verb {self.relation}"


class Bare(NamedTuple):
    """A clause that is a preposition only, or nothing: 'films with X', 'French films'; the kinds on its two sides."""

    relation: str
    clause: Clause
    kinds: tuple[frozenset[str], frozenset[str]]
    order: int = 0


class Implied(NamedTuple):
    """A relation between two neighbours that a preposition or nothing stands for.

    The modifier fills `role`, the head `ask`, being of some `kinds`; ``turned`` if they stand the other way round.
    """

    relation: str
    role: str
    ask: str
    left_is_head: bool
    kinds: frozenset[str]
    turned: bool
    order: int = 0


@dataclass(frozen=True, slots=True)
class Kinds:
    """A noun for everything of some kinds ('film'), or with `asks`, a question word ('who'). No kinds: any.

    ``unlike`` are kinds that are rather not asked for; ``several`` if it is a plural; ``some`` if it is not for all of
    the kind ('woman').
    """

    kinds: tuple[str, ...]
    asks: bool = False
    unlike: tuple[str, ...] = ()
    several: bool = False
    some: bool = False

    def __str__(self) -> str:
        return f"{'asks' if self.asks else 'kind'} {'|'.join(self.kinds) or 'any'}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A noun that stands for a thing of some kinds beside its name: 'the script for X' is X, as something written."""

    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"facet of {'|'.join(self.kinds)}"


@dataclass(frozen=True, slots=True)
class Degree:
    """'longest' (superlative) or 'longer': more or less on a relation's number line.

    ``many``: 'the three longest', or None for all in their order.
    """

    relation: str
    more: bool
    superlative: bool
    rank: int = 1
    many: int | None = 1

    def __str__(self) -> str:
        return f"{'most' if self.more else 'least'} {self.relation}" if self.superlative else f"compare {self.relation}"


@dataclass(frozen=True, slots=True)
class Same:
    """'as long as': at the same place on a relation's number line; of dates, within a length of time, the ``span``."""

    relation: str
    span: str = ""

    def __str__(self) -> str:
        return f"same {self.relation}"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A word for something said before, of some kinds."""

    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"pronoun {'|'.join(self.kinds)}"


@dataclass(frozen=True, slots=True)
class Operation:
    """A word for what to do with a set: count, also, describe ... the keys of ``operations``."""

    name: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """'second'; -1 is the last."""

    rank: int


@dataclass(frozen=True, slots=True)
class Rank:
    """'second', before a superlative."""

    rank: int


@dataclass(frozen=True, slots=True)
class Those:
    """A word for those that were just listed, or with `asks`, for which of them."""

    asks: bool = False

    def __str__(self) -> str:
        return "which of those listed" if self.asks else "those listed"


Meaning = Those | Noun | Verb | Kinds | Facet | Degree | Same | Pronoun | Operation | Ordinal | Rank
