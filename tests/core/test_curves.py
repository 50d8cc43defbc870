"""The sigmoid and e**x as curves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from softmax_viz.core.curves import (
    decisions,
    exp_view,
    exponentials,
    sigmoid_curve,
    sigmoid_reach,
    slope_at_zero,
)

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("logits", "reach"),
    [([0.25, 1.23, -0.8], 10.0), ([30.0], 50.0), ([INF, NAN], 10.0), ([1e308], 1e300)],
)
def test_the_axis_is_wider_where_a_logit_is(logits: list[float], reach: float) -> None:
    assert sigmoid_reach(np.array(logits)) == reach


@given(st.floats(10, 1e6), st.floats(1e-6, 1e6) | st.just(INF))
def test_the_curve_is_the_sigmoid_from_end_to_end(reach: float, t: float) -> None:
    curve = sigmoid_curve(reach, t)
    assert (curve.xs[0], curve.xs[-1]) == (-reach, reach)
    np.testing.assert_allclose(curve.ys, expit(curve.xs / t), rtol=1e-9, atol=1e-300)
    assert (np.diff(curve.xs) > 0).all()


def test_at_zero_the_curve_is_a_step() -> None:
    curve = sigmoid_curve(10.0, 0.0)
    assert set(curve.ys[curve.xs < 0]) == {0.0}
    assert set(curve.ys[curve.xs > 0]) == {1.0}
    assert 0.5 in curve.ys[curve.xs == 0]


@pytest.mark.parametrize("t", [0.1, 1.0, 3.0])
def test_the_slope_at_zero_is_that_of_the_sigmoid(t: float) -> None:
    h = 1e-5
    assert slope_at_zero(t) == pytest.approx((expit(h / t) - expit(-h / t)) / (2 * h), rel=1e-6)


def test_the_slope_at_the_ends() -> None:
    assert slope_at_zero(0.0) == INF
    assert slope_at_zero(INF) == 0
    assert slope_at_zero(1.0) == 0.25


def test_decisions_include_the_threshold_and_leave_nan_out() -> None:
    assert decisions(np.array([0.49, 0.5, 0.7, NAN]), 0.5).tolist() == [False, True, True, False]


def test_exponentials_overflow_and_underflow_quietly() -> None:
    assert exponentials(np.array([1000.0, -1000.0, 0.0])).tolist() == [INF, 0.0, 1.0]


def test_a_view_of_ordinary_logits_shows_them_all() -> None:
    x = np.array([0.25, 1.23, -0.8])
    view = exp_view(x)
    powers = np.exp(x).tolist()
    assert all(view.shows(a, b) for a, b in zip(x.tolist(), powers, strict=True))
    assert (view.above, view.left, view.vanished, view.masked, view.undefined) == (0, 0, 0, 0, 0)
    assert view.top == 4.0


def test_a_view_counts_what_it_cannot_show() -> None:
    view = exp_view(np.array([INF, 1000.0, 1.0, -1000.0, -INF, NAN]))
    assert (view.above, view.left, view.vanished, view.masked, view.undefined) == (2, 2, 1, 1, 1)
    assert not view.shows(1000.0, INF)
    assert not view.shows(-1000.0, 0.0)


@given(st.lists(st.floats(), min_size=1, max_size=6))
def test_the_curve_in_view_is_finite_and_above_zero(values: list[float]) -> None:
    curve = exp_view(np.array(values)).curve()
    assert np.isfinite(curve.xs).all()
    assert np.isfinite(curve.ys).all()
    assert (curve.ys > 0).all()
