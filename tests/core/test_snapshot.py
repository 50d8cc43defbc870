"""The snapshot: computed on demand, once, read-only, and taken over where T plays no part."""

from __future__ import annotations

import gc
import math
import weakref
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from softmax_viz.core import edits, functions, snapshot
from softmax_viz.core.edits import set_logit
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.ranking import following
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State, Vector

INF, NAN = math.inf, math.nan
KEYS = [kind.key for kind in OUTPUTS]

logits = st.lists(st.floats(), min_size=1, max_size=6)
temperatures = st.one_of(st.sampled_from([0.0, 1.0, INF]), st.floats(min_value=0))


def animals(temperature: float = 1.0) -> State:
    return State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"], temperature=temperature)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each part is computed."""
    counts: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            counts[name] += 1
            return function(*arguments, **options)

        return call

    for kind in OUTPUTS:
        counting = replace(kind, evaluate=counted(kind.key, kind.evaluate))
        monkeypatch.setitem(snapshot._KINDS, kind.key, counting)
    for name in ("log_softmax", "entropy"):
        monkeypatch.setattr(functions, name, counted(name, getattr(functions, name)))
    monkeypatch.setattr(np, "argsort", counted("order", np.argsort))
    return counts


def everything(shown: Snapshot) -> None:
    for key in KEYS:
        shown.output(key)
    assert shown.log_softmax.size
    assert shown.scaled_logits.size
    assert shown.perplexity >= 1
    assert shown.prediction


def test_nothing_is_computed_before_it_is_asked_for(computed: Counter[str]) -> None:
    evaluate(animals(2.0), evaluate(animals()))
    assert not computed


def test_each_part_is_computed_once(computed: Counter[str]) -> None:
    shown = evaluate(animals())
    everything(shown)
    everything(shown)
    assert computed == dict.fromkeys([*KEYS, "log_softmax", "entropy", "order"], 1)


def test_one_output_costs_no_other(computed: Counter[str]) -> None:
    evaluate(animals()).output("argmax")
    assert computed == {"argmax": 1, "order": 1}


def test_what_does_not_look_at_the_temperature_is_taken_over(computed: Counter[str]) -> None:
    before = evaluate(animals())
    everything(before)
    after = evaluate(animals(2.0), before)
    everything(after)
    again = {"softmax": 2, "sigmoid": 2, "log_softmax": 2, "entropy": 2}
    assert computed == {"argmax": 1, "sum_normalized": 1, "order": 1, **again}
    for key in ("argmax", "sum_normalized"):
        assert after.output(key) is before.output(key)


def test_parts_not_asked_for_before_are_computed_after(computed: Counter[str]) -> None:
    before = evaluate(animals())
    before.output("argmax")
    evaluate(animals(2.0), before).output("sum_normalized")
    assert computed == {"argmax": 1, "sum_normalized": 1, "order": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"logits": np.array([0.25, 1.23, -0.81])},
        {"labels": ("seal", "bear", "duck")},
        {"colors": (2, 1, 0)},
        {"decimals": 5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_is_taken_over_from_other_logits_classes_or_decimals(
    change: dict[str, Any],
) -> None:
    before = evaluate(animals())
    everything(before)
    after = evaluate(replace(animals(), **change), before)
    for key in KEYS:
        # of another logit that leaves the winner in place, argmax is the same
        if (key, *change) != ("argmax", "logits"):
            assert after.output(key) is not before.output(key)


@given(logits, temperatures, temperatures, st.data())
def test_a_previous_snapshot_changes_no_result(
    z: list[float], before: float, after: float, data: st.DataObject
) -> None:
    previous = evaluate(State.of(z, temperature=before))
    for key in data.draw(st.sets(st.sampled_from(KEYS))):
        previous.output(key)
    changes: dict[str, Any] = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "logits": logits.filter(lambda other: len(other) == len(z)).map(np.array),
                "decimals": st.integers(1, 17),
            },
        )
    )
    state = replace(previous.state, temperature=after, **changes)
    saved, fresh = evaluate(state, previous), evaluate(state)
    for key in KEYS:
        one, other = saved.output(key), fresh.output(key)
        assert_array_equal(one.values, other.values)
        assert repr(one.total) == repr(other.total)
        assert (one.kind, one.axis, one.verdicts) == (other.kind, other.axis, other.verdicts)


