from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core import min_p, softmax, top_k, top_p
from softmax_viz.core.numbers import NumberError
from softmax_viz.core.state import Vector
from softmax_viz.core.truncation import Truncation, cut_classes, parse_share, share_text

LOGITS = st.lists(st.floats(-30, 30) | st.integers(-3, 3).map(float), min_size=1, max_size=12)
SHARES = st.floats(1e-6, 1.0)
INF, NAN = np.inf, np.nan


def kept(logits: Vector) -> list[int]:
    return np.flatnonzero(logits > -INF).tolist()


@given(LOGITS, st.integers(1, 14))
def test_top_k_keeps_the_k_largest(z: list[float], k: int) -> None:
    left = top_k(z, k)
    stay = kept(left)
    assert len(stay) == min(k, len(z))
    assert all(left[i] == z[i] for i in stay)
    order = sorted(range(len(z)), key=lambda i: (-z[i], i))
    assert sorted(order[:k]) == stay


@given(LOGITS, st.integers(1, 14))
def test_top_k_twice_is_top_k(z: list[float], k: int) -> None:
    assert np.array_equal(top_k(top_k(z, k), k), top_k(z, k))


@given(LOGITS, SHARES, st.sampled_from([0.0, 0.3, 1.0, 4.0, INF]))
def test_top_p_keeps_the_fewest_classes_that_reach_p(
    z: list[float], p: float, temperature: float
) -> None:
    stay = kept(top_p(z, p, temperature))
    order = sorted(range(len(z)), key=lambda i: (-z[i], i))
    assert stay == sorted(order[: len(stay)])
    assert stay
    shares = softmax(z, temperature)[order]
    if p < 1:
        assert shares[: len(stay)].sum() >= p - 1e-12 or len(stay) == len(z)
        assert shares[: len(stay) - 1].sum() < p + 1e-12


@given(LOGITS, SHARES)
def test_min_p_keeps_what_reaches_its_part_of_the_top(z: list[float], p: float) -> None:
    shares = softmax(z)
    stay = kept(min_p(z, p))
    assert stay == np.flatnonzero(shares >= p * shares.max()).tolist()
    assert int(np.argmax(z)) in stay


@given(st.permutations(range(6)), st.integers(1, 6), SHARES)
def test_the_order_of_the_classes_does_not_matter(order: list[int], k: int, p: float) -> None:
    z = np.array([2.0, -1.0, 0.3, 1.1, -4.0, 0.9])
    for cut in (Truncation(k=k), Truncation(p=p), Truncation(min_p=p)):
        assert np.array_equal(cut.apply(z, 1.0)[order], cut.apply(z[order], 1.0))


def test_a_tie_goes_to_the_lower_index() -> None:
    assert kept(top_k([1.0, 2.0, 2.0, 2.0], 2)) == [1, 2]
    assert kept(top_p([0.0, 0.0, 0.0, 0.0], 0.5)) == [0, 1]


def test_the_class_that_crosses_p_stays() -> None:
    z = np.log([0.5, 0.3, 0.2])
    assert kept(top_p(z, 0.6)) == [0, 1]
    assert kept(top_p(z, 0.3)) == [0]
    assert kept(top_p(z, 1.0)) == [0, 1, 2]


def test_rows_are_cut_apart() -> None:
    z = np.array([[1.0, 2.0, 3.0], [3.0, 0.0, 1.0]])
    for cut in (Truncation(k=2), Truncation(p=0.8), Truncation(min_p=0.2)):
        assert np.array_equal(cut.apply(z, 1.0), [cut.apply(row, 1.0) for row in z])


def test_what_is_undefined_is_not_hidden() -> None:
    z = np.array([1.0, NAN, 0.0])
    assert np.isnan(top_k(z, 1)[1])
    assert np.array_equal(top_p(z, 0.1), z, equal_nan=True)
    assert np.array_equal(min_p(z, 0.9), z, equal_nan=True)
    assert np.array_equal(top_p([INF, 0.0], 0.1), [INF, 0.0])


@pytest.mark.parametrize("k", [0, -3])
def test_top_k_refuses_to_keep_nothing(k: int) -> None:
    with pytest.raises(ValueError, match=rf"k must be 1 or more; {k} is not\."):
        top_k([1.0, 2.0], k)


@pytest.mark.parametrize("p", [0.0, -0.1, 1.5, NAN])
def test_shares_outside_0_to_1_are_refused(p: float) -> None:
    with pytest.raises(ValueError, match="top-p must be above 0 and at most 1"):
        top_p([1.0, 2.0], p)
    with pytest.raises(ValueError, match="min-p must be above 0 and at most 1"):
        min_p([1.0, 2.0], p)


def test_cuts_follow_each_other_and_each_looks_at_what_is_left() -> None:
    z = np.log([0.4, 0.3, 0.2, 0.1])
    assert kept(Truncation(k=2, p=0.5).apply(z, 1.0)) == [0]
    assert kept(Truncation(p=0.65, min_p=0.8).apply(z, 1.0)) == [0]
    assert np.array_equal(Truncation().apply(z, 1.0), z)


def test_it_matters_whether_t_comes_first() -> None:
    z = np.log([0.5, 0.3, 0.2])
    hot = Truncation(p=0.75)
    assert kept(hot.apply(z, 100.0)) == [0, 1, 2]
    assert kept(Truncation(p=0.75, cut_first=True).apply(z, 100.0)) == [0, 1]
    assert hot.order_matters
    assert Truncation(min_p=0.1).order_matters
    assert not Truncation(k=2).order_matters


def test_the_pipeline_is_written_in_its_order() -> None:
    assert Truncation().pipeline() == "z → ÷ T → softmax"
    assert Truncation(k=2, p=0.9).pipeline() == "z → ÷ T → top-k 2 → top-p 0.9 → softmax"
    assert Truncation(min_p=0.1, cut_first=True).pipeline() == "z → min-p 0.1 → ÷ T → softmax"


def test_a_class_that_was_masked_before_is_not_called_cut() -> None:
    z = np.array([1.0, -INF, 0.0])
    assert cut_classes(z, top_k(z, 1)).tolist() == [False, False, True]


def test_a_share_is_written_and_read() -> None:
    assert [parse_share(text) for text in ("0.9", "off", "", "0", "1")] == [0.9, 0, 0, 0, 1]
    assert share_text(None) == "off"
    assert share_text(0.95) == "0.95"
    for wrong in ("1.5", "-0.1"):
        with pytest.raises(NumberError, match="above 0 and at most 1"):
            parse_share(wrong)
