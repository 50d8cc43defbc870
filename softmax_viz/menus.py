"""The menus of the main window: every action by name and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from softmax_viz.core.lenses import LENSES
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS
from softmax_viz.text import tr
from softmax_viz.views.look import DARK, LIGHT, SYSTEM

if TYPE_CHECKING:
    from softmax_viz.window import MainWindow

Slot = Callable[..., object]
Key = TypeVar("Key", str, int)


class Menus:
    """Build the menus, and keep the actions whose state follows what is shown."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        key = QKeySequence.StandardKey
        self.undo = self._action(tr("&Undo"), window.session.undo, key.Undo)
        self.redo = self._action(tr("&Redo"), window.session.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        self._menu(tr("&File"), self._action(tr("&Quit"), window.close, "Ctrl+Q"))
        self._menu(
            tr("&Edit"), self.undo, self.redo, None,
            self._action(tr("&Copy values"), window.copy_values, "Ctrl+Shift+C"),
            self._action(tr("&Paste logits"), window.paste, key.Paste),
        )  # fmt: skip
        self._menu(
            tr("&Logits"), *window.editor.actions_for_menu, None,
            self._action(tr("Reset to the example"), window.examples.reset, "Ctrl+Shift+R"),
        )  # fmt: skip
        temperature = window.temperature
        self._menu(
            tr("&Temperature"),
            self._action(tr("T = &0, argmax"), window.set_zero_temperature, "Alt+0"),
            self._action(tr("T = &1, as they are"), temperature.reset, "Alt+1"),
            self._action(tr("T = ∞, &uniform"), window.set_infinite_temperature, "Alt+9"),
            None,
            self._action(tr("&Sweep, or pause"), temperature.sweep_button.toggle, "Ctrl+Space"),
        )
        self._make_lens_menu()
        self._make_view_menu()
        self._menu(
            tr("&Help"),
            self._action(tr("&Keyboard"), window.show_keyboard, "F1"),
            self._action(tr("&About"), window.show_about),
        )

    def _make_lens_menu(self) -> None:
        menu = self._menu(tr("Le&ns"))
        kinds = tuple((kind.key, tr(kind.title)) for kind in LENSES)
        self.lens_keys = self._choices(menu, self._choose_lens, kinds)
        for digit, action in enumerate(self.lens_keys.values(), 1):
            action.setShortcut(QKeySequence(f"Ctrl+{digit}"))
        menu.addSeparator()
        self.lens = self._toggle(tr("&Show the lens"), self._window.show_lens, "Ctrl+D")
        menu.addAction(self.lens)
        self._window.lenses.chosen.connect(self._show_lens)

    def _show_lens(self, key: str) -> None:
        self.lens_keys[key].setChecked(True)

    def _choose_lens(self, action: QAction) -> None:
        self._window.choose_lens(action.data())

    def _make_view_menu(self) -> None:
        window = self._window
        look = window.look
        menu = self._menu(
            tr("&View"),
            self._action(tr("&Larger"), look.larger, "Ctrl++", "Ctrl+="),
            self._action(tr("S&maller"), look.smaller, "Ctrl+-"),
            self._action(tr("&Usual size"), look.usual_size, "Ctrl+0"),
            None,
        )
        modes = ((SYSTEM, tr("Like the &system")), (LIGHT, tr("&Light")), (DARK, tr("&Dark")))
        self.modes = self._choices(menu.addMenu(tr("&Theme")), self._choose_mode, modes)
        self.modes[look.mode].setChecked(True)
        look.changed.connect(self._show_mode)
        menu.addAction(self._action(tr("Light or da&rk"), window.toggle_theme, "Ctrl+T"))
        menu.addSeparator()
        counts = tuple((n, str(n)) for n in range(MIN_DECIMALS, MAX_DECIMALS + 1))
        self.decimals = self._choices(menu.addMenu(tr("D&ecimals")), self._choose_decimals, counts)
        menu.addAction(self._action(tr("M&ore decimals"), window.more_decimals, "Ctrl+."))
        menu.addAction(self._action(tr("&Fewer decimals"), window.fewer_decimals, "Ctrl+,"))
        menu.addSeparator()
        self.reduced_motion = self._toggle(tr("Redu&ce motion"), window.set_reduced_motion)
        self.editor = self._toggle(
            tr("Show the ed&itor"), window.show_editor, "Ctrl+E", checked=True
        )
        menu.addActions([self.reduced_motion, self.editor])

    def _show_mode(self) -> None:
        self.modes[self._window.look.mode].setChecked(True)

    def _choose_mode(self, action: QAction) -> None:
        self._window.look.set_mode(action.data())

    def _choose_decimals(self, action: QAction) -> None:
        self._window.set_decimals(action.data())

    def _action(self, text: str, slot: Slot, *keys: str | QKeySequence.StandardKey) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        return action

    def _toggle(self, text: str, slot: Slot, *keys: str, checked: bool = False) -> QAction:
        action = QAction(text, self._window)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.toggled.connect(slot)
        return action

    def _menu(self, title: str, *actions: QAction | None) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _choices(
        self, menu: QMenu, slot: Slot, choices: Iterable[tuple[Key, str]]
    ) -> dict[Key, QAction]:
        group = QActionGroup(self._window)
        actions = {}
        for key, text in choices:
            action = group.addAction(text)
            action.setCheckable(True)
            action.setData(key)
            actions[key] = action
        menu.addActions(group.actions())
        group.triggered.connect(slot)
        return actions
