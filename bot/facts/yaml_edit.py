"""Changing a YAML file so that only what changes changes: comments, order, quotes and line ends of the rest stay.

Given is what the file is to hold. What it holds is compared with that, and the text is cut and patched only where the
two differ. The result is read again: what does not hold exactly what was asked for is not given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.facts import nodes
from bot.facts.aligning import became
from bot.facts.model import Location, Problem
from bot.facts.nodes import Mapping, Node, Plain, Scalar, plain
from bot.facts.yaml_hints import FORBIDDEN, describe
from bot.facts.yaml_text import read_spans, read_yaml
from bot.facts.yaml_writing import Written, write_block, write_entry, write_flow, write_item, write_scalar, write_value

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\n|\r")
_LAST_LINE_END = re.compile(r"(\r\n|\n|\r)\Z")
_ASIDE = re.compile(r"(?:^|\s)#")


class CannotEdit(Exception):  # noqa: N818 - it is called so wherever it is told of
    """The text stays as it is; the problems say where and why, and what helps."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def rewrite(data: bytes, wanted: Plain, file: str) -> bytes:
    """`data`, changed so that it holds `wanted`. Raises CannotEdit; `file` is the name that its problems carry."""
    document = read_yaml(data, file)
    if document.problems:
        raise CannotEdit(document.problems)
    if found := next(filter(None, map(FORBIDDEN.search, _strings(wanted))), None):
        raise CannotEdit([Problem(Location(file), f"the invisible character {describe(found[0])}", "delete it")])
    mark, text = (_BOM, data[3:].decode()) if data.startswith(_BOM) else (b"", data.decode())
    if document.root is None:
        lines = write_block(wanted, 0) if not isinstance(wanted, str) and wanted else [write_flow(wanted)]
        end = _line_end(text)
        new = text + (end if text and not text.endswith(("\n", "\r")) else "") + end.join(lines) + end
    else:
        patches = _Patches(text)
        patches.change(_spots(document.root, iter(read_spans(text))), wanted)
        new = patches.apply()
    result = mark + new.encode()
    made = read_yaml(result, file)
    if made.problems or made.root is None or plain(made.root) != wanted:
        what = "this file is written in a way that cannot be changed from here without touching more than that"
        raise CannotEdit([Problem(Location(file), what, "change it in an editor")])
    return result


def _strings(value: Plain) -> Iterator[str]:
    todo = [value]
    while todo:
        current = todo.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, list):
            todo += current
        else:
            todo += [*current, *current.values()]


