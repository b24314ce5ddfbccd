"""An utterance cut into pieces, each way that makes sense: mentions, phrases, literals, glue, strangers.

Every way to cut is scored by how much of the utterance its pieces account for; `chart` joins the pieces, whichever way
of cutting they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.facts.text import Word
from bot.language.fuzzy import Correction
from bot.language.lexicon import PREPOSITIONS, Lexicon, Meaning, Pronoun, Those, Verb
from bot.language.linking import Mention
from bot.language.literals import Literal

#: What a word is worth when it is ... (a whole question's words add up; longer pieces are worth more than their parts).
MENTION, PHRASE, LITERAL, GLUE, FILLER = 1.0, 0.9, 0.9, 0.5, 0.5
LONGER = 0.15
#: A misspelt name, an ordinary word taken for a name, a word for something said before.
MISSPELT, ORDINARY, PRONOUN = 0.25, 0.45, 0.1
#: Something misspelt that may as well be a small word misspelt.
RATHER_GLUE = 0.3
#: A name that is followed by a number, which makes it another one.
NUMBERED = 2.5
#: A pronoun that stands for nothing is worth less than glue ('who was it that ...').
UNREFERRED = 0.2
#: A stretch that nothing explains: the first word, and each further one.
UNKNOWN, UNKNOWN_MORE = -0.5, -0.25
#: ... if every word of it has some meaning; and what glue and other words of the language inside it add.
NO_STRANGER, UNKNOWN_GLUE, UNKNOWN_WORD = -1.1, 0.1, -0.3
LONGEST_UNKNOWN = 9
#: A name is spelt well from here on.
CERTAIN = 0.9
#: ... or words with capitals that belong together.
UNKNOWN_RUN = 0.6
#: A name beside which a word with a capital stands, of which both may be a part; a word with one that is corrected.
CUT_SHORT, CAPITAL_CORRECTED = 0.8, 0.4
#: A name that begins with a preposition, which may as well go with what is before it.
LEADING_GLUE = 0.5


@dataclass(frozen=True, slots=True)
class Gap:
    """Glue and filler words, spelt right: they explain themselves and connect the pieces around them."""

    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that name nothing known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words [start, end) and what they are taken for.

    ``corrected`` is what it is worth less for being misspelt, ``beside_name`` what more beside a name.
    """

    start: int
    end: int
    payload: Gap | Unknown | Mention | Literal | tuple[Meaning, ...]
    score: float
    corrected: float = 0.0
    beside_name: float = 0.0


def pieces(
    words: Sequence[Word],
    lexicon: Lexicon,
    mentions: Sequence[Mention],
    literals: Sequence[Literal],
    named: Collection[str],
) -> list[Piece]:
    """Every piece that some stretch of the utterance may be, except the unknown ones.

    ``named`` are the words that are in some name.
    """
    texts = [word.text for word in words]
    capitals = _capitals(words)
    runs = _runs(words, capitals, lexicon, mentions)
    spellings = [
        (Correction(text), *_careful(lexicon.corrections(text, named=text in named), at in capitals))
        for at, text in enumerate(texts)
    ]
    found = []
    for start, text in enumerate(texts):
        for word, cost, beside in spellings[start]:
            if word in lexicon.glue:
                found.append(Piece(start, start + 1, Gap((word,)), GLUE - cost, cost, beside))
        if (start == 0) != (start == len(texts) - 1) and text in lexicon.bare:
            stranded = tuple(Verb(bare.relation, bare.clause, text, True, bare.order) for bare in lexicon.bare[text])
            found.append(Piece(start, start + 1, stranded, GLUE + 0.1))
        found.extend(
            Piece(start, start + len(phrase), Gap(phrase), FILLER if len(phrase) == 1 else _worth(PHRASE, len(phrase)))
            for phrase in lexicon.filler
            if tuple(texts[start : start + len(phrase)]) == phrase
        )
        found.extend(
            Piece(start, start + len(phrase), Gap(phrase), _worth(PHRASE, len(phrase)))
            for phrase in lexicon.relatives
            if 0 < start < len(texts) - len(phrase) and tuple(texts[start : start + len(phrase)]) == phrase
        )
        for matched, end, meanings in lexicon.matches(spellings, start):
            found.extend(_phrase(start, end, matched, meanings, rather_glue=_may_be_glue(spellings[start], lexicon)))
    for mention in mentions:
        worth = _mention_worth(mention, words, spellings, lexicon)
        worth -= CUT_SHORT * any(_inside(mention, run) for run in runs)
        if _numbered(words, mention.end) and not any(
            literal.start == mention.end and literal.end > mention.end + 1 for literal in literals
        ):
            worth -= NUMBERED
        found.append(Piece(mention.start, mention.end, mention, worth))
    found.extend(
        Piece(literal.start, literal.end, literal, _worth(LITERAL, literal.end - literal.start)) for literal in literals
    )
    return found


