"""Who else wants a key than the clicker."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from softmax_viz.views.data.digit_pad import Paper
from softmax_viz.views.lecture.clicker import Field
from softmax_viz.views.lecture.hands_field import HandsField
from softmax_viz.views.number_field import NumberField


def field_of(widget: QWidget | None) -> tuple[Field, bool]:
    """Return what kind of field a widget is, and whether its text is being changed."""
    if isinstance(widget, NumberField):
        return Field.NUMBER, widget.isModified()
    if isinstance(widget, Paper):
        return (Field.PAPER, widget.is_drawn_on) if widget.takes_keys else (Field.NONE, False)
    if isinstance(widget, HandsField):
        return Field.HANDS, True
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return (Field.NONE, False) if widget.isReadOnly() else (Field.TEXT, True)
    return (Field.TEXT, True) if isinstance(widget, QAbstractSpinBox) else (Field.NONE, False)


def something_pops_up() -> bool:
    """Tell whether the keys belong to a menu or a dialog."""
    return bool(QApplication.activePopupWidget() or QApplication.activeModalWidget())
