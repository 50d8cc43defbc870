"""What a key of a clicker or keyboard means while presenting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

from softmax_viz.text import tr_noop

MEMORY_SECONDS = 3.0
MOST_DIGITS = 4

# For the help on the keyboard: keys, and what they do.
KEYS: tuple[tuple[str, str], ...] = (
    (tr_noop("F5, Shift+F5"), tr_noop("start at the first scene, at this one")),
    (tr_noop("Page Down, →, Space, Enter, N"), tr_noop("forward")),
    (tr_noop("Page Up, ←, Backspace, P"), tr_noop("back")),
    (tr_noop("Home, End; 12 Enter"), tr_noop("first, last, scene 12")),
    (tr_noop("1 … 9"), tr_noop("answer the question; then 03 Enter goes to scene 3")),
    (tr_noop("B or ., W"), tr_noop("black, white, and back")),
    (tr_noop("H"), tr_noop("type a show of hands; Enter to the next choice, Esc ends it")),
    (tr_noop("Z"), tr_noop("put back what is enlarged")),
    (tr_noop("L, S"), tr_noop("pointer halo, swap the screens")),
    (tr_noop("Alt+←, Alt+→"), tr_noop("previous, next row of the open data")),
    (tr_noop("D"), tr_noop("draw a digit; back to what was there")),
    (tr_noop("↑  ↓"), tr_noop("move what has the focus")),
    (tr_noop("Esc, F5"), tr_noop("end")),
)


class Intent(Enum):
    """Name what a key asks for; NOTHING is a key that is taken without an effect."""

    FORWARD = auto()
    BACK = auto()
    FIRST = auto()
    LAST = auto()
    JUMP = auto()
    ANSWER = auto()
    BLACK = auto()
    WHITE = auto()
    HANDS = auto()
    PUT_BACK = auto()
    HALO = auto()
    SWAP = auto()
    PREVIOUS_ROW = auto()
    NEXT_ROW = auto()
    DRAW = auto()
    STOP = auto()
    NOTHING = auto()


class Field(Enum):
    """Name the kind of field that has the focus."""

    NONE = auto()
    NUMBER = auto()
    HANDS = auto()
    PAPER = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Situation:
    """Say what a key meets.

    field: what has the focus; changed: whether its text is being changed; asking: whether there is
    a question that can be answered.
    """

    field: Field = Field.NONE
    changed: bool = False
    asking: bool = False


@dataclass(frozen=True)
class Press:
    """Hold an intent; number: the answer or the scene, from 1."""

    intent: Intent
    number: int = 0


_K = Qt.Key
# No field needs these.
_ALWAYS = {
    _K.Key_PageDown: Intent.FORWARD, _K.Key_PageUp: Intent.BACK, _K.Key_F5: Intent.STOP,
}  # fmt: skip
_EDITING = {
    _K.Key_Right: Intent.FORWARD, _K.Key_Return: Intent.FORWARD, _K.Key_Enter: Intent.FORWARD,
    _K.Key_Left: Intent.BACK, _K.Key_Backspace: Intent.BACK,
    _K.Key_Home: Intent.FIRST, _K.Key_End: Intent.LAST, _K.Key_Escape: Intent.STOP,
}  # fmt: skip
_LETTERS = {
    _K.Key_Space: Intent.FORWARD, _K.Key_N: Intent.FORWARD, _K.Key_P: Intent.BACK,
    _K.Key_B: Intent.BLACK, _K.Key_Period: Intent.BLACK, _K.Key_W: Intent.WHITE,
    _K.Key_H: Intent.HANDS, _K.Key_Z: Intent.PUT_BACK, _K.Key_L: Intent.HALO,
    _K.Key_S: Intent.SWAP, _K.Key_D: Intent.DRAW,
}  # fmt: skip
_ROWS = {_K.Key_Left: Intent.PREVIOUS_ROW, _K.Key_Right: Intent.NEXT_ROW}
# What moves the pen, sets it down or clears the paper.
_DRAWING = (_K.Key_Left, _K.Key_Right, _K.Key_Space, _K.Key_Backspace)
# No number begins so.
_BEGIN_NO_NUMBER = (_K.Key_Space, _K.Key_B, _K.Key_W, _K.Key_Period)
_ENTER = (_K.Key_Return, _K.Key_Enter)
_PLAIN = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Clicker:
    """Turn keys into intents, remembering the digits before an Enter.

    A digit answers an open question, and Enter goes on; two digits and Enter go to a scene at any
    time. A field keeps what is typed into it: a number field from its first character to Enter or
    Escape. Paper on which the keys draw keeps those that do. Page Up, Page Down and F5 are never
    a field's.
    """

    def __init__(self) -> None:
        self._digits = ""
        self._typed_at = 0.0

    def takes(self, key: int, modifiers: Qt.KeyboardModifier, situation: Situation) -> bool:
        """Tell whether a key is a clicker's, and not of what has the focus."""
        return (
            _digit(key, modifiers, situation) >= 0 or _intent(key, modifiers, situation) is not None
        )

    def press(
        self,
        key: int,
        modifiers: Qt.KeyboardModifier,
        situation: Situation,
        now: float,
        repeated: bool = False,
    ) -> Press | None:
        """Return what a key asks for at a time in seconds, None where it is not a clicker's.

        repeated: whether the key is only still held, which would race through the scenes.
        """
        if not self.takes(key, modifiers, situation):
            return None
        if repeated:
            return Press(Intent.NOTHING)
        if now - self._typed_at > MEMORY_SECONDS:
            self._digits = ""
        digit = _digit(key, modifiers, situation)
        if digit >= 0:
            self._digits = (self._digits + str(digit))[-MOST_DIGITS:]
            self._typed_at = now
            # The first digit answers; the second is on its way to a scene.
            answers = situation.asking and digit > 0 and len(self._digits) == 1
            return Press(Intent.ANSWER, digit) if answers else Press(Intent.NOTHING)
        digits, self._digits = self._digits, ""
        if key in _ENTER and len(digits) > situation.asking:
            return Press(Intent.JUMP, int(digits))
        return Press(_intent(key, modifiers, situation) or Intent.NOTHING)


