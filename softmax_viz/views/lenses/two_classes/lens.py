"""The lens of two classes: the curve, the comparison, and what to try."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core import two_classes
from softmax_viz.core.largest import largest, shown_of
from softmax_viz.core.numbers import entered, exact, parse_number
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.core.two_classes import TwoClasses
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.class_combo import MOST_OFFERED, ClassCombo, ClassNames
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE
from softmax_viz.views.lenses.lens import FEW, Lens, LensKind
from softmax_viz.views.lenses.two_classes.derivation import Derivation, derivation, table
from softmax_viz.views.lenses.two_classes.difference_plot import STEPS, DifferencePlot
from softmax_viz.views.number_field import NumberField
from softmax_viz.views.small_button import small_button

SHIFT = 1.0
FIELD_DECIMALS = 3
LEAST_WIDTH = 440
# In less width, the buttons stand below the fields, and the comparison below the curve.
SIDE_BY_SIDE = 640


class TwoClassesLens(Lens):
    """Show the softmax of two classes as the sigmoid of their difference."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._labels: tuple[str, ...] = ()
        self._compared: TwoClasses | None = None
        self._remark = ""
        self._remark_on: State | None = None
        self.pair = (0, 1)
        self.names = ClassNames(self)
        self.first = ClassCombo(
            self.names, tr("First class, a"), tr("The first class, a: type its name or index too")
        )
        self.second = ClassCombo(
            self.names, tr("Second class, b"), tr("The second class, b: type its name or index too")
        )
        self.field = NumberField(parse_number, STEPS)
        self.field.setAccessibleName(tr("Difference x = (a − b)/T"))
        self.field.setToolTip(tr("Enter x; the logit of the first class becomes a = b + T x."))
        self.zero_button = small_button(
            tr("Set b to 0"), tr("The softmax of z and 0 is the sigmoid of z.")
        )
        self.shift_button = small_button(
            tr("Shift both by 1"), tr("Add 1 to both logits, and see that nothing moves.")
        )
        self.plot = DifferencePlot()
        self.derivation = Derivation()
        self._lay_out()
        self.first.taken.connect(self._choose_first)
        self.second.taken.connect(self._choose_second)
        self.field.entered.connect(self._move)
        self.field.refused.connect(self.refused)
        self.derivation.hovered.connect(self.hovered)
        self.plot.moved.connect(self._move)
        self.zero_button.clicked.connect(self._set_to_zero)
        self.shift_button.clicked.connect(self._shift)
        self.follow_theme()

    def _lay_out(self) -> None:
        self._fields, self._buttons = QHBoxLayout(), QHBoxLayout()
        for text, widget in ((tr("a"), self.first), (tr("b"), self.second), (tr("x"), self.field)):
            caption = QLabel(text)
            caption.setBuddy(widget)
            self._fields.addWidget(caption)
            self._fields.addWidget(widget)
        self._fields.addStretch(1)
        self._buttons.addWidget(self.zero_button)
        self._buttons.addWidget(self.shift_button)
        self._buttons.addStretch(1)
        self._head, self._row = QBoxLayout(BESIDE), QBoxLayout(BESIDE)
        self._head.addLayout(self._fields)
        self._head.addLayout(self._buttons, 1)
        self._row.addWidget(self.plot, 2)
        self._row.addWidget(self.derivation, 3)
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._head)
        box.addLayout(self._row, 1)
        both = QWidget()
        both.setLayout(box)
        self._alone = QLabel(
            tr("Two classes are needed here: add one with Ctrl+N, or with Add class beside the "
               "logits.")
        )  # fmt: skip
        self._alone.setWordWrap(True)
        self._alone.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(both)
        self._stack.addWidget(self._alone)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; other classes choose the two largest anew."""
        self._snapshot = snapshot
        state = snapshot.state
        self._stack.setCurrentIndex(0 if state.count > 1 else 1)
        if state.count < 2:
            self._labels, self._compared = (), None
            return
        if state.labels is not self._labels:
            if state.labels != self._labels:
                self._offer(state)
            self._labels = state.labels
        self._show(state)

    def _offer(self, state: State) -> None:
        """Fill the choices, and choose."""
        if len(state.labels) != len(self._labels):
            self.pair = two_classes.two_to_compare(state)
        self.names.show_classes(state.labels, largest(state.logits, MOST_OFFERED))
        self._show_pair()

    def _show_pair(self) -> None:
        for choice, index in zip((self.first, self.second), self.pair, strict=True):
            choice.choose(index)

    def _show(self, state: State) -> None:
        compared = two_classes.compare(state, *self.pair)
        self._compared = compared
        if state is not self._remark_on:
            self._remark = ""
        remark = (
            self._remark
            or two_classes.why_not_movable(state, self.pair[1])
            or two_classes.overflow(compared)
        )
        self.field.show_value(compared.x, entered(compared.x, FIELD_DECIMALS))
        self.plot.show_comparison(state, compared, self.pair)
        self.derivation.show_comparison(state, compared, self.pair, remark)

    def _choose_first(self, index: int) -> None:
        self._choose(index, self.pair[1])

    def _choose_second(self, index: int) -> None:
        self._choose(self.pair[0], index)

    def _choose(self, first: int, second: int) -> None:
        """Compare two classes; the same one twice means to swap them."""
        self.pair = (first, second) if first != second else (self.pair[1], self.pair[0])
        self._show_pair()
        if self._snapshot is not None:
            self._show(self._snapshot.state)
        self.chosen.emit()

    def _move(self, x: float, gesture: object) -> None:
        if self._snapshot is None or self._compared is None:
            return
        state, (first, second) = self._snapshot.state, self.pair
        if not two_classes.why_not_movable(state, second):
            self.edited.emit(two_classes.with_x(state, first, second, x), gesture)

    def _set_to_zero(self) -> None:
        if self._snapshot is not None and self._compared is not None:
            state = self._snapshot.state
            self.edited.emit(two_classes.with_zero(state, self.pair[1]), None)

    def _shift(self) -> None:
        if self._snapshot is None or self._compared is None:
            return
        moved = two_classes.shifted(self._snapshot.state, *self.pair, SHIFT)
        before = self._compared
        self._remark = two_classes.what_moved(before, two_classes.compare(moved, *self.pair))
        self._remark_on = moved
        self.edited.emit(moved, None)

    def minimumSizeHint(self) -> QSize:
        """Return the least width, and the height of the parts as they stand."""
        return QSize(theme.current().px(LEAST_WIDTH), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Put the comparison beside the curve, or below it where there is no room beside."""
        way = BESIDE if self.width() >= theme.current().px(SIDE_BY_SIDE) else BELOW
        if way != self._row.direction():
            for line in (self._head, self._row):
                line.setDirection(way)
            self.updateGeometry()

    def highlight(self, index: int) -> None:
        """Emphasise the row of a class."""
        self.derivation.highlight(index)

    def about(self) -> str:
        """Say what share the two leave to very many others."""
        if self._snapshot is None or self._snapshot.state.count <= FEW:
            return ""
        p, decimals = self._snapshot.output("softmax").values, self._snapshot.state.decimals
        return shown_of(p, self.pair, decimals, largest=False)

    def text(self) -> str:
        """Return the comparison as cells, and the derivation below."""
        if self._snapshot is None or self._compared is None:
            return self._alone.text()
        state, compared = self._snapshot.state, self._compared
        first, second = (state.labels[i] for i in self.pair)
        lines = [
            f"a\t{first}\t{exact(compared.a)}",
            f"b\t{second}\t{exact(compared.b)}",
            f"T\t{exact(state.temperature)}",
            f"x = (a − b)/T\t{exact(compared.x)}",
            *("\t".join(row) for row in table(state, compared, self.pair)),
            *(f"{formula}\t{numbers}" for formula, numbers in derivation(state, compared)),
        ]
        return "\n".join(filter(None, [*lines, compared.reason or self._remark, self.about()]))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        for line in (self._head, self._fields, self._buttons):
            line.setSpacing(px(6))
        self._row.setSpacing(px(16))
        self.field.setFixedWidth(px(84))
        for control in (self.first, self.second):
            control.setFixedWidth(px(150))
        for button in (self.zero_button, self.shift_button):
            button.setFixedHeight(px(26))
        self.arrange()
        for part in (self.plot, self.derivation):
            part.updateGeometry()
            part.update()

    def sleep(self) -> None:
        """Let go of the point."""
        self.plot.let_go()


KIND = LensKind(
    TwoClassesLens,
    tr_noop(
        "For two classes, softmax is the sigmoid of the difference of their logits, divided by T. "
        "Only the difference counts: adding the same number to both logits moves nothing. "
        "That is why one logit and a sigmoid are enough to tell two classes apart."
    ),
    tr_noop(
        "C. M. Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.2, "
        "equations 4.57 to 4.62."
    ),
)
