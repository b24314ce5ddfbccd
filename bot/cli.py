"""The commands: `booth`, or `python -m bot`. Reads what was asked for, and hands it to the floor below."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from bot import fact_commands, importing
from bot.answering.answerer import SHIPPED, Answerer
from bot.batch import answer_lines
from bot.curating.self_test import self_test
from bot.facts.checking import check
from bot.facts.copying import copy_store
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.reading import read_facts
from bot.facts.store import StoreError
from bot.facts.stores import open_store
from bot.importing import add_formats
from bot.imports.records import ImportFailed
from bot.language.conversation import Conversation
from bot.opening import WrongUseError, counted, open_answerer, open_library
from bot.settings import Settings, SettingsError, environment, read_settings
from bot.terminal import Terminal, printable

OK, NOT_ANSWERED, WRONG_USE = 0, 1, 2


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


def parser() -> Parser:
    """All the commands and their options."""
    shared = Parser(add_help=False)
    shared.add_argument(
        "--knowledge",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder with the relations and facts (default: BOOTH_KNOWLEDGE, or what ships with Booth)",
    )
    top = Parser(prog="booth", description="Answers questions about films.", parents=[shared], allow_abbrev=False)
    top.set_defaults(run=run_serve, parser=top)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def add(name: str, run: object, about: str) -> Parser:
        command = commands.add_parser(name, help=about, description=about, parents=[shared], allow_abbrev=False)
        command.set_defaults(run=run, parser=command)
        return command

    add("serve", run_serve, "run the Discord bot (also what booth does without a command)")
    add("chat", run_chat, "hold a conversation in the terminal")
    ask = add("ask", run_ask, "answer one question; exit 0 answered, 1 not answered, 2 wrong use")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="the whole answer as one JSON object")
    ask.add_argument("--explain", action="store_true", help="also how the question was understood")
    ask.add_argument("--batch", metavar="FILE", help="answer a file of JSON lines (- for standard input)")
    checker = add("check", run_check, "tell every problem in fact files; exit 1 if there is any")
    checker.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all)")
    checker.add_argument("--ask", action="store_true", help="also ask what the files and relations want asked")
    add("compile", run_compile, "build the snapshot that answers come from, ahead of time")
    add_formats(add("import", run_import, "turn film data into fact files"), Parser)
    fact_commands.add_commands(add("facts", run_facts, "change facts, and see who changed what"), Parser, shared)
    store = add("store", run_store, "copy facts between this disk and the database of DATABASE_URL")
    store.add_argument("direction", choices=("push", "pull"), help="push: disk to database; pull: database to disk")
    store.add_argument("--force", action="store_true", help="also what was changed there in the meantime")
    top.commands = tuple(commands.choices)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the process's exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal cannot show or send is no reason to stop
    try:
        options, unknown = parser().parse_known_args(arguments)
        if unknown:
            options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
        return int(options.run(options))
    except (WrongUseError, SettingsError) as error:
        print(f"booth: {printable(str(error))}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130


def settings_for(options: argparse.Namespace, *, needs_token: bool = False) -> Settings:
    """The settings, with what the command line says above what the environment says."""
    settings = read_settings(environment(), needs_token=needs_token)
    settings = replace(settings, knowledge=getattr(options, "knowledge", settings.knowledge))
    if not settings.knowledge.is_dir():
        what = "is not a folder" if settings.knowledge.exists() else "does not exist"
        raise WrongUseError(f"the knowledge folder {settings.knowledge} {what}.")
    return settings


def run_serve(options: argparse.Namespace) -> int:
    """`booth serve`."""
    settings = settings_for(options, needs_token=True)
    # discord.py takes as long to import as all the rest takes to start, and no other command needs it
    from bot.discord_app.running import serve  # noqa: PLC0415

    with open_library(settings) as library:
        return serve(library, settings)


def run_chat(options: argparse.Namespace) -> int:
    """`booth chat`."""
    settings = settings_for(options)
    with open_answerer(settings) as answerer:
        Terminal(answerer, history=settings.data / "chat-history").run()
    return OK


def run_ask(options: argparse.Namespace) -> int:
    """`booth ask`."""
    if bool(options.question) == bool(options.batch):
        options.parser.error("ask one question, or name a file with --batch")
    if options.batch and (options.json or options.explain):
        options.parser.error("--batch writes JSON already, and explains nothing")
    settings = settings_for(options)
    with open_answerer(settings) as answerer:
        if options.batch:
            return ask_batch(answerer, options.batch)
        answer = answerer.answer(" ".join(options.question), Conversation(), explained=options.explain)
        if options.json:
            print(json.dumps(answer.as_json(), ensure_ascii=False))
        else:
            print(printable("\n".join([answer.text, *(f"Source: {source}" for source in answer.sources)])))
        if options.explain:
            print(printable(answer.explanation), file=sys.stderr if options.json else sys.stdout)
    return OK if answer.status == "answered" else NOT_ANSWERED


def ask_batch(answerer: Answerer, name: str) -> int:
    """`booth ask --batch`: exit 1 if a line could not be read."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
            return OK if answer_lines(answerer, lines, sys.stdout, sys.stderr) else NOT_ANSWERED
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WrongUseError(f"cannot read {name}: {error.strerror}.") from error


