"""Calibration of a table of logits as text: at a temperature and at the best one."""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Sequence

from softmax_viz.core.calibration.run import best, tallies
from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.data.blocks import Mapper
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.numbers import counted, displayed, entered, percent, plain
from softmax_viz.text import tr

# What all rows add up to, at some temperatures.
Figures = Sequence[tuple[float, Tally]]

DECIMALS = 4

# How much of the time the best T takes, and one pass.
_BEST, _PASS = 0.6, 0.2


def figures(
    table: LogitsTable, temperature: float, mapper: Mapper
) -> Generator[tuple[float, Figures]]:
    """Yield the share that is done, and the figures so far, at a temperature and at the best one.

    Raises ValueError without true classes.
    """
    for share, least in best(table, mapper):
        temperatures = temperature, least
        yield _BEST * share, ()
    columns = [(at, Tally.empty()) for at in temperatures]
    for place, at in enumerate(temperatures):
        for rows, tally in tallies(table, at, mapper):
            columns[place] = at, tally
            yield _BEST + _PASS * (place + rows / table.rows), columns


def as_table(table: LogitsTable, figures: Figures) -> str:
    """Return the figures of a table, a column a temperature."""
    found = [tally for _, tally in figures]
    rows = [
        ("T", *(entered(temperature, DECIMALS) for temperature, _ in figures)),
        (tr("accuracy"), *(percent(one.accuracy) for one in found)),
        (tr("mean confidence"), *(percent(one.confidence) for one in found)),
        (tr("negative log-likelihood, nats"), *(displayed(one.nll, DECIMALS) for one in found)),
        (tr("expected calibration error"), *(displayed(one.ece, DECIMALS) for one in found)),
    ]
    head = tr("{name}: {rows} rows of {count} classes with a true class").format(
        name=table.name, rows=counted(found[0].rows), count=counted(table.count)
    )
    if undefined := found[0].undefined:
        head += tr("; {n} rows without a softmax are left out").format(n=counted(undefined))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        row[0].ljust(widths[0])
        + "".join(f"  {cell.rjust(width)}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    return "\n".join([head, *lines]) + "\n"


def as_json(_: LogitsTable, figures: Figures) -> str:
    """Return the figures with the bins of the reliability diagram; what is no number is text."""
    columns = []
    for temperature, one in figures:
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
