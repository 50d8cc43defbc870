"""Calibration block by block: the same figures as of the whole, whatever goes through it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from softmax_viz.core.calibration.run import best, curve, tallies
from softmax_viz.core.calibration.sums import tally
from softmax_viz.core.data import blocks
from softmax_viz.core.data.blocks import Mapper, in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from tests.core.backwards import backwards

MAPPERS = (in_turn, in_threads, backwards)
ROWS, COUNT = 600, 5
RNG = np.random.default_rng(2)
LOGITS = RNG.normal(0, 3, (ROWS, COUNT))
# The true classes are drawn at T = 2, and one of them is not known.
TARGETS = np.array([RNG.choice(COUNT, p=p) for p in softmax(LOGITS / 2, axis=1)])
TARGETS[17] = -1
KNOWN = TARGETS >= 0
TABLE = LogitsTable(LOGITS, tuple("abcde"), TARGETS, name="five.npy")
TEMPERATURES = np.array([0.0, 0.1, 0.7, 1.0, 2.0, 40.0, math.inf])


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 64 * COUNT)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def loss_at(temperature: float) -> float:
    chosen = log_softmax(LOGITS[KNOWN] / temperature, axis=1)
    return -float(chosen[np.arange(KNOWN.sum()), TARGETS[KNOWN]].mean())


@pytest.mark.parametrize("mapper", MAPPERS)
def test_tallies_grow_to_that_of_the_whole(mapper: Mapper) -> None:
    steps = list(tallies(TABLE, 0.7, mapper))
    assert [done for done, _ in steps] == [64, 128, 192, 256, 320, 384, 448, 512, 576, 600]
    whole = tally(LOGITS, TARGETS, 0.7)
    for done, found in steps:
        assert found.rows == np.count_nonzero(KNOWN[:done])
    assert steps[-1][1].nll == pytest.approx(whole.nll, rel=1e-13)
    assert steps[-1][1].ece == pytest.approx(whole.ece, rel=1e-13)
    assert steps[-1][1].corrects.tolist() == whole.corrects.tolist()


@pytest.mark.parametrize("mapper", MAPPERS)
def test_the_curve_is_the_loss_at_each_temperature(mapper: Mapper) -> None:
    steps = list(curve(TABLE, TEMPERATURES, mapper))
    expected = [tally(LOGITS, TARGETS, float(t)).nll for t in TEMPERATURES]
    assert steps[-1][0] == ROWS
    assert steps[-1][1] == pytest.approx(np.array(expected), rel=1e-12)
    assert steps[-1][1][1:-1] == pytest.approx([loss_at(t) for t in TEMPERATURES[1:-1]])
    first = [tally(LOGITS[:64], TARGETS[:64], float(t)).nll for t in TEMPERATURES]
    assert steps[0][1] == pytest.approx(np.array(first), rel=1e-12)


def test_the_curve_leaves_out_what_has_no_softmax() -> None:
    broken = LOGITS.copy()
    broken[:100, 2] = math.nan
    table = LogitsTable(broken, tuple("abcde"), TARGETS)
    steps = list(curve(table, TEMPERATURES, in_turn))
    assert np.isnan(steps[0][1]).all()
    expected = [tally(broken, TARGETS, float(t)).nll for t in TEMPERATURES]
    assert steps[-1][1] == pytest.approx(np.array(expected), rel=1e-12)


@pytest.mark.parametrize("mapper", MAPPERS)
def test_the_best_temperature_is_that_of_an_optimiser(mapper: Mapper) -> None:
    steps = list(best(TABLE, mapper))
    shares = [share for share, _ in steps]
    assert all(a <= b for a, b in pairwise(shares))
    assert 0 < shares[0] < 0.2
    assert shares[-1] == 1
    found = minimize_scalar(loss_at, bounds=(0.5, 8), method="bounded", options={"xatol": 1e-9})
    assert steps[-1][1] == pytest.approx(found.x, rel=1e-6)


def test_few_passes_are_enough() -> None:
    passes = [0]

    def counted(table: LogitsTable, part: Callable[..., object]) -> Iterator[object]:
        passes[0] += 1
        return in_turn(table, part)

    list(best(TABLE, counted))  # type: ignore[arg-type]
    assert passes[0] <= 4


@pytest.mark.parametrize("first", [LOGITS[:64].argmax(axis=1), LOGITS[:64].argmin(axis=1)])
def test_a_first_block_that_is_not_like_the_others_misleads_nobody(first: np.ndarray) -> None:
    targets = TARGETS.copy()
    targets[:64] = first
    *_, (_, found) = best(LogitsTable(LOGITS, tuple("abcde"), targets), in_turn)
    expected = best(LogitsTable(LOGITS[::-1], tuple("abcde"), targets[::-1]), in_turn)
    assert found == pytest.approx(list(expected)[-1][1], rel=1e-8)


def test_always_right_wants_the_coldest_and_noise_the_hottest() -> None:
    names = tuple("abcde")
    for targets, end in ((LOGITS.argmax(axis=1), 0.0), (LOGITS.argmin(axis=1), math.inf)):
        assert list(best(LogitsTable(LOGITS, names, targets), in_turn))[-1] == (1.0, end)


@pytest.mark.parametrize("run", [lambda t: tallies(t, 1.0, in_turn), lambda t: best(t, in_turn)])
@pytest.mark.parametrize("targets", [None, np.full(ROWS, -1)])
def test_without_true_classes_there_is_a_sentence(
    run: Callable[[LogitsTable], Iterator[object]], targets: np.ndarray | None
) -> None:
    bare = LogitsTable(LOGITS, tuple("abcde"), targets, name="bare.npy")
    with pytest.raises(ValueError, match=r"bare\.npy has no true classes"):
        next(run(bare))


def test_every_mapper_gives_the_same_bits() -> None:
    def bits(mapper: Mapper) -> tuple[object, ...]:
        *_, (_, found) = tallies(TABLE, 0.7, mapper)
        *_, (_, losses) = curve(TABLE, TEMPERATURES, mapper)
        *_, (_, temperature) = best(TABLE, mapper)
        return (
            found.counts.tobytes(), found.confidences.tobytes(), found.corrects.tobytes(),
            found.loss, losses.tobytes(), temperature,
        )  # fmt: skip

    assert bits(in_turn) == bits(in_threads) == bits(backwards)


def test_closing_reaches_the_mapper() -> None:
    closed = []

    def watched(table: LogitsTable, part: Callable[..., object]) -> Iterator[object]:
        try:
            yield from in_turn(table, part)
        finally:
            closed.append(True)

    for run in (tallies(TABLE, 1.0, watched), best(TABLE, watched)):  # type: ignore[arg-type]
        next(run)
        run.close()
        assert closed.pop()
