"""All that is said of an entity, as somebody has edited it: put in its place, beside what others changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from bot.curating.blocks import Block, block_of, own_part, says_anything
from bot.curating.drafting import Description, Draft
from bot.curating.edits import EditEntity
from bot.curating.finding import find_entity
from bot.curating.merging import Clash, differing, merged
from bot.curating.proposal import CannotPropose
from bot.curating.showing import EDITED, EntityText, text_of
from bot.curating.values import name_of
from bot.curating.weaving import woven
from bot.facts.fact_edit import ReplaceEntity, edit_facts
from bot.facts.fact_file import read_fact_file
from bot.facts.vocabulary import Vocabulary
from bot.facts.yaml_edit import CannotEdit
from bot.facts.yaml_writing import write_block, write_flow


class Clashed(CannotPropose):
    """Somebody else has changed the same facts since the text was shown, and not into the same.

    ``now`` is the text as it is now; ``mine`` and ``theirs`` are that with all other changes, and with what either
    wants of the facts that clash. Whichever is edited further was seen with ``now``.
    """

    def __init__(self, message: str, now: str, mine: str, theirs: str) -> None:
        super().__init__(message)
        self.now, self.mine, self.theirs = now, mine, theirs


def edit_entity(edit: EditEntity, draft: Draft) -> None:
    """Have the layer say of an entity what the text says. Raises CannotPropose, and Clashed."""
    found = draft.describe(find_entity(draft.snapshot.base, edit.entity))
    editing = _Editing(found, text_of(draft, found), draft.snapshot.relations)
    text = _as_lines_of(edit.base, edit.text)
    block = editing.read(text)
    if edit.base != editing.shown.text:
        text = editing.beside_theirs(edit.base, text, draft.notes)
        block = editing.read(text)
    if editing.shown.whole_file and found.own:
        draft.after[found.own.name] = text.encode(errors="replace")
        return
    if found.own and "id" in found.own.block:
        block = {key: value for key, value in block.items() if key != "id"}
        first, *others = block.items()
        block = dict([first, ("id", found.own.block["id"]), *others])
    own = own_part(block, found.behind)
    if found.own or says_anything(own):
        draft.put(found, own)


@dataclass(frozen=True, slots=True)
class _Editing:
    """One entity, and the text about it that is ``shown`` now."""

    found: Description
    shown: EntityText
    vocabulary: Vocabulary

    def read(self, text: str) -> Block:
        """What a text says of the entity. Raises CannotPropose where it is not about that, or has problems."""
        data, file = text.encode(errors="replace"), f"{self.shown.ident}.yaml"
        read = read_fact_file(data, file, self.vocabulary, self.vocabulary.broken)
        if read.problems:
            raise CannotPropose("\n".join(map(str, read.problems)), problems=read.problems)
        kind = self.found.node.kind
        if [(entity.id, entity.kind) for entity in read.entities] != [(self.shown.ident, kind)]:
            raise CannotPropose(f"this has to describe the {kind} {self.shown.ident!r}, and nothing else")
        return block_of(EDITED, data, read.entities[0])

    def beside_theirs(self, base: str, mine: str, notes: list[str]) -> str:
        """What is there now, with what `mine` changes of `base`. Raises Clashed."""
        blocks = self.read(base), self.read(self.shown.text), self.read(mine)
        if theirs := ", ".join(map(self._noun, differing(*blocks[:2]))):
            notes.append(f"somebody else changed this in the meantime, and that stays: {theirs}")
        result = merged(*blocks, self.vocabulary)
        text = self._written(base, mine, result.block)
        if result.clashes:
            label = self.found.node.label
            what = "\n".join(map(self._told, result.clashes))
            theirs = self._written(base, mine, merged(*blocks, self.vocabulary, yielding=True).block)
            message = f"somebody else has changed {label} in the meantime, and not into the same as you:\n{what}"
            raise Clashed(message, self.shown.text, text, theirs)
        return text

    def _written(self, base: str, mine: str, block: Block) -> str:
        """A merged block as text: the lines of both where they go together, else as it is there now."""
        theirs = self.shown.text
        if not self.shown.whole_file:
            return "\n".join(write_block(block, 0)) + "\n"
        together = woven(base, theirs, mine)
        try:
            if together is not None and not differing(self.read(together), block):
                return together
        except CannotPropose:  # lines that are good on each side need not be so together
            pass
        try:
            return edit_facts(
                theirs.encode(), ReplaceEntity(self.shown.ident, block), f"{self.shown.ident}.yaml", self.vocabulary
            ).decode()
        except CannotEdit as error:
            raise CannotPropose(str(error), problems=error.problems) from error

    def _told(self, clash: Clash) -> str:
        """What a clash is about; in full where only what else is said of a value differs."""
        was, theirs, mine = (", ".join(map(name_of, side)) for side in clash[1:])
        if theirs == mine:
            was, theirs, mine = (", ".join(map(write_flow, side)) for side in clash[1:])
        nothing = "nothing"
        what = self._noun(clash.key)
        return f"{what}: it was {was or nothing}; now it is {theirs or nothing}; yours is {mine or nothing}"

    def _noun(self, key: str) -> str:
        return self.vocabulary[key].noun if key in self.vocabulary else key.replace("_", " ")


def _as_lines_of(base: str, text: str) -> str:
    """`text` with the line ends that `base` has: forms and editors have their own."""
    if "\r\n" in base and "\r\n" not in text:
        text = text.replace("\n", "\r\n")
    end = "\r\n" if base.endswith("\r\n") else "\n"
    return text + end if base.endswith(end) and text and not text.endswith(end) else text
