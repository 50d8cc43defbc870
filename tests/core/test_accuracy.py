"""Every function against mpmath at some 360 digits, on the inputs where others fail.

The error is measured in units in the last place of the exact result, 2**-1074 at the least. Where
the exact result exceeds the largest double, infinity counts as 2**1024.
"""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from softmax_viz.core import functions

LIMIT = 4.0
LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324

mp = mpmath.mp.clone()
mp.prec = 1200

Case = tuple[list[float], float]


def exp(x: Any) -> Any:
    return mp.mpf(0) if x < -100_000 else mp.exp(x)


def exact_results(z: list[float], temperature: float, target: int) -> dict[str, list[Any]]:
    logits, t, n = [mp.mpf(x) for x in z], mp.mpf(temperature), range(len(z))
    top = z.index(max(z))
    gaps = [(x - logits[top]) / t for x in logits]
    powers = [exp(gap) for gap in gaps]
    others = mp.fsum(powers[i] for i in n if i != top)
    total, log_total = 1 + others, mp.log1p(others)
    rest = [others if i == top else total - powers[i] for i in n]
    scaled = [x / t for x in logits]
    return {
        "softmax": [power / total for power in powers],
        "log_softmax": [gap - log_total for gap in gaps],
        "logsumexp": [
            logits[top] + mp.log1p(mp.fsum(exp(logits[i] - logits[top]) for i in n if i != top))
        ],
        "entropy": [log_total - mp.fdot(powers, gaps) / total],
        "cross_entropy": [log_total - gaps[target]],
        "softmax_jacobian": [
            powers[i] * (rest[i] if i == j else -powers[j]) / (total * total * t)
            for i in n
            for j in n
        ]
        if len(z) <= 8
        else [],
        "sigmoid": [1 / (1 + exp(-x)) if x > 0 else exp(x) / (1 + exp(x)) for x in scaled[:8]],
        "log_sigmoid": [-mp.log1p(exp(-x)) if x > 0 else x - mp.log1p(exp(x)) for x in scaled[:8]],
    }


def computed_results(z: list[float], temperature: float, target: int) -> dict[str, list[float]]:
    small = len(z) <= 8
    results = {
        "softmax": functions.softmax(z, temperature),
        "log_softmax": functions.log_softmax(z, temperature),
        "logsumexp": functions.logsumexp(z),
        "entropy": functions.entropy(z, temperature),
        "cross_entropy": functions.cross_entropy(z, target, temperature),
        "softmax_jacobian": functions.softmax_jacobian(z, temperature) if small else np.empty(0),
        "sigmoid": functions.sigmoid(z[:8], temperature),
        "log_sigmoid": functions.log_sigmoid(z[:8], temperature),
    }
    return {name: result.ravel().tolist() for name, result in results.items()}


def ulps(computed: float, exact: Any) -> float:
    if math.isnan(computed):
        return math.inf
    overflow = mp.ldexp(1, 1024)
    value = mp.mpf(computed) if math.isfinite(computed) else mp.sign(computed) * overflow
    exact = max(-overflow, min(overflow, exact))
    exponent = max(mp.frexp(exact)[1] - 53, -1074)
    return float(abs(value - exact) * mp.ldexp(1, -exponent))


@dataclass
class Worst:
    """The largest error of one function so far, and the input it came from."""

    error: float = 0.0
    cases: int = 0
    case: str = ""


@dataclass
class Table:
    rows: dict[str, Worst] = field(default_factory=dict)

    def measure(self, z: list[float], temperature: float) -> dict[str, float]:
        """Return the error of each function, and keep the worst."""
        target = len(z) // 2
        exact = exact_results(z, temperature, target)
        errors = {}
        for name, computed in computed_results(z, temperature, target).items():
            pairs = zip(computed, exact[name], strict=True)
            error = errors[name] = max((ulps(*pair) for pair in pairs), default=0.0)
            row = self.rows.setdefault(name, Worst())
            row.cases += len(computed) > 0
            if error > row.error:
                shown = str(z) if len(z) <= 3 else f"{len(z)} logits from {z[:2]}"
                row.error, row.case = error, f"z = {shown}, T = {temperature}"
        return errors

    def __str__(self) -> str:
        lines = [f"{'function':<17}{'worst ulp':>9}{'cases':>8}  worst input"]
        lines += [
            f"{name:<17}{row.error:>9.3f}{row.cases:>8}  {row.case}"
            for name, row in self.rows.items()
        ]
        return "\n".join(lines)


@pytest.fixture(scope="module")
def table(pytestconfig: pytest.Config) -> Iterator[Table]:
    """Collect the worst errors of this module, and show them although output is captured."""
    collected = Table()
    yield collected
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n\n{collected}")


def any_double(rng: random.Random) -> float:
    """Draw from all finite doubles, every exponent alike."""
    while True:
        (value,) = struct.unpack("d", rng.randbytes(8))
        if math.isfinite(value):
            return float(value)


def any_temperature(rng: random.Random) -> float:
    return rng.choice([
        1.0, 1.0, 0.7, 2.0, 10 ** rng.uniform(-3, 3), 10 ** rng.uniform(-323, 308),
        abs(any_double(rng)) or 1.0, SMALLEST, 1e308, LARGEST,
    ])  # fmt: skip


def counted(rng: random.Random, draw: Callable[[], float]) -> list[float]:
    return [draw() for _ in range(rng.choice([1, 2, 2, 3, 3, 4, 5, 8, 20]))]


