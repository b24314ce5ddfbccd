"""A process that answers from a cache that others use too: ``python -m tests.answering.at_once KNOWLEDGE CACHE``.

It says ``ready``, and answers each line that it reads; the snapshot is opened for the first. With ``kill KNOWLEDGE
FOLDER`` it opens the snapshot in copies of the cache ``FOLDER/begin``, ``FOLDER/1``, ``FOLDER/2``, …, and is killed in
each at another step, until one is not. With ``stop STEP`` before the two, it says ``stopped`` at a step that begins so,
and goes on when its input ends. Steps are calls that change files, and statements to SQLite, several of one kind in a
row counted once.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.snapshots import open_snapshot
from tests.facts.killed import at_every_step, killing_at

#: What changes a cache, beside SQLite.
CALLS = ("replace", "unlink", "mkdir", "utime")
#: What is alike so far is a statement of the same kind.
ALIKE = 12


def answer(knowledge: Path, cache: Path) -> None:
    """Answer line by line."""
    print("ready", flush=True)
    answerer = None
    for line in sys.stdin:
        answerer = answerer or Answerer.open(knowledge, cache, shipped=knowledge)
        print(answerer.answer(line).text, flush=True)


def open_stepwise(knowledge: Path, cache: Path, tick: Callable[[str], None]) -> None:
    """Open the snapshot, and call `tick` before every step."""
    before = ""

    def other(step: str) -> None:
        nonlocal before
        step = step.strip()
        if step[:ALIKE] != before or step in CALLS:
            before = step[:ALIKE]
            tick(step)

    at_every_step(other, CALLS)
    open_snapshot(knowledge, cache, shipped=knowledge)


def kill(knowledge: Path, folder: Path) -> None:
    """Kill at the first step, the second, … until there are no more."""
    for step in itertools.count(1):
        cache = folder / str(step)
        shutil.copytree(folder / "begin", cache)
        child = os.fork()
        if child == 0:
            open_stepwise(knowledge, cache, killing_at(step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.exit(os.WEXITSTATUS(status))


def stopping_at(beginning: str) -> Callable[[str], None]:
    """What stops this process at a step until its input ends."""

    def tick(step: str) -> None:
        if step.startswith(beginning) and not sys.stdin.closed:
            print("stopped", flush=True)
            sys.stdin.read()
            sys.stdin.close()

    return tick


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kill", knowledge, folder]:
            kill(Path(knowledge), Path(folder))
        case ["stop", step, knowledge, cache]:
            open_stepwise(Path(knowledge), Path(cache), stopping_at(step))
        case [knowledge, cache]:
            answer(Path(knowledge), Path(cache))
