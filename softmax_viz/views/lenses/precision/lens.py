"""The lens "precision": softmax in float16, bfloat16, float32 and float64, until it breaks."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from softmax_viz.core import edits, logit_scale
from softmax_viz.core.largest import shown_of
from softmax_viz.core.numbers import plain
from softmax_viz.core.precision import Precision, precision
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.editor.handle import Handle, Motion
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.lenses.precision.axis import ThresholdAxis
from softmax_viz.views.lenses.precision.results import Results
from softmax_viz.views.magnified import magnification
from softmax_viz.views.number_field import Steps

DECADES = 3
HEIGHT = 136
# In less width, the axis stands below the handle, and only two formats side by side.
NARROW, NARROW_HEIGHT, LEAST_WIDTH = 620, 316, 430
# From these sizes on, so many formats side by side are drawn larger.
COMFORT = {4: (700, 150), 2: (560, 260)}
HANDLE, SPACING, AXIS_COMFORT = 256, 14, 470


def factor_at(place: float) -> float:
    """Return the factor at a place of the handle: 0.001 to 1000, logarithmic, three digits."""
    return float(f"{math.pow(10, place * DECADES):.3g}")


class PrecisionLens(Lens):
    """Show the same softmax computed in four formats, naive beside stable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._precision: Precision | None = None
        self.scale = Handle(
            tr("Scale all by"),
            tr("Pull to the right to multiply every logit by up to 1,000, until exp overflows.\n"
               "Sums go from the first class to the last, each rounded to the format."),
            Motion(edits.scale, 1.0, factor_at, Steps(logit_scale.stepped, 0.5, 0.1, 5.0)),
        )  # fmt: skip
        self.axis, self.results = ThresholdAxis(), Results()
        self._top = QBoxLayout(BESIDE)
        self._top.addWidget(self.scale)
        self._top.addWidget(self.axis, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addLayout(self._top)
        self._box.addWidget(self.results, 1)
        self.scale.edited.connect(self.edited)
        self.scale.field.refused.connect(self.refused)
        self.axis.hovered.connect(self.hovered)
        self.results.hovered.connect(self.hovered)
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; emits nothing."""
        self._snapshot = snapshot
        self._precision = precision(snapshot.state)
        self.scale.render_snapshot(snapshot)
        self.axis.show_precision(snapshot.state, self._precision)
        self.results.show_precision(snapshot.state, self._precision)

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.axis.highlight(index)
        self.results.highlight(index)

    def sleep(self) -> None:
        """Let the handle spring back."""
        self.scale.spring.let_go()

    def about(self) -> str:
        """Say which classes all is computed of."""
        if self._snapshot is None or self._precision is None:
            return ""
        p, decimals = self._snapshot.output("softmax").values, self._snapshot.state.decimals
        shown = shown_of(p, self._precision.classes.tolist(), decimals)
        return tr("{shown}, left out of the sums here").format(shown=shown) if shown else ""

    def text(self) -> str:
        """Return every result, as cells."""
        if self._snapshot is None or self._precision is None:
            return ""
        if self._precision.reason:
            return self._precision.reason
        state, known = self._snapshot.state, self._precision
        names = [state.labels[i] for i in known.classes]
        lines = ["\t".join([
            tr("format"), tr("form"), tr("verdict"), tr("largest error in ulp"), *names,
        ])]  # fmt: skip
        lines.append("\t".join(["z/T", "", "", "", *map(plain, known.scaled)]))
        for result in known.results:
            form = tr("stable") if result.stable else tr("naive")
            lines.append("\t".join([
                result.form.key, form, result.verdict, plain(result.error),
                *map(plain, result.values),
            ]))  # fmt: skip
        lines += filter(None, [self.about()])
        lines.append(tr("Sums go from the first class to the last, each rounded to the format."))
        return "\n".join(lines)

    def minimumSizeHint(self) -> QSize:
        """Return room for the axis and two lines in each result."""
        px = theme.current().px
        return QSize(px(LEAST_WIDTH), px(NARROW_HEIGHT if self._is_narrow else HEIGHT))

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.current().px(NARROW)

    def arrange(self) -> None:
        """Draw larger where there is room, and more below each other where there is little."""
        px = theme.current().px
        factor, across = max(
            (magnification(self.size(), QSize(px(wide), px(high))), across)
            for across, (wide, high) in COMFORT.items()
            if across == 2 or not self._is_narrow
        )
        way = BELOW if self._is_narrow else BESIDE
        if way != self._top.direction():
            self._top.setDirection(way)
            self.updateGeometry()
        self.results.put_side_by_side(across)
        self.results.magnify(factor)
        # Its words stand beside each other only from a width on.
        needed = QSize(px(AXIS_COMFORT + HANDLE + SPACING), 1)
        self.axis.magnify(min(factor, magnification(self.size(), needed)))

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._top.setSpacing(px(SPACING))
        self.scale.setFixedWidth(px(HANDLE))
        self.scale.follow_theme()
        self.arrange()
        self.axis.updateGeometry()
        self.update()


KIND = LensKind(
    PrecisionLens,
    tr_noop("The same softmax is computed in four number formats, as it is written (naive) and "
            "after the largest logit was subtracted (stable). Above a threshold, marked on the "
            "axis, exp is infinite and the naive form breaks, while the stable one only rounds. "
            "An ulp is the distance from a number to the next one in its format."),
    tr_noop("N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, 2002, "
            "sections 2.1 and 4.2; P. Blanchard, D. J. Higham and N. J. Higham, Accurately "
            "computing the log-sum-exp and softmax functions, 2021."),
)  # fmt: skip
