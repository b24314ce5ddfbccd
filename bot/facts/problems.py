"""Collecting what is wrong in one file, and the checks of shape that all file formats share."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Words
from difflib import get_close_matches
from functools import lru_cache

from bot.facts.model import Location, Problem
from bot.facts.nodes import Mapping, Node, Scalar, Sequence

_SHAPES = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping"}


class Problems:
    """The problems of `file`, in the order in which they are found."""

    def __init__(self, file: str, found: Iterable[Problem] = ()) -> None:
        self.file = file
        self.found = list(found)

    def at(self, node: Node | None) -> Location:
        """Where `node` stands; the top of the file for None."""
        return Location(self.file, node.line, node.column) if node else Location(self.file)

    def add(self, node: Node | None, what: str, hint: str = "") -> None:
        self.found.append(Problem(self.at(node), what, hint))

    def unknown(self, word: Scalar, known: Words[str], what: str) -> None:
        """Report that `word` is no `what` that is known, naming the nearest of `known`, or all of a few."""
        self.add(word, f"unknown {what} {word.text!r}", nearest(word.text, known))

    def text(self, node: Node, what: str = "a text") -> str:
        """The text that `node` holds, in one line; reports anything else and gives an empty text."""
        if isinstance(node, Scalar):
            text = " ".join(node.text.split())
            if not text:
                self.add(node, f"{what} is missing here", "write it after the colon, or delete the line")
            return text
        if isinstance(node, Mapping):
            entered = next((key for key, _ in node.entries), None)
            hint = f'put the whole text in double quotes, as in "{entered.text}: …"' if entered else 'write  "{}"'
            if node.flow:
                hint = "put the text in double quotes, its braces included"
        else:
            written = ", ".join(item.text for item in node.items if isinstance(item, Scalar))
            hint = f'for a text in brackets write  "[{written}]"' if node.flow else "write one text, without '- '"
        self.add(node, f"{_SHAPES[type(node)]} where {what} is expected", hint)
        return ""

    def words(self, node: Node | None, what: str = "a text") -> list[Scalar]:
        """The texts of a list, or the one text that stands in its place; what is no text or empty is reported."""
        if node is None:
            return []
        items = node.items if isinstance(node, Sequence) else (node,)
        return [Scalar(text, item.line, item.column) for item in items if (text := self.text(item, what))]

    def texts(self, node: Node | None, what: str = "a text") -> tuple[str, ...]:
        """As `words`, without their places."""
        return tuple(word.text for word in self.words(node, what))


def nearest(word: str, known: Words[str]) -> str:
    """A hint: the one of `known` that `word` was probably meant to be, or all of them if they are few."""
    return _nearest(word, tuple(known))


@lru_cache(1024)  # in a pack, one mistake is often made a thousand times
def _nearest(word: str, known: tuple[str, ...]) -> str:
    folded = word.casefold().replace(" ", "_").replace("-", "_")
    if close := get_close_matches(word, known, 1, 0.7) or get_close_matches(folded, known, 1, 0.7):
        return f"did you mean {close[0]!r}?"
    return "known are " + ", ".join(known) if 0 < len(known) <= 20 else ""
