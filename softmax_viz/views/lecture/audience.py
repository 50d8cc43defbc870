"""What the audience sees: a board over the whole screen, with nothing on it to be explained."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from softmax_viz.core.lecture.work import Work
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.board import Board
from softmax_viz.views.lecture.curtain import Blank, Curtain
from softmax_viz.views.lecture.example import ExampleView
from softmax_viz.views.lecture.footer import Footer
from softmax_viz.views.lecture.halo import Halo

EDGE = 28


class Audience(QWidget):
    """Show a work to an audience. closed: the window was closed by the window manager."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Presentation"))
        self.board = Board(bare=True, example=ExampleView(bare=True))
        self.footer = Footer()
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.footer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.board, 1)
        box.addLayout(self._foot)
        self.halo = Halo(self)
        self.curtain = Curtain(self)

    def render_work(self, work: Work) -> None:
        """Show the scene of a work."""
        self.board.render_work(work)
        self.footer.setVisible(work.scene is not None)
        self.footer.render_work(work)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self.board.render_snapshot(snapshot)
        self.footer.render_snapshot(snapshot)

    def show_blank(self, blank: Blank) -> None:
        """Hide everything behind black or white, or show it again."""
        self.curtain.setGeometry(self.rect())
        self.curtain.show_blank(blank)
        self.curtain.raise_()

    def point_at(self, place: QPoint, pressed: bool) -> None:
        """Ring a place of the window."""
        if not self.curtain.isVisible() and self.rect().contains(place):
            self.halo.show_at(place, pressed)
        else:
            self.halo.leave()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        theme.dress(self, theme.current())
        self._foot.setContentsMargins(px(EDGE), 0, px(EDGE), px(EDGE / 2))
        self.board.follow_theme()
        self.footer.follow_theme()
        self.halo.follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the curtain over everything."""
        super().resizeEvent(event)
        self.curtain.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the person closed the window."""
        self.board.temperature.sweep.set_running(False)
        super().closeEvent(event)
        self.closed.emit()
