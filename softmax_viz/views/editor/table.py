"""The table of classes: drag a slider, drag a row, or use the keys."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from softmax_viz.core import edits, logit_scale
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.editor.delegate import STEPS, LogitDelegate, slider_track
from softmax_viz.views.editor.model import Column, LogitModel

ROW_HEIGHT = 34


class LogitTable(QTableView):
    """Show one row a class, virtual, so that their number does not matter.

    hovered: the class below the pointer, -1 for none.
    """

    hovered = Signal(int)

    _gestures = count()

    def __init__(self, model: LogitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._gesture: object = None
        self._kept_row = -1
        self._dragged_row = -1
        self._dragged_column = Column.SLIDER
        self.cells = LogitDelegate(model, self)
        self.setModel(model)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # A least height above that of the rows makes them a height that follows no theme any more.
        self.verticalHeader().setMinimumSectionSize(1)
        self.setAccessibleName(tr("Logits"))
        self.setAccessibleDescription(
            tr("Up and Down choose a class, Left and Right move its logit; type a number; "
               "F2 renames; Delete removes; Alt+Up and Alt+Down move the class.")
        )  # fmt: skip
        self.cells.named.connect(self.edit_value)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        self.follow_theme()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        first = self.rowAt(0)
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(20))
        for column, width in ((Column.COLOR, 30), (Column.NAME, 84), (Column.VALUE, 78)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, px(width))
        header.setSectionResizeMode(Column.SLIDER, QHeaderView.ResizeMode.Stretch)
        self.updateGeometry()
        if first > 0:
            # As many pixels from the top are other classes now: thousands away among a million.
            self.updateGeometries()
            top = self._model.index(first, Column.VALUE)
            self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)

    def sizeHint(self) -> QSize:
        """Return room for every row; the layout may give less."""
        px = theme.current().px
        return QSize(px(270), px(ROW_HEIGHT) * min(self._model.rowCount(), 60) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return room for a row or two."""
        px = theme.current().px
        return QSize(px(200), px(ROW_HEIGHT) * min(max(self._model.rowCount(), 1), 2) + 2)

    def _before_reset(self) -> None:
        # A field left open would be left during the reset, and enter what is typed amid a render.
        for field in self.viewport().findChildren(QLineEdit):
            field.setModified(False)
        self.finish_editing()
        self._kept_row = self.row

    def _after_reset(self) -> None:
        self.updateGeometry()
        if self._kept_row >= 0 or self.hasFocus():
            self.choose(self._kept_row)

    def finish_editing(self) -> None:
        """Enter what is being typed in a cell, and close its field."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    @property
    def row(self) -> int:
        """Return the chosen class, -1 where none is."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a class, as far as there is one."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._model.index(min(max(row, 0), last), Column.VALUE))

    def show_in_the_middle(self, row: int) -> None:
        """Choose a class, and scroll it to where its neighbours are seen too."""
        self.choose(row)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def show_first(self) -> None:
        """Scroll to the first class, and choose it where one was chosen."""
        if self.row >= 0:
            self.choose(0)
        self.scrollToTop()

    def highlight(self, row: int) -> None:
        """Emphasise a class, or none with -1."""
        if row != self.cells.active:
            self.cells.active = row
            self.viewport().update()

    def edit_name(self, row: int) -> None:
        """Open the name of a class."""
        self._open(row, Column.NAME)

    def edit_value(self, row: int) -> None:
        """Open the logit of a class."""
        self._open(row, Column.VALUE)

    def _open(self, row: int, column: Column) -> None:
        self.setFocus()
        index = self._model.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a slider, or of a row by its colour."""
        index = self.indexAt(event.position().toPoint())
        held = index.column() in (Column.SLIDER, Column.COLOR)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or not held:
            super().mousePressEvent(event)
            return
        self.setFocus()
        self.choose(index.row())
        self._gesture = ("drag", next(self._gestures))
        self._dragged_row, self._dragged_column = index.row(), Column(index.column())
        if index.column() == Column.SLIDER:
            self._model.hold_reach(True)
            self._drag_slider(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a drag, or tell which class the pointer is on."""
        if self._gesture is None:
            super().mouseMoveEvent(event)
            self.hovered.emit(self.indexAt(event.position().toPoint()).row())
        elif self._dragged_column == Column.SLIDER:
            self._drag_slider(event.position().x())
        else:
            self._drag_row(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._gesture is None:
            super().mouseReleaseEvent(event)
            return
        self._gesture = None
        self._model.hold_reach(False)

    def _drag_slider(self, x: float) -> None:
        cell = QRectF(self.visualRect(self._model.index(self._dragged_row, Column.SLIDER)))
        first, last = slider_track(cell)
        value = logit_scale.at((x - first) / (last - first), self._model.reach)
        self._model.intend_logit(self._dragged_row, value, self._gesture)

    def _drag_row(self, y: float) -> None:
        target = self.rowAt(round(y))
        if target < 0:
            target = self._model.rowCount() - 1 if y > 0 else 0
        if target != self._dragged_row:
            row, self._dragged_row = self._dragged_row, target
            self._model.intend_move(row, target, self._gesture)
            self.choose(target)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first class when the keyboard arrives and none is chosen."""
        super().focusInEvent(event)
        if self.row < 0:
            self.choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a logit by Left, Right, Page, Home, End; move, rename or remove the class."""
        row, key = self.row, Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        size = STEPS.size(event, Qt.Key.Key_Right, Qt.Key.Key_Left)
        state = self._model.state
        if state is None or row < 0:
            super().keyPressEvent(event)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_chosen(-1 if key == Qt.Key.Key_Up else 1)
        elif size:
            self._model.intend_logit(row, STEPS.step(float(state.logits[row]), size))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            end = -self._model.reach if key == Qt.Key.Key_Home else self._model.reach
            self._model.intend_logit(row, end)
        elif key == Qt.Key.Key_F2:
            self.edit_name(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_value(row)
        elif key == Qt.Key.Key_Delete:
            self.remove_chosen()
        else:
            upright = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if not upright:
                self.setCurrentIndex(self._model.index(row, Column.VALUE))
            super().keyPressEvent(event)
            if upright:
                self.hovered.emit(self.row)

    def move_chosen(self, by: int) -> None:
        """Intend to move the chosen class up or down."""
        target = min(max(self.row + by, 0), self._model.rowCount() - 1)
        if self.row >= 0 and target != self.row:
            self._model.intend_move(self.row, target)
            self.choose(target)

    def remove_chosen(self) -> None:
        """Intend to remove the chosen class, the last one where none is chosen."""
        state = self._model.state
        if state is None:
            return
        row = self.row if self.row >= 0 else state.count - 1
        self._model.edited.emit(edits.remove_classes(state, [row]), None)
        self.choose(row)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Keep the cursor in the value column, where typing starts."""
        index = super().moveCursor(action, modifiers)
        return self._model.index(index.row(), Column.VALUE) if index.isValid() else index
