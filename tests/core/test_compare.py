"""What the present state is compared with: counterparts, differences, words, the shared axis."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from softmax_viz.core import edits
from softmax_viz.core.compare import axis_of, difference, pin_words, references
from softmax_viz.core.describe import (
    class_details,
    pinned_rows,
    predicted,
    speak_class,
    speak_output,
)
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State

INF, NAN = math.inf, math.nan
ZERO_SUM = [-0.25, 1.0, -0.75]


def animals(temperature: float = 1.0) -> State:
    return State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"], temperature=temperature)


def pinned(now: State, *then: State) -> Snapshot:
    return evaluate(replace(now, pins=then))


def test_the_bars_before_come_first_then_the_pins() -> None:
    state = replace(animals(5.0), pins=(animals(), animals(2.0)))
    shown = evaluate(state, ghost=animals(0.5))
    others = references(shown, "softmax")
    assert [other.letter for other in others] == ["", "A", "B"]
    for other, t in zip(others, (0.5, 1.0, 2.0), strict=True):
        assert_array_equal(other.values, evaluate(animals(t)).output("softmax").values)
        assert other.there.all()


def test_nothing_to_compare_with() -> None:
    shown = evaluate(animals())
    assert references(shown, "softmax") == ()
    assert axis_of(shown, "softmax", ()) is shown.output("softmax").axis


def test_classes_are_found_by_name_wherever_they_are() -> None:
    now = State.of([1.0, 2.0, 3.0, 4.0], ["duck", "newt", "seal", "panda"])
    (other,) = references(pinned(now, animals()), "sigmoid")
    values = evaluate(animals()).output("sigmoid").values
    assert other.there.tolist() == [True, False, True, True]
    assert_array_equal(other.values, [values[2], NAN, values[0], values[1]])


@pytest.mark.parametrize(
    "labels",
    [("a", "b", "c"), ("seal", "seal", "panda")],
    ids=["no name in common", "a name twice"],
)
def test_as_many_classes_of_other_names_are_found_by_place(labels: tuple[str, ...]) -> None:
    now = replace(animals(2.0), labels=labels)
    for a, b in ((now, animals()), (animals(), now)):
        (other,) = references(pinned(a, b), "softmax")
        assert other.there.all()
        assert_array_equal(other.values, evaluate(b).output("softmax").values)


def test_other_classes_of_another_number_have_no_counterpart() -> None:
    (other,) = references(pinned(animals(), State.of([1.0, 2.0])), "softmax")
    assert not other.there.any()
    assert np.isnan(other.values).all()


@pytest.mark.parametrize(
    ("now", "then", "text"),
    [
        (0.664, 0.784, "−0.120"), (0.784, 0.664, "+0.120"), (0.5, 0.5, "="),
        (INF, INF, "="), (NAN, NAN, "="), (-INF, INF, "−∞"), (INF, 1.0, "+∞"), (1.0, INF, "−∞"),
        (NAN, 1.0, "NaN"), (1.0, NAN, "NaN"), (0.1 + 0.2, 0.3, "+5.6e−17"),
        (1e-9, 2e-9, "−1.0e−9"), (0.0, -0.0, "="),
    ],
)  # fmt: skip
def test_a_difference_has_its_sign(now: float, then: float, text: str) -> None:
    assert difference(now, then, 3) == text


@given(st.floats(-10, 10), st.floats(-10, 10), st.integers(1, 17))
def test_a_difference_is_of_full_precision_and_changes_sign_both_ways(
    now: float, then: float, decimals: int
) -> None:
    there, back = difference(now, then, decimals), difference(then, now, decimals)
    if now == then:
        assert there == back == "="
    else:
        assert {there[0], back[0]} == {"+", "−"}
        assert there[1:] == back[1:]
        assert float(there[1:].replace("−", "-")) == pytest.approx(
            abs(now - then), abs=10.0**-decimals
        )


def test_how_a_pin_differs_is_said() -> None:
    now = animals(5.0)
    others = replace(now, logits=np.array(ZERO_SUM))
    assert pin_words(pinned(now, animals()), 0) == "T = 1 · panda 0.664"
    assert pin_words(pinned(now, now), 0) == "the same as now · panda 0.402"
    assert pin_words(pinned(now, animals(), others), 1) == "other logits · panda 0.403"
    masked = State.of([NAN], ["newt"], temperature=2.0)
    assert pin_words(pinned(now, masked), 0) == "T = 2, other classes"


@pytest.mark.parametrize("target", ["softmax", "softmax[panda]", "prediction"])
def test_the_words_of_a_pin_tell_nothing_covered(target: str) -> None:
    state = replace(animals(5.0), pins=(animals(),))
    assert pin_words(evaluate(state, covered=frozenset({target})), 0) == "T = 1"


def test_the_axis_holds_what_is_compared() -> None:
    now = replace(animals(), logits=np.array([1.0, 2.0, 3.0]), pins=(animals(),))
    shown = evaluate(now)
    axis = axis_of(shown, "sum_normalized", references(shown, "sum_normalized"))
    assert (axis.low, axis.high) == (-2.0, 2.0)
    assert (shown.output("sum_normalized").axis.low, axis.shows(1.809)) == (0.0, True)
    zero = replace(now, pins=(replace(animals(), logits=np.array(ZERO_SUM)),))
    beyond = axis_of(evaluate(zero), "sum_normalized", references(evaluate(zero), "sum_normalized"))
    assert math.isfinite(beyond.low)
    assert math.isfinite(beyond.high)


def test_the_axis_tells_nothing_covered() -> None:
    covered = frozenset({"sum_normalized[panda]", "sum_normalized[duck]"})
    shown = evaluate(replace(animals(), pins=(animals(2.0),)), covered=covered)
    for others in ((), references(shown, "sum_normalized")):
        axis = axis_of(shown, "sum_normalized", others)
        assert (axis.low, axis.high) == (0.0, 1.0)


def test_the_details_of_a_class_list_both_pins() -> None:
    shown = pinned(animals(5.0), animals(), State.of([1.0], ["panda"]))
    assert pinned_rows(shown, "softmax", 1) == (
        ("pinned A", "0.664 (−0.262)"), ("pinned B", "1.000 (−0.598)"),
    )  # fmt: skip
    assert [name for name, _ in pinned_rows(shown, "softmax", 0)] == ["pinned A"]
    assert class_details(shown, 1, "softmax").endswith(
        "pinned A = 0.664 (−0.262)\npinned B = 1.000 (−0.598)"
    )
    assert "pinned" not in class_details(shown, 1)


def test_nothing_covered_is_told_in_words() -> None:
    state = replace(animals(), pins=(animals(5.0),))
    shown = evaluate(state, covered=frozenset({"softmax[panda]", "sigmoid"}))
    softmax, sigmoid = shown.output("softmax"), shown.output("sigmoid")
    assert speak_output(shown, sigmoid) == "Covered."
    assert speak_output(shown, softmax) == "seal 0.249, panda covered, duck 0.087."
    assert speak_class(shown, softmax, 1) == "Softmax, panda: covered"
    assert predicted(shown) == "Predicted: ?"
    said = class_details(shown, 1, "softmax")
    assert "Softmax = ?" in said
    assert "Sigmoid = ?" in said
    assert "pinned" not in said
    assert "Softmax = 0.249" in class_details(shown, 0, "softmax")


def test_a_pin_taken_off_is_no_longer_compared_with() -> None:
    state = edits.pin(edits.set_temperature(edits.pin(animals()), 2.0))
    first = evaluate(edits.unpin(state, 1))
    assert [other.letter for other in references(first, "softmax")] == ["A"]
    assert references(evaluate(edits.unpin_all(state)), "softmax") == ()
