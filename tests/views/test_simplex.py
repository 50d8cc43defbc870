from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views.lenses.simplex.lens import Simplex

Show = Callable[..., Any]
Bind = Callable[..., Session]
INF, NAN = np.inf, np.nan
RUNNING = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def lens(show: Show) -> Simplex:
    made: Simplex = show(Simplex(), 900, 170)
    return made


def spot(lens: Simplex, p: list[float]) -> QPoint:
    return lens.picture.triangle().point(np.array(p)).toPoint()


def test_dragging_the_dot_sets_the_logits_in_one_undo_step(lens: Simplex, bind: Bind) -> None:
    session = bind(lens, RUNNING)
    QTest.mousePress(lens.picture, LEFT, NONE, spot(lens, [0.6, 0.2, 0.2]))
    for p in ([0.4, 0.3, 0.3], [0.2, 0.3, 0.5]):
        QTest.mouseMove(lens.picture, spot(lens, p))
    QTest.mouseRelease(lens.picture, LEFT, NONE, spot(lens, [0.2, 0.3, 0.5]))
    found = session.snapshot.output("softmax").values
    assert found == pytest.approx([0.2, 0.3, 0.5], abs=0.02)
    assert session.state.logits.mean() == pytest.approx(RUNNING.logits.mean())
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_a_drag_outside_stays_inside(lens: Simplex, bind: Bind) -> None:
    session = bind(lens, RUNNING)
    QTest.mousePress(lens.picture, LEFT, NONE, spot(lens, [0.2, 0.2, 0.6]))
    QTest.mouseMove(lens.picture, QPoint(1, lens.picture.height() - 1))
    found = session.snapshot.output("softmax").values
    assert found.min() > 5e-7
    assert found.argmax() == 0
    assert np.isfinite(session.state.logits).all()


def test_the_arrow_keys_move_the_dot(lens: Simplex, bind: Bind) -> None:
    session = bind(lens, RUNNING)
    before = session.snapshot.output("softmax").values
    QTest.keyClick(lens.picture, Qt.Key.Key_Up)
    after = session.snapshot.output("softmax").values
    assert after[2] - before[2] == pytest.approx(0.01 / (np.sqrt(3) / 2))
    QTest.keyClick(lens.picture, Qt.Key.Key_Down)
    assert session.snapshot.output("softmax").values == pytest.approx(before)


@pytest.mark.parametrize("temperature", [0.0, INF])
def test_at_the_ends_of_t_the_dot_cannot_be_dragged(
    lens: Simplex, told: Any, temperature: float
) -> None:
    lens.render_snapshot(evaluate(State.of([1.0, 2.0, 3.0], temperature=temperature)))
    edits = told(lens.edited)
    QTest.mouseClick(lens.picture, LEFT, NONE, spot(lens, [0.3, 0.3, 0.4]))
    QTest.keyClick(lens.picture, Qt.Key.Key_Up)
    assert edits == []
    assert "0 < T < ∞" in lens.text()


def choose(combo: QComboBox, index: int) -> None:
    """Choose as a person does: the box shows the choice, and then tells of it."""
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_the_three_largest_of_more_and_then_chosen_ones(lens: Simplex, bind: Bind) -> None:
    session = bind(lens, State.of([3.0, 0.0, 2.0, 1.0, -5.0]))
    assert lens.classes == (0, 2, 3)
    assert not lens.chooser.isHidden()
    choose(lens.combos[1], 4)
    assert lens.classes == (0, 4, 3)
    choose(lens.combos[0], 4)
    assert lens.classes == (4, 0, 3)
    assert [combo.currentText() for combo in lens.combos] == ["class 4", "class 0", "class 3"]
    session.update(State.of([1.0, 2.0, 3.0], ["a", "b", "c"]))
    assert lens.classes == (0, 1, 2)
    assert lens.chooser.isHidden()


def test_the_table_tells_the_four_points(lens: Simplex) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    text = lens.text()
    assert "softmax\t0.249" in text
    assert "argmax\t0.0\t1.0\t0.0" in text
    assert "1.8088" in text
    assert "panda" in text


def test_the_pointer_tells_the_class_of_its_region(lens: Simplex, told: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    hovered = told(lens.hovered)
    for p in ([0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]):
        QTest.mouseMove(lens.picture, spot(lens, p))
        assert hovered[-1] == (int(np.argmax(p)),)


def test_highlighting_is_seen(lens: Simplex, picture: Any) -> None:
    lens.render_snapshot(evaluate(RUNNING))
    before = picture(lens)
    lens.highlight(1)
    assert not np.array_equal(before, picture(lens))


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_classes_get_a_sentence(lens: Simplex, count: int) -> None:
    lens.render_snapshot(evaluate(State.of([1.0] * count)))
    lens.grab()
    assert "needs three classes" in lens.text()


@pytest.mark.parametrize(
    "logits",
    [
        [NAN, 1.0, 2.0], [INF, 0.0, 1.0], [-INF, 0.0, 1.0], [-INF] * 3, [1.0, -1.0, 0.0],
        [1e308, 1e308, -1e308], [0.0] * 10, list(range(50)), [float(i) for i in range(1000)],
        [1.0, -1.0, 1e-300], [1e-320, 0.0, 0.0],
    ],
)  # fmt: skip
@pytest.mark.parametrize("temperature", [0.0, 1.0, INF])
def test_everything_is_painted(lens: Simplex, logits: list[float], temperature: float) -> None:
    lens.render_snapshot(evaluate(State.of(logits, temperature=temperature)))
    lens.grab()
    assert len(lens.text()) > 40


def test_rendering_tells_nothing(lens: Simplex, silent: Callable[..., None]) -> None:
    silent(lens, RUNNING, State.of([1.0]), State.of(list(range(9))))


def test_the_whole_name_is_said_on_hover(lens: Simplex, ask: Any) -> None:
    names = [f"a very long name of class {index}" for index in range(3)]
    lens.render_snapshot(evaluate(State.of([1.0, 2.0, 3.0], names)))
    for corner in range(3):
        said = ask(lens.picture, spot(lens, [0.9 if k == corner else 0.05 for k in range(3)]))
        assert said.startswith(names[corner])
        assert "Drag the dot" in said
    table = {ask(lens.picture, QPoint(x, 30)) for x in range(450, lens.picture.width(), 20)}
    assert all(any(text.startswith(name) for text in table) for name in names)
    assert not any("Drag the dot" in text for text in table)


def test_in_little_width_the_table_stands_below_the_triangle(
    show_scrolled: Show, bind: Bind, told: Any, ask: Any
) -> None:
    lens = show_scrolled(Simplex(), 440, 360)
    session = bind(lens, RUNNING)
    picture, noted = lens.picture, told(lens.hovered)
    below = round(picture.triangle().frame.bottom()) + 20
    assert below < picture.height()
    for corner, x in enumerate((200, 320, 410)):
        QTest.mouseMove(picture, QPoint(x, below))
        assert noted[-1] == (corner,)
        assert "Drag the dot" not in ask(picture, QPoint(x, below))
    QTest.mouseMove(picture, QPoint(20, below))
    assert noted[-1] == (-1,)
    QTest.mouseClick(picture, LEFT, NONE, QPoint(320, below))
    assert session.state == RUNNING
    QTest.mouseClick(picture, LEFT, NONE, spot(lens, [0.2, 0.3, 0.5]))
    found = session.snapshot.output("softmax").values
    assert found == pytest.approx([0.2, 0.3, 0.5], abs=0.03)
