"""Which names a stretch of words spells, spacing aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import PART
from bot.facts.text import PARTS, compact, normalise

#: Longest name, in words, that is looked for as a whole.
LONGEST_NAME = 16
#: What a name is worth that is spelt right but with its words run together or apart, or as they sound.
OTHER_SPACING = 0.9
#: ... with a possessive where it has a plural.
OWNED = 0.3
#: Names this short are not taken for possessives.
LONGEST_OWN = 3
#: What a first name is worth where only one person has it; its letters at least; in so many names it is looked for.
GIVEN, SHORTEST_GIVEN, MOST_GIVEN = 0.55, 3, 40


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


def shortened(
    base: KnowledgeBase, words: Sequence[str], short: Mapping[str, Sequence[str]], least: int
) -> list[Candidate]:
    """As `exact`, of stretches of so many words at `least` with one in them that is `short` for others: 'leo', 'la'."""
    found: dict[tuple[int, int, int], Candidate] = {}
    for at in [at for at, word in enumerate(words) if word in short]:
        for meant in short[words[at]]:
            for candidate in exact(base, [*words[:at], compact(meant), *words[at + 1 :]]):
                stretch = range(candidate.start, candidate.end)
                if at in stretch and len(stretch) >= least and candidate.weight > PART:
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
    plain = {(c.start, c.end) for c in found if not c.possessive}  # 'jones' is hardly of somebody called 'Jone'
    return [c for c in found if not c.possessive or (c.start, c.end) not in plain]


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


def given(
    base: KnowledgeBase, words: Sequence[str], places: Sequence[int], short: Mapping[str, Sequence[str]]
) -> list[Candidate]:
    """The only person whose first name is the word at a place, or what that is `short` for: 'Ada', 'Leo'."""
    found = []
    for place in places:
        for word, possessive in ((words[place], False), (words[place].removesuffix("s"), True)):
            names = (word, *short.get(word, ())) if len(word) >= SHORTEST_GIVEN else ()
            people = {person for name in names for person in _with_first_name(base, name)}
            if len(people) == 1:
                found.append(Candidate(people.pop(), place, place + 1, GIVEN, 1.0, possessive))
                break
    return found


def _with_first_name(base: KnowledgeBase, word: str) -> set[int]:
    """The people whose name begins with a word that is in few names."""
    sql = (
        "SELECT DISTINCT name.node FROM word JOIN posting ON posting.word = word.id JOIN name ON name.id = posting.name"
        " JOIN node ON node.id = name.node"
        " WHERE word.word = ? AND word.names <= ? AND node.kind = 'person' AND name.words LIKE ?"
    )
    return {row[0] for row in base.execute(sql, (word, MOST_GIVEN, f"{word} %"))}


def known_words(base: KnowledgeBase, words: Sequence[str]) -> set[str]:
    """Those of `words` that are in some name."""
    marks = ",".join("?" * len(words))
    return {row[0] for row in base.execute(f"SELECT word FROM word WHERE word IN ({marks})", words)}


def split(text: str) -> list[str]:
    """The normalised words of a mention."""
    return normalise(text).split(" ") if text.strip() else []
