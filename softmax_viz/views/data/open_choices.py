"""The controls by which a person corrects what was understood of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from softmax_viz.core.data.understood import HEADING, Choices, Understood
from softmax_viz.text import named, tr
from softmax_viz.views import svg, theme
from softmax_viz.views.data.quiet_combo import QuietCombo
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.lenses.segmented import Segmented
from softmax_viz.views.tooltip import tooltip

EXAMPLES, CLASSES = "examples", "classes"
# Of more arrays or columns than this, the first and the last can be chosen.
MOST_FIRST, MOST_LAST = 200, 100
HEIGHT = 28

Items = list[tuple[str, str]]


class OpenChoices(QFrame):
    """Show the answers that a file was read by, those that apply to it; changed: one is another.

    chosen: the answers that the person gave, all others are open.
    second: the path of another file with true classes or names, "" for none.
    """

    changed = Signal()

    def __init__(self, ask_second: Callable[[], str], second: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.chosen = Choices()
        self.second = second
        self._ask_second = ask_second
        self.rows_are = Segmented(
            tr("What the rows are"),
            (
                (EXAMPLES, tr("Rows are examples"), tr("A line is an example, a column a class")),
                (CLASSES, tr("Rows are classes"), tr("A line is a class, a column an example")),
            ),
        )
        self.rows_are.chosen.connect(self._turn)
        self.logits = _Combo("logits", tr("Logits"), tr("Where the logits are"))
        self.names = _Combo("names", tr("Class names"), tr("Where the names of the classes are"))
        self.targets = _Combo("targets", tr("True classes"), tr("Where the true classes are"))
        self.pictures = _Combo("pictures", tr("Pictures"), tr("Where each row has its picture"))
        self.separator = _Combo(
            "separator", tr("Separator"), tr("What stands between two numbers of a line")
        )
        self.header = _Check(
            "header", tr("The first line has names"),
            tr("Whether the first line names the columns, or has numbers already"),
        )  # fmt: skip
        self.decimal_comma = _Check(
            "decimal_comma", tr("Decimal commas"), tr("Whether 0,25 stands for 0.25")
        )
        self.logarithm = _Check(
            "logarithm", tr("Take their logarithm"),
            tr("The file has probabilities p: their logarithms log p are taken for the logits"),
        )  # fmt: skip
        self.combos = (self.logits, self.names, self.targets, self.pictures, self.separator)
        self.checks = (self.header, self.decimal_comma, self.logarithm)
        for control in (*self.combos, *self.checks):
            control.picked.connect(self._pick)
        self._make_second()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._labels = {combo: _label(combo) for combo in self.combos}
        self._everything = (self.rows_are, *self.combos, *self.checks, self._second)
        for widget in (*self._everything, *self._labels.values()):
            widget.setParent(self)  # what does not apply is in no layout
        self._laid: list[QWidget] | None = None
        self.follow_theme()
        self._lay_out([])
        self._show_second()

    def _make_second(self) -> None:
        self.second_button = QPushButton(tr("True classes or names from another file…"))
        self.second_button.setAutoDefault(False)
        self.second_button.setAccessibleName(self.second_button.text())
        self.second_button.setToolTip(
            tr("A second file with a true class for each row, or a name for each class")
        )
        self.second_button.clicked.connect(self._choose_second)
        self.second_name = ElidedLabel()
        self.second_name.setAccessibleName(tr("The other file"))
        self.without_second = QToolButton()
        self.without_second.setAccessibleName(tr("Without the other file"))
        self.without_second.setToolTip(tr("Without the other file"))
        self.without_second.clicked.connect(self._leave_second)
        self._second = QWidget()
        row = QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.second_button)
        row.addWidget(self.second_name, 1)
        row.addWidget(self.without_second)

    def show_understood(self, understood: Understood) -> None:
        """Show how a file was read; emits nothing."""
        choices, available = understood.choices, understood.available
        of_text = choices.separator is not None
        with QSignalBlocker(self.rows_are):
            self.rows_are.choose(CLASSES if choices.transpose else EXAMPLES)
        fields = _items(available, choices)
        none = ("", tr("none"))
        self.logits.offer([("", tr("all other columns")), *fields] if of_text else fields,
                         choices.logits)  # fmt: skip
        self.names.offer([none, (HEADING, tr("the heading")), *fields] if of_text
                        else [none, *fields], choices.names)  # fmt: skip
        self.targets.offer([none, *fields], choices.targets)
        self.pictures.offer([none, *fields], choices.pictures)
        self.separator.offer(_separators(), choices.separator)
        for check, checked in ((self.header, choices.header), (self.logarithm, choices.logarithm),
                               (self.decimal_comma, choices.decimal_comma)):  # fmt: skip
            check.setChecked(bool(checked))
        several = len(available) > 1
        applying: list[QWidget] = []
        # A single row is no table to be turned, unless it was turned already.
        if understood.rows != 1 or choices.transpose:
            applying.append(self.rows_are)
        if several:
            applying += [self.logits, self.names, self.targets]
            applying += [] if of_text else [self.pictures]
        if of_text:
            applying += [self.separator, self.header]
            applying += [] if choices.separator == "," else [self.decimal_comma]
        if understood.probabilities or choices.logarithm:
            applying.append(self.logarithm)
        self._lay_out(applying)

    def _lay_out(self, applying: list[QWidget]) -> None:
        if applying == self._laid:
            return
        self._laid = applying
        for widget in (*self._everything, *self._labels.values()):
            self._grid.removeWidget(widget)
        for place, control in enumerate(applying):
            line, column = divmod(place, 2)
            if isinstance(control, _Combo):
                self._grid.addWidget(self._labels[control], line, 2 * column)
                self._grid.addWidget(control, line, 2 * column + 1)
            else:
                self._grid.addWidget(control, line, 2 * column, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._second, (len(applying) + 1) // 2, 0, 1, 4)
        for widget in self._everything:
            widget.setVisible(widget in applying or widget is self._second)
        for combo, label in self._labels.items():
            label.setVisible(combo in applying)
        before: QWidget = self.second_button
        for control in reversed(applying):
            QWidget.setTabOrder(control, before)
            before = control

    def _turn(self, key: str) -> None:
        self._pick("transpose", key == CLASSES)

    def _pick(self, field: str, value: Any) -> None:
        if field in ("header", "separator", "decimal_comma"):
            # The columns are others then, and are understood anew.
            self.chosen = replace(self.chosen, logits=None, names=None, targets=None)
        self.chosen = replace(self.chosen, **{field: value})
        self.changed.emit()

    def _choose_second(self) -> None:
        path = self._ask_second()
        if path:
            self._take_second(path)

    def _leave_second(self) -> None:
        self._take_second("")
        self.second_button.setFocus()

    def _take_second(self, path: str) -> None:
        self.second = path
        self._show_second()
        self.changed.emit()

    def _show_second(self) -> None:
        self.second_name.setText(" ".join(Path(self.second).name.split()) if self.second else "")
        self.second_name.setToolTip(tooltip(self.second))
        self.without_second.setVisible(bool(self.second))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        px = look.px
        self._grid.setContentsMargins(px(12), px(10), px(12), px(10))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(8))
        for control in (*self.combos, *self.checks, self.rows_are, self.second_button):
            control.setFixedHeight(px(HEIGHT))
        self.without_second.setIcon(svg.icon("close", look.colors.ink, px(14)))
        self.without_second.setIconSize(QSize(px(14), px(14)))
        self.without_second.setFixedHeight(px(HEIGHT))


class _Combo(QuietCombo):
    """Pick one of some items; picked: the field it is for, and the key of the item."""

    picked = Signal(str, object)

    def __init__(self, field: str, name: str, tip: str) -> None:
        super().__init__()
        self._field = field
        self._items: Items = []
        self.explain(name, tip)
        self.setPlaceholderText(tr("choose…"))
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)

    def offer(self, items: Items, key: str | None) -> None:
        """Offer items, and mark the one with a key; none where there is no such."""
        if items != self._items:
            self._items = items
            self.clear()
            self.addItems([text for _, text in items])
        keys = [key for key, _ in items]
        self.setCurrentIndex(keys.index(key) if key is not None and key in keys else -1)

    def _tell(self, index: int) -> None:
        self.picked.emit(self._field, self._items[index][0])


class _Check(QCheckBox):
    """Answer a question by yes or no; picked: the field it is for, and the answer."""

    picked = Signal(str, object)

    def __init__(self, field: str, name: str, tip: str) -> None:
        super().__init__(name)
        self._field = field
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.clicked.connect(self._tell)

    def _tell(self, checked: bool) -> None:
        self.picked.emit(self._field, checked)


def _label(combo: QComboBox) -> QLabel:
    label = QLabel(combo.accessibleName())
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "muted")
    label.setBuddy(combo)
    return label


def _items(available: Sequence[str], choices: Choices) -> Items:
    names = list(available)
    if len(names) > MOST_FIRST + MOST_LAST:
        names = [*names[:MOST_FIRST], *names[-MOST_LAST:]]
        chosen = (choices.logits, choices.names, choices.targets)
        names += [name for name in chosen if name and name in available and name not in names]
    return [(name, named(" ".join(name.split()))) for name in names]


def _separators() -> Items:
    return [
        (",", tr("comma")), (";", tr("semicolon")), ("\t", tr("tab")), (" ", tr("blank space")),
    ]  # fmt: skip
