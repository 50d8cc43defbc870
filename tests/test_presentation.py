"""Presenting in whole: windows, keys whatever has the focus, screens that come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.app import make_application
from softmax_viz.core import edits
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import WRONG, Rows, Selection
from softmax_viz.core.digits.drawing import DIGITS, blank
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import DRAWING, ROWS, Work, open_deck, with_rows
from softmax_viz.presentation import Presentation
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.board import Board
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.lecture import screens
from softmax_viz.views.lecture.audience import Audience
from softmax_viz.views.lecture.counterpart import counterpart
from softmax_viz.views.lecture.curtain import Blank
from softmax_viz.views.lecture.example import ExampleView
from softmax_viz.views.lecture.presenter import Presenter
from softmax_viz.views.lecture.screens import Place
from softmax_viz.views.lecture.sizes import desk_scale, stage_scale
from softmax_viz.views.look import Look

K = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier

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


# Rows of open data, and paper

TABLE = LogitsTable(
    np.array([[0.0, 2.0], [3.0, 1.0], [0.0, 4.0], [5.0, 1.0]], np.float32),
    ("cat", "dog"),
    np.array([1, 1, 1, 1]),
    pictures=np.eye(4 * 4, dtype=np.float32)[:4].reshape(4, 4, 4),
)


@pytest.fixture
def wrong(session: Session) -> Rows:
    """Open a table, of which the wrong rows are gone through, 1 and 3."""
    rows = Rows(TABLE, 0, Selection(WRONG), np.array([1, 3]))
    session.show_work(replace(session.work, rows=rows))
    return rows


def example_of(window: Audience | Presenter) -> ExampleView:
    assert window.board.example is not None
    return window.board.example


def boards_of(show: Presentation) -> tuple[Board, Board]:
    return audience_of(show).board, presenter_of(show).board


def row_of(show: Presentation) -> int:
    """Return the row on the screen, -1 for none."""
    rows = work_of(show).rows
    return rows.row if rows is not None and work_of(show).source == ROWS else -1


def draw(window: Audience | Presenter) -> None:
    """Draw a line across the paper, by hand."""
    paper = example_of(window).pad.paper
    middle = paper.height() // 2
    QTest.mousePress(paper, LEFT, NONE, QPoint(30, middle))
    for x in (60, 90):
        QTest.mouseMove(paper, QPoint(x, middle))
    QTest.mouseRelease(paper, LEFT, NONE, QPoint(90, middle))


def shown_chart(board: Board) -> str:
    chart = board.charts.cards["softmax"].chart
    chart.describe()
    return chart.accessibleDescription()


def test_alt_and_the_arrows_go_through_the_selected_rows(
    show: Presentation, session: Session, wrong: Rows
) -> None:
    before = session.work
    show.start(1)
    example = example_of(audience_of(show))
    assert not example.isVisible()
    seen = []
    for arrow in (K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Left):
        key(audience_of(show), arrow, ALT)
        seen.append((row_of(show), example.picture.isVisible(), example.picture.accessibleName()))
    assert seen == [
        (row, True, f"Picture of row {row}") for row in (1, 3, 3, 1)
    ]  # fmt: skip
    assert place_of(show) == (1, 0)
    assert work_of(show).deck == DECK
    show.stop()
    assert session.work is before


def test_without_a_table_alt_and_the_arrows_do_nothing(show: Presentation) -> None:
    show.start()
    before = work_of(show)
    for arrow in (K.Key_Right, K.Key_Left):
        key(audience_of(show), arrow, ALT)
    assert work_of(show) is before


def test_a_row_is_gone_to_from_a_field_that_is_typed_in(show: Presentation, wrong: Rows) -> None:
    show.start(1)
    field = audience_of(show).board.temperature.field
    focus(field)
    field.selectAll()
    QTest.keyClicks(field, "35")
    key(field, K.Key_Right, ALT)
    assert row_of(show) == 1
    assert not field.isModified()
    assert work_of(show).state.temperature == 5.0


def test_a_black_screen_comes_back_before_a_row_or_paper(show: Presentation, wrong: Rows) -> None:
    show.start(1)
    for name, modifiers, source in ((K.Key_Right, ALT, ROWS), (K.Key_D, NONE, DRAWING)):
        key(audience_of(show), K.Key_B)
        before = work_of(show)
        key(audience_of(show), name, modifiers)
        assert (show.blank, work_of(show)) == (Blank.NONE, before)
        key(audience_of(show), name, modifiers)
        assert work_of(show).source == source


def test_what_is_presented_from_where_a_row_is_shown_begins_with_its_picture(
    show: Presentation, session: Session
) -> None:
    session.show_work(with_rows(session.work, Rows(TABLE, 2)))
    show.start(0)
    assert example_of(audience_of(show)).picture.isVisible()
    assert row_of(show) == 2
    show.stop()
    show.start(1)
    assert not example_of(audience_of(show)).isVisible()
    assert row_of(show) == -1


def test_paper_comes_and_what_was_there_comes_back(show: Presentation, wrong: Rows) -> None:
    show.start(1)
    key(audience_of(show), K.Key_Right, ALT)
    example = example_of(audience_of(show))
    there = work_of(show)
    key(audience_of(show), K.Key_D)
    assert example.pad.isVisible()
    assert not example.picture.isVisible()
    assert work_of(show).state.labels == DIGITS
    draw(audience_of(show))
    drawing = work_of(show).drawing
    assert drawing is not None
    assert drawing != blank()
    key(audience_of(show), K.Key_D)
    assert example.picture.isVisible()
    assert not example.pad.isVisible()
    assert work_of(show) == replace(there, drawing=drawing)
    key(audience_of(show), K.Key_D)
    assert example.pad.paper.drawing == drawing
    key(audience_of(show), K.Key_Right, ALT)
    assert (row_of(show), example.picture.isVisible()) == (1, True)


def test_steps_and_answers_of_the_meantime_stay_when_the_paper_goes(show: Presentation) -> None:
    show.start()
    window = audience_of(show)
    for name in (K.Key_D, K.Key_2, K.Key_PageDown):
        key(window, name)
    assert (place_of(show), work_of(show).source) == ((0, 1), DRAWING)
    key(window, K.Key_D)
    assert (place_of(show), work_of(show).source) == ((0, 1), "")
    assert work_of(show).state == STATE
    assert work_of(show).answer == 1
    assert not example_of(window).isVisible()


def test_another_scene_comes_without_paper_and_gets_its_own(show: Presentation) -> None:
    show.start()
    window = audience_of(show)
    key(window, K.Key_D)
    draw(window)
    drawing = work_of(show).drawing
    show.go_to(1)
    assert not example_of(window).isVisible()
    key(window, K.Key_D)
    assert (work_of(show).drawing, work_of(show).state.temperature) == (drawing, 5.0)
    key(window, K.Key_D)
    assert place_of(show) == (1, 0)
    assert work_of(show).state == DECK.scenes[1].state


def test_paper_that_lay_there_from_the_start_stays(show: Presentation, session: Session) -> None:
    show.start(1)
    key(audience_of(show), K.Key_D)
    drawn = replace(work_of(show), deck=Deck(), index=-1, playing=False)
    show.stop()
    session.show_work(drawn)
    show.start()
    key(audience_of(show), K.Key_D)
    assert work_of(show).source == DRAWING
    assert example_of(audience_of(show)).pad.isVisible()


def test_a_drawing_is_read_before_all_and_leaves_the_lesson_alone(
    show: Presentation, session: Session
) -> None:
    before = session.work
    show.start(1)
    key(audience_of(show), K.Key_D)
    empty = shown_chart(audience_of(show).board)
    draw(audience_of(show))
    assert shown_chart(audience_of(show).board) != empty
    assert work_of(show).deck == DECK
    key(audience_of(show), K.Key_Right)
    assert place_of(show) == (2, 0)
    show.stop()
    assert session.work is before


@pytest.mark.parametrize("name", ["audience", "presenter"])
def test_a_drawing_in_one_window_is_seen_in_both(two: Presentation, name: str) -> None:
    two.go_to(1)
    presenter_of(two).draw.click()
    empty = shown_chart(audience_of(two).board)
    window = getattr(two, name)
    draw(window)
    drawing = work_of(two).drawing
    assert drawing is not None
    assert drawing.ink.any()
    seen = {shown_chart(board) for board in boards_of(two)}
    assert len(seen) == 1
    assert seen != {empty}
    assert [board.example.pad.paper.drawing for board in boards_of(two) if board.example] == [
        drawing, drawing,
    ]  # fmt: skip


def test_the_speaker_has_buttons_for_the_rows_and_for_paper(two: Presentation, wrong: Rows) -> None:
    presenter = presenter_of(two)
    assert not presenter.next_row_button.isVisible()
    two.stop()
    two.start(1)
    presenter = presenter_of(two)
    rows = []
    for button in (presenter.next_row_button, presenter.next_row_button,
                   presenter.previous_row_button):  # fmt: skip
        assert button.isVisible()
        button.click()
        rows.append(row_of(two))
    assert rows == [1, 3, 1]
    for source in (DRAWING, ROWS):
        presenter.draw.click()
        assert work_of(two).source == source
    tips = [button.toolTip() for button in (presenter.next_row_button, presenter.draw)]
    assert ["Alt+→" in tips[0], "(D)" in tips[1]] == [True, True]


@pytest.mark.parametrize("screens_there", [1, 2])
def test_a_network_that_cannot_be_read_is_told_to_the_speaker(
    show: Presentation,
    places: list[Place],
    monkeypatch: pytest.MonkeyPatch,
    screens_there: int,
) -> None:
    def gone(name: str) -> str:
        raise FileNotFoundError(f"There is no {name}.")

    monkeypatch.setattr("softmax_viz.digits.resource", gone)
    if screens_there == 2:
        places.append(beamer())
    show.start(1)
    before = work_of(show)
    key(audience_of(show), K.Key_D)
    speaker, other = (show.presenter or audience_of(show)), audience_of(show)
    assert speaker.board.problem.label.text() == "There is no logits/digits_weights.npz."
    assert speaker.board.problem.isVisible()
    assert other.board.problem.isVisible() is (screens_there == 1)
    assert work_of(show) is before


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


@pytest.mark.parametrize("part", ["paper", "picture"])
@pytest.mark.parametrize("scene", [1, 3])
def test_the_audience_sees_where_on_the_paper_or_picture_the_speaker_points(
    show: Presentation, session: Session, places: list[Place], part: str, scene: int
) -> None:
    without = Scene("Without the editor", STATE, Screen(("softmax",), hidden=("editor",)))
    deck = Deck("A lesson", (*DECK.scenes, without))
    work = open_deck(replace(session.work, rows=Rows(TABLE, 0)), deck)
    session.show_work(work)
    places.append(beamer())
    show.start(scene)
    if part == "paper":
        show.toggle_paper()
    else:
        show.go_to_next_row()
    QTest.qWait(20)

    def sheets() -> list[tuple[Board, QWidget, QRectF]]:
        found: list[tuple[Board, QWidget, QRectF]] = []
        for window in (show.presenter, show.audience):
            assert window is not None
            example = example_of(window)
            for sheet in (example.pad.paper, example.picture):
                if sheet.isVisible():
                    found.append((window.board, sheet, sheet.sheet))
        return found

    (source, here, small), (target, there, large) = sheets()
    assert large.width() == large.height() > small.width()
    for x, y in ((0.1, 0.1), (0.9, 0.2), (0.5, 0.95)):
        point = small.topLeft() + QPointF(x * small.width(), y * small.height())
        found = counterpart(source, target, here.mapTo(source, point.toPoint()))
        wanted = large.topLeft() + QPointF(x * large.width(), y * large.height())
        assert found is not None
        assert (found - there.mapTo(target, wanted.toPoint())).manhattanLength() <= 6


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
