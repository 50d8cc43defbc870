"""One number as a person types it."""

from __future__ import annotations

import math
import re

from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.error import NumberError, shortened
from softmax_viz.core.numbers.expression import decimal, evaluate
from softmax_viz.text import tr

# Long enough for the largest float64 in fixed notation, short enough to answer at once.
MAX_LENGTH = 400

# A decimal is never computed, 1.5×10^3 neither: both are rounded once, as float() does.
_DECIMAL = re.compile(
    r"([+-]?)\s*(\d+[.,]?\d*|[.,]\d+)"
    r"(?:[eE]([+-]?\d+)|\s*\*\s*10\s*(?:\^|\*\*)\s*(?:([+-]?\d+)|\(([+-]?\d+)\)))?"
)
_TEMPERATURE = re.compile(r"\s*T\s*[=:]", re.IGNORECASE)


def parse_number(text: str) -> float:
    """Read a number: 0.25, −0,8, 1e3, 1×10^3, 2/3, ln 2, π, ∞, nan.

    Raises NumberError, whose text is one translated sentence.
    """
    plain = simplified(text)
    start = len(plain) - len(plain.lstrip())
    plain = plain.strip()
    if not plain:
        raise NumberError(tr("There is no number: write one such as 0.25 or −0.8."))
    typed = text[start : start + len(plain)]
    if len(plain) > MAX_LENGTH:
        raise NumberError(
            tr("“{text}” is {count} characters long: write the number in {limit} at most.").format(
                text=shortened(typed), count=len(plain), limit=MAX_LENGTH
            )
        )
    if match := _DECIMAL.fullmatch(plain):
        sign, mantissa, *exponents = match.groups()
        exponent = next(filter(None, exponents), "0")
        return decimal(f"{sign}{mantissa}e{exponent}", typed)
    return evaluate(plain, typed)


def parse_temperature(text: str) -> float:
    """Read a temperature from 0 to ∞, with or without “T =” before it.

    Raises NumberError, whose text is one translated sentence.
    """
    text = _TEMPERATURE.sub("", text, count=1) if _TEMPERATURE.match(text) else text
    temperature = parse_number(text)
    if math.isnan(temperature):
        raise NumberError(
            tr("The temperature cannot be NaN: write a number from 0 up, such as 1, or inf.")
        )
    if temperature < 0:
        raise NumberError(
            tr(
                "The temperature {text} is negative: write a number from 0 up, such as 1, or inf."
            ).format(text=shortened(text))
        )
    return temperature + 0.0
