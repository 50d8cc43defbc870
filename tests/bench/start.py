"""Process start to the first painted frame, and resident memory, against the bare program.

Both as an installed program starts: compiled before, with the settings of a first start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 9


def run(name: str, folder: Path) -> tuple[float, float]:
    """Return the seconds to the first frame and the MiB that are resident then."""
    settings = folder / "settings.ini"
    settings.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "SOFTMAX_VIZ_SETTINGS": str(settings),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.programs.{name}"],
        stdout=subprocess.PIPE, text=True, env=environment,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        kib = int(process.stdout.readline())
        taken = perf_counter() - begun
    return taken, kib / 1024


def main() -> None:
    """Print the ratios."""
    results: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(RUNS + 1):
            for name, runs in results.items():
                measured = run(name, Path(folder))
                if round_:
                    runs.append(measured)
    print("process start to the first painted frame, against bare PySide6 + pyqtgraph (medians)")
    for what, unit, place in (("start", "s", 0), ("memory", "MiB", 1)):
        ours, bare = (median(r[place] for r in results[name]) for name in ("ours", "bare"))
        print(f"  {what}: ours {ours:.2f} {unit}, bare {bare:.2f} {unit}, ratio {ours / bare:.2f}")
