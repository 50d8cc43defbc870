"""Pinned states and the bars before a reveal: drawn behind and around the live bars, and said."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.core.axis import Axis
from softmax_viz.core.compare import Reference
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_chart import BarChart
from softmax_viz.views.charts.bar_layout import Metrics, lay_out
from softmax_viz.views.charts.value_labels import Label, place_labels
from softmax_viz.views.lecture.pins import PinBar

Pixels = NDArray[np.uint8]
Picture = Callable[[QWidget], Pixels]
Told = list[tuple[Any, ...]]

RUNNING = BY_KEY["animals"].state()
WARM = replace(RUNNING, temperature=5.0)
ZERO_SUM = replace(RUNNING, logits=np.array([-0.25, 1.0, -0.75]))
KINDS = {kind.key: kind for kind in OUTPUTS}
UNIT = Axis(0.0, 1.0, (0.0, 0.5, 1.0))
BOTH_SIDES = Axis(-2.0, 2.0, (-2.0, 0.0, 2.0))


@pytest.fixture
def chart(show: Callable[..., BarChart]) -> Callable[..., BarChart]:
    def made(key: str = "softmax") -> BarChart:
        chart = show(BarChart(KINDS[key]), 500, 300)
        chart.clearFocus()
        return chart

    return made


def ink(pixels: Pixels) -> NDArray[np.bool_]:
    color = theme.current().color("ink")
    wanted = np.array([color.red(), color.green(), color.blue()])
    near: NDArray[np.bool_] = (np.abs(pixels.astype(int) - wanted) < 40).all(axis=-1)
    return near


def longest_run(row: NDArray[np.bool_]) -> int:
    ends = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(int), [0]])))
    return int(np.max(ends[1::2] - ends[::2], initial=0))


def runs_of_ink(pixels: Pixels) -> int:
    return max(longest_run(row) for row in ink(pixels))


def test_the_first_pin_is_a_whole_outline_and_the_second_a_dashed_one(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart()
    view.render_snapshot(evaluate(WARM))
    bare = runs_of_ink(picture(view))
    view.render_snapshot(evaluate(replace(WARM, pins=(RUNNING,))))
    first = picture(view)
    assert runs_of_ink(first) > 60 > bare
    # The first pin is as the live bars here, so that the second outline can be told.
    view.render_snapshot(evaluate(replace(WARM, pins=(State.of([1.0]), RUNNING))))
    second = picture(view)
    assert bare < ink(second).sum() < ink(first).sum()
    assert runs_of_ink(second) < 40


def test_a_chart_notices_pins_and_ghosts_that_come_and_go(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart("argmax")
    plain = evaluate(WARM)
    view.render_snapshot(plain)
    bare = picture(view)
    # The output of argmax is the same object throughout.
    for state, ghost in ((replace(WARM, pins=(ZERO_SUM,)), None), (WARM, ZERO_SUM)):
        shown = evaluate(state, plain, ghost)
        assert shown.output("argmax") is plain.output("argmax")
        view.render_snapshot(shown)
        assert (picture(view) != bare).any()
        view.render_snapshot(evaluate(WARM, shown))
        assert (picture(view) == bare).all()


def test_the_bars_before_are_pale_behind_the_live_ones(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart()
    view.render_snapshot(evaluate(WARM))
    before = picture(view)
    view.render_snapshot(evaluate(WARM, ghost=RUNNING))
    after = picture(view)
    middle = next(x for x in range(view.width()) if view.index_at(x) == 1) + 70
    # Above the base line, on which the dotted outline ends.
    changed = np.flatnonzero((before[:270, middle] != after[:270, middle]).any(axis=-1))
    # Between the old height of panda, 0.664, and the new one, 0.402; the live bar is as it was.
    assert 0.2 < changed.size / 230 < 0.4
    assert changed.max() < 300 * 0.62


@pytest.mark.parametrize(
    ("pin", "key"),
    [
        (ZERO_SUM, "sum_normalized"),
        (State.of([math.nan, 1.0, 2.0], RUNNING.labels), "softmax"),
        (State.of([0.1, 0.2, -0.3], RUNNING.labels), "sum_normalized"),
        (State.of([1.0, 2.0], ["x", "y"]), "sigmoid"),
    ],
    ids=["infinite", "undefined", "huge", "other classes"],
)
def test_what_is_no_height_is_not_drawn_as_one(
    pin: State, key: str, chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart(key)
    view.render_snapshot(evaluate(replace(RUNNING, pins=(pin,))))
    # An outline would be a line as long as the bar is wide.
    assert runs_of_ink(picture(view)) < 40


def test_an_infinite_pin_is_marked_by_an_arrow(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart("sum_normalized")
    view.render_snapshot(evaluate(RUNNING))
    bare = int(ink(picture(view)).sum())
    for pins in ((ZERO_SUM,), (ZERO_SUM, ZERO_SUM)):
        view.render_snapshot(evaluate(replace(RUNNING, pins=pins)))
        now = int(ink(picture(view)).sum())
        assert now > bare + 20
        bare = now


@pytest.mark.parametrize("count", [1, 10, 50, 1000])
def test_any_number_of_classes_is_drawn_with_pins_and_ghost(
    count: int, chart: Callable[..., BarChart], picture: Picture
) -> None:
    random = np.random.default_rng(count)
    now, a, b = (State.of(random.normal(0, 2, count)) for _ in range(3))
    for key in KINDS:
        view = chart(key)
        view.render_snapshot(evaluate(now))
        bare = picture(view)
        view.render_snapshot(evaluate(replace(now, pins=(a, b)), ghost=a))
        if count > 1 or key == "sigmoid":
            assert (picture(view) != bare).any()


def layout_on(axis: Axis, pins: int = 1) -> Any:
    return lay_out(
        QRectF(0, 0, 500, 300), 3, axis,
        Metrics(left=40, right=14, top=21.0 + 21 * pins, bottom=6, line=17, widest=40),
    )  # fmt: skip


def labels_of(values: list[float], pins: list[list[float]], axis: Axis) -> list[Label]:
    layout, now = layout_on(axis), np.array(values)
    others = tuple(
        Reference(letter, np.array(pin), np.isfinite(pin) | np.isinf(pin))
        for letter, pin in zip("AB", pins, strict=False)
    )
    return place_labels(layout, now, layout.spans(now), 3, theme.Theme(), -1, others)


def test_the_difference_to_the_latest_pin_stands_with_the_value() -> None:
    texts = {
        label.index: label.text
        for label in labels_of([0.33, 0.402, 0.268], [[0.1, 0.1, 0.1], [0.25, 0.664, 0.268]], UNIT)
    }
    assert texts == {0: "+0.080\n0.330", 1: "−0.262\n0.402", 2: "=\n0.268"}


def test_a_class_without_a_counterpart_has_no_difference() -> None:
    texts = [label.text for label in labels_of([0.3, 0.4, 0.3], [[math.nan, 0.1, 0.1]], UNIT)]
    assert "0.300" in texts


@pytest.mark.parametrize("then", [0.42, 0.45, 0.5])
def test_a_label_hides_no_end_of_an_outline_just_above_the_bar(then: float) -> None:
    layout = layout_on(UNIT)
    label = next(x for x in labels_of([0.4, 0.4, 0.1], [[then, then, 0.9]], UNIT) if x.index == 0)
    assert label.rect.bottom() < layout.y(then)


def test_below_the_axis_a_label_keeps_off_the_names() -> None:
    layout = layout_on(BOTH_SIDES)
    values = [-1.9, -math.inf, 1.0]
    for label in labels_of(values, [[1.0, 1.0, 1.0]], BOTH_SIDES):
        assert label.rect.bottom() <= layout.plot.bottom() + 22
        if label.index < 2:
            assert "\n" not in label.text


@pytest.fixture
def bar(show: Callable[..., PinBar]) -> PinBar:
    bar = PinBar()
    bar.render_snapshot(evaluate(replace(RUNNING, pins=(WARM, ZERO_SUM))))
    return show(bar, 900, 40)


def test_the_pin_bar_is_there_only_with_pins(qtbot: QtBot) -> None:
    bar = PinBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.render_snapshot(evaluate(replace(RUNNING, pins=(WARM,))))
    assert not bar.isHidden()
    assert [entry.isHidden() for entry in bar.entries] == [False, True]
    bar.render_snapshot(evaluate(RUNNING))
    assert bar.isHidden()


def test_the_pin_bar_says_how_pins_differ(bar: PinBar) -> None:
    said = [entry.label.text() for entry in bar.entries]
    assert said == ["T = 5 · panda 0.402", "other logits · panda 0.685"]
    assert bar.entries[1].button.accessibleName() == "Unpin B: other logits · panda 0.685"


def test_rendering_pins_is_silent(bar: PinBar, silent: Callable[..., None]) -> None:
    silent(bar, RUNNING, replace(RUNNING, pins=(WARM,)), replace(WARM, pins=(RUNNING, ZERO_SUM)))


@pytest.mark.parametrize("place", [0, 1])
def test_a_pin_is_taken_off_by_its_button_and_by_delete(
    place: int, bar: PinBar, bind: Callable[..., Session]
) -> None:
    state = replace(RUNNING, pins=(WARM, ZERO_SUM))
    session = bind(bar, state)
    QTest.mouseClick(bar.entries[place].button, Qt.MouseButton.LeftButton)
    assert session.state.pins == (state.pins[1 - place],)
    session.undo()
    QTest.keyClick(bar.entries[place].button, Qt.Key.Key_Delete)
    assert session.state.pins == (state.pins[1 - place],)
    QTest.keyClick(bar.entries[0].button, Qt.Key.Key_A)
    assert len(session.state.pins) == 1


def test_nothing_is_unpinned_before_anything_is_shown(
    qtbot: QtBot, told: Callable[[SignalInstance], Told]
) -> None:
    bar = PinBar()
    qtbot.addWidget(bar)
    noted = told(bar.edited)
    bar.entries[0].button.click()
    assert noted == []


def test_the_samples_are_told_apart_without_colour(bar: PinBar, picture: Picture) -> None:
    a, b = (picture(entry.sample) for entry in bar.entries)
    assert runs_of_ink(a) > 12 > runs_of_ink(b)
