"""The lens of the temperature: every class from argmax at T = 0 to uniform at T = ∞."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)

from softmax_viz.core import edits
from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.largest import shown_of
from softmax_viz.core.numbers import displayed, entered, exact, percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, Vector, same_logits
from softmax_viz.core.temperature_sweep import Peak, TemperatureSweep, sweep_temperature
from softmax_viz.text import named, tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.lenses.marks import (
    Labels,
    new_gesture,
    paint_dot,
    paint_focus,
    paint_handle,
    write_line,
    write_name,
)
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.temperature.track import Track, temperature_by_key
from softmax_viz.views.theme import Theme

TICK_TEXT, TEXT = 12, 13
TICKS = (0.0, 0.01, 0.1, 1.0, 10.0, 100.0, math.inf)
PEAK_DECIMALS, PEAK_DIGITS = 4, 3
NAMED_PEAKS = 3


class TemperatureLens(Lens):
    """Show softmax against T, with the present T as a line to drag."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._sweep: TemperatureSweep | None = None
        self._swept: State | None = None
        self._active = -1
        self._gesture: object = None
        self._places = np.empty(0)
        self._names_width = 0
        self._measured: tuple[tuple[str, ...], tuple[int, ...]] | None = None
        self._texts: list[tuple[QRectF, str]] = []
        self._ground = QPixmap()
        self._ground_made_for: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(
            tr("Drag the line to change T.\n"
               "Left and Right: a step; Shift: finer; Page keys: larger; Home: T = 0; End: T = ∞.")
        )  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the curves can be told apart."""
        px = theme.current().px
        return QSize(px(300), px(140))

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; the curves are computed anew only for other logits."""
        self._snapshot = snapshot
        state = snapshot.state
        if self._swept is None or not same_logits(state, self._swept):
            undefined = bool(snapshot.prediction.reason)
            self._sweep = None if undefined else sweep_temperature(state.logits)
            temperatures = [] if self._sweep is None else self._sweep.temperatures.tolist()
            self._places = np.array([scale.position(t) for t in temperatures])
            self._ground_made_for = ()
        self._swept = state
        self._measure_names(state)
        if self._active >= state.count:
            self._active = -1
        self.update()

    def _measure_names(self, state: State) -> None:
        if self._sweep is not None and self._measured != (state.labels, self._sweep.classes):
            self._measured = (state.labels, self._sweep.classes)
            metrics = QFontMetricsF(theme.current().font(TEXT, 600))
            names = (state.labels[i] for i in self._sweep.classes)
            widest = max(metrics.horizontalAdvance(name) for name in names)
            self._names_width = round(widest) + theme.current().px(36)

    def highlight(self, index: int) -> None:
        """Emphasise the curve of a class."""
        if index != self._active:
            self._active = index
            self.update()

    def text(self) -> str:
        """Return the curves as cells for a spreadsheet, below what is said of them."""
        if self._snapshot is None:
            return ""
        if self._sweep is None:
            return self._snapshot.prediction.reason
        state, sweep = self._snapshot.state, self._sweep
        names = [state.labels[i] for i in sweep.classes]
        lines = [*self._sentences(), *filter(None, [self.about()])]
        lines += ["\t".join(["T", *names, tr("entropy (nats)")])]
        ends = {
            0.0: (sweep.at_zero, sweep.entropy_at_zero),
            math.inf: (sweep.at_infinity, sweep.entropy_at_infinity),
        }
        rows = [(0.0, *ends[0.0])]
        rows += zip(
            sweep.temperatures[:: sweep.every].tolist(), sweep.probabilities[:: sweep.every],
            sweep.entropies[:: sweep.every].tolist(), strict=True,
        )  # fmt: skip
        rows.append((math.inf, *ends[math.inf]))
        lines += [
            "\t".join([entered(t, 5), *(exact(float(p)) for p in ps), exact(float(h))])
            for t, ps, h in rows
        ]
        return "\n".join(lines)

    def _sentences(self) -> list[str]:
        snapshot, sweep = self._snapshot, self._sweep
        assert snapshot is not None
        assert sweep is not None
        state, prediction = snapshot.state, snapshot.prediction
        sentences = [
            tr("At T = {t}: {label} {share}, entropy {h} of at most {most} nats").format(
                t=entered(state.temperature, 3),
                label=named(state.labels[prediction.index]),
                share=percent(prediction.probability),
                h=displayed(snapshot.entropy, state.decimals),
                most=displayed(sweep.largest_entropy, state.decimals),
            )
        ]
        sentences += [self._peak_text(peak) for peak in sweep.peaks]
        return sentences

    def about(self) -> str:
        """Say which classes have a curve, and what the others sum to at the present T."""
        if self._snapshot is None or self._sweep is None:
            return ""
        p = self._snapshot.output("softmax").values
        return shown_of(p, self._sweep.classes, self._snapshot.state.decimals)

    def _peak_text(self, peak: Peak) -> str:
        assert self._snapshot is not None
        return tr("{label} peaks: {p} at T = {t}").format(
            label=named(self._snapshot.state.labels[peak.index]),
            p=displayed(peak.probability, PEAK_DECIMALS),
            t=f"{peak.temperature:.{PEAK_DIGITS}g}",
        )

    def _plot(self) -> QRectF:
        px = theme.current().px
        names = min(self._names_width, self.width() // 5)
        return QRectF(
            px(34), px(26), max(self.width() - px(34 + 84) - names, 40),
            max(self.height() - px(26 + 22), 20),
        )  # fmt: skip

    def _track(self) -> Track:
        plot = self._plot()
        return Track(plot.left(), plot.right())

    def x_of(self, temperature: float) -> float:
        """Return the x of a temperature in this widget."""
        return self._track().x_of(temperature)

    def temperature_at(self, x: float) -> float:
        """Return the temperature at an x of this widget."""
        return self._track().temperature_at(x)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curves from their cache and the line of the present T anew."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._snapshot is None or self._sweep is None:
            painter.fillRect(self.rect(), look.color("card"))
            if self._snapshot is not None:
                text = tr("There is no curve: {reason}.").format(
                    reason=self._snapshot.prediction.reason
                )
                line = QRectF(look.px(10), look.px(20), self.width() - look.px(20), look.px(24))
                write_line(painter, line, text, "ink", 14)
            painter.end()
            return
        state = self._snapshot.state
        made_for = (
            self.size(), self.devicePixelRatioF(), look, self._active, id(state.labels),
            id(state.colors),
        )  # fmt: skip
        if made_for != self._ground_made_for:
            self._paint_ground(look, state, self._sweep)
            # Kept alive with their id, so that no others can take it.
            self._kept = (state.labels, state.colors)
            self._ground_made_for = made_for
        painter.drawPixmap(0, 0, self._ground)
        self._paint_cursor(painter, look, self._snapshot, self._sweep)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _paint_ground(self, look: Theme, state: State, sweep: TemperatureSweep) -> None:
        ratio = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
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
        if self._active in sweep.classes:
            self._paint_class(painter, look, state, sweep, sweep.classes.index(self._active))
        self._paint_peaks(painter, look, state, sweep)
        self._paint_names(painter, look, state, sweep, plot)
        painter.end()

    def _paint_grid(self, painter: QPainter, look: Theme, sweep: TemperatureSweep) -> None:
        px, plot = look.px, self._plot()
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
        for t in TICKS:
            x = round(self.x_of(t)) + 0.5
            ends = t in (0.0, math.inf)
            painter.setPen(QPen(look.color("faint" if ends else "grid"), 1))
            painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
            painter.setPen(look.color("ink" if ends else "muted"))
            text = entered(t, 2)
            where = QRectF(x - px(34), plot.bottom() + px(3), px(68), line)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)
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
        plot = self._plot()
        return plot.bottom() - fraction * plot.height()

    def _paint_curve(
        self, painter: QPainter, sweep: TemperatureSweep, ys: Vector,
        ends: tuple[float, float], pen: QPen,
    ) -> None:  # fmt: skip
        plot = self._plot()
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
        if self._active >= 0 and index != self._active:
            color.setAlphaF(0.35)
        return color

    def _paint_class(
        self, painter: QPainter, look: Theme, state: State, sweep: TemperatureSweep, place: int
    ) -> None:
        index = sweep.classes[place]
        width = look.px(4 if index == self._active else 2.5)
        self._paint_curve(
            painter, sweep, sweep.probabilities[:, place],
            (float(sweep.at_zero[place]), float(sweep.at_infinity[place])),
            QPen(self._color(look, state, index), width),
        )  # fmt: skip

    def _paint_peaks(
        self, painter: QPainter, look: Theme, state: State, sweep: TemperatureSweep
    ) -> None:
        """Mark the peaks, and note where their texts have room: they are written last."""
        labels = Labels(painter, self._plot())
        dots = [QPointF(self.x_of(p.temperature), self._y(p.probability)) for p in sweep.peaks]
        for peak, dot in zip(sweep.peaks, dots, strict=True):
            paint_dot(painter, dot, look.class_color(state.colors[peak.index]))
            labels.keep_dot_free(dot)
        most = max(sweep.largest_entropy, 1e-300)
        frame = Plot(self._plot(), Scale(0.0, 1.0), Scale(0.0, 1.0))
        for ys in (sweep.entropies / most, *sweep.probabilities.T):
            labels.keep_curve_free(frame, self._places[::2], ys[::2])
        self._texts = []
        for peak, dot in list(zip(sweep.peaks, dots, strict=True))[:NAMED_PEAKS]:
            text = self._peak_text(peak)
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
                painter, QPointF(left, y), self._color(look, state, index), index == self._active
            )
            write_name(
                painter, QRectF(left + look.px(11), y - line / 2, right - left - look.px(13), line),
                state.labels[index], "ink", TEXT, 600 if index == self._active else 400,
            )  # fmt: skip

    def _paint_cursor(
        self, painter: QPainter, look: Theme, snapshot: Snapshot, sweep: TemperatureSweep
    ) -> None:
        px, plot, state = look.px, self._plot(), snapshot.state
        x = self.x_of(state.temperature)
        painter.setPen(QPen(look.color("focus" if self.hasFocus() else "ink"), px(2)))
        painter.drawLine(QLineF(x, plot.top() - px(2), x, plot.bottom()))
        p = snapshot.output("softmax").values
        for index in reversed(sweep.classes):
            dot = QPointF(x, self._y(float(p[index])))
            paint_dot(painter, dot, self._color(look, state, index), index == self._active)
        handle = look.color("focus" if self.hasFocus() else "ink")
        paint_handle(painter, QPointF(x, plot.bottom()), handle)
        painter.setFont(look.font(TEXT))
        for room, text in self._texts:
            painter.fillRect(room, look.color("card"))
            painter.setPen(look.color("ink"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        shown = self._sentences()[:1]
        if 0 <= self._active < state.count:
            shown.append(
                tr("{label}: p = {p}").format(
                    label=named(state.labels[self._active]),
                    p=displayed(float(p[self._active]), state.decimals),
                )
            )
        head = QRectF(plot.left(), 0, self.width() - plot.left() - px(4), px(20))
        write_line(painter, head, "  ·  ".join(shown), "ink", TEXT, 600)

    def _class_at(self, spot: QPointF) -> int:
        sweep, plot = self._sweep, self._plot()
        if sweep is None or not plot.contains(spot):
            return -1
        t = self.temperature_at(spot.x())
        row = int(np.argmin(np.abs(np.log(sweep.temperatures / min(max(t, 0.01), 100.0)))))
        if t == 0:
            values = sweep.at_zero
        elif math.isinf(t):
            values = sweep.at_infinity
        else:
            values = sweep.probabilities[row]
        away = np.abs(self._y(0.0) - values * plot.height() - spot.y())
        place = int(np.argmin(away))
        return sweep.classes[place] if away[place] <= theme.current().px(10) else -1

    def _move(self, temperature: float, gesture: object) -> None:
        if self._snapshot is not None and self._sweep is not None:
            self.edited.emit(edits.set_temperature(self._snapshot.state, temperature), gesture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line: it jumps to the pointer."""
        x, plot = event.position().x(), self._plot()
        room = theme.current().px(14)
        if event.button() == Qt.MouseButton.LeftButton and (
            plot.left() - room <= x <= plot.right() + room
        ):
            self._gesture = new_gesture("temperature lens")
            self._move(self.temperature_at(x), self._gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag, or tell which curve the pointer is on."""
        if self._gesture is not None:
            self._move(self.temperature_at(event.position().x()), self._gesture)
        else:
            self.hovered.emit(self._class_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._gesture = None

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, finer with Shift, wider by the page keys; Home is 0, End is ∞."""
        temperature = 1.0 if self._snapshot is None else self._snapshot.state.temperature
        intended = temperature_by_key(event, temperature)
        if intended is None:
            super().keyPressEvent(event)
        else:
            self._move(intended, None)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._measured = None
        if self._swept is not None:
            self._measure_names(self._swept)
        self.updateGeometry()
        self.update()

    def sleep(self) -> None:
        """Let go of the line."""
        self._gesture = None


KIND = LensKind(
    TemperatureLens,
    tr_noop(
        "Each line is the probability of a class while T goes from 0, where softmax is argmax, to "
        "∞, where all are equal. "
        "The entropy only rises on that way, from certainty to log N. "
        "A class in the middle may rise and fall again: it is largest where the mean logit, as "
        "softmax weighs it, equals its own."
    ),
    tr_noop(
        "G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015, "
        "equation 1; the peak follows from d log p / dT = (E[z] − z) / T²."
    ),
)
