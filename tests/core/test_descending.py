"""The classes by value: the largest logit first, a tie as listed, NaN last."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from softmax_viz.core.descending import Descending
from softmax_viz.core.ranking import Ranking

LOGITS = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, 2.0, math.nan, math.inf, -math.inf]), st.floats(-5, 5)
)
Vectors = arrays(np.float64, st.integers(1, 40), elements=LOGITS)


def by_hand(z: NDArray[np.float64]) -> list[int]:
    numbers = [i for i in range(z.size) if not math.isnan(z[i])]
    rest = [i for i in range(z.size) if math.isnan(z[i])]
    return sorted(numbers, key=lambda i: (-float(z[i]), i)) + rest


@given(z=Vectors)
def test_the_largest_comes_first_and_a_tie_stays_as_listed(z: NDArray[np.float64]) -> None:
    assert Descending(Ranking.of(z)).indices.tolist() == by_hand(z)


@given(z=Vectors)
def test_each_class_is_found_at_its_place(z: NDArray[np.float64]) -> None:
    descending = Descending(Ranking.of(z))
    assert [descending.place(i) for i in descending.indices.tolist()] == list(range(z.size))
