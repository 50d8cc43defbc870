"""The name of the deck on top of its scenes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.lecture.entry import Entry
from softmax_viz.views.lecture.plain import one_line
from softmax_viz.views.tooltip import tooltip

HEIGHT = 30


class DeckTitle(QWidget):
    """Show the title of a deck and whether it was changed; a double click or F2 renames it.

    renamed: the title that a person wrote.
    """

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._changed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label = ElidedLabel()
        self.label.setProperty("role", "title")
        self.mark = QLabel("●")
        self.mark.setProperty("role", "muted")
        self.field = Entry()
        self.field.setAccessibleName(tr("Title of the deck"))
        self.field.setToolTip(tr("Name the deck: Enter keeps the name, Escape the old one"))
        self.field.setPlaceholderText(tr("Untitled deck"))
        self.field.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.mark)
        self._row.addWidget(self.field, 1)
        self.field.editingFinished.connect(self._enter)
        self.field.given_up.connect(self._give_up)
        self._show()

    @property
    def is_renaming(self) -> bool:
        """Tell whether the field is open."""
        return not self.field.isHidden()

    def show_title(self, title: str) -> None:
        """Show the title of a deck; one that is being written stays."""
        if title != self._title:
            self._title = title
            self._show()

    def show_changed(self, changed: bool) -> None:
        """Mark the deck as changed, or as it was saved."""
        if changed != self._changed:
            self._changed = changed
            self._show()

    def _show(self) -> None:
        title = self._title or tr("Untitled deck")
        self.label.setText(title)
        self.mark.setVisible(self._changed and not self.is_renaming)
        state = tr("changed since it was saved") if self._changed else tr("nothing to save")
        self.setAccessibleName(tr("Deck: {title}").format(title=title))
        self.setAccessibleDescription(state)
        hint = tr("Double click or F2 renames the deck.")
        self.setToolTip(tooltip(f"{title} ({state})\n{hint}"))

    def rename(self) -> None:
        """Open the title."""
        self.label.hide()
        self.mark.hide()
        self.field.setText(self._title)
        self.field.selectAll()
        self.field.show()
        self.field.setFocus()

    def _enter(self) -> None:
        if not self.is_renaming:
            return
        title = one_line(self.field.text()).strip()
        self._close()
        if title != self._title:
            self.renamed.emit(title)

    def _give_up(self) -> None:
        self.field.setText(self._title)
        self._close()

    def _close(self) -> None:
        held = self.field.hasFocus()
        self.field.hide()
        self.label.show()
        self._show()
        if held:
            self.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the title."""
        self.rename()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the title by F2 or Return."""
        opening = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in opening and not self.is_renaming:
            self.rename()
        elif event.key() not in opening:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame where the keyboard is."""
        if not self.hasFocus():
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("focus"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), look.px(5), look.px(5))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the theme."""
        self.setFixedHeight(theme.current().px(HEIGHT))
        super().changeEvent(event)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(6), 0, px(6), 0)
        self._row.setSpacing(px(4))
