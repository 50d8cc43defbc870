"""One choice of a question: a large numbered button, with the hands it got."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from softmax_viz.core.lecture.poll import Choice, hands_shown, percent_of_hands, spoken_choice
from softmax_viz.core.lecture.poll import standing as standing_of
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.lecture.bare import bare_size
from softmax_viz.views.lecture.hands_field import HandsField
from softmax_viz.views.lecture.text_block import Plan, TextBlock
from softmax_viz.views.tooltip import show_tooltip


class ChoiceButton(QAbstractButton):
    """Show a choice; clicked is an answer. The word and the hands keep their room when absent."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice(number, "")
        self._block = TextBlock(((1, 1),))
        self._bare, self._counting = False, False
        self._scene_width = 1.0
        self.field = HandsField(self)
        self.field.hide()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def choice(self) -> Choice:
        """Return what is shown."""
        return self._choice

    @property
    def is_cut(self) -> bool:
        """Tell whether the text ends in … for want of room."""
        return self._block.is_cut

    @property
    def place(self) -> int:
        """Return how far the text had to shrink, 0 for not at all."""
        return self._block.place

    def size_up(
        self, bare: bool, scene_width: float, roomy: str, width: float, place: int = 0
    ) -> float:
        """Take the size for a width, shrunk at least so far; return the height that is needed."""
        self._bare, self._scene_width = bare, scene_width
        # A style sheet of the application beats a font.
        size = theme.current().px(self._status_size)
        self.field.setStyleSheet(f"font-size: {size}px; padding: 0 {size // 3}px;" if bare else "")
        # While hands are counted, Tab leads from field to field.
        skipped = bare or self._counting
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if skipped else Qt.FocusPolicy.StrongFocus)
        self._block.begin(self._plan(), place)
        self._block.lay_out(roomy, roomy, self._text_width(width))
        needed = 2 * self._pad + self._block.height + self._status_height + self._bar_height
        self._block.lay_out(self._choice.text, roomy, self._text_width(width))
        return needed

    def show_choice(self, choice: Choice, roomy: str, counting: bool) -> None:
        """Show a choice, and the field for its hands where they are being counted."""
        if (choice, counting) == (self._choice, self._counting):
            return
        self._choice, self._counting = choice, counting
        self.setAccessibleName(
            tr("{number}: {choice}").format(number=choice.number, choice=choice.text)
        )
        self.setAccessibleDescription(spoken_choice(choice))
        self.field.setAccessibleName(
            tr("Hands for {number}, {choice}").format(number=choice.number, choice=choice.text)
        )
        self.field.show_hands(choice.hands)
        self.field.setVisible(counting)
        self._block.lay_out(choice.text, roomy, self._text_width(self.width()))
        self._place_field()
        self.update()

    # Sizes, in pixels

    def _plan(self) -> Plan:
        if not self._bare:
            return ((15, 1), (14, 2), (13, 5))
        large, small = self._at(26, 17), self._at(22, 15)
        return ((large, 1), (large, 2), (small, 5))

    def _at(self, pixels: float, least: float) -> float:
        return bare_size(pixels, least, self._scene_width)

    def _px(self, usual: float, bare: float) -> int:
        return theme.current().px(self._at(bare, usual) if self._bare else usual)

    @property
    def _pad(self) -> int:
        return self._px(7, 12)

    @property
    def _badge(self) -> int:
        return self._px(22, 40)

    @property
    def _status_size(self) -> float:
        return self._at(20, 13) if self._bare else theme.SMALL_TEXT

    @property
    def _status_height(self) -> int:
        return self._px(22, 30)

    @property
    def _bar_height(self) -> int:
        return self._px(6, 12)

    def _text_width(self, width: float) -> float:
        return max(width - 3 * self._pad - self._badge - 2, 1)

    def _status_rect(self) -> QRectF:
        left = 2 * self._pad + self._badge
        top = self.height() - self._pad - self._bar_height - self._status_height
        return QRectF(left, top, self.width() - left - self._pad, self._status_height)

    def _place_field(self) -> None:
        if not self._counting:
            return
        row, metrics = self._status_rect(), self.field.fontMetrics()
        percent = QFontMetricsF(self._status_font()).horizontalAdvance("· >99\u202f%")
        width = metrics.horizontalAdvance("0000") + theme.current().px(20)
        right = row.right() - percent - theme.current().px(5)
        if right - width < row.left():
            right = row.right()
        left = max(round(right - width), self._pad)
        self.field.setGeometry(left, round(row.y()), width, round(row.height()))

    def _status_font(self) -> QFont:
        return theme.current().font(self._status_size, 600)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, its number, its text, the word beside it and its hands."""
        look, choice = theme.current(), self._choice
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("window"))
        self._paint_ground(painter)
        badge = QRectF(self._pad, self._pad, self._badge, self._badge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("ink" if choice.chosen else self._badge_ground))
        painter.drawRoundedRect(badge, look.px(6), look.px(6))
        painter.setPen(look.color("card" if choice.chosen else "note_ink"))
        painter.setFont(look.font(0.6 * self._badge / look.scale, 600))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(choice.number))
        left = 2 * self._pad + self._badge
        room = self._status_rect().top() - self._pad
        top = self._pad + max((min(room, self._badge) - self._block.height) / 2, 0)
        box = QRectF(left, top, self.width() - left - self._pad, room)
        ink = look.color("good_ink" if choice.right else "ink")
        self._block.paint(painter, box, ink)
        self._paint_status(painter)
        self._paint_bar(painter)
        painter.end()

    @property
    def _badge_ground(self) -> str:
        return "card" if self._choice.right else "note_ground"

    def _paint_ground(self, painter: QPainter) -> None:
        look, choice = theme.current(), self._choice
        edge, width = "line", 1.0
        if self.underMouse() and choice.right is None:
            edge = "faint"
        if choice.right:
            edge, width = "good_ink", 2.0
        if choice.chosen:
            edge, width = ("good_ink" if choice.right else "ink"), 3.0
        ground = look.color("good_ground" if choice.right else "card")
        if self.isDown():
            ground = look.color("accent_ground")
        painter.setPen(QPen(look.color(edge), width))
        painter.setBrush(ground)
        box = theme.inset(QRectF(self.rect()), width / 2, width / 2)
        painter.drawRoundedRect(box, look.px(8), look.px(8))
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                theme.inset(QRectF(self.rect()), width + 2, width + 2), look.px(5), look.px(5)
            )

    def _paint_status(self, painter: QPainter) -> None:
        look, choice, row = theme.current(), self._choice, self._status_rect()
        word = standing_of(choice)
        ink = "good_ink" if choice.right else "ink"
        font = self._status_font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        hands = hands_shown(choice)
        marked = choice.right or choice.missed
        wanted = metrics.horizontalAdvance(word + "  ") + (row.height() if marked else 0)
        if choice.of and self._counting:
            hands = f"· {percent_of_hands(choice)}"
        elif choice.of and wanted + metrics.horizontalAdvance(hands) > row.width():
            hands = percent_of_hands(choice)
        beside = row.right() - metrics.horizontalAdvance(hands)
        if self._counting:
            beside = self.field.x()
            hands = hands if self.field.geometry().right() < row.right() - look.px(8) else ""
        left = row.left()
        if marked:
            size = 0.72 * row.height()
            mark = QRectF(left, row.center().y() - size / 2, size, size)
            name = "icons/check" if choice.right else "icons/cross"
            color = look.colors.good_ink if choice.right else look.colors.bad_ink
            svg.renderer(name, color).render(painter, mark)
            left += size + look.px(4)
        painter.setPen(look.color(ink))
        room = beside - look.px(8) - left
        text = metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(room, 0.0))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        # The mark alone says more than a letter or two beside it.
        if len(text) > 3 or text == word:
            painter.drawText(QRectF(left, row.y(), room, row.height()), middle, text)
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, hands)

    def _paint_bar(self, painter: QPainter) -> None:
        look, choice = theme.current(), self._choice
        if not choice.of:
            return
        left = 2 * self._pad + self._badge
        track = QRectF(left, self.height() - self._pad - self._bar_height + 2,
                       self.width() - left - self._pad, self._bar_height)  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("note_ground"))
        painter.drawRoundedRect(track, 2, 2)
        track.setWidth(choice.share * track.width())
        painter.setBrush(look.color("good_ink" if choice.right else "muted"))
        painter.drawRoundedRect(track, 2, 2)

    # Events

    def sizeHint(self) -> QSize:
        """Return the present size: the question lays its choices out."""
        return self.size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the field anew."""
        super().resizeEvent(event)
        self._place_field()

    def event(self, event: QEvent) -> bool:
        """Show the whole text on demand."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.is_cut:
            show_tooltip(event.globalPos(), self._choice.text, self)
            return True
        return super().event(event)
