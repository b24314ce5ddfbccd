"""All ways to cut an utterance into pieces, at once.

Every way is scored by how much of the utterance its pieces account for; `chart` joins the pieces, whichever way of
cutting they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.facts.name_index import PART
from bot.facts.text import Word
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.meanings import Kinds
from bot.language.pieces import Gap, Piece, Unknown
from bot.language.strangers import PERSONS, strangers, whole_names

#: A name beside words that nobody knows, with nothing between: they are rather one name together.
ONE_NAME = 0.5
#: ... and what may be a first name, before a last name by itself.
FORENAME = 2.0
#: What names something, known or not.
NAMES = (Mention, Unknown)


class Stretch(NamedTuple):
    """Glue from one piece to the next (perhaps none): its words, their worth, and how much less beside names."""

    start: int
    end: int
    words: tuple[str, ...] = ()
    score: float = 0.0
    pieces: tuple[Piece, ...] = ()
    doubt: float = 0.0

    def beside(self, left: Piece | None, right: Piece | None) -> float:
        """What the stretch is worth between two pieces: less where a name may go on in it, or in a piece beside it."""
        named = (left is not None and isinstance(left.payload, NAMES)) or (
            right is not None and isinstance(right.payload, NAMES)
        )
        if not named:
            return self.score
        if self.pieces:
            return self.score - self.doubt
        doubt = (left.beside_name if left else 0.0) + (right.beside_name if right else 0.0)
        if left and right:
            doubt += _rather_one(left, right)
        return self.score - doubt


def _rather_one(left: Piece, right: Piece) -> float:
    """How much two pieces with nothing between look like one name instead."""
    if {type(left.payload), type(right.payload)} == {Unknown, Mention}:
        return ONE_NAME
    if isinstance(left.payload, Unknown) and _are_persons(right):
        return ONE_NAME  # 'Inside Man'
    alone = isinstance(right.payload, Unknown) or (isinstance(right.payload, Mention) and right.payload.quality <= PART)
    return FORENAME if left.forename and alone else 0.0


def _are_persons(piece: Piece) -> bool:
    meanings = piece.payload if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention) else ()
    return any(isinstance(meaning, Kinds) and PERSONS.issuperset(meaning.kinds) for meaning in meanings)


@dataclass(slots=True)
class Lattice:
    """All pieces of an utterance of `size` words.

    ``pieces`` are those that are not glue. ``before[i]`` and ``after[i]`` are the most that any way to cut the words
    before or from position i is worth (Viterbi): no reading is worth more. ``gaps_from`` and ``gaps_to`` hold the best
    stretch of glue between any two positions, the empty one among them.
    """

    size: int
    pieces: list[Piece]
    before: list[float]
    after: list[float]
    gaps_from: list[list[Stretch]]
    gaps_to: list[list[Stretch]] = field(default_factory=list)

    def glue_at(self, position: int) -> str:
        """The glue word at a position, if it may be one."""
        if not 0 <= position < self.size:
            return ""
        return next((gap.words[0] for gap in self.gaps_from[position] if gap.words), "")

    def outside(self, start: int, end: int) -> float:
        """The most that the words around [start, end) are worth."""
        return self.before[start] + self.after[end]


def cut(words: Sequence[Word], found: Sequence[Piece], lexicon: Lexicon, whole: bool = False) -> Lattice:
    """The lattice of the pieces `found`, and of the stretches that may name something unknown: with `whole`, any."""
    size = len(words)
    starting: list[list[Piece]] = [[] for _ in range(size)]
    for piece in found:
        starting[piece.start].append(piece)
    for piece in whole_names(words, found, lexicon) if whole else strangers(words, starting, lexicon):
        starting[piece.start].append(piece)
    worst = float("-inf")
    before, after = [0.0] + [worst] * size, [worst] * size + [0.0]
    for start in range(size):
        for piece in starting[start]:
            before[piece.end] = max(before[piece.end], before[start] + piece.score)
    for start in reversed(range(size)):
        after[start] = max((piece.score + after[piece.end] for piece in starting[start]), default=worst)
    gaps = [_gaps_from(start, starting, size) for start in range(size + 1)]
    ending: list[list[Stretch]] = [[] for _ in range(size + 1)]
    for gap in (gap for here in gaps for gap in here):
        ending[gap.end].append(gap)
    content = [piece for here in starting for piece in here if not isinstance(piece.payload, Gap)]
    return Lattice(size, content, before, after, gaps, ending)


def _gaps_from(start: int, starting: Sequence[Sequence[Piece]], size: int) -> list[Stretch]:
    """The best stretch of glue from `start` to each position that glue reaches."""
    best = {start: Stretch(start, start)}
    for position in range(start, size):
        here = best.get(position)
        if here is None:
            if position >= max(best):
                break
            continue
        for piece in starting[position]:
            if isinstance(piece.payload, Gap):
                longer = Stretch(
                    start,
                    piece.end,
                    here.words + piece.payload.words,
                    here.score + piece.score,
                    (*here.pieces, piece),
                    here.doubt + piece.beside_name,
                )
                if piece.end not in best or best[piece.end].score < longer.score:
                    best[piece.end] = longer
    return list(best.values())
