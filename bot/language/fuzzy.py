"""The only importer of rapidfuzz: how alike two spellings are, and when that is alike enough.

Distances are optimal string alignments: insertions, deletions, substitutions and swaps of neighbours count one each.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from bot.facts.text import ARTICLES, compact

#: Below this likeness two names are not worth offering as 'did you mean' (0 to 1).
OFFER = 0.6
#: How well words spell a name that only lack an article inside of it.
WITHOUT_ARTICLE = 0.97
#: How much less, if all but nothing of the name was typed.
LEFT_OUT = 0.4

#: What a mistake in a word costs, each further one, one in the first letter (where fingers slip least), and one that
#: made another word that exists, by a slip of the fingers or not.
ONE_EDIT, FURTHER_EDIT, FIRST_LETTER, EXISTS_SLIPPED, EXISTS = 0.35, 0.25, 0.15, 0.25, 0.6
#: ... or one that is in some name. What a correction costs beside a name; of a word that exists, and did not slip.
NAMED, BESIDE, EXISTS_BESIDE = 0.1, 0.1, 2.0

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    frozenset((a, b))
    for above, row in zip((None, *_ROWS), _ROWS, strict=False)
    for at, a in enumerate(row)
    for b in (row[at + 1 : at + 2], *((above or "")[max(0, at) : at + 2]))
    if b
}


def allowed_edits(length: int) -> int:
    """How many edits a spelling of `length` letters may be away: about one in five."""
    return 0 if length < 4 else 1 if length < 9 else 2 if length < 14 else 3


def distance(one: str, other: str, most: int) -> int:
    """The edits between two spellings; `most` + 1 if there are more than `most`."""
    return OSA.distance(one, other, score_cutoff=most)


def near_edits(typed: str, word: str) -> int | None:
    """The edits between two words, if they are few enough for one to be the other: two from six letters on."""
    if typed == word:
        return 0
    length = min(len(typed), len(word))
    most = 0 if length < 3 else 1 if length < 6 else 2
    edits = distance(typed, word, most) if most else 1
    return edits if edits <= most else None


def is_slip(typed: str, meant: str) -> bool:
    """Whether one short word is the other mistyped, rather than another word: 'haet', 'heeat', not 'heart', 'meat'.

    In a short word one edit makes another word as often as a slip of the fingers, so only what fingers do counts: two
    letters swapped, a letter doubled or not doubled, a neighbouring key (never for the first letter).
    """
    if sorted(typed) == sorted(meant):
        return True
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    if len(longer) == len(shorter) + 1:
        return any(
            longer[:at] + longer[at + 1 :] == shorter and longer[at] in longer[max(0, at - 1) : at]
            for at in range(1, len(longer))
        )
    if len(typed) != len(meant):
        return False
    changed = [at for at, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    return changed[:1] != [0] and all(frozenset((typed[at], meant[at])) in _NEIGHBOURS for at in changed)


def same_word(typed: str, meant: str) -> bool:
    """Whether `typed` may be a misspelling of the word `meant`. Numbers are never misspelt, nor is a plural."""
    if typed == meant:
        return True
    if any(c.isdigit() for c in typed + meant) or typed + "s" == meant or meant + "s" == typed:
        return False
    length = min(len(typed), len(meant))
    most = allowed_edits(length)
    edits = distance(typed, meant, most) if most else 99
    if edits > most:
        return False
    if typed[0] != meant[0] and sorted(typed) != sorted(meant):
        return False  # fingers slip on the first letter least: 'dinner' is not 'winner'
    return length > 4 or is_slip(typed, meant)


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in ARTICLES]


def name_likeness(typed: Sequence[str], name: Sequence[str], exists: Container[str] = ()) -> float:
    """How well the words `typed` spell the words of `name`, 0 to 1; 0 if they rather spell another name.

    One edit in five letters is forgiven over the whole, numbers must agree, and a name of a single word that ``exists``
    otherwise must have slipped (see `is_slip`) rather than differ.
    """
    one, other = compact(" ".join(typed)), compact(" ".join(name))
    if one == other:
        return 1.0
    if [*filter(str.isdigit, one)] != [*filter(str.isdigit, other)]:
        return 0.0
    if len(typed) < len(name) and _telling(typed) == _telling(name) and len(_telling(name)) > 1:
        return WITHOUT_ARTICLE
    length = min(len(one), len(other))
    most = allowed_edits(length)
    edits = distance(one, other, most) if most else 99
    if edits > most and (len(typed) != len(name) or typed[0][0] != name[0][0]):
        return 0.0
    telling = _telling(name)
    heard = len(telling) > 1 and _may_sound_alike(typed, name)
    if heard and edits > 1:
        edits = min(edits, 1 + distance("".join(map(sound, typed)), "".join(map(sound, name)), most))
    if edits > most:
        return 0.0
    if len(name) == len(typed):
        for a, b in zip(typed, name, strict=True):
            if a == b or (heard and sound(a) == sound(b)):
                continue
            if not _word_may_slip(a, b, alone=len(telling) == 1, exists=a in exists):
                return 0.0
    elif length < 8:
        return 0.0
    return 1.0 - edits / (length + 1)


_SPELLINGS = re.compile(r"ph|oo|ou|ck|ee|ie|y|c(?!h)|q|z|(.)(?=\1)")
_SOUNDS = {"ph": "f", "oo": "u", "ou": "u", "ck": "k", "ee": "i", "ie": "i", "y": "i", "c": "k", "q": "k", "z": "s"}


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A word as it sounds, roughly, whichever way it is spelt: 'joon' and 'jun', 'murphy' and 'murfy'."""
    return _SPELLINGS.sub(lambda found: _SOUNDS.get(found[0], ""), word)


