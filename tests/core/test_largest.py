"""The largest classes, and what is said of the rest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.functions import softmax
from softmax_viz.core.largest import largest, rest, shown_of

few = st.sampled_from([-math.inf, -1.0, -0.0, 0.0, 1.0, 2.5, math.inf, math.nan])


def test_all_that_have_room_keep_their_order() -> None:
    assert largest(np.array([1.0, 3.0, 2.0]), 3) == (0, 1, 2)


def test_the_largest_come_first_and_nan_last() -> None:
    z = np.array([np.nan, 1.0, np.inf, -np.inf, 2.0])
    assert largest(z, 3) == (2, 4, 1)
    assert largest(z, 4) == (2, 4, 1, 3)
    assert largest(np.array([np.nan, np.nan, 1.0]), 2) == (2, 0)


@given(
    st.one_of(st.lists(few, max_size=700), st.lists(st.floats(), max_size=300)),
    st.integers(1, 12),
)
def test_they_are_those_of_a_whole_sort(values: list[float], count: int) -> None:
    z = np.array(values, dtype=np.float64)
    shown = largest(z, count)
    if z.size > count:
        numbers, others = np.flatnonzero(~np.isnan(z)), np.flatnonzero(np.isnan(z))
        downwards = sorted(numbers.tolist(), key=lambda i: -values[i])
        assert list(shown) == [*downwards, *others][:count]
    else:
        assert list(shown) == list(range(z.size))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_the_rest_is_the_sum_of_the_others(values: list[float], chosen: set[int]) -> None:
    p = np.array(values)
    classes = tuple(i for i in chosen if i < p.size)
    others = math.fsum(x for i, x in enumerate(values) if i not in chosen)
    assert rest(p, classes) == pytest.approx(others, rel=1e-14)


@pytest.mark.filterwarnings("error")
def test_the_rest_of_odd_values_is_what_they_sum_to() -> None:
    assert math.isnan(rest(np.array([math.inf, 1.0, -math.inf]), (1,)))
    assert rest(np.array([1e308, 0.0, 1e308, 1e308]), (1,)) == math.inf
    assert rest(np.array([1.0]), (0,)) == 0


def test_the_rest_keeps_its_digits_where_one_class_has_nearly_all() -> None:
    z = np.zeros(100_000)
    z[7] = 60.0
    assert rest(softmax(z), (7,)) == pytest.approx(99_999 * math.exp(-60), rel=1e-12)


def test_what_is_shown_and_what_the_rest_sums_to_is_one_sentence() -> None:
    p = np.full(1_000_000, 1e-6)
    assert shown_of(p, range(20), 3) == (
        "the 20 largest of 1,000,000 classes; the other 999,980 sum to p = 1.000"
    )
    assert shown_of(p, [3, 1], 3, largest=False).startswith("2 of 1,000,000 classes; the other")
    few = np.array([0.7, 0.2, 0.1])
    assert shown_of(few, (0,), 2) == "the largest of 3 classes; the other 2 sum to p = 0.30"
    assert shown_of(few, (0, 1), 2) == "the 2 largest of 3 classes; the other one has p = 0.10"
    assert shown_of(few, (0, 1, 2), 2) == ""
    assert shown_of(np.full(3, math.nan), (0, 1), 2) == "the 2 largest of 3 classes"
