"""The names of things: 'Heat (1995)', '15 December 1995', 'an organisation', 'A, B and 30 more'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import cast

from bot.answering.filling import Filler
from bot.facts.dates import read_date
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.rows import Node
from bot.facts.text import normalise

#: A list longer than this is shortened in text, never in the answers themselves.
MOST_LISTED = 12

_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


class Naming:
    """Names in one language."""

    def __init__(self, base: KnowledgeBase, language: Mapping[str, Plain]) -> None:
        self._base = base
        self._replies = cast(Mapping[str, str], language["replies"])
        self._vowels = tuple(cast(list[str], language["vowels"]))
        self._kinds = {kind: nouns[0] for kind, nouns in cast(Mapping[str, list[str]], language["kinds"]).items()}
        self._plurals = cast(Mapping[str, str], language["plurals"])

    def kind(self, kind: str) -> str:
        """The noun for a kind; for a label, or a further role of a relation, its relation; for a literal its type."""
        return self._kinds.get(kind, kind.partition(".")[0].replace("_", " "))

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
        marks = [self.kind(node.kind)] if self._base.index.shares_name(node) else []
        marks += [str(node.year)] if node.year else []
        return self.beside(node.name, marks)

    def beside(self, label: str, more: Sequence[str], sign: str = ", ") -> str:
        """'Heat (1995)', 'Heat (1995; Vincent Hanna)': a name with more in brackets, in those that it has."""
        if not more:
            return label
        return f"{label[:-1]}{sign}{', '.join(more)})" if label.endswith(")") else f"{label} ({', '.join(more)})"

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

    def labelled(self, nodes: Sequence[int]) -> bool:
        """Whether some nodes are labels, which one name may stand for."""
        return not any(node.is_entity or node.low is not None for node in self._base.nodes(nodes).values())

    def meant(self, nodes: Sequence[int]) -> str:
        """What a question names: things of one name, or what several labels begin with that all are called."""
        if len(nodes) < 2 or not self.labelled(nodes):
            return self.things(nodes, "or")
        written = [label.split(" ") for label in self.labels(nodes)]
        shared = [column[0] for column in takewhile(lambda c: len(set(c)) == 1, zip(*written, strict=False))]
        common = self._base.index.common_names(nodes)
        begun = (" ".join(shared[:end]) for end in range(len(shared), 0, -1))
        return next((name for name in begun if normalise(name) in common), self.labels(nodes[:1])[0])

    def of_name(self, nodes: Sequence[int], kinds: Sequence[str]) -> str:
        """A noun for what has a name, of some kinds, or belongs to a row that begins with it: 'Alien film'."""
        known = list(self._base.nodes(nodes).values())
        first = next((node for node in known if node.kind in kinds), known[0])
        return f"{first.name} {self.kind(first.kind)}"

    def a(self, noun: str) -> str:
        """A noun with its indefinite article."""
        return self._replies["an" if noun.startswith(self._vowels) else "a"].format(noun=noun)

    def filler(self, nodes: Sequence[int], labels: Sequence[str] | None = None, last: str = "and") -> Filler:
        """Things as what fills a role of a template; with `labels` where they are to read otherwise."""
        text = self.things(nodes, last) if labels is None else self.listed(labels, last)
        first = self._base.node(nodes[0]) if nodes else None
        kind = self.kind(first.kind) if first else ""
        if first and first.kind == "date":
            days = [self.when(self._base.node(node).name) for node in nodes[:MOST_LISTED]]
            return Filler(text, len(nodes), self.a(text), self.listed(days, last), kind)
        if first and len(nodes) > 1:
            kind = self.kinds(first.kind)
        return Filler(text, len(nodes), self.a(text), text, kind)

    def when(self, text: str) -> str:
        """A date with its preposition: 'on 15 December 1995', 'in 1995', 'in the 1990s'; 'before 1995' as it is."""
        value = read_date(text)
        if value is None and text.count("–") == 1 and text[:1].isdigit():
            low, high = (day(part.strip()) for part in text.split("–"))
            return self._replies["between"].format(low=low, high=high)
        if value is None:
            return _spelled(text) if not text[:1].isdigit() else self._replies["in_time"].format(date=_spelled(text))
        if value.low == value.high:
            return self._replies["on_day"].format(date=day(text))
        decade = text.endswith("s")
        return self._replies["in_decade" if decade else "in_time"].format(date=day(text))


def _spelled(text: str) -> str:
    """A text with its dates as people write them."""
    return _ISO.sub(lambda found: day(found[0]), text)


def day(iso: str) -> str:
    """A day or a month in ISO form as people write it; anything else as it is."""
    try:
        moment = date.fromisoformat(iso if len(iso) > len("1995-12") else f"{iso}-01")
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B} {moment.year}" if len(iso) > len("1995-12") else f"{moment:%B} {moment.year}"


def _literal(node: Node) -> str:
    if node.kind == "date" and node.low is not None and node.low == node.high:
        number = int(node.low)
        return day(f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}")
    if node.kind == "date":
        return day(node.name)
    if node.kind == "duration" and node.low is not None:
        return f"{node.low:g} minutes"
    return node.name
