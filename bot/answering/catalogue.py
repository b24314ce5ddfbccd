"""Things looked up rather than asked about: the names that a typed one may become, and all that is known of a thing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from bot.answering.naming import Naming, day
from bot.answering.phrases import Phrases
from bot.answering.snapshots import Snapshot
from bot.facts.model import Certainty
from bot.facts.rows import Node, Statement
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.completing import completions
from bot.language.query import Lookup, Nodes

#: Relations whose values are prose about the thing: the first that it has stands over its facts.
_PROSE = ("description", "synopsis")
_IMAGE = "image"


class Offer(NamedTuple):
    """An entity to choose: its id in the fact files, and its name, with the year where it has one."""

    ident: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact for people to read. ``value`` holds its qualifiers, ``source`` is a line that names where it is from."""

    relation: str
    name: str
    value: str
    source: str = ""
    said_by: str = ""
    quote: str = ""
    as_of: str = ""
    note: str = ""
    certainty: Certainty | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a thing. ``rows`` are its facts by relation, then what it is to others: ('director', values)."""

    ident: str
    label: str
    kind: str
    prose: str = ""
    image: str = ""
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[ShownFact, ...] = field(default=(), repr=False)
    sources: tuple[str, ...] = ()


class Catalogue:
    """The things of one snapshot. One thread at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._base = snapshot.base
        self._relations = snapshot.relations
        self._sources = snapshot.sources
        self._code = str(snapshot.language["language"])
        self._naming = Naming(snapshot.base, snapshot.language)
        self._phrases = Phrases(snapshot.relations, snapshot.language, self._naming)

    def offers(self, typed: str, kinds: Collection[str] | None = None, count: int = 25) -> list[Offer]:
        """Entities that a name which is being typed may become, likeliest first; see `completions`."""
        nodes = self._base.nodes(found := completions(self._base, typed, kinds, count))
        labels = zip(found, self._naming.labels(found), strict=True)
        return [Offer(cast(str, nodes[node].ident), label) for node, label in labels]

    def find(self, typed: str, kinds: Collection[str] | None = None) -> str | None:
        """The id of the one entity that somebody who did not choose from the list has named: its id or whole name."""
        node = self._base.by_ident(typed)
        if node is not None and (kinds is None or self._base.node(node).kind in kinds):
            return typed
        wanted = typed.strip().casefold()
        named = [offer for offer in self.offers(typed, kinds) if self._spelt(offer, wanted)]
        return named[0].ident if len(named) == 1 else None

    def _spelt(self, offer: Offer, wanted: str) -> bool:
        names = {offer.label, self._base.node(cast(int, self._base.by_ident(offer.ident))).name}
        return wanted in {name.casefold() for name in names}

    def card(self, ident: str) -> Card | None:
        """All that is known of the entity with this id; None if there is none."""
        node = self._base.by_ident(ident)
        if node is None:
            return None
        found = self._base.node(node)
        statements = self._base.statements_about(node)
        prose = [text for relation in _PROSE for text in self._texts(statements, relation)]
        images = self._texts(statements, _IMAGE)
        sources = [self._sources[s.source].line for s in statements if s.source and s.source in self._sources]
        return Card(
            ident,
            self._naming.label(node),
            self._naming.kind(found.kind),
            prose[0] if prose else "",
            images[0] if images else "",
            (*self._own_rows(statements), *self._rows_of_others(found)),
            tuple(self._shown(s) for s in self._ordered(statements)),
            tuple(dict.fromkeys(sources)),
        )

    def relations(self, ident: str, typed: str = "", count: int = 25) -> list[Offer]:
        """The relations that the entity can have (any, for one that is not known) whose names hold what is typed."""
        node = self._base.by_ident(ident)
        kind = None if node is None else self._base.node(node).kind
        wanted = normalise(typed)
        fitting = [r for r in self._relations.values() if kind is None or kind in r.subject]
        named = [Offer(r.name, self._name(r.name)) for r in fitting]
        found = [o for o in named if wanted in normalise(o.label) or wanted in normalise(o.ident.replace("_", " "))]
        return sorted(found, key=lambda o: (not normalise(o.label).startswith(wanted), o.label))[:count]

    def values(self, ident: str, relation: str, typed: str = "", count: int = 25) -> list[Offer]:
        """What could stand as the value of a relation of the entity: ids of things, or labels."""
        declared = self._relations.get(relation)
        if declared is None or not declared.takes_names(VALUE):
            return []
        if declared.value != ("label",):
            return [offer for offer in self.offers(typed, declared.value, count) if offer.ident != ident]
        wanted = normalise(typed)
        labels = (node.name for node in self._base.nodes(self._base.of_kinds(declared.kinds(VALUE))).values())
        return [Offer(label, label) for label in sorted(set(labels)) if wanted in normalise(label)][:count]

    def details(self, relation: str, typed: str, count: int = 25) -> list[Offer]:
        """How ``year: 1995; winner:`` can go on: with a key of the relation, or with what can stand behind one."""
        declared = self._relations.get(relation)
        qualifiers = declared.qualifiers if declared else {}
        before, between, piece = typed.rpartition(";")
        lead = f"{before}{between} " if between else ""
        key, colon, text = (part.strip() for part in piece.partition(":"))
        if not colon:
            fitting = [name for name in qualifiers if name.startswith(key.casefold()) and f"{name}:" not in before]
            return [Offer(f"{lead}{name}: ", f"{lead}{name}: …") for name in fitting]
        if declared is None or key not in qualifiers or qualifiers[key] == ("label",) or not declared.takes_names(key):
            return []
        found = self.offers(text, qualifiers[key], count)
        return [Offer(f"{lead}{key}: {offer.ident}", f"{lead}{key}: {offer.label}") for offer in found]

    def _texts(self, statements: Sequence[Statement], relation: str) -> list[str]:
        return [self._base.node(s.value).name for s in statements if s.relation == relation]

    def _ordered(self, statements: Sequence[Statement]) -> list[Statement]:
        order = list(dict.fromkeys(s.relation for s in statements))
        return sorted(statements, key=lambda s: order.index(s.relation))

    def _own_rows(self, statements: Sequence[Statement]) -> list[tuple[str, tuple[str, ...]]]:
        rows: dict[str, list[str]] = {}
        for statement in statements:
            if statement.relation not in (*_PROSE, _IMAGE):
                rows.setdefault(statement.relation, []).append(self._value(statement))
        return [(self._name(relation), tuple(dict.fromkeys(values))) for relation, values in rows.items()]

    def _rows_of_others(self, node: Node) -> list[tuple[str, tuple[str, ...]]]:
        """What this is to others, as a person is the director of films."""
        rows = []
        for relation in self._relations.values():
            if node.kind not in relation.kind_set(VALUE):
                continue
            found = self._base.lookup(relation.name, SUBJECT, {VALUE: [node.id]})
            subjects = list(dict.fromkeys(subject for subject, _ in found))
            if subjects:
                asked = Lookup(relation.name, SUBJECT, ((VALUE, Nodes((node.id,))),))
                rows.append((self._phrases.phrase(asked, len(subjects)), tuple(self._naming.labels(subjects))))
        return rows

    def _name(self, relation: str) -> str:
        return self._relations[relation].phrasings[self._code].name

    def _value(self, statement: Statement) -> str:
        """'Al Pacino (Vincent Hanna)': the value, and its qualifiers."""
        value, *others = self._naming.labels([statement.value, *(node for _, node in statement.qualifiers)])
        return self._naming.beside(value, others, "; ")

    def _shown(self, statement: Statement) -> ShownFact:
        source = self._sources.get(statement.source or "")
        return ShownFact(
            statement.relation,
            self._name(statement.relation),
            self._value(statement),
            source.line if source else statement.source or "",
            statement.said_by or "",
            statement.quote or "",
            day(statement.as_of) if statement.as_of else "",
            statement.note or "",
            statement.certainty,
            f"{statement.file}:{statement.line}",
        )
