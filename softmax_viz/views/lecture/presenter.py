"""The speaker's window: the scene live, what comes next, the notes, the time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.lecture import captions
from softmax_viz.core.lecture.fields import fill
from softmax_viz.core.lecture.work import Work
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.board import Board
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.lecture.coming import Coming
from softmax_viz.views.lecture.curtain import Blank
from softmax_viz.views.lecture.example import ExampleView
from softmax_viz.views.lecture.screens import ScreenMenu
from softmax_viz.views.lecture.stopwatch import Stopwatch
from softmax_viz.views.lecture.thumbnail import shown_title

TICK_MS = 250
SIDE_WIDTH = 320
NOTES_TEXT = 17


class Presenter(QWidget):
    """Show a work to the speaker, and what the audience does not see.

    What is done on the board happens on the projector, since both show the same session.
    closed: the window was closed by the window manager.
    """

    back = Signal()
    onward = Signal()
    jumped = Signal(int)
    previous_row = Signal()
    next_row = Signal()
    paper = Signal()
    blacked = Signal()
    whited = Signal()
    hands = Signal()
    swapped = Signal()
    ended = Signal()
    closed = Signal()

    def __init__(self, stopwatch: Stopwatch) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Presenter"))
        self._stopwatch = stopwatch
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._titles: tuple[str, ...] = ()
        self.board = Board(example=ExampleView())
        self.coming = Coming()
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.setPlaceholderText(tr("This scene has no notes."))
        self.scenes = _SceneNames()
        self.scenes.setAccessibleName(tr("Scenes"))
        self.scenes.setToolTip(tr("Go to a scene; or type its number and Enter"))
        # The keys are the clicker's: number and Enter go to a scene.
        self.scenes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scenes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scenes.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.scenes.itemClicked.connect(self._jump)
        self.screen_menu = ScreenMenu(self)
        self.place = ElidedLabel()
        self.blank = QLabel()
        self.clock = QLabel()
        self.elapsed = QLabel()
        for label in (self.blank, self.clock, self.elapsed):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.elapsed.setProperty("role", "temperature")
        self.blank.setProperty("role", "wrong")
        self._make_buttons()
        self._lay_out()
        self._ticker = QTimer(self, interval=TICK_MS)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()
        self.tick()

    def _make_buttons(self) -> None:
        self.pause = self._button(tr("Pause"), tr("Stop the time, or let it go on"), self._pause)
        self.reset = self._button(tr("Reset"), tr("Begin the time from zero"), self._reset)
        self.back_button = self._button(tr("Back"), tr("Back (Page Up, ←)"), self.back)
        self.next_button = self._button(tr("Next"), tr("Forward (Page Down, →)"), self.onward)
        self.previous_row_button = self._button(
            tr("← Row"), tr("Previous row of the open data (Alt+←)"), self.previous_row
        )
        self.previous_row_button.setAccessibleName(tr("Previous row"))
        self.next_row_button = self._button(
            tr("Row →"), tr("Next row of the open data (Alt+→)"), self.next_row
        )
        self.next_row_button.setAccessibleName(tr("Next row"))
        self.draw = self._button(
            tr("Draw"), tr("Paper for a digit, and back to what was there (D)"), self.paper
        )
        self.black = self._button(tr("Black"), tr("Black screen, and back (B or .)"), self.blacked)
        self.white = self._button(tr("White"), tr("White screen, and back (W)"), self.whited)
        self.hands_button = self._button(tr("Hands"), tr("Count a show of hands (H)"), self.hands)
        self.swap = self._button(
            tr("Swap"), tr("Change the audience's screen with this one (S)"), self.swapped
        )
        self.screens = self._button(
            tr("Screens"), tr("Choose the audience's screen"), self._open_menu
        )
        self.end = self._button(tr("End"), tr("End the presentation (Esc)"), self.ended)

    def _button(self, text: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        button.setAutoDefault(False)
        # Space and Enter are the clicker's, so that a button with the focus would be of no use.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self._time = QHBoxLayout()
        for widget in (self.elapsed, self.pause, self.reset):
            self._time.addWidget(widget)
        self._time.addStretch(1)
        self._time.addWidget(self.clock)
        self._side = QWidget()
        self._side_box = QVBoxLayout(self._side)
        self._side_box.addLayout(self._time)
        self._side_box.addWidget(self.coming)
        self._side_box.addWidget(self.notes, 3)
        self._side_box.addWidget(self.scenes, 2)
        self._data = QHBoxLayout()
        for button in (self.previous_row_button, self.next_row_button, self.draw):
            self._data.addWidget(button)
        self._data.addStretch(1)
        self._side_box.addLayout(self._data)
        self._row = QHBoxLayout()
        for button in (self.back_button, self.next_button):
            self._row.addWidget(button)
        self._row.addWidget(self.place, 1)
        self._row.addWidget(self.blank)
        for button in (self.black, self.white, self.hands_button, self.swap, self.screens,
                       self.end):  # fmt: skip
            self._row.addWidget(button)
        self._left = QVBoxLayout()
        self._left.setSpacing(0)
        self._left.addWidget(self.board, 1)
        self._left.addLayout(self._row)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._left, 1)
        box.addWidget(self._side)

    def render_work(self, work: Work) -> None:
        """Show where a work is."""
        self._work = work
        self.board.render_work(work)
        self.coming.render_work(work)
        self.place.setText(captions.spoken_place(work))
        self.back_button.setEnabled(not work.is_first)
        self.next_button.setEnabled(not work.is_last)
        self.hands_button.setEnabled(work.scene is not None and work.scene.question is not None)
        for button in (self.previous_row_button, self.next_row_button):
            button.setVisible(work.rows is not None)
        self._show_scenes(work)
        self._show_notes()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a snapshot."""
        self._snapshot = snapshot
        self.board.render_snapshot(snapshot)
        self._show_notes()

    def show_blank(self, blank: Blank) -> None:
        """Say that the audience sees a black or a white screen."""
        self.blank.setText(
            {
                Blank.NONE: "",
                Blank.BLACK: tr("The audience sees a black screen."),
                Blank.WHITE: tr("The audience sees a white screen."),
            }[blank]
        )

    def _show_notes(self) -> None:
        work, snapshot = self._work, self._snapshot
        if work is None or snapshot is None or snapshot.state != work.state:
            return
        # The speaker may know what is still covered.
        text = "" if work.scene is None else fill(work.scene.notes, snapshot)
        if text != self.notes.toPlainText():
            bar = self.notes.verticalScrollBar()
            place = bar.value()
            self.notes.setPlainText(text)
            bar.setValue(place)

    def _show_scenes(self, work: Work) -> None:
        titles = tuple(shown_title(scene) for scene in work.deck.scenes)
        with QSignalBlocker(self.scenes):
            if titles != self._titles:
                self._titles = titles
                self.scenes.clear()
                for number, title in enumerate(titles, 1):
                    item = QListWidgetItem(f"{number}  {title}")
                    item.setToolTip(title)
                    self.scenes.addItem(item)
            if self.scenes.currentRow() != work.index:
                self.scenes.setCurrentRow(work.index)
        self.scenes.setVisible(bool(titles))

    def _jump(self, item: QListWidgetItem) -> None:
        self.jumped.emit(self.scenes.row(item))

    def tick(self) -> None:
        """Show the time."""
        self.elapsed.setText(self._stopwatch.text)
        self.elapsed.setAccessibleName(tr("Time since the start"))
        self.clock.setText(self.locale().toString(QTime.currentTime(), "HH:mm"))
        self.pause.setText(tr("Pause") if self._stopwatch.is_running else tr("Go on"))

    def _pause(self) -> None:
        self._stopwatch.pause()
        self.tick()

    def _reset(self) -> None:
        self._stopwatch.reset()
        self.tick()

    def _open_menu(self) -> None:
        self.screen_menu.popup(self.screens.mapToGlobal(self.screens.rect().topLeft()))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        px = look.px
        theme.dress(self, look)
        self._side.setFixedWidth(px(SIDE_WIDTH))
        self._side_box.setContentsMargins(px(4), px(12), px(14), px(12))
        self._side_box.setSpacing(px(10))
        self._row.setContentsMargins(px(14), px(6), px(14), px(12))
        for row in (self._row, self._data):
            row.setSpacing(px(8))
        self.notes.setFont(look.font(NOTES_TEXT))
        # A style sheet of the application beats the font alone.
        self.notes.setStyleSheet(f"font-size: {px(NOTES_TEXT)}px;")
        self.clock.setFont(look.font(theme.LARGE_TEXT, 600))
        self.board.follow_theme()
        self.coming.follow_theme()

    def changeEvent(self, event: QEvent) -> None:
        """Write the clock as another language does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange:
            self.tick()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the person closed the window."""
        self.board.temperature.sweep.set_running(False)
        super().closeEvent(event)
        self.closed.emit()


class _SceneNames(QListWidget):
    """Keep the scene that is on in sight, whatever room there is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())
