"""A snapshot in words: for the line on top, for hovering, and for a screen reader."""

from __future__ import annotations

from softmax_viz.core.numbers import displayed, exact, percent, spoken
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Output, Snapshot
from softmax_viz.text import named, tr

SPOKEN_CLASSES = 12


def predicted(snapshot: Snapshot) -> str:
    """Name the class that softmax predicts, with its probability."""
    found = snapshot.prediction
    if found.reason:
        return tr("No prediction: {reason}").format(reason=found.reason)
    label = named(snapshot.state.labels[found.index])
    text = tr("Predicted: {label}, {percent}").format(
        label=label, percent=percent(found.probability)
    )
    if found.ties > 1:
        text += " " + tr("(the first of {n} that tie)").format(n=found.ties)
    return text


def certainty(snapshot: Snapshot) -> tuple[tuple[str, str, str], ...]:
    """Return how sure the softmax is: names, values and what each means."""
    if snapshot.prediction.reason:
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
        *(
            (tr(kind.title), exact(float(snapshot.output(kind.key).values[index])))
            for kind in OUTPUTS
        ),
    )


def class_details(snapshot: Snapshot, index: int) -> str:
    """Return the name of a class and its exact values, one a line."""
    title = tr("{label} (index {index})").format(
        label=named(snapshot.state.labels[index]), index=index
    )
    return "\n".join([title, *(f"{name} = {value}" for name, value in class_rows(snapshot, index))])


def speak_output(snapshot: Snapshot, output: Output) -> str:
    """Say an output for a screen reader: its entries, then its verdicts."""
    state = snapshot.state
    entries = [
        tr("{label} {value}").format(label=named(label), value=spoken(float(value), state.decimals))
        for label, value in zip(
            state.labels[:SPOKEN_CLASSES], output.values[:SPOKEN_CLASSES], strict=True
        )
    ]
    if state.count > SPOKEN_CLASSES:
        entries.append(tr("and {n} more").format(n=state.count - SPOKEN_CLASSES))
    return ", ".join(entries) + ". " + "; ".join(v.text for v in output.verdicts) + "."


def speak_class(snapshot: Snapshot, output: Output, index: int) -> str:
    """Say one entry of an output for a screen reader."""
    return tr("{title}, {label}: {value}").format(
        title=tr(output.kind.title),
        label=named(snapshot.state.labels[index]),
        value=spoken(float(output.values[index]), snapshot.state.decimals),
    )
