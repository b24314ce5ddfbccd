"""One wrong letter, where it is wanted, and the same one in every run."""

from __future__ import annotations

import random
import re
import string
from dataclasses import replace

from tests.bench.metaqa import Question

#: Where a question gets its typos.
VARIANTS = ("clean", "name", "other", "both")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def vary(question: Question, variant: str) -> Question:
    """`question` with one typo in the name, one in the other words, or both; words under four letters get none."""
    rng = random.Random(f"{variant}: {question.text}")
    if variant in ("name", "both"):
        question = replace(question, name=misspell(question.name, rng))
    if variant in ("other", "both"):
        marker = "\0"
        before, _, after = misspell(f"{question.before}{marker}{question.after}", rng).partition(marker)
        question = replace(question, before=before, after=after)
    return question


def misspell(text: str, rng: random.Random) -> str:
    """`text` with one letter of one word deleted, added, replaced, or swapped with the next."""
    found = list(_LONG_WORD.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    return text[: match.start()] + _mistyped(match[0], rng) + text[match.end() :]


def _mistyped(word: str, rng: random.Random) -> str:
    while True:
        place = rng.randrange(len(word))
        letter = rng.choice(string.ascii_lowercase)
        changed = rng.choice(
            (
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            )
        )
        if changed.casefold() != word.casefold():
            return changed