def run_check(options: argparse.Namespace) -> int:
    """`booth check`."""
    settings = settings_for(options)
    problems = check(settings.knowledge, SHIPPED, options.paths)
    for problem in problems:
        print(printable(str(problem)))
    print(f"{counted(len(problems), 'problem')} found.", file=sys.stderr)
    holds = not options.ask or ask_all(settings)
    return OK if holds and not problems else NOT_ANSWERED


def ask_all(settings: Settings) -> bool:
    """`booth check --ask`: whether every question that the files want asked gets its answer."""
    with open_answerer(settings) as answerer:
        files = read_facts(list_knowledge(settings.knowledge, SHIPPED).facts, answerer.snapshot.relations)
        entities = [entity for file in files for entity in file.entities]
        tested = self_test(answerer.answer, entities, answerer.snapshot.base, answerer.snapshot.relations)
    for broken in tested.broken:
        print(printable(str(broken)))
    asked = counted(tested.asked, "question")
    print(f"{asked} asked, {len(tested.broken)} without the right answer.", file=sys.stderr)
    return not tested.broken


def run_import(options: argparse.Namespace) -> int:
    """`booth import`: exit 2 if a source cannot be read or the folder cannot be written."""
    if hasattr(options, "knowledge"):
        raise WrongUseError("booth import writes into the folder that --to names; it takes no --knowledge.")
    try:
        importing.run(options, SHIPPED)
    except ImportFailed as error:
        raise WrongUseError(str(error)) from error
    return OK


def run_facts(options: argparse.Namespace) -> int:
    """`booth facts`."""
    return fact_commands.run(options, settings_for(options))


def run_compile(options: argparse.Namespace) -> int:
    """`booth compile`."""
    settings = settings_for(options)
    with open_answerer(settings):
        print(f"The snapshot of {settings.knowledge} is in {settings.cache}.")
    return OK


def run_store(options: argparse.Namespace) -> int:
    """`booth store push` and `pull`: exit 1 if something was left as it is because it differs."""
    settings = settings_for(options)
    if settings.database_url is None:
        raise WrongUseError("DATABASE_URL is missing: the address of the database to copy to or from.")
    try:
        with contextlib.ExitStack() as stack:
            stores = [open_store(settings.knowledge, settings.data)]
            stack.callback(stores[0].close)
            stores.append(open_store(settings.knowledge, settings.data, settings.database_url))
            stack.callback(stores[1].close)
            source, target = stores if options.direction == "push" else stores[::-1]
            copied = copy_store(source, target, "operator", f"booth store {options.direction}", force=options.force)
    except StoreError as error:
        raise WrongUseError(f"{error}.") from error
    for what in copied.left:
        print(printable(f"left as it is, because it was changed there: {what}"))
    told = f"{len(copied.written)} copied, {len(copied.left)} left as they are."
    print(told + (" --force copies these too." if copied.left else ""), file=sys.stderr)
    return NOT_ANSWERED if copied.left else OK
