"""The curves of the temperature lens: every class from argmax at T = 0 to uniform at T = ∞."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.numbers import displayed, entered, percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, Vector
from softmax_viz.core.temperature_sweep import Peak, TemperatureSweep
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import Labels, paint_dot, write_line, write_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.lenses.temperature_plot import TICK_TEXT, TemperaturePlot
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.theme import Theme

TEXT = 13
PEAK_DECIMALS, PEAK_DIGITS = 4, 3
NAMED_PEAKS = 3


def sentence(snapshot: Snapshot, sweep: TemperatureSweep) -> str:
    """Say what softmax is at the present T."""
    state, prediction = snapshot.state, snapshot.prediction
    return tr("At T = {t}: {label} {share}, entropy {h} of at most {most} nats").format(
        t=entered(state.temperature, 3),
        label=named(state.labels[prediction.index]),
        share=percent(prediction.probability),
        h=displayed(snapshot.entropy, state.decimals),
        most=displayed(sweep.largest_entropy, state.decimals),
    )


def peak_text(state: State, peak: Peak) -> str:
    """Say where a class is likeliest."""
    return tr("{label} peaks: {p} at T = {t}").format(
        label=named(state.labels[peak.index]),
        p=displayed(peak.probability, PEAK_DECIMALS),
        t=f"{peak.temperature:.{PEAK_DIGITS}g}",
    )


class TemperatureCurves(TemperaturePlot, ClassCanvas):
    """Draw the share of every class over T, and the entropy."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._sweep: TemperatureSweep | None = None
        self._places = np.empty(0)
        self._names_width = 0
        self._measured: tuple[object, ...] = ()
        self._texts: list[tuple[QRectF, str]] = []
        self._ground = QPixmap()
        self._ground_made_for: tuple[object, ...] = ()
        self.setAccessibleName(tr("Softmax against T"))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the curves can be told apart."""
        px = theme.current().px
        return QSize(px(300), px(140))

    def show_sweep(self, snapshot: Snapshot, sweep: TemperatureSweep | None) -> None:
        """Show a snapshot and its curves; None where softmax is undefined."""
        if sweep is not self._sweep:
            temperatures = [] if sweep is None else sweep.temperatures.tolist()
            self._places = np.array([scale.position(t) for t in temperatures])
            self._ground_made_for = ()
        self._snapshot, self._sweep = snapshot, sweep
        self.temperature = snapshot.state.temperature
        self._measure_names(self.look())
        if self.active >= snapshot.state.count:
            self.active = -1
        self.update()

    def _measure_names(self, look: Theme) -> None:
        if self._snapshot is None or self._sweep is None:
            return
        labels, classes = self._snapshot.state.labels, self._sweep.classes
        if self._measured != (look, labels, classes):
            self._measured = (look, labels, classes)
            metrics = QFontMetricsF(look.font(TEXT, 600))
            widest = max(metrics.horizontalAdvance(labels[i]) for i in classes)
            self._names_width = round(widest) + look.px(36)

    def area(self) -> QRectF:
        """Return where the plot lies."""
        px = theme.current().px
        names = min(self._names_width, self.width() // 5)
        return QRectF(
            px(34), px(26), max(self.width() - px(34 + 84) - names, 40),
            max(self.height() - px(26 + 22), 20),
        )  # fmt: skip

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the curves from their cache and the line of the present T anew."""
        snapshot, sweep = self._snapshot, self._sweep
        if snapshot is None:
            return
        if sweep is None:
            text = tr("There is no curve: {reason}.").format(reason=snapshot.prediction.reason)
            line = QRectF(look.px(10), look.px(20), self.width() - look.px(20), look.px(24))
            write_line(painter, line, text, "ink", 14)
            return
        self._measure_names(look)
        state = snapshot.state
        made_for = (
            self.size(), self.devicePixelRatioF(), look, self.active, id(state.labels),
            id(state.colors),
        )  # fmt: skip
        if made_for != self._ground_made_for:
            self._paint_ground(look, state, sweep)
            # Kept alive with their id, so that no others can take it.
            self._kept = (state.labels, state.colors)
            self._ground_made_for = made_for
        painter.drawPixmap(0, 0, self._ground)
        self._paint_cursor(painter, look, snapshot, sweep)

    def _paint_ground(self, look: Theme, state: State, sweep: TemperatureSweep) -> None:
        ratio = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self.area()
        self._paint_grid(painter, look, sweep)
        most = sweep.largest_entropy
        if most > 0:
            self._paint_curve(
                painter, sweep, sweep.entropies / most,
                (sweep.entropy_at_zero / most, sweep.entropy_at_infinity / most),
                QPen(look.color("muted"), look.px(2), Qt.PenStyle.DashLine),
            )  # fmt: skip
        for place in reversed(range(len(sweep.classes))):
            self._paint_class(painter, look, state, sweep, place)
        if self.active in sweep.classes:
            self._paint_class(painter, look, state, sweep, sweep.classes.index(self.active))
        self._paint_peaks(painter, look, state, sweep)
        self._paint_names(painter, look, state, sweep, plot)
        painter.end()

    def _paint_grid(self, painter: QPainter, look: Theme, sweep: TemperatureSweep) -> None:
        px, plot = look.px, self.area()
        painter.setFont(look.font(TICK_TEXT))
        line = QFontMetricsF(painter.font()).height()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick, text in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
            y = round(self._y(tick)) + 0.5
            painter.setPen(QPen(look.color("faint" if tick == 0 else "grid"), 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(0, y - line, plot.left() - px(7), 2 * line), right, text)
        self.paint_ticks(painter, look)
        painter.setPen(look.color("ink"))
        axis = QRectF(self.x_of(math.inf) + px(14), plot.bottom() + px(3), px(20), line)
        painter.drawText(axis, left, tr("T"))
        if sweep.largest_entropy > 0:
            painter.setPen(look.color("muted"))
            x = self.width() - px(72)
            most = displayed(sweep.largest_entropy, 2 if sweep.largest_entropy < 10 else 1)
            for fraction, text in ((1.0, tr("{h} = log N").format(h=most)), (0.0, "0")):
                y = self._y(fraction)
                painter.drawText(QRectF(x, y - line, px(72), 2 * line), left, text)
            painter.setPen(QPen(look.color("muted"), px(2), Qt.PenStyle.DashLine))
            y = (plot.top() + plot.bottom()) / 2 - line / 2
            painter.drawLine(QLineF(x, y - px(4), x + px(34), y - px(4)))
            painter.drawText(QRectF(x, y, px(72), line), left, tr("entropy"))
            painter.drawText(QRectF(x, y + line, px(72), line), left, tr("in nats"))

    def _y(self, fraction: float) -> float:
        plot = self.area()
        return plot.bottom() - fraction * plot.height()

    def _paint_curve(
        self, painter: QPainter, sweep: TemperatureSweep, ys: Vector,
        ends: tuple[float, float], pen: QPen,
    ) -> None:  # fmt: skip
        plot = self.area()
        xs = plot.left() + self._places * plot.width()
        heights = plot.bottom() - ys * plot.height()
        points = [QPointF(x, y) for x, y in zip(xs.tolist(), heights.tolist(), strict=True)]
        zero = QPointF(self.x_of(0.0), self._y(ends[0]))
        infinity = QPointF(self.x_of(math.inf), self._y(ends[1]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        beyond = QPen(pen)
        beyond.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(beyond)
        painter.drawLine(zero, points[0])
        painter.drawLine(points[-1], infinity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        for end in (zero, infinity):
            painter.drawEllipse(end, theme.current().px(3.5), theme.current().px(3.5))

    def _color(self, look: Theme, state: State, index: int) -> QColor:
        color = QColor(look.class_color(state.colors[index]))
        if self.active >= 0 and index != self.active:
            color.setAlphaF(0.35)
        return color

    def _paint_class(
        self, painter: QPainter, look: Theme, state: State, sweep: TemperatureSweep, place: int
    ) -> None:
        index = sweep.classes[place]
        width = look.px(4 if index == self.active else 2.5)
        self._paint_curve(
            painter, sweep, sweep.probabilities[:, place],
            (float(sweep.at_zero[place]), float(sweep.at_infinity[place])),
            QPen(self._color(look, state, index), width),
        )  # fmt: skip

    def _paint_peaks(
        self, painter: QPainter, look: Theme, state: State, sweep: TemperatureSweep
    ) -> None:
        """Mark the peaks, and note where their texts have room: they are written last."""
        labels = Labels(painter, self.area())
        dots = [QPointF(self.x_of(p.temperature), self._y(p.probability)) for p in sweep.peaks]
        for peak, dot in zip(sweep.peaks, dots, strict=True):
            paint_dot(painter, dot, look.class_color(state.colors[peak.index]))
            labels.keep_dot_free(dot)
        most = max(sweep.largest_entropy, 1e-300)
        frame = Plot(self.area(), Scale(0.0, 1.0), Scale(0.0, 1.0))
        for ys in (sweep.entropies / most, *sweep.probabilities.T):
            labels.keep_curve_free(frame, self._places[::2], ys[::2])
        self._texts = []
        for peak, dot in list(zip(sweep.peaks, dots, strict=True))[:NAMED_PEAKS]:
            text = peak_text(state, peak)
            room = labels.place_near(dot, text)
            if room is not None:
                self._texts.append((room, text))

    def _paint_names(
        self, painter: QPainter, look: Theme, state: State, sweep: TemperatureSweep, plot: QRectF
    ) -> None:
        """Name the curves at the side, from the largest logit on."""
        painter.setFont(look.font(TEXT))
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        order = np.argsort(-state.logits[list(sweep.classes)], kind="stable").tolist()
        bottom, top = plot.bottom() - line / 2, plot.top() + line / 2
        step = min((bottom - top) / max(len(order) - 1, 1), line)
        if len(order) * line > plot.height() + line:
            order = order[: max(int(plot.height() / line), 1)]
            step = line
        places = [top + k * step for k in range(len(order))]
        left = plot.right() + look.px(16)
        right = self.width() - look.px(80)
        for place, y in zip(order, places, strict=True):
            index = sweep.classes[place]
            paint_dot(
                painter, QPointF(left, y), self._color(look, state, index), index == self.active
            )
            write_name(
                painter, QRectF(left + look.px(11), y - line / 2, right - left - look.px(13), line),
                state.labels[index], "ink", TEXT, 600 if index == self.active else 400,
            )  # fmt: skip

    def _paint_cursor(
        self, painter: QPainter, look: Theme, snapshot: Snapshot, sweep: TemperatureSweep
    ) -> None:
        px, plot, state = look.px, self.area(), snapshot.state
        x = self.x_of(state.temperature)
        self.paint_line(painter, look, above=px(2))
        p = snapshot.output("softmax").values
        for index in reversed(sweep.classes):
            dot = QPointF(x, self._y(float(p[index])))
            paint_dot(painter, dot, self._color(look, state, index), index == self.active)
        self.paint_grip(painter, look)
        painter.setFont(look.font(TEXT))
        for room, text in self._texts:
            painter.fillRect(room, look.color("card"))
            painter.setPen(look.color("ink"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        shown = [sentence(snapshot, sweep)]
        if 0 <= self.active < state.count:
            shown.append(
                tr("{label}: p = {p}").format(
                    label=named(state.labels[self.active]),
                    p=displayed(float(p[self.active]), state.decimals),
                )
            )
        head = QRectF(plot.left(), 0, self.width() - plot.left() - px(4), px(20))
        write_line(painter, head, "  ·  ".join(shown), "ink", TEXT, 600)

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose curve is near a place, -1 for none."""
        sweep, plot = self._sweep, self.area()
        if sweep is None or not plot.contains(x, y):
            return -1
        t = self.temperature_at(x)
        row = int(np.argmin(np.abs(np.log(sweep.temperatures / min(max(t, 0.01), 100.0)))))
        if t == 0:
            values = sweep.at_zero
        elif math.isinf(t):
            values = sweep.at_infinity
        else:
            values = sweep.probabilities[row]
        away = np.abs(self._y(0.0) - values * plot.height() - y)
        place = int(np.argmin(away))
        return sweep.classes[place] if away[place] <= theme.current().px(10) else -1
