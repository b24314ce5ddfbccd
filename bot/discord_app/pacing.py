"""How much one member may ask in a while: what is more is left unanswered, and told once."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from discord import app_commands

#: So many questions in so many seconds: more than anybody types, fewer than a script sends.
MOST, SECONDS = 60, 60.0
#: Members remembered at most: those who asked longest ago are forgotten first.
MEMBERS = 10_000


class Pace(enum.Enum):
    """Whether a question is answered; whether the member is told why not, or was told already."""

    ANSWER = "answer"
    TELL = "tell"
    IGNORE = "ignore"


@dataclass(slots=True)
class _Asked:
    cooldown: app_commands.Cooldown = field(default_factory=lambda: app_commands.Cooldown(MOST, SECONDS))
    told: bool = False


class Pacing:
    """Keeps count of each member's questions. ``clock`` gives seconds, and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: dict[int, _Asked] = {}

    def asks(self, member: int) -> Pace:
        """What becomes of a question that a member asks now."""
        asked = self._asked.pop(member, None) or _Asked()
        self._asked[member] = asked  # at the end: it is the one who asked last
        if len(self._asked) > MEMBERS:
            del self._asked[next(iter(self._asked))]
        if asked.cooldown.update_rate_limit(self._clock()) is None:
            asked.told = False
            return Pace.ANSWER
        told, asked.told = asked.told, True
        return Pace.IGNORE if told else Pace.TELL
