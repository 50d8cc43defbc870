"""Softmax in four formats: bfloat16 bit for bit against ml_dtypes, and the figures of overflow."""

from __future__ import annotations

import math
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from softmax_viz.core.precision import FORMATS, Precision, Result, precision, to_bfloat16
from softmax_viz.core.state import State

HALF, BRAIN, SINGLE, DOUBLE = FORMATS
DTYPES: dict[str, Any] = {
    "float16": np.float16, "bfloat16": ml_dtypes.bfloat16,
    "float32": np.float32, "float64": np.float64,
}  # fmt: skip


def result(known: Precision, key: str, stable: bool) -> Result:
    return next(r for r in known.results if r.form.key == key and r.stable is stable)


def every_bfloat16() -> Any:
    return np.arange(2**16, dtype=np.uint16).view(ml_dtypes.bfloat16)


def bits(values: Any) -> Any:
    wide = np.asarray(values).astype(np.float32)
    return np.where(np.isnan(wide), np.float32(np.nan), wide).view(np.uint32)


def test_rounding_to_bfloat16_is_that_of_ml_dtypes() -> None:
    drawn = np.random.default_rng(16).integers(0, 2**32, 200_000, dtype=np.uint32)
    ties = (np.arange(2**16, dtype=np.uint32) << np.uint32(16)) | np.uint32(0x8000)
    for pattern in (drawn, ties, ties + np.uint32(1), ties - np.uint32(1)):
        values = pattern.view(np.float32)
        with np.errstate(all="ignore"):
            expected = values.astype(ml_dtypes.bfloat16)
        np.testing.assert_array_equal(bits(to_bfloat16(values)), bits(expected))


def test_bfloat16_arithmetic_is_that_of_ml_dtypes() -> None:
    rng = np.random.default_rng(8)
    a, b = rng.permutation(every_bfloat16()), rng.permutation(every_bfloat16())
    wide_a, wide_b = a.astype(np.float32), b.astype(np.float32)
    with np.errstate(all="ignore"):
        for operation in (np.add, np.subtract, np.multiply, np.divide):
            ours = to_bfloat16(operation(wide_a, wide_b))
            np.testing.assert_array_equal(bits(ours), bits(operation(a, b)))
        np.testing.assert_array_equal(bits(BRAIN.exp(wide_a)), bits(np.exp(a)))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_sums_are_sequential_and_round_each_time(form: Any) -> None:
    rng = np.random.default_rng(4)
    dtype = DTYPES[form.key]
    values = np.exp(rng.normal(0, 2, 300)).astype(dtype)
    total, expected = dtype(0), []
    for value in values:
        total = dtype(total + value)
        expected.append(float(total))
    computing = np.float32 if form is BRAIN else dtype
    found = form.running_sums(values.astype(computing)).astype(np.float64)
    np.testing.assert_array_equal(found, expected)


def test_a_sum_beyond_the_largest_bfloat16_is_infinite() -> None:
    largest = (2 - 2.0**-7) * 2.0**127
    assert BRAIN.running_sums(np.array([largest, largest], np.float32)).tolist() == [
        largest, math.inf,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"),
    [(HALF, "11.09"), (BRAIN, "88.50"), (SINGLE, "88.72"), (DOUBLE, "709.78")],
    ids=lambda value: getattr(value, "key", value),
)
def test_exp_is_infinite_just_above_the_limit(form: Any, shown: str) -> None:
    dtype = DTYPES[form.key]
    limit = np.array([form.limit], dtype)
    above = np.nextafter(limit, dtype(math.inf))
    computing = np.float32 if form is BRAIN else dtype
    with np.errstate(over="ignore"):
        assert np.isfinite(form.exp(limit.astype(computing))).all()
        assert np.isinf(form.exp(above.astype(computing))).all()
    assert float(limit[0]) == form.limit
    assert f"{form.limit:.2f}" == shown


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_a_unit_in_the_last_place_is_the_distance_to_the_next_number(form: Any) -> None:
    dtype = DTYPES[form.key]
    values = np.array([0.0, 1e-7, 0.25, 0.3, 1.0], dtype)
    above = np.nextafter(values, dtype(2)).astype(np.float64)
    wide = values.astype(np.float64)
    np.testing.assert_array_equal(form.spacing(wide), above - wide)


