"""A member who floods the bot is told once, and keeps nobody else waiting."""

from __future__ import annotations

import pytest

from bot.discord_app import pacing
from bot.discord_app.pacing import MOST, SECONDS, Pace, Pacing


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_is_too_much_is_told_once_and_then_passed_over() -> None:
    paced = Pacing(Clock())
    assert [paced.asks(1) for _ in range(MOST + 3)] == [Pace.ANSWER] * MOST + [Pace.TELL] + [Pace.IGNORE] * 2


def test_others_are_answered_meanwhile() -> None:
    paced = Pacing(Clock())
    for _ in range(MOST + 1):
        paced.asks(1)
    assert paced.asks(2) is Pace.ANSWER


def test_after_a_while_a_member_is_answered_again_and_told_again() -> None:
    clock = Clock()
    paced = Pacing(clock)
    for _ in range(MOST + 2):
        paced.asks(1)
    clock.now += SECONDS + 1
    assert [paced.asks(1) for _ in range(MOST + 1)] == [Pace.ANSWER] * MOST + [Pace.TELL]


def test_no_more_members_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MEMBERS", 2)
    paced = Pacing(Clock())
    for _ in range(MOST + 1):
        paced.asks(1)
    paced.asks(2)
    paced.asks(3)
    assert paced.asks(1) is Pace.ANSWER
