"""A digit drawn by hand, as a network of digits sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SIDE = 32
DIGITS = tuple(str(digit) for digit in range(10))

# In cells of the paper. With this brush drawn digits have about the ink of those it learned from.
BRUSH, RUBBER = 1.8, 2.6

BLOCKS, BLOCK = 8, 4
# Digits were made upright, as high as the picture and some 22 of its 32 columns wide. A width is
# taken half of the way there: a 1 stays narrow. What is tiny stays small, or a dot would fill all.
USUAL_WIDTH, MOST_WIDTH, MOST_SLANT, MOST_SCALE = 22.0, 28.0, 0.5, 2.5
# Points by which a cell is told, each way.
POINTS = 4

Point = tuple[float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """Hold ink on paper: read-only bool, shape (32, 32), rows from the top."""

    ink: NDArray[np.bool_]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Drawing):
            return NotImplemented
        return bool(np.array_equal(self.ink, other.ink))

    def __hash__(self) -> int:
        return hash(self.ink.tobytes())

    @property
    def is_blank(self) -> bool:
        """Tell whether there is no ink at all."""
        return not self.ink.any()

    def line(self, start: Point, end: Point, erase: bool = False) -> Drawing:
        """Draw a line with a round brush, or erase along it.

        start, end: x from the left and y from the top, from 0 to 32; they may lie outside.
        """
        touched = _distances(start, end) <= (RUBBER if erase else BRUSH)
        ink = self.ink & ~touched if erase else self.ink | touched
        ink.flags.writeable = False
        return Drawing(ink)

    def strokes(self, strokes: Sequence[Sequence[Point]]) -> Drawing:
        """Draw lines from point to point, each stroke anew."""
        drawing = self
        for stroke in strokes:
            for start, end in pairwise(stroke):
                drawing = drawing.line(start, end)
        return drawing

    @property
    def picture(self) -> NDArray[np.uint8]:
        """Return what the network sees: shape (8, 8), from 0 (paper) to 16 (ink).

        As the data of the network were made (Alpaydin and Kaynak, 1998): the ink is set upright,
        scaled and centred, then counted in blocks of 4 × 4.
        """
        if self.is_blank:
            return np.zeros((BLOCKS, BLOCKS), np.uint8)
        x, y = _upright(*_points(self.ink))
        width, height = float(np.ptp(x)) + 1 / POINTS, float(np.ptp(y)) + 1 / POINTS
        tall = min(SIDE / height, MOST_SCALE)
        wide = min((USUAL_WIDTH * width * tall) ** 0.5, MOST_WIDTH) / width
        edges = np.linspace(-SIDE / 2, SIDE / 2, BLOCKS + 1)
        counts, _, _ = np.histogram2d(_centred(y) * tall, _centred(x) * wide, [edges, edges])
        inked = counts * (tall * wide / POINTS**2)
        picture: NDArray[np.uint8] = np.rint(np.minimum(inked, BLOCK**2)).astype(np.uint8)
        return picture


@cache
def blank() -> Drawing:
    """Return empty paper."""
    ink = np.zeros((SIDE, SIDE), np.bool_)
    ink.flags.writeable = False
    return Drawing(ink)


def _distances(start: Point, end: Point) -> NDArray[np.float64]:
    """Return how far the middle of each cell is from a line, shape (32, 32)."""
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    along = np.subtract(end, start)
    x, y = columns - start[0], rows - start[1]
    length = float(along @ along)
    part = np.clip((x * along[0] + y * along[1]) / length, 0, 1) if length else 0.0
    distances: NDArray[np.float64] = np.hypot(x - part * along[0], y - part * along[1])
    return distances


def _points(ink: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y of the points by which the ink is told."""
    fine = np.kron(ink, np.ones((POINTS, POINTS), np.bool_))
    rows, columns = np.nonzero(fine)
    return (columns + 0.5) / POINTS, (rows + 0.5) / POINTS


def _upright(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shear the ink so that it no longer leans to a side."""
    around = y - y.mean()
    slant = float((around * (x - x.mean())).mean() / np.square(around).mean())
    return x - min(max(slant, -MOST_SLANT), MOST_SLANT) * around, y


def _centred(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centred: NDArray[np.float64] = values - (values.min() + values.max()) / 2
    return centred
