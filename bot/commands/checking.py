"""`booth check`: what is wrong in the fact files, and which answers no longer hold."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.answering.answerer import SHIPPED
from bot.curating.self_test import self_test
from bot.facts.checking import check
from bot.facts.knowledge_folder import list_knowledge
from bot.facts.reading import read_facts
from bot.opening import open_answerer
from bot.settings import Settings
from bot.showing import counted, printable
from bot.usage import NOT_ANSWERED, OK, Parser, settings_for


def add_options(command: Parser) -> None:
    """What is checked, and whether questions are asked."""
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all)")
    command.add_argument("--ask", action="store_true", help="also ask what the files and relations want asked")


def run(options: argparse.Namespace) -> int:
    """Tell every problem: exit 1 if there is any."""
    settings = settings_for(options)
    problems = check(settings.knowledge, SHIPPED, options.paths)
    for problem in problems:
        print(printable(str(problem)))
    print(f"{counted(len(problems), 'problem')} found.", file=sys.stderr)
    holds = not options.ask or _ask_all(settings)
    return OK if holds and not problems else NOT_ANSWERED


def _ask_all(settings: Settings) -> bool:
    """Whether every question that the files want asked gets its answer."""
    with open_answerer(settings) as answerer:
        files = read_facts(list_knowledge(settings.knowledge, SHIPPED).facts, answerer.snapshot.relations)
        asks = [ask for file in files for entity in file.entities for ask in entity.asks]
        tested = self_test(answerer.answer, asks, answerer.snapshot.base, answerer.snapshot.relations)
    for broken in tested.broken:
        print(printable(str(broken)))
    asked = counted(tested.asked, "question")
    print(f"{asked} asked, {len(tested.broken)} without the right answer.", file=sys.stderr)
    return not tested.broken
