"""Softmax of a million logits against scipy.special.softmax; the floor is 4 times as fast.

Both sides take turns in bursts of calls, as a drag makes them, and call by call, where each finds
its input driven out of the cache by the other.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import scipy.special

from softmax_viz.core.functions import softmax

COUNT = 1_000_000
CALLS = 100
FLOOR = 4.0


def timed(call: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    start = perf_counter()
    call()
    return 1000 * (perf_counter() - start)


def compare(temperature: float, burst: int) -> str:
    """Return the medians and their ratio."""
    z = np.random.default_rng(0).normal(size=COUNT)
    calls = {
        "scipy": lambda: scipy.special.softmax(z / temperature),
        "ours": lambda: softmax(z, temperature),
    }
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(CALLS // burst):
        for name, call in calls.items():
            times[name] += [timed(call) for _ in range(burst)]
    scipy_time, our_time = median(times["scipy"]), median(times["ours"])
    return f"scipy {scipy_time:.2f} ms, ours {our_time:.2f} ms, ratio {scipy_time / our_time:.2f}"


def main() -> None:
    """Print the ratios."""
    print(f"softmax of {COUNT:,} logits, against scipy (medians; floor: ratio {FLOOR})")
    for temperature in (1.0, 0.7):
        print(f"  T = {temperature}, in bursts of 10: {compare(temperature, 10)}")
        print(f"  T = {temperature}, call by call:    {compare(temperature, 1)}")


if __name__ == "__main__":
    main()
