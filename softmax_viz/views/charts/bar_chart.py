"""One chart: a single painted item for any number of classes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.core.compare import Reference, axis_of, references
from softmax_viz.core.describe import class_details, speak_class, speak_output
from softmax_viz.core.outputs import OutputKind
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import BarLayout, Metrics, lay_out
from softmax_viz.views.charts.bar_painter import name_metrics, paint_ground, paint_output
from softmax_viz.views.charts.value_labels import room_above
from softmax_viz.views.speech import announce
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

MEASURED_NAMES = 200
LEAST_SIZE = (130, 64)
ROOMY, MAGNIFIED = (760, 380), 1.5
LIFTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class BarChart(QWidget):
    """Show one output as bars; tell which class the pointer or the arrow keys are on.

    zoomed: the chart is to be enlarged, or put back; uncovered: a covered entry is to be seen.
    """

    hovered = Signal(int)
    zoomed = Signal()
    uncovered = Signal()

    def __init__(self, kind: OutputKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = kind.key
        self._snapshot: Snapshot | None = None
        self._active = -1
        self._layout: BarLayout | None = None
        self._laid_out_for: tuple[object, ...] = ()
        self._ground = QPixmap()
        self._others: tuple[Reference, ...] = ()
        self._covered: frozenset[int] = frozenset()
        self.setMouseTracking(True)
        # It paints all of itself, so that the card below need not be painted in every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("{title} chart").format(title=tr(kind.title)))
        self.setAccessibleDescription(
            tr("Left and Right go from class to class, Enter enlarges the chart.")
        )

    def minimumSizeHint(self) -> QSize:
        """Return a size at which three bars can still be told apart, however large the type."""
        return QSize(*LEAST_SIZE)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        before, self._snapshot = self._snapshot, snapshot
        if (
            before is not None
            and before.output(self._key) is snapshot.output(self._key)
            and before.pins is snapshot.pins
            and before.ghost is snapshot.ghost
            and before.covered == snapshot.covered
        ):
            return
        if self._active >= snapshot.state.count:
            self._active = -1
        self._others = references(snapshot, self._key)
        self._covered = snapshot.covered_entries(self._key)
        self.update()

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        if index != self._active:
            self._active = index
            self.update()

    def describe(self) -> None:
        """Refresh what a screen reader finds here; costs more than painting, so not every frame."""
        if self._snapshot is not None:
            output = self._snapshot.output(self._key)
            self.setAccessibleDescription(speak_output(self._snapshot, output))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground from its cache and the values anew."""
        if self._snapshot is None:
            return
        look, output = self._look(), self._snapshot.output(self._key)
        layout = self._lay_out(self._snapshot)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        paint_output(
            painter, layout, self._snapshot.state, output, look, self._active, self._others,
            self._covered,
        )  # fmt: skip
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), 5, 5)
        painter.end()

    def _look(self) -> Theme:
        """Return the look, with larger words where the chart has the stage to itself."""
        look = theme.current()
        roomy = self.width() >= look.px(ROOMY[0]) and self.height() >= look.px(ROOMY[1])
        return replace(look, scale=look.scale * MAGNIFIED) if roomy else look

    def _lay_out(self, snapshot: Snapshot) -> BarLayout:
        look, state = self._look(), snapshot.state
        axis = axis_of(snapshot, self._key, self._others)
        above = room_above(look, tuple(other for other in self._others if other.letter))
        made_for = (
            self.width(), self.height(), self.devicePixelRatioF(), look, axis,
            state.count, id(state.labels), above,
        )  # fmt: skip
        if self._layout is not None and made_for == self._laid_out_for:
            return self._layout
        metrics = name_metrics(look)
        widest = max(map(metrics.horizontalAdvance, state.labels[:MEASURED_NAMES]))
        layout = lay_out(
            QRectF(self.rect()),
            state.count,
            axis,
            Metrics(
                left=look.px(40), right=look.px(14), top=above, bottom=look.px(6),
                line=metrics.height(), widest=widest, max_bar=look.px(92),
            ),
        )  # fmt: skip
        ratio = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, layout, state, look)
        painter.end()
        # The names are kept alive with their id, so that no other tuple can take it.
        self._labels = state.labels
        self._layout, self._laid_out_for = layout, made_for
        return layout

    def names_height(self) -> float:
        """Return how much height the class names take."""
        return 0.0 if self._layout is None else self._layout.depth

    def index_at(self, x: float) -> int:
        """Return the class at an x of this widget, -1 where there is none."""
        if self._snapshot is None:
            return -1
        return self._lay_out(self._snapshot).index_at(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on, and show its exact values beside it."""
        index = self.index_at(event.position().x())
        self.hovered.emit(index)
        if index >= 0 and self._snapshot is not None:
            show_tooltip(
                event.globalPosition().toPoint(),
                class_details(self._snapshot, index, self._key),
                self,
            )
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press on a covered entry, so that the release comes here."""
        if self._is_on_cover(event):
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for a covered entry to be seen."""
        if self._is_on_cover(event):
            self.uncovered.emit()
        else:
            super().mouseReleaseEvent(event)

    def _is_on_cover(self, event: QMouseEvent) -> bool:
        at = self.index_at(event.position().x())
        return event.button() == Qt.MouseButton.LeftButton and at in self._covered

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class: Left, Right, Home, End; Escape lets go; Enter enlarges.

        Enter and Space on a covered entry ask for it to be seen.
        """
        if self._snapshot is None:
            return
        if self._active in self._covered and event.key() in LIFTING:
            self.uncovered.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.zoomed.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.hovered.emit(-1)
            QToolTip.hideText()
            # It also puts back a chart that is enlarged, on which the pointer mostly rests.
            super().keyPressEvent(event)
            return
        last, key = self._snapshot.state.count - 1, event.key()
        target = {
            Qt.Key.Key_Left: max(self._active - 1, 0) if self._active >= 0 else last,
            Qt.Key.Key_Right: min(self._active + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))
        if target is None:
            super().keyPressEvent(event)
            return
        self.hovered.emit(target)
        if self._layout is None:
            QToolTip.hideText()
            return
        spot = self._layout.plot.topLeft().toPoint()
        spot.setX(round(self._layout.center(target)))
        show_tooltip(self.mapToGlobal(spot), class_details(self._snapshot, target, self._key), self)
        announce(self, speak_class(self._snapshot, self._snapshot.output(self._key), target))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the look changes."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
