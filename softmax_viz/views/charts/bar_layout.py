"""Where everything in a bar chart goes: pure geometry, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF

from softmax_viz.core.axis import Axis
from softmax_viz.core.state import Vector
from softmax_viz.core.verdicts import NDIndex
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.charts.envelope import columns

BAR_SHARE = 0.64
MAX_BAR = 92
DENSE_SLOT = 2.0
HAIRLINE = 1.5
NAMES_SHARE = 0.4
LEAST_NAME = 2.2
LEAST_PLOT = 3.2
# How many lines of names a number below the axis takes in width, its distance included.
NUMBER = 4.0


class Names(Enum):
    """Say how class names are written below the bars; of too many, the numbers of some places."""

    LEVEL = "level"
    TURNED = "turned"
    NUMBERS = "numbers"
    NONE = "none"


@dataclass(frozen=True)
class BarLayout:
    """Hold the geometry of one chart.

    Positions count the classes that are seen, from the left.
    plot: where values are drawn, its bottom at the axis' low end; slot: the width of one class.
    names, depth, every: how names are written, how deep they reach, that every k-th one is.
    """

    plot: QRectF
    window: ClassWindow
    axis: Axis
    slot: float
    bar: float
    names: Names
    depth: float
    every: int

    @property
    def count(self) -> int:
        """Return how many classes are seen, in part at least."""
        return len(self.window.places)

    @property
    def dense(self) -> bool:
        """Tell whether there are more classes than pixels can tell apart."""
        return self.slot < DENSE_SLOT

    @cached_property
    def _start(self) -> float:
        """Return the x at which the first position begins, left of the plot where it is cut."""
        return self.plot.left() - (self.window.first - self.window.places.start) * self.slot

    def center(self, position: int) -> float:
        """Return the x of the middle of a class."""
        return self._start + (position + 0.5) * self.slot

    def is_inside(self, position: int) -> bool:
        """Tell whether the middle of a class is on the plot."""
        return self.plot.left() <= self.center(position) <= self.plot.right()

    @property
    def named(self) -> range:
        """Return the positions whose class is named or numbered; panning does not change which."""
        # Ranks count from 1, indices from 0.
        ranks = self.names is Names.NUMBERS and self.window.by_value
        first = (-self.window.places.start - ranks) % self.every
        return range(first, self.count, self.every)

    def columns(self, ratio: float = 1.0) -> NDIndex:
        """Return the positions at which the columns of pixels begin, and the end of the last.

        ratio: how many columns a logical pixel has.
        """
        first = self.window.first - self.window.places.start
        pixels = int(self.plot.width() * ratio)
        return columns(first, first + self.window.span, pixels, self.count)

    def column_at(self, x: float, edges: NDIndex) -> slice:
        """Return the positions in the column at an x of the plot."""
        k = int((x - self.plot.left()) / self.plot.width() * (edges.size - 1))
        k = min(max(k, 0), edges.size - 2)
        return slice(int(edges[k]), max(int(edges[k + 1]), int(edges[k]) + 1))

    def place_at(self, x: float) -> float:
        """Return the place at an x, fractions of a class included, as a window counts them."""
        return self.window.first + (x - self.plot.left()) / self.slot

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
        """Return the position whose slot holds x, -1 where there is none."""
        if not self.plot.left() <= x < self.plot.right():
            return -1
        return min(max(int((x - self._start) / self.slot), 0), self.count - 1)


@dataclass(frozen=True)
class Metrics:
    """Hold the distances that a layout keeps, in pixels.

    line: the height of a line of names; widest: the width of the longest name; index: of the
    longest index, where every class is named by its own, so that this alone will do.
    counts_up: whether these indices do, as the classes are listed.
    names: how much of the height names that stand upright may take, where they leave the plot
    so many lines.
    """

    left: float
    right: float
    top: float
    bottom: float
    line: float
    widest: float
    index: float | None = None
    counts_up: bool = False
    max_bar: float = MAX_BAR
    names: float = NAMES_SHARE
    plot: float = LEAST_PLOT


def lay_out(
    area: QRectF, count: int, axis: Axis, metrics: Metrics, window: ClassWindow | None = None
) -> BarLayout:
    """Lay a chart out: level names where they fit, turned where not, thinned out where neither.

    window: which of the classes are shown, None for all.
    """
    window = ClassWindow.whole(count) if window is None else window
    width = round(max(area.width() - metrics.left - metrics.right, 1.0))
    slot = width / window.span
    widest = metrics.widest
    if widest + 6 > slot and metrics.index is not None:
        widest = metrics.index
    level = widest + 6 <= slot or slot >= 5.2 * metrics.line
    every = 1 if level else max(1, -int(-metrics.line // slot))
    # Of what counts up, every fifth will do; of what is in any order, as many as there is room for.
    if not level and metrics.counts_up and slot >= DENSE_SLOT and not window.by_value:
        level, every = True, round_step((widest + 6) / slot)
    names = Names.LEVEL if level else Names.NUMBERS if slot < DENSE_SLOT else Names.TURNED
    depth = min(widest + 4, metrics.names * area.height())
    if names is not Names.TURNED:
        depth = metrics.line
    below = metrics.bottom if axis.low >= 0 else metrics.bottom + metrics.line
    # Names that stand upright must not crush the bars; the colours name them too.
    cut = names is Names.TURNED and depth < min(widest, LEAST_NAME * metrics.line)
    crushing = area.height() - metrics.top - below - depth < metrics.plot * metrics.line
    if not level and (cut or crushing):
        names, depth = Names.NONE, 0.0
    if names is Names.NUMBERS:
        every = round_step(NUMBER * metrics.line / slot)
        if every >= window.span:
            # One number alone tells no scale.
            every = round_step(window.span / 2.5)
    # Whole pixels, so that edges are sharp.
    plot = QRectF(
        round(area.left() + metrics.left),
        round(area.top() + metrics.top),
        width,
        round(max(area.height() - metrics.top - depth - below, 1.0)),
    )
    bar = min(slot * BAR_SHARE, metrics.max_bar) if slot > 5 else slot
    return BarLayout(plot, window, axis, slot, bar, names, depth, every)


def round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 … that is not below a number."""
    power = 1
    while power * 10 < least:
        power *= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)
