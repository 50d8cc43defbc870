"""Numbers that sum a vector up, against NumPy's own on the whole of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from softmax_viz.core import reductions
from softmax_viz.core.errorfree import Array
from softmax_viz.core.reductions import (
    differing,
    extent,
    first_equal,
    first_largest,
    sum_of_sizes,
)

vectors = arrays(
    np.float64, st.integers(1, 9), elements=st.one_of(st.integers(-2, 2).map(float), st.floats())
)


@pytest.fixture(autouse=True, params=[2, 2**16], ids=["many blocks", "one block"])
def block(request: pytest.FixtureRequest) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reductions, "BLOCK", request.param)
        yield


@given(vectors)
def test_the_least_and_the_largest(values: Array) -> None:
    assert repr(extent(values)) == repr((float(np.min(values)), float(np.max(values))))
    values.flags.writeable = False
    assert first_largest(values) == np.argmax(values)


@given(vectors)
def test_the_sum_of_sizes(values: Array) -> None:
    with np.errstate(all="ignore"):
        whole = float(np.abs(values / 3.0).sum())
    found = sum_of_sizes(values, 3.0)
    assert found == pytest.approx(whole, rel=1e-14, nan_ok=True)


@given(vectors)
def test_the_first_place_of_a_value(values: Array) -> None:
    value = float(values[-1])
    places = [i for i, other in enumerate(values.tolist()) if other == value]
    assert first_equal(values, value) == (places[0] if places else values.size)


@given(vectors, st.data(), st.integers(0, 3))
def test_where_two_vectors_differ(values: Array, data: st.DataObject, most: int) -> None:
    other = values.copy()
    for place in data.draw(st.sets(st.integers(0, values.size - 1))):
        other[place] = data.draw(st.floats())
    a, b = values.view(np.int64), other.view(np.int64)
    assert differing(a, b, most) == np.flatnonzero(a != b).tolist()[: most + 1]
