"""Names that a stretch of words spells with mistakes, and those that come near one that nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import PART
from bot.language.fuzzy import OFFER, name_likeness, nearest, overlap
from bot.language.names import Candidate, split
from bot.language.near_words import Found, names_with, near_words

#: Two spellings of a name do not differ more in length than this, in letters.
MOST_LONGER = 4
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
    base: KnowledgeBase, words: Sequence[str], doubtful: Collection[int], exist: Collection[str] = ()
) -> list[Candidate]:
    """Names that stretches of `words` spell with mistakes, each over at least one of the positions in `doubtful`.

    Those of the words that ``exist`` in the language were hardly meant to be others.
    """
    near = near_words(base, words, doubtful)
    found = []
    for name in names_with(base, words, near) if near else ():
        if name.weight > PART:  # a last name by itself, misspelt, is anybody's
            spelt = (Candidate(name.node, start, end, name.weight, likeness)
                     for start, end, likeness in _stretches(words, name, doubtful, exist))  # fmt: skip
            best = max(spelt, key=lambda candidate: candidate.likeness, default=None)
            if best is not None:
                found.append(best)
    return found


def _stretches(
    words: Sequence[str], name: Found, doubtful: Collection[int], exist: Collection[str]
) -> Iterator[tuple[int, int, float]]:
    """The stretches that may spell a name, and how well."""
    letters = sum(map(len, name.words))
    tried = {window for place, index in name.places for window in _windows(place - index, len(name.words), len(words))}
    for start, end in sorted(tried):
        typed = words[start:end]
        if not any(at in doubtful for at in range(start, end)):
            continue
        if typed[0] == "'s" or typed[-1] == "'s" or abs(sum(map(len, typed)) - letters) > MOST_LONGER:
            continue
        if end - start != len(name.words) and not (
            (start in doubtful or typed[0] == name.words[0]) and (end - 1 in doubtful or typed[-1] == name.words[-1])
        ):
            continue  # a word of the language beside a name is no part of it
        likeness = name_likeness(typed, name.words, exist)
        if 0 < likeness < 1:
            yield start, end, likeness
    if len(name.words) > 1:
        yield from _reordered(words, name)


def _reordered(words: Sequence[str], name: Found) -> Iterator[tuple[int, int, float]]:
    """The stretches that hold just the words of a name in another order."""
    length, wanted = len(name.words), sorted(name.words)
    for start in {max(0, place - at) for place, _ in name.places for at in range(length)}:
        typed = tuple(words[start : start + length])
        if typed != name.words and sorted(typed) == wanted:
            yield start, start + length, REORDERED


def _windows(start: int, length: int, limit: int) -> Iterable[tuple[int, int]]:
    for first in (start, start - 1, start + 1):
        for last in (first + length, first + length - 1, first + length + 1):
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
        for at, found in near_words(base, words, looked_up).items()
    }
    best: dict[tuple[int, int], float] = {}
    for name in names_with(base, words, near) if near else ():
        length = len(name.words)
        inside = {place for place, _ in name.places}
        for start, end in {w for place, at in name.places for w in _windows(place - at, length, len(words))}:
            ends = (start, end - 1)
            if end - start < 2 or not length - 1 <= end - start <= length or known.issuperset(range(start, end)):
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
    near = near_words(base, words, range(len(words)))
    if core is not None:
        near = {at: [each for each in found if at in range(*core) or not each.edits] for at, found in near.items()}
    rows = {(name.node, name.words, name.weight) for name in (names_with(base, words, near) if near else ())}
    rows |= {(node.id, tuple(split(node.name)), 1.0) for node in base.nodes(besides).values()}
    names = base.index.written(FEW_NAMES)
    for spelt, _ in nearest(" ".join(words), names, MOST_RANKED):
        rows |= {(node, tuple(spelt.split(" ")), 1.0) for node in names[spelt]}
    nodes = base.nodes({node for node, *_ in rows})
    best: dict[int, float] = {}
    for node, name, weight in rows:
        if nodes[node].is_entity and (kinds is None or nodes[node].kind in kinds):
            likeness = overlap(words if core is None else _with_shared(words, core, name), name)
            if likeness >= OFFER:
                best[node] = max(best.get(node, 0.0), likeness - PARTIAL * (1 - weight))
    offered = sorted(best, key=lambda node: -best[node])[:MOST_RANKED]
    known = base.mentioned(offered)
    offered.sort(key=lambda node: (-round(best[node], 2), -known[node], node))
    kept = list(dict.fromkeys(nodes[node].name for node in offered))[:count]
    return [node for node in offered if nodes[node].name in kept][: count * NAMESAKES]


def _with_shared(words: Sequence[str], core: tuple[int, int], name: Collection[str]) -> Sequence[str]:
    """The words of a core, and those beside it that a name has too."""
    start, end = core
    while start > 0 and words[start - 1] in name:
        start -= 1
    while end < len(words) and words[end] in name:
        end += 1
    return words[start:end]
