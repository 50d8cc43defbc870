"""Going through a table of logits block by block, so that it may be larger than memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable, Real
from softmax_viz.core.data.mapped import forget

if TYPE_CHECKING:
    from concurrent.futures import Future

Targets = NDArray[np.int64]
Part = TypeVar("Part")

# 16 MB of float32: enough to keep a core busy, little enough to be told of and cancelled at once.
NUMBERS_AT_ONCE = 2**22
# So much of a mapped file stays in memory: to map it anew costs half as much as to compute with it.
BYTES_KEPT = 2**28


class Mapper(Protocol):
    """Apply a function to every block of a table.

    part: gets logits, shape (r, N), and true classes, shape (r,), -1 where unknown; it keeps no
        part of them.
    Yields what it returned, each with the rows it is of, in any order. Closing the generator
    cancels what is not begun. What a part raises reaches the caller.
    """

    def __call__(
        self, table: LogitsTable, part: Callable[[Real, Targets], Part]
    ) -> Generator[tuple[slice, Part]]: ...


def slices(table: LogitsTable) -> Iterator[slice]:
    """Yield the rows of each block, in order: the same whatever the mapper."""
    step = max(1, NUMBERS_AT_ONCE // table.count)
    for start in range(0, table.rows, step):
        yield slice(start, min(start + step, table.rows))


def in_turn(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Generator[tuple[slice, Part]]:
    """Go through the blocks one after the other."""
    for rows in slices(table):
        yield rows, applied(table, rows, part)


def in_threads(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Generator[tuple[slice, Part]]:
    """Go through the blocks with every core: NumPy lets others work meanwhile."""
    workers = os.cpu_count() or 1
    if workers == 1 or next(slices(table)).stop == table.rows:
        yield from in_turn(table, part)
        return
    # Only here: what needs no threads starts without them.
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(workers)
    begun: deque[tuple[slice, Future[Part]]] = deque()
    try:
        for rows in slices(table):
            begun.append((rows, pool.submit(applied, table, rows, part)))
            if len(begun) > 2 * workers:
                yield _finished(begun)
        while begun:
            yield _finished(begun)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _finished(begun: deque[tuple[slice, Future[Part]]]) -> tuple[slice, Part]:
    rows, future = begun.popleft()
    return rows, future.result()


def applied(table: LogitsTable, rows: slice, part: Callable[[Real, Targets], Part]) -> Part:
    """Return what a function makes of some rows, and keep no large file in memory."""
    try:
        return part(table.block(rows), targets_of(table, rows))
    finally:
        if table.values.nbytes > BYTES_KEPT:
            forget(table.values[rows])


def targets_of(table: LogitsTable, rows: slice) -> Targets:
    """Return the true classes of some rows, -1 where they are unknown."""
    if table.targets is None:
        return np.full(rows.stop - rows.start, UNKNOWN, dtype=np.int64)
    return table.targets[rows]
