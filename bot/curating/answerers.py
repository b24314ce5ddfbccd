"""The answerers of all servers: opened when first asked, brought up to date when facts change, closed when idle.

A server without facts of its own shares the answerer of the shared facts. An answerer is for one thread at a time, so
`Answerers.open` waits for its turn: call it in a thread of a pool, never on an event loop. Every question is answered
from one snapshot; while a new one is made, the old one answers.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot, advanced
from bot.curating.layers import Layers
from bot.facts.store import SHARED, Layer, Revision, StoreError

#: Seconds after which a server's answerer that nobody asked is closed.
IDLE = 900.0

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class View:
    """What a layer sees: the snapshot, and the answerer over it. Used by who has it from `open`.

    ``revision`` is the sequence of the newest change when it was opened, ``later`` are those of the files since.
    """

    snapshot: Snapshot
    answerer: Answerer
    revision: int
    later: dict[tuple[Layer, str], int] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    retired: bool = False
    used: float = 0.0


class Answerers:
    """Gives each layer its answerer, in every thread."""

    def __init__(self, layers: Layers, idle: float = IDLE) -> None:
        self._layers = layers
        self._idle = idle
        self._lock = threading.Lock()
        self._making = threading.RLock()
        self._views: dict[Layer, View] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="booth-refresh")
        self._unwatch = layers.store.watch(self._changed)

    @contextmanager
    def open(self, layer: Layer) -> Iterator[View]:
        """The view of `layer`, for this thread alone until the block ends. Raises StoreError."""
        view = self._take(layer)
        try:
            with view.turn:
                yield view
        finally:
            self._give_back(view)

    def refresh(self, revision: Revision) -> None:
        """Have everybody who sees the layer of `revision` answered with its facts as they are now.

        Raises StoreError, OSError and sqlite3.Error.
        """
        with self._lock:
            stale = [each for each in self._views if revision.layer in (SHARED, each)]
        for each in stale:
            with self._making:
                if not self._brought_up_to_date(each, revision):
                    self._replace(each, self._made(each))

    def refresh_or_log(self, revision: Revision) -> None:
        """As `refresh`; where that fails, answers go on with the facts of before."""
        try:
            self.refresh(revision)
        except (StoreError, OSError, sqlite3.Error):
            what = "the new facts of %s cannot be read; answers go on with those of before"
            _LOG.exception(what, revision.layer)

    def close(self) -> None:
        """Stop watching, and close every answerer."""
        self._unwatch()
        self._worker.shutdown(cancel_futures=True)
        with self._lock:
            views = list(dict.fromkeys(self._views.values()))
            self._views.clear()
        for view in views:
            self._retire(view)

    def _take(self, layer: Layer) -> View:
        self._close_idle()
        while True:
            with self._lock:
                if view := self._views.get(layer):
                    view.users += 1
                    view.used = time.monotonic()
                    return view
            with self._making:
                if layer not in self._views:
                    self._replace(layer, self._made(layer))

    def _give_back(self, view: View) -> None:
        with self._lock:
            view.users -= 1
            done = view.retired and not view.users
        if done:
            view.answerer.close()

    def _made(self, layer: Layer) -> View | None:
        """What `layer` sees now: the view that it has, if that is still true; None where it sees the shared one."""
        if layer != SHARED and not self._layers.has_files(layer):
            return None
        newest = [made.sequence for each in {layer, SHARED} for made in self._layers.store.history(each, None, 1)]
        snapshot = self._layers.snapshot(layer)
        view = self._views.get(layer)
        if view and (view.snapshot.digest, view.snapshot.problems) == (snapshot.digest, snapshot.problems):
            snapshot.base.close()
            return view
        return View(snapshot, Answerer(snapshot), max(newest, default=0))

    def _brought_up_to_date(self, layer: Layer, revision: Revision) -> bool:
        """Whether what `layer` sees now has the files of `revision`; if not, it has to be made anew.

        Questions wait only while the answerer goes on to what has been compiled.
        """
        view, shared = self._views.get(layer), self._views.get(SHARED)
        if view is None or (layer != SHARED and view is shared):
            return revision.layer != layer  # the shared view has a turn of its own
        now = revision.sequence
        files = [file for file in revision.files if view.later.get((revision.layer, file.name), 0) < now]
        if now <= view.revision or not files:
            return True
        if revision.layer != SHARED and any(file.after is None for file in files):
            return False  # perhaps it was the last one
        if not self._layers.bring_up_to_date(view.snapshot, revision.layer, {file.name: file.after for file in files}):
            return False
        view.later.update({(revision.layer, file.name): now for file in files})
        with view.turn:
            view.snapshot = advanced(view.snapshot)
            view.answerer.go_on(view.snapshot)
        return True

    def _replace(self, layer: Layer, view: View | None) -> None:
        """Give `layer` this view from now on, or that of the shared facts."""
        if view is None:
            if SHARED not in self._views:
                self._replace(SHARED, self._made(SHARED))
            view = self._views[SHARED]
        view.used = time.monotonic()
        with self._lock:
            old = self._views.get(layer)
            self._views[layer] = view
        if old is not None and old is not view:
            if layer == SHARED:
                self._follow(old, view)
            self._retire(old)

    def _follow(self, old: View, new: View) -> None:
        """Let the servers that saw the shared facts as they were see them as they are."""
        with self._lock:
            for layer in [layer for layer, view in self._views.items() if view is old]:
                self._views[layer] = new

    def _retire(self, view: View) -> None:
        with self._lock:
            if view in self._views.values() or view.retired:
                return
            view.retired = True
            free = not view.users
        if free:
            view.answerer.close()

    def _close_idle(self) -> None:
        with self._lock:
            before = time.monotonic() - self._idle
            idle = {layer: view for layer, view in self._views.items() if layer != SHARED and view.used < before}
            for layer in idle:
                del self._views[layer]
        for view in idle.values():
            self._retire(view)

    def _changed(self, revision: Revision) -> None:
        """What the store calls, in a thread of its own, which must not be kept."""
        self._worker.submit(self.refresh_or_log, revision)
