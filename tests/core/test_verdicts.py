"""Verdicts: each property against a direct check, and words for every extreme."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from softmax_viz import text
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.ranking import Ranking, following
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.verdicts import (
    Mark,
    Slope,
    Verdict,
    defined,
    gradient_flows,
    in_unit_interval,
    keeps_order,
    most_pressing_first,
    moved_by_temperature,
    sum_of,
    summed_up,
    sums_to_one,
    undefined_logits,
)

INF, NAN = math.inf, math.nan
CODES = {"defined", "range", "sum", "order", "gradient", "temperature"}
KEYS = [kind.key for kind in OUTPUTS]

# Few different numbers, so that ties are common.
numbers = st.one_of(st.floats(), st.integers(-3, 3).map(float), st.sampled_from([0.1, -0.3]))
vectors = st.lists(numbers, min_size=1, max_size=12)
temperatures = st.one_of(st.sampled_from([0.0, INF, 1.0, 1e-320, 1e300]), st.floats(min_value=0))


def state_of(z: list[float], decimals: int = 3) -> State:
    labels = "abcdefghijklmnopqrstuvwxyz"[: len(z)] if len(z) <= 26 else None
    return State.of(z, labels, decimals=decimals)


def range_of(values: list[float], decimals: int = 3) -> Verdict:
    return in_unit_interval(
        np.array(values), summed_up(np.array(values)), state_of(values, decimals)
    )


def sum_verdict(values: list[float], decimals: int = 3) -> Verdict:
    return sums_to_one(np.array(values), summed_up(np.array(values)), state_of(values, decimals))


def order_of(z: list[float], values: list[float]) -> Verdict:
    ranking, y = Ranking.of(np.array(z)), np.array(values)
    found = None if any(map(math.isnan, [*z, *values])) else following(y, ranking)
    return keeps_order(y, found, ranking, state_of(z))


def said(z: list[float], key: str, temperature: float = 1.0) -> dict[str, Verdict]:
    output = evaluate(State.of(z, temperature=temperature)).output(key)
    return {verdict.code: verdict for verdict in output.verdicts}


# Everything at once.


@given(vectors, temperatures, st.integers(1, 17))
@example([0.1, 0.2, -0.3], 1.0, 3)
@example([1.7e308, -0.85e308, -0.85e308, 0.9], 1.0, 3)
@example([1.7e308, -1.7e308, 1e292], 1.0, 3)
@example([NAN, NAN], 0.0, 1)
@example([INF, -INF, NAN, -0.0], 5e-324, 17)
@example([-INF], INF, 3)
def test_nothing_is_left_unsaid(z: list[float], temperature: float, decimals: int) -> None:
    snapshot = evaluate(State.of(z, temperature=temperature, decimals=decimals))
    for key in KEYS:
        verdicts = snapshot.output(key).verdicts
        assert len(verdicts) == len(CODES)
        assert {verdict.code for verdict in verdicts} == CODES
        for verdict in verdicts:
            assert verdict.text
            assert verdict.text[-1] not in ".: "
            assert verdict.detail.endswith(".")
            assert verdict.detail[:-1].strip(" .")
            assert "{" not in verdict.text + verdict.detail


@given(vectors, temperatures)
def test_what_fails_comes_first_and_notes_come_last(z: list[float], temperature: float) -> None:
    for key in KEYS:
        marks = [
            v.mark for v in evaluate(State.of(z, temperature=temperature)).output(key).verdicts
        ]
        assert marks == sorted(marks, key=[Mark.FAILS, Mark.HOLDS, Mark.NOTE].index)


def test_the_most_pressing_keep_their_order() -> None:
    verdicts = tuple(
        Verdict(str(i), mark, "", "")
        for i, mark in enumerate([Mark.NOTE, Mark.HOLDS, Mark.FAILS, Mark.HOLDS, Mark.FAILS])
    )
    assert [verdict.code for verdict in most_pressing_first(verdicts)] == ["2", "4", "1", "3", "0"]


@given(vectors, temperatures)
def test_a_defined_softmax_is_a_distribution_in_the_order_of_the_logits(
    z: list[float], temperature: float
) -> None:
    verdicts = said(z, "softmax", temperature)
    if verdicts["defined"].mark is Mark.HOLDS:
        assert verdicts["range"].mark is Mark.HOLDS
        assert verdicts["sum"].mark is Mark.HOLDS
        assert verdicts["order"].text.split()[0] in ("order", "ties")
        assert "broken" not in verdicts["order"].text
        assert "reversed" not in verdicts["order"].text
    else:
        assert {v.mark for code, v in verdicts.items() if code != "temperature"} == {Mark.FAILS}


@given(vectors)
def test_every_word_is_translated(z: list[float]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_translator", "«{}»".format)
        for key in KEYS:
            for verdict in evaluate(state_of(z)).output(key).verdicts:
                assert (verdict.text + verdict.detail).count("«") >= 2
                assert verdict.text.startswith("«")
                assert verdict.detail.startswith("«")


@pytest.mark.parametrize("count", [1000, 5000, 20_000])
def test_many_classes(count: int) -> None:
    z = np.random.default_rng(count).normal(0, 2, count)
    snapshot = evaluate(State.of(z))
    assert [v.text for v in snapshot.output("softmax").verdicts] == [
        "defined", "in [0, 1]", "sums to 1", "order kept", "gradient flows", "T moves it",
    ]  # fmt: skip
    divided = snapshot.output("sum_normalized")
    outside = np.count_nonzero((divided.values < 0) | (divided.values > 1))
    assert divided.verdicts[0].text == f"{outside:,} entries are no probabilities"
    assert "sums to 1" in [v.text for v in divided.verdicts]


def test_many_equal_classes() -> None:
    assert said([3.0] * 1000, "softmax")["sum"].text == "sums to 1"
    assert said([3.0] * 1000, "sum_normalized")["order"].text == "order kept"
    assert said([-INF] * 1000, "sum_normalized")["range"].text == "NaN is no probability"


@pytest.mark.parametrize("key", ["softmax", "argmax", "sum_normalized"])
def test_a_single_class(key: str) -> None:
    verdicts = said([-7.0], key)
    assert evaluate(State.of([-7.0])).output(key).values.tolist() == [1]
    assert [verdicts[code].mark for code in ("defined", "range", "sum", "order")] == (
        [Mark.HOLDS] * 4
    )
    assert verdicts["gradient"].text == "gradient is 0"


# Defined or not, and why.


def test_defined() -> None:
    assert defined("", "").mark is Mark.HOLDS
    undefined = defined("a is NaN")
    assert undefined.mark is Mark.FAILS
    assert undefined.text == "undefined: a is NaN"
    assert undefined.detail == "There is no such output here: a is NaN."
    doubtful = defined("", "the sum overflows to ∞")
    assert doubtful.mark is Mark.FAILS
    assert doubtful.text == "the sum overflows to ∞"
    assert doubtful.detail == "The output exists, but the sum overflows to ∞."


@given(vectors, temperatures)
def test_softmax_sigmoid_and_argmax_are_defined_where_they_have_values(
    z: list[float], temperature: float
) -> None:
    snapshot = evaluate(State.of(z, temperature=temperature))
    for key in ("softmax", "sigmoid"):
        finite = bool(np.isfinite(snapshot.output(key).values).all())
        assert (said(z, key, temperature)["defined"].mark is Mark.HOLDS) == finite
    assert (said(z, "argmax")["defined"].mark is Mark.FAILS) == any(map(math.isnan, z))


@pytest.mark.parametrize(
    ("z", "reason"),
    [
        ([0.0, -INF], ""),
        ([1.0, INF, INF], "b is ∞, and ∞ − ∞ is not a number"),
        ([INF, 1.0, NAN], "c is NaN"),
        ([-INF, -INF], "every logit is −∞, so the sum of exponents is 0"),
    ],
)
def test_undefined_logits(z: list[float], reason: str) -> None:
    assert undefined_logits(state_of(z)) == reason


# In [0, 1].


@given(vectors)
def test_range_agrees_with_a_direct_check(values: list[float]) -> None:
    inside = all(0 <= value <= 1 for value in values)
    assert (range_of(values).mark is Mark.HOLDS) == inside
    assert (range_of(values).text == "in [0, 1]") == inside


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([0.5, -0.25], "−0.250 is no probability"),
        ([-0.25, -0.25, 0.5], "−0.250 is no probability"),
        ([1.5, -0.5], "1.500 and −0.500 are no probabilities"),
        ([-0.5, 1.5, -0.5, 1.5], "−0.500 and 1.500 are no probabilities"),
        ([1.5, 2.5, -0.5, 0.5], "3 entries are no probabilities"),
        ([NAN, INF, 0.5, NAN], "NaN and ∞ are no probabilities"),
        ([1.00001, -1e-5], "1.00001 and −1.0e−5 are no probabilities"),
        ([1.0000000000000002], "1.0000000000000002 is no probability"),
    ],
)
def test_what_lies_outside(values: list[float], text: str) -> None:
    assert range_of(values).text == text


def test_range_in_words() -> None:
    assert range_of([0.25, 0.0, 0.75]).detail == "Every entry is in [0, 1]: from 0.000 to 0.750."
    assert range_of([0.5, 1.5]).detail == "A probability lies in [0, 1], but b is 1.500."
    assert range_of([2.0, 3.0, 4.0, 5.0, 6.0]).detail == (
        "A probability lies in [0, 1], but a is 2.000, b is 3.000, c is 4.000, and 2 more."
    )
    assert range_of([1.00001]).detail == "A probability lies in [0, 1], but a is 1.00001."
    assert range_of([0.5, -0.125], decimals=2).text == "−0.12 is no probability"


# The sum.


@given(vectors, st.integers(1, 17))
@example([1 / 3, 1 / 3, 1 / 3], 17)
@example([1e16, -1e16], 3)
@example([INF, -9e307], 3)
@example([1.7e308, 1.7e308, -1.7e308], 3)
def test_sum_agrees_with_a_direct_check(values: list[float], decimals: int) -> None:
    verdict = sum_verdict(values, decimals)
    if not all(map(math.isfinite, values)):
        assert verdict.mark is Mark.FAILS
        return
    error = abs(sum(map(Fraction, values), Fraction(0)) - 1)
    if error > Fraction(1, 2 * 10 ** min(decimals, 6)):
        assert verdict.mark is Mark.FAILS
    if error > len(values) * Fraction(2) ** -52 * max(1, sum(abs(Fraction(v)) for v in values)):
        assert verdict.mark is Mark.FAILS
    if error <= Fraction(2) ** -54:
        assert verdict.mark is Mark.HOLDS


@pytest.mark.parametrize(
    ("values", "decimals", "mark", "text", "detail"),
    [
        ([0.25, 0.75], 3, Mark.HOLDS, "sums to 1", "The entries sum to 1.000."),
        (
            [1 / 3, 1 / 3, 1 / 3], 3, Mark.HOLDS, "sums to 1 (shown: 0.999)",
            "The entries sum to 1; as shown, with 3 decimals, to 0.999.",
        ),
        ([0.5, 0.25], 3, Mark.FAILS, "sums to 0.750", "The entries sum to 0.750, not to 1."),
        (
            [0.0001, 0.0001], 3, Mark.FAILS, "sums to 2.0e−4",
            "The entries sum to 2.0e−4, not to 1.",
        ),
        (
            [0.2504, 0.2504], 3, Mark.FAILS, "sums to 0.501",
            "The entries sum to 0.501, not to 1; what is shown sums to 0.500.",
        ),
        (
            [0.5, 0.5001], 3, Mark.FAILS, "sums to 1.0001",
            "The entries sum to 1.0001, not to 1; what is shown sums to 1.000.",
        ),
        (
            [1.8e15, 3.6e15, -5.4e15], 3, Mark.FAILS, "sums to 0.000",
            "The entries sum to 0.000, not to 1.",
        ),
        (
            [1e13, -1e13, 1.0004], 3, Mark.HOLDS, "sums to 1",
            "The entries sum to 1.000.",
        ),
        (
            [1e13, -1e13, 1.0006], 3, Mark.FAILS, "sums to 1.001",
            "The entries sum to 1.001, not to 1.",
        ),
        (
            [1e13, -1e13, 1.0000006], 9, Mark.FAILS, "sums to 1.000000600",
            "The entries sum to 1.000000600, not to 1.",
        ),
        (
            [1 + 2**-51], 3, Mark.FAILS, "sums to 1.0000000000000004",
            "The entries sum to 1.0000000000000004, not to 1; what is shown sums to 1.000.",
        ),
        ([INF, 0.5], 3, Mark.FAILS, "sums to ∞", "The entries sum to ∞, not to 1."),
        ([INF, -INF], 3, Mark.FAILS, "sums to NaN", "The entries sum to NaN, not to 1."),
    ],
)  # fmt: skip
def test_sum_in_words(
    values: list[float], decimals: int, mark: Mark, text: str, detail: str
) -> None:
    verdict = sum_verdict(values, decimals)
    assert (verdict.mark, verdict.text, verdict.detail) == (mark, text, detail)


def test_the_displayed_sum_of_very_many_entries_is_not_told() -> None:
    assert sum_verdict([1 / 300] * 300).text == "sums to 1"
    assert sum_verdict([0.001 / 300] * 300).detail == "The entries sum to 0.001, not to 1."
    assert sum_verdict([1 / 30] * 30).text == "sums to 1 (shown: 0.990)"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
@example([1.7e308, 1.7e308])
@example([1.7e308, 1.7e308, -1.7e308])
def test_sums_are_correctly_rounded_or_overflow(values: list[float]) -> None:
    exact = sum(map(Fraction, values), Fraction(0))
    total = sum_of(np.array(values))
    if math.isfinite(total):
        assert total == float(exact)
    else:
        assert sum(abs(Fraction(value)) for value in values) > Fraction(1.7e308)


@pytest.mark.parametrize(
    ("values", "total"), [([INF, 1.0], INF), ([INF, -INF], NAN), ([NAN, 1.0], NAN)]
)
def test_sums_of_what_is_not_finite(values: list[float], total: float) -> None:
    assert repr(sum_of(np.array(values))) == repr(total)


def test_sums_of_very_many() -> None:
    assert sum_of(np.full(20_000, 0.1)) == pytest.approx(2000, rel=1e-14)
    assert sum_of(np.full(20_000, 1e305)) == INF


# The order.


def kept_pair_by_pair(z: list[float], values: list[float]) -> bool:
    """Compare every pair of classes, as the definition has it."""
    return all(
        (a < b and x < y) or (a == b and x == y) or (a > b and x > y)
        for (a, x), (b, y) in product(zip(z, values, strict=True), repeat=2)
    )


@st.composite
def logits_and_values(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    z = draw(vectors)
    values = st.one_of(
        st.lists(numbers, min_size=len(z), max_size=len(z)),
        st.just([math.atan(value) for value in z]),
        st.just([-value for value in z]),
    )
    return z, draw(values)


@given(logits_and_values())
def test_order_agrees_with_all_pairs(both: tuple[list[float], list[float]]) -> None:
    z, values = both
    assert (order_of(z, values).mark is Mark.HOLDS) == kept_pair_by_pair(z, values)


@given(logits_and_values())
def test_the_pair_that_is_named_is_out_of_order(both: tuple[list[float], list[float]]) -> None:
    z, values = both
    verdict = order_of(z, values)
    if verdict.mark is Mark.FAILS and verdict.text not in ("no order", "order reversed"):
        low, high = ("abcdefghijkl".index(name) for name in verdict.text[-4:].split(", "))
        assert not kept_pair_by_pair([z[low], z[high]], [values[low], values[high]])
        assert z[low] <= z[high]


@pytest.mark.parametrize(
    ("z", "values", "text"),
    [
        ([1.0], [0.0], "order kept"),
        ([3.0, 1.0, 2.0], [0.9, 0.1, 0.5], "order kept"),
        ([1.0, 1.0, 2.0], [0.1, 0.1, 0.5], "order kept"),
        ([3.0, 1.0, 2.0], [0.1, 0.9, 0.5], "order reversed"),
        ([1.0, 1.0, 2.0], [0.5, 0.5, 0.1], "order reversed"),
        ([1.0, 2.0, 3.0], [0.5, 0.5, 0.1], "order broken: b, c"),
        ([1.0, 1.0, 2.0], [0.5, 0.4, 0.1], "order broken: a, b"),
        ([1.0, 2.0, 3.0], [0.2, 0.1, 0.7], "order broken: a, b"),
        ([1.0, 2.0, 3.0], [0.9, 0.1, 0.2], "order broken: a, b"),
        ([1.0, 2.0, 3.0], [0.2, 0.2, 0.6], "ties a, b"),
        ([1.0, 1.0], [1.0, 0.0], "order broken: a, b"),
        ([-INF, 0.0, INF], [0.0, 0.5, 1.0], "order kept"),
        ([NAN, 1.0], [0.0, 1.0], "no order"),
        ([1.0, 2.0], [NAN, 1.0], "no order"),
    ],
)
def test_order_in_words(z: list[float], values: list[float], text: str) -> None:
    assert order_of(z, values).text == text


def test_order_in_sentences() -> None:
    assert order_of([1.0, 2.0], [0.75, 0.25]).detail == (
        "b's logit is not below a's, yet b gets 0.250 and a 0.750."
    )
    assert order_of([1.0, 2.0, 3.0], [0.75, 0.25, 1.0]).detail == (
        "b's logit is not below a's, yet b gets 0.250 and a 0.750."
    )
    assert order_of([2.0, 1.0], [0.5, 0.5]).detail == (
        "b and a have different logits, but both get 0.500."
    )


@pytest.mark.parametrize("z", [[1.0, 2.0, -8.0], [1.0, 1.0, 2.0, -8.0], [-1.0, -2.0]])
def test_division_by_a_negative_sum_reverses_the_order(z: list[float]) -> None:
    assert said(z, "sum_normalized")["order"].text == "order reversed"


def test_saturation_ties_what_differs() -> None:
    assert said([40.0, 41.0], "sigmoid")["order"].text == "ties class 0, class 1"
    assert said([0.0, 800.0, 900.0], "sigmoid")["order"].text == "ties class 1, class 2"
    assert said([0.0, 1.0, 800.0], "softmax")["order"].text == "ties class 0, class 1"
    assert said([0.0, 1.0, 2.0], "softmax", INF)["order"].text == "ties class 0, class 1"


# The gradient and the temperature.


def test_gradient() -> None:
    state = state_of([1.0, 2.0])
    flows = gradient_flows(Slope(0.1875), state)
    assert (flows.mark, flows.text) == (Mark.HOLDS, "gradient flows")
    assert flows.detail == "Nudging a logit moves the output: the steepest slope here is 0.188."
    stuck = gradient_flows(Slope(0.0, "It is flat."), state)
    assert (stuck.mark, stuck.text, stuck.detail) == (Mark.FAILS, "gradient is 0", "It is flat.")
    undefined = gradient_flows(Slope(NAN, "It jumps."), state)
    assert (undefined.mark, undefined.text, undefined.detail) == (
        Mark.FAILS, "gradient undefined", "It jumps.",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["sigmoid", "softmax"])
def test_a_gradient_that_underflows_is_0(key: str) -> None:
    assert said([800.0, -800.0], key)["gradient"].text == "gradient is 0"
    assert said([700.0, -700.0], "sigmoid")["gradient"].text == "gradient flows"
    assert said([700.0, 0.0], "softmax")["gradient"].text == "gradient flows"


def test_temperature_is_only_noted() -> None:
    for moved, words in ((True, "T moves it"), (False, "T changes nothing")):
        verdict = moved_by_temperature(moved, "Why.")
        assert (verdict.mark, verdict.text, verdict.detail) == (Mark.NOTE, words, "Why.")


def test_long_names_are_shortened() -> None:
    state = State.of([1.0, 2.0], ["x" * 100, "y" * 100])
    values, ranking = np.array([0.5, 0.5]), Ranking.of(state.logits)
    found = following(values, ranking)
    assert len(keeps_order(values, found, ranking, state).text) < 100
