"""The lens "calibration": the figures of an open table, its reliability, and its loss over T."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from softmax_viz.core import edits
from softmax_viz.core.calibration import words
from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lenses.arrangement import put_in_grid
from softmax_viz.views.lenses.calibration.figures import Figures
from softmax_viz.views.lenses.calibration.loss_panel import LossPanel
from softmax_viz.views.lenses.calibration.measuring import Measuring
from softmax_viz.views.lenses.calibration.reliability_diagram import ReliabilityDiagram
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.progress_line import ProgressLine

HEIGHT, GAP = 150, 22
# From these widths on, so many parts stand side by side; what scrolls is as high as it is telling.
BESIDE = ((800, 3), (390, 2))
ROW_HEIGHT, ROOMY = 190, 500
LEAST_WIDTH = 170


class CalibrationLens(Lens):
    """Show how far the table that is open is as sure as it is right, at the present T and any."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._missing = ""
        self._asked: LogitsTable | None = None
        self.measuring = Measuring(self)
        self.figures = Figures()
        self.diagram = ReliabilityDiagram()
        self.loss = LossPanel()
        self.curve, self.use = self.loss.curve, self.loss.use
        self.progress = ProgressLine(tr("Calibration"))
        self._lay_out()
        self.measuring.changed.connect(self._show)
        self.measuring.failed.connect(self.refused)
        self.curve.moved.connect(self._move)
        self.use.clicked.connect(self.use_best)
        self.progress.cancelled.connect(self.measuring.stop)
        self.progress.resumed.connect(self.measuring.resume)
        self.follow_theme()

    def _lay_out(self) -> None:
        self._parts = QWidget()
        self._grid = QGridLayout()
        self._arranged = (0, False)
        inner = QVBoxLayout(self._parts)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(self._grid, 1)
        inner.addWidget(self.progress)
        self.arrange()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._parts)

    def arrange(self) -> None:
        """Put the parts side by side as far as the width goes, and the rest below."""
        px = theme.current().px
        columns = next((n for least, n in BESIDE if self.width() >= px(least)), 1)
        arranged = columns, self.width() < px(ROOMY)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        places = {
            3: ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)),
            2: ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)),
            1: ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1)),
        }[columns]
        parts = (self.figures, self.diagram, self.loss)
        across = {3: (0, 4, 6), 2: (0, 4, 0), 1: (1, 0, 0)}[columns]
        down = [int(row < self._rows) for row in range(3)]
        put_in_grid(self._grid, parts, places, across, down)
        self.figures.set_room(narrow=arranged[1], alone=columns == 1)
        self.updateGeometry()

    @property
    def _rows(self) -> int:
        return 4 - self._arranged[0]

    def minimumSizeHint(self) -> QSize:
        """Return the least room for the three parts as they stand, or for a sentence."""
        px, rows = theme.current().px, self._rows
        if self._missing:
            return QSize(px(LEAST_WIDTH), px(100))
        height = px(HEIGHT) if rows == 1 else rows * px(ROW_HEIGHT + GAP) - px(GAP)
        return QSize(px(LEAST_WIDTH), height)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; what is large is computed in the background."""
        self._snapshot = snapshot
        table = None if snapshot.rows is None else snapshot.rows.table
        if table is not self._asked or (table is None and not self._missing):
            self._asked, self._missing = table, words.missing(table)
            self.setAccessibleDescription(self._missing)
            self._parts.setVisible(not self._missing)
            self.updateGeometry()
            self.update()
        if snapshot.rows is None or self._missing:
            self.measuring.sleep()
            return
        rows = snapshot.rows
        self.measuring.measure(rows.table, rows.mapper, snapshot.state.temperature)
        self._show()

    def _show(self) -> None:
        """Show what is known: figures of another T, or of some rows alone, are pale."""
        if self._snapshot is None or self._snapshot.rows is None or self._missing:
            return
        state, table = self._snapshot.state, self._snapshot.rows.table
        known = self.measuring
        temperature, done, tally = self._shown()
        pale = tally is not None and (done < table.rows or temperature != state.temperature)
        self.diagram.show_tally(tally, pale)
        if tally is None:
            head = words.at_temperature(state.temperature)
            self.figures.show_figures(words.count_of_rows(table.rows), head, (), (), False)
        else:
            higher = words.higher_ece(known.sweep, temperature, state.decimals)
            notes = (words.verdict(tally), *filter(None, [higher]), *words.left_out(tally, done))
            if done < table.rows:
                notes = (words.so_far(done, table.rows), *notes)
            self.figures.show_figures(
                words.count_of_rows(tally.rows), words.at_temperature(temperature),
                words.figures(tally, state.decimals), notes, pale,
            )  # fmt: skip
        self._show_best(state.temperature, state.decimals)
        label = self._best_text(state.decimals)
        reason = label or (
            tr("The loss at every T is being computed …") if known.running
            else tr("The loss at every T is not computed yet.")
        )  # fmt: skip
        self.curve.show_losses(known.sweep, state.temperature, label, reason)
        self._show_progress(table)

    def _shown(self) -> tuple[float, int, Tally | None]:
        """Return what is shown: T, how many rows are done, and their figures.

        The last complete figures stay until there are new ones.
        """
        known = self.measuring
        if known.tally is None and known.part is not None:
            return known.part_temperature, *known.part
        return known.temperature, known.done, known.tally

    def _best_text(self, decimals: int) -> str:
        sweep = self.measuring.sweep
        return "" if sweep is None else words.best_text(sweep, decimals)

    @property
    def _best(self) -> float:
        """Return the best T, NaN where none is known."""
        sweep = self.measuring.sweep
        if sweep is None or not sweep.complete or sweep.at_best is None:
            return math.nan
        useful = math.isfinite(sweep.at_best.nll) and not sweep.flat
        return sweep.best if useful else math.nan

    def _show_best(self, temperature: float, decimals: int) -> None:
        best, sweep = self._best, self.measuring.sweep
        known = not math.isnan(best)
        text = words.use(best) if known else tr("Use the best T")
        if text != self.use.text():
            self.use.setText(text)
            self.use.setAccessibleName(text)
        self.use.setEnabled(known and best != temperature)
        if known and sweep is not None and sweep.at_best is not None:
            values = tuple(value for _, value, _ in words.figures(sweep.at_best, decimals))
            self.figures.show_others(words.at_temperature(best), values)
        else:
            self.figures.show_others("", ())

    def _show_progress(self, table: LogitsTable) -> None:
        known = self.measuring
        self.progress.setVisible(not known.is_small)
        if known.is_small:
            return
        if known.running:
            self.progress.show_progress(*known.progress())
        elif known.stopped:
            self.progress.show_stopped(tr("Stopped: what was computed by then is shown."))
        else:
            self.progress.show_rest(words.all_rows(table.rows))

    def use_best(self) -> None:
        """Intend the T at which the loss is least."""
        if not math.isnan(self._best):
            self._move(self._best, None)

    def _move(self, temperature: float, gesture: object) -> None:
        if self._snapshot is not None:
            self.edited.emit(edits.set_temperature(self._snapshot.state, temperature), gesture)

    def about(self) -> str:
        """Say which table is shown, and whether what is on the screen is a row of it."""
        if self._snapshot is None or self._missing:
            return ""
        return words.measured_on(self._snapshot)

    def text(self) -> str:
        """Return the figures, the bins and the curve, or what is missing."""
        if self._missing or self._snapshot is None or self._snapshot.rows is None:
            return self._missing
        temperature, done, tally = self._shown()
        table = self._snapshot.rows.table
        if tally is None:
            return words.so_far(0, table.rows)
        return words.as_text(table, temperature, tally, self.measuring.sweep, done)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, and on it what is missing."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        if self._missing:
            painter.setFont(look.font())
            painter.setPen(look.color("ink"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            room = min(self.width(), look.px(720))
            where = QRectF((self.width() - room) / 2, 0, room, self.height())
            painter.drawText(where, flags, self._missing)
        painter.end()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._grid.setSpacing(px(GAP))
        self.loss.follow_theme()
        for part in (self.figures, self.diagram, self.curve):
            part.updateGeometry()
            part.update()
        self.arrange()
        self.progress.follow_theme()
        self.update()

    def sleep(self) -> None:
        """Let go of the line, and compute no more until the lens is seen again."""
        self.curve.let_go()
        self.measuring.sleep()


KIND = LensKind(
    CalibrationLens,
    tr_noop(
        "A model is calibrated when, of the answers that it is 80 % sure of, 80 % are right: each "
        "bar is how many are, and the hatched gap is what is missing or too much. "
        "Networks are often surer than they are right, and one number mends much of it: the T at "
        "which the negative log-likelihood is least. "
        "That T changes no answer, only how sure it is said; it should be found on other rows than "
        "those it is judged on."
    ),
    tr_noop(
        "C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, On Calibration of Modern Neural Networks, "
        "2017; the expected calibration error: M. P. Naeini, G. F. Cooper and M. Hauskrecht, "
        "Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015."
    ),
)
