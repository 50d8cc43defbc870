"""Rows that follow one another by themselves: play, pause, and how fast."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.data.quiet_combo import QuietCombo

PACES = (("0.25 s", 250), ("0.5 s", 500), ("1 s", 1000), ("2 s", 2000), ("5 s", 5000))
USUAL_PACE = 2


class RowPlayer(QWidget):
    """Ask for rows to follow one another, or to stop.

    playing_wanted: whether they are to follow; pace_chosen: milliseconds for each.
    """

    playing_wanted = Signal(bool)
    pace_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self.button = QToolButton()
        self.button.setToolTip(tr("Play the rows one after the other, or pause (Ctrl+Alt+Space)"))
        self.pace = QuietCombo()
        self.pace.explain(tr("Pace"), tr("How long each row stays while they are played"))
        for text, milliseconds in PACES:
            self.pace.addItem(text, milliseconds)
        self.pace.setCurrentIndex(USUAL_PACE)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.button)
        self._box.addWidget(self.pace)
        self.button.clicked.connect(self._turn)
        self.pace.activated.connect(self._choose_pace)

    def show_playing(self, playing: bool) -> None:
        """Show whether the rows are being played."""
        self._playing = playing
        self._show()

    def _show(self) -> None:
        look = theme.current()
        name = "pause" if self._playing else "play"
        self.button.setIcon(svg.icon(name, look.colors.ink, look.px(16)))
        self.button.setAccessibleName(tr("Pause") if self._playing else tr("Play the rows"))

    def _turn(self) -> None:
        self.playing_wanted.emit(not self._playing)

    def _choose_pace(self) -> None:
        self.pace_chosen.emit(self.pace.currentData())

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(5))
        self._show()
        self.button.setIconSize(QSize(px(16), px(16)))
        self.button.setFixedSize(px(26), px(26))
        self.pace.follow_theme()
        self.pace.setFixedWidth(px(66))
