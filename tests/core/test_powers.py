"""e^((z - shift)/T) of many rows at once, in either base."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.data import powers
from softmax_viz.core.data.powers import exponents, fill, is_exp2_quick, shift_of

LOGITS = np.random.default_rng(3).normal(0, 3, (40, 30)).astype(np.float32)


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("temperature", [0.05, 0.7, 1.0, 40.0])
def test_what_is_written_is_e_to_the_exponents_told(
    monkeypatch: pytest.MonkeyPatch, quick: bool, masked: bool, temperature: float
) -> None:
    monkeypatch.setattr(powers, "QUICK_EXP2", quick)
    logits = LOGITS.copy()
    if masked:
        logits[:, 4] = -math.inf
    found, shift = np.empty_like(logits), shift_of(logits.max(axis=1), temperature)
    applied = fill(found, logits, shift, temperature)
    assert applied == pytest.approx(temperature, rel=1e-7)
    column = shift[:, None] if isinstance(shift, np.ndarray) else shift
    # An exponent keeps seven digits; below 1e-37 float32 loses them.
    expected = np.exp(exponents(logits, column, applied))
    assert found == pytest.approx(expected, rel=2e-5, abs=1e-37)


@given(st.floats(-1e4, 1e4), st.floats(0, 300), st.floats(1e-3, 1e3))
def test_the_largest_of_each_row_neither_overflows_nor_loses_its_digits(
    middle: float, spread: float, temperature: float
) -> None:
    largest = np.array([middle - spread / 2, middle, middle + spread / 2], np.float32)
    left = np.abs(largest - shift_of(largest, temperature)) / temperature
    assert (left <= powers.SAFE_EXPONENT * (1 + 1e-6) + 2e-3 / temperature).all()


def test_one_number_is_taken_off_where_it_suffices() -> None:
    assert shift_of(np.array([-3.0, 20.0]), 1.0) == 0
    assert shift_of(np.array([90.0, 110.0]), 1.0) == 100
    assert np.array_equal(shift_of(np.array([0.0, 110.0]), 1.0), [0, 110])
    assert np.array_equal(shift_of(np.array([0.0, math.nan]), 1.0), [0, math.nan], equal_nan=True)


def test_without_word_from_numpy_the_usual_base_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy.lib.introspect", None)
    assert not is_exp2_quick()
