"""The Jacobians against differences at 50 digits and the formulas with scipy; nudges."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, softmax

from softmax_viz.core.jacobians import Jacobian, jacobian, largest_classes, nudge
from softmax_viz.core.state import State

Z = (0.25, 1.23, -0.8)
logits = st.lists(st.floats(-20, 20), min_size=1, max_size=6)
temperatures = st.floats(0.1, 10)


def _softmax(z: list[Any], t: Any) -> list[Any]:
    powers = [mpmath.exp(x / t) for x in z]
    return [power / mpmath.fsum(powers) for power in powers]


def _sigmoid(z: list[Any], t: Any) -> list[Any]:
    return [1 / (1 + mpmath.exp(-x / t)) for x in z]


def _shares(z: list[Any], t: Any) -> list[Any]:
    return [x / mpmath.fsum(z) for x in z]


@pytest.mark.parametrize(
    ("key", "function"), [("softmax", _softmax), ("sigmoid", _sigmoid), ("sum_normalized", _shares)]
)
@pytest.mark.parametrize(("z", "t"), [(Z, 1.0), (Z, 0.3), ((2.0, 1.9, -3.0, 40.0), 7.0)])
def test_differences_at_50_digits_give_the_same(
    key: str, function: Callable[[list[Any], Any], list[Any]], z: tuple[float, ...], t: float
) -> None:
    with mpmath.workdps(50):
        step = mpmath.mpf(10) ** -16
        exact = [mpmath.mpf(x) for x in z]
        expected = np.empty((len(z), len(z)))
        for j in range(len(z)):
            up, down = list(exact), list(exact)
            up[j] += step
            down[j] -= step
            above, below = function(up, mpmath.mpf(t)), function(down, mpmath.mpf(t))
            expected[:, j] = [
                float((a - b) / (2 * step)) for a, b in zip(above, below, strict=True)
            ]
    matrix = jacobian(key, State.of(z, temperature=t)).matrix
    np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-25)


@given(logits, temperatures)
def test_softmax_is_diag_p_minus_p_p_and_its_rows_sum_to_0(z: list[float], t: float) -> None:
    state = State.of(z, temperature=t)
    p = softmax(np.array(z) / t)
    found = jacobian("softmax", state)
    np.testing.assert_allclose(found.matrix, (np.diag(p) - np.outer(p, p)) / t, atol=1e-13)
    assert not found.row_sums.any()


@given(logits, temperatures)
def test_sigmoid_is_diagonal(z: list[float], t: float) -> None:
    found = jacobian("sigmoid", State.of(z, temperature=t)).matrix
    x = np.array(z) / t
    np.testing.assert_allclose(np.diag(found), expit(x) * expit(-x) / t, rtol=1e-12)
    assert not (found - np.diag(np.diag(found))).any()


def test_argmax_is_flat_and_undefined_among_ties() -> None:
    assert not jacobian("argmax", State.of(Z)).matrix.any()
    assert not jacobian("argmax", State.of(Z)).row_sums.any()
    tied = jacobian("argmax", State.of((1.0, 1.0, -0.5)))
    assert np.isnan(tied.matrix[:2, :2]).all()
    assert not tied.matrix[2].any()
    assert not tied.matrix[:, 2].any()
    assert np.isnan(tied.row_sums).tolist() == [True, True, False]
    assert np.isnan(jacobian("argmax", State.of((1.0, math.nan))).matrix).all()


def test_at_t_0_softmax_is_argmax_and_sigmoid_a_step() -> None:
    tied = jacobian("softmax", State.of((1.0, 1.0, 0.0), temperature=0.0)).matrix
    assert np.isnan(tied[:2, :2]).all()
    assert not tied[2].any()
    step = jacobian("sigmoid", State.of((1.0, 0.0, -1.0), temperature=0.0)).matrix
    assert np.isnan(np.diag(step)).tolist() == [False, True, False]


@pytest.mark.parametrize("key", ["softmax", "sigmoid"])
def test_at_infinite_t_nothing_moves(key: str) -> None:
    assert not jacobian(key, State.of(Z, temperature=math.inf)).matrix.any()


@pytest.mark.parametrize("z", [(-0.25, 1.0, -0.75), (math.inf, 1.0), (1e308, 1e308)])
def test_division_by_a_sum_of_0_or_infinity_has_no_slope(z: tuple[float, ...]) -> None:
    found = jacobian("sum_normalized", State.of(z))
    assert np.isnan(found.matrix).all()
    assert np.isnan(found.row_sums).all()
    assert found.largest == 0


def test_sum_normalized_rows_sum_to_what_the_formula_says() -> None:
    z = np.array(Z)
    found = jacobian("sum_normalized", State.of(Z))
    np.testing.assert_allclose(found.row_sums, (z.sum() - 3 * z) / z.sum() ** 2, rtol=1e-13)
    assert found.largest == np.abs(found.matrix).max()


@pytest.mark.parametrize("key", ["softmax", "sigmoid", "argmax", "sum_normalized"])
@pytest.mark.parametrize("t", [1.7, 0.1])
def test_a_part_is_the_same_as_in_the_whole(key: str, t: float) -> None:
    state = State.of(np.random.default_rng(3).normal(0, 2, 60), temperature=t)
    classes = largest_classes(state.logits, 24, always=[int(np.argmin(state.logits))])
    whole, part = jacobian(key, state), jacobian(key, state, classes)
    np.testing.assert_allclose(part.matrix, whole.matrix[np.ix_(classes, classes)], rtol=1e-12)
    np.testing.assert_allclose(part.row_sums, whole.row_sums[classes], rtol=1e-10)


def test_the_largest_classes_in_the_order_of_their_index() -> None:
    z = np.array([5.0, math.nan, 1.0, 5.0, 7.0, 5.0])
    assert largest_classes(z, 3).tolist() == [0, 3, 4]
    assert largest_classes(z, 3, always=[2]).tolist() == [0, 2, 4]
    assert largest_classes(z, 3, always=[4]).tolist() == [0, 3, 4]
    assert largest_classes(z, 6).tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("key", ["softmax", "sigmoid", "sum_normalized"])
def test_a_small_nudge_moves_as_predicted(key: str) -> None:
    state = State.of(Z)
    found = nudge(key, state, jacobian(key, state), 1, 1e-6)
    np.testing.assert_allclose(found.predicted, found.actual, atol=1e-10)
    assert found.actual[1] != 0


def test_a_large_nudge_makes_argmax_jump_unpredicted() -> None:
    state = State.of(Z)
    found = nudge("argmax", state, jacobian("argmax", state), 0, 2.0)
    assert found.predicted.tolist() == [0, 0, 0]
    assert found.actual.tolist() == [1, -1, 0]


def test_a_nudge_finds_its_column_in_a_part() -> None:
    state = State.of(range(10))
    part: Jacobian = jacobian("softmax", state, np.array([2, 7, 9]))
    predicted = nudge("softmax", state, part, 7, 0.5).predicted
    np.testing.assert_array_equal(predicted, part.matrix[:, 1] * 0.5)
