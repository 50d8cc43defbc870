"""The order of the logits and what follows it, after one change as if computed anew."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from softmax_viz.core import ranking as of_ranks
from softmax_viz.core import reductions
from softmax_viz.core.ranking import (
    Following,
    Ranking,
    following,
    following_after,
    following_scaled,
)
from softmax_viz.core.state import Vector

INF, NAN = math.inf, math.nan

# Few different numbers, so that ties are common.
numbers = st.one_of(st.sampled_from([NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 2.0]), st.floats())
finite = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e3, 1e3))


@pytest.fixture(autouse=True, params=[2, 2**16], ids=["many blocks", "one block"])
def block(request: pytest.FixtureRequest) -> object:
    """Go through vectors in blocks of 2, too: short ones have but one else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reductions, "BLOCK", request.param)
        patch.setattr(of_ranks, "BLOCK", request.param)
        yield


@st.composite
def edits(draw: st.DrawFn, number: st.SearchStrategy[float]) -> tuple[Vector, int, Vector]:
    before = np.array(draw(st.lists(number, min_size=1, max_size=9)))
    index = draw(st.integers(0, before.size - 1))
    after = before.copy()
    after[index] = draw(st.one_of(number, st.sampled_from(before.tolist())))
    return before, index, after


def rises_of(logits: Vector, classes: NDArray[np.intp]) -> list[bool]:
    ranked = logits[classes].tolist()
    return [*(low < high for low, high in pairwise(ranked)), False]


@given(st.lists(numbers, min_size=1, max_size=9))
def test_equal_logits_are_in_the_order_of_their_classes(z: list[float]) -> None:
    found = Ranking.of(np.array(z))
    assert found.classes.tolist() == sorted(
        range(len(z)), key=lambda i: (math.isnan(z[i]), 0.0 if math.isnan(z[i]) else z[i], i)
    )
    assert found.rises.tolist() == rises_of(np.array(z), found.classes)
    assert repr(found.least_size) == repr(float(np.fmin.reduce(np.abs(z))))
    if not any(map(math.isnan, z)):
        assert found.largest.tolist() == [i for i, logit in enumerate(z) if logit == max(z)]


@given(edits(numbers))
@example((np.array([0.0, -0.0]), 1, np.array([0.0, 0.0])))
@example((np.array([NAN, 1.0, NAN]), 0, np.array([5.0, 1.0, NAN])))
@example((np.array([1.0, 2.0]), 0, np.array([NAN, 2.0])))
def test_a_ranking_after_one_change_is_the_same_as_anew(edit: tuple[Vector, int, Vector]) -> None:
    before, index, after = edit
    old, anew = Ranking.of(before), Ranking.of(after)
    kept = old.classes.copy()
    found, move = old.with_logit(after, index)
    assert_array_equal(found.classes, anew.classes)
    assert_array_equal(found.classes, np.argsort(after, kind="stable"))
    assert_array_equal(found.rises, anew.rises)
    assert (old.classes[move.before], found.classes[move.after]) == (index, index)
    assert_array_equal(old.classes, kept)


@st.composite
def other_logits(draw: st.DrawFn) -> tuple[Vector, Vector]:
    """Return logits before and after any edit: some in a row replaced, a shift, or all others."""
    before = np.array(draw(st.lists(numbers, min_size=1, max_size=9)))
    start = draw(st.integers(0, before.size))
    stop = draw(st.integers(start, before.size))
    fresh = draw(st.lists(st.one_of(numbers, st.sampled_from(before.tolist())), max_size=4))
    spliced = np.concatenate([before[:start], fresh, before[stop:]])
    with np.errstate(all="ignore"):
        shifted = before + draw(numbers)
    others = np.array(draw(st.lists(numbers, min_size=1, max_size=9)))
    return before, draw(st.sampled_from([spliced, shifted, others, before, before[::-1].copy()]))


@pytest.mark.parametrize("most", [0, 2, 9])
@given(other_logits())
@example((np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0])))
@example((np.array([1.0, 2.0, 2.0, NAN]), np.array([2.0, 1.0, 2.0, NAN, NAN])))
@example((np.array([1.0, 0.0, -0.0]), np.array([1.0, -0.0, 0.0])))
@example((np.array([1.0, 2.0, 2.0]), np.array([3.0, 4.0, 4.0])))
@example((np.array([2.0, 1.0]), np.array([3.0, 3.0])))
@example((np.array([1.0, 1.0]), np.array([1.0, 3.0])))
@example((np.array([1.0, 2.0]), np.array([NAN, NAN])))
def test_a_ranking_of_other_logits_is_the_same_as_anew(
    most: int, edit: tuple[Vector, Vector]
) -> None:
    before, after = edit
    if not after.size:
        return
    old, anew = Ranking.of(before), Ranking.of(after)
    kept = old.classes.copy(), old.rises.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_ranks, "MOST_SPLICED", most)
        found = old.with_logits(after)
    assert_array_equal(old.classes, kept[0])
    assert_array_equal(old.rises, kept[1])
    if found is None:
        return
    assert found.logits.tobytes() == after.tobytes()
    assert_array_equal(found.classes, anew.classes)
    assert_array_equal(found.rises, anew.rises)


@pytest.mark.parametrize("size", [9, 5000])
def test_few_others_and_a_shift_need_no_sorting(size: int) -> None:
    z = np.random.default_rng(size).normal(0, 2, size).round(1)
    ranking = Ranking.of(z)
    assert ranking.with_logits(z.copy()) is ranking
    removed, moved = np.delete(z, 4), z[[*range(3), 5, 3, 4, *range(6, size)]]
    for other in (removed, moved, np.append(z, 0.0), z + 1.0, z * 0.5):
        found = ranking.with_logits(other)
        assert found is not None
        assert_array_equal(found.classes, np.argsort(other, kind="stable"))
    assert ranking.with_logits(z[:2]) is None or size == 9


