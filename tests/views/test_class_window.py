"""Many classes in the charts: zooming, moving along, ordering by value, showing the largest."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, SignalInstance
from PySide6.QtGui import QColor, QPainter, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from softmax_viz.core.axis import UNIT_AXIS, Axis
from softmax_viz.core.compare import references
from softmax_viz.core.descending import Descending
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.largest import rest
from softmax_viz.core.lecture.targets import target_of
from softmax_viz.core.numbers import displayed
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_chart import BarChart
from softmax_viz.views.charts.bar_layout import Metrics, Names, lay_out, round_step
from softmax_viz.views.charts.bar_painter import paint_output
from softmax_viz.views.charts.class_bar import MANY, ClassBar
from softmax_viz.views.charts.class_window import LEAST_SPAN, ClassWindow
from softmax_viz.views.charts.grid import ChartGrid
from softmax_viz.views.charts.shown_classes import ShownClasses, excerpt

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]
Pixels = NDArray[np.uint8]
Picture = Callable[[QWidget], Pixels]

UNIT = Axis(0.0, 1.0, (0.0, 0.5, 1.0))
LEFT = Qt.MouseButton.LeftButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def normal(count: int, seed: int = 0) -> State:
    return State.of(np.random.default_rng(seed).normal(size=count) * 3)


@st.composite
def windows(draw: st.DrawFn, most: int = 1_000_000) -> ClassWindow:
    count = draw(st.integers(1, most))
    first = draw(st.floats(0, 0.99)) * count
    span = max(draw(st.floats(1e-3, 1)) * (count - first), (count - first) * 1e-3)
    return ClassWindow(count, first, min(first + span, count), draw(st.booleans()))


# The window


@given(window=windows(), factor=st.floats(0.1, 10), at=st.floats(0, 1))
def test_zooming_keeps_what_is_below_the_pointer_and_stays_inside(
    window: ClassWindow, factor: float, at: float
) -> None:
    around = window.first + at * window.span
    zoomed = window.zoomed(factor, around)
    assert 0 <= zoomed.first < zoomed.last <= window.count
    assert (zoomed.count, zoomed.by_value) == (window.count, window.by_value)
    span = min(max(window.span * factor, min(LEAST_SPAN, window.span)), window.count)
    if factor >= 1:
        span = min(window.span * factor, window.count)
    assert zoomed.span == pytest.approx(span, rel=1e-6)
    if zoomed.first > 0 and zoomed.last < window.count:
        assert (around - zoomed.first) / zoomed.span == pytest.approx(at, abs=1e-5)
    else:
        # At an end it is as near as the end allows.
        assert zoomed.first - 1e-6 * window.count <= around <= zoomed.last + 1e-6 * window.count


@given(window=windows(), by=st.floats(-2e6, 2e6))
def test_moving_along_keeps_the_span_and_ends_at_the_ends(window: ClassWindow, by: float) -> None:
    moved = window.panned(by)
    assert 0 <= moved.first < moved.last <= window.count
    assert moved.span == pytest.approx(window.span, rel=1e-6, abs=1e-6)
    expected = min(max(window.first + by, 0.0), window.count - window.span)
    assert moved.first == pytest.approx(expected, abs=1e-6 * window.count)


@given(window=windows(), share=st.floats(0, 1))
def test_a_place_is_held_by_the_least_move(window: ClassWindow, share: float) -> None:
    place = min(int(share * window.count), window.count - 1)
    held = window.holding(place)
    assert held.span == pytest.approx(window.span, rel=1e-6)
    if window.first <= place and place + 1 <= window.last:
        assert held == window
    elif window.span >= 1:
        near = 1e-6 * window.count
        assert held.first - near <= place
        assert place + 1 <= held.last + near
        ends = (held.first - place, held.last - place - 1)
        assert min(map(abs, ends)) <= near


def test_a_window_is_never_outside_or_empty() -> None:
    for first, last in ((-1, 3), (0, 11), (4, 4), (5, 4), (math.nan, 3)):
        with pytest.raises(ValueError, match="of 10 classes"):
            ClassWindow(10, first, last)


def test_zooming_all_the_way_out_shows_all_exactly() -> None:
    window = ClassWindow.whole(1000)
    for _ in range(20):
        window = window.zoomed(1 / 1.5, 123.4)
    assert window.span == LEAST_SPAN
    for _ in range(20):
        window = window.zoomed(1.5, 123.4)
    assert window == ClassWindow.whole(1000)


# The layout


def laid_out(window: ClassWindow, width: int = 500) -> Any:
    metrics = Metrics(left=40, right=14, top=21, bottom=6, line=17, widest=60)
    return lay_out(QRectF(0, 0, width, 300), window.count, UNIT, metrics, window)


@given(window=windows(), share=st.floats(0, 1))
def test_a_class_is_found_where_it_is_drawn(window: ClassWindow, share: float) -> None:
    layout = laid_out(window)
    position = min(int(share * layout.count), layout.count - 1)
    if layout.is_inside(position) and layout.plot.left() < layout.center(position) - 1e-6:
        found = layout.index_at(min(layout.center(position), layout.plot.right() - 1e-6))
        assert abs(found - position) <= (1 if layout.slot < 1e-3 else 0)
        place = layout.place_at(layout.center(position))
        assert place == pytest.approx(window.places.start + position + 0.5, rel=1e-6)


@given(window=windows(), share=st.floats(0, 0.999))
def test_a_column_holds_the_class_below_the_pointer(window: ClassWindow, share: float) -> None:
    layout = laid_out(window)
    if layout.dense:
        x = layout.plot.left() + share * layout.plot.width()
        column = layout.column_at(x, layout.columns())
        assert 0 <= column.start < column.stop <= layout.count
        assert column.start - 1 <= layout.index_at(x) <= column.stop


@given(window=windows(3000), by=st.integers(-50, 50))
def test_moving_along_does_not_change_who_is_named(window: ClassWindow, by: int) -> None:
    before, after = laid_out(window), laid_out(window.panned(by))
    if before.every == after.every and before.names is after.names:
        named = [
            {layout.window.places.start + position for position in layout.named}
            for layout in (before, after)
        ]
        both = set(before.window.places) & set(after.window.places)
        assert named[0] & both == named[1] & both


@given(least=st.floats(1e-3, 1e7))
def test_numbers_below_the_axis_are_in_round_steps(least: float) -> None:
    step = round_step(least)
    assert step >= least
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert step <= max(2.5 * least, 1)


def test_of_more_classes_than_pixels_some_are_numbered() -> None:
    assert laid_out(ClassWindow.whole(100_000)).names is Names.NUMBERS
    assert laid_out(ClassWindow(100_000, 500, 530)).names is Names.TURNED
    ranks = laid_out(ClassWindow.whole(100_000, by_value=True))
    assert all((position + 1) % ranks.every == 0 for position in ranks.named)


@pytest.mark.parametrize("count", [500, 1000, 70_000, 1_000_000])
def test_a_narrow_chart_has_a_number_beside_the_first(count: int) -> None:
    area = QRectF(0, 0, 130, 150)
    layout = lay_out(area, count, UNIT, Metrics(10, 10, 10, 10, line=18, widest=90))
    assert layout.names is Names.NUMBERS
    assert len(layout.named) >= 2


# What is shown


@given(window=windows(300), seed=st.integers(0, 99))
def test_what_is_shown_is_what_is_in_the_window(window: ClassWindow, seed: int) -> None:
    logits = np.random.default_rng(seed).integers(-3, 3, window.count).astype(float)
    state = State.of(logits)
    snapshot = evaluate(state)
    descending = Descending(snapshot.ranking) if window.by_value else None
    classes = ShownClasses(state, window, descending)
    order = np.argsort(-logits, kind="stable") if window.by_value else np.arange(window.count)
    expected = order[window.places.start : window.places.stop]
    assert classes.indices.tolist() == expected.tolist()
    assert list(classes.labels) == [state.labels[i] for i in expected]
    assert list(classes.colors) == [state.colors[i] for i in expected]
    shown = excerpt(snapshot, "softmax", classes, ())
    assert shown.output.values.tolist() == snapshot.output("softmax").values[expected].tolist()
    positions = {int(index): position for position, index in enumerate(expected)}
    for index in range(0, window.count, 7):
        assert classes.position(index) == positions.get(index, -1)
        assert classes.index(classes.place(index)) == index
    assert classes.position(-1) == -1


# Gestures


def wheel(
    widget: QWidget, x: float, turn: int, sideways: bool = False, shift: bool = False
) -> bool:
    spot = QPointF(x, widget.height() / 2)
    event = QWheelEvent(
        spot, widget.mapToGlobal(spot), QPoint(),
        QPoint(turn, 0) if sideways else QPoint(0, turn),
        Qt.MouseButton.NoButton, SHIFT if shift else NO_KEY,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.fixture
def grid(show: Callable[..., ChartGrid]) -> ChartGrid:
    grid = show(ChartGrid(), 1000, 700)
    grid.hovered.connect(grid.highlight)
    return grid


@pytest.fixture
def many(grid: ChartGrid) -> ChartGrid:
    grid.render_snapshot(evaluate(normal(10_000)))
    for card in grid.cards.values():
        card.chart.grab()
    return grid


def middle(chart: BarChart) -> float:
    return chart.width() / 2


def test_the_wheel_zooms_around_the_pointer_in_every_chart(many: ChartGrid, told: Note) -> None:
    chart = many.cards["argmax"].chart
    viewed = told(many.viewed)
    x = chart.width() * 0.7
    before = chart.index_at(x)
    for _ in range(14):
        assert wheel(chart, x, 120)
    window = many.window_on_classes
    assert window.span == pytest.approx(10_000 / 1.5**14)
    assert viewed[-1] == (window,)
    # From a column of many classes it is not known which one was below the pointer.
    assert chart.index_at(x) == pytest.approx(before, abs=40)
    assert len({card.chart.index_at(x) for card in many.cards.values()}) == 1
    inside = chart.index_at(x)
    wheel(chart, x, -120)
    assert abs(chart.index_at(x) - inside) <= 1
    for _ in range(20):
        wheel(chart, x, -120)
    assert many.window_on_classes == ClassWindow.whole(10_000)


def test_shift_or_a_sideways_wheel_moves_along(many: ChartGrid) -> None:
    chart = many.cards["softmax"].chart
    many.show_window(ClassWindow(10_000, 4000, 4100))
    assert wheel(chart, 200, -120, shift=True)
    assert many.window_on_classes == ClassWindow(10_000, 4025, 4125)
    wheel(chart, 200, 240, sideways=True)
    assert many.window_on_classes == ClassWindow(10_000, 3975, 4075)


def test_a_drag_takes_the_classes_along_with_the_pointer(many: ChartGrid, told: Note) -> None:
    chart = many.cards["sigmoid"].chart
    many.show_window(ClassWindow(10_000, 4000, 4020))
    hovered = told(many.hovered)
    start = QPoint(300, 80)
    grabbed = chart.index_at(start.x())
    QTest.mousePress(chart, LEFT, NO_KEY, start)
    for x in (250, 180, 120):
        QTest.mouseMove(chart, QPoint(x, 80))
        assert chart.index_at(x) == grabbed
    assert chart.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(chart, LEFT, NO_KEY, QPoint(120, 80))
    assert chart.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert many.window_on_classes.first > 4000
    assert hovered == []
    moved = many.window_on_classes
    QTest.mouseMove(chart, QPoint(200, 80))
    assert many.window_on_classes == moved
    assert hovered


def test_a_double_click_still_enlarges_where_one_has_zoomed(many: ChartGrid, told: Note) -> None:
    zoomed = told(many.zoomed)
    many.show_window(ClassWindow(10_000, 4000, 4020))
    QTest.mouseDClick(many.cards["softmax"].chart, LEFT, NO_KEY, QPoint(200, 80))
    assert zoomed == [("softmax",)]
    assert many.window_on_classes == ClassWindow(10_000, 4000, 4020)


def test_few_classes_do_not_move_under_a_wheel_a_drag_or_a_key(grid: ChartGrid) -> None:
    state = BY_KEY["animals"].state()
    grid.render_snapshot(evaluate(state))
    chart = grid.cards["softmax"].chart
    assert not wheel(chart, middle(chart), 120)
    QTest.mousePress(chart, LEFT, NO_KEY, QPoint(200, 80))
    QTest.mouseMove(chart, QPoint(100, 80))
    QTest.mouseRelease(chart, LEFT, NO_KEY, QPoint(100, 80))
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(chart, key)
    assert grid.window_on_classes == ClassWindow.whole(3)
    assert not grid.class_bar.isVisible()


def test_keys_zoom_around_the_active_class_and_move_along(many: ChartGrid) -> None:
    chart = many.cards["softmax"].chart
    many.highlight(2500)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    window = many.window_on_classes
    assert window.span == pytest.approx(10_000 / 1.5)
    assert (2500.5 - window.first) / window.span == pytest.approx(0.25005)
    many.show_window(ClassWindow(10_000, 4000, 4100))
    QTest.keyClick(chart, Qt.Key.Key_Right, SHIFT)
    assert many.window_on_classes == ClassWindow(10_000, 4025, 4125)
    QTest.keyClick(chart, Qt.Key.Key_Left, SHIFT)
    assert many.window_on_classes == ClassWindow(10_000, 4000, 4100)
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    assert many.window_on_classes == ClassWindow(10_000, 3975, 4125)
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert many.window_on_classes == ClassWindow.whole(10_000)


def test_arrow_keys_follow_the_order_shown_and_the_window_follows_them(
    many: ChartGrid, told: Note
) -> None:
    z = normal(10_000).logits
    order = np.argsort(-z, kind="stable").tolist()
    chart = many.cards["softmax"].chart
    many.show_window(ClassWindow.top(10_000, 10))
    hovered = told(many.hovered)
    for place in range(12):
        QTest.keyClick(chart, Qt.Key.Key_Right)
        assert hovered[-1] == (order[place],)
    assert many.window_on_classes == ClassWindow(10_000, 2, 12, by_value=True)
    assert QToolTip.text().startswith(f"class {order[11]} (index {order[11]})")
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert hovered[-1] == (order[-1],)
    assert many.window_on_classes.last == 10_000
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert many.window_on_classes == ClassWindow.top(10_000, 10)


def test_the_height_is_fitted_to_what_is_seen_and_only_on_demand(many: ChartGrid) -> None:
    chart = many.cards["softmax"].chart
    fit = many.class_bar.fit_button
    assert chart.axis == UNIT_AXIS
    QTest.mouseClick(fit, Qt.MouseButton.LeftButton)
    assert many.window_on_classes == replace(ClassWindow.whole(10_000), fitted=True)
    p = np.exp(normal(10_000).logits)
    assert chart.axis.high / 2.5 <= (p / p.sum()).max() <= chart.axis.high < 0.5
    # In another part of the classes it fits that one, and stays on until it is put back.
    least = np.sort(p / p.sum())[:10]
    many.class_bar.sort_button.click()
    many.show_window(replace(many.window_on_classes, first=9_990.0))
    assert least.max() <= chart.axis.high <= 2.5 * least.max()
    assert many.window_on_classes.fitted
    fit.click()
    assert chart.axis == UNIT_AXIS


def test_a_fitted_height_tells_nothing_of_what_is_covered() -> None:
    state = State.of([0.1] * 80)
    grid = ChartGrid()
    grid.resize(800, 500)
    grid.render_snapshot(evaluate(state, covered=frozenset({"softmax[class 3]"})))
    grid.show_window(replace(ClassWindow.whole(80), fitted=True))
    assert grid.cards["softmax"].chart.axis == UNIT_AXIS
    assert grid.cards["sum_normalized"].chart.axis.high < 0.1
    grid.deleteLater()


def test_the_first_arrow_key_begins_where_one_looks(many: ChartGrid, told: Note) -> None:
    many.show_window(ClassWindow(10_000, 4000, 4100))
    hovered = told(many.hovered)
    QTest.keyClick(many.cards["softmax"].chart, Qt.Key.Key_Right)
    assert hovered[-1] == (4000,)
    many.highlight(-1)
    QTest.keyClick(many.cards["softmax"].chart, Qt.Key.Key_Left)
    assert hovered[-1] == (4099,)


def test_hovering_a_column_names_the_class_that_reaches_furthest(
    grid: ChartGrid, told: Note
) -> None:
    logits = np.zeros(100_000)
    logits[70_011] = 30.0
    grid.render_snapshot(evaluate(State.of(logits)))
    chart = grid.cards["softmax"].chart
    hovered = told(grid.hovered)
    layout = laid_out(ClassWindow.whole(100_000), chart.width())
    spot = QPoint(round(layout.center(70_011)), 80)
    found = []
    for x in range(spot.x() - 1, spot.x() + 2):
        QTest.mouseMove(chart, QPoint(x, 80))
        found.append(hovered[-1][0])
        if hovered[-1][0] == 70_011:
            assert "reaches furthest of the" in QToolTip.text()
    assert 70_011 in found
    many_at_once = grid.window_on_classes.zoomed(1e-4, 70_011.5)
    grid.show_window(many_at_once)
    for x in range(60, chart.width() - 20, 5):
        QTest.mouseMove(chart, QPoint(x, 80))
        assert hovered[-1][0] in many_at_once.places
        assert "furthest" not in QToolTip.text()


def test_of_equal_values_hovering_names_the_largest_logit(grid: ChartGrid) -> None:
    grid.render_snapshot(evaluate(normal(100_000)))
    argmax, sigmoid = (grid.cards[key].chart for key in ("argmax", "sigmoid"))
    for x in range(60, argmax.width() - 20, 7):
        assert argmax.index_at(x) == sigmoid.index_at(x)
        assert argmax.index_at(x) != -1


# The grid


@given(window=windows(), share=st.floats(0.8, 1.2))
def test_a_few_classes_more_or_less_leave_the_window_where_it_is(
    window: ClassWindow, share: float
) -> None:
    count = max(round(window.count * share), 1)
    found = window.of_other(count)
    if abs(count - window.count) > window.count / 10:
        assert found == ClassWindow.whole(count)
        return
    assert (found.count, found.by_value, found.fitted) == (count, window.by_value, window.fitted)
    if window.is_whole:
        assert found.is_whole
    else:
        assert found.span == pytest.approx(min(window.span, count))
        if window.last <= count:
            assert (found.first, found.last) == pytest.approx((window.first, window.last))


def test_the_window_is_put_back_by_quite_another_vector_but_not_by_other_values_or_one_class_less(
    many: ChartGrid,
) -> None:
    window = ClassWindow(10_000, 4000, 4100, by_value=True)
    many.show_window(window)
    many.render_snapshot(evaluate(normal(10_000, seed=1)))
    assert many.window_on_classes == window
    many.render_snapshot(evaluate(normal(9_999)))
    assert many.window_on_classes == replace(window, count=9_999)
    many.render_snapshot(evaluate(normal(5_000)))
    assert many.window_on_classes == ClassWindow.whole(5_000)


def test_a_window_of_another_number_of_classes_is_passed_by(many: ChartGrid) -> None:
    many.show_window(ClassWindow.top(20, 10))
    assert many.window_on_classes == ClassWindow.whole(10_000)


def test_showing_a_window_tells_nothing(many: ChartGrid, told: Note) -> None:
    viewed = told(many.viewed)
    many.show_window(ClassWindow.top(10_000, 10))
    many.render_snapshot(evaluate(normal(10_000, seed=1)))
    assert viewed == []


def rgb(color: QColor) -> list[int]:
    return [color.red(), color.green(), color.blue()]


def colors_from_left(pixels: Pixels, chart: BarChart) -> list[int]:
    """Return the palette's colours along a row of a chart, each run once."""
    look = theme.current()
    palette = [rgb(look.class_color(k)) for k in range(8)]
    row = pixels[chart.height() - 75].tolist()
    found = [palette.index(pixel) for pixel in row if pixel in palette]
    return [color for k, color in enumerate(found) if k == 0 or color != found[k - 1]]


