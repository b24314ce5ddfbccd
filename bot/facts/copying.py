"""Bringing what one store holds into another: how an installation moves from a folder to a database, and back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.store import Change, FileEdit, Layer, Store, StoredText, digest_of


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, and what was left because the target has it otherwise, in words that name layer and place."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def copy_store(source: Store, target: Store, who: str, where: str, *, force: bool = False) -> Copied:
    """Bring the files and records of `source` into `target`, a revision a layer. The history stays where it is.

    A file of the target is replaced or deleted only if the source once had that text: then nobody has worked on it in
    the target. With `force`, the target has the same files afterwards, and its records where the source has any.
    Raises what ``Store.write`` raises.
    """
    written, left = [], []
    for layer in source.layers():
        edits = []
        mine, theirs = source.files(layer), target.files(layer)
        for name in sorted({*mine, *theirs}):
            new, old = mine.get(name), theirs.get(name)
            if _digest(new) == _digest(old):
                continue
            if old is None or force or _was_here(source, layer, name, old.digest):
                edits.append(FileEdit(name, _digest(old), new.data if new else None))
            elif new is not None:
                left.append(f"{layer}: {name}")
        if edits:
            target.write(Change(layer, tuple(edits), who, where, "copied from another store"))
            written += [f"{layer}: {edit.name}" for edit in edits]
        for collection in source.collections(layer):
            records, others = source.records(layer, collection), target.records(layer, collection)
            there = others.all()
            for key, document in records.all().items():
                if key not in there or (force and there[key] != document):
                    others.put(key, document)
                    written.append(f"{layer}: {collection} {key}")
                elif there[key] != document:
                    left.append(f"{layer}: {collection} {key}")
    return Copied(tuple(written), tuple(left))


def _was_here(store: Store, layer: Layer, name: str, digest: str) -> bool:
    """Whether the file once had the text of this digest."""
    texts = (
        text
        for revision in store.history(layer, name, limit=1000)
        for file in revision.files
        if file.name == name
        for text in (file.before, file.after)
    )
    return any(text is not None and digest_of(text) == digest for text in texts)


def _digest(text: StoredText | None) -> str | None:
    return text.digest if text else None