def _capitals(words: Sequence[Word]) -> frozenset[int]:
    """Where words with a capital stand that somebody wrote who does not write all of them so: parts of names."""
    capital = frozenset(at for at, word in enumerate(words) if at and word.capital)
    return capital if any(not word.capital and word.text.isalpha() for word in words[1:]) else frozenset()


def _runs(
    words: Sequence[Word], capitals: frozenset[int], lexicon: Lexicon, mentions: Sequence[Mention]
) -> list[tuple[int, int]]:
    """Stretches of several words with capitals, small words between them: 'Murder by Death' is hardly 'Murder'.

    Not those that are names with nothing left over: 'Al Pacino in Heat'.
    """
    runs: list[tuple[int, int]] = []
    for at in sorted(capitals):
        start, end = runs[-1] if runs else (0, 0)
        if end and all(words[between].text in lexicon.glue for between in range(end, at)) and at - end < 3:
            runs[-1] = (start, at + 1)
        else:
            runs.append((at, at + 1))
    certain = [mention for mention in mentions if mention.quality >= CERTAIN]
    named = {
        at
        for start, end in runs
        for mention in certain
        if start <= mention.start and mention.end <= end
        for at in range(mention.start, mention.end)
    }
    return [
        (start, end)
        for start, end in runs
        if end - start > 1 and any(at in capitals and at not in named for at in range(start, end))
    ]


def _inside(mention: Mention, run: tuple[int, int]) -> bool:
    start, end = run
    return start <= mention.start and mention.end <= end and (mention.start, mention.end) != run


def _careful(corrections: Sequence[Correction], capital: bool) -> Iterator[Correction]:
    for correction in corrections:
        yield correction._replace(cost=correction.cost + CAPITAL_CORRECTED) if capital else correction


def _phrase(
    start: int, end: int, matched: Sequence[Correction], meanings: Sequence[Meaning], rather_glue: bool
) -> Iterator[Piece]:
    """The pieces that words may be which spell a phrase."""
    cost = sum(spelling.cost for spelling in matched)
    beside = max(spelling.beside_name for spelling in matched) if all(s.cost for s in matched) else 0.0
    worth = _worth(PHRASE, end - start) - cost
    if cost and rather_glue and end - start == 1:
        worth -= RATHER_GLUE
    if all(isinstance(meaning, Pronoun | Those) for meaning in meanings):
        words = tuple(spelling.word for spelling in matched)
        yield Piece(start, end, Gap(words), UNREFERRED * (end - start) - cost, cost, beside)
        listed = any(isinstance(meaning, Those) for meaning in meanings)
        worth = GLUE * (end - start) + PRONOUN * (2 if listed else 1) - cost
    yield Piece(start, end, tuple(meanings), worth, cost, beside)


def _may_be_glue(spellings: Sequence[Correction], lexicon: Lexicon) -> bool:
    return any(spelling.word in lexicon.glue for spelling in spellings[1:])


def _worth(word: float, count: int) -> float:
    return word * count + LONGER * (count - 1)


def _mention_worth(
    mention: Mention, words: Sequence[Word], spellings: Sequence[Sequence[Correction]], lexicon: Lexicon
) -> float:
    stretch = words[mention.start : mention.end]
    worth = _worth(MENTION, len(stretch)) * (0.5 + 0.5 * mention.quality) - MISSPELT * mention.misspelt
    if len(stretch) > 1:
        worth -= LEADING_GLUE * (stretch[0].text in PREPOSITIONS and not stretch[0].capital)
    if all(word.text in lexicon.words for word in stretch):
        capital = any(word.capital for word in stretch if word.start > 0)
        worth -= ORDINARY * (0.4 if capital else 1.0) * (1 if len(stretch) == 1 else 0.5)
    elif mention.misspelt and all(
        word.text in lexicon.words or len(spelling) > 1
        for word, spelling in zip(stretch, spellings[mention.start : mention.end], strict=True)
    ):
        worth -= (ORDINARY + RATHER_GLUE) * (1 if len(stretch) == 1 else 0.4)  # rather the ordinary word misspelt
    return worth