def all_doubles(rng: random.Random) -> Case:
    return counted(rng, lambda: any_double(rng)), any_temperature(rng)


def extremes(rng: random.Random) -> Case:
    values = [0.0, 1.0, SMALLEST, 2.2e-308, 1e308, LARGEST]
    return counted(rng, lambda: rng.choice([-1, 1]) * rng.choice(values)), any_temperature(rng)


def everyday(rng: random.Random) -> Case:
    return counted(rng, lambda: rng.gauss(0, 3)), rng.choice([1.0, rng.uniform(0.05, 20)])


def gaps_around_underflow(rng: random.Random) -> Case:
    t = min(any_temperature(rng), 1e304)
    base = rng.choice([0.0, rng.gauss(0, 1) * t])
    spans = [(0, 0), (0, 40), (700, 760), (0, 1600)]
    return counted(rng, lambda: base - t * rng.uniform(*rng.choice(spans))), t


def near_ties(rng: random.Random) -> Case:
    base = rng.gauss(0, 10) * 10 ** rng.randint(-5, 5)
    step = math.ulp(base)
    t = rng.choice([any_temperature(rng), step * 10 ** rng.uniform(-2, 2)])
    return counted(rng, lambda: base + step * rng.randint(-1, 1)), t


def denormal_temperatures(rng: random.Random) -> Case:
    t = SMALLEST * rng.choice([1, 2, 60000])
    return counted(rng, lambda: t * rng.randint(-1600, 5)), t


def log_probabilities(rng: random.Random) -> Case:
    weights = counted(rng, lambda: rng.expovariate(1) ** rng.choice([1, 1, 20]) + 1e-300)
    return [math.log(weight / sum(weights)) for weight in weights], 1.0


def cancelling_logsumexp(rng: random.Random) -> Case:
    top = -(10 ** rng.uniform(-323, 0))
    rest = math.log(-math.expm1(top))
    half = rest - math.log(2)
    return rng.choice([[top, rest], [rest, top], [top, half, half]]), 1.0


def wide_ties(rng: random.Random) -> Case:
    z = [rng.uniform(-20, 20)] * rng.choice([2, 3, 7])
    z[0] += rng.choice([0, 1e-12, 40, 745, -745])
    return z, rng.choice([1.0, 2.0, 0.7])


def one_ahead(rng: random.Random) -> Case:
    z = counted(rng, lambda: -(10 ** rng.uniform(-18, 3)))
    return [*z, 0.0], 1.0


def many_classes(rng: random.Random) -> Case:
    spread = rng.choice([0.1, 1, 100])
    return [rng.gauss(0, spread) for _ in range(1000)], rng.choice([1.0, 0.7])


def test_the_measure_catches_the_textbook_form() -> None:
    z = np.array([0.0, -700.1])
    p = np.exp(z / 0.99) / np.exp(z / 0.99).sum()
    exact = exact_results(z.tolist(), 0.99, 0)["softmax"]
    assert ulps(float(p[1]), exact[1]) > LIMIT
    assert ulps(math.nan, exact[1]) > LIMIT


FAMILIES: dict[Callable[[random.Random], Case], int] = {
    all_doubles: 50,
    extremes: 50,
    everyday: 50,
    gaps_around_underflow: 75,
    near_ties: 50,
    denormal_temperatures: 50,
    log_probabilities: 30,
    cancelling_logsumexp: 50,
    wide_ties: 25,
    one_ahead: 40,
    many_classes: 2,
}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@pytest.mark.parametrize("times", [1, pytest.param(40, marks=pytest.mark.slow)])
def test_family_is_within_4_ulp(
    table: Table, family: Callable[[random.Random], Case], times: int
) -> None:
    rng = random.Random(f"{family.__name__} {times}")
    for _ in range(FAMILIES[family] * times):
        z, temperature = family(rng)
        errors = table.measure(z, temperature)
        assert max(errors.values()) <= LIMIT, (errors, z, temperature)


FINITE = st.floats(allow_nan=False, allow_infinity=False)
TEMPERATURES = st.floats(min_value=SMALLEST, allow_infinity=False)


@settings(derandomize=True)
@given(z=st.lists(FINITE, min_size=1, max_size=5), temperature=TEMPERATURES)
@example(z=[1e308, -1e308], temperature=1e308)
@example(z=[LARGEST, -LARGEST, SMALLEST], temperature=LARGEST)
@example(z=[LARGEST, -LARGEST], temperature=SMALLEST)
@example(z=[-LARGEST, -LARGEST + 2.0**971, -LARGEST], temperature=3 * 2.0**970)
@example(z=[0.0, -745.1332191019411, -744.4400719213812], temperature=1.0)
@example(z=[0.0, -1400.0, -1401.0], temperature=1.0)
@example(z=[0.0, -700 * SMALLEST, -701 * SMALLEST], temperature=SMALLEST)
@example(z=[SMALLEST, 0.0, -SMALLEST], temperature=LARGEST)
@example(z=[math.log(0.5), math.log(0.5)], temperature=1.0)
@example(z=[-1e-300, math.log(1e-300)], temperature=1.0)
@example(z=[0.1, 0.1 + 2.0**-56, 0.1 - 2.0**-57], temperature=2.0**-56)
@example(z=[37.0, 0.0], temperature=0.0495)
def test_any_input_is_within_4_ulp(table: Table, z: list[float], temperature: float) -> None:
    errors = table.measure(z, temperature)
    assert max(errors.values()) <= LIMIT, (errors, z, temperature)