@given(logits, temperatures, temperatures, st.data())
def test_an_edit_of_classes_gives_what_its_state_alone_gives(
    z: list[float], before: float, after: float, data: st.DataObject
) -> None:
    state = State.of(z, temperature=before)
    index = st.integers(0, len(z) - 1)
    place, target = data.draw(index), data.draw(index)
    edited = data.draw(
        st.sampled_from(
            [
                edits.rename(state, place, "seal"),
                edits.set_decimals(state, 7),
                edits.move_class(state, place, target),
                edits.remove_classes(state, [place]),
                edits.add_class(state, z[target]),
                edits.sort_by_value(state),
                edits.shift(state, 1.0),
                edits.pin(state),
                edits.rename(edits.set_logit(state, place, 5.0), target, "panda"),
            ]
        )
    )
    edited = data.draw(st.sampled_from([edited, edited.with_temperature(after)]))
    one, other = data.draw(st.permutations([state, edited]))
    previous = evaluate(one)
    everything_but_perplexity(previous)
    saved, fresh = evaluate(other, previous), evaluate(other)
    assert repr(saved.entropy) == repr(fresh.entropy)
    assert repr(saved.prediction) == repr(fresh.prediction)
    assert_array_equal(saved.ranking.classes, fresh.ranking.classes)
    for key in KEYS:
        assert saved.output(key).values.tobytes() == fresh.output(key).values.tobytes()
        assert repr(saved.output(key).total) == repr(fresh.output(key).total)
        assert saved.output(key).axis == fresh.output(key).axis
        assert saved.output(key).verdicts == fresh.output(key).verdicts


@pytest.mark.parametrize("count", [3, 5000])
def test_another_name_or_number_of_digits_computes_nothing_again(
    computed: Counter[str], count: int
) -> None:
    state = State.of(np.random.default_rng(count).normal(0.5, 2, count))
    before = evaluate(state)
    everything(before)
    once = Counter({key: computed[key] for key in (*KEYS, "order")})
    for other in (edits.rename(state, 1, "bear"), replace(state, decimals=5), edits.pin(state)):
        after = evaluate(other, before)
        for key in KEYS:
            assert after.output(key).values is before.output(key).values
        assert after.entropy == before.entropy
        assert after.ranking is before.ranking
    assert {key: computed[key] for key in once} == once


@pytest.mark.parametrize("count", [3, 5000])
@pytest.mark.parametrize("temperature", [0.0, 1e-320, 0.5, INF])
def test_entropy_may_be_asked_for_before_softmax(temperature: float, count: int) -> None:
    z = np.random.default_rng(count).normal(0, 2, count).round(1)
    shown = evaluate(State.of(z, temperature=temperature))
    assert shown.entropy == functions.entropy(z, temperature)
    assert shown.entropy == evaluate(shown.state.with_temperature(temperature), shown).entropy
    assert shown.output("softmax").values.tolist() == functions.softmax(z, temperature).tolist()


def test_a_verdict_has_the_new_name_of_a_class() -> None:
    ties = evaluate(State.of([1.0, 1.0, 0.0], ["seal", "panda", "duck"]))
    everything(ties)
    renamed = evaluate(edits.rename(ties.state, 1, "bear"), ties)
    said = [verdict.text for verdict in renamed.output("argmax").verdicts]
    assert "order broken: seal, bear" in said


