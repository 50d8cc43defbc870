"""A choice of one class, of a million too: the largest come first, and any can be typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QElapsedTimer,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from softmax_viz.core.class_search import ClassSearch
from softmax_viz.text import named
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.tooltip import tooltip

Index = QModelIndex | QPersistentModelIndex

LIST_WIDTH = 170
PAUSE_MS = 1000
MOST_OFFERED = 1000
# How much room the style keeps free beside the name.
BESIDE = 4


class ClassNames(QAbstractListModel):
    """Offer classes: all, or of very many some, and those that are sought besides.

    A list of a million would take Qt half a minute to open.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._first: tuple[int, ...] = ()
        self._offered: list[int] = []
        self._search: ClassSearch | None = None

    def show_classes(self, labels: tuple[str, ...], first: Sequence[int] = ()) -> None:
        """Offer other classes: some first, and then the others, unless there are too many."""
        if labels is self._labels and tuple(first) == self._first:
            return
        self.beginResetModel()
        if labels is not self._labels:
            self._search = None
        self._labels, self._first = labels, tuple(first)
        self._offered = list(first)
        if len(labels) <= MOST_OFFERED:
            self._offered += sorted(set(range(len(labels))).difference(first))
        self.endResetModel()

    def class_at(self, row: int) -> int:
        """Return the class of a row, -1 for none."""
        return self._offered[row] if 0 <= row < len(self._offered) else -1

    def row_of(self, index: int) -> int:
        """Return the row of a class, which is offered from now on; -1 where there is none."""
        if not 0 <= index < len(self._labels):
            return -1
        if index not in self._offered:
            last = len(self._offered)
            self.beginInsertRows(QModelIndex(), last, last)
            self._offered.append(index)
            self.endInsertRows()
        return self._offered.index(index)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many classes are offered."""
        return 0 if parent is not None and parent.isValid() else len(self._offered)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a name."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return named(self._labels[self.class_at(index.row())])

    def found(self, text: str, row: int) -> int:
        """Return the row of the class that a text names, from a row on; -1 for none.

        A letter that is typed again goes on to the next class.
        """
        if self._search is None:
            self._search = ClassSearch(self._labels)
        index = self._search.find(text).first(max(self.class_at(row), 0))
        if index < 0 and len(set(text)) == 1:
            index = self._search.find(text[0]).after(self.class_at(row))
        return self.row_of(index)


class ClassItems(QListView):
    """List the classes; what is typed finds a part of a name, or an index."""

    def __init__(self, names: ClassNames) -> None:
        super().__init__()
        self._names = names
        self._typed = ""
        self._since = QElapsedTimer()
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumWidth(theme.current().px(LIST_WIDTH))

    def keyboardSearch(self, search: str) -> None:
        """Go to the class that is typed; a pause begins another one."""
        if not self._since.isValid() or self._since.hasExpired(PAUSE_MS):
            self._typed = ""
        self._typed += search
        self._since.start()
        row = self._names.found(self._typed, self.currentIndex().row())
        if row >= 0:
            self.setCurrentIndex(self._names.index(row))


class ClassCombo(QComboBox):
    """Choose a class.

    taken: the class that a person chose.
    """

    taken = Signal(int)

    def __init__(self, names: ClassNames, name: str, tip: str) -> None:
        super().__init__()
        self._names, self._tip = names, tip
        self.setView(ClassItems(names))
        self.setModel(names)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._tell_name("")
        self.currentTextChanged.connect(self._tell_name)
        self.activated.connect(self._take)

    def _tell_name(self, name: str) -> None:
        """Say the whole name on hover, which may have no room here."""
        self.setToolTip(tooltip("\n".join(filter(None, (name, self._tip)))))

    @property
    def chosen(self) -> int:
        """Return the class that is chosen, -1 for none."""
        return self._names.class_at(self.currentIndex())

    def choose(self, index: int) -> None:
        """Show a class as the chosen one; emits nothing of it."""
        row = self._names.row_of(index)
        if row != self.currentIndex():
            self.setCurrentIndex(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name with its end, where it has no room: cut off, it would be another's."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = QStyle.ComplexControl.CC_ComboBox
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(whole, option, part, self).width() - BESIDE
        option.currentText = elided_name(option.currentText, QFontMetricsF(self.font()), room)
        painter.drawComplexControl(whole, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed as what is picked from the list."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.text().strip() and self.currentIndex() != before:
            self._take(self.currentIndex())

    def _take(self, row: int) -> None:
        self.taken.emit(self._names.class_at(row))
