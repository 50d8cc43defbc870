"""The question of the scene that is on, with its choices and the hands they got."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from softmax_viz.core.lecture.fields import fill
from softmax_viz.core.lecture.poll import Choice, choices, verdict
from softmax_viz.core.lecture.room import roomy
from softmax_viz.core.lecture.scene import Question
from softmax_viz.core.lecture.work import Work, choose, count_hands
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.bare import bare_size
from softmax_viz.views.lecture.choice import ChoiceButton
from softmax_viz.views.lecture.choice_rows import ChoiceRows
from softmax_viz.views.lecture.text_block import TextBlock
from softmax_viz.views.speech import SPEECH_DELAY_MS, announce


class QuestionView(QWidget):
    """Ask, and take the answer; hidden where nothing is asked.

    turned: the Work with an answer, or with hands counted.
    """

    turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bare, self._counting, self._folded = False, False, False
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._asked: tuple[Choice, ...] = ()
        self._roomy: tuple[str, ...] = ()
        self._told: dict[str, object] = {}
        self._ask = TextBlock(((theme.BASE_TEXT + 1, 2),), 600)
        self._verdict = TextBlock(((theme.BASE_TEXT, 2),), 600)
        self._ask_height = self._bottom = 0.0
        self._row_height = 0
        self._anew = True
        self.buttons: list[ChoiceButton] = []
        self.hands_button = QPushButton(tr("Show of hands"), self)
        self.hands_button.setProperty("role", "small")
        self.hands_button.setCheckable(True)
        self.hands_button.setAccessibleName(tr("Show of hands"))
        self.hands_button.setToolTip(tr("Type how many hands each choice gets (H)"))
        self.hands_button.toggled.connect(self.set_counting)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._speech = QTimer(self, singleShot=True, interval=SPEECH_DELAY_MS)
        self._speech.timeout.connect(self.speak)
        self.hide()

    def set_bare(self, bare: bool) -> None:
        """Show an audience larger words, and no button for what a key does."""
        self._bare = bare
        self.hands_button.setVisible(not bare)
        if bare:
            self.set_counting(False)
        self._begin()

    def render_work(self, work: Work) -> None:
        """Show what a work asks, and what was answered."""
        before, self._work = self._work, work
        asked = self._question
        # A drag that edits the scene leaves its question, and so the sizes, alone.
        if before is None or (before.index, _question_of(before)) != (work.index, asked):
            if before is not None and before.index != work.index:
                self._counting = False
                self.hands_button.setChecked(False)
            self._make_buttons(0 if asked is None else len(asked.choices))
            self._begin()
        else:
            self._fill()
        # Last, since being shown may resize the view, which lays its buttons out.
        self.setVisible(asked is not None)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a snapshot within the words."""
        self._snapshot = snapshot
        self._fill()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the choices as they are shown."""
        return self._asked

    @property
    def ask(self) -> str:
        """Return the question as it is shown."""
        return self._ask.text

    @property
    def verdict(self) -> str:
        """Return what is said of the answers, "" as long as that is not to be known."""
        return self._verdict.text

    @property
    def is_typing(self) -> bool:
        """Tell whether a field for hands has the focus, and so the keys."""
        return any(button.field.hasFocus() for button in self.buttons)

    @property
    def _question(self) -> Question | None:
        return None if self._work is None else _question_of(self._work)

    # What a person does

    def press_digit(self, digit: int) -> bool:
        """Take a digit key, as hands where they are typed and else as an answer.

        Return whether it meant something here.
        """
        if self._question is None or not self.isVisible():
            return False
        for button in self.buttons:
            if button.field.hasFocus():
                button.field.type_digit(digit)
                return True
        return self._answer(digit - 1)

    def _answer(self, place: int) -> bool:
        work = self._work
        if work is None or work.answer_is_revealed or not 0 <= place < len(self.buttons):
            return False
        self.turned.emit(choose(work, place))
        return True

    def toggle_hands(self) -> None:
        """Begin or end the counting of hands."""
        if self._question is not None:
            self.set_counting(not self._counting)

    def set_counting(self, counting: bool) -> None:
        """Show a field a choice, the first one ready to be typed in; or take them away."""
        if counting == self._counting:
            return
        was_typing = self.is_typing
        self._counting = counting
        self.hands_button.setChecked(counting)
        self._begin()
        if counting and self.buttons:
            self.buttons[0].field.setFocus(Qt.FocusReason.TabFocusReason)
        elif was_typing and self._bare:
            # No control gets a ring before an audience.
            self.window().setFocus()
        elif was_typing:
            self.hands_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self) -> None:
        self._answer(self._place_of(self.sender()))

    def _counted(self, hands: int) -> None:
        place = self._place_of(self.sender())
        if self._work is not None and place >= 0:
            self.turned.emit(count_hands(self._work, place, hands))

    def _entered(self) -> None:
        after = self._place_of(self.sender()) + 1
        if after < len(self.buttons):
            self.buttons[after].field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.set_counting(False)

    def _left(self) -> None:
        self.set_counting(False)

    def _place_of(self, sender: object) -> int:
        for place, button in enumerate(self.buttons):
            if sender in (button, button.field):
                return place
        return -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by a digit; count hands by H."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Answer by a digit, count hands by H; tell whether the key meant something here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_H and not self._bare and self.isVisible():
            self.toggle_hands()
            return True
        digit = event.key() - Qt.Key.Key_0
        return 0 <= digit <= 9 and self.press_digit(digit)

    # What is shown

    def _make_buttons(self, count: int) -> None:
        while len(self.buttons) > count:
            button = self.buttons.pop()
            button.hide()
            button.deleteLater()
        while len(self.buttons) < count:
            button = ChoiceButton(len(self.buttons) + 1, self)
            button.clicked.connect(self._clicked)
            button.field.counted.connect(self._counted)
            button.field.entered.connect(self._entered)
            button.field.left.connect(self._left)
            button.show()
            self.buttons.append(button)
        for before, after in zip(self.buttons, self.buttons[1:], strict=False):
            QWidget.setTabOrder(before.field, after.field)

    def _begin(self) -> None:
        """Lay everything out anew: another question, width or size."""
        usual, large = theme.BASE_TEXT + 1, bare_size(28, 18, self.width())
        small = bare_size(24, 16, self.width())
        self._ask.begin(((large, 1), (small, 3)) if self._bare else ((usual, 1), (14, 3)))
        self._verdict.begin(((small, 2),) if self._bare else ((theme.BASE_TEXT, 2),))
        self._anew = True
        self._fill()

    def _fill(self) -> None:
        work, snapshot, question = self._work, self._snapshot, self._question
        # A snapshot of before comes between a work and its own one, which then fills all.
        if question is None or work is None or snapshot is None or snapshot.state != work.state:
            return
        texts = [fill(text, snapshot, work.covers) for text in question.choices]
        asked = choices(work, texts)
        ask, said = fill(question.ask, snapshot, work.covers), verdict(asked)
        asks_all = self._counting or any(choice.of for choice in asked)
        self._folded = self._bare and bool(said) and not asks_all
        if self._folded and not any(choice.missed for choice in asked):
            said = ""
        now = asked, ask, said
        if not self._anew and now == (self._asked, self._ask.text, self._verdict.text):
            return
        self._asked = asked
        self._roomy = tuple(roomy(text, snapshot.state) for text in question.choices)
        self._ask.lay_out(ask, roomy(question.ask, snapshot.state), self._ask_width)
        self._verdict.lay_out(said, said, self.width())
        for button, choice, room in zip(self.buttons, asked, self._roomy, strict=True):
            button.show_choice(choice, room, self._counting)
        self._arrange()
        self.setAccessibleName(tr("Question: {ask}").format(ask=ask))
        self.setAccessibleDescription(said)
        self.update()
        self._speech.start()

    @property
    def _ask_width(self) -> float:
        if self._bare:
            return self.width()
        return max(self.width() - self.hands_button.sizeHint().width() - theme.current().px(12), 1)

    @property
    def _gap(self) -> int:
        return theme.current().px(bare_size(12, 7, self.width()) if self._bare else 6)

    def _arrange(self) -> None:
        """Place the buttons below the question, and what is said of the answers below them."""
        top = self._ask.height
        if not self._bare:
            hint = self.hands_button.sizeHint()
            height = theme.current().px(24)
            self.hands_button.setGeometry(self.width() - hint.width(), 0, hint.width(), height)
            top = max(top, height)
        self._ask_height = top
        rows = ChoiceRows(self.width(), self._gap, self._bare)
        columns = rows.columns(self._roomy)
        width = rows.column(columns)
        if self._anew:
            self._anew = False
            self._row_height = round(self._size_up(width))
        # Once the truth is known, the charts need the room that wrong choices took.
        seen = [
            button for button, choice in zip(self.buttons, self._asked, strict=True)
            if not self._folded or choice.right or choice.chosen
        ]  # fmt: skip
        for button in self.buttons:
            button.setVisible(button in seen)
        for place, button in enumerate(seen):
            row, column = divmod(place, columns)
            x = column * (width + self._gap)
            y = top + self._gap + row * (self._row_height + self._gap)
            button.setGeometry(round(x), round(y), round(width), self._row_height)
        count = -(-len(seen) // columns)
        self._bottom = top + count * (self._row_height + self._gap)
        if self._verdict.text:
            self._bottom += self._gap
        self.setFixedHeight(max(round(self._bottom + self._verdict.height), 1))

    def _size_up(self, width: float) -> float:
        """Size the choices up, all alike, and return the height that the tallest needs."""
        heights, place = [0.0], 0
        for _ in range(2):
            heights = [
                button.size_up(self._bare, self.width(), room, width, place)
                for button, room in zip(self.buttons, self._roomy, strict=True)
            ]
            place = max((button.place for button in self.buttons), default=0)
        return max(heights, default=0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the question, and what is said of the answers."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("window"))
        if self._asked:
            top = (self._ask_height - self._ask.height) / 2
            self._ask.paint(painter, QRectF(0, top, self.width(), 1), look.color("ink"))
            missed = any(choice.missed for choice in self._asked)
            ink = look.color("ink" if missed else "good_ink")
            self._verdict.paint(painter, QRectF(0, self._bottom, self.width(), 1), ink)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the question out in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._begin()

    def sizeHint(self) -> QSize:
        """Return the height that the question takes."""
        return QSize(theme.current().px(300), self.height())

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._begin()
        self.update()

    # Speech

    def speak(self) -> None:
        """Let a screen reader say what is new: the question, the answer, or the truth."""
        chosen = next((c for c in self._asked if c.chosen and c.right is None), None)
        number = 0 if chosen is None else chosen.number
        # What is new is news; a number within it that followed T is not.
        parts = {
            "asked": (self._question, self._ask.text),
            "chosen": (number, "" if chosen is None else tr("Chosen: {number}, {choice}").format(
                number=number, choice=chosen.text
            )),
            "truth": (bool(self._verdict.text), self._verdict.text),
        }  # fmt: skip
        before, self._told = self._told, {part: known for part, (known, _) in parts.items()}
        if not self._bare and self.isVisible():
            for part, (known, text) in parts.items():
                if text and before.get(part) != known:
                    announce(self, text)


def _question_of(work: Work) -> Question | None:
    return None if work.scene is None else work.scene.question
