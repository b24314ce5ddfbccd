"""`booth store`: facts copied between this disk and a database."""

from __future__ import annotations

import argparse
import contextlib
import sys

from bot.facts.copying import copy_store
from bot.facts.store import StoreError
from bot.facts.stores import open_store
from bot.showing import printable
from bot.usage import NOT_ANSWERED, OK, Parser, WrongUseError, settings_for


def add_options(command: Parser) -> None:
    """Which way, and whether what was changed there is copied over."""
    command.add_argument("direction", choices=("push", "pull"), help="push: disk to database; pull: database to disk")
    command.add_argument("--force", action="store_true", help="also what was changed there in the meantime")


def run(options: argparse.Namespace) -> int:
    """Copy: exit 1 if something was left as it is because it differs."""
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
