"""What was measured of a table, and what is being measured: once for all lenses and windows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from weakref import WeakKeyDictionary, WeakValueDictionary

from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.calibration.sweep import LossSweep
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.views.background import Run

# Of so many T the figures are kept.
MOST_KNOWN = 64


class Known:
    """Hold the figures of a table at some T, each with how many rows are done, and its sweep."""

    def __init__(self) -> None:
        self.sweep: LossSweep | None = None
        self._figures: dict[float, tuple[int, Tally]] = {}
        self._runs: WeakValueDictionary[Hashable, Run] = WeakValueDictionary()

    def at(self, temperature: float) -> tuple[int, Tally] | None:
        """Return the figures at a T, None where they are not known."""
        return self._figures.get(temperature)

    def learn(self, temperature: float, figures: tuple[int, Tally]) -> None:
        """Keep the figures at a T; those that were learnt first are forgotten first."""
        self._figures[temperature] = figures
        if len(self._figures) > MOST_KNOWN:
            del self._figures[next(iter(self._figures))]

    def run(self, what: Hashable, make_iterator: Callable[[], Iterator[object]]) -> Run:
        """Return what measures this already, or begin it."""
        run = self._runs.get(what)
        if run is None or run.cancelled.is_set() or run.error is not None:
            run = self._runs[what] = Run(make_iterator)
        return run


_known: WeakKeyDictionary[LogitsTable, Known] = WeakKeyDictionary()


def known_of(table: LogitsTable) -> Known:
    """Return what is known of a table, as long as there is this table."""
    return _known.setdefault(table, Known())
