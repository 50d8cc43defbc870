"""The lens of two classes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views.lenses.two_classes.lens import TwoClassesLens

RUNNING = State.of([0.25, 1.23, -0.8])
INF, NAN = math.inf, math.nan
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Told = list[tuple[Any, ...]]

STATES = [
    RUNNING, State.of([5.0]), State.of([NAN, INF, -INF, 1e308, -1e308]), State.of([NAN, 1.0]),
    State.of([INF, INF]), State.of([1000.0, 1001.0]), State.of(np.linspace(-3, 3, 1200)),
]  # fmt: skip


@pytest.fixture
def lens(show: Callable[..., TwoClassesLens]) -> TwoClassesLens:
    return show(TwoClassesLens(), 900, 170)


@pytest.fixture
def session(lens: TwoClassesLens, bind: Callable[..., Session]) -> Session:
    return bind(lens, RUNNING)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("temperature", [0.0, 1.0, 1e-300, 1e300, INF])
def test_every_state_can_be_shown_and_copied(
    lens: TwoClassesLens, state: State, temperature: float
) -> None:
    lens.render_snapshot(evaluate(replace(state, temperature=temperature)))
    lens.highlight(0)
    lens.grab()
    assert lens.text()


@pytest.mark.parametrize("z", [-30.0, -9.9, -5.0, -1.0, 0.0, 3.0, 5.295, 10.0])
@pytest.mark.parametrize("height", [96, 150, 300])
def test_the_value_is_always_written(
    lens: TwoClassesLens, written: Callable[[QWidget], dict[str, QRectF]], z: float, height: int
) -> None:
    lens.render_snapshot(evaluate(State.of([z, 0.0])))
    lens.plot.resize(400, height)
    (said,) = [rect for text, rect in written(lens.plot).items() if ") = 0" in text or "e−" in text
               or ") = 1" in text]  # fmt: skip
    assert QRectF(lens.plot.rect()).contains(said)


def test_showing_tells_nothing(lens: TwoClassesLens, silent: Callable[..., None]) -> None:
    silent(lens, *STATES)


def test_the_two_largest_are_compared_line_by_line(lens: TwoClassesLens, session: Session) -> None:
    assert lens.pair == (1, 0)
    text = lens.text()
    assert "class 1\t0.727\t0.727\t0" in text
    assert "3.421 / (3.421 + 1.284)" in text
    assert "1 / (1 + 0.375)" in text
    assert "σ(0.980) = 0.727" in text


def test_a_drag_is_one_undo_step_and_typing_reaches_the_same(
    lens: TwoClassesLens, session: Session
) -> None:
    plot = lens.plot.plot()
    spots = [plot.point(x, 0.5).toPoint() for x in (0.98, 2.0, -2.0)]
    QTest.mousePress(lens.plot, LEFT, NO_KEY, spots[0])
    for spot in spots:
        QTest.mouseMove(lens.plot, spot)
    QTest.mouseRelease(lens.plot, LEFT, NO_KEY, spots[-1])
    dragged = session.state
    assert dragged.logits[1] - 0.25 == pytest.approx(-2.0, abs=0.1)
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo
    lens.field.setFocus()
    lens.field.selectAll()
    QTest.keyClicks(lens.field, f"{dragged.logits[1] - 0.25:.6g}\r")
    assert session.state.logits.tolist() == pytest.approx(dragged.logits.tolist(), abs=1e-12)


def test_keys_move_the_point(lens: TwoClassesLens, session: Session) -> None:
    lens.plot.setFocus()
    QTest.keyClick(lens.plot, Qt.Key.Key_Right)
    assert session.state.logits.tolist() == [0.25, 1.28, -0.8]
    QTest.keyClick(lens.plot, Qt.Key.Key_Left)
    assert session.state.logits.tolist() == [0.25, 1.23, -0.8]


def test_the_other_becomes_zero(lens: TwoClassesLens, session: Session) -> None:
    lens.zero_button.click()
    assert session.state.logits.tolist() == [0.0, 1.23, -0.8]


def test_shifting_both_moves_nothing_and_says_so(lens: TwoClassesLens, session: Session) -> None:
    lens.shift_button.click()
    assert session.state.logits.tolist() == [1.25, 2.23, -0.8]
    assert "nothing moves" in lens.text()
    assert "class 1\t0.727\t0.727\t0" in lens.text()
    lens.zero_button.click()
    assert "nothing moves" not in lens.text()


def test_other_classes_are_chosen_by_name(lens: TwoClassesLens, session: Session) -> None:
    lens.second.setCurrentIndex(2)
    lens.second.activated.emit(2)
    assert lens.pair == (1, 2)
    assert "b\tclass 2\t−0.8" in lens.text()
    lens.first.setCurrentIndex(2)
    lens.first.activated.emit(2)
    assert lens.pair == (2, 1)
    assert lens.second.currentText() == "class 1"
    assert not session.can_undo


@pytest.mark.parametrize("temperature", [0.0, INF])
def test_where_the_point_cannot_move_nothing_is_edited(
    lens: TwoClassesLens, bind: Callable[..., Session], temperature: float
) -> None:
    session = bind(lens, replace(RUNNING, temperature=temperature))
    lens.plot.setFocus()
    QTest.keyClick(lens.plot, Qt.Key.Key_Right)
    assert not session.can_undo


def test_one_class_alone_says_how_to_add_another(
    lens: TwoClassesLens, bind: Callable[..., Session]
) -> None:
    session = bind(lens, State.of([1.0]))
    assert "Two classes are needed" in lens.text()
    session.update(State.of([1.0, 0.0]))
    assert lens.pair == (0, 1)
    assert "σ(1.000) = 0.731" in lens.text()
    session.undo()
    assert "Two classes are needed" in lens.text()


def test_renaming_keeps_the_choice(lens: TwoClassesLens, session: Session) -> None:
    lens.second.activated.emit(2)
    session.update(replace(session.state, labels=("seal", "panda", "duck")))
    assert lens.pair == (1, 2)
    assert (lens.first.currentText(), lens.second.currentText()) == ("panda", "duck")


def test_the_class_under_the_pointer_is_told(
    lens: TwoClassesLens, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    lens.grab()
    noted = told(lens.hovered)
    QTest.mouseMove(lens.derivation, QPoint(30, 25))
    assert noted == [(1,)]


def test_a_small_difference_stays_in_its_column(
    show_scrolled: Callable[..., Any], picture: Callable[..., Any]
) -> None:
    lens = show_scrolled(TwoClassesLens(), 440, 280)
    lens.render_snapshot(evaluate(State.of([0.3, 1.7])))
    assert "e−" in lens.text()
    part = lens.derivation
    name = part.width() * 0.3
    start = round(name + 2 * (part.width() - name) / 3)
    rows = picture(part)[22:34]
    assert len(np.unique(rows[:, start - 30 : start].reshape(-1, 3), axis=0)) > 1
    assert len(np.unique(rows[:, start + 1 : start + 7].reshape(-1, 3), axis=0)) == 1
