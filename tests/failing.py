"""What is known to fail: the entries of ``corpus/failing.yaml``, whose header says what they are."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bot.facts.nodes import Plain
from tests.making import read

FILE = Path(__file__).parent / "corpus" / "failing.yaml"


def texts(value: Plain | None) -> tuple[str, ...]:
    """One text, or a list of them."""
    if value is None:
        return ()
    found = [value] if isinstance(value, str) else list(value)
    assert all(isinstance(text, str) for text in found), found
    return tuple(cast(list[str], found))


def _entries() -> dict[str, dict[tuple[str, ...], str]]:
    found: dict[str, dict[tuple[str, ...], str]] = {"asked": {}, "example": {}}
    for entry in cast(list[dict[str, Plain]], read(FILE) or []):
        (key,) = set(entry) - {"why"}
        kind = {"ask": "asked", "turns": "asked", "example": "example"}[key]
        assert texts(entry[key]) not in found[kind], f"twice: {entry[key]}"
        found[kind][texts(entry[key])] = str(entry["why"])
    return found


_KNOWN = _entries()
#: Questions and dialogues of the corpora, and examples of relations ('relation.role: question'), with what goes wrong.
QUESTIONS, EXAMPLES = _KNOWN["asked"], _KNOWN["example"]


def marks(why: str | None) -> list[pytest.MarkDecorator]:
    """The marks of a case that is known to fail for a reason, if there is one: it must fail."""
    return [] if why is None else [pytest.mark.xfail(raises=AssertionError, strict=True, reason=why)]
