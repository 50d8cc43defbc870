"""The sampling lens: draw from softmax, one by one or thousands a second."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.largest import largest, shown_of
from softmax_viz.core.numbers import plain
from softmax_viz.core.sampling import Draws, Sampler
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import same_logits
from softmax_viz.core.truncation import Truncation, cut_classes, parse_share, share_text
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE, UNLIMITED
from softmax_viz.views.lenses.lens import MOST_COPIED, Lens, LensKind
from softmax_viz.views.lenses.sampling.picture import MOST_BARS, Drawn, Picture
from softmax_viz.views.number_field import NumberField, Steps
from softmax_viz.views.small_button import small_button

TICK_MS = 33
A_TICK, MANY = 300, 1000
NUMBERS_A_TICK = 2_000_000
LARGEST_K = 100_000
LARGEST_SEED = 2**31 - 1
LEAST_WIDTH = 460
# In less width, the controls stand above the picture, in two columns.
SIDE_BY_SIDE = 764


class Sampling(Lens):
    """Draw classes and count them; only counts and the last draws are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._truncation = Truncation()
        self._drawn: Drawn | None = None
        self._owed = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.one = small_button(tr("Draw 1"), tr("Draw one class"))
        self.many = small_button(tr("Draw 1,000"), tr("Draw a thousand classes"))
        self.keep = small_button(tr("Keep drawing"), tr("Draw thousands a second until stopped"))
        self.keep.setCheckable(True)
        self.clear = small_button(
            tr("Clear"),
            tr(
                "Clear the counts and begin anew from the seed, as every change of logits or T does"
            ),
        )
        self.seed = self._spin(tr("Seed"), tr("The same seed gives the same draws"))
        self.seed.setRange(0, LARGEST_SEED)
        self.method = QComboBox()
        self.method.addItems([tr("Direct"), tr("Gumbel-max")])
        self.method.setAccessibleName(tr("How to draw"))
        self.method.setToolTip(
            tr("Direct: from the cumulative sum of p. Gumbel-max: noise on logits, then argmax.")
        )
        self.k = self._spin(tr("Top-k"), tr("Keep the k largest logits; 0 is off"))
        self.k.setRange(0, LARGEST_K)
        self.k.setSpecialValueText(tr("off"))
        self.p = self._share(tr("Top-p"), tr("Keep the fewest classes whose shares reach p"))
        self.least = self._share(tr("Min-p"), tr("Keep what has at least this part of the top"))
        self.order = small_button(tr("T before the cut"), "")
        self.order.setCheckable(True)
        self.order.setToolTip(
            tr("Whether T divides the logits before or after top-p and min-p cut")
        )
        self.picture = Picture()
        self._lay_out()
        self._wire()
        self._show_truncation()
        self.follow_theme()

    def _spin(self, name: str, tip: str) -> QSpinBox:
        spin = QSpinBox()
        spin.setAccessibleName(name)
        spin.setToolTip(tip)
        spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        spin.setKeyboardTracking(False)
        return spin

    def _share(self, name: str, tip: str) -> NumberField:
        steps = Steps(lambda value, size: min(max(value + size, 0.0), 1.0), 0.05, 0.01, 0.2)
        field = NumberField(parse_share, steps)
        field.setAccessibleName(name)
        field.setToolTip(tip + tr("; “off” keeps all. Up and Down step."))
        field.refused.connect(self.refused)
        return field

    def _lay_out(self) -> None:
        self.controls = QWidget()
        self._columns = QBoxLayout(BELOW, self.controls)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._draws, self._cutting = QVBoxLayout(), QVBoxLayout()
        self._columns.addLayout(self._draws)
        self._columns.addLayout(self._cutting)
        self._lines: list[QHBoxLayout] = []
        rows: tuple[tuple[QWidget | str, ...], ...] = (
            (self.one, self.many, self.keep),
            (self.method, tr("seed"), self.seed),
        )
        for row in rows:
            line = QHBoxLayout()
            for part in row:
                line.addWidget(self._caption(part) if isinstance(part, str) else part)
            self._draws.addLayout(line)
            self._lines.append(line)
        self._draws.addStretch(1)
        self._cuts = QGridLayout()
        for column, (name, field) in enumerate(
            ((tr("top-k"), self.k), (tr("top-p"), self.p), (tr("min-p"), self.least))
        ):
            self._cuts.addWidget(self._caption(name), 0, column)
            self._cuts.addWidget(field, 1, column)
        self._cutting.addLayout(self._cuts)
        last = QHBoxLayout()
        last.addWidget(self.order, 2)
        last.addWidget(self.clear, 1)
        self._cutting.addLayout(last)
        self._lines.append(last)
        self._box = QBoxLayout(BESIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.controls, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.picture, 1)

    def minimumSizeHint(self) -> QSize:
        """Return the least width, and the height of the parts as they stand."""
        return QSize(theme.current().px(LEAST_WIDTH), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Put the controls beside the picture, or above it where there is no room beside."""
        px = theme.current().px
        beside = self.width() >= px(SIDE_BY_SIDE)
        self._box.setDirection(BESIDE if beside else BELOW)
        self._columns.setDirection(BELOW if beside else BESIDE)
        self._columns.setSpacing(px(5 if beside else 14))
        self.controls.setMinimumWidth(px(290) if beside else 0)
        self.controls.setMaximumWidth(px(290) if beside else UNLIMITED)
        self.updateGeometry()

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "muted")
        return label

    def _wire(self) -> None:
        self.one.clicked.connect(self.draw_one)
        self.many.clicked.connect(self.draw_many)
        self.keep.toggled.connect(self._keep)
        self.clear.clicked.connect(self.begin_anew)
        self.seed.valueChanged.connect(self.begin_anew)
        self.method.currentIndexChanged.connect(self.begin_anew)
        self.k.valueChanged.connect(self._set_truncation)
        self.p.entered.connect(self._enter_p)
        self.least.entered.connect(self._enter_least)
        self.order.toggled.connect(self._set_truncation)
        self.picture.hovered.connect(self.hovered)

    def _enter_p(self, value: float) -> None:
        self._enter(self.p, value)

    def _enter_least(self, value: float) -> None:
        self._enter(self.least, value)

    def _enter(self, field: NumberField, value: float) -> None:
        field.show_value(value, share_text(value or None))
        self._set_truncation()

    def _set_truncation(self) -> None:
        wanted = Truncation(
            self.k.value() or None, self.p.value or None, self.least.value or None,
            self.order.isChecked(),
        )  # fmt: skip
        if wanted != self._truncation:
            self._truncation = wanted
            self._show_truncation()
            self.begin_anew()
            self.chosen.emit()

    def _show_truncation(self) -> None:
        cuts = self._truncation
        self.p.show_value(cuts.p or 0.0, share_text(cuts.p))
        self.least.show_value(cuts.min_p or 0.0, share_text(cuts.min_p))
        self.order.setText(tr("T after the cut") if cuts.cut_first else tr("T before the cut"))
        self.order.setEnabled(cuts.order_matters)

    @property
    def drawn(self) -> Drawn | None:
        """Return what is shown."""
        return self._drawn

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; other logits or another T begin anew."""
        before, self._snapshot = self._snapshot, snapshot
        state = snapshot.state
        if (
            before is None
            or self._drawn is None
            or before.state.temperature != state.temperature
            or not same_logits(before.state, state)
        ):
            self.begin_anew()
        elif before is not snapshot:
            self._show(self._drawn.draws)

    def begin_anew(self) -> None:
        """Clear the counts, and let the generator begin from the seed."""
        if self._snapshot is None:
            return
        state, self._owed = self._snapshot.state, 0
        left = self._truncation.apply(state.logits, state.temperature)
        self._sampler = Sampler.of(left, state.temperature, self.seed.value())
        self._cut = cut_classes(state.logits, left)
        self._show(Draws.none(state.count))
        drawable = self._sampler.defined
        for button in (self.one, self.many, self.keep):
            if button.isEnabled() != drawable:
                button.setEnabled(drawable)

    @property
    def _by_gumbel(self) -> bool:
        return self.method.currentIndex() == 1

    def _show(self, draws: Draws) -> None:
        assert self._snapshot is not None
        self._drawn = Drawn(
            self._snapshot, self._truncation, self._sampler, self._cut, draws,
            self._snapshot.prediction.reason, self._by_gumbel,
        )  # fmt: skip
        self.picture.show_drawn(self._drawn)

    def draw_one(self) -> None:
        """Draw once."""
        self.draw(1)

    def draw_many(self) -> None:
        """Draw a thousand times."""
        self.draw(MANY)

    def draw(self, count: int) -> None:
        """Draw so many: at once, or in parts where there are very many classes."""
        self._owed += count
        self._pay()

    def _pay(self) -> None:
        if self._drawn is None or not self._sampler.defined:
            self._owed = 0
            return
        at_once = max(1, NUMBERS_A_TICK // self._drawn.draws.counts.size)
        count = min(self._owed, at_once)
        self._owed -= count
        if count:
            self._show(self._sampler.more(self._drawn.draws, count, self._by_gumbel))
        running = self._owed > 0 or self.keep.isChecked()
        if running != self._timer.isActive():
            self._timer.start() if running else self._timer.stop()

    def _tick(self) -> None:
        if self.keep.isChecked():
            self._owed = max(self._owed, A_TICK)
        self._pay()

    def _keep(self) -> None:
        if self.keep.isChecked():
            self._timer.start()
        else:
            self._owed = 0
            self._timer.stop()

    @property
    def running(self) -> bool:
        """Tell whether it draws by itself."""
        return self._timer.isActive()

    def sleep(self) -> None:
        """Stop drawing."""
        self.keep.setChecked(False)
        self._owed = 0
        self._timer.stop()

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.picture.highlight(index)

    def about(self) -> str:
        """Say which classes have a bar, and what the others sum to once cut."""
        return self._words(MOST_BARS)

    def _words(self, most: int) -> str:
        if self._drawn is None:
            return ""
        state = self._drawn.snapshot.state
        p = self._drawn.sampler.probabilities
        return shown_of(p, largest(state.logits, most), state.decimals)

    def text(self) -> str:
        """Return the counts as cells, in full precision, and the sentence."""
        drawn = self._drawn
        if drawn is None:
            return ""
        head = (tr("class"), tr("p"), tr("count"), tr("frequency"), tr("cut"))
        state, draws = drawn.snapshot.state, drawn.draws
        p, shares = drawn.sampler.probabilities, draws.frequencies()
        lines = [
            "\t".join([
                state.labels[i], plain(p[i]), str(draws.counts[i]), plain(shares[i]),
                tr("cut") if drawn.cut[i] else "",
            ])
            for i in largest(state.logits, MOST_COPIED)
        ]  # fmt: skip
        seed = tr("seed {seed}, {method}").format(
            seed=self.seed.value(), method=self.method.currentText()
        )
        said = [drawn.truncation.pipeline(), seed, drawn.sentence(), self._words(MOST_COPIED)]
        return "\n".join([*filter(None, said), "\t".join(head), *lines])

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(14))
        for column in (self._draws, self._cutting):
            column.setSpacing(px(5))
        self._cuts.setHorizontalSpacing(px(6))
        self._cuts.setVerticalSpacing(0)
        for line in self._lines:
            line.setSpacing(px(6))
        for part in (*self.controls.findChildren(QAbstractButton), self.seed, self.k,
                     self.p, self.least, self.method):  # fmt: skip
            part.setFixedHeight(px(26))
        self.arrange()
        self.picture.update()


KIND = LensKind(
    Sampling,
    tr_noop(
        "A language model draws a class with the probabilities of softmax. Draw often, and the "
        "frequencies settle on p; noise added to the logits before argmax gives the very same. "
        "Top-k, top-p and min-p cut the unlikely classes and share the rest anew."
    ),
    tr_noop(
        "Maddison, Tarlow and Minka, A* Sampling, 2014 (Gumbel-max); Fan et al. 2018 (top-k); "
        "Holtzman et al. 2020 (top-p); Nguyen et al. 2024 (min-p)"
    ),
)
