"""What stretches of an utterance may be, and what that is worth: mentions, phrases, literals, glue.

Worth is how much of the utterance a piece accounts for, about 1 a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.facts.text import Word
from bot.language.calling import PERSONS
from bot.language.capitals import capitals_in, inside, numbered, runs_of_capitals
from bot.language.fuzzy import Correction
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.literals import Literal
from bot.language.meanings import WITH_WHOM, Kinds, Meaning, Operation, Pronoun, Those, Verb
from bot.language.name_worth import (
    RATHER_GLUE,
    apart,
    is_label,
    is_no_name,
    name_worth,
    number_doubt,
    with_shorter,
    worth_of,
)
from bot.language.query import how_many

#: What a word is worth when it is ... (a whole question's words add up).
PHRASE, LITERAL, GLUE, FILLER = 0.9, 0.9, 0.5, 0.5
#: A word for something said before.
PRONOUN = 0.1
#: Words of so few letters say little of what they are a misspelling of: 'wes' is a first name as likely as 'weds'.
SHORT = 3
#: A word that may be a small one misspelt, and begins with no capital where names do: 'the film wit Al Pacino'.
LOWER_CASE = 0.5
#: A name that is followed by a number, which makes it another one.
NUMBERED = 2.5
#: A pronoun that stands for nothing is worth less than glue ('who was it that ...').
UNREFERRED = 0.2
#: What a small word gains for being a verb at the end.
CLOSING = 0.15
#: What a name that nobody knows gains for a preposition that goes with nothing else.
STRAY = 0.05
#: So many people of one last name are meant by 'the X brothers', at most.
MOST_SIBLINGS = 4
#: A name beside which a word with a capital stands, of which both may be a part; a word with one that is corrected.
CUT_SHORT, CAPITAL_CORRECTED = 0.8, 0.4


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

    ``corrected`` is what it is worth less for being misspelt, ``beside_name`` what more beside a name; ``forename`` if
    it may as well be somebody's first name.
    """

    start: int
    end: int
    payload: Gap | Unknown | Mention | Literal | tuple[Meaning, ...]
    score: float
    corrected: float = 0.0
    beside_name: float = 0.0
    forename: bool = False


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
    capitals = capitals_in(words, lexicon)
    runs = runs_of_capitals(words, capitals, lexicon, mentions)
    spellings = [
        (Correction(text), *_careful(lexicon.corrections(text, named=text in named), at in capitals))
        for at, text in enumerate(texts)
    ]
    plain = [lexicon.spelt_out(text) for text in texts]
    begins = {mention.start for mention in mentions if not mention.misspelt}
    closing = {mention.start for mention in mentions if not mention.misspelt and _closes(mention, texts, lexicon)}
    found = []
    for start, text in enumerate(texts):
        for word, cost, beside in spellings[start]:
            if word in lexicon.glue:
                found.append(Piece(start, start + 1, Gap((word,)), GLUE - cost, cost, beside))
        if (start == 0) != (start == len(texts) - 1) and text in lexicon.bare:
            stranded: list[Meaning] = [
                Verb(bare.relation, bare.clause, text, True, bare.order) for bare in lexicon.bare[text]
            ]
            if start > 0 and text in lexicon.function_words.company:  # 'who did X write Y with'
                stranded.append(Operation(WITH_WHOM))
            found.append(Piece(start, start + 1, tuple(stranded), GLUE + 0.1))
        found += _closing(start, texts, lexicon)
        found.extend(
            Piece(
                start, start + len(phrase), Gap(phrase), FILLER if len(phrase) == 1 else worth_of(PHRASE, len(phrase))
            )
            for written in ((texts, plain) if plain != texts else (texts,))
            for phrase in lexicon.filler.get(written[start], ())
            if tuple(written[start : start + len(phrase)]) == phrase
        )
        found.extend(
            Piece(start, start + len(phrase), Gap(phrase), worth_of(PHRASE, len(phrase)))
            for phrase in lexicon.relatives.get(text, ())
            if 0 < start < len(texts) - len(phrase) and tuple(texts[start : start + len(phrase)]) == phrase
        )
        found.extend(
            Piece(start, start + len(phrase), Gap(), worth_of(PHRASE, len(phrase)))
            for phrase in lexicon.resumed.get(text, ())
            if tuple(texts[start : start + len(phrase)]) == phrase
            and not lexicon.resumed_after.isdisjoint(texts[: max(0, start - 1)])
        )
        tied = start > 0 and text in lexicon.function_words.tying and lexicon.is_kind(texts[start - 1])
        for matched, end, meanings in lexicon.matches(spellings, start) if start not in closing and not tied else ():
            short = end - start == 1 and len(text) <= SHORT and sorted(text) != sorted(matched[0].word)
            if start > 0 and text in lexicon.function_words.each:  # 'in all films' asks nothing
                meanings = [meaning for meaning in meanings if not isinstance(meaning, Kinds)]  # noqa: PLW2901
            rather_glue = _may_be_glue(spellings[start], lexicon)
            found.extend(
                piece
                for piece in _phrase(start, end, matched, meanings, rather_glue, short)
                if end - start == 1 or end not in begins or not isinstance(piece.payload, Gap)  # 'the book X'
            )
    found.extend(_so_many(literals, found, [text in lexicon.function_words.each for text in texts]))
    mentions = [each for mention in mentions for each in apart(mention, literals)]
    mentions = [with_shorter(mention, mentions, texts, lexicon) for mention in mentions]
    mentions += list(_siblings(mentions, texts, lexicon))
    labels = frozenset(each.start for each in mentions if is_label(each) and each.end - each.start == 1)
    for mention in mentions:
        if is_no_name(mention, words, lexicon):
            continue
        worth = name_worth(mention, words, spellings, lexicon, labels)
        worth -= number_doubt(mention, literals, texts, lexicon)
        if capitals and not capitals.intersection(range(mention.start, mention.end)):
            small = mention.end - mention.start == 1 and len(spellings[mention.start]) > 1
            worth -= LOWER_CASE * (small or bool(mention.misspelt))
        worth -= CUT_SHORT * any(inside(mention, run) for run in runs)
        if numbered(words, mention.end) and not any(
            literal.start == mention.end and literal.end > mention.end + 1 for literal in literals
        ):
            worth -= NUMBERED
        found.append(Piece(mention.start, mention.end, mention, worth))
        if (stray := _stray(mention.start, texts, found, lexicon)) is not None:
            found.append(Piece(stray, mention.end, Unknown(), worth + GLUE * (mention.start - stray) + STRAY))
    found.extend(
        Piece(literal.start, literal.end, literal, worth_of(LITERAL, literal.end - literal.start))
        for literal in literals
    )
    return found


