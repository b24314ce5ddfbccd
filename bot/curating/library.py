"""The facts of every server: what each sees, and how its curators change it. All that the commands need.

Every method may be called from any thread, and takes some milliseconds, or seconds where facts are read anew: never
call one on an event loop. All may raise the errors of the store (StoreError), whose messages can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.answering.answer import Answer
from bot.answering.answerer import SHIPPED
from bot.curating.answerers import IDLE, Answerers, View
from bot.curating.changes import Changes
from bot.curating.changing import carry_out
from bot.curating.describing import diff_of
from bot.curating.drafting import Draft
from bot.curating.edits import FactEdit, RemoveFact
from bot.curating.finding import find_entity
from bot.curating.history import Entry, changes_told, entries, entries_since
from bot.curating.layers import Layers, seen_as
from bot.curating.look_alikes import look_alikes
from bot.curating.previewing import asked, concerned, new_problems
from bot.curating.proposal import CannotPropose, FactChange, Proposal
from bot.curating.showing import EntityText, text_of, zip_of
from bot.curating.standing import Standing, standing
from bot.curating.taking_back import TouchedAgain, without, without_missing_sources
from bot.facts.ids import slug
from bot.facts.model import Problem
from bot.facts.rows import Node
from bot.facts.store import Change, FileChange, Layer, Revision, Store, undoing
from bot.language.conversation import Conversation

#: Of the changes after one that cannot be taken back, so many are named.
_LATER = 5


class Library:
    """What servers know, over a store. Closing it closes its answerers, and leaves the store open."""

    def __init__(self, store: Store, knowledge: Path, cache: Path, shipped: Path = SHIPPED, idle: float = IDLE) -> None:
        """``knowledge`` has relations and language, as far as they are not those of ``shipped``."""
        self.store = store
        self._layers = Layers(store, knowledge, cache, shipped)
        self._answerers = Answerers(self._layers, idle)

    def close(self) -> None:
        """Close every answerer."""
        self._answerers.close()

    # -- reading -------------------------------------------------------------------------------------------------------

    @contextmanager
    def view(self, layer: Layer) -> Iterator[View]:
        """The snapshot and the answerer of `layer`, for this thread alone until the block ends."""
        with self._answerers.open(layer) as view:
            yield view

    def answer(self, layer: Layer, question: str, conversation: Conversation) -> Answer:
        """The answer to `question` from what `layer` sees."""
        with self.view(layer) as view:
            history = changes_told(self.store, layer, view.snapshot)
            return view.answerer.answer(question, conversation, history)

    def find(self, layer: Layer, text: str) -> Node:
        """The entity that `text` names by id or name. Raises CannotPropose with the nearest ones."""
        with self.view(layer) as view:
            return find_entity(view.snapshot.base, text)

    def text(self, layer: Layer, entity: str) -> EntityText:
        """The facts of an entity as YAML, to be edited or exported. Raises CannotPropose."""
        with self.view(layer) as view:
            draft = self._draft(layer, view)
            return text_of(draft, draft.describe(find_entity(view.snapshot.base, entity)))

    def standing(self, layer: Layer, entity: str, relation: str) -> tuple[Standing, ...]:
        """The values that a relation of an entity has now, as an edit can name them. Raises CannotPropose."""
        with self.view(layer) as view:
            return standing(self._draft(layer, view), entity, relation)

    def archive(self, layer: Layer) -> bytes:
        """Every fact file of the layer itself, in a zip."""
        return zip_of(self.store.files(layer))

    def check(self, layer: Layer) -> tuple[Problem, ...]:
        """What is wrong in the layer's own files."""
        with self.view(layer) as view:
            prefix = seen_as(layer, "")
            own = [problem for problem in view.snapshot.problems if problem.location.file.startswith(prefix)]
            skipped = [problem for problem in self.store.skipped(layer) if problem not in own]
            return (*own, *skipped)

    def history(
        self, layer: Layer, entity: str | None = None, limit: int = 20, before: int | None = None
    ) -> tuple[Entry, ...]:
        """The newest changes, newest first: of one entity, which may be gone by now, numbered below `before`.

        Raises CannotPropose for what nothing is called, and was called when it changed.
        """
        with self.view(layer) as view:
            of_it = partial(entries, self.store, layer, view.snapshot, limit=limit, before=before)
            if entity is None:
                return of_it()
            try:
                return of_it(ident=find_entity(view.snapshot.base, entity).ident)
            except CannotPropose:
                if gone := of_it(ident=entity.strip()) or of_it(ident=slug(entity)):
                    return gone
                raise

    def changes(self, revision: Revision) -> tuple[FactChange, ...]:
        """What a revision changed of what its layer sees."""
        with self.view(revision.layer) as view:
            return Changes(self.store, revision.layer, view.snapshot).told(revision.files, revision.sequence)

    def since(self, proposal: Proposal) -> tuple[Entry, ...]:
        """What others have changed of the files of a proposal since it was made, newest first."""
        with self.view(proposal.change.layer) as view:
            return entries_since(self.store, proposal.change, view.snapshot)

    # -- changing ------------------------------------------------------------------------------------------------------

    def propose(self, layer: Layer, edit: FactEdit) -> Proposal:
        """What `edit` would change, none of it written. Raises CannotPropose."""
        with self.view(layer) as view:
            draft = self._draft(layer, view)
            carry_out(edit, draft)
            edits = draft.edits()
            if not edits:
                raise CannotPropose("that changes nothing")
        why = edit.why if isinstance(edit, RemoveFact) else ""
        return self._previewed(Change(layer, edits, who="", why=why), draft.files(), tuple(draft.notes))

    def undo(self, layer: Layer, number: int | None = None) -> Proposal:
        """What taking back a change would do: of the last one, or the one of that `number`; an undo is one too.

        What was changed since stays. Raises CannotPropose where there is none, or what it did was changed itself.
        """
        if number is None:
            newest = self.store.history(layer, None, 1)
            revision = newest[0] if newest else None
        else:
            revision = self.store.revision(layer, number)
        if revision is None:
            what = "nothing has been changed here yet" if number is None else f"there is no change number {number} here"
            raise CannotPropose(what)
        with self.view(layer) as view:
            draft = self._draft(layer, view)
            back = [self._taken_back(file, revision, draft) for file in revision.files]
            files = without_missing_sources(back, view.snapshot.relations, view.snapshot.base.cited)
        if not files:
            raise CannotPropose(f"change {revision.number} cannot be taken back: facts name what it described")
        made = tuple(FileChange(file.name, file.after, file.before) for file in files)
        return self._previewed(undoing(replace(revision, files=made), who=""), tuple(files), ())

    def commit(self, proposal: Proposal, who: str, where: str = "") -> Revision:
        """Write a proposal, durably before this returns; answers have it then. Once only, however often it is called.

        Raises Conflict, with what is there now, where somebody changed the same files in between, and the store's other
        errors.
        """
        revision = self.store.write(replace(proposal.change, who=who, where=where))
        self._answerers.refresh_or_log(revision)
        return revision

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _draft(self, layer: Layer, view: View) -> Draft:
        return Draft(layer, view.snapshot, self.store)

    def _taken_back(self, file: FileChange, revision: Revision, draft: Draft) -> FileChange:
        """What taking back one file of a revision does to it. Raises CannotPropose where others build on it."""
        there = draft.text(file.name)
        if there == file.after:
            return FileChange(file.name, there, file.before)
        try:
            return FileChange(file.name, there, without(file, draft))
        except TouchedAgain as error:
            later = [each.number for each in self.store.history(revision.layer, file.name, _LATER)]
            numbers = ", ".join(str(number) for number in sorted(later) if number > revision.number)
            raise CannotPropose(
                f"change {revision.number} cannot be taken back by itself: what it did to {file.name} was changed "
                f"again, by {numbers or 'somebody'}; take that back first, or change what is wrong by another edit"
            ) from error

    def _previewed(self, change: Change, files: tuple[FileChange, ...], notes: tuple[str, ...]) -> Proposal:
        after = self._layers.snapshot(change.layer, {edit.name: edit.after for edit in change.edits})
        try:
            with self.view(change.layer) as view:  # not sooner: others ask in the meantime
                changing = Changes(self.store, change.layer, view.snapshot)
                changes = changing.told(files)
                further = concerned((view.snapshot, after), changes)
                asks, known = (changing.asks(files, further, before=before) for before in (False, True))
                answers, broken = asked(view, after, changes, asks, {ask.question for ask in known})
                problems = new_problems(view.snapshot.problems, after.problems)
                alike = look_alikes(files, view.snapshot, after)
        finally:
            after.base.close()
        return Proposal(change, changes, diff_of(files), answers, broken, problems, (*notes, *alike))
