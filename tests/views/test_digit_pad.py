"""The paper to draw a digit on: strokes by mouse and by keys, erasing, what is seen and said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.core.digits.drawing import SIDE, blank
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import Work
from softmax_viz.digits import DigitReader
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.data.digit_pad import DigitPad
from softmax_viz.views.data.grey_picture import GreyPicture

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

Told = list[tuple[Any, ...]]
Ink = NDArray[np.bool_]


@pytest.fixture
def pad(show: Callable[..., DigitPad]) -> DigitPad:
    pad = DigitPad()
    pad.follow_theme()
    return show(pad, 320, 400)


@pytest.fixture
def session(pad: DigitPad) -> Iterator[Session]:
    session = Session(Work(initial_state()))
    reader = DigitReader(session)
    session.work_changed.connect(pad.render_work)
    session.changed.connect(pad.render_snapshot)
    pad.drawn.connect(reader.read)
    pad.render_work(session.work)
    pad.render_snapshot(session.snapshot)
    yield session
    del reader


def ink(session: Session) -> Ink:
    drawing = session.work.drawing
    return blank().ink if drawing is None else drawing.ink


def spot(pad: DigitPad, x: float, y: float) -> QPoint:
    """Return where a cell of the paper is on the screen."""
    cell = min(pad.paper.width(), pad.paper.height()) / SIDE
    return QPoint(round((x + 0.5) * cell), round((y + 0.5) * cell))


def stroke(pad: DigitPad, *cells: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(pad.paper, button, NO_KEY, spot(pad, *cells[0]))
    for cell in cells[1:]:
        QTest.mouseMove(pad.paper, spot(pad, *cell))
    QTest.mouseRelease(pad.paper, button, NO_KEY, spot(pad, *cells[-1]))


def enter(widget: QWidget) -> None:
    """Let the pointer come, as Qt tells a widget."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle))


