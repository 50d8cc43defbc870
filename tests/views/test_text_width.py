"""The width of texts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme


@pytest.mark.parametrize("text", ["0.123", "entropy 1.059 nats", "Predicted: panda, 97.3 %", ""])
@pytest.mark.parametrize("look", [Theme(), Theme(scale=2.0)])
def test_a_text_is_as_wide_as_it_is_drawn(qapp: QApplication, text: str, look: Theme) -> None:
    assert text_width(text, look, 13, 600) == QFontMetricsF(look.font(13, 600)).horizontalAdvance(
        text
    )


def test_the_longest_line_counts(qapp: QApplication) -> None:
    assert text_width("+0.1\n0.123", Theme(), 14) == text_width("0.987", Theme(), 14)
