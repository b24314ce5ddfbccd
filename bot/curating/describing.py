"""What changes, in words: the facts of an entity before and after, as a preview and the history tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import unified_diff
from typing import NamedTuple

from bot.curating.proposal import FactChange
from bot.facts.fact_file import year_of
from bot.facts.fact_value import AS
from bot.facts.model import Entity, Fact
from bot.facts.store import FileChange


class Said(NamedTuple):
    """A fact as it is told: its value with its qualifiers, and what else is known of it."""

    value: str
    details: str

    @property
    def whole(self) -> str:
        return f"{self.value} ({self.details})" if self.details else self.value


class Told(NamedTuple):
    """An entity as it is told: what it is and is called (``label``: with its year), and what is said by relation."""

    kind: str
    name: str
    label: str
    facts: Mapping[str, list[Said]]


def told(entity: Entity) -> Told:
    """An entity as it is described; its other names, and what is known of a source, as if they were facts too."""
    facts: dict[str, list[Said]] = {"also_known_as": [Said(name, "") for name in entity.also_known_as]}
    facts |= {key: [Said(text, "")] for key, text in entity.details}
    for fact in entity.facts:
        facts.setdefault(fact.relation, []).append(_said(fact))
    year = year_of(entity.facts)
    label = f"{entity.name} ({year})" if year else entity.name
    return Told(entity.kind, entity.name, label, {relation: values for relation, values in facts.items() if values})


def changes_between(
    before: Mapping[str, Told | None], after: Mapping[str, Told | None], noun: Callable[[str], str]
) -> Iterator[FactChange]:
    """What changes from one to the other, by id; ``noun`` is what people call a relation."""
    for ident in dict.fromkeys((*before, *after)):
        old, new = before.get(ident), after.get(ident)
        if old is None and new is None:
            continue
        name = new.label if new else old.label if old else ident
        if old is None or new is None:
            yield FactChange(ident, name, "", () if old is None else (old.kind,), () if new is None else (new.kind,))
        elif old.name != new.name:
            yield FactChange(ident, name, "", (old.name,), (new.name,))
        there, here = old.facts if old else {}, new.facts if new else {}
        for relation in dict.fromkeys((*there, *here)):
            if there.get(relation) != here.get(relation):
                change = _change(ident, name, relation, there.get(relation, []), here.get(relation, []))
                yield replace(change, noun=noun(relation))


def diff_of(files: Iterable[FileChange]) -> str:
    """The lines that change in each file, as ``diff -u`` shows them."""
    lines: list[str] = []
    for file in files:
        before, after = ((data or b"").decode(errors="replace").splitlines() for data in (file.before, file.after))
        old, new = (file.name if data is not None else "/dev/null" for data in (file.before, file.after))
        lines += unified_diff(before, after, old, new, n=2, lineterm="")
    return "\n".join(lines)


def _change(ident: str, name: str, relation: str, before: list[Said], after: list[Said]) -> FactChange:
    """Only the values that differ; with their details where nothing else does."""
    gone = [said for said in before if said not in after]
    come = [said for said in after if said not in before]
    values = [said.value for said in gone] != [said.value for said in come]
    if not gone and not come:  # the same values in another order
        gone, come = before, after
    return FactChange(
        ident,
        name,
        relation,
        tuple(said.value if values else said.whole for said in gone),
        tuple(said.value if values else said.whole for said in come),
    )


def _said(fact: Fact) -> Said:
    roles = [AS + value.text if role == AS.strip() else f"; {role}: {value.text}" for role, value in fact.qualifiers]
    parts = [
        fact.certainty,
        fact.as_of and f"as of {fact.as_of}",
        fact.source and f"source {fact.source}",
        fact.said_by and f"said by {fact.said_by}",
        fact.quote and f"“{fact.quote}”",
        fact.note,
    ]
    return Said("".join([fact.value.text, *roles]), ", ".join(part for part in parts if part))
