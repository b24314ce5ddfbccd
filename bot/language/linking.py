"""Mention to entity: the stretches of an utterance that name something, each with the nodes that it may name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import PART, SHORT
from bot.facts.text import Word
from bot.language import names
from bot.language.names import Candidate
from bot.language.near_names import similar

_SIGNS = re.compile(r"[!?.]*")

#: Two nodes of one kind that a mention names this much worse or better are not equals (weight x likeness).
EQUALS = 0.08
#: ... and one that is this much worse may still be meant, if something else tells it apart.
NOT_EQUAL = 0.15
#: What a name is worth that differs from what was typed in signs or digits, beside one that does not.
OTHER_SIGNS = 0.9
#: ... and the short form of a title, beside somebody whose whole name it is.
SHORTENED = 0.1
#: No mention of things has more candidates: a question about 'Smith' cannot show a longer choice anyway. Labels that
#: one name stands for are no choice ('Oscar').
MOST_CANDIDATES = 30


class Spoken(NamedTuple):
    """How names are said: words as they sound, first names for short, places for short; each with what is meant."""

    sounds: Mapping[str, Sequence[str]]
    nicknames: Mapping[str, Sequence[str]]
    abbreviations: Mapping[str, Sequence[str]]


class Named(NamedTuple):
    """A node that a mention may name, and how well the words spell it (0 to 1)."""

    node: int
    kind: str
    quality: float
    year: int | None = None


class Mention(NamedTuple):
    """Words [start, end), as typed, and the nodes they may name, best first; ``misspelt`` if they spell none.

    ``together`` if all of them are meant at once: 'the X brothers'.
    """

    start: int
    end: int
    nodes: tuple[Named, ...]
    text: str = ""
    misspelt: bool = False
    together: bool = False

    def __str__(self) -> str:
        kinds = ", ".join(dict.fromkeys(named.kind for named in self.nodes))
        return f"name of {kinds} ({self.quality:.2f})"

    @property
    def quality(self) -> float:
        """How well the words spell the best of the nodes."""
        return self.nodes[0].quality

    def of(self, kinds: Collection[str] | None) -> tuple[tuple[int, ...], float]:
        """The nodes of the best-spelt of these kinds (None: of any), and their quality; ((), 0) if there is none."""
        fitting = [named for named in self.nodes if kinds is None or named.kind in kinds]
        if not fitting:
            return (), 0.0
        best = fitting[0].quality
        return tuple(named.node for named in fitting if named.quality >= best - EQUALS), best

    def called(self, kinds: Collection[str] | None) -> Mention:
        """The mention with only the things that are of these kinds, whatever else they are taken for."""
        own: dict[int, str] = {}
        for named in self.nodes:
            own.setdefault(named.node, named.kind)
        return self._replace(nodes=tuple(n for n in self.nodes if kinds is None or own[n.node] in kinds))

    @property
    def owning(self) -> bool:
        """Whether it stands in the possessive, so that what follows is something of it."""
        return self.text.endswith(("'s", "’s", "' s"))

    def dated(self, first: int, last: int) -> Mention:
        """The mention with only the nodes of these years."""
        return self._replace(nodes=tuple(named for named in self.nodes if named.year and first <= named.year <= last))


def link(
    base: KnowledgeBase,
    text: str,
    found_words: Sequence[Word],
    known: Collection[int],
    nouns: Collection[int],
    exists: Callable[[str], bool],
    spoken: Spoken,
    joining: Collection[str],
) -> list[Mention]:
    """The mentions in the words of a text; positions in `known` are words of the language, not corrected into names.

    At those in `nouns` stands what things have: 'budget'.
    ``exists`` says whether the language has a word, ``spoken`` how names are said, and ``joining`` are the words
    between two names that may share a last name.
    """
    words = [word.text for word in found_words]
    found = names.exact(base, words)
    found += names.heard(base, words, spoken.sounds) + names.shared(base, words, found, joining)
    found += names.shortened(base, words, spoken.nicknames, 2) + names.shortened(base, words, spoken.abbreviations, 1)
    covered = {position for c in found if c.end - c.start > 1 or c.weight > 0.8 for position in range(c.start, c.end)}
    doubtful = [i for i, word in enumerate(words) if i not in known and word != "'s"]
    alone = [at for at in doubtful if at not in covered and {at - 1, at + 1} <= {-1, len(words), *known}]
    found += names.given(base, words, alone, spoken.nicknames)
    if any(position not in covered for position in doubtful) or _scattered(found, doubtful):
        found += similar(base, words, doubtful, {word for word in words if exists(word)})
    named = [c for c in found if c.weight > PART or not all(i in known for i in range(c.start, c.end))]
    # 'has' may be a last name, but not in a question
    return _mentions(base, named, text, found_words, nouns)


def _scattered(found: Sequence[Candidate], doubtful: Sequence[int]) -> bool:
    """Whether the doubtful words lie side by side and no single name covers them: they may be one name misspelt."""
    return len(doubtful) > 1 and not _all_in_one(found, doubtful)


def _all_in_one(found: Sequence[Candidate], doubtful: Sequence[int]) -> bool:
    return any(all(c.start <= position < c.end for position in doubtful) for c in found)


def _mentions(
    base: KnowledgeBase,
    found: Sequence[Candidate],
    text: str,
    words: Sequence[Word],
    nouns: Collection[int],
) -> list[Mention]:
    """The mentions of some candidates; anything but people owns only what one of the `nouns` is for."""
    spans: dict[tuple[int, int], dict[int, float]] = {}
    for candidate in found:
        nodes = spans.setdefault((candidate.start, candidate.end), {})
        quality = candidate.weight * candidate.likeness
        nodes[candidate.node] = max(quality, nodes.get(candidate.node, 0.0))
    spelt = {(c.start, c.end) for c in found if c.likeness == 1.0}
    owning = {(c.start, c.end, c.node) for c in found if c.possessive}
    spelt_so = {end for end in range(1, len(words) + 1) if text[words[end - 1].end - 1] in "sS"}  # not 'zorvan5'
    owners = {owner for owner in owning if owner[1] not in nouns or owner[1] not in spelt_so}
    by_id = base.nodes({node for nodes in spans.values() for node in nodes})
    mentions = []
    for (start, end), nodes in spans.items():
        typed = text[words[start].start : words[end - 1].end]
        signs = _SIGNS.match(text, words[end - 1].end)
        letters = {typed.casefold(), typed.casefold() + (signs[0] if signs else "")}
        written = {by_id[node].name.casefold() for node in nodes} & letters
        if len(nodes) > 1 and written:
            longest = max(written, key=len)
            for node in nodes:  # 'Taxi' is not 'Taxi!', where there are both; but 'comedies' are each 'comedy'
                if by_id[node].is_entity and by_id[node].name.casefold() != longest:
                    nodes[node] *= OTHER_SIGNS
        if end - start > 1 and any(by_id[n].kind == "person" and q == 1.0 for n, q in nodes.items()):
            for node, quality in nodes.items():  # 'Audrey Hepburn' is she herself, not 'Audrey Hepburn: Remembered'
                if by_id[node].kind != "person" and quality <= SHORT:
                    nodes[node] *= SHORTENED
        ranked = sorted(
            (
                Named(node, by_id[node].kind, quality, by_id[node].year)
                for node, quality in nodes.items()
                if (start, end, node) not in owners or by_id[node].kind in ("person", "character")
            ),
            key=lambda named: (-named.quality, named.node),
        )
        best: dict[str, float] = {}
        kept = [n for n in ranked if n.quality >= best.setdefault(n.kind, n.quality) - NOT_EQUAL]
        if len(kept) > MOST_CANDIDATES and any(by_id[n.node].is_entity for n in kept):
            told = base.told_of([n.node for n in kept])
            kept = sorted(kept, key=lambda n: (-n.quality, -told[n.node], n.node))[:MOST_CANDIDATES]
        if kept:
            if (start, end, kept[0].node) in owning:
                typed = f"{typed[:-1]}'s"
            mentions.append(Mention(start, end, tuple(kept), typed, (start, end) not in spelt))
    return mentions
