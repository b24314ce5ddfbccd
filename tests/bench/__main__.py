"""`make bench`: how fast questions are answered, with a plain fuzzy scan over the same names beside it.

`python -m tests.bench [DIR]` measures another knowledge folder. Numbers are printed, never asserted.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.answering.answerer import Answerer
from bot.facts.knowledge_base import KnowledgeBase
from bot.settings import ROOT

ROUNDS = 50


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that some work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def row(what: str, times: Sequence[float]) -> None:
    """A line of the table: median and 99th percentile."""
    print(f"{what:<44} {statistics.median(times):8.2f} ms {statistics.quantiles(times, n=100)[98]:8.2f} ms")


def main(knowledge: Path) -> None:
    """Measure one knowledge folder."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        compiling = timed(lambda: Answerer.open(knowledge, cache).close())
        opening = timed(lambda: Answerer.open(knowledge, cache).close())
        answerer = Answerer.open(knowledge, cache)
        questions = answerer.examples(50)
        base = KnowledgeBase(next(cache.glob("*.sqlite")))
        names = [name for (name,) in base.execute("SELECT name FROM node WHERE ident IS NOT NULL")]
        print(f"{knowledge}: {len(names)} entities, {len(questions)} questions x {ROUNDS}\n")
        print(f"{'':<44} {'median':>11} {'p99':>11}")
        for question in questions:  # once unmeasured: caches of a running bot are warm
            answerer.answer(question)
        row("whole question", [timed(partial(answerer.answer, q)) for q in questions * ROUNDS])
        scan = partial(process.extractOne, choices=names, scorer=fuzz.WRatio)
        row("rapidfuzz WRatio over the names, linking only", [timed(partial(scan, q)) for q in questions * ROUNDS])
        base.close()
        answerer.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # in kilobytes on Linux
    print(f"\n{'compiling from YAML':<44} {compiling:8.0f} ms\n{'opening, compiled':<44} {opening:8.0f} ms")
    print(f"{'most memory that the process has had':<44} {peak:8.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "knowledge")
