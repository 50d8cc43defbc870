"""Live fields: numbers in the words of a scene, filled from what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from itertools import islice

import numpy as np

from softmax_viz.core.functions import cross_entropy
from softmax_viz.core.lecture.screen import CHARTS
from softmax_viz.core.lecture.targets import target_of
from softmax_viz.core.numbers import displayed, entered, percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS, State, Vector
from softmax_viz.text import named, tr

MOST_FIELDS = 200
UNKNOWN = "?"

ENTRIES = ("z", *CHARTS, "exp", "log_softmax", "cross_entropy")
SUMMED = ("z", *CHARTS, "exp")
MEASURES = ("entropy", "perplexity", "margin", "predicted")
NUMBERS = ("T", "N", *MEASURES)
LIMIT = "exp_limit"
# What would tell a covered softmax all the same.
OF_SOFTMAX = ("softmax", "log_softmax", "cross_entropy", *MEASURES)

_PIECE = re.compile(
    r"(?P<brace>\{\{|\}\})"
    r"|\{\s*(?:(?P<fold>sum|max|exp_limit)\(\s*(?P<of>\w+)\s*\)|(?P<name>\w+)(?:\[(?P<label>[^\[\]{}]*)\])?)"
    r"\s*(?::(?P<format>[^{}]*))?\}"
    r"|(?P<stray>[{}])"
)
_FORMAT = re.compile(r"\.(\d{1,2})f")
_PERCENT = ("%", ".1%")


def fill(text: str, snapshot: Snapshot, covered: Collection[str] = ()) -> str:
    """Return a text with its fields filled: {softmax[panda]:.3f} becomes 0.664.

    covered: what is not to be seen yet, as targets of a scene; its fields become "?". A field that
    says nothing stays as it is written. Only the first 200 fields are filled.
    """
    if "{" not in text and "}" not in text:
        return text
    left = MOST_FIELDS

    def filled(found: re.Match[str]) -> str:
        nonlocal left
        if found["brace"]:
            return found["brace"][0]
        if found["stray"] or left == 0 or _problem(found, snapshot.state):
            return found[0]
        left -= 1
        return UNKNOWN if _is_covered(found, covered) else _value(found, snapshot)

    return _PIECE.sub(filled, text)


def problems(text: str, state: State) -> tuple[tuple[int, str], ...]:
    """Return what is wrong with the fields of a text: where, as an offset, and a sentence."""
    pieces = list(islice((p for p in _PIECE.finditer(text) if not p["brace"]), MOST_FIELDS + 1))
    found = [(piece.start(), _problem(piece, state)) for piece in pieces[:MOST_FIELDS]]
    found += [
        (piece.start(), tr("A text can hold {n} fields at most.").format(n=MOST_FIELDS))
        for piece in pieces[MOST_FIELDS:]
    ]
    return tuple((at, sentence) for at, sentence in found if sentence)


def _problem(found: re.Match[str], state: State) -> str:
    if found["stray"]:
        return tr("A brace that begins no field is written twice: {{ or }}.")
    name, label, of = found["name"], found["label"], found["of"]
    if found["fold"]:
        known = tuple(_limits()) if found["fold"] == LIMIT else SUMMED
        if of not in known:
            return _unknown(of, known)
    elif name in NUMBERS:
        if label is not None:
            return tr("{name} has no classes; write {{{name}}}.").format(name=name)
    elif name not in ENTRIES:
        return _unknown(name, (*ENTRIES, *NUMBERS))
    elif label is None:
        return tr("{name} needs a class: {{{name}[{label}]}}.").format(
            name=name, label=named(state.labels[0])
        )
    elif _index(label, state) is None:
        return tr("No class is called “{label}”; it can also be given by its index, as #0.").format(
            label=named(label)
        )
    return _format_problem(found)


def _unknown(name: str, known: tuple[str, ...]) -> str:
    return tr("There is no field “{name}”; choose from {known}.").format(
        name=named(name), known=", ".join(known)
    )


def _format_problem(found: re.Match[str]) -> str:
    given = found["format"]
    if given is None or given in _PERCENT:
        return ""
    if found["name"] in ("predicted", "N"):
        return tr("{name} takes no format.").format(name=found["name"])
    digits = _FORMAT.fullmatch(given)
    if digits and MIN_DECIMALS <= int(digits[1]) <= MAX_DECIMALS:
        return ""
    return tr("A format is .1f to .17f, for so many decimals, or %; “{given}” is neither.").format(
        given=named(given)
    )


def _index(label: str, state: State) -> int | None:
    if label in state.labels:
        return state.labels.index(label)
    if re.fullmatch(r"#\d{1,7}", label) and int(label[1:]) < state.count:
        return int(label[1:])
    return None


def _is_covered(found: re.Match[str], covered: Collection[str]) -> bool:
    if not covered:
        return False
    chart = found["of"] or found["name"]
    if chart in MEASURES and "prediction" in covered:
        return True
    if chart in OF_SOFTMAX:
        chart = "softmax"
    if chart in covered:
        return True
    if found["label"] is not None:
        return target_of(chart, found["label"]) in covered
    # What is left when all but one entry is known is known as well.
    return any(target.startswith(f"{chart}[") for target in covered)


def _value(found: re.Match[str], snapshot: Snapshot) -> str:
    state, name = snapshot.state, found["name"]
    if name == "predicted":
        winner = snapshot.prediction.index
        return named(state.labels[winner]) if winner >= 0 else UNKNOWN
    if name == "N":
        return str(state.count)
    value, given = _number(found, snapshot), found["format"]
    if given in _PERCENT:
        return percent(value)
    if given is not None:
        return displayed(value, int(given[1:-1]))
    as_entered = name in ("z", "T") or found["of"] == "z"
    return entered(value, state.decimals) if as_entered else displayed(value, state.decimals)


def _number(found: re.Match[str], snapshot: Snapshot) -> float:
    state, name = snapshot.state, found["name"]
    if found["fold"]:
        return _folded(found["fold"], found["of"], snapshot)
    if name == "T":
        return state.temperature
    if name == "margin":
        return snapshot.prediction.margin
    if name in MEASURES:
        return float(getattr(snapshot, name))
    index = _index(found["label"], state)
    assert index is not None
    if name == "cross_entropy":
        return float(cross_entropy(state.logits, index, state.temperature))
    return float(_vector(name, snapshot)[index])


def _folded(fold: str, of: str, snapshot: Snapshot) -> float:
    if fold == LIMIT:
        return _limits()[of]
    if fold == "sum" and of in CHARTS:
        return snapshot.output(of).total
    values = _vector(of, snapshot)
    with np.errstate(all="ignore"):
        return float(np.sum(values) if fold == "sum" else np.max(values))


@cache
def _limits() -> dict[str, float]:
    """Return from which number on the exponential is infinite in each floating-point format."""
    # Takes time to import, and few words speak of formats.
    from softmax_viz.core.precision import FORMATS

    return {form.key: form.limit for form in FORMATS}


def _vector(name: str, snapshot: Snapshot) -> Vector:
    if name == "z":
        return snapshot.state.logits
    if name == "exp":
        with np.errstate(all="ignore"):
            return np.exp(snapshot.scaled_logits)
    if name == "log_softmax":
        return snapshot.log_softmax
    return snapshot.output(name).values
