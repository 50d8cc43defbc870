"""The line on top: what is predicted, and how sure the softmax is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.describe import certainty, judged, predicted
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.explained import Explained
from softmax_viz.views.speech import SPEECH_DELAY_MS, announce
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

MEASURE_TEXT = 13
STRONG = 600
HEIGHT = 27
GAP = 18
# The part of the line that the statement may take before the measures.
STATEMENT = 0.7


class PredictionLine(Explained):
    """Show the prediction, its entropy, perplexity and margin.

    One painted item: labels would have the window laid out anew in every frame of a drag.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statement = ""
        self._measures: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Prediction"))
        # A screen reader wants the result of a drag, not its frames.
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.speak)

    @property
    def text(self) -> str:
        """Return all that the line says."""
        return " · ".join([self._statement, *(f"{n} {value}" for n, value, _ in self._measures)])

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        px = theme.current().px
        return QSize(px(300), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at any width."""
        return QSize(0, self.sizeHint().height())

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        statement = " · ".join(filter(None, (predicted(snapshot), judged(snapshot))))
        shown = statement, certainty(snapshot)
        if shown != (self._statement, self._measures):
            self._statement, self._measures = shown
            self.update()
            self._speech.start()

    def speak(self) -> None:
        """Let a screen reader say the prediction."""
        self.setAccessibleDescription(self.text)
        announce(self, self._statement)

    def explanation(self, place: QPointF | None = None) -> str:
        """Return what the line means."""
        return "\n".join(
            [
                tr("The prediction is the class with the largest softmax, and so logit."),
                tr("The percentage is the model's own probability, not the chance of being right."),
                *(f"{name}: {meaning}" for name, _, meaning in self._measures),
            ]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the statement, and as many measures as there is room for, the first one first."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("window"))
        strong, usual = look.font(theme.LARGE_TEXT, STRONG), look.font(MEASURE_TEXT)
        width = text_width(self._statement, look, theme.LARGE_TEXT, STRONG)
        needed = min(width, STATEMENT * self.width())
        right = float(self.width())
        painter.setFont(usual)
        painter.setPen(look.color("muted"))
        for text, taken in reversed(self._fitting(look, right - needed)):
            rect = QRectF(right - taken, 0, taken, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
            right -= taken + look.px(GAP)
        painter.setFont(strong)
        painter.setPen(look.color("ink"))
        text = self._statement
        if width > right:
            text = QFontMetricsF(strong).elidedText(text, Qt.TextElideMode.ElideRight, right)
        painter.drawText(QRectF(0, 0, right, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), 4, 4)
        painter.end()

    def _fitting(self, look: Theme, room: float) -> list[tuple[str, float]]:
        fitting: list[tuple[str, float]] = []
        for name, value, _ in self._measures:
            text = f"{name} {value}"
            width = text_width(text, look, MEASURE_TEXT) + 2
            room -= width + look.px(GAP)
            if room < 0:
                break
            fitting.append((text, width))
        return fitting

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self.updateGeometry()
        self.update()
