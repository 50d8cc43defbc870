"""The lens "gradient": the Jacobian of an output, a nudge, and learning a true class."""

from __future__ import annotations

import math
from itertools import count

import numpy as np
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core import jacobians, logit_scale
from softmax_viz.core.largest import shown_of
from softmax_viz.core.numbers import entered, parse_number, plain
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.core.training import second_class, training, training_step
from softmax_viz.core.verdicts import NDIndex
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.class_combo import ClassCombo, ClassNames
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE, put_in_grid
from softmax_viz.views.lenses.gradient.canvas import ROW, Canvas
from softmax_viz.views.lenses.gradient.heat_map import HeatMap
from softmax_viz.views.lenses.gradient.tables import NudgeTable, TrainingTable
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.magnified import magnification
from softmax_viz.views.number_field import NumberField, Steps
from softmax_viz.views.small_button import small_button

FUNCTIONS = ("softmax", "sigmoid", "argmax", "sum_normalized")
THROUGH = ("softmax", "argmax")
FRAME_MS = 33
EPSILON, RATE = 0.1, 0.5
FIELD_DECIMALS = 6
HEIGHT, LINE, NARROW_HEIGHT, LEAST_WIDTH = 136, 31, 300, 450
# In less width, the controls stand in two lines, or the pictures.
WIDE, SIDE_BY_SIDE = 860, 700
HIGH, VERY_WIDE = 330, 1000
# From this size on, with the rows of the tables, all is drawn larger.
WIDE_COMFORT, NARROW_COMFORT, COMFORTABLE_ROWS = (900, 90), (520, 200), 10
WIDE_PLACES = ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1))
NARROW_PLACES = ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))


