"""Run every benchmark: `python -m tests.bench [files] [frames] [lenses] [size] [start]
[softmax]`.

Each prints ratios measured in one run, both sides in turn, against a stated peer; none of them
passes or fails.
"""

from __future__ import annotations

import os
import sys

from tests.bench import bench_softmax, files, frames, lenses, size, start

BENCHES = {
    "files": files.main,
    "frames": frames.main,
    "lenses": lenses.main,
    "size": size.main,
    "start": start.main,
    "softmax": bench_softmax.main,
}


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    for name in sys.argv[1:] or BENCHES:
        BENCHES[name]()


main()
