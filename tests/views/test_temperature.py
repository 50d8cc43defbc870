"""The temperature: the slider, the field, the buttons and the sweep."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views.temperature.bar import TemperatureBar
from softmax_viz.views.temperature.slider import TemperatureSlider
from softmax_viz.views.temperature.sweep import Sweep

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]
Write = Callable[[QWidget, str], None]

RUNNING = State.of([0.25, 1.23, -0.8])
LEFT = Qt.MouseButton.LeftButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def at(temperature: float) -> State:
    return replace(RUNNING, temperature=temperature)


@pytest.fixture
def bar(show: Callable[..., TemperatureBar]) -> TemperatureBar:
    bar = show(TemperatureBar(), 1000, 80)
    bar.render_snapshot(evaluate(RUNNING))
    return bar


@pytest.fixture
def slider(bar: TemperatureBar) -> TemperatureSlider:
    return bar.slider


def spot(slider: TemperatureSlider, temperature: float) -> QPoint:
    return QPoint(round(slider.x_of(temperature)), 16)


def wheel(widget: QWidget, turn: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


TEMPERATURES = [0.0, 1e-320, 0.001, 0.01, 0.1, 1.0, 3.3333333333, 10.0, 100.0, 1e300, math.inf]


def test_the_handle_leaves_nothing_behind(slider: TemperatureSlider) -> None:
    window = slider.window()
    for temperature in (0.0, 0.013, 0.7, 0.71, 40.0, math.inf):
        slider.show_temperature(temperature, "")
        QApplication.processEvents()
        # What is on the screen was painted in parts; a picture is painted whole.
        on_screen = window.screen().grabWindow(window.winId()).toImage()
        whole = window.grab().toImage()
        assert on_screen.convertToFormat(whole.format()) == whole


def test_showing_a_temperature_tells_nothing(
    bar: TemperatureBar, silent: Callable[..., None]
) -> None:
    silent(bar, *map(at, TEMPERATURES))


@pytest.mark.parametrize(
    ("temperature", "text"),
    [(1.0, "1"), (0.0, "0"), (math.inf, "∞"), (0.5, "0.5"), (1 / 3, "0.3333"), (1e-320, "1e−320")],
)
def test_a_temperature_is_shown(temperature: float, text: str, bar: TemperatureBar) -> None:
    bar.render_snapshot(evaluate(at(temperature)))
    assert bar.field.text() == text
    assert bar.field.value == temperature
    assert bar.slider.accessibleDescription() == f"T = {text}"


def test_the_slider_shows_where_t_is(
    slider: TemperatureSlider, picture: Callable[[QWidget], Any]
) -> None:
    seen = []
    for temperature in (0.0, 0.001, 0.01, 0.5, 1.0, 50.0, 100.0, 1e9, math.inf):
        slider.show_temperature(temperature, "")
        pixels = picture(slider)
        seen.append(pixels.tobytes())
        x, y = round(slider.x_of(temperature)), 16
        assert pixels[y, x].tolist() == [255, 255, 255]
        assert min(pixels[y - 12 : y - 6, x].sum(axis=1)) < 200
    assert len(set(seen)) == len(seen)


def test_the_track_is_logarithmic(slider: TemperatureSlider) -> None:
    decades = [slider.x_of(10.0**k) for k in range(-2, 3)]
    gaps = {round(b - a, 6) for a, b in pairwise(decades)}
    assert len(gaps) == 1
    assert slider.x_of(0) < decades[0]
    assert slider.x_of(math.inf) > decades[-1]


@pytest.mark.parametrize(
    ("temperature", "beside"), [(0.0, 0), (0.01, -2), (1.0, 0), (100.0, 2), (math.inf, 0)]
)
def test_a_click_takes_the_exact_temperature(
    temperature: float, beside: int, bar: TemperatureBar, told: Note
) -> None:
    bar.render_snapshot(evaluate(at(3.0)))
    edited = told(bar.edited)
    QTest.mouseClick(bar.slider, LEFT, pos=spot(bar.slider, temperature) + QPoint(beside, 0))
    assert [state for state, _ in edited] == [at(temperature)]


def test_the_slider_is_caught_at_one(slider: TemperatureSlider, told: Note) -> None:
    moved = told(slider.moved)
    one = spot(slider, 1.0)
    for by in (-4, -2, 2, 4):
        QTest.mouseClick(slider, LEFT, pos=one + QPoint(by, 0))
    assert [t for t, _ in moved] == [1.0] * 4
    QTest.mouseClick(slider, LEFT, pos=one + QPoint(40, 0))
    assert 1.0 < moved[-1][0] < 2.5


def test_one_drag_is_one_gesture(
    bar: TemperatureBar, bind: Callable[..., Session], told: Note
) -> None:
    session = bind(bar, RUNNING)
    slider = bar.slider
    edited = told(bar.edited)
    for target in (0.1, 10.0):
        QTest.mousePress(slider, LEFT, pos=spot(slider, 1.0))
        for k in range(10):
            QTest.mouseMove(slider, spot(slider, target * (1 + k / 10)))
        QTest.mouseRelease(slider, LEFT, pos=spot(slider, target))
    assert len({gesture for _, gesture in edited}) == 2
    session.undo()
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_a_drag_reaches_beyond_the_ends(slider: TemperatureSlider, told: Note) -> None:
    moved = told(slider.moved)
    QTest.mousePress(slider, LEFT, pos=spot(slider, 1.0))
    QTest.mouseMove(slider, QPoint(-300, 16))
    QTest.mouseMove(slider, QPoint(slider.width() + 300, 16))
    QTest.mouseRelease(slider, LEFT, pos=spot(slider, 1.0))
    assert [t for t, _ in moved] == [1.0, 0.0, math.inf]


def test_moving_without_a_button_changes_nothing(slider: TemperatureSlider, told: Note) -> None:
    moved = told(slider.moved)
    QTest.mouseMove(slider, spot(slider, 0.1))
    QTest.mouseClick(slider, Qt.MouseButton.RightButton, pos=spot(slider, 0.1))
    assert moved == []


@pytest.mark.parametrize(
    ("key", "modifier", "start", "end"),
    [
        (Qt.Key.Key_Right, NO_KEY, 1.0, 1.12),
        (Qt.Key.Key_Up, NO_KEY, 1.0, 1.12),
        (Qt.Key.Key_Left, NO_KEY, 1.0, 0.891),
        (Qt.Key.Key_Down, NO_KEY, 1.0, 0.891),
        (Qt.Key.Key_Right, SHIFT, 1.0, 1.02),
        (Qt.Key.Key_Left, SHIFT, 1.0, 0.977),
        (Qt.Key.Key_PageUp, NO_KEY, 1.0, 1.78),
        (Qt.Key.Key_PageDown, NO_KEY, 1.0, 0.562),
        (Qt.Key.Key_Home, NO_KEY, 1.0, 0.0),
        (Qt.Key.Key_End, NO_KEY, 1.0, math.inf),
        (Qt.Key.Key_Left, NO_KEY, 0.01, 0.0),
        (Qt.Key.Key_Right, NO_KEY, 0.0, 0.01),
        (Qt.Key.Key_Right, NO_KEY, 100.0, math.inf),
        (Qt.Key.Key_Left, NO_KEY, math.inf, 100.0),
        (Qt.Key.Key_Right, NO_KEY, 0.95, 1.0),
        (Qt.Key.Key_PageDown, NO_KEY, 1.5, 1.0),
    ],
)
def test_keys_move_the_slider(
    key: Qt.Key, modifier: Qt.KeyboardModifier, start: float, end: float,
    bar: TemperatureBar, bind: Callable[..., Session],
) -> None:  # fmt: skip
    session = bind(bar, at(start))
    QTest.keyClick(bar.slider, key, modifier)
    assert session.state.temperature == end
    session.undo()
    assert session.state.temperature == start


def test_keys_reach_both_stops_and_come_back(
    bar: TemperatureBar, bind: Callable[..., Session]
) -> None:
    session = bind(bar, RUNNING)
    for key, end in ((Qt.Key.Key_Left, 0.0), (Qt.Key.Key_Right, math.inf)):
        passed = []
        for _ in range(100):
            QTest.keyClick(bar.slider, key)
            passed.append(session.state.temperature)
        assert passed[-1] == end
        assert passed == sorted(passed, reverse=end == 0)
    assert 1.0 in passed


def test_the_wheel_moves_the_focused_slider_only(bar: TemperatureBar, told: Note) -> None:
    edited = told(bar.edited)
    bar.field.setFocus()
    wheel(bar.slider, 120)
    assert edited == []
    bar.slider.setFocus()
    wheel(bar.slider, 120)
    wheel(bar.slider, -120)
    assert [state.temperature for state, _ in edited] == [1.12, 0.891]


@pytest.mark.parametrize(
    ("text", "temperature"),
    [
        ("0", 0.0), ("0,5", 0.5), ("1e-320", 1e-320), ("1e300", 1e300), ("inf", math.inf),
        ("∞", math.inf), ("2/3", 2 / 3), ("T = 4", 4.0), ("0.12345678901", 0.12345678901),
    ],
)  # fmt: skip
def test_the_field_takes_any_temperature(
    text: str, temperature: float, bar: TemperatureBar, bind: Callable[..., Session],
    write: Write,
) -> None:  # fmt: skip
    session = bind(bar, RUNNING)
    bar.field.selectAll()
    write(bar.field, text)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert session.state == at(temperature)


@pytest.mark.parametrize("text", ["-1", "−0.5", "nan", "-inf", "warm"])
def test_the_field_refuses_what_is_no_temperature(
    text: str, bar: TemperatureBar, told: Note, write: Write
) -> None:
    edited, refused = told(bar.edited), told(bar.field.refused)
    bar.field.setFocus()
    bar.field.selectAll()
    write(bar.field, text)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.field.problem
    bar.slider.setFocus()
    assert edited == []
    assert len(refused) == 1
    assert bar.field.text() == "1"


def test_keys_in_the_field_step_along_the_track(
    bar: TemperatureBar, bind: Callable[..., Session]
) -> None:
    session = bind(bar, RUNNING)
    QTest.keyClick(bar.field, Qt.Key.Key_Up)
    assert session.state.temperature == 1.12
    QTest.keyClick(bar.field, Qt.Key.Key_PageDown)
    assert session.state.temperature == 1.0


def test_the_slider_and_the_field_do_not_fight(
    bar: TemperatureBar, bind: Callable[..., Session], write: Write
) -> None:
    session = bind(bar, RUNNING)
    changes: list[float] = []
    session.changed.connect(lambda snapshot: changes.append(snapshot.state.temperature))
    bar.field.selectAll()
    write(bar.field, "1.2345")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert changes == [1.2345]
    QTest.mouseClick(bar.slider, LEFT, pos=spot(bar.slider, 10.0))
    assert len(changes) == 2
    assert bar.field.value == changes[-1]


@pytest.mark.parametrize("temperature", [0.0, 0.3, 1e300, math.inf])
def test_reset_returns_to_one(
    temperature: float, bar: TemperatureBar, bind: Callable[..., Session]
) -> None:
    session = bind(bar, at(temperature))
    QTest.mouseClick(bar.reset_button, LEFT)
    assert session.state == RUNNING


def test_an_edit_keeps_everything_else(bar: TemperatureBar, told: Note) -> None:
    state = State.of([math.nan, -math.inf], ["a", "b"], decimals=7, example="animals")
    bar.render_snapshot(evaluate(state))
    edited = told(bar.edited)
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    assert edited == [(replace(state, temperature=0.0), None)]


def advance(sweep: Sweep, seconds: float, frames: int) -> list[float]:
    return [sweep.advanced(seconds / frames) for _ in range(frames)]


def test_a_sweep_goes_up_turns_and_comes_down() -> None:
    sweep = Sweep()
    up = advance(sweep, 6.0, 60)
    assert up == sorted(up)
    assert up[-1] == scale.HIGHEST
    down = advance(sweep, 12.0, 120)
    assert down == sorted(down, reverse=True)
    assert down[-1] == scale.LOWEST
    assert advance(sweep, 1.0, 1)[0] > scale.LOWEST


def test_the_pace_of_a_sweep_does_not_depend_on_the_frames() -> None:
    slow, fast = Sweep(), Sweep()
    assert advance(slow, 3.0, 10)[-1] == advance(fast, 3.0, 200)[-1] == 10.0


def test_a_sweep_goes_on_from_where_t_was_put(bar: TemperatureBar) -> None:
    sweep = bar.sweep
    advance(sweep, 1.0, 10)
    bar.render_snapshot(evaluate(at(50.0)))
    assert 50.0 < sweep.advanced(0.01) < 51.0
    for temperature, neighbour in ((0.0, scale.LOWEST), (math.inf, scale.HIGHEST)):
        bar.render_snapshot(evaluate(at(temperature)))
        assert sweep.advanced(0.001) == pytest.approx(neighbour, rel=0.01)


def test_a_shown_sweep_is_not_slowed_by_its_rounding(bar: TemperatureBar) -> None:
    sweep = bar.sweep
    for _ in range(10_000):
        bar.render_snapshot(evaluate(at(sweep.advanced(0.0003))))
    assert bar.field.value == 10.0


def test_the_sweep_button_starts_and_pauses(
    bar: TemperatureBar, bind: Callable[..., Session], told: Note, qtbot: QtBot
) -> None:
    session = bind(bar, RUNNING)
    edited = told(bar.edited)
    assert bar.sweep_button.text() == "Sweep"
    QTest.mouseClick(bar.sweep_button, LEFT)
    assert bar.sweep.running
    assert bar.sweep_button.text() == "Pause"
    assert bar.sweep_button.accessibleName() == "Pause the sweep"
    qtbot.waitUntil(lambda: len(edited) >= 3)
    QTest.mouseClick(bar.sweep_button, LEFT)
    assert not bar.sweep.running
    assert bar.sweep_button.text() == "Sweep"
    paused = session.state.temperature
    assert paused > 1.0
    assert len({gesture for _, gesture in edited}) == 1
    QTest.mouseClick(bar.sweep_button, LEFT)
    qtbot.waitUntil(lambda: session.state.temperature > paused)
    bar.sweep.set_running(False)
    session.undo()
    assert session.state.temperature == paused
    session.undo()
    assert session.state == RUNNING


def test_reduced_motion_goes_from_still_to_still(
    bar: TemperatureBar, bind: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("softmax_viz.views.temperature.sweep.STILL_MS", 0)
    session = bind(bar, RUNNING)
    seen: list[float] = []
    session.changed.connect(lambda snapshot: seen.append(snapshot.state.temperature))
    bar.sweep.reduced_motion = True
    bar.sweep.set_running(True)
    qtbot.waitUntil(lambda: len(seen) >= 10)
    bar.sweep.set_running(False)
    assert seen[:10] == [3.0, 10.0, 100.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.01, 0.1]


def test_the_slider_says_what_its_ends_mean(slider: TemperatureSlider) -> None:
    assert "T = 0" in slider.toolTip()
    assert "T = ∞" in slider.toolTip()


@pytest.mark.parametrize("width", [130, 200, 420, 1600])
def test_the_slider_reaches_its_stops_at_every_width(
    width: int, show: Callable[..., TemperatureSlider], told: Note
) -> None:
    slider = show(TemperatureSlider(), width, 62)
    moved = told(slider.moved)
    for temperature in (0.0, 1.0, math.inf):
        QTest.mouseClick(slider, LEFT, pos=spot(slider, temperature))
    assert [t for t, _ in moved] == [0.0, 1.0, math.inf]
