"""The words panel: everything of a scene that is text, beside the live window."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.work import Work, with_scene
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.lecture.words.captioned import Captioned
from softmax_viz.views.lecture.words.field import TextField, WordsField
from softmax_viz.views.lecture.words.question import QuestionEditor
from softmax_viz.views.lecture.words.steps import StepsEditor

WIDTH = 300


class WordsPanel(QFrame):
    """Edit the words of the scene that is on.

    worked: a Work and its gesture token, the same one while a person stays in a field;
    closed: the person hides the panel; refused: a sentence on what could not be taken.
    """

    worked = Signal(object, object)
    closed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("words")
        self._work: Work | None = None
        self._stale = False
        self._stops: list[QWidget] = []
        self.heading = QLabel(tr("Words of the scene"))
        self.heading.setProperty("role", "title")
        self.close_button = QToolButton()
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName(tr("Hide the words"))
        self.close_button.setToolTip(tr("Hide the words"))
        self.none = QLabel(
            tr("No scene is on. Make one in the scenes panel; its words are written here.")
        )
        self.none.setProperty("role", "muted")
        self.none.setWordWrap(True)
        self.title_field = WordsField(tr("Title"), required=True)
        self.title = Captioned(tr("Title"), self.title_field)
        self.title_field.setToolTip(tr("One line, on top of the scene"))
        self.prompt = Captioned(tr("Prompt"), TextField(tr("Prompt"), 2))
        self.prompt.field.setPlaceholderText(tr("Below the title, for everyone"))
        self.prompt.field.setToolTip(tr("Below the title, for everyone"))
        self.notes = Captioned(tr("Notes"), TextField(tr("Notes"), 3))
        self.notes.field.setPlaceholderText(tr("For the speaker only"))
        self.notes.field.setToolTip(tr("For the speaker only"))
        self.question = QuestionEditor()
        self.steps = StepsEditor()
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.title_field.written.connect(self._write_title)
        self.title_field.textEdited.connect(self._check_title)
        self.title_field.editingFinished.connect(self._finish_title)
        self.prompt.field.written.connect(self._write_prompt)
        self.notes.field.written.connect(self._write_notes)
        self.question.edited.connect(self._ask)
        self.question.rearranged.connect(self._order_stops)
        self.steps.edited.connect(self._set_steps)
        self.steps.refused.connect(self.refused)
        self.follow_theme()

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.close_button)
        self.body = QFrame()
        self.body.setObjectName("panel")
        self._inner = QVBoxLayout(self.body)
        for part in (self.title, self.prompt, self.notes, self.question, self.steps):
            self._inner.addWidget(part)
        self._inner.addStretch(1)
        self.pane = QScrollArea()
        self.pane.setWidget(self.body)
        self.pane.setWidgetResizable(True)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._head)
        self._box.addWidget(self.none)
        self._box.addWidget(self.pane, 1)
        self._box.addStretch()
        self.setAccessibleName(tr("Words of the scene"))
        self._show_scene(None, fresh=True)

    def render_work(self, work: Work) -> None:
        """Show the words of a work's scene; while hidden, only note them."""
        before, self._work = self._work, work
        if not self.isVisible():
            self._stale = True
            return
        self._show_scene(work.scene, _is_fresh(before, work))

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was noted meanwhile."""
        super().showEvent(event)
        if self._stale and self._work is not None:
            self._stale = False
            self._show_scene(self._work.scene, fresh=True)

    def _show_scene(self, scene: Scene | None, fresh: bool) -> None:
        self.none.setVisible(scene is None)
        self.pane.setVisible(scene is not None)
        self.body.setEnabled(scene is not None)
        if scene is None:
            return
        state = scene.state
        self.title_field.show_text(scene.title)
        if fresh:
            self.title_field.restore()
        self._check_title()
        self.prompt.render_text(scene.prompt, state)
        self.notes.render_text(scene.notes, state)
        self.question.render_question(scene.question, state, fresh)
        self.steps.render_scene(scene)
        self._order_stops()

    def _order_stops(self) -> None:
        parts = (self.title, self.prompt, self.notes, self.question, self.steps)
        stops = [stop for part in parts for stop in part.stops]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _intend(self, gesture: object, **words: object) -> None:
        work = self._work
        if work is not None and work.scene is not None:
            scene = replace(work.scene, **words)  # type: ignore[arg-type]
            self.worked.emit(with_scene(work, scene), gesture)

    def _write_title(self, text: str, gesture: object) -> None:
        self._intend(gesture, title=text)

    def _check_title(self) -> None:
        if not self.title_field.words:
            self.title.say(tr("A scene needs a title; the old one stays."))
        elif self._work is not None:
            self.title.check(self.title_field.words, self._work.state)

    def _finish_title(self) -> None:
        self.title_field.restore()
        self._check_title()

    def _write_prompt(self, text: str, gesture: object) -> None:
        self._intend(gesture, prompt=text)

    def _write_notes(self, text: str, gesture: object) -> None:
        self._intend(gesture, notes=text)

    def _ask(self, question: Question | None, gesture: object) -> None:
        self._intend(gesture, question=question)

    def _set_steps(self, steps: tuple[Step, ...], gesture: object) -> None:
        self._intend(gesture, steps=steps)

    def sizeHint(self) -> QSize:
        """Return the width of a column of text."""
        px = theme.current().px
        return QSize(px(WIDTH), px(480))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self.setMinimumWidth(look.px(WIDTH - 40))
        self._box.setContentsMargins(look.px(12), look.px(8), look.px(4), look.px(8))
        self._box.setSpacing(look.px(6))
        self.none.setContentsMargins(0, 0, look.px(10), 0)
        self._head.setContentsMargins(0, 0, look.px(6), 0)
        self._inner.setContentsMargins(0, 0, look.px(8), look.px(8))
        self._inner.setSpacing(look.px(12))
        self.close_button.setIcon(svg.icon("close", look.colors.muted, look.px(16)))
        self.close_button.setIconSize(QSize(look.px(16), look.px(16)))
        for part in (self.title, self.prompt, self.notes, self.question, self.steps):
            part.follow_theme()


def _is_fresh(before: Work | None, work: Work) -> bool:
    """Tell whether another scene is on than before, so that what was half written is dropped."""
    if before is None or before.index != work.index:
        return True
    if len(before.deck.scenes) != len(work.deck.scenes):
        return True
    return before.deck.source != work.deck.source and before.scene != work.scene
