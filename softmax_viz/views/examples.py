"""The list of ready-made logits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.examples import BY_KEY, EXAMPLES, is_pristine
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.text import tr
from softmax_viz.views import theme


class ExampleList(QWidget):
    """Offer the examples; say so where the logits are no longer those of the chosen one."""

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self.heading = QLabel(tr("Ready-made logits"))
        self.heading.setProperty("role", "heading")
        self.custom = QLabel("")
        self.custom.setProperty("role", "muted")
        self.reset_button = QPushButton(tr("Reset"))
        self.reset_button.setProperty("role", "small")
        self.reset_button.setToolTip(tr("Return to the example as it was (Ctrl+Shift+R)"))
        self.reset_button.setAccessibleName(tr("Reset to the example"))
        kept = self.reset_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(kept)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Examples"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heading.setBuddy(self.list)
        for example in EXAMPLES:
            item = QListWidgetItem(tr(example.title))
            item.setToolTip(tr(example.lesson))
            item.setData(Qt.ItemDataRole.UserRole, example.key)
            self.list.addItem(item)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.custom, 1)
        head.addWidget(self.reset_button)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(head)
        self._box.addWidget(self.list, 1)
        # Not the current item: the list has one as soon as the keyboard arrives.
        self.list.itemSelectionChanged.connect(self._choose_selected)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.reset_button.clicked.connect(self.reset)
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show which example is on, and whether it was changed."""
        self._state = snapshot.state
        pristine = is_pristine(snapshot.state)
        self.custom.setText("" if pristine else tr("custom"))
        self.reset_button.setVisible(not pristine and snapshot.state.example in BY_KEY)
        row = next((i for i, e in enumerate(EXAMPLES) if e.key == snapshot.state.example), -1)
        if (row, pristine) != (self.list.currentRow(), bool(self.list.selectedItems())):
            flag = QItemSelectionModel.SelectionFlag
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(row, flag.ClearAndSelect if pristine else flag.Clear)

    def _choose_selected(self) -> None:
        for item in self.list.selectedItems():
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self._intend(item.data(Qt.ItemDataRole.UserRole))

    def reset(self) -> None:
        """Intend the logits and the temperature that the example began with."""
        if self._state is not None and self._state.example in BY_KEY:
            self._intend(self._state.example)

    def _intend(self, key: str) -> None:
        if self._state is not None:
            state = replace(
                BY_KEY[key].state(), decimals=self._state.decimals, pins=self._state.pins
            )
            self.edited.emit(state, None)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        look = theme.current()
        self._box.setSpacing(look.px(4))
        self.list.setMinimumHeight(look.px(96))
