"""What came of a question: frozen types that carry data, not sentences. `wording` turns them into text."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.spans import Measured
from bot.language.misfit import Misfit
from bot.language.query import Check, Describe, Lookup, Nodes, Query


@dataclass(frozen=True, slots=True)
class Answered:
    """The facts answer the query. ``holds`` is the verdict of a yes/no query, ``measured`` what was to be measured.

    Of several claims of which the query asks which is so, ``so`` are those that are.
    """

    query: Query
    nodes: tuple[int, ...]
    facts: tuple[int, ...]
    holds: bool | None = None
    measured: tuple[Measured, ...] = ()
    so: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Recalled:
    """Works whose ``facts`` hold the words that one was described by: perhaps one of them was meant."""

    nodes: tuple[int, ...]
    facts: tuple[int, ...]

    @property
    def query(self) -> Query:
        """What was found, to be described."""
        return Describe(Nodes(self.nodes))


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A mention names nothing known; ``nearest`` are nodes of like names, ``kinds`` what it would have had to be.

    ``known`` are things of that very name, of which that cannot be asked. ``ordinary`` if it is made of words of the
    language that need name nothing: 'the weather'. ``told`` is what is so instead: where else X can be watched.
    """

    query: Query
    name: str
    nearest: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    known: tuple[int, ...] = ()
    ordinary: bool = False
    told: Answered | None = None


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """The question is understood, but the facts do not answer it. ``known`` are nodes that they give instead.

    ``missing`` is the look-up that the answer would have needed, where that is not the query itself. ``none`` if it is
    known that nothing is left of some things: 'which of X's films has Y not directed'.
    """

    query: Query
    known: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    others: tuple[Answered, ...] = ()
    missing: Lookup | None = None
    none: bool = False


@dataclass(frozen=True, slots=True)
class Misfitting:
    """The relation asked for is not for things of that kind. ``offers`` are answers of the nearest thing to ask."""

    query: Query
    misfit: Misfit
    offers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Unbacked:
    """Where something comes from was asked, but no fact stands behind it, or nothing was told before."""

    query: Query


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings are equals, each with the node that tells it apart (None where the relation does).

    ``known`` says whether any of them has an answer.
    """

    readings: tuple[tuple[Query, int | None], ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class MissingThing:
    """The question leaves out what it is about, and nothing was spoken of before. ``kinds`` is what it may be."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Not a question about what the knowledge base knows. ``strangers`` are the words that could not be placed."""

    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untold:
    """A question about films that facts never answer: what to watch, how it ends. ``reply`` is what to say."""

    reply: str


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """Hello, thanks, help. ``reply`` is the text to reply with, or ``help``."""

    reply: str


Outcome = (
    Answered
    | Recalled
    | UnknownName
    | UnknownFact
    | Misfitting
    | Ambiguous
    | MissingThing
    | NotUnderstood
    | Untold
    | Smalltalk
    | Unbacked
)
