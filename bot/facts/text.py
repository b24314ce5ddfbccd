"""The only normaliser: names, phrases and questions all pass through `words`, so both sides of a comparison agree.

It stands on the lowest floor because the compiled knowledge base keys its names by it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Longest text that is looked at; a Discord message has at most 4000 characters.
MAX_CHARACTERS = 4000

#: Letters that decomposition leaves whole ('Łódź', 'Bjørn', 'Æon Flux').
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h"}
)

#: Digits and signs written for letters inside a word ('h3at', 'Se7en', 'p@cino', 'Love Pot1on').
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"})
#: What has digits by right: ordinals, decades, units ('2nd', '90s', '8mm', '3d', '1080p'), numbers run together with
#: words ('12years').
_NUMBERED = re.compile(r"\d+(st|nd|rd|th|s|d|mm|k|m|h|hr|hrs|min|mins|p|x)?$|\d{2,}[^\W\d_]{2,}$")

#: 'Rocky II', 'Rocky 2' and 'Rocky two' are one. Left out: one, i, v and x, which are words and titles of their own.
_NUMBERS = {
    word: str(number)
    for number, spellings in enumerate(
        [
            "two/ii",
            "three/iii",
            "four/iv",
            "five",
            "six/vi",
            "seven/vii",
            "eight/viii",
            "nine/ix",
            "ten",
            "eleven/xi",
            "twelve/xii",
            "thirteen/xiii",
            "fourteen/xiv",
            "fifteen/xv",
            "sixteen/xvi",
            "seventeen/xvii",
            "eighteen/xviii",
            "nineteen/xix",
            "twenty",
        ],
        start=2,
    )
    for word in spellings.split("/")
}

#: Cyrillic and Greek letters that look like Latin ones ('Неаt').
_LOOKING_LATIN = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανιορυ",
    "ABEKMHOPCTYXIJSaeopcyxijshdqw" + "ABEZHIKMNOPTYXaviopu",
)

# A word is letters and digits, with apostrophes, dots between single letters ('E.T.') and signs inside it ('p@cino').
_WORD = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d"  # a date
    r"|\d+(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+\.\d+(?!\w)"  # a number
    r"|(?<=\s)['’][sS]\b"  # a possessive that stands apart
    r"|(?:[^\W_]\.){2,}|[^\W_]+(?:['’‘`´@$](?=[^\W_])[^\W_]+)*"
    r"|(?<!\S)[$#*%+](?![^\s?!.])|&"
)
_FIGURE = re.compile(r"\d[\d.,-]*\d")
_APOSTROPHES = re.compile(r"['’‘`´.]")
_POSSESSIVE = re.compile(r"(?<=\w)['’‘`´][sS]$")
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_FRACTIONS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "´": "'"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Word:
    """A normalised word, and where it stands in the cleaned text. A possessive ending is a word of its own, ``'s``."""

    text: str
    start: int
    end: int
    capital: bool = False


@lru_cache(maxsize=1024)  # every way to write a name begins with the name
def clean(text: str) -> str:
    """`text` cut to MAX_CHARACTERS, entities and compatibility forms resolved, invisible characters dropped."""
    if text.isascii() and "&" not in text:  # most texts: there is nothing to resolve or to drop
        return text[:MAX_CHARACTERS]
    text = html.unescape(text[:MAX_CHARACTERS])
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_FRACTIONS)))[:MAX_CHARACTERS]


@lru_cache(maxsize=64)  # a question is looked at from several sides
def words(cleaned: str) -> tuple[Word, ...]:
    """The normalised words of a text that `clean` has returned."""
    return tuple(Word(*piece) for piece in _pieces(cleaned))


