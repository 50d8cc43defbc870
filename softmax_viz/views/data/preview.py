"""What was understood of a file of logits, to be looked at and corrected before it opens."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from functools import partial

from PySide6.QtCore import QFileInfo, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.row_words import count_of_classes
from softmax_viz.core.data.understood import Choices, NotUnderstood, Understood
from softmax_viz.core.numbers import counted, percent
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.background import Background
from softmax_viz.views.data.open_choices import OpenChoices
from softmax_viz.views.data.preview_table import COLUMNS, ROWS, PreviewTable
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.speech import announce
from softmax_viz.views.tooltip import tooltip

# Bytes of a file that is read while the person waits; a larger one is read in the background.
READ_AT_ONCE = 2**20

Understanding = tuple[LogitsTable, Understood]
# Yields the share that is read; it may be stopped there.
Reading = Generator[float, None, Understanding]
Understand = Callable[[Choices, str], Reading]
Step = float | Understanding | NotUnderstood


class OpenPreview(QDialog):
    """Show how a file is read, and read it again by other choices.

    opened: the LogitsTable, as the person accepted it. failed: why the file cannot be read at all.
    failure: why it cannot be read by the present choices; None where it can.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(
        self, name: str, understand: Understand, size: int, ask_second: Callable[[], str],
        second: str, parent: QWidget,
    ) -> None:  # fmt: skip
        """Take the file's name and bytes, what reads it, and what asks for a second file."""
        super().__init__(parent)
        self._understand = understand
        self._size = size
        self._table: LogitsTable | None = None
        self.failure: NotUnderstood | None = None
        self.setWindowTitle(tr("Open logits"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = ElidedLabel()
        self.name.setText(" ".join(name.split()))
        self.name.setToolTip(tooltip(name))
        self.name.setProperty("role", "title")
        self.facts = _label("")
        self.choices = OpenChoices(ask_second, second)
        self.table = PreviewTable()
        self.cut = _label("muted")
        self.left_out = _label("muted")
        self.left_out.setAccessibleName(tr("Left out"))
        self.left_out.setToolTip(
            tr("A line that begins with # and a blank is a comment; a name that does is in quotes")
        )
        self.question = _label("")
        self.question.setAccessibleName(tr("Question"))
        self.hint = _label("")
        self.hint.setAccessibleName(tr("Hint"))
        self.problem = _label("wrong")
        self.problem.setAccessibleName(tr("Problem"))
        self.reading = _label("muted")
        self.reading.setAccessibleName(tr("Progress"))
        self.open_button = QPushButton(tr("Open"))
        self.open_button.setToolTip(tr("Put the first row on the screen; the others follow it"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.setToolTip(tr("Open nothing; what is on the screen stays"))
        for hidden in (self.cut, self.left_out, self.question, self.hint, self.problem,
                       self.reading):  # fmt: skip
            hidden.hide()
        self._lay_out(parent.size())
        self._background = Background(self)
        self._background.progressed.connect(self._show_share)
        self._background.finished.connect(self._show)
        self._background.failed.connect(self._tell_failure)
        self.choices.changed.connect(self.read)
        self.open_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.read()

    def _lay_out(self, room: QSize) -> None:
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.addWidget(self.reading, 1)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.open_button):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        self.cancel_button.setAutoDefault(False)
        self.open_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(18), px(14), px(18), px(14))
        box.setSpacing(px(8))
        for part in (self.name, self.facts, self.choices, self.question, self.hint, self.problem):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(self.cut)
        box.addWidget(self.left_out)
        box.addLayout(buttons)
        wanted = QSize(px(740), px(540))
        self.resize(wanted.boundedTo(room - QSize(px(24), px(24))))

    @property
    def rows(self) -> int:
        """Return how many rows were read, 0 while there are none."""
        return 0 if self._table is None else self._table.rows

    @property
    def _reads_at_once(self) -> bool:
        second = self.choices.second
        return self._size + (QFileInfo(second).size() if second else 0) <= READ_AT_ONCE

    def read(self) -> None:
        """Read the file by the present choices."""
        steps = partial(_steps, self._understand, self.choices.chosen, self.choices.second)
        if self._reads_at_once:
            self._background.cancel()
            self._show(deque(steps(), maxlen=1)[0])
            return
        # What is no file of logits at all is told before the dialog is seen.
        beginning = steps()
        first = next(beginning)
        beginning.close()
        self._show_share(0.0)
        if isinstance(first, NotUnderstood):
            self._background.cancel()
            self._show(first)
            return
        self.reading.show()
        self._allow_to_open(False)
        self._background.start(steps)

    def _show_share(self, value: Step) -> None:
        if isinstance(value, float):
            self.reading.setText(tr("Reading the file: {share}").format(share=percent(value)))

    def _show(self, result: Step) -> None:
        self.reading.hide()
        self.question.hide()
        self.hint.hide()
        if isinstance(result, float):
            return
        if isinstance(result, NotUnderstood):
            self.failure = result
            self._show_failure(result)
            return
        self.failure = None
        table, understood = result
        first, self._table = self._table is None, table
        self.facts.setText(_facts(understood))
        self.choices.show_understood(understood)
        self.table.show_table(table)
        self.cut.setText(_cut(table))
        self.cut.setVisible(bool(self.cut.text()))
        self.left_out.setText(understood.left_out)
        self.left_out.setVisible(bool(understood.left_out))
        self.hint.setText(_hint(understood))
        self.hint.setVisible(bool(self.hint.text()))
        self.problem.hide()
        self._allow_to_open(True)
        # Who is choosing by keys goes on from where they are.
        if first and self.choices.chosen == Choices():
            self.open_button.setFocus()
        else:
            said = (label.text() for label in (self.facts, self.hint, self.left_out))
            announce(self.facts, " ".join(filter(None, said)))

    def _tell_failure(self, sentence: str) -> None:
        self._show(NotUnderstood(sentence))

    def _show_failure(self, error: NotUnderstood) -> None:
        self._allow_to_open(False)
        if self._table is None:
            if error.known is None:
                self.failed.emit(error)
                return
            self.facts.setText(_format(error.known))
            self.choices.show_understood(error.known)
        if error.question:
            self._ask(error.question)
            return
        self.problem.setText(str(error))
        self.problem.show()
        announce(self.problem, str(error))

    def _ask(self, question: str) -> None:
        self.problem.hide()
        self.question.setText(question)
        self.question.show()
        self.choices.logits.setFocus()
        announce(self.question, question)

    def _allow_to_open(self, allowed: bool) -> None:
        self.open_button.setEnabled(allowed)
        self.table.setEnabled(allowed)

    def accept(self) -> None:
        """Open the table as it is shown."""
        if self._table is not None and self.open_button.isEnabled():
            self.opened.emit(self._table)
            super().accept()

    def done(self, result: int) -> None:
        """End, without waiting for what is being read."""
        self._background.cancel()
        super().done(result)


def _steps(understand: Understand, choices: Choices, second: str) -> Generator[Step, None, None]:
    """Yield the shares that are read, and last what was understood, or why it was not."""
    try:
        yield (yield from understand(choices, second))
    except NotUnderstood as error:
        yield error


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _format(understood: Understood) -> str:
    return understood.format[:1].upper() + understood.format[1:]


def _facts(understood: Understood) -> str:
    rows, count = understood.rows, understood.count
    return tr("{format} · {rows} × {classes} · {type}").format(
        format=_format(understood),
        rows=tr("1 row (an example)") if rows == 1
        else tr("{n} rows (examples)").format(n=counted(rows)),
        classes=count_of_classes(count),
        type=understood.type,
    )  # fmt: skip


def _hint(understood: Understood) -> str:
    if not understood.probabilities or understood.choices.logarithm:
        return ""
    return tr(
        "These look like probabilities, not logits: they are from 0 to 1, and each row sums to 1. "
        "Their logarithms are logits with the same softmax."
    )


def _cut(table: LogitsTable) -> str:
    parts = []
    if table.rows > ROWS:
        parts.append(tr("{n} of {all} rows").format(n=ROWS, all=counted(table.rows)))
    if table.count > COLUMNS:
        parts.append(tr("{n} of {all} classes").format(n=COLUMNS, all=counted(table.count)))
    return tr("Shown: the first {parts}.").format(parts=", ".join(parts)) if parts else ""