@pytest.mark.parametrize("by_value", [False, True])
def test_a_class_that_is_gone_to_is_seen_with_its_neighbours(
    by_value: bool, many: ChartGrid, told: Note
) -> None:
    count = many.window_on_classes.count
    window = ClassWindow(count, 10.0, 30.0, by_value)
    many.show_window(window)
    viewed = told(many.viewed)
    ranking = evaluate(normal(10_000)).ranking if by_value else None
    classes = ShownClasses(normal(10_000), window, None if ranking is None else Descending(ranking))
    many.show_class(classes.index(20))
    assert many.window_on_classes == window
    many.show_class(classes.index(60))
    assert many.window_on_classes == ClassWindow(count, 50.5, 70.5, by_value)
    many.show_class(classes.index(count - 1))
    assert many.window_on_classes == ClassWindow(count, count - 20.0, count, by_value)
    assert len(viewed) == 2
    many.show_class(-1)
    many.show_class(count)
    assert len(viewed) == 2


def test_the_sorted_charts_show_the_largest_first_and_follow_their_values(
    grid: ChartGrid, picture: Picture
) -> None:
    logits = np.full(100, -9.0)
    logits[[17, 3, 42, 91]] = [9.0, 8.0, 7.0, 6.0]
    grid.render_snapshot(evaluate(State.of(logits)))
    grid.show_window(ClassWindow.top(100, 10))
    chart = grid.cards["sigmoid"].chart
    assert colors_from_left(picture(chart), chart) == [17 % 8, 3 % 8, 42 % 8, 91 % 8]
    logits[91] = 10.0
    grid.render_snapshot(evaluate(State.of(logits)))
    assert colors_from_left(picture(chart), chart) == [91 % 8, 17 % 8, 3 % 8, 42 % 8]


