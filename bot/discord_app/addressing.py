"""Was this message meant for Booth, and what does it ask? Plain values in and out: tested without Discord."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

#: What Discord writes for things that its clients show by name.
_REFERENCE = re.compile(
    r"<(?:@!?(?P<user>[0-9]{1,20})|@&(?P<role>[0-9]{1,20})|#(?P<channel>[0-9]{1,20})"
    r"|a?:(?P<emoji>\w{1,40}):[0-9]{1,20}|/(?P<command>[^:<>\n]{1,100}):[0-9]{1,20}|t:-?[0-9]{1,15}(?::\w)?)>"
)
_EDGES = " \t\n,;:.!–—-"


@dataclass(frozen=True, slots=True)
class Incoming:
    """The parts of a message that decide whether it is answered."""

    content: str
    from_person: bool = True  # not a bot, not a webhook, not Discord itself
    is_direct: bool = False
    replies_to_us: bool = False  # a reply to one of our messages, which pings us
    users: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)


def question_of(incoming: Incoming, us: int) -> str | None:
    """What an incoming message asks us: None if it is not addressed to us, empty if it says nothing else.

    A ping of everyone or of a role is no address.
    """
    pinged = any(match["user"] == str(us) for match in _REFERENCE.finditer(incoming.content))
    if not incoming.from_person or not (pinged or incoming.is_direct or incoming.replies_to_us):
        return None
    text = _REFERENCE.sub(lambda match: _name(match, incoming, us), incoming.content)
    return " ".join(text.split()).lstrip(_EDGES).strip() if pinged else text.strip()


def _name(match: re.Match[str], incoming: Incoming, us: int) -> str:
    """What a reader sees where the message holds a reference; nothing for a ping of us, and for what has no name."""
    if match["user"]:
        return "" if match["user"] == str(us) else incoming.users.get(int(match["user"]), "")
    if match["role"]:
        return incoming.roles.get(int(match["role"]), "")
    if match["channel"]:
        return incoming.channels.get(int(match["channel"]), "")
    return match["command"] or ""
