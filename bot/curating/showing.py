"""What is said of an entity, as text to look at, to edit and to take along."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.curating.blocks import joined
from bot.facts.fact_file import read_fact_file
from bot.facts.store import StoredText, digest_of
from bot.facts.yaml_writing import write_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.curating.drafting import Description, Draft

#: What problems call a text that somebody is editing.
EDITED = "this text"


@dataclass(frozen=True, slots=True)
class EntityText:
    """The facts of one entity as YAML; ``digest`` goes back with the edited text, so that a change in between shows.

    ``whole_file`` is true where it is a file of the layer as it is, comments and all.
    """

    ident: str
    text: str
    digest: str
    whole_file: bool


def text_of(draft: Draft, found: Description) -> EntityText:
    """All that the layer's curators see of an entity, to be edited."""
    own, ident = found.own, str(found.node.ident)
    if own and not found.farther:
        read = read_fact_file(own.data, own.name, draft.snapshot.relations)
        stem = own.name.rpartition("/")[2].rpartition(".")[0]
        if len(read.entities) == 1 and not read.problems and (stem == ident or "id" in own.block):
            return _text(ident, own.data.decode(), whole_file=True)
    if own is None and not found.farther:
        return _text(ident, f"{found.node.kind}: {found.node.name}\n", whole_file=False)
    return _text(ident, "\n".join(write_block(joined(own and own.block, found.behind), 0)) + "\n", whole_file=False)


def _text(ident: str, text: str, *, whole_file: bool) -> EntityText:
    return EntityText(ident, text, digest_of(text.encode()), whole_file)


def zip_of(files: Mapping[str, StoredText]) -> bytes:
    """Fact files as a zip, under the names that they have."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.data)
    return buffer.getvalue()
