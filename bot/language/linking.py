"""Mention to entity: the stretches of an utterance that name something, each with the nodes that it may name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.language import names
from bot.language.names import Candidate

#: Two nodes of one kind that a mention names this much worse or better are not equals (weight x likeness).
EQUALS = 0.08
#: What a name is worth that differs from what was typed in signs or digits, beside one that does not.
OTHER_SIGNS = 0.9
#: No mention has more candidates than this: a question about 'Smith' cannot show a longer choice anyway.
MOST_CANDIDATES = 30


class Mention(NamedTuple):
    """Words [start, end) and the nodes they may name: (node, kind, quality 0 to 1), best first."""

    start: int
    end: int
    nodes: tuple[tuple[int, str, float], ...]

    def __str__(self) -> str:
        kinds = ", ".join(dict.fromkeys(kind for _, kind, _ in self.nodes))
        return f"name of {kinds} ({self.quality:.2f})"

    @property
    def quality(self) -> float:
        """How well the words spell the best of the nodes."""
        return self.nodes[0][2]

    def of(self, kinds: Collection[str] | None) -> tuple[tuple[int, ...], float]:
        """The nodes of the best-spelt of these kinds (None: of any), and their quality; ((), 0) if there is none."""
        fitting = [node for node in self.nodes if kinds is None or node[1] in kinds]
        if not fitting:
            return (), 0.0
        best = fitting[0][2]
        return tuple(node for node, _, quality in fitting if quality >= best - EQUALS), best


def link(
    base: KnowledgeBase, words: Sequence[str], known: Collection[int], typed: Callable[[int, int], str]
) -> list[Mention]:
    """The mentions in `words`; positions in `known` are words of the language, which are not corrected into names.

    ``typed`` gives a stretch of words as it was typed.
    """
    found = names.exact(base, words)
    covered = {position for c in found if c.end - c.start > 1 or c.weight > 0.8 for position in range(c.start, c.end)}
    doubtful = [i for i, word in enumerate(words) if i not in known and word != "'s"]
    if any(position not in covered for position in doubtful) or _scattered(found, doubtful):
        whole = names.similar(base, words, doubtful)
        found += whole
        if not _all_in_one(found, doubtful):
            found += names.partial(base, words, doubtful)
    return _mentions(base, found, typed)


def _scattered(found: Sequence[Candidate], doubtful: Sequence[int]) -> bool:
    """Whether the doubtful words lie side by side and no single name covers them: they may be one name misspelt."""
    return len(doubtful) > 1 and not _all_in_one(found, doubtful)


def _all_in_one(found: Sequence[Candidate], doubtful: Sequence[int]) -> bool:
    return any(all(c.start <= position < c.end for position in doubtful) for c in found)


def _mentions(base: KnowledgeBase, found: Sequence[Candidate], typed: Callable[[int, int], str]) -> list[Mention]:
    spans: dict[tuple[int, int], dict[int, float]] = {}
    for candidate in found:
        nodes = spans.setdefault((candidate.start, candidate.end), {})
        quality = candidate.weight * candidate.likeness
        nodes[candidate.node] = max(quality, nodes.get(candidate.node, 0.0))
    owners = {(c.start, c.end, c.node) for c in found if c.possessive}
    known = base.nodes({node for nodes in spans.values() for node in nodes})
    kinds = {node.id: node.kind for node in known.values()}
    mentions = []
    for (start, end), nodes in spans.items():
        letters = typed(start, end).casefold()
        if len(nodes) > 1 and any(known[node].name.casefold() == letters for node in nodes):
            for node in nodes:  # 'Taxi' is not 'Taxi!', where there are both
                nodes[node] *= 1.0 if known[node].name.casefold() == letters else OTHER_SIGNS
        ranked = sorted(
            (
                (node, kinds[node], quality)
                for node, quality in nodes.items()
                if (start, end, node) not in owners or kinds[node] in ("person", "character")
            ),
            key=lambda n: (-n[2], n[0]),
        )
        if not ranked:
            continue
        best: dict[str, float] = {}
        kept = [n for n in ranked if n[2] >= best.setdefault(n[1], n[2]) - EQUALS][:MOST_CANDIDATES]
        mentions.append(Mention(start, end, tuple(kept)))
    return mentions
