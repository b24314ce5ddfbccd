"""`booth serve`: the Discord bot."""

from __future__ import annotations

import argparse

from bot.discord_app.running import serve
from bot.opening_library import open_library
from bot.usage import Parser, settings_for


def add_options(_command: Parser) -> None:
    """It has none of its own."""


def run(options: argparse.Namespace) -> int:
    """Run until it is stopped."""
    settings = settings_for(options, needs_token=True)
    with open_library(settings) as library:
        return serve(library, settings)
