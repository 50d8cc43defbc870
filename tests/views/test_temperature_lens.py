"""The lens of softmax against T."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from softmax_viz.app import create_window
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.temperature_sweep import sweep_temperature
from softmax_viz.session import Session
from softmax_viz.views.lenses import temperature as module
from softmax_viz.views.lenses.temperature import TemperatureLens

RISES = State.of([2.0, 1.9, -3.0])
INF, NAN = math.inf, math.nan
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Told = list[tuple[Any, ...]]

STATES = [
    RISES, State.of([5.0]), State.of([1e308, -1e308, -INF]), State.of([1.0, NAN]),
    State.of([INF, 1.0]), State.of(np.linspace(-20, 20, 50)), State.of(np.linspace(-3, 3, 1000)),
]  # fmt: skip


@pytest.fixture
def lens(show: Callable[..., TemperatureLens]) -> TemperatureLens:
    return show(TemperatureLens(), 900, 170)


@pytest.fixture
def session(lens: TemperatureLens, bind: Callable[..., Session]) -> Session:
    return bind(lens, RISES)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("temperature", [0.0, 1.0, 1e-300, 1e300, INF])
def test_every_state_can_be_shown_and_copied(
    lens: TemperatureLens, state: State, temperature: float
) -> None:
    lens.render_snapshot(evaluate(replace(state, temperature=temperature)))
    lens.highlight(state.count - 1)
    lens.grab()
    assert lens.text()


def test_showing_tells_nothing(lens: TemperatureLens, silent: Callable[..., None]) -> None:
    silent(lens, *STATES)


def test_the_text_holds_the_share_the_peak_and_both_ends(
    lens: TemperatureLens, session: Session
) -> None:
    lines = lens.text().splitlines()
    assert lines[0] == "At T = 1: class 0 52.3\u202f%, entropy 0.713 of at most 1.099 nats"
    assert lines[1] == "class 1 peaks: 0.4755 at T = 1.28"
    assert lines[2].split("\t") == ["T", "class 0", "class 1", "class 2", "entropy (nats)"]
    assert lines[3].split("\t") == ["0", "1", "0", "0", "0"]
    assert lines[-1].startswith("∞\t0.3333333333333333\t")


def test_a_drag_is_one_undo_step(lens: TemperatureLens, session: Session) -> None:
    xs = [round(lens.curves.x_of(t)) for t in (1.0, 3.0, 10.0)]
    QTest.mousePress(lens.curves, LEFT, NO_KEY, QPoint(xs[0], 60))
    for x in xs:
        QTest.mouseMove(lens.curves, QPoint(x, 60))
    QTest.mouseRelease(lens.curves, LEFT, NO_KEY, QPoint(xs[-1], 60))
    reached = session.state.temperature
    assert reached == pytest.approx(10.0, rel=0.02)
    QTest.mouseMove(lens.curves, QPoint(xs[0], 60))
    assert session.state.temperature == reached
    session.undo()
    assert session.state == RISES
    assert not session.can_undo


def test_in_the_window_typing_reaches_what_a_drag_does(qtbot: QtBot) -> None:
    window = create_window(RISES)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.choose_lens("temperature")
    lens = window.lenses.lens
    assert isinstance(lens, TemperatureLens)
    QTest.mouseClick(lens.curves, LEFT, NO_KEY, QPoint(round(lens.curves.x_of(0.3)), 60))
    reached = window.session.state
    assert reached.temperature == pytest.approx(0.3, rel=0.03)
    window.session.undo()
    assert window.session.state == RISES
    field = window.temperature.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, f"{reached.temperature!r}\r")
    assert window.session.state == reached


def test_both_ends_are_exact(lens: TemperatureLens, session: Session) -> None:
    for x, t in ((lens.curves.x_of(0.0), 0.0), (lens.curves.x_of(INF), INF)):
        QTest.mouseClick(lens.curves, LEFT, NO_KEY, QPoint(round(x), 60))
        assert session.state.temperature == t


def test_keys_step_the_temperature(lens: TemperatureLens, session: Session) -> None:
    lens.curves.setFocus()
    QTest.keyClick(lens.curves, Qt.Key.Key_Right)
    assert session.state.temperature == 1.12
    QTest.keyClick(lens.curves, Qt.Key.Key_Left)
    assert session.state.temperature == 1.0
    QTest.keyClick(lens.curves, Qt.Key.Key_Home)
    assert session.state.temperature == 0
    QTest.keyClick(lens.curves, Qt.Key.Key_End)
    assert session.state.temperature == INF


def test_the_curves_are_computed_for_new_logits_only(
    lens: TemperatureLens, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[Any] = []
    compute = sweep_temperature

    def counted(logits: Any) -> Any:
        swept.append(logits)
        return compute(logits)

    monkeypatch.setattr(module, "sweep_temperature", counted)
    for t in (1.0, 2.0, 0.0, INF):
        lens.render_snapshot(evaluate(replace(RISES, temperature=t)))
    assert len(swept) == 1
    lens.render_snapshot(evaluate(State.of([2.0, 1.8, -3.0])))
    assert len(swept) == 2


def test_an_undefined_softmax_has_no_curve_and_no_cursor(
    lens: TemperatureLens, bind: Callable[..., Session]
) -> None:
    session = bind(lens, State.of([1.0, NAN]))
    assert lens.text() == "class 1 is NaN"
    QTest.mouseClick(lens.curves, LEFT, NO_KEY, QPoint(300, 60))
    assert not session.can_undo


def test_many_classes_say_how_many_are_drawn(lens: TemperatureLens) -> None:
    lens.render_snapshot(evaluate(State.of(np.linspace(-3, 3, 1000))))
    assert "the 12 largest of 1,000" in lens.text()


def test_the_curve_under_the_pointer_is_told(
    lens: TemperatureLens, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    noted = told(lens.hovered)
    QTest.mouseMove(lens.curves, QPoint(round(lens.curves.x_of(0.011)), 27))
    assert noted[-1] == (0,)
    QTest.mouseMove(lens.curves, QPoint(round(lens.curves.x_of(0.011)), 80))
    assert noted[-1] == (-1,)


def test_in_little_width_no_number_of_the_axis_touches_another(
    show_scrolled: Callable[..., Any], picture: Callable[..., Any]
) -> None:
    lens = show_scrolled(TemperatureLens(), 420, 170)
    lens.render_snapshot(evaluate(RISES))
    curves = lens.curves
    below = round(curves.area().bottom()) + 8
    left, right = round(curves.x_of(0.0)) + 6, round(curves.x_of(0.1)) - 14
    between = picture(curves)[below : curves.height() - 2, left:right]
    assert len(np.unique(between.reshape(-1, 3), axis=0)) == 1
