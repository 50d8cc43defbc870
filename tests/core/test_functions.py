"""What the functions return: the figures of the story, limits, masks, shapes and errors."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from softmax_viz.core import functions, recycled, reductions
from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions import (
    argmax,
    cross_entropy,
    entropy,
    log_sigmoid,
    log_softmax,
    logsumexp,
    sigmoid,
    softmax,
    softmax_and_entropy,
    softmax_jacobian,
    sum_normalize,
)
from softmax_viz.core.functions.sigmoid import sigmoid_after

INF, NAN = math.inf, math.nan
ANIMALS = [0.25, 1.23, -0.8]
FEW, MANY = 3, 5000

Function = Callable[..., Array]

VECTOR_TO_VECTOR: list[Function] = [softmax, log_softmax, argmax, sum_normalize]
OF_SOFTMAX: list[Function] = [softmax, log_softmax, entropy, softmax_jacobian]
OF_VECTORS: list[Function] = [*VECTOR_TO_VECTOR, entropy, logsumexp, softmax_jacobian]
ELEMENTWISE: list[Function] = [sigmoid, log_sigmoid]

finite = st.floats(allow_nan=False, allow_infinity=False)
temperatures = st.floats(min_value=5e-324, allow_infinity=False)
vectors = st.lists(finite, min_size=1, max_size=6)


def masked(z: list[float], count: int) -> Array:
    """Return z followed by -inf, which changes no result."""
    return np.array(z + [-INF] * (count - len(z)))


def by_name(value: Any) -> str | None:
    return value.__name__ if callable(value) else None


def test_running_example() -> None:
    assert_allclose(softmax(ANIMALS), [0.249104, 0.663726, 0.087171], atol=5e-7)
    assert_allclose(sigmoid(ANIMALS), [0.562, 0.774, 0.310], atol=5e-4)
    assert_array_equal(argmax(ANIMALS), [0, 1, 0])
    assert_allclose(sum_normalize(ANIMALS), [0.368, 1.809, -1.176], atol=5e-4)


def test_cross_entropy_of_the_running_example() -> None:
    assert_allclose(cross_entropy(ANIMALS, 1), -math.log(0.663726), atol=1e-6)


def test_a_sum_of_exactly_zero() -> None:
    assert_array_equal(sum_normalize([-0.25, 1, -0.75]), [-INF, INF, -INF])


def test_a_sum_that_is_rounding_error() -> None:
    assert_allclose(sum_normalize([0.1, 0.2, -0.3]), [1.8e15, 3.6e15, -5.4e15], rtol=0.01)


@pytest.mark.parametrize(
    ("z", "ratios", "shares"),
    [
        ([0.1, 0.9, 0.2], [0.083, 0.75, 0.167], [0.231, 0.514, 0.255]),
        ([0, 0.9, 0.1], [0, 0.9, 0.1], [0.219, 0.539, 0.242]),
    ],
)
def test_sum_normalized_keeps_ratios_and_softmax_does_not(
    z: list[float], ratios: list[float], shares: list[float]
) -> None:
    assert_allclose(sum_normalize(z), ratios, atol=5e-4)
    assert_allclose(softmax(z), shares, atol=5e-4)


def test_a_middle_class_rises_and_falls() -> None:
    grid = np.linspace(0.5, 5, 451)
    middle = [softmax([2, 1.9, -3], t)[1] for t in grid]
    assert max(middle) == pytest.approx(0.4755, abs=5e-5)
    assert grid[int(np.argmax(middle))] == pytest.approx(1.28, abs=0.02)


def test_the_naive_difference_of_quotients_is_not_used() -> None:
    assert_array_equal(softmax([1.0, 1.0, 0.0], 1e-309), [0.5, 0.5, 0])


def test_softmax_of_log_softmax_gives_it_back() -> None:
    assert_allclose(softmax(log_softmax(ANIMALS)), softmax(ANIMALS), rtol=1e-15)


def test_logsumexp_near_zero() -> None:
    assert logsumexp([math.log(0.5)] * 2) == pytest.approx(2.3190468138462996e-17, rel=1e-15)


@given(z=vectors, temperature=temperatures)
def test_softmax_is_a_distribution_in_the_order_of_z(z: list[float], temperature: float) -> None:
    p = softmax(z, temperature)
    assert np.all((p >= 0) & (p <= 1))
    assert p.sum() == pytest.approx(1, rel=1e-14)
    assert np.all(np.diff(p[np.argsort(z)]) >= 0)


@given(z=finite, temperature=temperatures)
def test_two_classes_are_a_sigmoid(z: float, temperature: float) -> None:
    p = softmax([z, 0.0], temperature)
    assert_array_equal(p, [sigmoid(z, temperature), sigmoid(-z, temperature)])
    assert p[1] == pytest.approx(1 - sigmoid(z, temperature), abs=2e-16)


@given(
    z=st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=6),
    shift=st.integers(-9999, 9999),
)
def test_a_shift_changes_nothing(z: list[int], shift: int) -> None:
    eighths = np.array(z) / 8
    assert_array_equal(softmax(eighths + shift), softmax(eighths))
    assert_array_equal(softmax_jacobian(eighths + shift), softmax_jacobian(eighths))


@given(z=vectors)
def test_a_scale_is_a_temperature(z: list[float]) -> None:
    scaled = np.array(z) / 2**200
    assert_array_equal(log_softmax(scaled * 8, 0.25), log_softmax(scaled, 0.25 / 8))


@given(z=vectors, temperature=temperatures)
def test_the_jacobian_is_symmetric(z: list[float], temperature: float) -> None:
    jacobian = softmax_jacobian(z, temperature)
    assert_array_equal(jacobian, jacobian.T)
    assert np.all(np.diag(jacobian) >= 0)


def test_the_jacobian_is_the_derivative() -> None:
    step, eye = 1e-6, np.eye(3)
    rises = [
        (softmax(ANIMALS + step * e, 0.7) - softmax(ANIMALS - step * e, 0.7)) / (2 * step)
        for e in eye
    ]
    assert_allclose(softmax_jacobian(ANIMALS, 0.7), np.transpose(rises), atol=1e-9)


def test_the_gradient_of_cross_entropy() -> None:
    step, eye = 1e-6, np.eye(3)
    rises = [
        (cross_entropy(ANIMALS + step * e, 1, 0.7) - cross_entropy(ANIMALS - step * e, 1, 0.7))
        / (2 * step)
        for e in eye
    ]
    assert_allclose((softmax(ANIMALS, 0.7) - eye[1]) / 0.7, rises, atol=1e-9)


def test_entropy_is_that_of_the_distribution() -> None:
    p = softmax(ANIMALS)
    assert entropy(ANIMALS) == pytest.approx(-np.sum(p * np.log(p)), rel=1e-15)


@pytest.mark.parametrize("temperature", [0, 5e-324, 0.7, 1, 1e308, INF])
@pytest.mark.parametrize("z", [-1e308, -0.1, 0, 5e-324, 710])
def test_a_single_class(z: float, temperature: float) -> None:
    assert softmax([z], temperature) == 1
    assert log_softmax([z], temperature) == 0
    assert entropy([z], temperature) == 0
    assert cross_entropy([z], 0, temperature) == 0
    assert_array_equal(softmax_jacobian([z], temperature), [[0]])
    assert logsumexp([z]) == z


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_zero_temperature_softmax_shares_among_the_largest(count: int) -> None:
    assert_array_equal(softmax(masked([2, -1, 2], count), 0), masked([0.5, 0, 0.5], count).clip(0))
    log_p = log_softmax(masked([2, -1, 2], count), 0)
    assert_array_equal(log_p, masked([-math.log(2), -INF, -math.log(2)], count))


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_zero_temperature_entropy_counts_the_largest(count: int) -> None:
    assert entropy(masked([2, -1, 2], count), 0) == math.log(2)
    assert entropy(masked([2, -1, 1], count), 0) == 0


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_zero_temperature_overflowing_differences_do_not_matter(count: int) -> None:
    assert softmax(masked([1e308, -1e308, 0], count), 0)[0] == 1


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_zero_temperature_sigmoid_is_a_step(count: int) -> None:
    z = np.resize([-1e-300, 0, 5e-324, -INF, INF], count)
    assert_array_equal(sigmoid(z, 0), np.resize([0, 0.5, 1, 0, 1], count))
    log_half = -math.log(2)
    assert_array_equal(log_sigmoid(z, 0), np.resize([-INF, log_half, 0, -INF, 0], count))


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_infinite_temperature_softmax_is_uniform_over_what_is_not_masked(count: int) -> None:
    assert_array_equal(softmax(masked([7, -1e308], count), INF), masked([0.5, 0.5], count).clip(0))
    log_p = log_softmax(masked([7, 1e308], count), INF)
    assert_array_equal(log_p, masked([-math.log(2)] * 2, count))
    assert entropy(masked([7, 1e308, 0], count), INF) == math.log(3)


@pytest.mark.parametrize("count", [FEW, MANY])
def test_at_infinite_temperature_sigmoid_is_a_half(count: int) -> None:
    z = np.resize([-1e308, 0, 3, -INF, INF], count)
    assert_array_equal(sigmoid(z, INF), np.resize([0.5, 0.5, 0.5, 0, 1], count))


def test_limits_of_the_jacobian() -> None:
    assert_array_equal(softmax_jacobian(ANIMALS, 0), np.zeros((3, 3)))
    assert_array_equal(softmax_jacobian(ANIMALS, INF), np.zeros((3, 3)))


def test_limits_of_the_jacobian_at_a_tie() -> None:
    expected = [[INF, 0, -INF], [0, 0, 0], [-INF, 0, INF]]
    assert_array_equal(softmax_jacobian([3, 1, 3], 0), expected)


def test_the_jacobian_has_no_negative_zero() -> None:
    for temperature in (0, INF, 1.0):
        assert not np.signbit(softmax_jacobian([0, -INF, -2000], temperature)).any()


@pytest.mark.parametrize("temperature", [0, 5e-324, 0.7, 1, 1e308, INF])
def test_a_mask_is_as_good_as_absent(temperature: float) -> None:
    z, kept = [0.25, -INF, 1.23, -INF], [0, 2]
    zero = softmax(z, temperature)[[1, 3]]
    assert_array_equal(zero, 0)
    assert_array_equal(softmax(z, temperature)[kept], softmax([0.25, 1.23], temperature))
    log_p = log_softmax(z, temperature)
    assert_array_equal(log_p[kept], log_softmax([0.25, 1.23], temperature))
    assert_array_equal(log_p[[1, 3]], -INF)
    assert entropy(z, temperature) == entropy([0.25, 1.23], temperature)
    assert cross_entropy(z, 1, temperature) == INF
    jacobian = softmax_jacobian(z, temperature)
    assert_array_equal(jacobian[np.ix_(kept, kept)], softmax_jacobian([0.25, 1.23], temperature))
    assert_array_equal(jacobian[[1, 3]], 0)
    assert_array_equal(jacobian[:, [1, 3]], 0)


def test_logsumexp_with_a_mask() -> None:
    assert logsumexp([0.25, -INF, 1.23]) == logsumexp([0.25, 1.23])
    assert logsumexp([math.log(0.5), -INF, math.log(0.5)]) == logsumexp([math.log(0.5)] * 2)


def test_sigmoid_of_infinities() -> None:
    assert_array_equal(sigmoid([-INF, INF, NAN]), [0, 1, NAN])
    assert_array_equal(log_sigmoid([-INF, INF, NAN]), [-INF, 0, NAN])


def test_sigmoid_of_infinities_among_many() -> None:
    assert_array_equal(sigmoid(np.resize([-INF, INF, NAN], MANY))[:3], [0, 1, NAN])
    assert_array_equal(log_sigmoid(np.resize([-INF, INF, NAN], MANY))[:3], [-INF, 0, NAN])


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("temperature", [0, 0.7, 1, INF])
@pytest.mark.parametrize("z", [[INF, 0], [0, INF], [INF, INF], [0, NAN], [NAN, INF], [-INF, -INF]])
def test_undefined_everywhere(z: list[float], temperature: float, count: int) -> None:
    logits = masked(z, count)
    assert np.isnan(softmax(logits, temperature)).all()
    assert np.isnan(log_softmax(logits, temperature)).all()
    assert np.isnan(entropy(logits, temperature))
    assert np.isnan(cross_entropy(logits, 0, temperature))
    if count == FEW:
        assert np.isnan(softmax_jacobian(logits, temperature)).all()


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize(
    ("z", "expected"),
    [([INF, 0], INF), ([INF, INF], INF), ([-INF, -INF], -INF), ([0, NAN], NAN), ([INF, NAN], NAN)],
)
def test_logsumexp_of_infinities(z: list[float], expected: float, count: int) -> None:
    assert_array_equal(logsumexp(masked(z, count)), expected)


def test_argmax_takes_the_first_of_a_tie() -> None:
    assert_array_equal(argmax([1, 3, 3]), [0, 1, 0])


def test_argmax_takes_the_first_nan() -> None:
    assert_array_equal(argmax([5, NAN, INF, NAN]), [0, 1, 0, 0])


def test_argmax_of_nothing_but_masks() -> None:
    assert_array_equal(argmax([-INF, -INF]), [1, 0])


@pytest.mark.parametrize("temperature", [1.0, 0.7, 1e-3, 1e-310, 1e305])
@pytest.mark.parametrize("offset", [0, 1000, -1000])
def test_many_classes_match_exact_sums(temperature: float, offset: float) -> None:
    z = np.random.default_rng(0).normal(offset, 3, reductions.BLOCK + 1000)
    with np.errstate(over="ignore"):
        gaps = np.maximum((z - z.max()) / temperature, -1e4)
    total = math.fsum(np.exp(gaps))
    assert_allclose(softmax(z, temperature), np.exp(gaps) / total, rtol=1e-12, atol=1e-323)
    expected = math.log(total) - math.fsum(np.exp(gaps) * gaps) / total
    assert entropy(z, temperature) == pytest.approx(expected, rel=1e-12)
    assert_allclose(
        np.maximum(log_softmax(z, temperature), -9000),
        np.maximum(gaps - math.log(total), -9000),
        rtol=1e-12,
    )
    assert_allclose(cross_entropy(z, 7, temperature), -log_softmax(z, temperature)[7], rtol=1e-15)


def test_logsumexp_of_many() -> None:
    z = np.random.default_rng(0).normal(700, 3, MANY)
    expected = 700 + math.log(math.fsum(np.exp(z - 700)))
    assert logsumexp(z) == pytest.approx(expected, rel=1e-15)


def test_sigmoid_of_many() -> None:
    z = np.linspace(-700, 700, MANY)
    for function in ELEMENTWISE:
        halves = [function(half, 0.99) for half in np.split(z, 2)]
        assert_allclose(function(z, 0.99), np.concatenate(halves), rtol=1e-12)


def test_a_difference_that_overflows_before_its_quotient_does() -> None:
    z = masked([1e308, -1e308], MANY)
    assert_allclose(softmax(z, 1e308)[:2], softmax([1e308, -1e308], 1e308), rtol=1e-15)
    assert_allclose(log_softmax(z, 4.0)[:2], log_softmax([1e308, -1e308], 4.0), rtol=1e-15)


def test_rows_of_many_do_not_mix() -> None:
    z = np.random.default_rng(0).normal(0, 3, (2, 2, MANY))
    rows = [softmax(row, 0.7) for row in z.reshape(-1, MANY)]
    assert_array_equal(softmax(z, 0.7), np.reshape(rows, z.shape))


def test_a_result_lives_as_long_as_any_view_of_it() -> None:
    z = np.random.default_rng(0).normal(size=MANY)
    view = softmax(z)[1000:][::2]
    before = view.copy()
    later = [softmax(-z) for _ in range(3)]
    assert_array_equal(view, before)
    assert not any(np.shares_memory(view, result) for result in later)


def test_released_memory_is_taken_over() -> None:
    first = recycled.uninitialised(MANY)
    address = first.ctypes.data
    del first
    assert recycled.uninitialised(MANY).ctypes.data == address


def test_memory_of_another_size_gets_its_own() -> None:
    released = recycled.uninitialised(MANY)
    del released
    assert recycled.uninitialised(3 * MANY).size == 3 * MANY


def test_memory_of_one_entry_less_or_more_is_taken_over() -> None:
    first = recycled.uninitialised(MANY)
    address = first.ctypes.data
    for size in (MANY - 1, MANY + 1):
        del first
        first = recycled.uninitialised(size)
        assert (first.size, first.ctypes.data) == (size, address)


def test_memory_of_several_sizes_is_kept() -> None:
    one, other = recycled.uninitialised(MANY), recycled.uninitialised(2 * MANY)
    addresses = one.ctypes.data, other.ctypes.data
    del one, other
    again = recycled.uninitialised(MANY), recycled.uninitialised(2 * MANY)
    assert tuple(vector.ctypes.data for vector in again) == addresses


@pytest.mark.parametrize("count", [3, MANY])
@pytest.mark.parametrize("dtype", [np.float64, np.intp, np.bool_])
def test_a_copy_is_the_same_and_apart(count: int, dtype: type[np.generic]) -> None:
    vector = np.arange(count).astype(dtype)
    found = recycled.copy(vector)
    assert found.dtype == vector.dtype
    assert_array_equal(found, vector)
    assert not np.shares_memory(found, vector)


def test_frozen_for_as_long_as_it_lives() -> None:
    vector = recycled.copy(np.zeros(MANY))
    assert not recycled.is_frozen(vector)
    recycled.freeze(vector)
    assert not vector.flags.writeable
    assert recycled.is_frozen(vector)
    assert recycled.is_frozen(vector[1:])
    del vector
    assert not recycled.is_frozen(recycled.uninitialised(MANY))
    assert not recycled.is_frozen(np.zeros(MANY)[1:])


def test_very_large_memory_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recycled, "_MOST_KEPT", MANY - 1)
    monkeypatch.setattr(recycled, "_spare", [])
    recycled.uninitialised(MANY)
    assert recycled._spare == []


def test_a_result_may_be_made_read_only() -> None:
    z = np.zeros(MANY)
    p = softmax(z)
    p.flags.writeable = False
    del p
    assert softmax(z).flags.writeable


@pytest.mark.parametrize("function", OF_VECTORS, ids=by_name)
def test_batches_go_along_the_last_axis(function: Function) -> None:
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    rows = [function(row) for row in z.reshape(-1, 4)]
    assert_array_equal(function(z), np.reshape(rows, (2, 3, *rows[0].shape)))


def test_targets_of_a_batch() -> None:
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    target = np.array([[0, 1, 2], [3, 0, 1]])
    losses = cross_entropy(z, target, 0.7)
    assert losses.shape == (2, 3)
    assert losses[1, 0] == cross_entropy(z[1, 0], 3, 0.7)
    assert_array_equal(cross_entropy(z, 2), cross_entropy(z, np.full((2, 3), 2)))


@given(st.lists(st.floats(), min_size=2, max_size=6), st.floats(min_value=0), st.data())
@pytest.mark.parametrize("rest", [0, MANY])
def test_after_one_change_sigmoid_is_bit_for_bit_as_anew(
    rest: int, first: list[float], temperature: float, data: st.DataObject
) -> None:
    z = np.concatenate([first, np.linspace(-30.0, 30.0, rest)])
    before = sigmoid(z, temperature)
    index = data.draw(st.integers(0, z.size - 1))
    z[index] = data.draw(st.floats())
    after = sigmoid_after(before, z, index, temperature)
    anew = sigmoid(z, temperature)
    assert_array_equal(after[~np.isnan(anew)].view(np.int64), anew[~np.isnan(anew)].view(np.int64))
    assert_array_equal(np.isnan(after), np.isnan(anew))
    assert not np.shares_memory(before, after)


def test_every_thread_has_a_scratch_of_its_own() -> None:
    mine, size = recycled.scratch(10), 2**17
    assert np.shares_memory(mine, recycled.scratch(5))
    assert recycled.scratch(size).size == size
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(recycled.scratch, 10).result()
    assert not np.shares_memory(other, recycled.scratch(10))


@given(st.lists(st.floats(), min_size=1, max_size=6), st.floats(min_value=0))
@pytest.mark.parametrize("rest", [0, MANY])
def test_softmax_and_its_entropy_are_the_same_together(
    rest: int, first: list[float], temperature: float
) -> None:
    z = np.concatenate([first, np.linspace(-30.0, 30.0, rest)])
    shares, found = softmax_and_entropy(z, temperature)
    assert_array_equal(shares, softmax(z, temperature))
    assert_array_equal(found, entropy(z, temperature))


@pytest.mark.parametrize("function", ELEMENTWISE, ids=by_name)
@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (0,)])
def test_elementwise(function: Function, shape: tuple[int, ...]) -> None:
    result = function(np.ones(shape))
    assert result.shape == shape
    assert_array_equal(result, function(1))


@pytest.mark.parametrize("function", OF_VECTORS, ids=by_name)
def test_integers_become_float64(function: Function) -> None:
    assert function([1, 2, 3]).dtype == np.float64
    assert_array_equal(function((1, 2, 3)), function([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("function", [*OF_VECTORS, *ELEMENTWISE], ids=by_name)
@pytest.mark.parametrize("count", [FEW, MANY])
def test_the_input_is_left_alone(function: Function, count: int) -> None:
    if function is softmax_jacobian and count == MANY:
        return
    z = np.linspace(-1, 1, 2 * count)[::2]
    z.flags.writeable = False
    before = z.copy()
    function(z).fill(0)
    assert_array_equal(z, before)


@pytest.mark.parametrize("function", [*OF_SOFTMAX, *ELEMENTWISE], ids=by_name)
@pytest.mark.parametrize("temperature", [-1, -5e-324, -INF, NAN])
def test_temperature_error(function: Function, temperature: float) -> None:
    with pytest.raises(ValueError, match="temperature must be 0 or more"):
        function([1, 2], temperature)


def test_temperature_error_of_cross_entropy() -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0 or more.*-1\.0 is not"):
        cross_entropy([1, 2], 0, -1)


def test_negative_zero_temperature_is_zero() -> None:
    assert_array_equal(softmax_jacobian([1, 1], -0.0), [[INF, -INF], [-INF, INF]])


@pytest.mark.parametrize("function", OF_VECTORS, ids=by_name)
def test_no_entries_error(function: Function) -> None:
    with pytest.raises(ValueError, match="this vector is empty"):
        function([])


@pytest.mark.parametrize("function", OF_VECTORS, ids=by_name)
def test_single_number_error(function: Function) -> None:
    with pytest.raises(ValueError, match="must be a vector"):
        function(3.0)


@pytest.mark.parametrize("target", [-1, 3, 0.0, [0, 3], True])
def test_target_error(target: object) -> None:
    with pytest.raises(ValueError, match="index of a class, 0 to 2"):
        cross_entropy([[1, 2, 3], [4, 5, 6]], target)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", functions.__all__)
@pytest.mark.parametrize("count", [6, MANY])
@pytest.mark.parametrize("temperature", [0, 5e-324, 0.7, 1, 1e308, INF])
def test_no_warning_even_where_the_caller_wants_errors(
    name: str, count: int, temperature: float
) -> None:
    function: Function = getattr(functions, name)
    if name == "softmax_jacobian" and count == MANY:
        return
    takes_temperature = name not in {"argmax", "sum_normalize", "logsumexp"}
    for z in ([1e308, -1e308, 5e-324, 0, -745, 1], [INF, 0], [NAN, 0], [-INF], [1, -1, 0]):
        arguments: list[Any] = [masked([float(x) for x in z], count)]
        arguments += [0] if name == "cross_entropy" else []
        arguments += [temperature] if takes_temperature else []
        with np.errstate(all="raise"):
            function(*arguments)
