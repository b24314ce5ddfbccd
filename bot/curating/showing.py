"""What is said of an entity, as text to look at, to edit and to take along."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.curating.blocks import joined
from bot.facts.fact_file import read_fact_file
from bot.facts.store import StoredText
from bot.facts.yaml_writing import write_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.curating.drafting import Description, Draft

#: What problems call a text that somebody is editing.
EDITED = "this text"


@dataclass(frozen=True, slots=True)
class EntityText:
    """The facts of one entity as YAML; ``text`` goes back with what somebody makes of it, as what that began with.

    ``whole_file`` is true where it is a file of the layer as it is, comments and all.
    """

    ident: str
    text: str
    whole_file: bool


def text_of(draft: Draft, found: Description) -> EntityText:
    """All that the layer's curators see of an entity, to be edited."""
    own, ident = found.own, str(found.node.ident)
    if own and not found.farther:
        read = read_fact_file(own.data, own.name, draft.snapshot.relations)
        stem = own.name.rpartition("/")[2].rpartition(".")[0]
        if len(read.entities) == 1 and not read.problems and (stem == ident or "id" in own.block):
            return EntityText(ident, own.data.decode(), whole_file=True)
    if own is None and not found.farther:
        return EntityText(ident, f"{found.node.kind}: {found.node.name}\n", whole_file=False)
    return EntityText(
        ident, "\n".join(write_block(joined(own and own.block, found.behind), 0)) + "\n", whole_file=False
    )


def zip_of(files: Mapping[str, StoredText]) -> bytes:
    """Fact files as a zip, under the names that they have."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.data)
    return buffer.getvalue()
