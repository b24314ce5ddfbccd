from __future__ import annotations

import logging
from pathlib import Path

import pytest
import simcord

from bot.discord_app.client import BoothClient
from bot.discord_app.syncing import sync_commands
from tests.discord.conftest import World


async def test_ask_answers_in_the_channel(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question="who directed Heat?")
    assert result.response
    assert result.response.content == "About: who directed Heat?"
    assert not result.ephemeral
    assert world.desk.asked == [("who directed Heat?", world.channel.id, world.alice.id)]


async def test_ask_in_private_shows_the_answer_to_the_member_alone(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question="who directed Heat?", private=True)
    assert result.ephemeral


async def test_ask_works_in_direct_messages(world: World) -> None:
    user = world.env.create_user("carol")
    await user.send_dm("hello")
    result = await user.slash("ask", question="who directed Heat?")
    assert result.response.content.startswith("About: who directed Heat?")


async def test_help_shows_what_can_be_asked_to_the_member_alone(world: World) -> None:
    result = await world.alice.slash(world.channel, "help")
    assert result.ephemeral
    assert result.response
    assert "- who directed Heat?\n- where is Heat 2 being made?\n" in result.response.content


@pytest.mark.simcord(check_errors=False)
async def test_a_fault_in_a_command_reaches_the_member(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.desk.replies["boom"] = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR):
        result = await world.alice.slash(world.channel, "ask", question="boom")
    assert result.ephemeral
    assert result.response
    assert "secret detail" not in result.response.content
    assert f"[{result.response.content.split('`')[1]}]" in caplog.text


def syncs(env: simcord.Env) -> int:
    return sum(entry.method == "PUT" and entry.path.endswith("/commands") for entry in env.http_requests)


async def test_commands_are_synced_only_when_they_have_changed(
    world: World, simcord_bot: BoothClient, tmp_path: Path
) -> None:
    assert syncs(world.env) == 1
    await sync_commands(simcord_bot.tree, tmp_path)
    assert syncs(world.env) == 1
    simcord_bot.tree.remove_command("help")
    await sync_commands(simcord_bot.tree, tmp_path)
    assert syncs(world.env) == 2


async def test_commands_are_synced_again_when_somebody_else_changed_them(
    world: World, simcord_bot: BoothClient, tmp_path: Path
) -> None:
    await simcord_bot.http.bulk_upsert_global_commands(simcord_bot.application_id or 0, [])
    await sync_commands(simcord_bot.tree, tmp_path)
    assert syncs(world.env) == 3
