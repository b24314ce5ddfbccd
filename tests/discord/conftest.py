from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import simcord

from bot.answering.catalogue import Card, Offer
from bot.curating.known_settings import KnownSettings
from bot.curating.library import Library
from bot.curating.server_settings import ServerSettings, read_settings
from bot.discord_app.client import BoothClient
from bot.discord_app.curation import Curation
from bot.facts.folder_store import FolderStore
from bot.facts.store import Layer, Store
from bot.settings import ROOT
from tests.discord.standin import StandIn, Start
from tests.making import SHIPPED, write

#: As many of the shipped relations as the tests need: fewer are read and compiled faster.
RELATIONS = (
    "born_in", "description", "directed_by", "genre", "image", "production_status", "release_date", "runtime",
    "starring", "synopsis", "tagline", "trivia", "written_by",
)  # fmt: skip
FACTS = {
    "facts/sources/gazette.yaml": "source: The Gazette on Quarry\npublisher: The Gazette\ndate: 2026-03-01\n",
    "facts/films/quarry.yaml": """\
# a film of one summer
film: Quarry
source: gazette
facts:
  directed_by: Ida Falk
  starring:
    - Tom Berg as The Mason  # the lead
    - Una Lind
  release_date: 2019-06-07
  runtime: 101 minutes
  genre: [drama]
  synopsis: A mason does not leave the quarry.
""",
    "facts/films/quarry-2.yaml": "film: Quarry 2\nsource: gazette\nfacts:\n  production_status: filming\n",
    "facts/people/ida-falk.yaml": "person: Ida Falk\nsource: gazette\nfacts:\n  born_in: Bergen\n",
}


@dataclass(frozen=True)
class StubReply:
    text: str
    sources: tuple[str, ...] = ()


@dataclass
class StubDesk:
    """Answers with what a test put in, and notes what it was asked."""

    store: Store
    replies: dict[str, StubReply | Exception] = field(default_factory=dict)
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    def answer(self, question: str, layer: Layer, channel: int, member: int) -> StubReply:  # noqa: ARG002
        self.asked.append((question, channel, member))
        reply = self.replies.get(question, StubReply(f"About: {question}", ("Collider: an interview",)))
        if isinstance(reply, Exception):
            raise reply
        return reply

    def examples(self, layer: Layer) -> list[str]:  # noqa: ARG002
        return ["who directed Heat?", "where is Heat 2 being made?"]

    def offers(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> list[Offer]:  # noqa: ARG002
        return []

    def find(self, layer: Layer, typed: str, kinds: Collection[str] | None = None) -> str | None:  # noqa: ARG002
        return None

    def card(self, layer: Layer, ident: str) -> Card | None:  # noqa: ARG002
        return None

    def relations(self, layer: Layer, ident: str, typed: str) -> list[Offer]:  # noqa: ARG002
        return []

    def values(self, layer: Layer, ident: str, relation: str, typed: str) -> list[Offer]:  # noqa: ARG002
        return []

    minutes: float = 10.0

    def __post_init__(self) -> None:
        self.known = KnownSettings(self.store)

    def details(self, layer: Layer, relation: str, typed: str) -> list[Offer]:  # noqa: ARG002
        return []

    def settings(self, layer: Layer) -> ServerSettings:
        return read_settings(self.store, layer)

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
def knowledge(tmp_path: Path) -> Path:
    """The shared facts of a test."""
    relations = {f"relations/{name}.yaml": (SHIPPED / "relations" / f"{name}.yaml").read_text() for name in RELATIONS}
    return write(tmp_path / "knowledge", {**FACTS, **relations})


@pytest.fixture
def library(knowledge: Path, cache: Path, tmp_path: Path) -> Iterator[Library]:
    with (
        closing(FolderStore(knowledge, tmp_path / "data")) as store,
        closing(Library(store, knowledge, cache)) as opened,
    ):
        yield opened


@pytest.fixture
def desk(library: Library) -> StubDesk:
    return StubDesk(library.store)


@pytest.fixture
def simcord_bot(desk: StubDesk, library: Library, tmp_path: Path) -> BoothClient:
    return BoothClient(desk, Curation(library), state=tmp_path)


@pytest.fixture
def world(simcord_env: simcord.Env, simcord_bot: BoothClient, desk: StubDesk) -> World:
    guild = simcord_env.create_guild()
    members = [guild.add_member(simcord_env.create_user(name)) for name in ("alice", "bob")]
    return World(simcord_env, desk, simcord_bot, guild, guild.create_text_channel("films"), *members)


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
async def start(discord: StandIn, cache: Path, tmp_path: Path) -> AsyncIterator[Start]:
    started: list[asyncio.subprocess.Process] = []

    async def process(**settings: str) -> asyncio.subprocess.Process:
        own = {"BOOTH_CACHE": str(cache), "BOOTH_DATA": str(tmp_path), "BOOTH_KNOWLEDGE": ""}
        environment = {**os.environ, **own, **discord.environment, **settings}
        booth = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        started.append(booth)
        return booth

    yield process
    for booth in started:
        if booth.returncode is None:
            booth.kill()
            await booth.communicate()
