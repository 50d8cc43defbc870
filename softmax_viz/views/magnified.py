"""Painted parts that are drawn larger where there is much room, as before an audience."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from softmax_viz.views import theme
from softmax_viz.views.theme import Theme

MOST, STEP = 1.6, 0.1


def magnification(room: QSize, needed: QSize) -> float:
    """Return how much larger than usual what needs so much is drawn in a room: 1 to 1.6."""
    fitting = min(room.width() / needed.width(), room.height() / needed.height())
    # In steps, so that not every pixel of a window makes another size of type.
    return min(max(math.floor(fitting / STEP + 1e-9) * STEP, 1.0), MOST)


class Magnified(QWidget):
    """Take its distances and its type from a look of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._magnification = 1.0

    def magnify(self, factor: float) -> None:
        """Draw everything so much larger than usual."""
        if factor != self._magnification:
            self._magnification = factor
            self.updateGeometry()
            self.update()

    def look(self) -> Theme:
        """Return the look that is on, as large as this is drawn."""
        look = theme.current()
        if self._magnification == 1.0:
            return look
        return replace(look, scale=look.scale * self._magnification)
