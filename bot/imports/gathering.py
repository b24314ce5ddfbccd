"""What a reader yields, tidied, checked against the relations, and merged by its ids into the scratch database.

A value that its relation cannot hold is left out and counted, so that `booth check` finds nothing in what is written.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from bot.facts.model import KINDS, NUMBER_LINE, Value
from bot.facts.text import normalise
from bot.facts.values import read_value
from bot.facts.vocabulary import Relation, Vocabulary
from bot.imports.records import Record, Reference, Said, tidy
from bot.imports.report import Report

#: A name that a fact file would read as a name and a year.
_WITH_YEAR = re.compile(r".*\S \(\d{4}\)", re.ASCII)

#: A fact as it is kept: relation, text or [number of a record, its name], qualifiers, certainty.
Kept = list[object]


class Gathering:
    """Takes records, and keeps one for each entity of the source."""

    def __init__(self, db: sqlite3.Connection, vocabulary: Vocabulary, report: Report) -> None:
        self._db, self._vocabulary, self._report = db, vocabulary, report

    def take(self, records: Iterable[Record]) -> None:
        """Keep all `records`."""
        for record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        name = tidy(record.name)
        record = replace(record, name=name)
        facts = self._facts(record)
        also = [other for other in map(tidy, record.also_known_as) if other and other != name]
        number = self._number(record)
        if number is None:
            number = self._add(record, facts, also)
        else:
            self._merge(number, record, facts, also)
        for value in {int(fact[1][0]) for fact in facts if isinstance(fact[1], list)}:
            self._db.execute("INSERT OR IGNORE INTO credit VALUES (?, ?)", (value, number))

    def _facts(self, record: Record) -> list[Kept]:
        """The facts that can be written; of relations with one value the first."""
        facts: list[Kept] = []
        for said in record.facts:
            kept = self._kept(said, record)
            if kept is None:
                continue
            if not self._vocabulary[said.relation].many and any(fact[0] == said.relation for fact in facts):
                what = f"further values of {said.relation}, which has one"
                self._report.skip(what, f"{record.name} at {record.place}")
            else:
                facts.append(kept)
        return facts

    def _number(self, record: Record) -> int | None:
        """The record that is this one, by any of its ids; by name and year where it has none."""
        for catalogue, value in record.identifiers:
            row = self._db.execute(
                "SELECT record FROM own WHERE kind = ? AND catalogue = ? AND value = ?", (record.kind, catalogue, value)
            ).fetchone()
            if row:
                return int(row[0])
        row = self._db.execute("SELECT number FROM record WHERE key = ?", (record.key,)).fetchone()
        return int(row[0]) if row else None

    def _add(self, record: Record, facts: list[Kept], also: list[str]) -> int:
        cursor = self._db.execute(
            "INSERT INTO record (key, kind, name, spelling, year, apart, also, facts, place)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (record.key, record.kind, record.name, normalise(record.name), record.year, record.apart,
             json.dumps(also), json.dumps(_deduplicated(facts)), record.place),
        )  # fmt: skip
        number = int(cursor.lastrowid or 0)
        self._identify(number, record)
        return number

    def _identify(self, number: int, record: Record) -> None:
        rows = ((record.kind, catalogue, value, number) for catalogue, value in record.identifiers)
        self._db.executemany("INSERT OR IGNORE INTO own VALUES (?, ?, ?, ?)", rows)

    def _merge(self, number: int, record: Record, facts: list[Kept], also: list[str]) -> None:
        """Add what `record` says to an earlier one of the same entity. Of relations with one value the first stays."""
        name, year, old_also, old_facts, place = self._db.execute(
            "SELECT name, year, also, facts, place FROM record WHERE number = ?", (number,)
        ).fetchone()
        kept: list[Kept] = json.loads(old_facts)
        had = {str(fact[0]) for fact in kept}
        for fact in facts:
            relation = self._vocabulary[str(fact[0])]
            if relation.many or relation.name not in had:
                kept.append(fact)
            elif fact not in kept:
                self._report.dispute(f"{relation.name} within the source", f"{record.name} at {record.place}")
        names = [other for other in dict.fromkeys((*json.loads(old_also), record.name, *also)) if other]
        first = name or record.name
        self._db.execute(
            "UPDATE record SET name = ?, spelling = ?, year = ?, also = ?, facts = ?, place = ? WHERE number = ?",
            (first, normalise(first), year or record.year, json.dumps([other for other in names if other != first]),
             json.dumps(_deduplicated(kept)), place or record.place, number),
        )  # fmt: skip
        self._identify(number, record)
        if record.place:
            self._report.merge("rows or objects about the same entity", f"{first} at {record.place}")

    def _kept(self, said: Said, record: Record) -> Kept | None:
        """A fact as it can be written, or None after counting why not."""
        relation = self._vocabulary.get(said.relation)
        where = f"{record.name} at {record.place}" if record.place else record.name
        if relation is None or record.kind not in relation.subject:
            self._report.skip(f"facts about {said.relation} of a {record.kind}, which has none", where)
            return None
        qualifiers = [
            [role, text]
            for role, raw in said.qualifiers
            if role in relation.qualifiers and (text := self._text(raw, relation, role, where))
        ]
        if isinstance(said.value, Reference):
            reference = replace(said.value, name=tidy(said.value.name))
            if not reference.name:
                return None
            return [relation.name, [self._person(reference), reference.name], qualifiers, said.certainty]
        text = self._text(said.value, relation, "value", where)
        return [relation.name, text, qualifiers, said.certainty] if text else None

    def _text(self, raw: str, relation: Relation, role: str, where: str) -> str:
        """`raw` as the role takes it; empty after counting why it does not."""
        declared = relation.qualifiers.get(role, relation.value)
        text = tidy(raw)
        if not text:
            return ""
        if declared[0] in KINDS and _WITH_YEAR.fullmatch(text):
            self._report.skip("names that a fact file would read as something else", f"{text!r} in {where}")
            return ""
        value = read_value(text, declared)
        if not isinstance(value, Value):
            self._report.skip(f"values that are no {declared[0]} for {relation.name}", f"{text!r} in {where}")
            return ""
        if declared == ("duration",):
            return f"{value.text} minutes"
        return value.text if declared[0] in NUMBER_LINE and declared != ("number",) else text

    def _person(self, reference: Reference) -> int:
        """The record of whom a fact names, made if nothing else has told of them yet."""
        person = Record(reference.kind, reference.name, reference.identifiers)
        number = self._number(person)
        return self._add(person, [], []) if number is None else number


def _deduplicated(facts: list[Kept]) -> list[Kept]:
    """`facts`, each once, and none that another one says with more to it."""
    told = {json.dumps(fact[:2]) for fact in facts if fact[2]}
    once = {json.dumps(fact): fact for fact in facts if fact[2] or json.dumps(fact[:2]) not in told}
    return list(once.values())
