"""Whom 'he', 'she' and 'they' were said of: the same from one question to the next, whoever an answer names between.

The words stand in the language file under ``persons``: the forms of each pronoun for one, and of that for several.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.conversation import Conversation

#: Kinds that pronouns tell apart; those of which one may hold another.
PERSONS = frozenset({"person", "character"})
PLACES = frozenset({"place", "organisation"})


class Calling:
    """Notes the pronouns of one language."""

    def __init__(self, language: Mapping[str, Plain]) -> None:
        persons = cast(Mapping[str, Sequence[Sequence[str]]], language.get("persons", {}))
        self._one = [frozenset(map(normalise, forms)) for forms in persons.get("one", ())]
        self._thing = [frozenset(map(normalise, forms)) for forms in persons.get("thing", ())]
        self._several = [frozenset(map(normalise, forms)) for forms in persons.get("several", ())]

    def note(
        self,
        words: Collection[str],
        about: Collection[tuple[int, str]],
        named: Collection[int],
        answers: Collection[tuple[int, str]],
        conversation: Conversation,
    ) -> None:
        """Note whom the pronouns among ``words`` meant, in a question ``about`` some things, of which some were named.

        Several ``answers`` are 'they' from now on, or the several people that were named; else several works.
        """
        said = [node for node, kind in about if kind in PERSONS and node not in named]
        told = tuple(node for node, kind in answers if kind in PERSONS)
        people = tuple(node for node, kind in about if kind in PERSONS and node in named)
        they = next((group for group in (told, people, tuple(node for node, _ in answers)) if len(group) > 1), ())
        pronouns: dict[str, tuple[int, ...]] = {}
        for forms in self._one:
            if said and not forms.isdisjoint(words):
                pronouns.update(dict.fromkeys(forms, (said[0],)))
        there = [node for node, kind in about if kind in PLACES and node not in named]
        for forms in self._thing:
            if there and not forms.isdisjoint(words):
                pronouns.update(dict.fromkeys(forms, (there[0],)))
        for forms in self._several if they else ():
            pronouns.update(dict.fromkeys(forms, they))
        persons = {node for node, kind in about if kind in PERSONS} | set(told)
        conversation.calls(pronouns, persons, [node for node, _ in about])
