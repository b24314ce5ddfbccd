"""Names that hold words like those of a stretch of text: found by word, never by a scan.

The words that each typed one may be come from the deletion neighbourhoods of the name index; the names that hold them
from its postings. Rare words say most, so postings are read rarest first, and only so many: of words that stand in more
names than that, the names are taken that hold two of them, or one beside a rare one, or nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import deletions
from bot.facts.name_reading import LENGTH_BITS, LONGEST, IndexedWord
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
    scores, common = _scores(base, near)
    best = nlargest(_most(base, MOST_LOOKED_AT), scores, scores.__getitem__)
    names = base.index.names(best)
    if len(best) > (most := _most(base, MOST_COMPARED)):
        said = frozenset(typed)
        held = {name: scores[name] + len(said.intersection(names[name].words)) for name in best}
        for name in best if common else ():
            held[name] += sum(common[word] for word in common.keys() & names[name].words)
        best = sorted(best, key=lambda name: -held[name])[:most]
    standing: dict[str, list[int]] = {}
    for position, words in near.items():
        for word in words:
            standing.setdefault(word.word, []).append(position)
    return [Found(*names[name], _places(names[name].words, standing)) for name in best]


def _most(base: KnowledgeBase, few: int) -> int:
    """How many are enough, where of few names so many would be."""
    return round(few * (1 + base.index.size / FURTHER))


def _scores(base: KnowledgeBase, near: Mapping[int, Sequence[Near]]) -> tuple[dict[int, float], dict[str, float]]:
    """The names that hold enough of such words, and how much the words say that each holds.

    What words say that are too common to be read, is given by itself.
    """
    size = base.index.size
    gains: dict[int, float] = {}
    counts: dict[int, int] = {}
    for words in near.values():
        for word in words:
            gain = log(1 + size / (word.names + RARE)) * (1 - AN_EDIT * word.edits)
            gains[word.id] = max(gain, gains.get(word.id, 0.0))
            counts[word.id] = word.names
    read, budget = [], _most(base, MOST_POSTINGS)
    for number in sorted(counts, key=counts.__getitem__):
        budget -= counts[number]
        if budget < 0:
            break
        read.append(number)
    gained = (gains[number] for number in read)
    scores = _held(list(zip(gained, base.index.holding(read), strict=True)), _most(base, MOST_COMPARED))
    spelt = {word.word: word.id for words in near.values() for word in words}
    for key, name in base.index.spelt(spelt):  # names of no other word
        scores[name] = max(gains[spelt[key]], scores.get(name, 0.0))
    known = frozenset(read)
    common = sorted(_common(near, known), key=counts.__getitem__)[:MOST_TOGETHER]
    if len(common) > 1:
        for name, score in _together(base, common, gains).items():
            scores[name] = max(score, scores.get(name, 0.0))
    return scores, {word: gains[number] for word, number in spelt.items() if number in common}


def _held(lists: Sequence[tuple[float, Sequence[int]]], few: int) -> dict[int, float]:
    """What names say that hold words of some gain each; of more than a `few` names, those that say enough."""
    scores: dict[int, float] = {}
    several: dict[int, int] = {}
    for gain, names in lists:
        found = dict.fromkeys(names, gain)
        for name in scores.keys() & found.keys():
            found[name] += scores[name]
            several[name] = several.get(name, 1) + 1
        scores.update(found)
    if len(scores) <= few:
        return {name >> LENGTH_BITS: score for name, score in scores.items()}
    least = AS_MUCH * max(scores.values())
    enough = {
        name >> LENGTH_BITS: scores[name] - LEFT * left
        for name, held in several.items()
        if not (left := (name & LONGEST) - held) or scores[name] >= least
    }
    for gain, names in lists:  # of most lists no name says enough that holds nothing else
        if gain >= least:
            enough.update(
                (name >> LENGTH_BITS, gain - LEFT * ((name & LONGEST) - 1)) for name in names if name not in several
            )
    return enough


def _common(near: Mapping[int, Sequence[Near]], read: frozenset[int]) -> list[int]:
    """The words too common to be read, the nearest of each position."""
    left = ([word.id for word in words if word.id not in read][:MOST_COMMON_NEAR] for words in near.values())
    return list(dict.fromkeys(number for numbers in left for number in numbers))


def _together(base: KnowledgeBase, common: Sequence[int], gains: Mapping[int, float]) -> dict[int, float]:
    """What common words say, the rarest first, of the names that hold the rarest and another."""
    rarest, *others = common
    rows = base.execute(
        "SELECT posting.word, posting.name FROM (SELECT name FROM posting WHERE word = ? LIMIT ?) held"
        f" JOIN posting ON posting.name = held.name AND posting.word IN ({','.join('?' * len(others))})",
        (rarest, MOST_COMMON, *others),
    )
    together: dict[int, float] = {}
    for number, name in rows:
        together[name] = together.get(name, gains[rarest]) + gains[number]
    return together


def _places(name: Sequence[str], standing: Mapping[str, Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Where the words of a name are `standing` among the typed ones, and where in the name."""
    return tuple((position, index) for index, word in enumerate(name) for position in standing.get(word, ()))
