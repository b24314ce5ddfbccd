"""Utterance to ranked queries: normalise, link, cut into pieces, compose, and close each reading into a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.text import Word, clean, words
from bot.facts.vocabulary import Relation
from bot.language import lattice
from bot.language.applying import Context
from bot.language.chart import Effort, chart
from bot.language.closing import Shape, close
from bot.language.conversation import Conversation
from bot.language.followups import FollowUps
from bot.language.lattice import Gap, Piece, Unknown
from bot.language.leaves import leaves
from bot.language.lexicon import PREPOSITIONS, Lexicon, Verb
from bot.language.linking import Mention, link
from bot.language.literals import Literal, Literals
from bot.language.misfit import loosened
from bot.language.names import known_words
from bot.language.query import Check, Lookup, Query

#: Questions longer than this, in words, are cut: nobody asks one, and time grows with their square.
MOST_WORDS = 60
#: What a small word costs that was corrected beside a name.
NEXT_TO_NAME = 2.0
#: A reading this much worse than the best is of no interest.
WORTH_TRYING = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an utterance.

    ``score`` ranks it against other readings of the same utterance; ``understood`` is the score per word, words for
    things unknown left aside, near 0.8 when everything fits. ``needs`` are the kinds of what the utterance leaves out
    and
    nothing supplies.
    """

    query: Query
    score: float
    understood: float
    mentions: tuple[tuple[str, Mention], ...] = ()
    pieces: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parse:
    """The words of an utterance, its readings, best first, and the reply to it if it is only small talk."""

    words: tuple[Word, ...] = ()
    readings: tuple[Reading, ...] = ()
    smalltalk: str | None = None


