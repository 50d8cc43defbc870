"""What stands in the place of rows while no table is open: ways to open one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.wrapped import WrappedLabel

HINT = tr_noop(
    "Logits that a real network gave, one row an example: open a file of them, "
    "or one of these examples."
)
EXAMPLES = (
    ("digits", tr_noop("Digits"),
     tr_noop("899 handwritten digits that a small network reads well, with their pictures.")),
    ("digits_overconfident", tr_noop("Digits, overconfident"),
     tr_noop("The same digits, read by a network that is too large: much surer than it is right.")),
    ("wine", tr_noop("Wine"),
     tr_noop("118 wines of three kinds, told apart by what is in them.")),
)  # fmt: skip


class NoTable(QWidget):
    """Offer a file and the examples; example_wanted: the name of one."""

    open_wanted = Signal()
    example_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = WrappedLabel(tr(HINT))
        self.open_button = QPushButton(tr("Open a file…"))
        self.open_button.setAccessibleName(tr("Open a file of logits"))
        self.open_button.setToolTip(
            tr("Open logits from .npy, .npz, .csv, .tsv, .txt, .json or .safetensors (Ctrl+O)")
        )
        self.open_button.clicked.connect(self.open_wanted)
        self.examples = [self._example(*example) for example in EXAMPLES]
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for part in (self.hint, self.open_button, *self.examples):
            self._box.addWidget(part)
        self._box.addStretch(1)

    def _example(self, name: str, title: str, tip: str) -> QPushButton:
        button = QPushButton(tr(title))
        button.setObjectName(name)
        button.setProperty("role", "choice")
        button.setAccessibleName(tr("Open the example {name}").format(name=tr(title)))
        button.setToolTip(tr(tip))
        button.clicked.connect(self._want_example)
        return button

    def _want_example(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.example_wanted.emit(button.objectName())

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self._box.setSpacing(theme.current().px(5))
        self.hint.fit()
