"""What a step can uncover, in words, and the button that chooses among it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from softmax_viz.core.lecture.scene import ANSWER, PREDICTION, Scene
from softmax_viz.core.lecture.screen import LENS
from softmax_viz.core.lecture.targets import target, target_of
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.words.numbers_menu import MOST_CLASSES
from softmax_viz.views.tooltip import tooltip

_TITLES = {kind.key: kind.title for kind in OUTPUTS}


def target_name(text: str) -> str:
    """Return what a person calls a target."""
    chart, label = target(text)
    if label:
        return tr("{title}: {label}").format(title=tr(_TITLES[chart]), label=named(label))
    if chart in _TITLES:
        return tr(_TITLES[chart])
    return {
        LENS: tr("Lens"), PREDICTION: tr("Prediction"), ANSWER: tr("Answer"),
    }[text]  # fmt: skip


def whole_targets(scene: Scene) -> tuple[str, ...]:
    """Return the charts and parts that a scene shows and can cover."""
    screen = scene.screen
    return (
        *screen.charts,
        *((LENS,) if screen.lens else ()),
        *((PREDICTION,) if screen.shows(PREDICTION) else ()),
        *((ANSWER,) if scene.question is not None else ()),
    )


class TargetButton(QPushButton):
    """Show the targets of a step, and choose them from a menu.

    chosen: the targets, in the order in which they were chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets: tuple[str, ...] = ()
        self._scene: Scene | None = None
        self.setProperty("role", "choice")
        self.setAccessibleName(tr("Uncovers"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open)

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the targets shown."""
        return self._targets

    def show_targets(self, targets: tuple[str, ...], scene: Scene) -> None:
        """Show the targets of a step of a scene."""
        self._targets, self._scene = targets, scene
        names = ", ".join(target_name(text) for text in targets)
        text = names or tr("Nothing yet: choose…")
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            self._elide()
            why = tr("What is covered until this step")
            self.setToolTip(tooltip(f"{names}\n{why}" if names else why))

    def _elide(self) -> None:
        room = self.width() - theme.current().px(22)
        text = self.fontMetrics().elidedText(
            self.accessibleDescription(), Qt.TextElideMode.ElideRight, room
        )
        self.setText(text.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the room there is."""
        super().resizeEvent(event)
        self._elide()

    def open(self) -> None:
        """Open the menu below the button."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def make_menu(self) -> QMenu:
        """Return the menu of what can be chosen, with a tick at what is."""
        menu = QMenu(self)
        scene = self._scene
        if scene is None:
            return menu
        listed = whole_targets(scene)
        for text in listed:
            self._add(menu, text, target_name(text))
        menu.addSeparator()
        for chart in scene.screen.charts:
            part = menu.addMenu(tr("One class of {title}").format(title=tr(_TITLES[chart])))
            for label in scene.state.labels[:MOST_CLASSES]:
                self._add(part, target_of(chart, label), label)
                listed = (*listed, target_of(chart, label))
        rest = [text for text in self._targets if text not in listed]
        if rest:
            menu.addSeparator()
        for text in rest:
            self._add(menu, text, target_name(text))
        menu.triggered.connect(self._toggle)
        return menu

    def _add(self, menu: QMenu, text: str, name: str) -> None:
        action = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(text in self._targets)
        action.setData(text)

    def _toggle(self, action: QAction) -> None:
        text = action.data()
        if text in self._targets:
            self.chosen.emit(tuple(other for other in self._targets if other != text))
        else:
            self.chosen.emit((*self._targets, text))
