"""Two servers on Discord: whatever the curators and members of one do, nothing of it is seen in the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import simcord

from bot.discord_app import pacing
from bot.facts.store import SHARED, Layer
from bot.language.conversation import Conversation
from tests.discord.curating.conftest import Club, text_of

pytestmark = pytest.mark.simcord(check_errors=False)  # simcord counts what is told to a member as errors


@dataclass
class Server:
    """One of two servers: a curator, and Bob, who is a member of both."""

    club: Club
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    audit: simcord.ChannelHandle
    curator: simcord.MemberActor
    bob: simcord.MemberActor
    listener: simcord.MemberActor  # follows Quarry here, and is in no other server

    async def change(self, command: str, **options: Any) -> None:
        """A change by the curator, confirmed if there is anything to confirm."""
        shown = await self.curator.slash(self.channel, f"facts {command}", **options)
        await self.press(shown, "Confirm")

    async def press(self, shown: simcord.InteractionResult, label: str) -> simcord.InteractionResult | None:
        """Press a button, if it is there."""
        response = shown.response
        labels = [each["label"] for row in response.components for each in row["components"]] if response else []
        return await self.curator.click(response, label=label) if response and label in labels else None

    async def fill(self, form: simcord.InteractionResult | None, value: str) -> simcord.InteractionResult | None:
        """Fill the first field of a form, and leave the others."""
        if form is None or not form.modal:
            return None
        fields = [row["component"] for row in form.modal["components"]]
        typed = {field["custom_id"]: field.get("value", "") for field in fields}
        return await self.curator.submit_modal(form, typed | {fields[0]["custom_id"]: value})


# -- what is done --------------------------------------------------------------------------------------------------

Act = Callable[[Server], Awaitable[object]]


def change(command: str, **options: Any) -> Act:
    return lambda server: server.change(command, **options)


def setting(command: str, **options: Any) -> Act:
    return lambda server: server.curator.slash(server.channel, f"settings {command}", **options)


def by_bob(command: str, **options: Any) -> Act:
    return lambda server: server.bob.slash(server.channel, command, **options)


async def edit(server: Server) -> None:
    shown = await server.fill(
        await server.curator.slash(server.channel, "facts edit", entity="quarry"),
        "film: Quarry\nsource: gazette\nfacts:\n  tagline: Stone forgets.\n",
    )
    if shown is not None:
        await server.press(shown, "Confirm")


async def take_in(server: Server) -> None:
    server.club.uploads.data = b"film: Quarry\nid: quarry\nfacts:\n  genre: [noir]\n"
    await server.change("import", file=("quarry.yaml", server.club.uploads.data))


def gaps(label: str) -> Act:
    async def act(server: Server) -> None:
        shown = await server.curator.slash(server.channel, "facts gaps", dismissed="Bring" in label)
        await server.press(shown, label)

    return act


async def accept(server: Server) -> None:
    form = await server.press(await server.curator.slash(server.channel, "facts suggestions"), "Accept …")
    shown = await server.fill(form, "Quarry 2 was directed by Ida Falk")
    if shown is not None:
        await server.press(shown, "Confirm")


async def decline(server: Server) -> None:
    form = await server.press(await server.curator.slash(server.channel, "facts suggestions"), "Decline …")
    await server.fill(form, "No.")


ACTS: tuple[Act, ...] = (
    change("add", entity="quarry", relation="runtime", value="104 minutes", source="Fan Weekly"),
    by_bob("ask", question="who wrote Quarry?"),
    by_bob("ask", question="who directed zorvan?"),
    by_bob("facts suggest", fact="Quarry 2 was directed by Ida Falk", source="a friend"),
    by_bob("follow", title="quarry"),
    setting("retention", days=30),
    setting("conversation", minutes=33),
    change("new", kind="film", name="Quarrel", facts="directed_by: Ida Falk"),
    change("add", entity="quarry", relation="starring", value="Per Ek", details="as: The Thief"),
    change("tell", sentence="Quarry 2 was directed by Tom Berg"),
    change("remove", entity="quarry", relation="starring", value="Una Lind"),
    edit,
    take_in,
    gaps("Dismiss 1"),
    gaps("Bring back 1"),
    accept,
    by_bob("facts suggest", fact="Quarry is 3 hours long", source="a friend"),
    decline,
    change("undo"),
    *(change("undo", revision=number) for number in (1, 2, 3)),
    by_bob("unfollow", title="quarry"),
    setting("curators"),
    setting("audit"),
)

# -- what is seen --------------------------------------------------------------------------------------------------

READING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("facts show", {"entity": "quarry"}), ("facts show", {"entity": "quarry-2"}), ("facts show", {"entity": "quarrel"}),
    ("facts history", {}), ("facts history", {"entity": "quarry"}), ("facts export", {}),
    ("facts export", {"entity": "quarry"}), ("facts check", {}), ("facts suggestions", {}), ("settings show", {}),
    ("facts gaps", {}), ("facts gaps", {"dismissed": True}), ("facts undo", {}), ("facts undo", {"revision": 1}),
)  # fmt: skip
TYPING: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("film", "title", "quar", {}), ("person", "name", "per", {}), ("unfollow", "title", "", {}),
    ("facts add", "entity", "quar", {}), ("facts add", "source", "", {}),
    ("facts add", "value", "pe", {"entity": "quarry", "relation": "starring"}),
    ("facts remove", "relation", "", {"entity": "quarry"}),
    ("facts remove", "value", "", {"entity": "quarry", "relation": "starring"}),
)  # fmt: skip
QUESTIONS = ("how long is Quarry?", "who is in Quarry?", "who directed Quarry 2?", "what changed about Quarry?")


async def seen(server: Server) -> dict[str, Any]:
    """All that can be seen in a server, by what was done to see it."""
    found: dict[str, Any] = {}
    for command, options in READING:
        shown = await server.curator.slash(server.channel, command, **options)
        files = [await file.read() for file in shown.response.attachments] if shown.response else []
        found[f"{command} {options}"] = text_of(shown), files
    found["following"] = text_of(await server.bob.slash(server.channel, "following"))
    for command, option, typed, filled in TYPING:
        found[f"{command} {option} {typed}"] = await server.curator.autocomplete(
            server.channel, command, option, typed, **filled
        )
    for question in QUESTIONS:
        layer = Layer(server.guild.id)
        found[question] = server.club.library.answer(layer, question, Conversation()).text
    found["audit"] = [message.content for message in server.audit.history()]
    found["heard"] = [message.content for message in server.listener.user.dm_channel.history()]
    return found


async def servers_of(club: Club) -> tuple[Server, Server]:
    made = []
    for channel, curator, bob in ((club.channel, club.ada, club.bob), (club.there, club.dora, None)):
        guild = curator.guild
        audit = guild.create_text_channel("audit")
        listener = guild.add_member(club.env.create_user(f"listener-{guild.id}"))
        await listener.send_dm("hello")
        server = Server(club, guild, channel, audit, curator, bob or guild.add_member(club.bob.user), listener)
        await curator.slash(channel, "settings audit", channel=audit)
        await listener.slash(channel, "follow", title="quarry")
        made.append(server)
    return made[0], made[1]


async def test_nothing_of_one_server_is_seen_in_another(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST", 10_000)
    here, there = await servers_of(club)
    shared = club.library.archive(SHARED)
    for act in ACTS[:9]:
        await act(there)
    before = await seen(there)
    for act in ACTS:
        await act(here)
    after = await seen(there)
    assert after == before
    assert await seen(here) != after  # something was done
    assert club.library.archive(SHARED) == shared
