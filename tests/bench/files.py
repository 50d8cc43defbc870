"""Opening a 4 GB file, and calibration of a matrix that is streamed from a file.

Peers: the same program without a file; and one pass of np.exp, in one thread and into memory that
is there already, over the same blocks of the same file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from softmax_viz.cluster import on_this_machine
from softmax_viz.core.calibration.run import tallies
from softmax_viz.core.data.blocks import Mapper, in_threads, in_turn, slices
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.documents.logits import open_logits

SHAPES = ((1_048_576, 1024), (8192, 131_072))
ROWS, COUNT = 50_000, 1000
RUNS, ROUNDS = 7, 9

# Each tells its own memory: what the kernel tells of a child is at least its parent's.
TOLD = (
    "import atexit, sys; from pathlib import Path\n"
    "def tell():\n"
    "    status = Path('/proc/self/status').read_text()\n"
    "    print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
    "atexit.register(tell)\n"
)
VALUES = TOLD + "from softmax_viz.cli import main; sys.exit(main(sys.argv[1:]))"
OPEN = TOLD + (
    "from softmax_viz.documents.logits import open_logits\n"
    "for path in sys.argv[1:]: open_logits(path).row(0)"
)


def run(program: str, *arguments: str) -> tuple[float, float]:
    """Return the seconds that a Python program takes, and its largest memory in MiB."""
    begun = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    return perf_counter() - begun, int(done.stderr) / 1024


def opening(folder: Path) -> None:
    """Print what a 4 GB file adds to the start."""
    files = {}
    for rows, count in SHAPES:
        path = folder / f"{rows}x{count}.npy"
        np.lib.format.open_memmap(path, "w+", np.float32, (rows, count)).flush()
        files[f"{rows:,} × {count:,}"] = str(path)
    programs: dict[str, tuple[str, ...]] = {
        "values --logits": (VALUES, "values", "--format", "csv", "--logits", "1, 2")
    }
    programs |= {
        f"values FILE --row 5, {shape}": (VALUES, "values", "--format", "csv", path, "--row", "5")
        for shape, path in files.items()
    }
    programs["open_logits imported"] = (OPEN,)
    programs |= {f"open_logits and a row, {shape}": (OPEN, path) for shape, path in files.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, program in programs.items():
            found[name].append(run(*program))
    print("a sparse .npy of 4 GB, against the same program without it (medians)")
    bare = (0.0, 0.0)
    for name, runs in found.items():
        seconds, mib = (median(r[place] for r in runs) for place in (0, 1))
        if name in ("values --logits", "open_logits imported"):
            bare = seconds, mib
            print(f"  {name}: {seconds:.3f} s, {mib:.0f} MiB at most")
        else:
            print(f"  {name}: {seconds - bare[0]:+.3f} s, {mib - bare[1]:+.0f} MiB")
    (rows, count), tall = SHAPES[0], next(iter(files.values()))
    np.save(folder / "true.npy", np.arange(rows) % count)
    seconds, mib = run(VALUES, "calibration", tall, "--targets", str(folder / "true.npy"))
    print(f"  calibration of all {rows:,} rows: {seconds:.1f} s, {mib:.0f} MiB at most")


def calibration(folder: Path) -> None:
    """Print the ratio of likelihood and calibration error, streamed, to a pass of exp."""
    path = folder / "logits.npy"
    values = np.lib.format.open_memmap(path, "w+", np.float32, (ROWS, COUNT))
    rng = np.random.default_rng(0)
    for start in range(0, ROWS, 5000):
        values[start : start + 5000] = rng.normal(0, 3, (5000, COUNT))
    values.flush()
    np.save(folder / "true.npy", rng.integers(0, COUNT, ROWS))
    table = open_logits(path, targets_path=folder / "true.npy")
    print(
        f"likelihood and calibration error over {ROWS:,} × {COUNT:,} float32 from a file, against "
        "a pass of np.exp\nin one thread over the same blocks of the same file (medians of ratios)"
    )
    ways: dict[str, Mapper] = {
        "in one thread": in_turn,
        f"in {os.cpu_count()} threads, as the app does": in_threads,
        "with Dask's threads, as the command line does": on_this_machine,
    }
    for temperature in (1.0, 0.7, 0.1):
        for name, mapper in ways.items():
            ours, exp = in_turns(
                partial(measure, table, temperature, mapper), partial(powers, table)
            )
            ratio = median(a / b for a, b in zip(ours, exp, strict=True))
            print(f"  T = {temperature:g}, {name}: ratio {ratio:.2f} ({1e3 * median(exp):.0f} ms)")


def measure(table: LogitsTable, temperature: float, mapper: Mapper) -> None:
    """Go through the table once."""
    *_, (rows, _) = tallies(table, temperature, mapper)
    assert rows == ROWS


def powers(table: LogitsTable) -> None:
    """Take e to the power of every logit."""
    room = np.empty((next(slices(table)).stop, COUNT), np.float32)
    for rows in slices(table):
        np.exp(table.values[rows], out=room[: rows.stop - rows.start])


def in_turns(*works: Callable[[], None]) -> list[list[float]]:
    """Return the seconds of each, taken one after the other; the first round is not counted."""
    found: list[list[float]] = [[] for _ in works]
    for round_ in range(ROUNDS + 1):
        for work, seconds in zip(works, found, strict=True):
            begun = perf_counter()
            work()
            if round_:
                seconds.append(perf_counter() - begun)
    return found


def main() -> None:
    """Print both."""
    with tempfile.TemporaryDirectory() as folder:
        opening(Path(folder))
        calibration(Path(folder))
