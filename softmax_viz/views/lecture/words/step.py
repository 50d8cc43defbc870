"""One step of a reveal."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.numbers import entered, parse_temperature
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.lecture.words.captioned import Captioned
from softmax_viz.views.lecture.words.field import TextField, WordsField
from softmax_viz.views.lecture.words.targets import TargetButton
from softmax_viz.views.number_field import NumberField, Steps

FIELD_DECIMALS = 4
FIELD_STEPS = Steps(scale.stepped, scale.ARROW, scale.FINE, scale.PAGE)
BY_KEY = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepCard(QFrame):
    """Edit a step; Alt+Up and Alt+Down move it.

    edited: the place, the Step and a gesture token; moved: the place and by how much;
    removed: the place; refused: a sentence on a temperature that could not be taken.
    """

    edited = Signal(int, object, object)
    moved = Signal(int, int)
    removed = Signal(int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._step = Step()
        self._place = 0
        self._temperature = 1.0
        self.title = QLabel()
        self.title.setProperty("role", "key")
        self.up = self._button(tr("Move the step up"), "Alt+↑")
        self.down = self._button(tr("Move the step down"), "Alt+↓")
        self.remove = self._button(tr("Remove the step"), "")
        self.targets = TargetButton()
        self.cover = WordsField(tr("Words on the cover"))
        self.cover.setPlaceholderText(tr("What will happen?"))
        self.cover.setToolTip(tr("What stands on the cover until this step is taken"))
        self.say = Captioned(tr("Then say"), TextField(tr("Words from this step on"), 1))
        self.say.field.setToolTip(tr("Follows the prompt from this step on"))
        self.sets = QCheckBox(tr("Set T to"))
        self.sets.setToolTip(tr("Change the temperature in this step; the old bars stay behind"))
        self.sets.setAccessibleName(tr("The step sets the temperature"))
        self.temperature = NumberField(parse_temperature, FIELD_STEPS)
        self.temperature.setAccessibleName(tr("Temperature of the step"))
        self.temperature.setToolTip(tr("Any temperature from 0 to ∞, such as 0.5 or inf."))
        self.logits = QLabel(tr("It also sets the logits, as the file says."))
        self.logits.setProperty("role", "muted")
        self.logits.setWordWrap(True)
        self._lay_out()
        for part in self.parts:
            part.installEventFilter(self)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self._remove)
        self.targets.chosen.connect(self._uncover)
        self.cover.written.connect(self._write_cover)
        self.say.field.written.connect(self._write_say)
        self.sets.clicked.connect(self._set)
        self.temperature.entered.connect(self._set_to)
        self.temperature.refused.connect(self.refused)
        self.follow_theme()

    def _button(self, name: str, key: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})" if key else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        self._grid = QGridLayout()
        for row, (text, field) in enumerate(
            ((tr("Uncover"), self.targets), (tr("Cover"), self.cover))
        ):
            caption = QLabel(text)
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            self._grid.addWidget(caption, row, 0)
            self._grid.addWidget(field, row, 1)
        self._grid.setColumnStretch(1, 1)
        number = QHBoxLayout()
        number.addWidget(self.sets)
        number.addWidget(self.temperature)
        number.addStretch(1)
        self._box = QVBoxLayout(self)
        self._box.addLayout(head)
        self._box.addLayout(self._grid)
        self._box.addWidget(self.say)
        self._box.addLayout(number)
        self._box.addWidget(self.logits)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Return what can have the keyboard."""
        return (
            self.up, self.down, self.remove, self.targets, self.cover, self.say.field,
            self.say.numbers, self.sets, self.temperature,
        )  # fmt: skip

    def render_step(self, step: Step, place: int, scene: Scene) -> None:
        """Show a step of a scene, in its place."""
        self._step, self._place = step, place
        self._temperature = scene.state.temperature
        name = tr("Step {n}").format(n=place + 1)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < len(scene.steps) - 1)
        self.targets.show_targets(step.reveal, scene)
        self.cover.show_text(step.cover)
        self.cover.setEnabled(bool(step.reveal))
        self.say.render_text(step.say, scene.state)
        sets = step.temperature is not None
        self.sets.setChecked(sets)
        self.temperature.setVisible(sets)
        value = self._temperature if step.temperature is None else step.temperature
        self.temperature.show_value(value, entered(value, FIELD_DECIMALS))
        self.logits.setVisible(step.logits is not None)

    def _intend(self, step: Step, gesture: object) -> None:
        if step != self._step:
            self.edited.emit(self._place, step, gesture)

    def _uncover(self, targets: tuple[str, ...]) -> None:
        self._intend(replace(self._step, reveal=targets), None)

    def _write_cover(self, text: str, gesture: object) -> None:
        self._intend(replace(self._step, cover=text), gesture)

    def _write_say(self, text: str, gesture: object) -> None:
        self._intend(replace(self._step, say=text), gesture)

    def _set(self) -> None:
        value = self._temperature if self.sets.isChecked() else None
        self._intend(replace(self._step, temperature=value), None)
        if value is not None:
            self.temperature.setFocus()
            self.temperature.selectAll()

    def _set_to(self, value: float, gesture: object) -> None:
        self._intend(replace(self._step, temperature=value), gesture)

    def _move_up(self) -> None:
        self.moved.emit(self._place, -1)

    def _move_down(self) -> None:
        self.moved.emit(self._place, 1)

    def _remove(self) -> None:
        self.removed.emit(self._place)

    def event(self, event: QEvent) -> bool:
        """Keep Alt+Up and Alt+Down from being shortcuts of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._by(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _by(self, event: QKeyEvent) -> int:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return BY_KEY.get(Qt.Key(event.key()), 0) if alt else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the step by Alt+Up and Alt+Down, whichever of its parts has the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = self._by(event)
            if by:
                self.moved.emit(self._place, by)
                return True
        return super().eventFilter(watched, event)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._box.setContentsMargins(look.px(10), look.px(6), look.px(8), look.px(8))
        self._box.setSpacing(look.px(4))
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.setVerticalSpacing(look.px(4))
        self.temperature.setFixedWidth(look.px(84))
        for button, picture in ((self.up, "up"), (self.down, "down"), (self.remove, "trash")):
            button.setIcon(svg.icon(picture, look.colors.muted, look.px(14)))
            button.setIconSize(QSize(look.px(14), look.px(14)))
        self.say.follow_theme()
