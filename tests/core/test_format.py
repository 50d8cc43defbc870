"""Numbers as text."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from softmax_viz import text
from softmax_viz.core.numbers import (
    MINUS,
    axis_number,
    brief,
    counted,
    displayed,
    displayed_sum,
    entered,
    exact,
    latex,
    parse_number,
    percent,
    plain,
    spoken,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)
DECIMALS = st.integers(1, 17)
LARGEST = 1.7976931348623157e308


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0"), (999, "999"), (1000, "1,000"), (262_144, "262,144")]
)
def test_counts_have_their_thousands_grouped(n: int, text: str) -> None:
    assert counted(n) == text


def last_unit(shown: str) -> Fraction:
    mantissa, _, exponent = shown.replace(MINUS, "-").partition("e")
    _, _, fraction = mantissa.partition(".")
    return Fraction(10) ** (int(exponent or 0) - len(fraction))


@pytest.mark.parametrize(
    ("x", "decimals", "shown"),
    [
        (0.24910447193141977, 3, "0.249"),
        (-1.1764705882352942, 3, "−1.176"),
        (1.8088235294117647, 3, "1.809"),
        (0.0, 3, "0.000"),
        (-0.0, 3, "0.000"),
        (1.0, 1, "1.0"),
        (0.5, 17, "0.50000000000000000"),
        (0.125, 2, "0.12"),
        (0.375, 2, "0.38"),
        (2.675, 2, "2.67"),
        (0.0005, 3, "0.001"),
        (0.00049, 3, "4.9e−4"),
        (3.14e-5, 3, "3.1e−5"),
        (-3.14e-5, 3, "−3.1e−5"),
        (5e-324, 17, "4.9e−324"),
        (999999.0, 3, "999999.000"),
        (1e6, 3, "1.000e6"),
        (1801439850948198.5, 3, "1.801e15"),
        (1801439850948198.5, 9, "1.801e15"),
        (1801439850948198.5, 1, "1.8e15"),
        (-1e300, 2, "−1.00e300"),
        (LARGEST, 3, "1.7976931348623157e308"),
        (LARGEST, 2, "1.7976931348623157e308"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (math.nan, 3, "NaN"),
    ],
)
def test_displays(x: float, decimals: int, shown: str) -> None:
    assert displayed(x, decimals) == shown


@given(FINITE, DECIMALS)
@example(-0.0004, 3)
@example(LARGEST, 1)
@example(999999.9999, 1)
def test_displays_within_half_a_unit_of_the_last_digit(x: float, decimals: int) -> None:
    shown = displayed(x, decimals)
    half = last_unit(shown) / 2
    assert abs(Fraction(Decimal(shown.replace(MINUS, "-"))) - Fraction(x)) <= half
    # Reading it back rounds to the nearest float64.
    read = parse_number(shown)
    assert abs(Fraction(read) - Fraction(x)) <= half + Fraction(math.ulp(read)) / 2


@given(FINITE, DECIMALS)
@example(-1e-9, 3)
@example(-0.0, 1)
def test_displays_zero_only_for_zero(x: float, decimals: int) -> None:
    shown = displayed(x, decimals)
    assert (parse_number(shown) == 0) == (x == 0)
    assert not (shown.startswith(MINUS) and x == 0)
    assert "-" not in shown


@given(st.integers(-(10**8), 10**8), st.integers(-(10**8), 10**8))
def test_displays_in_order(a: int, b: int) -> None:
    low, high = sorted((a / 1e5, b / 1e5))
    assert parse_number(displayed(low, 3)) <= parse_number(displayed(high, 3))


@pytest.mark.parametrize(
    ("xs", "decimals", "shown"),
    [
        ([], 3, "0.000"),
        ([1 / 3] * 3, 3, "0.999"),
        ([0.249104, 0.663726, 0.087171], 3, "1.000"),
        ([0.249104, 0.663726, 0.087171], 1, "1.0"),
        ([-0.4, 0.1], 1, "−0.3"),
        ([-0.25, 1.0, -0.75], 3, "0.000"),
        ([0.5, 0.5, 3.14e-5], 3, "1.000"),
        ([1.8e15, 3.6e15, -5.4e15], 3, "0.000"),
        ([1e6, 0.333], 3, "1.000e6"),
        ([1e6, 0.333], 1, "1.0e6"),
        ([1.8e15], 3, "1.800e15"),
        ([1e300, -1e-300, -1e300], 3, "−1.0e−300"),
        ([1e300, 1.0], 3, "1.000e300"),
        ([1.0, 1e-300], 3, "1.000"),
        ([math.inf, 1.0], 3, "∞"),
        ([-math.inf, -1.0, -math.inf], 3, "−∞"),
        ([math.inf, -math.inf], 3, "NaN"),
        ([math.nan, 1.0], 3, "NaN"),
    ],
)
def test_sums_what_is_displayed(xs: list[float], decimals: int, shown: str) -> None:
    assert displayed_sum(xs, decimals) == shown


def test_sums_an_array_without_a_warning() -> None:
    assert displayed_sum(np.array([np.inf, -np.inf, 0.5]), 3) == "NaN"


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=20), st.integers(3, 6))
def test_sums_what_a_person_would_add_up(xs: list[float], decimals: int) -> None:
    total = sum(Decimal(displayed(x, decimals)) for x in xs)
    assert displayed_sum(xs, decimals) == f"{total:.{decimals}f}"


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (1.8e16, "2e16"),
        (-0.0031, "−3e−3"),
        (1.0, "1e0"),
        (math.inf, "∞"),
        (math.nan, "NaN"),
    ],
)
def test_shows_one_digit(x: float, shown: str) -> None:
    assert brief(x) == shown


@pytest.mark.parametrize(
    ("x", "decimals", "shown"),
    [
        (0.25, 3, "0.25"),
        (1.23, 3, "1.23"),
        (-0.8, 3, "−0.8"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (1000.0, 3, "1000"),
        (12345678.0, 3, "12345678"),
        (123456789.0, 3, "1.235e8"),
        (-1e15, 3, "−1e15"),
        (1e300, 3, "1e300"),
        (1e-320, 3, "1e−320"),
        (1.5e-7, 3, "1.5e−7"),
        (2 / 3, 3, "0.667"),
        (0.99999, 3, "1"),
        (2 / 3, 17, "0.6666666666666666"),
        (0.0001, 3, "1e−4"),
        (0.000123, 3, "1.2e−4"),
        (1234567.8912, 2, "1.23e6"),
        (LARGEST, 3, "1.7976931348623157e308"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (math.nan, 3, "NaN"),
    ],
)
def test_enters(x: float, decimals: int, shown: str) -> None:
    assert entered(x, decimals) == shown


@given(st.decimals(places=3, min_value=-(10**5), max_value=10**5))
def test_enters_what_was_typed(number: Decimal) -> None:
    assert parse_number(entered(float(number), 3)) == float(number)


@given(FINITE, DECIMALS)
def test_entered_text_can_be_read_and_shows_zero_only_for_zero(x: float, decimals: int) -> None:
    assert (parse_number(entered(x, decimals)) == 0) == (x == 0)


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (0.24910447193141977, "0.24910447193141977"),
        (-0.8, "−0.8"),
        (1000.0, "1000"),
        (9007199254740993.0, "9007199254740992"),
        (1e16, "1e16"),
        (1e-5, "1e−5"),
        (-2.5e-300, "−2.5e−300"),
        (-0.0, "−0"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_shows_exactly(x: float, shown: str) -> None:
    assert exact(x) == shown


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (0.6637261, "66.4 %"),
        (0.5, "50.0 %"),
        (0.0, "0 %"),
        (-0.0, "0 %"),
        (1.0, "100 %"),
        (0.9994, "99.9 %"),
        (0.9996, ">99.9 %"),
        (math.nextafter(1, 0), ">99.9 %"),
        (0.001, "0.1 %"),
        (0.0004, "<0.1 %"),
        (5e-324, "<0.1 %"),
        (-0.0004, ">−0.1 %"),
        (0.0625, "6.2 %"),
        (1.8088, "180.9 %"),
        (-1.17649, "−117.6 %"),
        (-1.0, "−100.0 %"),
        (1801439850948198.5, "1.8e17 %"),
        (LARGEST, "1.8e310 %"),
        (math.inf, "∞ %"),
        (-math.inf, "−∞ %"),
        (math.nan, "NaN"),
    ],
)
def test_shows_percent(x: float, shown: str) -> None:
    assert percent(x) == shown.replace(" ", "\u202f")


@given(st.floats(0, 1))
@example(0.99951)
@example(0.00049)
def test_is_sure_in_percent_only_where_it_is_exact(p: float) -> None:
    shown = percent(p)
    assert (shown == "100\u202f%") == (p == 1)
    assert (shown == "0\u202f%") == (p == 0)
    assert shown not in ("100.0\u202f%", "0.0\u202f%")


@pytest.mark.parametrize(
    ("x", "written"),
    [
        (0.25, "0.25"),
        (-0.8, "-0.8"),
        (1e-320, "1e-320"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
        (np.float64(0.25), "0.25"),
    ],
)
def test_writes_for_machines(x: float, written: str) -> None:
    assert plain(x) == written


@given(st.floats(allow_nan=False))
def test_machines_read_back_what_was_written(x: float) -> None:
    assert float(plain(x)) == x
    assert plain(x).isascii()


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (1.1764705882352942, "1.176"),
        (-1.1764705882352942, "minus 1.176"),
        (1801439850948198.5, "1.801 times 10 to the power 15"),
        (-3.14e-5, "minus 3.1 times 10 to the power minus 5"),
        (math.inf, "infinity"),
        (-math.inf, "minus infinity"),
        (math.nan, "not a number"),
    ],
)
def test_speaks(x: float, said: str) -> None:
    assert spoken(x, 3) == said


@pytest.mark.parametrize("x", [-1.0, 1e9, math.inf, -math.inf, math.nan])
def test_speaks_the_language_of_the_screen(x: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_translator", lambda english: f"translated: {english}")
    assert spoken(x, 3).startswith("translated: ")


@pytest.mark.parametrize(
    ("x", "decimals", "written"),
    [
        (-1.1764705882352942, 3, "-1.176"),
        (1801439850948198.5, 1, r"1.8 \cdot 10^{15}"),
        (3.14e-5, 3, r"3.1 \cdot 10^{-5}"),
        (math.inf, 3, r"\infty"),
        (-math.inf, 3, r"-\infty"),
        (math.nan, 3, r"\mathrm{NaN}"),
    ],
)
def test_writes_latex(x: float, decimals: int, written: str) -> None:
    assert latex(x, decimals) == written


@pytest.mark.parametrize("show", [displayed, entered, spoken, latex])
@pytest.mark.parametrize("x", [0.25, -0.8, 1e-9, 1e9, -np.inf, np.nan])
def test_shows_numpy_scalars_like_floats(show: Callable[[float, int], str], x: float) -> None:
    assert show(np.float64(x), 3) == show(x, 3)


@pytest.mark.parametrize(
    ("x", "shown"),
    [(0.0, "0"), (1.0, "1"), (0.5, "0.5"), (-10.0, "−10"), (0.02, "0.02"), (3 * 0.1, "0.3"),
     (0.001, "1e−3"), (5e-4, "5e−4"), (-2e-7, "−2e−7"), (20_000.0, "2e4"), (1e12, "1e12")],
)  # fmt: skip
def test_writes_round_numbers_short_beside_an_axis(x: float, shown: str) -> None:
    assert axis_number(x) == shown
