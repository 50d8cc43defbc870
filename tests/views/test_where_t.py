from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views.lenses.where_t import WhereT

INF, NAN = np.inf, np.nan
RUNNING = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"], temperature=0.5)


@pytest.fixture
def lens(show: Callable[..., Any]) -> WhereT:
    made: WhereT = show(WhereT(), 900, 170)
    return made


def test_each_choice_is_shown_beside_the_right_one(lens: WhereT) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    assert "panda keeps 0.664, where z/T gives 0.863" in lens.text()
    for row, said in enumerate(
        ["Right:", "No effect", "The same as z/T", "Divided twice", "ranking flips", "0.551"]
    ):
        lens.choices.setCurrentRow(row)
        assert said in lens.text()


def test_choices_are_made_by_keys(lens: WhereT) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    QTest.keyClick(lens.choices, Qt.Key.Key_Down)
    assert "The same as z/T" in lens.text()


def test_a_wrong_place_looks_different(lens: WhereT, picture: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    before = picture(lens.charts)
    lens.choices.setCurrentRow(4)
    assert not np.array_equal(before, picture(lens.charts))


def test_the_pointer_and_the_keys_tell_the_class(lens: WhereT, told: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    lens.grab()
    hovered = told(lens.hovered)
    spots = [x for x in range(lens.charts.width()) if lens.charts.class_at(x, 0) == 1]
    QTest.mouseMove(lens.charts, QPoint(spots[len(spots) // 2], 40))
    lens.highlight(1)
    QTest.keyClick(lens.charts, Qt.Key.Key_Right)
    QTest.keyClick(lens.charts, Qt.Key.Key_Left)
    QTest.keyClick(lens.charts, Qt.Key.Key_Escape)
    assert hovered[-4:] == [(1,), (2,), (0,), (-1,)]


@pytest.mark.parametrize(
    "logits", [[2.0], [1.0, 0.0], [NAN, 1.0], [INF, 0.0], [-INF, 0.0], [0.0] * 10,
               list(range(50)), [i / 100 for i in range(1000)]],
)  # fmt: skip
@pytest.mark.parametrize("temperature", [0.0, 2.0, INF])
def test_everything_is_painted(lens: WhereT, logits: list[float], temperature: float) -> None:
    lens.render_snapshot(evaluate(State.of(logits, temperature=temperature)))
    for row in range(lens.choices.count()):
        lens.choices.setCurrentRow(row)
        lens.grab()
        assert "." in lens.text().splitlines()[0]


def test_rendering_tells_nothing(lens: WhereT, silent: Callable[..., None]) -> None:
    silent(lens, RUNNING, State.of([1.0]))


def test_in_little_width_every_place_is_reached_by_arrows(show_scrolled: Any) -> None:
    lens = show_scrolled(WhereT(), 440, 260)
    lens.render_snapshot(evaluate(State.of([1.0, 2.0, 3.0])))
    assert lens.choices.geometry().bottom() < lens.charts.geometry().top()
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right)
    reached = set()
    for key in (Qt.Key.Key_Home, *keys, *[Qt.Key.Key_Down] * 5):
        QTest.keyClick(lens.choices, key)
        reached.add(lens.choices.currentRow())
    assert reached == set(range(lens.choices.count()))
