"""`booth facts`: how the operator changes facts in the terminal, a server's too. A preview, then y/N."""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.curating.details import details_of
from bot.curating.edits import AddFact, EditEntity, RemoveFact
from bot.curating.gap_report import dismiss_gap, report_gaps
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose, Proposal
from bot.facts.store import SHARED, Conflict, Layer, OutcomeUnknown, StoreError
from bot.opening_library import open_library
from bot.showing import printable
from bot.usage import Parser, add_knowledge, settings_for

DONE, NOT_DONE = 0, 1

#: What the history calls changes that are made here.
_WHERE = "terminal"


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

    fact = add_change("add", _add, "add a fact; where there can be only one, in the place of that")
    fact.add_argument("entity", metavar="ENTITY", help="its id, or its name, with the year in brackets if need be")
    fact.add_argument("relation", metavar="RELATION")
    fact.add_argument("value", metavar="VALUE")
    for option, about in _DETAILS.items():
        fact.add_argument(
            f"--{option.replace('_', '-')}", dest=f"detail_{option}", default="", metavar="TEXT", help=about
        )
    more = "what else its relation has a place for, such as  'as: the role; year: 1995'"
    fact.add_argument("--details", default="", metavar="TEXT", help=more)
    gone = add_change("remove", _remove, "remove a fact, or all of a relation")
    gone.add_argument("entity", metavar="ENTITY")
    gone.add_argument("relation", metavar="RELATION")
    gone.add_argument("value", metavar="VALUE", nargs="?")
    edit = add_change("edit", _edit, "edit all facts of something as YAML, in $EDITOR")
    edit.add_argument("entity", metavar="ENTITY")
    past = add("history", _history, "who changed what, the newest first")
    past.add_argument("entity", metavar="ENTITY", nargs="?")
    past.add_argument("--limit", type=int, default=20, metavar="N", help="so many changes (default: 20)")
    undo = add_change("undo", _undo, "take a change back: the last one, or that of a number; an undo can be undone")
    undo.add_argument("number", metavar="NUMBER", nargs="?", type=int)
    gaps = add("gaps", _gaps, "what was asked without an answer, the most asked first")
    gaps.add_argument("--dismiss", metavar="NUMBER", type=int, help="have the one of that number stay away")
    export = add("export", _export, "write out the facts of something as YAML, or all files as a zip")
    export.add_argument("entity", metavar="ENTITY", nargs="?")
    export.add_argument("--to", type=Path, metavar="FILE", help="(default: the standard output)")


_DETAILS = {
    "source": "where it is from: the id or name of a source, or a link",
    "certainty": "confirmed, reported, expected or rumoured",
    "as_of": "the day on which it was so: 2026-02-01",
    "quote": "the words of the source",
    "said_by": "whose words these are",
    "note": "anything else",
}


def run(options: argparse.Namespace) -> int:
    """Carry out the command: exit 1 if what was asked for is not done, with the reason on standard error."""
    try:
        with open_library(settings_for(options)) as library:
            return int(options.do(library, options.server, options))
    except CannotPropose as error:
        return _refused(str(error))
    except Conflict as error:
        for name, text in error.now.items():
            what = "is gone" if text is None else f"is now:\n{text.data.decode(errors='replace')}"
            print(printable(f"{name} {what}"), file=sys.stderr)
        return _refused(str(error))
    except StoreError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(f"{error.filename or ''}: {error.strerror or error}")


def _refused(message: str) -> int:
    print(f"booth: {printable(message)}", file=sys.stderr)
    return NOT_DONE


def _add(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    details = details_of(options.details, **{key: getattr(options, f"detail_{key}") for key in _DETAILS})
    edit = AddFact(options.entity, options.relation, options.value, details)
    return _confirm(library, library.propose(layer, edit), options)


def _remove(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    edit = RemoveFact(options.entity, options.relation, options.value)
    return _confirm(library, library.propose(layer, edit), options)


def _undo(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    return _confirm(library, library.undo(layer, options.number), options)


def _edit(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """Edit again and again until it can be read or is given up; what was typed is kept in a file then."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    shown = library.text(layer, options.entity)
    handle, name = tempfile.mkstemp(prefix=f"booth-{shown.ident}-", suffix=".yaml")
    os.close(handle)
    path = Path(name)
    path.write_text(shown.text, encoding="utf-8")
    while True:
        subprocess.run([*editor, name], check=True)  # noqa: S603 - the editor that the user has chosen
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
            proposal = library.propose(layer, EditEntity(shown.ident, text, shown.digest))
            break
        except CannotPropose as error:
            _refused(str(error))
            if not error.problems or not _yes("Edit it again?"):
                print(f"What you wrote is in {name}.", file=sys.stderr)
                return NOT_DONE
    done = NOT_DONE
    try:
        done = _confirm(library, proposal, options)
    finally:
        if done == DONE:
            path.unlink()
        else:
            print(f"What you wrote is in {name}.", file=sys.stderr)
    return done


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
            return _refused(f"there is no gap number {options.dismiss}")
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
        return _refused("a zip is nothing for a terminal: name a file with --to")
    else:
        sys.stdout.buffer.write(data)
    return DONE


def _confirm(library: Library, proposal: Proposal, options: argparse.Namespace) -> int:
    """Show what would change, ask, and write."""
    print(printable(preview(proposal)))
    if not options.yes and not _yes("Make this change?"):
        return _refused("nothing was changed")
    try:
        revision = library.commit(proposal, who=getpass.getuser(), where=_WHERE)
    except OutcomeUnknown:
        if (made := library.store.written(proposal.change.token)) is None:
            raise
        revision = made
    server = f" --server {revision.layer.server}" if revision.layer != SHARED else ""
    print(f"Changed: number {revision.number}. `booth facts undo {revision.number}{server}` takes it back.")
    return DONE


def preview(proposal: Proposal) -> str:
    """A proposal in lines for a terminal."""
    lines = [str(change) for change in proposal.changes]
    lines += [f"Does not hold: {broken}" for broken in proposal.broken]
    lines += [f"Problem: {problem}" for problem in proposal.problems]
    lines += [f"Note: {note}" for note in proposal.notes]
    lines += ["", proposal.diff] if proposal.diff else []
    for answer in proposal.answers:
        lines += ["", answer.question, f"  - {answer.before}", f"  + {answer.after}"]
    return "\n".join(lines)


def _yes(question: str) -> bool:
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _server(text: str) -> Layer:
    if not text.isdecimal() or not 0 < int(text) < 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no server's id: a number, as Discord shows it")
    return Layer(int(text))
