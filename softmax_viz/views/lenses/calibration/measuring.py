"""The figures of the open table: small tables at once, large ones in the background."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from softmax_viz.core.calibration import words
from softmax_viz.core.calibration.run import tallies
from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.calibration.sweep import LossSweep, sweep_losses
from softmax_viz.core.data.blocks import Mapper, in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.views.background import Background, fits_a_frame
from softmax_viz.views.lenses.calibration.known import Known, known_of

Value = TypeVar("Value")

# A measurement that takes no longer is let end, so that figures change during a drag as well.
PATIENCE_MS = 500
_SWEEP = "sweep"


class Measuring(QObject):
    """Hold what is known of a table: at one T, and over all T.

    changed: more is known; failed: a sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: LogitsTable | None = None
        self._known = Known()
        self._mapper: Mapper = in_threads
        self._running = math.nan
        self._part: tuple[int, Tally] | None = None
        self._since = QElapsedTimer()
        self._one, self._all = Background(self), Background(self)
        self._one.progressed.connect(self._take_part)
        self._one.finished.connect(self._take)
        self._all.progressed.connect(self._take_sweep)
        self._all.finished.connect(self._take_sweep)
        for background in (self._one, self._all):
            background.failed.connect(self._fail)
        self._forget()

    def _forget(self) -> None:
        self.temperature = math.nan
        self.tally: Tally | None = None
        self.done = 0
        self.sweep: LossSweep | None = None
        self.stopped = False
        self._wanted = math.nan

    @property
    def part(self) -> tuple[int, Tally] | None:
        """Return how many rows are done at the T that is being measured, and their figures."""
        return self._part if self._one.running else None

    @property
    def part_temperature(self) -> float:
        """Return the T that is being measured."""
        return self._running

    def progress(self) -> tuple[float, str]:
        """Return how much is done of what runs now, and what that is."""
        assert self._table is not None
        if self._one.running:
            done = 0 if self._part is None else self._part[0]
            return done / self._table.rows, words.progress_at(self._running, done, self._table.rows)
        share = 0.0 if self.sweep is None else self.sweep.share
        return share, words.progress_of_sweep(self.sweep)

    @property
    def running(self) -> bool:
        """Tell whether something is being computed."""
        return self._one.running or self._all.running

    @property
    def is_small(self) -> bool:
        """Tell whether the table is measured at once."""
        return self._table is not None and fits_a_frame(self._table)

    def measure(self, table: LogitsTable, mapper: Mapper, temperature: float) -> None:
        """Learn the figures of a table with true classes; emits nothing."""
        if table is not self._table:
            self.sleep()
            self._forget()
            self._table, self._mapper, self._known = table, mapper, known_of(table)
        if temperature != self._wanted:
            self.stopped = False
        self._wanted = temperature
        self._recall()
        if self.is_small:
            self._measure_at_once(table)
        elif not self.stopped:
            self._go_on()

    def _recall(self) -> None:
        """Take what is known, of another lens or of before."""
        found = self._known.at(self._wanted)
        if found is not None:
            self._show(self._wanted, found)
        self.sweep = self._known.sweep or self.sweep

    def _show(self, temperature: float, found: tuple[int, Tally]) -> None:
        self.temperature, (self.done, self.tally) = temperature, found

    def _learn(self, temperature: float, found: tuple[int, Tally]) -> None:
        self._known.learn(temperature, found)
        self._show(temperature, found)

    def _measure_at_once(self, table: LogitsTable) -> None:
        if self._wanted != self.temperature:
            self._learn(self._wanted, _last(tallies(table, self._wanted, in_turn)))
        if self.sweep is None:
            self.sweep = self._known.sweep = _last(sweep_losses(table, in_turn))

    def _go_on(self) -> None:
        """Begin what is to be computed next: the figures at T before those at every T."""
        assert self._table is not None
        if self._wanted != self.temperature:
            same = self._running == self._wanted
            young = self._since.isValid() and self._since.elapsed() < PATIENCE_MS
            if not self._one.running or not (same or young):
                self._part = None
                self._running = self._wanted
                self._since.start()
                work = partial(tallies, self._table, self._wanted, self._mapper)
                self._one.follow(self._known.run(self._wanted, work))
        else:
            self._one.cancel()
            if not self._all.running and (self.sweep is None or not self.sweep.complete):
                sweeping = partial(sweep_losses, self._table, self._mapper)
                self._all.follow(self._known.run(_SWEEP, sweeping))

    def _take_part(self, value: tuple[int, Tally]) -> None:
        self._part = value
        if self._running != self._wanted:
            self._go_on()
        self.changed.emit()

    def _take(self, value: tuple[int, Tally]) -> None:
        self._learn(self._running, value)
        self._go_on()
        self.changed.emit()

    def _take_sweep(self, sweep: LossSweep) -> None:
        self.sweep = sweep
        if sweep.complete:
            self._known.sweep = sweep
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self.stop()
        self.failed.emit(sentence)

    def stop(self) -> None:
        """Leave it at what is known, until another T is wanted."""
        self.sleep()
        self.stopped = True
        self.changed.emit()

    def resume(self) -> None:
        """Compute what a stop left out."""
        self.stopped = False
        self._go_on()
        self.changed.emit()

    def sleep(self) -> None:
        """Stop computing; the next `measure` begins again with what is missing."""
        self._one.cancel()
        self._all.cancel()


def _last(values: Iterator[Value]) -> Value:
    return deque(values, maxlen=1)[0]
