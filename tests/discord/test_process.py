"""The bot as a process, with the shipped facts, against a stand-in for Discord."""

from __future__ import annotations

import signal

import pytest

from tests.discord.standin import PING, TOKEN, StandIn, Start, stop

THREAD_CREATED = 18


async def test_it_starts_answers_and_stops(discord: StandIn, start: Start) -> None:
    booth = await start()
    await discord.until_connected()
    await discord.say("who directed Heat?")
    await discord.say(f"{PING} who directed Heat?", kind=THREAD_CREATED)
    await discord.say(f"{PING} who directed Heat?")
    reply = await discord.next_message()
    assert reply["content"].startswith("Heat (1995) was directed by Michael Mann.\n-# Source: ")
    assert reply["allowed_mentions"] == {"parse": [], "replied_user": False}
    log = await stop(booth)
    assert booth.returncode == 0, log
    assert discord.close_code == 1000
    assert discord.messages.empty()
    assert discord.environment["DISCORD_API_BASE"] in log
    assert TOKEN not in log
    assert "Traceback" not in log


async def test_ctrl_c_stops_it_too(discord: StandIn, start: Start) -> None:
    booth = await start()
    await discord.until_connected()
    log = await stop(booth, signal.SIGINT)
    assert booth.returncode == 0, log


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("taken", [False, True])
async def test_a_message_that_may_be_lost_is_sent_again_and_shown_once(
    discord: StandIn, start: Start, status: int, taken: bool
) -> None:
    booth = await start()
    await discord.until_connected()
    failing = discord.fail_after if taken else discord.fail_next
    failing.append(status)
    await discord.say(f"{PING} who directed Heat?")
    assert "Michael Mann" in (await discord.next_message())["content"]
    await discord.say(f"{PING} who directed Heat 2?")
    assert "Heat 2" in (await discord.next_message())["content"]
    await stop(booth)
    assert discord.messages.empty()


async def test_a_message_that_discord_refuses_does_not_end_it(discord: StandIn, start: Start) -> None:
    booth = await start()
    await discord.until_connected()
    discord.fail_next = [403]
    await discord.say(f"{PING} who directed Heat?")
    await discord.say(f"{PING} who directed Heat?")
    assert "Michael Mann" in (await discord.next_message())["content"]
    log = await stop(booth)
    assert booth.returncode == 0, log


async def test_a_token_that_discord_does_not_know_ends_it_with_the_reason(start: Start) -> None:
    booth = await start(DISCORD_TOKEN="another.token")
    _, log = await booth.communicate()
    assert booth.returncode == 1
    assert b"check DISCORD_TOKEN" in log
    assert b"another.token" not in log
    assert b"Traceback" not in log


@pytest.mark.parametrize("code", [4004, 4013, 4014])
async def test_a_final_close_code_ends_it_with_the_reason(discord: StandIn, start: Start, code: int) -> None:
    discord.identify_close_code = code
    booth = await start()
    _, log = await booth.communicate()
    assert booth.returncode == 1
    assert b"Discord" in log.splitlines()[-1]
    assert b"Traceback" not in log


async def test_it_tries_again_when_the_first_connection_fails(discord: StandIn, start: Start) -> None:
    discord.refuse_gateway = 1
    booth = await start()
    await discord.until_connected()
    await stop(booth)
    assert booth.returncode == 0


async def test_it_can_be_stopped_while_discord_cannot_be_reached(start: Start) -> None:
    booth = await start(DISCORD_API_BASE="http://127.0.0.1:9/api")
    assert booth.stderr
    while b"trying again" not in await booth.stderr.readline():
        pass
    log = await stop(booth)
    assert booth.returncode == 0, log
