"""The four charts, two by two, or in one row where it is low."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.views import theme
from softmax_viz.views.charts.card import ChartCard
from softmax_viz.views.speech import SPEECH_DELAY_MS

# Below this height of the grid, the charts stand in one row.
LOW = 440


class ChartGrid(QWidget):
    """Show every output side by side on the same classes and colours."""

    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = {kind.key: ChartCard(kind) for kind in OUTPUTS}
        self._grid = QGridLayout(self)
        self._columns = 0
        for card in self.cards.values():
            card.chart.hovered.connect(self.hovered)
        self._arrange(2)
        # A screen reader wants the result of a drag, not its frames.
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.describe)
        self.follow_theme()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, *divmod(place, columns))
        for place in range(len(self.cards)):
            self._grid.setColumnStretch(place, int(place < columns))
            self._grid.setRowStretch(place, int(place < len(self.cards) // columns))

    def minimumSizeHint(self) -> QSize:
        """Return the size of two barest cards in a row, one row high: wide or high, they fit."""
        card = next(iter(self.cards.values())).minimumSizeHint()
        return QSize(2 * card.width() + theme.current().px(12), card.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts in one row where there is no height for two."""
        super().resizeEvent(event)
        px = theme.current().px
        wide = self.width() >= 4 * self.cards["softmax"].minimumSizeHint().width() + px(36)
        self._arrange(len(self.cards) if self.height() < px(LOW) and wide else 2)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        for card in self.cards.values():
            card.render_snapshot(snapshot)
        self._speech.start()

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
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(12))
        for card in self.cards.values():
            card.follow_theme()