def test_logits_that_stay_are_not_ranked_again() -> None:
    before = evaluate(State.of([1.0, 3.0, 2.0]))
    ranking = before.ranking
    state = before.state
    for other in (
        replace(state, decimals=7),
        replace(state, labels=("seal", "panda", "duck")),
        replace(state, temperature=2.0),
    ):
        assert evaluate(other, before).ranking is ranking
    pinned = evaluate(replace(state, pins=(replace(state, temperature=5.0),)), before)
    assert pinned.pins[0].ranking is ranking
    assert_array_equal(
        pinned.pins[0].output("softmax").values,
        evaluate(replace(state, temperature=5.0)).output("softmax").values,
    )
    assert evaluate(State.of([1.0, 3.0, 4.0]), before).ranking is not ranking


special = st.sampled_from([NAN, INF, -INF, 0.0, -0.0, 40.0, -40.0, 1e308, 5e-324])
dragged = st.one_of(special, st.floats(-9, 9))


@given(
    st.lists(dragged, max_size=2),
    st.integers(0, 9),
    st.lists(st.tuples(dragged, temperatures), min_size=1, max_size=4),
    st.booleans(),
)
@example([NAN], 0, [(0.0, 1.0), (-0.0, 1.0), (NAN, 1.0), (1.0, 1.0)], True)
@example([], 7, [(3.0, 1.0), (-3.0, 1.0), (3.0, 0.0), (5.0, 1.0)], False)
@example([], 9, [(1e308, 1.0), (8.0, 1.0), (-700.0, 1.0), (-1e5, 1.0)], False)
@pytest.mark.parametrize("count", [10, 5000])
def test_dragging_one_of_many_is_as_if_every_state_were_the_first(
    count: int,
    odd: list[float],
    index: int,
    drag: list[tuple[float, float]],
    rounded: bool,
) -> None:
    z = np.random.default_rng(count).normal(0.5, 2, count)
    z = z.round(1) if rounded else z
    z[3 : 3 + len(odd)] = odd
    shown = evaluate(State.of(z))
    everything_but_perplexity(shown)
    for logit, temperature in drag:
        state = replace(set_logit(shown.state, index, logit), temperature=temperature)
        shown, fresh = evaluate(state, shown), evaluate(state)
        everything_but_perplexity(shown)
        for key in KEYS:
            one, other = shown.output(key), fresh.output(key)
            assert_array_equal(one.values, other.values)
            assert_array_equal(np.signbit(one.values), np.signbit(other.values))
            assert repr(one.total) == repr(other.total)
            assert (one.axis, one.verdicts) == (other.axis, other.verdicts)
        assert repr(shown.entropy) == repr(fresh.entropy)
        assert repr(shown.prediction) == repr(fresh.prediction)
        assert_array_equal(shown.ranking.classes, fresh.ranking.classes)


def everything_but_perplexity(shown: Snapshot) -> None:
    for key in KEYS:
        shown.output(key)
    assert shown.prediction
    assert shown.entropy >= 0 or math.isnan(shown.entropy)


def test_after_its_first_moment_a_drag_compares_no_more_than_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    def counted(*arguments: Any, **options: Any) -> Any:
        compared.append(arguments)
        return following(*arguments, **options)

    monkeypatch.setattr(snapshot, "following", counted)
    shown = evaluate(State.of(np.random.default_rng(0).normal(0.5, 2, 5000), temperature=2.0))
    for logit, again in ((1.5, 4), (1.6, 2), (1.7, 0), (-1.7, 0)):
        compared.clear()
        shown = evaluate(set_logit(shown.state, 7, logit), shown)
        everything_but_perplexity(shown)
        assert len(compared) == again


def test_a_drag_of_another_class_leaves_argmax_as_it_is(computed: Counter[str]) -> None:
    before = evaluate(animals())
    everything(before)
    after = evaluate(replace(animals(), logits=np.array([0.5, 1.23, -0.8])), before)
    everything(after)
    assert after.output("argmax") is before.output("argmax")
    assert computed["order"] == 1
    winner = evaluate(replace(animals(), logits=np.array([1.5, 1.23, -0.8])), after)
    assert winner.output("argmax").values.tolist() == [1.0, 0.0, 0.0]


