"""Calibration in words and figures: for the screen, for a screen reader, and to be copied."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.calibration.sums import Bin, Tally
from softmax_viz.core.calibration.sweep import LossSweep
from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.lecture.work import DRAWING, ROWS
from softmax_viz.core.numbers import counted, displayed, entered, exact, percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr

T_DECIMALS, BIN_DECIMALS, MOST_DECIMALS = 3, 3, 6


def missing(table: LogitsTable | None) -> str:
    """Say what a table needs for calibration and how it gets there, "" where it has it."""
    if table is None:
        return tr(
            "Is a model that is 80 % sure right 80 % of the time? Many known answers tell.\n"
            "Open a file of logits with true classes: File > Open, or try the digits under Data "
            "beside the editor."
        )
    if table.targets is None or bool((table.targets == UNKNOWN).all()):
        return tr(
            "{name} has no true classes, so nothing tells whether the model is right.\n"
            "Open it again with them: File > Open takes them from a column, from an array beside "
            "the logits, or from a second file."
        ).format(name=table.name or tr("The table"))
    return ""


def measured_on(snapshot: Snapshot) -> str:
    """Say what the figures are of, and what on the screen is no part of it."""
    if snapshot.rows is None:
        return ""
    table = snapshot.rows.table
    name = table.name or tr("the table")
    if snapshot.shows_row:
        return tr("Measured on {name}, {rows}.").format(name=name, rows=count_of_rows(table.rows))
    if snapshot.source == ROWS:
        return tr(
            "Measured on {name} as it is in the file: what was changed on the screen changes "
            "nothing here."
        ).format(name=name)
    if snapshot.source == DRAWING:
        return tr("Measured on {name}: the drawn digit is no row of it.").format(name=name)
    return tr("Measured on {name}: the logits on the screen are no row of it.").format(name=name)


def figures(tally: Tally, decimals: int) -> tuple[tuple[str, str, str], ...]:
    """Return the figures: name, value and what each means."""
    decimals = min(decimals, MOST_DECIMALS)
    return (
        (
            tr("accuracy"),
            percent(tally.accuracy),
            tr("How many rows have their largest logit at the true class. T does not change it."),
        ),
        (
            tr("mean confidence"),
            percent(tally.confidence),
            tr("The probability that softmax gives to its winner, on average over the rows."),
        ),
        (
            tr("NLL, nats"),
            displayed(tally.nll, decimals),
            tr("Negative log-likelihood: the mean of −log p of the true class, the loss of "
               "training."),
        ),
        (
            tr("ECE"),
            displayed(tally.ece, decimals),
            tr("Expected calibration error: how far accuracy and confidence are apart in a bin, "
               "on average over the rows."),
        ),
    )  # fmt: skip


def verdict(tally: Tally) -> str:
    """Say whether the model is as sure as it is right."""
    gap = _shown(tally.confidence) - _shown(tally.accuracy)
    if math.isnan(gap):
        return _no_rows()
    if gap == 0:
        return tr("As sure as it is right.")
    points = displayed(abs(gap) / 10, 1)
    if gap > 0:
        return tr("Surer than it is right, by {n} points.").format(n=points)
    return tr("Less sure than it is right, by {n} points.").format(n=points)


def _shown(share: float) -> float:
    """Return a share in tenths of a percent, as it is read: the gap is between what is shown."""
    return share if math.isnan(share) else round(1000 * float(f"{share:.3f}"))


def higher_ece(sweep: LossSweep | None, temperature: float, decimals: int) -> str:
    """Say at the best T where its ECE is higher than that of the model as it is, at T = 1."""
    if sweep is None or not sweep.complete or temperature != sweep.best:
        return ""
    if sweep.at_one is None or sweep.at_best is None or sweep.flat:
        return ""
    decimals = min(decimals, MOST_DECIMALS)
    here, before = sweep.at_best.ece, sweep.at_one.ece
    if not round(here, decimals) > round(before, decimals):
        return ""
    return tr(
        "The loss is least here, but the ECE is higher than at T = 1: {here} instead of {before}."
    ).format(here=displayed(here, decimals), before=displayed(before, decimals))


def _no_rows() -> str:
    return tr("No row has both a softmax and a known class.")


def left_out(tally: Tally, rows: int) -> tuple[str, ...]:
    """Say which of so many rows are no part of a tally."""
    unknown = rows - tally.rows - tally.undefined
    sentences = []
    if tally.undefined == 1:
        sentences.append(tr("1 row without a softmax is left out."))
    elif tally.undefined:
        sentences.append(
            tr("{n} rows without a softmax are left out.").format(n=counted(tally.undefined))
        )
    if unknown == 1:
        sentences.append(tr("1 row of unknown class is left out."))
    elif unknown:
        sentences.append(tr("{n} rows of unknown class are left out.").format(n=counted(unknown)))
    return tuple(sentences)


def at_temperature(temperature: float) -> str:
    """Return the head of figures: T = 1.5."""
    return tr("T = {t}").format(t=entered(temperature, T_DECIMALS))


def count_of_rows(count: int) -> str:
    """Return a number of rows in words."""
    return tr("1 row") if count == 1 else tr("{n} rows").format(n=counted(count))


def so_far(done: int, rows: int) -> str:
    """Say how many rows are done."""
    return tr("So far: {done} of {rows} rows").format(done=counted(done), rows=counted(rows))


def all_rows(rows: int) -> str:
    """Say that figures are those of the whole table."""
    return tr("All {rows} rows are done.").format(rows=counted(rows))


def progress_at(temperature: float, done: int, rows: int) -> str:
    """Say how far the figures at a T are."""
    return tr("T = {t}: {done} of {rows} rows").format(
        t=entered(temperature, T_DECIMALS), done=counted(done), rows=counted(rows)
    )


def progress_of_sweep(sweep: LossSweep | None) -> str:
    """Say how far the loss at every T is."""
    share = 0.0 if sweep is None else sweep.share
    return tr("the loss at every T, and where it is least: {share}").format(share=percent(share))


def use(temperature: float) -> str:
    """Return what the button says that sets the best T."""
    return tr("Use this T = {t}").format(t=entered(temperature, T_DECIMALS))


def bin_text(part: Bin) -> str:
    """Describe a bin of the reliability diagram."""
    where = f"{entered(part.low, BIN_DECIMALS)}–{entered(part.high, BIN_DECIMALS)}"
    if not part.count:
        return tr("{where}: no rows").format(where=where)
    return tr("{where}: {rows}, confidence {sure}, accuracy {right}").format(
        where=where,
        rows=count_of_rows(part.count),
        sure=displayed(part.confidence, BIN_DECIMALS),
        right=displayed(part.accuracy, BIN_DECIMALS),
    )


def best_text(sweep: LossSweep, decimals: int) -> str:
    """Say at which T the loss is least, "" until it is known."""
    if sweep.at_best is None or not sweep.complete:
        return ""
    loss = displayed(sweep.at_best.nll, min(decimals, MOST_DECIMALS))
    if math.isnan(sweep.at_best.nll):
        return _no_rows()
    if math.isinf(sweep.at_best.nll):
        return tr("The loss is not finite at any T: a true class has the logit −∞.")
    if sweep.flat:
        return tr("The loss is the same at every T: {loss} nats.").format(loss=loss)
    if sweep.best == 0:
        return tr("The loss falls all the way to T = 0, to {loss}: the model may be surer yet."
                  ).format(loss=loss)  # fmt: skip
    if math.isinf(sweep.best):
        return tr("The loss falls all the way to T = ∞, to {loss}: a mere guess is better."
                  ).format(loss=loss)  # fmt: skip
    return tr("least at T = {t}: {loss} nats").format(t=entered(sweep.best, T_DECIMALS), loss=loss)


def as_text(
    table: LogitsTable, temperature: float, tally: Tally, sweep: LossSweep | None, done: int
) -> str:
    """Return the figures, the bins and the curve as lines, with cells for a spreadsheet.

    done: how many rows the tally is of.
    """
    head = tr("Calibration of {name}: {rows} of {count} classes").format(
        name=table.name, rows=count_of_rows(tally.rows), count=counted(table.count)
    )
    if done < table.rows:
        head += tr(", so far ({done} of {rows} are done)").format(
            done=counted(done), rows=counted(table.rows)
        )
    columns = [(temperature, tally)]
    if sweep is not None and sweep.complete and sweep.at_best is not None:
        columns.append((sweep.best, sweep.at_best))
    lines = [head, *left_out(tally, done), verdict(tally)]
    lines.append("\t".join(["T", *(exact(t) for t, _ in columns)]))
    for name, values in (
        (tr("accuracy"), [one.accuracy for _, one in columns]),
        (tr("mean confidence"), [one.confidence for _, one in columns]),
        (tr("negative log-likelihood, nats"), [one.nll for _, one in columns]),
        (tr("expected calibration error"), [one.ece for _, one in columns]),
    ):
        lines.append("\t".join([name, *map(exact, values)]))
    bins = (tr("confidence above"), tr("up to"), tr("rows"), tr("confidence"), tr("accuracy"))
    lines += ["", "\t".join(bins)]
    for part in tally.bins:
        numbers = (exact(part.low), exact(part.high), str(part.count))
        means = (exact(part.confidence), exact(part.accuracy)) if part.count else ("", "")
        lines.append("\t".join([*numbers, *means]))
    if sweep is not None and not np.isnan(sweep.losses).all():
        lines += ["", *filter(None, [best_text(sweep, MOST_DECIMALS)])]
        lines.append("\t".join(["T", tr("negative log-likelihood, nats")]))
        pairs = zip(sweep.temperatures.tolist(), sweep.losses.tolist(), strict=True)
        lines += ["\t".join([entered(t, 5), exact(loss)]) for t, loss in pairs]
    return "\n".join(lines)
