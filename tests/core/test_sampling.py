from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from softmax_viz.core.sampling import RECENT, Draws, Sampler, axis, band, inside

Z = np.array([0.25, 1.23, -0.8, 0.0])
INF = np.inf


def counts(logits: list[float], temperature: float, by_gumbel: bool, n: int = 20_000) -> Draws:
    sampler = Sampler.of(np.array(logits), temperature, seed=7)
    return sampler.more(Draws.none(len(logits)), n, by_gumbel)


@pytest.mark.parametrize("by_gumbel", [False, True])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0, INF])
def test_frequencies_fit_softmax(by_gumbel: bool, temperature: float) -> None:
    sampler = Sampler.of(Z, temperature, seed=11)
    draws = sampler.more(Draws.none(4), 20_000, by_gumbel)
    fit = stats.chisquare(draws.counts, sampler.probabilities * draws.total)
    assert fit.pvalue > 0.001


def test_gumbel_max_draws_as_direct_draws_do() -> None:
    table = [counts(Z.tolist(), 0.7, by_gumbel).counts for by_gumbel in (False, True)]
    assert stats.chi2_contingency(table).pvalue > 0.001


@pytest.mark.parametrize("by_gumbel", [False, True])
def test_ties_share_also_where_noise_would_be_lost(by_gumbel: bool) -> None:
    for logits, temperature in (([1e300, 1e300, 0.0], 1.0), ([1.0, 1.0, 0.0], 0.0)):
        drawn = counts(logits, temperature, by_gumbel, 2000).counts
        assert drawn[2] == 0
        assert stats.binomtest(int(drawn[0]), 2000).pvalue > 0.001


@pytest.mark.parametrize("by_gumbel", [False, True])
def test_what_has_no_share_is_never_drawn(by_gumbel: bool) -> None:
    for temperature in (1.0, INF):
        drawn = counts([-INF, 0.0, -INF, 1.0, -INF], temperature, by_gumbel, 3000).counts
        assert drawn[[0, 2, 4]].tolist() == [0, 0, 0]
        assert drawn.min(initial=3000, where=[False, True, False, True, False]) > 0


def test_the_last_draw_shows_its_noise() -> None:
    sampler = Sampler.of(Z, 2.0, seed=3)
    draws = sampler.more(Draws.none(4), 5, by_gumbel=True)
    assert draws.last is not None
    assert np.array_equal(draws.last.scores, Z / 2)
    assert np.array_equal(draws.last.sums, draws.last.scores + draws.last.noise)
    assert draws.last.winner == np.argmax(draws.last.sums) == draws.recent[-1]
    assert not sampler.shifted
    assert Sampler.of(Z, 0.0, seed=3).shifted


def test_the_same_seed_draws_the_same() -> None:
    assert counts(Z.tolist(), 1.0, False, 50).recent == counts(Z.tolist(), 1.0, False, 50).recent


def test_only_the_last_few_are_kept() -> None:
    draws = Draws.none(4)
    sampler = Sampler.of(Z, 1.0, seed=5)
    for n in (1, 40, 1000):
        draws = sampler.more(draws, n, by_gumbel=False)
    assert draws.total == 1041
    assert len(draws.recent) == RECENT
    assert draws.frequencies().sum() == pytest.approx(1)
    assert np.isnan(Draws.none(2).frequencies()).all()


def test_an_undefined_softmax_cannot_be_drawn_from() -> None:
    assert Sampler.of(Z, 1.0, seed=1).defined
    for logits in ([np.nan, 1.0], [INF, 0.0], [-INF, -INF]):
        assert not Sampler.of(np.array(logits), 1.0, seed=1).defined


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_the_band_holds_p_and_stays_a_probability(p: float, n: int) -> None:
    low, high = band(np.array([p]), n)
    assert 0 <= low[0] <= p <= high[0] <= 1


def test_the_band_is_the_normal_one() -> None:
    low, high = band(np.array([0.5]), 100)
    assert (low[0], high[0]) == pytest.approx(stats.norm.interval(0.95, 0.5, 0.05), rel=1e-12)
    assert inside(np.array([0.5, 0.9, 0.0]), np.array([0.5, 0.5, 0.0]), 100) == (1, 2)


def test_the_axis_shows_small_shares() -> None:
    assert [axis(np.array([p, 0.0])).high for p in (0.02, 0.3, 0.9, np.nan)] == [0.2, 0.4, 1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("by_gumbel", [False, True])
def test_a_million_draws_leave_memory_flat(by_gumbel: bool) -> None:
    sampler, draws = Sampler.of(Z, 1.0, seed=1), Draws.none(4)
    draws = sampler.more(draws, 1000, by_gumbel)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(1000):
        draws = sampler.more(draws, 1000, by_gumbel)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert draws.total == 1_001_000
    assert grown < 20_000
