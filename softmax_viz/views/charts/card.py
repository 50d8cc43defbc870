"""A chart with its title, formula and verdicts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from softmax_viz.core.outputs import OutputKind
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.verdicts import Mark
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_chart import BarChart
from softmax_viz.views.charts.formula import Formula
from softmax_viz.views.charts.verdict_strip import VerdictStrip
from softmax_viz.views.cover import Cover
from softmax_viz.views.elided import ElidedLabel

HEAD, BARE_HEAD = 42, 24
ROOM_FOR_FORMULA, ROOM_FOR_TWO_LINES, WIDTH_FOR_FORMULA = 200, 330, 270
ROOMY = 238
# At this size of its chart, values are told apart by a reader of this size of type.
READABLE = (130, 84)


class ChartCard(QWidget):
    """Show one output whole; a card of which nothing fails stands out by its outline.

    zoomed: the chart is to be enlarged, or put back; uncovered: what covers it is to be lifted.
    """

    zoomed = Signal(str)
    uncovered = Signal(str)

    def __init__(self, kind: OutputKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = kind.key
        self._name = tr(kind.title)
        self._cover: Cover | None = None
        self._flawless = False
        self._shared: tuple[object, ...] = ()
        self.title = ElidedLabel()
        self.title.setText(tr(kind.title))
        self.title.setProperty("role", "title")
        hint = tr(
            "A double click, or Enter, enlarges the chart and puts it back. "
            "The wheel zooms into many classes, dragging moves along."
        )
        self.title.setToolTip(tr(kind.summary) + "\n" + hint)
        self.formula = Formula(kind.key, tr("Formula of {title}").format(title=tr(kind.title)))
        self.formula.setToolTip(tr(kind.summary))
        self.chart = BarChart(kind)
        self.verdicts = VerdictStrip(tr(kind.title))
        self._head = QWidget()
        self._head_box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._head)
        self._head_box.setContentsMargins(0, 0, 0, 0)
        self._head_box.setSpacing(0)
        self._head_box.addWidget(self.title, 1)
        self._head_box.addWidget(self.formula)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self._head)
        self._box.addWidget(self.chart, 1)
        self._box.addWidget(self.verdicts)
        self.chart.zoomed.connect(self._zoom)
        self.chart.uncovered.connect(self._uncover)
        self.follow_theme()

    def _zoom(self) -> None:
        self.zoomed.emit(self._key)

    def _uncover(self) -> None:
        self.uncovered.emit(self._key)

    @property
    def is_covered(self) -> bool:
        """Tell whether nothing of the chart is to be seen."""
        return self._cover is not None

    def show_cover(self, words: str | None) -> None:
        """Cover the whole card with a question, "" for the usual one; None lifts the cover."""
        if words is None and self._cover is None:
            return
        if words is None:
            assert self._cover is not None
            self._box.removeWidget(self._cover)
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
        else:
            if self._cover is None:
                self._cover = Cover(self._name)
                self._cover.lifted.connect(self._uncover)
                self._box.addWidget(self._cover, 1)
                self._cover.show()
            self._cover.show_words(words)
        for part in (self._head, self.chart, self.verdicts):
            part.setVisible(self._cover is None)
        self.follow_theme()
        self.update()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        # Verdicts quote values, and their marks alone tell much of a covered one.
        covered = snapshot.covered_entries(self._key)
        verdicts = () if covered else snapshot.output(self._key).verdicts
        self.chart.render_snapshot(snapshot)
        self.verdicts.show_verdicts(verdicts)
        self._share_height()
        flawless = not covered and all(verdict.mark is not Mark.FAILS for verdict in verdicts)
        if flawless != self._flawless:
            self._flawless = flawless
            self.update()

    def describe(self) -> None:
        """Refresh what a screen reader finds here."""
        self.chart.describe()
        self.verdicts.describe()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the barest card: what it can do without must not hold it open."""
        px, chart = theme.current().px, self.chart.minimumSizeHint()
        strip = self.verdicts.height_of(1)
        return QSize(chart.width() + px(28), px(BARE_HEAD + 18) + chart.height() + strip)

    def readable_size(self) -> QSize:
        """Return the least size at which the chart is not only there but can be read."""
        px = theme.current().px
        head, strip = px(BARE_HEAD + 18), self.verdicts.height_of(1)
        return QSize(px(READABLE[0] + 28), head + px(READABLE[1]) + strip)

    def _share_height(self) -> None:
        room = self.height() - self.chart.names_height()
        look = theme.current()
        px, shared = look.px, (self.size(), room, look)
        # Whatever is told to a box, even what it knows, has it laid out anew.
        if shared == self._shared:
            return
        self._shared = shared
        self.verdicts.set_short(room < px(ROOMY))
        beside = self.width() >= px(WIDTH_FOR_FORMULA)
        room_needed = px(ROOM_FOR_FORMULA if beside else ROOM_FOR_TWO_LINES)
        self.formula.setVisible(self.height() >= room_needed)
        self._head_box.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        for place, stretch in enumerate((1, 0) if beside else (0, 1)):
            self._head_box.setStretch(place, stretch)
        side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
        self._head_box.setAlignment(self.formula, side | Qt.AlignmentFlag.AlignVCenter)
        if self.height() < room_needed:
            self._head.setFixedHeight(px(BARE_HEAD))
        else:
            self._head.setFixedHeight(px(HEAD if beside else BARE_HEAD + HEAD))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height between the chart and its verdicts."""
        self._share_height()
        super().resizeEvent(event)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._share_height()
        if self._cover is not None:
            self._box.setContentsMargins(0, 0, 0, 0)
            return
        self._box.setContentsMargins(px(14), px(6), px(14), px(8))
        self._box.setSpacing(px(2))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Enlarge the chart, or put it back."""
        if self._cover is None:
            self._zoom()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        if self._cover is not None:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self._flawless else 1
        painter.setPen(QPen(look.color("accent" if self._flawless else "line"), width))
        painter.setBrush(look.color("card"))
        radius = look.px(9)
        painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), radius, radius)
        painter.end()
