"""The vertical axis of a chart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.axis import REACH, UNIT_AXIS, Axis, axis_for, fitted_axis

INF, NAN = math.inf, math.nan

anything = st.lists(st.floats(), min_size=1, max_size=8)


@pytest.mark.parametrize("values", [[0.0, 1.0], [0.3, 0.7], [-0.0], [NAN], [NAN, 0.5]])
def test_probabilities_get_the_unit_axis(values: list[float]) -> None:
    assert axis_for(np.array(values)) == UNIT_AXIS
    assert (UNIT_AXIS.low, UNIT_AXIS.high, UNIT_AXIS.ticks) == (0, 1, (0, 0.5, 1))


@pytest.mark.parametrize(
    ("values", "low", "high", "ticks"),
    [
        ([0.368, 1.809, -1.176], -2, 2, (-2, -1, 0, 1, 2)),
        ([-0.1, 0.5, 0.6], -0.25, 1, (0, 0.5, 1)),
        ([0.2, 1.2], 0, 2, (0, 0.5, 1, 1.5, 2)),
        ([-0.5, 0.5, 1.0], -0.5, 1, (-0.5, 0, 0.5, 1)),
        ([-3.0, 4.0], -5, 5, (-5, 0, 5)),
        ([-9.0, 9.0], -10, 10, (-10, -5, 0, 5, 10)),
        ([7.0], 0, 10, (0, 5, 10)),
        ([10.0], 0, 10, (0, 5, 10)),
        ([-INF, INF, -INF], -1, 1, (-1, -0.5, 0, 0.5, 1)),
        ([1.8e15, 3.6e15, -5.4e15], -1, 1, (-1, -0.5, 0, 0.5, 1)),
        ([-1e300, 3.0], -1, 5, (0, 2, 4)),
    ],
)
def test_other_values_widen_it_in_steps(
    values: list[float], low: float, high: float, ticks: tuple[float, ...]
) -> None:
    assert axis_for(np.array(values)) == Axis(low, high, ticks)


@given(anything)
def test_the_axis_holds_what_is_within_ten_and_both_ends_of_a_probability(
    values: list[float],
) -> None:
    axis = axis_for(np.array(values))
    assert axis.low in {0.0, *(-reach for reach in REACH)}
    assert axis.high in REACH
    assert axis.shows(0.0)
    assert axis.shows(1.0)
    assert all(axis.shows(value) for value in values if abs(value) <= 10)
    assert not any(axis.shows(value) for value in values if not abs(value) <= 10)


@given(anything)
def test_an_axis_leaves_room_for_an_arrow_on_either_side(values: list[float]) -> None:
    axis = axis_for(np.array(values))
    assert axis.low < 0 or not any(value < 0 for value in values)
    assert axis.high > 0


@given(anything)
def test_ticks_are_few_on_the_scale_and_hold_zero(values: list[float]) -> None:
    axis = axis_for(np.array(values))
    assert 3 <= len(axis.ticks) <= 5
    assert 0.0 in axis.ticks
    assert all(axis.shows(tick) for tick in axis.ticks)
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert np.ptp(np.diff(axis.ticks)) == 0


@pytest.mark.parametrize(
    ("value", "fraction"), [(-2, 0), (2, 1), (0, 0.5), (1, 0.75), (INF, 1), (-INF, 0), (7, 1)]
)
def test_fractions_are_clamped(value: float, fraction: float) -> None:
    assert Axis(-2.0, 2.0, ()).fraction(value) == fraction


@pytest.mark.parametrize("value", [INF, -INF, NAN, 2.1, -2.1])
def test_what_is_off_the_scale_is_not_shown(value: float) -> None:
    assert not Axis(-2.0, 2.0, ()).shows(value)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([0.016, 0.004], 0.0, 0.02),
        ([0.7, 0.2], 0.0, 1.0),
        ([-0.004, 0.0051], -0.005, 0.01),
        ([-30.0, -2.0], -50.0, 0.0),
        ([3e-7, np.nan, np.inf], 0.0, 5e-7),
        ([0.0, 0.0], 0.0, 1.0),
        ([np.nan, -np.inf], 0.0, 1.0),
        ([1.7e308, -1.7e308], 0.0, 1.0),
        ([5e-324], 0.0, 1.0),
    ],
)
def test_a_fitted_axis_just_holds_what_is_shown(
    values: list[float], low: float, high: float
) -> None:
    axis = fitted_axis(np.array(values))
    assert (axis.low, axis.high) == pytest.approx((low, high))
    assert {axis.low, 0.0, axis.high} <= set(axis.ticks)
