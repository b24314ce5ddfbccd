"""What an utterance leaves out because it was said before: 'and the runtime?', 'what about X?', 'where?'."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.conversation import Conversation
from bot.language.look_ups import value_of
from bot.language.meanings import Degree, Noun, Verb
from bot.language.parts import Part, narrow
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Difference,
    Except,
    Extreme,
    Lookup,
    Nodes,
    Query,
    Range,
    Unplaced,
)
from bot.language.trees import nodes_in, replaced, unplaced_in, walk

#: What it costs to take a missing argument from the conversation; to have none to take.
ASSUMED, MISSING = 0.2, 0.4
#: ... to ask the last question again with another verb; to ask only within what was spoken of (which gains).
ANEW, WITHIN = 0.1, -0.05


class FollowUps:
    """Fills in from one conversation. ``kind`` gives the kind of a node."""

    def __init__(
        self, conversation: Conversation, relations: Mapping[str, Relation], kind: Callable[[int], str]
    ) -> None:
        self._conversation, self._relations, self.kind = conversation, relations, kind

    def goes_on(self, kinds: Collection[str]) -> bool:
        """Whether anything was spoken of, and nothing of these kinds."""
        return bool(self._conversation.topics) and not self.spoken_of(kinds)

    def spoken_of(self, kinds: Collection[str]) -> list[int]:
        """The things of these kinds that were spoken of lately."""
        return [node for node, kind in self._conversation.topics if kind in kinds]

    def labelled(self, part: Part, query: Query) -> Query | None:
        """'comedies': a label by itself stands for what has it."""
        kinds = part.kinds or frozenset()
        if not kinds or not all(
            kind in self._relations and self._relations[kind].kinds(VALUE) == (kind,) for kind in kinds
        ):
            return None
        kind = part.mention.nodes[0].kind if part.mention else next(iter(kinds))
        narrowed = narrow(part, (kind,))
        return Lookup(kind, SUBJECT, ((VALUE, narrowed[0] if narrowed and part.mention else query),))

    def elliptic(self, part: Part, follows: bool = False) -> Iterator[tuple[Query, float, tuple[str, ...]]]:
        """'and the runtime?': the relation's missing argument is what was spoken of last, if it fits.

        Gives (query, cost, kinds of the argument where there is none to take); ``follows`` if it goes on with 'and'.
        """
        meaning = part.meaning
        if not isinstance(meaning, Noun | Verb) or part.extreme is not None:
            return
        relation = self._relations[meaning.relation]
        if follows and isinstance(meaning, Verb):
            yield from ((query, ANEW, ()) for query in self._anew(relation))
        ask = meaning.role if isinstance(meaning, Noun) else VALUE
        for role in (SUBJECT, VALUE):
            if role == ask:
                continue
            node = self._conversation.latest(relation.kinds(role))
            if node is not None:
                yield Lookup(relation.name, ask, ((role, self._conversation.alike(node)),)), ASSUMED, ()
            elif role == SUBJECT or (isinstance(meaning, Noun) and not meaning.several):
                yield Lookup(relation.name, ask, ((role, Unplaced("")),)), MISSING, relation.kinds(role)

    def _anew(self, relation: Relation) -> Iterator[Query]:
        """'and directed?' after 'what did she write': the last question, of another relation."""
        last = self._conversation.query
        if last is None:
            return
        for part in walk(last):
            if isinstance(part, Lookup) and part.relation != relation.name and part.given:
                fillers = [(part.ask, None), *part.given]
                if all(self._may_fill(relation, role, filler, part.relation) for role, filler in fillers):
                    yield replaced(last, part, Lookup(relation.name, part.ask, part.given))

    def _may_fill(self, relation: Relation, role: str, filler: Query | None, before: str) -> bool:
        """Whether what fills a role of one relation may fill it in another."""
        if role not in relation.roles:
            return False
        known = [self.kind(node) for node in filler.ids] if isinstance(filler, Nodes) else ()
        return not set(known or self._relations[before].kinds(role)).isdisjoint(relation.kinds(role))

    def left_open(self) -> bool:
        """Whether the last question named nothing known, or left out what it is about: a name may complete it."""
        last = self._conversation.query
        return last is not None and bool(unplaced_in(last))

    def instead(self, part: Part) -> tuple[Query, ...]:
        """'what about X?': the last question, asked of X in place of the thing of its kind; and those beside it."""
        last = self._conversation.query
        asked = (*self._conversation.beside, last) if last is not None else ()
        return tuple(found for each in asked if (found := self._of_another(part, each)) is not None)

    def _of_another(self, part: Part, last: Query) -> Query | None:
        part = part._replace(asks=False)
        if isinstance(part.query, Range):
            line = part.query
            before = [inner for inner in walk(last) if isinstance(inner, Range) and inner.type == line.type]
            return replaced(last, before[0], line) if len(before) == 1 else None
        for stranger in unplaced_in(last):
            narrowed = narrow(part, self._kinds_at(last, stranger))
            return replaced(last, stranger, narrowed[0]) if narrowed else None
        for node in nodes_in(last):
            narrowed = narrow(part, (self.kind(node),))
            if narrowed is not None:
                return replaced(last, Nodes((node,)), narrowed[0])
        return self._among_last(part, last)

    def _among_last(self, part: Part, last: Query) -> Query | None:
        """'who is in it?', 'and X?': whether X is among those."""
        if not isinstance(last, Lookup):
            return None
        narrowed = narrow(part, self._relations[last.relation].kinds(last.ask))
        if narrowed is None or set(nodes_in(narrowed[0])) & set(self._conversation.answers):
            return None  # nobody asks whether that is so what was just said
        return Check(narrowed[0], last)

    def within(self, query: Query) -> Query | None:
        """'who does he play?': in the film that was just spoken of, where the question names nothing itself."""
        if not isinstance(query, Lookup) or query.ask in (SUBJECT, VALUE) or SUBJECT in dict(query.given):
            return None
        last = self._conversation.query
        kinds = self._relations[query.relation].kinds(SUBJECT)
        node = self._conversation.latest(kinds)
        if last is None or node is None or node not in self._conversation.about:
            return None
        return Lookup(query.relation, query.ask, ((SUBJECT, self._conversation.alike(node)), *query.given))

    def compared(self, degree: Degree) -> Query | None:
        """'which is longer?': of the two that were spoken of last."""
        two = self._conversation.last_two(self._relations[degree.relation].subject)
        return Extreme(Any(tuple(Nodes((node,)) for node in two)), degree.relation, degree.more) if two else None

    def the_same(self, part: Part) -> Query | None:
        """'same director?': whether the two that were spoken of last have one in common."""
        meaning = part.meaning
        if not isinstance(meaning, Noun) or meaning.role != VALUE:
            return None
        two = self._conversation.last_two(self._relations[meaning.relation].subject)
        looked_up = [value_of(meaning.relation, Nodes((node,))) for node in two]
        return Check(*looked_up) if len(looked_up) == 2 else None

    def by_how_much(self) -> Query | None:
        """'by how much?': how far apart those are that were compared last."""
        match self._conversation.query:
            case Check(one, Lookup(_, _, ((_, Beyond(relation, _, other)),))) | Extreme(Any((one, other)), relation):
                value, against = (Lookup(relation, VALUE, ((SUBJECT, of),)) for of in (one, other))
                return Difference(value, against)
        return None

    def counted(self) -> Query | None:
        """'how many are there?': of those that were asked for last."""
        last = self._conversation.query
        return Count(last) if isinstance(last, Lookup | All | Except) else None

    def aged(self) -> Iterator[tuple[Query, float, tuple[str, ...]]]:
        """'and how old?': the age of what was spoken of last; as `elliptic`."""
        kinds = tuple(kind for relation in self._relations.values() if relation.begins for kind in relation.subject)
        node = self._conversation.latest(kinds)
        if node is None:
            yield Age(Unplaced("")), MISSING, kinds
        else:
            yield Age(self._conversation.alike(node)), ASSUMED, ()

    def asked_again(self, part: Part) -> Query | None:
        """'where?', 'who did?': another role of the last question's facts; for a claim, who it is true of."""
        last = self._conversation.query
        if isinstance(last, Check) and isinstance(last.among, Lookup):
            return self._true_of(part, last.things, last.among)
        if not isinstance(last, Lookup):
            return None
        given = dict(last.given)
        answers = self._conversation.answers
        if len(answers) == 1:
            given[last.ask] = Nodes(answers)
        for role in self._relations[last.relation].roles:
            if isinstance(part.query, Lookup) and (part.query.relation, part.query.ask) != (last.relation, role):
                continue  # 'what's the sequel?' asks for no other role of what was told
            if role not in given and role != last.ask and self._fits(part, last.relation, role):
                return Lookup(last.relation, role, tuple(given.items()))
        return None

    def _true_of(self, part: Part, things: Query, among: Lookup) -> Query | None:
        """Who a claim is true of: what its things were said to be, or what is so of those things."""
        if self._fits(part, among.relation, among.ask):
            return among
        for role, _ in among.given[:1]:
            if self._fits(part, among.relation, role):
                return Lookup(among.relation, role, ((among.ask, things),))
        return None

    def _fits(self, part: Part, relation: str, role: str) -> bool:
        return part.kinds is not None and not part.kinds.isdisjoint(self._relations[relation].kinds(role))

    def _kinds_at(self, query: Query, filler: Query) -> tuple[str, ...]:
        """The kinds that `filler` would have to be of, where it stands in `query`."""
        for part in walk(query):
            if isinstance(part, Lookup):
                for role, inner in part.given:
                    if inner == filler:
                        return self._relations[part.relation].kinds(role)
            elif isinstance(part, Check) and part.things == filler and isinstance(part.among, Lookup):
                return self._relations[part.among.relation].kinds(part.among.ask)
        return ()
