"""Where a curator has a fact from: a source that is described, or one that the edit describes along with the fact."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from bot.curating.finding import called_so, near_entities
from bot.facts.fact_file import SOURCE
from bot.facts.ids import MAX_LENGTH, slug
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.nodes import Plain
from bot.facts.store import SHARED, Layer

#: The id of the source of what curators state without naming one.
CURATORS = "curators"


class CitedSource(NamedTuple):
    """The id of a source; ``block`` describes it where no file does yet, and ``note`` says so."""

    id: str
    block: dict[str, Plain] | None = None
    note: str = ""


def cite(base: KnowledgeBase, text: str | None, layer: Layer) -> CitedSource:
    """The source that `text` names by id, name or link; what a curator of `layer` knows where it is None."""
    if text is None or not text.strip():
        name = "Booth's operator" if layer == SHARED else "The curators of this server"
        note = "no source was given: it stands as what the curators here say"
        known = _described(base, CURATORS)
        return known._replace(note=note) if known else CitedSource(CURATORS, {SOURCE: name}, note)
    written = " ".join(text.split())
    if known := _described(base, written):
        return known
    called = called_so(base, written, (SOURCE,))
    if called:
        return CitedSource(str(called[0].ident))
    link = urlsplit(written) if written.startswith(("https://", "http://")) else None
    name = link.hostname if link and link.hostname else written
    block: dict[str, Plain] = {SOURCE: name}
    if link:
        block["url"] = written
    ident = slug(written.partition("://")[2] if link else written)[:MAX_LENGTH].strip("-")
    if known := _described(base, ident):
        return known
    near = " or ".join(f"{node.ident} ({node.name})" for node in near_entities(base, written, (SOURCE,), 2) if not link)
    note = f"{name!r} is a new source here" + (f"; did you mean {near}?" if near else "")
    return CitedSource(ident, block, note)


def _described(base: KnowledgeBase, ident: str) -> CitedSource | None:
    number = base.by_ident(ident)
    if number is None or base.node(number).kind != SOURCE:
        return None
    return CitedSource(ident)
