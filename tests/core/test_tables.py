"""Every output as text: what other programs read, and what people read."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.core.tables import (
    FORMATS,
    as_csv,
    as_json,
    as_latex,
    as_markdown,
    as_table,
    as_tsv,
)

INF, NAN = math.inf, math.nan
KEYS = [kind.key for kind in OUTPUTS]

logits = st.lists(st.floats(), min_size=1, max_size=5)
temperatures = st.floats(min_value=0)
printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])


def animals(**changes: Any) -> Snapshot:
    return evaluate(State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"], **changes))


def refuse(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is not JSON")


def strict_json(text: str) -> Any:
    return json.loads(text, parse_constant=refuse)


def test_the_formats() -> None:
    assert list(FORMATS) == ["table", "json", "csv", "markdown", "latex"]


def test_table() -> None:
    assert (
        as_table(animals())
        == """\
T = 1, entropy 0.831 nats

class  logit  Sigmoid  Argmax  Divide by the sum  Softmax  log softmax
─────  ─────  ───────  ──────  ─────────────────  ───────  ───────────
seal    0.25    0.562   0.000              0.368    0.249       −1.390
panda   1.23    0.774   1.000              1.809    0.664       −0.410
duck    −0.8    0.310   0.000             −1.176    0.087       −2.440
─────  ─────  ───────  ──────  ─────────────────  ───────  ───────────
sum     0.68    1.646   1.000              1.000    1.000

