"""Things and queries as noun phrases: 'Heat (1995)', 'the novel', 'films directed by Michael Mann'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from bot.facts.knowledge_base import KnowledgeBase, Node
from bot.facts.reading import Plain
from bot.facts.vocabulary import Relation
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Query,
    Range,
    Unplaced,
)

#: A list longer than this is shortened in text, never in the answers themselves.
MOST_LISTED = 12


class Naming:
    """Names in one language."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], language: Mapping[str, Plain]) -> None:
        self._base = base
        self._relations = relations
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self._kinds = {kind: nouns[0] for kind, nouns in cast(Mapping[str, list[str]], language["kinds"]).items()}
        self._plurals = cast(Mapping[str, str], language["plurals"])

    def kind(self, kind: str) -> str:
        """The noun for a kind; for a label or a literal its type."""
        return self._kinds.get(kind, kind.replace("_", " "))

    def one_of(self, kind: str) -> str:
        """'a film', 'an organisation'."""
        noun = self.kind(kind)
        return self._replies["an_kind" if noun[0] in self._replies["an_before"] else "a_kind"].format(kind=noun)

    def kinds(self, kind: str) -> str:
        """The noun for several of a kind."""
        return self._plurals.get(kind, self.kind(kind) + "s")

    def label(self, node: int) -> str:
        """A thing's name, so that it cannot be taken for another: see `labels`."""
        return self.labels([node])[0]

    def labels(self, nodes: Sequence[int]) -> list[str]:
        """Names with years, with kinds where another kind has the same name; dates as people write them."""
        found = self._base.nodes(nodes)
        return [self._label(found[node]) for node in nodes]

    def _label(self, node: Node) -> str:
        if not node.is_entity:
            return _literal(node)
        marks = [self.kind(node.kind)] if self._base.shares_name(node) else []
        marks += [str(node.year)] if node.year else []
        return f"{node.name} ({', '.join(marks)})" if marks else node.name

    def listed(self, names: Sequence[str], last: str = "and", most: int = MOST_LISTED) -> str:
        """'A, B and C'; a list of more than `most` is cut: 'A, B and 30 more'."""
        if len(names) > most:
            shown = ", ".join(names[: most - 2])
            return self._replies["more"].format(list=shown, count=len(names) - most + 2)
        if len(names) < 2:
            return names[0] if names else self._replies["none"]
        return self._replies[last].format(list=", ".join(names[:-1]), last=names[-1])

    def things(self, nodes: Sequence[int], last: str = "and") -> str:
        """Things as `listed`; of many only those that are shown are looked up."""
        if len(nodes) <= MOST_LISTED:
            return self.listed(self.labels(nodes), last)
        shown = self.labels(nodes[: MOST_LISTED - 2])
        return self._replies["more"].format(list=", ".join(shown), count=len(nodes) - len(shown))

    def phrase(self, query: Query) -> str:  # noqa: PLR0912 - one case a kind of query
        """A query as a noun phrase."""
        match query:
            case Nodes(ids):
                return self.listed(self.labels(ids), "or")
            case Unplaced(text):
                return f"“{text}”"
            case Kind(kinds):
                return self.kinds(kinds[0]) if kinds else self._replies["anything"]
            case Range():
                return query.text
            case Lookup(_, _, ((_, Beyond() as line),)):
                return self._beyond(line)
            case Lookup(relation, ask, given):
                return self._lookup(relation, ask, {role: self._inner(part) for role, part in given})
            case All(parts):
                named = [self.phrase(part) for part in parts if not isinstance(part, Kind)]
                text = named[0] if named else self.phrase(parts[0])
                for other in named[1:]:
                    text = self._replies["both"].format(one=text, other=other)
                return text
            case Any(parts):
                return self.listed([self.phrase(part) for part in parts])
            case Except(these, those):
                return self._replies["other_than"].format(naming=self.phrase(these), name=self.phrase(those))
            case Frequent(of, Range(text=text)):
                return self._replies["so_many"].format(naming=self.phrase(of), count=text)
            case Frequent(of, most):
                return self._replies["most" if most else "fewest"].format(naming=self.phrase(of))
            case Extreme(of, relation, most, rank) if rank > 1:
                compare = self._relations[relation].phrasings[self._code].compare
                degree = compare["most" if most else "least"][0]
                return self._replies["ranked"].format(degree=degree, naming=self.phrase(of), rank=rank)
            case Extreme(of, relation, most):
                compare = self._relations[relation].phrasings[self._code].compare
                degree = compare["most" if most else "least"][0]
                if isinstance(of, Any):
                    return self._replies["extreme_of"].format(degree=degree, naming=self.phrase(of))
                return self._replies["extreme"].format(degree=degree, naming=self.phrase(of))
            case Age(of) | Check(_, of) | Count(of) | Describe(of) | Exists(of):
                return self.phrase(of)
            case Difference(one, other):
                return self.listed([self.phrase(one), self.phrase(other)])
        return ""

    def _beyond(self, line: Beyond) -> str:
        """'films longer than X'."""
        declared = self._relations[line.relation]
        degree = declared.phrasings[self._code].compare["more" if line.more else "less"][0]
        things = self.kinds(declared.subject[0])
        return self._replies["beyond"].format(things=things, degree=degree, naming=self.phrase(line.than))

    def _inner(self, query: Query) -> str:
        """A query inside another: 'the director of Heat'."""
        named = self.phrase(query)
        return named if isinstance(query, Nodes | Unplaced | Range) else self._replies["the"].format(naming=named)

    def _lookup(self, relation: str, ask: str, given: Mapping[str, str]) -> str:
        naming = self._relations[relation].phrasings[self._code].naming
        template = naming.get(ask, "")
        unsaid = [named for role, named in given.items() if "{" + role + "}" not in template]
        anything = dict.fromkeys(self._relations[relation].roles, (*unsaid, self._replies["anything"])[0])
        return (
            template.format(**{**anything, **given})
            if template
            else self._relations[relation].phrasings[self._code].name
        )


def day(iso: str) -> str:
    """A whole day in ISO form as people write it; anything else as it is."""
    try:
        moment = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B} {moment.year}"


def _literal(node: Node) -> str:
    if node.kind == "date" and node.low is not None and node.low == node.high:
        number = int(node.low)
        return day(f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}")
    if node.kind == "duration" and node.low is not None:
        return f"{node.low:g} minutes"
    return node.name
