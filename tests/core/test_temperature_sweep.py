"""Softmax against the temperature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import softmax as reference

from softmax_viz.core import functions
from softmax_viz.core.temperature_sweep import MOST_FOR_PEAKS, find_peaks, sweep_temperature

INF = math.inf
RISES = np.array([2.0, 1.9, -3.0])


def test_the_middle_class_rises_and_falls() -> None:
    (peak,) = sweep_temperature(RISES).peaks
    assert peak.index == 1
    assert peak.probability == pytest.approx(0.4755, abs=5e-5)
    assert peak.temperature == pytest.approx(1.28, abs=0.01)


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=6))
def test_peaks_are_where_a_search_finds_them(values: list[float]) -> None:
    z = np.array(values)
    for peak in find_peaks(z, tuple(range(z.size))):
        assume(0.02 < peak.temperature < 50)

        def fall(log_t: float, i: int = peak.index) -> float:
            return -float(reference(z / math.exp(log_t))[i])

        log_t = math.log(peak.temperature)
        best = minimize_scalar(fall, bounds=(log_t - 1, log_t + 1), method="bounded")
        assert peak.probability >= -best.fun - 1e-12


@pytest.mark.parametrize(
    "values", [[4.0], [1.0, 2.0], [1.0, 1.0, 1.0], [3.0, -INF], [2.0, 0.0, 0.0]]
)
def test_where_no_class_peaks(values: list[float]) -> None:
    assert find_peaks(np.array(values), tuple(range(len(values)))) == ()


def test_peaks_are_ordered_and_not_sought_in_very_many_classes() -> None:
    peaks = find_peaks(np.array([3.0, 2.9, 2.0, -5.0, -5.0]), (0, 1, 2, 3, 4))
    assert [peak.index for peak in peaks] == [1, 2]
    many = np.zeros(MOST_FOR_PEAKS + 1)
    many[:2] = 3.0, 2.9
    assert find_peaks(many, (0, 1)) == ()


@pytest.mark.parametrize(
    "values", [[0.25, 1.23, -0.8], [2.0, 2.0, -INF], [1e308, -1e308, 0.0], [5.0]]
)
def test_the_curves_are_softmax_and_exact_at_both_ends(values: list[float]) -> None:
    z = np.array(values)
    sweep = sweep_temperature(z)
    assert (sweep.at_zero == functions.softmax(z, 0.0)).all()
    assert (sweep.at_infinity == functions.softmax(z, INF)).all()
    assert sweep.entropy_at_zero == functions.entropy(z, 0.0)
    assert sweep.entropy_at_infinity == functions.entropy(z, INF)
    for row in (0, 40, 80, 160):
        t = float(sweep.temperatures[row])
        np.testing.assert_allclose(
            sweep.probabilities[row], functions.softmax(z, t), rtol=1e-11, atol=1e-300
        )
        assert sweep.entropies[row] == pytest.approx(float(functions.entropy(z, t)), abs=1e-11)
    assert sweep.temperatures[80] == pytest.approx(1.0)
    assert sweep.largest_entropy == math.log(z.size)


@pytest.mark.parametrize("count", [50, 3000, 20_000])
def test_of_many_classes_the_twelve_largest_are_drawn(count: int) -> None:
    z = np.random.default_rng(1).normal(size=count)
    sweep = sweep_temperature(z)
    assert list(sweep.classes) == np.argsort(-z)[:12].tolist()
    row = sweep.temperatures.size // 2
    t = float(sweep.temperatures[row])
    expected = functions.softmax(z, t)[list(sweep.classes)]
    np.testing.assert_allclose(sweep.probabilities[row], expected, rtol=1e-10)
    assert sweep.entropies[row] == pytest.approx(float(functions.entropy(z, t)))


@pytest.mark.parametrize("peak", [0.0, 25.0])
def test_of_very_many_classes_some_temperatures_are_computed_and_all_are_drawn(peak: float) -> None:
    z = np.random.default_rng(2).normal(size=300_000) * 3
    z[5] += peak
    sweep = sweep_temperature(z)
    chosen = list(sweep.classes)
    assert sweep.every > 1
    assert sweep.temperatures.size == sweep.entropies.size == sweep.probabilities.shape[0] == 161
    for row in range(0, 161, 20):
        t = float(sweep.temperatures[row])
        assert row % sweep.every == 0
        np.testing.assert_allclose(
            sweep.probabilities[row], functions.softmax(z, t)[chosen], rtol=1e-12, atol=1e-300
        )
        assert sweep.entropies[row] == pytest.approx(float(functions.entropy(z, t)), abs=1e-12)
    for row in range(3, 161, 20):
        t = float(sweep.temperatures[row])
        np.testing.assert_allclose(
            sweep.probabilities[row], functions.softmax(z, t)[chosen], atol=0.01
        )
        drawn, entropy = sweep.entropies[row], float(functions.entropy(z, t))
        assert drawn == pytest.approx(entropy, abs=0.02 * sweep.largest_entropy)


def test_infinities_and_equal_logits_in_very_many_classes() -> None:
    z = np.full(200_000, -INF)
    z[:100_000] = 1.0
    sweep = sweep_temperature(z)
    assert sweep.entropies == pytest.approx(np.full(161, math.log(100_000)), abs=1e-12)
    assert sweep.probabilities == pytest.approx(np.full((161, 12), 1e-5), rel=1e-12)
    assert sweep.entropy_at_zero == sweep.entropy_at_infinity == pytest.approx(math.log(100_000))
