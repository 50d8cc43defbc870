"""The lens of calibration: figures, reliability diagram, and the loss against T."""

from __future__ import annotations

import gc
import math
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.app import create_window
from softmax_viz.core.calibration.sums import tally
from softmax_viz.core.calibration.sweep import sweep_losses
from softmax_viz.core.data import blocks
from softmax_viz.core.data.blocks import Mapper, in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import Work, with_rows
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.documents.logits import open_logits
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.views import background
from softmax_viz.views.lenses.calibration import known, measuring
from softmax_viz.views.lenses.calibration.lens import CalibrationLens

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
INF, NAN = math.inf, math.nan
Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]

DIGITS = open_logits(resource("logits/digits_overconfident.npz"))
WINE = open_logits(resource("logits/wine.csv"))


def large_table() -> LogitsTable:
    random = np.random.default_rng(0)
    logits = random.normal(size=(2_000, 15)).astype(np.float32)
    targets = np.argmax(logits + random.gumbel(size=logits.shape), axis=1)
    return LogitsTable(logits, tuple(map(str, range(15))), targets, name="large.npy")


LARGE = large_table()


def shown(
    table: LogitsTable | None, temperature: float = 1.0, mapper: Mapper = in_threads
) -> Snapshot:
    work = Work(replace(initial_state(), temperature=temperature))
    if table is not None:
        work = with_rows(work, Rows(table, mapper=mapper))
    return evaluate(work.state, rows=work.rows, true_class=work.true_class)


class Gate:
    """Go through a table block by block, each when it is let."""

    def __init__(self) -> None:
        self.free = threading.Semaphore(0)
        self.begun = 0

    def __call__(self, table: LogitsTable, part: Any) -> Any:
        self.begun += 1
        for one in in_turn(table, part):
            assert self.free.acquire(timeout=10)
            yield one

    def open(self) -> None:
        self.free.release(10_000)


@pytest.fixture
def gate() -> Any:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 2**11)
    monkeypatch.setattr(background, "WITHIN_A_FRAME", 20_000)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_known", WeakKeyDictionary())


@pytest.fixture
def lens(show: Callable[..., CalibrationLens]) -> CalibrationLens:
    return show(CalibrationLens(), 900, 190)


@pytest.fixture
def session(lens: CalibrationLens) -> Session:
    session = Session(with_rows(Work(initial_state()), Rows(DIGITS)))
    lens.render_snapshot(session.snapshot)
    lens.edited.connect(session.update)
    session.changed.connect(lens.render_snapshot)
    return session


def cells(lens: CalibrationLens, name: str) -> list[str]:
    return next(line.split("\t")[1:] for line in lens.text().splitlines() if line.startswith(name))


def test_the_figures_are_those_of_the_table_at_the_present_temperature(
    lens: CalibrationLens,
) -> None:
    assert DIGITS.targets is not None
    for temperature in (1.0, 2.5, 0.0, INF):
        lens.render_snapshot(shown(DIGITS, temperature))
        found = tally(DIGITS.values, DIGITS.targets, temperature)
        assert float(cells(lens, "accuracy")[0]) == found.accuracy
        assert float(cells(lens, "expected")[0].replace("∞", "inf")) == pytest.approx(found.ece)
        assert cells(lens, "T\t")[0] == {0.0: "0", INF: "∞"}.get(temperature, f"{temperature:g}")
        assert f"ECE: {found.ece:.3f}" in lens.figures.accessibleDescription()
    assert "899 rows, T = ∞" in lens.figures.accessibleDescription()


def test_showing_tells_nothing(lens: CalibrationLens, told: Note) -> None:
    signals = [told(s) for s in (lens.edited, lens.hovered, lens.refused)]
    for table in (DIGITS, WINE, None, LARGE):
        for _ in range(2):
            lens.render_snapshot(shown(table))
    assert signals == [[], [], []]


@pytest.mark.parametrize("size", [(640, 110), (900, 190), (1500, 700)])
@pytest.mark.parametrize("table", [DIGITS, WINE, None])
def test_every_table_can_be_drawn_at_every_temperature(
    table: LogitsTable | None, size: tuple[int, int], lens: CalibrationLens, picture: Any
) -> None:
    lens.resize(*size)
    seen = []
    for temperature in (1.0, 0.0, INF, 1e-300, 1e300):
        lens.render_snapshot(shown(table, temperature))
        assert lens.text()
        seen.append(picture(lens).tobytes())
    assert len(set(seen)) == (1 if table is None else 5)