def test_a_snapshot_does_not_keep_the_one_before_it() -> None:
    first = evaluate(animals())
    everything(first)
    gone = weakref.ref(first)
    second = evaluate(animals(2.0), first)
    del first
    gc.collect()
    assert gone() is None
    everything(second)


@pytest.mark.parametrize("temperature", [0.0, 1.0, INF])
@pytest.mark.parametrize("count", [3, 5000])
def test_arrays_are_read_only(count: int, temperature: float) -> None:
    shown = evaluate(State.of(np.arange(float(count)), temperature=temperature))
    arrays = [shown.log_softmax, shown.scaled_logits, *(shown.output(k).values for k in KEYS)]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0


def test_an_output_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        evaluate(animals()).output("softmin")


# Scaled logits.


@pytest.mark.parametrize(
    ("temperature", "scaled"),
    [
        (1.0, [0.5, -0.5, 0.0, INF, -INF, NAN]),
        (0.25, [2.0, -2.0, 0.0, INF, -INF, NAN]),
        (5e-324, [INF, -INF, 0.0, INF, -INF, NAN]),
        (0.0, [INF, -INF, 0.0, INF, -INF, NAN]),
        (INF, [0.0, 0.0, 0.0, INF, -INF, NAN]),
    ],
)
def test_scaled_logits(temperature: float, scaled: list[float]) -> None:
    state = State.of([0.5, -0.5, 0.0, INF, -INF, NAN], temperature=temperature)
    assert_array_equal(evaluate(state).scaled_logits, scaled)


@given(logits, temperatures)
def test_softmax_looks_at_scaled_logits_only(z: list[float], temperature: float) -> None:
    shown = evaluate(State.of(z, temperature=temperature))
    if np.abs(shown.scaled_logits).max() < 1e3:
        directly = evaluate(State.of(shown.scaled_logits)).output("softmax").values
        np.testing.assert_allclose(shown.output("softmax").values, directly, rtol=1e-12)


# The prediction.


def test_running_example() -> None:
    shown = evaluate(animals())
    assert shown.state.labels[shown.prediction.index] == "panda"
    assert shown.prediction.probability == pytest.approx(0.663726, abs=5e-7)
    assert shown.prediction.margin == pytest.approx(0.663726 - 0.249104, abs=1e-6)
    assert (shown.prediction.ties, shown.prediction.reason) == (1, "")
    assert shown.entropy == pytest.approx(0.830965, abs=5e-7)
    assert shown.perplexity == pytest.approx(math.exp(0.830965), abs=5e-6)
    np.testing.assert_allclose(np.exp(shown.log_softmax), shown.output("softmax").values)


@pytest.mark.parametrize("temperature", [0.0, 1e-320, 1.0, 1e300, INF])
def test_temperature_never_changes_the_winner(temperature: float) -> None:
    assert evaluate(animals(temperature)).prediction.index == 1


@pytest.mark.parametrize(
    ("temperature", "probability", "margin", "entropy"),
    [
        (0.0, 1, 1, 0),
        (1e-320, 1, 1, 0),
        (1e300, 1 / 3, 0, math.log(3)),
        (INF, 1 / 3, 0, math.log(3)),
    ],
)
def test_prediction_at_the_ends(
    temperature: float, probability: float, margin: float, entropy: float
) -> None:
    shown = evaluate(animals(temperature))
    assert shown.prediction.probability == probability
    assert shown.prediction.margin == margin
    assert shown.entropy == pytest.approx(entropy, rel=1e-15)
    assert shown.perplexity == pytest.approx(math.exp(entropy), rel=1e-15)


def test_a_tie_goes_to_the_first() -> None:
    found = evaluate(State.of([-1.0, 2.0, 2.0, 2.0])).prediction
    assert (found.index, found.ties, found.margin) == (1, 3, 0)


def test_two_classes_differ_by_the_margin() -> None:
    assert evaluate(State.of([math.log(3), 0.0])).prediction.margin == pytest.approx(0.5)


def test_a_single_class_wins_by_everything() -> None:
    found = evaluate(State.of([-3.0])).prediction
    assert (found.index, found.ties, found.probability, found.margin) == (0, 1, 1, 1)


