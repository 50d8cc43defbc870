"""How much is done, on a terminal, of what takes a while."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import TypeVar

from softmax_viz.text import tr

Result = TypeVar("Result")

# What is over sooner needs no progress; and a terminal needs no more pictures than a person.
SECONDS_UNTIL_SHOWN, SECONDS_BETWEEN = 1.0, 0.1


class Progress:
    """Show on stderr how much is done, where that is a terminal; leave nothing behind.

    Ctrl+C ends it at the next step at the latest.
    """

    def __init__(self) -> None:
        self._stopped = False
        self._terminal = sys.stderr.isatty()
        self._due = time.monotonic() + SECONDS_UNTIL_SHOWN
        self._width = 0

    def __enter__(self) -> Progress:
        if threading.current_thread() is threading.main_thread():
            self._handler = signal.signal(signal.SIGINT, self._stop)
        return self

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # Python drops what is raised while it finalizes an object: it is raised anew then.
        self._stopped = True
        raise KeyboardInterrupt

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._handler)
        if self._width:
            self._write("")

    def last(self, steps: Iterable[tuple[float, Result]]) -> Result:
        """Return the last result of one step or more, showing the share, 0 to 1, of each."""
        for share, result in steps:
            if self._stopped:
                raise KeyboardInterrupt
            last = result
            if self._terminal and time.monotonic() >= self._due:
                self._due = time.monotonic() + SECONDS_BETWEEN
                self._write(tr("{percent} % done; Ctrl+C stops").format(percent=int(100 * share)))
        return last

    def _write(self, text: str) -> None:
        # Noted first: Ctrl+C may come in the midst of it.
        width, self._width = self._width, max(self._width, len(text))
        sys.stderr.write(f"\r{text.ljust(width)}" if text else f"\r{' ' * width}\r")
        sys.stderr.flush()
