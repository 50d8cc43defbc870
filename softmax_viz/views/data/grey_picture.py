"""A small grey picture of an example, pixel by pixel, in the ink of the theme."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.views import theme

SIZE = 72
SHADES = 256


class GreyPicture(QWidget):
    """Show a picture: what is largest as ink, what is smallest as paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_picture(self, picture: NDArray[Any], high: float | None = None) -> None:
        """Show a picture, shape (height, width); high is ink, None for the largest number.

        Paper is 0, or the smallest number where there are negative ones.
        """
        self._image = _image(picture, high)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        side = theme.current().px(SIZE)
        return QSize(side, side)

    @property
    def sheet(self) -> QRectF:
        """Return where the picture is: in the middle, as large as there is room for."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every pixel as a square."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        if not self._image.isNull():
            self._image.setColorTable(_shades(look))
            painter.drawImage(self.sheet, self._image)
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawRect(theme.inset(self.sheet, 0.5, 0.5))
        painter.end()


def _shades(look: theme.Theme) -> list[int]:
    paper, ink = look.color("card"), look.color("ink")
    channels = (
        np.rint(np.linspace(start, end, SHADES)).astype(int).tolist()
        for start, end in (
            (paper.red(), ink.red()), (paper.green(), ink.green()), (paper.blue(), ink.blue())
        )
    )  # fmt: skip
    return [0xFF000000 | r << 16 | g << 8 | b for r, g, b in zip(*channels, strict=True)]


def _image(picture: NDArray[Any], high: float | None) -> QImage:
    # A picture may hold any number: infinities are ink or paper, what is no number is paper.
    with np.errstate(all="ignore"):
        grey = picture.astype(np.float64)
        finite = grey[np.isfinite(grey)]
        low = min(0.0, float(finite.min(initial=0)))
        top = float(finite.max(initial=low)) if high is None else high
        largest = max(top, -low) or 1.0
        span = top / largest - low / largest
        parts = np.clip((grey / largest - low / largest) / (span or 1.0), 0, 1)
    pixels = np.rint(np.nan_to_num(parts) * (SHADES - 1)).astype(np.uint8)
    height, width = pixels.shape
    # Copied: Qt does not keep the array alive.
    return QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
