"""Edits: pure functions from a State to the next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core import edits
from softmax_viz.core.numbers.names import MAX_NAME
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State

INF, NAN = math.inf, math.nan

Edit = Callable[[State], State]

seeds = st.integers(0, 2**32)


@st.composite
def states(draw: st.DrawFn, max_size: int = 7) -> State:
    z = draw(st.lists(st.floats(), min_size=1, max_size=max_size))
    names = st.one_of(st.text(min_size=1), st.integers(0, 20).map("class {}".format))
    labels = tuple(draw(names) for _ in z)
    colors = tuple(draw(st.integers(0, 9)) for _ in z)
    temperature = draw(st.floats(min_value=0))
    return replace(State.of(z, labels, temperature=temperature, example="x"), colors=colors)


def animals() -> State:
    return State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"], example="animals")


def classes(state: State) -> list[tuple[str, str, int]]:
    """Return the triples that belong together, with logits as text: nan equals nan there."""
    logits = map(repr, state.logits.tolist())
    return list(zip(logits, state.labels, state.colors, strict=True))


def settings_of(state: State) -> tuple[float, int, str]:
    return state.temperature, state.decimals, state.example


@given(states(), st.data())
def test_permutations_keep_every_class_together(state: State, data: st.DataObject) -> None:
    index = st.integers(0, state.count - 1)
    source, target, seed = data.draw(index), data.draw(index), data.draw(seeds)
    for permuted in (
        edits.move_class(state, source, target),
        edits.sort_by_value(state),
        edits.shuffle(state, seed),
    ):
        assert Counter(classes(permuted)) == Counter(classes(state))
        assert settings_of(permuted) == settings_of(state)


@given(states(), st.data())
def test_every_edit_leaves_its_state_alone(state: State, data: st.DataObject) -> None:
    before = replace(state, logits=state.logits.copy())
    index = data.draw(st.integers(0, state.count - 1))
    value = data.draw(st.floats())
    every: list[Edit] = [
        lambda s: edits.set_logit(s, index, value),
        lambda s: edits.rename(s, index, "name"),
        lambda s: edits.add_class(s, value),
        lambda s: edits.remove_classes(s, [index]),
        lambda s: edits.move_class(s, index, 0),
        edits.sort_by_value,
        lambda s: edits.shuffle(s, index),
        edits.set_all_to_zero,
        lambda s: edits.randomize(s, index),
        lambda s: edits.shift(s, value),
        lambda s: edits.scale(s, value),
        lambda s: edits.set_temperature(s, 2.0),
        lambda s: edits.set_decimals(s, 5),
        lambda s: edits.replace_logits(s, [value], None),
    ]
    for edit in every:
        assert not edit(state).logits.flags.writeable
        assert state == before


@given(states(), st.data())
def test_a_move_ends_at_its_target_and_can_be_taken_back(state: State, data: st.DataObject) -> None:
    index = st.integers(0, state.count - 1)
    source, target = data.draw(index), data.draw(index)
    moved = edits.move_class(state, source, target)
    assert classes(moved)[target] == classes(state)[source]
    others, moved_others = classes(state), classes(moved)
    del others[source], moved_others[target]
    assert moved_others == others
    assert edits.move_class(moved, target, source) == state


@pytest.mark.parametrize(("target", "end"), [(-5, 0), (99, 2)])
def test_a_move_beyond_an_end_stops_there(target: int, end: int) -> None:
    assert edits.move_class(animals(), 1, target).labels[end] == "panda"


@given(states(), st.sets(st.integers(0, 9)))
def test_removing_keeps_the_others_in_order(state: State, gone: set[int]) -> None:
    left = [triple for i, triple in enumerate(classes(state)) if i not in gone]
    removed = edits.remove_classes(state, gone)
    assert classes(removed) == (left or classes(state)[:1])
    assert settings_of(removed) == settings_of(state)


def test_removing_all_keeps_the_first() -> None:
    assert edits.remove_classes(animals(), range(3)).labels == ("seal",)


@given(states(), st.floats())
def test_adding_gives_a_new_name_and_color(state: State, value: float) -> None:
    added = edits.add_class(state, value)
    assert classes(added)[:-1] == classes(state)
    assert repr(float(added.logits[-1])) == repr(value)
    assert added.labels[-1] not in state.labels
    assert added.colors[-1] not in state.colors


def test_adding_takes_the_first_free_name_and_color() -> None:
    state = replace(State.of([1.0, 2.0], ["class 2", "class 3"]), colors=(0, 2))
    added = edits.add_class(state)
    assert (added.labels[-1], added.colors[-1], added.logits[-1]) == ("class 4", 1, 0.0)


@given(states())
def test_sorting_puts_the_largest_first_and_nan_last(state: State) -> None:
    z = edits.sort_by_value(state).logits
    numbers = z[~np.isnan(z)]
    assert not np.isnan(z[: numbers.size]).any()
    assert (numbers[1:] <= numbers[:-1]).all()


@given(states(), st.data())
def test_sorting_by_a_known_ranking_gives_the_same(state: State, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, state.count - 1))
    edited = edits.set_logit(state, index, data.draw(st.floats()))
    ranking = evaluate(state).ranking.with_logit(edited.logits, index)[0]
    assert edits.sort_by_value(edited, ranking) == edits.sort_by_value(edited)


def test_sorting_leaves_ties_as_they_were() -> None:
    state = State.of([1.0, NAN, 2.0, 1.0, NAN, -INF, 2.0], "abcdefg")
    assert "".join(edits.sort_by_value(state).labels) == "cgadfbe"


@given(states(), seeds)
def test_a_seed_makes_chance_repeatable(state: State, seed: int) -> None:
    assert edits.shuffle(state, seed) == edits.shuffle(state, seed)
    assert edits.randomize(state, seed) == edits.randomize(state, seed)


def test_seeds_differ() -> None:
    state = State.of(np.arange(20.0))
    assert edits.shuffle(state, 1) != edits.shuffle(state, 2)
    assert edits.randomize(state, 1) != edits.randomize(state, 2)


@given(states(), seeds)
def test_random_logits_are_plain_numbers_of_two_decimals(state: State, seed: int) -> None:
    drawn = edits.randomize(state, seed)
    for value in drawn.logits.tolist():
        assert value == float(f"{value:.2f}")
    assert (drawn.labels, drawn.colors) == (state.labels, state.colors)


def test_random_logits_have_deviation_2() -> None:
    z = edits.randomize(State.of(np.zeros(20_000)), 0).logits
    assert z.mean() == pytest.approx(0, abs=0.1)
    assert z.std() == pytest.approx(2, abs=0.1)
    assert (z == 0).any()
    assert not np.signbit(z[z == 0]).any()


@given(states(), st.floats())
def test_shift_and_scale_take_anything(state: State, value: float) -> None:
    shifted, scaled = edits.shift(state, value), edits.scale(state, value)
    for i, z in enumerate(state.logits.tolist()):
        assert repr(float(shifted.logits[i])) == repr(z + value)
        assert repr(float(scaled.logits[i])) == repr(z * value)


def test_a_shift_changes_no_softmax_but_the_division_by_the_sum() -> None:
    before, after = evaluate(animals()), evaluate(edits.shift(animals(), 3.0))
    np.testing.assert_allclose(
        after.output("softmax").values, before.output("softmax").values, rtol=1e-14
    )
    shifted = after.output("sum_normalized").values
    np.testing.assert_allclose(shifted, [3.25 / 9.68, 4.23 / 9.68, 2.2 / 9.68], rtol=1e-14)


def test_a_factor_is_softmax_at_its_inverse_as_temperature() -> None:
    scaled = evaluate(edits.scale(animals(), 4.0))
    colder = evaluate(edits.set_temperature(animals(), 0.25))
    before = evaluate(animals())
    np.testing.assert_array_equal(scaled.output("softmax").values, colder.output("softmax").values)
    np.testing.assert_allclose(
        scaled.output("sum_normalized").values, before.output("sum_normalized").values, rtol=1e-15
    )


def test_one_logit() -> None:
    changed = edits.set_logit(animals(), 1, -INF)
    assert changed.logits.tolist() == [0.25, -INF, -0.8]
    assert changed.labels == animals().labels


def test_all_to_zero() -> None:
    assert edits.set_all_to_zero(animals()) == replace(animals(), logits=np.zeros(3))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("giant panda", "giant panda"),
        ("  giant \t\n panda ", "giant panda"),
        ("x" * 300, "x" * MAX_NAME),
        ("\u200fgiant \u200bpanda\u200d", "giant panda"),
    ],
)
def test_renaming(typed: str, name: str) -> None:
    renamed = edits.rename(animals(), 1, typed)
    assert renamed == replace(animals(), labels=("seal", name, "duck"))


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\u200b", " \u202e\u3164 "])
def test_a_blank_name_changes_nothing(typed: str) -> None:
    assert edits.rename(animals(), 1, typed) == animals()


def test_settings() -> None:
    assert edits.set_temperature(animals(), INF) == replace(animals(), temperature=INF)
    assert edits.set_decimals(animals(), 6) == replace(animals(), decimals=6)
    with pytest.raises(ValueError, match="temperature"):
        edits.set_temperature(animals(), -1.0)
    with pytest.raises(ValueError, match="decimals"):
        edits.set_decimals(animals(), 0)


def test_pasting_as_many_numbers_keeps_the_classes() -> None:
    state = replace(animals(), colors=(2, 0, 1))
    assert edits.replace_logits(state, [1, 2, 3], None) == replace(
        state, logits=np.array([1.0, 2.0, 3.0])
    )


def test_pasting_fewer_or_more_numbers_makes_new_classes() -> None:
    pasted = edits.replace_logits(replace(animals(), temperature=2.0), [1.0, 2.0], None)
    assert pasted == State.of([1.0, 2.0], temperature=2.0, example="animals")


def test_pasting_names_takes_them() -> None:
    state = replace(animals(), colors=(2, 0, 1))
    pasted = edits.replace_logits(state, [1.0, 2.0, 3.0], ["a", "b", "c"])
    assert pasted == State.of([1.0, 2.0, 3.0], "abc", example="animals")


def test_a_name_that_is_pasted_blank_is_the_usual_one() -> None:
    pasted = edits.replace_logits(animals(), [1.0, 2.0, 3.0], ["a", "", "c"])
    assert pasted.labels == ("a", "class 1", "c")


def test_pasting_nothing_or_too_few_names_is_refused() -> None:
    with pytest.raises(ValueError, match="one logit or more"):
        edits.replace_logits(animals(), [], None)
    with pytest.raises(ValueError, match="logits 2, names 1, colours 2"):
        edits.replace_logits(animals(), [1.0, 2.0], ["a"])


def test_a_pin_is_the_state_without_its_pins() -> None:
    once = edits.pin(animals())
    assert once.pins == (animals(),)
    assert replace(once, pins=()) == animals()
    twice = edits.pin(edits.set_temperature(once, 5.0))
    assert twice.pins == (animals(), edits.set_temperature(animals(), 5.0))


def test_of_three_pins_the_oldest_goes_and_one_pinned_again_is_the_newest() -> None:
    state = animals()
    for t in (1.0, 2.0, 3.0):
        state = edits.pin(edits.set_temperature(state, t))
    assert [pin.temperature for pin in state.pins] == [2.0, 3.0]
    again = edits.pin(edits.set_temperature(state, 2.0))
    assert [pin.temperature for pin in again.pins] == [3.0, 2.0]


def test_unpinning() -> None:
    state = edits.pin(edits.set_temperature(edits.pin(animals()), 5.0))
    assert edits.unpin(state, 0).pins == state.pins[1:]
    assert edits.unpin(state, 1).pins == state.pins[:1]
    assert edits.unpin_all(state) == replace(state, pins=())
    assert edits.unpin_all(animals()) == animals()
