from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from softmax_viz.core.edits import rename
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views.lenses.sampling.lens import Sampling

INF, NAN = np.inf, np.nan
RUNNING = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])


@pytest.fixture
def lens(show: Callable[..., Any]) -> Sampling:
    made: Sampling = show(Sampling(), 900, 170)
    made.render_snapshot(evaluate(RUNNING))
    return made


def total(lens: Sampling) -> int:
    assert lens.drawn is not None
    return lens.drawn.draws.total


def cut(lens: Sampling) -> list[bool]:
    assert lens.drawn is not None
    return [bool(entry) for entry in lens.drawn.cut]


def test_the_buttons_draw(lens: Sampling) -> None:
    assert "No draws yet" in lens.text()
    lens.one.click()
    assert total(lens) == 1
    lens.many.click()
    assert total(lens) == 1001
    assert "1,001 draws" in lens.text()
    lens.clear.click()
    assert total(lens) == 0


def test_the_seed_and_the_method_begin_anew(lens: Sampling) -> None:
    def first() -> tuple[int, ...]:
        lens.draw(30)
        assert lens.drawn is not None
        return lens.drawn.draws.recent

    before = first()
    lens.seed.setValue(5)
    assert total(lens) == 0
    assert first() != before
    lens.seed.setValue(0)
    assert first() == before
    lens.method.setCurrentIndex(1)
    assert total(lens) == 0
    assert first() != before


def test_it_keeps_drawing_until_it_sleeps(lens: Sampling, qtbot: QtBot) -> None:
    lens.keep.click()
    qtbot.waitUntil(lambda: total(lens) >= 600)
    lens.sleep()
    assert not lens.running
    assert not lens.keep.isChecked()
    drawn = total(lens)
    qtbot.wait(80)
    assert total(lens) == drawn


def test_very_many_classes_are_drawn_in_parts(lens: Sampling, qtbot: QtBot) -> None:
    lens.render_snapshot(evaluate(State.of(np.zeros(5000))))
    lens.many.click()
    assert 0 < total(lens) < 1000
    assert lens.running
    qtbot.waitUntil(lambda: total(lens) == 1000)
    assert not lens.running


def test_another_logit_or_t_clears_and_another_name_does_not(lens: Sampling) -> None:
    lens.draw(10)
    lens.render_snapshot(evaluate(rename(RUNNING, 0, "sea lion")))
    assert total(lens) == 10
    assert "sea lion" in lens.text()
    lens.render_snapshot(evaluate(replace(RUNNING, temperature=2.0)))
    assert total(lens) == 0
    lens.draw(10)
    lens.render_snapshot(evaluate(State.of([0.0, 1.0, 2.0], temperature=2.0)))
    assert total(lens) == 0


def test_what_is_cut_is_never_drawn_and_clears(lens: Sampling) -> None:
    lens.draw(10)
    lens.k.setValue(2)
    assert total(lens) == 0
    assert cut(lens) == [False, False, True]
    lens.draw(1000)
    assert lens.drawn is not None
    assert lens.drawn.draws.counts[2] == 0
    assert "top-k 2" in lens.text()
    lens.k.setValue(0)
    assert cut(lens) == [False] * 3


def test_top_p_and_min_p_are_typed(lens: Sampling) -> None:
    for field, text in ((lens.p, "0.6"), (lens.least, "0.3")):
        assert field.text() == "off"
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == text
        assert cut(lens)[2]
        field.selectAll()
        QTest.keyClicks(field, "off")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "off"
        assert cut(lens) == [False] * 3


def test_a_wrong_share_is_explained_and_changes_nothing(lens: Sampling) -> None:
    lens.p.selectAll()
    QTest.keyClicks(lens.p, "3")
    QTest.keyClick(lens.p, Qt.Key.Key_Return)
    assert "at most 1" in lens.p.problem
    assert cut(lens) == [False] * 3
    lens.p.restore()


def test_the_place_of_t_matters_for_top_p(lens: Sampling) -> None:
    lens.render_snapshot(evaluate(replace(RUNNING, temperature=50.0)))
    assert not lens.order.isEnabled()
    lens.p.entered.emit(0.9, None)
    assert lens.order.isEnabled()
    assert cut(lens) == [False] * 3
    lens.order.click()
    assert cut(lens) == [False, False, True]
    assert "z → top-p 0.9 → ÷ T → softmax" in lens.text()


@pytest.mark.parametrize("logits", [[NAN, 1.0], [INF, 0.0], [-INF, -INF]])
def test_what_is_undefined_cannot_be_drawn(lens: Sampling, logits: list[float]) -> None:
    lens.render_snapshot(evaluate(State.of(logits)))
    assert not lens.many.isEnabled()
    lens.draw(5)
    lens.grab()
    assert total(lens) == 0
    assert "Nothing can be drawn" in lens.text()
    lens.render_snapshot(evaluate(RUNNING))
    assert lens.many.isEnabled()


@pytest.mark.parametrize("method", [0, 1])
@pytest.mark.parametrize("temperature", [0.0, 1.0, INF])
@pytest.mark.parametrize(
    "logits", [[1.0], [1.0, 2.0], [-INF, 0.0], [0.0] * 10, list(range(50)), list(range(1000))]
)
def test_everything_is_painted(
    lens: Sampling, logits: list[float], temperature: float, method: int
) -> None:
    lens.method.setCurrentIndex(method)
    lens.k.setValue(7)
    lens.render_snapshot(evaluate(State.of(logits, temperature=temperature)))
    lens.grab()
    lens.draw(100)
    lens.highlight(0)
    lens.grab()
    assert total(lens) == 100


def test_draws_are_seen_and_the_pointer_tells_the_class(
    lens: Sampling, picture: Any, told: Any
) -> None:
    before = picture(lens.picture)
    lens.draw(500)
    assert not np.array_equal(before, picture(lens.picture))
    hovered = told(lens.hovered)
    QTest.mouseMove(lens.picture, QPoint(lens.picture.width() // 2 + 20, 80))
    assert hovered[-1] == (1,)


def test_rendering_tells_nothing(lens: Sampling, silent: Callable[..., None]) -> None:
    silent(lens, RUNNING, State.of([1.0]))


def test_the_whole_name_is_said_on_hover_of_a_bar_and_of_a_row(lens: Sampling, ask: Any) -> None:
    names = [f"a very long name of class {index}" for index in range(30)]
    lens.render_snapshot(evaluate(State.of(np.linspace(0, 3, 30), names)))
    lens.method.setCurrentIndex(lens.method.count() - 1)
    lens.draw(1)
    picture = lens.picture
    picture.grab()
    said = {
        ask(picture, QPoint(x, y)).split(" (index")[0]
        for x in range(0, picture.width(), 10)
        for y in range(30, picture.height(), 15)
    }
    assert set(names[-12:]) <= said
    rows = [ask(picture, QPoint(picture.width() - 30, y)) for y in range(30, 150, 15)]
    assert any(text.startswith("a very long name") for text in rows)
