"""Icons and formulas: drawings from resources/, recoloured to the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from softmax_viz.resources import resource

ICON_RENDERINGS = 2.0


@lru_cache(maxsize=128)
def renderer(name: str, color: str) -> QSvgRenderer:
    """Return the drawing of that name with its black replaced by a colour."""
    source = resource(f"{name}.svg").read_text(encoding="utf-8")
    drawn = QSvgRenderer(QByteArray(source.replace("#000", color).encode()))
    drawn.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return drawn


def size(name: str) -> QSizeF:
    """Return a drawing's own size, in its own units."""
    return renderer(name, "#000").viewBoxF().size()


@lru_cache(maxsize=128)
def icon(name: str, color: str, pixels: int) -> QIcon:
    """Return an icon; painted here, since Qt's SVG icon plugin may be absent."""
    pixmap = QPixmap(round(pixels * ICON_RENDERINGS), round(pixels * ICON_RENDERINGS))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    renderer(f"icons/{name}", color).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ICON_RENDERINGS)
    return QIcon(pixmap)
