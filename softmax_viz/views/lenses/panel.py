"""The panel below the charts: one lens at a time, chosen by its tab."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.lecture.screen import LENS
from softmax_viz.core.lenses import LENSES, LensEntry
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, same_but_for_temperature
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.cover import Cover
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE
from softmax_viz.views.lenses.lens import Lens
from softmax_viz.views.lenses.registry import kind_of
from softmax_viz.views.lenses.remark import Remark
from softmax_viz.views.lenses.tabs import LensTabs
from softmax_viz.views.speech import announce
from softmax_viz.views.tab_order import put_after, stops
from softmax_viz.views.tooltip import show_tooltip

FRAME_MS = 16


class LensPanel(QWidget):
    """Show the chosen lens; the others are not made, or not rendered.

    closed: the person hides the panel; chosen: the key of the lens that is on.
    zoomed: it is to be enlarged, or put back; uncovered: what covers it is to be lifted.
    """

    edited = Signal(object, object)
    hovered = Signal(int)
    refused = Signal(str)
    closed = Signal()
    chosen = Signal(str)
    zoomed = Signal()
    uncovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._made: dict[str, Lens] = {}
        self._active = -1
        self._rendered_temperature = 1.0
        self._since_frame = QElapsedTimer()
        self._cost_ms = 0
        self._next_frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._next_frame.timeout.connect(self._render_lens)
        self.tabs = LensTabs()
        self.tabs.setAccessibleName(tr("Lenses"))
        self.tabs.setToolTip(tr("Choose a lens by Left and Right, or Ctrl+1 to Ctrl+9"))
        for entry in LENSES:
            self.tabs.addTab(tr(entry.title))
        self.stack = QStackedWidget()
        self.remark = Remark()
        self.copy_button = self._button(tr("Copy"), tr("Copy what this lens shows, as text"))
        self.help_button = self._button(tr("Help"), tr("What does this lens show?"))
        self.zoom_button = self._button(
            tr("Enlarge"), tr("Enlarge the lens, or put it back (also by a double click)")
        )
        self.close_button = self._button(tr("Hide"), tr("Hide the lens (Ctrl+D)"))
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.hide()
        self._cover: Cover | None = None
        self._buttons = (
            self.copy_button, self.help_button, self.zoom_button, self.close_button
        )  # fmt: skip
        self._tools = QHBoxLayout()
        self._tools.addStretch(1)
        for button in self._buttons:
            self._tools.addWidget(button)
        self._head = QBoxLayout(BESIDE)
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.tabs, 1)
        self._head.addLayout(self._tools)
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._head)
        self._box.addWidget(self.stack, 1)
        self._box.addWidget(self.remark)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tabs.currentChanged.connect(self._change)
        self.tabs.tabBarDoubleClicked.connect(self._zoom_beside_tabs)
        self.copy_button.clicked.connect(self.copy)
        self.help_button.clicked.connect(self.explain)
        self.zoom_button.clicked.connect(self.zoomed)
        self.close_button.clicked.connect(self.closed)
        self.follow_theme()

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        return button

    @property
    def lens(self) -> Lens | None:
        """Return the lens that is on, None before the panel was first shown."""
        return self._made.get(self.key)

    @property
    def key(self) -> str:
        """Return the key of the chosen lens."""
        return self._entry.key

    @property
    def _entry(self) -> LensEntry:
        return LENSES[max(self.tabs.currentIndex(), 0)]

    def set_bare(self, bare: bool) -> None:
        """Show the title of the lens and the lens, and nothing to choose: for an audience."""
        self.tabs.setVisible(not bare)
        self.title.setVisible(bare)
        for button in self._buttons:
            button.setVisible(not bare)
        self._show_title()

    def _show_title(self) -> None:
        self.title.setText(tr(self._entry.title))
        if self._cover is not None:
            self._cover.show_name(tr(self._entry.title))

    def show_cover(self, words: str | None) -> None:
        """Cover the lens with a question, "" for the usual one; None lifts the cover."""
        if words is None and self._cover is None:
            return
        if words is None:
            assert self._cover is not None
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
            self.stack.show()
            if self.isVisible():
                self._show_lens()
            return
        if self._cover is None:
            self._cover = Cover(tr(self._entry.title))
            self._cover.lifted.connect(self._uncover)
            self._box.addWidget(self._cover, 1)
            self._cover.show()
            self.stack.hide()
            self._show_remark()
        self._cover.show_words(words)

    def _uncover(self) -> None:
        self.uncovered.emit(LENS)

    def _zoom_beside_tabs(self, tab: int) -> None:
        if tab < 0:
            self.zoomed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Enlarge the lens, or put it back."""
        if self._cover is None:
            self.zoomed.emit()

    def choose(self, key: str) -> None:
        """Choose a lens by its key; an unknown one changes nothing."""
        for place, entry in enumerate(LENSES):
            if entry.key == key:
                self.tabs.setCurrentIndex(place)

    def _change(self) -> None:
        for lens in self._made.values():
            lens.sleep()
        self._show_title()
        if self.isVisible():
            self._show_lens()
        self.chosen.emit(self.key)

    def _show_lens(self) -> None:
        if self.key not in self._made:
            lens = kind_of(self._entry).create()
            lens.setAccessibleName(tr(self._entry.title))
            lens.edited.connect(self._pass_on)
            lens.hovered.connect(self.hovered)
            lens.refused.connect(self.refused)
            lens.chosen.connect(self._show_remark)
            controls = list(stops(lens))
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(lens)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(scroll)
            put_after(self.close_button, controls)
            self._made[self.key] = lens
            lens.follow_theme()
        lens = self._made[self.key]
        self.stack.setCurrentIndex(list(self._made).index(self.key))
        self._render_lens()
        lens.highlight(self._active)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot, in the visible lens only.

        The charts come first: of temperature steps closer than a frame, the lens shows the last.
        """
        before, self._snapshot = self._snapshot, snapshot
        if self._active >= snapshot.state.count:
            self._active = -1
        if not self.isVisible() or self.lens is None:
            return
        only_temperature = before is not None and same_but_for_temperature(
            before.state, snapshot.state
        )
        # What takes long may take a third of the time at most: the charts go on meanwhile.
        pause = max(FRAME_MS, 2 * self._cost_ms)
        recent = self._since_frame.isValid() and self._since_frame.elapsed() < pause
        if only_temperature and recent:
            self._next_frame.start(pause)
        else:
            self._render_lens()

    def _render_lens(self) -> None:
        self._next_frame.stop()
        if self._snapshot is not None and self.lens is not None:
            self._rendered_temperature = self._snapshot.state.temperature
            self._since_frame.start()
            self.lens.render_snapshot(self._snapshot)
            self._show_remark()
            self._cost_ms = self._since_frame.restart()

    def _show_remark(self) -> None:
        lens = None if self._cover is not None else self.lens
        self.remark.show_words("" if lens is None else lens.about())

    def _pass_on(self, state: State, gesture: object) -> None:
        # A lens that waits for its next frame does not know the newest temperature.
        newest = self._snapshot if self._next_frame.isActive() else None
        if newest is not None and state.temperature == self._rendered_temperature:
            state = state.with_temperature(newest.state.temperature)
        self.edited.emit(state, gesture)

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self._active = index
        if self.isVisible() and self.lens is not None:
            self.lens.highlight(index)

    def showEvent(self, event: QShowEvent) -> None:
        """Make and render the chosen lens."""
        super().showEvent(event)
        self._show_lens()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the lens sleep."""
        super().hideEvent(event)
        if self.lens is not None:
            self.lens.sleep()

    def copy(self) -> None:
        """Copy what the lens shows."""
        if self.lens is not None and self._cover is None:
            QGuiApplication.clipboard().setText(self.lens.text())

    def explain(self) -> None:
        """Explain the lens in plain words, with the source of its formula."""
        kind = kind_of(self._entry)
        text = tr(kind.question) + "\n" + tr("Source: {source}").format(source=tr(kind.source))
        button = self.help_button
        show_tooltip(button.mapToGlobal(button.rect().bottomLeft()), text, button)
        announce(button, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the tabs where these have no room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.contentsRect().width() - self._tools.minimumSize().width()
        way = BESIDE if room >= self.tabs.needed else BELOW
        if way != self._head.direction():
            self._head.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        """Return room for the tabs and a little of the lens."""
        px = theme.current().px
        return QSize(px(200), px(120))

    def sizeHint(self) -> QSize:
        """Return the height that shows most lenses well."""
        px = theme.current().px
        return QSize(px(600), px(250))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._box.setContentsMargins(look.px(10), look.px(4), look.px(10), look.px(8))
        self._box.setSpacing(look.px(4))
        self.remark.updateGeometry()
        self.tabs.follow_theme()
        for button, picture in (
            (self.copy_button, "copy"),
            (self.help_button, "info"),
            (self.zoom_button, "enlarge"),
            (self.close_button, "close"),
        ):
            button.setIcon(svg.icon(picture, look.colors.muted, look.px(16)))
            button.setIconSize(QSize(look.px(16), look.px(16)))
        self._arrange()
        for lens in self._made.values():
            lens.follow_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("line"), 1))
        painter.setBrush(look.color("card"))
        radius = look.px(9)
        painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), radius, radius)
        painter.end()
