"""`booth ask`: one answer, or those to a batch of questions."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.batch import answer_lines
from bot.language.conversation import Conversation
from bot.opening import open_answerer
from bot.showing import printable
from bot.usage import NOT_ANSWERED, OK, Parser, WrongUseError, settings_for


def add_options(command: Parser) -> None:
    """The question, or the file of questions, and how it is answered."""
    command.add_argument("question", nargs="*", metavar="QUESTION")
    command.add_argument("--json", action="store_true", help="the whole answer as one JSON object")
    command.add_argument("--explain", action="store_true", help="also how the question was understood")
    command.add_argument("--batch", metavar="FILE", help="answer a file of JSON lines (- for standard input)")


def run(options: argparse.Namespace) -> int:
    """Print the answer: exit 1 if there is none."""
    if bool(options.question) == bool(options.batch):
        options.parser.error("ask one question, or name a file with --batch")
    if options.batch and (options.json or options.explain):
        options.parser.error("--batch writes JSON already, and explains nothing")
    settings = settings_for(options)
    with open_answerer(settings) as answerer:
        if options.batch:
            return _ask_batch(answerer, options.batch)
        answer = answerer.answer(" ".join(options.question), Conversation(), explained=options.explain)
        if options.json:
            print(json.dumps(answer.as_json(), ensure_ascii=False))
        else:
            print(printable("\n".join([answer.text, *(f"Source: {source}" for source in answer.sources)])))
        if options.explain:
            print(printable(answer.explanation), file=sys.stderr if options.json else sys.stdout)
    return OK if answer.status == "answered" else NOT_ANSWERED


def _ask_batch(answerer: Answerer, name: str) -> int:
    """Exit 1 if a line could not be read."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
            return OK if answer_lines(answerer, lines, sys.stdout, sys.stderr) else NOT_ANSWERED
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WrongUseError(f"cannot read {name}: {error.strerror}.") from error
