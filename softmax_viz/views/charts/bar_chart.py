"""One chart: a single painted item for any number of classes."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from softmax_viz.core.axis import UNIT_AXIS, Axis, fitted_axis
from softmax_viz.core.compare import Reference, axis_of, references
from softmax_viz.core.descending import Descending
from softmax_viz.core.describe import class_details, speak_class, speak_output
from softmax_viz.core.numbers import counted
from softmax_viz.core.outputs import OutputKind
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import DENSE_SLOT, BarLayout, Metrics, lay_out
from softmax_viz.views.charts.bar_painter import (
    axis_room,
    name_metrics,
    paint_ground,
    paint_output,
)
from softmax_viz.views.charts.class_gestures import dragged, keyed, next_place, wheeled
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.charts.envelope import furthest
from softmax_viz.views.charts.shown_classes import Excerpt, ShownClasses, excerpt
from softmax_viz.views.charts.value_labels import room_above
from softmax_viz.views.elided import index_or_name
from softmax_viz.views.speech import announce
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

MEASURED_NAMES = 200
LEAST_SIZE = (130, 64)
# Where classes are as wide as this, there is nothing to zoom into.
WIDE_SLOT = 24
ROOMY, MAGNIFIED = (760, 380), 1.5
LIFTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class BarChart(QWidget):
    """Show one output as bars; tell which class the pointer or the arrow keys are on.

    viewed: another ClassWindow is intended, as all charts show the same classes.
    zoomed: the chart is to be enlarged, or put back; uncovered: a covered entry is to be seen.
    """

    hovered = Signal(int)
    viewed = Signal(object)
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
        self._axis: Axis | None = None
        self._covered: frozenset[int] = frozenset()
        self._window: ClassWindow | None = None
        self._ranking: Descending | None = None
        self._excerpt: Excerpt | None = None
        self._hold: tuple[float, ClassWindow] | None = None
        self._is_dragged = False
        self.setMouseTracking(True)
        # It paints all of itself, so that the card below need not be painted in every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("{title} chart").format(title=tr(kind.title)))
        self.setAccessibleDescription(
            tr(
                "Left and Right go from class to class, Enter enlarges the chart; "
                "of many classes, + and − zoom, Shift with Left or Right moves along, "
                "and 0 shows all."
            )
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
        self._axis, self._excerpt = None, None
        self.update()

    def show_window(self, window: ClassWindow, ranking: Descending | None = None) -> None:
        """Show a part of the classes; ranking: of the State, where the window is by value."""
        if window != self._window or ranking is not self._ranking:
            self._window, self._ranking = window, ranking
            self._axis, self._excerpt = None, None
            self.update()

    def _taken(self, snapshot: Snapshot) -> Excerpt:
        """Return what is shown of the output, taken anew only when it has changed."""
        if self._excerpt is None:
            state, window = snapshot.state, self._window
            if window is None or window.count != state.count:
                window = ClassWindow.whole(state.count)
            classes = ShownClasses(state, window, self._ranking if window.by_value else None)
            self._excerpt = excerpt(snapshot, self._key, classes, self._others)
        return self._excerpt

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
        look, layout, shown = (
            self._look(),
            self._lay_out(self._snapshot),
            self._taken(self._snapshot),
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        paint_output(
            painter, layout, shown.classes, shown.output, look,
            shown.classes.position(self._active), shown.others, shown.covered,
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
        look, state, classes = self._look(), snapshot.state, self._taken(snapshot).classes
        axis = self._axis_of(snapshot)
        above = room_above(look, tuple(other for other in self._others if other.letter))
        made_for = (
            self.width(), self.height(), self.devicePixelRatioF(), look, axis,
            classes.window, id(state.labels), id(classes.ranking), above,
        )  # fmt: skip
        if self._layout is not None and made_for == self._laid_out_for:
            return self._layout
        some = state.labels[:: -(-state.count // MEASURED_NAMES)]
        widest, index, counts_up = _measured(some, look)
        numbered = self.width() < DENSE_SLOT * state.count
        layout = lay_out(
            QRectF(self.rect()),
            state.count,
            axis,
            Metrics(
                left=axis_room(axis, look, numbered), right=look.px(14), top=above,
                bottom=look.px(6), line=name_metrics(look).height(), widest=widest, index=index,
                counts_up=counts_up, max_bar=look.px(92),
            ),
            classes.window,
        )  # fmt: skip
        ratio = self.devicePixelRatioF()
        # What has no room yet can be pointed at: a pixmap of no size cannot be painted on.
        self._ground = QPixmap(self.size().expandedTo(QSize(1, 1)) * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, layout, classes, look)
        painter.end()
        # What was told by its id is kept alive, so that nothing else can take it.
        self._ground_of = state.labels, classes.ranking
        self._layout, self._laid_out_for = layout, made_for
        return layout

    @property
    def axis(self) -> Axis:
        """Return the range of values that the chart shows."""
        return UNIT_AXIS if self._snapshot is None else self._axis_of(self._snapshot)

    def _axis_of(self, snapshot: Snapshot) -> Axis:
        if self._axis is None:
            shown = self._taken(snapshot)
            # A fitted height would tell of what is covered.
            if shown.classes.window.fitted and not self._covered:
                self._axis = fitted_axis(shown.all_values)
            else:
                self._axis = axis_of(snapshot, self._key, self._others)
        return self._axis

    def names_height(self) -> float:
        """Return how much height the class names take, as they are or will be painted."""
        snapshot, layout = self._snapshot, self._layout
        if snapshot is None or layout is None:
            return 0.0
        if self._ground_of[0] is not snapshot.state.labels:
            return self._lay_out(snapshot).depth
        return layout.depth

    def index_at(self, x: float) -> int:
        """Return the class at an x of this widget, -1 where there is none.

        Where a column of pixels has many classes, it is the one that reaches furthest.
        """
        return self._look_up(x)[0]

    def _look_up(self, x: float) -> tuple[int, int]:
        """Return the class at an x, and how many share its column of pixels."""
        if self._snapshot is None:
            return -1, 0
        layout, shown = self._lay_out(self._snapshot), self._taken(self._snapshot)
        position, sharing = layout.index_at(x), 1
        if position < 0:
            return -1, 0
        if layout.dense:
            column = layout.column_at(x, layout.columns())
            sharing = column.stop - column.start
            z = self._snapshot.state.logits[shown.classes.indices[column]]
            position = column.start + furthest(shown.output.values[column], z)
        return int(shown.classes.indices[position]), sharing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on, and show its exact values beside it."""
        if self._hold is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())
            return
        index, sharing = self._look_up(event.position().x())
        self.hovered.emit(index)
        if index >= 0 and self._snapshot is not None:
            details = class_details(self._snapshot, index, self._key)
            if sharing > 1:
                more = tr("It reaches furthest of the {n} classes here: zoom in to see each.")
                details += "\n" + more.format(n=counted(sharing))
            show_tooltip(event.globalPosition().toPoint(), details, self)
        else:
            QToolTip.hideText()

    def _drag(self, x: float) -> None:
        if self._hold is None or self._snapshot is None:
            return
        start, window = self._hold
        if self._is_dragged or abs(x - start) >= QApplication.startDragDistance():
            if not self._is_dragged:
                self._is_dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                QToolTip.hideText()
            self._view(dragged(window, x - start, self._lay_out(self._snapshot)))

    def _view(self, window: ClassWindow) -> None:
        """Intend another window, if it is another."""
        if self._snapshot is not None and window != self._taken(self._snapshot).classes.window:
            self.viewed.emit(window)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press on a covered entry, so that the release comes here, and one to drag by."""
        self._hold, self._is_dragged = None, False
        if self._snapshot is not None and event.button() == Qt.MouseButton.LeftButton:
            window = self._taken(self._snapshot).classes.window
            if not window.is_whole:
                self._hold = event.position().x(), window
        if self._hold is not None or self._is_on_cover(event):
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what was dragged, or ask for a covered entry to be seen."""
        was_dragged, self._hold = self._is_dragged, None
        if was_dragged:
            self._is_dragged = False
            self.unsetCursor()
        elif self._is_on_cover(event):
            self.uncovered.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Leave a double click to the card, which enlarges."""
        event.ignore()

    def _is_on_cover(self, event: QMouseEvent) -> bool:
        at = self.index_at(event.position().x())
        return event.button() == Qt.MouseButton.LeftButton and at in self._covered

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom into many classes around the pointer, or move along; of a few, do nothing."""
        if self._snapshot is None or not self._can_zoom(self._snapshot):
            event.ignore()
            return
        QToolTip.hideText()
        self._view(wheeled(event, self._lay_out(self._snapshot)))
        event.accept()

    def _can_zoom(self, snapshot: Snapshot) -> bool:
        layout = self._lay_out(snapshot)
        wide = layout.plot.width() / snapshot.state.count >= self._look().px(WIDE_SLOT)
        return not (wide and layout.window.is_whole)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class: Left, Right, Home, End; Escape lets go; Enter enlarges.

        Of many classes, + and − zoom, Shift with Left or Right moves along, 0 shows all.
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
        classes = self._taken(self._snapshot).classes
        place = classes.place(self._active) if self._active >= 0 else -1
        window = keyed(event, classes.window, place)
        if window is not None and self._can_zoom(self._snapshot):
            self._view(window)
            return
        target = next_place(event, classes.window, place)
        if target is None:
            super().keyPressEvent(event)
            return
        self._view(classes.window.holding(target))
        self._go_to(self._snapshot, classes.index(target))

    def _go_to(self, snapshot: Snapshot, index: int) -> None:
        """Tell that a class is the one, and say its values beside it."""
        self.hovered.emit(index)
        layout = self._lay_out(snapshot)
        spot = layout.plot.topLeft().toPoint()
        spot.setX(round(layout.center(self._taken(snapshot).classes.position(index))))
        show_tooltip(self.mapToGlobal(spot), class_details(snapshot, index, self._key), self)
        announce(self, speak_class(snapshot, snapshot.output(self._key), index))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the look changes."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


# Where an axis follows a drag, all is laid out anew in every frame, and the names stay.
@lru_cache(maxsize=16)
def _measured(names: tuple[str, ...], look: Theme) -> tuple[float, float | None, bool]:
    """Return the widths of the longest name and index, None for other names, as Metrics has them.

    And whether the indices count up.
    """
    metrics = name_metrics(look)
    widest, indices = max(map(metrics.horizontalAdvance, names)), list(map(index_or_name, names))
    if not all(map(str.isdecimal, indices)):
        return widest, None, False
    counts_up = all(a < b for a, b in pairwise(map(int, indices)))
    return widest, max(map(metrics.horizontalAdvance, indices)), counts_up
