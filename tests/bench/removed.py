"""Bases that lack what some questions ask for: the answering facts gone, or the whole thing asked about gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.facts.text import normalise
from tests.bench.metaqa import Question, Triple

_ARTICLES = ("the", "a", "an")
_OF_PEOPLE = {"directed_by", "written_by", "starred_actors"}


def without_facts(triples: Sequence[Triple], questions: Iterable[Question]) -> tuple[list[Triple], set[str]]:
    """The triples without those that answer one of the `questions`, and the people who stay known all the same."""
    by_name = _by_name(triples)
    gone: set[Triple] = set()
    for question in questions:
        gone.update(_answering(question, by_name))
    kept = [triple for triple in triples if triple not in gone]
    left = {value for _, relation, value in kept if relation in _OF_PEOPLE}
    asked = {question.name for question in questions}
    return kept, {value for _, relation, value in gone if relation in _OF_PEOPLE and value in asked - left}


def without_names(triples: Iterable[Triple], questions: Iterable[Question]) -> list[Triple]:
    """The triples without those that mention what one of the `questions` is about, or a namesake of it."""
    gone = {_as_typed(question.name) for question in questions}
    return [t for t in triples if _as_typed(t[0]) not in gone and _as_typed(t[2]) not in gone]


def _as_typed(name: str) -> str:
    """A name as careless people type it, without article and spaces: who asks for 'Maze' may mean 'The Maze'."""
    words = normalise(name).split()
    return "".join(words[1:] if words[0] in _ARTICLES and len(words) > 1 else words)


def _by_name(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    by_name: dict[str, list[Triple]] = {}
    for triple in triples:
        by_name.setdefault(triple[0], []).append(triple)
        by_name.setdefault(triple[2], []).append(triple)
    return by_name


def _answering(question: Question, by_name: dict[str, list[Triple]]) -> list[Triple]:
    """The facts of each relation that gives exactly the right answers, or else of those that give one of them."""
    sides: dict[tuple[str, bool], list[Triple]] = {}
    for triple in by_name.get(question.name, ()):
        forward = triple[0] == question.name
        sides.setdefault((triple[1], forward), []).append(triple)
    right = set(question.gold)
    given = {side: {t[2] if side[1] else t[0] for t in found} for side, found in sides.items()}
    exact = [side for side in sides if given[side] == right]
    chosen = exact or [side for side in sides if given[side] & right]
    return [triple for side in chosen for triple in sides[side]]
