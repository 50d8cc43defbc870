"""The main window: the only wiring between views and session."""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QMessageBox,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from softmax_viz import __version__
from softmax_viz.core import edits
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS
from softmax_viz.core.tables import as_tsv
from softmax_viz.menus import Menus
from softmax_viz.session import Session
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.charts.grid import ChartGrid
from softmax_viz.views.editor.panel import EditorPanel
from softmax_viz.views.examples import ExampleList
from softmax_viz.views.keyboard import KeyboardHelp
from softmax_viz.views.lenses.panel import LensPanel
from softmax_viz.views.look import DARK, LIGHT, Look
from softmax_viz.views.prediction import PredictionLine
from softmax_viz.views.problem_bar import ProblemBar
from softmax_viz.views.settings import make_settings
from softmax_viz.views.temperature.bar import TemperatureBar

TITLE = "Softmax Visualizer"
SIDE_WIDTH = 324
LENS_SHARE, LENS_HEIGHT = 0.36, 232

ABOUT = tr_noop(
    "See what sigmoid, argmax, division by the sum and softmax make of the same logits, and what "
    "the temperature does to them. Every number is computed, nothing is drawn that is not so."
)


class MainWindow(QMainWindow):
    """Show one session: what a view intends goes to it, what it holds goes to every view."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.session = session
        self.look = look
        # Both end with the window, or they would go on following the system and telling.
        for part in (session, look):
            part.setParent(self)
        self.setWindowTitle(TITLE)
        self.editor = EditorPanel()
        self.examples = ExampleList()
        self.prediction = PredictionLine()
        self.problem = ProblemBar()
        self.charts = ChartGrid()
        self.lenses = LensPanel()
        self.lenses.hide()
        self.temperature = TemperatureBar()
        self._lay_out()
        self.menus = Menus(self)
        self._wire()
        self._restore()
        self.follow_theme()
        self.render_snapshot(session.snapshot)

    def _lay_out(self) -> None:
        self._side = QFrame()
        self._side.setObjectName("side")
        self._side_box = QVBoxLayout(self._side)
        self._side_box.addWidget(self.editor, 3)
        self._side_box.addWidget(self.examples, 2)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._side)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stage = QWidget()
        self._stage_box = QVBoxLayout(self._stage)
        self._stage_box.addWidget(self.prediction)
        self._stage_box.addWidget(self.problem)
        self._stage_split = QSplitter(Qt.Orientation.Vertical)
        self._stage_split.addWidget(self.charts)
        self._stage_split.addWidget(self.lenses)
        self._stage_split.setChildrenCollapsible(False)
        self._stage_split.setStretchFactor(0, 1)
        self._stage_box.addWidget(self._stage_split, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self._scroll)
        self._splitter.addWidget(self._stage)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(1)
        self._splitters = {"side": self._splitter, "stage": self._stage_split}
        self._shared_at = 0.0
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._splitter, 1)
        box.addWidget(self.temperature)
        self.setCentralWidget(whole)

    def _wire(self) -> None:
        for view in (self.editor, self.examples, self.temperature, self.lenses):
            view.edited.connect(self.session.update)
        for source in (self.editor, self.charts, self.lenses):
            source.hovered.connect(self.charts.highlight)
            source.hovered.connect(self.editor.highlight)
            source.hovered.connect(self.lenses.highlight)
        self.lenses.refused.connect(self.problem.show_problem)
        self.lenses.closed.connect(self.menus.lens.toggle)
        self.editor.refused.connect(self.problem.show_problem)
        self.temperature.field.refused.connect(self.problem.show_problem)
        self.session.changed.connect(self.render_snapshot)
        self.look.changed.connect(self.follow_theme)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in every view."""
        for view in (
            self.prediction, self.charts, self.editor, self.examples, self.temperature,
            self.lenses,
        ):  # fmt: skip
            view.render_snapshot(snapshot)
        self.menus.undo.setEnabled(self.session.can_undo)
        self.menus.redo.setEnabled(self.session.can_redo)
        self.menus.decimals[snapshot.state.decimals].setChecked(True)

    def copy_values(self) -> None:
        """Copy every output in full precision, as cells for a spreadsheet."""
        QGuiApplication.clipboard().setText(as_tsv(self.session.snapshot))

    def paste(self) -> None:
        """Take logits from the clipboard."""
        self.editor.paste(QGuiApplication.clipboard().text())

    def toggle_theme(self) -> None:
        """Switch between light and dark."""
        self.look.set_mode(LIGHT if theme.current().dark else DARK)

    def set_zero_temperature(self) -> None:
        """Intend T = 0."""
        self.temperature.set_temperature(0.0)

    def set_infinite_temperature(self) -> None:
        """Intend T = ∞."""
        self.temperature.set_temperature(math.inf)

    def set_decimals(self, decimals: int) -> None:
        """Show so many decimals, as far as that many can be shown."""
        decimals = min(max(decimals, MIN_DECIMALS), MAX_DECIMALS)
        self.session.update(edits.set_decimals(self.session.state, decimals))

    def more_decimals(self) -> None:
        """Show one decimal more."""
        self.set_decimals(self.session.state.decimals + 1)

    def fewer_decimals(self) -> None:
        """Show one decimal less."""
        self.set_decimals(self.session.state.decimals - 1)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Let the sweep go in still steps, and remember it."""
        self.temperature.sweep.reduced_motion = reduced
        make_settings().setValue("look/reduced_motion", reduced)

    def show_editor(self, shown: bool) -> None:
        """Show or hide the editor and the examples, to give the charts the whole width."""
        self._scroll.setVisible(shown)
        make_settings().setValue("window/editor", shown)

    def show_lens(self, shown: bool) -> None:
        """Show or hide the lens below the charts, and remember it."""
        self.lenses.setVisible(shown)
        make_settings().setValue("lens/shown", shown)

    def choose_lens(self, key: str) -> None:
        """Show one lens."""
        self.lenses.choose(key)
        self.menus.lens.setChecked(True)

    def _remember_lens(self, key: str) -> None:
        make_settings().setValue("lens/key", key)

    def show_keyboard(self) -> None:
        """Explain the keys."""
        KeyboardHelp(self).open()

    def show_about(self) -> None:
        """Say what this is."""
        text = f"{TITLE} {__version__}\n\n{tr(ABOUT)}"
        box = QMessageBox(QMessageBox.Icon.NoIcon, tr("About"), text, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def follow_theme(self) -> None:
        """Let every view take the distances and colours of the theme."""
        px = theme.current().px
        self._side_box.setContentsMargins(px(14), px(10), px(12), px(8))
        self._side_box.setSpacing(px(8))
        self._stage_box.setContentsMargins(px(14), px(10), px(14), px(10))
        self._stage_box.setSpacing(px(8))
        self._stage_split.setHandleWidth(px(10))
        self._side.setMinimumWidth(px(SIDE_WIDTH - 20))
        for view in (self.editor, self.examples, self.prediction, self.problem, self.charts,
                     self.temperature, self.lenses):  # fmt: skip
            view.follow_theme()
        if theme.current().scale != self._shared_at:
            self._shared_at = theme.current().scale
            self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room as it was left, or anew, once the window's size is known."""
        super().showEvent(event)
        if event.spontaneous():
            return
        self._share_room()
        settings = make_settings()
        for name, splitter in self._splitters.items():
            left = settings.value(f"window/{name}")
            if isinstance(left, QByteArray):
                splitter.restoreState(left)

    def _share_room(self) -> None:
        px, height = theme.current().px, self._stage_split.height()
        self._splitter.setSizes([px(SIDE_WIDTH), max(self.width() - px(SIDE_WIDTH), 1)])
        lens = max(round(LENS_SHARE * height), theme.current().px(LENS_HEIGHT))
        self._stage_split.setSizes([max(height - lens, 1), lens])

    def _restore(self) -> None:
        self.resize(1280, 720)
        settings = make_settings()
        geometry = settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        reduced = settings.value("look/reduced_motion", False, type=bool)
        self.menus.reduced_motion.setChecked(bool(reduced))
        self.menus.editor.setChecked(bool(settings.value("window/editor", True, type=bool)))
        self.lenses.choose(str(settings.value("lens/key", "")))
        self.lenses.chosen.connect(self._remember_lens)
        self.menus.lens.setChecked(bool(settings.value("lens/shown", True, type=bool)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the sweep and remember where the window stood."""
        self.temperature.sweep.set_running(False)
        settings = make_settings()
        settings.setValue("window/geometry", self.saveGeometry())
        for name, splitter in self._splitters.items():
            settings.setValue(f"window/{name}", splitter.saveState())
        super().closeEvent(event)
