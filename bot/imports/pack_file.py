"""The files that imports write, and how what people changed in them is told from what an import wrote.

A pack is a list of entries, as any fact file with many in it, and below them a comment with the id and a digest of each
entry. An entry that no longer has its digest was changed by hand; one whose digest stands there alone was deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from bot.facts.nodes import Mapping as MappingNode
from bot.facts.nodes import Plain, Sequence, plain
from bot.facts.yaml_text import read_yaml
from bot.imports.records import Identifier, ImportFailed

HEADER = """\
# Written by `booth import`. An entry that you change or delete here is yours from then on: no import touches it again.
# To add to an entry, or to correct it, a file of your own with the same id is the better place: it counts before this.
"""
_FOOTER = "# What the import wrote, by which the next one sees what was changed by hand (id, digest):"
_LINE = re.compile(r"#: (\S+) ([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one entry, as they stand in a pack."""

    id: str
    kind: str
    text: str
    identifiers: tuple[Identifier, ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack taken apart: what stands above its entries, the entries, and the digests of what imports wrote there."""

    preamble: str = HEADER
    blocks: tuple[Block, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def deleted(self) -> set[str]:
        """The ids of the entries that people deleted."""
        return self.digests.keys() - {block.id for block in self.blocks}

    @property
    def text(self) -> str:
        """The whole file."""
        body = "".join(block.text.rstrip() + "\n" for block in self.blocks)
        lines = [f"#: {ident} {value}\n" for ident, value in sorted(self.digests.items())]
        return self.preamble + body + _FOOTER + "\n" + "".join(lines)


def read_pack(path: Path, name: str) -> Pack:
    """The pack at `path`, called `name` in messages. Raises ImportFailed if it cannot be read as one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{name} cannot be read: {error.strerror}.") from error
    document = read_yaml(data, name)
    if document.problems:
        raise ImportFailed(f"{document.problems[0]}. Mend it first, or delete the file to have it written anew.")
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    body, _, footer = text.partition(_FOOTER)
    digests = dict(_LINE.findall(footer))
    if not isinstance(document.root, Sequence):
        return Pack(digests=digests)
    lines = body.splitlines(keepends=True)
    starts = [item.line - 1 for item in document.root.items]
    blocks = []
    for item, start, end in zip(document.root.items, starts, [*starts[1:], len(lines)], strict=True):
        kept = "".join(lines[start:end])
        if not isinstance(item, MappingNode):
            raise ImportFailed(f"{name}:{item.line}: this is no entry. Mend it first, or delete the file.")
        blocks.append(_block(item, kept, digests, f"{name}:{item.line}"))
    return Pack("".join(lines[: starts[0]]), tuple(blocks), digests)


def _block(item: MappingNode, text: str, digests: Mapping[str, str], place: str) -> Block:
    content = plain(item)
    ident = content.get("id") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(ident, str):
        raise ImportFailed(f"{place}: this entry has no  id: . Give it one, or move it to a file of its own.")
    kind = item.entries[0][0].text
    return Block(ident, kind, text, tuple(_identifiers(content)), digests.get(ident) != digest(text))


def _identifiers(content: Mapping[str, Plain]) -> Iterable[Identifier]:
    facts = content.get("facts")
    said = facts.get("identifiers", []) if isinstance(facts, dict) else []
    for value in said if isinstance(said, list) else [said]:
        if isinstance(value, dict) and isinstance(value.get("in"), str) and isinstance(value.get("value"), str):
            yield str(value["in"]), str(value["value"])


def digest(text: str) -> str:
    """What an entry is recognised by; blank lines behind it do not count."""
    return blake2b(text.rstrip().encode(), digest_size=6).hexdigest()
