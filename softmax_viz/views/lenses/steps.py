"""The lens of steps: each function worked out in numbers, stage by stage, or as code."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.code import LANGUAGES, snippet
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps import FORMED, Form
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import svg, theme
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE
from softmax_viz.views.lenses.lens import Lens, LensKind
from softmax_viz.views.lenses.segmented import Segmented
from softmax_viz.views.lenses.steps_table import StepsTable

STAGE_MS = 900


class StepsLens(Lens):
    """Show softmax, or another function, worked out for each class; the arithmetic may break."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self.function = Segmented(
            tr("Function"),
            (
                ("softmax", tr("Softmax"), tr("Work softmax out")),
                ("sigmoid", tr("Sigmoid"), tr("Work the sigmoid of each logit out")),
                ("argmax", tr("Argmax"), tr("Work argmax out")),
                ("sum_normalized", tr("Divide by Σ"), tr("Divide each logit by their sum")),
            ),
            columns=2,
        )
        self.form = Segmented(
            tr("Form"),
            (
                ("naive", tr("Naive"), tr("Compute it as it is defined: e^(z/T) may overflow")),
                ("stable", tr("Stable"), tr("Take exponents that cannot overflow")),
            ),
        )
        self.table = StepsTable()
        self.language = Segmented(
            tr("Language"), tuple((key, title, tr("Show the code for it")) for key, title in
                                  LANGUAGES.items()),
        )  # fmt: skip
        self.code = QPlainTextEdit()
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setFrameShape(QFrame.Shape.NoFrame)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setTabChangesFocus(True)
        self.code.setAccessibleName(tr("Code"))
        self.code.setToolTip(tr("This code computes what is shown; the Copy button copies it"))
        self.play_button = QPushButton(tr("Play"))
        self.play_button.setAccessibleName(tr("Play"))
        self.play_button.setToolTip(
            tr("Show one stage after the other; Left and Right on the table step by hand")
        )
        self.code_button = QPushButton(tr("As code"))
        self.code_button.setAccessibleName(tr("As code"))
        self.code_button.setToolTip(tr("Show the same as lines of code, to be copied"))
        self.code_button.setCheckable(True)
        self._clock = QTimer(self, interval=STAGE_MS)
        self._clock.timeout.connect(self._next_stage)
        self._lay_out()
        self.function.chosen.connect(self._change_function)
        self.form.chosen.connect(self._show)
        self.language.chosen.connect(self._show)
        self.play_button.clicked.connect(self.play)
        self.code_button.toggled.connect(self._show_code)
        self.table.hovered.connect(self.hovered)
        self.table.stepped.connect(self._step_by_hand)
        self._show_code(False)

    def _lay_out(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.play_button)
        self._buttons.addWidget(self.code_button)
        self._more = QVBoxLayout()
        self._more.addWidget(self.form)
        self._more.addLayout(self._buttons)
        self._side = QBoxLayout(BELOW)
        self._side.addWidget(self.function)
        self._side.addLayout(self._more)
        self._side.addStretch(1)
        self._code_panel = QWidget()
        self._code_box = QVBoxLayout(self._code_panel)
        self._code_box.setContentsMargins(0, 0, 0, 0)
        self._code_box.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        self._code_box.addWidget(self.code, 1)
        self._box = QBoxLayout(BESIDE, self)
        self._box.addLayout(self._side)
        self._box.addWidget(self.table, 1)
        self._box.addWidget(self._code_panel, 1)

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the table or of the choices above it, whichever is wider."""
        width = max(self._shown.minimumSizeHint().width(), 2 * self._side_width())
        return QSize(width, super().minimumSizeHint().height())

    @property
    def _shown(self) -> QWidget:
        return self._code_panel if self.table.isHidden() else self.table

    def _wanted_width(self) -> int:
        if self.table.isHidden():
            return self._code_panel.minimumSizeHint().width()
        return self.table.sizeHint().width()

    def _side_width(self) -> int:
        return self.function.sizeHint().width() + self._box.spacing()

    def arrange(self) -> None:
        """Put the choices beside the table, or above it where there is no room beside."""
        beside = self.width() >= self._side_width() + self._wanted_width()
        self._side.setDirection(BELOW if beside else BESIDE)
        way = BESIDE if beside else BELOW
        if way != self._box.direction():
            self._box.setDirection(way)
            self.updateGeometry()

    @property
    def playing(self) -> bool:
        """Tell whether the stages go by themselves."""
        return self._clock.isActive()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; emits nothing."""
        self._snapshot = snapshot
        self._show()

    def _show(self) -> None:
        if self._snapshot is None:
            return
        form = Form(self.form.key)
        if self.code_button.isChecked():
            text = snippet(self.function.key, self.language.key, self._snapshot.state, form)
            if text != self.code.toPlainText():
                self.code.setPlainText(text)
        else:
            self.table.show_steps(self._snapshot, self.function.key, form)
        self.arrange()

    def _change_function(self, key: str) -> None:
        formed = key in FORMED
        self.form.setEnabled(formed)
        self.form.setToolTip("" if formed else tr("It takes no exponent, so there is one form"))
        self.stop()
        self._show()

    def _show_code(self, shown: bool) -> None:
        self.stop()
        self.play_button.setEnabled(not shown)
        self.table.setVisible(not shown)
        self._code_panel.setVisible(shown)
        self._show()
        self.chosen.emit()

    def play(self) -> None:
        """Show one stage after the other from the first, or all at once when playing."""
        if self.playing:
            self.stop()
            return
        self.table.reveal(1)
        self._clock.start()
        self._name_play()

    def stop(self) -> None:
        """Show all stages and let them be."""
        self._clock.stop()
        self.table.reveal(-1)
        self._name_play()

    def _name_play(self) -> None:
        look = theme.current()
        self.play_button.setText(tr("Stop") if self.playing else tr("Play"))
        picture = "pause" if self.playing else "play"
        self.play_button.setIcon(svg.icon(picture, look.colors.ink, look.px(12)))

    def _next_stage(self) -> None:
        if self.table.revealed + 1 >= self.table.stages:
            self.stop()
        else:
            self.table.reveal(self.table.revealed + 1)

    def _step_by_hand(self, stage: int) -> None:
        self._clock.stop()
        self.table.reveal(-1 if stage >= self.table.stages else stage)
        self._name_play()

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.table.highlight(index)

    def about(self) -> str:
        """Say which classes the table lists."""
        return "" if self.code_button.isChecked() else self.table.about()

    def text(self) -> str:
        """Return the code where it is shown, else the table as cells."""
        return self.code.toPlainText() if self.code_button.isChecked() else self.table.text()

    def sleep(self) -> None:
        """Stop playing."""
        self.stop()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._box.setContentsMargins(0, look.px(2), 0, 0)
        self._box.setSpacing(look.px(14))
        for part in (self._side, self._more):
            part.setSpacing(look.px(7))
        self._buttons.setSpacing(look.px(6))
        self._code_box.setSpacing(look.px(4))
        self.play_button.setIconSize(QSize(look.px(12), look.px(12)))
        self._name_play()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(look.px(theme.BASE_TEXT))
        self.code.setStyleSheet(
            f"QPlainTextEdit {{ background: {look.colors.card}; color: {look.colors.ink}; "
            f"font-family: '{font.family()}'; font-size: {look.px(theme.SMALL_TEXT + 1)}px; }}"
        )
        self.update()


KIND = LensKind(
    StepsLens,
    tr_noop("This is the function worked out in numbers, one column a stage, one row a class. "
            "The naive form takes the powers as they are defined, and breaks where they "
            "overflow; the stable form subtracts the largest logit first, with the same "
            "result. Play shows one stage after the other, and the code gives the same "
            "numbers."),
    tr_noop("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press 2016, "
            "section 4.1 (overflow, underflow, softmax) and section 6.2.2."),
)  # fmt: skip
