"""What a told sentence says beside its fact: how sure it is, who says so and in which words, and as of when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bot.facts.dates import read_date
from bot.facts.model import Certainty
from bot.facts.reading import Plain
from bot.facts.text import clean
from bot.language.blocks import listed

#: A name of who says something has no more words than this; a date neither.
LONGEST_NAME, LONGEST_DATE = 7, 4

_QUOTED = r"[“\"«„]([^“”\"«»„]{2,})[”\"»“]"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence taken apart. ``claim`` is what is left of it; ``name`` who it names as saying so.

    ``speaks`` if that is somebody who said it, rather than where it was written. ``as_of`` is an ISO date.
    """

    claim: str
    certainty: Certainty | None = None
    name: str = ""
    speaks: bool = False
    as_of: str | None = None
    quote: str | None = None


class Attributions:
    """Takes sentences apart in one language, by the words under its ``telling``."""

    def __init__(
        self,
        language: Mapping[str, Plain],
        today: Callable[[], date] = date.today,
        is_verb: Callable[[str], bool] = bool,
    ) -> None:
        """``is_verb`` says whether a word begins what can be done: 'X to direct Y' tells what is to come."""
        telling = cast(Mapping[str, Sequence[str]], language["telling"])
        certainties = cast(Mapping[str, Mapping[str, Sequence[str]]], language["telling"])["certainty"]
        entries = {
            Certainty(name): cast(Mapping[str, Sequence[str]], entry)
            for name, entry in cast(Mapping[str, object], certainties).items()
        }
        self._today = today
        self._future = str(telling["future"])
        self._is_verb = is_verb
        self._head = re.compile(rf"^(?:{_alternatives(telling['heads'])}) ?[:–—|] ?", re.IGNORECASE)
        self._headline = f" {telling['headline']} "
        self._to = [(certainty, _any(entry.get("to", ()))) for certainty, entry in entries.items()]
        self._out = [(certainty, _any(entry.get("words", ()))) for certainty, entry in entries.items()]
        self._signs = [(certainty, _any(entry.get("signs", ()))) for certainty, entry in entries.items()]
        behind, ahead = _alternatives(telling["behind"]), _alternatives(telling["ahead"])
        name = rf"(?P<name>\S+(?: \S+){{0,{LONGEST_NAME - 1}}}?)"
        self._patterns = [
            re.compile(rf"^(?P<how>{behind}):? {name}[,:] (?P<claim>.+)$", re.IGNORECASE),
            re.compile(rf"^(?P<claim>.+?)[,;.:–—-]? ?\(?\b(?P<how>{behind}):? {name}\)?[.!]?$", re.IGNORECASE),
            re.compile(rf"^(?P<claim>.+?)[,;–—] {name} (?P<how>{ahead})[.!]?$", re.IGNORECASE),
            re.compile(rf"^{name} (?P<how>{ahead}):? (?P<claim>.+)$", re.IGNORECASE),
        ]
        self._speech = {phrase.casefold() for phrase in telling["speech"]}
        self._confirming = {phrase.casefold() for phrase in telling["confirming"]}
        small = cast(Mapping[str, Mapping[str, Sequence[str]]], language)["function_words"]
        self._helping = {*listed(language, "yes_no"), *small["copulas"]}
        self._no_names = frozenset(telling["no_names"])
        self._as_of = _any(telling["as_of"])
        self._now = {word.casefold() for word in telling["today"]}

    def apart(self, sentence: str) -> Attributed:
        """The sentence without what it says beside its fact."""
        found = Attributed(self._head.sub("", " ".join(clean(sentence).split())))
        found = self._dated(found)
        found = self._named(found)
        found = _quoting(found)
        return self._certain(replace(found, claim=found.claim.strip(" ,;:.!–—")))

    def _dated(self, found: Attributed) -> Attributed:
        """'As of May 2026'."""
        for phrase in self._as_of.finditer(found.claim):
            following = list(_WORD.finditer(found.claim, phrase.end()))[:LONGEST_DATE]
            for last in reversed(following):
                typed = found.claim[following[0].start() : last.end()].strip("(),.;:")
                day = self._today().isoformat() if typed.casefold() in self._now else None
                known = read_date(typed)
                if day or known:
                    rest = found.claim[: phrase.start()].rstrip(" ,;(") + " " + found.claim[last.end() :].lstrip(" ,;)")
                    return replace(found, claim=rest.strip(), as_of=day or (known.text if known else None))
        return found

    def _named(self, found: Attributed) -> Attributed:
        """'According to X', 'says X', 'X reports that'."""
        for pattern in self._patterns:
            match = pattern.match(found.claim)
            if match is None or _QUOTED_ANY.search(match["name"]) or not self._may_be_name(match["name"]):
                continue
            how = match["how"].casefold()
            certainty = Certainty.CONFIRMED if how in self._confirming else found.certainty
            name, claim = match["name"].strip(" ,.;:!()"), match["claim"].strip()
            if claim.split()[-1] in self._helping:  # 'X was announced by Y' tells who did
                continue
            return replace(found, claim=claim, name=name, speaks=how in self._speech, certainty=certainty)
        return found

    def _may_be_name(self, name: str) -> bool:
        """Whether words are no part of a sentence: no verb that helps another, no comma inside."""
        said = name.split()
        return (
            "," not in name.strip(" ,")
            and self._helping.isdisjoint(said)  # as they are typed: somebody may be called Will
            and self._no_names.isdisjoint(map(str.lower, said))
        )

    def _certain(self, found: Attributed) -> Attributed:
        """'Reportedly', 'is expected to', 'will'."""
        claim, certainty = found.claim, found.certainty
        if (ahead := self._to_come(claim)) is not None:
            claim, certainty = ahead, certainty or Certainty.EXPECTED
        for sure, phrases in self._to:
            claim, count = phrases.subn(self._future, claim)
            certainty = certainty or (sure if count else None)
        for sure, phrases in self._out:
            claim, count = phrases.subn(" ", claim)
            certainty = certainty or (sure if count else None)
        for sure, phrases in self._signs:
            certainty = certainty or (sure if phrases.search(claim) else None)
        return replace(found, claim=" ".join(claim.replace(" ,", ",").split()).strip(" ,"), certainty=certainty)

    def _to_come(self, claim: str) -> str | None:
        """'X to direct Y', as 'X will direct Y'; None where 'to' stands behind a verb, or before none."""
        before, to, behind = claim.partition(self._headline)
        first, said = behind.partition(" ")[0], before.split()
        if not to or not first.islower() or not (self._is_verb(first) or first in self._helping):
            return None
        if any(word in self._helping or self._is_verb(word) for word in said if word.islower()):
            return None
        return f"{before} {self._future} {behind}"


_QUOTED_ANY = re.compile(_QUOTED)
_ALL_QUOTED = re.compile(rf"^{_QUOTED}[,.]?$")
_QUOTED_BEHIND = re.compile(rf"^(?P<claim>.+?)(?: ?[:;,–—(]|\.)\s*{_QUOTED}\)?[.!,]?$")


def _quoting(found: Attributed) -> Attributed:
    """'…: “in these words”', and a claim that is in quotes itself."""
    if (behind := _QUOTED_BEHIND.match(found.claim)) is not None:
        return replace(found, claim=behind["claim"], quote=behind[2].strip(" ,"))
    if (whole := _ALL_QUOTED.match(found.claim)) is not None:
        return replace(found, claim=whole[1].strip(" ,"), quote=whole[1].strip(" ,"))
    return found


def _alternatives(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace("'", "['’]") for phrase in longest_first)


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; nothing at all where there are none."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(phrases)})(?!\w)" if phrases else r"(?!)", re.IGNORECASE)
