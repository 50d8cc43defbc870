"""Calibration of a table of logits as text: at one temperature, and at the best one."""

from __future__ import annotations

import json
import math

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.calibration import Slopes, Tally, best_temperature, slopes, tally
from softmax_viz.core.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.numbers import displayed, entered, percent, plain
from softmax_viz.text import tr

ROWS_AT_ONCE = 4096
DECIMALS = 4


def measure(table: LogitsTable, temperature: float) -> Tally:
    """Return what all rows add up to at a temperature; raises ValueError without true classes."""
    total = Tally.empty()
    targets = _targets(table)
    for rows, block in table.blocks(ROWS_AT_ONCE):
        total += tally(block, targets[rows], temperature)
    return total


def best(table: LogitsTable) -> float:
    """Return the temperature of least negative log-likelihood; raises ValueError as measure."""
    targets = _targets(table)

    def slopes_at(temperature: float) -> Slopes:
        total = Slopes()
        for rows, block in table.blocks(ROWS_AT_ONCE):
            total += slopes(block, targets[rows], temperature)
        return total

    return best_temperature(slopes_at)


def _targets(table: LogitsTable) -> NDArray[np.int64]:
    if table.targets is None or (table.targets == UNKNOWN).all():
        raise ValueError(
            tr("{name} has no true classes, which calibration needs; give them by --targets.")
            .format(name=table.name)
        )  # fmt: skip
    return table.targets


def as_table(table: LogitsTable, temperatures: tuple[float, ...]) -> str:
    """Return the figures of a table, a column a temperature."""
    found = [measure(table, temperature) for temperature in temperatures]
    rows = [
        ("T", *(entered(t, DECIMALS) for t in temperatures)),
        (tr("accuracy"), *(percent(one.accuracy) for one in found)),
        (tr("mean confidence"), *(percent(one.confidence) for one in found)),
        (tr("negative log-likelihood, nats"), *(displayed(one.nll, DECIMALS) for one in found)),
        (tr("expected calibration error"), *(displayed(one.ece, DECIMALS) for one in found)),
    ]
    head = tr("{name}: {rows} rows of {count} classes with a true class").format(
        name=table.name, rows=found[0].rows, count=table.count
    )
    if found[0].undefined:
        head += tr("; {n} rows without a softmax are left out").format(n=found[0].undefined)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        row[0].ljust(widths[0])
        + "".join(f"  {cell.rjust(width)}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    return "\n".join([head, *lines]) + "\n"


def as_json(table: LogitsTable, temperatures: tuple[float, ...]) -> str:
    """Return the figures with the bins of the reliability diagram; what is no number is text."""
    columns = []
    for temperature in temperatures:
        one = measure(table, temperature)
        columns.append({
            "temperature": _number(temperature), "rows": one.rows, "undefined": one.undefined,
            "accuracy": _number(one.accuracy), "confidence": _number(one.confidence),
            "nll": _number(one.nll), "ece": _number(one.ece),
            "bins": [
                {
                    "low": part.low, "high": part.high, "count": part.count,
                    "confidence": _number(part.confidence), "accuracy": _number(part.accuracy),
                }
                for part in one.bins
            ],
        })  # fmt: skip
    return json.dumps(columns, indent=2, allow_nan=False) + "\n"


def _number(x: float) -> float | str:
    return x if math.isfinite(x) else plain(x)


FORMATS = {"table": as_table, "json": as_json}
