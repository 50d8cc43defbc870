"""What can be said of an output: each property checked on the numbers themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.numbers import counted, displayed, displayed_sum, exact
from softmax_viz.core.ranking import Following, Ranking
from softmax_viz.core.reductions import Summary, blocks, extent, sum_of_sizes
from softmax_viz.core.state import State, Vector
from softmax_viz.text import named, tr

NDIndex = NDArray[np.intp]

EXACT_SUM_LIMIT = 10_000
FIRST_LOOK = 1_000
SHOWN_SUM_LIMIT = 200
FINEST_VISIBLE = 6


class Mark(Enum):
    """Say whether a property holds, fails, or is only noted."""

    HOLDS = "holds"
    FAILS = "fails"
    NOTE = "note"


@dataclass(frozen=True)
class Verdict:
    """Hold one property of an output.

    code: "defined", "range", "sum", "order", "gradient" or "temperature".
    text: a few words; detail: a sentence with the numbers.
    """

    code: str
    mark: Mark
    text: str
    detail: str


@dataclass(frozen=True)
class Slope:
    """Hold the largest entry of an output's Jacobian, or why there is none.

    size: the largest |d output_i / d z_j|, 0 where nothing flows, NaN where undefined.
    reason: a sentence that explains a size of 0 or NaN.
    """

    size: float
    reason: str = ""


def most_pressing_first(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Put what fails first, what holds next, and what is only noted last."""
    rank = {Mark.FAILS: 0, Mark.HOLDS: 1, Mark.NOTE: 2}
    return tuple(sorted(verdicts, key=lambda verdict: rank[verdict.mark]))


def defined(reason: str, remark: str = "") -> Verdict:
    """Judge whether the output exists; reason says why it does not, "" that it does.

    remark: a sentence on an output that exists but cannot be trusted.
    """
    if reason:
        return Verdict(
            "defined", Mark.FAILS, tr("undefined: {reason}").format(reason=reason),
            tr("There is no such output here: {reason}.").format(reason=reason),
        )  # fmt: skip
    if remark:
        return Verdict(
            "defined", Mark.FAILS, remark,
            tr("The output exists, but {remark}.").format(remark=remark),
        )  # fmt: skip
    return Verdict("defined", Mark.HOLDS, tr("defined"), tr("Every entry is a finite number."))


def in_unit_interval(values: Vector, summary: Summary, state: State) -> Verdict:
    """Judge whether every entry lies in [0, 1], as a probability must."""
    if summary.in_unit_interval:
        return Verdict(
            "range", Mark.HOLDS, tr("in [0, 1]"),
            tr("Every entry is in [0, 1]: from {low} to {high}.").format(
                low=displayed(summary.low, state.decimals),
                high=displayed(summary.high, state.decimals),
            ),
        )  # fmt: skip
    count, outside = _outside(values, summary)
    entries = [
        tr("{label} is {value}").format(
            label=named(state.labels[i]), value=_improper(float(values[i]), state)
        )
        for i in outside[:3]
    ]
    more = count - len(entries)
    if more:
        entries.append(tr("and {n} more").format(n=counted(more)))
    detail = tr("A probability lies in [0, 1], but {entries}.").format(entries=", ".join(entries))
    text = _no_probability(values, count, outside, state)
    return Verdict("range", Mark.FAILS, text, detail)


def _outside(values: Vector, summary: Summary) -> tuple[int, NDIndex]:
    """Return how many entries lie outside [0, 1], and where the first of them are."""
    count, found = 0, []
    for part in blocks(values.size):
        inside = values[part] >= 0
        if not summary.high <= 1:
            inside &= values[part] <= 1
        if count < FIRST_LOOK:
            found.append(part.start + np.flatnonzero(~inside))
        count += inside.size - int(np.count_nonzero(inside))
    return count, np.concatenate(found)[:FIRST_LOOK]


def _no_probability(values: Vector, count: int, outside: NDIndex, state: State) -> str:
    texts: dict[str, None] = {}
    _add_texts(texts, values[outside], state)
    if len(texts) <= 2 and count > outside.size:
        for part in blocks(values.size):
            _add_texts(texts, values[part][~((values[part] >= 0) & (values[part] <= 1))], state)
    if len(texts) > 2:
        return tr("{n} entries are no probabilities").format(n=counted(count))
    if len(texts) == 2:
        first, second = texts
        return tr("{first} and {second} are no probabilities").format(first=first, second=second)
    return tr("{value} is no probability").format(value=next(iter(texts)))


def _add_texts(texts: dict[str, None], values: Vector, state: State) -> None:
    """Add how values are shown, in their order, each text once, until there are three."""
    if _improper(math.nan, state) in texts:
        values = values[~np.isnan(values)]
    for i in np.sort(np.unique(values, return_index=True)[1]):
        if len(texts) > 2:
            return
        texts[_improper(float(values[i]), state)] = None


def _improper(value: float, state: State) -> str:
    """Show a value beside 1 as what it is: 1.00001, where 1.000 would look like a probability."""
    text = displayed(value, state.decimals)
    return exact(value) if text == displayed(1.0, state.decimals) else text


def summed_up(values: Vector) -> Summary:
    """Return the ends and the sum of the entries."""
    return Summary(*extent(values), sum_of(values))


