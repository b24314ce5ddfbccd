"""What fact files say of an entity, as it is written, and how what several layers say of it goes together.

A *block* is what a file says of one entity: its keys, with the relations below ``facts``. A value in the *full* form is
a mapping that names its source, certainty and date itself, so that it means the same in another file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.facts.fact_edit import FACTS
from bot.facts.fact_file import read_fact_file
from bot.facts.model import KINDS, Entity
from bot.facts.nodes import Plain, Sequence, plain
from bot.facts.vocabulary import VALUE, Vocabulary
from bot.facts.yaml_text import read_yaml

Block = dict[str, Plain]
#: What a block may say of all its facts that do not say otherwise.
DEFAULTS = ("source", "certainty", "as_of")

#: What each file says for itself: of which thing it is, and what holds for the facts in it.
_OF_ONE_FILE = (*KINDS, *DEFAULTS, "id")


class Placed(NamedTuple):
    """Where an entity is described: the file as its layer names it, its text, the entity in it, and its block."""

    name: str
    data: bytes
    entity: Entity
    block: Block


class Described:
    """What one file describes: read once, and looked up by id, or by kind and name."""

    def __init__(self, name: str, data: bytes, vocabulary: Vocabulary) -> None:
        self._name, self._data = name, data
        root = read_yaml(data, name).root
        nodes = root.items if isinstance(root, Sequence) else (root,) if root is not None else ()
        self._nodes = {(node.line, node.column): node for node in nodes}
        self._by_id: dict[str, Entity] = {}
        self._by_name: dict[tuple[str, str], Entity] = {}
        for entity in read_fact_file(data, name, vocabulary, vocabulary.broken).entities:
            self._by_id.setdefault(entity.id, entity)
            self._by_name.setdefault((entity.kind, entity.name.casefold()), entity)

    def __len__(self) -> int:
        return len(self._by_id)

    def placed(self, ident: str, kind: str, known_as: str) -> Placed | None:
        """Where the file describes the entity `ident`, or else the one of that kind and name."""
        entity = self._by_id.get(ident) or self._by_name.get((kind, known_as.casefold()))
        return Placed(self._name, self._data, entity, self.block(entity)) if entity else None

    def block(self, entity: Entity) -> Block:
        """What is written of one of its entities."""
        block = plain(self._nodes[entity.location.line, entity.location.column])
        assert isinstance(block, dict)  # noqa: S101 - a sound entity is a mapping
        return block


def block_of(name: str, data: bytes, entity: Entity) -> Block:
    """What is written of an `entity` that was read from this file."""
    root = read_yaml(data, name).root
    place = (entity.location.line, entity.location.column)
    nodes = root.items if isinstance(root, Sequence) else (root,)
    block = next(plain(node) for node in nodes if node is not None and (node.line, node.column) == place)
    assert isinstance(block, dict)  # noqa: S101 - a sound entity is a mapping
    return block


def facts_of(block: Block | None) -> dict[str, Plain]:
    """What a block has below ``facts``."""
    facts = (block or {}).get(FACTS)
    return facts if isinstance(facts, dict) else {}


def values_of(content: Plain | None) -> list[Plain]:
    """The values of one relation."""
    if content is None:
        return []
    return content if isinstance(content, list) else [content]


def full(content: Plain | None, block: Block) -> list[Plain]:
    """The values of a relation of `block`, each in its full form."""
    defaults = {key: block[key] for key in DEFAULTS if key in block}
    return [stated(value, defaults) for value in values_of(content)]


def stated(value: Plain, defaults: Mapping[str, Plain]) -> Plain:
    """A value in its full form, where these `defaults` hold for what it does not name itself."""
    given: Block = dict(value) if isinstance(value, dict) else {VALUE: value}
    other = "source" in given and "source" in defaults and given["source"] != defaults["source"]
    return given | {
        key: default for key, default in defaults.items() if key not in given and not (other and key == "as_of")
    }


def content_of(values: list[Plain]) -> Plain:
    """Values as they stand behind a relation: one by itself, none or several in a list."""
    return values[0] if len(values) == 1 else values


def joined(own: Block | None, farther: Iterable[Block]) -> Block:
    """What is said of an entity in all, as one block that stands by itself; the nearest first."""
    blocks = [block for block in (own, *farther) if block is not None]
    first, *others = blocks
    result = dict(first)
    facts = dict(facts_of(first))
    for block in others:
        for relation, content in facts_of(block).items():
            facts.setdefault(relation, content_of(full(content, block)))
        for key, content in block.items():
            if key not in (FACTS, *_OF_ONE_FILE):
                result.setdefault(key, content)
    return (result | {FACTS: facts}) if facts else result


def own_part(wanted: Block, farther: Iterable[Block]) -> Block:
    """What a nearer file has to say so that, with the `farther` ones behind it, all is as `wanted` says."""
    others = list(farther)
    if not others:
        return wanted
    behind: dict[str, list[Plain]] = {}
    for block in others:
        for relation, content in facts_of(block).items():
            behind.setdefault(relation, full(content, block))
    facts = {
        relation: content
        for relation, content in facts_of(wanted).items()
        if full(content, wanted) != behind.get(relation)
    }
    facts |= {relation: [] for relation, values in behind.items() if values and relation not in facts_of(wanted)}
    said = {key: value for block in reversed(others) for key, value in block.items()}
    kept = {
        key: value
        for key, value in wanted.items()
        if key in _OF_ONE_FILE or (key != FACTS and value != said.get(key, []))
    }
    return (kept | {FACTS: facts}) if facts else kept


def says_anything(block: Block) -> bool:
    """Whether a block says more than of what it is, and from where."""
    return not block.keys() <= {*_OF_ONE_FILE}
