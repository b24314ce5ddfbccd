"""Yes, no, or nobody knows: claims against the knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.answering.result import Result
from bot.answering.spans import stretch, unit_of
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.look_ups import counted
from bot.language.query import All, Any, Frequent, Kind, Lookup, Nodes, Often, Query, Range, Reflexive, Within

#: Gives the nodes that a query fetches, and adds the facts behind them to a list.
Fetch = Callable[[Query, list[int]], list[int]]


class Judge:
    """Judges claims over one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], fetch: Fetch) -> None:
        self._base, self._relations, self._fetch = base, relations, fetch

    def check(self, things: Query, among: Query) -> Result:
        """Yes if all `things` are among them; no only if what is known rules it out; else nobody knows.

        The facts rule a value out where the relation has one value only, or its file says that what is known is
        complete.
        """
        if isinstance(among, Frequent) and isinstance(among.often, Range):
            return self._so_many(counted(things, among), among.often)
        if isinstance(among, Frequent) and among.often is Often.EVERY:
            return self._every(things, among.of)
        if isinstance(things, Lookup) and isinstance(among, Lookup | Within):
            return self._shared(things, among)
        if isinstance(among, All):
            return self._all(things, among.parts)
        if isinstance(among, Kind):
            return self._is_kind(things, among)
        if isinstance(among, Reflexive) and among.ask == SUBJECT:
            return self._of_itself(things, among)
        asked = self._asked_of_value(things, among)
        if asked is not None:
            lookup, wanted = asked
            facts: list[int] = []
            known = self._fetch(lookup, facts)
            accepted = set(self._fetch(wanted, facts))
            hits = [node for node in known if node in accepted]
            if hits and (not isinstance(wanted, Any) or accepted <= set(known)):
                facts.clear()
                hit = (lookup.ask, Nodes(tuple(hits)))
                self._fetch(Lookup(lookup.relation, lookup.ask, (*lookup.given, hit)), facts)
                return Result(tuple(hits), tuple(dict.fromkeys(facts)), holds=True)
            relation = self._relations[lookup.relation]
            settled = (
                relation.complete or not relation.many or any(role in relation.qualifiers for role, _ in lookup.given)
            )
            closed = known and lookup.ask == VALUE and settled and not self._may_lie(known, wanted)
            return Result(tuple(known), tuple(dict.fromkeys(facts)), holds=False if closed else None)
        facts = []
        members = set(self._fetch(among, facts))
        wanted_nodes = self._fetch(things, [])
        if wanted_nodes and all(node in members for node in wanted_nodes):
            return Result(tuple(wanted_nodes), tuple(dict.fromkeys(facts)), holds=True)
        return Result((), (), holds=None)

    def _so_many(self, those: Query, often: Range) -> Result:
        """Whether there are so many of some things: 'did X direct more than three films'. There may always be more."""
        facts: list[int] = []
        known = self._fetch(those, facts)
        enough = (often.low or 0.0) <= len(known) <= (len(known) if often.high is None else often.high)
        return Result(tuple(known), tuple(dict.fromkeys(facts)), holds=True if enough else None)

    def _every(self, things: Query, of: Lookup) -> Result:
        """Whether some things are had by every one of others: 'was X in all films by Y'; the others that have them."""
        (role, others), *rest = of.given
        each = [
            (one, self.check(things, Lookup(of.relation, of.ask, ((role, Nodes((one,))), *rest))))
            for one in self._fetch(others, [])
        ]
        having = tuple(one for one, result in each if result.holds)
        ruled_out = [result for _, result in each if result.holds is False]
        told = ruled_out[:1] or [result for _, result in each if result.holds]
        facts = tuple(dict.fromkeys(fact for result in told for fact in result.facts))
        holds = False if ruled_out else True if each and len(having) == len(each) else None
        return Result(having, facts, holds=holds)

    def _of_itself(self, things: Query, among: Reflexive) -> Result:
        """Whether a work has one value in two relations: 'was X written and directed by the same person'."""
        facts: list[int] = []
        wanted, found = self._fetch(things, []), self._fetch(replace(among, among=things), facts)
        if wanted and set(wanted) <= set(found):
            return Result(tuple(wanted), tuple(dict.fromkeys(facts)), holds=True)
        relations = [self._relations[name] for name in (among.relation, among.other)]
        known = [self._fetch(Lookup(each.name, VALUE, ((SUBJECT, things),)), facts) for each in relations]
        closed = all(known) and all(each.complete or not each.many for each in relations)
        return Result(tuple(known[0]), tuple(dict.fromkeys(facts)), holds=False if closed else None)

    def _shared(self, things: Lookup, among: Lookup | Within) -> Result:
        """Whether two things have a value in common: 'were X and Y directed by the same person'."""
        behind: list[int] = []
        others = self._fetch(among.of if isinstance(among, Within) else among, behind)
        ones = self._fetch(things, behind)  # its facts come first
        accepted = set(self._fetch(among, []))
        hits = [node for node in ones if node in accepted]
        if hits:
            found: list[int] = []
            for lookup in (among, things):
                if isinstance(lookup, Lookup):
                    self._fetch(replace(lookup, given=(*lookup.given, (lookup.ask, Nodes(tuple(hits))))), found)
            facts = behind if isinstance(among, Within) else found
            return Result(tuple(hits), tuple(dict.fromkeys(facts)), holds=True)
        relation = self._relations[things.relation]
        settled = ones and others and things.ask == VALUE and (relation.complete or not relation.many)
        if isinstance(among, Within):
            settled = settled and not self._may_share(ones, others, among.span)
        return Result(tuple(ones), tuple(dict.fromkeys(behind)), holds=False if settled else None)

    def _may_share(self, ones: Collection[int], others: Collection[int], span: str) -> bool:
        """Whether two dates may lie in one stretch of time, so far as they are known."""
        wide = [
            [
                (stretch(int(node.low), span)[0], stretch(int(node.high), span)[1])
                for node in self._base.nodes(dates).values()
                if node.low is not None and node.high is not None
            ]
            for dates in (ones, others)
        ]
        return any(low <= last and high >= first for low, high in wide[0] for first, last in wide[1])

    def _may_lie(self, known: Collection[int], wanted: Query) -> bool:
        """Whether a value may lie in a stretch though it need not: in June 1995, if only 1995 is known.

        An amount in one currency may be any in another.
        """
        if not isinstance(wanted, Range):
            return False
        names = [node.name for node in self._base.nodes(known).values()]
        if wanted.currency and any(unit_of(wanted.type, name) != wanted.currency for name in names):
            return True
        low = float("-inf") if wanted.low is None else wanted.low
        high = float("inf") if wanted.high is None else wanted.high
        return any(
            node.low is not None and node.high is not None and node.low <= high and node.high >= low
            for node in self._base.nodes(known).values()
        )

    def _asked_of_value(self, things: Query, among: Query) -> tuple[Lookup, Query] | None:
        """The claim as a look-up of values and the values that would make it true, where it has that shape."""
        if not isinstance(among, Lookup):
            return None
        given = dict(among.given)
        if among.ask == VALUE:
            return among, things
        if VALUE in given:
            wanted = given.pop(VALUE)
            return Lookup(among.relation, VALUE, ((among.ask, things), *given.items())), wanted
        return among, things

    def _all(self, things: Query, parts: Sequence[Query]) -> Result:
        """Whether the things are all of it: 'a French comedy'. One part that is ruled out rules out the whole."""
        kinds = [part for part in parts if isinstance(part, Kind)]
        verdicts = [self.check(things, part) for part in [*(p for p in parts if p not in kinds), *kinds]]
        ruled_out = next((verdict for verdict in verdicts if verdict.holds is False), None)
        if ruled_out is not None:
            return ruled_out
        unsure = next((verdict for verdict in verdicts if verdict.holds is None), None)
        if unsure is not None:
            return unsure
        facts = dict.fromkeys(fact for verdict in verdicts for fact in verdict.facts)
        return Result(verdicts[0].nodes, tuple(facts), holds=True)

    def _is_kind(self, things: Query, kind: Kind) -> Result:
        """Whether the things are of a kind, which is known of everything that is known."""
        nodes = self._fetch(things, [])
        known = self._base.nodes(nodes)
        holds = all(known[node].kind in kind.kinds for node in nodes) if nodes else None
        return Result(tuple(nodes), (), holds=holds)
