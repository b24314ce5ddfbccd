"""Stretches of an utterance that may name something that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.facts.text import Word
from bot.language.capitals import CERTAIN, capitals_in, numbered, runs_of_capitals
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.literals import Literal
from bot.language.meanings import Kinds, Meaning, Noun, Verb
from bot.language.name_worth import LONGER, MENTION, MISSPELT
from bot.language.pieces import Gap, Piece, Unknown

#: A stretch that nothing explains: the first word, and each further one.
UNKNOWN, UNKNOWN_MORE = -0.5, -0.25
#: ... if every word of it has some meaning; and what glue and other words of the language inside it add.
NO_STRANGER, UNKNOWN_GLUE, UNKNOWN_WORD = -1.1, 0.1, -0.3
#: ... and what a word is worth in a name that may be of any words.
WHOLE_WORD = 0.6
#: Kinds that titles speak of: 'There's Always a Woman'.
PERSONS = frozenset({"person", "character"})
LONGEST_UNKNOWN = 9
#: ... or words with capitals that belong together; each of them, where none is what a question is made of.
UNKNOWN_RUN, UNKNOWN_RUN_WORD = 0.6, 0.8


def strangers(words: Sequence[Word], starting: Sequence[Sequence[Piece]], lexicon: Lexicon) -> list[Piece]:
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
        if numbered(words, position) and (position in named or not exact[position - 1]):
            exact[position] = explained[position] = False
    glue = [word.text in lexicon.glue or word.text == "'s" for word in words]
    capitals = capitals_in(words, lexicon)
    mentions = [piece.payload for here in starting for piece in here if isinstance(piece.payload, Mention)]
    runs = runs_of_capitals(words, capitals, lexicon, mentions)
    found = []
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_UNKNOWN) + 1):
            stretch = range(start, end)
            if (start, end) in runs:
                found.append(Piece(start, end, Unknown(), _run_worth(start, end, starting)))
                continue
            if glue[start] or glue[end - 1] or all(exact[position] for position in stretch):
                continue
            if end - start == 1 and explained[start] and _certain(starting[start], end):
                continue
            unexplained = sum(not explained[position] for position in stretch)
            score = UNKNOWN + UNKNOWN_MORE * (unexplained - 1) if unexplained else NO_STRANGER
            score += sum(UNKNOWN_GLUE if glue[i] or i in capitals else UNKNOWN_WORD for i in stretch if exact[i])
            found.append(Piece(start, end, Unknown(), score))
    return found


def whole_names(words: Sequence[Word], found: Sequence[Piece], lexicon: Lexicon) -> list[Piece]:
    """Stretches that may name something unknown though each of their words exists: 'up in the air', 'this is us'.

    What asks something or goes on from the last question is no part of a name, and no name opens with a small verb or
    ends where something must follow.
    """
    small = lexicon.function_words
    joining = small.conjunctions | small.alternatives | {"'s"}
    never_first = lexicon.auxiliaries | small.agents | small.company | small.belonging | small.comparing | joining
    never_last = lexicon.auxiliaries | small.prepositions | small.articles | joining
    texts = [word.text for word in words]
    opening = next((len(phrase) for phrase in lexicon.follow_up if tuple(texts[: len(phrase)]) == phrase), 0)
    asking: set[int] = set()
    asked: set[int] = set()  # only by the first word that asks: 'who directed when ...'
    nouns: set[int] = set()
    verbs: set[tuple[int, int]] = set()
    bare: set[int] = set()
    for piece in found:
        if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention) and not piece.corrected:
            asks = any(map(_is_asked, piece.payload)) and (not asked or piece.start == min(asked))
            if asks or any(map(_of_works, piece.payload)):
                (asked if asks else asking).update(range(piece.start, piece.end))
            if any(isinstance(meaning, Noun) for meaning in piece.payload):
                nouns.add(piece.end)
            if any(isinstance(meaning, Verb) for meaning in piece.payload):
                verbs.add((piece.start, piece.end))
            if any(isinstance(meaning, Kinds) and not meaning.asks for meaning in piece.payload):
                bare.add(piece.start)
    asking |= asked
    # 'the writer of X' asks something, unlike 'children of men'
    asking.update(at for at in nouns if at < len(words) and texts[at] in small.of and at + 1 not in bare)
    whole = {(p.start, p.end) for p in found if isinstance(p.payload, Mention) and not p.payload.misspelt}
    named = {at for start, end in whole for at in range(start, end)}
    some = [at in named or text not in lexicon.glue for at, text in enumerate(texts)]
    found_names = []
    for start in range(opening, len(words)):
        if texts[start] in never_first:
            continue
        for end in range(start + 1, min(len(words), start + LONGEST_UNKNOWN) + 1):
            last = texts[end - 1]
            exists = end - 1 in named or last.isdigit() or lexicon.exists(last)
            if end - 1 in asking or last in small.alternatives or not exists:
                break
            if last in never_last or not any(some[start:end]):
                continue
            if (start, end) not in whole and (start, end) not in verbs:  # nothing is called 'directed'
                found_names.append(Piece(start, end, Unknown(), WHOLE_WORD * (end - start)))
    return found_names


def _run_worth(start: int, end: int, starting: Sequence[Sequence[Piece]]) -> float:
    """What a run of capitals is worth as a name: less where it holds what asks something, and nothing else does.

    'Horror Movies' is none anyway.
    """
    inside: list[Meaning] = []
    outside: list[Meaning] = []
    for at, here in enumerate(starting):
        for piece in here:
            if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention) and not piece.corrected:
                (inside if start <= at and piece.end <= end else outside).extend(piece.payload)
    if any(map(_of_works, inside)) or (any(map(_asks, inside)) and not any(map(_asks, outside))):
        return UNKNOWN_RUN
    return UNKNOWN_RUN_WORD * (end - start)


def _is_asked(meaning: Meaning) -> bool:
    return isinstance(meaning, Noun | Kinds) and meaning.asks


def _of_works(meaning: Meaning) -> bool:
    """Whether it is a noun for works."""
    return isinstance(meaning, Kinds) and not meaning.asks and not PERSONS.issuperset(meaning.kinds)


def _asks(meaning: Meaning) -> bool:
    return isinstance(meaning, Noun | Verb)


def _certain(here: Sequence[Piece], end: int) -> bool:
    return any(
        isinstance(piece.payload, Mention) and piece.end == end and piece.payload.quality > CERTAIN for piece in here
    )


def nearly_named(
    stretches: Iterable[tuple[int, int, float]], mentions: Iterable[Mention], words: Sequence[Word], lexicon: Lexicon
) -> list[Piece]:
    """Stretches that come so near a name of the base (0 to 1), and are none: worth what a misspelt name would be.

    None is a small word and a name that is known: in 'the director of Jaws' nothing is called 'of Jaws'.
    """
    named = {(mention.start, mention.end) for mention in mentions}
    behind = {end: min(at for at, last in named if last == end) for _, end in named}
    glue = [word.text in lexicon.glue for word in words]
    return [
        Piece(start, end, Unknown(), (MENTION * (end - start) + LONGER * (end - start - 1)) * near - MISSPELT)
        for start, end, near in stretches
        if (start, end) not in named and not all(glue[start : max(start + 1, behind.get(end, start))])
    ]