class GradientLens(Lens):
    """Show how outputs move with logits, and train the logits on a true class."""

    _gestures = count()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._epsilon, self._rate = EPSILON, RATE
        self._column = self._target = -1
        self._gesture: object = None
        self._rows = 3
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.take_step)
        titles = {kind.key: tr(kind.title) for kind in OUTPUTS}
        self.function = _choice(
            tr("Function"), tr("The output whose Jacobian is shown and nudged"),
            [(key, titles[key]) for key in FUNCTIONS],
        )  # fmt: skip
        self.classes = ClassNames(self)
        self.nudged = ClassCombo(
            self.classes, tr("Nudge class"),
            tr("The class whose logit is nudged: type its name or index too"),
        )  # fmt: skip
        self.epsilon = _field(tr("ε, the size of the nudge"), EPSILON, 0.05)
        self.target = ClassCombo(
            self.classes, tr("True class"),
            tr("The class that is to be learnt: type its name or index too"),
        )  # fmt: skip
        self.through = _choice(
            tr("Loss through"), tr("The function between the logits and the loss"),
            [(key, titles[key]) for key in THROUGH],
        )  # fmt: skip
        self.rate = _field(tr("Learning rate η"), RATE, 0.1)
        self.step = small_button(tr("Step"), tr("Change every logit by −η times its gradient"))
        self.keep = small_button(
            tr("Keep stepping"), tr("Take thirty steps a second; one undo takes all of them back")
        )
        self.keep.setCheckable(True)
        for button in (self.step, self.keep):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.heat_map, self.nudge_table = HeatMap(), NudgeTable()
        self.training_table = TrainingTable()
        self._lay_out()
        self._connect()
        self.follow_theme()

    def _lay_out(self) -> None:
        self._lines = (
            _line(self.function, tr("Nudge"), self.nudged, tr("by ε ="), self.epsilon),
            _line(
                tr("True class"), self.target, tr("through"), self.through, tr("η ="), self.rate,
            ),
        )  # fmt: skip
        self._controls, self._buttons = QBoxLayout(BESIDE), QBoxLayout(BESIDE)
        for line, stretch in zip(self._lines, (45, 55), strict=True):
            self._controls.addLayout(line, stretch)
        for button in (self.step, self.keep):
            self._buttons.addWidget(button)
        self._head = QHBoxLayout()
        self._head.addLayout(self._controls, 1)
        self._head.addLayout(self._buttons)
        self._canvases = QGridLayout()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(self._head)
        self._box.addLayout(self._canvases, 1)
        self._arranged = (True, False)
        for canvas in self._parts:
            canvas.hovered.connect(self.hovered)

    @property
    def _parts(self) -> tuple[Canvas, ...]:
        return self.heat_map, self.nudge_table, self.training_table

    def _connect(self) -> None:
        self.function.activated.connect(self._render)
        self.through.activated.connect(self._render)
        self.nudged.taken.connect(self.nudge)
        self.target.taken.connect(self._choose_target)
        self.heat_map.chosen.connect(self.nudge)
        self.epsilon.entered.connect(self._enter_epsilon)
        self.rate.entered.connect(self._enter_rate)
        self.epsilon.refused.connect(self.refused)
        self.rate.refused.connect(self.refused)
        self.step.clicked.connect(self._single_step)
        self.keep.toggled.connect(self.set_running)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; emits nothing."""
        state = snapshot.state
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and (
            state.example not in ("", before.state.example) or state.count != before.state.count
        ):
            self._column = self._target = -1
        if snapshot.true_class >= 0 and not _same_answer(before, snapshot):
            self._target = snapshot.true_class
        if not 0 <= self._target < state.count:
            self._target = second_class(state.logits)
        if not 0 <= self._column < state.count:
            self._column = max(snapshot.prediction.index, 0)
        self._render()

    def _render(self) -> None:
        if self._snapshot is None:
            return
        snapshot, state = self._snapshot, self._snapshot.state
        classes = self._chosen_classes(state)
        listed = classes.tolist()
        if len(listed) != self._rows:
            self._rows = len(listed)
            self.arrange()
        self.classes.show_classes(state.labels, listed)
        self.nudged.choose(self._column)
        self.target.choose(self._target)
        key = self.function.currentData()
        outputs, p = snapshot.output(key).values, snapshot.output("softmax").values
        slope = snapshot.output(key).kind.slope(state, outputs, snapshot.ranking)
        reason = slope.reason if slope.size == 0 or math.isnan(slope.size) else ""
        change = jacobians.jacobian(key, state, classes, outputs)
        self.heat_map.show_jacobian(state, change, reason, self._column)
        leading = np.argsort(-state.logits[classes], kind="stable")
        order = [self._target, self._column, *classes[leading].tolist()]
        order = list(dict.fromkeys(order))
        nudge = jacobians.nudge(key, state, change, self._column, self._epsilon, outputs)
        self.nudge_table.show_nudge(state, listed, nudge, order)
        taught = training(state, self._target, self.through.currentData(), p)
        self.training_table.show_training(state, taught, order)

    def _chosen_classes(self, state: State) -> NDIndex:
        return jacobians.largest_classes(state.logits, always=(self._target, self._column))

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        for canvas in self._parts:
            canvas.highlight(index)

    def nudge(self, index: int) -> None:
        """Choose the class whose logit is nudged."""
        self._column = index
        self._render()
        self.chosen.emit()

    def _choose_target(self, index: int) -> None:
        self._target = index
        self._render()
        self.chosen.emit()

    def _enter_epsilon(self, value: float) -> None:
        self._epsilon = value
        self.epsilon.show_value(value, entered(value, FIELD_DECIMALS))
        self._render()

    def _enter_rate(self, value: float) -> None:
        self._rate = value
        self.rate.show_value(value, entered(value, FIELD_DECIMALS))

    def _single_step(self) -> None:
        self.take_step()

    def take_step(self) -> None:
        """Intend the logits after one step of gradient descent."""
        if self._snapshot is not None:
            through = self.through.currentData()
            state = training_step(self._snapshot.state, self._target, self._rate, through)
            self.edited.emit(state, self._gesture)

    def set_running(self, running: bool) -> None:
        """Keep stepping, as one gesture, or stop."""
        self._gesture = ("training", next(self._gestures)) if running else None
        if running:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def running(self) -> bool:
        """Tell whether it keeps stepping."""
        return self._timer.isActive()

    def sleep(self) -> None:
        """Stop stepping."""
        self.keep.setChecked(False)

    def about(self) -> str:
        """Say which classes the Jacobian is of."""
        if self._snapshot is None:
            return ""
        state, p = self._snapshot.state, self._snapshot.output("softmax").values
        classes = self._chosen_classes(state)
        largest = np.array_equal(classes, jacobians.largest_classes(state.logits))
        return shown_of(p, classes.tolist(), state.decimals, largest)

    def text(self) -> str:
        """Return the Jacobian, the nudge and the gradient, as cells."""
        if self._snapshot is None:
            return ""
        state, key = self._snapshot.state, self.function.currentData()
        outputs, p = self._snapshot.output(key).values, self._snapshot.output("softmax").values
        classes = self._chosen_classes(state)
        change = jacobians.jacobian(key, state, classes, outputs)
        nudge = jacobians.nudge(key, state, change, self._column, self._epsilon, outputs)
        taught = training(state, self._target, self.through.currentData(), p)
        names = [state.labels[i] for i in classes]
        lines = ["\t".join([tr("Jacobian of {title}").format(title=self.function.currentText()),
                            *names, tr("Σ row")])]  # fmt: skip
        for name, row, total in zip(names, change.matrix, change.row_sums, strict=True):
            lines.append("\t".join([name, *map(plain, row), plain(total)]))
        heads = (
            tr("Nudge of {label} by {epsilon}").format(
                label=state.labels[self._column], epsilon=plain(self._epsilon)
            ),
            tr("predicted"), tr("actual"), tr("output p"), tr("target y"), tr("(p − y)/T"),
        )  # fmt: skip
        lines += ["", "\t".join(heads)]
        for place, index in enumerate(classes.tolist()):
            numbers = (
                nudge.predicted[place], nudge.actual[place],
                taught.outputs[index], taught.target[index], taught.gradient[index],
            )  # fmt: skip
            lines.append("\t".join([state.labels[index], *map(plain, numbers)]))
        lines += ["", *filter(None, (
            self.about(), self.heat_map.sentence(state, classes.size), self.training_table.footer,
        ))]  # fmt: skip
        return "\n".join(lines)

    def minimumSizeHint(self) -> QSize:
        """Return a height at which three classes have a row each."""
        px, (one_line, wide) = theme.current().px, self._arranged
        height = px(HEIGHT + (0 if one_line else LINE)) if wide else px(NARROW_HEIGHT)
        return QSize(px(LEAST_WIDTH), height)

    def arrange(self) -> None:
        """Put in two lines what one would crush."""
        px, width = theme.current().px, self.width()
        one_line = width >= px(WIDE)
        for line in (self._controls, self._buttons):
            line.setDirection(BESIDE if one_line else BELOW)
        # Where it is high, pictures are larger in two lines too.
        wide = width >= px(SIDE_BY_SIDE) and (self.height() < px(HIGH) or width >= px(VERY_WIDE))
        self._magnify(wide)
        if (one_line, wide) == self._arranged:
            return
        self._arranged = one_line, wide
        places = WIDE_PLACES if wide else NARROW_PLACES
        columns, rows = ((32, 30, 38), (1, 0)) if wide else ((42, 58, 0), (55, 45))
        put_in_grid(self._canvases, self._parts, places, columns, rows)
        self.updateGeometry()

    def _magnify(self, wide: bool) -> None:
        px, rows = theme.current().px, min(self._rows, COMFORTABLE_ROWS)
        needed = WIDE_COMFORT if wide else NARROW_COMFORT
        room = QSize(px(needed[0]), px(needed[1] + rows * ROW))
        for canvas in self._parts:
            canvas.magnify(magnification(self.size(), room))

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(6))
        self._canvases.setSpacing(px(18))
        for line in (self._head, self._controls, self._buttons, *self._lines):
            line.setSpacing(px(5))
        for field in (self.epsilon, self.rate):
            field.setFixedWidth(px(46))
        for part in (self.function, self.nudged, self.target, self.through, self.epsilon,
                     self.rate, self.step, self.keep):  # fmt: skip
            part.setFixedHeight(px(26))
        self.arrange()
        self.update()


def _same_answer(before: Snapshot | None, snapshot: Snapshot) -> bool:
    """Tell whether two snapshots are of the same row with the same true class."""
    return before is not None and _answer(before) == _answer(snapshot)


def _answer(snapshot: Snapshot) -> tuple[object, ...]:
    rows = snapshot.rows
    return (snapshot.true_class, *(() if rows is None else (id(rows.table), rows.row)))


def _choice(name: str, tip: str, items: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for key, title in items:
        box.addItem(title, key)
    return box


def _field(name: str, value: float, step: float) -> NumberField:
    field = NumberField(parse_number, Steps(logit_scale.stepped, step, step / 5, 5 * step))
    field.setAccessibleName(name)
    field.setToolTip(name)
    field.show_value(value, entered(value, FIELD_DECIMALS))
    return field


def _line(*parts: QWidget | str) -> QHBoxLayout:
    line = QHBoxLayout()
    for place, part in enumerate(parts):
        if isinstance(part, str):
            label = QLabel(part)
            label.setProperty("role", "muted")
            following = parts[place + 1]
            if isinstance(following, QWidget):
                label.setBuddy(following)
            line.addWidget(label)
        else:
            # Names of classes are longer than those of functions.
            stretch = 3 if isinstance(part, ClassCombo) else 2 if isinstance(part, QComboBox) else 0
            line.addWidget(part, stretch)
    return line


KIND = LensKind(
    GradientLens,
    tr_noop("The Jacobian says how much each output moves for each logit that is nudged: orange "
            "up, blue down. From a true class, cross-entropy and softmax get the gradient "
            "(p − y)/T, which sums to 0, and a step against it makes that class likelier. Through "
            "argmax every entry is 0, so nothing can be learnt."),
    tr_noop("J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network "
            "Outputs, 1990; C. M. Bishop, Pattern Recognition and Machine Learning, 2006, "
            "section 4.3.4."),
)  # fmt: skip
