"""The gradient of cross-entropy, and gradient descent on the logits."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from softmax_viz.core.state import State
from softmax_viz.core.training import second_class, training, training_step

Z = (0.25, 1.23, -0.8)


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=6), st.floats(0.1, 10))
def test_loss_and_gradient_are_those_of_scipy(z: list[float], t: float) -> None:
    taught = training(State.of(z, temperature=t), 0)
    y = np.eye(len(z))[0]
    scaled = np.array(z) / t
    np.testing.assert_allclose(taught.loss, -log_softmax(scaled)[0], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(taught.gradient, (softmax(scaled) - y) / t, atol=1e-14)
    assert taught.target.tolist() == y.tolist()
    assert taught.total == 0


def test_a_step_makes_the_true_class_likelier() -> None:
    state = State.of(Z)
    moved = training_step(state, 2, 0.5)
    np.testing.assert_allclose(
        moved.logits, np.array(Z) - 0.5 * (softmax(Z) - [0, 0, 1]), rtol=1e-14
    )
    assert training(moved, 2).loss < training(state, 2).loss


def test_through_argmax_nothing_moves_and_the_reason_is_said() -> None:
    state = State.of(Z)
    assert training_step(state, 0, 0.5, "argmax") == state
    taught = training(state, 0, "argmax")
    assert taught.loss == math.inf
    assert "flat" in taught.reason
    assert training(state, 1, "argmax").loss == 0
    assert taught.share(0) == 0


@pytest.mark.parametrize(("t", "words"), [(0.0, "T = 0"), (math.inf, "T = ∞")])
def test_at_the_ends_of_t_nothing_moves(t: float, words: str) -> None:
    state = State.of(Z, temperature=t)
    assert words in training(state, 0).reason
    assert training_step(state, 0, 0.5) == state


@pytest.mark.parametrize("z", [(math.nan, 1.0), (math.inf, 1.0), (-math.inf, -math.inf)])
def test_undefined_logits_teach_nothing(z: tuple[float, ...]) -> None:
    state = State.of(z)
    taught = training(state, 0)
    assert math.isnan(taught.loss)
    assert math.isnan(taught.total)
    assert taught.reason
    assert training_step(state, 0, 0.5) == state


def test_a_mask_stays_a_mask() -> None:
    moved = training_step(State.of((-math.inf, 1.0, 2.0)), 1, 0.5)
    assert moved.logits[0] == -math.inf
    assert np.isfinite(moved.logits[1:]).all()


def test_a_step_that_would_overflow_is_not_taken() -> None:
    state = State.of((1.0, 1.0), temperature=1e-300)
    assert training_step(state, 0, 1e10) == state


def test_a_loss_of_0_leaves_nothing_to_do() -> None:
    assert training(State.of((2.0,)), 0).reason
    assert training(State.of((2000.0, 0.0)), 0).reason


def test_the_gradient_sums_to_what_it_is_and_its_shares_are_of_the_largest() -> None:
    taught = training(State.of(Z), 0)
    assert taught.share(0) == -1
    assert 0 < taught.share(2) < taught.share(1) < 1


def test_the_second_class_is_to_be_learnt() -> None:
    assert second_class(np.array(Z)) == 0
    assert second_class(np.array([2.0])) == 0
    assert second_class(np.array([1.0, math.nan, 3.0])) == 0
    assert second_class(np.array([1.0, math.nan])) == 1


@pytest.mark.slow
def test_a_million_steps_stay_finite_and_memory_flat() -> None:
    state = State.of(Z)
    for _ in range(950_000):
        state = training_step(state, 2, 0.5)
    # What leaks does so at every step, and tracing all of them takes minutes.
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(50_000):
        state = training_step(state, 2, 0.5)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 100_000
    assert np.isfinite(state.logits).all()
    assert training(state, 2).loss < 1e-5
