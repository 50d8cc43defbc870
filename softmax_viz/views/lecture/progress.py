"""Back and forward, which scene is on, and how many of its steps were taken."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from softmax_viz.core.lecture import captions
from softmax_viz.core.lecture.work import Work
from softmax_viz.text import tr
from softmax_viz.views import theme

MOST_DOTS = 12
DOT, DOT_STEP = 7, 12


class StepDots(QWidget):
    """Show a dot a step: filled for those taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._count = 0

    def show_steps(self, shown: int, count: int) -> None:
        """Show how many steps of how many were taken; more than a dozen are no dots."""
        if (shown, count) != (self._shown, self._count):
            self._shown, self._count = shown, count
            self.setVisible(0 < count <= MOST_DOTS)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the dots."""
        px = theme.current().px
        return QSize(self._count * px(DOT_STEP) if self._count <= MOST_DOTS else 0, px(DOT_STEP))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px(DOT) / 2 - 0.5
        painter.setPen(QPen(look.color("muted"), 1))
        for step in range(self._count):
            taken = step < self._shown
            painter.setBrush(look.color("muted") if taken else Qt.GlobalColor.transparent)
            center = QPointF((step + 0.5) * look.px(DOT_STEP), self.height() / 2)
            painter.drawEllipse(center, radius, radius)
        painter.end()


class Progress(QWidget):
    """Show the way through the deck; back and onward are where a person wants to go."""

    back = Signal()
    onward = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dots = StepDots()
        self.place = QLabel()
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setProperty("role", "muted")
        self.back_button = QPushButton(tr("Back"))
        self.back_button.setToolTip(tr("Go one step back (Ctrl+Page Up)"))
        self.back_button.setAccessibleName(tr("Back"))
        self.next_button = QPushButton()
        self.next_button.setToolTip(tr("Go one step on (Ctrl+Page Down)"))
        self.next_button.setAccessibleName(tr("Next"))
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.onward)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.dots, self.place, self.back_button, self.next_button):
            self._row.addWidget(widget)
        self.dots.hide()
        self.follow_theme()

    def render_work(self, work: Work) -> None:
        """Show where a work is."""
        self.dots.show_steps(work.shown, len(work.steps))
        self.place.setText(captions.place(work))
        self.place.setAccessibleName(captions.spoken_place(work))
        self.back_button.setEnabled(not work.is_first)
        self.next_button.setText(captions.next_action(work))
        self.next_button.setEnabled(not work.is_last)
        self.next_button.setToolTip(
            tr("This is the end.") if work.is_last else tr("Go one step on (Ctrl+Page Down)")
        )

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._row.setSpacing(px(8))
        # The button stays where it is under the pointer, whatever it says.
        texts = (tr("Next: reveal"), tr("Next step"), tr("Next scene"))
        metrics = self.next_button.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        self.next_button.setFixedWidth(widest + px(26))
        self.updateGeometry()
