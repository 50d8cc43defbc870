"""The menus of the main window: every action by name and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from softmax_viz.core.lecture.work import Work
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS
from softmax_viz.logit_files import BUILTIN
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
        self.unpin_all = self._action(tr("U&npin all"), window.unpin_all, "Ctrl+Shift+P")
        self._make_file_menu()
        self._menu(
            tr("&Edit"), self.undo, self.redo, None,
            self._action(tr("&Copy values"), window.copy_values, "Ctrl+Shift+C"),
            self._action(tr("&Paste logits"), window.paste, key.Paste),
            None,
            self._action(tr("P&in, to compare"), window.pin, "Ctrl+P"),
            self.unpin_all,
        )  # fmt: skip
        self._menu(
            tr("&Logits"), *window.editor.actions_for_menu, None,
            self._action(tr("Reset to the example"), window.examples.reset, "Ctrl+Shift+R"),
        )  # fmt: skip
        side = window.side
        self.previous_row = self._action(tr("&Previous row"), side.previous_row, "Alt+Left")
        self.next_row = self._action(tr("&Next row"), side.next_row, "Alt+Right")
        self.play_rows = self._action(
            tr("P&lay the rows, or pause"), side.toggle_play, "Ctrl+Alt+Space"
        )
        self.back_to_row = self._action(tr("&Back to the row"), side.put_back)
        self._menu(
            tr("&Data"), self.previous_row, self.next_row, self.play_rows, None, self.back_to_row
        )
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
        self._make_lesson_menu()
        self._make_view_menu()
        self._menu(
            tr("&Help"),
            self._action(tr("&Keyboard"), window.show_keyboard, "F1"),
            self._action(tr("&About"), window.show_about),
        )

    def _make_file_menu(self) -> None:
        files, window = self._window.files, self._window
        key = QKeySequence.StandardKey
        menu = self._menu(
            tr("&File"),
            self._action(tr("&New deck…"), files.new_deck, "Ctrl+Shift+N"),
            self._action(tr("&Open…"), window.ask_and_open, key.Open),
        )
        self._recent = menu.addMenu(tr("Open &recent"))
        self._recent.setToolTipsVisible(True)
        self._recent_decks, self._recent_logits = QActionGroup(window), QActionGroup(window)
        self._recent_decks.triggered.connect(self._open_recent_deck)
        self._recent_logits.triggered.connect(self._open_recent_logits)
        self._make_data_menu(menu)
        courses = (("course", tr("The &course…")), ("temperature", tr("&Temperature in ten…")))
        self.courses = QActionGroup(window)
        for name, text in courses:
            action = self.courses.addAction(text)
            action.setData(name)
        self.courses.triggered.connect(self._open_course)
        menu.addActions(self.courses.actions())
        menu.addSeparator()
        menu.addActions([
            self._action(tr("&Save…"), files.save, key.Save),
            self._action(tr("Save &as…"), files.save_as, "Ctrl+Shift+S"),
        ])  # fmt: skip
        menu.addSeparator()
        self.close_data = self._action(tr("Close the &data"), window.logit_files.close)
        menu.addAction(self.close_data)
        menu.addSeparator()
        menu.addAction(self._action(tr("&Quit"), window.close, "Ctrl+Q"))

    def _make_data_menu(self, menu: QMenu) -> None:
        self.data = QActionGroup(self._window)
        for name, _, text in BUILTIN:
            action = self.data.addAction(tr(text))
            action.setData(name)
        self.data.triggered.connect(self._open_data)
        menu.addMenu(tr("Open &example data")).addActions(self.data.actions())

    def _open_data(self, action: QAction) -> None:
        self._window.logit_files.open_builtin(action.data())

    def show_recent(self, decks: Sequence[str], logits: Sequence[str]) -> None:
        """Offer the decks and the logits that were open lately."""
        self._recent.clear()
        for group, paths in ((self._recent_decks, decks), (self._recent_logits, logits)):
            for action in group.actions():
                group.removeAction(action)
                action.deleteLater()
            for path in paths:
                action = group.addAction(Path(path).name.replace("&", "&&") + "…")
                action.setToolTip(path)
                action.setData(path)
            self._recent.addSeparator()
            self._recent.addActions(group.actions())
        self._recent.setEnabled(bool(decks or logits))

    def _open_recent_deck(self, action: QAction) -> None:
        self._window.files.open(action.data())

    def _open_recent_logits(self, action: QAction) -> None:
        self._window.logit_files.open_recent(action.data())

    def _open_course(self, action: QAction) -> None:
        self._window.open_builtin(action.data())

    def _make_lesson_menu(self) -> None:
        window, scenes = self._window, self._window.scenes
        self.scenes = self._toggle(tr("Show the s&cenes"), window.show_scenes, "F6")
        self.next = self._action(tr("&Next step or scene"), window.next, "Ctrl+PgDown")
        self.back = self._action(tr("&Back"), window.back, "Ctrl+PgUp")
        keys = {scenes.new: "Ctrl+M", scenes.words: "F7", scenes.play: "Shift+F5"}
        for action, key in keys.items():
            action.setShortcut(QKeySequence(key))
        self._menu(
            tr("Le&sson"),
            self._action(tr("&Present from the start…"), window.present_from_start, "F5"),
            None, self.next, self.back, None, self.scenes, *scenes.actions_for_menu,
        )  # fmt: skip

    def render_work(self, work: Work) -> None:
        """Show which lens, charts and controls are on."""
        screen = work.screen
        self.lens.setChecked(bool(screen.lens))
        if screen.lens:
            self.lens_keys[screen.lens].setChecked(True)
        for key, action in self.controls.items():
            action.setChecked(screen.shows(key))
        for key, action in self.charts.items():
            action.setChecked(key in screen.charts)
        self.put_back.setEnabled(bool(screen.zoom))
        self.close_data.setEnabled(work.rows is not None)
        # Not off at the ends: the keys would then go to whatever has the focus.
        for action in (self.next, self.back):
            action.setEnabled(bool(work.deck.scenes))

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show how many decimals there are, and what can be done with the rows and the pins."""
        self.decimals[snapshot.state.decimals].setChecked(True)
        self.unpin_all.setEnabled(bool(snapshot.state.pins))
        rows = snapshot.rows
        several = rows is not None and rows.count > 1
        other = rows is not None and not snapshot.shows_row
        # Not off at the ends either: see render_work.
        for action in (self.previous_row, self.next_row):
            action.setEnabled(several or other)
        self.play_rows.setEnabled(several)
        self.back_to_row.setEnabled(other)

    def _make_lens_menu(self) -> None:
        menu = self._menu(tr("Le&ns"))
        kinds = tuple((kind.key, tr(kind.title)) for kind in LENSES)
        self.lens_keys = self._choices(menu, self._choose_lens, kinds)
        # The tenth has no digit left: Ctrl+0 is the usual size.
        for digit, action in zip(range(1, 10), self.lens_keys.values(), strict=False):
            action.setShortcut(QKeySequence(f"Ctrl+{digit}"))
        menu.addSeparator()
        self.lens = self._action(tr("&Show the lens"), self._window.show_lens, "Ctrl+D")
        self.lens.setCheckable(True)
        menu.addAction(self.lens)

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
        menu.addAction(self.reduced_motion)
        menu.addSeparator()
        controls = (
            ("editor", tr("Show the ed&itor")),
            ("prediction", tr("Show the &prediction")),
            ("temperature", tr("Sho&w the temperature")),
        )
        self.controls = self._parts(menu, window.show_control, controls)
        self.controls["editor"].setShortcut(QKeySequence("Ctrl+E"))
        charts = tuple((kind.key, tr(kind.title)) for kind in OUTPUTS)
        self.charts = self._parts(menu.addMenu(tr("C&harts")), window.board.show_chart, charts)
        self.put_back = self._action(tr("Put back what is enlar&ged"), window.board.put_back)
        menu.addAction(self.put_back)

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

    def _parts(
        self, menu: QMenu, slot: Callable[[str, bool], object], parts: Iterable[tuple[str, str]]
    ) -> dict[str, QAction]:
        """Add actions that show or hide one part each; what is on the screen marks them."""
        actions = self._choices(menu, _Shown(self._window, slot).show, parts)
        group = next(iter(actions.values())).actionGroup()
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        return actions

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


class _Shown(QObject):
    """Pass on which part an action shows or hides."""

    def __init__(self, parent: QObject, slot: Callable[[str, bool], object]) -> None:
        super().__init__(parent)
        self._slot = slot

    def show(self, action: QAction) -> None:
        """Show or hide the part that the action names."""
        self._slot(action.data(), action.isChecked())
