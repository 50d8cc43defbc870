"""The four charts, two by two."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.views import theme
from softmax_viz.views.charts.card import ChartCard
from softmax_viz.views.speech import SPEECH_DELAY_MS

COLUMNS = 2


class ChartGrid(QWidget):
    """Show every output side by side on the same classes and colours."""

    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = {kind.key: ChartCard(kind) for kind in OUTPUTS}
        self._grid = QGridLayout(self)
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, *divmod(place, COLUMNS))
            self._grid.setColumnStretch(place % COLUMNS, 1)
            self._grid.setRowStretch(place // COLUMNS, 1)
            card.chart.hovered.connect(self.hovered)
        # A screen reader wants the result of a drag, not its frames.
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.describe)
        self.follow_theme()

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
