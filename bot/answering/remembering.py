"""What a conversation takes note of: what a question named, what it was about besides, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from bot.answering.deciding import Decision
from bot.answering.evaluate import Evaluator
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    Misfitting,
    MissingThing,
    Outcome,
    Recalled,
    Smalltalk,
    UnknownFact,
    UnknownName,
)
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.language.calling import Calling
from bot.language.choosing import Choice
from bot.language.conversation import Conversation, alike
from bot.language.parse import Parse, Reading
from bot.language.query import Except, Exists, Extreme, Lookup, Nodes, Provenance, Query
from bot.language.trees import nodes_in, walk

#: No more answers than this can be spoken of.
MOST_ANSWERS = 20

Named = tuple[int, str]


class Remembering:
    """Takes note over one knowledge base. ``choices`` gives what an outcome leaves to choose from."""

    def __init__(
        self,
        base: KnowledgeBase,
        evaluator: Evaluator,
        language: Mapping[str, Plain],
        choices: Callable[[Outcome], tuple[Choice, ...]],
    ) -> None:
        self._base, self._evaluator, self._choices = base, evaluator, choices
        self._calling = Calling(language)

    def note(self, conversation: Conversation, parse: Parse, decision: Decision) -> None:
        """Note one question and what was made of it."""
        reading, outcome = decision.reading, decision.outcome
        if outcome == Smalltalk("forgotten"):
            conversation.become(Conversation(snapshot=conversation.snapshot))
        if not isinstance(outcome, Smalltalk):
            conversation.told = _told(outcome)
            if isinstance(outcome, Answered | UnknownFact) and outcome.query in [c.query for c in conversation.choices]:
                conversation.shown = conversation.choices
            conversation.choices = self._choices(outcome)
        if isinstance(outcome, UnknownName) and not outcome.ordinary:  # 'who replaced him' still speaks of him
            alone = reading is not None and len(reading.pieces) == 1  # 'and X?': it may be anything
            conversation.forget(() if alone else outcome.kinds)
            conversation.query, conversation.beside = outcome.query, ()
            placed = self._entities(nodes_in(outcome.query))  # 'is nobody-knows-who in X?' speaks of X
            conversation.spoken_of([thing for thing in placed if thing[1] not in outcome.kinds])
        if isinstance(outcome, Misfitting):
            conversation.spoken_of(self._entities([outcome.misfit.node]))
        if isinstance(outcome, Recalled):
            conversation.spoken_of(self._entities(outcome.nodes[::-1]))
        if isinstance(outcome, MissingThing) and reading is not None:
            conversation.query, conversation.beside = reading.query, ()
        if not isinstance(outcome, Answered | UnknownFact) or reading is None:
            return
        conversation.said = " ".join(word.text for word in parse.words)
        about = [*self._entities(self._picked(outcome.query)), *self._entities(nodes_in(outcome.query))]
        answers = self._answers(outcome)
        query = outcome.query.of if isinstance(outcome.query, Provenance) else outcome.query
        told, query = query, query.these if isinstance(query, Except) else query
        between = [node for node in self._entities(self._between(query)) if node not in about]
        implied = [node for node in self._entities(self._subject(outcome)) if node not in about]
        conversation.remember([*between, *about, *implied], answers, query, self._open_names(query), told)
        named = {named.node for _, mention in reading.mentions for named in mention.nodes}
        if reading.mentions:
            conversation.namesakes = partial(self._namesakes, outcome.query, reading)
        self._calling.note([word.text for word in parse.words], about, named, answers, conversation)

    def _answers(self, outcome: Answered | UnknownFact) -> list[Named]:
        """What was told: also where it was only asked whether there is any."""
        told = isinstance(outcome, Answered) and (outcome.holds is None or isinstance(outcome.query, Exists))
        nodes = outcome.nodes[:MOST_ANSWERS] if isinstance(outcome, Answered) and told else ()
        known = self._base.nodes(nodes)
        return [(node, known[node].kind) for node in nodes]

    def _namesakes(self, query: Query, reading: Reading) -> tuple[Choice, ...]:
        """What the names in a question may mean, if there are several things of a name."""
        found = [(query, node) for _, mention in reading.mentions for node in mention.of(None)[0]]
        return self._choices(Ambiguous(tuple(found[:MOST_ANSWERS])))

    def _picked(self, query: Query) -> Iterator[int]:
        """Which of several things of a name a question picks: 'the newer X'."""
        for part in walk(query):
            if isinstance(part, Extreme) and isinstance(part.of, Nodes):
                yield from self._evaluator.evaluate(part).nodes[:1]

    def _open_names(self, query: Query) -> Iterator[tuple[int, ...]]:
        """The things of one name and kind of which a question leaves open which is meant."""
        settled = {part.of for part in walk(query) if isinstance(part, Extreme)}
        for part in walk(query):
            if isinstance(part, Nodes) and len(part.ids) > 1 and part not in settled:
                yield from alike(self._entities(part.ids))

    def _between(self, query: Query) -> Iterator[int]:
        """What a question leads over: the director, in 'where was the director of X born?'."""
        for part in [part for part in walk(query) if isinstance(part, Lookup)]:
            for _, inner in part.given:
                single = isinstance(inner, Lookup) or (isinstance(inner, Extreme) and inner.many == 1)
                if single and len(found := self._evaluator.evaluate(inner).nodes) == 1:
                    yield found[0]

    def _subject(self, outcome: Answered | UnknownFact) -> Collection[int]:
        """What all the facts of an answer are about, if it is one thing: the film, of 'who played X?'."""
        facts = outcome.facts[:MOST_ANSWERS] if isinstance(outcome, Answered) else ()
        subjects = {statement.subject for statement in self._base.statements(facts)}
        return subjects if len(subjects) == 1 else ()

    def _entities(self, nodes: Collection[int] | Iterator[int]) -> list[Named]:
        """Those of some nodes that are things, with their kinds."""
        wanted: Sequence[int] = list(dict.fromkeys(nodes))
        found = self._base.nodes(wanted)
        return [(node, found[node].kind) for node in wanted if found[node].is_entity]


def _told(outcome: Outcome) -> Query | None:
    """The query of what an outcome tells, if there are facts behind it."""
    if isinstance(outcome, UnknownFact):
        return outcome.query if outcome.facts else outcome.others[0].query if outcome.others else None
    if not isinstance(outcome, Answered):
        return None
    return outcome.query.of if isinstance(outcome.query, Provenance) else outcome.query
