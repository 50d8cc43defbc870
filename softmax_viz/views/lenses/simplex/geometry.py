"""Where the triangle lies in its widget: pure geometry, in logical pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from softmax_viz.core import simplex
from softmax_viz.core.errorfree import Array
from softmax_viz.core.state import Vector

HEIGHT = math.sqrt(3) / 2
EDGE = 9.0


@dataclass(frozen=True)
class Triangle:
    """Hold the picture's frame and the triangle in it: its lower left corner, and its side."""

    frame: QRectF
    left: float
    bottom: float
    side: float

    @classmethod
    def fitted(cls, frame: QRectF, above: float, below: float) -> Triangle:
        """Fit the largest triangle into a frame, with room above and below for names."""
        high = max(frame.height() - above - below, 10.0)
        side = max(min(high / HEIGHT, frame.width() * 0.6), 10.0)
        top = frame.top() + above + (high - side * HEIGHT) / 2
        return cls(frame, frame.center().x() - side / 2, top + side * HEIGHT, side)

    def point(self, p: Vector) -> QPointF:
        """Return the pixel of finite barycentric coordinates."""
        return self.at(simplex.to_plane(p))

    def at(self, xy: Array) -> QPointF:
        """Return the pixel of a finite point of the plane."""
        return QPointF(self.left + float(xy[0]) * self.side, self.bottom - float(xy[1]) * self.side)

    def line(self, ps: Array) -> QPolygonF:
        """Return the pixels of many barycentric coordinates, shape (n, 3)."""
        return QPolygonF([self.at(xy) for xy in simplex.to_plane(ps)])

    def shares(self, pixel: QPointF) -> Array:
        """Return the barycentric coordinates below a pixel."""
        xy = ((pixel.x() - self.left) / self.side, (self.bottom - pixel.y()) / self.side)
        return simplex.from_plane(xy)

    def region(self, corner: int) -> QPolygonF:
        """Return the region in which a class has the largest share."""
        return self.line(simplex.region(corner))

    def mark(self, p: Vector) -> tuple[QPointF, float] | None:
        """Return where to draw a point outside: itself, or where the way to it leaves the frame.

        The second entry is the direction of the way in radians, NaN if the point is in the frame.
        None where the point is not finite.
        """
        xy = simplex.to_plane(p)
        if not np.isfinite(xy).all():
            return None
        room = self.frame.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        middle = self.point(np.full(3, 1 / 3))
        # Scaled before it becomes pixels, as it may be as large as a float can be.
        way = xy - simplex.to_plane(np.full(3, 1 / 3))
        longest = max(float(np.max(np.abs(way))), 1.0)
        dx, dy = float(way[0] / longest) * self.side, -float(way[1] / longest) * self.side
        reach = min(
            ((room.right() if dx > 0 else room.left()) - middle.x()) / dx if dx else math.inf,
            ((room.bottom() if dy > 0 else room.top()) - middle.y()) / dy if dy else math.inf,
        )
        if reach >= longest:
            return QPointF(middle.x() + dx * longest, middle.y() + dy * longest), math.nan
        reach = max(reach, 0.0)
        return QPointF(middle.x() + dx * reach, middle.y() + dy * reach), math.atan2(dy, dx)