def test_a_class_that_is_cut_by_the_window_is_cut_at_the_edge_of_the_plot(
    grid: ChartGrid, picture: Picture
) -> None:
    grid.render_snapshot(evaluate(State.of(np.full(100, 9.0))))
    chart = grid.cards["sigmoid"].chart
    palette = [rgb(theme.current().class_color(k)) for k in range(8)]
    for first in (20, 20.5):
        grid.show_window(ClassWindow(100, first, first + 10))
        colored = [
            x
            for x, pixel in enumerate(picture(chart)[chart.height() - 75].tolist())
            if pixel in palette
        ]
        layout = laid_out(ClassWindow(100, first, first + 10), chart.width())
        assert (colored[0] == layout.plot.left()) == (first == 20.5)
        assert (colored[-1] == layout.plot.right() - 1) == (first == 20.5)


def test_a_highlighted_class_outside_the_window_leaves_no_mark(
    many: ChartGrid, picture: Picture
) -> None:
    many.show_window(ClassWindow(10_000, 4000, 4020))
    chart = many.cards["sigmoid"].chart
    chart.setFocus()
    chart.clearFocus()
    plain = picture(chart)
    many.highlight(17)
    assert (picture(chart) == plain).all()
    many.highlight(4010)
    assert (picture(chart) != plain).any()


