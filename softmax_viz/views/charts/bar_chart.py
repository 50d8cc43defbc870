"""One chart: a single painted item for any number of classes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.core.describe import class_details, speak_class, speak_output
from softmax_viz.core.outputs import OutputKind
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import BarLayout, Metrics, lay_out
from softmax_viz.views.charts.bar_painter import name_metrics, paint_ground, paint_output
from softmax_viz.views.speech import announce
from softmax_viz.views.tooltip import show_tooltip

MEASURED_NAMES = 200
LEAST_SIZE = (130, 64)


class BarChart(QWidget):
    """Show one output as bars; tell which class the pointer or the arrow keys are on."""

    hovered = Signal(int)

    def __init__(self, kind: OutputKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = kind.key
        self._snapshot: Snapshot | None = None
        self._active = -1
        self._layout: BarLayout | None = None
        self._laid_out_for: tuple[object, ...] = ()
        self._ground = QPixmap()
        self.setMouseTracking(True)
        # It paints all of itself, so that the card below need not be painted in every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("{title} chart").format(title=tr(kind.title)))
        self.setAccessibleDescription(tr("Left and Right go from class to class."))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which three bars can still be told apart, however large the type."""
        return QSize(*LEAST_SIZE)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and before.output(self._key) is snapshot.output(self._key):
            return
        if self._active >= snapshot.state.count:
            self._active = -1
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
        look, output = theme.current(), self._snapshot.output(self._key)
        layout = self._lay_out(self._snapshot)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        paint_output(painter, layout, self._snapshot.state, output, look, self._active)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), 5, 5)
        painter.end()

    def _lay_out(self, snapshot: Snapshot) -> BarLayout:
        look, state = theme.current(), snapshot.state
        axis = snapshot.output(self._key).axis
        made_for = (
            self.width(), self.height(), self.devicePixelRatioF(), look, axis,
            state.count, id(state.labels),
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
                left=look.px(40), right=look.px(14), top=look.px(21), bottom=look.px(6),
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
                event.globalPosition().toPoint(), class_details(self._snapshot, index), self
            )
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class: Left, Right, Home, End; Escape lets go."""
        if self._snapshot is None:
            return
        last, key = self._snapshot.state.count - 1, event.key()
        target = {
            Qt.Key.Key_Left: max(self._active - 1, 0) if self._active >= 0 else last,
            Qt.Key.Key_Right: min(self._active + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Escape: -1,
        }.get(Qt.Key(key))
        if target is None:
            super().keyPressEvent(event)
            return
        self.hovered.emit(target)
        if target < 0 or self._layout is None:
            QToolTip.hideText()
            return
        spot = self._layout.plot.topLeft().toPoint()
        spot.setX(round(self._layout.center(target)))
        show_tooltip(self.mapToGlobal(spot), class_details(self._snapshot, target), self)
        announce(self, speak_class(self._snapshot, self._snapshot.output(self._key), target))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the look changes."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
