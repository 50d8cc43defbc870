"""Going through a table of logits block by block, so that it may be larger than memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.logits_table import UNKNOWN, LogitsTable, Real

Targets = NDArray[np.int64]
Part = TypeVar("Part")

# 8 MB of float32: enough to keep a core busy, little enough to be told of and cancelled at once.
NUMBERS_AT_ONCE = 2**21


class Mapper(Protocol):
    """Apply a function to every block of a table.

    part: gets logits, shape (r, N), and true classes, shape (r,), -1 where unknown.
    Yields what it returned, each with the rows it is of, in any order. Closing the iterator
    cancels what is not begun.
    """

    def __call__(
        self, table: LogitsTable, part: Callable[[Real, Targets], Part]
    ) -> Iterator[tuple[slice, Part]]: ...


def rows_at_once(table: LogitsTable) -> int:
    """Return how many rows make a block."""
    return max(1, NUMBERS_AT_ONCE // table.count)


def in_turn(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Iterator[tuple[slice, Part]]:
    """Go through the blocks one after the other."""
    for rows, block in table.blocks(rows_at_once(table)):
        yield rows, part(block, targets_of(table, rows))


def in_threads(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Iterator[tuple[slice, Part]]:
    """Go through the blocks with every core: NumPy lets others work meanwhile."""
    workers = os.cpu_count() or 1
    if workers == 1 or table.rows <= rows_at_once(table):
        yield from in_turn(table, part)
        return
    pool = ThreadPoolExecutor(workers)
    begun: deque[tuple[slice, Future[Part]]] = deque()
    try:
        for rows, block in table.blocks(rows_at_once(table)):
            begun.append((rows, pool.submit(part, block, targets_of(table, rows))))
            if len(begun) > 2 * workers:
                yield _finished(begun)
        while begun:
            yield _finished(begun)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(begun: deque[tuple[slice, Future[Part]]]) -> tuple[slice, Part]:
    rows, future = begun.popleft()
    return rows, future.result()


def targets_of(table: LogitsTable, rows: slice) -> Targets:
    """Return the true classes of some rows, -1 where they are unknown."""
    if table.targets is None:
        return np.full(rows.stop - rows.start, UNKNOWN, dtype=np.int64)
    return table.targets[rows]
