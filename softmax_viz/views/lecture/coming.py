"""What comes next in a lesson, as a picture with a line above it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.lecture import captions
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.lecture.work import Work, advance
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.thumbnail import paint_thumbnail, shown_title

REFRESH_MS = 150
SHAPE = 9 / 16


def upcoming(work: Work) -> Scene | None:
    """Return what going on shows, as a scene that covers what will still be covered; None at the
    end.
    """
    if work.scene is None or work.is_last:
        return None
    after = advance(work)
    scene = after.scene
    if scene is None or after.shown == 0:
        return scene
    try:
        return replace(scene, state=after.state, screen=after.screen,
                       steps=after.steps[after.shown :])  # fmt: skip
    except ValueError:
        # The classes were changed in play: the steps speak of others.
        return replace(scene, state=after.state, screen=after.screen, steps=())


class Coming(QWidget):
    """Show what comes next. The picture follows a drag some times a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self._text = ""
        self._picture: QPixmap | None = None
        self._later = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """Return the line above the picture."""
        return self._text

    def render_work(self, work: Work) -> None:
        """Show what comes after a work."""
        before, self._work = self._work, work
        if before is None or (before.index, before.shown) != (work.index, work.shown):
            self.refresh()
        elif not self._later.isActive():
            self._later.start()

    def refresh(self) -> None:
        """Paint the picture anew."""
        work = self._work
        scene = None if work is None else upcoming(work)
        if work is None or scene is None:
            self._text = tr("This is the end of the lesson.")
            self._picture = None
        else:
            same = work.shown < len(work.steps)
            title = captions.next_action(work) if same else shown_title(scene)
            self._text = title if same else tr("Next: {title}").format(title=title)
            size = self._picture_rect().size().toSize()
            self._picture = None
            if not size.isEmpty():
                self._picture = paint_thumbnail(scene, size, self.devicePixelRatioF())
        self.setAccessibleName(self._text)
        self.update()

    @property
    def _line(self) -> int:
        return theme.current().px(26)

    def _picture_rect(self) -> QRectF:
        """Return the room for the picture, of the shape of a screen."""
        room = QRectF(self.rect()).adjusted(0, self._line, 0, 0)
        width = min(room.width(), room.height() / SHAPE)
        return QRectF(room.x(), room.y(), max(width, 0), max(width * SHAPE, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and the picture."""
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(theme.BASE_TEXT, 600))
        painter.setPen(look.color("ink"))
        line = QRectF(0, 0, self.width(), self._line)
        text = QFontMetricsF(painter.font()).elidedText(
            self._text, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        if self._picture is not None:
            rect = self._picture_rect()
            painter.drawPixmap(rect.topLeft(), self._picture)
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawRect(theme.inset(rect, 0.5, 0.5))
        painter.end()

    def resizeEvent(self, event: object) -> None:
        """Paint the picture in another size."""
        self._later.start()

    def heightForWidth(self, width: int) -> int:
        """Return the height of a picture of the shape of a screen, and the line above it."""
        return round(width * SHAPE) + self._line

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        px = theme.current().px
        return QSize(px(300), self.heightForWidth(px(300)))

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the picture can still be made out."""
        px = theme.current().px
        return QSize(px(160), self.heightForWidth(px(160)))

    def follow_theme(self) -> None:
        """Take the sizes and colours of the theme."""
        self.refresh()
        self.updateGeometry()
