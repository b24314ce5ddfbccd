"""What shows where a name begins and ends: capitals, and the number behind a title."""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts.text import Word
from bot.language.lexicon import Lexicon
from bot.language.linking import Mention

#: A name is spelt well from here on.
CERTAIN = 0.9


def capitals_in(words: Sequence[Word]) -> frozenset[int]:
    """Where words with a capital stand that somebody wrote who does not write all of them so: parts of names."""
    capital = frozenset(at for at, word in enumerate(words) if at and word.capital)
    return capital if any(not word.capital and word.text.isalpha() for word in words[1:]) else frozenset()


def runs_of_capitals(
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


def inside(mention: Mention, run: tuple[int, int]) -> bool:
    """Whether a mention is a part of a run, and not all of it."""
    start, end = run
    return start <= mention.start and mention.end <= end and (mention.start, mention.end) != run


def numbered(words: Sequence[Word], end: int) -> bool:
    """Whether a small number follows, which makes another title of a title: 'Rocky 3'."""
    return end < len(words) and words[end].text.isdigit() and len(words[end].text) < 3
