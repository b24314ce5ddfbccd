from __future__ import annotations

import pytest

from bot.curating.server_settings import ServerSettings, WrongSetting, change_settings, read_settings
from bot.facts.store import JSON, Store
from tests.curating.conftest import HERE, THERE


def test_a_server_that_chose_nothing_has_the_defaults(store: Store) -> None:
    assert read_settings(store, HERE) == ServerSettings(gap_days=90)


def test_what_is_changed_is_kept_for_that_server_only(store: Store) -> None:
    changed = change_settings(store, HERE, {"curator_role": 5, "channels": [7, 8, 7], "gap_days": 30})
    assert changed == read_settings(store, HERE) == ServerSettings(curator_role=5, channels=(7, 8), gap_days=30)
    assert read_settings(store, THERE) == ServerSettings()


def test_none_sets_one_back_and_leaves_the_others(store: Store) -> None:
    change_settings(store, HERE, {"curator_role": 5, "audit_channel": 6})
    assert change_settings(store, HERE, {"curator_role": None}) == ServerSettings(audit_channel=6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gap_days", 0),
        ("gap_days", 4000),
        ("gap_days", "90"),
        ("gap_days", True),
        ("conversation_minutes", -1),
        ("curator_role", "admins"),
        ("curator_role", 0),
        ("channels", 7),
        ("channels", [0]),
        ("channels", list(range(1, 200))),
        ("colour", 1),
    ],
)
def test_a_wrong_value_changes_nothing(store: Store, name: str, value: JSON) -> None:
    change_settings(store, HERE, {"audit_channel": 6})
    with pytest.raises(WrongSetting, match=name):
        change_settings(store, HERE, {"audit_channel": 9, name: value})
    assert read_settings(store, HERE) == ServerSettings(audit_channel=6)


def test_what_another_version_kept_stays_and_stops_nobody(store: Store) -> None:
    records = store.records(HERE, "settings")
    records.put("server", {"language": "en", "gap_days": "for ever", "audit_channel": 6})
    assert read_settings(store, HERE) == ServerSettings(audit_channel=6)
    change_settings(store, HERE, {"curator_role": 5})
    assert records.get("server") == {"language": "en", "gap_days": "for ever", "audit_channel": 6, "curator_role": 5}
