"""The predicted class of every row, and how surely, against plain SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import softmax

from softmax_viz.core.data import blocks
from softmax_viz.core.data.blocks import Mapper, in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.winners import winners
from tests.core.backwards import backwards

LOGITS = np.random.default_rng(3).normal(0, 3, (50, 4))
NAMES = ("a", "b", "c", "d")


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 32)


@pytest.mark.parametrize("mapper", [in_turn, in_threads, backwards])
@pytest.mark.parametrize("temperature", [0.3, 1.0, 5.0])
def test_winners_are_those_of_softmax(mapper: Mapper, temperature: float) -> None:
    steps = list(winners(LogitsTable(LOGITS, NAMES), temperature, mapper))
    assert [done for done, _ in steps] == [8, 16, 24, 32, 40, 48, 50] or mapper is backwards
    done, found = steps[-1]
    p = softmax(LOGITS / temperature, axis=1)
    assert done == 50
    assert found.indices.tolist() == p.argmax(axis=1).tolist()
    assert found.confidences == pytest.approx(p.max(axis=1), rel=1e-12)


def test_what_has_no_softmax_or_is_still_to_come_is_unknown() -> None:
    logits = LOGITS.copy()
    logits[2, 1], logits[3] = math.nan, -math.inf
    steps = winners(LogitsTable(logits, NAMES), 1.0, in_turn)
    _, found = next(steps)
    assert found.indices[2:4].tolist() == found.indices[8:10].tolist() == [-1, -1]
    assert np.isnan(found.confidences[[2, 3, 8, 49]]).all()
    assert (found.indices[:2] >= 0).all()
    *_, (_, found) = steps
    assert found.indices[49] >= 0
    assert found.indices[2] == -1
