"""Presenting: a session of its own on the audience's screen, and a window for the speaker."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QScreen, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.core.digits.drawing import blank
from softmax_viz.core.lecture.work import (
    DRAWING,
    Work,
    advance,
    choose,
    go_to,
    step_back,
    step_row,
)
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.digits import DigitReader
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.lecture import screens
from softmax_viz.views.lecture.audience import Audience
from softmax_viz.views.lecture.clicker import Clicker, Intent, Press, Situation
from softmax_viz.views.lecture.curtain import Blank
from softmax_viz.views.lecture.focus import field_of, something_pops_up
from softmax_viz.views.lecture.pointer import Pointer
from softmax_viz.views.lecture.presenter import Presenter
from softmax_viz.views.lecture.screens import Place, ScreenWatch
from softmax_viz.views.lecture.sizes import desk_scale, stage_scale
from softmax_viz.views.lecture.stopwatch import Stopwatch
from softmax_viz.views.look import Look
from softmax_viz.views.number_field import NumberField

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MOVES = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)


class Presentation(QObject):
    """Present what a session holds, which stays as it is whatever is done meanwhile.

    finished: the scene last shown, -1 where there is no deck.
    """

    started = Signal()
    finished = Signal(int)

    def __init__(self, session: Session, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._main = session
        self._look = look
        self._session: Session | None = None
        self._digits: DigitReader | None = None
        self._aside: Work | None = None
        self._audience: Audience | None = None
        self._presenter: Presenter | None = None
        self._watch: ScreenWatch | None = None
        self._stopwatch = Stopwatch()
        self._clicker = Clicker()
        self._blank = Blank.NONE
        self._where: tuple[Place, Place | None] | None = None
        self._stage = self._desk = theme.Theme()
        self._left_alone = False
        self._pointer = Pointer(self)

    # Start and end

    @property
    def is_running(self) -> bool:
        """Tell whether something is being presented."""
        return self._session is not None

    @property
    def session(self) -> Session | None:
        """Return the session that is presented, None while nothing is."""
        return self._session

    @property
    def audience(self) -> Audience | None:
        """Return the audience's window, None while nothing is presented."""
        return self._audience

    @property
    def presenter(self) -> Presenter | None:
        """Return the speaker's window, None while nothing is presented or on one screen alone."""
        return self._presenter

    def start(self, index: int = 0, screen: QScreen | None = None) -> None:
        """Present from a scene on, on a screen or the one that was chosen last.

        Without a deck, what is on the screen is presented. Raises IndexError for no such scene.
        """
        if self.is_running:
            return
        work = self._main.work
        if work.deck.scenes:
            begun = go_to(work, max(index, 0))
            # What is on the screen already may be a row, with its picture.
            source = work.source if begun.state == work.state else ""
            work = replace(begun, source=source)
        if screen is not None:
            screens.remember(screens.key_of(screen))
        self._session = session = Session(replace(work, playing=True))
        self._digits = DigitReader(session, session)
        self._digits.told.connect(self._tell)
        self._stopwatch = Stopwatch()
        self._clicker = Clicker()
        self._blank = Blank.NONE
        self._audience = audience = Audience()
        self._wire(audience)
        self._pointer.start(audience)
        audience.closed.connect(self.stop)
        session.work_changed.connect(self._render_work)
        session.changed.connect(self._render_snapshot)
        self._look.changed.connect(self.follow_theme)
        self._watch = ScreenWatch(self)
        self._watch.settled.connect(self.arrange)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.arrange()
        self.started.emit()

    def stop(self) -> None:
        """End, and tell which scene was on."""
        session, audience, watch = self._session, self._audience, self._watch
        if session is None or audience is None or watch is None:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        theme.draw_at(None)
        self._pointer.stop()
        self._look.changed.disconnect(self.follow_theme)
        index = session.work.index
        self._session = self._digits = self._aside = None
        self._audience = self._watch = self._where = None
        self._close_presenter()
        audience.closed.disconnect(self.stop)
        audience.close()
        for part in (watch, session):
            part.deleteLater()
        self.finished.emit(index)

    def _wire(self, window: Audience | Presenter) -> None:
        if self._session is None or self._digits is None:
            return
        board = window.board
        board.edited.connect(self._session.take)
        board.turned.connect(self._session.show_work)
        board.drawn.connect(self._digits.read)
        board.hovered.connect(self._highlight)
        board.charts.viewed.connect(self._view)

    # Screens

    @property
    def place(self) -> Place | None:
        """Return the audience's screen, None while nothing is presented."""
        return None if self._where is None else self._where[0]

    def arrange(self) -> None:
        """Put the windows on the screens that there are now."""
        audience, found = self._audience, screens.places()
        if audience is None or not found:
            return
        self._where = screens.choose(found, self._main_key(), screens.remembered())
        stage, speaker = self._where
        self._measure()
        with theme.drawn_at(self._desk):
            self._arrange_presenter(speaker)
        self._dress()
        with theme.drawn_at(self._stage):
            screens.put(audience, stage, full=True)
        top: QWidget = self._presenter or audience
        top.raise_()
        top.activateWindow()
        for window in (audience, top):
            if window.focusWidget() is None or not window.focusWidget().hasFocus():
                # The first control would have the focus, and a ring, without being asked for.
                window.setFocus()
        if self._presenter is not None:
            self._presenter.screen_menu.show_places(found, stage.key)
        self._pointer.wake()
        # Whoever called goes on at the usual size.
        theme.draw_at(None)

    def _main_key(self) -> str:
        """Return the key of the main window's screen."""
        parent = self.parent()
        screen = QGuiApplication.primaryScreen()
        if isinstance(parent, QWidget):
            screen = QGuiApplication.screenAt(parent.frameGeometry().center()) or screen
        return screens.key_of(screen) if screen is not None else ""

    def _arrange_presenter(self, speaker: Place | None) -> None:
        if speaker is None:
            self._close_presenter()
            return
        if self._presenter is None:
            self._presenter = self._make_presenter()
        if self._audience is not None:
            with theme.drawn_at(self._stage):
                self._audience.board.question.set_counting(False)
        screens.put(self._presenter, speaker, full=False)

    def _make_presenter(self) -> Presenter:
        presenter = Presenter(self._stopwatch)
        self._wire(presenter)
        for signal, slot in (
            (presenter.back, self.go_back), (presenter.onward, self.go_on),
            (presenter.jumped, self.go_to), (presenter.blacked, self.toggle_black),
            (presenter.whited, self.toggle_white), (presenter.hands, self.toggle_hands),
            (presenter.previous_row, self.go_to_previous_row),
            (presenter.next_row, self.go_to_next_row), (presenter.paper, self.toggle_paper),
            (presenter.swapped, self.swap), (presenter.ended, self.stop),
            (presenter.closed, self.stop), (presenter.screen_menu.chosen, self.choose_screen),
        ):  # fmt: skip
            signal.connect(slot)
        presenter.show_blank(self._blank)
        return presenter

    def _close_presenter(self) -> None:
        presenter, self._presenter = self._presenter, None
        if presenter is not None:
            presenter.closed.disconnect(self.stop)
            presenter.close()

    def swap(self) -> None:
        """Let audience and speaker change screens."""
        if self._where is not None and self._where[1] is not None:
            self.choose_screen(self._where[1].key)

    def choose_screen(self, key: str) -> None:
        """Put the audience on a screen, and remember it."""
        screens.remember(key)
        self.arrange()

    # The look

    def follow_theme(self) -> None:
        """Let both windows take the look that is on, each at its own size."""
        self._measure()
        self._dress()

    def _measure(self) -> None:
        """Find out how large to draw on the screens that there are."""
        if self._where is None:
            return
        stage, speaker = self._where
        size = stage.geometry.size()
        with theme.drawn_at(None):
            look = theme.current()
        self._stage = replace(look, scale=stage_scale(size.width(), size.height()))
        if speaker is not None:
            self._desk = replace(look, scale=look.scale * desk_scale(speaker.geometry.height()))

    def _dress(self) -> None:
        """Let both windows take their looks."""
        session = self._session
        for window, look in ((self._audience, self._stage), (self._presenter, self._desk)):
            if window is not None and session is not None:
                with theme.drawn_at(look):
                    window.follow_theme()
                    window.render_work(session.work)
                    window.render_snapshot(session.snapshot)

    def _render_work(self, work: Work) -> None:
        if self._audience is not None:
            with theme.drawn_at(self._stage):
                self._audience.render_work(work)
        if self._presenter is not None:
            with theme.drawn_at(self._desk):
                self._presenter.render_work(work)

    def _render_snapshot(self, snapshot: Snapshot) -> None:
        if self._audience is not None:
            with theme.drawn_at(self._stage):
                self._audience.render_snapshot(snapshot)
        if self._presenter is not None:
            with theme.drawn_at(self._desk):
                self._presenter.render_snapshot(snapshot)

    def _highlight(self, index: int) -> None:
        """Emphasise a class in the other window too."""
        for window, look in ((self._audience, self._stage), (self._presenter, self._desk)):
            if window is not None and window.board is not self.sender():
                board = window.board
                with theme.drawn_at(look):
                    for view in (board.charts, board.editor, board.lenses):
                        view.highlight(index)

    def _view(self, classes: ClassWindow) -> None:
        """Show the same part of the classes in the other window too."""
        for window, look in ((self._audience, self._stage), (self._presenter, self._desk)):
            if window is not None and window.board.charts is not self.sender():
                with theme.drawn_at(look):
                    window.board.charts.show_window(classes)

    # What a person does

    def _turn(self, work: Work) -> None:
        if self._session is None or work is self._session.work:
            return
        field = QApplication.focusWidget()
        if isinstance(field, NumberField):
            # What is half typed was for the step before; the digits that follow are a scene's.
            field.restore()
            field.window().setFocus()
        self._session.show_work(work)

    def go_on(self) -> None:
        """Take the next step or scene; a blank screen comes back first."""
        if self._session is not None and not self._unblank():
            self._turn(advance(self._session.work))

    def go_back(self) -> None:
        """Take the last step back; a blank screen comes back first."""
        if self._session is not None and not self._unblank():
            self._turn(step_back(self._session.work))

    def go_to(self, index: int) -> None:
        """Go to a scene; a place where none is changes nothing."""
        if self._session is not None and 0 <= index < len(self._session.work.deck.scenes):
            self.show_blank(Blank.NONE)
            self._turn(go_to(self._session.work, index))

    def go_to_first(self) -> None:
        """Go to the first scene."""
        self.go_to(0)

    def go_to_last(self) -> None:
        """Go to the last scene."""
        if self._session is not None:
            self.go_to(len(self._session.work.deck.scenes) - 1)

    def go_to_previous_row(self) -> None:
        """Go to the row before, where a table is open."""
        self._step_row(-1)

    def go_to_next_row(self) -> None:
        """Go to the next row, where a table is open."""
        self._step_row(1)

    def _step_row(self, by: int) -> None:
        if self._session is not None and not self._unblank():
            self._turn(step_row(self._session.work, by))

    def toggle_paper(self) -> None:
        """Put paper for a digit on the screen, or what was there before, steps taken meanwhile."""
        session, digits = self._session, self._digits
        if session is None or digits is None or self._unblank():
            return
        work, aside = session.work, self._aside
        if work.source != DRAWING:
            self._aside = work
            digits.read(work.drawing or blank(), None)
        elif aside is not None and aside.index == work.index and aside.shown <= work.shown:
            while aside.shown < work.shown:
                aside = advance(aside)
            # What was answered, counted or enlarged meanwhile is not the paper's.
            self._turn(replace(aside, drawing=work.drawing, screen=work.screen,
                               answer=work.answer, votes=work.votes))  # fmt: skip

    @property
    def _of_speaker(self) -> tuple[Audience | Presenter | None, theme.Theme]:
        """Return the speaker's window and its look: on one screen, what is before all."""
        if self._presenter is None:
            return self._audience, self._stage
        return self._presenter, self._desk

    def _tell(self, sentence: str) -> None:
        window, look = self._of_speaker
        if window is not None:
            with theme.drawn_at(look):
                window.board.problem.show_problem(sentence)

    def answer(self, number: int) -> None:
        """Choose an answer, counted from 1."""
        if self._session is not None and not self._unblank():
            self._turn(choose(self._session.work, number - 1))

    def toggle_hands(self) -> None:
        """Begin or end the counting of hands: in the speaker's window, on one screen before all."""
        window, look = self._of_speaker
        if window is not None:
            window.activateWindow()
            with theme.drawn_at(look):
                window.board.question.toggle_hands()

    def put_back(self) -> None:
        """Put back what is enlarged."""
        if self._audience is not None:
            self._audience.board.put_back()

    @property
    def blank(self) -> Blank:
        """Return what hides the audience's screen."""
        return self._blank

    def toggle_black(self) -> None:
        """Show the audience a black screen, or what was there before."""
        self.show_blank(Blank.NONE if self._blank is Blank.BLACK else Blank.BLACK)

    def toggle_white(self) -> None:
        """Show the audience a white screen, or what was there before."""
        self.show_blank(Blank.NONE if self._blank is Blank.WHITE else Blank.WHITE)

    def _unblank(self) -> bool:
        was_blank = self._blank is not Blank.NONE
        self.show_blank(Blank.NONE)
        return was_blank

    def show_blank(self, blank: Blank) -> None:
        """Hide the audience's screen, or show it again."""
        if blank is self._blank:
            return
        self._blank = blank
        if self._audience is not None:
            with theme.drawn_at(self._stage):
                self._audience.halo.leave()
                self._audience.show_blank(blank)
        if self._presenter is not None:
            self._presenter.show_blank(blank)

    # Keys and pointer, whatever has the focus

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Take the clicker's keys, follow the pointer, and draw each window at its own size."""
        audience = self._audience
        if audience is None:
            return False
        window = receiver.window() if isinstance(receiver, QWidget) else None
        look = self._stage if window is audience else None
        theme.draw_at(self._desk if window is not None and window is self._presenter else look)
        kind = event.type()
        if kind in _KEYS and (kind != QEvent.Type.KeyPress or isinstance(receiver, QWindow)):
            self._left_alone = False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Or a menu's shortcut would take it before it becomes a key press.
            if not something_pops_up() and self._clicker.takes(
                event.key(), event.modifiers(), self._situation()
            ):
                event.accept()
                return True
        elif kind in _MOVES and isinstance(event, QMouseEvent) and isinstance(receiver, QWindow):
            with theme.drawn_at(self._stage):
                self._pointer.follow(event, self._presenter)
        return False

    def _situation(self) -> Situation:
        work = None if self._session is None else self._session.work
        scene = None if work is None else work.scene
        asking = (
            work is not None and scene is not None and scene.question is not None
            and not work.answer_is_revealed
        )  # fmt: skip
        return Situation(*field_of(QApplication.focusWidget()), asking)

    def _press(self, event: QKeyEvent) -> bool:
        if self._left_alone or something_pops_up():
            return False
        press = self._clicker.press(
            event.key(), event.modifiers(), self._situation(), monotonic(), event.isAutoRepeat()
        )
        if press is None:
            # What a field makes of it does not count again for what is around the field.
            self._left_alone = True
            return False
        event.accept()
        with theme.drawn_at(None):
            self._do(press)
        return True

    def _do(self, press: Press) -> None:
        if press.intent is Intent.JUMP:
            self.go_to(press.number - 1)
        elif press.intent is Intent.ANSWER:
            self.answer(press.number)
        elif press.intent is not Intent.NOTHING:
            {
                Intent.FORWARD: self.go_on, Intent.BACK: self.go_back,
                Intent.FIRST: self.go_to_first, Intent.LAST: self.go_to_last,
                Intent.BLACK: self.toggle_black, Intent.WHITE: self.toggle_white,
                Intent.HANDS: self.toggle_hands, Intent.PUT_BACK: self.put_back,
                Intent.HALO: self._pointer.toggle_halo, Intent.SWAP: self.swap,
                Intent.PREVIOUS_ROW: self.go_to_previous_row,
                Intent.NEXT_ROW: self.go_to_next_row,
                Intent.DRAW: self.toggle_paper, Intent.STOP: self.stop,
            }[press.intent]()  # fmt: skip
