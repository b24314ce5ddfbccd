"""`booth facts`: how the operator changes facts in the terminal, a server's too. A preview, then y/N."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands.fact_changes import (
    DETAILS,
    DONE,
    add_fact,
    change_fact,
    edit_facts,
    refused,
    remove_fact,
    undo_change,
)
from bot.curating.gap_report import dismiss_gap, report_gaps
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose
from bot.facts.store import SHARED, Conflict, Layer, StoreError
from bot.opening_library import open_library
from bot.showing import printable
from bot.usage import Parser, add_knowledge, settings_for


def add_options(command: Parser) -> None:
    """The commands of `booth facts`, each with its options."""
    commands = command.add_subparsers(metavar="COMMAND", parser_class=Parser, required=True)

    def add(name: str, do: Callable[[Library, Layer, argparse.Namespace], int], about: str) -> Any:
        one = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        add_knowledge(one)
        one.add_argument("--server", type=_server, default=SHARED, metavar="ID", help="of a server, not shared")
        one.set_defaults(do=do, parser=one)
        return one

    def add_change(name: str, do: Callable[[Library, Layer, argparse.Namespace], int], about: str) -> Any:
        one = add(name, do, about)
        one.add_argument("--yes", action="store_true", help="make the change without asking")
        return one

    fact = add_change("add", add_fact, "add a fact; where there can be only one, in the place of that")
    fact.add_argument("entity", metavar="ENTITY", help="its id, or its name, with the year in brackets if need be")
    fact.add_argument("relation", metavar="RELATION")
    fact.add_argument("value", metavar="VALUE")
    _add_details(fact)
    other = add_change("change", change_fact, "change one value of several, or what is said of it: the rest stays")
    other.add_argument("entity", metavar="ENTITY")
    other.add_argument("relation", metavar="RELATION")
    other.add_argument("value", metavar="VALUE", help="as it is now")
    other.add_argument("--new", default="", metavar="VALUE", help="what it is to be")
    other.add_argument("--without", default="", metavar="NAMES", help="what goes: 'as, certainty'")
    _add_details(other)
    gone = add_change("remove", remove_fact, "remove a fact, or all of a relation")
    gone.add_argument("entity", metavar="ENTITY")
    gone.add_argument("relation", metavar="RELATION")
    gone.add_argument("value", metavar="VALUE", nargs="?")
    edit = add_change("edit", edit_facts, "edit all facts of something as YAML, in $EDITOR")
    edit.add_argument("entity", metavar="ENTITY")
    past = add("history", _history, "who changed what, the newest first")
    past.add_argument("entity", metavar="ENTITY", nargs="?")
    past.add_argument("--limit", type=int, default=20, metavar="N", help="so many changes (default: 20)")
    undo = add_change("undo", undo_change, "take a change back: the last, or that of a number; an undo can be undone")
    undo.add_argument("number", metavar="NUMBER", nargs="?", type=int)
    gaps = add("gaps", _gaps, "what was asked without an answer, the most asked first")
    gaps.add_argument("--dismiss", metavar="NUMBER", type=int, help="have the one of that number stay away")
    export = add("export", _export, "write out the facts of something as YAML, or all files as a zip")
    export.add_argument("entity", metavar="ENTITY", nargs="?")
    export.add_argument("--to", type=Path, metavar="FILE", help="(default: the standard output)")


def _add_details(command: Any) -> None:
    """The options for what else is said of a fact."""
    for option, about in DETAILS.items():
        name = f"--{option.replace('_', '-')}"
        command.add_argument(name, dest=f"detail_{option}", default="", metavar="TEXT", help=about)
    more = "what else its relation has a place for, such as  'as: the role; year: 1995'"
    command.add_argument("--details", default="", metavar="TEXT", help=more)


def run(options: argparse.Namespace) -> int:
    """Carry out the command: exit 1 if what was asked for is not done, with the reason on standard error."""
    try:
        with open_library(settings_for(options)) as library:
            return int(options.do(library, options.server, options))
    except CannotPropose as error:
        return refused(str(error))
    except Conflict as error:
        for name, text in error.now.items():
            what = "is gone" if text is None else f"is now:\n{text.data.decode(errors='replace')}"
            print(printable(f"{name} {what}"), file=sys.stderr)
        return refused(str(error))
    except StoreError as error:
        return refused(str(error))
    except OSError as error:
        return refused(f"{error.filename or ''}: {error.strerror or error}")


def _history(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    for entry in library.history(layer, options.entity, options.limit):
        who = entry.who or "somebody"
        undoes = f", undoing {entry.undoes}" if entry.undoes else ""
        print(printable(f"{entry.number}  {entry.when:%Y-%m-%d %H:%M} UTC  {who}, {entry.where}{undoes}"))
        for change in entry.changes or ("nothing in the facts themselves",):
            print(printable(f"    {change}"))
    return DONE


def _gaps(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    if options.dismiss is not None:
        done = dismiss_gap(library.store, layer, options.dismiss)
        if done is None:
            return refused(f"there is no gap number {options.dismiss}")
        print(done)
        return DONE
    with library.view(layer) as view:
        for line in report_gaps(library.store, layer, view.snapshot.base, datetime.now(UTC).date()):
            print(printable(line))
    return DONE


def _export(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    data = library.text(layer, options.entity).text.encode() if options.entity else library.archive(layer)
    if options.to:
        options.to.write_bytes(data)
    elif options.entity:
        print(data.decode(), end="")
    elif sys.stdout.isatty():
        return refused("a zip is nothing for a terminal: name a file with --to")
    else:
        sys.stdout.buffer.write(data)
    return DONE


def _server(text: str) -> Layer:
    if not text.isdecimal() or not 0 < int(text) < 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no server's id: a number, as Discord shows it")
    return Layer(int(text))
