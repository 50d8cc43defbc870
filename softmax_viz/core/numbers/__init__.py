"""Text to numbers and numbers to text, the one place for both."""

from softmax_viz.core.numbers.error import NumberError
from softmax_viz.core.numbers.format import (
    MINUS,
    brief,
    displayed,
    displayed_sum,
    entered,
    exact,
    latex,
    percent,
    plain,
    spoken,
)
from softmax_viz.core.numbers.logits import ParsedLogits, parse_labels, parse_logits
from softmax_viz.core.numbers.parse import parse_number, parse_temperature

__all__ = [
    "MINUS",
    "NumberError",
    "ParsedLogits",
    "brief",
    "displayed",
    "displayed_sum",
    "entered",
    "exact",
    "latex",
    "parse_labels",
    "parse_logits",
    "parse_number",
    "parse_temperature",
    "percent",
    "plain",
    "spoken",
]
