"""Taking a change back where its files were changed again since: what nobody has touched goes back to what it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.curating.blocks import DEFAULTS, Block, block_of, facts_of
from bot.curating.drafting import Draft
from bot.curating.merging import merged
from bot.facts.fact_edit import FACTS, AddEntity, Edit, RemoveEntity, ReplaceEntity, edit_facts
from bot.facts.fact_file import SOURCE, read_fact_file
from bot.facts.model import KINDS, Entity
from bot.facts.store import FileChange
from bot.facts.vocabulary import Vocabulary
from bot.facts.yaml_edit import CannotEdit

#: The keys that say what is described, and from where what is said of it is.
_IDENTITY = frozenset({*KINDS, "id", *DEFAULTS})


class TouchedAgain(Exception):  # noqa: N818 - it is called so wherever it is told of
    """What a change did has been changed itself."""


def without(change: FileChange, draft: Draft) -> bytes | None:
    """The text that a file has in `draft`, without what `change` did to it; None where that leaves nothing.

    Raises TouchedAgain.
    """
    now, vocabulary = draft.text(change.name), draft.snapshot.relations
    before, after, there = (_blocks(data, change.name, vocabulary) for data in (change.before, change.after, now))
    edits = [
        _back(ident, before.get(ident), after.get(ident), there.get(ident), draft)
        for ident in dict.fromkeys((*before, *after))
        if before.get(ident) != after.get(ident)
    ]
    removed = {edit.entity for edit in edits if isinstance(edit, RemoveEntity)}
    text = now or b""
    if removed == there.keys():  # what comes back comes into a new file
        edits, text = [edit for edit in edits if isinstance(edit, AddEntity)], b""
    try:
        text = edit_facts(text, edits, change.name, vocabulary) if edits else text
    except CannotEdit as error:
        raise TouchedAgain from error
    if text == now:
        raise TouchedAgain
    return text or None


def without_missing_sources(
    files: Sequence[FileChange], vocabulary: Vocabulary, cited: Callable[[str], int]
) -> list[FileChange]:
    """These changes but those that take away a source which facts would still name; ``cited``: how many do now."""
    kept = []
    for file in files:
        gone = [entity.id for entity in _entities(file.before, file.name, vocabulary) if entity.kind == SOURCE]
        if file.after is not None or not any(cited(source) > _fewer(files, source, vocabulary) for source in gone):
            kept.append(file)
    return kept


def _fewer(files: Sequence[FileChange], source: str, vocabulary: Vocabulary) -> int:
    """How many facts less name a source once these files are changed."""
    before, after = (
        sum(
            fact.source == source
            for file, data in texts
            for entity in _entities(data, file, vocabulary)
            for fact in entity.facts
        )
        for texts in ([(f.name, f.before) for f in files], [(f.name, f.after) for f in files])
    )
    return before - after


def _entities(data: bytes | None, name: str, vocabulary: Vocabulary) -> tuple[Entity, ...]:
    return read_fact_file(data or b"", name, vocabulary, vocabulary.broken).entities


def _blocks(data: bytes | None, name: str, vocabulary: Vocabulary) -> dict[str, Block]:
    """What a file says of each entity; of none where there is no file."""
    if data is None:
        return {}
    read = read_fact_file(data, name, vocabulary, vocabulary.broken)
    if read.problems:
        raise TouchedAgain
    return {entity.id: block_of(name, data, entity) for entity in read.entities}


def _back(ident: str, before: Block | None, after: Block | None, now: Block | None, draft: Draft) -> Edit:
    """What takes the change of one entity back."""
    if before is not None and after is None and now is None:
        return AddEntity(before)
    if after is None or now is None:
        raise TouchedAgain
    # what was described first, and has been further described since, stays: as what it is, with what that stands on
    old = {key: content for key, content in after.items() if key in _IDENTITY} if before is None else before
    behind = draft.behind(ident, now)
    back = merged(_over(after, behind), _over(now, behind), _over(old, behind), draft.snapshot.relations)
    if back.clashes:
        raise TouchedAgain
    rest = {key: content for key, content in back.block.items() if key != FACTS}
    emptied: Block = {key: [] for key in facts_of(now) if behind.get(key)}
    facts = {
        key: content
        for key, content in (emptied | facts_of(back.block)).items()
        if content != behind.get(key) or facts_of(now).get(key) == content
    }
    if not facts and rest.keys() <= _IDENTITY and (before is None or behind):
        return RemoveEntity(ident)
    return ReplaceEntity(ident, rest | ({FACTS: facts} if facts else {}))


def _over(block: Block, behind: Block) -> Block:
    """A block with what it does not say as it is `behind` it."""
    return block | {FACTS: behind | facts_of(block)}
