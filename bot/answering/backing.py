"""Where facts come from, in words: their sources, who said so, how sure that is, and from when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from bot.answering.naming import Naming, day
from bot.answering.snapshots import Source
from bot.facts.model import Certainty
from bot.facts.reading import Plain
from bot.facts.rows import Statement


class Backing:
    """Tells the provenance of facts in one language."""

    def __init__(self, sources: Mapping[str, Source], naming: Naming, language: Mapping[str, Plain]) -> None:
        self._sources = sources
        self._naming = naming
        self._replies = cast(Mapping[str, str], language["replies"])
        self._certainties = cast(Mapping[str, str], language["certainties"])

    def answers(self, aspect: str, statements: Sequence[Statement]) -> tuple[str, ...]:
        """The plain values of one aspect, each once: names of sources or people, certainties, days in ISO form."""
        sources = self._known(statements)
        titles = [source.title for source in sources]
        found = {
            "source": titles,
            "said_by": [s.said_by for s in statements if s.said_by] or titles,
            "certainty": [str(s.certainty or Certainty.REPORTED) for s in statements],
            "as_of": [s.as_of for s in statements if s.as_of] or [source.date for source in sources if source.date],
        }[aspect]
        return tuple(dict.fromkeys(found))

    def text(self, aspect: str, claim: str, statements: Sequence[Statement]) -> str:
        """The claim that the facts make, and what stands behind it; what was asked about comes first."""
        told = {
            "source": [self._from(statements)],
            "said_by": self._said(claim, statements),
            "certainty": self._certain(statements, aspect == "certainty"),
            "as_of": self._dated(statements, aspect == "as_of"),
        }
        lead = told.pop(aspect) if aspect in ("certainty", "as_of") else []
        sentences = [*lead, claim, *(sentence for part in told.values() for sentence in part)]
        return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))

    def _say(self, reply: str, **values: object) -> str:
        return self._replies[reply].format(**values)

    def _known(self, statements: Sequence[Statement]) -> list[Source]:
        """The sources that have a file."""
        return [self._sources[s.source] for s in statements if s.source and s.source in self._sources]

    def _from(self, statements: Sequence[Statement]) -> str:
        named = [self._named(s.source) for s in statements if s.source]
        if not named:
            return self._say("backed_by_nobody")
        return self._say("backed", source=self._naming.listed(list(dict.fromkeys(named))))

    def _named(self, ident: str) -> str:
        source = self._sources.get(ident)
        if source is None:
            return self._say("source", title=ident)
        details = [source.author, source.publisher, day(source.date), source.url]
        shown = ", ".join(dict.fromkeys(detail for detail in details if detail and detail != source.title))
        return self._say("source_with" if shown else "source", title=source.title, details=shown)

    def _said(self, claim: str, statements: Sequence[Statement]) -> list[str]:
        """Who said so, in their words where the claim does not hold them already."""
        told = []
        for s in statements[:3]:
            if s.quote and s.quote not in claim:
                told.append(self._say("said", name=s.said_by, quote=s.quote) if s.said_by else f"“{s.quote}”")
            elif s.said_by and not s.quote:
                told.append(self._say("said_so", name=s.said_by))
        return told

    def _certain(self, statements: Sequence[Statement], asked: bool) -> list[str]:
        found = dict.fromkeys(s.certainty for s in statements if asked or s.certainty is Certainty.CONFIRMED)
        return [self._certainties[str(certainty or "plain")] for certainty in found]

    def _dated(self, statements: Sequence[Statement], asked: bool) -> list[str]:
        days = dict.fromkeys(s.as_of for s in statements if s.as_of)
        if days or not asked:
            return [self._say("as_of", date=day(each)) for each in days]
        published = dict.fromkeys(source.date for source in self._known(statements))
        return [self._say("published", date=day(each)) for each in published if each] or [self._say("undated")]
