"""The pipeline from question to answer: parse, choose a reading, evaluate it, word what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import cast

from bot.answering.answer import Answer
from bot.answering.around import Around
from bot.answering.catalogue import Catalogue
from bot.answering.deciding import Decider, Decision
from bot.answering.evaluate import Evaluator
from bot.answering.misfits import Misfits
from bot.answering.nearly import Nearly
from bot.answering.outcome import Ambiguous, Answered, NotUnderstood, UnknownFact, UnknownName
from bot.answering.past import History
from bot.answering.presenting import Presenter
from bot.answering.recalling import Recalling
from bot.answering.remembering import Remembering
from bot.answering.several import MOST_QUESTIONS, apart, only_talks, only_tells, tells_which, together, understood
from bot.answering.snapshots import Snapshot, open_snapshot
from bot.answering.trying import Trying
from bot.answering.unnamed import Unnamed
from bot.facts.compiling import Progress
from bot.facts.model import KINDS, Problem
from bot.language.conversation import Conversation, alike
from bot.language.parse import Parse
from bot.language.query import Describe, Nodes, Query
from bot.language.splitting import Cut, Piece, Splitter
from bot.language.trees import nodes_in
from bot.language.understanding import Understanding

#: The package's own knowledge: relations and language for folders that have only facts.
SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"


class Answerer:
    """Answers questions from one knowledge folder. One thread at a time."""

    def __init__(self, snapshot: Snapshot, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._explained = False
        self._use(snapshot)

    def _use(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._base = snapshot.base
        self._state = object()  # facts that change and change back are not the same: things have other numbers then
        self._relations = snapshot.relations
        self.understanding = Understanding(snapshot.base, snapshot.relations, snapshot.language, self._today)
        self._evaluator = Evaluator(snapshot.base, snapshot.relations, self._today)
        lexicon = self.understanding.parser.lexicon
        trying = Trying(snapshot.base, snapshot.relations, self._evaluator, lexicon.exists)
        self._decider = Decider(snapshot.base, trying)
        self._nearly = Nearly(trying)
        self._unnamed = Unnamed(trying, lexicon)
        self._around = Around(self._base, trying)
        self._recalling = Recalling(snapshot.base, snapshot.relations, snapshot.language, lexicon)
        self._misfits = Misfits(snapshot.base, snapshot.relations, self._evaluator)
        self._presenter = Presenter(snapshot, self.examples, self._today)
        self._remembering = Remembering(snapshot.base, self._evaluator, snapshot.language, self._presenter.choices)
        self._splitter = Splitter(snapshot.language, self.understanding.parser.chat, lexicon.words, lexicon.nouns)
        self.catalogue = Catalogue(snapshot)
        self._replies = cast(Mapping[str, str], snapshot.language["replies"])
        self._examples: list[str] | None = None

    @classmethod
    def open(cls, knowledge: Path, cache: Path, shipped: Path = SHIPPED, progress: Progress | None = None) -> Answerer:
        """An answerer over `knowledge`, compiled into `cache` if need be; its `problems` tell of broken files.

        Raises KnowledgeMissing when there is no such folder.
        """
        return cls(open_snapshot(knowledge, cache, shipped, progress))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files that answers come from."""
        return self.snapshot.problems

    def go_on(self, snapshot: Snapshot) -> bool:
        """Answer from `snapshot`, what the old one was `refreshed` to; whether anything had changed.

        Not while a question is being answered.
        """
        before = self.snapshot
        if snapshot.base is not before.base:
            self._use(snapshot)
        elif snapshot.digest != before.digest:
            self._state = object()
        self.snapshot = snapshot
        self._examples = None
        return snapshot.digest != before.digest

    def close(self) -> None:
        """Release the snapshot."""
        self._base.close()

    def answer(
        self,
        question: str,
        conversation: Conversation | None = None,
        history: History | None = None,
        explained: bool = False,
    ) -> Answer:
        """The answer to `question`; `conversation` is read for what it leaves out, and takes note of it.

        ``history`` is that of the facts, as whoever asks may see it. If it is to be ``explained``, all readings are
        looked for that are considered where the best has no answer.
        """
        started = time.perf_counter()
        self._explained = explained
        self._presenter.past.history = history
        conversation = conversation if conversation is not None else Conversation()
        if conversation.snapshot is not self._state:
            conversation.clear()
            conversation.snapshot = self._state
        asked: list[Answer] = []
        further = ""
        for decision in self._each(question, conversation):
            if len(asked) == MOST_QUESTIONS:
                further = self._replies["more_questions"].format(count=MOST_QUESTIONS)
                break
            asked.append(self._presenter.answer(*decision))
        return replace(together(asked, further), ms=(time.perf_counter() - started) * 1000)

    def _each(self, message: str, conversation: Conversation) -> Iterator[tuple[Parse, Decision]]:
        """What is made of each question of a message, in the light of those before it."""
        text, pieces = self._splitter.pieces(message)
        start = pieces[0].start
        for piece, following in pairwise(pieces):
            after = conversation.copy()
            one = self._ask(text[start : piece.end], after)
            if start == pieces[0].start and self.understanding.leaves_out(text[start : piece.end]):
                after = conversation.copy()  # 'who is the director and who is the writer of X'
                self._ask(text[following.start : following.end], after)
                one = self._ask(text[start : piece.end], after)
            text = self._shortened(text, replace(piece, start=start), following, after)
            other = self.understanding.parse(text[following.start : following.end], after, best=True)
            whole = self.understanding.parse(text[start : following.end], conversation, best=True)
            said = text[start : piece.end]
            talks = self._splitter.talks(said) and only_talks(one[1], other)
            if talks or (self._splitter.chats(said) and understood(other)) or only_tells(whole, one[0], other):
                things = self._named(one[0]) or self._picked(one[1])
                conversation.spoken_of(things, alike(things))
                start = following.start
                continue
            if following.cut is not Cut.QUESTION and tells_which(one[1], other):
                conversation.become(after)
                start = following.start
                continue
            in_name = following.marked and self._names_ask(whole, len(one[0].words))
            if in_name and not following.opens:
                continue
            cut = Cut.AUXILIARY if in_name else following.cut
            message = text[start : following.end]
            if apart(whole, one[0], other, cut) or self._answered_apart(message, conversation, one[1], other):
                conversation.become(after)
                start = following.start
                yield from self._with_further(one, conversation)
        last = self._ask(text[start:], conversation)
        if start == pieces[0].start or not (self._splitter.talks(text[start:]) and _says_nothing(last[1])):
            yield from self._with_further(last, conversation)

    def _answered_apart(self, message: str, conversation: Conversation, one: Decision, other: Parse) -> bool:
        """Whether a message has no answer as one question, and has them as two: 'how long is X, and is it funny?'."""
        if not all(isinstance(each, Answered) for each in (one.outcome, self._decide(other).outcome)):
            return False
        _, whole = self._tried(message, conversation)
        return not isinstance(whole.outcome, Answered)

    def _shortened(self, text: str, one: Piece, other: Piece, conversation: Conversation) -> str:
        """The text, the ``other`` question told in full by the one before it, if it does not stand by itself."""
        shortened = self._splitter.shortened(text, one, other)
        if shortened == text:
            return text
        alone = self.understanding.parse(text[other.start : other.end], conversation, best=True)
        if isinstance(self._decide(alone).outcome, Answered):
            return text
        going_on = self.understanding.parse(shortened[other.start : other.end], conversation, best=True)
        known = isinstance(self._decide(going_on).outcome, Answered | Ambiguous | UnknownName)
        return shortened if known else text

    def _with_further(
        self, one: tuple[Parse, Decision], conversation: Conversation
    ) -> Iterator[tuple[Parse, Decision]]:
        """What is made of a question, and of what else it asks: 'the director and the budget of X'."""
        yield one
        parse, decision = one
        if decision.reading is None or not isinstance(decision.outcome, Answered | UnknownFact):
            return
        beside: list[Query] = []
        for query in decision.reading.further:
            beside += [conversation.query] if conversation.query is not None else []
            also = replace(parse, readings=(replace(decision.reading, query=query, further=()),))
            decided = self._decide(also)
            self._remembering.note(conversation, also, decided)
            conversation.beside = tuple(beside)
            yield also, decided

    def _ask(self, question: str, conversation: Conversation) -> tuple[Parse, Decision]:
        """What is made of one question, which the conversation takes note of."""
        near = partial(self.understanding.with_near_names, question, conversation)
        above = partial(self.understanding.parse, question, conversation, True)
        strays = not self._explained and self.understanding.parser.strays(question)
        parse, decision = (strays and self._nearly.first(near, above)) or self._tried(question, conversation)
        decision = self._nearly.instead(decision, near)
        with_whole_names = partial(self.understanding.with_whole_names, question, conversation)
        decision = self._around.offered(self._unnamed.instead(decision, with_whole_names), parse)
        decision = self._recalling.instead(decision, question, parse)
        self._remembering.note(conversation, parse, decision)
        return parse, decision

    def _tried(self, question: str, conversation: Conversation) -> tuple[Parse, Decision]:
        """What is made of a question with names as they are typed."""
        parse = self.understanding.parse(question, conversation, best=not self._explained)
        decision = self._decide(parse)
        if not (self._explained or decision.settled):
            parse = self.understanding.parse(question, conversation)
            decision = self._decide(parse)
        loosely = partial(self.understanding.loosely, question, conversation)
        return parse, self._misfits.instead(decision, parse.bound, loosely)

    def _names_ask(self, parse: Parse, place: int) -> bool:
        """Whether a name that ends before the word at `place` ends in a question mark of its own."""
        if not parse.readings:
            return False
        ending = [mention for _, mention in parse.readings[0].mentions if mention.end == place]
        nodes = self._base.nodes([named.node for mention in ending for named in mention.nodes])
        return any(node.name.endswith("?") for node in nodes.values())

    def _named(self, parse: Parse) -> list[tuple[int, str]]:
        """The things that an utterance names, of the likeliest kind, if no two of its names are of one kind."""
        read = ([mention for _, mention in reading.mentions] for reading in parse.readings if reading.mentions)
        mentions = self._splitter.without_verbs(next(read, parse.named))
        best = parse.readings[0].query if parse.readings else None
        if isinstance(best, Describe) and isinstance(best.of, Nodes) and len(mentions) == 1:  # 'Carmen, the tv show'
            told = tuple(named for named in mentions[0].nodes if named.node in best.of.ids)
            mentions = [mentions[0]._replace(nodes=told)] if told else mentions
        kinds = Counter(kind for mention in mentions for kind in {named.kind for named in mention.nodes})
        usual = [min((named.kind for named in mention.nodes), key=_usual) for mention in mentions]
        return [
            (node, kind)
            for mention, kind in zip(mentions, usual, strict=True)
            for node in mention.of((kind,))[0]
            if kinds[kind] == 1
        ]

    def _picked(self, decision: Decision) -> list[tuple[int, str]]:
        """The only thing that a choice among those of a name comes to: 'no, I meant the book'."""
        if not isinstance(decision.outcome, Answered | UnknownFact):
            return []
        nodes = self._base.nodes(nodes_in(decision.outcome.query))
        things = [(node.id, node.kind) for node in nodes.values() if node.is_entity]
        return things if len(things) == 1 else []

    def _decide(self, parse: Parse) -> Decision:
        return self._decider.decide(parse)

    def examples(self, count: int = 8) -> list[str]:
        """Questions that this knowledge base can answer, one a relation, the relations with most facts first."""
        if self._examples is None:
            self._examples = list(self._example_questions())
        return self._examples[:count]

    def _example_questions(self) -> Iterator[str]:
        for relation in self._base.known_relations():
            phrasing = next(iter(self._relations[relation].phrasings.values()))
            for questions in phrasing.examples.values():
                for question in questions[:1]:
                    roles = self._base.roles_of(self._base.first_fact(relation))
                    try:
                        yield question.format(**{role: self._base.node(node).name for role, node in roles.items()})
                    except KeyError:
                        continue
                break


def _says_nothing(decision: Decision) -> bool:
    """Whether what is said behind a question asks nothing: 'who directed X? my teacher asked'."""
    return isinstance(decision.outcome, NotUnderstood)


def _usual(kind: str) -> int:
    """How likely something of a kind is meant rather than of others of its name: less is likelier."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
