"""'the film where a cop fights thieves in a tower': a work told by what it is about, found in the words of facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from bot.answering.deciding import Decision
from bot.answering.outcome import NotUnderstood, Recalled, UnknownName
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.meanings import Kinds, Noun, Verb
from bot.language.parse import Parse
from bot.language.splitting import QUOTED

#: So many words must be found at least, and of all words that tell something this part.
FEWEST, COVERED = 2, 0.6
#: So many words open a question.
OPENING = 2
#: Of so few words all must be found.
FEW = 3
#: What somebody's name counts for that the facts of a work hold.
NAME = 2
#: Of so many that fit alike each is told; of more, none.
MOST_ALIKE = 3
#: Words of fewer letters are found only as they are; longer ones also with another ending.
SHORT = 4
#: What is quoted must have so many words.
FEWEST_QUOTED = 3
_DOUBLED = re.compile(r"([^aeiouls])\1$")
_ENDINGS = re.compile(r"(?:ies|es|s|ing|ed|er|ers)$")


@dataclass(slots=True)
class _Found:
    """What of a description a work's facts hold."""

    words: set[str] = field(default_factory=set)
    facts: list[int] = field(default_factory=list)
    values: list[Collection[str]] = field(default_factory=list)

    def holds_together(self, words: set[str]) -> bool:
        """Whether one value holds words that stand side by side, if all are found: 'body swap' is one thing."""
        return not words.issubset(self.words) or any(words.issubset(value) for value in self.values)


