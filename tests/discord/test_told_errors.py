from __future__ import annotations

from bot.discord_app.told_errors import spoken
from bot.facts.store import OutcomeUnknown, Unavailable


def test_it_is_said_that_nothing_was_changed_where_that_is_so() -> None:
    refused = spoken(Unavailable("the disk is full"))
    assert refused == "The disk is full.\n-# Nothing was changed."


def test_it_is_not_said_where_nobody_knows() -> None:
    assert spoken(OutcomeUnknown("the disk did not say")) == "The disk did not say."