def test_pins_and_covers_follow_the_order_and_the_window() -> None:
    state = normal(200)
    state = replace(state, pins=(replace(state, temperature=3.0),))
    hidden = (target_of("softmax", "class 150"), target_of("softmax", "class 3"))
    snapshot = evaluate(state, covered=frozenset(hidden))
    covered = snapshot.covered_entries("softmax")
    assert covered == {3, 150}
    others = references(snapshot, "softmax")
    window = ClassWindow(200, 140.5, 160.0, by_value=True)
    classes = ShownClasses(state, window, Descending(snapshot.ranking))
    shown = excerpt(snapshot, "softmax", classes, others)
    order = np.argsort(-state.logits, kind="stable")[140:160]
    pinned = snapshot.pins[0].output("softmax").values
    assert shown.others[0].values.tolist() == pinned[order].tolist()
    assert shown.covered == {k for k, i in enumerate(order.tolist()) if i in covered}


def painted(values: NDArray[np.float64], picture: Picture) -> tuple[Pixels, Any]:
    """Paint an output of these values, which no logits need have."""
    layout = lay_out(
        QRectF(0, 0, 500, 300), values.size, Axis(-1.0, 1.0, (0.0,)),
        Metrics(left=40, right=14, top=21, bottom=6, line=17, widest=60),
    )  # fmt: skip
    state = State.of([0.0])
    output = replace(evaluate(state).output("sigmoid"), values=values)
    label, pixmap = QLabel(), QPixmap(500, 300)
    pixmap.fill(theme.current().color("card"))
    painter = QPainter(pixmap)
    paint_output(painter, layout, state, output, theme.current(), -1)
    painter.end()
    label.setPixmap(pixmap)
    label.resize(500, 300)
    return picture(label), layout


