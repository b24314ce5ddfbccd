"""Changing facts through the process, against a stand-in for Discord: add, tell, undo, and a conflict.

And through two processes on one database.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from pathlib import Path

from bot.facts.folder_store import FolderStore
from bot.facts.store import Change, FileEdit, Layer
from tests.discord.conftest import FACTS
from tests.discord.standin import GUILD, PING, StandIn, Start, stop
from tests.making import write

HERE = Layer(int(str(GUILD["id"])))


async def test_facts_change_and_the_next_answer_has_it(discord: StandIn, start: Start, tmp_path: Path) -> None:
    knowledge, data = write(tmp_path / "knowledge", FACTS), tmp_path / "data"
    booth = await start(BOOTH_KNOWLEDGE=str(knowledge), BOOTH_DATA=str(data))
    await discord.until_connected()
    member = discord.interactions

    about = {"entity": "quarry", "relation": "runtime", "source": "gazette"}
    added = await member.command("facts add", value="104 minutes", **about)
    assert "101" in added.content
    assert "Done: revision" in (await member.press(added, "Confirm")).content
    assert "104" in await answer(discord, "how long is Quarry?")

    told = await member.command("facts tell", sentence="Quarry 2 was directed by Ida Falk, says The Gazette on Quarry")
    assert "Done: revision" in (await member.press(told, "Confirm")).content
    assert "Ida Falk" in await answer(discord, "who directed Quarry 2?")

    taken_back = await member.command("facts undo")
    assert "Done: revision" in (await member.press(taken_back, "Confirm")).content
    assert "Ida Falk" not in await answer(discord, "who directed Quarry 2?")

    mine = await member.command("facts add", value="90 minutes", **about)
    change_elsewhere(knowledge, data)
    pressed = await member.press(mine, "Confirm")
    assert "Somebody else changed this" in pressed.content
    again = await member.press(pressed, "Look again")
    assert "Done: revision" in (await member.press(again, "Confirm")).content
    assert "90" in await answer(discord, "how long is Quarry?")
    assert "Stone remembers" in await answer(discord, "what is the tagline of Quarry?")

    log = await stop(booth)
    assert booth.returncode == 0, log
    assert "Traceback" not in log, log


async def test_two_processes_on_one_database_answer_alike(
    discord: StandIn, start: Start, knowledge: Path, postgres: str
) -> None:
    async with StandIn() as other:
        for each in (discord, other):
            await start(DATABASE_URL=postgres, BOOTH_KNOWLEDGE=str(knowledge), **each.environment)
        await asyncio.gather(discord.until_connected(), other.until_connected())
        here, there = discord.interactions, other.interactions

        new = await here.command("facts new", kind="film", name="Slate", facts="runtime: 88 minutes")
        assert "88" not in await answer(other, "how long is Slate?")
        await here.press(new, "Confirm")
        assert "88" in await within_a_second(other, "how long is Slate?", "88")

        about = {"entity": "slate", "relation": "runtime"}
        mine = await here.command("facts add", value="89 minutes", **about)
        theirs = await there.command("facts add", value="90 minutes", **about)
        assert "Done: revision" in (await there.press(theirs, "Confirm")).content
        pressed = await here.press(mine, "Confirm")
        assert "Slate, running time: 88 → 90" in pressed.content
        await here.press(await here.press(pressed, "Look again"), "Confirm")

        assert "89" in await within_a_second(other, "how long is Slate?", "89")
        await there.press(await there.command("facts undo"), "Confirm")
        assert "90" in await within_a_second(discord, "how long is Slate?", "90")


async def within_a_second(discord: StandIn, question: str, wanted: str) -> str:
    """The answer, as soon as it is that."""
    started = time.monotonic()
    while wanted not in (said := await answer(discord, question)) and time.monotonic() - started < 1:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return said


async def answer(discord: StandIn, question: str) -> str:
    await discord.say(f"{PING} {question}")
    return str((await discord.next_message())["content"])


def change_elsewhere(knowledge: Path, data: Path) -> None:
    """What another process does to the same file."""
    with closing(FolderStore(knowledge, data)) as store:
        [found] = [text for name, text in store.files(HERE).items() if name.endswith("/quarry.yaml")]
        after = found.data.rstrip() + b"\n  tagline: Stone remembers.\n"
        store.write(Change(HERE, (FileEdit(found.name, found.digest, after),), "somebody"))
