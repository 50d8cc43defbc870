"""How wide a text is, measured once for all the numbers that it may hold."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from softmax_viz.views.theme import Theme

# Digits are of equal width, so that few texts need be measured.
DIGITS_TO_ZERO = str.maketrans("123456789", "0" * 9)


def text_width(text: str, look: Theme, size: float, weight: int = 400) -> float:
    """Return the width of the longest line of a text, at a size in pixels before scaling."""
    return _measured(text.translate(DIGITS_TO_ZERO), look, size, weight)


@lru_cache(maxsize=4096)
def _measured(text: str, look: Theme, size: float, weight: int) -> float:
    metrics = QFontMetricsF(look.font(size, weight))
    return max(map(metrics.horizontalAdvance, text.split("\n")))
