"""What came of an edit before it is written: a proposal to look at, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.curating.self_test import Broken
from bot.facts.model import Problem
from bot.facts.store import Change

#: For so long the one who asked may confirm a proposal; whoever shows it keeps the time.
MINUTES = 10


@dataclass(frozen=True, slots=True)
class FactChange:
    """What changes in one relation of an entity, in words: the values before and after, none where there are none.

    ``relation`` is empty where the entity goes by another name, and where it is new or goes; its kind is told then.
    ``noun`` is what people call the relation.
    """

    entity: str
    name: str
    relation: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    noun: str = ""

    def __str__(self) -> str:
        before, after = ", ".join(self.before), ", ".join(self.after)
        if not self.relation:
            if before and after:
                return f"{before} is called {after} now"
            return f"{self.name} ({before}) goes" if before else f"{self.name} ({after}) is new"
        changed = f"{before} → {after}" if before and after else f"added {after}" if after else f"removed {before}"
        return f"{self.name}, {self.noun or self.relation}: {changed}"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer changes, and both answers."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that can be written, and what it would do.

    ``changes`` tell it in words and ``diff`` line by line; ``broken`` are questions that the fact files concerned want
    asked and that would not get the answer they are to get; ``problems`` are those that it would bring about (of the
    kind that `booth check` finds, none that keeps the file from being read); ``notes`` are for the one who asked.
    """

    change: Change
    changes: tuple[FactChange, ...]
    diff: str
    answers: tuple[AnswerChange, ...] = ()
    broken: tuple[Broken, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


class CannotPropose(Exception):  # noqa: N818 - it is called so wherever it is told of
    """Nothing was changed: the message can be shown, and names what helps. ``near`` are ids that may have been meant.

    ``problems`` say where in a text that was given something is wrong; the text is the caller's to keep.
    """

    def __init__(self, message: str, near: Sequence[str] = (), problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)
        self.problems = tuple(problems)
