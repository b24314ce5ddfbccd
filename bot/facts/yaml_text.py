"""Strict reading of YAML: bytes -> nodes and problems. The only module that imports ``yaml``.

It works on the parser's events, not on a loader, so nothing is guessed or constructed: every scalar stays text.
What a fact file has no use for and what hides a mistake is refused: duplicate keys, anchors, aliases, tags, merge keys,
a second document, nesting deeper than MAX_DEPTH, files over MAX_BYTES, anything but UTF-8 (a byte order mark is
fine), characters that cannot be seen (``yaml_hints.FORBIDDEN`` is the policy), and a ``#`` that silently cuts off the
rest of a value. Reading stops at the depth limit: the parser's cost for deeper nesting grows with its square.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from bot.facts.model import Location, Problem
from bot.facts.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from bot.facts.yaml_hints import FORBIDDEN, QUOTE, describe, explain

__all__ = [
    "MAX_BYTES", "MAX_DEPTH", "Document", "Mapping", "Node", "Plain", "Scalar", "Sequence", "plain", "read_spans",
    "read_yaml",
]  # fmt: skip

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 32
#: Reading stops after so many problems: a file with more is not the file that its author meant to write.
MAX_PROBLEMS = 100

# The pure-Python parser gives the same events, thirty times slower.
_Parser: Callable[[str], Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")


class Document(NamedTuple):
    """What a file holds. ``root`` is None if the file is empty or reading had to stop; ``stopped`` tells which."""

    root: Node | None
    problems: tuple[Problem, ...]
    stopped: bool = False


def read_yaml(data: bytes, file: str) -> Document:
    """The content of `data`; `file` is the name that problems carry. Never raises."""
    if len(data) > MAX_BYTES:
        return _refused(file, f"the file is larger than {MAX_BYTES // 1024 // 1024} MB", "split it into several files")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", "replace")
        return _refused(file, "the file is not UTF-8", "save it with the encoding UTF-8", _place(good, len(good)))
    if found := FORBIDDEN.search(text):
        return _refused(file, f"the invisible character {describe(found[0])}", "delete it", _place(text, found.start()))
    return _Reader(text, file).read()


def read_spans(text: str) -> list[tuple[int, int]]:
    """Where each node of `text` begins and ends, as indices: keys too, a list or mapping before what it holds.

    For text that ``read_yaml`` finds nothing wrong with. A block ends somewhere before the next one begins.
    """
    parser = _Parser(text)
    found: list[tuple[int, int]] = []
    still_open: list[int] = []
    try:
        while type(event := parser.get_event()) is not yaml.StreamEndEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, yaml.CollectionStartEvent):
                still_open.append(len(found))
            elif isinstance(event, yaml.CollectionEndEvent):
                place = still_open.pop()
                found[place] = (found[place][0], end)
            if isinstance(event, yaml.NodeEvent):
                found.append((start, end))
    finally:
        parser.dispose()
    return found


class _StopReading(Exception):  # noqa: N818 - not an error: the reason is told elsewhere
    """Reading cannot go on; the reason is among the problems."""


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("children", "flow", "key", "keys", "mark")

    def __init__(self, keys: set[str] | None, mark: Any, flow: bool) -> None:
        self.keys, self.mark, self.flow = keys, mark, flow
        self.key: Scalar | None = None
        self.children: list[Any] = []


class _Reader:
    """Builds the nodes of one file from its events, with a stack of its own instead of recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.watch_comments = " #" in text or "\t#" in text

    def read(self) -> Document:
        parser = _Parser(self.text)
        handlers: dict[type[Any], Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.SequenceStartEvent: self.open_sequence,
            yaml.MappingStartEvent: self.open_mapping,
            yaml.SequenceEndEvent: self.close_sequence,
            yaml.MappingEndEvent: self.close_mapping,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        end, get_event = yaml.StreamEndEvent, parser.get_event
        try:
            while type(event := get_event()) is not end:
                if handler := handlers.get(type(event)):
                    handler(event)
        except yaml.MarkedYAMLError as error:
            self.syntax(error)
        except (yaml.YAMLError, ValueError):  # the pure-Python parser lets the latter through
            self.problem(Scalar("", 1, 1), "the file cannot be read as YAML", QUOTE)
        except _StopReading:
            pass
        else:
            return Document(self.root, tuple(self.problems))
        finally:
            parser.dispose()
        return Document(None, tuple(self.problems), stopped=True)

    def scalar(self, event: Any) -> None:
        mark, style, text = event.start_mark, event.style, event.value
        line = mark.line
        node = Scalar(text, line + 1, mark.column + 1, not style, event.end_mark.line - line + 1)
        if event.anchor or event.tag:
            node = node._replace(text=self.decorated(event))
        elif style == '"' and (found := FORBIDDEN.search(text)):
            self.problem(node, f"the invisible character {describe(found[0])}", "delete it")
        elif not style and self.watch_comments and _CUT_OFF.match(self.text, event.end_mark.index):
            cut = f"what follows {text!r} is" if text else "the value is"
            hint = "put the whole text in double quotes, or write a space after the # of a comment"
            self.problem(node, f"{cut} read as a comment, because of the #", hint)
            node = node._replace(text=text or "#")
        if self.stack and (parent := self.stack[-1]).key is not None:  # the most frequent case of `add`
            parent.children.append((parent.key, node))
            parent.key = None
        else:
            self.add(node)

    def add(self, node: Node) -> None:
        """Put a finished `node` into the list or mapping that is open, as its next item, key or value."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if parent.keys is None:
            parent.children.append(node)
        elif parent.key is not None:
            parent.children.append((parent.key, node))
            parent.key = None
        else:
            parent.key = self.as_key(node, parent.keys)

    def as_key(self, node: Node, keys: set[str]) -> Scalar:
        """`node` as a key of a mapping that has `keys` so far."""
        if not isinstance(node, Scalar):
            self.problem(node, "a list or mapping cannot be a key", QUOTE)
            return Scalar("", node.line, node.column)
        if node.text in keys:
            self.problem(node, f"{node.text!r} stands here twice", "keep one of them; several values go into a list")
        elif not node.text:
            self.problem(node, "a key is missing", "write  key: value")
        elif node.text == "<<" and node.plain:
            self.problem(node, "YAML's merge key '<<' is not used here", "write the keys out")
        keys.add(node.text)
        return node

    def open_sequence(self, event: Any) -> None:
        self.open(event, None)

    def open_mapping(self, event: Any) -> None:
        self.open(event, set())

    def open(self, event: Any, keys: set[str] | None) -> None:
        if event.anchor or event.tag:
            self.decorated(event)
        self.stack.append(_Open(keys, event.start_mark, bool(event.flow_style)))
        if len(self.stack) > MAX_DEPTH:
            self.problem(_at(event), f"lists and mappings nested more than {MAX_DEPTH} deep", QUOTE)
            raise _StopReading

    def close_sequence(self, _event: Any) -> None:
        done = self.stack.pop()
        self.add(Sequence(tuple(done.children), done.mark.line + 1, done.mark.column + 1, done.flow))

    def close_mapping(self, _event: Any) -> None:
        done = self.stack.pop()
        entries = tuple(done.children)
        if done.keys is not None and len(done.keys) != len(entries):  # of equal keys the first stays
            entries = tuple({key.text: (key, value) for key, value in reversed(entries)}.values())[::-1]
        self.add(Mapping(entries, done.mark.line + 1, done.mark.column + 1, done.flow))

    def alias(self, event: Any) -> None:
        self.problem(_at(event), f"'*{event.anchor}' is a YAML alias, which is not used here", QUOTE)
        self.add(_at(event)._replace(text=f"*{event.anchor}"))

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.problem(_at(event), "a second document ('---') in one file", "put it into a file of its own")
            raise _StopReading

    def decorated(self, event: Any) -> str:
        """Report the anchor or tag of `event`; gives the text that was probably meant."""
        mark, what = (f"&{event.anchor}", "anchor") if event.anchor else (event.tag, "tag")
        self.problem(_at(event), f"{mark!r} is a YAML {what}, which is not used here", QUOTE)
        return f"{mark} {getattr(event, 'value', '')}"

    def syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        character = self.text[mark.index : mark.index + 1] if mark else ""
        explanation = explain(error.context or "", error.problem or "", character)
        if explanation.at_context:
            mark = error.context_mark or mark
        place = Scalar("", mark.line + 1, mark.column + 1) if mark else Scalar("", 1, 1)
        if not self.problems or self.problems[-1].location.line != place.line:  # else what was told of the line is why
            self.problem(place, explanation.what, explanation.hint)

    def problem(self, node: Node, what: str, hint: str) -> None:
        self.problems.append(Problem(Location(self.file, node.line, node.column), what, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReading


def _at(event: Any) -> Scalar:
    """A text at the place of `event`."""
    return Scalar("", event.start_mark.line + 1, event.start_mark.column + 1)


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `index`."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, index - max(text.rfind("\n", 0, index), text.rfind("\r", 0, index))


def _refused(file: str, what: str, hint: str, place: tuple[int, int] = (1, 1)) -> Document:
    return Document(None, (Problem(Location(file, *place), what, hint),), stopped=True)