def _numbered(words: Sequence[Word], end: int) -> bool:
    """Whether a small number follows, which makes another title of a title: 'Rocky 3'."""
    return end < len(words) and words[end].text.isdigit() and len(words[end].text) < 3


class Stretch(NamedTuple):
    """Glue from one piece to the next (perhaps none): its words and what they are worth; ``doubtful`` if corrected."""

    start: int
    end: int
    words: tuple[str, ...] = ()
    score: float = 0.0
    pieces: tuple[Piece, ...] = ()
    doubtful: bool = False

    def beside(self, left: Piece | None, right: Piece | None) -> float:
        """What the stretch is worth between two pieces: less where a name may go on in it, or in a piece beside it."""
        if self.pieces:
            doubt = sum(piece.beside_name for piece in self.pieces) if self.doubtful else 0.0
        else:
            doubt = (left.beside_name if left else 0.0) + (right.beside_name if right else 0.0)
        if not doubt or not any(piece and isinstance(piece.payload, Mention | Unknown) for piece in (left, right)):
            return self.score
        return self.score - doubt


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


def cut(words: Sequence[Word], found: Sequence[Piece], lexicon: Lexicon) -> Lattice:
    """The lattice of the pieces `found`, and of the stretches that may name something unknown."""
    size = len(words)
    starting: list[list[Piece]] = [[] for _ in range(size)]
    for piece in found:
        starting[piece.start].append(piece)
    for piece in _unknown(words, starting, lexicon):
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
                    here.doubtful or piece.beside_name > 0,
                )
                if piece.end not in best or best[piece.end].score < longer.score:
                    best[piece.end] = longer
    return list(best.values())


def _unknown(words: Sequence[Word], starting: Sequence[Sequence[Piece]], lexicon: Lexicon) -> list[Piece]:
    """Stretches that may name something unknown: around at least one word that nothing explains.

    A word beside it belongs to the name as well, though it means something by itself: 'heat wave' is not 'heat'.
    Verbs, question words and glue end a name, except glue inside it ('lord of the ...').
    """
    explained = [False] * len(words)
    exact = [False] * len(words)
    for pieces_here in starting:
        for piece in pieces_here:
            for position in range(piece.start, piece.end):
                explained[position] = explained[position] or not piece.corrected
                if not isinstance(piece.payload, Mention) and not piece.corrected:
                    exact[position] = (
                        exact[position]
                        or words[position].text in lexicon.words
                        or isinstance(piece.payload, Literal | Gap)
                    )
    named = {piece.end for here in starting for piece in here if isinstance(piece.payload, Mention)}
    for position in range(1, len(words)):
        if _numbered(words, position) and (position in named or not exact[position - 1]):
            exact[position] = explained[position] = False
    glue = [word.text in lexicon.glue or word.text == "'s" for word in words]
    capitals = _capitals(words)
    mentions = [piece.payload for here in starting for piece in here if isinstance(piece.payload, Mention)]
    runs = _runs(words, capitals, lexicon, mentions)
    found = []
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_UNKNOWN) + 1):
            stretch = range(start, end)
            if glue[start] or glue[end - 1] or all(exact[position] for position in stretch):
                continue
            if end - start == 1 and explained[start] and _certain(starting[start], end):
                continue
            strangers = sum(not explained[position] for position in stretch)
            score = UNKNOWN + UNKNOWN_MORE * (strangers - 1) if strangers else NO_STRANGER
            score += sum(UNKNOWN_GLUE if glue[i] or i in capitals else UNKNOWN_WORD for i in stretch if exact[i])
            if (start, end) in runs:
                score = max(score, UNKNOWN_RUN)
            found.append(Piece(start, end, Unknown(), score))
    return found


def _certain(here: Sequence[Piece], end: int) -> bool:
    return any(
        isinstance(piece.payload, Mention) and piece.end == end and piece.payload.quality > CERTAIN for piece in here
    )
