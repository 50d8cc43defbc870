"""The keys, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lecture import clicker

Section = tuple[str, tuple[tuple[str, str], ...]]

SECTIONS: tuple[Section, ...] = (
    (
        tr_noop("Logits"),
        (
            (tr_noop("↑  ↓"), tr_noop("choose a class")),
            (tr_noop("←  →"), tr_noop("move its logit by 0.05, with Shift by 0.01")),
            (tr_noop("Page Up, Page Down"), tr_noop("move it by 0.25")),
            (tr_noop("Home, End"), tr_noop("move it to the ends of its slider")),
            (tr_noop("digits, Enter"), tr_noop("type it: 0.25, 2/3, ln 2, -inf …")),
            (tr_noop("F2"), tr_noop("rename the class")),
            (tr_noop("Ctrl+N, Delete"), tr_noop("add a class, remove it")),
            (tr_noop("Alt+↑, Alt+↓"), tr_noop("move the class up, down")),
            (tr_noop("Ctrl+F"), tr_noop("find a class by its name or index")),
            (tr_noop("Ctrl+V"), tr_noop("paste logits")),
            (tr_noop("Ctrl+L, Ctrl+R"), tr_noop("sort, draw at random")),
            (tr_noop("Alt+←, Alt+→"), tr_noop("previous row of the data, next row")),
            (tr_noop("Ctrl+Alt+Space"), tr_noop("play the rows, or pause")),
        ),
    ),
    (
        tr_noop("Temperature"),
        (
            (tr_noop("Alt+0, Alt+1, Alt+9"), tr_noop("T = 0, 1, ∞")),
            (tr_noop("Ctrl+Space"), tr_noop("sweep, or pause")),
            (tr_noop("arrows, Page keys"), tr_noop("move the slider, with Shift finer")),
            (tr_noop("Home, End"), tr_noop("T = 0, T = ∞")),
        ),
    ),
    (
        tr_noop("Everywhere"),
        (
            (tr_noop("Tab"), tr_noop("go from part to part")),
            (tr_noop("←  →  on a chart"), tr_noop("go from class to class, or verdict to verdict")),
            (tr_noop("+  −  0  on a chart"), tr_noop("zoom into many classes, out, show all")),
            (tr_noop("Ctrl+Z, Ctrl+Shift+Z"), tr_noop("undo, redo")),
            (tr_noop("Ctrl+Shift+C"), tr_noop("copy every value")),
            (tr_noop("Ctrl++, Ctrl+-, Ctrl+0"), tr_noop("larger, smaller, usual size")),
            (tr_noop("Ctrl+1 … Ctrl+9"), tr_noop("choose a lens")),
            (tr_noop("Ctrl+D"), tr_noop("show or hide the lens")),
            (tr_noop("Ctrl+T, Ctrl+E"), tr_noop("light or dark, hide the editor")),
            (tr_noop("Ctrl+P, Ctrl+Shift+P"), tr_noop("pin to compare, unpin all")),
            (tr_noop("Enter on a chart"), tr_noop("enlarge it, put it back (also Escape)")),
        ),
    ),
    (
        tr_noop("Lesson"),
        (
            (tr_noop("Ctrl+O, Ctrl+S"), tr_noop("open a deck or logits, save the deck")),
            (tr_noop("F6, F7"), tr_noop("show the scenes, edit the words")),
            (tr_noop("Ctrl+M"), tr_noop("new scene from the screen")),
            (tr_noop("Ctrl+Page Down, Ctrl+Page Up"), tr_noop("next step or scene, back")),
            (tr_noop("1 … 9, H"), tr_noop("answer the question, show of hands")),
        ),
    ),
    (tr_noop("Presenting"), clicker.KEYS),
)
# Of much the same height.
COLUMNS = ((0, 2), (1, 3, 4))


class KeyboardHelp(QDialog):
    """List the keys; where the window is too small for all, one can scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = theme.current().px
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setSpacing(px(44))
        for column in COLUMNS:
            row.addLayout(_column([SECTIONS[place] for place in column]))
        scroll = QScrollArea()
        scroll.setWidget(columns)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close = QPushButton(tr("Close"))
        close.setToolTip(tr("Close this list"))
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(self.close)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(18), px(12), px(18), px(14))
        box.addWidget(scroll, 1)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        wanted = columns.sizeHint() + QSize(px(44), px(84))
        self.resize(wanted.boundedTo(parent.size() - QSize(px(40), px(40))))


def _column(sections: Sequence[Section]) -> QVBoxLayout:
    px = theme.current().px
    column = QVBoxLayout()
    column.setSpacing(px(6))
    for title, keys in sections:
        column.addWidget(_label(tr(title), "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(22))
        grid.setVerticalSpacing(px(5))
        for row, (key, meaning) in enumerate(keys):
            grid.addWidget(_label(tr(key), "key"), row, 0)
            grid.addWidget(_label(tr(meaning), ""), row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(px(10))
    column.addStretch(1)
    return column


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
