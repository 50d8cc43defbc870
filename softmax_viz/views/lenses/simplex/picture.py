"""The triangle, its four points, and the table beside it: one painted widget."""

from __future__ import annotations

import math
from itertools import count

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from softmax_viz.core import simplex
from softmax_viz.core.describe import class_details
from softmax_viz.core.errorfree import Array
from softmax_viz.core.numbers import counted, displayed
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import Vector
from softmax_viz.core.verdicts import undefined_logits
from softmax_viz.text import named, tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.lenses.simplex.geometry import Triangle
from softmax_viz.views.lenses.simplex.marks import DIAMOND, DOT, RING, SQUARE, paint_mark
from softmax_viz.views.lenses.simplex.share_table import Corner, ShareTable, corner_at
from softmax_viz.views.theme import Theme

NAME_TEXT = 13
LEAST_WIDTH, LEAST_HEIGHT = 400, 140
# In less width, the table stands below the triangle.
SIDE_BY_SIDE, HIGH_HEIGHT = 560, 320
KEY_STEP = 0.01
HOW_TO = tr_noop("Drag the dot, or move it by the arrow keys: the logits follow.")
TINT, TINT_ACTIVE = 0.14, 0.34

Three = tuple[int, int, int]


class Picture(ClassCanvas):
    """Show three classes' distributions as points of a triangle; let the softmax be dragged.

    edited: the State intended, and its gesture token.
    """

    edited = Signal(object, object)

    _gestures = count()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._classes: Three = (0, 1, 2)
        self._points: simplex.Points | None = None
        self._path: Array = np.zeros((0, 3))
        self._path_of = b""
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self._gesture: object = None
        self._mean = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Simplex"))
        self.setToolTip(tr(HOW_TO))

    def minimumSizeHint(self) -> QSize:
        """Return room for the triangle and the table, as they stand."""
        px = theme.current().px
        return QSize(px(LEAST_WIDTH), px(LEAST_HEIGHT if self._is_wide else HIGH_HEIGHT))

    @property
    def _is_wide(self) -> bool:
        return self.width() >= theme.current().px(SIDE_BY_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the triangle and the table need now."""
        super().resizeEvent(event)
        self.updateGeometry()

    def show_classes(self, snapshot: Snapshot, classes: Three) -> None:
        """Show three classes of a snapshot."""
        self._snapshot, self._classes = snapshot, classes
        z = self._logits()
        self._points = simplex.points(z, snapshot.state.temperature)
        if z.tobytes() != self._path_of:
            self._path, self._path_of = simplex.path(z), z.tobytes()
        self.update()

    def show_nothing(self, snapshot: Snapshot) -> None:
        """Say that three classes are needed."""
        self._snapshot, self._points = snapshot, None
        self.update()

    def _logits(self) -> Vector:
        assert self._snapshot is not None
        return self._snapshot.state.logits[list(self._classes)]

    @property
    def points(self) -> simplex.Points | None:
        """Return the four points shown, None where there are fewer than three classes."""
        return self._points

    def _draggable(self) -> bool:
        return (
            self._snapshot is not None
            and self._points is not None
            and simplex.draggable(self._logits(), self._snapshot.state.temperature)
        )

    def triangle(self) -> Triangle:
        """Return where the triangle lies."""
        look = theme.current()
        line = QFontMetricsF(look.font(NAME_TEXT)).height()
        if self._is_wide:
            width = min(self.width() * 0.46, self.height() * 2.6)
            frame = QRectF(0, 0, max(width, 40.0), self.height())
        else:
            frame = QRectF(0, 0, self.width(), self.height() / 2)
        return Triangle.fitted(frame, line + look.px(6), line + look.px(4))

    def _table_area(self) -> QRectF:
        frame, gap, whole = self.triangle().frame, theme.current().px(16), QRectF(self.rect())
        if self._is_wide:
            return whole.adjusted(frame.right() + gap, 0, 0, 0)
        return whole.adjusted(0, frame.bottom(), 0, 0)

    def sentence(self) -> str:
        """Say what is shown, or why nothing can be."""
        snapshot = self._snapshot
        if snapshot is None or self._points is None:
            return tr("A simplex that can be drawn needs three classes: add some.")
        if np.isnan(self._points.softmax).any():
            reason = undefined_logits(snapshot.state) or tr("none of the three can be drawn")
            return tr("Softmax is undefined: {reason}.").format(reason=reason)
        if not self._draggable():
            return tr("The dot can be dragged where the logits are finite and 0 < T < ∞.")
        if snapshot.state.count > 3:
            return tr("Given one of these three of {n}: their shares, divided by {mass}.").format(
                n=counted(snapshot.state.count), mass=displayed(self._mass(), self._decimals)
            )
        return tr("Drag the dot, or move it by the arrow keys: the logits become T·log p.")

    def _mass(self) -> float:
        assert self._snapshot is not None
        return simplex.mass(self._snapshot.output("softmax").values, self._classes)

    @property
    def _decimals(self) -> int:
        return self._snapshot.state.decimals if self._snapshot is not None else 3

    def rows(self) -> tuple[tuple[str, str, Vector], ...]:
        """Return the table: the mark, the name and the coordinates of each point."""
        if self._points is None:
            return ()
        return (
            (DOT, tr("softmax"), self._points.softmax),
            (SQUARE, tr("argmax"), self._points.argmax),
            (DIAMOND, tr("divide by the sum"), self._points.sum_normalized),
            (RING, tr("sigmoid / its sum"), self._points.sigmoid),
        )

    def names(self) -> list[str]:
        """Return the names of the three classes."""
        assert self._snapshot is not None
        return [named(self._snapshot.state.labels[i]) for i in self._classes]

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw everything."""
        if self._points is None:
            painter.setFont(look.font())
            painter.setPen(look.color("muted"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.sentence(),
            )  # fmt: skip
            return
        triangle = self.triangle()
        painter.drawPixmap(0, 0, self._paint_ground(triangle))
        self._paint_points(painter, triangle)
        self._table().paint(painter, self._table_area(), self._dot())

    def _dot(self) -> QColor:
        return theme.current().color("focus" if self.hasFocus() else "ink")

    def _table(self) -> ShareTable:
        corners = tuple(
            Corner(name, self._color(corner), self._classes[corner] == self.active)
            for corner, name in enumerate(self.names())
        )
        return ShareTable(corners, self.rows(), self._decimals, self.sentence())

    def _color(self, corner: int) -> QColor:
        assert self._snapshot is not None
        return theme.current().class_color(self._snapshot.state.colors[self._classes[corner]])

    def _paint_ground(self, triangle: Triangle) -> QPixmap:
        """Return what stays while T changes, drawn anew only when it must be."""
        assert self._snapshot is not None
        ratio, state = self.devicePixelRatioF(), self._snapshot.state
        made_of = (
            self._path_of, self._classes, self.active, theme.current(), ratio, self.size(),
            [(state.labels[i], state.colors[i]) for i in self._classes],
        )  # fmt: skip
        if made_of != self._ground_of:
            size = QSize(round(triangle.frame.width()), self.height())
            self._ground = QPixmap(size * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(theme.current().color("card"))
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_triangle(painter, triangle)
            painter.end()
            self._ground_of = made_of
        return self._ground

    def _paint_triangle(self, painter: QPainter, triangle: Triangle) -> None:
        look = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        for corner in range(3):
            tint = QColor(self._color(corner))
            active = self._classes[corner] == self.active
            tint.setAlphaF(TINT_ACTIVE if active else TINT)
            painter.setBrush(tint)
            painter.drawPolygon(triangle.region(corner))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("muted"), 1.2))
        painter.drawPolygon(triangle.line(np.eye(3)))
        self._paint_names(painter, triangle)
        if not np.isfinite(self._path).all():
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("ink"), look.px(1.5), Qt.PenStyle.DotLine))
        painter.drawPolyline(triangle.line(self._path))

    def _paint_names(self, painter: QPainter, triangle: Triangle) -> None:
        look, align = theme.current(), Qt.AlignmentFlag
        for corner, name in enumerate(self.names()):
            active = self._classes[corner] == self.active
            painter.setFont(look.font(NAME_TEXT, 700 if active else 500))
            metrics = QFontMetricsF(painter.font())
            at = triangle.point(np.eye(3)[corner])
            chip = look.px(10)
            frame = triangle.frame
            beside = (frame.width() - triangle.side) / 2 - look.px(10) - chip * 2.5
            # Beside the corners, so that above and below is room for what lies outside.
            away, middle = look.px(12), frame.center().x()
            left, top = at.x() + away, at.y() - metrics.height() / 2
            room = beside if corner < 2 else beside + triangle.side / 2
            below = corner < 2 and metrics.horizontalAdvance(name) > beside
            if below:
                room = frame.width() / 2 - away - chip * 1.6
            text = elided_name(name, metrics, room)
            width = metrics.horizontalAdvance(text) + chip * 1.6
            if corner == 0:
                left -= width + 2 * away
            if below:
                top = at.y() + look.px(4)
                lefts = (frame.left(), middle - width), (middle, frame.right() - width)
                least, most = lefts[corner]
                left = min(max(at.x() - width / 2, least), most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color(corner))
            painter.drawRoundedRect(
                QRectF(left, top + (metrics.height() - chip) / 2, chip, chip), 2, 2
            )
            painter.setPen(look.color("ink"))
            painter.drawText(
                QRectF(left + chip * 1.6, top, width, metrics.height()),
                align.AlignLeft | align.AlignVCenter, text,
            )  # fmt: skip

    def _paint_points(self, painter: QPainter, triangle: Triangle) -> None:
        assert self._points is not None
        for mark, _, p in reversed(self.rows()):
            if mark == DIAMOND:
                self._paint_outside(painter, triangle, p)
            elif np.isfinite(p).all():
                paint_mark(painter, mark, triangle.point(p), self._dot())

    def _paint_outside(self, painter: QPainter, triangle: Triangle, p: Vector) -> None:
        look = theme.current()
        found = triangle.mark(p)
        if found is None:
            return
        at, direction = found
        if math.isnan(direction):
            paint_mark(painter, DIAMOND, at, self._dot())
            return
        size = look.px(8)
        painter.save()
        painter.translate(at)
        painter.rotate(math.degrees(direction))
        painter.setPen(QPen(look.color("card"), 1))
        painter.setBrush(look.color("bad_ink"))
        painter.drawPolygon(
            QPolygonF([QPointF(size, 0), QPointF(-size, -size * 0.8), QPointF(-size, size * 0.8)])
        )
        painter.restore()
        # Its numbers stand in the table; at the border the largest one tells how far it is.
        painter.setFont(look.font(12))
        metrics = QFontMetricsF(painter.font())
        text = ", ".join(displayed(float(x), 1) for x in p)
        width = metrics.horizontalAdvance(text) + 2
        left = at.x() + size * 1.5 if at.x() < triangle.frame.center().x() else (
            at.x() - width - size * 1.5
        )  # fmt: skip
        lowest = triangle.frame.bottom() - metrics.height()
        top = min(max(at.y() - metrics.height() / 2, 0.0), lowest)
        place = QRectF(left, top, width, metrics.height())
        painter.fillRect(place, look.color("card"))
        painter.setPen(look.color("bad_ink"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _corner_at(self, pixel: QPointF) -> int:
        if self._points is None:
            return -1
        table = self._table_area()
        if table.contains(pixel):
            return corner_at(table, pixel.x())
        return simplex.leader(self.triangle().shares(pixel))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag inside the picture: the dot jumps to the pointer."""
        inside = self.triangle().frame.contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and inside and self._draggable():
            self._gesture = ("simplex", next(self._gestures))
            self._mean = simplex.mean(self._logits())
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag, or tell which class the pointer is on."""
        if self._gesture is not None:
            self._drag(event.position())
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._gesture = None

    def class_at(self, x: float, y: float) -> int:
        """Return the class at a place, the likeliest one there in the triangle; -1 for none."""
        corner = self._corner_at(QPointF(x, y))
        return self._classes[corner] if corner >= 0 else -1

    def tip_at(self, x: float, y: float) -> str:
        """Return what a tooltip says at a place: of a class, and how to drag in the triangle."""
        index, lines = self.class_at(x, y), []
        if index >= 0 and self._snapshot is not None:
            lines.append(class_details(self._snapshot, index))
        if self.triangle().frame.contains(x, y):
            lines.append(tr(HOW_TO))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the dot by the arrow keys."""
        ways = {
            Qt.Key.Key_Left: (-KEY_STEP, 0.0), Qt.Key.Key_Right: (KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_STEP), Qt.Key.Key_Down: (0.0, -KEY_STEP),
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if way is None or not self._draggable() or self._points is None:
            super().keyPressEvent(event)
            return
        self._mean = simplex.mean(self._logits())
        self._intend(simplex.moved(self._points.softmax, *way), None)

    def _drag(self, pixel: QPointF) -> None:
        if self._draggable():
            self._intend(self.triangle().shares(pixel), self._gesture)

    def _intend(self, p: Array, gesture: object) -> None:
        assert self._snapshot is not None
        state = simplex.with_share(self._snapshot.state, self._classes, p, self._mean)
        self.edited.emit(state, gesture)