@pytest.mark.parametrize(
    ("z", "reason"),
    [
        ([1.0, INF], "class 1 is ∞, and ∞ − ∞ is not a number"),
        ([1.0, NAN], "class 1 is NaN"),
        ([-INF, -INF], "every logit is −∞, so the sum of exponents is 0"),
    ],
)
@pytest.mark.parametrize("temperature", [0.0, 1.0, INF])
def test_no_prediction(z: list[float], reason: str, temperature: float) -> None:
    shown = evaluate(State.of(z, temperature=temperature))
    found = shown.prediction
    assert (found.index, found.ties, found.reason) == (-1, 0, reason)
    assert math.isnan(found.probability)
    assert math.isnan(found.margin)
    assert math.isnan(shown.entropy)
    assert math.isnan(shown.perplexity)


@given(logits, temperatures)
def test_a_prediction_is_the_largest_logit_and_the_largest_share(
    z: list[float], temperature: float
) -> None:
    shown = evaluate(State.of(z, temperature=temperature))
    found, p = shown.prediction, shown.output("softmax").values
    if not found.reason:
        assert z[found.index] == max(z)
        assert max(z) not in z[: found.index]
        assert found.probability == p.max()
        assert 0 <= found.margin <= found.probability
        assert found.ties == z.count(max(z))
        assert 0 <= shown.entropy <= math.log(len(z)) + 1e-15
        assert 1 <= shown.perplexity <= len(z) * (1 + 1e-14)


def test_the_total_is_the_sum_of_the_entries() -> None:
    output = evaluate(animals()).output("sigmoid")
    values: Vector = output.values
    assert output.total == math.fsum(values)


def test_the_same_state_keeps_every_output_when_only_a_cover_goes() -> None:
    running = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
    covered = evaluate(running, covered=frozenset({"softmax"}))
    softmax = covered.output("softmax")
    assert covered.covers("softmax")
    assert covered.covers("softmax", 0)
    assert not covered.covers("argmax", 0)
    lifted = evaluate(running, covered)
    assert lifted.output("softmax") is softmax
    assert not lifted.covers("softmax")


def test_pins_are_evaluated_once_and_kept_while_they_are_the_same() -> None:
    first = evaluate(replace(animals(5.0), pins=(animals(), animals(2.0))))
    assert [pin.state for pin in first.pins] == [animals(), animals(2.0)]
    moved = evaluate(replace(first.state, temperature=7.0), first)
    assert moved.pins is first.pins
    fewer = evaluate(replace(first.state, pins=(animals(),)), moved)
    assert [pin.state for pin in fewer.pins] == [animals()]
    assert evaluate(animals(), moved).pins == ()


def test_a_ghost_is_kept_while_it_is_the_same() -> None:
    first = evaluate(animals(5.0), ghost=animals())
    assert first.ghost is not None
    assert first.ghost.state == animals()
    assert evaluate(animals(6.0), first, animals()).ghost is first.ghost
    other = evaluate(animals(6.0), first, animals(2.0)).ghost
    assert other is not None
    assert other.state == animals(2.0)
    assert evaluate(animals(6.0), first).ghost is None
    assert evaluate(animals(), evaluate(animals())).ghost is None


def test_what_is_covered() -> None:
    shown = evaluate(animals(), covered=frozenset({"softmax[panda]", "sigmoid"}))
    assert shown.covers("sigmoid")
    assert shown.covers("sigmoid", 2)
    assert shown.covers("softmax", 1)
    assert not shown.covers("softmax")
    assert not shown.covers("softmax", 0)
    assert shown.covered_entries("softmax") == {1}
    assert shown.covered_entries("sigmoid") == {0, 1, 2}
    assert shown.covered_entries("argmax") == frozenset()
    assert shown.prediction_is_covered
    assert not evaluate(animals(), covered=frozenset({"sigmoid"})).prediction_is_covered
    assert not evaluate(animals()).prediction_is_covered
