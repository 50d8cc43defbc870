"""The example behind the logits, as it is presented: a row with its picture, or a drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from softmax_viz.core import edits
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import SURELY_WRONG, Rows, Selection
from softmax_viz.core.digits.drawing import blank
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import (
    ROWS,
    Work,
    advance,
    open_deck,
    step_row,
    with_drawing,
    with_rows,
    with_state,
)
from softmax_viz.session import Session
from softmax_viz.views.board import Board
from softmax_viz.views.lecture.example import ExampleView

Told = list[tuple[Any, ...]]
Tell = Callable[[SignalInstance], Told]

TABLE = LogitsTable(
    np.array([[0.0, 2.0], [3.0, 1.0], [0.0, 4.0]], np.float32),
    ("cat", "dog"),
    np.array([1, 1, -1]),
    pictures=np.eye(3 * 4, dtype=np.float32)[:3].reshape(3, 3, 4),
)
WITHOUT = replace(TABLE, pictures=None)
HIDDEN = Screen(("softmax",), hidden=("editor",))
COVERED = Deck("", (Scene("Who?", initial_state(), HIDDEN, steps=(Step(("softmax",)),)),))


def row(place: int = 0, table: LogitsTable = TABLE, work: Work | None = None) -> Work:
    return with_rows(Work(initial_state()) if work is None else work, Rows(table, place))


def drawn() -> Work:
    return with_drawing(Work(initial_state()), scribble(), np.arange(10.0))


@pytest.fixture
def board(show: Callable[..., Board], request: pytest.FixtureRequest) -> Board:
    bare = getattr(request, "param", True)
    board = Board(bare=bare, example=ExampleView(bare))
    board.follow_theme()
    return show(board, 1220, 686)


def example_of(board: Board) -> ExampleView:
    assert board.example is not None
    return board.example


def render(board: Board, work: Work) -> ExampleView:
    board.render_work(work)
    board.render_snapshot(Session(work).snapshot)
    for _ in range(3):  # what is laid out anew lays out what it holds anew
        QApplication.processEvents()
    return example_of(board)


def words(example: ExampleView) -> list[str]:
    labels = (example.true_class, example.standing, example.prediction, example.probability)
    shown = (*labels, example.place, example.selection)
    return [label.text() for label in shown if label.isVisible()]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, ["True class: dog", "✓ right", "Predicted: dog", "88.1 %", "Row 0"]),
        (1, ["True class: dog", "✗ wrong", "Predicted: cat", "88.1 %", "Row 1"]),
        (2, ["True class: not known", "", "Predicted: dog", "98.2 %", "Row 2"]),
    ],
)
def test_a_row_is_shown_with_its_true_class_and_whether_it_is_predicted(
    board: Board, place: int, said: list[str]
) -> None:
    example = render(board, row(place))
    assert example.isVisible()
    assert example.picture.isVisible()
    assert not example.pad.isVisible()
    assert not example.steps.isVisible()
    assert example.picture.accessibleName() == f"Picture of row {place}"
    assert [text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
            for text in words(example)] == said  # fmt: skip


def test_the_picture_is_large_and_as_wide_as_high(board: Board) -> None:
    for work in (row(), row(work=open_deck(Work(initial_state()), COVERED))):
        picture = render(board, work).picture
        assert 230 <= picture.height() <= picture.width()


@pytest.mark.parametrize("work", [Work(initial_state()), row(table=WITHOUT)])
def test_other_logits_have_no_example(board: Board, work: Work) -> None:
    assert not render(board, work).isVisible()
    assert board.editor.isVisible()
    assert board.editor.shift.isVisible()
    assert not render(board, replace(work, screen=HIDDEN)).isVisible()
    assert not board.editor.isVisible()


def test_an_example_is_shown_where_the_scene_has_no_editor(board: Board) -> None:
    before = render(board, Work(initial_state(), HIDDEN)).isVisible()
    example = render(board, row(work=Work(initial_state(), HIDDEN)))
    assert (before, example.isVisible(), board.editor.isVisible()) == (False, True, False)


def test_a_covered_prediction_tells_nothing(board: Board) -> None:
    work = open_deck(Work(initial_state()), COVERED)
    selected = Rows(TABLE, 0, Selection(SURELY_WRONG, temperature=2.0), np.array([1]))
    work = with_rows(work, selected)
    example = render(board, work)
    picture = example.picture.geometry()
    assert words(example) == ["True class: dog", "", "Predicted: ?", "", "Row 1 · 1 of 1", ""]
    render(board, advance(work))
    assert words(example)[1:3] == ["✗ wrong", "Predicted: cat"]
    assert words(example)[-2:] == ["Row 1 · 1 of 1", "most confidently wrong first at T = 2"]
    assert example.picture.geometry() == picture
    for label in (example.place, example.selection):
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_a_row_that_was_changed_says_so(board: Board) -> None:
    work = row()
    changed = with_state(work, edits.set_logit(work.state, 0, 1.0))
    assert words(render(board, changed))[-1] == "Row 0 · changed"


@pytest.mark.parametrize("board", [False], indirect=True)
def test_the_speaker_goes_from_row_to_row(board: Board, told: Tell) -> None:
    noted = told(board.turned)
    work = row(1)
    example = render(board, work)
    example.steps.onward.click()
    example.steps.back.click()
    example.steps.field.setText("2")
    example.steps.field.setModified(True)
    QTest.keyClick(example.steps.field, Qt.Key.Key_Return)
    assert [turned.rows.row for (turned,) in noted] == [2, 0, 2]
    assert all(turned.source == ROWS for (turned,) in noted)
    assert board.editor.shift.isVisible()


def test_a_drawing_is_shown_on_paper_that_can_be_drawn_on(board: Board, told: Tell) -> None:
    noted = told(board.drawn)
    example = render(board, drawn())
    assert example.pad.isVisible()
    assert not example.picture.isVisible()
    assert example.pad.paper.drawing == scribble()
    paper = example.pad.paper
    assert min(paper.width(), paper.height()) >= 212
    QTest.mouseClick(paper, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    ((drawing, gesture),) = noted
    assert drawing.ink.sum() > scribble().ink.sum()
    assert gesture is not None


def test_paper_without_an_editor_takes_the_whole_width(board: Board) -> None:
    work = drawn()
    example = render(board, replace(work, screen=HIDDEN))
    paper, eraser = example.pad.paper, example.pad.eraser
    assert min(paper.width(), paper.height()) >= 290
    assert eraser.mapTo(example, QPoint(0, 0)).y() > paper.geometry().bottom()
    seen = [part.geometry().right() for part in (example.pad.seen, example.pad.clear_button)]
    assert max(seen) < example.pad.width()
    render(board, work)
    assert paper.height() <= 220
    assert eraser.mapTo(example, QPoint(0, 0)).x() > paper.geometry().right()


def test_the_paper_stays_below_the_pen_where_the_note_changes(board: Board) -> None:
    work = drawn()
    example = render(board, work)
    paper = example.pad.paper
    place = paper.mapTo(board, QPoint(0, 0)), paper.height()
    render(board, with_drawing(work, blank(), np.arange(10.0)))
    assert (paper.mapTo(board, QPoint(0, 0)), paper.height()) == place


def test_paper_that_goes_does_not_hand_the_keyboard_on(board: Board) -> None:
    example = render(board, drawn())
    example.pad.paper.setFocus()
    assert example.pad.paper.hasFocus()
    render(board, row())
    assert QApplication.focusWidget() is board.window()


def test_the_lens_goes_below_where_the_example_leaves_no_room_beside(board: Board) -> None:
    screen = Screen(("softmax",), "steps", ("editor",))
    board.resize(1100, 600)
    render(board, Work(initial_state(), screen))
    assert board.lenses.x() > board.charts.x()
    render(board, row(work=Work(initial_state(), screen)))
    assert board.lenses.y() > board.charts.y()


def test_rows_follow_one_another_from_the_open_one() -> None:
    work = row(1)
    assert [step_row(work, by).rows.row for by in (-1, 1, 9)] == [0, 2, 2]  # type: ignore[union-attr]
    other = replace(work, source="", state=initial_state())
    back = step_row(other, 1)
    assert (back.source, back.state, back.rows) == (ROWS, work.state, work.rows)
    alone = Work(initial_state())
    assert step_row(alone, 1) is alone