def _pieces(cleaned: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in _WORD.finditer(cleaned):
        raw, start, end = match[0], match.start(), match.end()
        if raw[0] in "'’":
            yield "'s", start, end, False
            continue
        possessive = _POSSESSIVE.search(raw)
        stem = raw[: possessive.start()] if possessive else raw
        folded = fold(stem)
        if folded:
            yield folded, start, start + len(stem), stem[0].isupper()
        if possessive:
            yield "'s", start + len(stem), end, False


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """One word: without case, accents, apostrophes and stretching, numbers as digits."""
    if word == "&":
        return "and"
    if _FIGURE.fullmatch(word):
        return word.replace(",", "")
    if word.isascii() and word.isalpha():  # most words: there is nothing to take away
        return _counted_or_unstretched(word.lower())
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    plain = _APOSTROPHES.sub("", plain)
    if not plain.isalpha() and any(c.isalpha() for c in plain) and not _NUMBERED.match(plain):
        plain = plain.translate(_LEET)
    return _counted_or_unstretched(plain)


def _counted_or_unstretched(word: str) -> str:
    number = _NUMBERS.get(word)
    if number is None and _STRETCH.search(word):  # looking costs a fifth of replacing nothing
        return _STRETCH.sub(r"\1\1", word)
    return number or word


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """The words of `text`, separated by single spaces: two texts that people take for the same are equal here.

    A text without any word, such as the title ``$`` or ``...``, is its own visible characters.
    """
    cleaned = clean(text)
    if cleaned.isascii() and cleaned.replace(" ", "").isalnum():  # most names: words are what spaces stand between
        return " ".join(map(fold, cleaned.split()))
    return " ".join([piece[0] for piece in _pieces(cleaned)]) or "".join(cleaned.split())


def looking_latin(text: str) -> str:
    """`text` with the letters of other scripts that look like Latin ones as those: what readers take it for."""
    return text.translate(_LOOKING_LATIN)


def spelt_out(text: str) -> str:
    """As `normalise`, but numbers that are written as words stay words."""
    if not any(map(str.isdigit, normalise(text))):
        return normalise(text)
    cleaned = clean(text)
    spelt = []
    for word in words(cleaned):
        written = cleaned[word.start : word.end].casefold()
        spelt.append(written if written in _NUMBERS and len(written) > 2 else word.text)
    return " ".join(spelt) or normalise(text)


#: Verbs that are run together with the word before them, and what is left when they are not.
_CONTRACTION = re.compile(r"(?<=\w)['’‘`´](ve|re|ll|m)\b|(?<=\b(?:who|hat|ere|how|let))['’‘`´](s)\b", re.IGNORECASE)
_SPELT_OUT = {"ve": "have", "re": "are", "ll": "will", "m": "am", "s": "is"}


def uncontracted(text: str) -> list[str]:
    """As `normalise`, with its contractions spelt out, and with them left out: 'you have got', 'you got'."""
    cleaned = clean(text)
    if not _CONTRACTION.search(cleaned):
        return []
    whole = _CONTRACTION.sub(lambda found: " " + _SPELT_OUT[(found[1] or found[2]).lower()], cleaned)
    left_out = _CONTRACTION.sub(lambda found: "" if found[1] else found[0], cleaned)
    return list(dict.fromkeys(map(normalise, (whole, left_out))))


def compact(normalised: str) -> str:
    """The key of a name: its normalised words run together, so that 'star wars' and 'starwars' meet."""
    return normalised.replace(" ", "").replace("'s", "s")


#: Words before the number of a part, which are left out as often as not.
PARTS = frozenset({"part", "chapter", "episode", "volume"})

#: Words before a name that are left out as often as not.
ARTICLES = frozenset({"the", "a", "an"})
_SUBTITLE = re.compile(r"\s*(?:: | [-–—] | or: )\s*", re.IGNORECASE)


def short_forms(name: str) -> list[str]:
    """Normalised names that people use for `name` too: without leading article, subtitle, 'part'; the subtitle."""
    full = normalise(name).split(" ")
    forms = []
    parts = _SUBTITLE.split(name, maxsplit=1)
    candidates = [full]
    if len(parts) > 1:
        head, subtitle = (normalise(part).split(" ") for part in parts)
        told = len(subtitle) > 1 and not any(map(str.isdigit, "".join(subtitle)))  # 'Part Two' is nobody's name
        candidates += [head, subtitle] if told else [head]
    for form in candidates:
        if len(form) > 1 and form[0] in ARTICLES:
            forms.append(form[1:])
        if form != full:
            forms.append(form)
        if not PARTS.isdisjoint(form[1:-1]):
            forms.append([word for word in form if word not in PARTS])
    return list(dict.fromkeys(" ".join(form) for form in forms if form != [""]))
