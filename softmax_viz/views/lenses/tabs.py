"""The row of tabs that lenses are chosen by, in any width."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QToolButton

from softmax_viz.views import svg, theme

FADE = 26


class LensTabs(QTabBar):
    """Keep the chosen tab in view, and what stands beside it; a tab that is cut fades away."""

    def __init__(self) -> None:
        super().__init__()
        # Qt lays the tabs out amid other events, and only then scrolls to the chosen one.
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self.bring_into_view)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self._back, self._on = (
            button
            for name in ("ScrollLeftButton", "ScrollRightButton")
            if (button := self.findChild(QToolButton, name))
        )
        self.currentChanged.connect(self.bring_into_view)

    def tabLayoutChange(self) -> None:
        """Scroll anew in another width, or with other letters."""
        self._laid_out.start()

    @property
    def needed(self) -> int:
        """Return the width in which the widest tab is whole, with a part of one beside it."""
        widest = max((self.tabRect(i).width() for i in range(self.count())), default=0)
        return widest + theme.current().px(44 + 40)

    @property
    def _room(self) -> int:
        """Return where the buttons for scrolling begin."""
        return self._back.x() if self._back.isVisibleTo(self) else self.width()

    def bring_into_view(self) -> None:
        """Scroll so that the chosen tab is whole, and the one before it where both have room."""
        for button in (self._back, self._on):
            # Qt's arrows are as small in any type size.
            button.setArrowType(Qt.ArrowType.NoArrow)
        last, chosen = self.count() - 1, self.currentIndex()
        if chosen < 0 or not self._back.isVisibleTo(self):
            return
        first = max(chosen - 1, 0)
        if self._width(first, chosen) > self._room:
            first = chosen
        # Qt scrolls no further than it must, and so cuts tabs at the left. Back from the end, each
        # step begins with a whole tab.
        for _ in range(last):
            if self.tabRect(last).right() < self._room:
                break
            self._on.clicked.emit()
        for _ in range(last):
            cut = next((i for i in range(last + 1) if self.tabRect(i).right() > 0), last)
            has_room = self._width(cut, chosen) <= self._room
            if self.tabRect(first).left() >= 0 and (self.tabRect(cut).left() >= 0 or not has_room):
                break
            self._back.clicked.emit()
        self.update()

    def _width(self, first: int, last: int) -> int:
        return self.tabRect(last).right() + 1 - self.tabRect(first).left()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tabs, and let those that are cut fade away."""
        super().paintEvent(event)
        painter = QPainter(self)
        width, room = theme.current().px(FADE), self._room
        for rect in map(self.tabRect, range(self.count())):
            if rect.left() < 0 <= rect.right():
                self._fade(painter, 0, min(width, rect.right()))
            if rect.left() < room <= rect.right():
                self._fade(painter, room, max(room - width, rect.left()))
        painter.end()

    def _fade(self, painter: QPainter, edge: int, inside: int) -> None:
        card = theme.current().color("card")
        clear = QColor(card)
        clear.setAlpha(0)
        gradient = QLinearGradient(edge, 0, inside, 0)
        gradient.setColorAt(0.2, card)
        gradient.setColorAt(1, clear)
        left = min(edge, inside)
        painter.fillRect(QRectF(left, 0, abs(edge - inside), self.height()), gradient)

    def follow_theme(self) -> None:
        """Take the sizes and colours of the theme."""
        look = theme.current()
        for button, picture in ((self._back, "chevron-left"), (self._on, "chevron-right")):
            button.setIcon(svg.icon(picture, look.colors.muted, look.px(14)))
            button.setIconSize(QSize(look.px(14), look.px(14)))
