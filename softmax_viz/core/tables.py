"""Every output of a snapshot as text: for the terminal, the clipboard and files."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from softmax_viz.core.numbers import displayed, entered, plain
from softmax_viz.core.numbers.columns import Vector, displayed_all, entered_all, latex_all
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.reductions import blocks
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.verdicts import Mark, sum_of
from softmax_viz.text import tr

MARKS = {Mark.HOLDS: "✓", Mark.FAILS: "✕", Mark.NOTE: "·"}

Numbers = Callable[[Vector], list[str]]
Columns = list[list[str]]

LATEX_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def _header() -> list[str]:
    return [tr("class"), tr("logit"), *(tr(kind.title) for kind in OUTPUTS), tr("log softmax")]


def _columns(snapshot: Snapshot, logits: Numbers, numbers: Numbers) -> Columns:
    """Return the cells of each column, below its head and above its sum."""
    outputs = [snapshot.output(kind.key) for kind in OUTPUTS]
    logit_sum = np.array([sum_of(snapshot.state.logits)])
    cells = [
        [*snapshot.state.labels, tr("sum")],
        [*logits(snapshot.state.logits), *logits(logit_sum)],
        *([*numbers(o.values), *numbers(np.array([o.total]))] for o in outputs),
        [*numbers(snapshot.log_softmax), ""],
    ]
    return [[head, *column] for head, column in zip(_header(), cells, strict=True)]


def _shown(snapshot: Snapshot) -> Columns:
    decimals = snapshot.state.decimals
    return _columns(
        snapshot, lambda xs: entered_all(xs, decimals), lambda xs: displayed_all(xs, decimals)
    )


def as_table(snapshot: Snapshot) -> str:
    """Return a table for the terminal, with the verdicts below it."""
    first, *others = _shown(snapshot)
    widths = [max(map(len, column)) for column in (first, *others)]
    padded = [[cell.ljust(widths[0]) for cell in first]]
    padded += [
        [cell.rjust(width) for cell in column]
        for column, width in zip(others, widths[1:], strict=True)
    ]
    lines = ["  ".join(row).rstrip() for row in zip(*padded, strict=True)]
    lines.insert(1, "  ".join("─" * width for width in widths))
    lines.insert(-1, lines[1])
    facts = [
        f"T = {entered(snapshot.state.temperature, 4)}",
        tr("entropy {value} nats").format(
            value=displayed(snapshot.entropy, snapshot.state.decimals)
        ),
    ]
    verdicts = [
        tr("{title}: {verdicts}").format(
            title=tr(kind.title),
            verdicts=", ".join(
                f"{MARKS[v.mark]} {v.text}" for v in snapshot.output(kind.key).verdicts
            ),
        )
        for kind in OUTPUTS
    ]
    return "\n".join([", ".join(facts), "", *lines, "", *verdicts]) + "\n"


def as_csv(snapshot: Snapshot) -> str:
    """Return comma-separated values in full precision, one row a class."""
    return "".join(text for _, text in _separated(snapshot, ","))


def as_tsv(snapshot: Snapshot) -> str:
    """Return tab-separated values in full precision, as spreadsheets paste them."""
    return "".join(text for _, text in tsv_blocks(snapshot))


def tsv_blocks(snapshot: Snapshot) -> Iterator[tuple[int, str]]:
    """Yield how many classes are done, and the lines that are new."""
    return _separated(snapshot, "\t")


def _separated(snapshot: Snapshot, delimiter: str) -> Iterator[tuple[int, str]]:
    keys = ["label", "logit", *(kind.key for kind in OUTPUTS), "log_softmax"]
    state = snapshot.state
    columns = [state.logits, *(snapshot.output(kind.key).values for kind in OUTPUTS)]
    columns.append(snapshot.log_softmax)
    yield 0, delimiter.join(keys) + "\n"
    # Nearly all of the time repr takes: csv's writer would take half as much again.
    for part in blocks(state.count):
        labels = _cells(state.labels[part], delimiter)
        numbers = (map(repr, column[part].tolist()) for column in columns)
        lines = map(delimiter.join, zip(labels, *numbers, strict=True))
        yield part.stop, "\n".join([*lines, ""])


def _cells(labels: Sequence[str], delimiter: str) -> Sequence[str]:
    """Put names in quotes, as csv does, where they need them."""
    special = (delimiter, '"', "\r", "\n")
    together = "".join(labels)
    if not any(mark in together for mark in special):
        return labels
    return [_cell(label, delimiter) for label in labels]


def _cell(label: str, delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow([label, ""])
    return out.getvalue()[:-2]


def as_markdown(snapshot: Snapshot) -> str:
    """Return a Markdown table, rounded."""
    first, *others = _shown(snapshot)
    first = [cell.replace("\\", r"\\").replace("|", r"\|") for cell in first]
    lines = [f"| {' | '.join(row)} |\n" for row in zip(first, *others, strict=True)]
    lines.insert(1, f"| --- |{' ---: |' * len(others)}\n")
    return "".join(lines)


def as_latex(snapshot: Snapshot) -> str:
    """Return a LaTeX tabular, rounded."""
    decimals = snapshot.state.decimals

    def numbers(xs: Vector) -> list[str]:
        return [f"${text}$" for text in latex_all(xs, decimals)]

    columns = _columns(snapshot, numbers, numbers)
    columns[0][1:] = [name.translate(LATEX_SPECIAL) for name in columns[0][1:]]
    for column in columns:
        column[0] = column[0].translate(LATEX_SPECIAL)
    head, *rows, total = [" & ".join(row) + r" \\" for row in zip(*columns, strict=True)]
    lines = [
        rf"\begin{{tabular}}{{l{'r' * (len(columns) - 1)}}}",
        r"\hline",
        head,
        r"\hline",
        *rows,
        r"\hline",
        total,
        r"\hline",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def as_json(snapshot: Snapshot) -> str:
    """Return strict JSON in full precision, with "inf", "-inf" and "nan" as strings."""
    state = snapshot.state
    verdicts = {
        kind.key: [
            {"code": v.code, "mark": v.mark.value, "text": v.text, "detail": v.detail}
            for v in snapshot.output(kind.key).verdicts
        ]
        for kind in OUTPUTS
    }
    content = {
        "labels": _json_list([json.dumps(label, ensure_ascii=False) for label in state.labels]),
        "logits": _json_numbers(state.logits),
        "temperature": _json_number(state.temperature),
        **{kind.key: _json_numbers(snapshot.output(kind.key).values) for kind in OUTPUTS},
        "log_softmax": _json_numbers(snapshot.log_softmax),
        "entropy": _json_number(snapshot.entropy),
        # No text in JSON has a line end of its own.
        "verdicts": json.dumps(verdicts, ensure_ascii=False, indent=2).replace("\n", "\n  "),
    }
    # With an indent, json itself writes each number in Python.
    return "{\n" + ",\n".join(f'  "{key}": {text}' for key, text in content.items()) + "\n}\n"


def _json_numbers(xs: Vector) -> str:
    texts = list(map(repr, xs.tolist()))
    for at in np.flatnonzero(~np.isfinite(xs)).tolist():
        texts[at] = f'"{texts[at]}"'
    return _json_list(texts)


def _json_number(x: float) -> str:
    return plain(x) if math.isfinite(x) else f'"{plain(x)}"'


def _json_list(texts: list[str]) -> str:
    return "[\n    " + ",\n    ".join(texts) + "\n  ]"


FORMATS: dict[str, Callable[[Snapshot], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
    "latex": as_latex,
}
