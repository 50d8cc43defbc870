"""The temperature bar at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.numbers import entered, parse_temperature
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.number_field import NumberField, Steps
from softmax_viz.views.temperature.slider import TemperatureSlider
from softmax_viz.views.temperature.sweep import Sweep

FIELD_DECIMALS = 4
# In less width than the first, the slider stands below the rest.
WIDE, LEAST_WIDTH = 600, 330
FIELD_STEPS = Steps(scale.stepped, scale.ARROW, scale.FINE, scale.PAGE)


class TemperatureBar(QWidget):
    """Show T in a slider and a field; tell the State that a person intends."""

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # It fills itself, so that the window below need not be painted in every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._state: State | None = None
        self.caption = QLabel("T =")
        self.caption.setProperty("role", "temperature")
        self.field = NumberField(parse_temperature, FIELD_STEPS)
        self.field.setAccessibleName(tr("Temperature"))
        self.field.setToolTip(tr("Any temperature from 0 to ∞, such as 0.5, 1e-320 or inf."))
        self.field.setProperty("role", "temperature")
        self.caption.setBuddy(self.field)
        self.note = QLabel(tr("divides every logit"))
        self.note.setProperty("role", "muted")
        self.slider = TemperatureSlider()
        self.sweep = Sweep(self)
        self.sweep_button = QPushButton()
        self.sweep_button.setCheckable(True)
        self.sweep_button.setToolTip(tr("Let T wander over its range; press again to pause."))
        self.reset_button = QPushButton("T = 1")
        self.reset_button.setAccessibleName(tr("Reset the temperature to 1"))
        self.reset_button.setToolTip(tr("Use the logits as they are."))
        self._lay_out()
        self.field.entered.connect(self._enter)
        self.slider.moved.connect(self._move)
        self.sweep.moved.connect(self._move)
        self.sweep.running_changed.connect(self._show_running)
        self.sweep_button.toggled.connect(self.sweep.set_running)
        self.reset_button.clicked.connect(self.reset)
        self._show_running(False)

    def _lay_out(self) -> None:
        number = QHBoxLayout()
        number.addWidget(self.caption)
        number.addWidget(self.field)
        number.addStretch(1)
        words = QVBoxLayout()
        words.addLayout(number)
        words.addWidget(self.note)
        self._left = QWidget()
        self._left.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._left, 0, 0)
        self._grid.addWidget(self.slider, 0, 1)
        self._grid.addWidget(self.sweep_button, 0, 2)
        self._grid.addWidget(self.reset_button, 0, 3)
        self._grid.setColumnStretch(1, 1)
        self._arranged: bool | None = None
        self.follow_theme()

    def _arrange(self) -> None:
        """Put the slider between the number and the buttons, or below them."""
        px = theme.current().px
        wide = self.width() >= px(WIDE)
        self.field.setFixedWidth(px(112 if wide else 88))
        self._left.setFixedWidth(px(186 if wide else 140))
        edge = 16 if wide else 10
        self._grid.setContentsMargins(px(edge), px(8), px(edge), px(8))
        self._grid.setSpacing(px(12 if wide else 6))
        if wide == self._arranged:
            return
        self._arranged = wide
        self.note.setVisible(wide)
        self._grid.removeWidget(self.slider)
        self._grid.addWidget(self.slider, *((0, 1, 1, 1) if wide else (1, 0, 1, 4)))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the slider where it has room."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the number and the buttons beside each other."""
        return QSize(theme.current().px(LEAST_WIDTH), super().minimumSizeHint().height())

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._state = snapshot.state
        t = snapshot.state.temperature
        text = entered(t, FIELD_DECIMALS)
        self.field.show_value(t, text)
        self.slider.show_temperature(t, tr("T = {value}").format(value=text))
        self.sweep.show_temperature(t)

    def reset(self) -> None:
        """Intend T = 1."""
        self.set_temperature(1.0)

    def set_temperature(self, temperature: float) -> None:
        """Intend a temperature."""
        self._move(temperature, None)

    def _move(self, temperature: float, gesture: object) -> None:
        if self._state is not None:
            self.edited.emit(self._state.with_temperature(temperature), gesture)

    def _enter(self, temperature: float, gesture: object) -> None:
        self._move(temperature, gesture)

    def _show_running(self, running: bool) -> None:
        self.sweep_button.setChecked(running)
        self.sweep_button.setText(tr("Pause") if running else tr("Sweep"))
        self.sweep_button.setAccessibleName(
            tr("Pause the sweep") if running else tr("Sweep the temperature")
        )
        look = theme.current()
        picture = "pause" if running else "play"
        self.sweep_button.setIcon(svg.icon(picture, look.colors.ink, look.px(16)))
        self.sweep_button.setIconSize(QSize(look.px(16), look.px(16)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and the line that parts it from the rest."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color("card"))
        painter.fillRect(0, 0, self.width(), 1, look.color("line"))
        painter.end()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._arrange()
        self.sweep_button.setMinimumWidth(theme.current().px(96))
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._show_running(self.sweep.running)
