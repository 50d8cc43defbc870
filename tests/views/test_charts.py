"""The charts: where things go, what is drawn for what is no bar, what hovering tells."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, SignalInstance
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from softmax_viz.core.axis import Axis, axis_for
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_chart import LEAST_SIZE, BarChart
from softmax_viz.views.charts.bar_layout import BarLayout, Metrics, Names, lay_out
from softmax_viz.views.charts.bar_painter import name_metrics
from softmax_viz.views.charts.card import ChartCard
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.charts.envelope import MOST_PEAKS, columns, envelope, furthest, peaks
from softmax_viz.views.charts.grid import ChartGrid
from softmax_viz.views.charts.value_labels import VALUE_TEXT, VALUE_WEIGHT, Label, place_labels

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]
Pixels = NDArray[np.uint8]
Picture = Callable[[QWidget], Pixels]

RUNNING = BY_KEY["animals"].state()
KINDS = {kind.key: kind for kind in OUTPUTS}
UNIT = Axis(0.0, 1.0, (0.0, 0.5, 1.0))
BOTH_SIDES = Axis(-2.0, 2.0, (-2.0, 0.0, 2.0))


def metrics_for(look: theme.Theme, widest: float) -> Metrics:
    """Return the distances that a chart keeps at a size of the type."""
    return Metrics(
        left=look.px(40), right=look.px(14), top=look.px(21), bottom=look.px(6),
        line=name_metrics(look).height(), widest=widest, max_bar=look.px(92),
    )  # fmt: skip


def usual_layout(count: int, axis: Axis, width: float = 500, height: float = 200) -> BarLayout:
    return lay_out(QRectF(0, 0, width, height), count, axis, metrics_for(theme.Theme(), 40.0))


def color_of(index: int) -> tuple[int, ...]:
    return rgb(theme.current().class_color(index))


def role(name: str) -> tuple[int, ...]:
    return rgb(theme.current().color(name))


def rgb(color: QColor) -> tuple[int, ...]:
    return (color.red(), color.green(), color.blue())


def is_color(pixels: Pixels, color: tuple[int, ...]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (pixels == np.array(color, np.uint8)).all(axis=-1)
    return found


def longest_run(row: NDArray[np.bool_]) -> int:
    ends = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(int), [0]])))
    return int(np.max(ends[1::2] - ends[::2], initial=0))


def slots(chart: BarChart, count: int) -> list[slice]:
    """Return the columns of pixels that belong to each class."""
    owner = np.array([chart.index_at(x) for x in range(chart.width())])
    places = [np.flatnonzero(owner == i) for i in range(count)]
    return [slice(int(place[0]), int(place[-1]) + 1) for place in places]


@pytest.fixture
def chart(show: Callable[..., BarChart]) -> Callable[..., BarChart]:
    def made(state: State, key: str = "softmax", width: int = 500, height: int = 260) -> BarChart:
        chart = BarChart(KINDS[key])
        show(chart, width, height)
        chart.clearFocus()
        chart.render_snapshot(evaluate(state))
        return chart

    return made


@pytest.fixture
def grid(show: Callable[..., ChartGrid]) -> ChartGrid:
    grid = show(ChartGrid(), 1000, 700)
    grid.hovered.connect(grid.highlight)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    return grid


# Layout


@given(
    count=st.integers(1, 50),
    width=st.integers(LEAST_SIZE[0], 2000),
    height=st.integers(150, 1200),
    widest=st.floats(1, 600),
    axis=st.sampled_from([UNIT, BOTH_SIDES]),
)
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_everything_stays_inside_for_1_to_50_classes(
    count: int, width: int, height: int, widest: float, axis: Axis, scale: float, qapp: QApplication
) -> None:
    look = theme.Theme(scale=scale)
    metrics = metrics_for(look, widest)
    layout = lay_out(QRectF(0, 0, width, height), count, axis, metrics)
    plot = layout.plot
    assert 0 < plot.left() < plot.right() <= width
    assert 0 < plot.top() < plot.bottom()
    below = layout.depth + (metrics.line if axis.low < 0 else 0)
    assert plot.bottom() + below <= height
    assert layout.center(0) - layout.bar / 2 >= plot.left() - 1e-6
    assert layout.center(count - 1) + layout.bar / 2 <= plot.right() + 1e-6
    assert 0 < layout.bar <= layout.slot


@given(count=st.integers(1, 100_000), width=st.integers(200, 2000))
def test_every_class_is_found_at_its_middle(count: int, width: int) -> None:
    layout = usual_layout(count, UNIT, width)
    for index in {0, count // 3, count // 2, count - 1}:
        assert layout.index_at(layout.center(index)) == index
    assert layout.index_at(layout.plot.left() - 1) == -1
    assert layout.index_at(layout.plot.right() + 1) == -1


def test_names_turn_and_then_give_way_as_classes_come() -> None:
    kinds = [usual_layout(count, UNIT).names for count in (2, 30)]
    assert kinds == [Names.LEVEL, Names.TURNED]
    long = lay_out(QRectF(0, 0, 200, 80), 50, UNIT, metrics_for(theme.Theme(), 400.0))
    assert long.names is Names.NONE
    assert long.depth == 0


@given(height=st.integers(60, 260))
def test_turned_names_do_not_crush_the_bars(height: int) -> None:
    metrics = metrics_for(theme.Theme(), 40.0)
    layout = lay_out(QRectF(0, 0, 130, height), 3, UNIT, metrics)
    if layout.names is Names.TURNED:
        assert layout.plot.height() >= 3 * metrics.line
    else:
        assert layout.names is Names.NONE
        assert height < 140


@given(count=st.integers(1, 50))
def test_turned_names_do_not_touch_each_other(count: int) -> None:
    layout = usual_layout(count, UNIT, 300)
    if layout.names is Names.TURNED:
        assert layout.every * layout.slot >= metrics_for(theme.Theme(), 0).line


def test_bars_start_at_zero_and_reach_their_value() -> None:
    layout = usual_layout(5, BOTH_SIDES)
    values = np.array([1.0, -1.0, 0.0, 2.0, -2.0])
    zero = layout.y(0)
    for value, (top, bottom) in zip(values, layout.spans(values), strict=True):
        assert bottom - top >= 1.0
        if value > 0:
            assert (top, bottom) == pytest.approx((layout.y(value), zero))
        elif value < 0:
            assert (top, bottom) == pytest.approx((zero, layout.y(value)))
        else:
            assert top < zero == bottom


# Labels

VALUES = st.one_of(
    st.floats(0, 1), st.floats(-12, 12), st.sampled_from([0.0, 1.0, math.nan, math.inf, -math.inf]),
    st.floats(width=64),
)  # fmt: skip


@given(
    values=arrays(np.float64, st.integers(1, 60), elements=VALUES),
    width=st.integers(200, 1500),
    height=st.integers(100, 600),
    decimals=st.integers(1, 17),
    active=st.integers(-1, 60),
)
@example(values=np.array([1 / 3] * 3), width=500, height=200, decimals=3, active=-1)
@example(
    values=np.array([0.0] * 9 + [-2.0, 0, 0, -1.0]), width=397, height=138, decimals=9, active=0
)
@example(values=np.array([-0.2, 0.9, -0.2]), width=230, height=120, decimals=17, active=1)
def test_labels_never_overlap_each_other_or_a_bar(
    values: NDArray[np.float64], width: int, height: int, decimals: int, active: int,
    qapp: QApplication,
) -> None:  # fmt: skip
    layout = usual_layout(values.size, axis_for(values), width, height)
    spans = layout.spans(values)
    labels = place_labels(layout, values, spans, decimals, theme.Theme(), active)
    assert len({label.index for label in labels}) == len(labels)
    for i, label in enumerate(labels):
        for other in labels[:i]:
            assert not label.rect.intersects(other.rect), (label, other)
    for label in labels:
        if label.index != active:
            assert not covered(label, layout, spans)
    if 0 <= active < values.size:
        assert labels[0].index == active


def covered(label: Label, layout: BarLayout, spans: list[tuple[float, float]]) -> list[int]:
    """Return the other classes whose bars a label lies on."""
    bars = [
        QRectF(layout.center(i) - layout.bar / 2, top, layout.bar, bottom - top)
        for i, (top, bottom) in enumerate(spans)
    ]
    return [i for i, bar in enumerate(bars) if i != label.index and bar.intersects(label.rect)]


@pytest.mark.parametrize("scale", theme.SCALES)
def test_labels_keep_apart_in_any_size_of_type(scale: float, qapp: QApplication) -> None:
    look, values = theme.Theme(scale=scale), np.array([0.25, 0.5, 0.25])
    layout = usual_layout(values.size, axis_for(values), 900, 260)
    width = QFontMetricsF(look.font(VALUE_TEXT, VALUE_WEIGHT)).horizontalAdvance("0.500")
    labels = place_labels(layout, values, layout.spans(values), 3, look, -1)
    assert len(labels) == 3
    # They never overlap, with what each of them has around its text.
    assert min(label.rect.width() for label in labels) >= width + look.px(2)


@given(
    values=arrays(np.float64, st.integers(1, 50), elements=VALUES),
    width=st.integers(260, 1500),
    height=st.integers(150, 600),
    decimals=st.integers(1, 6),
)
def test_labels_stay_inside_the_chart(
    values: NDArray[np.float64], width: int, height: int, decimals: int, qapp: QApplication
) -> None:
    layout = usual_layout(values.size, axis_for(values), width, height)
    chart = QRectF(0, 0, width, height)
    for label in place_labels(layout, values, layout.spans(values), decimals, theme.Theme(), -1):
        assert chart.contains(label.rect)


@pytest.mark.parametrize("key", BY_KEY)
def test_every_value_of_a_small_example_is_written(key: str, qapp: QApplication) -> None:
    state = BY_KEY[key].state()
    for kind in OUTPUTS:
        output = evaluate(state).output(kind.key)
        layout = usual_layout(state.count, output.axis, 560, 260)
        labels = place_labels(
            layout, output.values, layout.spans(output.values), 3, theme.Theme(), -1
        )
        if state.count <= 10:
            assert len(labels) == state.count
        assert int(np.nanargmax(np.abs(output.values))) in {label.index for label in labels}


@pytest.mark.parametrize(
    ("labels", "turned"),
    [(["class {}"], False), (["{}"], False), (["breed {}"], True), (["class {}", "cat {}"], True)],
)
def test_names_that_are_indices_stand_level_where_others_are_turned(
    labels: list[str], turned: bool, chart: Callable[..., BarChart]
) -> None:
    state = State.of(np.zeros(20), [labels[i % len(labels)].format(i) for i in range(20)])
    line = name_metrics(theme.current()).height()
    shown = chart(state, width=240)
    shown.grab()
    assert shown.names_height() >= line
    assert (shown.names_height() > 1.5 * line) is turned


@pytest.mark.parametrize(("others", "turned"), [((0, 1, 2), False), ((1, 0, 2), True)])
def test_indices_in_no_order_stand_for_no_others(
    others: tuple[int, ...], turned: bool, chart: Callable[..., BarChart]
) -> None:
    places = (*others, *range(3, 20))
    shown = chart(State.of(np.zeros(20), [f"class {i}" for i in places]), width=240)
    shown.grab()
    assert (shown.names_height() > 1.2 * name_metrics(theme.current()).height()) is turned


@pytest.mark.parametrize(
    ("width", "by_value", "names", "every"),
    [
        (1800, False, Names.LEVEL, 1),
        (900, False, Names.LEVEL, 1),
        (300, False, Names.LEVEL, 2),
        (150, False, Names.LEVEL, 5),
        (150, True, Names.TURNED, 4),
    ],
)
def test_indices_are_thinned_out_in_round_steps_but_not_in_order_of_value(
    width: int, by_value: bool, names: Names, every: int
) -> None:
    metrics = Metrics(40, 14, 20, 6, line=16, widest=60, index=14, counts_up=True)
    window = ClassWindow(20, 0, 20, by_value)
    layout = lay_out(QRectF(0, 0, width, 200), 20, UNIT, metrics, window)
    assert (layout.names, layout.every) == (names, every)


def test_what_is_off_the_scale_bears_its_number(qapp: QApplication) -> None:
    output = evaluate(BY_KEY["almost_zero_sum"].state()).output("sum_normalized")
    layout = usual_layout(3, output.axis)
    labels = place_labels(layout, output.values, layout.spans(output.values), 3, theme.Theme(), -1)
    assert {label.index: label.text for label in labels} == {
        0: "1.801e15", 1: "3.603e15", 2: "−5.404e15",
    }  # fmt: skip
    assert all(label.badge for label in labels)


@pytest.mark.parametrize(
    ("count", "active", "labelled"),
    [(3, -1, [0, 1, 2]), (5000, -1, [0]), (5000, 2, [2]), (5000, 4000, [4000])],
)
def test_beyond_what_pixels_can_show_each_text_stands_once_and_where_one_points(
    count: int, active: int, labelled: list[int], qapp: QApplication
) -> None:
    values = np.full(count, 0.25)
    layout = usual_layout(count, axis_for(values), 560, 260)
    among = [0, count // 2, count - 1]
    labels = place_labels(
        layout, values, [], 3, theme.Theme(), active, candidates=among if count > 3 else None
    )
    assert [label.index for label in labels] == labelled
    assert {label.text for label in labels} == {"0.250"}


# Envelope


@given(
    values=arrays(np.float64, st.integers(1, 300), elements=VALUES),
    pixels=st.integers(1, 300),
    ends=st.tuples(st.floats(0, 0.9), st.floats(0.05, 1)),
)
def test_the_envelope_is_what_counting_gives(
    values: NDArray[np.float64], pixels: int, ends: tuple[float, float]
) -> None:
    first = ends[0] * values.size
    last = min(first + max(ends[1] * values.size, 1.0), values.size)
    first = max(min(first, last - 1), 0.0)
    edges = columns(first, last, pixels, values.size)
    reach = envelope(values, edges)
    assert (edges[0], edges[-1]) == (math.floor(first), math.ceil(last))
    assert edges.size - 1 == max(min(pixels, int(last - first)), 1)
    for k, part in enumerate(values[a : max(b, a + 1)] for a, b in pairwise(edges.tolist())):
        finite = part[np.isfinite(part)]
        expected = (finite.min(), finite.max()) if finite.size else (math.nan, math.nan)
        assert np.array_equal([reach.low[k], reach.high[k]], expected, equal_nan=True)
        assert reach.undefined[k] == np.isnan(part).any()
        assert (reach.up[k], reach.down[k]) == ((part == np.inf).any(), (part == -np.inf).any())


@given(count=st.integers(1, 3000), pixels=st.integers(1, 3000))
def test_columns_share_all_values_evenly(count: int, pixels: int) -> None:
    edges = columns(0, count, pixels, count)
    number = min(pixels, count)
    assert edges.tolist() == [k * count // number for k in range(number + 1)]


@given(
    values=arrays(np.float64, st.integers(1, 300), elements=VALUES),
    pixels=st.integers(1, 60),
    apart=st.integers(1, 9),
)
def test_peaks_are_what_reaches_furthest_where_no_other_peak_is_near(
    values: NDArray[np.float64], pixels: int, apart: int
) -> None:
    edges = columns(0, values.size, pixels, values.size)
    found = peaks(values, edges, envelope(values, edges), apart)
    weight = np.where(np.isfinite(values), np.abs(values), np.inf)
    tallest = [float(weight[a:b].max()) for a, b in pairwise(edges.tolist())]
    places = (np.searchsorted(edges, found, side="right") - 1).tolist()
    heights = weight[found].tolist()
    assert heights == [tallest[k] for k in places] == sorted(heights, reverse=True)
    assert all(abs(j - k) >= apart for j, k in combinations(places, 2))
    for k, height in enumerate(tallest):
        near = [tallest[j] for j in places if abs(j - k) < apart]
        assert len(places) == MOST_PEAKS or near
        assert height <= max(near or heights)


def test_what_reaches_furthest_is_undefined_then_infinite_then_large() -> None:
    assert furthest(np.array([1.0, -3.0, 2.0])) == 1
    assert furthest(np.array([1.0, -math.inf, 9.0])) == 1
    assert furthest(np.array([math.inf, math.nan])) == 1
    assert furthest(np.array([0.5, 0.5, 0.2]), np.array([1.0, 2.0, 9.0])) == 1


def test_one_large_class_among_100_000_is_seen_where_it_is(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    logits = np.zeros(100_000)
    logits[70_000] = 40.0
    view = chart(State.of(logits))
    pixels = picture(view)
    middle = pixels[view.height() // 3]
    spike = np.flatnonzero(~is_color(middle, role("probable")) & ~is_color(middle, role("card")))
    spike = spike[(spike > 60) & (spike < 480)]
    assert 1 <= spike.size <= 2
    assert view.index_at(float(spike[0])) == pytest.approx(70_000, abs=400)


def test_100_000_undefined_values_are_hatched_and_no_bar(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    pixels = picture(chart(State.of(np.full(100_000, math.nan))))
    assert is_color(pixels, role("bad_ink")).sum() > 1000
    assert is_color(pixels, color_of(0)).sum() == 0


# Charts


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("colors", [(0, 1, 2), (2, 0, 5)])
def test_each_bar_stands_in_its_place_in_its_colour(
    key: str, colors: tuple[int, ...], chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart(replace(RUNNING, colors=colors), key)
    pixels = picture(view)
    for i, slot in enumerate(slots(view, 3)):
        for color in colors:
            count = int(is_color(pixels[:, slot], color_of(color)).sum())
            assert (count > 30) == (color == colors[i])


@pytest.mark.parametrize("key", KINDS)
def test_the_place_of_a_class_is_the_same_in_every_chart(
    key: str, chart: Callable[..., BarChart]
) -> None:
    softmax, other = chart(RUNNING), chart(RUNNING, key)
    assert slots(softmax, 3) == slots(other, 3)


def test_a_bar_is_as_high_as_its_value(chart: Callable[..., BarChart], picture: Picture) -> None:
    view = chart(RUNNING)
    pixels = picture(view)
    heights = []
    for i, slot in enumerate(slots(view, 3)):
        colored = is_color(pixels[:, (slot.start + slot.stop) // 2], color_of(i))
        heights.append(int(colored.sum()))
    p = evaluate(RUNNING).output("softmax").values
    assert np.array(heights) / sum(heights) == pytest.approx(p, abs=0.01)


def has_solid_bar(pixels: Pixels, slot: slice, color: tuple[int, ...]) -> bool:
    rows = is_color(pixels[:, slot], color)
    enough = (slot.stop - slot.start) / 2
    return len([row for row in rows if longest_run(row) >= enough]) >= 2


def test_a_finite_value_is_a_solid_bar(chart: Callable[..., BarChart], picture: Picture) -> None:
    view = chart(RUNNING)
    pixels = picture(view)
    assert all(has_solid_bar(pixels, slot, color_of(i)) for i, slot in enumerate(slots(view, 3)))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("count", [3, 24])
def test_an_infinity_is_an_arrow_and_never_a_bar(
    count: int, scale: float, chart: Callable[..., BarChart], picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(theme, "_current", theme.Theme(scale=scale))
    logits = np.resize([-0.25, 1.0, -0.75], count)
    view = chart(State.of(logits), "sum_normalized", 900, 420)
    values = evaluate(State.of(logits)).output("sum_normalized").values
    assert np.isinf(values).all()
    pixels = picture(view)
    middle = np.flatnonzero(is_color(pixels[:, 200], role("faint")))
    for i, slot in enumerate(slots(view, count)):
        color = color_of(i)
        assert not has_solid_bar(pixels, slot, color)
        rows = np.flatnonzero(is_color(pixels[:, slot], color).any(axis=1))
        assert rows.size > 20
        zero = middle[0] if middle.size else view.height() // 2
        assert (rows.mean() < zero) == (values[i] > 0)


@pytest.mark.parametrize("key", ["sigmoid", "softmax", "sum_normalized"])
def test_what_is_undefined_is_hatched_and_never_a_bar(
    key: str, chart: Callable[..., BarChart], picture: Picture
) -> None:
    state = State.of([math.nan, 1.0, 2.0])
    values = evaluate(state).output(key).values
    assert math.isnan(values[0])
    view = chart(state, key)
    pixels = picture(view)
    for i, slot in enumerate(slots(view, 3)):
        undefined = bool(np.isnan(values[i]))
        assert has_solid_bar(pixels, slot, color_of(i)) != undefined
        assert (is_color(pixels[:, slot], color_of(i)).sum() == 0) == undefined
        assert (is_color(pixels[:, slot], role("bad_ink")).sum() > 50) == undefined


def test_what_is_off_the_scale_ends_in_a_point_with_its_number_on_a_badge(
    chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart(BY_KEY["almost_zero_sum"].state(), "sum_normalized")
    pixels = picture(view)
    for i, slot in enumerate(slots(view, 3)):
        rows = is_color(pixels[:, slot], color_of(i))
        widths = [longest_run(row) for row in rows if row.any()]
        tip, foot = (widths[0], widths[-1]) if i < 2 else (widths[-1], widths[0])
        assert tip < 0.3 * foot
        assert is_color(pixels[:, slot], role("note_ground")).sum() > 100


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("count", [*range(1, 13), 20, 33, 50])
def test_nothing_is_cut_at_the_edge_of_a_chart(
    count: int, key: str, chart: Callable[..., BarChart], picture: Picture
) -> None:
    names = [f"a rather long name {i}" for i in range(count)]
    logits = np.resize([0.25, 1.23, -0.8, 12.0, -3.0, 0.0], count)
    pixels = picture(chart(State.of(logits, names), key, 420, 180))
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert is_color(edge, role("card")).all()


@pytest.mark.parametrize("size", [LEAST_SIZE, (160, 90), (2400, 90), (150, 1200)])
@pytest.mark.parametrize("count", [1, 3, 50, 5000])
def test_a_chart_can_be_painted_at_any_size(
    size: tuple[int, int], count: int, chart: Callable[..., BarChart], picture: Picture
) -> None:
    view = chart(State.of(np.linspace(-20, 20, count)), "sum_normalized", *size)
    assert picture(view).shape == (size[1], size[0], 3)


def test_showing_a_state_tells_nothing_and_paints_the_same(
    chart: Callable[..., BarChart], told: Note, picture: Picture
) -> None:
    view = chart(RUNNING)
    hovered = told(view.hovered)
    first = picture(view)
    for state in (BY_KEY["fifty"].state(), State.of([math.nan]), RUNNING):
        view.render_snapshot(evaluate(state))
        view.render_snapshot(evaluate(state))
    assert hovered == []
    assert (picture(view) == first).all()


@pytest.mark.parametrize("key", KINDS)
def test_a_name_with_markup_is_drawn_letter_by_letter(
    key: str, chart: Callable[..., BarChart], picture: Picture
) -> None:
    pictures = [
        picture(chart(State.of([1.0, 2.0], [name, "y"]), key)).tobytes()
        for name in ("<b>x</b>", "x", "")
    ]
    assert len(set(pictures)) == 3


# Hovering


def test_the_pointer_tells_the_class_and_its_exact_values(
    chart: Callable[..., BarChart], told: Note
) -> None:
    view = chart(RUNNING)
    hovered = told(view.hovered)
    for i, slot in enumerate(slots(view, 3)):
        QTest.mouseMove(view, QPoint((slot.start + slot.stop) // 2, 100))
        assert hovered[-1] == (i,)
        lines = QToolTip.text().splitlines()
        assert lines[0] == f"{RUNNING.labels[i]} (index {i})"
        p = float(evaluate(RUNNING).output("softmax").values[i])
        assert f"Softmax = {p!r}" in lines
    QTest.mouseMove(view, QPoint(2, 100))
    assert hovered[-1] == (-1,)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert hovered[-1] == (-1,)


def test_a_chart_without_room_can_be_pointed_at(chart: Callable[..., BarChart]) -> None:
    view = chart(State.of([1.0, 2.0]))
    view.resize(500, 0)
    QTest.mouseMove(view, QPoint(100, 0))
    assert view.grab().isNull()


def test_a_hovered_class_stands_out_in_every_chart(grid: ChartGrid, picture: Picture) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    charts = [card.chart for card in grid.cards.values()]
    still = [picture(chart) for chart in charts]
    slot = slots(charts[0], 3)[1]
    QTest.mouseMove(charts[0], QPoint((slot.start + slot.stop) // 2, 60))
    for chart, before in zip(charts, still, strict=True):
        pixels = picture(chart)
        for i in range(3):
            seen = is_color(pixels, color_of(i)).sum()
            assert is_color(before, color_of(i)).sum() > 20
            assert (seen > 20) == (i == 1)
    QApplication.sendEvent(charts[0], QEvent(QEvent.Type.Leave))
    for chart, before in zip(charts, still, strict=True):
        assert (picture(chart) == before).all()


def test_a_hovered_class_that_is_removed_is_no_longer_emphasised(
    grid: ChartGrid, picture: Picture
) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    grid.highlight(2)
    two = State.of([0.25, 1.23], ["seal", "panda"])
    grid.render_snapshot(evaluate(two))
    chart = grid.cards["sigmoid"].chart
    pixels = picture(chart)
    assert all(is_color(pixels, color_of(i)).any() for i in range(2))


def test_the_arrow_keys_go_from_class_to_class(grid: ChartGrid, told: Note) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    chart = grid.cards["softmax"].chart
    chart.grab()
    hovered = told(grid.hovered)
    walk = (
        (Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 2),
    )  # fmt: skip
    for code, index in walk:
        QToolTip.hideText()
        QTest.keyClick(chart, code)
        assert hovered[-1] == (index,)
        assert QToolTip.text().startswith(f"{RUNNING.labels[index]} (index {index})")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert hovered[-1] == (-1,)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert hovered[-1] == (2,)


def test_a_tooltip_obeys_no_markup(chart: Callable[..., BarChart]) -> None:
    view = chart(State.of([1.0], ["<b>x</b>"]))
    QTest.mouseMove(view, QPoint(view.width() // 2, 100))
    assert "&lt;b&gt;x&lt;/b&gt; (index 0)" in QToolTip.text()
    assert "<b>" not in QToolTip.text()


def test_hovering_is_never_an_edit(grid: ChartGrid) -> None:
    assert not hasattr(grid, "edited")


# Cards and the grid


def test_the_charts_stand_in_the_order_of_the_story(grid: ChartGrid) -> None:
    assert list(grid.cards) == ["sigmoid", "argmax", "sum_normalized", "softmax"]
    corners = [card.mapTo(grid, QPoint(0, 0)) for card in grid.cards.values()]
    assert [(c.y() > 100, c.x() > 100) for c in corners] == [
        (False, False), (False, True), (True, False), (True, True),
    ]  # fmt: skip
    assert len({(card.width(), card.height()) for card in grid.cards.values()}) == 1


def test_a_card_of_which_nothing_fails_stands_out(grid: ChartGrid, picture: Picture) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    accent = {
        key: int(is_color(picture(card)[:, :3], role("accent")).sum())
        for key, card in grid.cards.items()
    }
    assert accent["softmax"] > 100
    assert accent["argmax"] == accent["sum_normalized"] == accent["sigmoid"] == 0


def test_the_formula_gives_way_where_there_is_no_room(show: Callable[..., ChartCard]) -> None:
    card = show(ChartCard(KINDS["softmax"]), 500, 400)
    card.render_snapshot(evaluate(RUNNING))
    assert card.formula.isVisible()
    card.resize(500, 150)
    assert not card.formula.isVisible()
    card.resize(500, 400)
    assert card.formula.isVisible()


def test_names_that_need_height_leave_less_of_it_to_the_verdicts_at_once(
    show: Callable[..., ChartCard], picture: Picture
) -> None:
    short, long = (State.of([1, 2, 3], names) for names in ("abc", ["Gewürztraminer"] * 3))
    card = show(ChartCard(KINDS["softmax"]), 200, 260)
    heights = []
    for state in (short, long, short):
        card.render_snapshot(evaluate(state))
        heights.append(card.verdicts.sizeHint().height())
        picture(card)
        card.render_snapshot(evaluate(state))
        assert card.verdicts.sizeHint().height() == heights[-1]
    assert heights[0] == heights[2] > heights[1]


def test_a_screen_reader_finds_the_values_and_the_verdicts(grid: ChartGrid) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    grid.describe()
    card = grid.cards["softmax"]
    assert card.chart.accessibleName() == "Softmax chart"
    assert "panda 0.664" in card.chart.accessibleDescription()
    assert "sums to 1" in card.chart.accessibleDescription()


def test_the_argmax_chart_does_not_move_with_t(grid: ChartGrid, picture: Picture) -> None:
    grid.render_snapshot(evaluate(RUNNING))
    before = {key: picture(card.chart) for key, card in grid.cards.items()}
    grid.render_snapshot(evaluate(replace(RUNNING, temperature=10.0)))
    moved = {
        key: bool((picture(card.chart) != before[key]).any()) for key, card in grid.cards.items()
    }
    assert moved == {"sigmoid": True, "argmax": False, "sum_normalized": False, "softmax": True}
