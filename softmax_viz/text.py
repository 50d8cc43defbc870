"""Words for people: the one place where English becomes the language of the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Translator = Callable[[str], str]

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
LONGEST_NAME = 40
# Marks in a name, of a deck for one, that would turn around what stands beside it.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
MOST_SENTENCES = 10_000


def _english(text: str) -> str:
    return text


_translator: Translator = _english


def tr(text: str) -> str:
    """Translate a sentence that a person reads; placeholders stay for str.format."""
    return _translator(text)


def tr_noop(text: str) -> str:
    """Mark a sentence of a constant table for translation; tr() it where it is shown."""
    return text


def install_translator(translator: Translator) -> None:
    """Set the function that tr() asks, once for each sentence; the application installs Qt's."""
    global _translator
    _translator = lru_cache(maxsize=MOST_SENTENCES)(translator)


def named(label: str) -> str:
    """Return a class name as it stands in a sentence: not too long, and keeping its direction.

    Without isolation, an Arabic or Hebrew name would turn the numbers beside it around.
    """
    if len(label) > LONGEST_NAME:
        label = label[: LONGEST_NAME - 1] + "…"
    if label.isascii():
        return label
    label = label.translate(_TURNING)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in label):
        return f"{FIRST_STRONG_ISOLATE}{label}{POP_ISOLATE}"
    return label
