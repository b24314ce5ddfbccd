"""The readings of a question to one outcome: which are sensible, which is taken, which others are tried."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.outcome import Ambiguous, Answered, MissingThing, NotUnderstood, Outcome, Smalltalk, UnknownName
from bot.answering.trying import Trying
from bot.language.parser import Parse, Reading
from bot.language.query import Describe, unplaced_in

#: A reading must account for this much of what a fully understood utterance of as many words would score.
#: ... less where it only says that a name is unknown.
SENSIBLE, SENSIBLE_STRANGER = 0.5, 0.4
#: Readings this close to the best are tried as well, in case the best has no answer; equals are a choice to show.
CLOSE, EQUAL = 0.14, 0.02


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading that is taken and its outcome; no reading where nothing was understood.

    ``tried`` are the readings whose outcomes were compared, best first, and ``why`` this one was taken.
    """

    reading: Reading | None
    outcome: Outcome
    tried: tuple[tuple[Reading, Outcome], ...] = ()
    why: str = ""


class Decider:
    """Chooses among readings."""

    def __init__(self, trying: Trying) -> None:
        self._trying = trying

    def decide(self, parse: Parse) -> Decision:
        """What is taken of the readings of one utterance."""
        if parse.smalltalk is not None:
            return Decision(None, Smalltalk(parse.smalltalk))
        readings = [reading for reading in parse.readings if sensible(reading)]
        if not readings:
            return Decision(None, NotUnderstood())
        best = readings[0]
        close = [reading for reading in readings if reading.score >= best.score - CLOSE]
        outcomes = [(reading, self._trying.outcome(reading)) for reading in close[:6]]
        answered = [
            (reading, outcome)
            for reading, outcome in outcomes
            if isinstance(outcome, Answered) and (reading is best or not isinstance(outcome.query, Describe))
        ]
        if isinstance(outcomes[0][1], UnknownName | Ambiguous | MissingThing) or not answered:
            return Decision(*outcomes[0], tuple(outcomes))
        return Decision(*answered[0], tuple(outcomes))


def sensible(reading: Reading) -> bool:
    """Whether a reading accounts for enough of its utterance."""
    return reading.understood >= (SENSIBLE_STRANGER if unplaced_in(reading.query) else SENSIBLE)
