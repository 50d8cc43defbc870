"""A snapshot in words: for the line on top, for hovering, and for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from softmax_viz.core.compare import difference, references
from softmax_viz.core.data.logits_table import UNKNOWN
from softmax_viz.core.data.row_words import standing
from softmax_viz.core.largest import largest, rest
from softmax_viz.core.numbers import counted, displayed, exact, percent, spoken
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Output, Snapshot
from softmax_viz.text import named, tr

# All are said of so few; else so many of the largest.
SPOKEN_CLASSES, SPOKEN_LARGEST = 12, 5
COVERED = "?"


def predicted(snapshot: Snapshot) -> str:
    """Name the class that softmax predicts, with its probability; neither where it is covered."""
    if snapshot.prediction_is_covered:
        return tr("Predicted: ?")
    found = snapshot.prediction
    if found.reason:
        return tr("No prediction: {reason}").format(reason=found.reason)
    label = named(snapshot.state.labels[found.index])
    text = tr("Predicted: {label}, {percent}").format(
        label=label, percent=percent(found.probability)
    )
    if found.ties > 1:
        text += " " + tr("(the first of {n} that tie)").format(n=counted(found.ties))
    return text


def judged(snapshot: Snapshot) -> str:
    """Name the true class of the row on the screen, and whether it is predicted; "" for none."""
    if snapshot.true_class == UNKNOWN or snapshot.prediction_is_covered:
        return ""
    label = named(snapshot.state.labels[snapshot.true_class])
    return " ".join([tr("true class: {label}").format(label=label), standing(snapshot)]).strip()


def certainty(snapshot: Snapshot) -> tuple[tuple[str, str, str], ...]:
    """Return how sure the softmax is: names, values and what each means."""
    if snapshot.prediction.reason or snapshot.prediction_is_covered:
        return ()
    decimals = snapshot.state.decimals
    return (
        (
            tr("entropy"),
            tr("{value} nats").format(value=displayed(snapshot.entropy, decimals)),
            tr("How spread out the softmax is: 0 when one class has it all, log N when uniform."),
        ),
        (
            tr("perplexity"),
            displayed(snapshot.perplexity, decimals),
            tr("exp of the entropy: this many equally likely classes would be just as unsure."),
        ),
        (
            tr("margin"),
            displayed(snapshot.prediction.margin, decimals),
            tr("The winner's probability minus the next one's."),
        ),
    )


def class_rows(snapshot: Snapshot, index: int) -> tuple[tuple[str, str], ...]:
    """Return every exact value of one class as (name, value) rows."""
    state = snapshot.state
    return (
        (tr("z"), exact(float(state.logits[index]))),
        (tr("z / T"), exact(float(snapshot.scaled_logits[index]))),
        *((tr(kind.title), _exact_entry(snapshot, kind.key, index)) for kind in OUTPUTS),
    )


def _exact_entry(snapshot: Snapshot, key: str, index: int) -> str:
    if snapshot.covers(key, index):
        return COVERED
    return exact(float(snapshot.output(key).values[index]))


def pinned_rows(snapshot: Snapshot, key: str, index: int) -> tuple[tuple[str, str], ...]:
    """Return what pinned states have in place of one entry, and the difference, as rows."""
    if snapshot.covers(key, index):
        return ()
    now, decimals = float(snapshot.output(key).values[index]), snapshot.state.decimals
    return tuple(
        (
            tr("pinned {letter}").format(letter=other.letter),
            tr("{value} ({difference})").format(
                value=displayed(float(other.values[index]), decimals),
                difference=difference(now, float(other.values[index]), decimals),
            ),
        )
        for other in references(snapshot, key)
        if other.letter and other.there[index]
    )


def class_details(snapshot: Snapshot, index: int, key: str = "") -> str:
    """Return the name of a class and its exact values, one a line.

    key: the output whose pinned values follow, "" for none.
    """
    title = tr("{label} (index {index})").format(
        label=named(snapshot.state.labels[index]), index=index
    )
    rows = class_rows(snapshot, index) + (pinned_rows(snapshot, key, index) if key else ())
    return "\n".join([title, *(f"{name} = {value}" for name, value in rows)])


def speak_output(snapshot: Snapshot, output: Output) -> str:
    """Say an output for a screen reader: its entries, then its verdicts if none is covered.

    Of very many, the largest are said and what the others sum to, or the first, if any is covered.
    """
    state = snapshot.state
    if snapshot.covers(output.kind.key):
        return tr("Covered.")
    covered = bool(snapshot.covered_entries(output.kind.key))
    if state.count <= SPOKEN_CLASSES:
        classes: Sequence[int] = range(state.count)
    else:
        classes = range(SPOKEN_LARGEST) if covered else largest(output.values, SPOKEN_LARGEST)
    entries = [
        tr("{label} {value}").format(
            label=named(state.labels[index]), value=_spoken_entry(snapshot, output, index)
        )
        for index in classes
    ]
    others = state.count - len(classes)
    if others and covered:
        entries.append(tr("and {n} more").format(n=counted(others)))
    elif others:
        total = spoken(rest(output.values, classes), state.decimals)
        entries.append(tr("the other {n} sum to {total}").format(n=counted(others), total=total))
    said = ", ".join(entries) + "."
    if covered:
        return said
    return said + " " + "; ".join(v.text for v in output.verdicts) + "."


def speak_class(snapshot: Snapshot, output: Output, index: int) -> str:
    """Say one entry of an output for a screen reader."""
    return tr("{title}, {label}: {value}").format(
        title=tr(output.kind.title),
        label=named(snapshot.state.labels[index]),
        value=_spoken_entry(snapshot, output, index),
    )


def _spoken_entry(snapshot: Snapshot, output: Output, index: int) -> str:
    if snapshot.covers(output.kind.key, index):
        return tr("covered")
    return spoken(float(output.values[index]), snapshot.state.decimals)
