"""Curating on Discord: two servers over one library, the real floors below, and no Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
import simcord

from bot.curating.library import Library
from bot.discord_app.client import BoothClient
from bot.discord_app.curation import Curation
from bot.discord_app.desk import AnsweringDesk
from bot.facts.store import Change, FileEdit, Layer
from bot.language.conversation import Conversation, Conversations


@dataclass
class Uploads:
    """What is at the addresses of uploaded files."""

    data: bytes = b""

    async def fetch(self, _: str) -> AsyncIterator[bytes]:
        for at in range(0, len(self.data), 65536):
            yield self.data[at : at + 65536]


@dataclass
class Club:
    """Ada manages a server, Cleo has its curators' role, Bob is a member. Dora manages another server."""

    env: simcord.Env
    booth: BoothClient
    library: Library
    uploads: Uploads
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    there: simcord.ChannelHandle
    ada: simcord.MemberActor
    bob: simcord.MemberActor
    cleo: simcord.MemberActor
    dora: simcord.MemberActor
    curators: simcord.RoleHandle
    again: Callable[[], BoothClient]  # the bot, started anew

    @property
    def layer(self) -> Layer:
        return Layer(self.guild.id)

    def answer(self, question: str, layer: Layer | None = None) -> str:
        """What the facts of a server answer; of Ada's, if no other is named."""
        return "; ".join(self.library.answer(layer or self.layer, question, Conversation()).answers)

    def write(self, text: str) -> None:
        """Have the server's own file about Quarry hold this, as somebody with an editor would."""
        name, store = "facts/films/quarry.yaml", self.library.store
        before = store.files(self.layer).get(name)
        edit = FileEdit(name, before.digest if before else None, text.encode())
        store.write(Change(self.layer, (edit,), "somebody"))

    async def confirm(self, shown: simcord.InteractionResult, member: simcord.MemberActor | None = None) -> str:
        """Press Confirm under a preview; what stands there then."""
        assert shown.response
        await (member or self.ada).click(shown.response, label="Confirm")
        return text_of(shown)

    async def add(self, relation: str, value: str, **more: str) -> str:
        """Ada adds a fact about Quarry, and confirms it."""
        shown = await self.ada.slash(self.channel, "facts add", entity="quarry", relation=relation, value=value, **more)
        return await self.confirm(shown)


def text_of(result: simcord.InteractionResult) -> str:
    """What a member reads in answer to a command, the newest of several messages."""
    messages = [*([result.response] if result.response else []), *result.followups]
    assert messages, "no answer"
    text = messages[-1].content
    assert "Something went wrong" not in text
    return text.replace("\\", "")


@pytest.fixture
def uploads() -> Uploads:
    return Uploads()


@pytest.fixture
def make_bot(library: Library, uploads: Uploads, tmp_path: Path) -> Callable[[], BoothClient]:
    def make() -> BoothClient:
        desk = AnsweringDesk(library, Conversations())
        return BoothClient(desk, Curation(library), state=tmp_path, fetch=uploads.fetch)

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[[], BoothClient]) -> BoothClient:
    return make_bot()


@pytest.fixture
def club(
    simcord_env: simcord.Env,
    simcord_bot: BoothClient,
    library: Library,
    uploads: Uploads,
    make_bot: Callable[[], BoothClient],
) -> Club:
    guild, other = simcord_env.create_guild("Film club"), simcord_env.create_guild("Another club")
    managing = discord.Permissions(manage_guild=True, view_channel=True, send_messages=True)
    managers, managers_there = (each.create_role("managers", permissions=managing) for each in (guild, other))
    curators = guild.create_role("curators")
    ada = guild.add_member(simcord_env.create_user("ada"), roles=[managers])
    bob = guild.add_member(simcord_env.create_user("bob"))
    cleo = guild.add_member(simcord_env.create_user("cleo"), roles=[curators])
    dora = other.add_member(simcord_env.create_user("dora"), roles=[managers_there])
    channel, there = guild.create_text_channel("films"), other.create_text_channel("films")
    return Club(
        simcord_env, simcord_bot, library, uploads, guild, channel, there, ada, bob, cleo, dora, curators, make_bot
    )
