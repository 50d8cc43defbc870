"""How the parts of a lens are put beside or below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

BESIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
# Qt's own number for no limit to a width or a height.
UNLIMITED = (1 << 24) - 1
# Row, column, and how many of each.
Place = tuple[int, int, int, int]


def put_in_grid(
    grid: QGridLayout, parts: Sequence[QWidget], places: Sequence[Place],
    columns: Sequence[int], rows: Sequence[int],
) -> None:  # fmt: skip
    """Move parts to other places, with other stretches of the columns and rows."""
    for part, place in zip(parts, places, strict=True):
        grid.removeWidget(part)
        grid.addWidget(part, *place)
    for column, stretch in enumerate(columns):
        grid.setColumnStretch(column, stretch)
    for row, stretch in enumerate(rows):
        grid.setRowStretch(row, stretch)
