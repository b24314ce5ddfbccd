"""One utterance in its conversation, from the ways to cut it to its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

from bot.facts.text import Word
from bot.facts.vocabulary import Relation
from bot.language.chart import Chart
from bot.language.closing import Question, Shape, close
from bot.language.conversation import Conversation
from bot.language.followups import WITHIN, FollowUps
from bot.language.fuzzy import ONE_EDIT
from bot.language.leaves import Around, leaves
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.literals import Literal
from bot.language.meanings import Verb
from bot.language.parse import Reading
from bot.language.parts import SET, Part
from bot.language.pieces import Gap, Piece, Unknown
from bot.language.slots import Slots
from bot.language.spoken import named_before


class Utterance:
    """The words of one utterance, and all that its readings are made from."""

    def __init__(
        self,
        text: str,
        found: Sequence[Word],
        lexicon: Lexicon,
        relations: Mapping[str, Relation],
        conversation: Conversation,
        followups: FollowUps,
        chart: Chart,
        slots: Slots,
        claim: bool = False,
    ) -> None:
        self._text, self._found, self._relations = text, found, relations
        self._conversation, self._followups = conversation, followups
        self._chart, self._lattice, self._slots = chart, chart.lattice, slots
        self._texts = [word.text for word in found]
        self._words, self._said = lexicon.function_words, frozenset(self._texts)
        self._helping = lexicon.auxiliaries | self._words.connectors | self._words.articles | self._words.joining
        self._claim, self._lexicon = claim, lexicon
        self._shape_of = cache(self._opened_with)

    def _opened_with(self, first: str) -> Shape:
        """How the utterance begins, its first word taken for another one: 'deos' for 'does'."""
        texts, lexicon = [first, *self._texts[1:]], self._lexicon
        yes_no = _opens(lexicon.yes_no, texts)
        # 'is that', but 'is there'
        subject = [text for text in texts[1:3] if text not in self._words.articles][:1]
        named = lexicon.glue.isdisjoint(subject) or lexicon.refers(self._found[1:2], but=("place", "organisation"))
        is_one = (yes_no and first in self._words.copulas and named) or (not self._claim and self._says_one(texts))
        past = yes_no and first in self._words.past
        return Shape(yes_no, _opens(lexicon.follow_up, texts), is_one=is_one, past=past)

    def _says_one(self, texts: Sequence[str]) -> bool:
        """Whether it is said what something is: 'X is a sequel', but not 'who is a director'."""
        asks = not self._lexicon.asking.isdisjoint(texts)
        said = pairwise(texts[1:])
        return not asks and any(one in self._words.copulas and two in self._words.indefinite for one, two in said)

    def readings(self, behind: float) -> Iterator[Reading]:
        """The readings that are at most so far ``behind`` the best, and perhaps others, in no order."""
        behind -= WITHIN if self._conversation.query is not None else 0.0
        for part, cost, pieces in self._chart.covering(self._leaves):
            content = [piece for piece in pieces if not isinstance(piece.payload, Gap)]
            strange = [piece for piece in content if isinstance(piece.payload, Unknown)]
            strange_score = sum(piece.score for piece in strange)
            misspelt = sum(piece.corrected for piece in pieces if piece.corrected <= ONE_EDIT)
            plain_words = max(1, len(self._found) - sum(piece.end - piece.start for piece in strange))
            named = any(isinstance(piece.payload, Mention) for piece in content)
            filled = self._slots.filled(part, partial(self._typed_at, pieces))
            for question in self._questions(filled, self._shaped(pieces, content), named):
                total = -cost - question.cost
                self._chart.limit = min(self._chart.limit, behind - total)
                yield Reading(
                    question.query,
                    total,
                    (total - strange_score + misspelt) / plain_words,
                    tuple(
                        (self._typed(piece), piece.payload) for piece in content if isinstance(piece.payload, Mention)
                    ),
                    tuple(f"{piece.score:+.2f} {self._typed(piece)}: {_describe(piece)}" for piece in content),
                    question.needs,
                    named and part.cat == SET and not part.asks and not part.described and not part.counted,
                    question.further,
                    self._passed(pieces) if self._claim else (),
                )

    def _passed(self, pieces: Sequence[Piece]) -> tuple[str, ...]:
        """The words with a capital that are passed over: none of those that begin a sentence, or help others."""
        if all(word.capital or word.text.isdigit() for word in self._found):
            return ()
        places = (at for piece in pieces if isinstance(piece.payload, Gap) for at in range(piece.start, piece.end))
        words = (self._found[at] for at in places if at > 0)
        return tuple(
            self._text[word.start : word.end]
            for word in words
            if word.capital and len(word.text) > 1 and word.text not in self._helping
        )

    def _questions(self, part: Part, shape: Shape, named: bool) -> Iterator[Question]:
        """What a part asks; where nothing in it was ``named``, first of what was spoken of."""
        for question in close(part, shape, self._followups):
            if not named and (within := self._followups.within(question.query)) is not None:
                yield Question(within, question.cost + WITHIN)
            yield question

    def _leaves(self, piece: Piece) -> Iterator[Part]:
        around = Around(self._lattice.glue_at(piece.start - 1), self._behind(piece.end), self._said)
        for part in leaves(piece, self._typed(piece), around, self._relations, self._words, self._conversation):
            told = part.leaf == "kind" and not part.several and self._tells_apart(part.kinds, piece.end)
            yield self._slots.emptied(part._replace(leaf="phrase") if told else part, piece.start)
        typed, others = self._typed(piece).casefold(), self._lattice.pieces
        for part in named_before(piece, typed, around.before, others, self._relations, self._words):
            yield self._slots.emptied(part, piece.start)

    def _behind(self, place: int) -> str:
        """The glue word at a place; none if it ties in what follows: 'what did X make with Y'."""
        word = self._lattice.glue_at(place)
        behind = self._found[place + 1].text if place + 1 < self._lattice.size else ""
        tied = behind and behind not in self._lexicon.asking and self._lattice.glue_at(place + 1) != behind
        if word in self._words.comparing and not behind:  # 'what is X longer than'
            return ""
        return "" if word in self._words.company and tied else word

    def _tells_apart(self, kinds: frozenset[str] | None, place: int) -> bool:
        """Whether a noun before a name says which thing of that name is meant: 'the book X'."""
        named = (piece.payload for piece in self._lattice.pieces if piece.start == place)
        found = [{each.kind for each in payload.nodes} for payload in named if isinstance(payload, Mention)]
        return kinds is not None and any(not each.isdisjoint(kinds) and not each <= kinds for each in found)

    def _shaped(self, pieces: Sequence[Piece], content: Sequence[Piece]) -> Shape:
        first, opening = content[0], pieces[0].payload
        named = isinstance(opening, Mention)  # 'Do the Right Thing' is no yes/no question
        shape = self._shape_of(opening.words[0] if isinstance(opening, Gap) and opening.words else self._texts[0])
        return replace(
            shape,
            yes_no=self._claim or (shape.yes_no and not named),
            follows=shape.follows and not named,
            bare=first.start == 0 and isinstance(first.payload, tuple) and isinstance(first.payload[0], Verb),
            corrected=sum(piece.corrected > 0 for piece in pieces),
            tied=any(
                not self._words.prepositions.isdisjoint(piece.payload.words)
                for piece in pieces
                if isinstance(piece.payload, Gap)
            ),
        )

    def _typed_at(self, pieces: Sequence[Piece], place: int) -> str:
        return next(self._typed(piece) for piece in pieces if piece.start == place)

    def _typed(self, piece: Piece) -> str:
        return self._text[self._found[piece.start].start : self._found[piece.end - 1].end]


def _opens(phrases: Sequence[tuple[str, ...]], texts: Sequence[str]) -> bool:
    return any(tuple(texts[: len(phrase)]) == phrase for phrase in phrases)


def _describe(piece: Piece) -> str:
    if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention):
        return ", ".join(dict.fromkeys(map(str, piece.payload)))
    if isinstance(piece.payload, Literal):
        return " or ".join(f"{line.type} {line.text}" for line in piece.payload.ranges)
    return "a name that nobody knows" if isinstance(piece.payload, Unknown) else str(piece.payload)