@pytest.mark.parametrize("end", [math.inf, -math.inf, math.nan, 7.0, -7.0])
def test_one_value_among_many_that_is_no_bar_is_seen(end: float, picture: Picture) -> None:
    values = np.zeros(100_000)
    still, layout = painted(values, picture)
    values[60_000] = end
    marked, _ = painted(values, picture)
    changed = np.argwhere((marked != still).any(axis=-1))
    rows = changed[np.abs(changed[:, 1] - layout.center(60_000)) <= 6][:, 0]
    plot = layout.plot
    # Along all the height where it is undefined, else from the axis to its own end.
    assert (rows.min() < plot.top() + 8) == (not end < 0)
    assert (rows.max() > plot.bottom() - 8) == (not end > 0)
    colors = {tuple(pixel) for pixel in marked[tuple(changed.T)].tolist()}
    bad = tuple(rgb(theme.current().color("bad_ink")))
    assert (bad in colors) == math.isnan(end)


# The bar


@pytest.mark.parametrize(("count", "seen"), [(3, False), (MANY, False), (MANY + 1, True)])
def test_the_bar_is_there_for_many_classes_only(grid: ChartGrid, count: int, seen: bool) -> None:
    grid.render_snapshot(evaluate(normal(count)))
    assert grid.class_bar.isVisible() == seen
    grid.show_window(ClassWindow(count, 0, count, by_value=True))
    assert grid.class_bar.isVisible()


