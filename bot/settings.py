"""The settings: environment variables, and a `.env` file beside the README, read into one frozen object.

Every variable that is missing or wrong is told at once, by name and without its value, which may be a secret.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

#: The checkout: the folder that holds README.md, bot/ and knowledge/.
ROOT = Path(__file__).resolve().parent.parent

T = TypeVar("T")


class SettingsError(Exception):
    """What is wrong with the settings, one sentence for each variable."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. The README's table says what each variable means."""

    discord_token: str | None = field(default=None, repr=False)
    knowledge: Path = ROOT / "knowledge"
    data: Path = ROOT / ".booth"
    cache: Path = ROOT / ".booth" / "cache"
    database_url: str | None = field(default=None, repr=False)
    conversation_minutes: float = 10.0
    discord_api_base: str | None = None
    message_content: bool = False


def read_settings(environment: Mapping[str, str], *, needs_token: bool = False) -> Settings:
    """The settings that an environment states; an empty variable counts as missing. Raises SettingsError."""
    reader, default = _Reader(environment), Settings()
    settings = Settings(
        discord_token=reader.read("DISCORD_TOKEN", _token, None),
        knowledge=reader.read("BOOTH_KNOWLEDGE", _path, default.knowledge),
        data=reader.read("BOOTH_DATA", _path, default.data),
        cache=reader.read("BOOTH_CACHE", _path, default.cache),
        database_url=reader.read("DATABASE_URL", _database, None),
        conversation_minutes=reader.read("BOOTH_CONVERSATION_MINUTES", _minutes, default.conversation_minutes),
        discord_api_base=reader.read("DISCORD_API_BASE", _url, None),
        message_content=reader.read("BOOTH_MESSAGE_CONTENT", _yes, default.message_content),
    )
    if needs_token and not environment.get("DISCORD_TOKEN", "").strip():
        reader.problems.append(
            "DISCORD_TOKEN is missing: the bot's token, from its page in Discord's developer portal. "
            "Without one, `booth chat` holds the same conversation in the terminal."
        )
    if reader.problems:
        raise SettingsError(tuple(reader.problems))
    return settings


def environment(dotenv: Path = ROOT / ".env") -> dict[str, str]:
    """The process's environment, and what a `.env` file adds to it. Raises SettingsError if that cannot be read."""
    if not dotenv.is_file():
        return dict(os.environ)
    from dotenv import dotenv_values  # noqa: PLC0415 - only a developer's machine has such a file

    try:
        from_file = dotenv_values(dotenv, interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((f"{dotenv} cannot be read: {error}.",)) from error
    return {name: value for name, value in from_file.items() if value is not None} | dict(os.environ)


class _Reader:
    """Reads variables one by one and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.problems: list[str] = []

    def read(self, name: str, convert: Callable[[str], T], default: T) -> T:
        text = self.environment.get(name, "").strip()
        if not text:
            return default
        try:
            return convert(text)
        except ValueError as error:
            self.problems.append(f"{name} {error}.")
            return default


def _token(text: str) -> str | None:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("is not a bot token: it has characters that no token has")
    return text


def _path(text: str) -> Path:
    if "\0" in text:
        raise ValueError("is not a path")
    return Path(text).expanduser()


def _database(text: str) -> str | None:
    if urlsplit(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError("must be the address of a PostgreSQL, such as postgresql://user:password@host/name")
    return text


def _yes(text: str) -> bool:
    if text.casefold() not in {"yes", "no"}:
        raise ValueError("must be yes or no")
    return text.casefold() == "yes"


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 24 * 60:
        raise ValueError(f"must be a number of minutes, more than 0 and at most 1440, not {text[:20]!r}")
    return minutes


def _url(text: str) -> str | None:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ValueError("must be an address such as http://127.0.0.1:8080/api/v10")
    return text.rstrip("/")
