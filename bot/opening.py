"""What answers come from, opened as the settings say; what is wrong with it is told on standard error."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterator

from bot.answering.answerer import Answerer
from bot.curating.library import Library
from bot.facts.store import SHARED, StoreError
from bot.facts.stores import open_store
from bot.importing import progress_bar
from bot.settings import Settings


class WrongUseError(Exception):
    """What the user asked for cannot be done as it was asked for; the message says why."""


@contextlib.contextmanager
def open_answerer(settings: Settings) -> Iterator[Answerer]:
    """The answerer of the shared facts, in the database or the folder that the settings name.

    What is wrong in the files is counted on standard error.
    """
    if settings.database_url is not None:
        with open_library(settings) as library, library.view(SHARED) as view:
            yield view.answerer
        return
    try:
        with progress_bar("compiling") as progress:
            answerer = Answerer.open(settings.knowledge, settings.cache, progress=progress)
    except (OSError, sqlite3.Error) as error:
        raise WrongUseError(unusable_cache(settings, error)) from error
    tell_of(answerer)
    with contextlib.closing(answerer):
        yield answerer


@contextlib.contextmanager
def open_library(settings: Settings) -> Iterator[Library]:
    """What every server knows, in the store that the settings name; a first look counts what is wrong in the files."""
    try:
        store = open_store(settings.knowledge, settings.data, settings.database_url)
    except StoreError as error:
        raise WrongUseError(f"the store of facts cannot be opened: {error}.") from error
    with contextlib.closing(store), contextlib.closing(Library(store, settings.knowledge, settings.cache)) as library:
        try:
            with library.view(SHARED) as view:
                tell_of(view.answerer)
        except (OSError, sqlite3.Error) as error:
            raise WrongUseError(unusable_cache(settings, error)) from error
        except StoreError as error:
            raise WrongUseError(f"the facts cannot be read: {error}.") from error
        yield library


def unusable_cache(settings: Settings, error: Exception) -> str:
    """That the snapshot cannot be had, and the mend."""
    return (
        f"the snapshot in {settings.cache} cannot be written or read: {error}. "
        "That folder may be emptied at any time; BOOTH_CACHE names another one."
    )


def tell_of(answerer: Answerer) -> None:
    """Count on standard error what is wrong in the fact files."""
    if count := len(answerer.problems):
        told = f"{counted(count, 'problem')} in the fact files: what is wrong is left out of the answers."
        print(f"booth: {told} `booth check` lists all.", file=sys.stderr)


def counted(number: int, noun: str) -> str:
    """'1 problem', '2 problems'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
