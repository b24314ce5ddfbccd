"""What the commands have in common: their exit codes, how they say what is wrong with a command line, the settings."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from bot.settings import Settings, environment, read_settings
from bot.showing import counted, printable

OK, NOT_ANSWERED, WRONG_USE = 0, 1, 2


class WrongUseError(Exception):
    """What the user asked for cannot be done as it was asked for; the message says why."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors name the nearest command or option to what was typed."""

    commands: tuple[str, ...] = ()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how the command is used; exit 2."""
        usage = self.format_usage()
        known = [*self.commands, *re.findall(r"--[a-z-]+", usage)]
        typed = re.search(r"(?:invalid choice: '|unrecognized arguments: )([^\s'=]+)", message)
        if typed and typed[1] not in known:
            near = difflib.get_close_matches(typed[1], known, n=1)
            what = "option" if typed[1].startswith("-") else "command" if self.commands else "argument"
            message = f"no {what} {typed[1]!r}" + (f"; did you mean {near[0]!r}?" if near else "")
            if self.commands and what == "command":
                message += f" (commands: {', '.join(self.commands)})"
        self.exit(WRONG_USE, f"{printable(message)}\n{usage}")


def add_knowledge(command: argparse.ArgumentParser) -> None:
    """The option that all commands have."""
    command.add_argument(
        "--knowledge",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder with the relations and facts (default: BOOTH_KNOWLEDGE, or what ships with Booth)",
    )


def settings_for(options: argparse.Namespace, *, needs_token: bool = False) -> Settings:
    """The settings, with what the command line says above what the environment says."""
    settings = read_settings(environment(), needs_token=needs_token)
    settings = replace(settings, knowledge=getattr(options, "knowledge", settings.knowledge))
    if not settings.knowledge.is_dir():
        what = "is not a folder" if settings.knowledge.exists() else "does not exist"
        raise WrongUseError(f"the knowledge folder {settings.knowledge} {what}.")
    return settings


def unusable_cache(settings: Settings, error: Exception) -> str:
    """That the snapshot cannot be had, and the mend."""
    return (
        f"the snapshot in {settings.cache} cannot be written or read: {error}. "
        "That folder may be emptied at any time; BOOTH_CACHE names another one."
    )


def tell_of_problems(count: int) -> None:
    """Say on standard error that so many things are wrong in the fact files, if any."""
    if count:
        told = f"{counted(count, 'problem')} in the fact files: what is wrong is left out of the answers."
        print(f"booth: {told} `booth check` lists all.", file=sys.stderr)
