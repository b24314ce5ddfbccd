"""Names with a word left out or several mistakes: 'the road dracula' is no question about Dracula, but offers one."""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.answering.deciding import Decision
from bot.answering.outcome import Ambiguous, Answered, NotUnderstood, UnknownFact, UnknownName
from bot.answering.trying import Trying
from bot.answering.unnamed import CLEAR
from bot.language.parse import Parse, Reading
from bot.language.query import Describe
from bot.language.trees import unplaced_in

#: A choice is offered without more ado only if the question was understood so well.
CLEAR_CHOICE = 0.85
#: What a reading may have lost for slips of fingers, that is not counted in how well it is understood.
SLIPS = 0.7
WHY = "what was typed comes near a name"


class Nearly:
    """Finds them where a question has no clear answer otherwise."""

    def __init__(self, trying: Trying) -> None:
        self._trying = trying

    def first(
        self, with_near_names: Callable[[float], Parse], above: Callable[[float], Parse]
    ) -> tuple[Parse, Decision] | None:
        """That a name is unknown and others are near, where no other reading is good enough to be preferred to that.

        ``above`` gives the best readings with a score above one.
        """
        near = with_near_names(-math.inf)
        reading = next(iter(near.readings), None)
        if reading is None or len(unplaced_in(reading.query)) != 1 or isinstance(reading.query, Describe):
            return None
        parse = above(min(reading.score, CLEAR * len(near.words) - SLIPS))
        if parse.readings or parse.smalltalk is not None or parse.untold is not None:
            return None
        outcome = self._trying.outcome(reading)
        if isinstance(outcome, UnknownName) and outcome.nearest:
            return parse, Decision(reading, outcome, (), WHY)
        return None

    def instead(self, decision: Decision, with_near_names: Callable[[float], Parse]) -> Decision:
        """The decision, or that a name is unknown and others are near, where the question reads better so."""
        known = decision.reading
        if decision.why == WHY or not _doubtful(decision):
            return decision
        above = -math.inf if known is None else known.score
        reading = next(iter(with_near_names(above).readings), None)
        if reading is None or len(unplaced_in(reading.query)) != 1:
            return decision
        if reading.score <= known.score if known is not None else isinstance(reading.query, Describe):
            return decision  # chatter is hardly somebody's name
        if isinstance(decision.outcome, Answered) and known is not None and _beside(reading, known):
            return decision
        outcome = self._trying.outcome(reading)
        if isinstance(outcome, UnknownName) and outcome.nearest:
            return Decision(reading, outcome, decision.tried, WHY)
        return decision


def _beside(reading: Reading, known: Reading) -> bool:
    """Whether a reading has all names of another: 'yaer of the' is none beside the film that was asked about."""
    return bool(known.mentions) and {mention[:2] for _, mention in known.mentions} <= {
        mention[:2] for _, mention in reading.mentions
    }


def _doubtful(decision: Decision) -> bool:
    if isinstance(decision.outcome, Answered | Ambiguous):
        clear = CLEAR if isinstance(decision.outcome, Answered) else CLEAR_CHOICE
        return decision.reading is not None and decision.reading.understood < clear
    return isinstance(decision.outcome, NotUnderstood | UnknownFact | UnknownName)
