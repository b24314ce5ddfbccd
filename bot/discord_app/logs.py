"""What the bot writes to its log: never a token."""

from __future__ import annotations

import logging
import re

#: An interaction's token stands in the addresses that answers to it are sent to, and so in errors about them.
_INTERACTION = re.compile(r"(/(?:webhooks|interactions)/[0-9]+/)[^/\s?'\"]+")


class DiscreetFormatter(logging.Formatter):
    """Formats records, tracebacks included, with secrets taken out."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        text = _INTERACTION.sub(r"\1[token]", super().format(record))
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return text


def set_up_logging(*secrets: str) -> None:
    """Log to standard error, from INFO on; discord.http says less, for it tells tokens when it says more."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("discord.http").setLevel(logging.WARNING)
