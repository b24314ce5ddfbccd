"""What a server has chosen for itself, kept among the records of its layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.curating.documents import mapping
from bot.facts.store import JSON, Layer, Store

_COLLECTION, _KEY = "settings", "server"
#: Days that an unanswered question may be kept; longer than a year would be an archive of what people say.
MOST_DAYS = 366
#: Minutes that a conversation may go on; longer than a day, and nobody knows what 'it' was.
MOST_MINUTES = 24 * 60
MOST_CHANNELS = 100


class WrongSetting(ValueError):  # noqa: N818 - it is called so wherever it is told of
    """A setting cannot have that value; the message says what it can be. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's own settings; ids are Discord's.

    ``curator_role`` may change facts beside those who manage the server; in ``channels`` messages are answered that are
    not addressed to the bot; ``audit_channel`` is told of every change. Unanswered questions are kept ``gap_days``.
    ``conversation_minutes`` is None where the installation's own setting holds.
    """

    curator_role: int | None = None
    channels: tuple[int, ...] = ()
    audit_channel: int | None = None
    gap_days: int = 90
    conversation_minutes: int | None = None


def read_settings(store: Store, layer: Layer) -> ServerSettings:
    """The settings of a server; what was never chosen, or cannot be read, is as it is by default."""
    return _read(mapping(store.records(layer, _COLLECTION).get(_KEY)))


def change_settings(store: Store, layer: Layer, changes: Mapping[str, JSON]) -> ServerSettings:
    """The settings after `changes`, by name; None sets one back. Raises WrongSetting, and then changes nothing.

    What a later version of Booth has kept there stays as it is.
    """
    checked = {name: None if value is None else _checked(name, value) for name, value in changes.items()}

    def changed(document: JSON) -> JSON:
        kept = mapping(document) | checked
        return {name: value for name, value in kept.items() if value is not None}

    return _read(mapping(store.records(layer, _COLLECTION).update(_KEY, changed)))


def _read(kept: Mapping[str, JSON]) -> ServerSettings:
    settings = ServerSettings()
    good = {}
    for field in fields(ServerSettings):
        try:
            value = _checked(field.name, kept[field.name])
        except (KeyError, WrongSetting):  # what another version wrote must not keep this one from answering
            value = getattr(settings, field.name)
        good[field.name] = tuple(value) if isinstance(value, list) else value
    return ServerSettings(**good)  # type: ignore[arg-type]


def _checked(name: str, value: JSON) -> JSON:
    """The value, if the setting can have it."""
    match name:
        case "curator_role" | "audit_channel":
            return _id(name, value)
        case "channels":
            if not isinstance(value, list | tuple) or len(value) > MOST_CHANNELS:
                raise WrongSetting(f"'channels' is a list of at most {MOST_CHANNELS} channels")
            return list(dict.fromkeys(_id(name, channel) for channel in value))
        case "gap_days":
            return _whole(name, value, MOST_DAYS, "days")
        case "conversation_minutes":
            return _whole(name, value, MOST_MINUTES, "minutes")
    raise WrongSetting(f"there is no setting {name!r}; there are {', '.join(f.name for f in fields(ServerSettings))}")


def _id(name: str, value: JSON) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise WrongSetting(f"{name!r} is one of the server's own, chosen from its list")
    return value


def _whole(name: str, value: JSON, most: int, unit: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise WrongSetting(f"{name!r} is a whole number of {unit}, from 1 to {most}")
    return value
