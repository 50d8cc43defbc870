"""Paper to draw a digit on, and what a network sees of it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.describe import predicted
from softmax_viz.core.digits.drawing import BLOCK, BRUSH, RUBBER, SIDE, Drawing, Point, blank
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.lecture.work import DRAWING, Work
from softmax_viz.core.numbers import percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import named, tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.data.grey_picture import GreyPicture
from softmax_viz.views.small_button import small_button
from softmax_viz.views.speech import announce
from softmax_viz.views.wrapped import WrappedLabel

PAPER, LEAST_PAPER, TALL_PAPER, SEEN = 220, 168, 298, 72

HINT = tr_noop("Draw a digit: the network's ten logits follow every stroke.")
ASIDE = tr_noop("Other logits are on the screen. Draw on, and this digit is again.")
SCRIBBLED = tr_noop(
    "{percent} sure that this is a {label}: softmax shares out 1 among ten digits, "
    "and “none of them” is no choice."
)
KEYS = tr_noop(
    "Arrow keys move the pen, with Shift further; Space sets it down or lifts it, "
    "E takes the eraser, Delete clears the paper."
)


class Paper(QWidget):
    """Show a drawing; drawn: another one is intended, with a gesture token for each stroke.

    least, most: the side of the paper where room is scarce, and where it is not, before scaling.
    Without a mouse, the arrow keys move the pen. held: whether a hand is on the paper, so that it
    must stay where it is.
    """

    drawn = Signal(object, object)
    held = Signal(bool)
    eraser_wanted = Signal()

    def __init__(self, least: int = LEAST_PAPER, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self.most = least, PAPER
        self._drawing = blank()
        self._ink = _image(self._drawing)
        self._gesture: object = None
        self._last: Point = (SIDE / 2, SIDE / 2)
        self._button = Qt.MouseButton.NoButton
        self._by_keys = self._pen_is_down = False
        self.erases = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Paper for a digit"))
        self.setToolTip(tr("Draw with the left button, erase with the right one.") + " " + tr(KEYS))

    @property
    def drawing(self) -> Drawing:
        """Return what is on the paper."""
        return self._drawing

    @property
    def is_drawn_on(self) -> bool:
        """Tell whether the pen or the eraser is down."""
        return self._button != Qt.MouseButton.NoButton or self._pen_is_down

    @property
    def takes_keys(self) -> bool:
        """Tell whether the keys move the pen, and not a hand."""
        return self.hasFocus() and self._by_keys

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing."""
        if drawing is not self._drawing:
            self._drawing = drawing
            self._ink = _image(drawing)
            self.update()

    def clear(self) -> None:
        """Intend empty paper, and the pen: there is nothing to erase on it."""
        self._lift()
        if self.erases:
            self.eraser_wanted.emit()
        self.drawn.emit(blank(), None)

    # Pen

    def _set_down(self, spot: Point) -> None:
        self.held.emit(True)
        self._gesture = object()
        self._last = spot
        self._draw_to(spot)

    def _draw_to(self, spot: Point) -> None:
        erase = self.erases or self._button == Qt.MouseButton.RightButton
        drawing = self._drawing.line(self._last, spot, erase)
        self._last = spot
        self.drawn.emit(drawing, self._gesture)

    def _lift(self) -> None:
        self._button = Qt.MouseButton.NoButton
        self._pen_is_down = False
        self.update()

    def _let_go(self) -> None:
        if not self.is_drawn_on:
            self.held.emit(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the pen down with the left button, the eraser with the right one."""
        buttons = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
        if self._button == Qt.MouseButton.NoButton and event.button() in buttons:
            self._lift()
            self._by_keys = False
            self._button = event.button()
            self._set_down(self._spot(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        if self._button != Qt.MouseButton.NoButton:
            self._draw_to(self._spot(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        if event.button() == self._button:
            self._lift()
            if not self.rect().contains(event.position().toPoint()):
                self._let_go()

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the paper between two strokes, not while one is drawn."""
        super().leaveEvent(event)
        self._let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the pen, set it down, lift it, take the eraser, clear."""
        key = Qt.Key(event.key())
        move = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }.get(key)  # fmt: skip
        if event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
        elif move is not None:
            self._move_pen(move, 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._turn_pen()
        elif key == Qt.Key.Key_E:
            self.eraser_wanted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif key == Qt.Key.Key_Escape and self._pen_is_down:
            self._turn_pen()
        else:
            super().keyPressEvent(event)

    def _move_pen(self, move: tuple[int, int], cells: int) -> None:
        self._by_keys = True
        x, y = (
            min(max(place + cells * by, 0.5), SIDE - 0.5)
            for place, by in zip(self._last, move, strict=True)
        )
        if self._pen_is_down:
            self._draw_to((x, y))
        self._last = x, y
        self.setAccessibleDescription(
            tr("Column {x}, row {y} of {side}").format(x=int(x) + 1, y=int(y) + 1, side=SIDE)
        )
        self.update()

    def _turn_pen(self) -> None:
        self._by_keys = True
        if self._pen_is_down:
            self._lift()
        else:
            self._pen_is_down = True
            self._set_down(self._last)
        announce(self, tr("Pen down") if self._pen_is_down else tr("Pen up"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the pen where the keyboard arrives."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._by_keys = event.reason() in reasons
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the pen."""
        super().focusOutEvent(event)
        self._lift()
        self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lift the pen."""
        super().hideEvent(event)
        self._lift()
        self._let_go()

    # Geometry and painting

    @property
    def sheet(self) -> QRectF:
        """Return the square of the paper."""
        side = min(self.width(), self.height())
        return QRectF(0, 0, side, side)

    def _spot(self, position: QPointF) -> Point:
        scale = SIDE / max(self.sheet.width(), 1)
        return position.x() * scale, position.y() * scale

    def sizeHint(self) -> QSize:
        """Return room for a hand."""
        side = theme.current().px(self.most)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for a hand."""
        side = theme.current().px(self._least)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper, the ink, and the pen that the keys move."""
        look, sheet = theme.current(), self.sheet
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.fillRect(sheet, look.color("window"))
        cell = sheet.width() / SIDE
        self._ink.setColor(1, look.color("ink").rgba())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawImage(sheet, self._ink)
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawRect(theme.inset(sheet, 0.5, 0.5))
        # A hand needs no ring, which an audience would take for a part of the paper.
        if self.takes_keys:
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(theme.inset(sheet, 1, 1))
            self._paint_pen(painter, cell)
        painter.end()

    def _paint_pen(self, painter: QPainter, cell: float) -> None:
        look = theme.current()
        radius = (RUBBER if self.erases else BRUSH) * cell
        spot = QPointF(self._last[0] * cell, self._last[1] * cell)
        painter.setPen(QPen(look.color("card"), 4))
        painter.drawEllipse(spot, radius, radius)
        style = Qt.PenStyle.SolidLine if self._pen_is_down else Qt.PenStyle.DotLine
        painter.setPen(QPen(look.color("focus"), 2, style))
        painter.drawEllipse(spot, radius, radius)


class DigitPad(QWidget):
    """Let a person draw a digit; drawn: the Drawing intended, and its gesture token.

    least: the side of the paper where room is scarce, before scaling.
    held: whether a hand is at work here, so that nothing must move: the eraser would else be gone
    from where a hand that comes from the paper finds it.
    """

    drawn = Signal(object, object)
    held = Signal(bool)

    def __init__(self, least: int = LEAST_PAPER, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_on_screen = self._is_tall = False
        self.paper = Paper(least)
        self.seen = GreyPicture()
        self.seen.setAccessibleName(tr("What the network sees"))
        self.seen.setToolTip(
            tr("What the network sees: the ink set upright, scaled to the height of the picture, "
               "and counted in 8 × 8 blocks of 4 × 4 cells.")
        )  # fmt: skip
        self.caption = QLabel(tr("Seen as"))
        self.caption.setProperty("role", "muted")
        self.eraser = small_button(tr("Eraser"), tr("Erase (E, or the right button)"))
        self.eraser.setCheckable(True)
        self.clear_button = small_button(tr("Clear"), tr("Clear the paper (Delete)"))
        self.scribble_button = small_button(
            tr("See it be sure of nonsense"), tr("Put a scribble on the paper")
        )
        for button in (self.eraser, self.clear_button, self.scribble_button):
            # A click leaves the keys to the paper, and no ring where an audience looks.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.note = WrappedLabel(tr(HINT), _scribbled(math.nextafter(1.0, 0.0), "0"))
        self._lay_out()
        self.paper.drawn.connect(self.drawn)
        self.paper.held.connect(self._hold)
        self.paper.eraser_wanted.connect(self.eraser.toggle)
        self.eraser.toggled.connect(self._erase)
        self.clear_button.clicked.connect(self.paper.clear)
        self.scribble_button.clicked.connect(self._scribble)
        self._show_drawing(blank())

    def _lay_out(self) -> None:
        self._tools = QVBoxLayout()
        for part in (self.caption, self.seen, self.eraser, self.clear_button):
            self._tools.addWidget(part)
        self._tools.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.paper, 1)
        self._row.addLayout(self._tools)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(self._row)
        self._box.addWidget(self.scribble_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addWidget(self.note)
        self._box.addStretch(1)

    def set_tall(self, tall: bool) -> None:
        """Give the paper the whole width, with the tools below it, or put them beside it."""
        if tall == self._is_tall:
            return
        self._is_tall = tall
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if tall else across)
        self._tools.setDirection(across if tall else down)
        self.paper.most = TALL_PAPER if tall else PAPER
        self._fit_paper()

    def _fit_paper(self) -> None:
        side = theme.current().px(self.paper.most)
        self.paper.setMaximumSize(side, side)
        self.paper.updateGeometry()

    def render_work(self, work: Work) -> None:
        """Show the drawing of a work, empty paper where there is none."""
        self._is_on_screen = work.source == DRAWING
        drawing = work.drawing or blank()
        if drawing is not self.paper.drawing:
            self._show_drawing(drawing)

    def _show_drawing(self, drawing: Drawing) -> None:
        self.paper.show_drawing(drawing)
        self.seen.show_picture(drawing.picture, BLOCK**2)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Say what to notice of a scribble, and to a screen reader what is predicted."""
        self.seen.setAccessibleDescription(predicted(snapshot) if self._is_on_screen else "")
        is_aside = not self._is_on_screen and bool(self.paper.drawing.ink.any())
        note, found = tr(ASIDE if is_aside else HINT), snapshot.prediction
        told = self._is_on_screen and not found.reason and not snapshot.prediction_is_covered
        if told and self.paper.drawing == scribble():
            label = named(snapshot.state.labels[found.index])
            note = _scribbled(found.probability, label)
        self.note.say(note)

    def _hold(self, held: bool) -> None:
        if held or not (self.isVisible() and self.underMouse()):
            self.held.emit(held)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go where a hand leaves."""
        super().leaveEvent(event)
        if not self.paper.is_drawn_on:
            self.held.emit(False)

    def _erase(self, erases: bool) -> None:
        self.paper.erases = erases
        self.paper.update()

    def _scribble(self) -> None:
        self.drawn.emit(scribble(), None)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(5))
        self._row.setSpacing(px(10))
        self._tools.setSpacing(px(5))
        self.seen.setFixedSize(px(SEEN), px(SEEN))
        for button in (self.eraser, self.clear_button):
            button.setFixedSize(px(SEEN), px(24))
        self.scribble_button.setFixedHeight(px(24))
        self._fit_paper()
        self.note.fit()


def _scribbled(probability: float, label: str) -> str:
    return tr(SCRIBBLED).format(percent=percent(probability), label=label)


def _image(drawing: Drawing) -> QImage:
    """Return the ink as an image of two colours: nothing, and what the theme has for ink."""
    pixels = drawing.ink.tobytes()
    image = QImage(pixels, SIDE, SIDE, SIDE, QImage.Format.Format_Indexed8)
    image.setColorTable([0, 0xFF000000])
    # Copied: Qt does not keep the bytes alive.
    return image.copy()
