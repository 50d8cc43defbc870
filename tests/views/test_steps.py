"""The lens of steps: what is shown, played, chosen by keys, and copied."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.steps import flat
from softmax_viz.views.lenses.segmented import Segmented
from softmax_viz.views.lenses.steps import StepsLens

ANIMALS = ("seal", "panda", "duck")
RUNNING = State.of([0.25, 1.23, -0.8], ANIMALS)
INF, NAN = math.inf, math.nan
Key = Qt.Key


@pytest.fixture
def lens(show: Callable[..., Any]) -> StepsLens:
    shown: StepsLens = show(StepsLens(), 900, 170)
    shown.follow_theme()
    shown.render_snapshot(evaluate(RUNNING))
    return shown


def heading(lens: StepsLens) -> str:
    return flat(lens.table.heading())


def row_spot(lens: StepsLens, row: int) -> QPoint:
    frame = lens.table.frame_of()
    return QPoint(60, round(frame.top + (row + 0.5) * frame.line))


def test_rendering_tells_nothing(lens: StepsLens, silent: Callable[..., None]) -> None:
    silent(lens, RUNNING, State.of([1000, 1001]))


def test_the_table_is_copied_as_cells(lens: StepsLens) -> None:
    lines = lens.text().split("\n")
    assert lines[0].startswith("softmax(panda) = e^(1.23) / ")
    assert lines[1].split("\t") == ["class", "z", "z / T", "e^(z/T)", "÷ Σ", "softmax"]
    assert lines[3].split("\t") == ["panda", "1.23", "1.23", "3.421", "3.421 / 5.155", "0.664"]
    assert lines[-1].split("\t") == ["Σ", "0.68", "0.68", "5.155", "", "1.000"]


def test_the_stable_form_mends_what_the_naive_one_breaks(lens: StepsLens) -> None:
    lens.render_snapshot(evaluate(State.of([1000, 1001, 1002], ANIMALS)))
    assert "∞ / ∞ is NaN" in lens.table.trouble
    assert lens.table.trouble in lens.text()
    lens.form.choose("stable")
    assert lens.table.trouble == ""
    assert lens.text().split("\n")[-2].endswith("0.665")


def test_functions_are_chosen_and_those_without_exponents_have_one_form(lens: StepsLens) -> None:
    assert lens.form.isEnabled()
    QTest.keyClick(lens.function, Key.Key_Right)
    assert heading(lens).startswith("σ(panda)")
    QTest.keyClick(lens.function, Key.Key_Down)
    assert heading(lens).startswith("panda: 1.23 / (")
    assert not lens.form.isEnabled()
    assert lens.form.toolTip()
    QTest.keyClick(lens.function, Key.Key_Left)
    assert heading(lens).startswith("argmax(panda)")
    lens.function.choose("softmax")
    assert lens.form.isEnabled()
    assert not lens.form.toolTip()


def test_play_shows_stage_after_stage_and_stops_at_the_end(lens: StepsLens, qtbot: QtBot) -> None:
    lens._clock.setInterval(1)
    seen: list[int] = []
    lens._clock.timeout.connect(lambda: seen.append(lens.table.revealed))
    lens.play_button.click()
    assert lens.playing
    assert lens.table.revealed == 1
    assert heading(lens).startswith("1 / 5")
    assert lens.play_button.text() == "Stop"
    qtbot.waitUntil(lambda: not lens.playing, timeout=3000)
    assert seen == [2, 3, 4, 5]
    assert lens.play_button.text() == "Play"


def test_stages_not_reached_are_empty(lens: StepsLens, picture: Callable[..., Any]) -> None:
    whole = picture(lens.table)
    lens.table.reveal(2)
    part = picture(lens.table)
    frame = lens.table.frame_of()
    rows = slice(math.ceil(frame.top) + 2, math.ceil(frame.top + 3 * frame.line) - 3)
    right = slice(round(frame.rights[2] - frame.widths[2]), lens.table.width() - 4)
    assert len(np.unique(whole[rows, right].reshape(-1, 3), axis=0)) > 1
    assert len(np.unique(part[rows, right].reshape(-1, 3), axis=0)) == 1
    assert lens.text().split("\n")[1] == "class\tz\tz / T"


def test_stages_are_stepped_by_keys(lens: StepsLens) -> None:
    lens.play()
    QTest.keyClick(lens.table, Key.Key_Right)
    assert not lens.playing
    assert lens.table.revealed == 2
    QTest.keyClick(lens.table, Key.Key_Left)
    QTest.keyClick(lens.table, Key.Key_Left)
    assert lens.table.revealed == 1
    QTest.keyClick(lens.table, Key.Key_End)
    assert lens.table.revealed == 5
    QTest.keyClick(lens.table, Key.Key_Home)
    assert lens.table.revealed == 1


def test_sleeping_stops_playing(lens: StepsLens) -> None:
    lens.play()
    lens.sleep()
    assert not lens.playing
    assert lens.table.revealed == 5
    lens.play()
    lens.play()
    assert not lens.playing


def test_a_row_under_the_pointer_is_told(
    lens: StepsLens, told: Callable[..., Any], ask: Callable[..., str]
) -> None:
    noted = told(lens.hovered)
    QTest.mouseMove(lens.table, row_spot(lens, 2))
    assert noted == [(2,)]
    lens.highlight(2)
    assert heading(lens).startswith("softmax(duck) = e^(−0.8)")
    QApplication.sendEvent(lens.table, QEvent(QEvent.Type.Leave))
    assert noted[-1] == (-1,)
    assert ask(lens.table, QPoint(60, 2)) == ""
    assert "duck (index 2)" in ask(lens.table, row_spot(lens, 2))


def test_rows_are_gone_through_by_keys(lens: StepsLens, told: Callable[..., Any]) -> None:
    noted = told(lens.hovered)
    lens.hovered.connect(lens.highlight)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Up, Key.Key_Escape, Key.Key_Up):
        QTest.keyClick(lens.table, key)
    assert [index for (index,) in noted] == [0, 1, 0, 0, -1, 2]


def test_the_highlighted_row_is_drawn(lens: StepsLens, picture: Callable[..., Any]) -> None:
    before = picture(lens.table)
    lens.highlight(1)
    changed = np.flatnonzero((picture(lens.table) != before).any(axis=(1, 2)))
    frame = lens.table.frame_of()
    assert frame.top + frame.line - 1 <= changed.min()
    assert changed.max() <= frame.top + 2 * frame.line + 1


def test_the_code_is_shown_and_copied(lens: StepsLens) -> None:
    lens.play()
    lens.code_button.click()
    assert not lens.playing
    assert not lens.play_button.isEnabled()
    assert not lens.table.isVisible()
    assert lens.text() == lens.code.toPlainText()
    assert "powers = np.exp(x)" in lens.text()
    lens.language.choose("python")
    lens.form.choose("stable")
    assert "top = max(z)" in lens.text()
    lens.render_snapshot(evaluate(State.of([7, 8], temperature=INF)))
    assert "z = [7.0, 8.0]" in lens.text()
    assert "T = math.inf" in lens.text()
    lens.code_button.click()
    assert lens.table.isVisible()
    assert lens.text().startswith("softmax(class 1) =")


def test_code_that_stays_the_same_keeps_what_is_selected(lens: StepsLens) -> None:
    lens.code_button.click()
    lens.code.selectAll()
    lens.render_snapshot(evaluate(RUNNING))
    assert lens.code.textCursor().hasSelection()


@pytest.mark.parametrize("function", ["softmax", "sigmoid", "argmax", "sum_normalized"])
@pytest.mark.parametrize("form", ["naive", "stable"])
def test_everything_can_be_drawn(
    lens: StepsLens, picture: Callable[..., Any], function: str, form: str
) -> None:
    lens.function.choose(function)
    lens.form.choose(form)
    for logits in ([0.0], [INF, NAN], [-INF, -INF, 1], [1e308, -1e308], range(10), range(50)):
        for temperature in (0.0, 1.0, INF):
            state = State.of(logits, temperature=temperature)
            lens.render_snapshot(evaluate(state))
            picture(lens)
            assert len(lens.text().split("\n")) >= state.count + 3
    lens.highlight(30)
    lens.render_snapshot(evaluate(RUNNING))
    assert "panda" in heading(lens)


def test_of_a_thousand_classes_the_largest_are_shown_and_any_is_explained(
    lens: StepsLens, picture: Callable[..., Any]
) -> None:
    lens.render_snapshot(evaluate(State.of(np.arange(1000) / 100)))
    picture(lens.table)
    assert lens.about().startswith("the 200 largest of 1,000 classes; the other 800 sum to p = ")
    assert lens.about() in lens.text()
    assert lens.text().count("\n") == 203
    lens.code_button.click()
    assert lens.about() == ""
    lens.code_button.click()
    lens.highlight(3)
    assert heading(lens).startswith("softmax(class 3) = ")


def test_many_decimals_are_given_room(lens: StepsLens) -> None:
    few = lens.table.minimumSizeHint()
    lens.render_snapshot(evaluate(State.of([0.1, 0.7], temperature=3.0, decimals=17)))
    many = lens.table.minimumSizeHint()
    assert many.width() > 1.5 * few.width()
    assert few.height() <= 150


def test_before_a_snapshot_there_is_nothing(
    show: Callable[..., Any], picture: Callable[..., Any]
) -> None:
    lens = show(StepsLens(), 900, 170)
    picture(lens)
    QTest.keyClick(lens.table, Key.Key_Right)
    assert lens.text() == ""
    assert lens.table.class_at(0, 60) == -1


def test_a_choice_is_made_by_a_click_and_explained(
    show: Callable[..., Any], told: Callable[..., Any], ask: Callable[..., str]
) -> None:
    choices = tuple((key, key.upper(), f"about {key}") for key in "abc")
    segmented = show(Segmented("Letters", choices), 300, 26)
    noted = told(segmented.chosen)
    middle = segmented.rect_of(1).center().toPoint()
    QTest.mouseMove(segmented, middle)
    QTest.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=middle)
    assert noted == [("b",)]
    assert ask(segmented, middle) == "about b"
    for key in (Key.Key_Up, Key.Key_Left, Key.Key_Down, Key.Key_Right, Key.Key_A):
        QTest.keyClick(segmented, key)
    assert [key for (key,) in noted[1:]] == ["a", "c", "a", "b"]
    assert segmented.accessibleDescription() == "B"
    assert segmented._at(QPointF(-5, 5)) == -1


def test_in_little_width_a_row_has_two_lines(
    show_scrolled: Callable[..., Any], picture: Callable[..., Any], qtbot: QtBot
) -> None:
    lens = show_scrolled(StepsLens(), 400, 400)
    lens.render_snapshot(evaluate(State.of([1.23, 0.25, -0.8], ANIMALS)))
    table = lens.table
    qtbot.waitUntil(lambda: max(table.frame_of().lines) == 1)
    frame = table.frame_of()
    assert list(frame.lines) == sorted(frame.lines)
    assert frame.row == 2 * frame.line
    for row in range(3):
        for line in (0, 1):
            assert table.class_at(5, frame.top + row * frame.row + (line + 0.5) * frame.line) == row
    pixels = picture(table)
    for line, right, width in zip(frame.lines, frame.rights, frame.widths, strict=True):
        assert width <= right <= table.width()
        top = round(frame.top + frame.row + line * frame.line)
        cell = pixels[top + 2 : top + round(frame.line) - 2, round(right - width) : round(right)]
        assert len(np.unique(cell.reshape(-1, 3), axis=0)) > 1
