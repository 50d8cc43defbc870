"""How one scene is drawn in the list, and the field that renames it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from softmax_viz.core.lecture.scene import Scene
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.entry import Entry
from softmax_viz.views.lecture.scene_model import Index
from softmax_viz.views.lecture.thumbnail import has_fields
from softmax_viz.views.lecture.thumbnails import Thumbnails

NUMBER_WIDTH = 24
EDGE = 6
PICTURE_HEIGHT = 80
TITLE_TEXT = 13
TITLE_HEIGHT = 36
ROW_HEIGHT = EDGE + PICTURE_HEIGHT + 3 + TITLE_HEIGHT + EDGE


def picture_place(row: QRect) -> QRectF:
    """Return where the picture of a scene stands in its row."""
    px = theme.current().px
    return QRectF(
        row.left() + px(NUMBER_WIDTH), row.top() + px(EDGE),
        row.width() - px(NUMBER_WIDTH + EDGE), px(PICTURE_HEIGHT),
    )  # fmt: skip


def title_place(row: QRect) -> QRectF:
    """Return where the title of a scene stands in its row."""
    px = theme.current().px
    above = picture_place(row)
    return QRectF(above.left(), above.bottom() + px(3), above.width(), px(TITLE_HEIGHT))


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into two lines at most, the second one ending in … where it must."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(width)
    layout.endLayout()
    end = line.textLength() if line.isValid() else 0
    if end >= len(text):
        return [text]
    rest = QFontMetricsF(font).elidedText(text[end:], Qt.TextElideMode.ElideRight, width)
    return [text[:end].rstrip(), rest]


class SceneDelegate(QStyledItemDelegate):
    """Paint number, picture and title; current: the row of the scene that is on."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.current = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same size for every scene."""
        px = theme.current().px
        return QSize(px(120), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one scene."""
        scene = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(scene, Scene):
            return
        look = theme.current()
        current = index.row() == self.current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, current)
        place = picture_place(option.rect)
        ratio = painter.device().devicePixelRatio()
        kept = self._thumbnails.of(scene, place.size().toSize(), ratio, current)
        self._paint_picture(painter, place, kept.picture, current)
        painter.setFont(look.font(TITLE_TEXT, 600 if current else 400))
        painter.setPen(look.color("accent_ink" if current else "muted"))
        painter.drawText(
            QRectF(option.rect.left(), place.top(), look.px(NUMBER_WIDTH - 6), look.px(18)),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.row() + 1),
        )  # fmt: skip
        painter.setPen(look.color("accent_ink" if current else "ink"))
        below = title_place(option.rect)
        title = kept.title if has_fields(scene.title) else scene.title
        lines = two_lines(title, painter.font(), below.width())
        height = below.height() / 2
        for number, line in enumerate(lines):
            painter.drawText(
                QRectF(below.left(), below.top() + number * height, below.width(), height),
                Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line,
            )  # fmt: skip
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, current: bool) -> None:
        look = theme.current()
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not current and not over:
            return
        rect = theme.inset(QRectF(option.rect), 1, 1)
        focused = current and isinstance(option.widget, QWidget) and option.widget.hasFocus()
        painter.setPen(QPen(look.color("focus"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent_ground" if current else "window"))
        painter.drawRoundedRect(rect, look.px(7), look.px(7))

    def _paint_picture(
        self, painter: QPainter, place: QRectF, picture: QPixmap, current: bool
    ) -> None:
        look = theme.current()
        radius = look.px(5)
        frame = QPainterPath()
        frame.addRoundedRect(place, radius, radius)
        painter.save()
        painter.setClipPath(frame)
        painter.drawPixmap(QPointF(place.topLeft()), picture)
        painter.restore()
        pen = QPen(look.color("focus"), look.px(2)) if current else QPen(look.color("line"), 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the title."""
        field = Entry(parent)
        field.setAccessibleName(tr("Title of the scene"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the title, all of it selected; what is being typed stays."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter the title by Return at once: Qt does so later, when the field may be gone."""
        if (
            isinstance(editor, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the field over the title."""
        below = title_place(option.rect)
        height = editor.sizeHint().height()
        editor.setGeometry(
            round(below.left()), round(below.center().y() - height / 2),
            round(below.width()), height,
        )  # fmt: skip
