"""Calibration figures against plain NumPy and SciPy, block by block and at the ends of T."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from softmax_viz.core.calibration import sums
from softmax_viz.core.calibration.sums import (
    BINS,
    Slopes,
    Tally,
    best_temperature,
    slopes,
    tally,
)
from softmax_viz.core.data import powers

RNG = np.random.default_rng(1)
LOGITS = RNG.normal(0, 3, (400, 7))
# The true class is drawn at T = 2: the logits are over-confident by a factor of two.
TARGETS = np.array([RNG.choice(7, p=p) for p in softmax(LOGITS / 2, axis=1)])


def plain(logits: np.ndarray, targets: np.ndarray, t: float) -> tuple[float, float, float, float]:
    p = softmax(logits.astype(np.float64) / t, axis=1)
    sure, right = p.max(axis=1), p.argmax(axis=1) == targets
    edges = np.linspace(0, 1, BINS + 1)
    places = np.searchsorted(edges[1:-1], sure)
    ece = sum(
        abs(right[places == b].mean() - sure[places == b].mean()) * np.mean(places == b)
        for b in range(BINS) if (places == b).any()
    )  # fmt: skip
    nll = -log_softmax(logits / t, axis=1)[np.arange(targets.size), targets].mean()
    return right.mean(), sure.mean(), nll, ece


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, ">f8", np.int32])
@pytest.mark.parametrize("temperature", [1.0, 0.5, 2.0, 7.3])
def test_the_figures_are_those_of_the_definition(temperature: float, dtype: str) -> None:
    logits = LOGITS.astype(dtype)
    found = tally(logits, TARGETS, temperature)
    expected = plain(logits, TARGETS, temperature)
    close = pytest.approx(expected, rel=1e-5, abs=1e-7)
    assert (found.accuracy, found.confidence, found.nll, found.ece) == close
    assert found.rows == 400


def test_large_logits_take_the_stable_way() -> None:
    found = tally(LOGITS + 1e4, TARGETS)
    assert found.nll == pytest.approx(tally(LOGITS, TARGETS).nll, rel=1e-9)


@given(st.lists(st.integers(1, 120), min_size=1, max_size=6))
def test_blocks_add_up(sizes: list[int]) -> None:
    total, start = Tally.empty(), 0
    for size in sizes:
        total += tally(LOGITS[start : start + size], TARGETS[start : start + size], 1.5)
        start += size
    whole = tally(LOGITS[:start], TARGETS[:start], 1.5)
    assert total.counts.tolist() == whole.counts.tolist()
    assert total.nll == pytest.approx(whole.nll)
    assert total.ece == pytest.approx(whole.ece)


def test_many_classes_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tally(LOGITS, TARGETS)
    monkeypatch.setattr(powers, "PART", 20)
    assert tally(LOGITS, TARGETS).nll == pytest.approx(whole.nll)


def test_bins_hold_what_the_reliability_diagram_draws() -> None:
    found = tally(LOGITS, TARGETS)
    assert [b.low for b in found.bins][1:] == [b.high for b in found.bins][:-1]
    assert sum(b.count for b in found.bins) == 400
    for bin_ in found.bins:
        if bin_.count:
            assert bin_.low < bin_.confidence <= bin_.high
        else:
            assert math.isnan(bin_.accuracy)


def test_at_zero_and_infinity_the_softmax_is_its_limit() -> None:
    logits = np.array([[1.0, 1.0, 0.0], [2.0, 0.0, 1.0], [0.0, 3.0, 1.0]])
    cold = tally(logits, np.array([1, 0, 1]), 0.0)
    assert cold.nll == pytest.approx(math.log(2) / 3)
    assert cold.confidence == pytest.approx(2.5 / 3)
    assert tally(logits, np.array([2, 0, 1]), 0.0).nll == math.inf
    hot = tally(logits, np.array([1, 0, 1]), math.inf)
    assert (hot.nll, hot.confidence) == pytest.approx((math.log(3), 1 / 3))


def test_masked_and_undefined_rows() -> None:
    inf, nan = math.inf, math.nan
    logits = np.array([[1.0, -inf, 0.0], [nan, 0.0, 1.0], [inf, 0.0, 1.0], [0.0, 0.0, 0.0]])
    for temperature in (0.0, 0.7, 1.0, inf):
        found = tally(logits, np.array([0, 1, 0, 2]), temperature)
        assert (found.rows, found.undefined) == (2, 2)
        assert math.isfinite(found.nll)
    for temperature in (0.0, 0.7, 1.0, inf):
        assert tally(logits[:1], np.array([1]), temperature).nll == inf


def test_rows_of_an_unknown_class_are_left_out() -> None:
    found = tally(LOGITS[:3], np.array([-1, int(TARGETS[1]), -1]))
    assert found.rows == 1
    nothing = tally(LOGITS[:2], np.array([-1, -1]))
    assert nothing.rows == 0
    assert math.isnan(nothing.accuracy)
    assert math.isnan(nothing.ece)


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_slopes_are_the_derivatives_of_the_loss(temperature: float) -> None:
    step = 1e-5

    def at(b: float) -> Slopes:
        return slopes(LOGITS, TARGETS, 1 / b)

    b = 1 / temperature
    low, here, high = at(b - step), at(b), at(b + step)
    assert here.loss / 400 == pytest.approx(tally(LOGITS, TARGETS, temperature).nll)
    assert here.first == pytest.approx((high.loss - low.loss) / (2 * step), rel=1e-5)
    assert here.second == pytest.approx((high.first - low.first) / (2 * step), rel=1e-5)


def test_the_best_temperature_has_the_least_loss() -> None:
    best = best_temperature(lambda t: slopes(LOGITS, TARGETS, t))
    assert 1.6 < best < 2.5
    here = tally(LOGITS, TARGETS, best).nll
    assert all(tally(LOGITS, TARGETS, best * factor).nll > here for factor in (0.9, 1.1))
    assert slopes(LOGITS, TARGETS, best).first == pytest.approx(0, abs=1e-6)


def test_the_best_temperature_of_what_is_always_right_is_zero_and_of_noise_infinite() -> None:
    right = LOGITS.argmax(axis=1)
    assert best_temperature(lambda t: slopes(LOGITS, right, t)) == 0
    sure, at_once = np.array([[9.0, 0.0], [0.0, 40.0]]), np.array([0, 1])
    assert best_temperature(lambda t: slopes(sure, at_once, t)) == 0
    wrong = LOGITS.argmin(axis=1)
    assert best_temperature(lambda t: slopes(LOGITS, wrong, t)) == math.inf


def test_the_bracket_holds_where_newton_would_leave_it() -> None:
    logits, targets = np.array([[30.0, 0.0], [0.0, 30.0], [9.0, 0.0]]), np.array([0, 0, 0])
    best = best_temperature(lambda t: slopes(logits, targets, t))
    assert slopes(logits, targets, best).first == pytest.approx(0, abs=1e-6)


def test_flat_slopes_end_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "NEWTON_STEPS", 3)
    assert best_temperature(lambda t: Slopes(1, 0, 1.0 if t < 2 else -1.0, 0.0)) > 0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_masked_classes_have_no_part_in_the_slopes(dtype: type) -> None:
    masked: np.ndarray = np.array([[1.0, 2.0, -math.inf]], dtype)
    bare: np.ndarray = np.array([[1.0, 2.0]], dtype)
    found, expected = (slopes(logits, np.array([0]), 1.3) for logits in (masked, bare))
    assert astuple(found) == pytest.approx(astuple(expected), rel=1e-7)
    assert slopes(masked, np.array([2]), 1.3).rows == 0


def test_the_best_temperature_of_float32_is_that_of_float64() -> None:
    narrow = LOGITS.astype(np.float32)
    wide = best_temperature(lambda t: slopes(narrow.astype(np.float64), TARGETS, t))
    found = best_temperature(lambda t: slopes(narrow, TARGETS, t))
    assert found == pytest.approx(wide, rel=1e-6)
