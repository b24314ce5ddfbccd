"""Entries of packs as YAML text that ``bot.facts.yaml_text`` reads back to exactly what was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.imports.records import Identifier

# What any YAML reader takes for text, wherever it stands: it begins with a letter, and holds no sign that YAML has a
# use for (: # , [ ] { } and quotes at the start). Everything else goes into double quotes.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .'’()&!?/+-]*[\w.'’)!?])?")
# Words that YAML 1.1 reads as true, false or nothing ('No', 'Yes', 'Null'), and numbers such as 'e3' or 'nan'.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
# Dates, durations, numbers and money as this project writes them; Booth reads every scalar as text.
_MEASURE = re.compile(r"[\d$€£¥₹₩][\w./%–-]*(?: [a-z]+)?")


class Link(NamedTuple):
    """A value that names an entity: ``{id: nm0000520, name: Michael Mann}``."""

    id: str
    name: str


class Written(NamedTuple):
    """One value of a relation, with its qualifiers and how certain it is."""

    value: str | Link
    qualifiers: Sequence[tuple[str, str]] = ()
    certainty: str = ""


class Entry(NamedTuple):
    """One entity, ready to be written. ``details`` are the keys of a source beside its name."""

    id: str
    kind: str
    name: str
    also_known_as: Sequence[str] = ()
    source: str = ""
    identifiers: Sequence[Identifier] = ()
    facts: Mapping[str, Sequence[Written]] = {}
    details: Mapping[str, str] = {}


def entry_text(entry: Entry) -> str:
    """The lines of one item of a pack; empty where there is nothing to say is not written."""
    lines = [f"- {entry.kind}: {scalar(entry.name)}", f"  id: {scalar(entry.id)}"]
    if entry.also_known_as:
        lines.append(f"  also_known_as: [{', '.join(map(scalar, entry.also_known_as))}]")
    lines += [f"  {key}: {scalar(text)}" for key, text in entry.details.items() if text]
    if entry.source:
        lines.append(f"  source: {scalar(entry.source)}")
    facts = {"identifiers": [Written(value, (("in", database),)) for database, value in entry.identifiers]}
    facts.update({relation: list(values) for relation, values in entry.facts.items()})
    told = [line for relation, values in facts.items() if values for line in _fact_lines(relation, values)]
    return "\n".join([*lines, *(["  facts:"] if told else []), *told]) + "\n"


def _fact_lines(relation: str, values: Sequence[Written]) -> Iterable[str]:
    """``genre: [crime, drama]``, or a value a line where values have more to say."""
    texts = [_value(value) for value in values]
    if len(texts) == 1:
        yield f"    {relation}: {texts[0]}"
    elif any(text.startswith("{") for text in texts) or sum(map(len, texts)) > 90:
        yield f"    {relation}:"
        yield from (f"      - {text}" for text in texts)
    else:
        yield f"    {relation}: [{', '.join(texts)}]"


def _value(written: Written) -> str:
    value = written.value
    text = f"{{id: {scalar(value.id)}, name: {scalar(value.name)}}}" if isinstance(value, Link) else _plain(value)
    more = [f"{role}: {scalar(said)}" for role, said in written.qualifiers]
    if written.certainty:
        more.append(f"certainty: {written.certainty}")
    return f"{{value: {text}, {', '.join(more)}}}" if more else text


def scalar(text: str) -> str:
    """`text` as a YAML scalar, in quotes unless every reader takes it for that text without them.

    >>> scalar("Dusk"), scalar("No"), scalar("Movie #1: The Beginning")
    ('Dusk', '"No"', '"Movie #1: The Beginning"')
    """
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _plain(value: str) -> str:
    """The value of a fact: as `scalar`, but a date or a duration stands as people write it."""
    return value if _MEASURE.fullmatch(value) else scalar(value)
