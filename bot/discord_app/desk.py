"""What the client needs of the floors below: the client and its tests stand on this alone."""

from __future__ import annotations

from typing import Protocol

from bot.discord_app.replies import Reply


class Desk(Protocol):
    """Where questions are handed in."""

    def answer(self, question: str, channel: int, member: int) -> Reply:
        """The answer, in the light of what this member asked before in this channel."""

    def examples(self) -> list[str]:
        """Questions that can be answered."""
