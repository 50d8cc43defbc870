"""Softmax of two classes is the sigmoid of their difference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.state import State
from softmax_viz.core.two_classes import (
    compare,
    overflow,
    shifted,
    snapped,
    two_to_compare,
    what_moved,
    why_not_movable,
    with_x,
    with_zero,
)

INF, NAN = math.inf, math.nan

logits = st.floats(-1e4, 1e4)
temperatures = st.floats(0.01, 100)


def test_the_running_example() -> None:
    found = compare(State.of([0.25, 1.23, -0.8]), 1, 0)
    assert found.x == 0.98
    assert found.softmax[0] == pytest.approx(0.72711, abs=5e-6)
    assert found.difference == (0.0, 0.0)
    assert found.powers == pytest.approx((3.42123, 1.28403), abs=5e-6)
    assert found.power == pytest.approx(math.exp(-0.98))
    assert found.reason == ""


@given(logits, logits, temperatures | st.sampled_from([0.0, 1.0, INF]))
def test_they_agree_to_one_unit_in_the_last_place(a: float, b: float, t: float) -> None:
    found = compare(State.of([a, b], temperature=t), 0, 1)
    for p, difference in zip(found.softmax, found.difference, strict=True):
        assert abs(difference) <= np.spacing(p)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_they_agree_to_the_last_digit_where_the_difference_is_exact(a: int, b: int) -> None:
    found = compare(State.of([a / 64, b / 64]), 0, 1)
    assert found.difference == (0.0, 0.0)


@pytest.mark.parametrize(
    ("a", "b", "t", "x"),
    [
        (1.0, 3.0, 0.0, -INF), (3.0, 1.0, 0.0, INF), (2.0, 2.0, 0.0, 0.0), (3.0, 1.0, INF, 0.0),
        (1e308, -1e308, 1e308, 2.0), (1e308, -1e308, INF, 0.0), (INF, 0.0, INF, INF),
        (-INF, 0.0, 1.0, -INF), (1.0, 3.0, 2.0, -1.0),
    ],
)  # fmt: skip
def test_the_difference_at_its_limits(a: float, b: float, t: float, x: float) -> None:
    assert compare(State.of([a, b], temperature=t), 0, 1).x == x


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (NAN, 1.0, "class 0 is NaN"), (1.0, NAN, "class 1 is NaN"), (INF, INF, "are ∞"),
        (-INF, -INF, "are −∞"), (INF, 1.0, "∞ − ∞"), (1.0, INF, "∞ − ∞"),
    ],
)  # fmt: skip
def test_why_there_is_no_value(a: float, b: float, words: str) -> None:
    found = compare(State.of([a, b]), 0, 1)
    assert words in found.reason
    assert math.isnan(found.softmax[0])
    assert overflow(found) == ""


def test_a_masked_class_has_no_share() -> None:
    found = compare(State.of([1.0, -INF]), 0, 1)
    assert found.softmax == found.sigmoid == (1.0, 0.0)
    assert found.reason == ""


def test_overflow_is_told_where_the_sigmoid_is_fine() -> None:
    found = compare(State.of([1000.0, 1001.0]), 0, 1)
    assert found.sigmoid[1] == pytest.approx(0.73106, abs=5e-6)
    assert "overflows" in overflow(found)
    assert overflow(compare(State.of([1.0, 2.0]), 0, 1)) == ""


@pytest.mark.parametrize(
    ("values", "pair"),
    [
        ([1.0, 2.0], (0, 1)), ([0.25, 1.23, -0.8], (1, 0)), ([NAN, 1.0, 2.0], (2, 1)),
        ([NAN, NAN, NAN], (0, 1)), ([-INF, NAN, 3.0], (2, 0)), ([-INF, -INF, -INF], (0, 1)),
    ],
)  # fmt: skip
def test_the_two_to_begin_with(values: list[float], pair: tuple[int, int]) -> None:
    assert two_to_compare(State.of(values)) == pair


@given(logits, st.floats(-10, 10), temperatures)
def test_a_chosen_difference_is_reached(b: float, x: float, t: float) -> None:
    state = with_x(State.of([5.0, b, 7.0], temperature=t), 0, 1, x)
    assert compare(state, 0, 1).x == pytest.approx(x, abs=1e-9 * (1 + abs(b)) / t + 1e-9)
    assert state.logits[1:].tolist() == [b, 7.0]


@pytest.mark.parametrize(
    ("b", "t", "words"),
    [(1.0, 0.0, "T = 0"), (1.0, INF, "T = ∞"), (INF, 1.0, "class 1 is finite"), (1.0, 1.0, "")],
)
def test_why_a_point_cannot_be_moved(b: float, t: float, words: str) -> None:
    reason = why_not_movable(State.of([0.0, b], temperature=t), 1)
    assert words in reason
    assert bool(reason) == bool(words)


def test_with_zero_softmax_is_the_sigmoid_of_the_logit() -> None:
    state = with_zero(State.of([1.23, 0.25]), 1)
    assert state.logits.tolist() == [1.23, 0.0]
    assert compare(state, 0, 1).x == 1.23


def test_a_shift_moves_nothing_and_says_so() -> None:
    state = State.of([0.25, 1.25, -0.8])
    moved = shifted(state, 1, 0, 1.0)
    assert moved.logits.tolist() == [1.25, 2.25, -0.8]
    assert "nothing moves" in what_moved(compare(state, 1, 0), compare(moved, 1, 0))


def test_a_shift_that_rounds_says_so() -> None:
    state = State.of([1e-17, 0.5])
    tiny, far = compare(state, 0, 1), compare(State.of([1e16, 1e16 + 2]), 0, 1)
    assert "by rounding" in what_moved(tiny, far)
    nothing = compare(State.of([NAN, 1.0]), 0, 1)
    assert what_moved(nothing, nothing) == ""


def test_a_drag_snaps() -> None:
    assert snapped(0.98123, 10.0) == 0.975
    assert snapped(-50.0, 10.0) == -10.0
