"""A whole knowledge folder, read: the relations, the entities, the words of each language, and every problem in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.facts.model import Entity, Problem
from bot.facts.vocabulary import Vocabulary

#: What a language file holds: text, lists and mappings of it.
Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the files of a knowledge folder say.

    ``entities`` holds every entity, those of kind ``source`` too, in the order of the files; ids are unique.
    ``sources`` are the entities of kind ``source`` by id. ``language`` has one entry per file of ``language/``, by stem.
    """

    vocabulary: Vocabulary
    entities: tuple[Entity, ...]
    sources: Mapping[str, Entity]
    language: Mapping[str, Plain]
    problems: tuple[Problem, ...]
    digest: str


def read_knowledge(knowledge: Path, shipped: Path) -> Knowledge:
    """Read every file under `knowledge`, with the relations and language files of `shipped` that it does not replace.

    Raises KnowledgeMissing when a folder does not exist; everything else that is wrong is among the problems.
    """
    raise NotImplementedError
