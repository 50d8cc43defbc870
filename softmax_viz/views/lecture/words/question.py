"""The question of a scene, with its choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.lecture.fields import problems
from softmax_viz.core.lecture.scene import MAX_CHOICES, MIN_CHOICES, Question
from softmax_viz.core.state import State
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.words.buttons import row_of, text_button
from softmax_viz.views.lecture.words.captioned import Captioned, Hint
from softmax_viz.views.lecture.words.choice import ChoiceRow
from softmax_viz.views.lecture.words.field import WordsField


class QuestionEditor(QWidget):
    """Edit the question; what is not one yet is kept here, and told of when it is.

    edited: a Question or None, and a gesture token; rearranged: choices were added or removed.
    """

    edited = Signal(object, object)
    rearranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Question | None = None
        self._state: State | None = None
        self.heading = QLabel(tr("Question"))
        self.heading.setProperty("role", "heading")
        self.begin = text_button(
            tr("Ask a question"), tr("Let the audience predict before you reveal")
        )
        self.ask_field = WordsField(tr("Question"))
        self.ask_field.setPlaceholderText(tr("Which class will win?"))
        self.ask_field.setToolTip(tr("Shown below the prompt, with its choices"))
        self.ask = Captioned(tr("Ask"), self.ask_field)
        self.none = QRadioButton(tr("None is right: an opinion"))
        self.none.setToolTip(tr("Nothing is marked as right when the answer is revealed"))
        self.none.setAccessibleName(tr("No choice is right"))
        self.add = text_button(tr("Add a choice"), tr("Two to nine choices"))
        self.drop = text_button(tr("Remove"), tr("Remove the question with its choices"))
        self.drop.setAccessibleName(tr("Remove the question"))
        self.hint = Hint()
        self.rows: list[ChoiceRow] = []
        self._group = QButtonGroup(self)
        self._group.addButton(self.none)
        self._body = QWidget()
        self._rows = QVBoxLayout()
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.addWidget(self.ask)
        self._inner.addLayout(self._rows)
        self._inner.addWidget(self.none)
        self._inner.addWidget(self.hint)
        self._inner.addLayout(row_of(self.add, self.drop))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.heading)
        self._box.addWidget(self.begin)
        self._box.addWidget(self._body)
        self.begin.clicked.connect(self.start)
        self.ask_field.written.connect(self._write)
        self.none.clicked.connect(self._tick_none)
        self.add.clicked.connect(self.add_choice)
        self.drop.clicked.connect(self.clear)
        self._body.hide()
        self.none.setChecked(True)
        self.follow_theme()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of the keyboard, in order."""
        rows = (part for row in self.rows for part in (row.right, row.field, row.remove))
        return (self.begin, *self.ask.stops, *rows, self.none, self.add, self.drop)

    @property
    def draft(self) -> tuple[str, tuple[str, ...], int]:
        """Return what is written: the question, the choices that are not blank, the right one."""
        kept = [row for row in self.rows if row.field.words]
        right = next((i for i, row in enumerate(kept) if row.right.isChecked()), -1)
        return self.ask_field.words, tuple(row.field.words for row in kept), right

    def _is(self, question: Question | None) -> bool:
        if question is None:
            return not any(self.draft[:2])
        return self.draft == (question.ask, question.choices, question.right)

    def render_question(self, question: Question | None, state: State, fresh: bool) -> None:
        """Show a question; a draft stays until another is shown, or is fresh: of another scene."""
        self._state = state
        if fresh or question != self._shown:
            self._shown = question
            if not self._is(question) or fresh:
                self._fill(question)
        self._tell_problems()

    def _fill(self, question: Question | None) -> None:
        choices = () if question is None else question.choices
        while len(self.rows) > len(choices):
            self._take_row(self.rows[-1])
        while len(self.rows) < len(choices):
            self._add_row()
        self._show_in(self.ask_field, "" if question is None else question.ask)
        for row, text in zip(self.rows, choices, strict=True):
            self._show_in(row.field, text)
        right = -1 if question is None else question.right
        (self.rows[right].right if right >= 0 else self.none).setChecked(True)
        self._open(question is not None)

    def _show_in(self, field: WordsField, text: str) -> None:
        field.show_text(text)
        field.restore()

    def _open(self, there: bool) -> None:
        self._body.setVisible(there)
        self.begin.setVisible(not there)

    def _add_row(self) -> ChoiceRow:
        row = ChoiceRow()
        row.changed.connect(self._intend)
        row.removed.connect(self._remove_row)
        row.finished.connect(self._go_on)
        self.rows.append(row)
        self._rows.addWidget(row)
        self._group.addButton(row.right)
        self._number_rows()
        return row

    def _take_row(self, row: ChoiceRow) -> None:
        self.rows.remove(row)
        self._group.removeButton(row.right)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number_rows()

    def _number_rows(self) -> None:
        for place, row in enumerate(self.rows):
            row.number(place)
        self.add.setEnabled(len(self.rows) < MAX_CHOICES)
        self.rearranged.emit()

    def start(self) -> None:
        """Begin a question of two choices."""
        while len(self.rows) < MIN_CHOICES:
            self._add_row()
        self._open(True)
        self.ask_field.setFocus()
        self._tell_problems()

    def add_choice(self) -> None:
        """Add a blank choice, and go to it."""
        if len(self.rows) < MAX_CHOICES:
            self._add_row().field.setFocus()

    def _go_on(self, row: ChoiceRow) -> None:
        place = self.rows.index(row) + 1
        if place < len(self.rows):
            self.rows[place].field.setFocus()
        elif row.field.words:
            self.add_choice()

    def _remove_row(self, row: ChoiceRow) -> None:
        place = self.rows.index(row)
        was_right = row.right.isChecked()
        self._take_row(row)
        if was_right:
            self.none.setChecked(True)
        neighbour = self.rows[min(place, len(self.rows) - 1)].field if self.rows else self.add
        neighbour.setFocus()
        self._intend(None)

    def clear(self) -> None:
        """Intend no question."""
        self._fill(None)
        self.begin.setFocus()
        self._intend(None)

    def _write(self, text: str, gesture: object) -> None:
        self._intend(gesture)

    def _tick_none(self) -> None:
        self._intend(None)

    def _intend(self, gesture: object) -> None:
        ask, choices, right = self.draft
        self._tell_problems()
        if not ask and not choices:
            question = None
        elif ask and len(choices) >= MIN_CHOICES:
            question = Question(ask, choices, right)
        else:
            return
        if question != self._shown:
            self._shown = question
            self.edited.emit(question, gesture)

    def _tell_problems(self) -> None:
        state = self._state
        if state is None:
            return
        ask, choices, _ = self.draft
        self.ask.check(ask, state)
        sentence = ""
        if self._body.isHidden() or not (ask or choices):
            pass
        elif not ask:
            sentence = tr("Not asked yet: write the question.")
        elif len(choices) < MIN_CHOICES:
            sentence = tr("Not asked yet: a question needs two choices or more.")
        else:
            wrong = [found[0][1] for text in choices if (found := problems(text, state))]
            sentence = wrong[0] if wrong else ""
        self.hint.say(sentence)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(4))
        self._inner.setSpacing(px(5))
        self._rows.setSpacing(px(4))
        self.ask.follow_theme()
        for row in self.rows:
            row.follow_theme()
