"""What 'it', 'he' and 'and the runtime?' stand for: what one member said in one channel, for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields, replace

from bot.language.choosing import Choice
from bot.language.query import Query


@dataclass(slots=True)
class Conversation:
    """The things lately spoken of, latest first, the last query, its answers and the last answer that was a list.

    ``told`` is the query of what was said last, if facts stand behind it: what 'how do you know?' is about.
    ``choices`` are what the last answer left to choose from.
    Empty at first; `clear` empties it again.
    """

    topics: list[tuple[int, str]] = field(default_factory=list)
    query: Query | None = None
    told: Query | None = None
    choices: tuple[Choice, ...] = ()
    answers: tuple[int, ...] = ()
    last_list: tuple[tuple[int, str], ...] = ()
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

    def listed(self, rank: int) -> tuple[int, str] | None:
        """The thing at a place of the last answer's list, from 1; -1 is the last. None if the list is not that long."""
        place = rank - 1 if rank > 0 else len(self.last_list) + rank
        return self.last_list[place] if 0 <= place < len(self.last_list) else None

    def remember(
        self, mentioned: Collection[tuple[int, str]], answers: Collection[tuple[int, str]], query: Query | None
    ) -> None:
        """Note what a question named and what its answer was. A single answer is 'he' or 'it' from then on.

        Answers that are lists stay to be spoken of as 'the second one'.
        """
        self.spoken_of([*(answers if len(answers) == 1 else ()), *mentioned])
        self.query = query
        self.answers = tuple(node for node, _ in answers)
        if len(answers) > 1:
            self.last_list = tuple(answers)

    def spoken_of(self, things: Collection[tuple[int, str]]) -> None:
        """Note what was named, the most likely 'it' first."""
        fresh = [*dict.fromkeys(things)]
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


class Conversations:
    """Conversations by key (a member and a channel), each forgotten `ttl` seconds after its last question.

    Never more than `limit` of them: the one that was silent longest goes first.
    """

    def __init__(self, ttl: float = 600.0, limit: int = 10_000, now: Callable[[], float] = time.monotonic) -> None:
        self._ttl, self._limit, self._now = ttl, limit, now
        self._kept: OrderedDict[tuple[object, ...], tuple[float, Conversation]] = OrderedDict()

    def get(self, *key: object) -> Conversation:
        """The conversation of this key, a new one if it was forgotten."""
        moment = self._now()
        while self._kept and next(iter(self._kept.values()))[0] + self._ttl < moment:
            self._kept.popitem(last=False)
        _, conversation = self._kept.pop(key, (0.0, Conversation()))
        self._kept[key] = (moment, conversation)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return conversation
