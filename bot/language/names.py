"""Which names could a stretch of words mean: exactly, misspelt, or with words left out or moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import PART, deletions
from bot.facts.text import PARTS, compact, normalise
from bot.language.fuzzy import distance, name_likeness, nearest

#: Longest name, in words, that is looked for as a whole.
LONGEST_NAME = 16
#: A word that stands in more names than this says too little to start a search from.
COMMONEST_WORD = 400
#: How many names are compared with one question at most.
MOST_COMPARED = 150
#: What a name is worth that is spelt right but with its words run together or apart, or as they sound.
OTHER_SPACING = 0.9
#: ... with a possessive where it has a plural.
OWNED = 0.3
#: Names this short are not taken for possessives.
LONGEST_OWN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that words [start, end) may name, the weight of that way to write it, and the likeness to it.

    ``possessive`` if the last word has an 's' too many ('manns' for 'mann's'), which only people's names may have.
    """

    node: int
    start: int
    end: int
    weight: float
    likeness: float = 1.0
    possessive: bool = False


def _spans(words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(words)):
        if words[start] == "'s":
            continue
        key = ""
        for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
            word = words[end - 1]
            key += "s" if word == "'s" else word
            spans.setdefault(key, []).append((start, end))
            if word.isdigit() and words[end - 2] in PARTS and end - start > 2:
                short = compact(" ".join([*words[start : end - 2], word]))  # 'saw part 3' for 'Saw III'
                spans.setdefault(short, []).append((start, end))
    return spans


def heard(base: KnowledgeBase, words: Sequence[str], sounds: Mapping[str, Sequence[str]]) -> list[Candidate]:
    """As `exact`, of the stretches with words that are written as they sound ('u', '2'): `sounds` has what they are."""
    spoken = {at for at, word in enumerate(words) if word in sounds}
    found: dict[tuple[int, int, int], Candidate] = {}
    for which in range(max((len(sounds[words[at]]) for at in spoken), default=0)):
        spelt = [sounds[word][min(which, len(sounds[word]) - 1)] if word in sounds else word for word in words]
        for candidate in exact(base, spelt):
            stretch = range(candidate.start, candidate.end)
            if len(stretch) > 2 and not spoken.isdisjoint(stretch):  # 'are u' and 'go 2' are hardly names
                key = (candidate.node, candidate.start, candidate.end)
                found.setdefault(key, replace(candidate, weight=candidate.weight * OTHER_SPACING))
    return list(found.values())


def exact(base: KnowledgeBase, words: Sequence[str]) -> list[Candidate]:
    """Every stretch of `words` that spells a name, spacing aside."""
    spans = _spans(words)
    if not spans:
        return []
    owners = {key[:-1]: places for key, places in spans.items() if key.endswith("s") and len(key) > LONGEST_OWN}
    keys = [*spans, *(key for key in owners if key not in spans)]
    marks = ",".join("?" * len(keys))
    found = []
    rows = base.execute(f"SELECT key, words, node, weight FROM name WHERE key IN ({marks})", keys)
    for key, written, node, weight in rows:
        for start, end in spans.get(key, ()):
            spaced = " ".join(words[start:end])
            likeness = 1.0 if spaced == written else OTHER_SPACING
            if likeness < 1.0 and spaced.count(" 's") > written.count(" 's"):
                likeness = OWNED  # 'Red's director' hardly asks about 'Reds'
            found.append(Candidate(node, start, end, weight * likeness))
        found += [Candidate(node, start, end, weight * 0.95, 1.0, True) for start, end in owners.get(key, ())]
    plain = {(c.node, c.start, c.end) for c in found if not c.possessive}
    return [c for c in found if not c.possessive or (c.node, c.start, c.end) not in plain]


def shared(
    base: KnowledgeBase, words: Sequence[str], found: Sequence[Candidate], joining: Collection[str]
) -> list[Candidate]:
    """First names whose last name stands only behind another's: 'joel and ethan coen'."""
    places = {(c.start, c.end) for c in found if c.end - c.start > 1 and c.start > 1 and c.weight > PART}
    more = []
    for start, end in places:
        if words[start - 1] in joining:
            name = [words[start - 2], *words[start + 1 : end]]
            whole = (c for c in exact(base, name) if c.end - c.start == len(name) and c.weight > PART)
            more += [replace(c, start=start - 2, end=start - 1) for c in whole]
    return more


def known_words(base: KnowledgeBase, words: Sequence[str]) -> set[str]:
    """Those of `words` that are in some name."""
    marks = ",".join("?" * len(words))
    return {row[0] for row in base.execute(f"SELECT word FROM word WHERE word IN ({marks})", words)}


