"""What is said of a row of a table: its true class, whether it is predicted, where it stands."""

from __future__ import annotations

from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.data.rows import (
    ALL,
    ANY_CLASS,
    LEAST_SURE,
    SURELY_WRONG,
    WRONG,
    Rows,
    Selection,
)
from softmax_viz.core.numbers import counted, entered, percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import named, tr

T_DECIMALS = 4


def count_of_classes(count: int) -> str:
    """Return a number of classes in words."""
    return tr("1 class") if count == 1 else tr("{n} classes").format(n=counted(count))


def size_words(table: LogitsTable) -> str:
    """Say how large a table is."""
    return tr("{rows} rows × {count} classes").format(
        rows=counted(table.rows), count=counted(table.count)
    )


def true_class_words(rows: Rows) -> str:
    """Name the true class of the row."""
    if rows.target == UNKNOWN:
        return tr("True class: not known")
    return tr("True class: {label}").format(label=named(rows.table.labels[rows.target]))


def predicted_words(snapshot: Snapshot) -> tuple[str, str]:
    """Name the class that is predicted, and say how surely; neither where it is covered."""
    found = snapshot.prediction
    if snapshot.prediction_is_covered:
        return tr("Predicted: ?"), ""
    if found.reason:
        return tr("No prediction: {reason}").format(reason=found.reason), ""
    label = named(snapshot.state.labels[found.index])
    return tr("Predicted: {label}").format(label=label), percent(found.probability)


def standing(snapshot: Snapshot) -> str:
    """Say whether the class that is predicted is the true one, "" where that is not known."""
    found = snapshot.prediction
    if snapshot.true_class == UNKNOWN or found.reason or snapshot.prediction_is_covered:
        return ""
    return tr("✓ right") if found.index == snapshot.true_class else tr("✗ wrong")


def place_words(rows: Rows) -> str:
    """Say which of the selected rows this is, and at which T they were, "" for all rows."""
    words = count_words(rows)
    if words and rows.selection.kind in (LEAST_SURE, SURELY_WRONG):
        words += " " + _at(rows.selection.temperature)
    return words


def count_words(rows: Rows) -> str:
    """Say which of the selected rows this is, "" for all rows; of what is predicted, nothing."""
    if rows.order is None:
        return ""
    place, count = counted(rows.place + 1), counted(rows.count)
    return tr("{place} of {count}").format(place=place, count=count)


def _at(temperature: float) -> str:
    return tr("at T = {t}").format(t=entered(temperature, T_DECIMALS))


def selection_words(table: LogitsTable, selection: Selection) -> str:
    """Say which rows are selected, and at which T where that matters."""
    words = {
        ALL: "",
        WRONG: tr("wrong"),
        LEAST_SURE: tr("least sure first"),
        SURELY_WRONG: tr("most confidently wrong first"),
    }[selection.kind]
    if selection.kind in (LEAST_SURE, SURELY_WRONG):
        words += " " + _at(selection.temperature)
    if selection.of_class == ANY_CLASS:
        return words
    label = named(table.labels[selection.of_class])
    of_class = (
        tr("predicted to be {label}") if table.targets is None else tr("of class {label}")
    ).format(label=label)
    return f"{words}, {of_class}" if words else of_class