def directly(values: Vector, z: Vector) -> Following:
    """Look at every pair of neighbours, one after the other."""
    order = np.argsort(z, kind="stable")
    pairs = [(*z[order[k : k + 2]], *values[order[k : k + 2]]) for k in range(z.size - 1)]
    swapped = [k for k, (a, b, x, y) in enumerate(pairs) if y < x or (a == b and x != y)]
    tied = [k for k, (a, b, x, y) in enumerate(pairs) if a < b and x == y]
    if swapped:
        return Following(swapped[0], None, all(y < x if a < b else x == y for a, b, x, y in pairs))
    return Following(None, min(tied, default=None))


@st.composite
def logits_and_values(draw: st.DrawFn) -> tuple[Vector, Vector]:
    z = np.array(draw(st.lists(finite, min_size=1, max_size=9)))
    some = st.lists(finite, min_size=z.size, max_size=z.size).map(np.array)
    return z, draw(st.one_of(some, st.sampled_from([z, -z, np.floor(z), z * 1e-320])))


@given(logits_and_values())
def test_following_agrees_with_every_pair(both: tuple[Vector, Vector]) -> None:
    z, values = both
    assert following(values, Ranking.of(z)) == directly(values, z)
    measured = following(values, Ranking.of(z), measured=True)
    assert measured._replace(margin=0.0) == directly(values, z)
    if measured.margin > 0 and z.size > 1:
        ranked = values[np.argsort(z, kind="stable")]
        sizes = np.maximum(np.abs(ranked[1:]), np.abs(ranked[:-1]))
        with np.errstate(invalid="ignore"):
            assert measured.margin == np.fmin.reduce(np.abs(np.diff(ranked)) / sizes, initial=INF)


@given(edits(finite), st.sampled_from([np.array, np.negative, np.floor, np.sign, np.abs]))
@example((np.array([1.0, -1.0]), 1, np.array([1.0, 3.0])), np.sign)
@example((np.array([1.0, 2.0]), 1, np.array([1.0, -3.0])), np.abs)
def test_after_one_change_of_values_following_is_the_same_as_anew(
    edit: tuple[Vector, int, Vector], function: np.ufunc
) -> None:
    before, index, after = edit
    old, values = function(before), function(after)
    ranking, move = Ranking.of(before).with_logit(after, index)
    found = following_after(following(old, Ranking.of(before)), move, values, ranking)
    assert found == directly(values, after)


@given(edits(finite), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
@example((np.array([1.0, 2.0, 3.0]), 0, np.array([2.5, 2.0, 3.0])), 6.0, 7.5)
@example((np.array([1.0, 2.0, 3.0]), 0, np.array([2.0, 2.0, 3.0])), 6.0, 7.0)
@example((np.array([1.0, 2.0, 3.0]), 0, np.array([1.0, 2.0, 3.0])), -6.0, 6.0)
@example((np.array([1.0, 0.0]), 0, np.array([1.0, 0.0])), 1.0, -2e-313)
@example((np.array([0.0, 0.0, 2.0, 3.0]), 2, np.array([0.0, 0.0, 4.0, 3.0])), 5.0, 7.0)
@example((np.array([0.0, 0.0, 2.0, 3.0]), 2, np.array([0.0, 0.0, -4.0, 3.0])), -5.0, -7.0)
@example((np.array([5e-324, 1e-323, 2.0, 3.0]), 2, np.array([5e-324, 1e-323, 4.0, 3.0])), 5.0, 7.0)
@example((np.array([1.0, 2.0, 2.0 + 2**-51]), 0, np.array([0.5, 2.0, 2.0 + 2**-51])), 1.0, 3.0)
def test_what_is_said_of_scaled_values_is_the_same_as_anew(
    edit: tuple[Vector, int, Vector], one: float, other: float
) -> None:
    before, index, after = edit
    with np.errstate(all="ignore"):
        old, values = before / one, after / other
    if np.isnan(old).any() or np.isnan(values).any():
        return
    ranking, move = Ranking.of(before).with_logit(after, index)
    known = following(old, Ranking.of(before), measured=True)
    found = following_scaled(known, index, move, old, values, ranking)
    if found is not None:
        assert found._replace(margin=0.0) == directly(values, after)
        measured = following(values, ranking, measured=True).margin
        # It is not known where a difference overflows.
        assert 0 < found.margin <= (measured or INF)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_scaled_values_that_are_well_apart_need_no_second_look(sign: float) -> None:
    before, after = np.arange(1.0, 9.0), np.arange(1.0, 9.0)
    after[3] = 6.5
    old, values = sign * before / 36.0, sign * after / 38.5
    ranking, move = Ranking.of(before).with_logit(after, 3)
    known = following(old, Ranking.of(before), measured=True)
    found = following_scaled(known, 3, move, old, values, ranking)
    assert found is not None
    assert found.reverses == (sign < 0)
    values[6] *= 1.05
    assert following_scaled(known, 3, move, old, values, ranking) is None


def test_beside_an_infinite_value_there_is_no_margin() -> None:
    z = np.array([1.0, 2.0, 3.0])
    assert following(z, Ranking.of(z), measured=True).margin > 0
    assert following(np.array([1.0, 2.0, math.inf]), Ranking.of(z), measured=True).margin == 0