def sum_of(values: Vector) -> float:
    """Sum the entries: correctly rounded up to some thousands of them, pairwise above."""
    if values.size > EXACT_SUM_LIMIT or not np.isfinite(values).all():
        with np.errstate(invalid="ignore", over="ignore"):
            return float(np.sum(values))
    try:
        return math.fsum(values)
    except OverflowError:
        with np.errstate(over="ignore"):
            return float(np.sum(values))


def sums_to_one(values: Vector, summary: Summary, state: State) -> Verdict:
    """Judge whether the entries sum to 1, up to the rounding of each; tell the displayed sum."""
    total = summary.total
    one, shown = displayed(1.0, state.decimals), displayed(total, state.decimals)
    as_shown = ""
    if values.size <= SHOWN_SUM_LIMIT:
        as_shown = displayed_sum(values.tolist(), state.decimals)
    if _is_one_up_to_rounding(values, summary, state):
        if not as_shown or as_shown == one:
            return Verdict(
                "sum", Mark.HOLDS, tr("sums to 1"),
                tr("The entries sum to {sum}.").format(sum=shown),
            )  # fmt: skip
        return Verdict(
            "sum", Mark.HOLDS, tr("sums to 1 (shown: {sum})").format(sum=as_shown),
            tr("The entries sum to 1; as shown, with {n} decimals, to {sum}.").format(
                n=state.decimals, sum=as_shown
            ),
        )  # fmt: skip
    shown = _improper(total, state)
    detail = tr("The entries sum to {sum}, not to 1.").format(sum=shown)
    if as_shown and as_shown != shown:
        detail = tr("The entries sum to {sum}, not to 1; what is shown sums to {shown}.").format(
            sum=shown, shown=as_shown
        )
    return Verdict("sum", Mark.FAILS, tr("sums to {sum}").format(sum=shown), detail)


def _is_one_up_to_rounding(values: Vector, summary: Summary, state: State) -> bool:
    """Tell whether a sum is off from 1 by the rounding of each entry at most, and not visibly."""
    error = abs(summary.total - 1)
    if not error <= 0.5 * 10.0 ** -min(state.decimals, FINEST_VISIBLE):
        return False
    rounding = values.size * float(np.finfo(np.float64).eps)
    return error <= rounding or error <= rounding * sum_of_sizes(values)


def keeps_order(values: Vector, found: Following | None, ranking: Ranking, state: State) -> Verdict:
    """Judge whether larger logits get larger entries, and equal logits equal ones.

    found: how the entries follow the logits; None where there is NaN.
    """
    if found is None:
        return Verdict(
            "order", Mark.FAILS, tr("no order"),
            tr("NaN is neither larger nor smaller than a number."),
        )  # fmt: skip
    if found.swapped is not None:
        at, (low, high) = _pair(ranking, found.swapped, state)
        if found.reverses:
            text = tr("order reversed")
        else:
            text = tr("order broken: {low}, {high}").format(low=low, high=high)
        return Verdict(
            "order", Mark.FAILS, text,
            tr("{high}'s logit is not below {low}'s, yet {high} gets {high_value} and {low} "
               "{low_value}.").format(
                low=low, high=high,
                low_value=displayed(float(values[at[0]]), state.decimals),
                high_value=displayed(float(values[at[1]]), state.decimals),
            ),
        )  # fmt: skip
    if found.tied is not None:
        at, (low, high) = _pair(ranking, found.tied, state)
        return Verdict(
            "order", Mark.FAILS, tr("ties {low}, {high}").format(low=low, high=high),
            tr("{low} and {high} have different logits, but both get {value}.").format(
                low=low, high=high, value=displayed(float(values[at[0]]), state.decimals)
            ),
        )  # fmt: skip
    return Verdict(
        "order", Mark.HOLDS, tr("order kept"),
        tr("A larger logit gets a larger entry, for every pair of classes."),
    )  # fmt: skip


def _pair(ranking: Ranking, rank: int, state: State) -> tuple[list[int], list[str]]:
    at: list[int] = ranking.classes[rank : rank + 2].tolist()
    return at, [named(state.labels[index]) for index in at]


def gradient_flows(slope: Slope, state: State) -> Verdict:
    """Judge whether anything can be learnt through the function at this point."""
    if math.isnan(slope.size):
        return Verdict("gradient", Mark.FAILS, tr("gradient undefined"), slope.reason)
    if slope.size == 0:
        return Verdict("gradient", Mark.FAILS, tr("gradient is 0"), slope.reason)
    return Verdict(
        "gradient", Mark.HOLDS, tr("gradient flows"),
        tr("Nudging a logit moves the output: the steepest slope here is {slope}.").format(
            slope=displayed(slope.size, state.decimals)
        ),
    )  # fmt: skip


def moved_by_temperature(moved: bool, detail: str) -> Verdict:
    """Note whether the output changes with T."""
    text = tr("T moves it") if moved else tr("T changes nothing")
    return Verdict("temperature", Mark.NOTE, text, detail)


def undefined_logits(state: State) -> str:
    """Say which logits leave the stable softmax without a value, "" if none does."""
    largest = state.extent[1]
    if math.isnan(largest):
        return tr("{label} is NaN").format(label=_first_largest(state))
    if largest == math.inf:
        return tr("{label} is ∞, and ∞ − ∞ is not a number").format(label=_first_largest(state))
    if largest == -math.inf:
        return tr("every logit is −∞, so the sum of exponents is 0")
    return ""


def _first_largest(state: State) -> str:
    """Name the class of the largest logit; NaN is the largest to NumPy."""
    return named(state.labels[int(np.argmax(state.logits))])
