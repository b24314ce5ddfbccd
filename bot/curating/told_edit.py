"""A fact that was told in a sentence, as the edit that would make it one."""

from __future__ import annotations

from bot.curating.edits import AddFact, FactEdit, NewEntity
from bot.curating.proposal import CannotPropose
from bot.curating.told import Filled, Told


def edit_of(told: Told) -> FactEdit:
    """The edit that adds a told fact. Raises CannotPropose where that would need two edits."""
    given = {role: _text(filled) for role, filled in told.qualifiers.items()}
    said = told.details
    source = said.source or said.said_to_be_from
    details = {
        "source": source,
        "said_by": said.said_by,
        "certainty": said.certainty and str(said.certainty),
        "as_of": said.as_of,
        "quote": said.quote,
    }
    given |= {name: text for name, text in details.items() if text}
    if told.subject.entity is not None:
        return AddFact(told.subject.entity, told.relation, _text(told.value), given)
    if set(given) - {"source"}:
        raise CannotPropose(f"nothing is called {told.subject.text!r} yet; describe it first, and then tell that again")
    return NewEntity(told.subject.kinds[0], told.subject.text, (), {told.relation: _text(told.value)}, source)


def _text(filled: Filled) -> str:
    return filled.entity or filled.text
