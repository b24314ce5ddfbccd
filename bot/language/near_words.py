"""Names that hold words like those of a stretch of text: found by word, never by a scan.

The words that each typed one may be come from the deletion neighbourhoods of the name index; the names that hold them
from its postings. Rare words say most, so postings are read rarest first, and only so many: of words that stand in more
names than that, the names are taken that hold two of them, or one beside a rare one, or nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import deletions
from bot.facts.name_reading import IndexedWord
from bot.language.fuzzy import near_edits

#: How many postings are read for one search, and of a word that is too common for that, beside another such word.
MOST_POSTINGS, MOST_COMMON = 1800, 4000
#: How many words of names one typed word is taken for, and of them as common ones; how many common ones are looked up.
MOST_NEAR, MOST_COMMON_NEAR, MOST_TOGETHER = 16, 2, 5
#: How many names are looked at, and how many of them are compared with what was typed.
MOST_LOOKED_AT, MOST_COMPARED = 200, 50
#: These hold of few names. With every so many further ways to write a name there are as many more that look alike.
FURTHER = 1_000_000
#: Of more names, those that hold less than this share of what the best holds are looked at only if they hold nothing
#: else.
AS_MUCH = 0.45
#: Words in fewer names than this say hardly more than each other.
RARE = 50
#: What each further word of a name takes away from what it says.
LEFT = 1.0
#: Words of so many letters may have two mistakes in them; those beginning with as many as BEGINNING are compared then.
LONG, BEGINNING = 6, 4
#: What a word is worth for each edit that makes it another.
AN_EDIT = 0.25


class Near(NamedTuple):
    """A word of names that a typed one may be; how many names have it, and the edits between the two."""

    id: int
    word: str
    names: int
    edits: int


class Found(NamedTuple):
    """A name with such words in it: where each stands, as (position among the typed words, index in the name)."""

    node: int
    words: tuple[str, ...]
    weight: float
    places: tuple[tuple[int, int], ...]


def near_words(base: KnowledgeBase, words: Sequence[str], positions: Collection[int]) -> dict[int, list[Near]]:
    """The words of names that the words at some positions may be, nearest first, common ones before rarer ones."""
    typed = {words[position] for position in positions if words[position] != "'s"}
    alike = base.index.alike(typed)
    found = {word: _near(word, alike[word]) or _beginning_alike(base, word) for word in typed}
    return {position: found[words[position]] for position in positions if found.get(words[position])}


def _near(typed: str, words: Iterable[IndexedWord]) -> list[Near]:
    """Those of some words that a typed one may be."""
    edits = ((*word, near_edits(typed, word.word)) for word in words)
    near = [Near(number, word, names, far) for number, word, names, far in edits if far is not None]
    return sorted(near, key=lambda word: (word.edits, -word.names))[:MOST_NEAR]


def _beginning_alike(base: KnowledgeBase, typed: str) -> list[Near]:
    """The words two edits away from a long one, of which no more than one is among the first letters.

    Two mistakes in one word leave no key in common.
    """
    if len(typed) < LONG or not typed.isalpha():
        return []
    return _near(typed, base.index.beginning({key[:BEGINNING] for key in deletions(typed)}))


def names_with(base: KnowledgeBase, typed: Collection[str], near: Mapping[int, Sequence[Near]]) -> list[Found]:
    """The names that hold most of the words that were found `near` some of the `typed` ones, best first.

    Of names that hold as much of those, the ones that hold more of all that was typed come first.
    """
    scores = _scores(base, near)
    best = sorted(scores, key=lambda name: -scores[name])[: _most(base, MOST_LOOKED_AT)]
    names = base.index.names(best)
    if len(best) > (most := _most(base, MOST_COMPARED)):
        said = frozenset(typed)
        held = {name: scores[name] + len(said.intersection(names[name].words)) for name in best}
        best = sorted(best, key=lambda name: -held[name])[:most]
    standing: dict[str, list[int]] = {}
    for position, words in near.items():
        for word in words:
            standing.setdefault(word.word, []).append(position)
    return [Found(*names[name], _places(names[name].words, standing)) for name in best]


def _most(base: KnowledgeBase, few: int) -> int:
    """How many are enough, where of few names so many would be."""
    return round(few * (1 + base.index.size / FURTHER))


def _scores(base: KnowledgeBase, near: Mapping[int, Sequence[Near]]) -> dict[int, float]:
    """The names that hold enough of such words, and how much the words say that each holds."""
    size = base.index.size
    gains: dict[int, float] = {}
    counts: dict[int, int] = {}
    for words in near.values():
        for word in words:
            gain = log(1 + size / (word.names + RARE)) * (1 - AN_EDIT * word.edits)
            gains[word.id] = max(gain, gains.get(word.id, 0.0))
            counts[word.id] = word.names
    read, budget = [], _most(base, MOST_POSTINGS)
    for number in sorted(counts, key=lambda number: counts[number]):
        budget -= counts[number]
        if budget < 0:
            break
        read.append(number)
    scores: dict[int, float] = {}
    lengths: dict[int, int] = {}
    held: Counter[int] = Counter()
    for number, holding in zip(read, base.index.holding(read), strict=True):
        gain = gains[number]
        for name in holding.names:
            scores[name] = scores.get(name, 0.0) + gain
        lengths.update(zip(holding.names, holding.lengths, strict=True))
        held.update(holding.names)
    unread = {word.word: word.id for words in near.values() for word in words if word.id not in read}
    for key, name in base.index.spelt(unread):
        scores[name] = max(gains[unread[key]], scores.get(name, 0.0))
    common = sorted(_common(near, frozenset(read)), key=lambda number: counts[number])[:MOST_TOGETHER]
    _add_common(base, common, gains, scores)
    if len(scores) <= _most(base, MOST_COMPARED):
        return scores
    least = AS_MUCH * max(scores.values())
    return {
        name: score - LEFT * (lengths[name] - held[name]) if name in held else score
        for name, score in scores.items()
        if score >= least or lengths.get(name, 0) == held[name]
    }


def _common(near: Mapping[int, Sequence[Near]], read: frozenset[int]) -> list[int]:
    """The words too common to be read, the nearest of each position."""
    left = ([word.id for word in words if word.id not in read][:MOST_COMMON_NEAR] for words in near.values())
    return list(dict.fromkeys(number for numbers in left for number in numbers))


def _add_common(
    base: KnowledgeBase,
    common: Sequence[int],
    gains: Mapping[int, float],
    scores: dict[int, float],
) -> None:
    """Add to `scores` what common words say, the rarest first: of the names in it, and of those that hold two such."""
    if not common:
        return
    marks = ",".join("?" * len(common))
    ranked = sorted(scores, key=lambda name: -scores[name])[: 2 * _most(base, MOST_LOOKED_AT)]
    rows = base.execute(
        f"SELECT word, name FROM posting WHERE word IN ({marks}) AND name IN ({','.join('?' * len(ranked))})",
        (*common, *ranked),
    )
    for number, name in rows.fetchall():
        scores[name] += gains[number]
    if len(common) > 1:
        rarest, *others = common
        rows = base.execute(
            "SELECT posting.word, posting.name FROM (SELECT name FROM posting WHERE word = ? LIMIT ?) held"
            f" JOIN posting ON posting.name = held.name AND posting.word IN ({','.join('?' * len(others))})",
            (rarest, MOST_COMMON, *others),
        )
        together: dict[int, float] = {}
        for number, name in rows:
            together[name] = together.get(name, gains[rarest]) + gains[number]
        for name, score in together.items():
            scores[name] = max(score, scores.get(name, 0.0))


def _places(name: Sequence[str], standing: Mapping[str, Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Where the words of a name are `standing` among the typed ones, and where in the name."""
    return tuple((position, index) for index, word in enumerate(name) for position in standing.get(word, ()))
