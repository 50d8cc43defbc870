"""A scribble that a network of digits is more than 99 % sure of."""

from __future__ import annotations

from functools import cache

from softmax_viz.core.digits.drawing import Drawing, Point, blank

ZIGZAG: tuple[Point, ...] = (
    (3, 26), (7, 6), (10, 26), (14, 4), (17, 27), (21, 5), (24, 28), (28, 6),
)  # fmt: skip


@cache
def scribble() -> Drawing:
    """Return the paper with a zigzag on it, which is no digit."""
    return blank().strokes([ZIGZAG])
