"""Two changes of one text made one, line by line: what people wrote beside the facts, and how, stays."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class _Hunk(NamedTuple):
    """New lines in the place of lines [start, end)."""

    start: int
    end: int
    lines: list[str]


def woven(base: str, theirs: str, mine: str) -> str | None:
    """`theirs` with the lines that `mine` changed of `base`; None where both changed the same ones.

    Where both put something in the same place, what is theirs comes first.
    """
    old = base.splitlines(keepends=True)
    there, here = _hunks(old, theirs), _hunks(old, mine)
    if any(_overlap(one, other) for one in there for other in here):
        return None
    result, at = [], 0
    for hunk in sorted([*there, *(hunk for hunk in here if hunk not in there)], key=lambda hunk: hunk[:2]):
        result += [*old[at : hunk.start], *hunk.lines]
        at = hunk.end
    return "".join([*result, *old[at:]])


def _hunks(old: list[str], text: str) -> list[_Hunk]:
    new = text.splitlines(keepends=True)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [_Hunk(first, last, new[start:end]) for tag, first, last, start, end in codes if tag != "equal"]


def _overlap(one: _Hunk, other: _Hunk) -> bool:
    return one != other and max(one.start, other.start) < min(one.end, other.end)
