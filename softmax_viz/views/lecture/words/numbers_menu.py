"""The menu of live numbers that a text can hold."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from softmax_viz.core.lecture.targets import target_of
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.state import State
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import svg, theme

ICON = 14
MOST_CLASSES = 20
UNWRITABLE = frozenset("{}[]")

PLAIN = (
    ("T", tr_noop("Temperature T")),
    ("N", tr_noop("Number of classes N")),
    ("predicted", tr_noop("Predicted class")),
    ("margin", tr_noop("Margin")),
    ("entropy", tr_noop("Entropy")),
    ("perplexity", tr_noop("Perplexity")),
)


def written_classes(state: State) -> tuple[tuple[str, str], ...]:
    """Return the classes that a menu offers, the first ones, and how a field writes them.

    A name that a field cannot hold, or that two classes have, is written as an index, such as #0.
    """
    labels = state.labels[:MOST_CLASSES]
    return tuple(
        (label, label if not UNWRITABLE & set(label) and labels.index(label) == i else f"#{i}")
        for i, label in enumerate(labels)
    )


class NumbersMenu(QToolButton):
    """Offer the numbers; chosen: the field to insert, such as "{softmax[panda]}"."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Insert a number"))
        self.setToolTip(
            tr("Insert a number that is always computed from what is on the screen,\n"
               "such as {softmax[panda]:.3f} or {softmax[panda]:.1%}")
        )  # fmt: skip
        self.clicked.connect(self.open)
        self.follow_theme()

    def show_state(self, state: State) -> None:
        """Take the classes of a State."""
        self._state = state

    def open(self) -> None:
        """Open the menu below the button."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def make_menu(self) -> QMenu:
        """Return the menu of the present State."""
        menu = QMenu(self)
        names = () if self._state is None else written_classes(self._state)
        for key, title in (("z", tr("Logit z")), *((k.key, tr(k.title)) for k in OUTPUTS),
                           ("cross_entropy", tr("Cross-entropy"))):  # fmt: skip
            part = menu.addMenu(title)
            for name, written in names:
                part.addAction(name.replace("&", "&&")).setData(f"{{{target_of(key, written)}}}")
            if key != "cross_entropy":
                part.addSeparator()
                part.addAction(tr("Sum")).setData(f"{{sum({key})}}")
        menu.addSeparator()
        for key, title in PLAIN:
            menu.addAction(tr(title)).setData(f"{{{key}}}")
        menu.triggered.connect(self._choose)
        return menu

    def _choose(self, action: object) -> None:
        data = getattr(action, "data", str)()
        if isinstance(data, str) and data:
            self.chosen.emit(data)

    def follow_theme(self) -> None:
        """Take the size and colours of the theme."""
        look = theme.current()
        self.setIcon(svg.icon("number", look.colors.muted, look.px(ICON)))
        self.setIconSize(QSize(look.px(ICON), look.px(ICON)))
