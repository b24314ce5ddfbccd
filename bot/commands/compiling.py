"""`booth compile`: the snapshot that answers come from, built ahead of time."""

from __future__ import annotations

import argparse

from bot.opening import open_answerer
from bot.usage import OK, Parser, settings_for


def add_options(_command: Parser) -> None:
    """It has none of its own."""


def run(options: argparse.Namespace) -> int:
    """Compile what is not compiled yet."""
    settings = settings_for(options)
    with open_answerer(settings):
        print(f"The snapshot of {settings.knowledge} is in {settings.cache}.")
    return OK
