"""The ids of entities: short, stable names that are safe in a file name, in a link and in a query."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 100
_ID = re.compile(r"\w+(?:[-.]\w+)*")
_APOSTROPHES = re.compile("['’ʼ`´]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_GAPS = re.compile(r"[\W_]+")


def is_id(text: str) -> bool:
    """Whether `text` may be an id: letters and digits of any script, with single ``-``, ``.`` or ``_`` between them."""
    return len(text) <= MAX_LENGTH and _ID.fullmatch(text) is not None


def slug(name: str) -> str:
    """`name` as an id: ``Léon: The Professional`` -> ``leon-the-professional``. Never empty, always an id.

    >>> slug("Ocean's Eleven"), slug("七人の侍"), slug("$")
    ('oceans-eleven', '七人の侍', 'u24')
    """
    text = unicodedata.normalize("NFKD", name.casefold())
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", text))
    text = _GAPS.sub("-", _APOSTROPHES.sub("", text.replace("&", " and ")))
    return text[: MAX_LENGTH - 10].strip("-") or "u" + "-".join(f"{ord(character):x}" for character in name[:10])


def pack_id(name: str, year: int | None) -> str:
    """The id of an entity in a pack: ``heat-1995``, or ``heat`` where no year is known."""
    return f"{slug(name)}-{year}" if year else slug(name)
