"""A fact that was told in a sentence, as the edit that would make it one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.curating.edits import AddFact, FactEdit, NewEntity, RemoveFact
from bot.curating.told import Details, Filled, Told


def edit_of(told: Told, more: Mapping[str, str] | None = None) -> FactEdit:
    """The edit that adds a told fact, with the thing that it is about where nobody knows that yet; or takes it away.

    ``more`` are details that were given beside the sentence, and count before what it says.
    """
    if told.gone and told.subject.entity is not None:
        return RemoveFact(told.subject.entity, told.relation, told.value.text, _whence(told.details, more or {}))
    given = {role: _text(filled) for role, filled in told.qualifiers.items()}
    said = told.details
    details = {
        "source": said.source or said.said_to_be_from,
        "said_by": said.said_by,
        "certainty": said.certainty and str(said.certainty),
        "as_of": said.as_of,
        "quote": said.quote,
    }
    given |= {name: text for name, text in details.items() if text} | dict(more or {})
    if told.subject.entity is not None:
        return AddFact(told.subject.entity, told.relation, _text(told.value), given, bool(told.replaces), told.instead)
    return NewEntity(told.subject.kinds[0], told.subject.text, (), {told.relation: _text(told.value)}, given)


def _text(filled: Filled) -> str:
    """What a fact file has for it, as people write it."""
    return filled.entity or (f"{filled.text} minutes" if filled.kinds == ("duration",) else filled.text)


def _whence(said: Details, more: Mapping[str, str]) -> str:
    """Who or what says that a fact is so no more."""
    return more.get("source") or said.source or said.said_to_be_from or said.said_by or ""
