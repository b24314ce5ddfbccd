"""How facts change, as the commands ask for it. All of it blocks, and is called in threads: see `delivering.soon`.

What is asked in vain is raised as CannotPropose or StoreError, whose messages can be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.curating.changes import all_asks
from bot.curating.edits import AddFact, FactEdit, NewEntity
from bot.curating.finding import called_so
from bot.curating.history import Entry
from bot.curating.layers import own_location, own_problem
from bot.curating.library import Library
from bot.curating.overdue import Overdue, overdue
from bot.curating.proposal import CannotPropose, Proposal
from bot.curating.self_test import self_test
from bot.curating.showing import EntityText
from bot.curating.telling import Teller
from bot.curating.told import Telling
from bot.facts.store import Layer, Store
from bot.language.conversation import Conversation

#: An edit, or the number of a revision to take back (None: the last).
Wish = FactEdit | int | None


class Curation:
    """The library, in the terms of the commands."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.store: Store = library.store

    def propose(self, layer: Layer, wish: Wish) -> Proposal:
        """What an edit, or taking back a revision, would change."""
        if wish is None or isinstance(wish, int):
            return self.library.undo(layer, wish)
        return self.library.propose(layer, wish)

    def tell(self, layer: Layer, sentence: str) -> Telling:
        """The fact that a sentence tells."""
        with self.library.view(layer) as view:
            return Teller(view.answerer.snapshot, view.answerer.understanding.parser).tell(sentence)

    def answering(self, layer: Layer, entity: str, relation: str, value: str, details: Mapping[str, str]) -> FactEdit:
        """The edit that adds a fact, with the thing that it is about where nobody knows that yet."""
        with self.library.view(layer) as view:
            base, declared = view.snapshot.base, view.snapshot.relations.get(relation.strip())
            known = base.by_ident(entity.strip()) is not None or bool(called_so(base, entity))
        if known or declared is None or not entity.strip():
            return AddFact(entity, relation, value, details)
        return NewEntity(declared.subject[0], entity, (), {declared.name: value}, details)

    def text(self, layer: Layer, entity: str) -> EntityText:
        """All that is said of an entity, in YAML."""
        return self.library.text(layer, entity)

    def history(self, layer: Layer, entity: str | None, limit: int) -> Sequence[Entry]:
        """What changed, newest first."""
        return self.library.history(layer, entity, limit)

    def export(self, layer: Layer, entity: str | None) -> tuple[str, bytes]:
        """The facts of an entity, or a zip of all files of the layer: name and content."""
        if entity is not None:
            found = self.library.text(layer, entity)
            return f"{found.ident}.yaml", found.text.encode()
        if not self.store.files(layer):
            raise CannotPropose("there is nothing to export: this server has no facts of its own yet")
        return "facts.zip", self.library.archive(layer)

    def check(self, layer: Layer) -> list[str]:
        """What is wrong in the layer's files, and which of the questions that any file wants asked no longer hold."""
        problems = [str(own_problem(layer, problem)) for problem in self.library.check(layer)]
        with self.library.view(layer) as view:
            snapshot = view.answerer.snapshot
            asks = all_asks(self.store, layer, snapshot)
            tested = self_test(view.answerer.answer, asks, snapshot.base, snapshot.relations)
        broken = [replace(each, location=own_location(layer, each.location)) for each in tested.broken]
        return [*problems, *map(str, broken)]

    def overdue(self, layer: Layer) -> tuple[Overdue, ...]:
        """The facts expected or rumoured for a day which has passed, each with what its relation is called."""
        with self.library.view(layer) as view:
            snapshot = view.answerer.snapshot
            passed = overdue(snapshot.base, datetime.now(UTC).date())
            return tuple(replace(each, relation=snapshot.relations[each.relation].noun) for each in passed)

    def answered(self, layer: Layer, question: str) -> bool:
        """Whether a question has an answer by now."""
        return self.library.answer(layer, question, Conversation()).status == "answered"
