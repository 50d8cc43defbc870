"""The editor: the table of logits and everything that changes them together."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core import edits, logit_scale
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.numbers import NumberError, parse_logits
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.editor.delegate import STEPS
from softmax_viz.views.editor.handle import Handle, Motion
from softmax_viz.views.editor.model import LogitModel
from softmax_viz.views.editor.search import SearchBar
from softmax_viz.views.editor.table import LogitTable
from softmax_viz.views.number_field import Steps
from softmax_viz.views.shortcuts import asks_for_undo
from softmax_viz.views.tools import Slot, tool_action, tool_button

SHIFT_REACH = 5.0
SCALE_DECADES = 1.0
MAX_SEED = 999_999
# More classes than are seen at once.
FEW = 12


def shift_at(place: float) -> float:
    """Return the constant to add at a place of the handle: −5 to 5, in steps of 0.05."""
    return logit_scale.tidy(round(place * SHIFT_REACH / 0.05) * 0.05)


def scale_at(place: float) -> float:
    """Return the factor at a place of the handle: 0.1 to 10, logarithmic, two digits."""
    return float(f"{math.pow(10, place * SCALE_DECADES):.2g}")


class SeedBox(QSpinBox):
    """A number for the random draws; undo and redo are left to the window."""

    def event(self, event: QEvent) -> bool:
        """Let the shortcuts of the window pass."""
        if asks_for_undo(event):
            event.ignore()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, when focused; a wheel that passes over must change nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class EditorPanel(QWidget):
    """Edit the logits.

    edited: the State intended and its gesture token; hovered: the class below the pointer,
    or to which the keyboard went; found: a class that was sought, and is to be seen;
    refused: a sentence on an entry that could not be taken; unread: a text that was pasted and is
    no vector of logits, and the NumberError that says why.
    """

    edited = Signal(object, object)
    hovered = Signal(int)
    found = Signal(int)
    refused = Signal(str)
    unread = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._opened: LogitsTable | None = None
        self.model = LogitModel(self)
        self.table = LogitTable(self.model)
        self.heading = QLabel(tr("Logits z"))
        self.heading.setProperty("role", "heading")
        self.heading.setBuddy(self.table)
        self.search = SearchBar()
        self._searching = False
        self.seed = SeedBox()
        self.seed.setRange(0, MAX_SEED)
        self.seed.setValue(1)
        self.seed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seed.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.seed.setAccessibleName(tr("Seed"))
        self.seed.setToolTip(
            tr("The seed of the next shuffle or random draw: the same seed, the same result.")
        )
        self.shift = Handle(
            tr("Shift all by"),
            tr("Adds a constant to every logit. Softmax does not move; the others do."),
            Motion(edits.shift, 0.0, shift_at, STEPS),
        )
        self.scale = Handle(
            tr("Scale all by"),
            tr("Multiplies every logit by a factor. For softmax it is as dividing T by it."),
            Motion(edits.scale, 1.0, scale_at, Steps(logit_scale.stepped, 0.05, 0.01, 0.25)),
        )
        self.add = self._action("add", tr("Add class"), tr("Add a class with logit 0"), "Ctrl+N",
                                self.add_class)  # fmt: skip
        self.remove = self._action("remove", tr("Remove class"), tr("Remove the chosen class"),
                                   "Ctrl+Backspace", self.table.remove_chosen)  # fmt: skip
        self.up = self._action("up", tr("Move up"), tr("Move the chosen class up"), "Alt+Up",
                               self.move_up)  # fmt: skip
        self.down = self._action("down", tr("Move down"), tr("Move the chosen class down"),
                                 "Alt+Down", self.move_down)  # fmt: skip
        self.seek = self._action("", tr("Find class"), tr("Find a class by its name or index"),
                                 "Ctrl+F", self.open_search)  # fmt: skip
        self.rename = self._action("", tr("Rename class"), tr("Rename the chosen class"), "",
                                   self.rename_chosen)  # fmt: skip
        self.sort = self._action("sort-descending", tr("Sort"), tr("Sort, largest logit first"),
                                 "Ctrl+L", self.sort_by_value)  # fmt: skip
        self.shuffle = self._action("shuffle", tr("Shuffle"), tr("Shuffle the classes by the seed"),
                                    "", self.shuffle_by_seed)  # fmt: skip
        self.zero = self._action("zero", tr("All zero"), tr("Set every logit to 0"),
                                 "", self.set_all_to_zero)  # fmt: skip
        self.random = self._action("dice", tr("Random logits"),
                                   tr("Draw random logits by the seed: normal, deviation 2"),
                                   "Ctrl+R", self.randomize)  # fmt: skip
        self._lay_out()
        self._offer_fields(False)
        self.model.edited.connect(self.edited)
        self.shift.edited.connect(self.edited)
        self.scale.edited.connect(self.edited)
        self.table.hovered.connect(self.hovered)
        self.table.selectionModel().currentChanged.connect(self._note_row)
        self.search.found.connect(self._show_found)
        self.search.sought.connect(self.heading.setHidden)
        self.search.closed.connect(self._close_search)
        self.table.cells.refused.connect(self.refused)
        self.shift.field.refused.connect(self.refused)
        self.scale.field.refused.connect(self.refused)

    def _action(self, picture: str, text: str, tip: str, shortcut: str, slot: Slot) -> QAction:
        enter = self.table.finish_editing
        action = tool_action(self, picture, text, tip, shortcut, enter, slot)
        action.setShortcut(shortcut)
        return action

    def _lay_out(self) -> None:
        self._buttons = [tool_button(action) for action in self.tools]
        self._tools = QHBoxLayout()
        for button in self._buttons:
            self._tools.addWidget(button)
        self._tools.addStretch(1)
        self.seed_caption = QLabel(tr("seed"))
        self.seed_caption.setProperty("role", "muted")
        self.seed_caption.setBuddy(self.seed)
        self._tools.addWidget(self.seed_caption)
        self._tools.addWidget(self.seed)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading)
        self._head.addStretch()
        self._head.addWidget(self.search, 1)
        self._box.addLayout(self._head)
        self._box.addWidget(self.table, 1)
        self._box.addLayout(self._tools)
        self._box.addWidget(self.shift)
        self._box.addWidget(self.scale)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow_theme()

    @property
    def tools(self) -> tuple[QAction, ...]:
        """Return the actions that have a button below the table."""
        return (self.add, self.remove, self.sort, self.shuffle, self.zero, self.random)

    @property
    def actions_for_menu(self) -> tuple[QAction | None, ...]:
        """Return every action, None where a line separates them."""
        return (self.add, self.rename, self.remove, self.seek, None, self.up, self.down, self.sort,
                self.shuffle, None, self.zero, self.random)  # fmt: skip

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._state = snapshot.state
        self.model.render_snapshot(snapshot)
        self._begin_another_table(snapshot)
        self.shift.render_snapshot(snapshot)
        self.scale.render_snapshot(snapshot)
        self.remove.setEnabled(snapshot.state.count > 1)
        self.search.render_labels(snapshot.state.labels)
        self._show_search()

    def _begin_another_table(self, snapshot: Snapshot) -> None:
        """Show the first class of a table that was opened; a row of the same keeps the place."""
        if snapshot.rows is not None and snapshot.rows.table is not self._opened:
            self._opened = snapshot.rows.table
            self.table.show_first()

    def _show_search(self) -> None:
        many = self._state is not None and self._state.count > FEW
        self.search.setVisible(many or self._searching)

    def show_tools(self, shown: bool) -> None:
        """Show or hide what changes the logits together: the table has its room else."""
        for part in (*self._buttons, self.seed_caption, self.seed, self.shift, self.scale):
            part.setVisible(shown)

    def open_search(self) -> None:
        """Let a class be sought by its name or index."""
        self._searching = True
        self.search.open_search(self.table.row)

    def _close_search(self) -> None:
        self._searching = False
        self._show_search()
        self.table.setFocus()

    def _show_found(self, row: int) -> None:
        self.table.show_in_the_middle(row)
        self.hovered.emit(row)
        self.found.emit(row)

    def _note_row(self) -> None:
        self.search.show_row(self.table.row)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what opens a field here."""
        super().showEvent(event)
        self._offer_fields(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Withdraw it: a field that is not seen would take what is typed."""
        super().hideEvent(event)
        self._offer_fields(False)

    def _offer_fields(self, seen: bool) -> None:
        for action in (self.rename, self.seek):
            action.setEnabled(seen)

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.table.highlight(index)

    def _intend(self, state: State) -> None:
        self.edited.emit(state, None)

    def add_class(self) -> None:
        """Intend one more class, and open its name."""
        if self._state is not None:
            self._intend(edits.add_class(self._state))
            if self.isVisible():
                self.table.edit_name(self.model.rowCount() - 1)

    def rename_chosen(self) -> None:
        """Open the name of the chosen class."""
        self.table.edit_name(max(self.table.row, 0))

    def move_up(self) -> None:
        """Intend the chosen class one place up."""
        self.table.move_chosen(-1)

    def move_down(self) -> None:
        """Intend the chosen class one place down."""
        self.table.move_chosen(1)

    def sort_by_value(self) -> None:
        """Intend the largest logit first."""
        self.model.intend_sorting()

    def shuffle_by_seed(self) -> None:
        """Intend a random order; the next one will differ."""
        if self._state is not None:
            self._intend(edits.shuffle(self._state, self._next_seed()))

    def set_all_to_zero(self) -> None:
        """Intend every logit to be 0."""
        if self._state is not None:
            self._intend(edits.set_all_to_zero(self._state))

    def randomize(self) -> None:
        """Intend random logits; the next ones will differ."""
        if self._state is not None:
            self._intend(edits.randomize(self._state, self._next_seed()))

    def _next_seed(self) -> int:
        seed = self.seed.value()
        self.seed.setValue((seed + 1) % (MAX_SEED + 1))
        return seed

    def paste(self, text: str) -> None:
        """Intend pasted logits; a text that is no vector of them is told as unread."""
        if self._state is None:
            return
        try:
            pasted = parse_logits(text)
        except NumberError as error:
            self.unread.emit(text, error)
            return
        self._intend(edits.replace_logits(self._state, pasted.values, pasted.labels))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._box.setSpacing(look.px(5))
        self._tools.setSpacing(look.px(4))
        # Narrower where the letters leave it less: its frame would else be cut off.
        self.seed.setMinimumWidth(look.px(48))
        self.seed.setMaximumWidth(look.px(64))
        for action in self.tools:
            action.setIcon(svg.icon(action.data(), look.colors.ink, look.px(16)))
        for button in self._buttons:
            button.setIconSize(QSize(look.px(16), look.px(16)))
        self._head.setSpacing(look.px(8))
        for part in (self.search, self.table, self.shift, self.scale):
            part.follow_theme()