Sigmoid: ✕ sums to 1.646, ✓ defined, ✓ in [0, 1], ✓ order kept, ✓ gradient flows, · T moves it
Argmax: ✕ ties duck, seal, ✕ gradient is 0, ✓ defined, ✓ in [0, 1], ✓ sums to 1, \
· T changes nothing
Divide by the sum: ✕ 1.809 and −1.176 are no probabilities, ✓ defined, \
✓ sums to 1 (shown: 1.001), ✓ order kept, ✓ gradient flows, · T changes nothing
Softmax: ✓ defined, ✓ in [0, 1], ✓ sums to 1, ✓ order kept, ✓ gradient flows, · T moves it
"""
    )


@pytest.mark.parametrize(
    ("temperature", "line"),
    [
        (0.0, "T = 0, entropy 0.000 nats"),
        (0.5, "T = 0.5, entropy 0.446 nats"),
        (1.23456, "T = 1.2346, entropy 0.909 nats"),
        (INF, "T = ∞, entropy 1.099 nats"),
    ],
)
def test_table_begins_with_the_temperature(temperature: float, line: str) -> None:
    assert as_table(animals(temperature=temperature)).split("\n")[0] == line


def test_table_of_what_is_not_finite() -> None:
    rows = as_table(evaluate(State.of([INF, -INF, NAN]))).split("\n")[4:7]
    assert [row.split()[2] for row in rows] == ["∞", "−∞", "NaN"]


@given(logits, temperatures, st.integers(1, 17))
def test_table_columns_are_aligned(z: list[float], temperature: float, decimals: int) -> None:
    state = State.of(z, temperature=temperature, decimals=decimals)
    lines = as_table(evaluate(state)).split("\n")[2:]
    rule = lines[1]
    assert lines[len(z) + 2] == rule
    for line in [lines[0], *lines[2 : len(z) + 2]]:
        assert len(line) == len(rule)
        gaps = (i for i in range(len(rule) - 1) if rule[i : i + 2] == "  ")
        assert all(line[i : i + 2] == "  " for i in gaps)


def test_json() -> None:
    content = strict_json(as_json(animals(temperature=2.0)))
    assert list(content) == [
        "labels", "logits", "temperature", *KEYS, "log_softmax", "entropy", "verdicts",
    ]  # fmt: skip
    assert content["labels"] == ["seal", "panda", "duck"]
    assert content["logits"] == [0.25, 1.23, -0.8]
    assert content["temperature"] == 2
    assert list(content["verdicts"]) == KEYS
    assert content["verdicts"]["sum_normalized"][0] == {
        "code": "range", "mark": "fails", "text": "1.809 and −1.176 are no probabilities",
        "detail": "A probability lies in [0, 1], but panda is 1.809, duck is −1.176.",
    }  # fmt: skip


def test_json_of_what_is_not_finite() -> None:
    text = as_json(evaluate(State.of([INF, -INF, NAN, 1.0], temperature=INF)))
    content = strict_json(text)
    assert content["logits"] == ["inf", "-inf", "nan", 1.0]
    assert content["temperature"] == "inf"
    assert content["softmax"] == ["nan"] * 4
    assert content["entropy"] == "nan"


@given(logits, temperatures)
def test_json_loses_no_digit(z: list[float], temperature: float) -> None:
    snapshot = evaluate(State.of(z, temperature=temperature))
    content = strict_json(as_json(snapshot))

    def same(written: list[float | str], values: list[float]) -> bool:
        return [repr(float(value)) for value in written] == list(map(repr, values))

    assert same(content["logits"], snapshot.state.logits.tolist())
    assert same([content["temperature"], content["entropy"]], [temperature, snapshot.entropy])
    assert same(content["log_softmax"], snapshot.log_softmax.tolist())
    for key in KEYS:
        assert same(content[key], snapshot.output(key).values.tolist())


@given(st.lists(st.text(printable), min_size=2, max_size=2))
def test_json_and_csv_keep_any_name(labels: list[str]) -> None:
    snapshot = evaluate(State.of([1.0, 2.0], labels))
    assert strict_json(as_json(snapshot))["labels"] == labels
    rows = list(csv.reader(io.StringIO(as_csv(snapshot), newline="")))
    assert [row[0] for row in rows[1:]] == labels


@given(logits, temperatures)
@pytest.mark.parametrize(("write", "delimiter"), [(as_csv, ","), (as_tsv, "\t")])
def test_separated_values_lose_no_digit(
    write: Any, delimiter: str, z: list[float], temperature: float
) -> None:
    snapshot = evaluate(State.of(z, temperature=temperature))
    head, *rows = csv.reader(io.StringIO(write(snapshot)), delimiter=delimiter)
    assert head == ["label", "logit", *KEYS, "log_softmax"]
    columns = [z, *(snapshot.output(key).values for key in KEYS), snapshot.log_softmax]
    assert [row[1:] for row in rows] == [
        [repr(float(value)) for value in row] for row in zip(*columns, strict=True)
    ]


def test_csv() -> None:
    assert as_csv(animals()).split("\n")[:2] == [
        "label,logit,sigmoid,argmax,sum_normalized,softmax,log_softmax",
        "seal,0.25,0.5621765008857981,0.0,0.36764705882352944,0.24910360124886238,"
        "-1.389886399777708",
    ]


def test_markdown() -> None:
    lines = as_markdown(animals()).split("\n")
    assert lines[:3] == [
        "| class | logit | Sigmoid | Argmax | Divide by the sum | Softmax | log softmax |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| seal | 0.25 | 0.562 | 0.000 | 0.368 | 0.249 | −1.390 |",
    ]
    assert lines[-2:] == ["| sum | 0.68 | 1.646 | 1.000 | 1.000 | 1.000 |  |", ""]


def test_markdown_names_end_no_cell() -> None:
    lines = as_markdown(evaluate(State.of([1.0, 2.0], ["a|b", "c\\|"]))).split("\n")
    assert lines[2].startswith(r"| a\|b | 1 |")
    assert lines[3].startswith(r"| c\\\| | 2 |")


def test_latex() -> None:
    lines = as_latex(animals()).split("\n")
    assert lines[0] == r"\begin{tabular}{lrrrrrr}"
    assert lines[2] == (
        r"class & logit & Sigmoid & Argmax & Divide by the sum & Softmax & log softmax \\"
    )
    assert lines[6] == (r"duck & $-0.800$ & $0.310$ & $0.000$ & $-1.176$ & $0.087$ & $-2.440$ \\")
    assert lines[8] == r"sum & $0.680$ & $1.646$ & $1.000$ & $1.000$ & $1.000$ &  \\"
    assert lines[-2:] == [r"\end{tabular}", ""]


def test_latex_of_what_is_not_finite_or_tiny() -> None:
    lines = as_latex(evaluate(State.of([INF, -INF, NAN, 1e-9]))).split("\n")
    firsts = [line.split(" & ")[1] for line in lines[4:8]]
    assert firsts == [r"$\infty$", r"$-\infty$", r"$\mathrm{NaN}$", r"$1.0 \cdot 10^{-9}$"]


def test_latex_names_are_no_commands() -> None:
    line = as_latex(evaluate(State.of([1.0], [r"a_b & 50% of {x}^2 \~ #$"]))).split("\n")[4]
    assert line.startswith(
        r"a\_b \& 50\% of \{x\}\textasciicircum{}2 \textbackslash{}\textasciitilde{} \#\$ & "
    )


@given(logits, temperatures)
def test_every_latex_row_has_every_cell(z: list[float], temperature: float) -> None:
    lines = as_latex(evaluate(State.of(z, temperature=temperature))).split("\n")
    rows = [line for line in lines if line.endswith(r"\\")]
    assert len(rows) == len(z) + 2
    assert {row.count("&") for row in rows} == {6}
    assert {row.count("$") for row in rows[1:-1]} == {12}


@pytest.mark.parametrize("write", [*FORMATS.values(), as_tsv])
def test_every_format_ends_with_a_line_break(write: Any) -> None:
    text = write(animals())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