def _closing(start: int, texts: Sequence[str], lexicon: Lexicon) -> Iterator[Piece]:
    """'do' at the end of 'what else did X do', or before 'together'."""
    if texts[start] not in lexicon.closing or lexicon.function_words.past.isdisjoint(texts[:start]):
        return
    last = start == len(texts) - 1
    behind = () if last else [meaning for _, found in lexicon.spelt(texts, start + 1) for meaning in found]
    if last or any(isinstance(meaning, Operation) for meaning in behind):
        yield Piece(start, start + 1, (lexicon.closing[texts[start]],), GLUE + CLOSING)


def _stray(place: int, texts: Sequence[str], found: Sequence[Piece], lexicon: Lexicon) -> int | None:
    """Where a name begins that nobody knows, if a preposition stands before the one at `place` and goes with nothing.

    'who directed under the X' does not ask for X.
    """
    passed_over = lexicon.function_words.articles | lexicon.function_words.of
    at = next((at for at in range(place - 1, -1, -1) if texts[at] not in passed_over), -1)
    if at < 0 or texts[at] not in lexicon.astray:
        return None
    phrases = (piece for piece in found if isinstance(piece.payload, tuple) and piece.start <= at < piece.end)
    fillers = (piece for piece in found if isinstance(piece.payload, Gap) and piece.end - piece.start > 1)
    taken = any(phrases) or any(piece.start <= at < piece.end for piece in fillers)
    return None if taken else at


