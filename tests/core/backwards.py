"""A Mapper whose blocks come in the worst of orders."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from softmax_viz.core.data.blocks import Targets, applied, slices
from softmax_viz.core.data.logits_table import LogitsTable, Real

Part = TypeVar("Part")


def backwards(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Generator[tuple[slice, Part]]:
    """Go through the blocks from the last to the first."""
    for rows in reversed(list(slices(table))):
        yield rows, applied(table, rows, part)
