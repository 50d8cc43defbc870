"""How slow a machine is: limits in seconds are those of a usual one."""

from __future__ import annotations

import time

# What the loop takes on a usual machine of 2024.
USUAL = 0.018


def pace() -> float:
    """Return how many times as long as on a usual machine Python takes here and now, at least 1."""
    start, total = time.process_time(), 0
    for i in range(300_000):
        total += i * i % 7
    return max((time.process_time() - start) / USUAL, 1.0)
