"""Calibration of a table of any size: figures that can be shown while they are computed.

The last figures are the same, bit for bit, whatever the mapper: blocks are added in their order.
Each function raises ValueError at the first step for a table without true classes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from functools import partial
from typing import TypeVar

import numpy as np

from softmax_viz.core.calibration.sums import (
    Losses,
    Slopes,
    Tally,
    Vector,
    best_temperature,
    least_loss,
    losses,
    slopes,
    tally,
)
from softmax_viz.core.data.blocks import Mapper, Targets, slices
from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable, Real
from softmax_viz.text import tr

Part = TypeVar("Part")


def tallies(table: LogitsTable, temperature: float, mapper: Mapper) -> Generator[tuple[int, Tally]]:
    """Yield how many rows are done, and what they add up to at a temperature."""
    total = Tally.empty()
    for done, part in _in_order(table, mapper, partial(tally, temperature=temperature)):
        total += part
        yield done, total


def curve(
    table: LogitsTable, temperatures: Vector, mapper: Mapper
) -> Generator[tuple[int, Vector]]:
    """Yield how many rows are done, and their mean negative log-likelihood at each temperature.

    One pass through the table, whatever the number of temperatures.
    """
    total = Losses(0, np.zeros(temperatures.size))
    for done, part in _in_order(table, mapper, partial(losses, temperatures=temperatures)):
        total += part
        yield done, total.means


def best(table: LogitsTable, mapper: Mapper) -> Generator[tuple[float, float]]:
    """Yield the share that is done, 0 to 1, and the T of least loss so far; the last is the answer.

    Newton's steps, a pass through the table each, begin at the answer for the first block.
    """
    search = least_loss(_first_guess(table))
    temperature, passes = next(search), 0
    while True:
        total = Slopes()
        for done, part in _in_order(table, mapper, partial(slopes, temperature=temperature)):
            total += part
            yield _share(passes + done / table.rows), temperature
        passes += 1
        try:
            temperature = search.send(total)
        except StopIteration as found:
            yield 1.0, found.value
            return


def _first_guess(table: LogitsTable) -> float:
    targets, rows = _targets(table), next(slices(table))
    if rows.stop == table.rows:
        return 1.0
    block, classes = table.block(rows), targets[rows]
    found = best_temperature(lambda temperature: slopes(block, classes, temperature))
    return found if 0 < found < math.inf else 1.0


def _share(passes: float) -> float:
    # Three passes mostly suffice; how many follow is not known.
    return 0.3 * passes if passes < 3 else 1 - 0.1 * 0.5 ** (passes - 3)


def _in_order(
    table: LogitsTable, mapper: Mapper, part: Callable[[Real, Targets], Part]
) -> Generator[tuple[int, Part]]:
    """Yield how many rows are done, and what was made of the last block of them."""
    _targets(table)
    done, early = 0, {}
    for rows, made in mapper(table, part):
        early[rows.start] = rows.stop, made
        while done in early:
            done, made = early.pop(done)
            yield done, made


def _targets(table: LogitsTable) -> Targets:
    if table.targets is None or (table.targets == UNKNOWN).all():
        raise ValueError(
            tr("{name} has no true classes, which calibration needs; give them by --targets.")
            .format(name=table.name)
        )  # fmt: skip
    return table.targets
