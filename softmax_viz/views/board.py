"""Everything that explains a State, arranged as a Screen says: for the window and an audience."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.lecture.screen import LENS, Screen
from softmax_viz.core.lecture.work import Work, advance, with_screen
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.views import theme
from softmax_viz.views.charts.grid import ChartGrid
from softmax_viz.views.editor.panel import EditorPanel
from softmax_viz.views.lecture.header import SceneHeader
from softmax_viz.views.lecture.pins import PinBar
from softmax_viz.views.lecture.question import QuestionView
from softmax_viz.views.lenses.panel import LensPanel
from softmax_viz.views.prediction import PredictionLine
from softmax_viz.views.problem_bar import ProblemBar
from softmax_viz.views.stage_splitter import StageSplitter
from softmax_viz.views.temperature.bar import TemperatureBar

# Imported where one is presented: the window is to be there at once.
if TYPE_CHECKING:
    from softmax_viz.views.lecture.example import ExampleView

SIDE_WIDTH = 324
SHARES = ("side", "stage")
LENS_SHARE, LENS_HEIGHT, LEAST_LENS = 0.36, 232, 212
# One or two charts leave a wide stage room for the lens beside them.
FEW_CHARTS, WIDE, WIDER_THAN_HIGH, LENS_SHARE_BESIDE = 2, 900, 1.25, 0.6


class Board(QWidget):
    """Show a work; what its views intend is passed on.

    bare: for an audience, with larger words and nothing but what the screen says.
    below_editor: what stands below the editor, and comes and goes with it.
    example: what shows the row or drawing on the screen, below the editor or without it.
    scrolls: the stage scrolls in a low window, where its parts else become as low as they can.
    edited: a State intended; turned: another Work to be shown, with no undo step.
    drawn: a Drawing, with its gesture token.
    """

    edited = Signal(object, object)
    turned = Signal(object)
    drawn = Signal(object, object)
    hovered = Signal(int)
    refused = Signal(str)

    def __init__(
        self,
        bare: bool = False,
        below_editor: QWidget | None = None,
        example: ExampleView | None = None,
        scrolls: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bare, self._scrolls = bare, scrolls
        self.example = example
        self._work: Work | None = None
        self._shared_at = 0.0
        self._editor_is_aside = False
        self._since_uncovered = QElapsedTimer()
        # Only once the lens has its place can it be scrolled to.
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self._bring_lens_into_view)
        self.header = SceneHeader()
        self.question = QuestionView()
        self.prediction = PredictionLine()
        self.problem = ProblemBar()
        self.pins = PinBar()
        self.charts = ChartGrid(readable=scrolls)
        self.lenses = LensPanel()
        self.editor = EditorPanel()
        self.temperature = TemperatureBar()
        self.lenses.hide()
        self._lay_out(below_editor)
        self._wire()
        for view in (self.header, self.question, self.charts, self.lenses):
            view.set_bare(bare)

    def _lay_out(self, below_editor: QWidget | None) -> None:
        # From the outside in: every move of a full part would have its style sheet applied anew.
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        box.addWidget(self._splitter, 1)
        self._side = QFrame()
        self._side.setObjectName("side")
        self._scroll = QScrollArea()
        self._splitter.addWidget(self._scroll)
        self._scroll.setWidget(self._side)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_box = QVBoxLayout(self._side)
        self._side_box.addWidget(self.editor, 3)
        for part, share in ((below_editor, 2), (self.example, 3)):
            if part is not None:
                self._side_box.addWidget(part, share)
        if below_editor is None:
            self._side_box.addStretch(0)
        self._stage = QWidget()
        self._stage_scroll = self._scrolled(self._stage) if self._scrolls else None
        self._splitter.addWidget(self._stage_scroll or self._stage)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(1)
        self._stage_box = QVBoxLayout(self._stage)
        for view in (self.header, self.question, self.prediction, self.problem, self.pins):
            self._stage_box.addWidget(view)
        self._stage_split = StageSplitter(self.charts, self.lenses, self._stage)
        self._stage_box.addWidget(self._stage_split, 1)
        box.addWidget(self.temperature)

    def _scrolled(self, stage: QWidget) -> QScrollArea:
        """Let a stage that is higher than a low window scroll, or its foot would be cut off."""
        scroll = QScrollArea()
        scroll.setWidget(stage)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _wire(self) -> None:
        for editing in (self.editor, self.temperature, self.lenses, self.pins):
            editing.edited.connect(self.edited)
        for source in (self.editor, self.charts, self.lenses):
            source.hovered.connect(self.highlight)
        self.editor.found.connect(self.charts.show_class)
        for refusing in (self.editor, self.lenses, self.temperature.field):
            refusing.refused.connect(self.problem.show_problem)
            refusing.refused.connect(self.refused)
        for turning in (self.header, self.question):
            turning.turned.connect(self.turned)
        if self.example is not None:
            self.example.turned.connect(self.turned)
            self.example.drawn.connect(self.drawn)
            self.example.refused.connect(self.problem.show_problem)
        self.lenses.chosen.connect(self.choose_lens)
        self.lenses.closed.connect(self.hide_lens)
        self.lenses.zoomed.connect(self._zoom_lens)
        self.charts.zoomed.connect(self._zoom_chart)
        for covered in (self.charts, self.lenses):
            covered.uncovered.connect(self._uncover)

    def render_work(self, work: Work) -> None:
        """Arrange the views as the work's screen says, and show its scene."""
        before, self._work = self._work, work
        self.header.render_work(work)
        self.question.render_work(work)
        if self.example is not None:
            self.example.render_work(work)
        self._show_side(work)
        if before is None or before.screen != work.screen:
            self._show_screen(work.screen)
        if before is None or before.covers != work.covers:
            covers = work.covers
            self.charts.show_covers(covers)
            self.lenses.show_cover(covers.get(LENS))

    def _show_screen(self, screen: Screen) -> None:
        self.prediction.setVisible(screen.shows("prediction"))
        self.temperature.setVisible(screen.shows("temperature"))
        if not screen.shows("temperature"):
            self.temperature.sweep.set_running(False)
        self.charts.setVisible(bool(screen.visible_charts))
        if screen.charts:
            self.charts.show_charts(screen.visible_charts or screen.charts)
        if screen.lens:
            self.lenses.choose(screen.lens)
        self.lenses.setVisible(screen.lens_is_visible)
        self._put_lens_in_place()

    def _show_side(self, work: Work) -> None:
        editor = work.screen.shows("editor") and not self._editor_is_aside
        example = self.example is not None and self.example.is_of(work)
        self.editor.setVisible(editor)
        if self._bare:
            # To an audience, all logits of an example matter more than what changes them.
            self.editor.show_tools(not example)
        was_shown = self._scroll.isVisibleTo(self)
        self._scroll.setVisible(editor or example)
        if was_shown != (editor or example):
            # At once: where the lens goes depends on how wide a stage is left.
            self._splitter.refresh()
            self._put_lens_in_place()

    def _put_lens_in_place(self) -> None:
        """Put the lens beside one or two charts where the stage is wide, else below them."""
        screen, width = Screen() if self._work is None else self._work.screen, self._stage.width()
        few = len(screen.visible_charts) <= FEW_CHARTS and screen.lens_is_visible
        wide = width >= theme.current().px(WIDE) and width > WIDER_THAN_HIGH * self._stage.height()
        way = Qt.Orientation.Horizontal if few and wide else Qt.Orientation.Vertical
        if way != self._stage_split.orientation():
            self._stage_split.setOrientation(way)
            self.share_room()
        self._stage_split.settle()

    def put_editor_aside(self, aside: bool) -> None:
        """Hide the editor for want of room, whatever the screen says, or bring it back."""
        if aside != self._editor_is_aside:
            self._editor_is_aside = aside
            if self._work is not None:
                self._show_side(self._work)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in every view."""
        for view in (
            self.header, self.question, self.prediction, self.pins, self.charts, self.editor,
            self.temperature, self.lenses,
        ):  # fmt: skip
            view.render_snapshot(snapshot)
        if self.example is not None:
            self.example.render_snapshot(snapshot)

    def highlight(self, index: int) -> None:
        """Emphasise a class everywhere, or none with -1."""
        for view in (self.charts, self.editor, self.lenses):
            view.highlight(index)
        self.hovered.emit(index)

    def _arrange(self, **changes: object) -> None:
        """Intend another arrangement of the screen."""
        if self._work is None:
            return
        screen = replace(self._work.screen, **changes)  # type: ignore[arg-type]
        if screen != self._work.screen:
            self.turned.emit(with_screen(self._work, screen))

    def choose_lens(self, key: str) -> None:
        """Intend a lens, and bring it into view."""
        if self._work is not None and key != self._work.screen.lens:
            self._laid_out.start()
        self._arrange(lens=key)

    def _bring_lens_into_view(self) -> None:
        if self._stage_scroll is not None and self.lenses.isVisible():
            top = self.lenses.mapTo(self._stage, QPoint(0, 0)).y()
            # Its head before its foot, where both have no room.
            for y in (top + self.lenses.height(), top):
                self._stage_scroll.ensureVisible(0, y, 0, theme.current().px(8))

    def hide_lens(self) -> None:
        """Intend no lens."""
        if self._work is not None and self._work.screen.charts:
            self._arrange(lens="", zoom="" if self._work.screen.zoom == LENS else self._zoomed)

    @property
    def _zoomed(self) -> str:
        return "" if self._work is None else self._work.screen.zoom

    def show_control(self, control: str, shown: bool) -> None:
        """Intend that a control of the screen is shown, or that it is not."""
        if self._work is not None:
            others = tuple(key for key in self._work.screen.hidden if key != control)
            self._arrange(hidden=others if shown else (*others, control))

    def show_chart(self, key: str, shown: bool) -> None:
        """Intend that a chart is shown, or that it is not; the last view stays."""
        if self._work is None:
            return
        others = tuple(other for other in self._work.screen.charts if other != key)
        charts = (*others, key) if shown else others
        if charts or self._work.screen.lens:
            self._arrange(charts=charts, zoom="" if self._zoomed == key else self._zoomed)

    def zoom(self, part: str) -> None:
        """Intend that a chart or the lens fills the stage, or that it is put back."""
        self._arrange(zoom="" if part == self._zoomed else part)

    def _zoom_lens(self) -> None:
        self._zoom_chart(LENS)

    def _zoom_chart(self, part: str) -> None:
        # The second click of a double click on a cover falls on what it has just laid bare.
        if not self._since_uncovered.isValid() or self._since_uncovered.hasExpired(
            QApplication.doubleClickInterval()
        ):
            self.zoom(part)

    def put_back(self) -> None:
        """Intend that nothing is enlarged."""
        self._arrange(zoom="")

    def _uncover(self) -> None:
        if self._work is not None:
            self._since_uncovered.start()
            self.turned.emit(advance(self._work))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put back what is enlarged by Escape."""
        if event.key() == Qt.Key.Key_Escape and self._zoomed:
            self.put_back()
        else:
            super().keyPressEvent(event)

    def follow_theme(self) -> None:
        """Let every view take the distances and colours of the theme."""
        px = theme.current().px
        self._side_box.setContentsMargins(px(14), px(10), px(12), px(8))
        self._side_box.setSpacing(px(8))
        edge = 28 if self._bare else 14
        self._stage_box.setContentsMargins(px(edge), px(edge - 4), px(edge), px(edge - 4))
        self._stage_box.setSpacing(px(14 if self._bare else 8))
        self._stage_split.setHandleWidth(px(10))
        self.lenses.setMinimumHeight(px(LEAST_LENS) if self._scrolls else 0)
        self._side.setMinimumWidth(px(SIDE_WIDTH - 20))
        # A share that is remembered from a smaller size would cut what is in it.
        self._scroll.setMinimumWidth(px(SIDE_WIDTH))
        for view in (self.header, self.question, self.editor, self.prediction, self.problem,
                     self.pins, self.charts, self.temperature, self.lenses):  # fmt: skip
            view.follow_theme()
        if self.example is not None:
            self.example.follow_theme()
        if theme.current().scale != self._shared_at:
            self._shared_at = theme.current().scale
            self.share_room()

    def share_room(self) -> None:
        """Give the editor and the lens their usual shares."""
        px, height = theme.current().px, self._stage_split.height()
        self._splitter.setSizes([px(SIDE_WIDTH), max(self.width() - px(SIDE_WIDTH), 1)])
        if self._stage_split.orientation() == Qt.Orientation.Horizontal:
            lens = round(LENS_SHARE_BESIDE * self._stage_split.width())
            self._stage_split.setSizes([self._stage_split.width() - lens, lens])
            return
        self._stage_split.share(max(round(LENS_SHARE * height), px(LENS_HEIGHT)))

    @property
    def shares(self) -> dict[str, QByteArray]:
        """Return how the room is shared, to be remembered."""
        shares = {"side": self._splitter.saveState()}
        if self._stage_split.is_as_wanted:
            shares["stage"] = self._stage_split.saveState()
        return shares

    def restore_shares(self, shares: dict[str, QByteArray]) -> None:
        """Share the room as it was remembered."""
        for name, splitter in zip(SHARES, (self._splitter, self._stage_split), strict=True):
            if name in shares:
                splitter.restoreState(shares[name])
        self._stage_split.take_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room once its size is known."""
        super().showEvent(event)
        if not event.spontaneous():
            self.share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room of an audience's board anew: nobody drags its edges."""
        super().resizeEvent(event)
        self._put_lens_in_place()
        if self._bare:
            self.share_room()
