"""How long a lesson has been going on."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class Stopwatch:
    """Count seconds from now on, with pauses."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._counted = 0.0
        self._since: float | None = clock()

    @property
    def is_running(self) -> bool:
        """Tell whether it counts."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """Return what was counted."""
        return self._counted + (0.0 if self._since is None else self._clock() - self._since)

    @property
    def text(self) -> str:
        """Return what was counted as minutes and seconds, with hours where there are some."""
        minutes, seconds = divmod(int(self.seconds), 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"

    def pause(self) -> None:
        """Pause, or go on."""
        self._counted = self.seconds
        self._since = None if self.is_running else self._clock()

    def reset(self) -> None:
        """Begin from zero, paused or not."""
        self._counted = 0.0
        if self.is_running:
            self._since = self._clock()
