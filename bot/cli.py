"""The commands: `booth`, or `python -m bot`. Reads what was asked for, and hands it to the module of the command."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot.settings import SettingsError
from bot.showing import printable
from bot.usage import OK, WRONG_USE, Parser, WrongUseError, add_knowledge

#: What each command does. How it does it, and its options, are in a module of `bot.commands`: `add_options` and `run`.
#: Only that of the command that is asked for is imported, so that an answer does not wait for Discord.
COMMANDS = {
    "serve": ("serving", "run the Discord bot (also what booth does without a command)"),
    "chat": ("chatting", "hold a conversation in the terminal"),
    "ask": ("asking", "answer one question; exit 0 answered, 1 not answered, 2 wrong use"),
    "check": ("checking", "tell every problem in fact files; exit 1 if there is any"),
    "compile": ("compiling", "build the snapshot that answers come from, ahead of time"),
    "import": ("importing", "turn film data into fact files"),
    "facts": ("facts", "change facts, and see who changed what"),
    "store": ("storing", "copy facts between this disk and the database of DATABASE_URL"),
}

#: A question makes thousands of objects that are gone with it, none of them in circles: looking for garbage as often as
#: Python does by itself, at every 700, would take a tenth of the time.
YOUNG_OBJECTS = 10_000


class CommandParser(Parser):
    """The parser of one command, which learns its options when it is needed."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As any parser does; argparse calls it for the command that stands on the command line."""
        import_module(self.get_default("module")).add_options(self)
        return super().parse_known_args(args, namespace)


def module_of(command: str) -> str:
    """The module of a command."""
    return f"bot.commands.{COMMANDS[command][0]}"


def parser() -> Parser:
    """All the commands."""
    top = Parser(prog="booth", description="Answers questions about films.", allow_abbrev=False)
    top.set_defaults(module=module_of("serve"), parser=top)
    add_knowledge(top)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=CommandParser)
    for name, (_, about) in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        add_knowledge(command)
        command.set_defaults(module=module_of(name), parser=command)
    top.commands = tuple(COMMANDS)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the process's exit code."""
    gc.set_threshold(YOUNG_OBJECTS)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal cannot show or send is no reason to stop
    try:
        options, unknown = parser().parse_known_args(arguments)
        if unknown:
            options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
        return int(import_module(options.module).run(options))
    except (WrongUseError, SettingsError) as error:
        print(f"booth: {printable(str(error))}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130
