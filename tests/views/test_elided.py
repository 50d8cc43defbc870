"""Names of classes where there is not enough room for them."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name


def test_a_name_is_shortened_only_when_it_must_be(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(theme.current().font(13))
    for name in ("class 41278", "golden retriever", "x", ""):
        assert elided_name(name, metrics, metrics.horizontalAdvance(name) + 1) == name


def test_what_is_left_tells_it_from_the_others(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(theme.current().font(13))
    room = metrics.horizontalAdvance("…41278") + 1
    names = [f"class {index}" for index in (41278, 31278, 41378)]
    assert [elided_name(name, metrics, room) for name in names] == ["41278", "31278", "41378"]
    names = [f"breed {index}" for index in (41278, 31278)]
    assert [elided_name(name, metrics, room) for name in names] == ["…41278", "…31278"]
    assert elided_name("class 1234567", metrics, room).startswith("…")
    assert elided_name("golden retriever", metrics, room).startswith("gol")
    assert elided_name("golden retriever", metrics, -3) in ("", "…")
