"""Older versions of the format, brought up to the present one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

FORMAT = "softmax-viz deck"
VERSION = 1

Table = dict[str, Any]
Migration = Callable[[Table], Table]

# From each older version, what makes a deck of the next one out of it. Version 1 is the first.
MIGRATIONS: Mapping[int, Migration] = {}


def oldest() -> int:
    """Return the oldest version that is read."""
    return min(MIGRATIONS, default=VERSION)


def migrated(table: Table) -> Table:
    """Return a deck's table in the form of the present version."""
    for version in range(table["version"], VERSION):
        table = {**MIGRATIONS[version](table), "version": version + 1}
    return table