def leave(widget: QWidget) -> None:
    """Let the pointer go."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def key(
    pad: DigitPad, code: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier = NO_KEY
) -> None:
    for _ in range(times):
        QTest.keyClick(pad.paper, code, modifier)


def undo_all(session: Session) -> int:
    steps = 0
    while session.can_undo:
        session.undo()
        steps += 1
    return steps


# Drawing


def test_a_stroke_leaves_ink_where_it_went_and_is_one_step(pad: DigitPad, session: Session) -> None:
    stroke(pad, (8, 8), (8, 20), (24, 20))
    drawn = ink(session)
    assert drawn[8:21, 8].all()
    assert drawn[20, 8:25].all()
    assert not drawn[:5].any()
    assert not drawn[:17, 12:].any()
    assert session.state.labels == tuple("0123456789")
    assert undo_all(session) == 1
    assert not pad.paper.drawing.ink.any()


def test_two_strokes_are_two_steps_and_undo_brings_the_first_back(
    pad: DigitPad, session: Session
) -> None:
    stroke(pad, (8, 8), (8, 20))
    first = ink(session).copy()
    stroke(pad, (20, 8), (20, 20))
    assert ink(session)[:, 20].any()
    session.undo()
    assert (pad.paper.drawing.ink == first).all()
    assert undo_all(session) == 1


def test_a_click_is_a_dot(pad: DigitPad, session: Session) -> None:
    stroke(pad, (16, 16))
    assert 4 <= ink(session).sum() <= 16


def test_moving_without_a_button_draws_nothing(pad: DigitPad, session: Session) -> None:
    QTest.mouseMove(pad.paper, spot(pad, 4, 4))
    QTest.mouseMove(pad.paper, spot(pad, 20, 20))
    stroke(pad, (4, 4), (9, 9), button=Qt.MouseButton.MiddleButton)
    assert not session.can_undo


def test_a_stroke_may_leave_the_paper(pad: DigitPad, session: Session) -> None:
    stroke(pad, (16, 16), (60, 16), (60, 60), (-30, 16))
    assert ink(session)[16, 17:].all()


@pytest.mark.parametrize("how", ["button", "key"])
def test_there_is_a_pen_for_empty_paper(how: str, pad: DigitPad, session: Session) -> None:
    stroke(pad, (8, 8), (8, 20))
    QTest.mouseClick(pad.eraser, LEFT)
    if how == "button":
        QTest.mouseClick(pad.clear_button, LEFT)
    else:
        key(pad, Qt.Key.Key_Delete)
    assert not pad.eraser.isChecked()
    stroke(pad, (20, 8), (20, 20))
    assert ink(session)[8:21, 20].all()


@pytest.mark.parametrize("how", ["right button", "eraser", "key"])
def test_ink_can_be_erased(how: str, pad: DigitPad, session: Session) -> None:
    stroke(pad, (4, 16), (28, 16))
    if how == "right button":
        stroke(pad, (16, 10), (16, 22), button=RIGHT)
    else:
        if how == "key":
            key(pad, Qt.Key.Key_E)
        else:
            QTest.mouseClick(pad.eraser, LEFT)
        assert pad.eraser.isChecked()
        stroke(pad, (16, 10), (16, 22))
    assert not ink(session)[:, 16].any()
    assert ink(session)[16, 6]
    if how != "right button":
        QTest.mouseClick(pad.eraser, LEFT)
    stroke(pad, (16, 10), (16, 22))
    assert ink(session)[:, 16].any()
    assert undo_all(session) == 3


@pytest.mark.parametrize("how", ["button", "delete", "backspace"])
def test_the_paper_can_be_cleared(how: str, pad: DigitPad, session: Session) -> None:
    stroke(pad, (4, 16), (28, 16))
    if how == "button":
        QTest.mouseClick(pad.clear_button, LEFT)
    else:
        key(pad, Qt.Key.Key_Delete if how == "delete" else Qt.Key.Key_Backspace)
    assert not ink(session).any()
    session.undo()
    assert ink(session).any()


# By keys


def test_a_line_is_drawn_by_keys_as_one_step(pad: DigitPad, session: Session) -> None:
    key(pad, Qt.Key.Key_Up, 2, SHIFT)
    assert not session.can_undo
    key(pad, Qt.Key.Key_Space)
    key(pad, Qt.Key.Key_Down, 4, SHIFT)
    key(pad, Qt.Key.Key_Right, 3)
    key(pad, Qt.Key.Key_Space)
    key(pad, Qt.Key.Key_Left, 10)
    drawn = ink(session)
    assert drawn[8:25, 16].all()
    assert drawn[24, 16:20].all()
    assert not drawn[:, :13].any()
    assert undo_all(session) == 1


def test_the_pen_stays_on_the_paper_and_says_where_it_is(pad: DigitPad, session: Session) -> None:
    key(pad, Qt.Key.Key_Left, 12, SHIFT)
    key(pad, Qt.Key.Key_Down, 12, SHIFT)
    assert pad.paper.accessibleDescription() == "Column 1, row 32 of 32"
    key(pad, Qt.Key.Key_Space)
    assert ink(session)[31, 0]


@pytest.mark.parametrize("how", ["escape", "focus", "mouse"])
def test_the_pen_is_lifted(how: str, pad: DigitPad, session: Session) -> None:
    pad.paper.setFocus()
    key(pad, Qt.Key.Key_Space)
    if how == "escape":
        key(pad, Qt.Key.Key_Escape)
    elif how == "focus":
        pad.clear_button.setFocus()
        pad.paper.setFocus()
    else:
        stroke(pad, (2, 2))
    before = ink(session).copy()
    key(pad, Qt.Key.Key_Right, 8)
    assert (ink(session) == before).all()


def test_the_pen_is_seen_where_keys_move_it(
    pad: DigitPad, picture: Callable[[DigitPad], NDArray[np.uint8]]
) -> None:
    pad.paper.setFocus(Qt.FocusReason.TabFocusReason)
    middle = picture(pad)
    key(pad, Qt.Key.Key_Right, 8)
    assert (picture(pad) != middle).any()


def test_keys_that_mean_nothing_here_are_left_to_others(
    pad: DigitPad, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    drawn = told(pad.drawn)
    for code, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_A, NO_KEY),
        (Qt.Key.Key_Escape, NO_KEY), (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier),
    ):  # fmt: skip
        key(pad, code, 1, modifier)
    assert drawn == []
    assert pad.paper.accessibleDescription() == ""


def test_a_hand_holds_the_paper_until_it_leaves(
    pad: DigitPad, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    held = told(pad.paper.held)
    stroke(pad, (4, 4), (9, 9))
    assert held == [(True,)]
    stroke(pad, (4, 4), (90, 9))
    assert held[1:] == [(True,), (False,)]
    pad.paper.setFocus()
    key(pad, Qt.Key.Key_Space)
    key(pad, Qt.Key.Key_Space)
    assert held[3:] == [(True,)]
    pad.clear_button.setFocus()
    assert held[4:] == [(False,)]
    pad.hide()
    assert held[-1] == (False,)


def test_a_hand_finds_the_tools_where_they_were_until_it_leaves_the_pad(
    pad: DigitPad, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    held = told(pad.held)
    enter(pad)
    enter(pad.paper)
    stroke(pad, (4, 4), (9, 9))
    leave(pad.paper)
    pad.eraser.setFocus()
    assert held == [(True,)]
    pad.paper.setFocus()
    key(pad, Qt.Key.Key_Space)
    leave(pad)
    assert (False,) not in held
    key(pad, Qt.Key.Key_Space)
    enter(pad)
    leave(pad)
    assert held[-1] == (False,)


# What is seen and said


def test_the_scribble_is_shown_and_what_to_notice_follows_the_temperature(
    pad: DigitPad, session: Session
) -> None:
    hint = pad.note.text()
    assert hint.startswith("Draw a digit")
    QTest.mouseClick(pad.scribble_button, LEFT)
    assert session.work.drawing == scribble()
    assert pad.note.text().startswith(">99.9\u202f% sure that this is a 4:")
    assert session.snapshot.prediction.probability > 0.99
    session.update(replace(session.state, temperature=10.0))
    assert "% sure that this is a 4" in pad.note.text()
    assert ">99.9" not in pad.note.text()
    stroke(pad, (2, 30), (30, 30))
    assert pad.note.text() == hint


def test_paper_is_ringed_for_keys_and_not_for_a_hand(
    pad: DigitPad, session: Session, picture: Callable[[QWidget], NDArray[np.uint8]]
) -> None:
    def border() -> list[int]:
        return [int(channel) for channel in picture(pad.paper)[1, 20]]

    ring = theme.current().color("focus")
    stroke(pad, (16, 16))
    assert pad.paper.hasFocus()
    plain = border()
    QTest.keyClick(pad.paper, Qt.Key.Key_Up)
    assert border() == [ring.red(), ring.green(), ring.blue()]
    stroke(pad, (16, 16))
    assert border() == plain


def test_a_click_on_a_tool_leaves_the_keyboard_with_the_paper(
    pad: DigitPad, session: Session
) -> None:
    stroke(pad, (16, 16))
    for button in (pad.eraser, pad.clear_button, pad.scribble_button):
        QTest.mouseClick(button, LEFT)
        assert pad.paper.hasFocus()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.hasFocus()
        pad.paper.setFocus()


def test_nothing_moves_when_the_scribble_is_told_of(pad: DigitPad, session: Session) -> None:
    parts = (pad.paper, pad.scribble_button, pad.note)
    before = [part.geometry() for part in parts]
    QTest.mouseClick(pad.scribble_button, LEFT)
    QApplication.processEvents()
    assert pad.note.text().startswith(">99.9")
    assert [part.geometry() for part in parts] == before
    assert pad.note.heightForWidth(pad.note.width()) <= pad.note.height()


def test_another_state_on_the_screen_is_not_taken_for_the_drawing(
    pad: DigitPad, session: Session
) -> None:
    QTest.mouseClick(pad.scribble_button, LEFT)
    assert pad.seen.accessibleDescription().startswith("Predicted: 4")
    session.update(replace(initial_state(), temperature=3.0))
    assert "sure that this is" not in pad.note.text()
    assert pad.seen.accessibleDescription() == ""
    assert pad.paper.drawing == scribble()
    assert pad.note.text().startswith("Other logits are on the screen.")
    pad.paper.clear()
    assert pad.note.text().startswith("Draw a digit")


def test_showing_a_drawing_tells_nothing(
    pad: DigitPad, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    drawn = told(pad.drawn)
    for drawing in (scribble(), None, scribble()):
        work = replace(session.work, drawing=drawing)
        pad.render_work(work)
        pad.render_work(work)
        assert pad.paper.drawing == (drawing or blank())
    assert drawn == []


def test_what_the_network_sees_is_drawn_in_the_ink_of_the_theme(
    pad: DigitPad, picture: Callable[[GreyPicture], NDArray[np.uint8]]
) -> None:
    seen = GreyPicture()
    seen.resize(80, 80)
    ramp = np.zeros((8, 8), np.uint8)
    ramp[3, 5] = 16
    ramp[3, 6] = 8
    seen.show_picture(ramp, 16)
    pixels = picture(seen)
    ink_, paper = (theme.current().color(role) for role in ("ink", "card"))
    assert pixels[35, 55].tolist() == [ink_.red(), ink_.green(), ink_.blue()]
    assert pixels[75, 15].tolist() == [paper.red(), paper.green(), paper.blue()]
    assert abs(int(pixels[35, 65, 0]) - (ink_.red() + paper.red()) / 2) <= 2
    assert pixels[31, 51].tolist() == pixels[38, 58].tolist()


@pytest.mark.parametrize(
    "odd",
    [
        np.full((2, 3), np.nan),
        np.array([[np.inf, -np.inf]]),
        np.zeros((1, 1)),
        np.array([[1.7e308, -1.7e308]]),
        np.eye(50, dtype=np.int64) * -(2**63),
    ],
)
def test_no_picture_is_too_odd(
    odd: NDArray[np.float64], pad: DigitPad, picture: Callable[[GreyPicture], NDArray[np.uint8]]
) -> None:
    seen = GreyPicture()
    seen.resize(72, 72)
    seen.show_picture(odd)
    assert picture(seen).shape == (72, 72, 3)
