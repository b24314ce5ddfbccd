"""What a YAML file holds once it is read: text, lists and mappings, each with the place where it was written.

Named tuples, because a file of ten megabytes makes a million of them. Nothing here knows about YAML or about films.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

#: The same content without places: what is left for those who need no line numbers.
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


class Scalar(NamedTuple):
    """A piece of text. ``plain`` is false where the file quotes it; ``lines`` is the number of lines that it covers."""

    text: str
    line: int
    column: int
    plain: bool = True
    lines: int = 1


class Sequence(NamedTuple):
    """A list. ``flow`` is true where it is written in brackets."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool = False


class Mapping(NamedTuple):
    """Keys and values, in the order of the file. The keys are unique."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node: TypeAlias = "Scalar | Sequence | Mapping"


def plain(node: Node) -> Plain:
    """`node` as text, lists and dicts."""
    if isinstance(node, Scalar):
        return node.text
    top: list[Plain] = []
    todo: list[tuple[Node, list[Plain] | dict[str, Plain], str]] = [(node, top, "")]
    while todo:
        current, parent, key = todo.pop()
        content: Plain
        if isinstance(current, Scalar):
            content = current.text
        elif isinstance(current, Sequence):
            content = []
            todo += [(item, content, "") for item in reversed(current.items)]
        else:
            content = {}
            todo += [(value, content, name.text) for name, value in reversed(current.entries)]
        if isinstance(parent, list):
            parent.append(content)
        else:
            parent[key] = content
    return top[0]
