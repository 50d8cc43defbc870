"""The bar above the charts of many classes: what is shown of them, and what else can be."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.descending import Descending
from softmax_viz.core.largest import shown_of
from softmax_viz.core.numbers import counted
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.elided import ElidedLabel

# More classes than these are many: the bar is there at once.
MANY = 60
TOP = (10, 20, 50)
# What a sentence sums the rest of; the rest of more is not telling.
FEW = 1000
STEPS = 1_000_000
HEIGHT, OVERVIEW = 24, 150
# With less room than this for the words beside them, the buttons stand below.
WORDS = 160


class ClassBar(QWidget):
    """Say which classes are shown, and offer all, by value, or the largest.

    viewed: another ClassWindow is intended.
    """

    viewed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = ClassWindow.whole(1)
        self._shown: tuple[ClassWindow, str] | None = None
        self._bare = False
        self.caption = ElidedLabel()
        self.caption.setProperty("role", "muted")
        self.overview = QScrollBar(Qt.Orientation.Horizontal)
        self.overview.setProperty("role", "overview")
        self.overview.setAccessibleName(tr("Which part of the classes is shown"))
        self.overview.setToolTip(tr("Drag, or Left and Right, to move along the classes."))
        self.overview.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.overview.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.overview.valueChanged.connect(self._pan)
        self.all_button = _button(tr("All"), tr("Show all classes"))
        self.all_button.clicked.connect(self._show_all)
        self.sort_button = _button(
            tr("Sort by value"), tr("Order the classes in the charts by their logits")
        )
        self.sort_button.setCheckable(True)
        self.sort_button.clicked.connect(self._sort)
        self.fit_button = _button(
            tr("Fit height"),
            tr("Fit the height of each chart to what it shows, where all is small; "
               "otherwise the axis stays as it is, so that charts can be compared"),
        )  # fmt: skip
        self.fit_button.setCheckable(True)
        self.fit_button.clicked.connect(self._fit)
        self.top_buttons = {
            k: _button(tr("Top {k}").format(k=k), tr("Show the {k} largest").format(k=k))
            for k in TOP
        }
        self._box = QVBoxLayout(self)
        self._lines: list[QHBoxLayout] = []
        self._arranged: list[list[QWidget]] = []
        line = self._line(0)
        line.addWidget(self.caption, 1)
        for control in self._controls:
            line.addWidget(control)
        for button in self.top_buttons.values():
            button.clicked.connect(self._show_top)
        self.hide()
        self.follow_theme()

    @property
    def _controls(self) -> tuple[QWidget, ...]:
        return (
            self.overview, self.all_button, self.sort_button, *self.top_buttons.values(),
            self.fit_button,
        )  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """Return no width at all: the buttons take as many lines as they need."""
        return QSize(0, super().minimumSizeHint().height())

    def set_bare(self, bare: bool) -> None:
        """Say what is shown, and offer nothing, for an audience."""
        self._bare = bare
        self._show_controls()

    def show_window(
        self, window: ClassWindow, snapshot: Snapshot, ranking: Descending | None = None
    ) -> None:
        """Show what is shown of a snapshot's classes; ranking: of them, where it is by value."""
        shown = window, caption(window, snapshot, ranking)
        if shown == self._shown:
            return
        self._window, self._shown = shown[0], shown
        self.setVisible(
            window.count > MANY or window.by_value or window.fitted or not window.is_whole
        )
        self.caption.setText(shown[1])
        self.caption.setToolTip(shown[1])
        self.sort_button.setChecked(window.by_value)
        self.fit_button.setChecked(window.fitted)
        self.all_button.setEnabled(not window.is_whole)
        with QSignalBlocker(self.overview):
            page = round(window.span / window.count * STEPS)
            self.overview.setRange(0, STEPS - page)
            self.overview.setPageStep(page)
            self.overview.setSingleStep(max(page // 4, 1))
            self.overview.setValue(round(window.first / window.count * STEPS))
        self._show_controls()

    def _show_controls(self) -> None:
        for control in self._controls[1:]:
            control.setHidden(self._bare)
        for k, button in self.top_buttons.items():
            button.setHidden(self._bare or self._window.count <= k)
        beside = self._arrange([part for part in self._controls[1:] if not part.isHidden()])
        # What is shown in words comes first.
        words = self.caption.fontMetrics().horizontalAdvance(self.caption.text())
        room = self.width() - words - beside - 2 * self._box.spacing()
        self.overview.setHidden(self._bare or self._window.is_whole or room < self.overview.width())

    def _arrange(self, buttons: list[QWidget]) -> int:
        """Put the buttons below the words where one line would cut them; return their width."""
        gap, lines, free = self._box.spacing(), [buttons], self.width()
        widths = [button.sizeHint().width() + gap for button in buttons]
        if sum(widths) + theme.current().px(WORDS) > self.width():
            lines.append([])
            for button, width in zip(buttons, widths, strict=True):
                if width - gap > free and lines[-1]:
                    lines.append([])
                    free = self.width()
                lines[-1].append(button)
                free -= width
            lines[0] = []
        if lines != self._arranged:
            self._arranged = lines
            for k, some in enumerate(lines):
                for button in some:
                    self._line(k).addWidget(button)
            self.updateGeometry()
        return sum(widths) if lines[0] else 0

    def _line(self, k: int) -> QHBoxLayout:
        if k == len(self._lines):
            line = QHBoxLayout()
            self._lines.append(line)
            self._box.addLayout(line)
            if k:
                self._box.setAlignment(line, Qt.AlignmentFlag.AlignLeft)
            line.setSpacing(self._box.spacing())
        return self._lines[k]

    def _pan(self, value: int) -> None:
        window = self._window
        # At the end of the bar the window is at the end of the classes, whatever was rounded.
        at_end = value == self.overview.maximum()
        first = window.count if at_end else value / STEPS * window.count
        self._intend(window.panned(first - window.first))

    def _show_all(self) -> None:
        self._intend(self._window.widened)

    def _sort(self) -> None:
        self._intend(replace(self._window.widened, by_value=not self._window.by_value))

    def _fit(self) -> None:
        self._intend(replace(self._window, fitted=not self._window.fitted))

    def _show_top(self) -> None:
        k = next(k for k, button in self.top_buttons.items() if button is self.sender())
        top = ClassWindow.top(self._window.count, k)
        self._intend(replace(top, fitted=self._window.fitted))

    def _intend(self, window: ClassWindow) -> None:
        if window != self._window:
            self.viewed.emit(window)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the overview out where there is no room for it."""
        super().resizeEvent(event)
        self._show_controls()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(6))
        for line in self._lines:
            line.setSpacing(px(6))
        self.overview.setFixedWidth(px(OVERVIEW))
        for control in self._controls[1:]:
            control.setFixedHeight(px(HEIGHT))
        self._show_controls()


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "small")
    button.setToolTip(tooltip)
    button.setAccessibleName(tooltip)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def caption(window: ClassWindow, snapshot: Snapshot, ranking: Descending | None) -> str:
    """Say which classes are shown; of the few largest, what the others' p sum to."""
    places, count = window.places, counted(window.count)
    if window.is_whole:
        text = tr("{n} classes, the largest first") if window.by_value else tr("{n} classes")
        return text.format(n=count)
    if ranking is not None and places.start == 0 and len(places) <= FEW:
        if snapshot.prediction_is_covered:
            return tr("the {k} largest of {n} classes").format(k=len(places), n=count)
        shown = ranking.indices[: places.stop].tolist()
        return shown_of(snapshot.output("softmax").values, shown, snapshot.state.decimals)
    if window.by_value:
        text, first = tr("rank {first} to {last} of {n} classes"), places.start + 1
    else:
        text, first = tr("index {first} to {last} of {n} classes"), places.start
    return text.format(first=counted(first), last=counted(first + len(places) - 1), n=count)
