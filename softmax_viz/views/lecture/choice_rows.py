"""How the choices of a question share the width: one row, else two, more where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetricsF

from softmax_viz.views import theme
from softmax_viz.views.lecture.bare import bare_size

MOST_IN_A_ROW = 5
NARROWEST, WIDEST = 120, 360
WIDEST_BARE = 700
# The number and the edges beside a text, in letters of its size.
AROUND = 4.2


@dataclass(frozen=True)
class ChoiceRows:
    """Hold the room: its width and the gap between choices in pixels; bare: for an audience."""

    width: float
    gap: float
    bare: bool

    def columns(self, texts: Sequence[str]) -> int:
        """Return how many choices with these texts stand in a row."""
        count = max(len(texts), 1)
        size = bare_size(26, 17, self.width) if self.bare else 15
        metrics = QFontMetricsF(theme.current().font(size, 600))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        widest += AROUND * size * theme.current().scale
        for rows in (1, 2):
            columns = -(-count // rows)
            if columns <= MOST_IN_A_ROW and self.column(columns) >= widest:
                return columns
        columns = count if count <= 3 else -(-count // 2)
        while columns > 1 and self.column(columns) < theme.current().px(NARROWEST):
            columns -= 1
        return columns

    def column(self, columns: int) -> float:
        """Return the width of a choice in pixels."""
        widest = bare_size(WIDEST_BARE, WIDEST, self.width) if self.bare else WIDEST
        room = (self.width - (columns - 1) * self.gap) / columns
        return min(room, theme.current().px(widest))
