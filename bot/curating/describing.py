"""What changes, in words: the facts of an entity before and after, as a preview and the history tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from typing import NamedTuple

from bot.curating.proposal import FactChange
from bot.facts.fact_file import read_fact_file
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Entity, Fact
from bot.facts.store import FileChange
from bot.facts.vocabulary import Vocabulary


class Said(NamedTuple):
    """A fact as it is told: its value with its qualifiers, and what else is known of it."""

    value: str
    details: str

    @property
    def whole(self) -> str:
        return f"{self.value} ({self.details})" if self.details else self.value


class Told(NamedTuple):
    """An entity as it is told: its name, and what is said of it by relation."""

    name: str
    facts: Mapping[str, list[Said]]


def told_by_snapshot(base: KnowledgeBase, ident: str) -> Told | None:
    """The entity as a layer sees it."""
    number = base.by_ident(ident)
    if number is None:
        return None
    statements = base.statements_about(number)
    nodes = base.nodes(
        {number, *(s.value for s in statements), *(node for s in statements for _, node in s.qualifiers)}
    )
    facts: dict[str, list[Said]] = {}
    for each in statements:
        roles = [(role, nodes[node].name) for role, node in each.qualifiers]
        said = _said(nodes[each.value].name, roles, each.certainty, each.as_of, each.source, each.quote, each.note)
        facts.setdefault(each.relation, []).append(said)
    return Told(nodes[number].label, facts)


def told_by_file(data: bytes | None, file: str, vocabulary: Vocabulary) -> dict[str, Told]:
    """The sound entities of one file, by id."""
    if data is None:
        return {}
    return {entity.id: _told(entity) for entity in read_fact_file(data, file, vocabulary, vocabulary.broken).entities}


def changes_between(before: Mapping[str, Told | None], after: Mapping[str, Told | None]) -> Iterator[FactChange]:
    """What changes from one to the other, by id."""
    for ident in dict.fromkeys((*before, *after)):
        old, new = before.get(ident), after.get(ident)
        if old is None and new is None:
            continue
        name = new.name if new else old.name if old else ident
        if old is None or new is None:
            yield FactChange(ident, name, "", () if old is None else ("known",), () if new is None else ("new",))
        elif old.name != new.name:
            yield FactChange(ident, name, "", (old.name,), (new.name,))
        there, here = old.facts if old else {}, new.facts if new else {}
        for relation in dict.fromkeys((*there, *here)):
            if there.get(relation) != here.get(relation):
                yield _change(ident, name, relation, there.get(relation, []), here.get(relation, []))


def changes_of(files: Iterable[FileChange], vocabulary: Vocabulary) -> tuple[FactChange, ...]:
    """What a revision changed in the files of its layer."""
    found: list[FactChange] = []
    for file in files:
        before, after = (told_by_file(data, file.name, vocabulary) for data in (file.before, file.after))
        found += changes_between(before, after)
    return tuple(found)


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


def _told(entity: Entity) -> Told:
    facts: dict[str, list[Said]] = {}
    for fact in entity.facts:
        facts.setdefault(fact.relation, []).append(_said_by_fact(fact))
    return Told(entity.name, facts)


def _said_by_fact(fact: Fact) -> Said:
    roles = [(role, value.text) for role, value in fact.qualifiers]
    return _said(fact.value.text, roles, fact.certainty, fact.as_of, fact.source, fact.quote, fact.note)


def _said(
    value: str,
    roles: Iterable[tuple[str, str]],
    certainty: str | None,
    as_of: str | None,
    source: str | None,
    quote: str | None,
    note: str | None,
) -> Said:
    parts = [certainty or "", f"as of {as_of}" if as_of else "", f"source {source}" if source else ""]
    parts += [f"“{quote}”" if quote else "", note or ""]
    return Said(" ".join([value, *(f"{role} {text}" for role, text in roles)]), ", ".join(filter(None, parts)))
