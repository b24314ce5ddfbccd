"""What is typed into one option of a command and means several things: ``as: The Mason; year: 1995``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.curating.proposal import CannotPropose


def details_of(typed: str, **given: str) -> dict[str, str]:
    """Names and texts: those typed, with semicolons between them, and those `given` that are not empty.

    Raises CannotPropose where a piece has no name, or a name comes twice.
    """
    found = {name: text for name, text in given.items() if text.strip()}
    for key, text in _pieces(typed):
        if key in found:
            raise CannotPropose(f"{key} is said twice; name it once")
        found[key] = text
    return found


def facts_of(typed: str) -> dict[str, tuple[str, ...]]:
    """The same for facts, of which there may be several of a name: ``genre: drama; genre: noir``."""
    found: dict[str, tuple[str, ...]] = {}
    for key, text in _pieces(typed):
        found[key] = (*found.get(key, ()), text)
    return found


def _pieces(typed: str) -> Iterator[tuple[str, str]]:
    for piece in filter(None, map(str.strip, typed.split(";"))):
        name, colon, text = (part.strip() for part in piece.partition(":"))
        if not colon or not name or not text:
            raise CannotPropose(f"“{piece}” has no name before it; write it as  name: text; name: text")
        yield name.casefold().replace(" ", "_"), text


def changed_details(given: Mapping[str, str], without: str) -> dict[str, str | None]:
    """The details that are `given` to a value, and those `without` which it is to be: names with ; or , between them.

    Raises CannotPropose where one is both.
    """
    gone = [name.strip().casefold().replace(" ", "_") for name in re.split(r"[;,]", without) if name.strip()]
    for name in gone:
        if name in given:
            raise CannotPropose(f"{name!r} is given and taken away; do one of both")
    return {**given, **dict.fromkeys(gone)}
