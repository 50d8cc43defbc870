"""The four charts, two by two, or in one row where it is low."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from softmax_viz.core.descending import Descending
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.views import theme
from softmax_viz.views.charts.card import ChartCard
from softmax_viz.views.charts.class_bar import ClassBar
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.speech import SPEECH_DELAY_MS

# Below this height of the grid, the charts stand in one row.
LOW = 440
# Two charts stand one above the other where a column is narrower than this share of the height.
NARROW = 0.45
THREE_IN_A_ROW = 820


class ChartGrid(QWidget):
    """Show outputs side by side on the same classes and colours.

    readable: charts take the height in which they can be read, since what is around them scrolls.
    viewed: a person has chosen another part of the classes, a ClassWindow; it is shown already.
    zoomed: the key of a chart to be enlarged, or put back; uncovered: of one to be revealed.
    """

    hovered = Signal(int)
    viewed = Signal(object)
    zoomed = Signal(str)
    uncovered = Signal(str)

    def __init__(self, readable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readable = readable
        self.cards = {kind.key: ChartCard(kind) for kind in OUTPUTS}
        self.class_bar = ClassBar()
        self._snapshot: Snapshot | None = None
        self._window = ClassWindow.whole(1)
        self._ranking: tuple[Ranking, Descending] | None = None
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.class_bar)
        self._grid = QGridLayout()
        self._box.addLayout(self._grid, 1)
        self._arranged: tuple[tuple[str, ...], int] = ((), 0)
        self._shown = tuple(self.cards)
        for card in self.cards.values():
            card.chart.hovered.connect(self.hovered)
            card.chart.viewed.connect(self._view)
            card.zoomed.connect(self.zoomed)
            card.uncovered.connect(self.uncovered)
        self.class_bar.viewed.connect(self._view)
        self._arrange(2)
        # A screen reader wants the result of a drag, not its frames.
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.describe)
        self.follow_theme()

    def _arrange(self, columns: int) -> None:
        if (self._shown, columns) == self._arranged:
            return
        self._arranged = (self._shown, columns)
        for key, card in self.cards.items():
            self._grid.removeWidget(card)
            card.setVisible(key in self._shown)
        for place, key in enumerate(self._shown):
            self._grid.addWidget(self.cards[key], *divmod(place, columns))
        rows = -(-len(self._shown) // columns)
        for place in range(len(self.cards)):
            self._grid.setColumnStretch(place, int(place < columns))
            self._grid.setRowStretch(place, int(place < rows))
        self.updateGeometry()

    def show_charts(self, keys: tuple[str, ...]) -> None:
        """Show these charts only."""
        shown = tuple(key for key in self.cards if key in keys)
        if shown != self._shown:
            self._shown = shown
            self._arrange(self._columns())

    def show_covers(self, covers: Mapping[str, str]) -> None:
        """Cover whole charts by their key, with the words of each, "" for the usual ones."""
        for key, card in self.cards.items():
            card.show_cover(covers.get(key))

    def minimumSizeHint(self) -> QSize:
        """Return the size of two barest cards in a row, one row high: wide or high, they fit.

        Where they are to be readable, it is as high as the rows that they stand in now.
        """
        card, gap = next(iter(self.cards.values())), theme.current().px(12)
        least = card.minimumSizeHint()
        width, height = min(2, len(self._shown)) * least.width() + gap, least.height()
        if self._readable:
            shown, columns = self._arranged
            rows = -(-len(shown) // columns)
            height = rows * (card.readable_size().height() + gap) - gap
            if not self.class_bar.isHidden():
                height += self.class_bar.sizeHint().height() + self._box.spacing()
        return QSize(width, height)

    def _columns(self) -> int:
        count, px = len(self._shown), theme.current().px
        card = self.cards["softmax"]
        width = (card.readable_size() if self._readable else card.minimumSizeHint()).width()
        in_a_row = self.width() >= count * width + px(12) * (count - 1)
        if count == 2 and self.width() < 2 * self.height() * NARROW:
            return 1
        if count == 3 and self.width() >= px(THREE_IN_A_ROW):
            return 3
        return count if count < 3 or (self.height() < px(LOW) and in_a_row) else 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts in one row where there is no height for two."""
        super().resizeEvent(event)
        self._arrange(self._columns())

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; where it has quite another number of classes, all of them."""
        self._snapshot = snapshot
        if self._window.count != snapshot.state.count:
            self._window = self._window.of_other(snapshot.state.count)
        self._show_window(snapshot)
        for card in self.cards.values():
            card.render_snapshot(snapshot)
        self._speech.start()

    @property
    def window_on_classes(self) -> ClassWindow:
        """Return which part of the classes is shown, and in which order."""
        return self._window

    def show_window(self, window: ClassWindow) -> None:
        """Show a part of the classes in every chart; one of another number of them is passed by."""
        if window.count == self._window.count:
            self._window = window
            if self._snapshot is not None:
                self._show_window(self._snapshot)

    def show_class(self, index: int) -> None:
        """Move along, in every chart, to a class that is not seen."""
        if self._snapshot is None or not 0 <= index < self._window.count:
            return
        place = self._ranked(self._snapshot).place(index) if self._window.by_value else index
        if (window := self._window.around(place)) != self._window:
            self._view(window)

    def _view(self, window: ClassWindow) -> None:
        self.show_window(window)
        self.viewed.emit(self._window)

    def _show_window(self, snapshot: Snapshot) -> None:
        ranked = self._ranked(snapshot) if self._window.by_value else None
        self.class_bar.show_window(self._window, snapshot, ranked)
        for card in self.cards.values():
            card.chart.show_window(self._window, ranked)

    def _ranked(self, snapshot: Snapshot) -> Descending:
        """Return the ranking, anew only where logits have changed."""
        if self._ranking is None or self._ranking[0] is not snapshot.ranking:
            self._ranking = snapshot.ranking, Descending(snapshot.ranking)
        return self._ranking[1]

    def set_bare(self, bare: bool) -> None:
        """Offer no controls to an audience."""
        self.class_bar.set_bare(bare)

    def highlight(self, index: int) -> None:
        """Emphasise a class in every chart, or none with -1."""
        for card in self.cards.values():
            card.chart.highlight(index)

    def describe(self) -> None:
        """Refresh what a screen reader finds here."""
        for card in self.cards.values():
            card.describe()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self.class_bar.follow_theme()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(6))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(12))
        for card in self.cards.values():
            card.follow_theme()
