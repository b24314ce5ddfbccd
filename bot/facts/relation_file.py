"""Relation files: knowledge/relations/<name>.yaml -> Relation."""

from __future__ import annotations

from collections.abc import Iterable

from bot.facts.vocabulary import Vocabulary


def read_vocabulary(files: Iterable[tuple[str, bytes]]) -> Vocabulary:
    """The relations of `files`, given as (path relative to the knowledge folder, content), and all their problems."""
    raise NotImplementedError
