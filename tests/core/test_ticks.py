"""Round numbers on an axis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.ticks import log_ticks, round_up, ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, (0.0, 0.5, 1.0)),
        (-10.0, 10.0, (-10.0, -5.0, 0.0, 5.0, 10.0)),
        (0.0, 6.01, (0.0, 2.0, 4.0, 6.0)),
    ],
)
def test_known_axes(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high) == expected


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 9))
def test_ticks_are_few_even_and_inside(low: float, length: float, most: int) -> None:
    high = low + length
    found = ticks(low, high, most)
    assert len(found) <= most
    slack = 1e-6 * max(abs(low), abs(high), length)
    assert all(low - slack <= tick <= high + slack for tick in found)


@given(st.floats(1e-300, 1e300))
def test_rounding_up_is_close(value: float) -> None:
    assert value * (1 - 1e-8) <= round_up(value) <= value * 1.6


@given(
    low=st.floats(1e-12, 1e6), ratio=st.floats(1.0001, 1e12), most=st.integers(2, 9),
)  # fmt: skip
def test_log_ticks_are_round_few_and_inside(low: float, ratio: float, most: int) -> None:
    high = low * ratio
    found = log_ticks(low, high, most)
    assert len(found) <= most
    assert all(low <= tick <= high for tick in found)
    assert all(f"{tick:.0e}"[0] in "125" for tick in found)
    if ratio >= 100:
        assert len(found) >= 2


def test_log_ticks_of_a_few_decades() -> None:
    assert log_ticks(0.3, 60.0, 9) == (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    assert log_ticks(0.3, 60.0, 5) == (1.0, 10.0)
    assert log_ticks(1e-6, 1e2, 3) == (1e-6, 1e-3, 1.0)
