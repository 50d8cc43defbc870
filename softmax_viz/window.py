"""The main window: the only wiring between views and session."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from softmax_viz import __version__
from softmax_viz.core import edits
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.screen import LENS_KEYS, Screen
from softmax_viz.core.lecture.work import NO_SCENE, Work, advance, go_to, step_back
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS
from softmax_viz.deck_files import SUFFIX, DeckFiles, deck_filter, is_deck
from softmax_viz.digits import DigitReader
from softmax_viz.logit_files import LogitFiles, logits_filter, suffixes
from softmax_viz.menus import Menus
from softmax_viz.session import Session
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.board import SHARES, Board
from softmax_viz.views.choose_file import ask_path, file_filter
from softmax_viz.views.data.side import Side
from softmax_viz.views.lecture.invitation import Invitation
from softmax_viz.views.lecture.scenes import ScenesPanel
from softmax_viz.views.look import DARK, LIGHT, Look
from softmax_viz.views.settings import make_settings

# Imported and made when they are first needed: the window is to be there at once.
if TYPE_CHECKING:
    from softmax_viz.copying import Copying
    from softmax_viz.presentation import Presentation
    from softmax_viz.views.lecture.words.panel import WordsPanel

TITLE = "Softmax Visualizer"
# From this width on, scenes, editor, stage and words have room side by side.
ROOMY = 1560
# And from this one on, those without the words.
ROOMY_FOR_SCENES = 1100

ABOUT = tr_noop(
    "See what sigmoid, argmax, division by the sum and softmax make of the same logits, and what "
    "the temperature does to them. Every number is computed, nothing is drawn that is not so."
)


def remembered_screen() -> Screen:
    """Return the screen as the person left it: which lens, and whether there is an editor."""
    settings = make_settings()
    key = str(settings.value("lens/key", ""))
    lens = key if key in LENS_KEYS else LENS_KEYS[0]
    shown = bool(settings.value("lens/shown", True, type=bool))
    editor = bool(settings.value("window/editor", True, type=bool))
    return Screen(lens=lens if shown else "", hidden=() if editor else ("editor",))


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
        self.setAcceptDrops(True)
        self.side = Side()
        self.examples = self.side.examples
        self.board = Board(below_editor=self.side, scrolls=True)
        self.scenes = ScenesPanel()
        self._words: WordsPanel | None = None
        self.invitation = Invitation()
        self.editor, self.charts = self.board.editor, self.board.charts
        self.lenses, self.temperature = self.board.lenses, self.board.temperature
        self.prediction, self.problem = self.board.prediction, self.board.problem
        self.files = DeckFiles(session, self)
        self.logit_files = LogitFiles(session, self)
        self.digits = DigitReader(session, self)
        self._presentation: Presentation | None = None
        self._copying: Copying | None = None
        self._lay_out()
        self.menus = Menus(self)
        self._wire()
        self._restore()
        self.follow_theme()
        self.follow_files()
        self.render_work(session.work)
        self.render_snapshot(session.snapshot)

    def _lay_out(self) -> None:
        self.scenes.hide()
        whole = QWidget()
        # First, or every part would have its style sheet applied once more.
        self.setCentralWidget(whole)
        self._box = box = QVBoxLayout(whole)
        self._row = row = QHBoxLayout()
        for layout in (box, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        box.addWidget(self.files.recovery.offer)
        box.addWidget(self.invitation)
        box.addLayout(row, 1)
        row.addWidget(self.scenes)
        row.addWidget(self.board, 1)

    def _wire(self) -> None:
        session, problem = self.session, self.problem
        for editing in (self.board, self.side):
            editing.edited.connect(session.take)
        for working in (self.scenes, self.side):
            working.worked.connect(session.take_work)
        for turning in (self.board, self.scenes):
            turning.turned.connect(session.show_work)
        self.scenes.presented.connect(self.present)
        self.scenes.words_wanted.connect(self.toggle_words)
        for refusing in (self.scenes, self.side):
            refusing.refused.connect(problem.show_problem)
        for files in (self.files, self.logit_files):
            files.told.connect(problem.show_problem)
            files.state_changed.connect(self.follow_files)
        self.editor.unread.connect(self.logit_files.open_text)
        self.files.recovery.offer.discarded.connect(self._leave_offer)
        self.side.open_wanted.connect(self.logit_files.ask_and_open)
        self.side.example_wanted.connect(self.logit_files.open_builtin)
        self.side.drawn.connect(self.digits.read)
        self.digits.told.connect(problem.show_problem)
        self.invitation.opened.connect(self.open_builtin)
        self.invitation.dismissed.connect(self._dismiss_invitation)
        session.missed.connect(self._tell_missed)
        session.work_changed.connect(self.render_work)
        session.changed.connect(self.render_snapshot)
        self.look.changed.connect(self.follow_theme)

    @property
    def words(self) -> WordsPanel:
        """Return the panel of the words of the scene."""
        if self._words is None:
            from softmax_viz.views.lecture.words.panel import WordsPanel

            self._words = words = WordsPanel()
            words.hide()
            self._row.addWidget(words)
            words.worked.connect(self.session.take_work)
            words.closed.connect(self.toggle_words)
            words.refused.connect(self.problem.show_problem)
            words.render_work(self.session.work)
        return self._words

    @property
    def copying(self) -> Copying:
        """Return what copies, with a line on how far it is."""
        if self._copying is None:
            from softmax_viz.copying import Copying

            self._copying = Copying(self)
            self._box.insertWidget(self._box.count() - 1, self._copying.bar)
        return self._copying

    @property
    def presentation(self) -> Presentation:
        """Return what presents the session."""
        if self._presentation is None:
            from softmax_viz.presentation import Presentation

            self._presentation = Presentation(self.session, self.look, self)
            self._presentation.finished.connect(self._end_presenting)
        return self._presentation

    def render_work(self, work: Work) -> None:
        """Show a work: its scene, and the screen as it is arranged."""
        for view in (self.board, self.scenes, self._words, self.side):
            if view is not None:
                view.render_work(work)
        self.menus.render_work(work)
        if work.deck.scenes:
            # What offered the deck goes: the keyboard goes on in the scenes, not in their title.
            bars, focus = (self.invitation, self.files.recovery.offer), self.focusWidget()
            if focus is None or any(bar.isAncestorOf(focus) for bar in bars):
                self.scenes.list.setFocus()
            self.invitation.hide()
        self.menus.undo.setEnabled(self.session.can_undo)
        self.menus.redo.setEnabled(self.session.can_redo)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in every view."""
        self.board.render_snapshot(snapshot)
        self.side.render_snapshot(snapshot)
        self.menus.render_snapshot(snapshot)

    def _tell_missed(self) -> None:
        self.problem.show_problem(
            tr("What was being typed was not entered: its field went away. Press Enter first.")
        )

    def follow_files(self) -> None:
        """Show the deck's name, and whether it was changed."""
        self.setWindowTitle(self.files.title)
        self.setWindowModified(self.files.changed)
        self.scenes.show_saved(self.files.saved, self.files.changed)
        self.menus.show_recent(self.files.recent, self.logit_files.recent)
        if self.session.work.deck.scenes and not self.menus.scenes.isChecked():
            self.menus.scenes.setChecked(True)

    def _leave_offer(self) -> None:
        if self.files.recovery.offer.isHidden():
            there = bool(self.session.work.deck.scenes)
            (self.scenes.list if there else self.temperature.slider).setFocus()

    def copy_values(self) -> None:
        """Copy every output in full precision, as cells for a spreadsheet."""
        self.copying.copy(self.session.snapshot)

    def paste(self) -> None:
        """Take logits from the clipboard, or open the file that is in it."""
        clipboard = QGuiApplication.clipboard()
        files = _files_of(clipboard.mimeData())
        if files:
            self.open_files(files)
        else:
            self.editor.paste(clipboard.text())

    def pin(self) -> None:
        """Keep the present bars as outlines."""
        self.session.update(edits.pin(self.session.state))

    def unpin_all(self) -> None:
        """Take the outlines away."""
        self.session.update(edits.unpin_all(self.session.state))

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

    def show_control(self, control: str, shown: bool) -> None:
        """Show or hide the editor, the prediction or the temperature; the editor is remembered."""
        self.board.show_control(control, shown)
        if control == "editor":
            make_settings().setValue("window/editor", shown)

    def show_lens(self, shown: bool) -> None:
        """Show or hide the lens below the charts, and remember it."""
        if shown:
            self.board.choose_lens(self.session.work.screen.lens or self.lenses.key)
        else:
            self.board.hide_lens()
        make_settings().setValue("lens/shown", shown)

    def choose_lens(self, key: str) -> None:
        """Show one lens."""
        self.board.choose_lens(key)
        make_settings().setValue("lens/shown", True)

    def _remember_lens(self, key: str) -> None:
        make_settings().setValue("lens/key", key)

    def show_scenes(self, shown: bool) -> None:
        """Show or hide the scenes."""
        self.scenes.setVisible(shown)
        self._make_room()

    def toggle_words(self) -> None:
        """Show or hide the words of the scene, to edit them."""
        shown = self.words.isHidden()
        if shown:
            # Before the words are shown, or the window would grow for all of them.
            self.menus.scenes.setChecked(self.width() >= theme.current().px(ROOMY_FOR_SCENES))
        self.words.setVisible(shown)
        self._make_room()
        self.scenes.show_words(shown)
        if shown:
            self.words.title_field.setFocus()

    def _make_room(self) -> None:
        """Put the editor aside while words or scenes take its room in a narrow window."""
        px, width = theme.current().px, self.width()
        words = self._words is not None and not self._words.isHidden() and width < px(ROOMY)
        scenes = not self.scenes.isHidden() and width < px(ROOMY_FOR_SCENES)
        self.board.put_editor_aside(words or scenes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._make_room()

    def next(self) -> None:
        """Take the next step of the scene, or go to the next scene."""
        self.session.show_work(advance(self.session.work))

    def back(self) -> None:
        """Take a step back."""
        self.session.show_work(step_back(self.session.work))

    def ask_and_open(self) -> None:
        """Open a deck or logits, of a file that is asked for."""
        path = self.ask_path_to_open()
        if path:
            self.open_path(path)

    def ask_path_to_open(self) -> str:
        """Ask which file to open; "" for none."""
        both = file_filter(tr("Decks and logits"), (SUFFIX, *suffixes()))
        return ask_path(self, tr("Open"), (both, deck_filter(), logits_filter()))

    def open_path(self, path: str, targets_path: str = "") -> None:
        """Open a deck, or logits, with a second file of their true classes or names."""
        if not is_deck(path):
            self.logit_files.open(path, targets_path)
        elif targets_path:
            self.problem.show_problem(tr("True classes belong to logits, and this is a deck."))
        else:
            self.files.open(path)

    def open_files(self, paths: list[str]) -> None:
        """Open the one file that was dropped or pasted."""
        if len(paths) == 1:
            self.open_path(paths[0])
            return
        sentence = tr("These are {n} files: open one at a time.")
        self.problem.show_problem(sentence.format(n=len(paths)))

    def open_builtin(self, name: str) -> None:
        """Open a deck that the app brings along."""
        self.files.open_builtin(name)
        self._dismiss_invitation()

    def _dismiss_invitation(self) -> None:
        self.invitation.hide()
        make_settings().setValue("invitation/dismissed", True)

    def present_from_start(self) -> None:
        """Present the deck from its first scene."""
        self.present(0)

    def present(self, index: int) -> None:
        """Present the deck from a scene."""
        self.temperature.sweep.set_running(False)
        self.side.stop()
        self.presentation.start(index if self.session.work.deck.scenes else NO_SCENE)

    def _end_presenting(self, index: int) -> None:
        work = self.session.work
        if 0 <= index < len(work.deck.scenes) and index != work.index:
            self.session.show_work(go_to(work, index))
        self.activateWindow()

    def show_keyboard(self) -> None:
        """Explain the keys."""
        from softmax_viz.views.keyboard import KeyboardHelp

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
        for view in (self.board, self.side, self.scenes, self._words, self.invitation,
                     self.files.recovery.offer, self._copying):  # fmt: skip
            if view is not None:
                view.follow_theme()
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room as it was left, once the window's size is known."""
        super().showEvent(event)
        if event.spontaneous():
            return
        settings = make_settings()
        left = {name: settings.value(f"window/{name}") for name in SHARES}
        self.board.restore_shares(
            {name: share for name, share in left.items() if isinstance(share, QByteArray)}
        )
        if self.focusWidget() is None:
            # Not the bars on top, whose buttons do what nobody asked for yet.
            self._first_focus().setFocus()

    def _first_focus(self) -> QWidget:
        table = self.editor.table
        return table if table.isVisibleTo(self) else self.temperature.slider

    def _restore(self) -> None:
        self.resize(1280, 720)
        settings = make_settings()
        geometry = settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        reduced = settings.value("look/reduced_motion", False, type=bool)
        self.menus.reduced_motion.setChecked(bool(reduced))
        self.lenses.chosen.connect(self._remember_lens)
        known = bool(self.files.recent) or bool(
            settings.value("invitation/dismissed", False, type=bool)
        )
        self.invitation.setVisible(self.session.state == initial_state() and not known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the question by a digit, whatever view has the focus and no use for it."""
        if not self.board.question.take_key(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if _files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a file that is dropped here."""
        event.acceptProposedAction()
        self.open_files(_files_of(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for unsaved work, stop what moves, and remember where the window stood."""
        if not self.files.may_close():
            event.ignore()
            return
        if self._presentation is not None:
            self._presentation.stop()
        self.temperature.sweep.set_running(False)
        self.side.stop()
        settings = make_settings()
        settings.setValue("window/geometry", self.saveGeometry())
        for name, share in self.board.shares.items():
            settings.setValue(f"window/{name}", share)
        self.files.finish()
        super().closeEvent(event)


def _files_of(mime: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
