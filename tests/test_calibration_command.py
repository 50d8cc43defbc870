"""softmax-viz calibration: scikit-learn's figures, progress on a terminal, and Ctrl+C."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, log_loss

from softmax_viz import cli
from softmax_viz.core.calibration.sums import BINS
from softmax_viz.documents.logits import open_logits
from softmax_viz.resources import resource

SHIPPED = ["digits.npz", "digits_overconfident.npz", "wine.csv"]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_a_shipped_file_has_the_figures_of_scikit_learn(
    name: str, temperature: float, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(resource(f"logits/{name}"))
    arguments = ["calibration", path, "--temperature", str(temperature), "--format", "json"]
    assert cli.main(arguments) == 0
    column = json.loads(capsys.readouterr().out)[0]
    table = open_logits(path)
    assert table.targets is not None
    p = softmax(table.values.astype(np.float64) / temperature, axis=1)
    right = p.argmax(axis=1) == table.targets
    assert column["rows"] == table.rows
    assert column["accuracy"] == accuracy_score(table.targets, p.argmax(axis=1))
    labels = list(range(table.count))
    assert column["nll"] == pytest.approx(log_loss(table.targets, p, labels=labels), rel=1e-6)
    accuracies, confidences = calibration_curve(right, p.max(axis=1), n_bins=BINS)
    filled = [part for part in column["bins"] if part["count"]]
    assert [part["accuracy"] for part in filled] == pytest.approx(accuracies)
    assert [part["confidence"] for part in filled] == pytest.approx(confidences, rel=1e-6)
    weights = np.array([part["count"] for part in filled]) / table.rows
    assert column["ece"] == pytest.approx(weights @ np.abs(accuracies - confidences), rel=1e-5)


@pytest.mark.parametrize("name", SHIPPED)
def test_rows_one_by_one_have_the_loss_of_scikit_learn(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = resource(f"logits/{name}")
    table = open_logits(path)
    assert table.targets is not None
    rows = range(0, table.rows, max(1, table.rows // 20))
    losses, shares = [], []
    for row in rows:
        assert cli.main(["values", str(path), "--row", str(row), "--format", "json"]) == 0
        content = json.loads(capsys.readouterr().out)
        losses.append(-content["log_softmax"][table.targets[row]])
        shares.append(content["softmax"])
    found = log_loss(table.targets[rows], np.array(shares), labels=list(range(table.count)))
    assert np.mean(losses) == pytest.approx(found, rel=1e-12)


AT_ONCE = """
import sys
from softmax_viz import cli, progress
progress.SECONDS_UNTIL_SHOWN = 0
sys.exit(cli.main())
"""


def large_file(folder: Path) -> list[str]:
    """Make a file of zeros that takes a while, and no room on the disk."""
    rows, count = 64_000, 65_536
    np.lib.format.open_memmap(folder / "a.npy", "w+", np.float32, (rows, count)).flush()
    np.save(folder / "true.npy", np.arange(rows) % count)
    files = [str(folder / "a.npy"), "--targets", str(folder / "true.npy")]
    return [sys.executable, "-c", AT_ONCE, "calibration", *files]


def test_a_terminal_sees_progress_and_ctrl_c_ends_with_a_sentence(tmp_path: Path) -> None:
    outer, inner = pty.openpty()
    process = subprocess.Popen(large_file(tmp_path), stdout=subprocess.PIPE, stderr=inner)
    os.close(inner)
    seen = ""
    while "% done; Ctrl+C stops" not in seen:
        seen += os.read(outer, 1000).decode()
    process.send_signal(signal.SIGINT)
    try:
        while read := os.read(outer, 1000).decode():
            seen += read
    except OSError:
        pass  # So the end of a terminal is told on Linux.
    os.close(outer)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    # The line of progress is wiped before the sentence.
    assert seen.endswith(" \rsoftmax-viz: Stopped.\r\n")
    assert "Traceback" not in seen
