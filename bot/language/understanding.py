"""An utterance in its conversation to ranked readings: what the parser makes of it, and what is asked of an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.vocabulary import Relation
from bot.language.choosing import Choice, Choosing
from bot.language.conversation import Conversation
from bot.language.going_on import GoingOn
from bot.language.name_worth import LONGER
from bot.language.parse import Parse, Reading
from bot.language.parser import Parser
from bot.language.pieces import PHRASE
from bot.language.provenance import CHANGED, NOTHING, Asking
from bot.language.query import Describe, Nodes, Provenance
from bot.language.rephrasing import Rephrasing
from bot.language.trees import nodes_in, replaced, unplaced_in, walk

#: What a less likely way to go on from the last answer costs.
FURTHER = 0.05
#: An answer to 'which one do you mean?' that comes late is no longer than this.
LONGEST_CHOICE = 8
#: How well what an utterance stands for must be understood, a word.
WELL = 0.55


class Understanding:
    """Understands one language over one knowledge base."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        today: Callable[[], date] = date.today,
    ) -> None:
        self.parser = Parser(base, relations, language, today)
        lexicon = self.parser.lexicon
        self.function_words = lexicon.function_words
        kind = lambda node: base.node(node).kind  # noqa: E731
        self._going_on = GoingOn(language, lexicon, relations, kind)
        self._rephrasing = Rephrasing(language, lexicon)
        self._choosing = Choosing(language, lexicon, relations)
        self._asking = Asking(language, lexicon.filler_words | {w[0] for w in lexicon.follow_up if len(w) == 1})

    def parse(self, utterance: str, conversation: Conversation, best: bool = False, above: float = -math.inf) -> Parse:
        """The readings of `utterance`, best first, or only the best; none if nothing in it can be understood.

        Of those, the ones with a score `above` one.
        """
        parse = self.parser.parse(utterance, conversation, best=best, above=above)
        if not parse.words:
            return parse
        if (chosen := self._chosen(parse, conversation.choices)) is not None:
            return replace(parse, readings=(chosen,), smalltalk=None)
        if parse.smalltalk is not None or parse.untold is not None:
            return parse
        if (other := self._chosen_anew(parse, conversation)) is not None:
            return replace(parse, readings=(other,))
        further = list(self._about_answers(utterance, parse, conversation))
        if not further and (again := self._rephrased(utterance, parse, conversation)) is not None:
            return again
        readings = sorted([*parse.readings, *further], key=lambda reading: -reading.score)
        return replace(parse, readings=tuple(readings)) if further else parse

    def _chosen(self, parse: Parse, choices: Sequence[Choice]) -> Reading | None:
        """The reading of the question before that a reply to 'which one do you mean?' picks."""
        texts = [word.text for word in parse.words]
        choice = self._choosing.chosen(texts, choices) if choices else None
        if choice is None:
            return None
        score = _worth(len(texts))
        return Reading(choice.query, score, score / len(texts), pieces=(f"{' '.join(texts)}: chooses {choice.label}",))

    def _chosen_anew(self, parse: Parse, conversation: Conversation) -> Reading | None:
        """The last question, of another thing that its name may mean: 'and the other one?', 'I mean the book'."""
        texts, query = [word.text for word in parse.words], conversation.query
        if query is None or len(texts) > LONGEST_CHOICE or any(self._going_on.queries(texts, conversation)):
            return None
        named = nodes_in(query)
        for choices, ranked in ((conversation.shown, True), (conversation.namesakes(), False)):
            taken = [choice for choice in choices if choice.node in named]
            if not taken:
                continue
            choice = self._choosing.chosen(texts, choices, taken[0], ranked)
            if choice is not None and choice.node is not None and (choice != taken[0] or len(taken) > 1):
                before = next(part for part in walk(query) if isinstance(part, Nodes) and taken[0].node in part.ids)
                score = _worth(len(texts))
                shown = (f"{' '.join(texts)}: rather {choice.label}",)
                return Reading(replaced(query, before, Nodes((choice.node,))), score, score / len(texts), pieces=shown)
        return None

    def _rephrased(self, utterance: str, parse: Parse, conversation: Conversation) -> Parse | None:
        """What stands for another way to say it, if that makes sense: 'only the ones from X' for 'those from X'."""
        texts = [word.text for word in parse.words]
        named = [range(mention.start, mention.end) for mention in parse.named]
        for said in self._rephrasing.ways(utterance, parse.words, texts, conversation, named):
            again = self.parser.parse(said, conversation.at_list())
            best = again.readings[0] if again.readings else None
            if best is not None and best.understood >= WELL and not best.needs and not unplaced_in(best.query):
                return again
        return None

    def leaves_out(self, utterance: str) -> bool:
        """Whether an utterance says not even with a pronoun what it asks about: 'who is the director'."""
        parse = self.parser.parse(utterance, Conversation())
        return bool(parse.readings and parse.readings[0].needs) and not self.parser.lexicon.refers(parse.words)

    def loosely(self, utterance: str, conversation: Conversation, above: float) -> Parse:
        """The best readings of `utterance` with a score `above` one, if the names in it may stand for whatever kind."""
        return self.parser.parse(utterance, conversation, loose=True, best=True, above=above)

    def with_whole_names(self, utterance: str, conversation: Conversation, above: float) -> Parse:
        """As `loosely`, if any words in it may be a name that nobody knows."""
        return self.parser.parse(utterance, conversation, whole=True, best=True, above=above)

    def with_near_names(self, utterance: str, conversation: Conversation, above: float) -> Parse:
        """As `loosely`, if words that come near a name may be a mistaken way to write one."""
        return self.parser.parse(utterance, conversation, near=True, best=True, above=above)

    def _about_answers(self, utterance: str, parse: Parse, conversation: Conversation) -> Iterator[Reading]:
        """'How do you know?' of the last answer; 'how do you know that X?' of X."""
        texts = [word.text for word in parse.words]
        for at, query in enumerate(self._going_on.queries(texts, conversation)):
            score = _worth(len(texts)) - FURTHER * at
            yield Reading(
                query, score, score / len(texts), pieces=(f"{' '.join(texts)}: goes on from the last answer",)
            )
        if (aspect := self._asking.alone(texts)) is not None:
            score = _worth(len(texts))
            yield Reading(Provenance(conversation.told or NOTHING, aspect), score, score / len(texts))
            return
        for aspect, first, last in self._asking.claims(texts):
            said = utterance[parse.words[first].start : parse.words[last - 1].end]
            claim = self.parser.parse(said, conversation, claim=True)
            around = [*texts[:first], "...", *texts[last:]]
            shown = f"{' '.join(around)}: asks {aspect}"
            for reading in claim.readings:
                if isinstance(reading.query, Describe) is not (aspect == CHANGED):
                    continue
                score = _worth(len(around) - 1) + reading.score
                yield replace(
                    reading,
                    query=Provenance(reading.query, aspect),
                    score=score,
                    pieces=(shown, *reading.pieces),
                )


def _worth(count: int) -> float:
    """What a phrase of so many words is worth."""
    return PHRASE * count + LONGER * (count - 1)
