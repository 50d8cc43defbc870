"""A handle that moves every logit at once, and springs back when it is let go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from softmax_viz.core.numbers import entered, parse_number
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.number_field import NumberField, Steps

FIELD_DECIMALS = 3
KEY_PLACE = 0.02


@dataclass(frozen=True)
class Motion:
    """Describe what a handle does.

    apply: from a State and an amount to the next State; neutral: the amount that changes nothing.
    at: the amount at a place of the handle from −1 to 1; steps: the keys of its field.
    """

    apply: Callable[[State, float], State]
    neutral: float
    at: Callable[[float], float]
    steps: Steps


class Spring(QWidget):
    """A knob at rest in the middle of its track.

    pulled: where the knob is, from −1 to 1, and the token of the drag; released: it sprang back.
    """

    pulled = Signal(float, object)
    released = Signal()

    _gestures = count()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = 0.0
        self._gesture: object = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the track."""
        px = theme.current().px
        return QSize(px(90), px(26))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the knob where it is; the pull is counted from the middle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._gesture = ("spring", next(self._gestures))
            self._pull(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the knob."""
        if self._gesture is not None:
            self._pull(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the knob spring back."""
        self.let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pull by Left and Right while the key is held."""
        by = {Qt.Key.Key_Left: -KEY_PLACE, Qt.Key.Key_Right: KEY_PLACE}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        if self._gesture is None:
            self._gesture = ("spring", next(self._gestures))
        self._show(self._place + by)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the knob spring back when the key is let go."""
        if not event.isAutoRepeat():
            self.let_go()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go, since the release of a held key goes elsewhere now."""
        self.let_go()
        super().focusOutEvent(event)

    def _pull(self, x: float) -> None:
        half = self.width() / 2 - theme.current().px(9)
        self._show((x - self.width() / 2) / half)

    def _show(self, place: float) -> None:
        self._place = min(max(place, -1.0), 1.0)
        self.pulled.emit(self._place, self._gesture)
        self.update()

    def let_go(self) -> None:
        """Return to the middle."""
        if self._gesture is not None:
            self._gesture = None
            self._place = 0.0
            self.released.emit()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, its middle and the knob."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, middle, half = self.height() / 2, self.width() / 2, self.width() / 2 - look.px(9)
        painter.setPen(QPen(look.color("line"), look.px(3)))
        painter.drawLine(QPointF(middle - half, y), QPointF(middle + half, y))
        painter.setPen(QPen(look.color("faint"), 1))
        painter.drawLine(QPointF(middle, y - look.px(6)), QPointF(middle, y + look.px(6)))
        painter.setBrush(look.color("card"))
        painter.setPen(QPen(look.color("focus" if self.hasFocus() else "ink"), look.px(2)))
        size = look.px(7)
        painter.drawEllipse(QPointF(middle + self._place * half, y), size, size)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


class Handle(QWidget):
    """Move every logit by dragging, or by an amount typed in and entered.

    edited: the State intended, and its gesture token.
    """

    edited = Signal(object, object)

    def __init__(
        self, caption: str, tip: str, motion: Motion, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._motion = motion
        self._state: State | None = None
        self._base: State | None = None
        self.caption = QLabel(caption)
        self.caption.setProperty("role", "muted")
        self.spring = Spring()
        self.field = NumberField(parse_number, motion.steps)
        self.caption.setBuddy(self.field)
        for part in (self, self.caption, self.spring, self.field):
            part.setToolTip(tip)
        self.spring.setAccessibleName(caption)
        self.field.setAccessibleName(caption)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.caption)
        self._row.addWidget(self.spring, 1)
        self._row.addWidget(self.field)
        self.spring.pulled.connect(self._pull)
        self.spring.released.connect(self._rest)
        self.field.entered.connect(self._enter)
        self._show_amount(motion.neutral)
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Take note of what the next edit starts from."""
        self._state = snapshot.state

    def _pull(self, place: float, gesture: object) -> None:
        if self._state is None:
            return
        if self._base is None:
            self._base = self._state
        amount = self._motion.at(place)
        self._show_amount(amount)
        moved = self._motion.apply(self._base, amount)
        # A sweep may be moving T meanwhile.
        self.edited.emit(moved.with_temperature(self._state.temperature), gesture)

    def _rest(self) -> None:
        self._base = None
        self._show_amount(self._motion.neutral)

    def _enter(self, amount: float, gesture: object) -> None:
        if self._state is not None:
            self.edited.emit(self._motion.apply(self._state, amount), gesture)

    def _show_amount(self, amount: float) -> None:
        self.field.show_value(amount, entered(amount, FIELD_DECIMALS))

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self.caption.setFixedWidth(px(88))
        self.field.setFixedWidth(px(70))
        self._row.setSpacing(px(6))
