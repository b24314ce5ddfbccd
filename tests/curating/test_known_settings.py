from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.curating.known_settings import FRESH, KnownSettings
from bot.curating.server_settings import ServerSettings, change_settings
from bot.facts.store import Store
from tests.curating.conftest import HERE, THERE


@dataclass
class Clock:
    moment: float = 1000.0

    def __call__(self) -> float:
        return self.moment


def test_settings_are_looked_up_now_and_then(store: Store) -> None:
    known = KnownSettings(store, clock := Clock())
    assert known.fresh(HERE) is None
    assert known.get(HERE) == known.fresh(HERE) == ServerSettings()
    change_settings(store, HERE, {"gap_days": 30})
    assert known.get(HERE).gap_days == 90
    clock.moment += FRESH + 1
    assert known.fresh(HERE) is None
    assert known.get(HERE).gap_days == 30


def test_what_was_just_chosen_holds_at_once_and_for_that_server_only(store: Store) -> None:
    known = KnownSettings(store, Clock())
    known.learn(HERE, ServerSettings(gap_days=30))
    assert known.get(HERE).gap_days == 30
    assert known.get(THERE) == ServerSettings()


def test_where_they_cannot_be_read_they_are_as_they_were(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    known = KnownSettings(store, clock := Clock())
    change_settings(store, HERE, {"gap_days": 30})
    known.get(HERE)
    store.close()
    clock.moment += FRESH + 1
    assert known.get(HERE).gap_days == 30
    assert known.get(THERE) == ServerSettings()
    assert "cannot be read" in caplog.text
