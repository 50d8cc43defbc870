"""What a softmax makes of many rows, at every T, against plain SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from softmax_viz.core.data.predictions import predict

RNG = np.random.default_rng(5)
LOGITS = RNG.normal(0, 3, (60, 9))
TARGETS = RNG.integers(0, 9, 60)
TEMPERATURES = st.one_of(
    st.floats(1e-3, 1e3), st.sampled_from([1e-310, 1e-35, 1e-10, 1.0, 1e10, 1e35, 1e308])
)


@given(TEMPERATURES, st.sampled_from([0.0, 40.0, -1e4]), st.sampled_from([np.float64, np.float32]))
def test_any_temperature_and_any_shift(temperature: float, shift: float, dtype: type) -> None:
    logits: np.ndarray = (LOGITS + shift).astype(dtype)
    found = predict(logits, temperature, TARGETS)
    with np.errstate(over="ignore"):
        exponents = logits.astype(np.float64)
        exponents = (exponents - exponents.max(axis=1, keepdims=True)) / temperature
    exact = 1e-12 if dtype is np.float64 else 1e-5
    assert found.winners.tolist() == logits.argmax(axis=1).tolist()
    assert found.confidences == pytest.approx(softmax(exponents, axis=1).max(axis=1), rel=exact)
    loss = -log_softmax(exponents, axis=1)[np.arange(60), TARGETS]
    assert found.losses == pytest.approx(loss, rel=exact, abs=exact)


def test_float32_is_as_exact_as_its_digits() -> None:
    logits = RNG.normal(0, 5, (200, 300)).astype(np.float32)
    for temperature in (0.1, 0.7, 1.0, 3.0):
        p = softmax(logits.astype(np.float64) / temperature, axis=1).max(axis=1)
        assert predict(logits, temperature).confidences == pytest.approx(p, rel=5e-6)
        assert predict(logits, temperature).confidences.mean() == pytest.approx(p.mean(), rel=1e-7)


def test_at_the_ends_of_the_scale() -> None:
    logits = np.array([[1.0, 3.0, 3.0], [2.0, -math.inf, 1.0]])
    assert predict(logits, 0.0).confidences.tolist() == [0.5, 1.0]
    assert predict(logits, math.inf).confidences.tolist() == [1 / 3, 0.5]
    cold = predict(logits, 0.0, np.array([2, 2]))
    assert cold.losses.tolist() == [math.log(2), math.inf]
    hot = predict(logits, math.inf, np.array([2, 1]))
    assert hot.losses.tolist() == [math.log(3), math.inf]


@pytest.mark.parametrize("temperature", [0.0, 1e-40, 0.5, 1.0, 1e35, math.inf])
def test_what_has_no_softmax_is_undefined(temperature: float) -> None:
    inf = math.inf
    logits = np.array([[math.nan, 1.0], [inf, 1.0], [-inf, -inf], [1.0, 2.0]], np.float32)
    assert np.isnan(predict(logits, temperature).confidences).tolist() == [True, True, True, False]


def test_columns_in_any_order_and_no_rows() -> None:
    found = predict(np.asfortranarray(LOGITS), 0.5)
    assert found.confidences.tolist() == predict(LOGITS, 0.5).confidences.tolist()
    assert predict(LOGITS[:0], 0.5).winners.size == 0


def test_without_true_classes_the_loss_is_that_of_the_winner() -> None:
    found = predict(LOGITS, 0.5)
    assert found.losses == pytest.approx(-np.log(found.confidences), abs=1e-15)
