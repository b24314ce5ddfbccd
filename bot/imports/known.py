"""What the knowledge folder says already, by which an import recognises what it is about to describe again.

Names, ids, credits, years and lengths are put into the scratch database, one file at a time.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePosixPath

from bot.facts.fact_file import year_of
from bot.facts.joining import IMPORTED, layer
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.model import Entity, Fact
from bot.facts.reading import collector_paused, read_facts, read_rules
from bot.facts.text import normalise
from bot.facts.vocabulary import Vocabulary
from bot.imports.pack_file import read_pack
from bot.imports.records import ImportFailed
from bot.imports.report import Report

#: What sources disagree on most: years (12 % of films) and lengths (20 %).
DISPUTED = ("release_date", "runtime")


def read_vocabulary_of(knowledge: Path, shipped: Path) -> Vocabulary:
    """The relations that hold in a knowledge folder. Raises ImportFailed if one of their files is broken."""
    knowledge.mkdir(parents=True, exist_ok=True)
    rules = read_rules(list_knowledge(knowledge, shipped))
    if rules.vocabulary.problems:
        raise ImportFailed(f"{rules.vocabulary.problems[0]}. Mend it first; `booth check` tells all that is wrong.")
    return rules.vocabulary


def read_known(
    db: sqlite3.Connection, knowledge: Path, shipped: Path, own: str, vocabulary: Vocabulary, report: Report
) -> None:
    """Put into `db` what all files but those of the import `own` say. Broken files are noted in the report."""
    files = [file for file in list_knowledge(knowledge, shipped).facts if layer(file.name) != own]
    broken = 0
    with collector_paused():
        for file in read_facts(files, vocabulary):
            broken += bool(file.problems)
            for entity in file.entities:
                _take(db, entity, vocabulary)
    _resolve_names(db)
    if broken:
        report.notes.append(f"{broken} files have problems and were not compared in full; `booth check` lists them.")


def read_old(db: sqlite3.Connection, folder: Path) -> None:
    """Put into `db` the entries that earlier imports wrote into `folder`."""
    for path in packs_of(folder):
        name = f"{IMPORTED}/{folder.name}/{path.name}"
        pack = read_pack(path, name)
        rows = [(b.id, b.kind, path.name, place, b.edited) for place, b in enumerate(pack.blocks)]
        db.executemany("INSERT OR IGNORE INTO old VALUES (?, ?, ?, ?, ?)", rows)
        owns = [(b.kind, catalogue, value, b.id) for b in pack.blocks for catalogue, value in b.identifiers]
        db.executemany("INSERT OR IGNORE INTO old_own VALUES (?, ?, ?, ?)", owns)
        db.executemany("INSERT OR IGNORE INTO deleted VALUES (?)", [(ident,) for ident in pack.deleted])


def packs_of(folder: Path) -> list[Path]:
    """The packs in a folder, in order."""
    return sorted(path for path in folder.glob("*.yaml") if path.is_file() and not path.name.startswith("."))


def _name(db: sqlite3.Connection, entity: Entity, where: str) -> None:
    row = (entity.id, where, entity.kind, entity.name, _year(entity), entity.location.file)
    db.execute("INSERT OR IGNORE INTO known VALUES (?, ?, ?, ?, ?, ?)", row)
    names = {normalise(name) for name in (entity.name, *entity.also_known_as)}
    db.executemany(
        "INSERT OR IGNORE INTO known_name VALUES (?, ?, ?, ?)", [(entity.kind, n, entity.id, where) for n in names]
    )


def _year(entity: Entity) -> int | None:
    """The year of its release, or of its birth."""
    born = [int(f.value.low) // 10000 for f in entity.facts if f.relation == "born_on" and f.value.low]
    return year_of(entity.facts) or (born[0] if born else None)


def _take(db: sqlite3.Connection, entity: Entity, vocabulary: Vocabulary) -> None:
    where = layer(entity.location.file)
    _name(db, entity, where)
    for fact in entity.facts:
        if fact.relation == "identifiers":
            catalogues = [value.text for role, value in fact.qualifiers if role == "in"]
            db.executemany(
                "INSERT OR IGNORE INTO known_own VALUES (?, ?, ?, ?, ?)",
                [(entity.kind, catalogue, fact.value.text, entity.id, where) for catalogue in catalogues],
            )
        elif fact.relation in DISPUTED:
            file = PurePosixPath(fact.location.file).name
            row = (entity.id, fact.relation, _measure(fact), fact.value.text, where, f"{where or file}")
            db.execute("INSERT INTO known_value VALUES (?, ?, ?, ?, ?, ?)", row)
        elif "person" in vocabulary[fact.relation].value:
            credit = (entity.id, normalise(fact.value.text), fact.value.entity or "")
            db.execute("INSERT OR IGNORE INTO known_credit VALUES (?, ?, ?)", credit)


def _measure(fact: Fact) -> float:
    """What is compared: the year of a date, the minutes of a length."""
    low = fact.value.low or 0
    return low // 10000 if fact.relation == "release_date" else low


def _resolve_names(db: sqlite3.Connection) -> None:
    """Credits that are written by name mean the one person of that name."""
    db.execute(
        "UPDATE OR REPLACE known_credit SET person ="
        " (SELECT CASE count(DISTINCT n.id) WHEN 1 THEN max(n.id) ELSE '' END FROM known_name n WHERE n.kind = 'person'"
        " AND n.spelling = known_credit.spelling) WHERE person = ''"
    )
    db.execute("DELETE FROM known_credit WHERE person = ''")
