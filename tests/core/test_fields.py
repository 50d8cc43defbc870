"""Live fields in words: filled from the snapshot, covered, and judged."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.lecture.fields import MOST_FIELDS, fill, problems
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State

ANIMALS = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
RUNNING = evaluate(ANIMALS)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("no fields", "no fields"),
        ("{softmax[panda]}", "0.664"),
        ("{softmax[panda]:.6f} of 1", "0.663726 of 1"),
        ("{softmax[panda]:%}", "66.4\u202f%"),
        ("{ softmax[panda] :.1%}", "66.4\u202f%"),
        ("{z[duck]}", "−0.8"),
        ("{z[duck]:.3f}", "−0.800"),
        ("{z[#1]}", "1.23"),
        ("{sigmoid[seal]} {argmax[seal]}", "0.562 0.000"),
        ("{sum(sigmoid)}", "1.646"),
        ("{sum(z)}", "0.68"),
        ("{sum_normalized[duck]}", "−1.176"),
        ("{exp[panda]} / {sum(exp)}", "3.421 / 5.155"),
        ("{max(softmax):.2f}", "0.66"),
        ("{max(z)}", "1.23"),
        ("{exp_limit(float16):.2f} {exp_limit(float64):.2f}", "11.09 709.78"),
        ("{log_softmax[panda]}", "−0.410"),
        ("{cross_entropy[panda]}", "0.410"),
        ("T = {T}, N = {N}", "T = 1, N = 3"),
        ("{entropy} {perplexity} {margin}", "0.831 2.296 0.415"),
        ("{predicted}", "panda"),
        ("{{softmax}} and }}", "{softmax} and }"),
    ],
)
def test_fields_are_filled_as_the_app_shows_numbers(text: str, filled: str) -> None:
    assert problems(text, ANIMALS) == ()
    assert fill(text, RUNNING) == filled


def test_what_is_infinite_or_undefined_is_said() -> None:
    snapshot = evaluate(State.of([-0.25, 1.0, -0.75], ["seal", "panda", "duck"]))
    assert fill("{sum_normalized[seal]} {sum_normalized[panda]}", snapshot) == "−∞ ∞"
    undefined = evaluate(State.of([1.0, math.nan], ["a", "b"]))
    assert fill("{softmax[a]} {predicted} {softmax[a]:%}", undefined) == "NaN ? NaN"
    assert fill("{T}", evaluate(State.of([1.0], temperature=math.inf))) == "∞"


@pytest.mark.parametrize(
    ("covered", "text", "filled"),
    [
        ({"softmax"}, "{softmax[panda]} {sigmoid[panda]}", "? 0.774"),
        ({"softmax"}, "{sum(softmax)} {log_softmax[seal]} {cross_entropy[seal]}", "? ? ?"),
        ({"softmax"}, "{entropy} {margin} {predicted} {T}", "? ? ? 1"),
        ({"softmax[panda]"}, "{softmax[panda]} {softmax[seal]} {sum(softmax)}", "? 0.249 ?"),
        ({"prediction"}, "{predicted} {softmax[panda]}", "? 0.664"),
        ({"lens"}, "{softmax[panda]}", "0.664"),
    ],
)
def test_what_is_covered_is_not_told(covered: set[str], text: str, filled: str) -> None:
    assert fill(text, RUNNING, covered) == filled


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("a {nonsense}", 2, "no field “nonsense”"),
        ("{sum(T)}", 0, "no field “T”"),
        ("{exp_limit(float8)}", 0, "choose from float16, bfloat16, float32, float64"),
        ("{softmax}", 0, "needs a class: {softmax[seal]}"),
        ("{T[panda]}", 0, "has no classes"),
        ("{softmax[cat]}", 0, "No class is called “cat”"),
        ("{softmax[#3]}", 0, "No class is called “#3”"),
        ("{softmax[panda]:d}", 0, "“d” is neither"),
        ("{softmax[panda]:.0f}", 0, "“.0f” is neither"),
        ("{softmax[panda]:.18f}", 0, "“.18f” is neither"),
        ("{predicted:.3f}", 0, "takes no format"),
        ("50 % {", 5, "written twice"),
        ("}", 0, "written twice"),
        ("{softmax[panda]", 0, "written twice"),
        ("{T}" * (MOST_FIELDS + 1), 3 * MOST_FIELDS, "200 fields at most"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, at: int, says: str) -> None:
    (found,) = problems(text, ANIMALS)
    assert found[0] == at
    assert says in found[1]


def test_a_wrong_field_stays_as_it_is_written() -> None:
    assert fill("{softmax[cat]} { {T}", RUNNING) == "{softmax[cat]} { 1"


def test_at_most_so_many_fields_are_filled() -> None:
    assert fill("{N}" * (MOST_FIELDS + 1), RUNNING) == "3" * MOST_FIELDS + "{N}"


def test_of_many_wrong_fields_the_first_are_told() -> None:
    assert len(problems("{softmax[cat]} }" * 100_000, ANIMALS)) == MOST_FIELDS + 1


@given(st.text("{}[]()#:.%f1szT ax\n", max_size=60) | st.text(max_size=40))
def test_filling_never_fails_and_leaves_words_alone(text: str) -> None:
    filled = fill(text, RUNNING)
    if "{" not in text and "}" not in text:
        assert filled == text
    if not problems(text, ANIMALS):
        assert isinstance(filled, str)


@given(st.sampled_from(["softmax", "sigmoid", "z"]), st.lists(st.floats(), min_size=1, max_size=5))
def test_every_entry_can_be_named_by_its_index(name: str, logits: list[float]) -> None:
    state = State.of(logits, ["same"] * len(logits))
    text = " ".join(f"{{{name}[#{i}]}}" for i in range(len(logits)))
    assert problems(text, state) == ()
    assert "{" not in fill(text, evaluate(state))
