"""The rows of a table: going through them, selecting among them, a row as a State."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core import edits
from softmax_viz.core.data.blocks import in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.row_words import (
    count_words,
    place_words,
    predicted_words,
    selection_words,
    size_words,
    standing,
    true_class_words,
)
from softmax_viz.core.data.rows import (
    ALL,
    ANY_CLASS,
    LEAST_SURE,
    SURELY_WRONG,
    WRONG,
    Rows,
    Selection,
    needs_winners,
    select,
)
from softmax_viz.core.data.winners import Winners, winners
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State

NAN = math.nan
TABLE = LogitsTable(
    np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0], [1.0, 0.0, 0.5], [0.0, 0.0, 9.0], [NAN, 0.0, 1.0]]),
    ("cat", "dog", "owl"),
    np.array([0, 0, 1, 0, 2]),
)
UNLABELLED = LogitsTable(TABLE.values, TABLE.labels)
BEFORE = State.of([1.0], ["x"], temperature=0.5, decimals=7)


def predicted(table: LogitsTable = TABLE, temperature: float = 1.0) -> Winners:
    *_, (_, found) = winners(table, temperature, in_turn)
    return found


def selected(selection: Selection, table: LogitsTable = TABLE) -> list[int]:
    rows = select(Rows(table), selection, predicted(table, selection.temperature))
    assert rows.selection == selection
    assert rows.place == 0
    return [rows.at(place).row for place in range(rows.count)]


# Going through them


def test_places_beyond_the_ends_are_the_ends() -> None:
    rows = Rows(TABLE)
    assert [rows.at(place).row for place in (-7, 0, 3, 4, 5, 99)] == [0, 0, 3, 4, 4, 4]
    assert rows.at(-1) is rows


def test_a_row_of_the_file_is_found_among_the_selected_ones() -> None:
    assert Rows(TABLE).at_row(3).row == 3
    rows = select(Rows(TABLE), Selection(WRONG), predicted())
    assert rows.order is not None
    there = rows.at_row(3)
    assert (there.row, there.place) == (3, 2)
    assert there.selection == Selection(WRONG)


def test_a_row_that_is_not_selected_takes_the_selection_back() -> None:
    there = select(Rows(TABLE), Selection(WRONG), predicted()).at_row(0)
    assert (there.row, there.order, there.selection) == (0, None, Selection())
    assert there.count == TABLE.rows


def test_a_row_as_a_state_keeps_temperature_decimals_and_pins() -> None:
    pinned = edits.pin(BEFORE)
    state = Rows(TABLE, 1).state(pinned)
    assert state.logits.tolist() == [0.0, 3.0, 0.0]
    assert state.labels == TABLE.labels
    assert (state.temperature, state.decimals, state.pins) == (0.5, 7, pinned.pins)


def test_a_state_shows_a_row_at_any_temperature_until_it_is_edited() -> None:
    rows = Rows(TABLE, 4)
    state, logits = rows.state(BEFORE), TABLE.row(4)
    assert rows.is_shown_by(state, logits)
    assert rows.is_shown_by(edits.set_decimals(state, 2), logits)
    for edited in (
        edits.set_logit(state, 1, 0.5), edits.rename(state, 0, "seal"),
        edits.move_class(state, 0, 2), edits.add_class(state), BEFORE,
    ):  # fmt: skip
        assert not rows.is_shown_by(edited, logits)
    assert not Rows(TABLE, 3).is_shown_by(state, TABLE.row(3))


def test_the_true_class_is_found_wherever_its_class_was_moved() -> None:
    rows = Rows(TABLE, 2)
    state = rows.state(BEFORE)
    assert rows.true_class(state) == 1
    assert rows.true_class(edits.move_class(state, 1, 2)) == 2
    assert rows.true_class(edits.add_class(state)) == 1
    assert rows.true_class(edits.remove_classes(state, [1])) == -1
    assert rows.true_class(edits.rename(state, 1, "seal")) == -1
    assert rows.true_class(BEFORE) == -1
    assert Rows(UNLABELLED).true_class(state) == -1


# Selecting


def test_the_wrong_ones_in_the_order_of_the_file() -> None:
    assert selected(Selection(WRONG)) == [1, 2, 3, 4]
    assert selected(Selection(WRONG, 0)) == [1, 3]


def test_the_least_sure_first_and_those_without_a_prediction_last() -> None:
    assert selected(Selection(LEAST_SURE)) == [2, 0, 1, 3, 4]
    assert selected(Selection(LEAST_SURE, 0)) == [0, 1, 3]
    assert selected(Selection(LEAST_SURE), UNLABELLED) == [2, 0, 1, 3, 4]


def test_the_most_confidently_wrong_first() -> None:
    assert selected(Selection(SURELY_WRONG)) == [3, 1, 2, 4]
    assert selected(Selection(SURELY_WRONG, 1)) == [2]


def test_a_class_is_the_true_one_or_else_the_predicted_one() -> None:
    assert selected(Selection(of_class=0)) == [0, 1, 3]
    assert selected(Selection(of_class=0), UNLABELLED) == [0, 2]


def test_all_rows_again_stay_at_the_row() -> None:
    rows = select(Rows(TABLE), Selection(WRONG), predicted()).at(2)
    everything = select(rows, Selection())
    assert (everything.row, everything.count, everything.order) == (3, 5, None)


def test_equally_sure_rows_keep_the_order_of_the_file() -> None:
    table = LogitsTable(np.zeros((6, 2)), ("a", "b"), np.ones(6, np.int64))
    for kind in (LEAST_SURE, SURELY_WRONG):
        assert selected(Selection(kind), table) == list(range(6))


def test_how_sure_rows_are_depends_on_the_temperature() -> None:
    table = LogitsTable(np.array([[0.0, 0.2, -9.0], [0.8, 0.0, 0.0]]), ("a", "b", "c"))
    assert selected(Selection(LEAST_SURE), table) == [1, 0]
    assert selected(Selection(LEAST_SURE, temperature=0.1), table) == [0, 1]


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (Selection(WRONG, 2), None),
        (Selection(WRONG, 1), None),
        (Selection(of_class=1), None),
        (Selection(WRONG), "No row is wrong."),
        (Selection(SURELY_WRONG), "No row is wrong."),
    ],
)
def test_nothing_left_is_said(selection: Selection, sentence: str | None) -> None:
    right = LogitsTable(np.array([[2.0, 1.0, 0.0]]), TABLE.labels, np.array([0]))
    label = TABLE.labels[selection.of_class]
    if sentence is None:
        wrong = selection.kind == WRONG
        sentence = (
            f"No row of class “{label}” is wrong." if wrong else f"No row is of class “{label}”."
        )
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        select(Rows(right), selection, predicted(right))
    assert str(raised.value) == sentence


def test_nothing_is_predicted_to_be_of_a_class() -> None:
    table = LogitsTable(np.array([[2.0, 1.0]]), ("cat", "dog"))
    with pytest.raises(ValueError, match=r"^No row is predicted to be of class “dog”\.$"):
        select(Rows(table), Selection(of_class=1), predicted(table))


def test_without_true_classes_nothing_is_wrong_nor_right() -> None:
    for kind in (WRONG, SURELY_WRONG):
        with pytest.raises(ValueError, match="no true classes"):
            select(Rows(UNLABELLED), Selection(kind), predicted(UNLABELLED))


def test_what_needs_predictions_says_so() -> None:
    assert not needs_winners(TABLE, Selection())
    assert not needs_winners(TABLE, Selection(of_class=1))
    assert needs_winners(UNLABELLED, Selection(of_class=1))
    assert needs_winners(TABLE, Selection(WRONG))
    assert select(Rows(TABLE), Selection(of_class=1)).row == 2
    with pytest.raises(ValueError, match="what is predicted"):
        select(Rows(TABLE), Selection(LEAST_SURE))


KINDS = st.sampled_from([ALL, WRONG, LEAST_SURE, SURELY_WRONG])
PROBABILITIES = st.one_of(st.sampled_from([NAN, 0.5, 1.0]), st.floats(0.2, 1))


@given(
    st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2), PROBABILITIES), min_size=1),
    KINDS, st.integers(-1, 2), st.booleans(),
)  # fmt: skip
def test_a_selection_is_what_brute_force_finds(
    examples: list[tuple[int, int, float]], kind: str, of_class: int, labelled: bool
) -> None:
    targets, indices, confidences = (list(column) for column in zip(*examples, strict=True))
    table = LogitsTable(
        np.zeros((len(examples), 3)), ("a", "b", "c"), np.array(targets) if labelled else None
    )
    found = Winners(np.array(indices), np.array(confidences))
    if kind in (WRONG, SURELY_WRONG) and not labelled:
        return
    classes = targets if labelled else indices
    expected = [
        row for row in range(len(examples))
        if (of_class == ANY_CLASS or classes[row] == of_class)
        and (kind not in (WRONG, SURELY_WRONG) or -1 != targets[row] != indices[row])
    ]  # fmt: skip
    sign = {LEAST_SURE: 1, SURELY_WRONG: -1}.get(kind, 0)
    if sign:
        expected.sort(key=lambda row: (
            math.isnan(confidences[row]),
            0 if math.isnan(confidences[row]) else sign * confidences[row],
        ))  # fmt: skip
    try:
        rows = select(Rows(table), Selection(kind, of_class), found)
    except ValueError:
        assert not expected
        return
    assert [rows.at(place).row for place in range(rows.count)] == expected


# In words


def test_a_table_and_its_row_in_words() -> None:
    assert size_words(LogitsTable(np.zeros((1234, 2)), ("a", "b"))) == "1,234 rows × 2 classes"
    assert true_class_words(Rows(TABLE, 2)) == "True class: dog"
    assert true_class_words(Rows(UNLABELLED, 2)) == "True class: not known"


def test_the_place_among_the_selected_rows_in_words() -> None:
    assert place_words(Rows(TABLE, 3)) == ""
    rows = select(Rows(TABLE), Selection(WRONG), predicted()).at(1)
    assert place_words(rows) == "2 of 4"
    unsure = select(Rows(TABLE), Selection(LEAST_SURE, temperature=2.5), predicted())
    assert place_words(unsure) == "1 of 5 at T = 2.5"
    assert count_words(unsure) == "1 of 5"
    assert selection_words(TABLE, Selection(LEAST_SURE, temperature=2.5)) == (
        "least sure first at T = 2.5"
    )
    assert selection_words(TABLE, Selection(SURELY_WRONG, 1)) == (
        "most confidently wrong first at T = 1, of class dog"
    )
    assert selection_words(TABLE, Selection(of_class=0)) == "of class cat"
    assert selection_words(UNLABELLED, Selection(of_class=0)) == "predicted to be cat"


@pytest.mark.parametrize(("row", "mark"), [(0, "✓ right"), (1, "✗ wrong"), (4, "")])
def test_right_and_wrong_in_words(row: int, mark: str) -> None:
    rows = Rows(TABLE, row)
    state = rows.state(BEFORE)
    snapshot = evaluate(state, rows=rows, true_class=rows.true_class(state))
    assert standing(snapshot) == mark


def test_the_prediction_in_words() -> None:
    rows = Rows(TABLE)
    assert predicted_words(evaluate(rows.state(BEFORE))) == ("Predicted: cat", "86.7\u202f%")
    covered = evaluate(rows.state(BEFORE), covered=frozenset({"softmax"}))
    assert predicted_words(covered) == ("Predicted: ?", "")
    undefined = predicted_words(evaluate(Rows(TABLE, 4).state(BEFORE)))
    assert undefined[0].startswith("No prediction: ")
    assert undefined[1] == ""


def test_what_is_covered_is_neither_right_nor_wrong() -> None:
    rows = Rows(TABLE)
    covered = frozenset({"prediction"})
    assert standing(evaluate(rows.state(BEFORE), covered=covered, rows=rows, true_class=0)) == ""
    assert standing(evaluate(rows.state(BEFORE), rows=rows)) == ""
