"""Text, lists and mappings as YAML, the way people write it: no quotes where none are needed, long texts folded."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import NamedTuple

from bot.facts.nodes import Mapping, Plain, Scalar
from bot.facts.yaml_text import read_yaml

#: Columns that a line fills at most, where its words allow.
WIDTH = 120
#: Longer texts are folded below their key, and lists in brackets are not longer.
_LONG = 100
STEP = 2


class Written(NamedTuple):
    """A value as text: what stands on the line of its key or dash, and the lines below."""

    head: str
    body: tuple[str, ...] = ()


def write_value(value: Plain, column: int) -> Written:
    """`value` as it stands after a key that begins in `column` (from 0)."""
    if isinstance(value, str):
        return _folded(value, column + STEP) if _is_long(value) else Written(write_scalar(value))
    flow = write_flow(value)
    if not value or (isinstance(value, list) and len(flow) <= _LONG and all(isinstance(item, str) for item in value)):
        return Written(flow)
    return Written("", tuple(write_block(value, column + STEP)))


def write_item(value: Plain, column: int) -> Written:
    """`value` as it stands after the dash of a list's item, where its own text begins in `column`."""
    if isinstance(value, dict) and value:
        first, *rest = write_block(value, column)
        return Written(first[column:], tuple(rest))
    return Written(write_flow(value)) if not isinstance(value, str) else write_value(value, column - STEP)


def write_entry(key: str, value: Plain, column: int) -> list[str]:
    """The lines of ``key: value``, indented by `column`."""
    head, body = write_value(value, column)
    return [f"{' ' * column}{write_scalar(key)}:{' ' if head else ''}{head}", *body]


def write_block(value: list[Plain] | dict[str, Plain], column: int) -> list[str]:
    """The lines of a list or mapping that is not empty, indented by `column`."""
    if isinstance(value, dict):
        return [line for key, content in value.items() for line in write_entry(key, content, column)]
    lines = []
    for item in value:
        head, body = write_item(item, column + STEP)
        lines += [f"{' ' * column}- {head}", *body]
    return lines


def write_flow(value: Plain) -> str:
    """`value` in one line, with brackets and braces."""
    if isinstance(value, str):
        return write_scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(map(write_flow, value))}]"
    entries = (f"{write_scalar(key, flow=True)}: {write_flow(content)}" for key, content in value.items())
    return f"{{{', '.join(entries)}}}"


def write_scalar(text: str, *, flow: bool = False, quote: str = "") -> str:
    """`text` in one line, in quotes where it needs them; `quote` is the kind that is preferred, if any."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return text if not quote and _needs_no_quotes(text, flow) else _quoted(text)


@lru_cache(4096)
def _needs_no_quotes(text: str, flow: bool) -> bool:
    """Whether `text` reads as itself without quotes, as a value and as a key."""
    if not text.isprintable():
        return False
    document = read_yaml((f"{{k: {text}, {text}: v}}\n" if flow else f"k: {text}\n{text}: v\n").encode(), "")
    if document.problems or not isinstance(document.root, Mapping) or len(document.root.entries) != 2:
        return text == "k"
    (_, value), (key, _) = document.root.entries
    return isinstance(value, Scalar) and value.plain and value.text == key.text == text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, escape in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        escaped = escaped.replace(character, escape)
    return f'"{escaped}"'


def _is_long(text: str) -> bool:
    return len(text) > _LONG and text.isprintable() and all(text.split(" "))


def _folded(text: str, column: int) -> Written:
    indent = " " * column
    lines = textwrap.wrap(
        text, max(WIDTH - 2, column + 40), initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return Written(">-", tuple(lines))