def test_the_bar_says_what_is_shown(many: ChartGrid) -> None:
    words = many.class_bar.caption
    assert words.text() == "10,000 classes"
    many.show_window(ClassWindow(10_000, 4000.5, 4100))
    assert words.text() == "index 4,000 to 4,099 of 10,000 classes"
    many.show_window(ClassWindow.whole(10_000, by_value=True))
    assert words.text() == "10,000 classes, the largest first"
    many.show_window(ClassWindow(10_000, 100, 200, by_value=True))
    assert words.text() == "rank 101 to 200 of 10,000 classes"


def test_the_bar_says_what_the_others_sum_to_while_t_moves(many: ChartGrid) -> None:
    many.show_window(ClassWindow.top(10_000, 20))
    state = normal(10_000)
    for temperature in (1.0, 0.2):
        snapshot = evaluate(replace(state, temperature=temperature))
        many.render_snapshot(snapshot)
        top = np.argsort(-state.logits, kind="stable")[:20].tolist()
        left = rest(snapshot.output("softmax").values, top)
        assert many.class_bar.caption.text() == (
            "the 20 largest of 10,000 classes; "
            f"the other 9,980 sum to p = {displayed(left, state.decimals)}"
        )


def test_the_bar_tells_nothing_of_a_covered_softmax(many: ChartGrid) -> None:
    many.show_window(ClassWindow.top(10_000, 20))
    many.render_snapshot(evaluate(normal(10_000), covered=frozenset({"softmax"})))
    assert many.class_bar.caption.text() == "the 20 largest of 10,000 classes"


