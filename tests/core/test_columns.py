"""Many numbers as text at once are what each is alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.numbers import displayed, entered, latex
from softmax_viz.core.numbers.columns import (
    Vector,
    displayed_all,
    entered_all,
    latex_all,
)

All = Callable[[Vector, int], list[str]]
One = Callable[[float, int], str]
PAIRS: list[tuple[All, One]] = [
    (displayed_all, displayed), (entered_all, entered), (latex_all, latex)
]  # fmt: skip

EDGES = [
    0.0, -0.0, float("nan"), float("inf"), -float("inf"), 1.0, -1.0, 0.1, 0.25, 0.0005, -0.0005,
    0.00049999, 0.0015, 0.0625, 1e-4, 9.9999e-5, 1e-5, 1.25e-5, 1e-10, 1e-100, 5e-324, 0.05, 0.049,
    999_999.9999, 1e6, -1e6, 999_999.5, 123_456_789.0, 1e16, 1.7976931348623157e308, 0.95, 0.9996,
    9.96e-5, 0.1 + 0.2, 1 / 3, 100.0, 12_300.0,
]  # fmt: skip


@pytest.mark.parametrize(("every", "one"), PAIRS)
@pytest.mark.parametrize("decimals", [1, 2, 3, 6, 9, 10, 15, 17])
def test_edges_are_written_as_each_alone(every: All, one: One, decimals: int) -> None:
    assert every(np.array(EDGES), decimals) == [one(x, decimals) for x in EDGES]


@given(
    st.lists(
        st.floats() | st.floats(-10, 10) | st.floats(0, 1e-3) | st.decimals(-99, 99, places=3),
        min_size=1, max_size=20,
    ),
    st.integers(1, 17),
)  # fmt: skip
def test_any_numbers_are_written_as_each_alone(numbers: list[float], decimals: int) -> None:
    xs = np.array(numbers, np.float64)
    for every, one in PAIRS:
        assert every(xs, decimals) == [one(x, decimals) for x in xs.tolist()]


def test_one_number_is_a_column_too() -> None:
    assert displayed_all(np.array([0.5]), 3) == ["0.500"]
