"""The loss of a table of logits against T, and the T at which it is least: temperature scaling."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from softmax_viz.core.calibration.run import best, curve, tallies
from softmax_viz.core.calibration.sums import Tally, Vector
from softmax_viz.core.data.blocks import Mapper
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.temperature_scale import HIGHEST, LOWEST

_POINTS = 81
# How much of the time each part takes: many temperatures, Newton's passes, a pass for each T.
_CURVE, _BEST, _PASS = 0.55, 0.35, 0.05
# What float32 leaves of equal losses.
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class LossSweep:
    """Hold what is known so far of the mean negative log-likelihood over T.

    temperatures: 0, then 0.01 to 100, then ∞, shape (M,).
    losses: in nats, shape (M,), NaN before the first rows.
    best: the T of least loss so far, 0 and ∞ included, NaN before it is looked for.
    at_one, at_best: the figures at T = 1 and there, None before.
    share: how much is done, 0 to 1.
    """

    temperatures: Vector
    losses: Vector
    best: float = math.nan
    at_one: Tally | None = None
    at_best: Tally | None = None
    share: float = 0.0

    @property
    def complete(self) -> bool:
        """Tell whether all is known."""
        return self.share == 1

    @property
    def flat(self) -> bool:
        """Tell whether every T is as good: of one class, or of logits that are all equal."""
        least, most = float(self.losses.min()), float(self.losses.max())
        return math.isfinite(most) and most - least <= _ROUNDING * max(most, 1.0)


def sweep_losses(table: LogitsTable, mapper: Mapper) -> Iterator[LossSweep]:
    """Yield what is known so far; the last one is complete. Raises ValueError as `tallies`."""
    between = np.geomspace(LOWEST, HIGHEST, _POINTS)
    temperatures = np.array([0.0, *between.tolist(), math.inf])
    found = LossSweep(temperatures, np.full(temperatures.shape, math.nan))
    for done, losses in curve(table, temperatures, mapper):
        found = replace(found, losses=losses, share=_CURVE * done / table.rows)
        yield found
    for share, temperature in best(table, mapper):
        found = replace(found, best=temperature, share=_CURVE + _BEST * share)
        yield found
    for done, tally in tallies(table, 1.0, mapper):
        share = _CURVE + _BEST + _PASS * done / table.rows
        found = replace(found, at_one=tally, share=share)
        yield found
    for done, tally in tallies(table, found.best, mapper):
        found = replace(found, at_best=tally, share=1 - _PASS * (1 - done / table.rows))
        yield found