def test_the_buttons_of_the_bar_choose_what_is_shown(many: ChartGrid, told: Note) -> None:
    bar, viewed = many.class_bar, told(many.viewed)
    assert not bar.all_button.isEnabled()
    bar.top_buttons[20].click()
    assert many.window_on_classes == ClassWindow.top(10_000, 20)
    assert bar.sort_button.isChecked()
    bar.all_button.click()
    assert many.window_on_classes == ClassWindow.whole(10_000, by_value=True)
    bar.sort_button.click()
    assert many.window_on_classes == ClassWindow.whole(10_000)
    assert not bar.sort_button.isChecked()
    assert len(viewed) == 3


def test_the_overview_shows_where_the_window_is_and_moves_it(many: ChartGrid, told: Note) -> None:
    overview = many.class_bar.overview
    assert not overview.isVisible()
    many.show_window(ClassWindow(10_000, 2500, 5000))
    assert overview.isVisible()
    total = overview.maximum() + overview.pageStep()
    assert overview.value() / total == pytest.approx(0.25)
    assert overview.pageStep() / total == pytest.approx(0.25)
    viewed = told(many.viewed)
    overview.setValue(overview.maximum())
    assert many.window_on_classes == ClassWindow(10_000, 7500, 10_000)
    overview.setValue(0)
    assert many.window_on_classes == ClassWindow(10_000, 0, 2500)
    assert len(viewed) == 2


