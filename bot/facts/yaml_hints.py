"""Plain English for what goes wrong in a YAML file: which characters are refused, and what a parser's error means."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

QUOTE = "if this is part of a name or a text, put the whole of it in double quotes"

#: Characters that no fact may hold, because they cannot be seen or change how their neighbours are read: controls
#: (tab and line ends are fine), line and paragraph separators, the soft hyphen, zero-width space and byte order mark,
#: everything that steers the direction of text, tag characters, lone surrogates and non-characters.
#: The two joiners U+200C and U+200D stay: Persian, the Indic scripts and many emoji need them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def describe(character: str) -> str:
    """`character` as a person can look it up: ``U+200B ZERO WIDTH SPACE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"


class Explanation(NamedTuple):
    """What went wrong and how to mend it. ``at_context``: the place to show is where the construct began."""

    what: str
    hint: str
    at_context: bool = False


#: (part of the parser's context, part of its problem) -> what to say. The first that fits.
_EXPLANATIONS: tuple[tuple[str, str, Explanation], ...] = (
    ("", "escape", Explanation(r"a backslash that means nothing in double quotes", r"write \\ for a backslash")),
    (
        "",
        "mapping values are not allowed",
        Explanation(
            "a second ': ' in one line",
            'put the text after the first colon in double quotes, as in  title: "Alien: Covenant"; '
            "if it is a key, begin it in the column of the key above, and write a space after every colon",
        ),
    ),
    (
        "quoted scalar",
        "",
        Explanation(
            "a quotation mark is never closed",
            "a text that begins with a quotation mark must end with one; put a text such as 'Tis Pity in double quotes",
            True,
        ),
    ),
    (
        "simple key",
        "",
        Explanation(
            "a line without a key",
            "write  key: value  with a colon and a space after the key; a longer text that goes on "
            "in the next line is indented further than its key",
            True,
        ),
    ),
    (
        "flow sequence",
        "",
        Explanation(
            "a list in brackets is not closed or lacks a comma",
            "write  [one, two]  or put a text that holds [ in double quotes",
            True,
        ),
    ),
    (
        "flow mapping",
        "",
        Explanation(
            "a '{' is not closed or lacks a comma",
            "write  {id: night-shift, name: Night Shift}  or put a text that holds { in double quotes",
            True,
        ),
    ),
    ("flow node", "", Explanation("a comma or bracket where a value is expected", QUOTE)),
    ("block scalar", "", Explanation("'|' and '>' start a text on the lines below them", QUOTE)),
    (
        "",
        "sequence entries are not allowed",
        Explanation("a '- ' in the middle of a line", "begin a list on a new line; " + QUOTE),
    ),
    (
        "block sequence",
        "",
        Explanation(
            "this line does not belong to the list above it", "begin it with '- ' in the same column as the other items"
        ),
    ),
    (
        "block collection",
        "",
        Explanation(
            "this line does not belong to the list above it", "begin it with '- ' in the same column as the other items"
        ),
    ),
    (
        "block mapping",
        "",
        Explanation(
            "this line does not fit the keys above it",
            "keys that belong together start in the same column; a text with a "
            "quotation mark inside, or with more behind its closing one, goes whole into quotes",
        ),
    ),
    (
        "",
        "document start",
        Explanation(
            "this does not belong to the lines above it",
            "everything in a file is one mapping or one list, starting in column 1",
        ),
    ),
)
_TAB = Explanation("a tab where spaces are expected", "indent with spaces")
_OTHER = Explanation("this is not YAML that can be read", QUOTE)


def explain(context: str, problem: str, character: str) -> Explanation:
    """What the parser's `context` and `problem` mean to a curator; `character` is the one at its place."""
    if character == "\t":
        return _TAB
    if "cannot start any token" in problem:
        return Explanation(f"a text cannot begin with {character}" if character else _OTHER.what, QUOTE)
    for in_context, in_problem, explanation in _EXPLANATIONS:
        if in_context in context and in_problem in problem:
            return explanation
    return _OTHER
