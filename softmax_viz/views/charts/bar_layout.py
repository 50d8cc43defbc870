"""Where everything in a bar chart goes: pure geometry, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QRectF

from softmax_viz.core.axis import Axis
from softmax_viz.core.state import Vector

BAR_SHARE = 0.64
MAX_BAR = 92
DENSE_SLOT = 2.0
HAIRLINE = 1.5
NAMES_SHARE = 0.4
LEAST_NAME = 2.2
LEAST_PLOT = 3.2


class Names(Enum):
    """Say how class names are written below the bars."""

    LEVEL = "level"
    TURNED = "turned"
    NONE = "none"


@dataclass(frozen=True)
class BarLayout:
    """Hold the geometry of one chart.

    plot: where values are drawn, its bottom at the axis' low end; slot: the width of one class.
    names, depth, every: how names are written, how deep they reach, that every k-th one is.
    """

    plot: QRectF
    count: int
    axis: Axis
    slot: float
    bar: float
    names: Names
    depth: float
    every: int

    @property
    def dense(self) -> bool:
        """Tell whether there are more classes than pixels can tell apart."""
        return self.slot < DENSE_SLOT

    def center(self, index: int) -> float:
        """Return the x of the middle of a class."""
        return self.plot.left() + (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        """Return the y of a value, clamped to the axis."""
        return self.plot.bottom() - self.axis.fraction(value) * self.plot.height()

    def spans(self, values: Vector) -> list[tuple[float, float]]:
        """Return the top and the bottom of each bar, at least a hairline high; NaN where none is.

        Infinities reach to the end of the axis.
        """
        low, high = self.axis.low, self.axis.high
        per_unit = self.plot.height() / (high - low)
        with np.errstate(invalid="ignore"):
            ends = self.plot.bottom() - (np.clip(values, low, high) - low) * per_unit
            zero = self.y(0)
            tops = np.minimum(ends, np.where(values < 0, zero, zero - HAIRLINE))
            bottoms = np.maximum(ends, np.where(values < 0, zero + HAIRLINE, zero))
        return list(zip(tops.tolist(), bottoms.tolist(), strict=True))

    def index_at(self, x: float) -> int:
        """Return the class whose slot holds x, -1 where there is none."""
        if not self.plot.left() <= x < self.plot.right():
            return -1
        return min(int((x - self.plot.left()) / self.slot), self.count - 1)


@dataclass(frozen=True)
class Metrics:
    """Hold the distances that a layout keeps, in pixels.

    line: the height of a line of names; widest: the width of the longest name.
    """

    left: float
    right: float
    top: float
    bottom: float
    line: float
    widest: float
    max_bar: float = MAX_BAR


def lay_out(area: QRectF, count: int, axis: Axis, metrics: Metrics) -> BarLayout:
    """Lay a chart out: level names where they fit, turned where not, thinned out where neither."""
    width = round(max(area.width() - metrics.left - metrics.right, 1.0))
    slot = width / count
    level = metrics.widest + 6 <= slot or slot >= 5.2 * metrics.line
    names = Names.LEVEL if level else Names.TURNED
    depth = metrics.line if level else min(metrics.widest + 4, NAMES_SHARE * area.height())
    below = metrics.bottom if axis.low >= 0 else metrics.bottom + metrics.line
    # Names that stand upright must not crush the bars; the colours name them too.
    cut = depth < min(metrics.widest, LEAST_NAME * metrics.line)
    crushing = area.height() - metrics.top - below - depth < LEAST_PLOT * metrics.line
    if not level and (cut or crushing):
        names, depth = Names.NONE, 0.0
    every = 1 if level else max(1, -int(-metrics.line // slot))
    # Whole pixels, so that edges are sharp.
    plot = QRectF(
        round(area.left() + metrics.left),
        round(area.top() + metrics.top),
        width,
        round(max(area.height() - metrics.top - depth - below, 1.0)),
    )
    bar = min(slot * BAR_SHARE, metrics.max_bar) if slot > 5 else slot
    return BarLayout(plot, count, axis, slot, bar, names, depth, every)
