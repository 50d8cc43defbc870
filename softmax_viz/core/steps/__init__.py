"""Each function worked out in numbers, a column at a time, in float64 as one would write it."""

from __future__ import annotations

from softmax_viz.core.steps.formula import filled_in
from softmax_viz.core.steps.work import listed, work_out
from softmax_viz.core.steps.worked import FORMED, Column, Form, Runs, Worked, flat

__all__ = ["FORMED", "Column", "Form", "Runs", "Worked", "filled_in", "flat", "listed", "work_out"]
