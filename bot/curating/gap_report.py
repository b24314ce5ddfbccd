"""The questions without an answer, as lines for a terminal: what ``booth facts gaps`` shows and does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.answering.unanswered import NAME
from bot.curating.gaps import Gap, Gaps
from bot.curating.overdue import overdue
from bot.curating.server_settings import read_settings
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.store import Layer, Store


def report_gaps(store: Store, layer: Layer, base: KnowledgeBase, today: date) -> Iterator[str]:
    """What was asked without an answer in `layer`, most asked first, then the facts whose day has passed.

    Questions older than the server keeps them are forgotten first. Raises Unavailable.
    """
    gaps = Gaps(store, layer)
    gaps.prune(today, read_settings(store, layer).gap_days)
    found = gaps.open()
    yield from (_line(gap) for gap in found)
    if not found:
        yield "No question is without an answer."
    for fact in overdue(base, today):
        yield f"{fact.certainty} for {fact.day}, which has passed: {fact.name}, {fact.relation} {fact.value}"


def dismiss_gap(store: Store, layer: Layer, number: int) -> str | None:
    """Have the gap of that number stay away; what was done, or None where there is none. Raises Unavailable."""
    return f"Dismissed {number}." if Gaps(store, layer).dismiss(number) else None


def _line(gap: Gap) -> str:
    asked = "once" if gap.count == 1 else f"{gap.count} times"
    when = f"on {gap.last}" if gap.first == gap.last else f"{gap.first} to {gap.last}"
    missing = " ".join(part for part in (gap.entity, gap.relation) if part)
    if gap.why == NAME:
        missing = f"no {gap.name!r}" + (f", {gap.relation}" if gap.relation else "")
    return f"{gap.number}: {gap.wordings[0]} ({asked}, {when})" + (f" [{missing}]" if missing else "")
