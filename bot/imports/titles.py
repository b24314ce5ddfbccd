"""Titles and years as catalogues write them: 'Matrix, The (1999)' is The Matrix, of 1999."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Articles that catalogues put behind a title, in the languages that MovieLens does it for. Those that end with an
#: apostrophe take no space.
_ARTICLES = (
    "The|A|An|L'|L’|La|Le|Les|Un|Une|Des|Il|Lo|Gli|Uno|Una|El|Los|Las|Unos|Unas|Os|As|Um|Uma|"
    "Der|Die|Das|Den|Dem|Ein|Eine|De|Het|Een|Det|En|Et|Ett"
)
_ARTICLE_LAST = re.compile(rf"(?P<title>.+), (?P<article>{_ARTICLES})", re.IGNORECASE)
_YEARS = re.compile(r"\((?:[IVX]+\) \()?[-–]?(?P<year>\d{4})(?P<to>[-–]\d{0,4})?\)")
_OTHER_NAME = re.compile(r"\((?:a\.?k\.?a\.? )?(?P<name>[^()]*[^\W\d][^()]*)\)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|21\d\d)(?!\d)")
_QUOTES = '"“”„'


class Title(NamedTuple):
    """A title taken apart. ``runs`` is true where the years are a span, as those of a series are."""

    name: str
    also_known_as: tuple[str, ...] = ()
    year: int | None = None
    runs: bool = False


def read_title(text: str) -> Title:
    """A title with what stands in brackets behind it: the year, and other names.

    >>> read_title("City of Lost Children, The (Cité des enfants perdus, La) (1995)")
    Title(name='The City of Lost Children', also_known_as=('La Cité des enfants perdus',), year=1995, runs=False)
    """
    text = " ".join(text.split())
    if text[:1] in _QUOTES and text[-1:] in _QUOTES:
        text = text.strip(_QUOTES)
    year, runs = None, False
    if (found := _YEARS.search(text)) and found.end() == len(text):
        year, runs = int(found["year"]), bool(found["to"])
        text = text[: found.start()].rstrip()
    others: list[str] = []
    while text.endswith(")") and (brackets := list(_OTHER_NAME.finditer(text))):
        last, before = brackets[-1], text[: brackets[-1].start()].rstrip()
        if last.end() != len(text) or not before or before.endswith(" or"):
            break  # 'Birdman or (The Unexpected Virtue of Ignorance)' is one title
        others.append(article_first(last["name"]))
        text = before
    name = article_first(text)
    return Title(name, tuple(other for other in reversed(others) if other != name), year, runs)


def article_first(title: str) -> str:
    """``Matrix, The`` -> ``The Matrix``; ``Avventura, L'`` -> ``L'Avventura``."""
    found = _ARTICLE_LAST.fullmatch(title)
    if not found:
        return title
    gap = "" if found["article"].endswith(("'", "’")) else " "
    return found["article"] + gap + found["title"]


def read_year(text: str) -> int | None:
    """The first year in `text`: ``1999``, ``-2019``, ``(I) (2019)``, ``1999-03-31``, ``2007-2010``."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None
