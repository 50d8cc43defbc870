"""The examples show what they say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from softmax_viz.core import edits
from softmax_viz.core.examples import BY_KEY, EXAMPLES, Example, initial_state, is_pristine
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import Vector


def shown(key: str, temperature: float = 1.0) -> Snapshot:
    return evaluate(edits.set_temperature(BY_KEY[key].state(), temperature))


def softmax_of(key: str, temperature: float = 1.0) -> Vector:
    return shown(key, temperature).output("softmax").values


def sum_normalized_of(key: str) -> Vector:
    return shown(key).output("sum_normalized").values


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_every_example_is_whole(example: Example) -> None:
    state = example.state()
    assert state.logits.tolist() == list(example.logits)
    assert (state.temperature, state.example) == (1.0, example.key)
    assert BY_KEY[example.key] is example
    assert example.title
    assert example.lesson.endswith(".")
    assert is_pristine(state)


def test_keys_and_titles_differ() -> None:
    assert len(BY_KEY) == len(EXAMPLES)
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)


def test_the_story_begins_with_the_animals() -> None:
    state = initial_state()
    assert state.labels == ("seal", "panda", "duck")
    assert state.logits.tolist() == [0.25, 1.23, -0.8]


def test_animals() -> None:
    divided = sum_normalized_of("animals")
    assert divided.min() < 0
    assert divided.max() > 1


def test_zero_sum() -> None:
    assert sum_normalized_of("zero_sum").tolist() == [-math.inf, math.inf, -math.inf]


def test_ratio() -> None:
    divided = sum_normalized_of("ratio")
    np.testing.assert_allclose(divided / divided[0], [1, 9, 2], rtol=1e-15)


def test_zero_entry() -> None:
    assert sum_normalized_of("zero_entry")[0] == 0
    assert (softmax_of("zero_entry") > 0).all()


def test_almost_zero_sum() -> None:
    divided = sum_normalized_of("almost_zero_sum")
    assert np.isfinite(divided).all()
    assert np.abs(divided).min() > 1e15


def test_two_classes() -> None:
    snapshot = shown("two_classes")
    p, sigmoid = snapshot.output("softmax").values, snapshot.output("sigmoid").values
    np.testing.assert_allclose(p, [sigmoid[0], 1 - sigmoid[0]], rtol=1e-15)


def test_ties() -> None:
    assert shown("ties").prediction.ties == 2
    assert shown("ties").output("argmax").values.tolist() == [1, 0, 0]
    p = softmax_of("ties")
    assert p[0] == p[1]


@pytest.mark.parametrize("temperature", [0.0, 0.1, 1.0, 10.0, math.inf])
def test_all_equal(temperature: float) -> None:
    np.testing.assert_allclose(softmax_of("all_equal", temperature), 1 / 3, rtol=1e-15)


def test_overflow() -> None:
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(BY_KEY["overflow"].logits)).all()
    np.testing.assert_allclose(softmax_of("overflow"), [0.0900, 0.2447, 0.6652], atol=5e-5)


def test_masked() -> None:
    assert softmax_of("masked")[2] == 0
    assert not shown("masked").prediction.reason


def test_rise_and_fall() -> None:
    shares = [softmax_of("rise_and_fall", t)[1] for t in (0.1, 0.5, 1.28, 4.0, 20.0)]
    assert np.argmax(shares) == 2
    assert shares == [*sorted(shares[:3]), *sorted(shares[3:], reverse=True)]


def test_ten() -> None:
    snapshot = shown("ten")
    assert snapshot.state.count == 10
    assert snapshot.state.labels[snapshot.prediction.index] == "golden retriever"
    assert np.sort(softmax_of("ten"))[-2:].sum() > 0.99


def test_fifty() -> None:
    cold, warm = softmax_of("fifty"), softmax_of("fifty", 10.0)
    assert cold.size == 50
    assert np.count_nonzero(cold < 0.005) > 40
    assert np.count_nonzero(warm < 0.005) == 0


def test_an_edited_example_is_pristine_no_more() -> None:
    state = initial_state()
    assert not is_pristine(edits.set_logit(state, 0, 0.26))
    assert not is_pristine(edits.rename(state, 0, "walrus"))
    assert not is_pristine(edits.add_class(state))
    assert not is_pristine(replace(state, colors=(0, 2, 1)))


def test_settings_leave_an_example_pristine() -> None:
    state = edits.set_decimals(edits.set_temperature(initial_state(), 2.0), 5)
    assert is_pristine(state)


@pytest.mark.parametrize("key", ["", "of another version"])
def test_no_known_example_is_not_pristine(key: str) -> None:
    assert not is_pristine(replace(initial_state(), example=key))
