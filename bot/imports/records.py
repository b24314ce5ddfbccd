"""What every format is read into: records of films, series and people, with facts as text.

A reader only says what its source says. Which entity a record is, which facts are sound and where they are written is
the same for all of them (``matching``, ``gathering``, ``packs``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.facts.text import normalise
from bot.facts.yaml_hints import FORBIDDEN

#: A catalogue and the id that it has for something: ``("IMDb", "tt0113277")``.
Identifier: TypeAlias = tuple[str, str]

IMDB, TMDB, MOVIELENS, WIKIDATA = "IMDb", "TMDB", "MovieLens", "Wikidata"


class ImportFailed(Exception):  # noqa: N818 - it is called so wherever it is told of
    """The import cannot go on; the message names the file, the line where there is one, and the mend."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another entity that a fact names: by its id in the source where that has one, else by its name alone."""

    kind: str
    name: str
    identifiers: tuple[Identifier, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the others of the same import."""
        return key_of(self.kind, self.name, self.identifiers)


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as the source says it. Only people are references: what else is named needs no entry of its own."""

    relation: str
    value: str | Reference
    qualifiers: tuple[tuple[str, str], ...] = ()
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A film, series or person of the source.

    ``identifiers``: the source's own first. ``year`` is the year of release (or birth), for matching. ``apart`` tells
    records without identifiers apart that share name and year. ``place`` is file and line, for reports.
    """

    kind: str
    name: str
    identifiers: tuple[Identifier, ...] = ()
    also_known_as: tuple[str, ...] = ()
    year: int | None = None
    facts: tuple[Said, ...] = ()
    apart: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others of the same import."""
        return key_of(self.kind, self.name, self.identifiers, self.year, self.apart)


def key_of(kind: str, name: str, identifiers: tuple[Identifier, ...], year: int | None = None, apart: str = "") -> str:
    """The first identifier, or where there is none, name and year and what else tells it apart."""
    if identifiers:
        database, value = identifiers[0]
        return f"{kind}\t{database}\t{value}"
    return f"{kind}\t{normalise(name)}\t{year or ''}\t{normalise(apart) if apart else ''}"


def tidy(text: str) -> str:
    """`text` in one line, without the invisible characters that no fact file may hold."""
    if FORBIDDEN.search(text):
        text = FORBIDDEN.sub(lambda found: " " if found[0].isspace() else "", text)
    return " ".join(text.split())
