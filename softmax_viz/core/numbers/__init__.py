"""Text to numbers and numbers to text, the one place for both."""

from softmax_viz.core.numbers.error import NumberError, SeveralRows
from softmax_viz.core.numbers.format import (
    MINUS,
    axis_number,
    brief,
    counted,
    displayed,
    displayed_sum,
    entered,
    exact,
    latex,
    percent,
    plain,
    spoken,
)
from softmax_viz.core.numbers.logits import ParsedLogits, parse_labels, parse_logits, parse_matrix
from softmax_viz.core.numbers.parse import parse_number, parse_temperature

__all__ = [
    "MINUS",
    "NumberError",
    "ParsedLogits",
    "SeveralRows",
    "axis_number",
    "brief",
    "counted",
    "displayed",
    "displayed_sum",
    "entered",
    "exact",
    "latex",
    "parse_labels",
    "parse_logits",
    "parse_matrix",
    "parse_number",
    "parse_temperature",
    "percent",
    "plain",
    "spoken",
]
