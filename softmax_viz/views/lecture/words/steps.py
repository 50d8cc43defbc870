"""The steps of a scene, in order."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.words.buttons import row_of, text_button
from softmax_viz.views.lecture.words.step import StepCard
from softmax_viz.views.lecture.words.targets import target_name, whole_targets


class StepsEditor(QWidget):
    """Edit the steps, each in its card.

    edited: the steps intended and a gesture token; refused: a sentence on a wrong temperature.
    """

    edited = Signal(object, object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self.cards: list[StepCard] = []
        self.heading = QLabel(tr("Reveal, step by step"))
        self.heading.setProperty("role", "heading")
        self.cover = text_button(tr("Cover…"), tr("Cover a chart or a part until a step"))
        self.add = text_button(tr("Add a step"), tr("A step that says something or sets T"))
        self.last = QLabel(tr("Last of all, the right answer is revealed."))
        self.last.setProperty("role", "muted")
        self.last.setWordWrap(True)
        self._cards = QVBoxLayout()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.heading)
        self._box.addLayout(self._cards)
        self._box.addWidget(self.last)
        self._box.addLayout(row_of(self.cover, self.add))
        self.cover.clicked.connect(self.open)
        self.add.clicked.connect(self.add_step)
        self.follow_theme()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of the keyboard, in order."""
        return (*(part for card in self.cards for part in card.parts), self.cover, self.add)

    def render_scene(self, scene: Scene) -> None:
        """Show the steps of a scene."""
        self._scene = scene
        while len(self.cards) > len(scene.steps):
            card = self.cards.pop()
            # It is left as it is hidden, and what it holds then belongs to no step any more.
            card.blockSignals(True)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(scene.steps):
            self._add_card()
        for place, step in enumerate(scene.steps):
            self.cards[place].render_step(step, place, scene)
        self.last.setVisible(len(scene.all_steps) > len(scene.steps))
        self.cover.setEnabled(bool(self._coverable()))

    def _add_card(self) -> None:
        card = StepCard()
        card.edited.connect(self._edit)
        card.moved.connect(self._move)
        card.removed.connect(self._remove)
        card.refused.connect(self.refused)
        self.cards.append(card)
        self._cards.addWidget(card)

    def _coverable(self) -> tuple[str, ...]:
        scene = self._scene
        if scene is None:
            return ()
        taken = {text for step in scene.steps for text in step.reveal}
        return tuple(text for text in whole_targets(scene) if text not in taken)

    def open(self) -> None:
        """Open the menu of what can be covered."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.cover.mapToGlobal(QPoint(0, self.cover.height())))

    def make_menu(self) -> QMenu:
        """Return the menu of what is not covered yet."""
        menu = QMenu(self)
        for text in self._coverable():
            menu.addAction(target_name(text)).setData(text)
        menu.triggered.connect(self._cover)
        return menu

    def _cover(self, action: QAction) -> None:
        self._append(Step((action.data(),)))
        if self.cards:
            self.cards[-1].cover.setFocus()

    def add_step(self) -> None:
        """Intend one more step, which changes nothing yet."""
        self._append(Step())
        if self.cards:
            self.cards[-1].say.field.setFocus()

    def _append(self, step: Step) -> None:
        if self._scene is not None:
            self.edited.emit((*self._scene.steps, step), None)

    def _edit(self, place: int, step: Step, gesture: object) -> None:
        if self._scene is not None:
            steps = list(self._scene.steps)
            steps[place] = step
            self.edited.emit(tuple(steps), gesture)

    def _move(self, place: int, by: int) -> None:
        if self._scene is None or not 0 <= place + by < len(self._scene.steps):
            return
        steps = list(self._scene.steps)
        steps.insert(place + by, steps.pop(place))
        # The keyboard stays with the step that moves.
        parts = self.cards[place].parts
        held = next((number for number, part in enumerate(parts) if part.hasFocus()), -1)
        self.edited.emit(tuple(steps), None)
        if held >= 0 and place + by < len(self.cards):
            moved = self.cards[place + by]
            part = moved.parts[held]
            (part if part.isEnabled() else moved.remove).setFocus()

    def _remove(self, place: int) -> None:
        if self._scene is None:
            return
        self.edited.emit((*self._scene.steps[:place], *self._scene.steps[place + 1 :]), None)
        if self.cards:
            self.cards[min(place, len(self.cards) - 1)].remove.setFocus()
        else:
            self.add.setFocus()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(6))
        self._cards.setSpacing(px(8))
        for card in self.cards:
            card.follow_theme()
