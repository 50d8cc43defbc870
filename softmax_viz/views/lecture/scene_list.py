"""The list of scenes: click or keys go to one, a drag or Alt+arrows move it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QListView, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.scene_delegate import SceneDelegate
from softmax_viz.views.lecture.scene_model import Index, SceneModel
from softmax_viz.views.lecture.thumbnails import Thumbnails

NOWHERE = -1
SCROLL_MS = 30
SCROLL_EDGE = 28
SCROLL_BY = 14
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class SceneList(QListView):
    """Show the scenes of a deck, one below the other; only what is seen is painted.

    chosen: go to a scene, from its beginning; moved: from one place to another;
    deleted: the scene that is on is to go.
    """

    chosen = Signal(int)
    moved = Signal(int, int)
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scenes = SceneModel()
        self.scenes.setParent(self)
        self.thumbnails = Thumbnails(self)
        self._cells = SceneDelegate(self.thumbnails, self)
        self._shown = NOWHERE
        self._pressed = NOWHERE
        self._from = QPoint()
        self._gap = NOWHERE
        self._scroll = QTimer(self, interval=SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        self.setModel(self.scenes)
        self.setItemDelegate(self._cells)
        self.setToolTip(tr("The scenes in order; drag one, or press Alt+↑ or Alt+↓, to move it"))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Scenes"))
        self.setAccessibleDescription(
            tr("Up and Down go to a scene, Return begins it again; Alt+Up and Alt+Down move it; "
               "F2 renames; Delete deletes.")
        )  # fmt: skip
        self.thumbnails.due.connect(self.viewport().update)
        self.scenes.modelAboutToBeReset.connect(self._close_field)

    def show_current(self, row: int) -> None:
        """Show which scene is on, -1 for none."""
        other = row != self._shown
        self._shown = self._cells.current = row
        if other:
            self.thumbnails.turn()
            self.viewport().update()
        if row != self.currentIndex().row():
            self.setCurrentIndex(self.scenes.index(row) if row >= 0 else QModelIndex())
        if other and row >= 0:
            self.scrollTo(self.currentIndex())

    def _close_field(self) -> None:
        for field in self.viewport().findChildren(QLineEdit):
            field.setModified(False)
            self.closePersistentEditor(self.currentIndex())

    def rename(self) -> None:
        """Open the title of the scene that is on."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.scrollTo(self.currentIndex())
            self.edit(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Go to the scene that the keys chose."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != self._shown:
            self.chosen.emit(current.row())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint pictures that are different; Qt would lay every scene out anew."""
        if list(roles) == [Qt.ItemDataRole.DecorationRole]:
            for row in range(first.row(), last.row() + 1):
                self.update(self.scenes.index(row))
        else:
            super().dataChanged(first, last, roles)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the list from being shortcuts of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (self._is_move(event) or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2))
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_move(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in (UP, DOWN) and held in (
            Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, rename, delete or begin the scene that is on, or go to another."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Escape and self._gap != NOWHERE:
            self._let_go()
        elif self._is_move(event):
            self.move_by(-1 if event.key() == UP else 1)
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() == Qt.Key.Key_Delete and row >= 0:
            self.deleted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.chosen.emit(row)
        elif event.text().isdigit() or event.key() == Qt.Key.Key_H:
            # These answer the question of the scene.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def move_by(self, by: int) -> None:
        """Intend to move the scene that is on so many places down."""
        row = self.currentIndex().row()
        if row >= 0 and 0 <= row + by < self.scenes.rowCount():
            self.moved.emit(row, row + by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a scene; it is gone to when the button is let go in the same place."""
        index = self.indexAt(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._from = index.row(), event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the scene that is held would go."""
        spot = event.position().toPoint()
        if self._pressed == NOWHERE:
            super().mouseMoveEvent(event)
            return
        far = (spot - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._gap != NOWHERE or far:
            self._hold(spot)

    def _hold(self, spot: QPoint) -> None:
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        height = self.sizeHintForRow(0)
        gap = round((spot.y() + self.verticalOffset()) / height)
        self._gap = min(max(gap, 0), self.scenes.rowCount())
        edge = theme.current().px(SCROLL_EDGE)
        near = spot.y() < edge or spot.y() > self.viewport().height() - edge
        if near and not self._scroll.isActive():
            self._scroll.start()
        elif not near:
            self._scroll.stop()
        self.viewport().update()

    def _scroll_on(self) -> None:
        spot = self.viewport().mapFromGlobal(self.cursor().pos())
        by = theme.current().px(SCROLL_BY) * (-1 if spot.y() < self.viewport().height() / 2 else 1)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by)
        self._hold(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the scene, or put it down where it was dragged to."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        source, gap = self._pressed, self._gap
        self._let_go()
        if source == NOWHERE or source >= self.scenes.rowCount():
            return
        if gap == NOWHERE:
            if self.indexAt(event.position().toPoint()).row() == source:
                self.chosen.emit(source)
        elif gap not in (source, source + 1):
            self.moved.emit(source, gap - (gap > source))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do as a click does."""
        self.mousePressEvent(event)

    def _let_go(self) -> None:
        self._pressed = self._gap = NOWHERE
        self._scroll.stop()
        self.unsetCursor()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scenes, and a line where the one that is held would go."""
        super().paintEvent(event)
        if self._gap == NOWHERE:
            return
        look = theme.current()
        y = self._gap * self.sizeHintForRow(0) - self.verticalOffset()
        y = min(max(y, look.px(2)), self.viewport().height() - look.px(2))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("focus"), look.px(3), c=Qt.PenCapStyle.RoundCap))
        margin = look.px(5)
        painter.drawLine(margin, y, self.viewport().width() - margin, y)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return room for a few scenes."""
        px = theme.current().px
        return QSize(px(180), px(400))

    def minimumSizeHint(self) -> QSize:
        """Return room for one scene."""
        return QSize(0, theme.current().px(140))

    def follow_theme(self) -> None:
        """Paint everything anew, at the size of the theme."""
        self.thumbnails.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
