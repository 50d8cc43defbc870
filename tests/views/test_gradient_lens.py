"""The lens on gradients: what it shows, what it intends, and what stops it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from scipy.special import softmax

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.training import training
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.gradient import canvas
from softmax_viz.views.lenses.gradient.heat_map import heat
from softmax_viz.views.lenses.gradient.lens import GradientLens
from softmax_viz.views.theme import Theme

Z = (0.25, 1.23, -0.8)
ANIMALS = ("seal", "panda", "duck")
RUNNING = State.of(Z, ANIMALS)
ODD = (
    State.of((2.0,)),
    State.of((1.5, 0.0)),
    State.of(np.linspace(-3, 3, 10)),
    State.of(np.linspace(-3, 3, 50)),
    State.of(np.linspace(-3, 3, 1000)),
    State.of((math.inf, 1.0, math.nan)),
    State.of((-math.inf, -math.inf)),
    State.of((1.0, 1.0), temperature=0.0),
    State.of(Z, temperature=math.inf),
    State.of(Z, temperature=1e-300),
    State.of((-0.25, 1.0, -0.75)),
    State.of((1e308, 1e308)),
)


@pytest.fixture
def lens(show: Callable[..., GradientLens]) -> GradientLens:
    return show(GradientLens(), 900, 146)


@pytest.mark.parametrize("key", ["softmax", "sigmoid", "argmax", "sum_normalized"])
def test_every_state_is_shown_and_nothing_told(
    lens: GradientLens, silent: Any, picture: Any, key: str
) -> None:
    lens.function.setCurrentIndex(lens.function.findData(key))
    silent(lens, RUNNING, *ODD)
    for state in ODD:
        lens.render_snapshot(evaluate(state))
        assert picture(lens).std() > 0
        assert lens.text()


def test_text_holds_the_jacobian_in_full_precision(lens: GradientLens) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    row = lens.text().splitlines()[1].split("\t")
    p = softmax(Z)
    assert row[0] == "seal"
    assert float(row[1]) == pytest.approx(p[0] * (1 - p[0]), rel=1e-14)
    assert float(row[-1]) == 0


def test_of_many_classes_the_largest_are_shown_and_it_is_said(lens: GradientLens) -> None:
    lens.render_snapshot(evaluate(State.of(np.linspace(-3, 3, 1000))))
    assert lens.about() in lens.text()
    assert lens.about().startswith("the 24 largest of 1,000 classes; the other 976 sum to p = ")
    assert lens.heat_map.sentence(State.of(range(1000)), 24) == "Σ row is over all classes."


def test_any_class_of_many_can_be_typed(lens: GradientLens, bind: Any) -> None:
    bind(lens, State.of(np.linspace(-3, 3, 1000)))
    lens.show()
    for box, text in ((lens.target, "17"), (lens.nudged, "300")):
        box.setFocus()
        QTest.keyClicks(box, text)
    assert lens.target.currentText() == "class 17"
    assert lens.nudged.currentText() == "class 300"
    assert "class 17\tclass 300\t" in lens.text()
    assert "Nudge of class 300 by 0.1" in lens.text()
    assert lens.about().startswith("24 of 1,000 classes")


def test_a_step_goes_down_the_gradient_of_the_second_class(lens: GradientLens, bind: Any) -> None:
    session = bind(lens, RUNNING)
    assert lens.target.currentText() == "seal"
    QTest.mouseClick(lens.step, Qt.MouseButton.LeftButton)
    expected = np.array(Z) - 0.5 * (softmax(Z) - [1, 0, 0])
    np.testing.assert_allclose(session.state.logits, expected, rtol=1e-14)
    session.undo()
    assert session.state == RUNNING


def test_keep_stepping_is_one_undo_step_and_sleep_stops_it(
    lens: GradientLens, bind: Any, qtbot: QtBot
) -> None:
    session = bind(lens, RUNNING)
    lens.keep.click()
    steps: list[object] = []
    session.changed.connect(steps.append)
    qtbot.waitUntil(lambda: len(steps) >= 3)
    lens.sleep()
    assert not lens.running
    assert not lens.keep.isChecked()
    assert training(session.state, 0).loss < training(RUNNING, 0).loss
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_through_argmax_nothing_moves_and_the_lens_says_why(lens: GradientLens, bind: Any) -> None:
    session = bind(lens, RUNNING)
    lens.through.setCurrentIndex(1)
    lens.through.activated.emit(1)
    lens.step.click()
    assert session.state == RUNNING
    assert "flat" in lens.text()


def test_rate_true_class_and_epsilon_are_taken(lens: GradientLens, bind: Any, write: Any) -> None:
    session = bind(lens, RUNNING)
    lens.target.setCurrentIndex(2)
    lens.target.activated.emit(2)
    for field, text in ((lens.rate, "2"), (lens.epsilon, "-0.5")):
        field.setFocus()
        field.selectAll()
        write(field, text)
        field.commit()
    assert "-0.5" in lens.text()
    lens.step.click()
    expected = np.array(Z) - 2 * (softmax(Z) - [0, 0, 1])
    np.testing.assert_allclose(session.state.logits, expected, rtol=1e-14)


def test_a_column_is_chosen_by_click_and_by_key(lens: GradientLens) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    assert lens.nudged.currentText() == "panda"
    spots = range(0, lens.heat_map.width(), 4)
    x = next(x for x in spots if "z of duck" in lens.heat_map.tip_at(x, 30))
    QTest.mouseClick(lens.heat_map, Qt.MouseButton.LeftButton, pos=QPoint(x, 30))
    assert lens.nudged.currentText() == "duck"
    QTest.keyClick(lens.heat_map, Qt.Key.Key_Left)
    QTest.keyClick(lens.heat_map, Qt.Key.Key_Left)
    assert lens.nudged.currentText() == "seal"
    assert "Nudge of seal" in lens.text()


def test_hovering_tells_the_class_and_the_exact_number(
    lens: GradientLens, told: Any, ask: Any
) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    hovered = told(lens.hovered)
    spot = QPoint(lens.heat_map.width() // 2, 30)
    QTest.mouseMove(lens.heat_map, spot)
    assert hovered[-1] == (0,)
    assert "∂ seal" in ask(lens.heat_map, spot)
    assert "seal: predicted" in ask(lens.nudge_table, QPoint(30, 30))
    assert "seal: p = 0.249" in ask(lens.training_table, QPoint(30, 30))


def test_a_highlight_is_seen_in_every_part(lens: GradientLens, picture: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    parts = (lens.heat_map, lens.nudge_table, lens.training_table)
    before = [picture(part) for part in parts]
    lens.highlight(2)
    for part, old in zip(parts, before, strict=True):
        assert (picture(part) != old).any()


def test_an_example_is_learnt_anew(lens: GradientLens) -> None:
    lens.render_snapshot(evaluate(State.of((3.0, 2.0, 1.0), example="one")))
    assert lens.target.currentText() == "class 1"
    lens.render_snapshot(evaluate(State.of((1.0, 3.0, 2.0), example="two")))
    assert lens.target.currentText() == "class 2"


@pytest.mark.parametrize("dark", [False, True])
def test_colours_part_the_signs_and_leave_0_blank(dark: bool) -> None:
    look = Theme(dark)
    colors = heat(look, np.array([[1.0, -1.0, 0.0, math.nan]]), 1.0)[0].tolist()
    above, below, zero, undefined = map(QColor.fromRgb, colors)
    assert above.red() > above.blue()
    assert below.blue() > below.red()
    assert zero == undefined == look.color("card")


def test_the_true_class_of_a_row_becomes_the_target_until_another_is_chosen(
    lens: GradientLens, told: Any
) -> None:
    table = LogitsTable(np.array([Z, Z, Z, Z]), ANIMALS, np.array([2, 1, -1, 1]))
    edited = told(lens.edited)

    def show_row(place: int, temperature: float = 1.0) -> None:
        rows = Rows(table, place)
        state = replace(rows.state(RUNNING), temperature=temperature)
        lens.render_snapshot(evaluate(state, rows=rows, true_class=rows.true_class(state)))

    lens.render_snapshot(evaluate(RUNNING))
    assert lens.target.currentText() == "seal"
    show_row(0)
    assert lens.target.currentText() == "duck"
    lens.target.setCurrentIndex(lens.target.findText("panda"))
    lens.target.activated.emit(lens.target.currentIndex())
    show_row(0, 2.0)
    assert lens.target.currentText() == "panda"
    show_row(2)
    assert lens.target.currentText() == "panda"
    show_row(0)
    assert lens.target.currentText() == "duck"
    show_row(1)
    assert lens.target.currentText() == "panda"
    show_row(3)
    lens.render_snapshot(evaluate(State.of([1.0, 2.0])))
    show_row(3)
    assert lens.target.currentText() == "panda"
    lens.render_snapshot(evaluate(RUNNING, true_class=0))
    assert lens.target.currentText() == "seal"
    assert edited == []


@pytest.fixture
def narrow(lens: GradientLens, show: Callable[..., QWidget]) -> GradientLens:
    # A window is never made smaller than what is laid out in it; what scrolls is.
    host = show(QWidget(), 2000, 600)
    lens.setParent(host)
    lens.show()
    return lens


@pytest.mark.parametrize("size", [(820, 170), (900, 146), (620, 300), (1500, 260)])
def test_names_have_the_room_there_is(
    size: tuple[int, int], narrow: GradientLens, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    wanted = [f"class {index}" for index in range(41_000, 41_030)]
    written: dict[str, str] = {}

    def noted(name: str, metrics: QFontMetricsF, room: float) -> str:
        written[name] = elided_name(name, metrics, room)
        return written[name]

    monkeypatch.setattr(canvas, "elided_name", noted)
    narrow.resize(*size)
    narrow.render_snapshot(evaluate(State.of(np.linspace(0, 3, 30), wanted)))
    qtbot.wait(5)  # until all of it is laid out
    written.clear()
    canvas._elided.cache_clear()
    narrow.nudge_table.grab()
    narrow.training_table.grab()
    assert len(written) >= 3
    assert list(written.values()) == list(written)


def test_a_narrow_lens_puts_its_parts_in_two_lines(narrow: GradientLens, qtbot: QtBot) -> None:
    narrow.render_snapshot(evaluate(RUNNING))
    for width, height in ((450, 300), (507, 300), (620, 300), (780, 180), (820, 470), (907, 150)):
        narrow.resize(width, height)
        size = QSize(width, height)
        assert size == size.expandedTo(narrow.minimumSizeHint())
        qtbot.wait(5)
        parts = [
            narrow.function, narrow.nudged, narrow.epsilon, narrow.target, narrow.through,
            narrow.rate, narrow.step, narrow.keep,
            narrow.heat_map, narrow.nudge_table, narrow.training_table,
        ]  # fmt: skip
        places = [part.geometry() for part in parts]
        assert not any(a.intersects(b) for a, b in combinations(places, 2))
        assert all(narrow.rect().contains(place) for place in places)
        assert min(narrow.nudged.width(), narrow.target.width()) >= (80 if width > 500 else 50)


def test_the_label_of_the_jacobian_is_explained(lens: GradientLens, ask: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    said = ask(lens.heat_map, QPoint(4, 6))
    assert said == "Row i, column j: how much output i moves for each unit of logit j."
    assert ask(lens.heat_map, QPoint(lens.heat_map.width() // 2, 6)) in ANIMALS


def test_before_an_audience_all_is_drawn_larger(lens: GradientLens) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    usual = lens.heat_map.look().px(20)
    for width, height in ((820, 470), (1180, 480)):
        lens.resize(width, height)
        assert lens.heat_map.look().px(20) >= 1.3 * usual
