"""The formula of a function with the numbers of one class in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from softmax_viz.core.numbers import MINUS, entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, Vector
from softmax_viz.core.steps.work import work_out
from softmax_viz.core.steps.worked import (
    Form,
    Run,
    Runs,
    Worked,
    as_run,
    flat,
    power,
)
from softmax_viz.text import named, tr

MOST_TERMS = 4


def filled_in(worked: Worked, index: int, snapshot: Snapshot) -> Runs:
    """Return the formula with the numbers of one class in it, which need not be listed."""
    row = worked.row_of(index)
    if row < 0:
        alone = np.array([index])
        return filled_in(work_out(snapshot, worked.key, worked.form, alone), index, snapshot)
    state = snapshot.state
    label = named(state.labels[index])
    result = worked.columns[-1].text(row)
    if worked.key == "argmax":
        return as_run(f"argmax({label}) = {result}, {_reason(worked, row, state)}")
    own = _powered(worked.exponents[index], state)
    quotient = worked.columns[-2].text(row)
    end = as_run(f" = {quotient} = {result}")
    if worked.key == "softmax":
        terms = _terms([_powered(e, state) for e in _ends(worked.exponents)], state.count)
        return (*as_run(f"softmax({label}) = "), *own, *as_run(" / ("), *terms, *as_run(")"), *end)
    if worked.key == "sigmoid":
        one = worked.form is Form.STABLE and bool(snapshot.scaled_logits[index] >= 0)
        above = as_run("1") if one else own
        return (*as_run(f"σ({label}) = "), *above, *as_run(" / (1 + "), *own, *as_run(")"), *end)
    numbers = [as_run(entered(x, state.decimals)) for x in _ends(worked.exponents)]
    below = flat(_terms(numbers, state.count)).replace(f"+ {MINUS}", f"{MINUS} ")
    own_z = entered(float(state.logits[index]), state.decimals)
    return as_run(f"{label}: {own_z} / ({below})" + flat(end))


def _reason(worked: Worked, row: int, state: State) -> str:
    if worked.trouble:
        return tr("though no logit is the largest")
    value = entered(float(state.logits[worked.classes[row]]), state.decimals)
    peak = float(np.max(state.logits))
    winner = named(state.labels[int(np.argmax(state.logits))])
    if worked.columns[-1].values[row]:
        return tr("since {value} is the largest").format(value=value)
    if state.logits[worked.classes[row]] == peak:
        return tr("since {winner} has {value} as well, and comes first").format(
            winner=winner, value=value
        )
    return tr("since {value} is below {max}, of {winner}").format(
        value=value, max=entered(peak, state.decimals), winner=winner
    )


def _powered(exponent: float, state: State) -> Runs:
    return power(entered(float(exponent), state.decimals))


def _ends(values: Vector) -> list[float]:
    """Return the values that a sum of them shows: all, or the first two and the last."""
    chosen = values if values.size <= MOST_TERMS else values[[0, 1, -1]]
    found: list[float] = chosen.tolist()
    return found


def _terms(terms: Sequence[Runs], count: int) -> Runs:
    runs: list[Run] = []
    for place, term in enumerate(terms):
        if place:
            runs.append((" + ", False))
            if count > MOST_TERMS and place == len(terms) - 1:
                runs.append(("… + ", False))
        runs.extend(term)
    return tuple(runs)
