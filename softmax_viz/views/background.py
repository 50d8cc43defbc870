"""Long work for a view: an iterator that runs in a thread, and is told of while it runs."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from threading import Event, Thread
from weakref import finalize

from PySide6.QtCore import QObject, QTimer, Signal

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.text import tr

# How often a view is told, in milliseconds.
TOLD_EVERY_MS = 50
# Up to so many logits, figures follow the slider without a thread.
WITHIN_A_FRAME = 200_000
# Of 0 to 19, the least urgent.
NICENESS = 10


def fits_a_frame(table: LogitsTable) -> bool:
    """Tell whether a pass through a table is so short that a view may make it at once."""
    return table.rows * table.count <= WITHIN_A_FRAME


class Background(QObject):
    """Run one iterator at a time; a new one takes the place of the one that runs.

    progressed: the newest value, at most twenty times a second; finished: the last one, None where
    there was none; failed: a sentence. Each is told in the thread of the view.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = _Current()
        self._told = 0
        # The view looks at the thread; the thread knows nothing of Qt, and so may outlive it.
        self._looks = QTimer(self, interval=TOLD_EVERY_MS)
        self._looks.timeout.connect(self._look)
        # Qt may take the object away before Python does, or after.
        self.destroyed.connect(self._current.cancel)
        finalize(self, self._current.cancel)

    @property
    def running(self) -> bool:
        """Tell whether something runs."""
        return self._current.run is not None

    def start(self, make_iterator: Callable[[], Iterator[object]]) -> None:
        """Run what an iterator yields; it is made, advanced and closed in the thread."""
        self.follow(Run(make_iterator))

    def follow(self, run: Run) -> None:
        """Tell of what runs already, for another perhaps; it goes on until nobody follows it."""
        self.cancel()
        self._told = 0
        self._current.follow(run)
        self._looks.start()

    def cancel(self) -> None:
        """Stop what runs, at its next value at the latest, and tell no more of it.

        What another follows goes on.
        """
        self._looks.stop()
        self._current.cancel()

    def _look(self) -> None:
        run = self._current.run
        if run is None:
            return
        # Asked first: what came before the end is then known.
        ended = run.ended
        if ended:
            self.cancel()
            if run.error is not None:
                self._tell_failure(run.error)
            else:
                self.finished.emit(run.value)
        elif run.values > self._told:
            self._told = run.values
            self.progressed.emit(run.value)

    def _tell_failure(self, error: BaseException) -> None:
        if isinstance(error, MemoryError):
            self.failed.emit(tr("There is not enough memory for this."))
        elif isinstance(error, (ValueError, OSError)):
            self.failed.emit(str(error))
        else:
            raise error


class _Current:
    """Hold what runs now; it is no part of Qt, so that it can be stopped when its owner is gone."""

    def __init__(self) -> None:
        self.run: Run | None = None

    def follow(self, run: Run) -> None:
        run.followers.add(self)
        self.run = run

    def cancel(self) -> None:
        if self.run is not None:
            self.run.followers.discard(self)
            if not self.run.followers:
                self.run.cancelled.set()
            self.run = None


class Run:
    """Hold one iterator, its thread, and what it has yielded so far."""

    def __init__(self, make_iterator: Callable[[], Iterator[object]]) -> None:
        self._make_iterator = make_iterator
        self.cancelled = Event()
        self.followers: set[object] = set()
        self.value: object = None
        self.values = 0
        self.error: BaseException | None = None
        self.ended = False
        # A daemon: the app need not wait for it when it quits.
        Thread(target=self._go, name="background", daemon=True).start()

    def _go(self) -> None:
        _step_back()
        try:
            iterator = self._make_iterator()
            try:
                for value in iterator:
                    if self.cancelled.is_set():
                        break
                    self.value = value
                    self.values += 1
            finally:
                close = getattr(iterator, "close", None)
                if close is not None:
                    close()
        except BaseException as error:
            self.error = error
        self.ended = True


def _step_back() -> None:
    """Let the view go first where cores are few: for this thread, and those that it starts."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
