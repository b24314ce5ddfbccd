"""The readings of a question to one outcome: which are sensible, which is taken, which others are tried."""

from __future__ import annotations

from bot.answering.outcome import Ambiguous, Answered, MissingThing, NotUnderstood, Outcome, Smalltalk, UnknownName
from bot.answering.trying import Trying
from bot.language.parser import Parse, Reading
from bot.language.query import Describe, Lookup, unplaced_in

#: A reading must account for this much of what a fully understood utterance of as many words would score.
#: ... less where it only says that a name is unknown.
SENSIBLE, SENSIBLE_STRANGER = 0.5, 0.4
#: Readings this close to the best are tried as well, in case the best has no answer; equals are a choice to show.
CLOSE, EQUAL = 0.14, 0.02


class Decider:
    """Chooses among readings."""

    def __init__(self, trying: Trying) -> None:
        self._trying = trying

    def decide(self, parse: Parse) -> tuple[Reading | None, Outcome]:
        """The reading that is taken, and its outcome; no reading where nothing was understood."""
        if parse.smalltalk is not None:
            return None, Smalltalk(parse.smalltalk)
        readings = [reading for reading in parse.readings if reading.understood >= _sensible(reading)]
        if not readings:
            return None, NotUnderstood()
        best = readings[0]
        close = [reading for reading in readings if reading.score >= best.score - CLOSE]
        outcomes = [(reading, self._trying.outcome(reading)) for reading in close[:6]]
        answered = [
            (reading, outcome)
            for reading, outcome in outcomes
            if isinstance(outcome, Answered) and (reading is best or not isinstance(outcome.query, Describe))
        ]
        if isinstance(outcomes[0][1], UnknownName | Ambiguous | MissingThing) or not answered:
            return outcomes[0]
        first, found = answered[0]
        equals = [pair for pair in answered if pair[0].score >= first.score - EQUAL and pair[1].nodes != found.nodes]
        if equals and isinstance(found.query, Lookup):
            union = dict.fromkeys(node for _, outcome in [answered[0], *equals] for node in outcome.nodes)
            if all(set(union) == set(outcome.nodes) for _, outcome in answered[:1]):
                return answered[0]
        return answered[0]


def _sensible(reading: Reading) -> float:
    """How much of an utterance a reading must account for."""
    return SENSIBLE_STRANGER if unplaced_in(reading.query) else SENSIBLE
