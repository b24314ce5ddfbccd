"""Names that nobody knows, of words that each mean something: 'who directed up in the air?' is no question about Up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answering.deciding import Decision
from bot.answering.outcome import Ambiguous, Answered, NotUnderstood, UnknownFact
from bot.answering.trying import Trying
from bot.facts.text import ARTICLES, normalise
from bot.language.parser import Parse, Reading
from bot.language.query import Describe, Unplaced, unplaced_in

#: Readings that explain more than CLEAR of the question are not doubted. How well the rest of a question must be
#: understood beside such a name, and how much better it must read so.
CLEAR, REST, BETTER = 0.7, 0.85, 0.1


class Unnamed:
    """Finds them where a question makes little sense otherwise."""

    def __init__(self, trying: Trying) -> None:
        self._trying = trying

    def instead(self, decision: Decision, with_whole_names: Callable[[], Parse]) -> Decision:
        """The decision, or that a name is unknown, where the question reads much better so."""
        if not _doubtful(decision):
            return decision
        for reading in with_whole_names().readings:
            unknown = unplaced_in(reading.query)
            if len(unknown) == 1 and not isinstance(reading.query, Describe) and reading.understood >= REST:
                if decision.reading is None or _goes_on(unknown[0], decision.reading, reading):
                    why = "the question makes sense with a name in it that nobody knows"
                    return Decision(reading, self._trying.outcome(reading), decision.tried, why)
                return decision
        return decision


def _doubtful(decision: Decision) -> bool:
    if isinstance(decision.outcome, NotUnderstood):
        return True
    reading = decision.reading
    judged = isinstance(decision.outcome, Answered | Ambiguous | UnknownFact)
    return judged and reading is not None and reading.understood < CLEAR


def _goes_on(unknown: Unplaced, known: Reading, reading: Reading) -> bool:
    """Whether a name that was found in a question goes on in what may be an unknown one: 'up' in 'up in the air'."""
    whole = _telling(unknown.text)
    parts = [_telling(typed) for typed, _ in known.mentions]
    return reading.score >= known.score + BETTER and any(
        len(part) < len(whole) and any(whole[at : at + len(part)] == part for at in range(len(whole)))
        for part in parts
        if part
    )


def _telling(text: str) -> Sequence[str]:
    words = normalise(text).split()
    return [word for word in words if word not in ARTICLES] or words