class Recalling:
    """Finds works in one knowledge base by the relations that the language names under ``recall``."""

    def __init__(
        self, base: KnowledgeBase, relations: Mapping[str, Relation], language: Mapping[str, Plain], lexicon: Lexicon
    ) -> None:
        self._base, self._relations, self._lexicon = base, relations, lexicon
        recall = cast(Mapping[str, Sequence[str]], language["recall"])
        self._told = [relations[name] for name in recall["relations"] if name in relations]
        self._works = {kind for relation in self._told for kind in relation.subject}
        self._nouns = frozenset(map(normalise, recall["works"]))
        self._kinds = {kind for relation in self._told for kind in relation.kinds(VALUE)}

    def instead(self, decision: Decision, question: str, parse: Parse) -> Decision:
        """The decision, or the works that a question describes, where it is not understood otherwise."""
        if not isinstance(decision.outcome, UnknownName | NotUnderstood) or not self._kinds:
            return decision
        texts = [word.text for word in parse.words]
        works, asks_else = self._asked(texts)
        found = self._quoting(question, works)
        if not (found or asks_else):
            found = self._described(texts, parse.named, works)
        if not found:
            return decision
        facts = tuple(dict.fromkeys(fact for work in found.values() for fact in work.facts))
        return Decision(decision.reading, Recalled(tuple(found), facts), decision.tried, "the facts hold those words")

    def _asked(self, texts: Sequence[str]) -> tuple[frozenset[str], bool]:
        """The kinds of works that an utterance has nouns for, and whether it opens by asking for anything else."""
        works = self._works
        meant: set[str] = set()
        if any(self._is_described(texts, at) for at in range(1, len(texts) - 1)):
            meant |= works
        asks_else = False
        for at in range(len(texts)):
            for _, meanings in self._lexicon.spelt(texts, at):
                for meaning in meanings:
                    if isinstance(meaning, Kinds) and meaning.kinds:
                        asks_else = asks_else or (at == 0 and meaning.asks and works.isdisjoint(meaning.kinds))
                        meant |= set(meaning.kinds) if works.issuperset(meaning.kinds) else set()
        told_by_name = any(self._asks_of(texts, at) for at in range(len(texts)))
        return frozenset(meant), asks_else or not meant or told_by_name

    def _asks_of(self, texts: Sequence[str], at: int) -> bool:
        """Whether a word asks what a work has ('what language'), or tells it by who made it ('that X stars in')."""
        if self._lexicon.is_kind(texts[at]) or (at > 0 and texts[at] in self._lexicon.relatives):
            return False
        for meaning in (each for _, meanings in self._lexicon.spelt(texts, at) for each in meanings):
            if isinstance(meaning, Noun | Verb) and "person" in self._relations[meaning.relation].kinds(VALUE):
                return True
            if isinstance(meaning, Noun) and meaning.asks and at < OPENING:
                return True
        return False

    def _is_described(self, texts: Sequence[str], at: int) -> bool:
        """Whether a noun such as 'the one' stands at a place, with what is said of it behind it."""
        small = self._lexicon.function_words
        ties = small.prepositions | small.tying | self._lexicon.relatives.keys()
        return texts[at] in self._nouns and texts[at - 1] in self._lexicon.glue and texts[at + 1] in ties

    def _quoting(self, question: str, kinds: Collection[str]) -> dict[int, _Found]:
        """The works of which the facts hold what is quoted."""
        quoted = [normalise(text) for text in QUOTED.findall(question)]
        quoted = [text for text in quoted if text.count(" ") + 1 >= FEWEST_QUOTED]
        if not quoted:
            return {}
        longest = max(quoted[0].split(), key=len)
        values = {node: {quoted[0]} for node, text in self._holding(longest) if quoted[0] in normalise(text)}
        return self._with_values(values, kinds)

    def _described(self, texts: Sequence[str], named: Sequence[Mention], kinds: Collection[str]) -> dict[int, _Found]:
        """The works whose facts hold most of the words of a description, and all the names in it."""
        things = [mention for mention in named if any(each.kind in KINDS for each in mention.nodes)]
        others = [mention for mention in named if self._kinds.isdisjoint(each.kind for each in mention.nodes)]
        places = {at for mention in (*things, *others) for at in range(mention.start, mention.end)}
        told = [at for at in range(len(texts)) if at not in places and self._may_tell(texts[at])]
        words = list(dict.fromkeys(texts[at] for at in told))
        telling = {word for word in words if word not in self._lexicon.words}
        works = self._with_values(self._holding_any(words), kinds) if telling else {}
        together = [{texts[at], texts[at + 1]} for at in told if at + 1 in told and texts[at] in telling]
        works = {
            node: work
            for node, work in works.items()
            if self._has_to_do(node, things) and all(map(work.holds_together, together))
        }
        best = max((len(work.words) for work in works.values()), default=0)
        alike = {node: work for node, work in works.items() if len(work.words) == best}
        names, most = NAME * len(things), len(telling)
        enough = most if most + names <= FEW else COVERED * (most + names)
        fitting = all(len(work.words & telling) + names >= enough for work in alike.values())
        return alike if fitting and best + names >= FEWEST and len(alike) <= MOST_ALIKE else {}

    def _may_tell(self, word: str) -> bool:
        """Whether a word may tell something: not those that all questions are made of."""
        lexicon = self._lexicon
        asks = any(isinstance(each, Kinds) for _, meanings in lexicon.spelt([word], 0) for each in meanings)
        small = word in lexicon.glue or word in lexicon.filler_words or word in self._nouns
        return not (small or asks)

    def _holding_any(self, words: Sequence[str]) -> dict[int, set[str]]:
        """The values that hold any of some words, each with those that it holds."""
        values: dict[int, set[str]] = {}
        for word in words:
            stem = _stem(word)
            begins = re.compile(rf"\b{re.escape(stem)}" if len(word) > SHORT else rf"\b{re.escape(stem)}s?\b")
            for node, text in self._holding(stem):
                if begins.search(normalise(text)):
                    values.setdefault(node, set()).add(word)
        return values

    def _holding(self, stem: str) -> Iterator[tuple[int, str]]:
        """The prose and the labels that hold a word, or the beginning of one."""
        marks = ",".join("?" * len(self._kinds))
        sql = f"SELECT id, name FROM node WHERE kind IN ({marks}) AND name LIKE ?"
        yield from self._base.execute(sql, (*self._kinds, f"%{stem}%"))

    def _with_values(self, values: Mapping[int, Collection[str]], kinds: Collection[str]) -> dict[int, _Found]:
        """The works of some kinds that have some values, with what of the description each value holds."""
        found: dict[int, _Found] = {}
        names = [relation.name for relation in self._told]
        for value, words in values.items():
            for work, fact in self._base.lookup(names, SUBJECT, {VALUE: [value]}):
                there = found.setdefault(work, _Found())
                there.words.update(words)
                there.values.append(words)
                there.facts.append(fact)
        known = self._base.nodes(found)
        return {node: work for node, work in found.items() if known[node].kind in kinds}

    def _has_to_do(self, work: int, named: Sequence[Mention]) -> bool:
        """Whether the facts of a work name all that is named."""
        beside = self._base.beside(work)
        return all(any(each.node in beside for each in mention.nodes) for mention in named)


def _stem(word: str) -> str:
    """A word without its ending, so that 'fights' is found by 'fight' and 'fighting'."""
    stem = _DOUBLED.sub(r"\1", _ENDINGS.sub("", word)) if _ENDINGS.search(word) else word  # 'swapping' is of 'swap'
    return stem if len(stem) >= SHORT - 1 else word
