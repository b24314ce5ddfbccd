"""A fact file that somebody brings along: read whole, and put where the layer has what it describes."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from bot.curating.blocks import Block, Described, block_of
from bot.curating.drafting import Description, Draft
from bot.curating.edits import ImportFile
from bot.curating.proposal import CannotPropose
from bot.facts.fact_file import read_fact_file
from bot.facts.ids import slug
from bot.facts.model import Entity
from bot.facts.yaml_text import MAX_BYTES
from bot.facts.yaml_writing import write_block


def import_file(edit: ImportFile, draft: Draft) -> None:
    """Take in every entity of the file, in the place of what the layer says of it. Raises CannotPropose."""
    if len(edit.data) > MAX_BYTES:
        raise CannotPropose(f"{edit.name} is larger than {MAX_BYTES // 1024 // 1024} MB; split it into several files")
    stem = slug(PurePosixPath(edit.name.replace("\\", "/")).name.rpartition(".")[0] or edit.name)
    read = read_fact_file(edit.data, f"{stem}.yaml", draft.snapshot.relations, draft.snapshot.relations.broken)
    if read.problems:
        raise CannotPropose("\n".join(map(str, read.problems)), problems=read.problems)
    twice = [ident for ident, count in Counter(entity.id for entity in read.entities).items() if count > 1]
    if twice:
        hint = "give one of them an id of its own"
        raise CannotPropose(f"{edit.name} describes {', '.join(twice)} twice; {hint}")
    new: list[tuple[Entity, Block]] = []
    known: list[tuple[Description, Block]] = []
    described = Described(f"{stem}.yaml", edit.data, draft.snapshot.relations)
    for entity in read.entities:
        block = described.block(entity)
        number = draft.snapshot.base.by_ident(entity.id)
        found = None if number is None else draft.describe(draft.snapshot.base.node(number))
        if found and found.node.kind != entity.kind:
            raise CannotPropose(f"{entity.id!r} is a {found.node.kind} here, and a {entity.kind} in {edit.name}")
        if found and found.own:
            kept: Block = {"id": found.own.block["id"]} if "id" in found.own.block else {}
            known.append((found, _with_id({key: value for key, value in block.items() if key != "id"}, kept)))
        else:
            new.append((entity, block))
    draft.put_all(known)
    if len(new) == 1 == len(read.entities):
        _take_file(edit, draft, new[0][0])
    elif new:
        blocks = [_with_id(block, {"id": entity.id}) for entity, block in new]
        text = "\n".join(write_block(list(blocks), 0)) + "\n"
        name = draft.free_name(stem, "pack")
        draft.after[name] = edit.data if len(new) == len(read.entities) else text.encode()


def _take_file(edit: ImportFile, draft: Draft, entity: Entity) -> None:
    """A file with one new entity is kept as it is, its comments too."""
    name = draft.free_name(entity.id, entity.kind)
    if name.rpartition("/")[2] == f"{entity.id}.yaml":
        draft.after[name] = edit.data
    else:
        draft.create(entity.id, entity.kind, block_of(f"{entity.id}.yaml", edit.data, entity))


def _with_id(block: Block, ident: Block) -> Block:
    """`block` with the id behind its name."""
    first, *others = block.items()
    return dict([first, *ident.items(), *(item for item in others if item[0] not in ident)])