def test_naive_float16_of_11_and_11_is_0_and_0() -> None:
    known = precision(State.of((11.0, 11.0)))
    naive = result(known, "float16", False)
    assert naive.values.tolist() == [0, 0]
    assert naive.code == "sum"
    assert result(known, "float16", True).values.tolist() == [0.5, 0.5]
    assert result(known, "float32", False).code == "ok"


def test_naive_minus_800_and_minus_801_is_0_by_0() -> None:
    known = precision(State.of((-800.0, -801.0)))
    for form in FORMATS:
        naive = result(known, form.key, False)
        assert np.isnan(naive.values).all()
        assert naive.code == "zero"
        assert math.isnan(naive.error)
        assert result(known, form.key, True).code == "ok"


def test_overflow_is_named_where_it_happens() -> None:
    known = precision(State.of((100.0, 99.0)))
    codes = {form.key: result(known, form.key, False).code for form in FORMATS}
    assert codes == {"float16": "exp", "bfloat16": "exp", "float32": "exp", "float64": "ok"}
    known = precision(State.of((70_000.0, 0.0)))
    assert result(known, "float16", True).code == "logit"
    assert result(known, "bfloat16", True).code == "ok"
    known = precision(State.of((-70_000.0, 0.0)))
    assert result(known, "float16", True).code == "logit"


def test_p_is_exactly_1_in_float16_from_a_gap_of_about_7_62() -> None:
    gap = 11 * math.log(2)
    assert f"{gap:.2f}" == "7.62"
    for gap, one in ((7.61, False), (7.63, True)):
        p = result(precision(State.of((gap, 0.0))), "float16", True).values
        assert bool(p[0] == 1) is one
        assert p[1] > 0


@pytest.mark.parametrize(
    ("key", "gap"), [("float16", 17.3), ("float32", 103.9), ("float64", 745.0)]
)
def test_entries_are_lost_from_a_gap_on(key: str, gap: float) -> None:
    kept = result(precision(State.of((gap - 0.1, 0.0))), key, True)
    assert kept.values[1] > 0
    lost = result(precision(State.of((gap + 0.2, 0.0))), key, True)
    assert lost.values[1] == 0
    # In float64 the exact value is 0 as well.
    assert lost.code == ("ok" if key == "float64" else "lost")


def test_the_sum_stalls_at_256_equal_terms_in_bfloat16() -> None:
    known = precision(State.of(np.zeros(1000)))
    stalled = result(known, "bfloat16", True)
    assert stalled.code == "stalled"
    assert stalled.values[0] == 1 / 256
    assert result(known, "float16", True).code == "ok"


@pytest.mark.parametrize("stable", [False, True])
def test_every_result_is_near_the_exact_one(stable: bool) -> None:
    known = precision(State.of((0.25, 1.23, -0.8)))
    for form in FORMATS:
        found = result(known, form.key, stable)
        np.testing.assert_allclose(
            found.values, [0.249104, 0.663726, 0.087171], rtol=2.0 ** (3 - min(form.digits, 21))
        )
        assert found.error < 4
        assert found.verdict == "ok"


@pytest.mark.parametrize("z", [(math.nan, 0.0), (math.inf, 0.0), (-math.inf, -math.inf)])
def test_undefined_logits_are_undefined_in_every_format(z: tuple[float, ...]) -> None:
    assert {r.code for r in precision(State.of(z)).results} == {"undefined"}


def test_a_mask_is_0_and_not_lost() -> None:
    known = precision(State.of((-math.inf, 1.0)))
    assert {r.code for r in known.results} == {"ok"}


def test_the_ends_of_t() -> None:
    known = precision(State.of((1.0, 2.0), temperature=0.0))
    assert known.reason
    assert not known.results
    known = precision(State.of((1.0, -math.inf, 2.0), temperature=math.inf))
    assert known.scaled.tolist() == [0, -math.inf, 0]
    assert {tuple(r.values) for r in known.results} == {(0.5, 0.0, 0.5)}


def test_of_very_many_classes_the_largest_are_taken() -> None:
    known = precision(State.of(np.arange(1500.0)))
    assert known.classes.tolist() == list(range(500, 1500))
