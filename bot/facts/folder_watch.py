"""Noticing that files were edited by hand. The only module that imports ``watchfiles``.

What counts is the content. An editor may write a file in several steps, and half a file is often valid YAML: a text is
taken as finished once it has not changed for a while, and for longer where the file has shrunk.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import watchfiles

from bot.facts.store import StoreError

#: Seconds for which a text stays the same before it counts as finished; and one that is shorter than before.
STEADY, STEADY_IF_SHORTER = 0.15, 1.0
#: Seconds between two looks at all files where the system reports nothing, as some network file systems do not.
LOOK_ANYWAY = 30.0
#: Milliseconds between two looks for the revisions of other processes.
_TICK = 400
_PAUSE = 0.05

_log = logging.getLogger(__name__)


class FolderWatch:
    """A thread that follows the files below `paths`.

    `edited` gives the digest of each file that was edited by hand, and by how much it grew; `take_in` enters the
    chosen ones into the history; `tell` passes new revisions on.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        edited: Callable[[], Mapping[Any, tuple[str | None, int]]],
        take_in: Callable[[Iterable[Any]], None],
        tell: Callable[[], None],
    ) -> None:
        self._paths, self._edited, self._take_in, self._tell = paths, edited, take_in, tell
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="booth-folder-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread is not threading.current_thread():
            self._thread.join(10)

    def _run(self) -> None:
        next_look = 0.0
        for touched in self._touched():
            try:
                if touched or time.monotonic() >= next_look:
                    self._look()
                    next_look = time.monotonic() + LOOK_ANYWAY
            except (StoreError, OSError) as error:
                if not self._stopping.is_set():
                    _log.warning("cannot look at the fact files: %s", error)
            if not self._stopping.is_set():
                self._tell()

    def _touched(self) -> Iterable[bool]:
        """Again and again, whether files were touched. Where the system cannot tell: always."""
        try:
            for changes in watchfiles.watch(
                *self._paths, watch_filter=None, debounce=100, step=20, stop_event=self._stopping,
                rust_timeout=_TICK, yield_on_timeout=True, raise_interrupt=False,
            ):  # fmt: skip
                yield bool(changes)
        except (OSError, RuntimeError) as error:
            _log.warning("the system does not report changed files (%s); they are looked at every second", error)
        while not self._stopping.wait(1):
            yield True

    def _look(self) -> None:
        """Take in what was edited, each file once its text is finished."""
        seen: dict[Hashable, tuple[str | None, float]] = {}
        while edited := self._edited():
            now = time.monotonic()
            seen = {
                file: seen[file] if file in seen and seen[file][0] == digest else (digest, now)
                for file, (digest, _) in edited.items()
            }
            finished = [
                file
                for file, (_, growth) in edited.items()
                if now - seen[file][1] >= (STEADY_IF_SHORTER if growth < 0 else STEADY)
            ]
            if finished:
                self._take_in(finished)
            elif self._stopping.wait(_PAUSE):
                return
            self._tell()
