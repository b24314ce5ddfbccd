"""The texts of a layer's files as an edit makes them, none of it written: what is there, and what is to be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.answering.snapshots import Snapshot
from bot.curating.blocks import Block, Described, Placed, facts_of, joined
from bot.curating.finding import called_so
from bot.curating.layers import name_in
from bot.curating.proposal import CannotPropose
from bot.facts.fact_edit import AddEntity, Edit, RemoveEntity, ReplaceEntity, edit_facts
from bot.facts.fact_file import SOURCE, read_fact_file
from bot.facts.ids import is_id, slug
from bot.facts.joining import layer as import_of
from bot.facts.model import KINDS
from bot.facts.rows import Node
from bot.facts.store import SHARED, FileChange, FileEdit, Layer, Refused, Store, StoredText
from bot.facts.store_rules import check_name
from bot.facts.yaml_edit import CannotEdit

_FOLDERS = {"person": "people", "series": "series"}


class Description:
    """Where an entity is described: in the file that its curators may change, if there is one, and farther away."""

    def __init__(self, node: Node, own: Placed | None, farther: tuple[Placed, ...]) -> None:
        self.node, self.own, self.farther = node, own, farther

    @property
    def behind(self) -> list[Block]:
        return [place.block for place in self.farther]


@dataclass
class Draft:
    """The files of `layer`, with what is changed in them. What imports wrote is left to them, and written over."""

    layer: Layer
    snapshot: Snapshot
    store: Store
    after: dict[str, bytes | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _read: dict[tuple[str, bytes], Described] = field(default_factory=dict)

    @cached_property
    def now(self) -> Mapping[str, StoredText]:
        """The files of the layer."""
        return self.store.files(self.layer)

    @cached_property
    def shared(self) -> Mapping[str, StoredText]:
        """The files that all servers see."""
        return self.now if self.layer == SHARED else self.store.files(SHARED)

    def text(self, name: str) -> bytes | None:
        """What a file of the layer holds, with what is changed so far."""
        if name in self.after:
            return self.after[name]
        return self.now[name].data if name in self.now else None

    def describe(self, node: Node) -> Description:
        """Where `node` is described. Raises CannotPropose where that is in a file of the layer that is broken."""
        own: list[Placed] = []
        farther: list[Placed] = []
        for seen in self.snapshot.base.described_in(str(node.ident)):
            name = name_in(self.layer, seen)
            mine = name is not None and not import_of(seen)
            data = self.text(name) if mine and name else self.shared[seen].data if seen in self.shared else None
            if data is None:
                continue
            place = self.described(name or seen, data).placed(str(node.ident), node.kind, node.name)
            if place is None and mine:
                self._broken(name or seen, data)
            if place is not None:
                (own if mine else farther).append(place)
        return Description(node, own[0] if own else None, tuple(farther))

    def described(self, name: str, data: bytes) -> Described:
        """What a file of this text describes."""
        if (name, data) not in self._read:
            self._read[name, data] = Described(name, data, self.snapshot.relations)
        return self._read[name, data]

    def behind(self, ident: str, block: Block) -> Block:
        """What farther files say of the entity that a block of the layer describes: relations, in their full form."""
        base = self.snapshot.base
        number, kind = base.by_ident(ident), next(key for key in block if key in KINDS)
        named = called_so(base, str(block[kind]), (kind,)) if number is None else [base.node(number)]
        return facts_of(joined({}, self.describe(named[0]).behind)) if len(named) == 1 else {}

    def put(self, found: Description, block: Block) -> None:
        """Let the layer's own description be `block`; where nothing is left to say beside the farther ones, none."""
        self.put_all([(found, block)])

    def put_all(self, blocks: Iterable[tuple[Description, Block]]) -> None:
        """The same of several, each of which the layer describes now, each file edited once."""
        replacing: dict[str, list[Edit]] = {}
        gone: list[Placed] = []
        for found, block in blocks:
            own = found.own
            if own is None:
                self.create(str(found.node.ident), found.node.kind, block)
            elif found.farther and not facts_of(block) and facts_of(own.block):
                gone.append(own)
            else:
                replacing.setdefault(own.name, []).append(ReplaceEntity(own.entity.id, block))
        for name, edits in replacing.items():
            self._edit(name, *edits)
        for own in gone:
            self.remove(own)

    def remove(self, own: Placed) -> None:
        """Take an entity out of its file; a file that describes nothing else goes."""
        data = self.text(own.name) or b""
        if len(self.described(own.name, data)) > 1:
            self._edit(own.name, RemoveEntity(own.entity.id))
        else:
            self.after[own.name] = None

    def create(self, ident: str, kind: str, block: Block) -> str:
        """A file of its own for an entity; its name."""
        name = self.free_name(ident, kind)
        stem = name.rpartition("/")[2].removesuffix(".yaml")
        if stem != ident and "id" not in block and is_id(ident):
            first, *others = block.items()
            block = dict([first, ("id", ident), *others])
        self._edit(name, AddEntity(block))
        return name

    def free_name(self, ident: str, kind: str) -> str:
        """The name of a file that is not there yet, for an entity of this id."""
        folder = f"facts/{_FOLDERS.get(kind, f'{kind}s')}"
        taken = {name.casefold() for name in (*self.now, *self.after)}
        for stem in (ident, slug(ident), f"{slug(ident)}-{kind}", *(f"{slug(ident)}-{n}" for n in range(2, 100))):
            name = f"{folder}/{stem}.yaml"
            try:
                check_name(name)
            except Refused:
                continue
            if name.casefold() not in taken:
                return name
        raise CannotPropose(f"no file can be made for {ident!r}; give it another id")

    def describe_source(self, ident: str, block: Block | None) -> None:
        """A file for a source that no file describes yet."""
        if block is not None:
            self.create(ident, SOURCE, block)

    def edits(self) -> tuple[FileEdit, ...]:
        """What is to be written, each file against the text that was seen."""
        return tuple(
            FileEdit(name, self.now[name].digest if name in self.now else None, data)
            for name, data in self.after.items()
            if data != (self.now[name].data if name in self.now else None)
        )

    def files(self) -> tuple[FileChange, ...]:
        """The same, with both texts."""
        return tuple(
            FileChange(each.name, self.now[each.name].data if each.name in self.now else None, each.after)
            for each in self.edits()
        )

    def _edit(self, name: str, *edits: Edit) -> None:
        try:
            self.after[name] = edit_facts(self.text(name) or b"", edits, name, self.snapshot.relations)
        except CannotEdit as error:
            raise CannotPropose(str(error), problems=error.problems) from error

    def _broken(self, name: str, data: bytes) -> None:
        problems = read_fact_file(data, name, self.snapshot.relations, self.snapshot.relations.broken).problems
        if problems:
            what = "\n".join(map(str, problems))
            raise CannotPropose(f"{name} has to be mended first, in an editor or by undo:\n{what}", problems=problems)
