"""The trace of one question: how it was cut, the readings that were considered, and what came of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.answering.deciding import Decision, sensible
from bot.answering.outcome import Outcome
from bot.language.parse import Parse, Reading
from bot.language.rendering import render

#: Readings shown; the others were further off.
MOST_SHOWN = 6


def explain(parse: Parse, decision: Decision, name: Callable[[int], str]) -> str:
    """An indented tree, best reading first."""
    return "\n".join(_lines(parse, decision, name))


def _lines(parse: Parse, decision: Decision, name: Callable[[int], str]) -> Iterator[str]:
    yield f"words: {' '.join(word.text for word in parse.words)}"
    shown = list(parse.readings[:MOST_SHOWN])
    if decision.reading is not None and decision.reading not in shown:
        shown.append(decision.reading)
    outcomes = {id(reading): outcome for reading, outcome in decision.tried}
    for reading in shown:
        mark = " <- chosen" if reading is decision.reading else ""
        yield f"  reading {reading.score:.2f}: {render(reading.query, name)}{mark}"
        outcome = decision.outcome if reading is decision.reading else outcomes.get(id(reading))
        yield f"    {_came_of(reading, outcome)}, {reading.understood:.2f} a word"
        yield from (f"    {piece}" for piece in reading.pieces)
    if (further := len(parse.readings) - MOST_SHOWN) > 0:
        yield f"  and {further} more"
    if decision.reading is not None:
        yield f"why: {decision.why or _margin(parse, decision)}"
    yield f"outcome: {type(decision.outcome).__name__}"


def _came_of(reading: Reading, outcome: Outcome | None) -> str:
    if outcome is not None:
        return f"gives {type(outcome).__name__}"
    return "not tried: too far off" if sensible(reading) else "no sense: explains too little"


def _margin(parse: Parse, decision: Decision) -> str:
    """By how much the reading that is taken is better than the next one."""
    reading = decision.reading
    others = [other for other in parse.readings if other is not reading]
    if reading is None or not others:
        return "no other reading is as good"
    margin = reading.score - others[0].score
    if margin >= 0:
        return f"the best, by {margin:.2f}"
    return f"{-margin:.2f} behind the best, which has no answer"