def similar(
    base: KnowledgeBase, words: Sequence[str], doubtful: Collection[int], exist: Collection[str] = ()
) -> list[Candidate]:
    """Names that stretches of `words` spell with mistakes, each over at least one of the positions in `doubtful`.

    Those of the words that ``exist`` in the language were hardly meant to be others.
    """
    hits = _near_words(base, words, doubtful)
    found: list[Candidate] = []
    for _, node, name, weight, places in _names_with(base, hits):
        if weight <= PART:
            continue  # a last name by itself, misspelt, is anybody's
        best: Candidate | None = None
        for position, index in places:
            for start, end in _windows(position - index, len(name), len(words)):
                if not start <= position < end or words[start] == "'s" or words[end - 1] == "'s":
                    continue
                if end - start != len(name) and not (
                    (start in doubtful or words[start] == name[0])
                    and (end - 1 in doubtful or words[end - 1] == name[-1])
                ):
                    continue  # a word of the language beside a name is no part of it
                likeness = name_likeness(words[start:end], name, exist)
                if likeness < 1.0 and (best is None or likeness > best.likeness) and likeness > 0:
                    best = Candidate(node, start, end, weight, likeness)
        if best is not None:
            found.append(best)
    return found


def _windows(start: int, length: int, limit: int) -> Iterable[tuple[int, int]]:
    for first in (start, start - 1, start + 1):
        for last in (first + length, first + length - 1, first + length + 1):
            if 0 <= first < last <= limit:
                yield first, last


def suggestions(base: KnowledgeBase, words: Sequence[str], kinds: Collection[str] | None, count: int = 3) -> list[int]:
    """The nodes whose names come nearest to `words`, for 'did you mean', best first."""
    typed = " ".join(words)
    hits = _near_words(base, words, range(len(words)))
    rows = {(node, " ".join(name)) for _, node, name, _, _ in _names_with(base, hits)}
    size = base.execute("SELECT count(*) FROM name").fetchone()[0]
    if size <= 5000:
        rows |= {(node, name) for node, name in base.execute("SELECT node, words FROM name")}
    nodes = base.nodes({node for node, _ in rows})
    names: dict[str, list[int]] = {}
    for node, name in rows:
        if nodes[node].is_entity and (kinds is None or nodes[node].kind in kinds):
            names.setdefault(name, []).append(node)
    best: dict[int, None] = {}
    for name, _ in nearest(typed, names, count=count * 2):
        for node in names[name]:
            best.setdefault(node)
    inside = [node for name, found in names.items() if f" {name} " in f" {typed} " for node in found]
    return list(dict.fromkeys([*inside, *best]))[:count]


Hits = dict[str, list[int]]


def _near_words(base: KnowledgeBase, words: Sequence[str], positions: Collection[int]) -> Hits:
    """The words of names that the words at some positions may be: word -> positions."""
    keys: dict[str, list[int]] = {}
    for position in positions:
        word = words[position]
        for key in deletions(word) if not word.isdigit() and word != "'s" else (word,):
            keys.setdefault(key, []).append(position)
    marks = ",".join("?" * len(keys))
    rows = base.execute(
        f"SELECT near.key, word.word FROM near JOIN word ON word.id = near.word WHERE near.key IN ({marks})", keys
    )
    hits: Hits = {}
    for key, word in rows:
        for position in keys[key]:
            typed = words[position]
            length = min(len(word), len(typed))
            if word == typed or (length >= 3 and distance(typed, word, 2) <= (1 if length < 6 else 2)):
                places = hits.setdefault(word, [])
                if position not in places:
                    places.append(position)
    return hits


Found = tuple[int, int, tuple[str, ...], float, list[tuple[int, int]]]


def _names_with(base: KnowledgeBase, hits: Hits) -> list[Found]:
    """The names with most of these words: (hits, node, name, weight, [(position in the question, index in it)])."""
    if not hits:
        return []
    marks = ",".join("?" * len(hits))
    rare = base.execute(f"SELECT id, word, names FROM word WHERE word IN ({marks}) ORDER BY names", hits).fetchall()
    searched = [row for row in rare if row[2] <= COMMONEST_WORD] or rare[:1]
    scores: dict[int, float] = {}
    for word_id, word, names in searched:
        for (name,) in base.execute("SELECT name FROM posting WHERE word = ? LIMIT ?", (word_id, COMMONEST_WORD)):
            scores[name] = scores.get(name, 0.0) + len(word) / (1 + names) ** 0.5
    best = sorted(scores, key=lambda name: -scores[name])[:MOST_COMPARED]
    marks = ",".join("?" * len(best))
    found: list[Found] = []
    for node, text, weight in base.execute(f"SELECT node, words, weight FROM name WHERE id IN ({marks})", best):
        name = tuple(text.split(" "))
        places = [(position, index) for index, word in enumerate(name) for position in hits.get(word, ())]
        if places:
            found.append((len(places), node, name, weight, places))
    return found


def split(text: str) -> list[str]:
    """The normalised words of a mention."""
    return normalise(text).split(" ") if text.strip() else []
