"""The words of the scene that is on: its title, its prompt, and what its steps have said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.lecture.fields import fill
from softmax_viz.core.lecture.room import roomy
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.lecture.work import Work, advance, step_back
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.bare import bare_size
from softmax_viz.views.lecture.logits_row import LogitsRow
from softmax_viz.views.lecture.progress import Progress
from softmax_viz.views.lecture.text_block import Plan, TextBlock
from softmax_viz.views.speech import SPEECH_DELAY_MS, announce
from softmax_viz.views.tooltip import show_tooltip

# What steps said before stays in the tooltip, and for screen readers.
MOST_SAID = 3
TITLE, PROMPT, SAID = "title", "prompt", "said"


class SceneHeader(QWidget):
    """Show the words of a scene; hidden where none is on. turned: the Work to go on or back to.

    One painted item, whose height changes with the scene, the step and the width only: labels
    would have the window laid out anew in every frame of a drag.
    """

    turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bare = False
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._blocks: dict[str, TextBlock] = {}
        self._texts: dict[str, str] = {}
        self._words: object = None
        self._told: tuple[str, ...] = ()
        self._logits = LogitsRow()
        self.progress = Progress(self)
        self.progress.back.connect(self.go_back)
        self.progress.onward.connect(self.go_on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.speak)
        self.hide()

    def set_bare(self, bare: bool) -> None:
        """Show an audience larger words, and no buttons."""
        self._bare = bare
        self.progress.setVisible(not bare)
        self._begin()

    def render_work(self, work: Work) -> None:
        """Show where a work is."""
        self._work = work
        if work.scene is not None:
            self.progress.render_work(work)
        self.setVisible(work.scene is not None)
        # A drag that edits the scene leaves its words, and so their sizes, alone.
        words = work.index, work.shown, self._raw()
        if words != self._words:
            self._words = words
            self._begin()
        else:
            self._fill()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a snapshot within the words."""
        self._snapshot = snapshot
        self._fill()

    @property
    def text(self) -> str:
        """Return all words, one paragraph a line."""
        return "\n".join(text for text in self._texts.values() if text)

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more words than are seen."""
        return any(block.is_cut for block in self._blocks.values()) or (
            len(self._blocks) < len(self._texts)
        )

    def go_back(self) -> None:
        """Intend to go one step back."""
        if self._work is not None:
            self.turned.emit(step_back(self._work))

    def go_on(self) -> None:
        """Intend to go one step on."""
        if self._work is not None:
            self.turned.emit(advance(self._work))

    @property
    def _scene(self) -> Scene | None:
        return None if self._work is None else self._work.scene

    def _raw(self) -> dict[str, str]:
        """Return the texts as they are written, the fields unfilled."""
        scene = self._scene
        if scene is None or self._work is None:
            return {}
        said = {f"{SAID} {place}": text for place, text in enumerate(self._work.said)}
        return {TITLE: scene.title, PROMPT: scene.prompt, **said}

    def _plan(self, key: str) -> Plan:
        if not self._bare:
            if key == TITLE:
                return ((theme.LARGE_TEXT, 1), (15, 1), (15, 2))
            return ((theme.BASE_TEXT, 2), (13, 3))

        def size(pixels: float, least: float) -> float:
            return bare_size(pixels, least, self.width())

        if key == TITLE:
            return ((size(44, 24), 1), (size(38, 22), 1), (size(32, 20), 1), (size(32, 20), 2))
        return ((size(26, 17), 2), (size(24, 16), 3))

    def _begin(self) -> None:
        """Lay the words of a scene or step out anew."""
        raw = self._raw()
        said = [key for key in raw if key.startswith(SAID)]
        seen = [TITLE, PROMPT, *said[-MOST_SAID:]] if raw else []
        newest = said[-1] if said else ""
        self._blocks = {
            key: TextBlock(self._plan(key), 700 if key == TITLE else 600 if key == newest else 400)
            for key in seen
        }
        self._logits.begin(self.width())
        self._texts = {}
        self._fill()
        self.update()

    def _fill(self) -> None:
        work, snapshot = self._work, self._snapshot
        # A snapshot of before comes between a work and its own one, which then fills all.
        if work is None or snapshot is None or snapshot.state != work.state:
            return
        raw = self._raw()
        texts = {key: fill(text, snapshot, work.covers) for key, text in raw.items()}
        logits = self._logits.text
        if self._bare:
            self._logits.show_work(work)
        if texts == self._texts and logits == self._logits.text:
            return
        self._texts = texts
        for key, block in self._blocks.items():
            width = self._title_width if key == TITLE else self.width()
            block.lay_out(texts[key], roomy(raw[key], snapshot.state), width)
        self._fix_height()
        self.update()
        self._speech.start()

    @property
    def _title_width(self) -> float:
        if self._bare:
            return self.width()
        return max(self.width() - self.progress.sizeHint().width() - theme.current().px(16), 1)

    @property
    def _gap(self) -> int:
        return theme.current().px(bare_size(8, 4, self.width()) if self._bare else 3)

    def _fix_height(self) -> None:
        heights = [block.height for block in self._blocks.values() if block.text]
        if not self._bare and heights:
            heights[0] = max(heights[0], self.progress.sizeHint().height())
        if self._logits.height:
            heights.append(self._logits.height)
        self.setFixedHeight(max(round(sum(heights) + self._gap * (len(heights) - 1)), 1))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("window"))
        top = 0.0
        newest = list(self._blocks)[-1] if self._blocks else ""
        for key, block in self._blocks.items():
            if not block.text:
                continue
            height = block.height
            if key == TITLE and not self._bare:
                room = max(height, self.progress.sizeHint().height())
                top, height = (room - height) / 2, (room + height) / 2
            quiet = key.startswith(SAID) and key != newest
            ink = look.color("muted" if quiet or (key == PROMPT and self._bare) else "ink")
            block.paint(painter, QRectF(0, top, self.width(), height), ink)
            top += height + self._gap
            if key == TITLE and self._logits.height:
                self._logits.paint(painter, top)
                top += self._logits.height + self._gap
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the words out in another width."""
        super().resizeEvent(event)
        self._place_progress()
        if event.size().width() != event.oldSize().width():
            self._begin()

    def _place_progress(self) -> None:
        size = self.progress.sizeHint()
        width = min(size.width(), self.width())
        self.progress.setGeometry(self.width() - width, 0, width, size.height())

    def sizeHint(self) -> QSize:
        """Return the height that the words take."""
        return QSize(theme.current().px(300), self.height())

    def event(self, event: QEvent) -> bool:
        """Show all words where some are cut; place the buttons anew as their texts change."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.is_cut:
            show_tooltip(event.globalPos(), self.text, self)
            return True
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_progress()
        return super().event(event)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self.progress.follow_theme()
        self._place_progress()
        self._begin()

    # Speech

    def speak(self) -> None:
        """Let a screen reader say what is new: a scene's words, or what a step says."""
        texts = tuple(text for text in self._texts.values() if text)
        title, *rest = texts or ("",)
        self.setAccessibleName(tr("Scene: {title}").format(title=title))
        self.setAccessibleDescription("\n".join(rest))
        before, self._told = self._told, texts
        if not self._bare and self.isVisible():
            known = before if before[:1] == texts[:1] else ()
            for text in texts[len(known) :]:
                announce(self, text)
