"""The trace of one question: how it was cut, which readings were considered, with their scores, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.outcome import Outcome
from bot.language.parser import Parse, Reading
from bot.language.query import render

#: Readings shown; the others were further off.
MOST_SHOWN = 6


def explain(parse: Parse, chosen: Reading | None, outcome: Outcome, name: Callable[[int], str]) -> str:
    """An indented tree, best reading first."""
    lines = [f"words: {' '.join(word.text for word in parse.words)}"]
    for reading in parse.readings[:MOST_SHOWN]:
        mark = " <- chosen" if reading is chosen else ""
        lines.append(f"  reading {reading.score:.2f}: {render(reading.query, name)}{mark}")
        lines.extend(f"    {piece}" for piece in reading.pieces)
    lines.append(f"outcome: {type(outcome).__name__}")
    return "\n".join(lines)
