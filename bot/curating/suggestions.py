"""What members suggest: proposed facts in a queue, until a curator accepts or declines them.

A suggestion keeps the id of its member until it is decided, so that they can be told; then it is gone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.curating.documents import mapping, number, text
from bot.facts.store import JSON, Layer, Records, Store

_COLLECTION, _COUNTER, _NEXT = "suggestions", "suggestion-numbers", "next"
#: What a member may have in the queue at once, and what all of them together may.
MOST_OPEN, MOST_IN_QUEUE = 5, 500
#: The longest fact, and the longest source or reason, in characters.
LONGEST_FACT, LONGEST_SOURCE = 500, 300


class NotSuggested(Exception):  # noqa: N818
    """A suggestion is not taken, or cannot be decided; the message says why, and can be shown."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed fact as its member put it, with its source; ``entity`` is the id of what it is about, if known."""

    number: int
    member: int
    fact: str
    source: str
    when: datetime
    entity: str = ""


class Suggestions:
    """The queue of one server. Every method may raise Unavailable."""

    def __init__(self, store: Store, layer: Layer) -> None:
        self._records: Records = store.records(layer, _COLLECTION)
        self._numbers: Records = store.records(layer, _COUNTER)

    def suggest(self, member: int, fact: str, source: str, when: datetime, entity: str = "") -> Suggestion:
        """Put a fact into the queue. Raises NotSuggested where it is too long, empty, or one too many."""
        fact, source = _line(fact, LONGEST_FACT, "the fact"), _line(source, LONGEST_SOURCE, "the source")
        queue = self.open()
        for other in queue:
            if (other.fact, other.source) == (fact, source):
                raise NotSuggested("that is in the queue already")
        if sum(other.member == member for other in queue) >= MOST_OPEN:
            raise NotSuggested(f"you have {MOST_OPEN} suggestions in the queue; a curator has to look at them first")
        if len(queue) >= MOST_IN_QUEUE:
            raise NotSuggested("the queue is full; a curator has to look at it first")
        found = Suggestion(next_number(self._numbers), member, fact, source, when.astimezone(UTC), entity)
        self._records.put(_key(found.number), _document(found))
        return found

    def open(self) -> tuple[Suggestion, ...]:
        """What is to be decided, oldest first."""
        return tuple(_suggestion(int(key), document) for key, document in self._records.all().items())

    def get(self, number: int) -> Suggestion | None:
        """The suggestion of that number, if it is not decided."""
        document = self._records.get(_key(number))
        return None if document is None else _suggestion(number, document)

    def decide(self, number: int) -> Suggestion:
        """Take a suggestion out of the queue: it was accepted and its edit is made, or it is declined.

        What it gives names the member who is to hear of it. Raises NotSuggested where somebody else was faster.
        """
        found: list[JSON] = []

        def taken(document: JSON) -> JSON:
            found.append(document)
            return None

        self._records.update(_key(number), taken)
        if found[-1] is None:
            raise NotSuggested(f"there is no suggestion {number} in the queue: it is decided already")
        return _suggestion(number, found[-1])

    def forget(self, member: int) -> None:
        """Drop what a member has in the queue."""
        for suggestion in self.open():
            if suggestion.member == member:
                self._records.delete(_key(suggestion.number))


def reason_of(reason: str) -> str:
    """Why a suggestion is declined, as its member hears it. Raises NotSuggested where it is empty or too long."""
    return _line(reason, LONGEST_SOURCE, "the reason")


def next_number(counter: Records) -> int:
    """A number that nothing else in the layer has."""
    return number(counter.update(_NEXT, lambda last: number(last) + 1))


def _key(number: int) -> str:
    return f"{number:010d}"


def _line(typed: str, longest: int, what: str) -> str:
    """`typed` as one line, without what cannot be seen."""
    seen = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in typed)
    line = " ".join(seen.split())
    if not line:
        raise NotSuggested(f"{what} is missing")
    if len(line) > longest:
        raise NotSuggested(f"{what} has {len(line)} characters; at most {longest} are taken")
    return line


def _document(suggestion: Suggestion) -> JSON:
    return {
        "member": suggestion.member,
        "fact": suggestion.fact,
        "source": suggestion.source,
        "when": suggestion.when.isoformat(),
        "entity": suggestion.entity,
    }


def _suggestion(number_: int, document: JSON) -> Suggestion:
    kept = mapping(document)
    return Suggestion(
        number_,
        number(kept.get("member")),
        text(kept.get("fact")),
        text(kept.get("source")),
        datetime.fromisoformat(text(kept.get("when"))),
        text(kept.get("entity")),
    )
