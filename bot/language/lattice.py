"""An utterance cut into pieces, each way that makes sense: mentions, phrases, literals, glue, strangers.

Every way to cut is scored by how much of the utterance its pieces account for; the best few go on to `compose`.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.facts.text import Word
from bot.language.fuzzy import Care
from bot.language.lexicon import Lexicon, Meaning, Pronoun, Those, Verb
from bot.language.linking import Mention
from bot.language.literals import Literal

#: What a word is worth when it is ... (a whole question's words add up; longer pieces are worth more than their parts).
MENTION, PHRASE, LITERAL, GLUE, FILLER = 1.0, 0.9, 0.9, 0.5, 0.5
LONGER = 0.15
#: A misspelt word of a phrase, an ordinary word taken for a name, a word for something said before.
CORRECTED, ORDINARY, PRONOUN = 0.35, 0.45, 0.1
CORRECTED_GLUE = 0.25
#: A name that is followed by a number, which makes it another one.
NUMBERED = 2.5
#: A pronoun that stands for nothing is worth less than glue ('who was it that ...').
UNREFERRED = 0.2
#: A stretch that nothing explains: the first word, and each further one.
UNKNOWN, UNKNOWN_MORE = -0.5, -0.25
#: ... if every word of it has some meaning; and what glue and other words of the language inside it add.
NO_STRANGER, UNKNOWN_GLUE, UNKNOWN_WORD = -1.1, 0.1, -0.3
LONGEST_UNKNOWN = 9

#: How many ways to cut an utterance are composed.
WAYS = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """Glue and filler words, spelt right: they explain themselves and connect the pieces around them."""

    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that name nothing known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words [start, end) and what they are taken for."""

    start: int
    end: int
    payload: Gap | Unknown | Mention | Literal | tuple[Meaning, ...]
    score: float
    corrected: bool = False


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
    edges = {len(texts) - 1, *(mention.start - 1 for mention in mentions), *(mention.end for mention in mentions)}
    spellings = [
        (text, *lexicon.corrections(text, Care.STRICT if text in named else Care.CAREFUL if i in edges else Care.FREE))
        for i, text in enumerate(texts)
    ]
    found = []
    for start, text in enumerate(texts):
        for at, spelling in enumerate(spellings[start]):
            if spelling in lexicon.glue:
                worth = GLUE - (CORRECTED_GLUE if at else 0.0)
                found.append(Piece(start, start + 1, Gap((spelling,)), worth, at > 0))
        if (start == 0) != (start == len(texts) - 1) and text in lexicon.bare:
            stranded = tuple(Verb(relation, clause, text, True) for relation, clause, _ in lexicon.bare[text])
            found.append(Piece(start, start + 1, stranded, GLUE + 0.1))
        found.extend(
            Piece(start, start + len(phrase), Gap(phrase), FILLER if len(phrase) == 1 else _worth(PHRASE, len(phrase)))
            for phrase in lexicon.filler
            if tuple(texts[start : start + len(phrase)]) == phrase
        )
        for end, corrected, meanings in lexicon.matches(spellings, start):
            weight = _worth(PHRASE, end - start) - CORRECTED * corrected
            if all(isinstance(meaning, Pronoun | Those) for meaning in meanings):
                found.append(Piece(start, end, Gap(tuple(texts[start:end])), UNREFERRED * (end - start)))
                listed = any(isinstance(meaning, Those) for meaning in meanings)
                weight = GLUE * (end - start) + PRONOUN * (2 if listed else 1)
            found.append(Piece(start, end, tuple(meanings), weight, corrected > 0))
    for mention in mentions:
        worth = _mention_worth(mention, words, lexicon)
        if _numbered(words, mention.end) and not any(
            literal.start == mention.end and literal.end > mention.end + 1 for literal in literals
        ):
            worth -= NUMBERED
        found.append(Piece(mention.start, mention.end, mention, worth))
    found.extend(
        Piece(literal.start, literal.end, literal, _worth(LITERAL, literal.end - literal.start)) for literal in literals
    )
    return found


def _worth(word: float, count: int) -> float:
    return word * count + LONGER * (count - 1)


def _mention_worth(mention: Mention, words: Sequence[Word], lexicon: Lexicon) -> float:
    stretch = words[mention.start : mention.end]
    worth = _worth(MENTION, len(stretch)) * (0.5 + 0.5 * mention.quality)
    if all(word.text in lexicon.words for word in stretch):
        capital = any(word.capital for word in stretch if word.start > 0)
        worth -= ORDINARY * (0.4 if capital else 1.0) * (1 if len(stretch) == 1 else 0.5)
    return worth


def _numbered(words: Sequence[Word], end: int) -> bool:
    """Whether a small number follows, which makes another title of a title: 'Rocky 3'."""
    return end < len(words) and words[end].text.isdigit() and len(words[end].text) < 3


def ways(words: Sequence[Word], found: Sequence[Piece], lexicon: Lexicon) -> list[tuple[float, list[Piece]]]:
    """The best ways to cut the whole utterance: (score, pieces in order), best first."""
    count = len(words)
    starting: list[list[Piece]] = [[] for _ in range(count)]
    for piece in found:
        starting[piece.start].append(piece)
    for piece in _unknown(words, starting, lexicon):
        starting[piece.start].append(piece)
    best: list[list[tuple[float, int, tuple[Piece, ...]]]] = [[] for _ in range(count + 1)]
    best[0] = [(0.0, 0, ())]
    tie = 0
    for position in range(count):
        for score, _, path in best[position]:
            for piece in starting[position]:
                tie += 1
                entry = (score + piece.score, -tie, (*path, piece))
                heap = best[piece.end]
                if len(heap) < WAYS:
                    heapq.heappush(heap, entry)
                elif entry > heap[0]:
                    heapq.heapreplace(heap, entry)
    return [(score, list(path)) for score, _, path in sorted(best[count], key=lambda way: (-way[0], -way[1]))]


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
                if not isinstance(piece.payload, Mention):
                    exact[position] = (
                        exact[position]
                        or words[position].text in lexicon.words
                        or isinstance(piece.payload, Literal | Gap)
                    )
    for position in range(1, len(words)):
        if _numbered(words, position) and not exact[position - 1]:
            exact[position] = explained[position] = False
    glue = [word.text in lexicon.glue or word.text == "'s" for word in words]
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
            score += sum(UNKNOWN_GLUE if glue[i] else UNKNOWN_WORD for i in stretch if exact[i])
            found.append(Piece(start, end, Unknown(), score))
    return found


def _certain(here: Sequence[Piece], end: int) -> bool:
    return any(
        isinstance(piece.payload, Mention) and piece.end == end and piece.payload.quality > 0.9 for piece in here
    )
