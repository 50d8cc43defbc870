"""The lens of the two curves: side by side, with a threshold between them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QWidget

from softmax_viz.core.curves import decisions, exponentials, slope_at_zero
from softmax_viz.core.largest import largest, shown_of
from softmax_viz.core.numbers import NumberError, entered, exact, parse_number
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE, put_in_grid
from softmax_viz.views.lenses.curves.class_plot import MOST_DOTS
from softmax_viz.views.lenses.curves.decision_list import DecisionList
from softmax_viz.views.lenses.curves.exp_plot import ExpPlot, remarks
from softmax_viz.views.lenses.curves.sigmoid_plot import DIGITS, STEPS, SigmoidPlot
from softmax_viz.views.lenses.lens import MOST_COPIED, Lens, LensKind
from softmax_viz.views.number_field import NumberField

LEAST_WIDTH = 440
# In less width, the threshold and the list stand below the curves.
SIDE_BY_SIDE = 640
# Of the sigmoid, the list, and the exponential.
PLACES = {
    True: ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)),
    False: ((0, 0, 1, 1), (1, 0, 1, 2), (0, 1, 1, 1)),
}


def parse_threshold(text: str) -> float:
    """Read a threshold; raise NumberError outside 0 to 1."""
    value = parse_number(text)
    if not 0 <= value <= 1:
        raise NumberError(
            tr("A threshold lies from 0 to 1, and {text} does not.").format(text=text)
        )
    return value


class CurvesLens(Lens):
    """Show each class on the sigmoid and on e**x; the threshold is the view's own."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self.threshold = 0.5
        self.sigmoid = SigmoidPlot()
        self.decisions = DecisionList()
        self.exponential = ExpPlot()
        self.field = NumberField(parse_threshold, STEPS)
        self.field.setAccessibleName(tr("Threshold θ"))
        self.field.setToolTip(
            tr("A class counts as present when its sigmoid is θ or more, whatever the others do.\n"
               "Up and Down: a step; Shift: finer.")
        )  # fmt: skip
        caption = QLabel(tr("σ ≥ θ ="))
        caption.setBuddy(self.field)
        row = QHBoxLayout()
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(caption)
        row.addWidget(self.field)
        row.addWidget(QLabel(tr("multi-label")), 1)
        middle = QWidget()
        self._middle = QBoxLayout(BELOW, middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.addLayout(row)
        self._middle.addWidget(self.decisions, 1)
        self._parts = self.sigmoid, middle, self.exponential
        self._box = QGridLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._wide: bool | None = None
        self.arrange()
        self.sigmoid.moved.connect(self.set_threshold)
        self.field.entered.connect(self._enter)
        self.field.refused.connect(self.refused)
        for part in (self.sigmoid, self.decisions, self.exponential):
            part.hovered.connect(self.hovered)
        self.set_threshold(self.threshold)
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._snapshot = snapshot
        self.sigmoid.render_snapshot(snapshot)
        self.decisions.render_snapshot(snapshot, self.threshold)
        self.exponential.render_snapshot(snapshot)

    def set_threshold(self, threshold: float) -> None:
        """Show another threshold."""
        self.threshold = threshold
        self.field.show_value(threshold, entered(threshold, DIGITS))
        self.sigmoid.show_threshold(threshold)
        if self._snapshot is not None:
            self.decisions.render_snapshot(self._snapshot, threshold)

    def _enter(self, threshold: float, gesture: object) -> None:
        self.set_threshold(threshold)

    def minimumSizeHint(self) -> QSize:
        """Return the least width, and the height of the parts as they stand."""
        return QSize(theme.current().px(LEAST_WIDTH), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Put the list between the curves, or below them where there is no room between."""
        wide = self.width() >= theme.current().px(SIDE_BY_SIDE)
        if wide == self._wide:
            return
        self._wide = wide
        columns, rows = ((1, 0, 1), (1, 0)) if wide else ((1, 1, 0), (3, 2))
        put_in_grid(self._box, self._parts, PLACES[wide], columns, rows)
        self._middle.setDirection(BELOW if wide else BESIDE)
        self.updateGeometry()

    def highlight(self, index: int) -> None:
        """Emphasise a class in both plots and in the list."""
        for part in (self.sigmoid, self.decisions, self.exponential):
            part.highlight(index)

    def about(self) -> str:
        """Say which classes have a dot."""
        return self._words(MOST_DOTS)

    def _words(self, most: int) -> str:
        if self._snapshot is None:
            return ""
        state, p = self._snapshot.state, self._snapshot.output("softmax").values
        return shown_of(p, largest(state.logits, most), state.decimals)

    def text(self) -> str:
        """Return the classes with sigmoid, decision and exponential, as cells."""
        if self._snapshot is None:
            return ""
        snapshot, state = self._snapshot, self._snapshot.state
        sigmoids = snapshot.output("sigmoid").values
        yes = decisions(sigmoids, self.threshold)
        lines = [
            tr("threshold θ = {value}").format(value=exact(self.threshold)),
            tr("slope at 0 is 1/(4T) = {value}").format(
                value=exact(slope_at_zero(state.temperature))
            ),
            *remarks(snapshot, self.exponential.view(snapshot)),
            *filter(None, [self._words(MOST_COPIED)]),
            "\t".join([tr("class"), "z", "z/T", "σ(z/T)", "σ ≥ θ", "e^(z/T)"]),
        ]
        for i in largest(state.logits, MOST_COPIED):
            values = (state.logits[i], snapshot.scaled_logits[i], sigmoids[i])
            lines.append(
                "\t".join(
                    [
                        state.labels[i],
                        *(exact(float(value)) for value in values),
                        tr("yes") if yes[i] else tr("no"),
                        exact(float(exponentials(snapshot.scaled_logits[i]))),
                    ]
                )
            )
        return "\n".join(lines)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        for box in (self._box, self._middle):
            box.setSpacing(px(10))
        self.field.setFixedWidth(px(64))
        self.decisions.setFixedWidth(px(214))
        self.arrange()
        for part in (self.sigmoid, self.decisions, self.exponential):
            part.updateGeometry()
            part.update()

    def sleep(self) -> None:
        """Let go of the threshold."""
        self.sigmoid.let_go()


KIND = LensKind(
    CurvesLens,
    tr_noop(
        "The sigmoid judges each class alone: with a threshold it answers yes or no for each, so "
        "that several may be present at once, or none. "
        "Softmax begins with e to the power z/T, which is above 0 for every logit, and so no class "
        "ever gets a negative share. "
        "T stretches the sigmoid: its slope at 0 is 1/(4T)."
    ),
    tr_noop(
        "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press 2016, section 3.10 "
        "and section 6.2.2."
    ),
)
