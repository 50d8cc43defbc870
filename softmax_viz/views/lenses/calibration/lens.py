"""The lens "calibration": the figures of an open table, its reliability, and its loss over T."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from softmax_viz.core import edits
from softmax_viz.core.calibration import words
from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lenses.calibration.figures import HEAD, Figures
from softmax_viz.views.lenses.calibration.loss_curve import LossCurve
from softmax_viz.views.lenses.calibration.measuring import Measuring
from softmax_viz.views.lenses.calibration.reliability_diagram import ReliabilityDiagram
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.progress_line import ProgressLine

HEIGHT = 150


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
        self.curve = LossCurve()
        self.progress = ProgressLine(tr("Calibration"))
        self.use = QPushButton()
        self.use.setProperty("role", "small")
        self.use.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.use.setToolTip(
            tr("Temperature scaling: T becomes the one at which the loss of this table is least")
        )
        self._lay_out()
        self.measuring.changed.connect(self._show)
        self.measuring.failed.connect(self.refused)
        self.curve.moved.connect(self._move)
        self.use.clicked.connect(self.use_best)
        self.progress.cancelled.connect(self.measuring.stop)
        self.progress.resumed.connect(self.measuring.resume)
        self.follow_theme()

    def _lay_out(self) -> None:
        self._title = QLabel(tr("Loss (NLL) against T"))
        self._title.setProperty("role", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.use)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.curve, 1)
        self._parts = QWidget()
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.figures)
        self._columns.addWidget(self.diagram, 4)
        self._columns.addLayout(right, 6)
        inner = QVBoxLayout(self._parts)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(self._columns, 1)
        inner.addWidget(self.progress)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._parts)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for the three parts, or for a sentence."""
        px = theme.current().px
        return QSize(px(240), px(100)) if self._missing else QSize(px(800), px(HEIGHT))

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
            notes = (words.verdict(tally), *words.left_out(tally, done))
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
        self._columns.setSpacing(px(22))
        self.use.setFixedHeight(px(HEAD - 4))
        self._title.setFixedHeight(px(HEAD))
        for part in (self.figures, self.diagram, self.curve):
            part.updateGeometry()
            part.update()
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
