"""Calibration in words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from softmax_viz.core import edits
from softmax_viz.core.calibration import words
from softmax_viz.core.calibration.sums import Bin, Tally, tally
from softmax_viz.core.calibration.sweep import LossSweep, sweep_losses
from softmax_viz.core.data.blocks import in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.digits.drawing import Drawing
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import Work, with_drawing, with_rows, with_state
from softmax_viz.core.state import State
from softmax_viz.session import Session

NAN, INF = math.nan, math.inf
LOGITS = np.array([[2.0, 0.0], [0.0, 3.0], [1.0, 0.0], [NAN, 1.0], [5.0, 0.0]])
TARGETS = np.array([0, 1, 1, 0, -1])
TABLE = LogitsTable(LOGITS, ("no", "yes"), TARGETS, name="two.csv")


def measured(temperature: float = 1.0) -> Tally:
    return tally(LOGITS, TARGETS, temperature)


def swept(table: LogitsTable = TABLE) -> LossSweep:
    return list(sweep_losses(table, in_turn))[-1]


def test_what_is_missing_is_said_with_the_way_to_it() -> None:
    assert "File > Open" in words.missing(None)
    assert "under Data" in words.missing(None)
    for targets in (None, np.full(5, -1)):
        said = words.missing(LogitsTable(LOGITS, ("no", "yes"), targets, name="two.csv"))
        assert said.startswith("two.csv has no true classes")
    assert words.missing(LogitsTable(LOGITS, ("no", "yes"))).startswith("The table has no true")
    assert words.missing(TABLE) == ""


def test_the_figures_have_names_values_and_meanings() -> None:
    found = words.figures(measured(), 3)
    assert [name for name, _, _ in found] == ["accuracy", "mean confidence", "NLL, nats", "ECE"]
    assert found[0][1] == "66.7\u202f%"
    assert found[2][1] == f"{measured().nll:.3f}"
    assert all(meaning.endswith(".") for _, _, meaning in found)
    assert words.figures(measured(), 17)[3][1] == f"{measured().ece:.6f}"
    assert words.figures(Tally.empty(), 3)[0][1] == "NaN"


@pytest.mark.parametrize(
    ("right", "sure", "said"),
    [
        (50, 75.0, "Surer than it is right, by 25.0 points."),
        (90, 89.0, "Less sure than it is right, by 1.0 points."),
        (90, 90.02, "As sure as it is right."),
        # Shown as 63.0 % and 63.8 %, though 0.88 points apart.
        (62.96, 63.84, "Surer than it is right, by 0.8 points."),
        (90.04, 90.06, "Surer than it is right, by 0.1 points."),
        (100, 99.999, "As sure as it is right."),
    ],
)
def test_the_verdict_compares_confidence_with_accuracy_as_they_are_read(
    right: float, sure: float, said: str
) -> None:
    counts = np.array([0] * 14 + [10_000])
    hits = np.array([0] * 14 + [round(100 * right)])
    assert words.verdict(Tally(counts, counts * sure / 100, hits, 1.0, 0)) == said


def test_it_is_said_where_the_least_loss_has_the_higher_ece() -> None:
    found = swept()
    assert found.at_one is not None
    assert found.at_one.ece == measured().ece
    counts = np.array([0] * 14 + [100])
    good, bad = (Tally(counts, counts * sure, counts, 1.0, 0) for sure in (0.98, 0.9))
    worse = replace(found, at_one=good, at_best=bad)
    assert words.higher_ece(worse, found.best, 2) == (
        "The loss is least here, but the ECE is higher than at T = 1: 0.10 instead of 0.02."
    )
    for sweep, temperature in (
        (replace(worse, at_one=bad, at_best=good), found.best), (worse, 1.0), (None, 1.0),
        (replace(worse, at_best=good), found.best), (replace(worse, share=0.9), found.best),
    ):  # fmt: skip
        assert words.higher_ece(sweep, temperature, 2) == ""


def test_it_is_said_what_the_figures_are_of() -> None:
    work = with_rows(Work(State.of([1.0, 2.0])), Rows(TABLE))
    edited = with_state(work, edits.set_logit(work.state, 0, 9.0))
    drawn = with_drawing(work, Drawing(np.zeros((32, 32), bool)), np.zeros(10))
    for shown, said in (
        (work, "Measured on two.csv, 5 rows."),
        (with_state(work, edits.set_temperature(work.state, 3.0)), "Measured on two.csv, 5 rows."),
        (with_rows(edited, Rows(TABLE, 1)), "Measured on two.csv, 5 rows."),
        (edited, "Measured on two.csv as it is in the file: what was changed on the screen "
                 "changes nothing here."),
        (drawn, "Measured on two.csv: the drawn digit is no row of it."),
        (with_state(work, initial_state()),
         "Measured on two.csv: the logits on the screen are no row of it."),
        (with_rows(work, None), ""),
    ):  # fmt: skip
        session = Session(work)
        session.show_work(shown)
        assert words.measured_on(session.snapshot) == said


def test_of_no_rows_there_is_no_verdict() -> None:
    assert words.verdict(Tally.empty()) == "No row has both a softmax and a known class."


def test_rows_left_out_are_counted() -> None:
    assert words.left_out(measured(), 5) == (
        "1 row without a softmax is left out.",
        "1 row of unknown class is left out.",
    )
    assert words.left_out(replace(measured(), undefined=1200), 2203) == (
        "1,200 rows without a softmax are left out.",
        "1,000 rows of unknown class are left out.",
    )
    assert words.left_out(tally(LOGITS[:3], TARGETS[:3]), 3) == ()


def test_a_bin_is_described() -> None:
    assert words.bin_text(Bin(12 / 15, 13 / 15, 1041, 0.8312, 0.6104)) == (
        "0.8–0.867: 1,041 rows, confidence 0.831, accuracy 0.610"
    )
    assert words.bin_text(Bin(0.0, 1 / 15, 1, 0.05, 1.0)).startswith("0–0.067: 1 row, confidence")
    assert words.bin_text(Bin(0.0, 1 / 15, 0, NAN, NAN)) == "0–0.067: no rows"


def test_progress_is_said() -> None:
    assert words.so_far(4096, 50_000) == "So far: 4,096 of 50,000 rows"
    assert words.all_rows(50_000) == "All 50,000 rows are done."
    assert words.progress_at(1.5, 0, 10) == "T = 1.5: 0 of 10 rows"
    assert words.progress_of_sweep(None).endswith(": 0\u202f%")
    assert words.progress_of_sweep(replace(swept(), share=0.25)).endswith(": 25.0\u202f%")
    assert words.use(1.83) == "Use this T = 1.83"
    assert words.use(INF) == "Use this T = ∞"


def test_the_best_temperature_has_its_own_words_at_the_ends() -> None:
    found = swept()
    assert found.at_best is not None
    assert words.best_text(found, 3) == (
        f"least at T = {round(found.best, 3):g}: {found.at_best.nll:.3f} nats"
    )
    assert words.best_text(replace(found, share=0.9), 3) == ""
    assert words.best_text(replace(found, at_best=None), 3) == ""
    right = swept(LogitsTable(LOGITS[:2], ("no", "yes"), TARGETS[:2]))
    assert right.best == 0
    assert words.best_text(right, 3).startswith("The loss falls all the way to T = 0, to 0")
    wrong = swept(LogitsTable(LOGITS[:2], ("no", "yes"), 1 - TARGETS[:2]))
    assert wrong.best == INF
    assert words.best_text(wrong, 3).startswith("The loss falls all the way to T = ∞, to 0.693")
    for flat in (LogitsTable(np.ones((2, 1)), ("a",), np.zeros(2, int)),
                 LogitsTable(np.ones((2, 4)), tuple("abcd"), np.array([1, 3]))):  # fmt: skip
        assert words.best_text(swept(flat), 3).startswith("The loss is the same at every T: ")
    nothing = swept(LogitsTable(np.full((1, 2), NAN), ("a", "b"), np.array([1])))
    assert words.best_text(nothing, 3) == "No row has both a softmax and a known class."
    masked = swept(LogitsTable(np.array([[0.0, -INF], [1.0, 0.0]]), ("a", "b"), np.array([1, 0])))
    assert words.best_text(masked, 3).startswith("The loss is not finite at any T")


def test_all_of_it_can_be_copied() -> None:
    found, sweep = measured(), swept()
    lines = words.as_text(TABLE, 1.0, found, sweep, 5).splitlines()
    assert lines[0] == "Calibration of two.csv: 3 rows of 2 classes"
    assert lines[1:3] == list(words.left_out(found, 5))
    assert lines[4].split("\t") == ["T", "1", repr(sweep.best)]
    assert lines[5].split("\t")[:2] == ["accuracy", "0.6666666666666666"]
    head = lines.index("confidence above\tup to\trows\tconfidence\taccuracy")
    bins = [line.split("\t") for line in lines[head + 1 : head + 16]]
    assert sum(int(cells[2]) for cells in bins) == 3
    assert bins[0][2:] == ["0", "", ""]
    curve = [line.split("\t") for line in lines[-sweep.temperatures.size :]]
    assert (curve[0][0], curve[-1][0]) == ("0", "∞")
    assert float(curve[-1][1]) == pytest.approx(math.log(2))


def test_what_is_not_complete_is_copied_as_such() -> None:
    part = tally(LOGITS[:3], TARGETS[:3])
    alone = words.as_text(TABLE, 1.0, part, None, 3)
    assert alone.startswith("Calibration of two.csv: 3 rows of 2 classes, so far (3 of 5 are done)")
    assert "\nT\t1\naccuracy" in alone
    begun = replace(swept(), share=0.9)
    assert words.as_text(TABLE, 1.0, part, begun, 3).startswith(alone + "\n\nT\t")
    unknown = replace(begun, losses=np.full(begun.losses.shape, NAN))
    assert words.as_text(TABLE, 1.0, part, unknown, 3) == alone