ODD = {
    "one row": (np.array([[1.0, 2.0, 3.0]]), np.array([2])),
    "one class": (np.array([[1.0], [2.0]]), np.array([0, 0])),
    "no softmax": (np.array([[NAN, 1.0], [INF, 0.0]]), np.array([0, 1])),
    "masked": (np.array([[0.0, -INF], [1.0, 0.0]]), np.array([1, 0])),
    "all right": (np.array([[900.0, 0.0], [0.0, 800.0]]), np.array([0, 1])),
    "all wrong": (np.array([[9.0, 0.0], [0.0, 8.0]]), np.array([1, 0])),
    "some unknown": (np.array([[9.0, 0.0], [0.0, 8.0], [1.0, 2.0]]), np.array([0, -1, 1])),
    "huge": (np.array([[1e308, -1e308], [0.0, 1e-308]]), np.array([0, 0])),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_tables_show_something_true(name: str, lens: CalibrationLens) -> None:
    logits, targets = ODD[name]
    table = LogitsTable(logits, tuple("abc"[: logits.shape[1]]), targets, name="odd.npy")
    for temperature in (1.0, 0.0, INF):
        lens.render_snapshot(shown(table, temperature))
        lens.grab()
    said = lens.figures.accessibleDescription() + lens.curve.accessibleDescription()
    expected = {
        "no softmax": "No row has both a softmax and a known class",
        "one class": "The loss is the same at every T",
        "masked": "The loss is not finite at any T",
        "all right": "The loss falls all the way to T = 0",
        "all wrong": "The loss falls all the way to T = ∞",
        "some unknown": "1 row of unknown class is left out",
    }
    assert expected.get(name, "T = ∞") in said
    assert lens.use.isEnabled() == (name in ("all right", "some unknown", "one row"))


def test_without_a_table_or_true_classes_it_is_said_what_is_needed(lens: CalibrationLens) -> None:
    assert lens.use.isHidden() is False
    for table, words in (
        (None, "try the digits under Data"),
        (LogitsTable(np.eye(3), tuple("abc"), name="eye.npy"), "eye.npy has no true classes"),
    ):
        lens.render_snapshot(shown(table))
        assert words in lens.text()
        assert lens.accessibleDescription() == lens.text()
        assert not lens.use.isVisible()
        assert not lens.curve.isVisible()
    lens.render_snapshot(shown(DIGITS))
    assert lens.use.isVisible()
    assert lens.accessibleDescription() == ""


def test_use_this_temperature_sets_the_least_loss_as_one_step(
    lens: CalibrationLens, session: Session
) -> None:
    assert lens.use.text() == "Use this T = 2.042"
    before = float(cells(lens, "negative")[0])
    QTest.mouseClick(lens.use, LEFT)
    assert session.state.temperature == pytest.approx(2.0416, abs=1e-4)
    here, best = map(float, cells(lens, "negative")[:2])
    assert here == best < before
    assert not lens.use.isEnabled()
    session.undo()
    assert session.state.temperature == 1.0
    assert not session.can_undo
    assert lens.use.isEnabled()


def test_a_higher_ece_after_use_is_said(lens: CalibrationLens) -> None:
    work = with_rows(Work(initial_state()), Rows(WINE))
    session = Session(work)
    lens.edited.connect(session.update)
    session.changed.connect(lens.render_snapshot)
    lens.render_snapshot(session.snapshot)
    assert "it may rise" in lens.use.toolTip()
    assert "ECE is higher" not in lens.figures.accessibleDescription()
    QTest.mouseClick(lens.use, LEFT)
    assert "the ECE is higher than at T = 1" not in lens.figures.accessibleDescription()
    session.update(replace(session.state, decimals=4))
    said = lens.figures.accessibleDescription()
    assert "the ECE is higher than at T = 1: 0.0251 instead of 0.0246" in said


def test_the_lens_says_what_it_is_measured_on(lens: CalibrationLens, session: Session) -> None:
    assert lens.about() == "Measured on digits_overconfident.npz, 899 rows."
    session.update(State.of([1.0, 2.0]))
    assert "as it is in the file" in lens.about()
    for missing in (None, LogitsTable(np.eye(3), tuple("abc"))):
        lens.render_snapshot(shown(missing))
        assert lens.about() == ""


def test_a_drag_of_the_line_is_one_undo_step(lens: CalibrationLens, session: Session) -> None:
    curve = lens.curve
    xs = [round(curve.x_of(t)) for t in (1.0, 3.0, 10.0)]
    QTest.mousePress(curve, LEFT, NO_KEY, QPoint(xs[0], 40))
    for x in xs:
        QTest.mouseMove(curve, QPoint(x, 40))
    QTest.mouseRelease(curve, LEFT, NO_KEY, QPoint(xs[-1], 40))
    assert session.state.temperature == pytest.approx(10.0, rel=0.05)
    QTest.mouseMove(curve, QPoint(xs[0], 40))
    assert session.state.temperature == pytest.approx(10.0, rel=0.05)
    session.undo()
    assert session.state.temperature == 1.0
    assert not session.can_undo


def test_the_line_is_moved_by_keys(lens: CalibrationLens, session: Session) -> None:
    for key, temperature in (
        (Qt.Key.Key_Right, 1.12), (Qt.Key.Key_Left, 1.0), (Qt.Key.Key_PageUp, 1.78),
        (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, INF),
    ):  # fmt: skip
        QTest.keyClick(lens.curve, key)
        assert session.state.temperature == temperature
    QTest.keyClick(lens.curve, Qt.Key.Key_A)
    assert session.state.temperature == INF
    assert lens.curve.accessibleDescription().startswith("T = ∞; least at T = 2.042: 0.428 nats")


def test_both_ends_of_the_line_are_exact(lens: CalibrationLens, session: Session) -> None:
    for temperature in (0.0, INF):
        x = round(lens.curve.x_of(temperature))
        QTest.mouseClick(lens.curve, LEFT, NO_KEY, QPoint(x, 40))
        assert session.state.temperature == temperature


def test_the_loss_over_t_is_computed_once_a_table(
    lens: CalibrationLens, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[LogitsTable] = []
    compute = sweep_losses

    def counted(table: LogitsTable, mapper: Mapper) -> Any:
        swept.append(table)
        return compute(table, mapper)

    monkeypatch.setattr(measuring, "sweep_losses", counted)
    for temperature in (1.0, 2.0, 0.0):
        lens.render_snapshot(shown(DIGITS, temperature))
    lens.render_snapshot(shown(WINE))
    assert swept == [DIGITS, WINE]


def test_what_was_measured_serves_every_window(
    lens: CalibrationLens, show: Callable[..., CalibrationLens], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lens.render_snapshot(shown(LARGE))
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    lens.render_snapshot(shown(DIGITS))

    def compute(table: LogitsTable, *_: object) -> Any:
        raise AssertionError(f"{table.name} is measured anew")

    monkeypatch.setattr(measuring, "sweep_losses", compute)
    monkeypatch.setattr(measuring, "tallies", compute)
    other = show(CalibrationLens(), 900, 190)
    for table in (DIGITS, LARGE):
        lens.render_snapshot(shown(table))
        other.render_snapshot(shown(table))
        assert not other.measuring.running
        assert cells(other, "T\t")[0] == "1"
        assert other.text() == lens.text()
        assert other.use.isEnabled()


def test_two_windows_at_once_measure_a_table_once(
    lens: CalibrationLens, show: Callable[..., CalibrationLens], gate: Gate, qtbot: QtBot
) -> None:
    other = show(CalibrationLens(), 900, 190)
    for one in (lens, other):
        one.render_snapshot(shown(LARGE, 2.0, mapper=gate))
    gate.free.release(1)
    qtbot.waitUntil(lambda: None not in (lens.measuring.part, other.measuring.part))
    assert gate.begun == 1
    # What one of them wants no more goes on for the other.
    lens.sleep()
    gate.open()
    qtbot.waitUntil(lambda: not other.measuring.running, timeout=30_000)
    assert cells(other, "T\t")[0] == "2"
    lens.render_snapshot(shown(LARGE, 2.0, mapper=gate))
    assert lens.text() == other.text()


def test_a_table_that_is_gone_is_forgotten(lens: CalibrationLens) -> None:
    lens.render_snapshot(shown(replace(DIGITS)))
    assert len(known._known) == 1
    lens.render_snapshot(shown(None))
    lens.render_snapshot(shown(WINE))
    gc.collect()
    assert list(known._known) == [WINE]


def test_pointing_at_a_bin_describes_it(
    lens: CalibrationLens, session: Session, told: Note
) -> None:
    diagram = lens.diagram
    area = diagram.plot().area
    last = QPoint(round(area.right() - 3), round(area.center().y()))
    QTest.mouseMove(diagram, last)
    assert diagram.active == 14
    said = diagram.accessibleDescription()
    assert said.startswith("0.933–1: ")
    assert "rows, confidence 0.9" in said
    assert QToolTip.text() == said
    QTest.mouseMove(diagram, QPoint(round(area.left() + 2), last.y()))
    assert diagram.accessibleDescription() == "0–0.067: no rows"
    QTest.mouseMove(diagram, QPoint(2, last.y()))
    assert diagram.active == -1
    QTest.mouseMove(diagram, last)
    QApplication.sendEvent(diagram, QEvent(QEvent.Type.Leave))
    assert diagram.active == -1


def test_keys_go_through_the_bins(lens: CalibrationLens, session: Session) -> None:
    diagram = lens.diagram
    diagram.setFocus()
    for key, place in (
        (Qt.Key.Key_Left, 14), (Qt.Key.Key_Right, 14), (Qt.Key.Key_Left, 13),
        (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, 14), (Qt.Key.Key_A, 14),
    ):  # fmt: skip
        QTest.keyClick(diagram, key)
        assert diagram.active == place
    diagram.clearFocus()
    assert diagram.active == -1


def test_a_diagram_with_nothing_to_show_has_no_bins(lens: CalibrationLens) -> None:
    lens.diagram.show_tally(None, False)
    QTest.keyClick(lens.diagram, Qt.Key.Key_Right)
    QTest.mouseMove(lens.diagram, lens.diagram.rect().center())
    assert lens.diagram.active == -1
    lens.diagram.grab()


def test_gaps_and_bars_change_the_picture(lens: CalibrationLens, picture: Any) -> None:
    seen = []
    for temperature in (1.0, 2.042, 5.0):
        lens.render_snapshot(shown(DIGITS, temperature))
        seen.append(picture(lens.diagram))
    assert (seen[0] != seen[1]).any()
    assert (seen[1] != seen[2]).any()


@pytest.mark.parametrize("wide", [340, 900])
def test_a_long_best_temperature_keeps_clear_of_the_present_one(
    wide: int, lens: CalibrationLens, session: Session, written: Any
) -> None:
    lens.resize(wide, 600)
    lens.figures.show_others("T = 25110.613", ("1 %", "2 %", "3", "4"))
    texts = written(lens.figures)
    present, best = texts["T = 1"], texts["T = 25110.613"]
    assert present.right() < best.left()


def test_the_figures_are_explained(
    lens: CalibrationLens, session: Session, ask: Callable[[QWidget, QPoint], str]
) -> None:
    assert ask(lens.figures, QPoint(10, 40)).startswith("accuracy: How many rows")
    whole = ask(lens.figures, QPoint(10, 5))
    assert whole.startswith("Surer than it is right, by 6.8 points.")
    assert "Expected calibration error" in whole
    QToolTip.hideText()
    QTest.keyClick(lens.figures, Qt.Key.Key_Space)
    assert "Expected calibration error" in QToolTip.text()
    QTest.keyClick(lens.figures, Qt.Key.Key_A)


def test_a_large_table_is_measured_in_the_background(lens: CalibrationLens, qtbot: QtBot) -> None:
    lens.render_snapshot(shown(LARGE))
    assert lens.text().startswith("So far: 0 of 2,000 rows")
    assert lens.progress.isVisible()
    assert lens.progress.button.isVisible()
    lens.grab()
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    assert LARGE.targets is not None
    found = tally(LARGE.values, LARGE.targets, 1.0)
    assert float(cells(lens, "negative")[0]) == pytest.approx(found.nll, rel=1e-9)
    assert float(cells(lens, "T\t")[1]) == pytest.approx(1.0, rel=0.02)
    assert lens.use.isEnabled()
    assert lens.progress.text == "All 2,000 rows are done."
    assert not lens.progress.button.isVisible()
    lens.render_snapshot(shown(DIGITS))
    assert not lens.progress.isVisible()


def test_the_figures_so_far_are_marked_as_such(
    lens: CalibrationLens, gate: Gate, qtbot: QtBot
) -> None:
    lens.render_snapshot(shown(LARGE, mapper=gate))
    gate.free.release(1)
    qtbot.waitUntil(lambda: lens.measuring.part is not None)
    assert "so far (" in lens.text()
    assert "So far: " in lens.figures.accessibleDescription()
    assert lens.progress.text.startswith("T = 1: ")
    lens.grab()
    gate.free.release(100)
    qtbot.waitUntil(lambda: lens.measuring.tally is not None)
    assert "so far (" not in lens.text()
    assert lens.progress.text.startswith("the loss at every T")


def test_complete_figures_stay_until_there_are_new_ones(
    lens: CalibrationLens, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.open()
    lens.render_snapshot(shown(LARGE, mapper=gate))
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    gate.free = threading.Semaphore(0)
    for temperature in (2.0, 3.0, 4.0):
        lens.render_snapshot(shown(LARGE, temperature, mapper=gate))
        assert cells(lens, "T\t")[0] == "1"
        assert "T = 1\n" in lens.figures.accessibleDescription()
    # What is young goes on, so that a drag shows something; then comes the T that is wanted now.
    gate.free.release(5)
    qtbot.waitUntil(lambda: lens.measuring.part is not None)
    assert lens.measuring.part_temperature == 2.0
    monkeypatch.setattr(measuring, "PATIENCE_MS", 0)
    gate.free.release(1)
    qtbot.waitUntil(lambda: lens.measuring.part_temperature == 4.0)
    gate.open()
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    assert cells(lens, "T\t")[0] == "4"


def test_a_young_measurement_ends_before_the_next_begins(
    lens: CalibrationLens, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "PATIENCE_MS", 60_000)
    lens.render_snapshot(shown(LARGE, 2.0, mapper=gate))
    lens.render_snapshot(shown(LARGE, 3.0, mapper=gate))
    seen: list[float] = []
    lens.measuring.changed.connect(lambda: seen.append(lens.measuring.temperature))
    gate.open()
    qtbot.waitUntil(lambda: lens.measuring.temperature == 3.0)
    assert 2.0 in seen


def test_cancel_keeps_what_is_known_and_go_on_computes_the_rest(
    lens: CalibrationLens, gate: Gate, qtbot: QtBot
) -> None:
    lens.render_snapshot(shown(LARGE, mapper=gate))
    button = lens.progress.button
    assert button.text() == "Cancel"
    QTest.mouseClick(button, LEFT)
    assert not lens.measuring.running
    assert button.text() == "Go on"
    assert lens.progress.text.startswith("Stopped")
    lens.render_snapshot(shown(LARGE, mapper=gate))
    assert not lens.measuring.running
    QTest.mouseClick(button, LEFT)
    assert lens.measuring.running
    QTest.mouseClick(button, LEFT)
    gate.open()
    lens.render_snapshot(shown(LARGE, 2.0, mapper=gate))
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    assert cells(lens, "T\t")[0] == "2"
    assert lens.use.isEnabled()


def test_a_sleeping_lens_computes_nothing_and_goes_on_when_it_is_seen(
    lens: CalibrationLens, gate: Gate, qtbot: QtBot
) -> None:
    lens.render_snapshot(shown(LARGE, mapper=gate))
    lens.sleep()
    assert not lens.measuring.running
    gate.open()
    lens.render_snapshot(shown(LARGE, mapper=gate))
    qtbot.waitUntil(lambda: not lens.measuring.running, timeout=30_000)
    assert lens.use.isEnabled()


def test_a_failure_is_told(lens: CalibrationLens, qtbot: QtBot) -> None:
    def broken(table: LogitsTable, part: Any) -> Any:
        raise OSError("the file is gone")
        yield

    with qtbot.waitSignal(lens.refused) as refused:
        lens.render_snapshot(shown(LARGE, mapper=broken))
    assert refused.args == ["the file is gone"]
    assert lens.progress.button.text() == "Go on"


def test_in_the_window_the_figures_follow_the_slider(qtbot: QtBot) -> None:
    window = create_window(initial_state())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.choose_lens("calibration")
    lens = window.lenses.lens
    assert isinstance(lens, CalibrationLens)
    assert "File > Open" in lens.text()
    session = window.session
    session.update_work(with_rows(session.work, Rows(DIGITS)))
    qtbot.waitUntil(lambda: cells(lens, "T\t")[0] == "1")
    session.update(replace(session.state, temperature=3.0))
    qtbot.waitUntil(lambda: cells(lens, "T\t")[0] == "3")
    QTest.mouseClick(lens.use, LEFT)
    assert session.state.temperature == pytest.approx(2.0416, abs=1e-4)
    session.update_work(with_rows(session.work, None))
    qtbot.waitUntil(lambda: "File > Open" in lens.text())


def test_another_row_or_state_leaves_the_figures(lens: CalibrationLens, session: Session) -> None:
    before = lens.text()
    rows = session.work.rows
    assert rows is not None
    session.update_work(with_rows(session.work, rows.at(7)))
    assert lens.text() == before
    session.update(State.of([1.0, 2.0]))
    assert lens.text() == before


def test_closing_the_window_stops_what_is_being_computed(qtbot: QtBot, gate: Gate) -> None:
    window = create_window(initial_state())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.choose_lens("calibration")
    lens = window.lenses.lens
    assert isinstance(lens, CalibrationLens)
    session = window.session
    session.update_work(with_rows(session.work, Rows(LARGE, mapper=gate)))
    qtbot.waitUntil(lambda: lens.measuring.running)
    window.close()
    assert not lens.measuring.running
    gate.open()
    qtbot.waitUntil(lambda: not any(t.name == "background" for t in threading.enumerate()))
