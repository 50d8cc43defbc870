"""The sweep: T wanders over its range by itself, calmly, until it is paused."""

from __future__ import annotations

import math
from itertools import count

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from softmax_viz.core import temperature_scale as scale

FRAME_MS = 16
SECONDS_PER_DECADE = 3.0
STILL_MS = 1500
STILLS = (0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
LONGEST_FRAME_MS = 100


class Sweep(QObject):
    """Move T up the track and back; with reduced motion, from still to still.

    moved: the temperature intended, and a token that is the same until the sweep is paused.
    running_changed: whether it runs.
    """

    moved = Signal(float, object)
    running_changed = Signal(bool)

    _gestures = count()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reduced_motion = False
        self._temperature = 1.0
        self._exponent = 0.0
        self._direction = 1
        self._gesture: object = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Tell whether the sweep runs."""
        return self._timer.isActive()

    def show_temperature(self, temperature: float) -> None:
        """Take note of the present temperature; a running sweep goes on from there."""
        if temperature != self._temperature:
            self._temperature = temperature
            on_track = min(max(temperature, scale.LOWEST), scale.HIGHEST)
            self._exponent = math.log10(on_track)

    def set_running(self, running: bool) -> None:
        """Start, or pause where it is."""
        if running == self.running:
            return
        if running:
            self._gesture = ("sweep", next(self._gestures))
            self._clock.start()
            self._timer.start(STILL_MS if self.reduced_motion else FRAME_MS)
        else:
            self._timer.stop()
        self.running_changed.emit(running)

    def _tick(self) -> None:
        elapsed = min(self._clock.restart(), LONGEST_FRAME_MS)
        if self.reduced_motion:
            self.moved.emit(self._next_still(), self._gesture)
        else:
            self.moved.emit(self.advanced(elapsed / 1000), self._gesture)

    def advanced(self, seconds: float) -> float:
        """Return the temperature so many seconds further; it turns at the ends of the track."""
        low, high = math.log10(scale.LOWEST), math.log10(scale.HIGHEST)
        self._exponent += self._direction * seconds / SECONDS_PER_DECADE
        if self._exponent >= high:
            self._exponent, self._direction = high, -1
        elif self._exponent <= low:
            self._exponent, self._direction = low, 1
        self._temperature = float(f"{10**self._exponent:.4g}")
        return self._temperature

    def _next_still(self) -> float:
        ahead = [t for t in STILLS if (t - self._temperature) * self._direction > 0]
        if not ahead:
            self._direction = -self._direction
            return self._next_still()
        return ahead[0] if self._direction > 0 else ahead[-1]
