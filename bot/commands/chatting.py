"""`booth chat`: a conversation in the terminal."""

from __future__ import annotations

import argparse

from bot.opening import open_answerer
from bot.terminal import Terminal
from bot.usage import OK, Parser, settings_for


def add_options(_command: Parser) -> None:
    """It has none of its own."""


def run(options: argparse.Namespace) -> int:
    """Answer until the person leaves."""
    settings = settings_for(options)
    with open_answerer(settings) as answerer:
        Terminal(answerer, history=settings.data / "chat-history").run()
    return OK
