"""The scenes panel: the deck's scenes in order, and what one can do to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.examples import BY_KEY, is_pristine
from softmax_viz.core.lecture.deck import Deck, replace_scene
from softmax_viz.core.lecture.work import (
    Work,
    delete_scene,
    duplicate_scene,
    go_to,
    new_scene,
    reorder_scene,
    reset_scene,
    saved_scene,
    with_title,
)
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.lecture.deck_title import DeckTitle
from softmax_viz.views.tools import Slot, tool_action, tool_button

# Imported and made with the first scene: the window is to be there at once.
if TYPE_CHECKING:
    from softmax_viz.views.lecture.scene_list import SceneList

WIDTH = 190
ICON = 16


def new_title(work: Work) -> str:
    """Return the title of a scene made of what is on the screen: an unchanged example's, or its
    number."""
    if is_pristine(work.state):
        return tr(BY_KEY[work.state.example].title)
    return tr("Scene {n}").format(n=len(work.deck.scenes) + 1)


class ScenesPanel(QFrame):
    """Show the scenes; tell the Work that a person intends.

    worked: a Work that can be undone, and its gesture token; turned: another scene is to be seen;
    presented: present from this scene on; words_wanted: show or hide the words of the scene;
    refused: a sentence on what could not be taken.
    """

    worked = Signal(object, object)
    turned = Signal(object)
    presented = Signal(int)
    words_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._work: Work | None = None
        self._saved: Deck | None = None
        self._is_rendering = False
        self.title = DeckTitle()
        self._list: SceneList | None = None
        self.new = self._action("add", tr("New scene"), "Ctrl+M", self.new_scene,
                                tr("Make a scene of what is on the screen"))  # fmt: skip
        self.copy = self._action("copy", tr("Duplicate"), "", self.duplicate)
        self.remove = self._action("trash", tr("Delete"), "Delete", self.delete)
        self.up = self._action("up", tr("Move up"), "Alt+↑", self.move_up)
        self.down = self._action("down", tr("Move down"), "Alt+↓", self.move_down)
        self.back = self._action("reset", tr("Reset to the scene as saved"), "", self.reset)
        self.naming = self._action("", tr("Rename"), "F2", self.rename)
        self.words = self._action(
            "words", tr("Words"), "", self._want_words,
            tr("Show or hide the words of the scene: title, notes, question"),
        )  # fmt: skip
        self.words.setCheckable(True)
        self.play = self._action("play", tr("Present from here…"), "Shift+F5", self.present,
                                 tr("Present from this scene on"))  # fmt: skip
        self._lay_out()
        self.title.renamed.connect(self._rename_deck)
        self.follow_theme()
        self._enable()

    @property
    def list(self) -> SceneList:
        """Return the list of the scenes."""
        if self._list is None:
            from softmax_viz.views.lecture.scene_list import SceneList

            self._list = scenes = SceneList()
            scenes.chosen.connect(self._go_to)
            scenes.moved.connect(self._move)
            scenes.deleted.connect(self.delete)
            scenes.scenes.renamed.connect(self._rename_scene)
            scenes.scenes.refused.connect(self.refused)
            scenes.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            scenes.customContextMenuRequested.connect(self.open_menu)
            self.stack.addWidget(scenes)
            QWidget.setTabOrder(self.empty_button, scenes)
            scenes.follow_theme()
            self._render_list()
        return self._list

    def _action(self, picture: str, text: str, key: str, slot: Slot, tip: str = "") -> QAction:
        return tool_action(self, picture, text, tip or text, key, self._enter_title, slot)

    def _enter_title(self) -> None:
        """Take a title that is being written, before something else is done."""
        editing = QAbstractItemView.State.EditingState
        if self._list is not None and self._list.state() == editing:
            self._list.setFocus()

    def _lay_out(self) -> None:
        self._tools = QHBoxLayout()
        self._buttons = [
            tool_button(action)
            for action in (self.new, self.copy, self.remove, self.up, self.down, self.back)
        ]
        for button in self._buttons:
            self._tools.addWidget(button)
        self.words_button = QPushButton(self.words.text())
        self.words_button.setCheckable(True)
        self.words_button.clicked.connect(self.words.trigger)
        self.words.toggled.connect(self.words_button.setChecked)
        self.play_button = QPushButton(tr("Present"))
        self.play_button.clicked.connect(self.play.trigger)
        self._feet = QHBoxLayout()
        for push, action in ((self.words_button, self.words), (self.play_button, self.play)):
            push.setProperty("role", "compact")
            push.setToolTip(action.toolTip())
            push.setAccessibleName(action.text())
            self._feet.addWidget(push, 1)
        self.empty = QWidget()
        self.empty_text = QLabel(tr("No scenes yet.\nSet the screen up and press New."))
        self.empty_text.setProperty("role", "muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_button = QPushButton(tr("New"))
        self.empty_button.setAccessibleName(tr("New scene"))
        self.empty_button.setToolTip(self.new.toolTip())
        self.empty_button.clicked.connect(self.new_scene)
        self._empty_box = QVBoxLayout(self.empty)
        self._empty_box.addStretch(1)
        self._empty_box.addWidget(self.empty_text)
        self._empty_box.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._empty_box.addStretch(2)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.title)
        self._box.addLayout(self._tools)
        self._box.addWidget(self.stack, 1)
        self._box.addLayout(self._feet)
        self.setAccessibleName(tr("Scenes"))

    @property
    def actions_for_menu(self) -> tuple[QAction | None, ...]:
        """Return what can be done to the scene that is on, None where a line separates."""
        return (self.new, self.copy, self.naming, self.remove, None, self.up, self.down, None,
                self.back, None, self.words, self.play)  # fmt: skip

    def render_work(self, work: Work) -> None:
        """Show a work."""
        self._work = work
        self.title.show_title(work.deck.title)
        held = self.empty_button.hasFocus() or (self._list is not None and self._list.hasFocus())
        self._render_list()
        page = self.list if work.deck.scenes else self.empty
        if page is not self.stack.currentWidget():
            self.stack.setCurrentWidget(page)
            if held:
                (self.list if work.deck.scenes else self.empty_button).setFocus()
        self._enable()

    def _render_list(self) -> None:
        if self._work is not None and self._list is not None:
            self._is_rendering = True
            self._list.scenes.render_scenes(self._work.deck.scenes)
            self._list.show_current(self._work.index)
            self._is_rendering = False

    def show_saved(self, saved: Deck | None, changed: bool) -> None:
        """Show whether the deck was changed since it was saved; None: it never was."""
        self._saved = saved
        self.title.show_changed(changed)
        self._enable()

    def show_words(self, shown: bool) -> None:
        """Show whether the words of the scene are beside the stage."""
        self.words.setChecked(shown)

    def _enable(self) -> None:
        work = self._work
        there = work is not None and work.index >= 0
        for action in (self.copy, self.remove, self.play):
            action.setEnabled(there)
        # A title that is not seen would take what is typed.
        self.naming.setEnabled(there and self.isVisible())
        self.play_button.setEnabled(there)
        self.up.setEnabled(work is not None and work.index > 0)
        self.down.setEnabled(work is not None and there and work.index < len(work.deck.scenes) - 1)
        self.back.setEnabled(self._can_reset())

    def _can_reset(self) -> bool:
        scene = None if self._work is None else self._work.scene
        if scene is None or self._saved is None:
            return False
        original = saved_scene(scene, self._saved)
        return original is not None and original != scene

    def _go_to(self, place: int) -> None:
        if self._work is not None and 0 <= place < len(self._work.deck.scenes):
            self.turned.emit(go_to(self._work, place))

    def _move(self, source: int, target: int) -> None:
        if self._work is not None:
            self.worked.emit(reorder_scene(self._work, source, target), None)

    def _rename_scene(self, place: int, title: str) -> None:
        # Scenes that come and go close a title that is open; that is not its being entered.
        if self._work is not None and not self._is_rendering:
            scene = replace(self._work.deck.scenes[place], title=title)
            deck = replace_scene(self._work.deck, place, scene)
            self.worked.emit(replace(self._work, deck=deck), None)

    def _rename_deck(self, title: str) -> None:
        if self._work is not None:
            self.worked.emit(with_title(self._work, title), None)

    def new_scene(self) -> None:
        """Intend a scene of what is on the screen, behind the one that is on."""
        if self._work is not None:
            self.worked.emit(new_scene(self._work, new_title(self._work)), None)

    def duplicate(self) -> None:
        """Intend a copy of the scene that is on, behind it."""
        if self._work is not None and self._work.index >= 0:
            self.worked.emit(duplicate_scene(self._work, self._work.index), None)

    def delete(self) -> None:
        """Intend the deck without the scene that is on."""
        if self._work is not None and self._work.index >= 0:
            self.worked.emit(delete_scene(self._work, self._work.index), None)

    def move_up(self) -> None:
        """Intend the scene that is on one place up."""
        self.list.move_by(-1)

    def move_down(self) -> None:
        """Intend the scene that is on one place down."""
        self.list.move_by(1)

    def reset(self) -> None:
        """Intend the scene that is on as it was saved."""
        if self._work is not None and self._saved is not None and self._can_reset():
            self.worked.emit(reset_scene(self._work, self._saved), None)

    def rename(self) -> None:
        """Open the title of the scene that is on."""
        self.list.rename()

    def present(self) -> None:
        """Ask to present from the scene that is on."""
        if self._work is not None and self._work.index >= 0:
            self.presented.emit(self._work.index)

    def _want_words(self) -> None:
        self.words_wanted.emit()

    def open_menu(self, spot: QPoint) -> None:
        """Offer what can be done to the scene below the pointer, and go to it for that."""
        row = self.list.indexAt(spot).row()
        if row >= 0 and self._work is not None and row != self._work.index:
            self._go_to(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for action in self.actions_for_menu:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.popup(self.list.viewport().mapToGlobal(spot))

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what can be done here."""
        super().showEvent(event)
        self._enable()

    def hideEvent(self, event: QHideEvent) -> None:
        """Withdraw what cannot be done unseen."""
        super().hideEvent(event)
        self._enable()

    def sizeHint(self) -> QSize:
        """Return the width of a strip."""
        px = theme.current().px
        return QSize(px(WIDTH), px(480))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self.setMinimumWidth(look.px(WIDTH))
        self._box.setContentsMargins(look.px(6), look.px(8), look.px(6), look.px(8))
        self._box.setSpacing(look.px(6))
        self._tools.setSpacing(look.px(3))
        self._feet.setSpacing(look.px(4))
        self._empty_box.setSpacing(look.px(10))
        for action in self.actions_for_menu:
            if action is not None and action.data():
                action.setIcon(svg.icon(action.data(), look.colors.ink, look.px(ICON)))
        for push, action in ((self.words_button, self.words), (self.play_button, self.play)):
            push.setIcon(action.icon())
        for button in (*self._buttons, self.words_button, self.play_button):
            button.setIconSize(QSize(look.px(ICON), look.px(ICON)))
        self.title.follow_theme()
        if self._list is not None:
            self._list.follow_theme()
