"""Telling Discord our commands, only when what it has is not what we have: Discord limits how often that may happen."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

log = logging.getLogger(__name__)


async def sync_commands(tree: app_commands.CommandTree[Any], state: Path) -> None:
    """Sync the commands if ours have changed since the last time, or Discord's are not as we left them.

    What both looked like the last time stands in a file for each application. Discord's own side is asked too, because
    another process may have synced since. A failure is no reason not to start: mentions work without commands.
    """
    note = state / f"commands-{tree.client.application_id}"
    ours = _digest(command.to_dict(tree) for command in tree.get_commands())
    try:
        theirs = _digest(command.to_dict() for command in await tree.fetch_commands())
        if _read(note) == f"{ours} {theirs}":
            log.info("Discord has our commands already")
            return
        theirs = _digest(command.to_dict() for command in await tree.sync())
    except discord.HTTPException as error:
        log.warning("could not tell Discord our commands: %s", error)
        return
    log.info("told Discord our commands")
    _write(note, f"{ours} {theirs}")


def _digest(commands: Iterable[object]) -> str:
    listed = sorted(json.dumps(command, sort_keys=True, default=str) for command in commands)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def _read(note: Path) -> str:
    try:
        return note.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _write(note: Path, text: str) -> None:
    """Remember; without that, the commands are synced again the next time, which does no harm."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text, encoding="ascii")
    except OSError as error:
        log.warning("cannot note which commands Discord has: %s", error)
