"""A snapshot in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core import describe
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State

INF, NAN = math.inf, math.nan
THIN_SPACE = "\u202f"


def shown(logits: list[float], temperature: float = 1.0, decimals: int = 3) -> Snapshot:
    labels = ("seal", "panda", "duck") if len(logits) == 3 else None
    return evaluate(State.of(logits, labels, temperature=temperature, decimals=decimals))


ANIMALS = [0.25, 1.23, -0.8]


@pytest.mark.parametrize(
    ("logits", "temperature", "line"),
    [
        (ANIMALS, 1.0, "Predicted: panda, 66.4 %"),
        (ANIMALS, 0.0, "Predicted: panda, 100 %"),
        (ANIMALS, 0.05, "Predicted: panda, >99.9 %"),
        (ANIMALS, INF, "Predicted: panda, 33.3 %"),
        ([1.0, 1.0, -0.5], 1.0, "Predicted: seal, 45.0 % (the first of 2 that tie)"),
        ([1.0, 1.0, 1.0], 1.0, "Predicted: seal, 33.3 % (the first of 3 that tie)"),
        ([4.0], 1.0, "Predicted: class 0, 100 %"),
        ([1.0, NAN, 2.0], 1.0, "No prediction: panda is NaN"),
        ([1.0, 2.0, INF], 1.0, "No prediction: duck is ∞, and ∞ − ∞ is not a number"),
        ([-INF], 1.0, "No prediction: every logit is −∞, so the sum of exponents is 0"),
    ],
)
def test_predicted(logits: list[float], temperature: float, line: str) -> None:
    assert describe.predicted(shown(logits, temperature)) == line.replace(" %", f"{THIN_SPACE}%")


def test_certainty() -> None:
    rows = describe.certainty(shown(ANIMALS))
    assert [row[:2] for row in rows] == [
        ("entropy", "0.831 nats"), ("perplexity", "2.296"), ("margin", "0.415"),
    ]  # fmt: skip
    assert all(meaning.endswith(".") for _, _, meaning in rows)


def test_certainty_has_the_decimals_of_the_state() -> None:
    rows = describe.certainty(shown(ANIMALS, decimals=6))
    assert [row[1] for row in rows] == ["0.830965 nats", "2.295532", "0.414622"]


@pytest.mark.parametrize(("count", "perplexity"), [(1, "1.000"), (3, "3.000"), (10, "10.000")])
def test_equal_classes_are_as_unsure_as_their_number(count: int, perplexity: str) -> None:
    assert describe.certainty(shown([2.0] * count))[1][1] == perplexity


def test_nothing_is_certain_without_a_prediction() -> None:
    assert describe.certainty(shown([1.0, NAN])) == ()


def test_class_rows_hold_every_exact_value() -> None:
    assert describe.class_rows(shown(ANIMALS, 2.0), 0) == (
        ("z", "0.25"),
        ("z / T", "0.125"),
        ("Sigmoid", "0.5312093733737563"),
        ("Argmax", "0"),
        ("Divide by the sum", "0.36764705882352944"),
        ("Softmax", "0.31018605234248064"),
    )


def test_class_rows_of_what_is_not_finite() -> None:
    rows = dict(describe.class_rows(shown([0.0, -INF, 1.0]), 1))
    assert rows == {
        "z": "−∞", "z / T": "−∞", "Sigmoid": "0", "Argmax": "0",
        "Divide by the sum": "NaN", "Softmax": "0",
    }  # fmt: skip


def test_class_details() -> None:
    lines = describe.class_details(shown(ANIMALS), 2).split("\n")
    assert lines[0] == "duck (index 2)"
    assert lines[1] == "z = −0.8"
    assert len(lines) == 1 + 2 + len(OUTPUTS)


def test_an_output_is_spoken() -> None:
    snapshot = shown(ANIMALS)
    assert describe.speak_output(snapshot, snapshot.output("sum_normalized")) == (
        "seal 0.368, panda 1.809, duck minus 1.176. "
        "1.809 and −1.176 are no probabilities; defined; sums to 1 (shown: 1.001); order kept; "
        "gradient flows; T changes nothing."
    )


def test_of_a_long_output_the_largest_are_said_and_the_sum_of_the_rest() -> None:
    z = [2.0] * 1000
    z[700] = 9.0
    snapshot = shown(z)
    spoken = describe.speak_output(snapshot, snapshot.output("softmax"))
    entries = spoken.partition(". ")[0].split(", ")
    assert entries[:2] == ["class 700 0.523", "class 0 4.8 times 10 to the power minus 4"]
    assert entries[-1] == "the other 995 sum to 0.475"
    assert len(entries) == 6
    whole = shown([2.0] * 12)
    assert "class 11 0.083." in describe.speak_output(whole, whole.output("softmax"))


def test_of_a_long_output_with_a_covered_entry_the_order_is_not_told() -> None:
    snapshot = evaluate(State.of(range(40)), covered=frozenset({"softmax[class 39]"}))
    spoken = describe.speak_output(snapshot, snapshot.output("softmax"))
    assert spoken.startswith("class 0 ")
    assert spoken.endswith(", and 35 more.")


def test_one_entry_is_spoken() -> None:
    snapshot = shown(ANIMALS)
    output = snapshot.output("sum_normalized")
    assert describe.speak_class(snapshot, output, 2) == "Divide by the sum, duck: minus 1.176"


def test_long_names_are_shortened() -> None:
    snapshot = evaluate(State.of([1.0, 2.0], ["x" * 500, "y" * 500]))
    output = snapshot.output("argmax")
    for words in (
        describe.predicted(snapshot),
        describe.class_details(snapshot, 0).partition("\n")[0],
        describe.speak_class(snapshot, output, 0),
        describe.speak_output(snapshot, output).partition(", ")[0],
    ):
        assert len(words) < 80


@given(st.lists(st.floats(), min_size=1, max_size=5), st.floats(min_value=0))
def test_everything_can_be_put_in_words(logits: list[float], temperature: float) -> None:
    snapshot = shown(logits, temperature)
    assert describe.predicted(snapshot)
    assert bool(describe.certainty(snapshot)) is not bool(snapshot.prediction.reason)
    for kind in OUTPUTS:
        assert describe.speak_output(snapshot, snapshot.output(kind.key)).endswith(".")
    for index in range(len(logits)):
        assert all(value for _, value in describe.class_rows(snapshot, index))


NAMES = ["seal", "panda", "duck"]


def test_what_is_covered_is_not_told() -> None:
    whole = evaluate(State.of(ANIMALS, NAMES), covered=frozenset({"softmax"}))
    output = whole.output("softmax")
    assert describe.predicted(whole) == "Predicted: ?"
    assert describe.certainty(whole) == ()
    assert dict(describe.class_rows(whole, 1))["Softmax"] == "?"
    assert describe.speak_output(whole, output) == "Covered."
    assert describe.speak_class(whole, output, 1) == "Softmax, panda: covered"
    one = evaluate(State.of(ANIMALS, NAMES), covered=frozenset({"argmax[panda]"}))
    assert describe.predicted(one) == describe.predicted(evaluate(State.of(ANIMALS, NAMES)))
    spoken = describe.speak_output(one, one.output("argmax"))
    assert spoken.startswith("seal 0.000, panda covered, duck 0.000.")
    assert describe.predicted(
        evaluate(State.of(ANIMALS, NAMES), covered=frozenset({"prediction"}))
    ).endswith("?")


@pytest.mark.parametrize(
    ("logits", "true_class", "said"),
    [
        (ANIMALS, 1, "true class: panda ✓ right"),
        (ANIMALS, 2, "true class: duck ✗ wrong"),
        (ANIMALS, -1, ""),
        ([NAN, 1.0, 2.0], 2, "true class: duck"),
    ],
)
def test_the_true_class_of_a_row_is_compared_with_the_predicted_one(
    logits: list[float], true_class: int, said: str
) -> None:
    assert describe.judged(evaluate(State.of(logits, NAMES), true_class=true_class)) == said


@pytest.mark.parametrize("target", ["prediction", "softmax", "softmax[duck]"])
def test_a_covered_prediction_is_not_given_away_by_the_true_class(target: str) -> None:
    covered = frozenset({target})
    assert describe.judged(evaluate(State.of(ANIMALS, NAMES), covered=covered, true_class=1)) == ""
