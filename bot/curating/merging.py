"""Two changes of one thing made one: what either side did not touch stays as the other has it.

There are three blocks: *base*, which both began with, *theirs*, which is there now, and *mine*, which is wanted. What
both changed, and not into the same, is a *clash*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.curating.blocks import DEFAULTS, Block, content_of, full, stated, values_of
from bot.curating.values import called, with_details
from bot.facts.fact_edit import FACTS
from bot.facts.nodes import Plain
from bot.facts.vocabulary import Vocabulary

#: The keys of a block below which there are further keys.
_NESTED = (FACTS, "asks")


class Clash(NamedTuple):
    """What both changed: a key, a relation or a question, and its values on each side; none where there are none."""

    key: str
    base: Sequence[Plain]
    theirs: Sequence[Plain]
    mine: Sequence[Plain]


class Merged(NamedTuple):
    """One block of two. Where there are clashes, it has what one side wants."""

    block: Block
    clashes: tuple[Clash, ...]


def merged(base: Block, theirs: Block, mine: Block, vocabulary: Vocabulary, *, yielding: bool = False) -> Merged:
    """What `theirs` is with what `mine` changed of `base`, each value of several for itself.

    A clash goes the way of `mine`; ``yielding``, of `theirs`. A fact keeps the source that it had, whatever becomes of
    what a block says of all its facts.
    """
    merging = _Merging(vocabulary, yielding)
    result = merging.keys(*(_without_nested(block) for block in (base, theirs, mine)))
    defaults = _defaults_of(result)
    for key in _NESTED:
        blocks = [_inside(block, key) for block in (base, theirs, mine)]
        if key == FACTS:
            inside = merging.keys(*(_stated(block) for block in (base, theirs, mine)))
            inside = {name: _short(name, content, blocks[1:], defaults) for name, content in inside.items()}
        else:
            inside = merging.keys(*blocks)
        if inside or (key in theirs and not any(blocks)):
            result[key] = inside or theirs[key]
    return Merged(result, tuple(merging.clashes))


@dataclass
class _Merging:
    """Goes over the keys of three blocks, and notes the clashes."""

    vocabulary: Vocabulary
    yielding: bool
    clashes: list[Clash] = field(default_factory=list)

    def keys(self, base: Block, theirs: Block, mine: Block) -> Block:
        """The keys of all three, in the order of `theirs`."""
        found = {
            key: self.content(key, base.get(key), theirs.get(key), mine.get(key))
            for key in dict.fromkeys((*theirs, *mine))
        }
        return {key: content for key, content in found.items() if content is not None}

    def content(self, key: str, base: Plain | None, theirs: Plain | None, mine: Plain | None) -> Plain | None:
        """What one key holds."""
        if mine == base:
            return theirs
        if theirs in (base, mine):
            return mine
        old, there, here = map(values_of, (base, theirs, mine))
        if key != "also_known_as" and not (key in self.vocabulary and self.vocabulary[key].many):
            self.clashes.append(Clash(key, old, there, here))
            return theirs if self.yielding else mine
        values = _Values(key, old, there, here, yielding=self.yielding)
        self.clashes += values.clashes
        if not values.result:
            return [] if [] in (theirs, mine) else None
        return values.result if isinstance(theirs, list) or isinstance(mine, list) else content_of(values.result)


class _Values:
    """The values of one relation: those that are there, each changed as `mine` changed it."""

    def __init__(self, key: str, old: list[Plain], theirs: list[Plain], mine: list[Plain], *, yielding: bool) -> None:
        self._key, self._old, self._yielding = key, old, yielding
        self.clashes: list[Clash] = []
        #: What is there, each beside which of the old ones it was.
        self._there: list[tuple[int | None, Plain]] = list(zip(origins(old, theirs), theirs, strict=True))
        was = origins(old, mine)
        for at in set(range(len(old))).difference(was):
            self._change(at, None, None)
        for place, value in enumerate(mine):
            before = mine[place - 1] if place else None
            origin = was[place]
            if origin is None:
                self._come(value, before)
            elif value != old[origin]:
                self._change(origin, value, before)

    @property
    def result(self) -> list[Plain]:
        """What is to be there."""
        return [value for _, value in self._there]

    def _change(self, at: int, value: Plain | None, before: Plain | None) -> None:
        """Have the old value number `at` be another, or go."""
        place = next((place for place, (was, _) in enumerate(self._there) if was == at), None)
        theirs = None if place is None else self.result[place]
        if theirs != value and theirs != self._old[at] and self._clash([self._old[at]], theirs, value):
            return
        if value is not None and value in self.result and value != theirs:
            value = None  # it has come there already
        if place is None:
            if value is not None:
                self._insert(at, value, before)
        elif value is None:
            del self._there[place]
        else:
            self._there[place] = (at, value)

    def _come(self, value: Plain, before: Plain | None) -> None:
        """Have one more value, behind the one that is `before` it."""
        if value in self.result:
            return
        rivals = (
            place for place, (was, there) in enumerate(self._there) if was is None and called(there) == called(value)
        )
        place = next(rivals, None)
        if place is None:
            self._insert(None, value, before)
        elif not self._clash([], self.result[place], value):
            self._there[place] = (None, value)

    def _clash(self, old: list[Plain], theirs: Plain | None, mine: Plain | None) -> bool:
        """Note a clash; whether `theirs` stays."""
        sides = [[] if side is None else [side] for side in (theirs, mine)]
        self.clashes.append(Clash(self._key, old, *sides))
        return self._yielding

    def _insert(self, at: int | None, value: Plain, before: Plain | None) -> None:
        place = self.result.index(before) + 1 if before in self.result else 0 if before is None else len(self._there)
        while place < len(self._there) and self._there[place][0] is None:
            place += 1  # what has come there is before it
        self._there.insert(place, (at, value))


def origins(old: Sequence[Plain], new: Sequence[Plain]) -> list[int | None]:
    """For each of the `new` values which of the `old` ones it was: the same, of the same name, or in its place."""
    matcher = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
    found: list[int | None] = [None] * len(new)
    free = list(range(len(old)))

    def take(at: int, place: int) -> None:
        found[place] = at
        free.remove(at)

    for first, second, length in matcher.get_matching_blocks():
        for step in range(length):
            take(first + step, second + step)
    for place, value in enumerate(new):
        same = next((at for at in free if called(old[at]) == called(value)), None)
        if found[place] is None and same is not None:
            take(same, place)
    for tag, first, last, start, end in matcher.get_opcodes():
        for at, place in zip(range(first, last), range(start, end), strict=False) if tag == "replace" else ():
            if found[place] is None and at in free:
                take(at, place)
    return found


def differing(one: Block, other: Block) -> list[str]:
    """The keys, relations and questions of which two blocks do not say the same, in whatever order and form."""
    said, there = _all(one), _all(other)
    return [place[-1] for place in dict.fromkeys((*said, *there)) if said.get(place) != there.get(place)]


def _all(block: Block) -> dict[tuple[str, ...], list[str]]:
    """What a block says, by its place in it, but for what holds only for facts that do not say otherwise."""
    facts = {(FACTS, key): content for key, content in _stated(block).items()}
    asks = {("asks", key): content for key, content in _inside(block, "asks").items()}
    rest = {(key,): content for key, content in _without_nested(block).items() if key not in DEFAULTS or not facts}
    return {place: sorted(map(repr, values_of(content))) for place, content in (rest | facts | asks).items()}


def _stated(block: Block) -> Block:
    """The facts of a block, each value in its full form."""
    return {
        key: full(content, block) if isinstance(content, list) else full(content, block)[0]
        for key, content in _inside(block, FACTS).items()
    }


def _short(key: str, content: Plain, sides: Sequence[Block], defaults: Mapping[str, Plain]) -> Plain:
    """The values of a relation as one of the `sides` has them, where that means the same beside these `defaults`."""
    written = {repr(stated(value, defaults)): value for side in reversed(sides) for value in values_of(side.get(key))}
    values = [written.get(repr(value)) or with_details(value, {}) for value in values_of(content)]
    return values if isinstance(content, list) else values[0]


def _without_nested(block: Block) -> Block:
    return {key: content for key, content in block.items() if key not in _NESTED}


def _inside(block: Block, key: str) -> Block:
    content = block.get(key)
    return content if isinstance(content, dict) else {}


def _defaults_of(block: Block) -> Block:
    return {key: block[key] for key in DEFAULTS if key in block}
