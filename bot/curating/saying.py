"""Who says so, as what the knowledge knows them: one of its sources, a person, or a name that is neither."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.snapshots import Snapshot
from bot.curating.told import Details
from bot.facts.text import normalise
from bot.language.attributions import Attributed
from bot.language.calling import PERSONS
from bot.language.function_words import FunctionWords


class Saying:
    """Knows the sources and names of one snapshot."""

    def __init__(self, snapshot: Snapshot, words: FunctionWords) -> None:
        self._base, self._sources, self._articles = snapshot.base, snapshot.sources, words.articles

    def details(self, said: Attributed) -> Details:
        """What a sentence says beside its fact.

        A magazine's name is not taken for one of its articles that is known: the fact may stand in another.
        """
        details = Details(certainty=said.certainty, as_of=said.as_of, quote=said.quote)
        name = normalise(said.name)
        if not name:
            return details
        for ident, source in self._sources.items():
            if name in (normalise(ident), normalise(source.title)):
                return replace(details, source=ident)
        known = self._base.called(said.name)
        persons = [node for node in known if node.kind in PERSONS]
        if persons or (said.speaks and not known and self._may_be_somebody(name)):
            return replace(details, said_by=persons[0].name if len(persons) == 1 else said.name)
        return replace(details, said_to_be_from=known[0].name if len(known) == 1 else said.name)

    def _may_be_somebody(self, name: str) -> bool:
        """Whether a name that nobody knows is rather somebody's than a magazine's: first and last name."""
        first, *others = name.split()
        return bool(others) and first not in self._articles
