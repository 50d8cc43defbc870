"""Yes or no for each class: the multi-label reading of the sigmoid."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter

from softmax_viz.core.curves import decisions
from softmax_viz.core.largest import largest
from softmax_viz.core.numbers import counted, displayed
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import TEXT, paint_dot, write_line, write_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.theme import Theme


class DecisionList(ClassCanvas):
    """List the classes with their sigmoid, and whether it reaches the threshold."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._threshold = 0.5
        self._rows: tuple[int, ...] = ()
        self.setAccessibleName(tr("Classes that reach the threshold"))

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        px = theme.current().px
        return QSize(px(200), px(60))

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()

    def render_snapshot(self, snapshot: Snapshot, threshold: float) -> None:
        """Show a snapshot."""
        self._snapshot, self._threshold = snapshot, threshold
        self.update()

    def _line(self) -> float:
        return QFontMetricsF(theme.current().font(TEXT)).height() + theme.current().px(2)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw as many rows as there is room for."""
        if self._snapshot is None:
            return
        px = look.px
        state, line = self._snapshot.state, self._line()
        room = max(int(self.height() / line), 1)
        fitting = state.count <= room
        self._rows = largest(state.logits, room if fitting else max(room - 1, 1))
        sigmoids = self._snapshot.output("sigmoid").values
        yes = decisions(sigmoids, self._threshold)
        for row, index in enumerate(self._rows):
            value, y = float(sigmoids[index]), row * line
            active = index == self.active
            if active:
                painter.fillRect(QRectF(0, y, self.width(), line), look.color("accent_ground"))
            dot = QRectF(0, y, px(14), line).center()
            paint_dot(painter, dot, look.class_color(state.colors[index]))
            word = tr("✓ yes") if yes[index] else tr("✕ no")
            role = "good_ink" if yes[index] else "bad_ink"
            if math.isnan(value):
                word, role = tr("– undefined"), "muted"
            width = self.width()
            value_text = displayed(value, state.decimals)
            painter.setFont(look.font(TEXT))
            value_width = QFontMetricsF(painter.font()).horizontalAdvance(value_text)
            word_left = width - px(78 if math.isnan(value) else 48)
            value_left = width - px(56) - value_width
            if math.isnan(value):
                value_left = word_left
                value_text = ""
            write_name(
                painter, QRectF(px(18), y, value_left - px(24), line), state.labels[index], "ink"
            )
            write_line(painter, QRectF(value_left, y, value_width + 2, line), value_text, "ink")
            write_line(
                painter, QRectF(word_left, y, width - word_left, line), word, role, TEXT, 600
            )
        if not fitting:
            text = tr("{n} of {count}; yes: {yes}").format(
                n=len(self._rows),
                count=counted(state.count),
                yes=counted(int(np.count_nonzero(yes))),
            )
            rest = QRectF(px(2), len(self._rows) * line, self.width() - px(2), line)
            write_line(painter, rest, text, "muted")

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose row is at a height, -1 for none."""
        row = int(y / self._line())
        return self._rows[row] if 0 <= row < len(self._rows) else -1

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)
