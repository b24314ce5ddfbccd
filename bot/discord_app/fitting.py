"""Cutting text to Discord's limits: at the end of a line or a word if one is near, never inside a character."""

from __future__ import annotations

import unicodedata

#: The most that a message may hold. Discord's clients count as JavaScript does, so an emoji counts for two.
MESSAGE_LIMIT = 2000

#: Stands where something was left out.
MARK = " …"

#: How far back from the limit a cut may move to find a good place, as a part of the whole.
_NEAR = 0.7
#: How far back a cut may move to keep one character whole. Longer than any family emoji.
_LONGEST_CHARACTER = 40


def length(text: str) -> int:
    """How long Discord finds a text."""
    return len(text) + sum(char > "\uffff" for char in text)


def fit(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """The text if it fits the limit, else its beginning and a mark. No backslash is parted from what it escapes."""
    if length(text) <= limit:
        return text
    kept = _prefix(text, limit - length(MARK))
    return kept[: _cut(text, len(kept))].rstrip() + MARK


def _prefix(text: str, limit: int) -> str:
    """As much of the text as has at most this length."""
    if limit <= 0:
        return ""
    return text.encode("utf-16-le", "replace")[: 2 * limit].decode("utf-16-le", "ignore")


def _cut(text: str, at: int) -> int:
    """The best place to cut, at or before `at`."""
    for boundary in ("\n", " "):
        found = text.rfind(boundary, int(at * _NEAR), at + 1)
        if found > 0:
            return found
    for place in range(at, max(at - _LONGEST_CHARACTER, 0), -1):
        if not _joined(text, place):
            return place
    return at


def _joined(text: str, at: int) -> bool:
    """Whether a cut at this place would part what readers see as one character, or an escape from its backslash."""
    before, after = text[at - 1], text[at : at + 1]
    if not after:
        return False
    return (
        _run(text, at, "\\") % 2 == 1
        or "\u200d" in (before, after)  # the joiner of emoji such as a family
        or unicodedata.category(after) in {"Mn", "Me", "Mc", "Cf"}  # accents, variation selectors, flag tags
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or (_is_flag_letter(after) and _flag_letters(text, at) % 2 == 1)
    )


def _run(text: str, at: int, char: str) -> int:
    """How many of a character stand right before a place."""
    return at - len(text[:at].rstrip(char))


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters(text: str, at: int) -> int:
    """How many regional indicators, two of which make a flag, stand right before a place."""
    count = 0
    while count < at and _is_flag_letter(text[at - 1 - count]):
        count += 1
    return count
