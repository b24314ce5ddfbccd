"""Names that a stretch of words spells with mistakes, and those that come near one that nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import accumulate

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import PART
from bot.language.fuzzy import OFFER, name_likeness, nearest, overlap
from bot.language.name_search import Found, names_with
from bot.language.names import Candidate, split
from bot.language.near_words import near_words

#: Two spellings of a name do not differ more in length than this, in letters.
MOST_LONGER = 4
#: No more words of a name that is misspelt are unlike any that was typed: two of which one was made ('therell').
MOST_STRANGE = 2
#: What a name is worth whose words stand in another order.
REORDERED = 0.88
#: A stretch comes near a name from this likeness on.
NEARLY = 0.75
#: How much less a name is offered for a short form of it, of a likeness that is worth nothing.
PARTIAL = 0.3
#: How many names are offered, each with so many things that share it; how many are ranked by how well known they are.
MOST_OFFERED, NAMESAKES, MOST_RANKED = 3, 2, 12
#: With no more names than this, all are looked at for what to offer.
FEW_NAMES = 5000


def similar(
    base: KnowledgeBase,
    words: Sequence[str],
    doubtful: Collection[int],
    exist: Container[str] = (),
) -> list[Candidate]:
    """Names that stretches of `words` spell with mistakes, each over at least one of the positions in `doubtful`.

    Those of the words that ``exist`` in the language were hardly meant to be others.
    """
    near = near_words(base, words, doubtful)
    seen = {word.word for found in near.values() for word in found}.union(words)
    stretch = _Stretches(words, doubtful, exist)
    found = []
    for name in names_with(base, words, near) if near else ():
        # a last name by itself, misspelt, is anybody's; nor are many words of a name strange that is only misspelt
        if name.weight > PART and len(name.words) - MOST_STRANGE <= sum(map(seen.__contains__, name.words)):
            spelt = (Candidate(name.node, start, end, name.weight, likeness)
                     for start, end, likeness in stretch.spelling(name))  # fmt: skip
            best = max(spelt, key=lambda candidate: candidate.likeness, default=None)
            if best is not None:
                found.append(best)
    return found


class _Stretches:
    """The stretches of some words, each over at least one `doubtful` position, as spellings of names."""

    def __init__(self, words: Sequence[str], doubtful: Collection[int], exist: Container[str]) -> None:
        self._words, self._doubtful, self._exist = words, frozenset(doubtful), exist
        self._letters = [0, *accumulate(map(len, words))]

    def spelling(self, name: Found) -> Iterator[tuple[int, int, float]]:
        """The stretches that may spell a name, and how well."""
        words, doubtful, length = self._words, self._doubtful, len(name.words)
        letters = sum(map(len, name.words))
        tried = {window for place, index in name.places for window in _windows(place - index, length, len(words))}
        for start, end in sorted(tried):
            longer = self._letters[end] - self._letters[start] - letters
            if not -MOST_LONGER <= longer <= MOST_LONGER or doubtful.isdisjoint(range(start, end)):
                continue
            if words[start] == "'s" or words[end - 1] == "'s":
                continue
            if end - start != length and not (
                (start in doubtful or words[start] == name.words[0])
                and (end - 1 in doubtful or words[end - 1] == name.words[-1])
            ):
                continue  # a word of the language beside a name is no part of it
            likeness = name_likeness(words[start:end], name.words, self._exist)
            if 0 < likeness < 1:
                yield start, end, likeness
        if length > 1:
            yield from _reordered(words, name)


def _reordered(words: Sequence[str], name: Found) -> Iterator[tuple[int, int, float]]:
    """The stretches that hold just the words of a name in another order."""
    length, wanted = len(name.words), sorted(name.words)
    for start in {max(0, place - at) for place, _ in name.places for at in range(length)}:
        typed = tuple(words[start : start + length])
        if typed != name.words and sorted(typed) == wanted:
            yield start, start + length, REORDERED


def _windows(start: int, length: int, limit: int) -> Iterable[tuple[int, int]]:
    """The stretches of about `length` words around a word that stands in its place: one more or fewer on one side."""
    end = start + length
    for first, last in ((start, end), (start, end - 1), (start, end + 1), (start - 1, end), (start + 1, end)):
        if 0 <= first < last <= limit:
            yield first, last


def nearly(
    base: KnowledgeBase, words: Sequence[str], known: frozenset[int], small: Collection[str]
) -> list[tuple[int, int, float]]:
    """The stretches that come near a name with a word left out, misspelt or moved, and how near (0 to 1).

    Positions in `known` are words of the language. They are spelt right, as those are that names have; `small` ones are
    too common to be looked up.
    """
    looked_up = [at for at, word in enumerate(words) if word not in small and word != "'s"]
    near = {
        at: [word for word in found if not word.edits or (at not in known and found[0].edits)]
        for at, found in near_words(base, words, looked_up, twice=[at for at in looked_up if at not in known]).items()
    }
    best: dict[tuple[int, int], float] = {}
    for name in names_with(base, words, near) if near else ():
        length = len(name.words)
        inside = {place for place, _ in name.places}
        starts = {place - at + moved for place, at in name.places for moved in (-1, 0, 1)}
        for start, end in {(first, first + count) for first in starts for count in (length, length - 1)}:
            ends = (start, end - 1)
            if start < 0 or end > len(words) or end - start < 2 or known.issuperset(range(start, end)):
                continue
            if all(at in inside or words[at] in name.words for at in ends):
                likeness = overlap(words[start:end], name.words)
                if likeness >= NEARLY:
                    best[start, end] = max(likeness, best.get((start, end), 0.0))
    return [(start, end, likeness) for (start, end), likeness in best.items()]


def suggestions(
    base: KnowledgeBase,
    words: Sequence[str],
    kinds: Collection[str] | None,
    count: int = MOST_OFFERED,
    core: tuple[int, int] | None = None,
    besides: Collection[int] = (),
) -> list[int]:
    """The nodes of the `count` names nearest to `words`, for 'did you mean', best first, of equals the better known.

    With a `core` [start, end), the words around it count as they are for those names that have them, and the nodes
    `besides`, which are near the core, are offered as far as none is nearer.
    """
    meant = range(*(core or (0, len(words))))
    near = near_words(base, words, range(len(words)), twice=meant)
    near = {at: [each for each in found if at in meant or not each.edits] for at, found in near.items()}
    rows = {(name.node, name.words, name.weight) for name in (names_with(base, words, near) if near else ())}
    rows |= {(node.id, tuple(split(node.name)), 1.0) for node in base.nodes(besides).values()}
    names = base.index.written(FEW_NAMES)
    for spelt, _ in nearest(" ".join(words), names, MOST_RANKED):
        rows |= {(node, tuple(spelt.split(" ")), 1.0) for node in names[spelt]}
    nodes = base.nodes({node for node, *_ in rows})
    best: dict[int, float] = {}
    for node, name, weight in rows:
        if nodes[node].is_entity and (kinds is None or nodes[node].kind in kinds):
            ways = {tuple(words)} if core is None else {tuple(words[slice(*core)]), _with_shared(words, core, name)}
            likeness = max(overlap(each, name) for each in ways)
            if likeness >= OFFER:
                best[node] = max(best.get(node, 0.0), likeness - PARTIAL * (1 - weight))
    offered = sorted(best, key=lambda node: -best[node])[:MOST_RANKED]
    known = base.mentioned(offered)
    offered.sort(key=lambda node: (-round(best[node], 2), -known[node], node))
    kept = list(dict.fromkeys(nodes[node].name for node in offered))[:count]
    return [node for node in offered if nodes[node].name in kept][: count * NAMESAKES]


def _with_shared(words: Sequence[str], core: tuple[int, int], name: Collection[str]) -> tuple[str, ...]:
    """The words of a core, and those beside it that a name has too."""
    start, end = core
    while start > 0 and words[start - 1] in name:
        start -= 1
    while end < len(words) and words[end] in name:
        end += 1
    return tuple(words[start:end])
