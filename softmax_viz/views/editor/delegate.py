"""How a class is drawn in the table, and which editors open in it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from softmax_viz.core import logit_scale
from softmax_viz.core.numbers import parse_number
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.editor.model import Column, Index, LogitModel
from softmax_viz.views.elided import elided_name
from softmax_viz.views.line_field import LineField
from softmax_viz.views.number_field import NumberField, Steps

STEPS = Steps(logit_scale.stepped, logit_scale.ARROW, logit_scale.FINE, logit_scale.PAGE)


def slider_track(cell: QRectF) -> tuple[float, float]:
    """Return the ends of the slider's track in a cell."""
    margin = theme.current().px(11)
    return cell.left() + margin, cell.right() - margin


class LogitDelegate(QStyledItemDelegate):
    """Paint colour, name, slider and value; edit the name and the value.

    named: a name was entered by Return, so that one can go on to the value.
    refused: why a wrong number was given up.
    """

    named = Signal(int)
    refused = Signal(str)

    def __init__(self, model: LogitModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._row = -1
        self.active = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look = theme.current()
        cell = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(cell, look.color("accent_ground"))
        elif index.row() == self.active:
            painter.fillRect(cell, look.color("window"))
        if index.column() == Column.COLOR:
            self._paint_color(painter, cell, index)
        elif index.column() == Column.NAME:
            self._paint_name(painter, cell, index, selected)
        elif index.column() == Column.SLIDER:
            self._paint_slider(painter, cell, index)
        else:
            self._paint_value(painter, cell, index)
        painter.restore()

    def _paint_color(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        look = theme.current()
        size = look.px(12)
        box = QRectF(cell.center().x() - size / 2, cell.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.class_color(index.data(Qt.ItemDataRole.UserRole) or 0))
        painter.drawRoundedRect(box, 3, 3)
        if index.row() == self.active:
            painter.setBrush(look.color("faint"))
            x = cell.left() + look.px(4)
            for k in (-1, 0, 1):
                painter.drawEllipse(QPointF(x, cell.center().y() + k * look.px(5)), 1.4, 1.4)

    def _paint_name(self, painter: QPainter, cell: QRectF, index: Index, selected: bool) -> None:
        look = theme.current()
        painter.setFont(look.font())
        painter.setPen(look.color("accent_ink" if selected else "ink"))
        room = cell.adjusted(look.px(3), 0, -look.px(2), 0)
        text = elided_name(index.data() or "", QFontMetricsF(painter.font()), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_slider(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        look = theme.current()
        value: float = index.data(Qt.ItemDataRole.EditRole)
        first, last = slider_track(cell)
        y, zero = cell.center().y(), (first + last) / 2
        painter.setPen(QPen(look.color("line"), look.px(3)))
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        painter.setPen(QPen(look.color("faint"), 1))
        painter.drawLine(QPointF(zero, y - look.px(6)), QPointF(zero, y + look.px(6)))
        if math.isnan(value):
            return
        swatch = self._model.index(index.row(), Column.COLOR)
        color = look.class_color(swatch.data(Qt.ItemDataRole.UserRole) or 0)
        x = first + logit_scale.position(value, self._model.reach) * (last - first)
        painter.setPen(QPen(color, look.px(4)))
        painter.drawLine(QPointF(zero, y), QPointF(x, y))
        painter.setBrush(look.color("card"))
        painter.setPen(QPen(color if math.isinf(value) else look.color("ink"), look.px(2)))
        painter.drawEllipse(QPointF(x, y), look.px(6), look.px(6))

    def _paint_value(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        look = theme.current()
        box = theme.inset(cell, look.px(2), look.px(3))
        painter.setPen(QPen(look.color("line"), 1))
        painter.setBrush(look.color("card"))
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        painter.setPen(look.color("ink"))
        painter.setFont(look.font())
        text = painter.fontMetrics().elidedText(
            index.data() or "", Qt.TextElideMode.ElideRight, int(box.width() - look.px(10))
        )
        painter.drawText(
            box.adjusted(0, 0, -look.px(7), 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text,
        )  # fmt: skip

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a field for a number or a name."""
        self._row = index.row()
        if index.column() == Column.VALUE:
            field = NumberField(parse_number, STEPS, parent)
            field.setAccessibleName(tr("Logit"))
            field.entered.connect(self._enter_number)
            field.refused.connect(self.refused)
            return field
        name = LineField(parent)
        name.setAccessibleName(tr("Class name"))
        return name

    def _enter_number(self, value: float, gesture: object) -> None:
        self._model.intend_logit(self._row, value, gesture)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill an editor, with the number in full precision."""
        if isinstance(editor, NumberField):
            value: float = index.data(Qt.ItemDataRole.EditRole)
            editor.show_value(value, self._model.edit_text(index.row()))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Intend what an editor holds."""
        if isinstance(editor, NumberField):
            editor.commit()
        elif isinstance(editor, QLineEdit) and editor.isModified():
            editor.setModified(False)
            self._model.intend_name(index.row(), editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Let an editor cover its cell; a number's may grow to the left over the slider."""
        rect: QRect = option.rect
        if isinstance(editor, NumberField):
            rect = rect.adjusted(-theme.current().px(56), 0, 0, 0)
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep a field with a wrong number open, and go on from a name to its value."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(editor, event)
        key = event.key()
        if isinstance(editor, NumberField):
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                if editor.commit():
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
            if key == Qt.Key.Key_Escape and (editor.problem or editor.isModified()):
                editor.restore()
                return True
        elif isinstance(editor, QLineEdit) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self._row
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.named.emit(row)
            return True
        return super().eventFilter(editor, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | Index) -> object:  # type: ignore[override]
        """Return the theme's row height."""
        hint = super().sizeHint(option, index)
        hint.setHeight(theme.current().px(34))
        return hint
