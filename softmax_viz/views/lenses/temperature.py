"""The lens of the temperature: every class from argmax at T = 0 to uniform at T = ∞."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QVBoxLayout

from softmax_viz.core import edits
from softmax_viz.core.largest import shown_of
from softmax_viz.core.numbers import entered, exact
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, same_logits
from softmax_viz.core.temperature_sweep import TemperatureSweep, sweep_temperature
from softmax_viz.text import tr, tr_noop
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.lenses.temperature_curves import TemperatureCurves, peak_text, sentence


class TemperatureLens(Lens):
    """Show softmax against T, with the present T as a line to drag."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._sweep: TemperatureSweep | None = None
        self._swept: State | None = None
        self.curves = TemperatureCurves()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.curves)
        self.curves.moved.connect(self._move)
        self.curves.hovered.connect(self.hovered)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; the curves are computed anew only for other logits."""
        self._snapshot, state = snapshot, snapshot.state
        if self._swept is None or not same_logits(state, self._swept):
            undefined = bool(snapshot.prediction.reason)
            self._sweep = None if undefined else sweep_temperature(state.logits)
        self._swept = state
        self.curves.show_sweep(snapshot, self._sweep)

    def highlight(self, index: int) -> None:
        """Emphasise the curve of a class."""
        self.curves.highlight(index)

    def text(self) -> str:
        """Return the curves as cells for a spreadsheet, below what is said of them."""
        if self._snapshot is None:
            return ""
        if self._sweep is None:
            return self._snapshot.prediction.reason
        state, sweep = self._snapshot.state, self._sweep
        names = [state.labels[i] for i in sweep.classes]
        lines = [
            sentence(self._snapshot, sweep),
            *(peak_text(state, peak) for peak in sweep.peaks),
            *filter(None, [self.about()]),
        ]
        lines += ["\t".join(["T", *names, tr("entropy (nats)")])]
        ends = {
            0.0: (sweep.at_zero, sweep.entropy_at_zero),
            math.inf: (sweep.at_infinity, sweep.entropy_at_infinity),
        }
        rows = [(0.0, *ends[0.0])]
        rows += zip(
            sweep.temperatures[:: sweep.every].tolist(), sweep.probabilities[:: sweep.every],
            sweep.entropies[:: sweep.every].tolist(), strict=True,
        )  # fmt: skip
        rows.append((math.inf, *ends[math.inf]))
        lines += [
            "\t".join([entered(t, 5), *(exact(float(p)) for p in ps), exact(float(h))])
            for t, ps, h in rows
        ]
        return "\n".join(lines)

    def about(self) -> str:
        """Say which classes have a curve, and what the others sum to at the present T."""
        if self._snapshot is None or self._sweep is None:
            return ""
        p = self._snapshot.output("softmax").values
        return shown_of(p, self._sweep.classes, self._snapshot.state.decimals)

    def _move(self, temperature: float, gesture: object) -> None:
        if self._snapshot is not None and self._sweep is not None:
            self.edited.emit(edits.set_temperature(self._snapshot.state, temperature), gesture)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self.curves.updateGeometry()
        self.curves.update()

    def sleep(self) -> None:
        """Let go of the line."""
        self.curves.let_go()


KIND = LensKind(
    TemperatureLens,
    tr_noop(
        "Each line is the probability of a class while T goes from 0, where softmax is argmax, to "
        "∞, where all are equal. "
        "The entropy only rises on that way, from certainty to log N. "
        "A class in the middle may rise and fall again: it is largest where the mean logit, as "
        "softmax weighs it, equals its own."
    ),
    tr_noop(
        "G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015, "
        "equation 1; the peak follows from d log p / dT = (E[z] − z) / T²."
    ),
)
