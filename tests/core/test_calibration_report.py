"""Calibration of a table as text, on logits of real networks."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from softmax_viz.core.calibration_report import as_json, as_table, best, measure
from softmax_viz.core.logits_table import LogitsTable
from softmax_viz.resources import resource


def table(name: str) -> LogitsTable:
    stored = np.load(resource(f"logits/{name}.npz"), allow_pickle=False)
    labels = tuple(map(str, range(10)))
    return LogitsTable(stored["logits"], labels, stored["labels"], name=f"{name}.npz")


def test_an_overconfident_network_wants_a_higher_temperature() -> None:
    digits = table("digits_overconfident")
    temperature = best(digits)
    assert temperature > 1.5
    before, after = measure(digits, 1.0), measure(digits, temperature)
    assert before.accuracy == after.accuracy == pytest.approx(0.877, abs=0.001)
    # scikit-learn's log_loss of the same file, at T = 1.
    assert before.nll == pytest.approx(0.589, abs=0.0005)
    assert after.nll < before.nll
    assert after.ece < before.ece


def test_the_table_has_a_column_a_temperature() -> None:
    text = as_table(table("digits"), (1.0, 2.0))
    head, *rows = text.splitlines()
    assert head == "digits.npz: 899 rows of 10 classes with a true class"
    assert rows[0].split() == ["T", "1", "2"]
    assert rows[1].split("  ")[0] == "accuracy"
    assert len({len(row) for row in rows}) == 1


def test_json_is_strict_and_holds_the_bins() -> None:
    logits = np.array([[1.0, 0.0], [math.nan, 0.0], [0.0, 3.0]])
    small = LogitsTable(logits, ("a", "b"), np.array([1, 0, 1]), name="small")
    assert "1 rows without a softmax" in as_table(small, (1.0,))
    cold, hot = json.loads(as_json(small, (0.0, math.inf)))
    assert (cold["rows"], cold["undefined"]) == (2, 1)
    assert cold["nll"] == "inf"
    assert hot["temperature"] == "inf"
    assert hot["nll"] == pytest.approx(math.log(2))
    assert sum(part["count"] for part in hot["bins"]) == 2


@pytest.mark.parametrize("targets", [None, np.array([-1])])
def test_without_true_classes_there_is_a_sentence(targets: np.ndarray | None) -> None:
    bare = LogitsTable(np.array([[1.0, 2.0]]), ("a", "b"), targets, name="bare.npy")
    with pytest.raises(ValueError, match=r"bare\.npy has no true classes"):
        measure(bare, 1.0)
