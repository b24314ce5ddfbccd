"""What 'it', 'he' and 'and the runtime?' stand for: what one member said in one channel, for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from threading import Lock
from typing import NamedTuple

from bot.facts.model import VALUE_TYPES
from bot.language.choosing import Choice
from bot.language.query import Count, Exists, Lookup, Nodes, Query
from bot.language.trees import nodes_in, unplaced_in


@dataclass(slots=True)
class Conversation:
    """The things lately spoken of, latest first, the last query, its answers and the last answer that was a list.

    ``told`` is the query of what was said last, if facts stand behind it: what 'how do you know?' is about.
    ``list_query`` is the query of that list, ``through`` the list of which the last question named one.
    ``beside`` are queries that were asked in the same breath before the last one.
    ``choices`` are what the last answer left to choose from, ``shown`` those that were last chosen from; ``namesakes``
    gives what else the last question may have meant by a name. ``about`` is what it named and was answered with.
    ``called`` are the pronouns in use, with what they mean; ``parts`` what was told as the one that has a part in
    something, by relation and role: 'the sequel'. ``said`` is the last question as it was typed. ``open_names`` are
    things of one name and kind of which it was left open which is meant.
    Empty at first; `clear` empties it again.
    """

    topics: list[tuple[int, str]] = field(default_factory=list)
    query: Query | None = None
    beside: tuple[Query, ...] = ()
    told: Query | None = None
    choices: tuple[Choice, ...] = ()
    shown: tuple[Choice, ...] = ()
    namesakes: Callable[[], tuple[Choice, ...]] = tuple
    answers: tuple[int, ...] = ()
    last_list: tuple[tuple[int, str], ...] = ()
    list_query: Query | None = None
    through: tuple[tuple[int, str], ...] = ()
    about: frozenset[int] = frozenset()
    called: dict[str, tuple[int, ...]] = field(default_factory=dict)
    parts: dict[tuple[str, str], int] = field(default_factory=dict)
    said: str = ""
    open_names: tuple[tuple[int, ...], ...] = ()
    snapshot: object = None

    #: How many things back a pronoun may reach.
    REACH = 8

    def latest(self, kinds: Collection[str]) -> int | None:
        """The thing of one of these kinds that was spoken of last."""
        return next((node for node, kind in self.topics if kind in kinds), None)

    def latest_of_each(self, kinds: Collection[str]) -> list[tuple[int, str]]:
        """The thing of each of these kinds that was spoken of last, latest first, with its kind."""
        latest: dict[str, int] = {}
        for node, kind in self.topics:
            if kind in kinds:
                latest.setdefault(kind, node)
        return [(node, kind) for kind, node in latest.items()]

    def meant_by(self, pronoun: str, kinds: Collection[str]) -> list[tuple[int, str]]:
        """What a pronoun may mean, the likeliest first, with its kind: one of each kind.

        Whom it was said of in the last question rather than whom that question was answered with: 'who is he married
        to?', 'what did he direct?'. Where it was not said, it is rather nobody whom another pronoun was said of.
        """
        same = self.called.get(pronoun, ())
        others = {node for nodes in self.called.values() if len(nodes) == 1 and nodes != same for node in nodes}
        latest = self.latest_of_each(kinds)
        meant = [topic for topic in self.topics if topic[1] in kinds and (topic[0],) == same]
        for node, kind in latest:
            rather = (other for other in self.topics if other[1] == kind and other[0] not in others)
            meant.append(next(rather, (node, kind)) if node in others else (node, kind))
        first: dict[str, int] = {}
        for node, kind in meant:
            first.setdefault(kind, node)
        return [(node, kind) for kind, node in first.items()]

    def alike(self, node: int) -> Nodes:
        """A thing that was spoken of, with those of its name that may as well be meant."""
        return Nodes(next((nodes for nodes in self.open_names if node in nodes), (node,)))

    def several(self, pronoun: str) -> tuple[int, ...]:
        """Those that a pronoun for several means: 'they' are who was told last."""
        nodes = self.called.get(pronoun, ())
        return nodes if len(nodes) > 1 else ()

    def last_two(self, kinds: Collection[str]) -> tuple[int, ...]:
        """The two things that were spoken of last, if they are of one of these kinds: 'which is longer?'."""
        fitting = [topic for topic in self.topics if topic[1] in kinds]
        alike = [node for node, kind in fitting if kind == fitting[0][1]]
        return tuple(alike[:2]) if len(alike) > 1 else ()

    def part(self, relation: str, role: str, kinds: Collection[str]) -> int | None:
        """What was told as the one that has this part, if nothing else of its kinds was spoken of since."""
        node = self.parts.get((relation, role))
        return node if node is not None and node == self.latest(kinds) else None

    def goes_through_list(self) -> bool:
        """Whether what was said last was a list, or about one of it."""
        if len(self.answers) > 1:
            return True
        named = {*self.answers, *(nodes_in(self.query) if self.query is not None else ())}
        return any(node in named for node, _ in self.last_list)

    def is_placed(self) -> bool:
        """Whether the last question said what it was about: 'when did it come out?' may not."""
        return self.query is None or not unplaced_in(self.query)

    def listed(self, rank: int, through: bool = False) -> tuple[int, str] | None:
        """The thing at a place of the last answer's list, from 1; -1 is the last. None if the list is not that long.

        With ``through``, of the list that the last question went through, if it did.
        """
        things = (through and self.through) or self.last_list
        place = rank - 1 if rank > 0 else len(things) + rank
        return things[place] if 0 <= place < len(things) else None

    def at_list(self) -> Conversation:
        """The conversation as it was when the last list was told, if that is still spoken of."""
        if len(self.answers) > 1 or not self.goes_through_list():
            return self
        return replace(self, query=self.list_query, answers=tuple(node for node, _ in self.last_list))

    def remember(
        self,
        mentioned: Collection[tuple[int, str]],
        answers: Collection[tuple[int, str]],
        query: Query | None,
        open_names: Iterable[tuple[int, ...]] = (),
        told: Query | None = None,
    ) -> None:
        """Note what a question named and what its answer was. A single answer is 'he' or 'it' from then on.

        Answers that are lists stay to be spoken of as 'the second one'; ``told`` is the query of just those, if the
        question left some out ('what else').
        """
        self.spoken_of([*(answers if len(answers) == 1 else ()), *mentioned], open_names)
        self.about = frozenset(node for node, _ in [*mentioned, *answers])
        self.query, self.beside = query, ()
        self.answers = tuple(node for node, _ in answers)
        asked = query.of if isinstance(query, Exists | Count) else query
        if isinstance(asked, Lookup) and len(answers) == 1:
            self.parts = {**self.parts, (asked.relation, asked.ask): self.answers[0]}
        named = set(nodes_in(query)) if query is not None else set()
        lists = (self.last_list, self.through)
        self.through = next((things for things in lists if any(node in named for node, _ in things)), ())
        if len(answers) > 1 and any(kind not in VALUE_TYPES for _, kind in answers):  # dates are of what was listed
            self.last_list, self.list_query = tuple(answers), told or query

    def calls(self, pronouns: Mapping[str, tuple[int, ...]], persons: Collection[int], about: Collection[int]) -> None:
        """Note what pronouns mean now; what those before meant holds until somebody else of ``persons`` is named.

        ``about`` is what the last question was about.
        """
        kept = {
            word: nodes
            for word, nodes in self.called.items()
            if not set(nodes).isdisjoint(about) or set(persons) <= set(nodes)
        }
        self.called = {**kept, **pronouns}

    def spoken_of(self, things: Collection[tuple[int, str]], open_names: Iterable[tuple[int, ...]] = ()) -> None:
        """Note what was named, the most likely 'it' first; of ``open_names`` it is open which one is meant."""
        fresh = [*dict.fromkeys(things)]
        named = {node for node, _ in fresh}
        self.open_names = (*open_names, *(nodes for nodes in self.open_names if named.isdisjoint(nodes)))
        self.topics = (fresh + [topic for topic in self.topics if topic not in fresh])[: self.REACH]

    def forget(self, kinds: Collection[str]) -> None:
        """Something of these kinds was spoken of that nobody knows: 'it' is no longer what it was before."""
        self.topics = [topic for topic in self.topics if kinds and topic[1] not in kinds]

    def copy(self) -> Conversation:
        """The conversation as it is now; what is said in the copy is not said in this one."""
        return replace(self)

    def become(self, other: Conversation) -> None:
        """Go on from where a copy has got to."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))

    def clear(self) -> None:
        """Forget everything."""
        self.become(Conversation())


