"""How long a text with live fields may become, so that nothing jumps as T is dragged."""

from __future__ import annotations

import re

from softmax_viz.core.numbers import MINUS
from softmax_viz.core.state import State
from softmax_viz.text import LONGEST_NAME

FIELD = re.compile(r"\{([^{}]*)\}")
DIGITS = re.compile(r":\.(\d{1,2})")


def roomy(text: str, state: State) -> str:
    """Return a text with every field as long as it usually becomes."""
    longest = max((label[:LONGEST_NAME] for label in state.labels[:1000]), key=len)

    def widest(found: re.Match[str]) -> str:
        if found[1].strip() == "predicted":
            return longest
        digits = DIGITS.search(found[1])
        return f"{MINUS}00." + "0" * (int(digits[1]) if digits else state.decimals)

    return FIELD.sub(widest, text)
