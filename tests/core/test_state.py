"""The one value everything follows from: equality, immutability, and what it refuses."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core import state as of_state
from softmax_viz.core.state import (
    MAX_DECIMALS,
    MIN_DECIMALS,
    State,
    default_labels,
    differing_logits,
    same_classes,
)

INF, NAN = math.inf, math.nan

logits = st.lists(st.floats(), min_size=1, max_size=6)
few = st.lists(st.sampled_from([0.0, -0.0, NAN, INF, 1.0]), min_size=1, max_size=2)


def animals(**changes: Any) -> State:
    return replace(State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"]), **changes)


@given(logits, st.floats(min_value=0), st.integers(MIN_DECIMALS, MAX_DECIMALS))
def test_equal_contents_make_equal_states(
    z: list[float], temperature: float, decimals: int
) -> None:
    one, other = (State.of(z, temperature=temperature, decimals=decimals) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)


@given(few, few)
def test_states_are_equal_where_their_logits_print_alike(a: list[float], b: list[float]) -> None:
    assert (State.of(a) == State.of(b)) == (repr(a) == repr(b))


def test_a_state_equals_itself() -> None:
    state = State.of([NAN])
    itself = state
    assert state == itself


def test_nan_equals_nan_whatever_its_bits() -> None:
    bits = np.array([0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0001], dtype=np.uint64)
    quiet, negative = (State.of(bits[i : i + 1].view(np.float64)) for i in range(2))
    assert quiet == negative
    assert hash(quiet) == hash(negative)


def test_minus_zero_differs_from_zero() -> None:
    assert State.of([-0.0]) != State.of([0.0])


@pytest.mark.parametrize(
    "change",
    [
        {"logits": np.array([0.25, 1.23, np.nextafter(-0.8, 0)])},
        {"labels": ("seal", "panda", "goose")},
        {"colors": (0, 2, 1)},
        {"temperature": 2.0},
        {"decimals": 4},
        {"example": "animals"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_counts(change: dict[str, Any]) -> None:
    assert animals(**change) != animals()
    assert animals(**change) == animals(**change)


def test_a_state_equals_nothing_but_a_state() -> None:
    assert State.of([1.0]) != 1.0
    assert State.of([1.0]) != "State"


def test_logits_of_another_count_differ() -> None:
    assert State.of([1.0]) != State.of([1.0, 1.0])


def test_nothing_can_be_changed() -> None:
    state = animals()
    with pytest.raises(ValueError, match="read-only"):
        state.logits[0] = 5.0
    with pytest.raises(FrozenInstanceError):
        state.temperature = 5.0  # type: ignore[misc]
    assert state == animals()


@pytest.mark.parametrize("whole", [True, False], ids=["array", "view"])
@pytest.mark.parametrize("writeable", [True, False], ids=["writeable", "read-only"])
def test_what_the_logits_were_made_of_may_change_later(whole: bool, writeable: bool) -> None:
    source = np.array([1.0, 2.0, 3.0])
    given_logits = source.copy() if whole else source[:]
    given_logits.flags.writeable = writeable
    state = State(given_logits, ("a", "b", "c"), (0, 1, 2))
    source[0] = 9.0
    if writeable:
        given_logits[1] = 9.0
    assert state.logits.tolist() == [1.0, 2.0, 3.0]


def test_an_edit_of_something_else_shares_the_logits() -> None:
    state = State.of(np.arange(1000.0))
    assert replace(state, temperature=2.0).logits is state.logits


@given(st.lists(st.floats(), min_size=1, max_size=6), st.sampled_from([0, 5000]), st.data())
def test_one_other_logit_is_as_a_state_of_these_logits(
    some: list[float], rest: int, data: st.DataObject
) -> None:
    z = np.concatenate([some, np.arange(float(rest))])
    state = State.of(z, temperature=2.0)
    index, value = data.draw(st.integers(0, len(some) - 1)), data.draw(st.floats())
    found = state.with_logit(index, value)
    assert state == State.of(z, temperature=2.0)
    z[index] = value
    anew = State.of(z, temperature=2.0)
    assert found == anew
    assert found.extent == pytest.approx(anew.extent, abs=0, rel=0, nan_ok=True)
    assert not found.logits.flags.writeable
    if not np.isnan(z).any():
        assert replace(found, temperature=3.0).logits is found.logits


@pytest.mark.parametrize("other", [0.0, -0.0, math.nan, 1.0])
@pytest.mark.parametrize("value", [0.0, -0.0, math.nan, 1.0])
def test_one_logit_is_compared_bit_for_bit(value: float, other: float) -> None:
    state = State.of([value, 2.0])
    found = state.with_logit(0, other)
    assert (found == state) is (repr(other) == repr(value))
    assert differing_logits(found, state) == ([] if found == state else [0])


def test_strided_logits_compare_and_hash() -> None:
    source = np.arange(6.0)
    source.flags.writeable = False
    strided = State(source[::2], ("a", "b", "c"), (0, 1, 2))
    assert strided == State.of([0.0, 2.0, 4.0], "abc")
    assert hash(strided) == hash(State.of([0.0, 2.0, 4.0], "abc"))


@pytest.mark.parametrize(
    "values",
    [[1, 2], (1.0, 2.0), range(1, 3), iter([1, 2]), np.array([1, 2]), np.array([1, 2], ">f8")],
    ids=lambda values: type(values).__name__,
)
def test_made_of_any_numbers(values: Any) -> None:
    state = State.of(values)
    assert state.logits.dtype == np.float64
    assert state.logits.tolist() == [1.0, 2.0]
    assert state.count == 2
    assert state.labels == ("class 0", "class 1")
    assert state.colors == (0, 1)
    assert (state.temperature, state.decimals, state.example) == (1.0, 3, "")


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]], np.zeros((2, 2)), np.array(1.0)])
def test_only_a_vector_of_one_logit_or_more(values: Any) -> None:
    with pytest.raises(ValueError, match=r"^A state needs a vector of one logit or more\.$"):
        State(np.array(values), ("a",), (0,))


def test_one_name_and_one_color_for_each_logit() -> None:
    with pytest.raises(ValueError, match=r"logits 3, names 2, colours 3\.$"):
        State.of([1.0, 2.0, 3.0], ["a", "b"])
    with pytest.raises(ValueError, match=r"logits 1, names 1, colours 0\.$"):
        State(np.zeros(1), ("a",), ())


@pytest.mark.parametrize("temperature", [-1.0, -5e-324, -INF, NAN])
def test_a_temperature_is_not_negative(temperature: float) -> None:
    with pytest.raises(ValueError, match=r"^The temperature must be 0 or more, up to infinity; "):
        State.of([1.0], temperature=temperature)


@pytest.mark.parametrize("temperature", [0.0, 5e-324, 1e-320, 1, 1e300, INF])
def test_any_other_temperature_is_kept(temperature: float) -> None:
    assert State.of([1.0], temperature=temperature).temperature == temperature


@given(st.floats(0, INF))
def test_another_temperature_is_as_a_state_made_with_it(temperature: float) -> None:
    state = State.of([1.0, NAN, -0.0], "abc", decimals=5)
    found = state.with_temperature(temperature)
    assert found == replace(state, temperature=temperature)
    assert found.logits is state.logits
    assert state.temperature == 1
    assert math.copysign(1, state.with_temperature(-0.0).temperature) == 1


@pytest.mark.parametrize("temperature", [-1.0, -5e-324, -INF, NAN])
def test_another_temperature_is_not_negative_either(temperature: float) -> None:
    with pytest.raises(ValueError, match=r"^The temperature must be 0 or more, up to infinity; "):
        State.of([1.0]).with_temperature(temperature)


def test_temperature_minus_zero_is_zero() -> None:
    assert math.copysign(1, State.of([1.0], temperature=-0.0).temperature) == 1


@pytest.mark.parametrize("decimals", [-1, 0, 18])
def test_decimals_that_cannot_be_shown(decimals: int) -> None:
    sentence = rf"^{decimals} decimals cannot be shown; choose from 1 to 17\.$"
    with pytest.raises(ValueError, match=sentence):
        State.of([1.0], decimals=decimals)


def test_other_logits_keep_the_rest() -> None:
    state = State.of([1.0, 2.0], ["a", "b"], temperature=3.0)
    other = state.with_logits([5.0, 6.0])
    assert other.logits.tolist() == [5.0, 6.0]
    assert (other.labels, other.temperature) == (state.labels, 3.0)
    with pytest.raises(ValueError, match="one name"):
        state.with_logits([1.0])


def test_at_most_two_pins_and_none_with_pins_of_its_own() -> None:
    plain = State.of([1.0])
    assert State.of([2.0], pins=(plain, plain)).pins == (plain, plain)
    for pins in ((plain,) * 3, (State.of([2.0], pins=(plain,)),)):
        with pytest.raises(ValueError, match=r"^At most 2 states can be pinned, none with pins"):
            State.of([1.0], pins=pins)


def test_pins_count_when_states_are_compared() -> None:
    plain = State.of([1.0])
    assert State.of([1.0], pins=(plain,)) != plain
    assert State.of([1.0], pins=(State.of([NAN]),)) == State.of([1.0], pins=(State.of([NAN]),))


def test_other_logits_for_the_same_classes() -> None:
    state = State.of([1.0, 2.0], ["a", "b"], temperature=3.0, pins=(State.of([1.0]),))
    assert state.with_logits([5, -INF]) == State.of(
        [5.0, -INF], ["a", "b"], temperature=3.0, pins=(State.of([1.0]),)
    )
    with pytest.raises(ValueError, match="logits 1, names 2"):
        state.with_logits([1.0])


def test_usual_names_are_in_the_language_that_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_labels(2) == ("class 0", "class 1")
    monkeypatch.setattr(of_state, "tr", {"class {index}": "Klasse {index}."}.__getitem__)
    assert default_labels(2) == ("Klasse 0.", "Klasse 1.")
    assert State.of([5.0]).labels == ("Klasse 0.",)


def test_fewer_classes_are_not_the_same_ones() -> None:
    three = State.of([1.0, 2.0, 3.0])
    assert same_classes(three, State.of([5.0, 6.0, 7.0]))
    assert not same_classes(three, State.of([1.0, 2.0]))
