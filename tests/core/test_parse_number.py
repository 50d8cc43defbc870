"""One typed number, and one temperature."""

from __future__ import annotations

import math
import struct
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from softmax_viz import text
from softmax_viz.core.numbers import (
    NumberError,
    entered,
    exact,
    parse_number,
    parse_temperature,
)

ALPHABET = "0123456789.,eE+-−*/^()√∞π _'%lnogsqrtxpi\u00a0\u0663²"

ACCEPTED = {
    "0.25": 0.25,
    "-0.8": -0.8,
    "−0.8": -0.8,
    "–0.8": -0.8,
    "－０．８": -0.8,
    "+1": 1.0,
    "- 2": -2.0,
    ".5": 0.5,
    "5.": 5.0,
    "5,": 5.0,
    ",5": 0.5,
    "0,8": 0.8,
    "1,000": 1.0,
    "1e3": 1e3,
    "1,5e3": 1500.0,
    "1E-320": 1e-320,
    "3.1e−5": 3.1e-5,
    "0e-999": 0.0,
    "1×10^3": 1e3,
    "1*10**3": 1e3,
    "2.3 × 10^(−5)": 2.3e-5,
    "-1·10^3": -1e3,
    "٣٫٥": 3.5,
    "\u061c-٣٫٥": -3.5,
    "\u202f1.5\u00a0": 1.5,
    "\ufeff1.5\r\n": 1.5,
    "inf": math.inf,
    "-inf": -math.inf,
    "Infinity": math.inf,
    "∞": math.inf,
    "−∞": -math.inf,
    "2/3": 2 / 3,
    "-1/4": -0.25,
    "2÷4": 0.5,
    "1+2*3": 7.0,
    "8/4/2": 1.0,
    "1-2-3": -4.0,
    "2*-3": -6.0,
    "(1+2)*3": 9.0,
    "-2^2": -4.0,
    "2^-1": 0.5,
    "2^3^2": 512.0,
    "2**3": 8.0,
    "(-2)^3": -8.0,
    "6/2*10^3": 3000.0,
    "2*10^2^2": 20000.0,
    "2^∞": math.inf,
    "1/inf": 0.0,
    "inf+1": math.inf,
    "pi": math.pi,
    "π": math.pi,
    "2*PI": 2 * math.pi,
    "pi/2": math.pi / 2,
    "e": math.e,
    "ln 2": math.log(2),
    "ln(2)": math.log(2),
    "ln(2)/3": math.log(2) / 3,
    "ln 2 + 1": math.log(2) + 1,
    "-ln 2": -math.log(2),
    "log(0.7)": math.log(0.7),
    "log 0,7": math.log(0.7),
    "ln(0)": -math.inf,
    "ln 1": 0.0,
    "ln ln 3": math.log(math.log(3)),
    "sqrt(2)": math.sqrt(2),
    "sqrt 0": 0.0,
    "√2": math.sqrt(2),
    "√2/2": math.sqrt(2) / 2,
    "√2^3": math.sqrt(2) ** 3,
    "exp(1)": math.e,
    "exp -1": math.exp(-1),
    "exp +1": math.e,
    "exp(-inf)": 0.0,
    "(" * 40 + "1" + ")" * 40: 1.0,
}

REFUSED = {
    "": "There is no number",
    " \u200e ": "There is no number",
    "abc": "“abc” at position 1",
    "1 + sin(2)": "“sin” at position 5",
    "a\ud800": "“a” at position 1",
    "2+\ud800": "“\ufffd” at position 3",
    "66.4 %": "“%” at position 6",
    "5²": "“²” at position 2",
    "1;2": "“;” at position 2",
    "0x10": "“x10” at position 2",
    "2pi": "“pi” at position 2 follows “2” directly",
    "2 3": "“3” at position 3 follows “2” directly",
    "1\u00a0234,5": "“234,5” at position 3 follows “1” directly",
    "(2)(3)": "“(” at position 4 follows “)” directly",
    "1e": "“e” at position 2 follows “1” directly",
    "1_000": "“_” at position 2 separates digits",
    "1'000": "“'” at position 2 separates digits",
    "1,234.5": "thousands separators, which differ between countries: write 1234.5",
    "1.234,5": "thousands separators, which differ between countries: write 1234.5",
    "1,234,567": "thousands separators, which differ between countries: write 1234567",
    "1.2.3": "“1.2.3” has more than one decimal separator",
    "1,234,56": "“1,234,56” has more than one decimal separator",
    "--5": "At position 2 a number is missing before “-”",
    "*3": "At position 1 a number is missing before “*”",
    "()": "At position 2 a number is missing before “)”",
    "2 −": "“2 −” ends too early: write a number after “−”",
    "ln": "“ln” ends too early",
    "(2": "“(” at position 1 is never closed",
    "(2 3": "“3” at position 4 follows “2” directly",
    "2)": "“)” at position 2 closes nothing",
    "1/0": "“1/0” divides by zero",
    "2 + 1/(1-1)": "“1/(1-1)” divides by zero",
    "√(−1)": "“√(−1)” is not a real number",
    "sqrt(-1)": "“sqrt” takes numbers from 0 up",
    "ln(-1)": "“ln” takes numbers from 0 up",
    "(-8)^(1/3)": "“(-8)^(1/3)” is not a real number",
    "0^-1": "“0^-1” is not a real number",
    "ln 2/3": "“ln 2/3” can be read in two ways",
    "ln 2^3": "“ln 2^3” can be read in two ways",
    "1e999": "“1e999” is beyond the largest number",
    "−1e999": "“−1e999” is beyond the largest number",
    "1×10^999": "“1×10^999” is beyond the largest number",
    "1+1e999": "“1e999” is beyond the largest number",
    "1e308*10": "“1e308*10” is beyond the largest number",
    "1e308+1e308": "“1e308+1e308” is beyond the largest number",
    "9^9^9^9": "“9^9^9” is beyond the largest number",
    "exp(1000)": "“exp(1000)” is beyond the largest number",
    "1e-999": "“1e-999” is closer to zero than the smallest number",
    "0.5*1e-999": "“1e-999” is closer to zero than the smallest number",
    "1e-200*1e-200": "“1e-200*1e-200” is closer to zero",
    "1e-200^2": "“1e-200^2” is closer to zero",
    "exp(-1000)": "“exp(-1000)” is closer to zero",
    "inf-inf": "“inf-inf” has no value: write nan",
    "0*inf": "“0*inf” has no value: write nan",
    "inf/inf": "“inf/inf” has no value: write nan",
    "(" * 150: "has 150 parentheses, powers and functions: write it with 40 at most",
    "2^" * 100 + "2": "has 100 parentheses, powers and functions",
    "√" * 200: "has 200 parentheses, powers and functions",
    "1" * 401: "is 401 characters long: write the number in 400 at most",
}


