"""Charts and a lens share the stage: neither crushes the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

MOST = 0.5


class StageSplitter(QSplitter):
    """Give the lens below the charts the height it was given, where the charts keep enough.

    At most half of the height is the lens's, or more where a person has dragged the edge so far.
    """

    def __init__(self, charts: QWidget, lens: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._charts, self._lens = charts, lens
        self._wanted, self._most = 0, MOST
        for part in (charts, lens):
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self.take_up)

    def share(self, lens: int) -> None:
        """Give the lens so many pixels of the height."""
        self._wanted, self._most = lens, MOST
        self.settle()

    def take_up(self) -> None:
        """Take up the shares as they are now, by a person's hand."""
        if self._is_shared:
            self._wanted = self.sizes()[1]
            self._most = max(MOST, self._wanted / max(sum(self.sizes()), 1))

    def settle(self) -> None:
        """Share the height anew, where both are below each other."""
        if not self._is_shared or not self._wanted:
            return
        height = self.height() - self.handleWidth()
        lens = min(self._wanted, round(self._most * height))
        if lens != self.sizes()[1]:
            self.setSizes([max(height - lens, 1), lens])

    @property
    def is_as_wanted(self) -> bool:
        """Tell whether the lens has the height that it was given."""
        return self._is_shared and self.sizes()[1] == self._wanted

    @property
    def _is_shared(self) -> bool:
        hidden = self._charts.isHidden() or self._lens.isHidden()
        return self.orientation() == Qt.Orientation.Vertical and not hidden

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share another height."""
        super().resizeEvent(event)
        self.settle()
