"""The questions that had no answer, grouped: what is stored is the question and a count, never who asked.

Questions about one relation of one thing are one gap, and so are near spellings of an unknown name and near wordings
of what was not understood. A gap that is dismissed stays away, while it is counted on, until somebody brings it back;
like the others it is forgotten when nobody has asked for as long as the server keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.answering.answer import Answer
from bot.answering.unanswered import FACT, NAME, WORDS, Unanswered
from bot.curating.documents import mapping, number, numbers, text
from bot.curating.suggestions import next_number
from bot.facts.store import JSON, Layer, Records, Store, digest_of
from bot.facts.text import normalise
from bot.language.fuzzy import nearest

_COLLECTION, _COUNTER = "gaps", "gap-numbers"
#: The most gaps that a server keeps, and the most wordings of one; the least asked go first.
MOST_GAPS, MOST_WORDINGS = 500, 5
#: Longer questions are cut, in characters.
LONGEST = 200
#: Wordings at least so alike (0 to 1) are one: 'will it rain today', 'will it rain today then'.
ALIKE = 0.85

#: What tells of a person: pings and channels as Discord writes them, @names, addresses, numbers as long as ids and
#: telephone numbers.
_PERSONAL = re.compile(r"<[@#:a][^<>\s]*>|\S+@\S+\.\S+|(?<!\w)@\w[\w.]*|https?://\S+|\+?\d[\d -]{9,}\d")


@dataclass(frozen=True, slots=True)
class Gap:
    """A group of questions without an answer: ``count`` of them, the first and the last on these days (UTC).

    ``entity``, ``relation``, ``role`` and ``name`` are as in `Unanswered`, empty where nobody knows: with the first two
    an edit can be opened that would answer it. ``wordings`` are how it was asked, the usual first.
    """

    number: int
    why: str
    count: int
    first: date
    last: date
    wordings: tuple[str, ...]
    entity: str = ""
    relation: str = ""
    role: str = ""
    name: str = ""
    dismissed: bool = False


class Gaps:
    """The gaps of one server. Every method may raise Unavailable."""

    def __init__(self, store: Store, layer: Layer) -> None:
        self._records: Records = store.records(layer, _COLLECTION)
        self._numbers: Records = store.records(layer, _COUNTER)

    def note(self, question: str, answer: Answer, today: date) -> None:
        """Count a question whose answer leaves something open; others are not kept at all."""
        wording = impersonal(question)
        for missing in answer.unanswered if wording else ():
            self._count(missing, wording, today)

    def _count(self, missing: Unanswered, wording: str, today: date) -> None:
        missing = replace(missing, text=impersonal(missing.text))
        key = self._key(missing, wording)
        if self._records.get(key) is None:
            self._make_room()
        number_ = number(mapping(self._records.get(key)).get("number")) or next_number(self._numbers)

        def counted(document: JSON) -> JSON:
            kept = mapping(document) or {"number": number_, "since": today.isoformat(), **_subject(missing, wording)}
            days, said = numbers(kept.get("days")), mapping(kept.get("wordings"))
            days[today.isoformat()] = days.get(today.isoformat(), 0) + 1
            times = mapping(said.get(wording))
            said[wording] = {"count": number(times.get("count")) + 1, "last": today.isoformat()}
            usual = sorted(said, key=lambda each: -number(mapping(said[each]).get("count")))
            kept["days"] = dict(days)
            usual.remove(wording)
            kept["wordings"] = {each: said[each] for each in sorted([*usual[: MOST_WORDINGS - 1], wording])}
            return kept

        self._records.update(key, counted)

    def _key(self, missing: Unanswered, wording: str) -> str:
        """The key of the gap that a question belongs to."""
        if missing.why == FACT and missing.entity:
            return _digest(FACT, missing.entity, missing.relation, missing.role)
        said = normalise(missing.text if missing.why == NAME else wording)
        others = {
            text(mapping(document).get("like")): key
            for key, document in self._records.all().items()
            if mapping(document).get("why") == missing.why and mapping(document).get("relation", "") == missing.relation
        }
        near = nearest(said, others, 1)
        if near and near[0][1] >= ALIKE:
            return others[near[0][0]]
        return _digest(missing.why, missing.relation, said)

    def open(self, dismissed: bool = False) -> tuple[Gap, ...]:
        """The gaps, most asked first, the latest first of equals; those that were dismissed with ``dismissed``."""
        found = (gap for document in self._records.all().values() if (gap := _gap(document)))
        kept = [gap for gap in found if gap.dismissed == dismissed]
        return tuple(sorted(kept, key=lambda gap: (-gap.count, -gap.last.toordinal(), gap.number)))

    def dismiss(self, number: int) -> bool:
        """Have a gap stay away; whether there is one of that number."""
        return self._mark(number, dismissed=True)

    def bring_back(self, number: int) -> bool:
        """Show a dismissed gap again; whether there is one of that number."""
        return self._mark(number, dismissed=False)

    def _mark(self, wanted: int, dismissed: bool) -> bool:
        for key, document in self._records.all().items():
            if number(mapping(document).get("number")) == wanted:
                marked = self._records.update(key, lambda now: mapping(now) | {"dismissed": dismissed} if now else None)
                return marked is not None
        return False

    def ask_again(self, answered: Callable[[str], bool]) -> int:
        """Drop the gaps whose usual wording has an answer by now, and say how many those were."""
        gone = 0
        for key, document in self._records.all().items():
            gap = _gap(document)
            if gap is not None and answered(gap.wordings[0]):
                self._records.delete(key)
                gone += 1
        return gone

    def prune(self, today: date, days: int) -> None:
        """Forget every question, wording and count that is older than so many days."""
        oldest = (today - timedelta(days=days)).isoformat()

        def younger(document: JSON) -> JSON:
            kept = mapping(document)
            counts = {day: count for day, count in numbers(kept.get("days")).items() if day >= oldest}
            said = mapping(kept.get("wordings"))
            left = {each: times for each, times in said.items() if text(mapping(times).get("last")) >= oldest}
            if not counts or not left:
                return None
            return kept | {"days": dict(counts), "wordings": left, "since": min(counts)}

        for key in self._records.all():
            self._records.update(key, younger)

    def _make_room(self) -> None:
        """Forget the least asked, oldest first, where there are too many."""
        documents = self._records.all()
        if len(documents) >= MOST_GAPS:
            ranked = sorted(documents, key=lambda key: _rank(documents[key]))
            for key in ranked[: len(documents) - MOST_GAPS + 1]:
                self._records.delete(key)


def impersonal(question: str) -> str:
    """A question without what tells of a person, on one line and not longer than LONGEST."""
    return " ".join(_PERSONAL.sub(" ", question).split())[:LONGEST].strip()


def _digest(*parts: str) -> str:
    return digest_of("\n".join(parts).encode())


def _subject(missing: Unanswered, wording: str) -> dict[str, JSON]:
    like = normalise(missing.text if missing.why == NAME else wording)
    name = missing.text if missing.why in (NAME, WORDS) else ""
    return {
        "why": missing.why,
        "entity": missing.entity,
        "relation": missing.relation,
        "role": missing.role,
        "name": name,
        "like": like,
    }


def _rank(document: JSON) -> tuple[int, str]:
    days = numbers(mapping(document).get("days"))
    return sum(days.values()), max(days, default="")


def _gap(document: JSON) -> Gap | None:
    kept: Mapping[str, JSON] = mapping(document)
    days, said = numbers(kept.get("days")), mapping(kept.get("wordings"))
    if not days or not said:
        return None
    usual = sorted(said, key=lambda each: (-number(mapping(said[each]).get("count")), each))
    return Gap(
        number(kept.get("number")),
        text(kept.get("why")),
        sum(days.values()),
        date.fromisoformat(text(kept.get("since"))),
        date.fromisoformat(max(days)),
        tuple(usual),
        text(kept.get("entity")),
        text(kept.get("relation")),
        text(kept.get("role")),
        text(kept.get("name")),
        kept.get("dismissed") is True,
    )
