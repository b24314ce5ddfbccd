"""What a name is worth as an explanation of the words that spell it, which may be ordinary ones.

Where very many films are known, one is called like nearly every word that questions are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.facts.model import KINDS
from bot.facts.name_index import SHORT as SHORT_FORM
from bot.facts.text import Word
from bot.language.fuzzy import Correction
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention
from bot.language.literals import Literal
from bot.language.query import Range

#: What a word of a name is worth, and what more each further word: longer ones explain more than their parts.
MENTION, LONGER = 1.0, 0.15
#: What a name is worth less that is misspelt, or an ordinary word.
MISSPELT, ORDINARY = 0.25, 0.45
#: Something misspelt that may as well be a small word misspelt.
RATHER_GLUE = 0.3
#: A name that begins with a preposition, which may as well go with what is before it.
LEADING_GLUE = 0.5
#: A name that is a number or a date as well, and a part of a longer one: 'before 1917'.
NUMBER, PART_OF_NUMBER = 0.25, 0.65
#: A label of words that are labels each: there may be nothing that has it, and much that has them.
OF_LABELS = 0.4
#: A word that asks, where an utterance begins with it, in a name that it is: 'who' is hardly The Who.
ASKING = 0.2
#: An article in a name that is an ordinary word otherwise: 'the director' may be any.
ARTICLE = 0.2


def worth_of(word: float, count: int) -> float:
    """What a piece of `count` words is worth of which each is worth `word`."""
    return word * count + LONGER * (count - 1)


def name_worth(
    mention: Mention,
    words: Sequence[Word],
    spellings: Sequence[Sequence[Correction]],
    lexicon: Lexicon,
    labels: frozenset[int],
) -> float:
    """What the words of a mention are worth as a name; at the positions in `labels` single words stand for labels."""
    stretch = words[mention.start : mention.end]
    worth = worth_of(MENTION, len(stretch)) * (0.5 + 0.5 * mention.quality) - MISSPELT * mention.misspelt
    if len(stretch) > 1:
        worth -= LEADING_GLUE * (stretch[0].text in lexicon.function_words.prepositions and not stretch[0].capital)
    if mention.start and words[mention.start - 1].text in lexicon.function_words.calling:
        return worth
    small = sum(word.text in lexicon.function_words.articles or word.text == "'s" for word in stretch)
    other = {at for at in range(mention.start, mention.end) if words[at].text not in lexicon.words}
    if not other or (small and labels.issuperset(other)):  # 'the director', 'a war'
        capital = any(word.capital for word in stretch if word.start > 0)
        if not capital and 0 < small < len(stretch):  # 'the director' is no more than 'director' and an article
            worth -= ARTICLE * (2 if lexicon.is_kind(stretch[-1].text) else 1)
        worth -= ORDINARY * (0.4 if capital else 1.0) * (1 if len(stretch) - small == 1 else 0.5)
        if mention.start == 0 and len(stretch) == 1 and stretch[0].text in lexicon.asking:
            worth -= ASKING
    elif mention.misspelt and all(
        word.text in lexicon.words or len(spelling) > 1
        for word, spelling in zip(stretch, spellings[mention.start : mention.end], strict=True)
    ):
        worth -= (ORDINARY + RATHER_GLUE) * (1 if len(stretch) == 1 else 0.4)  # rather the ordinary word misspelt
    elif len(stretch) > 1 and is_label(mention) and labels.issuperset(range(mention.start, mention.end)):
        worth -= OF_LABELS  # 'romantic comedies' are rather comedies that are romances
    return worth


def is_label(mention: Mention) -> bool:
    """Whether a mention names nothing but labels, such as genres."""
    return all(named.kind not in KINDS for named in mention.nodes)


def apart(mention: Mention, literals: Sequence[Literal]) -> Iterator[Mention]:
    """The labels of a name, and the things: in 'horror films from 1980' no film is meant that is called Horror."""
    labels = tuple(named for named in mention.nodes if named.kind not in KINDS)
    if len(labels) in (0, len(mention.nodes)):
        yield mention
        return
    yield mention._replace(nodes=labels)
    things = mention._replace(nodes=tuple(named for named in mention.nodes if named.kind in KINDS))
    said = [line for literal in literals for line in literal.ranges if line.type == "date"]
    if not any(_lies_in(named.year, line) for named in things.nodes for line in said):
        things = things._replace(nodes=tuple(named._replace(year=None) for named in things.nodes))
    yield things


def with_shorter(mention: Mention, mentions: Sequence[Mention], texts: Sequence[str], lexicon: Lexicon) -> Mention:
    """A label that ends in a noun for a kind, with those that it is without: 'horror movies' are 'horror' as well."""
    if not (is_label(mention) and lexicon.is_kind(texts[mention.end - 1])):
        return mention
    kinds = {named.kind for named in mention.nodes}
    shorter = (other for other in mentions if other[:2] == (mention.start, mention.end - 1) and is_label(other))
    also = (named._replace(quality=mention.quality) for other in shorter for named in other.nodes)
    return mention._replace(nodes=(*mention.nodes, *(named for named in also if named.kind in kinds)))


def _lies_in(year: int | None, dates: Range) -> bool:
    low, high = dates.low or 0, dates.high or float("inf")
    return year is not None and low // 10000 <= year <= high // 10000


def number_doubt(mention: Mention, literals: Sequence[Literal], texts: Sequence[str], lexicon: Lexicon) -> float:
    """What a name is worth less for being a number as well: of a year, as in 'from 1917', or of what it is beyond."""
    around = [literal for literal in literals if literal.start <= mention.start and mention.end <= literal.end]
    if not any((literal.start, literal.end) == mention[:2] for literal in around):
        return 0.0
    small = lexicon.function_words
    tied = small.of_year - small.of - small.within - small.articles
    return PART_OF_NUMBER if len(around) > 1 or not tied.isdisjoint(texts[: mention.start][-1:]) else NUMBER


def is_no_name(mention: Mention, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a stretch says nothing by itself though something is called so: 'a' before a word, 'the movie'."""
    stretch = words[mention.start : mention.end]
    if any(word.capital for word in stretch if word.start > 0):
        return False
    articles = lexicon.function_words.articles
    if len(stretch) == 1 and stretch[0].text in articles:
        return mention.end < len(words)
    rest = [word.text for word in stretch if word.text not in articles]
    if is_label(mention) and all(map(lexicon.is_kind, rest)):
        return True
    return mention.quality <= SHORT_FORM and all(map(lexicon.is_kind, rest))
