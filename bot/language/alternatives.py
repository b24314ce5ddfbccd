"""Questions that offer alternatives: 'is X a comedy or a drama' asks which of the two, not whether it is both."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.query import All, Any, Check, Lookup, Query
from bot.language.trees import is_row, replaced


def alternatives(query: Query) -> Sequence[Check]:
    """The claims of which a question asks whether one of them is so; none where it offers no alternatives."""
    if not isinstance(query, Check):
        return ()
    offered = next(filter(_offers, (query.things, *_said(query.among))), None)
    if not isinstance(offered, Any):
        return ()
    claims = (replaced(query, offered, part) for part in offered.parts)
    return [claim for claim in claims if isinstance(claim, Check)]


def _said(among: Query) -> list[Query]:
    """What is said directly of those among which something may be: their director, their genre."""
    parts = among.parts if isinstance(among, All) else (among,)
    return [*parts, *(filler for part in parts if isinstance(part, Lookup) for _, filler in part.given)]


def _offers(query: Query) -> bool:
    """Whether something is 'X or Y'; 'an X film' is X, or whatever follows it."""
    return isinstance(query, Any) and not query.every and not is_row(query)