def test_only_as_many_of_the_largest_are_offered_as_there_are(grid: ChartGrid) -> None:
    grid.render_snapshot(evaluate(normal(15)))
    grid.show_window(ClassWindow.whole(15, by_value=True))
    buttons = grid.class_bar.top_buttons
    assert [k for k, button in buttons.items() if button.isVisible()] == [10]


@pytest.mark.parametrize("width", [900, 560, 420, 260])
def test_no_button_is_cut_where_there_is_little_room(many: ChartGrid, width: int) -> None:
    many.show_window(ClassWindow.top(10_000, 20))
    many.resize(width, 500)
    QApplication.processEvents()
    bar = many.class_bar
    buttons = (bar.all_button, bar.sort_button, *bar.top_buttons.values(), bar.fit_button)
    for button in buttons:
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width()
        assert bar.rect().contains(button.geometry())
    assert bar.caption.width() >= theme.current().px(120)
    lines = len({button.y() for button in (bar.caption, *buttons)})
    assert (lines == 1) == (width == 900)
    many.resize(900, 500)
    QApplication.processEvents()
    assert len({button.y() for button in buttons}) == 1


def test_an_audience_is_told_what_is_shown_and_offered_nothing(many: ChartGrid) -> None:
    many.set_bare(True)
    many.show_window(ClassWindow.top(10_000, 20))
    bar = many.class_bar
    assert bar.caption.isVisible()
    assert not any(
        part.isVisible()
        for part in (bar.overview, bar.all_button, bar.sort_button, *bar.top_buttons.values())
    )


def test_every_control_of_the_bar_has_a_name_and_a_tooltip(qapp: QApplication) -> None:
    bar = ClassBar()
    for control in (bar.overview, bar.all_button, bar.sort_button, *bar.top_buttons.values()):
        assert control.accessibleName()
        assert control.toolTip()
