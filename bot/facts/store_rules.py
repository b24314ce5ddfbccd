"""What no store accepts: names that lead out of a layer or that some system cannot keep, and what is too large."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping

from bot.facts.store import JSON, MAX_RECORD, Change, Conflict, Refused, StoredText
from bot.facts.yaml_text import MAX_BYTES

#: Of a name's parts, in UTF-8: file systems take 255 bytes, and a temporary file's name needs some more.
_MAX_PART, _MAX_NAME = 200, 500
#: One folder or file without its ending: letters and digits of any script, with single signs between them.
_PART = re.compile(r"\w+(?:[-.]\w+)*")
_ENDING = re.compile(r"\.ya?ml", re.IGNORECASE)
#: What Windows takes for a device, whatever the ending (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_KEY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")


def check_change(change: Change, names: Iterable[str]) -> None:
    """Raise Refused if a layer that has files of these `names` cannot take `change`."""
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(_fold(name), name)
    for edit in change.edits:
        check_name(edit.name)
        if edit.after is None:
            continue
        if len(edit.after) > MAX_BYTES:
            most = f"{MAX_BYTES // 1024 // 1024} MB"
            raise Refused(f"{edit.name} would be larger than {most}; split it into several files")
        other = by_fold.setdefault(_fold(edit.name), edit.name)
        if other != edit.name:
            hint = f"some systems cannot tell it from {edit.name}; take another name"
            raise Refused(f"there is {other} already, and {hint}")


def check_unmoved(change: Change, now: Mapping[str, StoredText | None]) -> None:
    """Raise Conflict if a file of `change` is not what its author saw; `now` is what its files are, by name."""
    there = ((edit, now.get(edit.name)) for edit in change.edits)
    moved = {edit.name: text for edit, text in there if (text and text.digest) != edit.before}
    if moved:
        raise Conflict(moved)


def check_name(name: str) -> None:
    """Raise Refused unless `name` is that of a fact file: ``facts/…/….yaml``, every part a plain word."""
    *folders, file = name.split("/")
    ending = _ENDING.search(file, max(len(file) - 5, 0))
    parts = [*folders, file[: ending.start()] if ending and ending.end() == len(file) else ""]
    if len(name.encode(errors="replace")) > _MAX_NAME or folders[:1] != ["facts"] or not all(map(_plain, parts)):
        shown = name if name.isprintable() and len(name) <= 100 else ascii(name[:100])
        hint = "a name is facts/… with the ending .yaml; its parts have letters, digits and single - between them"
        raise Refused(f"{shown!r} cannot be the name of a fact file: {hint}")


def checked_record(key: str, document: JSON) -> str:
    """The text that `document` is kept as. Raises Refused if it or its `key` cannot be kept."""
    if not _KEY.fullmatch(key):
        raise Refused("a record's key has 1 to 200 characters that can be seen")
    text = json.dumps(document)  # plain ASCII: no database's idea of text gets in its way
    if len(text) > MAX_RECORD:
        raise Refused(f"this is longer than {MAX_RECORD // 1024} kB, the most that is kept")
    return text


def _plain(part: str) -> bool:
    return (
        _PART.fullmatch(part) is not None
        and not _DEVICE.fullmatch(part)
        and len(part.encode(errors="replace")) <= _MAX_PART
        and unicodedata.normalize("NFC", part) == part
    )


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
