"""Further names of labels, by pattern: 'Academy Award for Best Picture' is the 'Oscar for Best Picture' too.

A relation says how (``spellings``, see ``knowledge/README.md``): a pattern, and what else its labels are called; or all
of them together, as 'Oscar'.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts.nodes import Mapping, Node
from bot.facts.problems import Problems

#: What stands for the part of a label that its names share.
NAME = "{name}"

#: A pattern, and the further names of the labels that it fits.
Spelling = tuple[str, tuple[str, ...]]


def further_names(label: str, spellings: Sequence[Spelling]) -> tuple[str, ...]:
    """What else a label is called, by the first pattern that it fits."""
    for pattern, others in spellings:
        before, _, after = pattern.casefold().partition(NAME)
        written = label.casefold()
        if len(written) > len(before + after) and written.startswith(before) and written.endswith(after):
            shared = label[len(before) : len(label) - len(after)]
            return tuple(other.replace(NAME, shared) for other in others)
    return ()


def read_spellings(node: Node | None, value: tuple[str, ...], problems: Problems) -> tuple[Spelling, ...]:
    """The ``spellings`` of a relation file."""
    if node is None:
        return ()
    if value != ("label",):
        problems.add(node, "'spellings' goes with  value: label  only", "leave it out, or declare the value a label")
        return ()
    if not isinstance(node, Mapping):
        problems.add(node, "'spellings' is a mapping", f'write for example  "Academy Award for {NAME}": [{NAME} Oscar]')
        return ()
    found = []
    for key, others in node.entries:
        words = problems.words(others)
        if key.text.count(NAME) != 1:
            problems.add(key, f"{key.text!r} has no {NAME}, or several", f"write {NAME} for what the names share")
        for word in words:
            if word.text.count(NAME) > 1:
                problems.add(word, f"{word.text!r} has several {NAME}", "write it once, or not at all")
        found.append((key.text, tuple(word.text for word in words)))
    return tuple(found)
