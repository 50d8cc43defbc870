"""What is predicted for each row of a table, and how surely."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np

from softmax_viz.core.data.blocks import Mapper, Targets
from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable, Real
from softmax_viz.core.data.powers import Vector
from softmax_viz.core.data.predictions import Indices, predict


@dataclass(frozen=True, eq=False, slots=True)
class Winners:
    """Hold the predicted class of each row of a table, and its probability.

    indices: shape (R,), -1 where there is no softmax, or not yet; confidences: NaN there.
    """

    indices: Indices
    confidences: Vector


def winners(
    table: LogitsTable, temperature: float, mapper: Mapper
) -> Generator[tuple[int, Winners]]:
    """Yield how many rows are done, and the winners so far: always the same arrays, filled."""
    found = Winners(np.full(table.rows, UNKNOWN, np.int64), np.full(table.rows, np.nan))
    done = 0
    for rows, part in mapper(table, partial(_winners_of_block, temperature=temperature)):
        found.indices[rows], found.confidences[rows] = part.indices, part.confidences
        done += rows.stop - rows.start
        yield done, found


def _winners_of_block(logits: Real, _: Targets, temperature: float) -> Winners:
    found = predict(logits, temperature)
    indices = np.where(np.isnan(found.confidences), UNKNOWN, found.winners)
    return Winners(indices, found.confidences)
