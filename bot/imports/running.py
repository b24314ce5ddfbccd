"""One import from its first step to its last: read, merge, compare with what is known, write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.facts.ids import is_id
from bot.facts.joining import IMPORTED
from bot.facts.vocabulary import Vocabulary
from bot.imports.gathering import Gathering
from bot.imports.known import read_known, read_old, read_vocabulary_of
from bot.imports.matching import Matching
from bot.imports.packs import Packs, clean
from bot.imports.records import ImportFailed, Record
from bot.imports.report import Report
from bot.imports.scratch import INDEXES, run_script, scratch
from bot.imports.streams import Progress
from bot.imports.yaml_lines import Entry

#: Starts a part of the work, called so, of so many units; gives what is told of how far it is.
Phase = Callable[[str, int], Progress]


@dataclass(frozen=True, slots=True)
class Around:
    """What a reader works with beside its files."""

    db: sqlite3.Connection
    vocabulary: Vocabulary
    report: Report
    progress: Progress


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the facts of an import come from, as their source tells it."""

    title: str
    publisher: str = ""
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What is imported: the files by a reader, to the folder `name` among the imports of the knowledge folder `to`."""

    files: list[Path]
    read: Callable[[list[Path], Around], Iterable[Record]]
    to: Path
    name: str
    origin: Origin
    prune: bool = False
    report: Report = field(default_factory=Report)

    @property
    def folder(self) -> Path:
        """Where its packs are."""
        return self.to / IMPORTED / self.name


def run_import(job: Job, shipped: Path, phase: Phase) -> None:
    """Do the job, which counts in its report. Raises ImportFailed, and has changed nothing then."""
    if not is_id(job.name):
        raise ImportFailed(f"--name {job.name!r} cannot name a folder and a source; use letters, digits and single -.")
    report = job.report
    try:
        vocabulary = read_vocabulary_of(job.to, shipped)
        with scratch(job.folder) as db:
            clean(job.folder)
            read_old(db, job.folder)
            Gathering(db, vocabulary, report).take(
                job.read(job.files, Around(db, vocabulary, report, phase("reading", size(job.files))))
            )
            read_known(db, job.to, shipped, job.name, vocabulary, report)
            run_script(db, INDEXES)
            count = int(db.execute("SELECT count(*) FROM record").fetchone()[0])
            Matching(db, report).run(phase("comparing", count))
            source, about = _source(job, db)
            packs = Packs(db, job.folder, source, vocabulary, report, prune=job.prune)
            try:
                packs.write(about, phase("writing", count))
                packs.commit()
            finally:
                clean(job.folder)
    except OSError as error:
        raise ImportFailed(f"{error.filename or job.to}: {error.strerror or error}.") from error


def size(files: Iterable[Path]) -> int:
    """The bytes of all files."""
    return sum(path.stat().st_size for path in files)


def newest(files: Iterable[Path]) -> str:
    """The day, in UTC, on which the newest of the files was written."""
    latest = max((path.stat().st_mtime for path in files), default=0.0)
    return datetime.fromtimestamp(latest, UTC).date().isoformat()


def _source(job: Job, db: sqlite3.Connection) -> tuple[str, Entry | None]:
    """The id of the source, and its entry unless another file describes it already."""
    row = db.execute("SELECT kind FROM known WHERE id = ?", (job.name,)).fetchone()
    if row and row[0] == "source":
        return job.name, None
    ident = f"{job.name}-import" if row else job.name
    origin = job.origin
    details = {"publisher": origin.publisher, "url": origin.url, "date": origin.date}
    return ident, Entry(ident, "source", origin.title, details=details)
