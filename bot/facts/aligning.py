"""Which items of a list are which of another: what is written beside one stays beside it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.facts.nodes import Plain


def became(old: Sequence[Plain], new: Sequence[Plain]) -> dict[int, int]:
    """Which of the `new` items each old one became: that of its name in the same order, else one in its place."""
    matcher = SequenceMatcher(None, list(map(_name, old)), list(map(_name, new)), autojunk=False)
    codes = matcher.get_opcodes()
    pairs = (zip(range(first, last), range(start, end), strict=False) for _, first, last, start, end in codes)
    return {at: place for found in pairs for at, place in found}


def _name(item: Plain) -> str:
    """What an item of a list is told apart by: what stands first in it."""
    while isinstance(item, dict) and item:
        item = next(iter(item.values()))
    return item if isinstance(item, str) else repr(item)