def bits(x: float) -> bytes:
    return struct.pack("<d", x)


def refusal(typed: str) -> str:
    with pytest.raises(NumberError) as caught:
        parse_number(typed)
    return str(caught.value)


@pytest.mark.parametrize(("typed", "value"), ACCEPTED.items())
def test_reads(typed: str, value: float) -> None:
    assert bits(parse_number(typed)) == bits(value)


@pytest.mark.parametrize("typed", ["nan", "NaN", "-nan", "+NAN", "nan+1", "nan*0", "nan-inf"])
def test_reads_nan(typed: str) -> None:
    assert math.isnan(parse_number(typed))


@pytest.mark.parametrize(("typed", "part"), REFUSED.items())
def test_refuses_with_a_sentence(typed: str, part: str) -> None:
    sentence = refusal(typed)
    assert part in sentence
    assert sentence.endswith((".", "“)”."))
    assert sentence.isprintable()
    assert len(sentence) < 200


@pytest.mark.parametrize("typed", REFUSED)
def test_refuses_in_the_language_of_the_screen(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_translator", lambda english: f"translated: {english}")
    assert refusal(typed).startswith("translated: ")


def test_shortens_what_it_quotes() -> None:
    assert "“" + "x" * 39 + "…” at position 1" in refusal("x" * 100)


def test_knows_a_negative_zero() -> None:
    assert bits(parse_number("-0")) == bits(-0.0)


@given(st.floats(allow_nan=False))
@example(5e-324)
@example(-1.7976931348623157e308)
@example(2.2250738585072014e-308)
def test_gives_back_every_float_shown_exactly(x: float) -> None:
    assert bits(parse_number(exact(x))) == bits(x)
    assert bits(parse_number(repr(x))) == bits(x)


def test_gives_back_nan_shown_exactly() -> None:
    assert math.isnan(parse_number(exact(math.nan)))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=30, min_value=-9, max_value=9))
def test_rounds_long_decimals_once(number: object) -> None:
    typed = f"{number:f}"
    assert parse_number(typed) == float(typed)
    assert parse_number(typed.replace(".", ",")) == float(typed)


@given(st.integers(-(10**6), 10**6), st.integers(-300, 300))
def test_rounds_times_a_power_of_ten_once(mantissa: int, exponent: int) -> None:
    assert parse_number(f"{mantissa}×10^{exponent}") == float(f"{mantissa}e{exponent}")


@given(st.floats(allow_nan=False) | st.floats(-1, 1))
@example(0.011623638187009665)
def test_gives_back_a_float_entered_in_full(x: float) -> None:
    read = parse_number(entered(x, 17))
    # Only there does the shortest decimal have more than 17 digits after the point.
    rounded = 1e-4 <= abs(x) < 0.1
    assert abs(read - x) <= 5e-18 + math.ulp(x) if rounded else read == x


@given(st.text() | st.text(ALPHABET))
def test_refuses_any_text_or_reads_it(typed: str) -> None:
    with suppress(NumberError):
        assert isinstance(parse_number(typed), float)


@pytest.mark.parametrize(
    ("typed", "value"),
    {
        "1": 1.0,
        "T = 2": 2.0,
        "t=0,5": 0.5,
        "T: ln 2": math.log(2),
        "0": 0.0,
        "-0": 0.0,
        "∞": math.inf,
        "T = inf": math.inf,
        "1e-320": 1e-320,
    }.items(),
)
def test_reads_a_temperature(typed: str, value: float) -> None:
    assert bits(parse_temperature(typed)) == bits(value)


@pytest.mark.parametrize(
    ("typed", "part"),
    {
        "nan": "cannot be NaN",
        "T = −0.5": "The temperature −0.5 is negative",
        "-inf": "The temperature -inf is negative",
        "T =": "There is no number",
        "warm": "“warm” at position 1",
        "T T = 1": "“T” at position 1",
    }.items(),
)
def test_refuses_a_temperature(typed: str, part: str) -> None:
    with pytest.raises(NumberError, match=part):
        parse_temperature(typed)
