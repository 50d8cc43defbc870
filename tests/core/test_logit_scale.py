"""Where a logit lies on its slider."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.logit_scale import (
    ARROW,
    FINE,
    PAGE,
    at,
    position,
    reach_for,
    stepped,
    tidy,
)

INF, NAN = math.inf, math.nan
LARGEST = sys.float_info.max

finite = st.floats(allow_nan=False, allow_infinity=False)
logits = st.lists(st.floats(), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        ([0.0], 5),
        ([0.25, 1.23, -0.8], 5),
        ([5.0], 5),
        ([-5.01], 10),
        ([10.0], 10),
        ([10.1], 20),
        ([0.0, -20.5], 50),
        ([51.0], 100),
        ([1000.0, 1001.0, 1002.0], 2000),
        ([3.0, INF, -INF, NAN], 5),
        ([INF], 5),
        ([NAN], 5),
        ([1e308], 1e308),
        ([1.5e308], 1.5e308),
    ],
)
def test_reach(values: list[float], reach: float) -> None:
    assert reach_for(np.array(values)) == reach


@given(logits)
def test_the_reach_holds_every_finite_logit_and_is_finite(values: list[float]) -> None:
    reach = reach_for(np.array(values))
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    assert max(largest, 5) <= reach < INF
    assert reach <= max(5, largest / 2 * 5.001)


@pytest.mark.parametrize(
    ("value", "place"),
    [(-5, 0), (0, 0.5), (5, 1), (2.5, 0.75), (7, 1), (-7, 0), (INF, 1), (-INF, 0)],
)
def test_position(value: float, place: float) -> None:
    assert position(value, 5.0) == place


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, -5), (0.5, 0), (1, 5), (0.75, 2.5), (-0.5, -5), (1.5, 5), (0.623, 1.23)],
)
def test_at(place: float, value: float) -> None:
    assert at(place, 5.0) == value


@pytest.mark.parametrize("reach", [5.0, 10.0, 20.0, 50.0, 1000.0, 2e6])
def test_every_step_of_a_slider_is_a_short_number_at_its_own_place(reach: float) -> None:
    for step in range(-500, 501, 7):
        value = at((step / 500 + 1) / 2, reach)
        assert value == pytest.approx(step * reach / 500)
        assert value == float(f"{value:.10g}")
        assert at(position(value, reach), reach) == value


@given(logits, st.floats(0, 1))
def test_a_slider_gives_numbers_within_its_reach(values: list[float], place: float) -> None:
    reach = reach_for(np.array(values))
    value = at(place, reach)
    assert abs(value) <= reach * (1 + 1e-15)
    assert position(value, reach) == pytest.approx(place, abs=0.00101)


def test_the_slider_of_the_largest_number_is_finite() -> None:
    for place in (0.0, 0.25, 0.5, 1.0):
        assert math.isfinite(at(place, LARGEST))


@pytest.mark.parametrize(
    ("value", "size", "moved"),
    [
        (0.25, ARROW, 0.3),
        (0.1, ARROW, 0.15),
        (0.3, -PAGE, 0.05),
        (0.05, -ARROW, 0.0),
        (1.23, FINE, 1.24),
        (INF, ARROW, 0.05),
        (-INF, -ARROW, -0.05),
        (NAN, ARROW, 0.05),
        (1e300, ARROW, 1e300),
        (0.123456789012, ARROW, 0.173456789012),
    ],
)
def test_steps(value: float, size: float, moved: float) -> None:
    assert repr(stepped(value, size)) == repr(moved)


@pytest.mark.parametrize("size", [ARROW, FINE, PAGE])
def test_steps_there_and_back_leave_no_digits_behind(size: float) -> None:
    value = 0.0
    for count in range(1, 101):
        value = stepped(value, size)
        assert value == float(f"{count * size:.10g}")
    for _ in range(100):
        value = stepped(value, -size)
    assert repr(value) == "0.0"


@pytest.mark.parametrize(
    ("value", "tidied"),
    [
        (0.1 + 0.2, 0.3),
        (-1.1500000000000001, -1.15),
        (2.7755575615628914e-17, 0.0),
        (-1e-17, 0.0),
        (1e-9, 1e-9),
        (0.123456789012345, 0.123456789012345),
        (INF, INF),
        (-INF, -INF),
        (NAN, NAN),
    ],
)
def test_tidy(value: float, tidied: float) -> None:
    assert repr(tidy(value)) == repr(tidied)


@given(finite)
def test_tidying_changes_hardly_anything_and_nothing_twice(value: float) -> None:
    assert tidy(value) == pytest.approx(value, rel=1e-14, abs=1e-14)
    assert tidy(tidy(value)) == tidy(value)
