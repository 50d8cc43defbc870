"""The lens of the sigmoid and of e**x."""

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
from softmax_viz.views.lenses.curves.lens import CurvesLens

RUNNING = State.of([0.25, 1.23, -0.8])
INF, NAN = math.inf, math.nan
LEFT = Qt.MouseButton.LeftButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Told = list[tuple[Any, ...]]
Written = Callable[[QWidget], dict[str, QRectF]]

STATES = [
    RUNNING, State.of([5.0]), State.of([NAN, INF, -INF, 1e308, -1e308]), State.of([NAN]),
    State.of(np.linspace(-20, 20, 50)), State.of(np.linspace(-3, 3, 1000)),
]  # fmt: skip


@pytest.fixture
def lens(show: Callable[..., CurvesLens]) -> CurvesLens:
    lens = show(CurvesLens(), 900, 170)
    lens.render_snapshot(evaluate(RUNNING))
    return lens


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("temperature", [0.0, 1.0, 1e-300, 1e300, INF])
def test_every_state_can_be_shown_and_copied(
    lens: CurvesLens, state: State, temperature: float
) -> None:
    lens.render_snapshot(evaluate(replace(state, temperature=temperature)))
    lens.highlight(state.count - 1)
    lens.grab()
    assert state.labels[-1] in lens.text()


def test_showing_tells_nothing(lens: CurvesLens, silent: Callable[..., None]) -> None:
    silent(lens, *STATES)


def decisions(lens: CurvesLens) -> list[str]:
    return [line.split("\t")[4] for line in lens.text().splitlines()[-3:]]


def test_the_threshold_decides_for_each_class(lens: CurvesLens) -> None:
    assert lens.threshold == 0.5
    assert decisions(lens) == ["yes", "yes", "no"]
    lens.set_threshold(0.3)
    assert decisions(lens) == ["yes", "yes", "yes"]
    lens.set_threshold(0.9)
    assert decisions(lens) == ["no", "no", "no"]


def test_dragging_typing_and_keys_reach_the_same_threshold(
    lens: CurvesLens, bind: Callable[..., Session]
) -> None:
    session = bind(lens, RUNNING)
    plot = lens.sigmoid.plot()
    spots = [plot.point(-4.0, y).toPoint() for y in (0.5, 0.6, 0.75)]
    QTest.mousePress(lens.sigmoid, LEFT, NO_KEY, spots[0])
    for spot in spots:
        QTest.mouseMove(lens.sigmoid, spot)
    QTest.mouseRelease(lens.sigmoid, LEFT, NO_KEY, spots[-1])
    assert lens.threshold == pytest.approx(0.75, abs=0.01)
    QTest.mouseMove(lens.sigmoid, spots[0])
    assert lens.threshold == pytest.approx(0.75, abs=0.01)
    lens.field.setFocus()
    lens.field.selectAll()
    QTest.keyClicks(lens.field, "0.75\r")
    assert lens.threshold == 0.75
    lens.sigmoid.setFocus()
    QTest.keyClick(lens.sigmoid, Qt.Key.Key_Up)
    assert lens.threshold == 0.8
    QTest.keyClick(lens.sigmoid, Qt.Key.Key_Down, SHIFT)
    assert lens.threshold == 0.79
    assert lens.field.text() == "0.79"
    assert not session.can_undo


def test_a_threshold_that_is_none_is_refused(lens: CurvesLens) -> None:
    lens.field.setFocus()
    lens.field.selectAll()
    QTest.keyClicks(lens.field, "1.5\r")
    assert lens.threshold == 0.5
    assert "from 0 to 1" in lens.field.problem


NAMES = ("emperor penguin", "harbour seal", "giant panda", "red panda", "duck")


@pytest.mark.parametrize("width", [280, 400, 640, 900])
@pytest.mark.parametrize("threshold", [0.02, 0.3, 0.5, 0.6, 0.98])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 20.0])
def test_nothing_is_written_upon_the_threshold(
    lens: CurvesLens, written: Written, width: int, threshold: float, temperature: float
) -> None:
    state = State.of([0.05, -0.1, 0.3, 2.0, -2.0], NAMES, temperature=temperature)
    plot = lens.sigmoid
    lens.render_snapshot(evaluate(state))
    lens.set_threshold(threshold)
    plot.resize(width, 150)
    texts = written(plot)
    line = plot.plot().point(0.0, threshold).y()
    mark = texts[f"θ = {threshold}"]
    names = {text: rect for text, rect in texts.items() if text in NAMES}
    assert names
    for rect in names.values():
        assert not rect.intersects(mark)
        assert not rect.top() < line < rect.bottom()


@pytest.mark.parametrize(
    ("width", "words"),
    [(220, "slope 0.25"), (262, "slope 1/(4T) = 0.25"), (400, "slope at 0 is 1/(4T) = 0.25")],
)
def test_the_slope_is_said_in_the_room_there_is(
    lens: CurvesLens, written: Written, width: int, words: str
) -> None:
    lens.sigmoid.resize(width, 150)
    assert words in written(lens.sigmoid)


def test_the_class_under_the_pointer_is_told(
    lens: CurvesLens, told: Callable[[SignalInstance], Told]
) -> None:
    lens.grab()
    noted = told(lens.hovered)
    plot = lens.sigmoid.plot()
    QTest.mouseMove(lens.sigmoid, plot.point(1.23, 0.774).toPoint())
    QTest.mouseMove(lens.decisions, QPoint(30, 40))
    QTest.mouseMove(lens.sigmoid, plot.point(-9.0, 0.9).toPoint())
    assert noted[0] == (1,)
    assert (2,) in noted
    assert noted[-1] == (-1,)


def test_the_text_says_what_has_no_scale(lens: CurvesLens) -> None:
    lens.render_snapshot(evaluate(State.of([1000.0, 1.0, -1000.0, NAN, -INF])))
    text = lens.text()
    for words in ("off the scale or ∞: 1", "too small for float64: 1", "NaN: 1", "only at −∞: 1"):
        assert words in text
    lens.render_snapshot(evaluate(RUNNING))
    assert "always above 0" in lens.text()


def test_a_class_is_emphasised(lens: CurvesLens, picture: Callable[..., Any]) -> None:
    before = picture(lens.sigmoid)
    lens.highlight(1)
    assert (picture(lens.sigmoid) != before).any()
    lens.highlight(-1)
    assert (picture(lens.sigmoid) == before).all()


def test_in_little_width_the_slope_leaves_the_title_free(
    show_scrolled: Callable[..., Any], picture: Callable[..., Any]
) -> None:
    lens = show_scrolled(CurvesLens(), 440, 200)
    titles = []
    for temperature in (1.0, 3.0):
        lens.render_snapshot(evaluate(replace(RUNNING, temperature=temperature)))
        titles.append(picture(lens.sigmoid)[:18, 34:84])
    assert (titles[0] == titles[1]).all()