def alike(named: Iterable[tuple[int, str]]) -> Iterator[tuple[int, ...]]:
    """Of things of one name, with their kinds, those that share a kind."""
    kinds: dict[str, list[int]] = {}
    for node, kind in named:
        kinds.setdefault(kind, []).append(node)
    return (tuple(nodes) for nodes in kinds.values() if len(nodes) > 1)


class _Kept(NamedTuple):
    """When a conversation last went on, and until when it is kept if it does not."""

    last: float
    until: float
    conversation: Conversation


class Conversations:
    """Conversations by key (a member and a channel), each forgotten `ttl` seconds after its last question.

    Never more than `limit` of them: the one that was silent longest goes first. Any thread may ask for one.
    """

    def __init__(self, ttl: float = 600.0, limit: int = 10_000, now: Callable[[], float] = time.monotonic) -> None:
        self.ttl, self._limit, self._now = ttl, limit, now
        self._kept: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, *key: object, ttl: float | None = None) -> Conversation:
        """The conversation of this key, a new one if it was forgotten; after `ttl` seconds, if that is given."""
        moment, ttl = self._now(), self.ttl if ttl is None else ttl
        with self._lock:
            while self._kept and next(iter(self._kept.values())).until < moment:
                self._kept.popitem(last=False)
            kept = self._kept.pop(key, None)
            conversation = kept.conversation if kept and moment <= kept.last + ttl else Conversation()
            self._kept[key] = _Kept(moment, moment + ttl, conversation)
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return conversation
