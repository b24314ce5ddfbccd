"""What a query found, in sentences where few tell it all, otherwise as a list under what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.answering.filling import Filler, filled
from bot.answering.naming import Naming
from bot.answering.phrases import Phrases
from bot.answering.sentences import Sentences, closed, fillers_of
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Certainty
from bot.facts.reading import Plain
from bot.facts.rows import Statement
from bot.facts.vocabulary import VALUE, Relation
from bot.language.query import All, Any, Beyond, Except, Extreme, Kind, Lookup, Nodes, Query, Range
from bot.language.trees import nodes_in

#: How many things that a question goes through are told one by one, and how many measured values.
MOST_STEPS, MOST_MEASURED = 3, 4


class Telling:
    """Tells answers in one language."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        naming: Naming,
        phrases: Phrases,
        sentences: Sentences,
    ) -> None:
        self._base, self._relations = base, relations
        self._naming, self._phrases, self._sentences = naming, phrases, sentences
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])

    def found(self, query: Query, nodes: Sequence[int], facts: Sequence[int], statements: Sequence[Statement]) -> str:
        """The sentences of the facts where few tell it all; otherwise what was asked for, and the list."""
        if isinstance(query, Extreme) and query.many != 1:
            return self._best(query, nodes, statements)
        if isinstance(query, Extreme) and 0 < len(statements) <= MOST_MEASURED:
            return self._extreme(query, nodes, facts, statements)
        return self._sentence(query, nodes, statements) or self.listed(query, nodes)

    def listed(self, query: Query, nodes: Sequence[int]) -> str:
        """What was asked for, and the list."""
        naming = self._phrases.phrase(query, len(nodes))
        return self._say("list", naming=_capital(naming), list=self._naming.things(nodes))

    def counted(self, query: Query, nodes: Sequence[int]) -> str:
        """The number, what was counted, and the list."""
        naming = self._phrases.counted(query, len(nodes))
        counted = self._replies["counted"].format(count=len(nodes), naming=naming).strip()
        return self._say("list", naming=counted, list=self._naming.things(nodes))

    def _say(self, reply: str, **values: object) -> str:
        return closed(self._replies[reply].format(**values))

    def _sentence(self, query: Query, nodes: Sequence[int], statements: Sequence[Statement]) -> str:
        """The sentences of a look-up, whatever kind of thing it is narrowed to; none where they would not tell it."""
        match query:
            case All(parts):
                narrowing = [
                    part for part in parts if not (isinstance(part, Kind) or self._labels(part) or _names(part))
                ]
                return self._sentence(narrowing[0], nodes, statements) if len(narrowing) == 1 else ""
            case Except():
                these, others = apart_from(query)
                apart = [node for node in others if self._is_among(node, these)]
                told = self._sentence(these, nodes, statements) if others else ""
                if not apart:  # none that were spoken of before are of them
                    return told
                return self._say("apart_from", name=self._naming.things(apart), sentence=told) if told else ""
            case Lookup(relation, ask, given) if given:
                asked = set(nodes)
                statements = [s for s in statements if not asked.isdisjoint(fillers_of(s, ask))]
                roles = {role: _told(role, part, statements) for role, part in given if isinstance(part, Nodes)}
                if len(roles) == len(given):
                    return self._sentences.sentence(relation, ask, {**roles, ask: nodes}, statements)
                return self._through(query, roles, nodes, statements)
        return ""

    def _is_among(self, node: int, those: Query) -> bool:
        """Whether the facts have something among what known things lead to, so far as look-ups say."""
        for part in those.parts if isinstance(those, All) else (those,):
            if isinstance(part, Lookup) and all(isinstance(of, Nodes) for _, of in part.given):
                given = {role: of.ids for role, of in part.given if isinstance(of, Nodes)}
                if not self._base.lookup(self._relations[part.relation].sources, part.ask, {**given, part.ask: [node]}):
                    return False
        return True

    def _labels(self, query: Query) -> bool:
        return isinstance(query, Nodes) and self._naming.labelled(query.ids)

    def _through(
        self, query: Lookup, roles: Mapping[str, Sequence[int]], nodes: Sequence[int], statements: Sequence[Statement]
    ) -> str:
        """A sentence for each of the few things that a look-up goes through: each sequel, and who directed it."""
        through = [(role, part) for role, part in query.given if role not in roles]
        role, inner = through[0]
        if len(through) > 1 or isinstance(inner, Kind | Beyond) or (isinstance(inner, Range) and role == VALUE):
            return ""
        known = {**roles, query.ask: nodes}
        steps: dict[int, list[Statement]] = {}
        for statement in statements:
            if statement.relation == query.relation and all(
                set(ids).intersection(fillers_of(statement, other)) for other, ids in known.items()
            ):
                for node in fillers_of(statement, role):
                    steps.setdefault(node, []).append(statement)
        told = {node for group in steps.values() for s in group for node in fillers_of(s, query.ask)}
        if len(steps) > MOST_STEPS or not told.issuperset(nodes):
            return ""
        groups: dict[tuple[int, ...], list[int]] = {}
        for step, group in steps.items():
            asked = tuple(node for node in nodes if any(node in fillers_of(s, query.ask) for s in group))
            groups.setdefault(asked, []).append(step)
        return " ".join(
            self._sentences.sentence(
                query.relation,
                query.ask,
                {**roles, role: together, query.ask: asked},
                list(dict.fromkeys(s for step in together for s in steps[step])),
            )
            for asked, parts in groups.items()
            for together in self._together(query, role, parts)
        )

    def _together(self, query: Lookup, role: str, steps: Sequence[int]) -> Sequence[Sequence[int]]:
        """The steps that one sentence tells: all, where it agrees with their number."""
        if self._sentences.together(query.relation, query.ask, role):
            return [steps]
        return [[step] for step in steps]

    # -- the most and the least ----------------------------------------------------------------------------------

    def _extreme(
        self, query: Extreme, nodes: Sequence[int], facts: Sequence[int], statements: Sequence[Statement]
    ) -> str:
        """What it is, and how much it has. Facts that are not sure, or that quote someone, are told in full."""
        unsure = (Certainty.EXPECTED, Certainty.RUMOURED, Certainty.REPORTED)
        if any(s.relation != query.relation or s.certainty in unsure or s.quote for s in statements):
            return f"{self.listed(query, nodes)} {self._sentences.values(facts, statements)}"
        best = [s for s in statements if s.subject in nodes]
        others = [s for s in statements if s.subject not in nodes]
        compare = self._relations[query.relation].phrasings[self._code].compare
        degrees = compare.get("more" if query.most else "less", ())
        if isinstance(query.of, Any) and len(best) == len(others) == 1 and degrees:
            one, other = self._naming.labels([best[0].subject, others[0].subject])
            more, less = self._naming.labels([best[0].value, others[0].value])
            return self._say("compared", one=one, other=other, degree=degrees[0], more=more, less=less)
        naming = self._phrases.phrase(query, len(nodes))
        things, values = self._naming.things(nodes), self._naming.things(list(dict.fromkeys(s.value for s in best)))
        parts = {"naming": Filler(naming), "things": Filler(things, len(nodes)), "values": Filler(values)}
        named = f"({values})" in things  # a film's year is beside its name
        told = closed(filled(self._replies["best_named"] if named else self._replies["best"], parts))
        rest = [fact for fact in facts if any(fact == s.id for s in others)]
        return " ".join([told, self._sentences.values(rest, others)]).strip()

    def _best(self, query: Extreme, nodes: Sequence[int], statements: Sequence[Statement]) -> str:
        """The best of something, each with how much it has; a date is beside each name anyway."""
        declared = self._relations[query.relation]
        values = {} if declared.begins else {s.subject: s.value for s in statements if s.relation == query.relation}
        shown = [node for node in nodes if node in values]
        amounts = dict(zip(shown, self._naming.labels([values[node] for node in shown]), strict=True))
        labels = [
            self._naming.beside(label, [amounts[node]] if node in amounts else [])
            for node, label in zip(nodes, self._naming.labels(nodes), strict=True)
        ]
        naming = self._phrases.phrase(query if query.many is None else replace(query, many=len(nodes)), len(nodes))
        return self._say("list", naming=_capital(naming), list=self._naming.listed(labels))


def apart_from(query: Query) -> tuple[Query, list[int]]:
    """What is left of a set without the known things that are taken out of it, and those."""
    match query:
        case Except(these, those) if isinstance(those, Nodes) or (
            isinstance(those, Any) and all(isinstance(part, Nodes) for part in those.parts)
        ):
            inner, others = apart_from(these)
            return inner, list(dict.fromkeys([*others, *nodes_in(those)]))
        case All(parts):
            narrowing = [part for part in parts if not isinstance(part, Kind)]
            if len(narrowing) == 1 and isinstance(narrowing[0], Except):
                return apart_from(narrowing[0])
    return query, []


def _told(role: str, given: Nodes, statements: Sequence[Statement]) -> Sequence[int]:
    """Those of the nodes that are given for a role that the facts have, if there are any: which Oscars they were."""
    had = {node for statement in statements for node in fillers_of(statement, role)}
    return [node for node in given.ids if node in had] or given.ids


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(query: Query) -> bool:
    """Whether a query is only some names: 'X or Y'."""
    return isinstance(query, Any) and all(isinstance(part, Nodes) for part in query.parts)
