"""What the client needs of the floors below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.answering.answerer import Answerer
    from bot.discord_app.replies import Reply
    from bot.language.conversation import Conversations


class Desk(Protocol):
    """Where questions are handed in."""

    def answer(self, question: str, channel: int, member: int) -> Reply:
        """The answer, in the light of what this member asked before in this channel."""

    def examples(self) -> list[str]:
        """Questions that can be answered."""


class AnsweringDesk:
    """Hands questions to the answerer, with one conversation for each member in each channel."""

    def __init__(self, answerer: Answerer, conversations: Conversations) -> None:
        self._answerer = answerer
        self._conversations = conversations

    def answer(self, question: str, channel: int, member: int) -> Reply:
        """The answer. It takes milliseconds, so it is worked out right here, on Discord's event loop."""
        return self._answerer.answer(question, self._conversations.get(channel, member))

    def examples(self) -> list[str]:
        """Questions that can be answered."""
        return self._answerer.examples()
