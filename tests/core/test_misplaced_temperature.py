from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax as reference

from softmax_viz.core.misplaced_temperature import PLACEMENTS, Comparison, compare, least_loss
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State

INF, NAN = math.inf, math.nan
Z = [0.25, 1.23, -0.8]
BY_KEY = {placement.key: placement for placement in PLACEMENTS}
LOGITS = st.lists(st.floats(-30, 30), min_size=1, max_size=8)


def comparison(key: str, z: list[float], temperature: float) -> Comparison:
    return compare(evaluate(State.of(z, temperature=temperature)), BY_KEY[key])


@pytest.mark.parametrize("t", [0.3, 1.0, 2.5])
def test_each_is_what_its_formula_says(t: float) -> None:
    z = np.array(Z)
    p = reference(z)
    for key, expected in {
        "right": reference(z / t),
        "probabilities": (p / t) / (p / t).sum(),
        "logarithms": reference(np.log(p) / t),
        "twice": reference(z / t**2),
        "negative": reference(-z / t),
        "softmax_of_softmax": reference(reference(z / t)),
    }.items():
        found = comparison(key, Z, t)
        assert found.values == pytest.approx(expected, rel=1e-12)
        assert found.difference == pytest.approx(expected - reference(z / t), abs=1e-12)


@given(LOGITS, st.floats(0.01, 50))
def test_two_of_them_leave_what_they_should(z: list[float], t: float) -> None:
    assert comparison("probabilities", z, t).values == pytest.approx(
        evaluate(State.of(z)).output("softmax").values, rel=1e-12
    )
    assert np.abs(comparison("logarithms", z, t).difference).max() < 1e-9


@given(LOGITS, st.floats(0.01, 50))
def test_softmax_of_softmax_never_reaches_its_bound(z: list[float], t: float) -> None:
    assert (
        -np.log(comparison("softmax_of_softmax", z, t).values).min() >= least_loss(len(z)) - 1e-12
    )


def test_the_bound_for_three_classes() -> None:
    assert round(least_loss(3), 3) == 0.551
    assert least_loss(1) == 0


@pytest.mark.parametrize(
    ("key", "t", "said"),
    [
        ("right", 1.0, "class 1 gets 0.664"),
        ("probabilities", 0.5, "class 1 keeps 0.664, where z/T gives 0.863"),
        ("probabilities", 0.0, "0/0 or ∞/∞"),
        ("probabilities", INF, "0/0 or ∞/∞"),
        ("logarithms", 2.0, "The same as z/T"),
        ("twice", 2.0, "T = 2 acts as T² = 4: class 1 gets"),
        ("negative", 1.0, "class 2 comes first with 0.675, and class 1 falls from 0.664"),
        ("negative", INF, "Nothing to flip"),
        (
            "softmax_of_softmax",
            1.0,
            "with N = 3 the loss is never under log(1 + (N − 1)/e) = 0.551",
        ),
    ],
)
def test_each_says_what_it_does_in_numbers(key: str, t: float, said: str) -> None:
    assert said in comparison(key, Z, t).sentence()


@pytest.mark.parametrize("placement", PLACEMENTS)
@pytest.mark.parametrize("t", [0.0, 1e-300, 1.0, 1e300, INF])
@pytest.mark.parametrize("z", [[3.0], [1.0, 1.0], [NAN, 1.0], [INF, 0.0], [-INF, 0.0], [-INF]])
def test_each_says_something_true_everywhere(placement: object, t: float, z: list[float]) -> None:
    found = comparison(getattr(placement, "key"), z, t)  # noqa: B009
    text = found.sentence()
    assert text.endswith(".")
    assert "NaN" not in text or np.isnan(z).any()
    if np.isnan(found.values).any():
        assert "ndefined" in text or "cannot be renormalised" in text
