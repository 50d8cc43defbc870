from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax as reference

from softmax_viz.core import simplex, softmax
from softmax_viz.core.state import State

INF, NAN = np.inf, np.nan
SHARES = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(
    lambda entries: np.array(entries) / sum(entries)
)
ANYWHERE = st.lists(st.floats(-20, 20), min_size=2, max_size=2)
LOGITS = st.lists(st.floats(-50, 50), min_size=3, max_size=3).map(np.array)


def test_the_corners_form_an_equilateral_triangle() -> None:
    corners = simplex.to_plane(np.eye(3))
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    assert sides == pytest.approx([1, 1, 1])


@given(ANYWHERE)
def test_the_plane_and_back(xy: list[float]) -> None:
    p = simplex.from_plane(xy)
    assert p.sum() == pytest.approx(1)
    assert simplex.to_plane(p) == pytest.approx(xy, abs=1e-12)


@given(ANYWHERE, SHARES)
def test_the_nearest_point_inside_is_inside_and_nearest(
    xy: list[float], other: np.typing.NDArray[np.float64]
) -> None:
    inside = simplex.nearest_inside(simplex.from_plane(xy))
    assert inside.sum() == pytest.approx(1)
    assert inside.min() >= simplex.LEAST_SHARE
    distance = np.linalg.norm(simplex.to_plane(inside) - xy)
    assert distance <= np.linalg.norm(simplex.to_plane(other) - xy) + 1e-9


@given(SHARES, st.floats(-5, 5), st.floats(0.01, 50))
def test_the_logits_found_give_the_shares_and_the_mean(
    p: np.typing.NDArray[np.float64], mean: float, temperature: float
) -> None:
    z = simplex.logits_from(p, mean, temperature)
    assert softmax(z, temperature) == pytest.approx(p, rel=1e-9)
    assert z.mean() == pytest.approx(mean, abs=1e-9)
    assert simplex.mean(z) == pytest.approx(mean, abs=1e-9)


@given(LOGITS)
def test_the_path_leads_from_argmax_to_the_centre_through_softmax(
    z: np.typing.NDArray[np.float64],
) -> None:
    path = simplex.path(z)
    assert np.array_equal(path[0], softmax(z, 0.0))
    assert np.array_equal(path[-1], [1 / 3] * 3)
    assert path.sum(axis=1) == pytest.approx(np.ones(len(path)))
    gaps = np.abs(np.subtract.outer(z, z))
    if gaps.max() > 0 and gaps[gaps > 0].min() > 1e-3:
        # Close together, also at the ends.
        assert np.abs(np.diff(path, axis=0)).max() < 0.15


def test_a_path_of_ties_or_of_nothing_is_its_ends() -> None:
    assert simplex.path(np.ones(3)).tolist() == [[1 / 3] * 3] * 2
    assert np.isnan(simplex.path(np.array([NAN, 1, 2]))).all()
    assert np.isfinite(simplex.path(np.array([1e308, -1e308, 0]))).all()
    assert simplex.path(np.array([1.0, -INF, 0.0]))[-1].tolist() == [0.5, 0, 0.5]


def test_the_four_points_of_the_running_example() -> None:
    z = np.array([0.25, 1.23, -0.8])
    found = simplex.points(z, 2.0)
    assert found.softmax == pytest.approx(reference(z / 2))
    assert found.argmax.tolist() == [0, 1, 0]
    assert found.sum_normalized == pytest.approx(z / z.sum())
    sigmoid = 1 / (1 + np.exp(-z / 2))
    assert found.sigmoid == pytest.approx(sigmoid / sigmoid.sum())
    assert np.isfinite(simplex.points(np.full(3, -1e6), 1.0).sigmoid).all()
    assert np.isnan(simplex.points(np.array([NAN, 0, 0]), 1.0).argmax).all()


def test_it_can_be_dragged_where_logits_can_be_found() -> None:
    z = np.array([1.0, 2.0, 3.0])
    assert simplex.draggable(z, 1.0)
    assert not any(simplex.draggable(z, t) for t in (0.0, INF))
    assert not simplex.draggable(np.array([1.0, -INF, 0.0]), 1.0)


def test_three_classes_of_more_are_conditional() -> None:
    state = State.of([0.0, 2.0, NAN, 1.0, 3.0], temperature=0.5)
    classes = simplex.three_largest(state.logits)
    assert classes == (1, 3, 4)
    moved = simplex.with_share(state, classes, [0.2, 0.3, 0.5], 2.0)
    assert softmax(moved.logits[list(classes)], 0.5) == pytest.approx([0.2, 0.3, 0.5])
    assert moved.logits[0] == 0
    assert np.isnan(moved.logits[2])
    assert moved.labels is state.labels
    assert simplex.mass(np.array([0.1, 0.2, 0.3, 0.4]), (0, 1, 3)) == pytest.approx(0.7)


def test_a_region_is_where_its_class_leads() -> None:
    for corner in range(3):
        assert simplex.leader(simplex.region(corner).mean(axis=0)) == corner
    assert simplex.leader(np.array([-0.1, 0.5, 0.6])) == -1


def test_a_step_in_the_plane_stops_at_the_edge() -> None:
    centre = np.full(3, 1 / 3)
    stepped = simplex.moved(centre, 0.01, 0.0)
    assert simplex.to_plane(stepped) - simplex.to_plane(centre) == pytest.approx([0.01, 0])
    assert simplex.moved(np.array([1.0, 0.0, 0.0]), -5.0, 0.0).max() < 1
