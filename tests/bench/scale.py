"""Measuring one base in a process of its own, so that memory is that of answering: what runs there, what comes back.

`python -m tests.bench.scale BASE CACHE` reads questions from standard input and writes one JSON object.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.answering.snapshots import advanced, bring_up_to_date
from bot.facts.knowledge_folder import StoredFile
from bot.facts.text import normalise
from tests.bench.bases import EDITED, EDITED_FILM, edit
from tests.bench.offering import offering

_EDITS = 7


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def understood(answer: Answer, name: str) -> tuple[bool, bool]:
    """Whether the first thing that an answer is about has this name, and whether any that it offers has."""
    wanted = normalise(name)
    named = [normalise(entity.name) for entity in answer.entities]
    offered = [normalise(choice) for choice in answer.suggestions]
    first = named[0] == wanted if named else any(choice.startswith(wanted) for choice in offered[:1])
    return first, first or wanted in named or any(wanted in choice for choice in offered)


def measure(base: Path, cache: Path, asked: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Ask (question, name meant) in turn; times in ms."""
    answerer = Answerer.open(base, cache)
    for question, _ in asked[:30]:  # what is made at first use is made: a running bot is warm
        answerer.answer(question)
    times, right = [], []
    for question, name in asked:
        started = time.perf_counter()
        answer = answerer.answer(question)
        times.append((time.perf_counter() - started) * 1000)
        right.append(understood(answer, name))
    memory = resident()
    offers = offering(answerer, list(dict.fromkeys(name for _, name in asked)))
    return {"times": times, "right": right, "memory": memory, "offers": offers, "edits": edits(answerer, base)}


def edits(answerer: Answerer, base: Path) -> list[float]:
    """Milliseconds from the end of writing a file until an answer has what was written."""
    times = []
    for minutes in range(91, 91 + _EDITS):
        edit(base, minutes)
        started = time.perf_counter()
        name = EDITED.as_posix()
        bring_up_to_date(
            answerer.snapshot, {name: StoredFile(name, base / name)}, lambda name: StoredFile(name, base / name)
        )
        answerer.go_on(advanced(answerer.snapshot))
        answer = answerer.answer(f"how long is {EDITED_FILM}?")
        times.append((time.perf_counter() - started) * 1000)
        if answer.answers != (str(minutes),):
            raise AssertionError(f"the edit is not in the answer: {answer.text}")
    answerer.close()
    return times


def percentile(times: Sequence[float], hundredth: int) -> float:
    """A percentile, of few times the greatest."""
    return statistics.quantiles(times, n=100)[hundredth - 1] if len(times) > 1 else times[0]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), json.load(sys.stdin))))
