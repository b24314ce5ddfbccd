from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
import simcord

from bot.discord_app.client import BoothClient


@dataclass(frozen=True)
class StubReply:
    text: str
    sources: tuple[str, ...] = ()


@dataclass
class StubDesk:
    """Answers with what a test put in, and notes what it was asked."""

    replies: dict[str, StubReply | Exception] = field(default_factory=dict)
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    def answer(self, question: str, channel: int, member: int) -> StubReply:
        self.asked.append((question, channel, member))
        reply = self.replies.get(question, StubReply(f"About: {question}", ("Collider: an interview",)))
        if isinstance(reply, Exception):
            raise reply
        return reply

    def examples(self) -> list[str]:
        return ["who directed Heat?", "where is Heat 2 being made?"]

    @property
    def questions(self) -> list[str]:
        return [question for question, _, _ in self.asked]


@dataclass
class World:
    """A server with a channel and two members, and Booth in it."""

    env: simcord.Env
    desk: StubDesk
    booth: BoothClient
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor

    @property
    def ping(self) -> str:
        assert self.booth.user
        return f"<@{self.booth.user.id}>"

    @property
    def said(self) -> list[str]:
        """What Booth said in the channel."""
        assert self.booth.user
        return [message.content for message in self.channel.history() if message.author.id == self.booth.user.id]


@pytest.fixture
def desk() -> StubDesk:
    return StubDesk()


@pytest.fixture
def simcord_bot(desk: StubDesk, tmp_path: Path) -> BoothClient:
    return BoothClient(desk, state=tmp_path)


@pytest.fixture
def world(simcord_env: simcord.Env, simcord_bot: BoothClient, desk: StubDesk) -> World:
    guild = simcord_env.create_guild()
    members = [guild.add_member(simcord_env.create_user(name)) for name in ("alice", "bob")]
    return World(simcord_env, desk, simcord_bot, guild, guild.create_text_channel("films"), *members)