class Parser:
    """Understands one language over one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], language: Mapping[str, Plain]) -> None:
        self._base = base
        self._relations = relations
        self.lexicon = Lexicon(relations.values(), language)
        self._literals = Literals(cast(Mapping[str, Mapping[str, object]], language["numbers"]))

    def parse(self, utterance: str, conversation: Conversation, claim: bool = False, loose: bool = False) -> Parse:
        """The readings of `utterance`, best first; none if nothing in it can be understood.

        With `claim`, it is asked whether what it says is so; with `loose`, names stand for things of whatever kind.
        """
        text = clean(utterance)
        found = self._words(text)
        if not found:
            return Parse()
        texts = [word.text for word in found]
        known = {i for i, word in enumerate(texts) if word in self.lexicon.words}
        mentions = link(self._base, texts, known, lambda start, end: text[found[start].start : found[end - 1].end])
        if loose:
            mentions = loosened(mentions)
        named = known_words(self._base, texts)
        pieces = lattice.pieces(found, self.lexicon, mentions, self._literals.find(texts), named)
        followups = FollowUps(conversation, self._relations, lambda node: self._base.node(node).kind)
        utterance_ = _Utterance(text, found, self.lexicon, self._relations, conversation, followups, claim)
        readings: list[Reading] = []
        best = float("-inf")
        for score, path in lattice.ways(found, pieces, self.lexicon):
            budget = score - best + WORTH_TRYING
            if budget < 0:
                break  # joining only costs: no reading of this way can come near the best
            for reading in utterance_.readings(score, path, budget):
                best = max(best, reading.score)
                readings.append(reading)
        readings.sort(key=lambda reading: -reading.score)
        unique: dict[object, Reading] = {}
        for reading in readings:
            unique.setdefault(_same(reading.query), reading)
        return Parse(tuple(found), tuple(unique.values()), self.lexicon.smalltalk_reply(texts))

    def _words(self, text: str) -> list[Word]:
        """The words of a text, prefixes that were run together with a word taken off ('costar')."""
        found: list[Word] = []
        for word in words(text)[:MOST_WORDS]:
            parts = self.lexicon.split(word.text)
            if parts is None:
                found.append(word)
            else:
                middle = min(word.end, word.start + len(parts[0]))
                found += [Word(parts[0], word.start, middle, word.capital), Word(parts[1], middle, word.end)]
        return found


class _Utterance:
    """One utterance in its conversation, from a way to cut it to its readings."""

    def __init__(
        self,
        text: str,
        found: Sequence[Word],
        lexicon: Lexicon,
        relations: Mapping[str, Relation],
        conversation: Conversation,
        followups: FollowUps,
        claim: bool = False,
    ) -> None:
        self._text, self._found, self._lexicon, self._relations = text, found, lexicon, relations
        self._conversation, self._followups = conversation, followups
        self._effort = Effort()
        texts = [word.text for word in found]
        self._shape = Shape(claim or _opens(lexicon.yes_no, texts), _opens(lexicon.follow_up, texts))

    def readings(self, score: float, path: Sequence[Piece], budget: float) -> Iterator[Reading]:
        """The readings of one way to cut the utterance, each at a cost within `budget`."""
        content = [piece for piece in path if not isinstance(piece.payload, Gap)]
        if not content:
            return
        gaps = _gaps(path)
        parts = [
            list(leaves(piece, self._typed(piece), (before, after), self._relations, self._conversation))
            for piece, before, after in zip(
                content,
                (gap[-1] if gap else "" for gap in gaps),
                (gap[0] if gap else "" for gap in gaps[1:]),
                strict=False,
            )
        ]
        asks = any(part.asks or part.counted for leaf in parts for part in leaf)
        context = Context(
            self._relations, self._lexicon.bare, self._lexicon.filler_words, not asks, self._followups.kind
        )
        strange = [piece for piece in content if isinstance(piece.payload, Unknown)]
        strange_score = sum(piece.score for piece in strange)
        plain_words = max(1, len(self._found) - sum(piece.end - piece.start for piece in strange))
        mentions = tuple((self._typed(piece), piece.payload) for piece in content if isinstance(piece.payload, Mention))
        shown = tuple(f"{piece.score:+.2f} {self._typed(piece)}: {_describe(piece)}" for piece in content)
        first = content[0]
        bare = first.start == 0 and isinstance(first.payload, tuple) and isinstance(first.payload[0], Verb)
        corrected = sum(piece.corrected for piece in path)
        shape = replace(
            self._shape,
            bare=bare,
            corrected=corrected,
            tied=not PREPOSITIONS.isdisjoint(word for gap in gaps for word in gap),
        )
        score -= NEXT_TO_NAME * _beside_names(path)
        for part in chart(parts, gaps, context, budget, self._effort):
            for question in close(part, shape, self._followups):
                total = score - part.cost - question.cost
                understood = (total - strange_score) / plain_words
                yield Reading(question.query, total, understood, mentions, shown, question.needs)

    def _typed(self, piece: Piece) -> str:
        return self._text[self._found[piece.start].start : self._found[piece.end - 1].end]


def _beside_names(path: Sequence[Piece]) -> int:
    """How many small words were corrected right beside a name, of which they may be a part."""
    names = (Mention, Unknown)
    return sum(
        (one.corrected and isinstance(one.payload, Gap) and isinstance(other.payload, names))
        or (other.corrected and isinstance(other.payload, Gap) and isinstance(one.payload, names))
        for one, other in pairwise(path)
    )


def _gaps(path: Sequence[Piece]) -> list[tuple[str, ...]]:
    """The glue before, between and after the pieces that are not glue."""
    gaps: list[tuple[str, ...]] = [()]
    for piece in path:
        if isinstance(piece.payload, Gap):
            gaps[-1] += piece.payload.words
        else:
            gaps.append(())
    return gaps


def _opens(phrases: Sequence[tuple[str, ...]], texts: Sequence[str]) -> bool:
    return any(tuple(texts[: len(phrase)]) == phrase for phrase in phrases)


def _describe(piece: Piece) -> str:
    if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention):
        return ", ".join(dict.fromkeys(map(str, piece.payload)))
    if isinstance(piece.payload, Literal):
        return f"{piece.payload.range.type} {piece.payload.range.text}"
    return "a name that nobody knows" if isinstance(piece.payload, Unknown) else str(piece.payload)


def _same(query: Query) -> object:
    """A key under which queries that mean the same are equal: 'X among those in Y' is 'Y among those with X'."""
    if isinstance(query, Check) and isinstance(query.among, Lookup):
        among = query.among
        return (among.relation, frozenset([(among.ask, query.things), *among.given]))
    return query
