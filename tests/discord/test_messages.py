from __future__ import annotations

import logging
from pathlib import Path

import discord
import pytest
import simcord
from simcord.enums import MessageType

from bot.curating.library import Library
from bot.curating.server_settings import change_settings
from bot.discord_app import pacing, replies
from bot.discord_app.client import BoothClient
from bot.discord_app.curation import Curation
from bot.facts.store import Layer
from tests.discord.conftest import StubDesk, StubReply, World


async def test_a_mention_is_answered_as_a_reply_with_its_source(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.ping} who directed Heat?")
    [answer] = world.channel.history()[1:]
    assert world.desk.asked == [("who directed Heat?", world.channel.id, world.alice.id)]
    assert answer.content == "About: who directed Heat?\n-# Source: Collider: an interview"
    assert answer.reference
    assert answer.reference.message_id == question.id
    assert not answer.mentions


@pytest.mark.parametrize(
    "text",
    ["{ping} who directed Heat?", "who directed Heat? {ping}", "<@!{id}>, who directed Heat?"],
)
async def test_the_mention_may_stand_anywhere(world: World, text: str) -> None:
    await world.alice.send(world.channel, text.format(ping=world.ping, id=world.ping[2:-1]))
    assert world.desk.questions == ["who directed Heat?"]


async def test_a_direct_message_needs_no_mention(world: World) -> None:
    await world.alice.send_dm("who directed Heat?")
    assert world.desk.questions == ["who directed Heat?"]


async def test_a_reply_to_the_bot_goes_on_with_the_conversation(world: World) -> None:
    await world.alice.send(world.channel, f"{world.ping} who directed Heat?")
    await world.alice.send(world.channel, "and who wrote it?", reply_to=world.channel.history()[-1])
    assert world.desk.questions == ["who directed Heat?", "and who wrote it?"]
    assert len({(channel, member) for _, channel, member in world.desk.asked}) == 1


async def test_what_is_not_addressed_to_it_stays_unanswered(world: World) -> None:
    other = await world.bob.send(world.channel, "nice film")
    await world.alice.send(world.channel, "who directed Heat?")
    await world.alice.send(world.channel, "@everyone who directed Heat?")
    await world.alice.send(world.channel, f"{world.guild.default_role.mention} <@&{world.guild.id}> who directed Heat?")
    await world.alice.send(world.channel, f"{world.bob.mention} who directed Heat?")
    await world.alice.send(world.channel, "who directed Heat?", reply_to=other)
    assert world.said == []
    assert world.desk.asked == []


async def test_bots_webhooks_and_discord_itself_get_no_answer(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await robot.send(world.channel, f"{world.ping} who directed Heat?")
    await world.guild.create_webhook(world.channel).send(f"{world.ping} who directed Heat?")
    world.guild.create_system_message(world.channel, MessageType.NEW_MEMBER, author=world.alice)
    await world.env.settle()
    assert world.said == []


async def test_who_asks_too_much_is_told_so_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST", 2)
    for _ in range(5):
        await world.alice.send(world.channel, f"{world.ping} who directed Heat?")
    assert len(world.desk.questions) == 2
    assert world.said[2:] == [replies.TOO_MANY]
    await world.bob.send(world.channel, f"{world.ping} who directed Heat?")
    assert len(world.desk.questions) == 3


async def test_a_mention_and_nothing_else_gets_a_short_help(world: World) -> None:
    await world.alice.send(world.channel, world.ping)
    assert world.said == ["Ask me something about a film: \u201cwho directed Heat?\u201d More examples: `/help`."]
    assert world.desk.asked == []


async def test_other_members_and_channels_are_read_by_name(world: World) -> None:
    await world.alice.send(world.channel, f"{world.ping} does {world.bob.mention} star in {world.channel.mention}?")
    assert world.desk.questions == ["does bob star in films?"]


async def test_foreign_text_pings_nobody_and_formats_nothing(world: World) -> None:
    world.desk.replies["evil"] = StubReply("@everyone **bold** <@&1> [x](https://evil.example)", ("a *source*\n# b",))
    await world.alice.send(world.channel, f"{world.ping} evil")
    [sent] = [entry for entry in world.env.http_requests if entry.method == "POST" and entry.path.endswith("/messages")]
    assert sent.json
    assert sent.json["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert "@everyone" not in world.said[0]
    assert r"\*\*bold\*\*" in world.said[0]
    assert world.said[0].endswith("\n-# Source: a \\*source\\* # b")


async def test_a_long_answer_is_cut_and_keeps_its_source(world: World) -> None:
    world.desk.replies["all"] = StubReply("\n".join(f"Film number {n}" for n in range(1000)), ("IMDb",))
    await world.alice.send(world.channel, f"{world.ping} all")
    assert len(world.said[0]) <= 2000
    assert world.said[0].endswith(" …\n-# Source: IMDb")


@pytest.mark.simcord(check_errors=False)
async def test_a_fault_reaches_the_member_with_a_reference_that_the_log_has(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.desk.replies["boom"] = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR):
        await world.alice.send(world.channel, f"{world.ping} boom")
    [reply] = world.said
    reference = reply.split("`")[1]
    assert "secret detail" not in reply
    assert f"[{reference}]" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.simcord(check_errors=False)
async def test_after_a_fault_the_next_question_is_answered(world: World) -> None:
    world.desk.replies["boom"] = ZeroDivisionError()
    await world.alice.send(world.channel, f"{world.ping} boom")
    await world.alice.send(world.channel, f"{world.ping} who directed Heat?")
    assert world.said[-1].startswith("About: who directed Heat?")


async def test_once_it_finishes_it_takes_no_more_questions(world: World) -> None:
    await world.booth.finish(patience=0)
    await world.alice.send(world.channel, f"{world.ping} who directed Heat?")
    assert world.said == []


async def test_in_a_chosen_channel_what_is_not_addressed_to_it_is_answered_where_it_can_be_read(
    desk: StubDesk, library: Library, tmp_path: Path
) -> None:
    booth = BoothClient(desk, Curation(library), state=tmp_path, message_content=True)
    async with simcord.run(booth) as env:
        guild = env.create_guild()
        alice = guild.add_member(env.create_user("alice"))
        chosen, other = guild.create_text_channel("films"), guild.create_text_channel("other")
        change_settings(library.store, Layer(guild.id), {"channels": [chosen.id]})
        await alice.send(chosen, "who directed Heat?")
        await alice.send(other, "who directed Heat?")
    assert desk.asked == [("who directed Heat?", chosen.id, alice.id)]


def test_it_asks_for_no_privileged_intent(simcord_bot: discord.Client) -> None:
    intents = simcord_bot.intents
    assert not any((intents.message_content, intents.members, intents.presences))
