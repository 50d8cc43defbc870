"""The columns that several functions share, and the words on what goes wrong in them."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.numbers import entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, Vector
from softmax_viz.core.steps.worked import Column, Runs, as_run, shared_decimals
from softmax_viz.core.verdicts import Mark, NDIndex
from softmax_viz.text import tr


def logit_column(snapshot: Snapshot, classes: NDIndex, summed: bool) -> Column:
    """Return the stage of the logits, with their sum where it is asked for."""
    state = snapshot.state
    values = state.logits[classes]
    total = float(np.sum(state.logits)) if summed else None
    return Column(
        as_run(tr("z")), tr("The logits: any real numbers, positive or negative."), values,
        shared_decimals(values, state), np.isnan(values),
        None if total is None or math.isnan(total) else total,
    )  # fmt: skip


def scaled_column(snapshot: Snapshot, classes: NDIndex, summed: bool) -> Column:
    """Return the stage of z/T, likewise."""
    state = snapshot.state
    scaled = snapshot.scaled_logits
    values = scaled[classes]
    total = float(np.sum(scaled)) if summed else math.nan
    return Column(
        as_run(tr("z / T")), division_note(state), values, shared_decimals(values, state),
        np.isinf(values) & np.isfinite(state.logits[classes]),
        None if math.isnan(total) else total,
    )  # fmt: skip


def division_note(state: State) -> str:
    """Say what dividing by T does."""
    t = state.temperature
    if t == 0:
        return tr("Divide by T = 0: in the limit ∞ above 0, −∞ below 0, and 0 at 0.")
    if math.isinf(t):
        return tr("Divide by T = ∞: in the limit every finite number becomes 0.")
    return tr("Divide each by the temperature, T = {t}.").format(t=entered(t, state.decimals))


def ratio_column(
    numerators: Vector, divisors: Vector, title: Runs, note: str, state: State
) -> Column:
    """Return the stage of quotients that are written out."""
    return Column(
        title, note, numerators, state.decimals, ~np.isfinite(numerators / divisors),
        divisor=divisors,
    )  # fmt: skip


def result_column(title: str, values: Vector, total: float, state: State) -> Column:
    """Return the last stage, with the sum of all entries."""
    return Column(
        as_run(title), "", values, state.decimals, ~np.isfinite(values), total,
        not math.isfinite(total), strong=True,
    )  # fmt: skip


def overflow(exponents: Vector, state: State) -> str:
    """Name the largest power, which float64 cannot hold."""
    largest = float(np.max(exponents))
    if math.isinf(largest):
        return tr("e^∞ is ∞")
    return tr("e^{exponent} is over 1.8e308, so ∞").format(
        exponent=entered(largest, state.decimals)
    )


def undefined(snapshot: Snapshot, key: str) -> str:
    """Say why the output of a snapshot does not exist or cannot be trusted, "" where it does."""
    for verdict in snapshot.output(key).verdicts:
        if verdict.code == "defined" and verdict.mark is Mark.FAILS:
            return verdict.detail
    return ""
