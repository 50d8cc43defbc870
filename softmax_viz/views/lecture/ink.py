"""The colours of classes, dark or light enough to write with."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

CONTRAST = 4.5


def readable(color: QColor, ground: QColor) -> QColor:
    """Return a colour moved away from its ground until text in it keeps a contrast of 4.5."""
    return QColor(_readable(color.name(), ground.name()))


@lru_cache(maxsize=128)
def _readable(name: str, ground_name: str) -> str:
    color, ground = QColor(name), QColor(ground_name)
    target = QColor("black" if _luminance(ground) > 0.5 else "white")
    for percent in range(0, 101, 4):
        mixed = _mixed(color, target, percent / 100)
        if contrast(mixed, ground) >= CONTRAST:
            break
    return mixed.name()


def contrast(a: QColor, b: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4)

    r, g, b = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _mixed(color: QColor, other: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        color.redF() + share * (other.redF() - color.redF()),
        color.greenF() + share * (other.greenF() - color.greenF()),
        color.blueF() + share * (other.blueF() - color.blueF()),
    )
