"""The figures of the story, output by output, with what is said of each."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from softmax_viz.core.functions import sigmoid, softmax_jacobian
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope

INF, NAN = math.inf, math.nan
NAMES = ("seal", "panda", "duck")
ANIMALS = [0.25, 1.23, -0.8]
KEYS = ("sigmoid", "argmax", "sum_normalized", "softmax")

moderate = st.lists(st.floats(-30, 30), min_size=1, max_size=6)


def shown(logits: list[float], temperature: float = 1.0) -> Snapshot:
    labels = NAMES if len(logits) == 3 else None
    return evaluate(State.of(logits, labels, temperature=temperature))


def values(key: str, logits: list[float], temperature: float = 1.0) -> Vector:
    return shown(logits, temperature).output(key).values


def words(key: str, logits: list[float], temperature: float = 1.0) -> list[str]:
    return [v.text for v in shown(logits, temperature).output(key).verdicts]


def slope(key: str, logits: list[float], temperature: float = 1.0) -> Slope:
    snapshot = shown(logits, temperature)
    output = snapshot.output(key)
    return output.kind.slope(snapshot.state, output.values, snapshot.ranking)


def test_the_order_of_the_story() -> None:
    assert tuple(kind.key for kind in OUTPUTS) == KEYS
    assert all(kind.title and kind.summary.endswith(".") for kind in OUTPUTS)


# The running example.


def test_running_example_softmax() -> None:
    p = values("softmax", ANIMALS)
    assert_allclose(p, [0.249104, 0.663726, 0.087171], atol=5e-7)
    powers = np.exp(ANIMALS)
    assert_allclose([*powers, powers.sum()], [1.284, 3.421, 0.449, 5.155], atol=5e-4)
    assert_allclose(p, powers / powers.sum(), rtol=1e-15)
    assert words("softmax", ANIMALS) == [
        "defined", "in [0, 1]", "sums to 1", "order kept", "gradient flows", "T moves it",
    ]  # fmt: skip


def test_running_example_sigmoid() -> None:
    output = shown(ANIMALS).output("sigmoid")
    assert_allclose(output.values, [0.562, 0.774, 0.310], atol=5e-4)
    assert output.total == pytest.approx(1.646, abs=5e-4)
    assert words("sigmoid", ANIMALS) == [
        "sums to 1.646", "defined", "in [0, 1]", "order kept", "gradient flows", "T moves it",
    ]  # fmt: skip


def test_running_example_argmax() -> None:
    assert values("argmax", ANIMALS).tolist() == [0, 1, 0]
    assert words("argmax", ANIMALS) == [
        "ties duck, seal", "gradient is 0",
        "defined", "in [0, 1]", "sums to 1", "T changes nothing",
    ]  # fmt: skip


def test_running_example_divided_by_the_sum() -> None:
    assert_allclose(values("sum_normalized", ANIMALS), [0.368, 1.809, -1.176], atol=5e-4)
    assert words("sum_normalized", ANIMALS) == [
        "1.809 and −1.176 are no probabilities",
        "defined", "sums to 1 (shown: 1.001)", "order kept", "gradient flows", "T changes nothing",
    ]  # fmt: skip


# Why dividing by the sum does not suffice.


def test_a_sum_of_exactly_zero() -> None:
    assert values("sum_normalized", [-0.25, 1.0, -0.75]).tolist() == [-INF, INF, -INF]
    assert words("sum_normalized", [-0.25, 1.0, -0.75]) == [
        "undefined: the logits sum to exactly 0", "−∞ and ∞ are no probabilities", "sums to NaN",
        "ties duck, seal", "gradient undefined", "T changes nothing",
    ]  # fmt: skip


def test_the_ratio_stays() -> None:
    z = [0.1, 0.9, 0.2]
    assert_allclose(values("sum_normalized", z), [0.083, 0.75, 0.167], atol=5e-4)
    assert_allclose(values("softmax", z), [0.231, 0.514, 0.255], atol=5e-4)
    assert words("sum_normalized", z)[:2] == ["defined", "in [0, 1]"]


def test_a_zero_stays_zero() -> None:
    z = [0.0, 0.9, 0.1]
    assert_allclose(values("sum_normalized", z), [0, 0.9, 0.1], atol=1e-15)
    assert_allclose(values("softmax", z), [0.219, 0.539, 0.242], atol=5e-4)


def test_a_sum_that_is_rounding_error() -> None:
    z = [0.1, 0.2, -0.3]
    assert_allclose(values("sum_normalized", z), [1.8e15, 3.6e15, -5.4e15], rtol=0.01)
    assert words("sum_normalized", z)[:3] == [
        "the sum 5.6e−17 is rounding error: condition number 2e16",
        "3 entries are no probabilities",
        "sums to 0.500",
    ]


@pytest.mark.parametrize(
    ("z", "text"),
    [
        ([0.0, 0.0], "undefined: the logits sum to exactly 0"),
        ([-0.0], "undefined: the logits sum to exactly 0"),
        ([1e16, 1.0, -1e16], "undefined: the sum 1.000 is lost in rounding, which leaves 0"),
        ([NAN, 1.0, 2.0], "undefined: seal is NaN"),
        ([1.0, INF, NAN], "undefined: duck is NaN"),
        ([1.0, INF], "undefined: the sum is ∞, and ∞ / ∞ is not a number"),
        ([1.0, -INF], "undefined: the sum is −∞, and −∞ / −∞ is not a number"),
        ([INF, -INF], "undefined: the logits hold both ∞ and −∞, whose sum is not a number"),
        ([1e308, 1e308], "the sum overflows to ∞"),
        ([-1e308, -1e308], "the sum overflows to −∞"),
        (
            [1e308, -1e308, *[0.0] * 6] * 2,
            "undefined: parts of the sum overflow to ∞ and −∞, whose sum is not a number",
        ),
        ([1.0, -1.0, 2**-51], "the sum 4.4e−16 is rounding error: condition number 5e15"),
        ([1e17, -1e17, 1.25], "the sum 1.2 is rounding error: condition number 2e17"),
        ([0.1] * 10 + [-1.0], "undefined: the sum 5.6e−17 is lost in rounding, which leaves 0"),
    ],
)
def test_other_sums_that_fail(z: list[float], text: str) -> None:
    assert words("sum_normalized", z)[0] == text


@pytest.mark.parametrize("z", [[1e308, -1e308, 1e308], [1.0, -1.0, 2**-50], [5e-324], [-3.0]])
def test_sums_that_can_be_trusted(z: list[float]) -> None:
    assert "defined" in words("sum_normalized", z)


def test_a_sum_that_is_exactly_zero_on_paper_only_is_not_trusted() -> None:
    # The exact sum of these doubles is 0; one by one, they leave 5.6e-17.
    z = [0.1, 0.2, -0.1, -0.2, 0.3, -0.3]
    assert math.fsum(z) == 0
    assert np.sum(z) != 0
    assert "is rounding error: condition number ∞" in words("sum_normalized", z)[0]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=10))
@example([1.7e308, -0.85e308, -0.85e308, 0.9])
@example([1e308, -1e308, *[0.0] * 6] * 2)
def test_division_by_the_sum_is_called_defined_where_its_entries_are_finite(
    z: list[float],
) -> None:
    finite = bool(np.isfinite(values("sum_normalized", z)).all())
    if "defined" in words("sum_normalized", z):
        assert finite
    if not finite:
        first = words("sum_normalized", z)[0]
        assert first.startswith("undefined: ") or "is rounding error" in first


# Two classes.


@given(st.floats(-700, 700), st.floats(-700, 700), st.floats(0.1, 100))
def test_two_classes_are_a_sigmoid(a: float, b: float, temperature: float) -> None:
    p = values("softmax", [a, b], temperature)
    assume(np.isfinite((a - b) / temperature))
    difference = values("sigmoid", [a - b, b - a], temperature)
    assert_allclose(p, difference, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("z", [-4.0, 0.0, 1.5])
def test_softmax_of_z_and_0(z: float) -> None:
    score = values("sigmoid", [z])[0]
    assert_allclose(values("softmax", [z, 0.0]), [score, 1 - score], rtol=1e-14)


# Temperature.


@pytest.mark.parametrize("temperature", [0.0, 1e-320, 1e-309])
def test_softmax_at_the_cold_end_is_argmax(temperature: float) -> None:
    assert values("softmax", ANIMALS, temperature).tolist() == [0, 1, 0]


@pytest.mark.parametrize("temperature", [0.0, 1e-320, 1e-309])
def test_softmax_at_the_cold_end_shares_among_a_tie(temperature: float) -> None:
    assert values("softmax", [1.0, 1.0, -0.5], temperature).tolist() == [0.5, 0.5, 0]
    assert values("argmax", [1.0, 1.0, -0.5], temperature).tolist() == [1, 0, 0]


@pytest.mark.parametrize("temperature", [1e300, INF])
def test_softmax_at_the_hot_end_is_uniform(temperature: float) -> None:
    assert_array_equal(values("softmax", ANIMALS, temperature), [1 / 3] * 3)
    assert "sums to 1 (shown: 0.999)" in words("softmax", ANIMALS, temperature)


def test_sigmoid_at_the_ends() -> None:
    assert values("sigmoid", [-0.1, 0.0, 0.1], 0.0).tolist() == [0, 0.5, 1]
    assert values("sigmoid", [-0.1, 0.0, 0.1], 1e-320).tolist() == [0, 0.5, 1]
    assert values("sigmoid", ANIMALS, 1e300).tolist() == [0.5] * 3
    assert values("sigmoid", ANIMALS, INF).tolist() == [0.5] * 3


@pytest.mark.parametrize("temperature", [0.0, 1e-320, 0.5, 2.0, 1e300, INF])
@pytest.mark.parametrize("key", ["argmax", "sum_normalized"])
def test_temperature_changes_nothing_here(key: str, temperature: float) -> None:
    assert_array_equal(values(key, ANIMALS, temperature), values(key, ANIMALS))
    assert "T changes nothing" in words(key, ANIMALS, temperature)


def test_colder_is_sharper_and_warmer_is_flatter() -> None:
    for key in ("softmax", "sigmoid"):
        spread = [np.ptp(values(key, ANIMALS, t)) for t in (0.25, 0.5, 1, 2, 4)]
        assert spread == sorted(spread, reverse=True)


def test_a_class_that_rises_and_falls() -> None:
    def share(temperature: float) -> float:
        return float(values("softmax", [2.0, 1.9, -3.0], temperature)[1])

    peak = max((float(t) for t in np.arange(0.05, 10, 0.01)), key=share)
    assert peak == pytest.approx(1.28, abs=0.011)
    assert share(peak) == pytest.approx(0.4755, abs=5e-5)
    assert share(INF) == 1 / 3


def test_temperature_after_softmax_does_nothing() -> None:
    p = values("softmax", ANIMALS)
    assert_allclose(values("sum_normalized", (p / 4).tolist()), p, rtol=1e-15)


def test_softmax_of_log_softmax_is_softmax() -> None:
    log_p = shown(ANIMALS).log_softmax.tolist()
    assert_allclose(values("softmax", log_p), values("softmax", ANIMALS), rtol=1e-15)


def test_softmax_of_softmax_is_never_sure() -> None:
    assert -shown([1.0, 0.0, 0.0]).log_softmax[0] == pytest.approx(0.551, abs=5e-4)


# What T moves.


@pytest.mark.parametrize(
    ("key", "z", "moved"),
    [
        ("sigmoid", [0.0, 1.0], True),
        ("sigmoid", [0.0, -0.0], False),
        ("sigmoid", [0.0, INF, -INF], False),
        ("sigmoid", [NAN, 1.0], True),
        ("sigmoid", [NAN, 0.0], False),
        ("softmax", [0.0, 1.0], True),
        ("softmax", [1.0, 1.0], False),
        ("softmax", [5.0], False),
        ("softmax", [5.0, -INF], False),
        ("softmax", [5.0, 4.0, -INF], True),
        ("softmax", [5.0, 4.0, INF], False),
        ("softmax", [5.0, 4.0, NAN], False),
        ("softmax", [-INF, -INF], False),
    ],
)
def test_what_temperature_moves(key: str, z: list[float], moved: bool) -> None:
    cold, warm = values(key, z, 0.5), values(key, z, 2.0)
    assert np.array_equal(cold, warm, equal_nan=True) is not moved
    verdict = shown(z).output(key).verdicts[-1]
    assert verdict.text == ("T moves it" if moved else "T changes nothing")
    assert verdict.detail.startswith("A smaller T ") is moved


# Arithmetic.


def test_large_logits_do_not_overflow() -> None:
    assert_allclose(values("softmax", [1000.0, 1001.0, 1002.0]), [0.090, 0.245, 0.665], atol=5e-4)
    assert_allclose(values("softmax", [-800.0, -801.0]), [0.731, 0.269], atol=5e-4)
    assert values("sigmoid", [709.79, -709.79, 1e300]).tolist() == [
        1,
        pytest.approx(5.4e-309, rel=0.05),
        1,
    ]


def test_a_mask_takes_a_class_out() -> None:
    assert values("softmax", [0.25, 1.23, -INF])[2] == 0
    assert "in [0, 1]" in words("softmax", [0.25, 1.23, -INF])


@pytest.mark.parametrize("temperature", [0.0, 1.0, INF])
@pytest.mark.parametrize(
    ("z", "reason"),
    [
        ([INF, 1.0, 2.0], "seal is ∞, and ∞ − ∞ is not a number"),
        ([1.0, INF, NAN], "duck is NaN"),
        ([-INF, -INF, -INF], "every logit is −∞, so the sum of exponents is 0"),
    ],
)
def test_softmax_is_undefined(z: list[float], reason: str, temperature: float) -> None:
    assert np.isnan(values("softmax", z, temperature)).all()
    assert words("softmax", z, temperature) == [
        f"undefined: {reason}", "NaN is no probability", "sums to NaN", "no order",
        "gradient undefined", "T changes nothing",
    ]  # fmt: skip
    detail = shown(z, temperature).output("softmax").verdicts[0].detail
    assert detail == f"There is no such output here: {reason}."


def test_nan_has_no_sigmoid_and_no_argmax() -> None:
    assert words("sigmoid", [1.0, NAN, 2.0])[0] == "undefined: panda is NaN"
    first = "panda is NaN, so no logit is the largest"
    assert words("argmax", [1.0, NAN, 2.0])[0] == first


# The gradient: the steepest entry of the Jacobian.


@given(moderate, st.floats(0.05, 50))
@example(ANIMALS, 1.0)
def test_slope_of_softmax(z: list[float], temperature: float) -> None:
    steepest = np.abs(softmax_jacobian(z, temperature)).max()
    assert slope("softmax", z, temperature).size == pytest.approx(steepest, rel=1e-12, abs=1e-300)


@given(moderate, st.floats(0.05, 50))
def test_slope_of_sigmoid(z: list[float], temperature: float) -> None:
    both = [sigmoid(sign * np.array(z), temperature) for sign in (1, -1)]
    steepest = float((both[0] * both[1] / temperature).max())
    assert slope("sigmoid", z, temperature).size == pytest.approx(steepest, rel=1e-12)


@given(moderate)
@example(ANIMALS)
def test_slope_of_division_by_the_sum(z: list[float]) -> None:
    total = float(np.sum(z))
    assume(abs(total) > 1e-6)
    jacobian = (np.eye(len(z)) * total - np.array(z)[:, np.newaxis]) / total**2
    steepest = np.abs(jacobian).max()
    expected = pytest.approx(steepest, rel=1e-6, abs=1e-6)
    assert slope("sum_normalized", z).size == expected


def test_slopes_that_can_be_worked_out() -> None:
    assert slope("sigmoid", [0.0, 9.0]).size == 0.25
    assert slope("sigmoid", [0.0, 9.0], 0.5).size == 0.5
    assert slope("softmax", [3.0, 3.0]).size == 0.25
    assert slope("softmax", [3.0, 3.0], 0.5).size == 0.5
    assert slope("softmax", [1.0, 1.0, 1.0]).size == pytest.approx(2 / 9)
    assert slope("sum_normalized", [1.0, 3.0]).size == 3 / 16


@pytest.mark.parametrize(
    ("key", "z", "temperature", "reason"),
    [
        ("argmax", ANIMALS, 1.0, "A small nudge of any logit leaves the winner in place"),
        ("argmax", [1.0], 1.0, "A small nudge"),
        ("argmax", [INF, 1.0], 1.0, "A small nudge"),
        ("sigmoid", [1.0, -2.0], 0.0, "At T = 0 the sigmoid is a step: flat"),
        ("sigmoid", ANIMALS, INF, "At T = ∞ every finite logit counts as 0"),
        ("sigmoid", [800.0, -800.0], 1.0, "Every logit is so far from 0"),
        ("sigmoid", [INF, -INF], 1.0, "Every logit is so far from 0"),
        ("softmax", [7.0], 1.0, "A single class always gets 1"),
        ("softmax", ANIMALS, 0.0, "At T = 0 softmax is argmax"),
        ("softmax", ANIMALS, INF, "At T = ∞ every finite logit counts as 0"),
        ("softmax", [800.0, 0.0], 1.0, "The winner leads by so much"),
        ("softmax", [1.0, -INF], 1.0, "The winner leads by so much"),
        ("softmax", [7445.0, 0.0], 10.0, "The winner leads by so much"),
        ("sum_normalized", [7.0], 1.0, "A single class always gets 1"),
    ],
)
def test_no_slope(key: str, z: list[float], temperature: float, reason: str) -> None:
    found = slope(key, z, temperature)
    assert found.size == 0
    assert found.reason.startswith(reason)
    assert "gradient is 0" in words(key, z, temperature)


@pytest.mark.parametrize(
    ("key", "z", "temperature", "reason"),
    [
        ("argmax", [1.0, 3.0, 3.0], 1.0, "panda and duck tie for the top"),
        ("argmax", [-INF, -INF, -INF], 1.0, "seal and panda tie for the top"),
        ("argmax", [1.0, NAN], 1.0, "Without a largest logit"),
        ("sigmoid", [1.0, 0.0], 0.0, "At T = 0 the sigmoid is a step, and a logit stands on it"),
        ("sigmoid", [NAN, NAN], 1.0, "Where the output is undefined"),
        ("sigmoid", [NAN, NAN], 0.0, "Where the output is undefined"),
        ("softmax", [1.0, 1.0, 0.0], 0.0, "At T = 0 a tie for the top is a jump"),
        ("softmax", [1.0, INF], 1.0, "Where the output is undefined"),
        ("sum_normalized", [1.0, -1.0], 1.0, "Where the output is undefined"),
        ("sum_normalized", [1.0, INF], 1.0, "Where the output is undefined"),
        ("sum_normalized", [INF, -INF], 1.0, "Where the output is undefined"),
        ("sum_normalized", [1e308, 1e308], 1.0, "Where the sum overflows"),
    ],
)
def test_undefined_slope(key: str, z: list[float], temperature: float, reason: str) -> None:
    found = slope(key, z, temperature)
    assert math.isnan(found.size)
    assert found.reason.startswith(reason)
    assert "gradient undefined" in words(key, z, temperature)


def test_one_class_with_nan_does_not_hide_the_slope_of_the_others() -> None:
    assert slope("sigmoid", [NAN, 0.0]).size == 0.25


def test_slopes_at_the_ends_of_float64() -> None:
    assert slope("sigmoid", [0.0], 5e-324).size == INF
    assert slope("softmax", [0.0, 0.0], 5e-324).size == INF
    assert slope("sum_normalized", [1.0, -1.0 + 1e-300, 1e-310]).size > 0
    assert slope("sum_normalized", [1e308, 1e307]).size > 0
    assert slope("softmax", [0.0, 0.0], 1e308).size > 0
