"""What shows where a name begins and ends: capitals, and the number behind a title."""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts.model import KINDS
from bot.facts.text import Word
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention

#: A name is spelt well from here on.
CERTAIN = 0.9


def capitals_in(words: Sequence[Word], lexicon: Lexicon) -> frozenset[int]:
    """Where words with a capital stand that somebody wrote who does not write all of them so: parts of names.

    The first word has one anyway, and counts only where the language does not have it.
    """
    capital = frozenset(at for at, word in enumerate(words) if word.capital and (at or word.text not in lexicon.words))
    small = lexicon.function_words.articles | lexicon.function_words.prepositions
    plain = (word for word in words[1:] if word.text.isalpha() and word.text not in small)
    return capital if any(not word.capital for word in plain) else frozenset()


def runs_of_capitals(
    words: Sequence[Word], capitals: frozenset[int], lexicon: Lexicon, mentions: Sequence[Mention]
) -> list[tuple[int, int]]:
    """Stretches of several words with capitals, small words between them: 'Shift by Night' is hardly 'Shift'.

    Small verbs are none of them: 'which Prize did Ada Example win'.

    Not those that are names with nothing left over: 'Ada Example in Night Shift'; but 'Night Shift', two of one word.
    """
    runs: list[tuple[int, int]] = []
    for at in sorted(capitals):
        start, end = runs[-1] if runs else (0, 0)
        between = {word.text for word in words[end:at]}
        if end and lexicon.glue.issuperset(between) and lexicon.auxiliaries.isdisjoint(between) and at - end < 3:
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
        if end - start > 1
        and (
            any(at in capitals and at not in named for at in range(start, end))
            or any(_side_by_side(at, words, capitals, certain) for at in range(start, end - 1))
        )
    ]


def _side_by_side(at: int, words: Sequence[Word], capitals: frozenset[int], certain: Sequence[Mention]) -> bool:
    """Whether a word and the next are two names, each of that word alone, and not both labels ('French Comedies')."""
    pair = (at, at + 1)
    about = [mention for mention in certain if mention.start <= at + 1 and mention.end > at]
    return (
        capitals.issuperset(pair)
        and words[at + 1].start - words[at].end == 1
        and all(mention.end - mention.start == 1 for mention in about)
        and any(named.kind in KINDS for mention in about for named in mention.nodes)
    )


def inside(mention: Mention, run: tuple[int, int]) -> bool:
    """Whether a mention is a part of a run, and not all of it."""
    start, end = run
    return start <= mention.start and mention.end <= end and (mention.start, mention.end) != run


def numbered(words: Sequence[Word], end: int) -> bool:
    """Whether a small number follows, which makes another title of a title: 'Rocky 3'."""
    return end < len(words) and words[end].text.isdigit() and len(words[end].text) < 3
