"""Calibration of a table as text, on logits of real networks."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, log_loss

from softmax_viz.core.calibration.report import as_json, as_table, figures
from softmax_viz.core.calibration.sums import BINS, Tally, tally
from softmax_viz.core.data.blocks import in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.resources import resource


def table(name: str) -> LogitsTable:
    stored = np.load(resource(f"logits/{name}.npz"), allow_pickle=False)
    labels = tuple(map(str, range(10)))
    return LogitsTable(stored["logits"], labels, stored["labels"], name=f"{name}.npz")


def at(logits: LogitsTable, *temperatures: float) -> list[tuple[float, Tally]]:
    assert logits.targets is not None
    return [(t, tally(logits.values, logits.targets, t)) for t in temperatures]


def test_an_overconfident_network_wants_a_higher_temperature() -> None:
    steps = list(figures(table("digits_overconfident"), 1.0, in_turn))
    assert [share for share, _ in steps] == sorted(share for share, _ in steps)
    assert steps[-1][0] == pytest.approx(1)
    (one, before), (best, after) = steps[-1][1]
    assert one == 1
    assert best > 1.5
    assert before.accuracy == after.accuracy == pytest.approx(0.877, abs=0.001)
    assert after.nll < before.nll
    assert after.ece < before.ece


@pytest.mark.parametrize("name", ["digits", "digits_overconfident"])
def test_the_figures_are_those_of_scikit_learn(name: str) -> None:
    shipped = table(name)
    for temperature, found in list(figures(shipped, 0.8, in_turn))[-1][1]:
        p = softmax(shipped.values.astype(np.float64) / temperature, axis=1)
        sure, right = p.max(axis=1), p.argmax(axis=1) == shipped.targets
        assert found.nll == pytest.approx(log_loss(shipped.targets, p, labels=range(10)), rel=1e-6)
        assert found.accuracy == accuracy_score(shipped.targets, p.argmax(axis=1))
        accuracies, confidences = calibration_curve(right, sure, n_bins=BINS)
        filled = [part for part in found.bins if part.count]
        assert [part.accuracy for part in filled] == pytest.approx(accuracies)
        assert [part.confidence for part in filled] == pytest.approx(confidences, rel=1e-6)
        counts = np.histogram(sure, np.linspace(0, 1, BINS + 1))[0]
        gaps = np.abs(accuracies - confidences)
        assert found.ece == pytest.approx(gaps @ counts[counts > 0] / right.size, rel=1e-5)


def test_the_table_has_a_column_a_temperature() -> None:
    digits = table("digits")
    text = as_table(digits, at(digits, 1.0, 2.0))
    head, *rows = text.splitlines()
    assert head == "digits.npz: 899 rows of 10 classes with a true class"
    assert rows[0].split() == ["T", "1", "2"]
    assert rows[1].split("  ")[0] == "accuracy"
    assert len({len(row) for row in rows}) == 1


def test_json_is_strict_and_holds_the_bins() -> None:
    logits = np.array([[1.0, 0.0], [math.nan, 0.0], [0.0, 3.0]])
    small = LogitsTable(logits, ("a", "b"), np.array([1, 0, 1]), name="small")
    assert "1 rows without a softmax" in as_table(small, at(small, 1.0))
    cold, hot = json.loads(as_json(small, at(small, 0.0, math.inf)))
    assert (cold["rows"], cold["undefined"]) == (2, 1)
    assert cold["nll"] == "inf"
    assert hot["temperature"] == "inf"
    assert hot["nll"] == pytest.approx(math.log(2))
    assert sum(part["count"] for part in hot["bins"]) == 2
