"""What the parser makes of an utterance: its readings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.text import Word
from bot.language.linking import Mention
from bot.language.query import Query

#: Readings whose scores differ by no more are equals.
EQUAL = 0.001


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an utterance.

    ``score`` ranks it against other readings of the same utterance; ``understood`` is the score per word, words for
    things unknown left aside, near 0.8 when everything fits. ``needs`` are the kinds of what the utterance leaves out
    and nothing supplies. ``names`` if it only names something, and asks nothing of it. ``further`` is asked with it:
    'the director and the budget of X'. ``passed`` are the words of a claim that say nothing in it, though they have
    a capital as names have.
    """

    query: Query
    score: float
    understood: float
    mentions: tuple[tuple[str, Mention], ...] = ()
    pieces: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    names: bool = False
    further: tuple[Query, ...] = ()
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parse:
    """The words of an utterance, its readings, best first, and the reply to it if it is only small talk.

    ``untold`` is the reply to it if it asks about films what facts never tell.

    No reading of these words, however loose, has a score above ``bound``. ``named`` are the names in them that are
    spelt well and are no ordinary words, whether anything of it is understood or not.
    """

    words: tuple[Word, ...] = ()
    readings: tuple[Reading, ...] = ()
    smalltalk: str | None = None
    untold: str | None = None
    bound: float = 0.0
    named: tuple[Mention, ...] = ()
