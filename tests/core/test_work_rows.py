"""A row of an open table, and a drawn digit, as what is on the screen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from softmax_viz.core import edits
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.digits.drawing import DIGITS, Drawing
from softmax_viz.core.examples import BY_KEY, initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.work import (
    DRAWING,
    ROWS,
    Work,
    advance,
    go_to,
    new_scene,
    open_deck,
    with_drawing,
    with_rows,
    with_state,
)
from softmax_viz.core.state import State

TABLE = LogitsTable(
    np.array([[1.0, 2.0, -1.0], [0.5, 0.25, 0.125], [3.0, 1.0, 9.0]], np.float32),
    ("cat", "dog", "owl"),
    np.array([1, -1, 2]),
    name="pets.npz",
)
PINNED = edits.pin(State.of([1.0, 2.0], ["yes", "no"], temperature=2.0, decimals=5))


def opened(place: int = 0, work: Work | None = None) -> Work:
    return with_rows(Work(initial_state()) if work is None else work, Rows(TABLE, place))


def test_a_row_is_shown_with_its_classes_at_the_present_temperature() -> None:
    work = opened(2, Work(PINNED))
    assert work.state.logits.tolist() == [3.0, 1.0, 9.0]
    assert work.state.labels == ("cat", "dog", "owl")
    assert (work.state.temperature, work.state.decimals) == (2.0, 5)
    assert work.state.pins == PINNED.pins
    assert work.state.example == ""
    assert (work.source, work.true_class) == (ROWS, 2)


@pytest.mark.parametrize(("place", "true_class"), [(0, 1), (1, -1), (2, 2)])
def test_the_true_class_is_that_of_the_row(place: int, true_class: int) -> None:
    assert opened(place).true_class == true_class


def test_the_true_class_moves_along_with_its_class() -> None:
    work = opened(0)
    assert with_state(work, edits.move_class(work.state, 1, 0)).true_class == 0
    assert with_state(work, edits.sort_by_value(work.state)).true_class == 0
    assert with_state(work, edits.set_logit(work.state, 1, -5.0)).true_class == 1
    assert with_state(work, edits.remove_classes(work.state, [0])).true_class == 0
    assert with_state(work, edits.remove_classes(work.state, [1])).true_class == -1
    pasted = edits.replace_logits(work.state, [1.0, 2.0, 3.0], ["x", "y", "z"])
    assert with_state(work, pasted).true_class == -1


def test_an_example_and_a_scene_are_no_rows() -> None:
    work = opened(0)
    example = with_state(work, BY_KEY["zero_sum"].state())
    assert (example.source, example.true_class) == ("", -1)
    assert example.rows is work.rows
    scene = Scene("Pets", work.state)
    again = go_to(replace(work, deck=replace(work.deck, scenes=(scene,))), 0)
    assert again.state.labels == TABLE.labels
    assert (again.source, again.true_class) == ("", -1)
    assert again.rows is work.rows


def test_a_new_scene_of_a_row_or_a_drawing_leaves_it_on_the_screen() -> None:
    made = new_scene(opened(2), "Pets")
    assert (made.source, made.true_class) == (ROWS, 2)
    assert made.state == opened(2).state
    drawn = with_drawing(opened(), Drawing(np.zeros((32, 32), bool)), np.zeros(10))
    assert new_scene(drawn, "Digit").source == DRAWING
    assert new_scene(with_state(opened(), BY_KEY["zero_sum"].state()), "Zero").source == ""


@pytest.mark.parametrize("put", [ROWS, DRAWING])
def test_a_steps_own_logits_are_no_row_and_no_drawing(put: str) -> None:
    steps = (Step(("softmax",)), Step(temperature=2.0), Step(logits=(1.0, 2.0, 3.0)))
    scene = Scene("Pets", State.of([0.0, 0.0, 0.0], TABLE.labels), steps=steps)
    work = opened(0, replace(open_deck(Work(initial_state()), Deck("", (scene,))), playing=True))
    if put == DRAWING:
        work = with_drawing(work, Drawing(np.zeros((32, 32), bool)), np.zeros(10))
    sources = []
    for _ in steps:
        work = advance(work)
        sources.append(work.source)
    assert sources == [put, put, ""]
    assert work.state.labels == TABLE.labels


def test_no_bars_of_another_example_are_left_behind_a_row_or_a_drawing() -> None:
    steps = (Step(("softmax",)), Step(("sigmoid",)))
    scene = Scene("Pets", State.of([0.0, 1.0, 2.0], TABLE.labels), steps=steps)
    work = replace(open_deck(Work(initial_state()), Deck("", (scene,))), playing=True)
    first = advance(opened(0, work))
    assert (first.ghost, first.state) == (None, opened(0, work).state)
    warmer = advance(with_state(opened(0, work), opened(0, work).state.with_temperature(5.0)))
    assert warmer.ghost == opened(0, work).state
    other = opened(2, warmer)
    assert other.ghost is None
    assert advance(other).ghost is None
    ten = replace(opened(0, work).state, labels=("a", "b", "c"))
    drawn = with_drawing(with_state(work, ten), Drawing(np.zeros((32, 32), bool)), np.zeros(10))
    assert advance(drawn).ghost is None


def test_closing_a_table_leaves_its_row_on_the_screen() -> None:
    work = opened(0)
    closed = with_rows(work, None)
    assert closed.state == work.state
    assert (closed.rows, closed.source, closed.true_class) == (None, "", -1)


def test_a_drawing_is_shown_with_its_ten_logits_and_closing_a_table_lets_it_be() -> None:
    ink = np.zeros((32, 32), bool)
    drawn = with_drawing(opened(0), Drawing(ink), np.arange(10.0))
    assert drawn.state.logits.tolist() == list(range(10))
    assert drawn.state.labels == DIGITS
    assert (drawn.source, drawn.true_class) == (DRAWING, -1)
    assert drawn.drawing == Drawing(ink.copy())
    assert with_rows(drawn, None).source == DRAWING


def test_a_row_goes_into_the_scene_that_is_being_edited() -> None:
    work = opened(1, new_scene(Work(initial_state()), "Scene 1"))
    assert work.scene is not None
    assert work.scene.state == work.state
    assert work.state.labels == TABLE.labels


def test_drawings_are_equal_by_their_ink() -> None:
    ink = np.zeros((32, 32), bool)
    other = ink.copy()
    other[3, 4] = True
    assert Drawing(ink) == Drawing(ink.copy())
    assert hash(Drawing(ink)) == hash(Drawing(ink.copy()))
    assert Drawing(ink) != Drawing(other)
    assert Drawing(ink) != ink.tobytes()
