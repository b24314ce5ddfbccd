"""Names that hold words like those of a stretch of text: found by word, never by a scan.

The words that each typed one may be are given, see `near_words`; the names that hold them come from the postings of the
name index. Rare words say most, so postings are read rarest first, and only so many: of words that stand in more names
than that, the names are taken that hold two of them, or one beside a rare one, or nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_reading import AS_HELD, LENGTH_BITS, LONGEST
from bot.language.near_words import Near

#: How many postings are read for one search, and of a word that is too common for that, beside another such word.
MOST_POSTINGS, MOST_COMMON = 1800, 4000
#: So many words that a typed one may be are read before the others.
MOST_LIKELY = 16
#: How many common words one typed word is taken for, and how many of all of them are looked up.
MOST_COMMON_NEAR, MOST_TOGETHER = 2, 5
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
#: What a word is worth for each edit that makes it another.
AN_EDIT = 0.25


class Found(NamedTuple):
    """A name with such words in it: where each stands, as (position among the typed words, index in the name)."""

    node: int
    words: tuple[str, ...]
    weight: float
    places: tuple[tuple[int, int], ...]


def names_with(base: KnowledgeBase, typed: Collection[str], near: Mapping[int, Sequence[Near]]) -> list[Found]:
    """The names that hold most of the words that were found `near` some of the `typed` ones, best first.

    Of names that hold as much of those, the ones that hold more of all that was typed come first.
    """
    scores = _scores(base, near)
    best = nlargest(_most(base, MOST_LOOKED_AT), scores, scores.__getitem__)
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
    doubted: set[int] = set()
    for words in near.values():
        for rank, word in enumerate(words):
            gain = log(1 + size / (word.names + RARE)) * (1 - AN_EDIT * word.edits)
            gains[word.id] = max(gain, gains.get(word.id, 0.0))
            counts[word.id] = word.names
            if word.edits > 1 or rank >= MOST_LIKELY:
                doubted.add(word.id)
    read, budget = [], _most(base, MOST_POSTINGS)
    for number in sorted(counts, key=lambda number: (number in doubted, counts[number])):
        budget -= counts[number]
        if budget < 0:
            break
        read.append(number)
    scores, held = _held([(gains[number], names) for number, names in zip(read, base.index.holding(read), strict=True)])
    spelt = {word.word: word.id for words in near.values() for word in words}
    for key, name in base.index.spelt(spelt):  # names of no other word
        whole = (name << LENGTH_BITS) + 1
        scores[whole], held[whole] = gains[spelt[key]], 1
    common = sorted(_common(near, frozenset(read)), key=counts.__getitem__)[:MOST_TOGETHER]
    if common:
        _add_common(base, common, gains, scores, held)
    return _enough(scores, held, _most(base, MOST_COMPARED))


def _held(lists: Iterable[tuple[float, Sequence[int]]]) -> tuple[dict[int, float], dict[int, int]]:
    """What names say that hold words of some gain each, and how many words those hold that hold several."""
    scores: dict[int, float] = {}
    several: dict[int, int] = {}
    for gain, names in lists:
        found = dict.fromkeys(names, gain)
        for name in scores.keys() & found.keys():
            found[name] += scores[name]
            several[name] = several.get(name, 1) + 1
        scores.update(found)
    return scores, several


def _enough(scores: Mapping[int, float], several: Mapping[int, int], few: int) -> dict[int, float]:
    """What names say, less for each word that is not among those they hold; of more than a `few`, those that say much.

    Names that hold nothing else say enough.
    """
    names: list[int] = [*scores]
    if len(scores) > few:
        least = AS_MUCH * max(scores.values())
        names = [name for name, score in scores.items() if score >= least]
        names += [name for name, held in several.items() if name & LONGEST == held and scores[name] < least]
    return {name >> LENGTH_BITS: scores[name] - LEFT * ((name & LONGEST) - several.get(name, 1)) for name in names}


def _common(near: Mapping[int, Sequence[Near]], read: frozenset[int]) -> list[int]:
    """The words too common to be read, the nearest of each position."""
    left = ([word.id for word in words if word.id not in read][:MOST_COMMON_NEAR] for words in near.values())
    return list(dict.fromkeys(number for numbers in left for number in numbers))


def _add_common(
    base: KnowledgeBase,
    common: Sequence[int],
    gains: Mapping[int, float],
    scores: dict[int, float],
    held: dict[int, int],
) -> None:
    """Add to `scores` what common words say, the rarest first: of the names in it, and of those that hold two such."""
    rarest, *others = common
    ranked = {
        name >> LENGTH_BITS: name for name in nlargest(2 * _most(base, MOST_LOOKED_AT), scores, scores.__getitem__)
    }
    rows = base.execute(
        f"SELECT word, name FROM posting WHERE word IN ({_marks(common)}) AND name IN ({_marks(ranked)})",
        (*common, *ranked),
    )
    for number, found in rows.fetchall():
        name = ranked[found]
        scores[name] += gains[number]
        held[name] = held.get(name, 1) + 1
    if others:
        rows = base.execute(
            f"SELECT posting.word, {AS_HELD} FROM (SELECT name FROM posting WHERE word = ? LIMIT ?) held"
            f" JOIN posting ON posting.name = held.name AND posting.word IN ({_marks(others)})",
            (rarest, MOST_COMMON, *others),
        )
        together: dict[int, list[float]] = {}
        for number, name in rows:
            together.setdefault(name, [gains[rarest]]).append(gains[number])
        for name, said in together.items():
            if (score := sum(said)) > scores.get(name, 0.0):
                scores[name], held[name] = score, len(said)


def _places(name: Sequence[str], standing: Mapping[str, Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Where the words of a name are `standing` among the typed ones, and where in the name."""
    return tuple((position, index) for index, word in enumerate(name) for position in standing.get(word, ()))


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
