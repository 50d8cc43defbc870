"""The loss against T with its title, and the button that takes the best T."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE
from softmax_viz.views.lenses.calibration.figures import HEAD
from softmax_viz.views.lenses.calibration.loss_curve import LossCurve

# In less width, the button stands below the title.
NARROW = 290


class LossPanel(QWidget):
    """Hold the curve, below its title and the button for its minimum."""

    def __init__(self) -> None:
        super().__init__()
        self.curve = LossCurve()
        self.title = QLabel(tr("Loss (NLL) against T"))
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.use = QPushButton()
        self.use.setProperty("role", "small")
        self.use.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.use.setToolTip(
            tr(
                "Temperature scaling: T becomes the one at which the loss (NLL) of this table is "
                "least. The ECE mostly falls with it, but it may rise: it is not what is minimised."
            )
        )
        self._head = QBoxLayout(BESIDE)
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.use)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._head)
        box.addWidget(self.curve, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button below the title where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < theme.current().px(NARROW)
        self._head.setDirection(BELOW if narrow else BESIDE)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._head.setSpacing(px(4))
        self.use.setFixedHeight(px(HEAD - 4))
        self.title.setFixedHeight(px(HEAD))
        self._arrange()
