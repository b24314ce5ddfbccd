"""What an import did, counted while it is done: read, written, merged, kept, skipped and why, and who disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

#: The rule by which sources are reconciled, as it is told with every report. ``bot.facts.joining`` carries it out.
RULE = (
    "What people wrote counts before what was imported; among imports the one counts whose folder comes first by name "
    "(csv, imdb, movielens, tmdb, wikidata). A full date counts before a year that agrees with it."
)


@dataclass
class Report:
    """The counts of one import. `details` receives a tab-separated line for each thing skipped, merged or disputed."""

    details: TextIO | None = None
    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    disputed: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def skip(self, why: str, what: str) -> None:
        """Something of the source is left out. `why` is one of few; `what` names the thing and its place."""
        self.skipped[why] += 1
        self._detail("skipped", why, what)

    def pass_over(self, why: str, count: int = 1) -> None:
        """What was not asked for is left out: too much of it to be listed one by one."""
        self.skipped[why] += count

    def merge(self, how: str, what: str) -> None:
        """Two records, or a record and an entity that was there, are one."""
        self.merged[how] += 1
        self._detail("merged", how, what)

    def keep(self, why: str, what: str) -> None:
        """An entry of an earlier import is left as it is."""
        self.kept[why] += 1
        self._detail("kept", why, what)

    def dispute(self, about: str, what: str) -> None:
        """Two sources say different things."""
        self.disputed[about] += 1
        self._detail("disputed", about, what)

    def _detail(self, kind: str, why: str, what: str) -> None:
        self.examples.setdefault(why, what)
        if self.details:
            self.details.write(f"{kind}\t{why}\t{what}\n")

    def lines(self) -> Iterator[str]:
        """The report in sentences, one line each."""
        yield f"Read: {_counts(self.read) or 'nothing'}."
        yield f"Written: {_counts(self.written) or 'nothing'}. Files: {_counts(self.files) or 'none'}."
        for title, counter in (("Merged", self.merged), ("Kept", self.kept), ("Skipped", self.skipped)):
            yield from self._section(title, counter)
        yield from self._section("Disputed", self.disputed)
        if self.disputed:
            yield RULE
        yield from self.notes

    def _section(self, title: str, counter: Counter[str]) -> Iterator[str]:
        if not counter:
            return
        yield f"{title}: {counter.total():,}."
        for why, count in counter.most_common():
            example = self.examples.get(why)
            yield f"  {count:,} × {why}" + (f", such as {example}" if example else "")


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counter.items() if count)
