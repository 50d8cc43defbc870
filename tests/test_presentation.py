"""Presenting in whole: windows, keys whatever has the focus, screens that come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.app import make_application
from softmax_viz.core import edits
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, open_deck
from softmax_viz.presentation import Presentation
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.lecture import screens
from softmax_viz.views.lecture.audience import Audience
from softmax_viz.views.lecture.counterpart import counterpart
from softmax_viz.views.lecture.curtain import Blank
from softmax_viz.views.lecture.presenter import Presenter
from softmax_viz.views.lecture.screens import Place
from softmax_viz.views.lecture.sizes import desk_scale, stage_scale
from softmax_viz.views.look import Look

K = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

STATE = initial_state()
DECK = Deck(
    "A lesson",
    (
        Scene(
            "Who wins?",
            STATE,
            Screen(("argmax", "softmax")),
            notes="T is {T}.",
            question=Question("Who?", ("seal", "panda"), 1),
            steps=(Step(("softmax",)),),
        ),
        Scene("Warmer", edits.set_temperature(STATE, 5.0), Screen(("softmax",))),
        Scene("The end", STATE),
    ),
)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[Place]:
    """Stand for the screens that there are: one at first, of the size of the real one."""
    here = qapp.primaryScreen()
    found = [Place(screens.key_of(here), "laptop", here.geometry())]
    monkeypatch.setattr(screens, "places", lambda: tuple(found))
    return found


def beamer() -> Place:
    return Place("HDMI|||", "beamer", QRect(0, 0, 2 * 1220, 2 * 686))


@pytest.fixture
def main(qtbot: QtBot, qapp: QApplication) -> QMainWindow:
    make_application()
    window = QMainWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def session() -> Session:
    return Session(open_deck(Work(STATE), DECK))


@pytest.fixture
def show(
    session: Session, main: QMainWindow, places: list[Place], qapp: QApplication
) -> Iterator[Presentation]:
    show = Presentation(session, Look(qapp), main)
    yield show
    show.stop()


def audience_of(show: Presentation) -> Audience:
    assert show.audience is not None
    return show.audience


def presenter_of(show: Presentation) -> Presenter:
    assert show.presenter is not None
    return show.presenter


def work_of(show: Presentation) -> Work:
    assert show.session is not None
    return show.session.work


def place_of(show: Presentation) -> tuple[int, int]:
    return work_of(show).index, work_of(show).shown


def key(widget: QWidget, name: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, name, modifiers)


def focus(widget: QWidget) -> None:
    widget.window().activateWindow()
    widget.setFocus()
    QApplication.processEvents()


# Start and end


def test_the_lesson_is_shown_and_left_at_the_scene_last_shown(
    show: Presentation, session: Session, qtbot: QtBot
) -> None:
    show.start(1)
    assert audience_of(show).isFullScreen()
    assert show.presenter is None
    assert place_of(show) == (1, 0)
    show.go_on()
    with qtbot.waitSignal(show.finished) as told:
        key(audience_of(show), K.Key_Escape)
    assert told.args == [2]
    assert (show.is_running, show.audience, show.session) == (False, None, None)
    assert session.work.index == 0


def test_nothing_done_while_presenting_changes_the_deck(
    show: Presentation, session: Session
) -> None:
    before = session.work
    show.start()
    assert show.session is not None
    show.session.update(edits.set_temperature(STATE, 3.0))
    show.go_on()
    assert work_of(show).deck == DECK
    assert work_of(show).state.temperature == 3.0
    show.stop()
    assert session.work is before


def test_what_is_on_the_screen_is_presented_where_there_is_no_deck(
    show: Presentation, session: Session, qtbot: QtBot
) -> None:
    session.show_work(Work(STATE, Screen(("softmax",))))
    show.start()
    assert work_of(show).screen.charts == ("softmax",)
    assert not audience_of(show).footer.isVisible()
    for step in (show.go_on, show.go_back, show.go_to_first, show.go_to_last):
        step()
    assert place_of(show) == (-1, 0)
    with qtbot.waitSignal(show.finished) as told:
        show.stop()
    assert told.args == [-1]


def test_it_starts_once_and_again(show: Presentation) -> None:
    show.start()
    first = show.audience
    show.start(2)
    assert show.audience is first
    assert place_of(show) == (0, 0)
    show.stop()
    show.stop()
    show.start(2)
    assert place_of(show) == (2, 0)


@pytest.mark.parametrize("name", ["audience", "presenter"])
def test_closing_a_window_ends_it(
    show: Presentation, places: list[Place], qtbot: QtBot, name: str
) -> None:
    places.append(beamer())
    show.start()
    window: QWidget = getattr(show, name)
    with qtbot.waitSignal(show.finished):
        window.close()
    assert not show.is_running


# Keys


def test_a_clicker_walks_the_lesson_to_its_end_and_back(show: Presentation) -> None:
    show.start()
    seen = []
    for _ in range(6):
        seen.append(place_of(show))
        key(audience_of(show), K.Key_PageDown)
    assert seen == [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 0)]
    for _ in range(6):
        key(audience_of(show), K.Key_PageUp)
    assert place_of(show) == (0, 0)
    key(audience_of(show), K.Key_End)
    assert place_of(show) == (2, 0)
    key(audience_of(show), K.Key_Home)
    assert place_of(show) == (0, 0)


@pytest.mark.parametrize(
    "find",
    [
        lambda board: board.temperature.slider,
        lambda board: board.temperature.sweep_button,
        lambda board: board.temperature.field,
        lambda board: board.charts.cards["softmax"],
    ],
)
def test_the_clicker_is_heard_whatever_has_the_focus(
    show: Presentation, find: Callable[[object], QWidget]
) -> None:
    show.start()
    there = find(audience_of(show).board)
    focus(there)
    for forward in (K.Key_PageDown, K.Key_Right, K.Key_Space):
        key(there, forward)
    assert place_of(show) == (1, 0)
    for back in (K.Key_PageUp, K.Key_Left, K.Key_Backspace):
        key(there, back)
    assert place_of(show) == (0, 0)
    assert work_of(show).state == STATE


def test_no_menus_shortcut_takes_a_clickers_key(
    show: Presentation, main: QMainWindow, qtbot: QtBot
) -> None:
    show.start()
    window = audience_of(show)
    stolen: list[bool] = []
    for name in ("PgDown", "B", "F5"):
        action = QAction(name, window)
        action.setShortcut(QKeySequence(name))
        action.triggered.connect(stolen.append)
        window.addAction(action)
    focus(window)
    key(window, K.Key_PageDown)
    key(window, K.Key_B)
    assert place_of(show) == (0, 1)
    assert show.blank is Blank.BLACK
    key(window, K.Key_F5)
    assert not show.is_running
    assert stolen == []


def test_a_number_is_typed_into_its_field_and_then_the_keys_go_on(show: Presentation) -> None:
    show.start()
    field = audience_of(show).board.temperature.field
    focus(field)
    field.selectAll()
    QTest.keyClicks(field, "2.5x")
    key(field, K.Key_Backspace)
    assert place_of(show) == (0, 0)
    key(field, K.Key_Return)
    assert work_of(show).state.temperature == 2.5
    assert place_of(show) == (0, 0)
    key(field, K.Key_Return)
    assert place_of(show) == (0, 1)


def test_digits_answer_or_jump(show: Presentation) -> None:
    show.start()
    window = audience_of(show)
    key(window, K.Key_2)
    assert work_of(show).answer == 1
    key(window, K.Key_Return)
    assert place_of(show) == (0, 1)
    for name in (K.Key_0, K.Key_3, K.Key_Return):
        key(window, name)
    assert place_of(show) == (2, 0)
    for name in (K.Key_9, K.Key_Return):
        key(window, name)
    assert place_of(show) == (2, 0)
    for name in (K.Key_2, K.Key_Return):
        key(window, name)
    assert place_of(show) == (1, 0)


def test_keys_of_a_menu_are_left_to_it(show: Presentation, places: list[Place]) -> None:
    places.append(beamer())
    show.start()
    menu = presenter_of(show).screen_menu
    menu.popup(QPoint(5, 5))
    key(menu, K.Key_Escape)
    assert show.is_running
    assert not menu.isVisible()


def test_black_and_white_come_and_go(show: Presentation) -> None:
    show.start()
    window = audience_of(show)
    key(window, K.Key_Period)
    assert window.curtain.isVisible()
    assert window.curtain.size() == window.size()
    assert window.grab().toImage().pixelColor(40, 40).name() == "#000000"
    key(window, K.Key_W)
    assert window.grab().toImage().pixelColor(40, 40).name() == "#ffffff"
    key(window, K.Key_W)
    assert not window.curtain.isVisible()
    key(window, K.Key_B)
    key(window, K.Key_PageDown)
    assert not window.curtain.isVisible()
    assert place_of(show) == (0, 0)


def test_an_enlarged_chart_is_put_back(show: Presentation) -> None:
    show.start()
    audience_of(show).board.zoom("softmax")
    assert work_of(show).screen.zoom == "softmax"
    key(audience_of(show), K.Key_Z)
    assert work_of(show).screen.zoom == ""


# The speaker's window


@pytest.fixture
def two(show: Presentation, places: list[Place]) -> Presentation:
    places.append(beamer())
    show.start()
    return show


def test_what_the_speaker_does_happens_on_the_projector(two: Presentation) -> None:
    slider = presenter_of(two).board.temperature.slider
    focus(slider)
    key(slider, K.Key_Up)
    shown = work_of(two).state.temperature
    assert shown > 1
    assert audience_of(two).board.temperature.field.value == shown
    presenter_of(two).board.charts.hovered.emit(1)


def test_the_speaker_and_the_projector_show_the_same_part_of_the_classes(
    two: Presentation,
) -> None:
    speaker, projector = presenter_of(two).board.charts, audience_of(two).board.charts
    for source, other in ((speaker, projector), (projector, speaker)):
        source.class_bar.viewed.emit(ClassWindow.top(3, 2))
        assert other.window_on_classes == ClassWindow.top(3, 2)
        source.class_bar.viewed.emit(ClassWindow.whole(3))
        assert other.window_on_classes == ClassWindow.whole(3)
    assert not projector.class_bar.all_button.isVisible()


def test_the_speaker_sees_notes_place_and_what_comes_next(two: Presentation) -> None:
    presenter = presenter_of(two)
    assert presenter.notes.toPlainText() == "T is 1."
    assert two.session is not None
    two.session.update(edits.set_temperature(STATE, 3.0))
    assert presenter.notes.toPlainText() == "T is 3."
    assert presenter.coming.text == "Next: reveal"
    assert not presenter.back_button.isEnabled()
    for text in ("Next: reveal", "Next: Warmer", "Next: The end", "This is the end of the lesson."):
        presenter.next_button.click()
        assert presenter.coming.text == text
    assert not presenter.next_button.isEnabled()
    presenter.back_button.click()
    assert place_of(two) == (1, 0)


def test_the_speaker_jumps_by_the_list(two: Presentation) -> None:
    scenes = presenter_of(two).scenes
    assert [scenes.item(row).text() for row in range(scenes.count())] == [
        "1  Who wins?", "2  Warmer", "3  The end",
    ]  # fmt: skip
    spot = scenes.visualItemRect(scenes.item(2)).center()
    QTest.mouseClick(scenes.viewport(), LEFT, NONE, spot)
    assert place_of(two) == (2, 0)
    assert scenes.currentRow() == 2


def test_the_speakers_buttons_do_what_their_keys_do(two: Presentation) -> None:
    presenter = presenter_of(two)
    presenter.black.click()
    assert "black" in presenter.blank.text()
    presenter.white.click()
    assert "white" in presenter.blank.text()
    presenter.next_button.click()
    assert (two.blank, presenter.blank.text()) == (Blank.NONE, "")
    presenter.pause.click()
    assert presenter.pause.text() == "Go on"
    presenter.reset.click()
    assert presenter.elapsed.text() == "00:00"
    presenter.end.click()
    assert not two.is_running


def test_hands_are_counted_in_the_speakers_window(two: Presentation) -> None:
    presenter_of(two).activateWindow()
    key(presenter_of(two), K.Key_H)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "12")
    assert work_of(two).votes == (12, 0)
    key(field, K.Key_Return)
    assert place_of(two) == (0, 0)
    key(field, K.Key_PageDown)
    assert place_of(two) == (0, 1)


def test_hands_are_counted_before_all_on_one_screen(show: Presentation) -> None:
    show.start()
    focus(audience_of(show))
    key(audience_of(show), K.Key_H)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "12")
    key(field, K.Key_Escape)
    assert show.is_running
    assert work_of(show).votes == (12, 0)
    assert not audience_of(show).board.question.is_typing
    key(audience_of(show), K.Key_Escape)
    assert not show.is_running


def test_a_second_screen_takes_the_fields_away_from_the_audience(
    show: Presentation, places: list[Place]
) -> None:
    show.start()
    show.toggle_hands()
    places.append(beamer())
    show.arrange()
    assert not any(b.field.isVisible() for b in audience_of(show).board.question.buttons)
    focus(presenter_of(show))
    show.toggle_hands()
    assert presenter_of(show).board.question.is_typing


def test_what_is_half_typed_is_not_for_the_next_step(two: Presentation) -> None:
    field = presenter_of(two).board.temperature.field
    focus(field)
    field.selectAll()
    QTest.keyClicks(field, "35")
    key(field, K.Key_PageDown)
    assert place_of(two) == (0, 1)
    assert not field.isModified()
    assert field.text() == field._shown
    assert not field.hasFocus()
    assert work_of(two).state.temperature != 35


# Screens


def test_a_projector_unplugged_and_plugged_in_again_loses_nothing(
    two: Presentation, places: list[Place]
) -> None:
    two.go_on()
    window, held, projector = audience_of(two), two.session, places.pop()
    two.arrange()
    assert two.presenter is None
    assert two.audience is window
    assert window.isVisible()
    assert two.place == places[0]
    places.append(projector)
    two.arrange()
    assert presenter_of(two).isVisible()
    assert presenter_of(two).notes.toPlainText() == "T is 1."
    assert two.place == projector
    assert (two.session, place_of(two)) == (held, (0, 1))


def test_a_changed_resolution_is_noticed_once_it_has_settled(
    show: Presentation, places: list[Place], qtbot: QtBot, qapp: QApplication
) -> None:
    show.start()
    assert audience_of(show).board.temperature.sweep_button.font().pixelSize() == 14
    places[0] = replace(places[0], geometry=beamer().geometry)
    screen = qapp.primaryScreen()
    assert show._watch is not None
    with qtbot.waitSignal(show._watch.settled):
        screen.geometryChanged.emit(screen.geometry())
    assert show.place == places[0]
    assert audience_of(show).board.temperature.sweep_button.font().pixelSize() == 28
    show.stop()
    screen.geometryChanged.emit(screen.geometry())


def test_no_screen_at_all_for_a_moment_changes_nothing(
    two: Presentation, places: list[Place]
) -> None:
    found = list(places)
    places.clear()
    two.arrange()
    assert two.is_running
    places.extend(found)
    two.arrange()
    assert two.place == found[1]


def test_the_screens_are_swapped_and_remembered(two: Presentation, places: list[Place]) -> None:
    presenter = presenter_of(two)
    key(presenter, K.Key_S)
    assert two.place == places[0]
    assert screens.remembered() == places[0].key
    two.stop()
    two.start()
    assert two.place == places[0]
    presenter_of(two).screen_menu.actions()[1].trigger()
    assert two.place == places[1]


# Sizes


def test_the_audience_sees_everything_larger_and_the_speaker_does_not(
    two: Presentation, qtbot: QtBot
) -> None:
    assert stage_scale(2440, 1372) == 2.0
    audience, presenter = audience_of(two), presenter_of(two)
    large, usual = audience.board.temperature, presenter.board.temperature
    qtbot.waitUntil(lambda: large.height() > 1.7 * usual.height())
    assert large.sweep_button.font().pixelSize() > 1.7 * usual.sweep_button.font().pixelSize()
    key(presenter, K.Key_F1)
    assert theme.current().scale == 1.0


def test_another_look_is_taken_at_each_windows_size(two: Presentation, qapp: QApplication) -> None:
    look = two._look
    look.set_mode("dark")
    assert theme.current() == theme.Theme(dark=True)
    for window in (audience_of(two), presenter_of(two)):
        assert window.grab().toImage().pixelColor(3, 3).lightness() < 80
    look.set_mode("light")


def test_a_small_screen_is_drawn_at_the_usual_size() -> None:
    assert stage_scale(800, 600) == 1.0
    assert 1.5 < stage_scale(1920, 1080) < 1.6
    assert (desk_scale(1080), desk_scale(720), desk_scale(300)) == (1.0, 0.9, 0.8)


# The pointer


def move(window: QWidget, spot: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    handle = window.windowHandle()
    place = QPointF(spot)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, QPointF(window.mapToGlobal(spot)),
        Qt.MouseButton.NoButton, buttons, NONE,
    )  # fmt: skip
    QApplication.sendEvent(handle, event)


def test_a_halo_follows_the_pointer_and_fills_while_pressed(show: Presentation) -> None:
    show.start()
    window = audience_of(show)
    move(window, QPoint(300, 200))
    assert window.halo.isVisible()
    assert window.halo.geometry().center() == window.halo.place == QPoint(300, 200)
    move(window, QPoint(310, 200), LEFT)
    assert window.halo.is_pressed
    assert window.childAt(310, 200) is not window.halo
    key(window, K.Key_L)
    assert not window.halo.isVisible()
    move(window, QPoint(320, 200))
    assert not window.halo.isVisible()


def test_the_halo_is_remembered_off(
    show: Presentation, session: Session, qapp: QApplication
) -> None:
    show.start()
    key(audience_of(show), K.Key_L)
    show.stop()
    again = Presentation(session, show._look, show.parent())
    again.start()
    move(audience_of(again), QPoint(300, 200))
    assert not audience_of(again).halo.isVisible()
    again.stop()


def test_the_audience_sees_where_the_speaker_points(two: Presentation) -> None:
    presenter, audience = presenter_of(two), audience_of(two)
    QTest.qWait(20)
    for name in ("argmax", "softmax"):
        here = presenter.board.charts.cards[name]
        there = audience.board.charts.cards[name]
        place = here.mapTo(presenter.board, here.rect().center())
        found = counterpart(presenter.board, audience.board, place)
        assert found is not None
        middle = there.mapTo(audience.board, there.rect().center())
        assert (found - middle).manhattanLength() <= 4
    assert counterpart(presenter.board, audience.board, QPoint(-1, 4)) is None


def test_a_still_pointer_is_hidden_and_comes_back(
    show: Presentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.start()
    window = audience_of(show)
    move(window, QPoint(300, 200))
    monkeypatch.setattr(
        "softmax_viz.views.lecture.pointer.QCursor.pos",
        lambda: window.mapToGlobal(QPoint(300, 200)),
    )
    show._pointer.rest()
    assert QApplication.overrideCursor() is not None
    assert not window.halo.isVisible()
    move(window, QPoint(301, 200))
    assert QApplication.overrideCursor() is None
    show._pointer.rest()
    show.stop()
    assert QApplication.overrideCursor() is None


def test_classes_changed_in_play_leave_a_picture_of_what_comes(two: Presentation) -> None:
    assert two.session is not None
    renamed = replace(STATE, labels=("a", "b", "c"))
    two.session.update(renamed)
    presenter_of(two).coming.refresh()
    assert presenter_of(two).coming.text == "Next: reveal"
