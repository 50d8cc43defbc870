"""A choice of one among a few, side by side: one stop for Tab, moved by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.views import theme
from softmax_viz.views.speech import announce
from softmax_viz.views.tooltip import show_tooltip

TEXT = 13
HEIGHT = 26


class Segmented(QWidget):
    """Show a few choices, in rows of so many columns; chosen: the key of the one taken."""

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: tuple[tuple[str, str, str], ...], columns: int = 0
    ) -> None:
        """Take the accessible name, and for each choice its key, its text and its tooltip."""
        super().__init__()
        self._choices = choices
        self._columns = columns or len(choices)
        self._index = 0
        self._over = -1
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._describe()

    @property
    def key(self) -> str:
        """Return the key of the choice that is on."""
        return self._choices[self._index][0]

    def choose(self, key: str) -> None:
        """Take a choice by its key, and tell of it if it is another."""
        index = [choice[0] for choice in self._choices].index(key)
        if index != self._index:
            self._index = index
            self._describe()
            self.update()
            self.chosen.emit(key)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._choices[self._index][1])

    def sizeHint(self) -> QSize:
        """Return room for the texts, all of the same width."""
        look = theme.current()
        metrics = QFontMetricsF(look.font(TEXT, 600))
        widest = max(metrics.horizontalAdvance(text) for _, text, _ in self._choices)
        rows = -(-len(self._choices) // self._columns)
        width = self._columns * (round(widest) + look.px(18))
        return QSize(width, rows * look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a choice is never cut."""
        return self.sizeHint()

    def rect_of(self, index: int) -> QRectF:
        """Return where a choice stands."""
        rows = -(-len(self._choices) // self._columns)
        width, height = self.width() / self._columns, self.height() / rows
        row, column = divmod(index, self._columns)
        return QRectF(column * width, row * height, width, height)

    def _at(self, spot: QPointF) -> int:
        for index in range(len(self._choices)):
            if self.rect_of(index).contains(spot):
                return index
        return -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the choice that is on as a raised field, and the texts."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("card"))
        radius = look.px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("note_ground"))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        on = theme.inset(self.rect_of(self._index), look.px(2), look.px(2))
        if self.isEnabled():
            painter.setPen(QPen(look.color("line"), 1))
            painter.setBrush(look.color("card"))
            painter.drawRoundedRect(on, radius - 2, radius - 2)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), radius, radius)
        for index, (_, text, _) in enumerate(self._choices):
            chosen = index == self._index and self.isEnabled()
            painter.setFont(look.font(TEXT, 600 if chosen else 400))
            role = "ink" if chosen or index == self._over else "muted"
            painter.setPen(look.color(role if self.isEnabled() else "faint"))
            painter.drawText(self.rect_of(index), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the choice below the pointer."""
        index = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.choose(self._choices[index][0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would take."""
        over = self._at(event.position())
        if over != self._over:
            self._over = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._over = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the next choice by Right or Down, the one before by Left or Up."""
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -self._columns % len(self._choices),
            Qt.Key.Key_Right: 1, Qt.Key.Key_Down: self._columns % len(self._choices),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is None:
            super().keyPressEvent(event)
            return
        # In a single row, up and down do as left and right.
        step = step or (-1 if event.key() == Qt.Key.Key_Up else 1)
        _, text, _ = choice = self._choices[(self._index + step) % len(self._choices)]
        self.choose(choice[0])
        announce(self, text)

    def event(self, event: QEvent) -> bool:
        """Explain the choice below the pointer; what is disabled has a tooltip of its own."""
        if (
            event.type() == QEvent.Type.ToolTip
            and isinstance(event, QHelpEvent)
            and not self.toolTip()
        ):
            index = self._at(QPointF(event.pos()))
            if index < 0:
                QToolTip.hideText()
            else:
                show_tooltip(event.globalPos(), self._choices[index][2], self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme, and being enabled or not."""
        self.updateGeometry()
        self.update()
        super().changeEvent(event)