def _line_end(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


class _Spot(NamedTuple):
    """A node and its stretch of the text; ``inside`` are the items of a list, or the keys and values of a mapping."""

    node: Node
    start: int
    end: int
    inside: tuple[_Spot, ...] = ()

    @property
    def pairs(self) -> list[tuple[_Spot, _Spot]]:
        """The keys of a mapping with their values."""
        return list(zip(self.inside[::2], self.inside[1::2], strict=True))

    @property
    def is_block(self) -> bool:
        return not isinstance(self.node, Scalar) and not self.node.flow


def _spots(node: Node, spans: Iterator[tuple[int, int]]) -> _Spot:
    """The `node` with its places. Recursive: files nest 32 deep at most."""
    start, end = next(spans)
    if isinstance(node, Scalar):
        return _Spot(node, start, end)
    children = node.items if isinstance(node, nodes.Sequence) else [part for entry in node.entries for part in entry]
    inside = tuple(_spots(child, spans) for child in children)
    if not node.flow and inside:  # the parser says where the next thing begins, behind comments
        end = inside[-1].end
    return _Spot(node, start, end, inside)


@dataclass(slots=True)
class _Patches:
    """What to put in the place of which stretches of a `text`."""

    text: str
    found: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.newline = _line_end(self.text)

    newline: str = ""

    def apply(self) -> str:
        parts, place = [], 0
        for start, end, new in sorted(self.found, key=lambda patch: patch[:2]):  # stable: in the order they were put in
            parts += [self.text[place:start], new]
            place = max(place, end)
        return "".join([*parts, self.text[place:]])

    def put(self, start: int, end: int, new: str) -> None:
        self.found.append((start, end, new))

    # -- what changes --------------------------------------------------------------------------------------------------

    def change(self, spot: _Spot, wanted: Plain, key: _Spot | None = None, *, flow: bool = False) -> None:
        """Make `spot` hold `wanted`. It is the value of `key` in a mapping, or an item of a list, or everything."""
        old = plain(spot.node)
        if old == wanted:
            return
        inner = flow or not spot.is_block
        if isinstance(spot.node, Mapping) and isinstance(wanted, dict) and wanted.keys() & dict(_texts(spot)).keys():
            self.change_mapping(spot, wanted, flow=inner)
        elif isinstance(spot.node, nodes.Sequence) and isinstance(wanted, list) and wanted and spot.inside:
            self.change_list(spot, wanted, flow=inner)
        elif flow:
            new = write_flow(wanted) if not isinstance(wanted, str) else self.scalar(spot, wanted, flow=True)
            self.put(spot.start, spot.end, (" " if key and spot.start == spot.end else "") + new)
        else:
            self.replace(spot, wanted, key)

    def change_mapping(self, spot: _Spot, wanted: dict[str, Plain], *, flow: bool) -> None:
        old = {name: (key, value) for name, (key, value) in zip(dict(_texts(spot)), spot.pairs, strict=True)}
        kept = [pair for name, pair in old.items() if name in wanted]
        for name, (key, value) in old.items():
            if name in wanted:
                self.change(value, wanted[name], key, flow=flow)
        self.delete([(key.start, value) for key, value in old.values()], [pair in kept for pair in old.values()], flow)
        before: tuple[_Spot, _Spot] | None = None
        for name, content in wanted.items():
            if name in old:
                before = old[name]
            else:
                column = spot.node.column - 1
                lines = [f"{write_scalar(name, flow=True)}: {write_flow(content)}"] if flow else []
                lines = lines or write_entry(name, content, column)
                self.insert(lines, column, kept[0][0].start, before and before[1], flow=flow)

    def change_list(self, spot: _Spot, wanted: list[Plain], *, flow: bool) -> None:
        """Each item that stays keeps its lines, and the comment in them, wherever others come and go."""
        stays = became([plain(item.node) for item in spot.inside], wanted)
        for at, place in stays.items():
            self.change(spot.inside[at], wanted[place], flow=flow)
        kept = [at in stays for at in range(len(spot.inside))]
        self.delete([(self.dash(spot, item, flow=flow), item) for item in spot.inside], kept, flow)
        column = spot.node.column - 1
        width = max(spot.inside[-1].node.column - spot.node.column, 2)
        first = spot.inside[kept.index(True)]
        was = {place: spot.inside[at] for at, place in stays.items()}
        before: _Spot | None = None
        for place, content in enumerate(wanted):
            if place in was:
                before = was[place]
                continue
            lines = [write_flow(content)]
            if not flow:
                head, body = write_item(content, column + width)
                lines = [f"{' ' * column}-{' ' * (width - 1)}{head}", *body]
            self.insert(lines, column, self.dash(spot, first, flow=flow), before, flow=flow)

    def insert(self, lines: Sequence[str], column: int, first: int, after: _Spot | None, *, flow: bool) -> None:
        """Put new `lines` behind what `after` holds, or before the place of the `first` that is kept."""
        if after is not None:
            place = after.end if flow else self.end_of_line(after)
            self.put(place, place, f", {lines[0]}" if flow else self.newline + self.newline.join(lines))
        elif flow:
            self.put(first, first, f"{lines[0]}, ")
        else:
            self.put(first, first, self.newline.join(lines)[column:] + self.newline + " " * column)

    def delete(self, parts: Sequence[tuple[int, _Spot]], kept: Sequence[bool], flow: bool) -> None:
        """Cut out those of the `parts`, each from its start to the end of its value, that are not `kept`."""
        for place, ((start, value), keep) in enumerate(zip(parts, kept, strict=True)):
            if keep:
                continue
            begin = self.start_of_line(start)
            if not flow and not self.text[begin:start].strip():
                end = self.past_line(value)
                if end == len(self.text) and not self.text.endswith(("\n", "\r")):  # that it ends so stays so
                    begin = len(_LAST_LINE_END.sub("", self.text[:begin]))
                self.put(begin, end, "")
            elif any(kept[place:]):
                following = parts[kept.index(True, place)][0]
                self.cut(start, following, self.text[value.end : parts[place + 1][0]])
            else:
                before = parts[place - 1][1].end
                self.cut(before, value.end, self.text[before:start])

    def cut(self, start: int, end: int, between: str) -> None:
        """Cut out what is from `start` to `end`, unless a comment is `between`: it belongs to nobody knows what."""
        if not _ASIDE.search(between):  # else nothing is cut, and the reading afterwards finds that
            self.put(start, end, "")

    # -- one value in the place of another -----------------------------------------------------------------------------

    def replace(self, spot: _Spot, wanted: Plain, key: _Spot | None) -> None:
        """Put `wanted` in the place of a value that has nothing in common with it, in a block."""
        many_lines = bool(_LINE_END.search(self.text[spot.start : spot.end]))
        if isinstance(wanted, str) and isinstance(spot.node, Scalar) and not many_lines:
            head, body = write_value(wanted, (key.node.column if key else spot.node.column) - 1)
            written = Written(self.scalar(spot, wanted)) if not body else Written(head, body)
        elif key:
            written = write_value(wanted, key.node.column - 1)
        else:
            written = write_item(wanted, spot.node.column - 1)
        start = self.text.index(":", key.end) + 1 if key else spot.start
        gap = self.text[start : spot.start] if key else ""
        below = "".join(self.newline + line for line in written.body)
        if key and _LINE_END.search(gap):  # the old value begins below its key, perhaps with a comment beside that
            self.put(start, start, f" {written.head}" if written.head else "")
            self.put(self.end_of_line_at(start), self.end_of_line(spot), below)
            return
        head = (gap or " ") + written.head if key and written.head else written.head
        if not key and self.text[start - 1 : start] == "-":  # an empty item
            head = f" {head}"
        if many_lines:
            self.put(start, self.end_of_line(spot) if spot.is_block else self.end_of(spot), head + below)
        else:  # a comment behind the old value stays where it is
            self.put(start, spot.end, head)
            end = self.end_of_line(spot)
            self.put(end, end, below)

    def scalar(self, spot: _Spot, text: str, *, flow: bool = False) -> str:
        """`text` in the quotes that stand around what is at `spot`."""
        opening = self.text[spot.start : spot.start + 1]
        return write_scalar(text, flow=flow, quote=opening if opening in ("'", '"') else "")

    # -- places --------------------------------------------------------------------------------------------------------

    def dash(self, spot: _Spot, item: _Spot, *, flow: bool) -> int:
        """Where an item of the list `spot` begins, with its dash."""
        return item.start if flow else self.text.rindex("-", 0, max(item.start, spot.start + 1))

    def end_of(self, spot: _Spot) -> int:
        """Where the text of `spot` ends: of a text in lines of its own, before the empty ones below it."""
        return spot.start + len(self.text[spot.start : spot.end].rstrip()) if spot.end > spot.start else spot.end

    def end_of_line(self, spot: _Spot) -> int:
        return self.end_of_line_at(self.end_of(_last(spot)))

    def end_of_line_at(self, place: int) -> int:
        found = _LINE_END.search(self.text, place)
        return found.start() if found else len(self.text)

    def past_line(self, spot: _Spot) -> int:
        found = _LINE_END.search(self.text, self.end_of(_last(spot)))
        return found.end() if found else len(self.text)

    def start_of_line(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1


def _last(spot: _Spot) -> _Spot:
    """What `spot` ends with: brackets end themselves."""
    while spot.is_block and spot.inside:
        spot = spot.inside[-1]
    return spot


def _texts(spot: _Spot) -> list[tuple[str, Node]]:
    return [(key.text, value) for key, value in spot.node.entries] if isinstance(spot.node, Mapping) else []
