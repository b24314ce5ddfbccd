"""What every server knows, opened as the settings say; what is wrong with it is told on standard error."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from bot.answering.answerer import Answerer
from bot.curating.layers import CannotCompile
from bot.curating.library import Library
from bot.facts.store import SHARED, StoreError
from bot.facts.stores import open_store
from bot.settings import Settings
from bot.usage import WrongUseError, tell_of_problems, unusable_cache


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
                tell_of_problems(len(view.answerer.problems))
        except CannotCompile as error:
            raise WrongUseError(unusable_cache(settings, error.cause)) from error
        except StoreError as error:
            raise WrongUseError(f"the facts cannot be read: {error}.") from error
        yield library


@contextlib.contextmanager
def open_shared(settings: Settings) -> Iterator[Answerer]:
    """The answerer of the shared facts in that store."""
    with open_library(settings) as library, library.view(SHARED) as view:
        yield view.answerer
