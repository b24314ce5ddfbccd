"""What the client needs of the floors below. All of it blocks, and is called in threads: see `delivering.soon`."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from bot.curating.gaps import Gaps
from bot.curating.known_settings import KnownSettings
from bot.curating.server_settings import ServerSettings, read_settings
from bot.facts.store import Layer, StoreError

if TYPE_CHECKING:
    from datetime import date

    from bot.answering.answer import Answer
    from bot.answering.catalogue import Card, Offer
    from bot.curating.library import Library
    from bot.discord_app.replies import Reply
    from bot.language.conversation import Conversations

log = logging.getLogger(__name__)


class Desk(Protocol):
    """Where questions are handed in, and names looked up. ``layer`` is the server in which that is done."""

    def answer(self, question: str, layer: Layer, channel: int, member: int) -> Reply:
        """The answer, in the light of what this member asked before in this channel."""

    def examples(self, layer: Layer) -> list[str]:
        """Questions that can be answered."""

    def offers(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> list[Offer]:
        """Things that a name which is being typed may become."""

    def find(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> str | None:
        """The id of the one thing that is named so."""

    def card(self, layer: Layer, ident: str) -> Card | None:
        """All that is known of a thing."""

    def relations(self, layer: Layer, ident: str, typed: str) -> list[Offer]:
        """Relations that a thing can have, by what is typed of their names; all of them for a thing not known."""

    def values(self, layer: Layer, ident: str, relation: str, typed: str) -> list[Offer]:
        """What could stand as the value of a relation, as a fact file writes it."""

    def details(self, layer: Layer, relation: str, typed: str) -> list[Offer]:
        """How what is typed beside a value, such as ``year: 1995; winner:``, can go on."""

    def settings(self, layer: Layer) -> ServerSettings:
        """What the server has chosen for itself, as of now."""

    @property
    def known(self) -> KnownSettings:
        """The same, for what may be a minute old."""

    @property
    def minutes(self) -> float:
        """How long a conversation goes on where the server has not chosen that."""


class AnsweringDesk:
    """Hands questions to the answerers of the servers, one conversation for each member in each channel.

    Questions without an answer are noted, without names, for the server's curators.
    """

    def __init__(self, library: Library, conversations: Conversations) -> None:
        self._library = library
        self._conversations = conversations
        self._store = library.store
        self._pruned: dict[Layer, date] = {}
        self.known = KnownSettings(library.store)
        self.minutes = conversations.ttl / 60

    def answer(self, question: str, layer: Layer, channel: int, member: int) -> Answer:
        """The answer."""
        minutes = self.known.get(layer).conversation_minutes
        conversation = self._conversations.get(channel, member, ttl=minutes and minutes * 60)
        answer = self._library.answer(layer, question, conversation)
        if answer.unanswered:
            self._note(question, layer, answer)
        return answer

    def _note(self, question: str, layer: Layer, answer: Answer) -> None:
        """Count what has no answer. Where that fails, the member is answered all the same."""
        today = datetime.now(UTC).date()
        try:
            gaps = Gaps(self._store, layer)
            if self._pruned.get(layer) != today:
                gaps.prune(today, self.known.get(layer).gap_days)
                self._pruned[layer] = today
            gaps.note(question, answer, today)
        except StoreError as error:
            log.warning("a question without an answer could not be noted: %s", error)

    def examples(self, layer: Layer) -> list[str]:
        """Questions that can be answered."""
        with self._library.view(layer) as view:
            return view.answerer.examples()

    def offers(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> list[Offer]:
        """Things that a name which is being typed may become."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.offers(typed, kinds)

    def find(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> str | None:
        """The id of the one thing that is named so."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.find(typed, kinds)

    def card(self, layer: Layer, ident: str) -> Card | None:
        """All that is known of a thing."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.card(ident)

    def relations(self, layer: Layer, ident: str, typed: str) -> list[Offer]:
        """Relations that a thing can have."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.relations(ident, typed)

    def values(self, layer: Layer, ident: str, relation: str, typed: str) -> list[Offer]:
        """What could stand as the value of a relation."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.values(ident, relation, typed)

    def details(self, layer: Layer, relation: str, typed: str) -> list[Offer]:
        """How what is typed beside a value can go on."""
        with self._library.view(layer) as view:
            return view.answerer.catalogue.details(relation, typed)

    def settings(self, layer: Layer) -> ServerSettings:
        """What the server has chosen for itself, as of now."""
        return read_settings(self._store, layer)