def _may_sound_alike(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether names of as many words begin each word with the same letter, as they must to be spelt by ear."""
    return len(typed) == len(name) and all(a[0] == b[0] for a, b in zip(typed, name, strict=True))


def _word_may_slip(typed: str, meant: str, alone: bool, exists: bool) -> bool:
    shorter = min(len(typed), len(meant))
    if alone and (typed + "s" == meant or meant + "s" == typed):
        return False  # 'Aliens' is not 'Alien'
    if alone and exists:
        return is_slip(typed, meant) and same_word(typed, meant)
    if shorter < 3:
        return is_slip(typed, meant)
    if alone and shorter < 6 and len(typed) == len(meant) and typed[0] != meant[0] and not is_slip(typed, meant):
        return False
    return distance(typed, meant, 2) <= (1 if shorter < (9 if alone else 6) else 2)


def nearest(typed: str, names: Iterable[str], count: int = 3) -> list[tuple[str, float]]:
    """The most alike of `names` and their likeness (0 to 1), best first, none under OFFER."""
    found = process.extract(typed, list(names), scorer=ratio, limit=count, score_cutoff=OFFER * 100)
    return [(name, score / 100) for name, score, _ in found]


def overlap(typed: Sequence[str], name: Sequence[str]) -> float:
    """How near a name comes to what was `typed` (0 to 1), letter by letter or word by word, whichever tells more.

    By words, in any order: the part of what was typed that is in the name, less for each word that was left out.
    """
    letters = ratio(" ".join(typed), " ".join(name)) / 100
    left, matched = list(name), 0.0
    for word in typed:
        likeness, best = max(((_word_likeness(word, other), other) for other in left), default=(0.0, ""))
        if likeness:
            matched += likeness * len(word)
            left.remove(best)
    said = sum(map(len, typed))
    missing = sum(map(len, left)) / sum(map(len, name))
    if not said:
        return 0.0
    inside = 0.0 if left else OFFER + (1 - OFFER) / 2 * matched / said  # 'Alien' in 'the last alien'
    return max(letters, inside, matched / said * (1 - LEFT_OUT * missing))


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    edits = near_edits(one, other)
    return 0.0 if edits is None else 1 - edits / (1 + min(len(one), len(other)))


class Correction(NamedTuple):
    """A word that another may be a misspelling of, and what it costs to think so (a word explained is about 1).

    ``beside_name`` is what it costs beside a name, to which what was typed may belong.
    """

    word: str
    cost: float = 0.0
    beside_name: float = 0.0


def corrections(typed: str, known: Sequence[str], exists: bool, named: bool) -> tuple[Correction, ...]:
    """Those of the `known` words that `typed` may be a misspelling of, likeliest first, at most four.

    What `exists` as a word is seldom another one misspelt, and never with two mistakes; what is `named`, a word of some
    name, is so somewhat less.
    """
    most = 1 if exists else max(1, allowed_edits(len(typed)))
    near = process.extract(typed, known, scorer=OSA.distance, limit=12, score_cutoff=most)
    found = [
        _correction(typed, word, int(edits), exists, named)
        for word, edits, _ in near
        if len(word) > 3 or sorted(word) == sorted(typed) or _left_out(typed, word)
    ]
    return tuple(sorted(found, key=lambda correction: correction[1]))[:4]


def _left_out(typed: str, meant: str) -> bool:
    """Whether a short word lacks a letter that is not its first: 'hw' for 'how'."""
    return typed[0] == meant[0] and any(meant[:at] + meant[at + 1 :] == typed for at in range(1, len(meant)))


def _correction(typed: str, meant: str, edits: int, exists: bool, named: bool) -> Correction:
    cost = ONE_EDIT + FURTHER_EDIT * (edits - 1)
    if typed[0] != meant[0] and sorted(typed) != sorted(meant):
        cost += FIRST_LETTER
    if exists:
        slipped = is_slip(typed, meant)
        return Correction(meant, cost + (EXISTS_SLIPPED if slipped else EXISTS), BESIDE if slipped else EXISTS_BESIDE)
    return Correction(meant, cost + NAMED, BESIDE) if named else Correction(meant, cost, BESIDE)