def _siblings(mentions: Sequence[Mention], texts: Sequence[str], lexicon: Lexicon) -> Iterator[Mention]:
    """'the X brothers', 'the Xs': those few people who share a last name, all of them."""
    for mention in mentions:
        people = mention.called(PERSONS).nodes
        if not 1 < len(people) <= MOST_SIBLINGS or mention.end - mention.start > 1:
            continue
        behind, before = texts[mention.end : mention.end + 1], texts[max(0, mention.start - 1) : mention.start]
        if not lexicon.siblings.isdisjoint(behind):
            whole = tuple(named._replace(quality=1.0) for named in people)
            yield mention._replace(end=mention.end + 1, nodes=whole, together=True, misspelt=False)
        elif mention.text.endswith("s") and not lexicon.function_words.definite.isdisjoint(before):
            yield mention._replace(nodes=people, together=True)


def _so_many(literals: Sequence[Literal], found: Sequence[Piece], each: Sequence[bool]) -> Iterator[Piece]:
    """'name 3', 'all three': a number behind a word that asks, or means each, says no more than how many will do."""
    asking = {piece.end for piece in found if any(map(_asks, _meanings(piece)))}
    asking.update(at + 1 for at, means_each in enumerate(each) if means_each)
    for literal in literals:
        if literal.start in asking and any(how_many(line) for line in literal.ranges):
            yield Piece(literal.start, literal.end, Gap(), worth_of(GLUE, literal.end - literal.start))


def _meanings(piece: Piece) -> Sequence[Meaning]:
    return piece.payload if isinstance(piece.payload, tuple) and not isinstance(piece.payload, Mention) else ()


def _asks(meaning: Meaning) -> bool:
    return isinstance(meaning, Kinds) and meaning.asks


def _careful(corrections: Sequence[Correction], capital: bool) -> Iterator[Correction]:
    for correction in corrections:
        yield correction._replace(cost=correction.cost + CAPITAL_CORRECTED) if capital else correction


def _phrase(
    start: int, end: int, matched: Sequence[Correction], meanings: Sequence[Meaning], rather_glue: bool, short: bool
) -> Iterator[Piece]:
    """The pieces that words may be which spell a phrase; before a last name a ``short`` one is rather the first."""
    cost = sum(spelling.cost for spelling in matched)
    beside = max(spelling.beside_name for spelling in matched) if all(s.cost for s in matched) else 0.0
    worth = worth_of(PHRASE, end - start) - cost
    if cost and rather_glue and end - start == 1:
        worth -= RATHER_GLUE
    asks = any(isinstance(meaning, Those) and meaning.asks for meaning in meanings)
    if not asks and all(isinstance(meaning, Pronoun | Those) for meaning in meanings):
        words = tuple(spelling.word for spelling in matched)
        yield Piece(start, end, Gap(words), UNREFERRED * (end - start) - cost, cost, beside)
        listed = any(isinstance(meaning, Those) for meaning in meanings)
        worth = GLUE * (end - start) + PRONOUN * (2 if listed else 1) - cost
    yield Piece(start, end, tuple(meanings), worth, cost, beside, bool(cost) and short)


def _may_be_glue(spellings: Sequence[Correction], lexicon: Lexicon) -> bool:
    return any(spelling.word in lexicon.glue for spelling in spellings[1:])


def _closes(mention: Mention, texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether it is all that stands behind a preposition, and would be a verb if it were no name: 'is X in saw'."""
    before = mention.start - 1
    if mention.end < len(texts) or before < 0 or texts[before] not in lexicon.function_words.prepositions:
        return False
    meanings = [meaning for _, found in lexicon.spelt(texts, mention.start) for meaning in found]
    return bool(meanings) and all(isinstance(meaning, Verb) for meaning in meanings)
