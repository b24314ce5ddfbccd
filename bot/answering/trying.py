"""One reading to its outcome: names that nobody knows, things that share a name, and what the facts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from bot.answering.evaluate import Evaluator
from bot.answering.fame import Fame
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    MissingThing,
    NotUnderstood,
    Outcome,
    Unbacked,
    UnknownFact,
    UnknownName,
)
from bot.answering.result import Result
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS, WORKS
from bot.facts.vocabulary import SUBJECT, Relation
from bot.language.alternatives import alternatives
from bot.language.names import exact, known_words, split
from bot.language.near_names import suggestions
from bot.language.parse import Reading
from bot.language.provenance import NOTHING
from bot.language.query import (
    All,
    Any,
    Check,
    Describe,
    Except,
    Exists,
    Extreme,
    Lookup,
    Nodes,
    Provenance,
    Query,
    Unplaced,
)
from bot.language.trees import nodes_in, replaced, unplaced_in, walk

#: Of more things that the names of one question may mean together, no more are tried: nobody reads a longer choice.
MOST_CHOICES = 30
PERSON = frozenset({"person"})
#: So many unknown names are remembered with what comes near them.
MOST_REMEMBERED = 16
#: Of more things of one name it is asked which is to be described.
MOST_DESCRIBED = 3


class Trying:
    """What comes of readings over one knowledge base."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        evaluator: Evaluator,
        exists: Callable[[str], bool],
    ) -> None:
        """``exists`` says whether the language has a word."""
        self._base = base
        self._exists = exists
        self._relations = relations
        self._evaluator = evaluator
        self._fame = Fame(base, relations)
        self._nearest = lru_cache(MOST_REMEMBERED)(self._suggestions)

    def outcome(self, reading: Reading) -> Outcome:
        """The outcome of a reading, taken by itself."""
        query = reading.query
        if reading.needs:
            return MissingThing(reading.needs)
        for unplaced in unplaced_in(query):
            return self._unknown_name(query, unplaced)
        query = self._told_apart(self._without_families(query))
        choices = list(islice(self._choices(query), MOST_CHOICES))
        if len(choices) == 1:
            return self._evaluated(choices[0][0])
        outcome = self._choose(query, choices)
        if isinstance(outcome, Ambiguous) and (meant := self._with_its_company(query)) is not None:
            return self.outcome(replace(reading, query=meant))
        return outcome

    def _evaluated(self, query: Query) -> Answered | UnknownFact | Unbacked:
        if isinstance(query, Provenance):
            return self._backed(query)
        if claims := alternatives(query):
            return self._either(query, [(claim, self._evaluator.evaluate(claim)) for claim in claims])
        result = self._evaluator.evaluate(query)
        if result.missing is not None or result.unsure:
            return UnknownFact(query, result.nodes, result.facts, missing=result.missing)
        if isinstance(query, Check | Exists):
            if result.holds is None:
                return UnknownFact(query, result.nodes, result.facts)
            return Answered(query, result.nodes, result.facts, result.holds)
        if not result.nodes:
            return UnknownFact(query, none=self._none_left(query))
        return Answered(query, result.nodes, result.facts, measured=result.measured)

    def _none_left(self, query: Query) -> bool:
        """Whether all of some things are left out by what is not so of them: 'films by X without Y'."""
        if not isinstance(query, Except) or not isinstance(query.those, Lookup):
            return False
        return self._are_things(self._evaluator.evaluate(query.these).nodes)

    def _either(self, query: Query, results: Sequence[tuple[Check, Result]]) -> Answered | UnknownFact:
        """Those of some claims that are so; that none is, only if all are ruled out."""
        so = [(claim, result) for claim, result in results if result.holds]
        undecided = [result for _, result in results if result.holds is None]
        told = [result for _, result in so] or undecided or [result for _, result in results]
        nodes = tuple(dict.fromkeys(node for result in told for node in result.nodes))
        facts = tuple(dict.fromkeys(fact for result in told for fact in result.facts))
        if so or not undecided:
            return Answered(query, nodes, facts, bool(so), so=tuple(claim for claim, _ in so))
        return UnknownFact(query, nodes, facts, missing=undecided[0].missing)

    def _backed(self, query: Provenance) -> Answered | UnknownFact | Unbacked:
        """The answer that a question about its provenance is about, if there is one, and facts behind it."""
        answer = self._evaluated(query.of)
        if isinstance(answer, Answered) and (answer.facts or isinstance(query.of, Describe)):
            return replace(answer, query=query)
        return answer if isinstance(answer, UnknownFact) and query.of != NOTHING else Unbacked(query)

    def _choices(self, query: Query) -> Iterator[tuple[Query, int | None]]:
        """The query for each thing that an ambiguous name in it may be; itself when there is none."""
        name = self._open_name(query)
        if name is None:
            yield query, None
            return
        for node in name.ids:
            for closed, _ in self._choices(replaced(query, name, Nodes((node,)))):
                yield closed, node

    def _told_apart(self, query: Query) -> Query:
        """The query with the things of a name that are what is said of it ('Carmen by X'), where there are any."""
        for said in walk(query):
            name = (
                next((part for part in said.parts if isinstance(part, Nodes)), None) if isinstance(said, All) else None
            )
            if name is None or said == query or not self._are_things(name.ids):
                continue
            fitting = set(self._evaluator.evaluate(said).nodes)
            if meant := tuple(node for node in name.ids if node in fitting):
                return self._told_apart(replaced(query, said, Nodes(meant)))
        return query

    def _without_families(self, query: Query) -> Query:
        """The query with those people of a name who had to do with works, where there are any: not their children."""
        for name in dict.fromkeys(part for part in walk(query) if isinstance(part, Nodes) and len(part.ids) > 1):
            people = self._base.nodes(name.ids)
            working = self._base.in_works(name.ids) if {node.kind for node in people.values()} == PERSON else ()
            if kept := tuple(node for node in name.ids if node in working):
                query = replaced(query, name, Nodes(kept))
        return query

    def _with_its_company(self, query: Query) -> Query | None:
        """The query with the only thing of a name that has to do with what else it names: 'X's age in Titanic'."""
        name = self._open_name(query)
        others = set(nodes_in(query)) - set(name.ids if name else ())
        entities = {node.id for node in self._base.nodes(others).values() if node.is_entity}
        if name is None or not entities:
            return None
        beside = {node: self._base.beside(node) for node in (*name.ids, *entities)}
        tied = [one for one in name.ids if beside[one] & entities or any(one in beside[other] for other in entities)]
        return replaced(query, name, Nodes((tied[0],))) if len(tied) == 1 else None

    def _open_name(self, query: Query) -> Nodes | None:
        """The first things of one name in a query of which it is open which is meant."""
        settled = {part.of for part in walk(query) if isinstance(part, Extreme)}  # 'the first X': of those of that name
        names = (part for part in walk(query) if isinstance(part, Nodes) and len(part.ids) > 1 and part not in settled)
        return next((name for name in names if self._are_things(name.ids)), None)

    def _are_things(self, nodes: Sequence[int]) -> bool:
        """Whether some nodes are things, rather than labels that are written in several ways and mean the same."""
        return any(node.is_entity for node in self._base.nodes(nodes).values())

    def _choose(self, query: Query, choices: Sequence[tuple[Query, int | None]]) -> Outcome:
        """One of several things of a name: the only one that fits, or all if they agree, or the most usual kind."""
        outcomes = [(self._evaluated(closed), node) for closed, node in choices]
        answered = [(outcome, node) for outcome, node in outcomes if isinstance(outcome, Answered)]
        if isinstance(query, Describe):
            of_name = {node: closed for closed, node in choices if node is not None}
            told = {node: of_name[node] for found, node in answered if node is not None and node in found.nodes}
            return self._described(query, of_name if isinstance(query.of, Nodes) else told or of_name)
        ranks = self._kind_ranks(choices[0][0], [node for _, node in choices if node is not None])
        first = [pair for pair in outcomes if pair[1] is not None and ranks[pair[1]] == 0]
        likely = first or outcomes
        verdicts = {outcome.holds for outcome, _ in likely if isinstance(outcome, Answered)}
        alike = len({outcome.nodes for outcome, _ in answered}) == 1 and len(verdicts) == 1
        if alike and len(answered) == len(outcomes):  # the one that the facts say most of: 'the music of X and Y'
            alike_ones = [outcome for outcome, _ in likely if isinstance(outcome, Answered)]
            return max(alike_ones, key=lambda outcome: len(outcome.facts))
        if answered and len(answered) < len(likely) and self._look_alike(query, [node for _, node in likely if node]):
            queries = {node: outcome.query for outcome, node in likely if node is not None}
            return Ambiguous(tuple((queries[node], node) for node in self._fame.ranked(queries)), known=True)
        true = [outcome for outcome, _ in likely if isinstance(outcome, Answered) and outcome.holds]
        if alternatives(query) and all(isinstance(outcome, Answered) and outcome.holds for outcome, _ in outcomes):
            each = [outcome for outcome, _ in answered]  # 'is X a book or a film', where there are both
            things = tuple(node for outcome in each for node in outcome.nodes)
            return replace(
                each[0], query=query, nodes=things, so=tuple(claim for outcome in each for claim in outcome.so)
            )
        if len(true) == 1:  # 'did X direct Y?': the X who did
            return true[0]
        if len(first) == 1:
            chosen, node = first[0]
            if isinstance(chosen, UnknownFact):
                others = tuple(outcome for outcome, other in answered if other != node)
                return replace(chosen, others=others[:1])
            return chosen
        if len(answered) == 1:
            return answered[0][0]
        name, nodes = self._open_name(query), {node for _, node in first if node is not None}
        if name is not None and len(nodes) == 1:  # it is another name that is open
            settled = replaced(query, name, Nodes(tuple(nodes)))
            return self._choose(settled, list(islice(self._choices(settled), MOST_CHOICES)))
        fitting = [pair for pair in first if pair in answered] if answered else first
        if len(fitting) == 1:  # then one of another kind may be meant as well
            fitting = answered
        queries = {node: outcome.query for outcome, node in fitting if node is not None}
        return Ambiguous(tuple((queries[node], node) for node in self._fame.ranked(queries)), known=bool(answered))

    def _look_alike(self, query: Query, nodes: Sequence[int]) -> bool:
        """Whether nothing in a label tells things apart of which something is asked: 'did X die', of two people."""
        known = self._base.nodes(nodes)
        asked = (part for part in walk(query) if isinstance(part, Lookup))
        fillers = (filler for part in asked for role, filler in part.given if role == SUBJECT)
        about = any(isinstance(filler, Nodes) and set(nodes) <= set(filler.ids) for filler in fillers)
        return about and len({(node.name, node.kind, node.year) for node in known.values()}) < len(known)

    def _described(self, query: Describe, closed: Mapping[int, Query]) -> Answered | Ambiguous:
        """All things of a name, the usual kind first; where they are many, which of them is meant."""
        known = self._base.nodes(closed)
        things = [known[node] for node in self._fame.ranked(closed) if known[node].is_entity]
        things.sort(key=lambda node: KINDS.index(node.kind))
        if len(things) > MOST_DESCRIBED:
            return Ambiguous(tuple((closed[node.id], node.id) for node in things))
        return Answered(query, tuple(node.id for node in things) or tuple(known), ())

    def _kind_ranks(self, query: Query, nodes: Sequence[int]) -> dict[int, int]:
        """0 for the nodes of the kind that the relation is most usually about, 1 for the others."""
        named = set(nodes)
        lookup = next(
            (part for part in walk(query) if isinstance(part, Lookup) and named.intersection(nodes_in(part))
             and any(role == SUBJECT and isinstance(filler, Nodes) for role, filler in part.given)), None
        )  # fmt: skip
        kinds = {node: self._base.node(node).kind for node in nodes}
        order = list(self._relations[lookup.relation].subject if lookup else KINDS)
        best = min((order.index(kind) for kind in kinds.values() if kind in order), default=None)
        return {node: int(best is not None and kind != order[best]) for node, kind in kinds.items()}

    def _suggestions(self, typed: Sequence[str], kinds: Sequence[str], _state: int) -> list[int]:
        """What comes near an unknown name in one state of the base; the readings of a question ask for the same."""
        return suggestions(self._base, typed, kinds or None)

    def _unknown_name(self, query: Query, unplaced: Unplaced) -> Outcome:
        if isinstance(query, Describe) and (" of " in unplaced.text or not any(map(str.isalpha, unplaced.text))):
            return NotUnderstood((unplaced.text,))  # 'what is the capital of ...': a description, hardly a name
        kinds: tuple[str, ...] = ()
        for part in walk(query):
            if isinstance(part, Lookup):
                for role, filler in part.given:
                    if filler == unplaced or (isinstance(filler, All | Any) and unplaced in filler.parts):
                        kinds = self._relations[part.relation].kinds(role)
        typed = split(unplaced.text)
        if self._is_ordinary(unplaced.text, typed, kinds, query):
            return UnknownName(query, unplaced.text, kinds=kinds, ordinary=True)
        nearest = self._nearest(tuple(typed), kinds, self._base.state) if typed else []
        whole = [each.node for each in exact(self._base, typed) if each.end - each.start == len(typed)]
        things = tuple(node.id for node in self._base.nodes(whole).values() if node.is_entity)
        known = things if not any(self._base.node(node).kind in kinds for node in things) else ()
        return UnknownName(query, unplaced.text, tuple(nearest), kinds, known)

    def _is_ordinary(self, text: str, typed: Sequence[str], kinds: Sequence[str], query: Query) -> bool:
        """Whether an unknown name is rather a word of the language: 'the president', where no film is asked for."""
        title = not set(WORKS).isdisjoint(kinds) and not nodes_in(query)
        ordinary = len(typed) == 1 and text.islower() and not title and self._exists(typed[0])
        return ordinary and not known_words(self._base, typed)
