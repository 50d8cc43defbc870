"""The functions worked out in numbers: every column, every sum, and what goes wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.steps import (
    Form,
    Worked,
    filled_in,
    flat,
    listed,
    work_out,
)

INF, NAN = math.inf, math.nan
NAIVE, STABLE = Form.NAIVE, Form.STABLE
KEYS = [kind.key for kind in OUTPUTS]
ANIMALS = ("seal", "panda", "duck")
Z = (0.25, 1.23, -0.8)


def animals(*logits: float, t: float = 1.0) -> State:
    return State.of(logits or Z, ANIMALS[: len(logits or Z)], temperature=t)


def worked(state: State, key: str = "softmax", form: Form = NAIVE) -> Worked:
    return work_out(evaluate(state), key, form)


def cells(table: Worked) -> list[list[str]]:
    rows = range(table.classes.size)
    return [[flat(c.title), *(c.text(row) for row in rows), c.total_text()] for c in table.columns]


def formula(state: State, key: str, form: Form, index: int) -> str:
    snapshot = evaluate(state)
    return flat(filled_in(work_out(snapshot, key, form), index, snapshot))


def test_naive_softmax_of_the_running_example() -> None:
    assert cells(worked(animals())) == [
        ["z", "0.25", "1.23", "−0.80", "0.68"],
        ["z / T", "0.25", "1.23", "−0.80", "0.68"],
        ["e^(z/T)", "1.284", "3.421", "0.449", "5.155"],
        ["÷ Σ", "1.284 / 5.155", "3.421 / 5.155", "0.449 / 5.155", ""],
        ["softmax", "0.249", "0.664", "0.087", "1.000"],
    ]


def test_stable_softmax_subtracts_the_largest_before_it_divides_by_t() -> None:
    assert cells(worked(animals(t=2.0), form=STABLE)) == [
        ["z", "0.25", "1.23", "−0.80", "0.68"],
        ["z − max", "−0.98", "0.00", "−2.03", ""],
        ["(z − max) / T", "−0.490", "0.000", "−1.015", ""],
        ["e^((z − max)/T)", "0.613", "1.000", "0.362", "1.975"],
        ["÷ Σ", "0.613 / 1.975", "1.000 / 1.975", "0.362 / 1.975", ""],
        ["softmax", "0.310", "0.506", "0.183", "1.000"],
    ]


def test_both_forms_of_the_sigmoid() -> None:
    assert cells(worked(animals(), "sigmoid"))[2:] == [
        ["e^(z/T)", "1.284", "3.421", "0.449", ""],
        ["1 + e^(z/T)", "2.284", "4.421", "1.449", ""],
        ["quotient", "1.284 / 2.284", "3.421 / 4.421", "0.449 / 1.449", ""],
        ["sigmoid", "0.562", "0.774", "0.310", "1.646"],
    ]
    assert cells(worked(animals(), "sigmoid", STABLE))[2:] == [
        ["e^(−|z|/T)", "0.779", "0.292", "0.449", ""],
        ["1 + e^(−|z|/T)", "1.779", "1.292", "1.449", ""],
        ["quotient", "1.000 / 1.779", "1.000 / 1.292", "0.449 / 1.449", ""],
        ["sigmoid", "0.562", "0.774", "0.310", "1.646"],
    ]


def test_argmax_compares_with_the_largest() -> None:
    assert cells(worked(animals(), "argmax")) == [
        ["z", "0.25", "1.23", "−0.80", ""],
        ["z − max", "−0.98", "0.00", "−2.03", ""],
        ["the largest?", "no", "yes", "no", ""],
        ["argmax", "0.000", "1.000", "0.000", "1.000"],
    ]
    assert cells(worked(animals(2, 1, 2), "argmax"))[2][1:4] == [
        "yes",
        "no",
        "yes, but not the first",
    ]
    assert cells(worked(animals(INF, 1, INF), "argmax"))[1][1:4] == ["0", "−∞", "0"]
    assert cells(worked(animals(2, NAN, 2), "argmax"))[2][1:4] == ["unknown"] * 3


def test_division_by_the_sum() -> None:
    assert cells(worked(animals(), "sum_normalized")) == [
        ["z", "0.25", "1.23", "−0.80", "0.68"],
        ["÷ Σ", "0.250 / 0.680", "1.230 / 0.680", "−0.800 / 0.680", ""],
        ["z / Σ", "0.368", "1.809", "−1.176", "1.000"],
    ]


finite = st.floats(-300, 300)


@given(
    st.lists(finite, min_size=1, max_size=12),
    st.sampled_from([0.0, 0.5, 1.0, 3.0, INF]),
    st.sampled_from(KEYS),
)
def test_the_stable_form_gives_what_the_charts_show(
    logits: list[float], temperature: float, key: str
) -> None:
    snapshot = evaluate(State.of(logits, temperature=temperature))
    table = work_out(snapshot, key, STABLE)
    expected = snapshot.output(key).values
    np.testing.assert_allclose(table.columns[-1].values, expected, rtol=1e-12)


@given(st.lists(finite, min_size=1, max_size=12), st.sampled_from(["softmax", "sigmoid"]))
def test_both_forms_agree_where_both_work(logits: list[float], key: str) -> None:
    state = State.of(logits)
    naive, stable = (worked(state, key, form) for form in Form)
    assert naive.trouble == stable.trouble == ""
    np.testing.assert_allclose(
        naive.columns[-1].values, stable.columns[-1].values, rtol=1e-12, atol=1e-300
    )


def test_an_overflow_is_marked_where_it_happens() -> None:
    state = animals(1000, 1001, -5)
    table = worked(state)
    *_, power, quotient, share = table.columns
    assert [power.text(row) for row in range(3)] == ["∞", "∞", "0.007"]
    assert power.wrong.tolist() == [*quotient.wrong.tolist()[:2], False] == [True, True, False]
    assert power.total_wrong
    assert share.wrong.tolist() == [True, True, False]
    assert not table.columns[1].wrong.any()
    assert table.trouble == (
        "e^1001 is over 1.8e308, so ∞; ∞ / ∞ is NaN. Stable subtracts the largest logit first."
    )
    assert worked(state, form=STABLE).trouble == ""


@pytest.mark.parametrize(
    ("logits", "t", "key", "form", "part"),
    [
        ((709.5, 709.5, 709.5), 1.0, "softmax", NAIVE, "every share is 0"),
        ((-800.0, -801.0), 1.0, "softmax", NAIVE, "Every power is under 4.9e−324"),
        ((-740.0, -741.0), 1.0, "softmax", NAIVE, "seal gets"),
        ((1e308, -1e308), 1e308, "softmax", STABLE, "z − max is beyond the range of float64"),
        (Z, 0.0, "softmax", NAIVE, "e^∞ is ∞; ∞ / ∞ is NaN"),
        ((1.0, NAN), 1.0, "softmax", NAIVE, "panda is NaN"),
        ((1.0, INF), 1.0, "softmax", STABLE, "panda is ∞"),
        ((1.0, 800.0), 1.0, "sigmoid", NAIVE, "e^800 is over 1.8e308"),
        ((1.0, NAN), 1.0, "sigmoid", NAIVE, "panda is NaN"),
        ((1.0, NAN), 1.0, "argmax", NAIVE, "panda is NaN"),
        ((1.0, -1.0), 1.0, "sum_normalized", NAIVE, "sum to exactly 0"),
    ],
)
def test_what_goes_wrong_is_said(
    logits: tuple[float, ...], t: float, key: str, form: Form, part: str
) -> None:
    assert part in worked(animals(*logits, t=t), key, form).trouble


def test_the_stable_sigmoid_does_not_overflow() -> None:
    table = worked(animals(800, -800, INF), "sigmoid", STABLE)
    assert table.trouble == ""
    assert table.columns[-1].values.tolist() == [1.0, np.exp(-800.0), 1.0]


@pytest.mark.parametrize(
    ("t", "note"),
    [(0.0, "in the limit ∞ above 0"), (INF, "every finite number becomes 0"), (2.5, "T = 2.5")],
)
def test_each_stage_says_what_is_done(t: float, note: str) -> None:
    table = worked(animals(t=t))
    assert note in table.columns[1].note
    assert all(column.note for column in table.columns[:-1])


def test_formulas_with_the_numbers_of_a_class() -> None:
    state = animals()
    assert formula(state, "softmax", NAIVE, 1) == (
        "softmax(panda) = e^(1.23) / (e^(0.25) + e^(1.23) + e^(−0.8)) = 3.421 / 5.155 = 0.664"
    )
    assert formula(state, "softmax", STABLE, 0) == (
        "softmax(seal) = e^(−0.98) / (e^(−0.98) + e^(0) + e^(−2.03)) = 0.375 / 1.507 = 0.249"
    )
    assert formula(state, "sigmoid", NAIVE, 2) == (
        "σ(duck) = e^(−0.8) / (1 + e^(−0.8)) = 0.449 / 1.449 = 0.310"
    )
    assert formula(state, "sigmoid", STABLE, 1) == (
        "σ(panda) = 1 / (1 + e^(−1.23)) = 1.000 / 1.292 = 0.774"
    )
    assert formula(state, "sum_normalized", NAIVE, 2) == (
        "duck: −0.8 / (0.25 + 1.23 − 0.8) = −0.800 / 0.680 = −1.176"
    )


@pytest.mark.parametrize(
    ("logits", "index", "reason"),
    [
        (Z, 1, "argmax(panda) = 1.000, since 1.23 is the largest"),
        (Z, 0, "argmax(seal) = 0.000, since 0.25 is below 1.23, of panda"),
        ((2.0, 1.0, 2.0), 2, "argmax(duck) = 0.000, since seal has 2 as well, and comes first"),
        ((2.0, NAN, 2.0), 0, "argmax(seal) = 0.000, though no logit is the largest"),
    ],
)
def test_argmax_gives_its_reason(logits: tuple[float, ...], index: int, reason: str) -> None:
    assert formula(animals(*logits), "argmax", NAIVE, index) == reason


def test_a_long_sum_shows_its_ends() -> None:
    text = formula(State.of(range(6)), "softmax", NAIVE, 5)
    assert "(e^(0) + e^(1) + … + e^(5))" in text
    text = formula(State.of([3, -1, -1, -1, -1, -2]), "sum_normalized", NAIVE, 0)
    assert "(3 − 1 + … − 2)" in text


def test_of_very_many_classes_the_largest_are_listed_first() -> None:
    logits = np.arange(500.0) / 100
    logits[7] = NAN
    logits[8] = -NAN
    state = State.of(logits)
    order = listed(state)
    assert order[:4].tolist() == [7, 8, 499, 498]
    assert order.size == np.unique(order).size == 200
    logits[7:9] = 9
    many = State.of(logits)
    table = worked(many)
    assert table.columns[-1].total == pytest.approx(1, abs=1e-12)
    assert table.columns[0].total == pytest.approx(logits.sum())
    assert table.row_of(7) == 0
    assert table.row_of(0) == -1
    assert formula(many, "softmax", NAIVE, 0).startswith("softmax(class 0) = e^(0) / (")


def test_few_numbers_share_their_decimals() -> None:
    assert cells(worked(animals(1, 2, 3)))[0][1:] == ["1", "2", "3", "6"]
    many = State.of([1.0] * 13)
    assert cells(worked(many))[0][1] == "1.000"


def test_sums_that_are_not_numbers_are_left_out() -> None:
    table = worked(animals(INF, -INF, 0))
    assert [column.total_text() for column in table.columns] == ["", "", "∞", "", "NaN"]
    assert table.columns[0].wrong.tolist() == [False] * 3


def test_a_function_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        worked(animals(), "tanh")
