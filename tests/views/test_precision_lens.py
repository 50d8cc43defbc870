"""The lens on precision: eight results, the axis, and scaling until it breaks."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views.lenses.precision.axis import place
from softmax_viz.views.lenses.precision.lens import PrecisionLens, factor_at
from softmax_viz.views.theme import Theme

Z = (0.25, 1.23, -0.8)
RUNNING = State.of(Z, ("seal", "panda", "duck"))
ODD = (
    State.of((2.0,)),
    State.of((11.0, 11.0)),
    State.of((-800.0, -801.0)),
    State.of((1000.0, 1001.0, 1002.0)),
    State.of(np.linspace(-3, 3, 10)),
    State.of(np.linspace(-3, 3, 50)),
    State.of(np.linspace(-3, 3, 1000)),
    State.of((math.inf, 1.0, math.nan)),
    State.of((-math.inf, -math.inf)),
    State.of(Z, temperature=0.0),
    State.of(Z, temperature=math.inf),
    State.of((1e308, -1e308), temperature=1e-300),
)


@pytest.fixture
def lens(show: Callable[..., PrecisionLens]) -> PrecisionLens:
    return show(PrecisionLens(), 900, 146)


def test_every_state_is_shown_and_nothing_told(
    lens: PrecisionLens, silent: Any, picture: Any
) -> None:
    silent(lens, RUNNING, *ODD)
    for state in ODD:
        lens.render_snapshot(evaluate(state))
        assert picture(lens.results).std() > 0
        assert lens.text()


def test_text_names_what_went_wrong_in_each_format(lens: PrecisionLens) -> None:
    lens.render_snapshot(evaluate(State.of((100.0, 99.0))))
    rows = [line.split("\t") for line in lens.text().splitlines()]
    verdicts = {(row[0], row[1]): row[2] for row in rows[2:10]}
    assert verdicts["float32", "naive"] == "overflow in exp"
    assert verdicts["float32", "stable"] == "ok"
    assert verdicts["float64", "naive"] == "ok"


def test_at_t_0_a_sentence_stands_in_place_of_results(lens: PrecisionLens) -> None:
    lens.render_snapshot(evaluate(State.of(Z, temperature=0.0)))
    assert "T = 0" in lens.text()


def test_scaling_until_it_breaks_is_one_undo_step_and_springs_back(
    lens: PrecisionLens, bind: Any
) -> None:
    session = bind(lens, RUNNING)
    spring = lens.scale.spring
    y, end = spring.height() // 2, spring.width()
    QTest.mousePress(spring, Qt.MouseButton.LeftButton, pos=QPoint(end // 2, y))
    for x in (end // 2 + 10, end - 20, end):
        QTest.mouseMove(spring, QPoint(x, y))
    np.testing.assert_allclose(session.state.logits, np.array(Z) * 1000)
    assert "overflow in exp" in lens.text()
    QTest.mouseRelease(spring, Qt.MouseButton.LeftButton, pos=QPoint(end, y))
    assert lens.scale.field.text() == "1"
    session.undo()
    assert session.state == RUNNING


def test_typing_a_factor_reaches_the_same(lens: PrecisionLens, bind: Any, write: Any) -> None:
    session = bind(lens, RUNNING)
    lens.scale.field.setFocus()
    lens.scale.field.selectAll()
    write(lens.scale.field, "1000")
    lens.scale.field.commit()
    np.testing.assert_array_equal(session.state.logits, np.array(Z) * 1000)


def test_the_handle_reaches_from_a_thousandth_to_a_thousand() -> None:
    assert [factor_at(at) for at in (-1.0, 0.0, 1.0)] == [0.001, 1.0, 1000.0]


def test_hovering_a_dot_and_a_number_tells_the_class(
    lens: PrecisionLens, told: Any, ask: Any
) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    hovered = told(lens.hovered)
    dot = QPoint(round(lens.axis.x_of(-0.8)), 24)
    QTest.mouseMove(lens.axis, dot)
    assert hovered[-1] == (2,)
    assert "duck: z/T = −0.8" in ask(lens.axis, dot)
    corner = lens.results.cell(0).topLeft().toPoint() + QPoint(6, 6)
    QTest.mouseMove(lens.results, corner)
    assert hovered[-1] == (0,)
    assert ask(lens.results, corner).startswith("seal: 0.24902")
    assert lens.results.class_at(2, 2) == -1


def test_the_arrows_go_from_result_to_result(lens: PrecisionLens, picture: Any) -> None:
    lens.render_snapshot(evaluate(State.of((100.0, 99.0))))
    lens.results.setFocus()
    before = picture(lens.results)
    QTest.keyClick(lens.results, Qt.Key.Key_Right)
    QTest.keyClick(lens.results, Qt.Key.Key_Down)
    assert (picture(lens.results) != before).any()
    assert lens.results.details(3).startswith("bfloat16, stable")


def test_a_highlight_is_seen(lens: PrecisionLens, picture: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    before = picture(lens.axis), picture(lens.results)
    lens.highlight(1)
    assert (picture(lens.axis) != before[0]).any()
    assert (picture(lens.results) != before[1]).any()


def test_the_axis_is_odd_and_rises() -> None:
    assert place(0.0) == 0.5
    assert place(1e300) == 1
    places = [place(x) for x in (-1e4, -100.0, -1.0, 0.0, 1.0, 11.09, 88.5, 709.78, 1e4)]
    assert places == sorted(places)
    assert place(-7.0) == pytest.approx(1 - place(7.0))


# The last ones are what an audience sees.
SIZES = [(450, 316, 1.0), (620, 136, 1.0), (907, 150, 1.0), (820, 470, 1.3), (1180, 480, 1.5),
         (1800, 260, 1.5)]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "larger"), SIZES)
def test_results_fill_the_room_and_never_meet(
    width: int,
    height: int,
    larger: float,
    lens: PrecisionLens,
    show: Callable[..., QWidget],
    qtbot: QtBot,
) -> None:
    # A window is never made smaller than what is laid out in it; what scrolls is.
    host = show(QWidget(), 2000, 600)
    lens.setParent(host)
    lens.show()
    lens.resize(width, height)
    lens.render_snapshot(evaluate(RUNNING))
    qtbot.wait(5)
    assert lens.size() == lens.size().expandedTo(lens.minimumSizeHint())
    assert all(lens.rect().contains(part.geometry()) for part in (lens.axis, lens.results))
    assert not lens.axis.geometry().intersects(lens.scale.geometry())
    results = lens.results
    cells = [results.cell(number) for number in range(8)]
    assert not any(a.intersects(b) for a, b in combinations(cells, 2))
    assert all(results.rect().toRectF().contains(cell) for cell in cells)
    assert results.look().px(20) >= larger * Theme().px(20)


def test_what_is_left_out_of_very_many_classes_is_said(lens: PrecisionLens) -> None:
    lens.render_snapshot(evaluate(State.of(np.linspace(-1, 1, 1500))))
    assert "the 1,000 largest of 1,500 classes" in lens.about()
    assert lens.about().endswith("left out of the sums here")
