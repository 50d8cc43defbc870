"""Where does T go? One wrong place at a time, beside the right one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QBoxLayout, QListView, QListWidget, QWidget

from softmax_viz.core.axis import axis_for
from softmax_viz.core.largest import largest, shown_of
from softmax_viz.core.misplaced_temperature import PLACEMENTS, RIGHT, Comparison, compare
from softmax_viz.core.numbers import plain
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Output, Snapshot
from softmax_viz.core.state import State, Vector
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.charts.bar_painter import paint_output
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE, UNLIMITED
from softmax_viz.views.lenses.bars import BarGround
from softmax_viz.views.lenses.lens import MOST_COPIED, Lens, LensKind
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.speech import announce
from softmax_viz.views.theme import Theme

TITLE_TEXT, SENTENCE_TEXT = 13, 14
LEAST_HEIGHT = 140
LEAST_CHART = 64
# In less width, the places stand above the charts, in columns.
SIDE_BY_SIDE = 600


class Charts(ClassCanvas):
    """Draw the right output, the chosen one, their difference, and a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._grounds = (BarGround(), BarGround(), BarGround())
        self._layouts: list[BarLayout] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The chosen place for T beside the right one"))
        self.setToolTip(tr("Left and Right go from class to class."))

    def minimumSizeHint(self) -> QSize:
        """Return room for three small charts."""
        px = theme.current().px
        return QSize(px(420), px(LEAST_HEIGHT))

    def show_comparison(self, comparison: Comparison) -> None:
        """Show a comparison."""
        self._comparison = comparison
        if self.active >= comparison.right.size:
            self.active = -1
        self.update()

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw everything."""
        comparison = self._comparison
        if comparison is None:
            return
        state = comparison.snapshot.state
        painter.setFont(look.font(SENTENCE_TEXT))
        line = QFontMetricsF(painter.font()).height()
        room = QRectF(look.px(6), 0, self.width() - look.px(12), self.height())
        sentence = comparison.sentence()
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        needed = painter.boundingRect(room, wrapped, sentence).height()
        below = min(max(needed, 2 * line), self.height() / 2)
        painter.setPen(look.color("ink"))
        painter.drawText(
            QRectF(room.left(), self.height() - below, room.width(), below), wrapped, sentence
        )
        painter.setFont(look.font(TITLE_TEXT, 600))
        head = QFontMetricsF(painter.font()).height()
        high = self.height() - below - head - look.px(2)
        width = room.width() / 3
        self._layouts = []
        for place, (title, values) in enumerate(self._columns(comparison)):
            left = round(room.left() + place * width)
            painter.setFont(look.font(TITLE_TEXT, 600))
            painter.setPen(look.color("ink"))
            painter.drawText(QRectF(left, 0, width, head), Qt.AlignmentFlag.AlignHCenter, title)
            if high >= look.px(LEAST_CHART) / 2:
                area = QRectF(left, head, round(width), round(high))
                self._paint_chart(painter, place, area, state, values)

    def _columns(self, comparison: Comparison) -> tuple[tuple[str, Vector], ...]:
        return (
            (tr("Right: {formula}").format(formula=RIGHT.formula), comparison.right),
            (comparison.placement.formula, comparison.values),
            (tr("Difference"), comparison.difference),
        )

    def _paint_chart(
        self, painter: QPainter, place: int, area: QRectF, state: State, values: Vector
    ) -> None:
        layout = self._grounds[place].paint(painter, area, state, axis_for(values))
        output = Output(OUTPUTS[-1], values, layout.axis, 0.0, ())
        paint_output(painter, layout, state, output, theme.current(), self.active)
        self._layouts.append(layout)

    def class_at(self, x: float, y: float) -> int:
        """Return the class at an x of this widget, -1 where there is none."""
        return max((layout.index_at(x) for layout in self._layouts), default=-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class: Left and Right; Escape lets go."""
        if self._comparison is None:
            return
        last = self._comparison.right.size - 1
        target = {
            Qt.Key.Key_Left: max(self.active - 1, 0) if self.active >= 0 else last,
            Qt.Key.Key_Right: min(self.active + 1, last),
            Qt.Key.Key_Escape: -1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.hovered.emit(target)


class WhereT(Lens):
    """Choose where T is put, and see what comes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.choices = QListWidget()
        self.choices.addItems([tr(placement.title) for placement in PLACEMENTS])
        self.choices.setAccessibleName(tr("Where T goes"))
        self.choices.setToolTip(tr("Choose a place for T by the arrow keys"))
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setCurrentRow(1)
        self.charts = Charts()
        self._box = QBoxLayout(BESIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.choices)
        self._box.addWidget(self.charts, 1)
        self.choices.currentRowChanged.connect(self._choose)
        self.charts.hovered.connect(self.hovered)
        self.follow_theme()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the charts, and the height of the parts as they stand."""
        return QSize(self.charts.minimumSizeHint().width(), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Put the places beside the charts, or above them where there is no room beside."""
        px, choices = theme.current().px, self.choices
        beside = self.width() >= px(SIDE_BY_SIDE)
        self._box.setDirection(BESIDE if beside else BELOW)
        choices.setFlow(QListView.Flow.TopToBottom if beside else QListView.Flow.LeftToRight)
        choices.setWrapping(not beside)
        metrics = QFontMetricsF(theme.current().font())
        widest = max(metrics.horizontalAdvance(tr(each.title)) for each in PLACEMENTS)
        place = QSize(round(widest) + px(30), choices.sizeHintForRow(0))
        if beside:
            choices.setGridSize(QSize())
            choices.setFixedWidth(place.width())
            choices.setMinimumHeight(px(LEAST_HEIGHT))
            choices.setMaximumHeight(UNLIMITED)
        else:
            choices.setGridSize(place)
            choices.setMinimumWidth(0)
            choices.setMaximumWidth(UNLIMITED)
            inside = self.width() - 2 * choices.frameWidth()
            rows = -(-len(PLACEMENTS) // max(inside // place.width(), 1))
            choices.setFixedHeight(rows * place.height() + 2 * choices.frameWidth())
        self.updateGeometry()

    def _choose(self) -> None:
        comparison = self._comparison()
        if comparison is not None:
            self.charts.show_comparison(comparison)
            announce(self, comparison.sentence())

    def _comparison(self) -> Comparison | None:
        if self._snapshot is None:
            return None
        return compare(self._snapshot, PLACEMENTS[max(self.choices.currentRow(), 0)])

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._snapshot = snapshot
        self.charts.show_comparison(compare(snapshot, PLACEMENTS[self.choices.currentRow()]))

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.charts.highlight(index)

    def text(self) -> str:
        """Return the comparison as cells, in full precision, and the sentence."""
        comparison = self._comparison()
        if comparison is None:
            return ""
        titles = (tr("class"), RIGHT.formula, comparison.placement.formula, tr("difference"))
        state = comparison.snapshot.state
        columns = comparison.right, comparison.values, comparison.difference
        copied = largest(state.logits, MOST_COPIED)
        lines = [
            "\t".join([state.labels[i], *(plain(column[i]) for column in columns)]) for i in copied
        ]
        said = [comparison.sentence(), shown_of(comparison.right, copied, state.decimals)]
        return "\n".join([*filter(None, said), "\t".join(titles), *lines])

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._box.setSpacing(theme.current().px(10))
        self.arrange()
        self.update()


KIND = LensKind(
    WhereT,
    tr_noop(
        "T divides the logits, before the exponent, and nowhere else. Put it anywhere else and it "
        "does nothing, or too much, or turns the ranking around. Pick a place and see it beside "
        "the right one, with the difference of the two."
    ),
    tr_noop("Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network, 2015"),
)
