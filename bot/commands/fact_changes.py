"""What changes facts in the terminal: previewed, confirmed, written; what is wrong is said and changes nothing."""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.curating.details import changed_details, details_of
from bot.curating.editing import Clashed
from bot.curating.edits import AddFact, ChangeFact, EditEntity, RemoveFact
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose, Proposal
from bot.facts.store import SHARED, Layer, OutcomeUnknown
from bot.showing import printable

DONE, NOT_DONE = 0, 1

#: What the history calls changes that are made here.
_WHERE = "terminal"
#: What can be said of a fact, each an option of its own.
DETAILS = {
    "source": "where it is from: the id or name of a source, or a link",
    "certainty": "confirmed, reported, expected or rumoured",
    "as_of": "the day on which it was so: 2026-02-01",
    "quote": "the words of the source",
    "said_by": "whose words these are",
    "note": "anything else",
}


def refused(message: str) -> int:
    """Say why nothing is done, on standard error."""
    print(f"booth: {printable(message)}", file=sys.stderr)
    return NOT_DONE


def add_fact(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """One more value."""
    details = details_of(options.details, **{key: getattr(options, f"detail_{key}") for key in DETAILS})
    edit = AddFact(options.entity, options.relation, options.value, details)
    return _confirm(library, library.propose(layer, edit), options)


def change_fact(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """Another value in the place of one, or something else said of it."""
    details = details_of(options.details, **{key: getattr(options, f"detail_{key}") for key in DETAILS})
    said = changed_details(details, options.without)
    edit = ChangeFact(options.entity, options.relation, options.value, options.new or None, said)
    return _confirm(library, library.propose(layer, edit), options)


def remove_fact(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """A value goes, or all of a relation."""
    edit = RemoveFact(options.entity, options.relation, options.value)
    return _confirm(library, library.propose(layer, edit), options)


def undo_change(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """A change is taken back."""
    return _confirm(library, library.undo(layer, options.number), options)


def edit_facts(library: Library, layer: Layer, options: argparse.Namespace) -> int:
    """Edit again and again until it can be read or is given up; what was typed is kept in a file then."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    shown = library.text(layer, options.entity)
    base = shown.text
    handle, name = tempfile.mkstemp(prefix=f"booth-{shown.ident}-", suffix=".yaml")
    os.close(handle)
    path = Path(name)
    path.write_text(shown.text, encoding="utf-8")
    while True:
        if failed := subprocess.run([*editor, name], check=False).returncode:  # noqa: S603 - the user has chosen it
            print(f"What you wrote is in {name}.", file=sys.stderr)
            return refused(f"the editor {editor[0]!r} ended with {failed}; nothing was changed")
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
            proposal = library.propose(layer, EditEntity(shown.ident, text, base))
            break
        except Clashed as clash:
            refused(str(clash))
            if not _yes("Edit it again, with yours?"):
                print(f"What you wrote is in {name}.", file=sys.stderr)
                return NOT_DONE
            base = clash.now
            path.write_text(clash.mine, encoding="utf-8")
        except CannotPropose as error:
            refused(str(error))
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


def _confirm(library: Library, proposal: Proposal, options: argparse.Namespace) -> int:
    """Show what would change, ask, and write."""
    print(printable(preview(proposal)))
    if not options.yes and not _yes("Make this change?"):
        return refused("nothing was changed")
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
