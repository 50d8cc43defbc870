"""Covers: nothing behind them is seen, said or copied; a click or a key asks for them to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget

from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.views.charts.bar_chart import BarChart
from softmax_viz.views.charts.grid import ChartGrid
from softmax_viz.views.cover import Cover
from softmax_viz.views.lenses.panel import LensPanel
from softmax_viz.views.prediction import PredictionLine

Pixels = NDArray[np.uint8]
Picture = Callable[[QWidget], Pixels]
Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]

RUNNING = BY_KEY["animals"].state()
OTHER = State.of([2.0, -1.0, 0.5], RUNNING.labels)
KEYS = tuple(kind.key for kind in OUTPUTS)


def covered(state: State, *targets: str) -> Snapshot:
    return evaluate(state, covered=frozenset(targets))


@pytest.fixture
def grid(show: Callable[..., ChartGrid]) -> ChartGrid:
    grid = show(ChartGrid(), 1000, 700)
    grid.render_snapshot(evaluate(RUNNING))
    grid.hovered.connect(grid.highlight)
    return grid


@pytest.fixture
def panel(show: Callable[..., LensPanel]) -> LensPanel:
    panel = LensPanel()
    panel.choose("steps")
    panel.render_snapshot(evaluate(RUNNING))
    return show(panel, 900, 400)


def cover_of(view: QWidget) -> Cover:
    (found,) = (cover for cover in view.findChildren(Cover) if not cover.isHidden())
    return found


# A whole chart


def test_a_cover_asks_in_place_of_the_chart(grid: ChartGrid) -> None:
    grid.show_covers({"softmax": "Same order?"})
    card = grid.cards["softmax"]
    assert card.is_covered
    assert not card.chart.isVisible()
    assert not card.verdicts.isVisible()
    assert cover_of(card).words == "Same order?"
    assert cover_of(card).accessibleName() == "Softmax, covered: Same order?"
    assert "Covered" in cover_of(card).toolTip()
    grid.show_covers({"softmax": ""})
    assert cover_of(card).words == "What will happen?"
    assert not grid.cards["sigmoid"].is_covered
    grid.show_covers({})
    assert card.chart.isVisible()
    assert card.verdicts.isVisible()
    assert not card.is_covered


def test_a_covered_card_is_the_same_picture_whatever_is_behind_it(
    grid: ChartGrid, picture: Picture
) -> None:
    card = grid.cards["softmax"]
    grid.show_covers({"softmax": ""})
    shots = []
    for state in (RUNNING, OTHER, State.of([np.nan, 1.0, 2.0])):
        grid.render_snapshot(covered(state, "softmax"))
        grid.highlight(1)
        shots.append(picture(card))
    assert (shots[0] == shots[1]).all()
    assert (shots[0] == shots[2]).all()


def test_a_screen_reader_finds_nothing_behind_a_cover(grid: ChartGrid) -> None:
    grid.describe()
    card = grid.cards["softmax"]
    assert "0.664" in card.chart.accessibleDescription()
    grid.show_covers({"softmax": ""})
    grid.render_snapshot(covered(RUNNING, "softmax"))
    grid.describe()
    assert card.chart.accessibleDescription() == "Covered."
    assert card.verdicts.accessibleDescription() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, None])
def test_a_click_or_a_key_asks_for_the_cover_to_go(
    key: Qt.Key | None, grid: ChartGrid, told: Note
) -> None:
    uncovered, zoomed = told(grid.uncovered), told(grid.zoomed)
    grid.show_covers({"sigmoid": "", "softmax": ""})
    cover = cover_of(grid.cards["sigmoid"])
    QTest.mouseClick(cover, Qt.MouseButton.RightButton)
    QTest.keyClick(cover, Qt.Key.Key_A)
    assert uncovered == []
    if key is None:
        QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(cover, key)
    assert uncovered == [("sigmoid",)]
    QTest.mouseDClick(grid.cards["sigmoid"], Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert zoomed == []


# One entry


def spot_of(chart: BarChart, index: int) -> QPoint:
    places = [x for x in range(chart.width()) if chart.index_at(x) == index]
    return QPoint(places[len(places) // 2], chart.height() // 2)


def test_a_covered_entry_is_the_same_picture_whatever_it_is(
    grid: ChartGrid, picture: Picture
) -> None:
    card = grid.cards["sum_normalized"]
    shots = []
    # The same sum and other entries; panda's and duck's bars differ in sign and in size.
    for z in ([0.25, 1.23, -0.8], [0.25, 0.4, 0.03]):
        state = State.of(z, RUNNING.labels)
        grid.render_snapshot(covered(state, "sum_normalized[panda]", "sum_normalized[duck]"))
        shots.append(picture(card))
    assert (shots[0] == shots[1]).all()
    grid.render_snapshot(evaluate(RUNNING))
    assert (picture(card) != shots[0]).any()


def test_hovering_and_keys_anywhere_do_not_tell_a_covered_entry(grid: ChartGrid) -> None:
    grid.render_snapshot(covered(RUNNING, "softmax[panda]"))
    for card in grid.cards.values():
        QTest.mouseMove(card.chart, spot_of(card.chart, 1))
        assert "Softmax = ?" in QToolTip.text()
        assert "0.66" not in QToolTip.text()
        QToolTip.hideText()
    grid.describe()
    chart = grid.cards["softmax"].chart
    assert "panda covered" in chart.accessibleDescription()
    assert "0.66" not in chart.accessibleDescription()
    assert grid.cards["softmax"].verdicts.accessibleDescription() == ""
    assert grid.cards["sigmoid"].verdicts.accessibleDescription() != ""


def test_a_click_on_a_covered_entry_asks_for_it(grid: ChartGrid, told: Note) -> None:
    grid.render_snapshot(covered(RUNNING, "softmax[panda]"))
    uncovered, zoomed = told(grid.uncovered), told(grid.zoomed)
    chart = grid.cards["softmax"].chart
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot_of(chart, 0))
    QTest.mouseClick(chart, Qt.MouseButton.RightButton, pos=spot_of(chart, 1))
    assert uncovered == []
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot_of(chart, 1))
    assert uncovered == [("softmax",)]
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(chart, key)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert uncovered == [("softmax",)] * 3
    assert zoomed == []


# The prediction


@pytest.mark.parametrize("target", ["prediction", "softmax", "softmax[seal]"])
def test_a_covered_prediction_is_not_told(
    target: str, show: Callable[..., PredictionLine], picture: Picture
) -> None:
    line = show(PredictionLine(), 700, 30)
    shots = []
    for state in (RUNNING, OTHER):
        line.render_snapshot(covered(state, target))
        line.speak()
        assert line.text == "Predicted: ?"
        assert line.accessibleDescription() == "Predicted: ?"
        assert "0." not in line.explanation()
        shots.append(picture(line))
    assert (shots[0] == shots[1]).all()


# The lens


def test_a_covered_lens_is_neither_seen_nor_copied(
    panel: LensPanel, picture: Picture, told: Note
) -> None:
    uncovered, zoomed = told(panel.uncovered), told(panel.zoomed)
    QGuiApplication.clipboard().setText("before")
    panel.show_cover(None)
    panel.show_cover("Which step?")
    assert not panel.stack.isVisible()
    assert cover_of(panel).accessibleName() == "Steps, covered: Which step?"
    first = picture(panel)
    panel.render_snapshot(evaluate(OTHER))
    panel.highlight(1)
    assert (picture(panel) == first).all()
    panel.copy()
    assert QGuiApplication.clipboard().text() == "before"
    QTest.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(3, 390))
    assert zoomed == []
    QTest.keyClick(cover_of(panel), Qt.Key.Key_Space)
    assert uncovered == [("lens",)]
    panel.show_cover(None)
    assert panel.stack.isVisible()
    panel.copy()
    assert "panda" in QGuiApplication.clipboard().text()


def test_a_class_that_is_gone_is_not_emphasised_when_the_lens_comes_back(panel: LensPanel) -> None:
    panel.highlight(2)
    panel.hide()
    panel.render_snapshot(evaluate(State.of([1.0])))
    panel.show()
    panel.copy()
    assert "panda" not in QGuiApplication.clipboard().text()


def test_a_cover_takes_the_name_of_the_lens_below_it(panel: LensPanel) -> None:
    panel.show_cover("")
    panel.choose("curves")
    assert cover_of(panel).accessibleName() == "Curves, covered: What will happen?"
    assert not panel.stack.isVisible()


def test_a_bare_panel_has_a_title_and_nothing_to_choose(panel: LensPanel) -> None:
    panel.set_bare(True)
    assert panel.title.isVisible()
    assert panel.title.text() == "Steps"
    assert not panel.tabs.isVisible()
    buttons = (panel.copy_button, panel.help_button, panel.zoom_button, panel.close_button)
    assert not any(button.isVisible() for button in buttons)
    panel.choose("curves")
    assert panel.title.text() == "Curves"
    panel.set_bare(False)
    assert panel.tabs.isVisible()
    assert all(button.isVisible() for button in buttons)
    assert not panel.title.isVisible()


# Enlarging


def test_a_double_click_on_a_card_or_enter_enlarges_it(grid: ChartGrid, told: Note) -> None:
    zoomed = told(grid.zoomed)
    card = grid.cards["sigmoid"]
    for part in (card.chart, card.title, card.verdicts, card):
        QTest.mouseDClick(part, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(card.chart, key)
    assert zoomed == [("sigmoid",)] * 6


def test_the_lens_is_enlarged_by_its_button_and_by_a_double_click(
    panel: LensPanel, told: Note
) -> None:
    zoomed = told(panel.zoomed)
    panel.zoom_button.click()
    QTest.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(3, 390))
    last = panel.tabs.tabRect(len(LENSES) - 1)
    beside = QPoint(panel.tabs.width() - 3, panel.tabs.height() // 2)
    if beside.x() > last.right():
        QTest.mouseDClick(panel.tabs, Qt.MouseButton.LeftButton, pos=beside)
    else:
        panel.tabs.tabBarDoubleClicked.emit(-1)
    assert len(zoomed) == 3
    panel.tabs.tabBarDoubleClicked.emit(0)
    assert len(zoomed) == 3


@pytest.mark.parametrize(
    ("keys", "size", "places"),
    [
        (("softmax",), (1000, 700), [(0, 0)]),
        (("sigmoid", "softmax"), (1000, 700), [(0, 0), (0, 1)]),
        (("sigmoid", "softmax"), (400, 700), [(0, 0), (1, 0)]),
        (("sigmoid", "argmax", "softmax"), (1000, 500), [(0, 0), (0, 1), (0, 2)]),
        (("sigmoid", "argmax", "softmax"), (600, 700), [(0, 0), (0, 1), (1, 0)]),
        (KEYS, (1000, 700), [(0, 0), (0, 1), (1, 0), (1, 1)]),
        (KEYS, (1000, 300), [(0, 0), (0, 1), (0, 2), (0, 3)]),
    ],
)
def test_any_charts_alone_fill_the_grid(
    keys: tuple[str, ...], size: tuple[int, int], places: list[tuple[int, int]],
    grid: ChartGrid, qapp: Any,
) -> None:  # fmt: skip
    grid.resize(*size)
    grid.show_charts(keys)
    qapp.processEvents()
    assert tuple(key for key, card in grid.cards.items() if card.isVisible()) == keys
    cards = [grid.cards[key] for key in keys]
    columns = sorted({card.x() for card in cards})
    rows = sorted({card.y() for card in cards})
    assert [(rows.index(card.y()), columns.index(card.x())) for card in cards] == places
    assert max(card.geometry().right() for card in cards) >= grid.width() - 2
    assert max(card.geometry().bottom() for card in cards) >= grid.height() - 2


def test_a_chart_alone_on_a_stage_has_larger_words(grid: ChartGrid, picture: Picture) -> None:
    chart = grid.cards["softmax"].chart
    small = chart.names_height()
    grid.show_charts(("softmax",))
    grid.resize(1200, 800)
    picture(chart)
    assert chart.names_height() > 1.3 * small > 0
