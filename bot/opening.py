"""What answers come from, opened as the settings say; what is wrong with it is told on standard error."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from bot.answering.answerer import Answerer
from bot.settings import Settings
from bot.showing import progress_bar
from bot.usage import WrongUseError, tell_of_problems, unusable_cache


@contextlib.contextmanager
def open_answerer(settings: Settings) -> Iterator[Answerer]:
    """The answerer of the shared facts, in the database or the folder that the settings name.

    What is wrong in the files is counted on standard error.
    """
    if settings.database_url is not None:
        # with what it needs, it takes as long to import as an answer from a folder takes
        from bot.opening_library import open_shared  # noqa: PLC0415

        with open_shared(settings) as answerer:
            yield answerer
        return
    try:
        with progress_bar("compiling", delay=1) as progress:
            answerer = Answerer.open(settings.knowledge, settings.cache, progress=progress)
    except (OSError, sqlite3.Error) as error:
        raise WrongUseError(unusable_cache(settings, error)) from error
    tell_of_problems(len(answerer.problems))
    with contextlib.closing(answerer):
        yield answerer
