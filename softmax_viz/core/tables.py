"""Every output of a snapshot as text: for the terminal, the clipboard and files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from softmax_viz.core.numbers import displayed, entered, latex, plain
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.reductions import blocks
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.verdicts import Mark, sum_of
from softmax_viz.text import tr

MARKS = {Mark.HOLDS: "✓", Mark.FAILS: "✕", Mark.NOTE: "·"}

Number = Callable[[float], str]
Rows = list[list[str]]

LATEX_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def _header() -> list[str]:
    return [tr("class"), tr("logit"), *(tr(kind.title) for kind in OUTPUTS), tr("log softmax")]


def _rows(snapshot: Snapshot, logit: Number, number: Number) -> Rows:
    columns = [snapshot.output(kind.key).values for kind in OUTPUTS] + [snapshot.log_softmax]
    state = snapshot.state
    return [
        [
            state.labels[i],
            logit(float(state.logits[i])),
            *(number(float(column[i])) for column in columns),
        ]
        for i in range(state.count)
    ]


def _total_row(snapshot: Snapshot, logit: Number, number: Number) -> list[str]:
    sums = [number(snapshot.output(kind.key).total) for kind in OUTPUTS]
    return [tr("sum"), logit(sum_of(snapshot.state.logits)), *sums, ""]


def _shown(snapshot: Snapshot) -> tuple[Number, Number]:
    decimals = snapshot.state.decimals

    def logit(value: float) -> str:
        return entered(value, decimals)

    def number(value: float) -> str:
        return displayed(value, decimals)

    return logit, number


def as_table(snapshot: Snapshot) -> str:
    """Return a table for the terminal, with the verdicts below it."""
    logit, number = _shown(snapshot)
    rows = [_header(), *_rows(snapshot, logit, number), _total_row(snapshot, logit, number)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    lines.insert(-1, lines[1])
    facts = [
        f"T = {entered(snapshot.state.temperature, 4)}",
        tr("entropy {value} nats").format(value=number(snapshot.entropy)),
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
    return _separated(snapshot, ",")


def as_tsv(snapshot: Snapshot) -> str:
    """Return tab-separated values in full precision, as spreadsheets paste them."""
    return _separated(snapshot, "\t")


def _separated(snapshot: Snapshot, delimiter: str) -> str:
    out = io.StringIO()
    keys = ["label", "logit", *(kind.key for kind in OUTPUTS), "log_softmax"]
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(keys)
    state = snapshot.state
    columns = [state.logits, *(snapshot.output(kind.key).values for kind in OUTPUTS)]
    columns.append(snapshot.log_softmax)
    # The writer itself writes a float in full, several times as fast as a million calls.
    for part in blocks(state.count):
        numbers = (column[part].tolist() for column in columns)
        writer.writerows(zip(state.labels[part], *numbers, strict=True))
    return out.getvalue()


def as_markdown(snapshot: Snapshot) -> str:
    """Return a Markdown table, rounded."""
    logit, number = _shown(snapshot)
    rows = [_header(), *_rows(snapshot, logit, number), _total_row(snapshot, logit, number)]
    rows = [[cell.replace("\\", r"\\").replace("|", r"\|") for cell in row] for row in rows]
    rows.insert(1, ["---", *["---:"] * (len(rows[0]) - 1)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def as_latex(snapshot: Snapshot) -> str:
    """Return a LaTeX tabular, rounded."""
    decimals = snapshot.state.decimals

    def number(value: float) -> str:
        return f"${latex(value, decimals)}$"

    header = [cell.translate(LATEX_SPECIAL) for cell in _header()]
    body = [[row[0].translate(LATEX_SPECIAL), *row[1:]] for row in _rows(snapshot, number, number)]
    lines = [
        rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}",
        r"\hline",
        " & ".join(header) + r" \\",
        r"\hline",
        *(" & ".join(row) + r" \\" for row in body),
        r"\hline",
        " & ".join(_total_row(snapshot, number, number)) + r" \\",
        r"\hline",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def as_json(snapshot: Snapshot) -> str:
    """Return strict JSON in full precision, with "inf", "-inf" and "nan" as strings."""
    state = snapshot.state
    content: dict[str, Any] = {
        "labels": list(state.labels),
        "logits": [_json_number(v) for v in state.logits.tolist()],
        "temperature": _json_number(state.temperature),
    }
    for kind in OUTPUTS:
        content[kind.key] = [_json_number(v) for v in snapshot.output(kind.key).values.tolist()]
    content["log_softmax"] = [_json_number(v) for v in snapshot.log_softmax.tolist()]
    content["entropy"] = _json_number(snapshot.entropy)
    content["verdicts"] = {
        kind.key: [
            {"code": v.code, "mark": v.mark.value, "text": v.text, "detail": v.detail}
            for v in snapshot.output(kind.key).verdicts
        ]
        for kind in OUTPUTS
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _json_number(value: float) -> float | str:
    text = plain(value)
    return text if text in ("inf", "-inf", "nan") else value


FORMATS: dict[str, Callable[[Snapshot], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
    "latex": as_latex,
}
