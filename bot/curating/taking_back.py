"""Taking a change back where its files were changed again since: what nobody has touched goes back to what it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.curating.blocks import Block, block_of, content_of, facts_of, values_of
from bot.facts.fact_edit import FACTS, ReplaceEntity, edit_facts
from bot.facts.fact_file import SOURCE, read_fact_file
from bot.facts.model import Entity
from bot.facts.nodes import Plain
from bot.facts.store import FileChange
from bot.facts.vocabulary import Vocabulary
from bot.facts.yaml_edit import CannotEdit


class TouchedAgain(Exception):  # noqa: N818 - it is called so wherever it is told of
    """What a change did has been changed itself."""


def without(change: FileChange, now: bytes | None, vocabulary: Vocabulary) -> bytes:
    """The text `now` of a file without what `change` did to it. Raises TouchedAgain."""
    if change.before is None or change.after is None or now is None:
        raise TouchedAgain
    before, after, there = (_blocks(data, change.name, vocabulary) for data in (change.before, change.after, now))
    text = now
    for ident in {*before, *after}:
        if before.get(ident) == after.get(ident):
            continue
        if not (ident in before and ident in after and ident in there):
            raise TouchedAgain
        block = _back(before[ident], after[ident], there[ident])
        try:
            text = edit_facts(text, ReplaceEntity(ident, block), change.name, vocabulary)
        except CannotEdit as error:
            raise TouchedAgain from error
    return text


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


def _blocks(data: bytes, name: str, vocabulary: Vocabulary) -> dict[str, Block]:
    read = read_fact_file(data, name, vocabulary, vocabulary.broken)
    if read.problems:
        raise TouchedAgain
    return {entity.id: block_of(name, data, entity) for entity in read.entities}


def _back(before: Block, after: Block, now: Block) -> Block:
    block = _each_back(_without_facts(before), _without_facts(after), _without_facts(now))
    facts = _each_back(facts_of(before), facts_of(after), facts_of(now))
    return block | ({FACTS: facts} if facts else {})


def _without_facts(block: Block) -> Block:
    return {key: content for key, content in block.items() if key != FACTS}


def _each_back(before: Block, after: Block, now: Block) -> Block:
    """`now` with every key as `before` that was changed; in a list, only the values that came or went."""
    result = dict(now)
    for key in dict.fromkeys((*before, *after)):
        old, new, there = before.get(key), after.get(key), now.get(key)
        if old == new:
            continue
        back = old if there == new else _values_back(old, new, there)
        if back is None:
            result.pop(key, None)
        else:
            result[key] = back
    return result


def _values_back(old: Plain | None, new: Plain | None, there: Plain | None) -> Plain:
    """The values of a key without those that came, and with those that went."""
    came = [value for value in values_of(new) if value not in values_of(old)]
    went = [value for value in values_of(old) if value not in values_of(new)]
    kept = [value for value in values_of(there) if value not in came]
    if not isinstance(there, list) or len(kept) + len(came) != len(there):
        raise TouchedAgain
    return content_of([*kept, *went])