def _digit(key: int, modifiers: Qt.KeyboardModifier, situation: Situation) -> int:
    """Return the digit of a key, -1 for none and for one that a field is to get."""
    digit = key - _K.Key_0
    plain = not modifiers & ~(_PLAIN | _SHIFT)
    free = situation.field in (Field.NONE, Field.PAPER)
    return digit if plain and 0 <= digit <= 9 and free else -1


def _intent(key: int, modifiers: Qt.KeyboardModifier, situation: Situation) -> Intent | None:
    named = Qt.Key(key) if key in _KNOWN else Qt.Key.Key_unknown
    others = modifiers & ~_PLAIN
    if named in _ROWS and others == _ALT:
        return _ROWS[named]
    if situation.field is Field.PAPER and named in _DRAWING:
        return None
    if named in _LETTERS:
        # Some keyboards have the point on Shift; and Caps Lock is no reason to do nothing.
        return _LETTERS[named] if not others & ~_SHIFT and _is_free(named, situation) else None
    if named == _K.Key_F5 and others == _SHIFT:
        return Intent.STOP
    if others:
        return None
    if named in _ALWAYS:
        return _ALWAYS[named]
    busy = situation.field in (Field.HANDS, Field.TEXT) or situation.changed
    return None if busy else _EDITING.get(named)


def _is_free(key: Qt.Key, situation: Situation) -> bool:
    """Tell whether a letter is not for the field that has the focus."""
    if situation.field is Field.NUMBER:
        return not situation.changed and key in _BEGIN_NO_NUMBER
    return situation.field is not Field.TEXT


_KNOWN = frozenset(key.value for key in (*_ALWAYS, *_EDITING, *_LETTERS))
