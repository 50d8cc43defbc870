"""The loss against T, and where it is least."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from softmax_viz.core.calibration.sums import tally
from softmax_viz.core.calibration.sweep import sweep_losses
from softmax_viz.core.data.blocks import in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable

RANDOM = np.random.default_rng(5)
# The classes are drawn at T = 2, so the logits are too sure by that factor.
LOGITS = 4 * RANDOM.normal(size=(3000, 10))
TARGETS = np.argmax(LOGITS / 2 + RANDOM.gumbel(size=LOGITS.shape), axis=1)
TABLE = LogitsTable(LOGITS, tuple("0123456789"), TARGETS)


@pytest.mark.parametrize("mapper", [in_turn, in_threads])
def test_the_curve_and_its_minimum_are_those_of_the_tallies(mapper: object) -> None:
    assert mapper in (in_turn, in_threads)
    found = list(sweep_losses(TABLE, in_turn if mapper is in_turn else in_threads))[-1]
    assert found.complete
    assert found.best == pytest.approx(2.0, rel=0.05)
    assert found.at_best is not None
    assert found.at_best.nll == pytest.approx(tally(LOGITS, TARGETS, found.best).nll, rel=1e-12)
    assert found.at_best.nll <= found.losses.min()
    assert found.temperatures[[0, 1, -2, -1]].tolist() == pytest.approx(
        [0.0, 0.01, 100.0, math.inf]
    )
    for t, loss in zip(found.temperatures.tolist(), found.losses.tolist(), strict=True):
        assert loss == pytest.approx(tally(LOGITS, TARGETS, t).nll, rel=1e-12)
    assert found.losses[0] == math.inf
    assert found.losses[-1] == pytest.approx(math.log(10))


def test_what_is_known_grows_until_it_is_complete() -> None:
    steps = list(sweep_losses(TABLE, in_turn))
    shares = [step.share for step in steps]
    assert all(a <= b for a, b in pairwise(shares))
    assert shares[-1] == 1
    assert [step.complete for step in steps] == [False] * (len(steps) - 1) + [True]
    assert math.isnan(steps[0].best)
    assert not np.isnan(steps[0].losses).any()


def test_without_true_classes_there_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="has no true classes"):
        list(sweep_losses(LogitsTable(LOGITS, TABLE.labels), in_turn))
