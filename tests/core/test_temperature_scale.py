"""Where a temperature lies on the slider."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from softmax_viz.core.temperature_scale import (
    ARROW,
    FINE,
    HIGHEST,
    LOWEST,
    PAGE,
    STOP,
    at,
    position,
    stepped,
)

INF = math.inf

temperatures = st.floats(min_value=0)
places = st.floats(0, 1)
sizes = st.sampled_from([ARROW, FINE, PAGE])


def test_the_stops_and_the_track() -> None:
    assert position(0.0) == 0
    assert position(INF) == 1
    assert position(LOWEST) == pytest.approx(STOP)
    assert position(HIGHEST) == pytest.approx(1 - STOP)
    assert position(1.0) == pytest.approx(0.5)
    assert position(10.0) - position(1.0) == pytest.approx(position(1.0) - position(0.1))


@pytest.mark.parametrize("temperature", [5e-324, 1e-320, 0.009])
def test_below_the_track_is_between_it_and_the_stop(temperature: float) -> None:
    assert 0 < position(temperature) < STOP


@pytest.mark.parametrize("temperature", [101.0, 1e300])
def test_above_the_track_is_between_it_and_the_stop(temperature: float) -> None:
    assert 1 - STOP < position(temperature) < 1


@given(temperatures, temperatures)
def test_a_higher_temperature_never_lies_lower(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= position(low) <= position(high) <= 1


@given(places, places)
def test_a_higher_place_never_gives_a_lower_temperature(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert at(low) <= at(high)


@pytest.mark.parametrize(
    ("place", "temperature"),
    [
        (-1.0, 0), (0.0, 0), (0.02, 0), (0.04, LOWEST), (STOP, LOWEST),
        (0.49, 1), (0.5, 1), (0.51, 1),
        (1 - STOP, HIGHEST), (0.96, HIGHEST), (0.98, INF), (1.0, INF), (2.0, INF),
    ],
)  # fmt: skip
def test_places_catch(place: float, temperature: float) -> None:
    assert at(place) == temperature


@given(places)
def test_temperatures_of_the_slider_have_three_digits(place: float) -> None:
    temperature = at(place)
    assert temperature in (0.0, INF) or LOWEST <= temperature <= HIGHEST
    assert temperature == float(f"{temperature:.3g}")


@given(places)
@example(0.4879677544086257)
def test_what_the_slider_gives_lies_where_it_was_set(place: float) -> None:
    assert position(at(place)) == pytest.approx(place, abs=STOP / 2 + 1e-9)
    if STOP <= place <= 1 - STOP:
        assert position(at(place)) == pytest.approx(place, abs=0.0121)
    assert at(position(at(place))) == at(place)


@pytest.mark.parametrize(
    ("temperature", "decades", "moved"),
    [
        (0.0, ARROW, LOWEST),
        (0.0, -ARROW, 0),
        (INF, -ARROW, HIGHEST),
        (INF, ARROW, INF),
        (LOWEST, -FINE, 0),
        (HIGHEST, FINE, INF),
        (0.0105, -ARROW, LOWEST),
        (99.0, ARROW, HIGHEST),
        (1.0, ARROW, 1.12),
        (1.0, -ARROW, 0.891),
        (0.95, ARROW, 1),
        (1.05, -ARROW, 1),
        (10.0, PAGE, 17.8),
        (1e-320, ARROW, LOWEST),
        (1e-320, -ARROW, 0),
        (5e-324, -PAGE, 0),
        (1e300, -ARROW, HIGHEST),
        (1e300, ARROW, INF),
        (1.7e308, PAGE, INF),
        (0.005, -ARROW, 0),
        (200.0, ARROW, INF),
    ],
)
def test_steps(temperature: float, decades: float, moved: float) -> None:
    assert stepped(temperature, decades) == moved


@given(temperatures, sizes)
def test_a_step_moves_its_way_or_stays_at_its_stop(temperature: float, size: float) -> None:
    up, down = stepped(temperature, size), stepped(temperature, -size)
    assert up > temperature or up == temperature == INF
    assert down < temperature or down == temperature == 0


@pytest.mark.parametrize("size", [ARROW, FINE, PAGE])
def test_steps_pass_every_stop_from_end_to_end(size: float) -> None:
    seen = [0.0]
    while seen[-1] < INF:
        seen.append(stepped(seen[-1], size))
    assert {0.0, LOWEST, 1.0, HIGHEST, INF} <= set(seen)
    assert len(seen) < 5 + 4.2 / size
    while seen[-1] > 0:
        seen.append(stepped(seen[-1], -size))
    assert seen.count(1.0) == 2
    assert seen.count(LOWEST) == 2
