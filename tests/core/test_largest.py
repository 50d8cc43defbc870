"""The largest classes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.largest import largest


def test_all_that_have_room_keep_their_order() -> None:
    assert largest(np.array([1.0, 3.0, 2.0]), 3) == (0, 1, 2)


def test_the_largest_come_first_and_nan_last() -> None:
    z = np.array([np.nan, 1.0, np.inf, -np.inf, 2.0])
    assert largest(z, 3) == (2, 4, 1)
    assert 0 not in largest(z, 3)


@given(st.lists(st.floats(allow_nan=False), min_size=3, max_size=30))
def test_none_left_out_is_larger(values: list[float]) -> None:
    z = np.array(values)
    shown = largest(z, 2)
    assert len(shown) == 2
    assert z[shown[0]] >= z[shown[1]] == np.sort(z)[-2]
