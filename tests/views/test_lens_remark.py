"""What every lens says of classes for which it has no room, and what it does with very many."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from softmax_viz.core.functions import softmax
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views.lenses.panel import LensPanel

# How many classes each lens shows of very many; "where_t" draws all.
SHOWN = {
    "steps": 200, "curves": 50, "two_classes": 2, "temperature": 12, "gradient": 24, "simplex": 3,
    "precision": 1000, "sampling": 12,
}  # fmt: skip
KEYS = (*SHOWN, "where_t")
MOST_LINES = 1010


@pytest.fixture
def panel(show: Callable[..., LensPanel]) -> LensPanel:
    return show(LensPanel(), 900, 260)


def largest_first(count: int) -> State:
    return State.of(np.random.default_rng(3).normal(size=count) * 3)


@pytest.mark.parametrize("key", KEYS)
def test_what_is_shown_of_very_many_classes_is_said_below_the_lens(
    panel: LensPanel, key: str
) -> None:
    state = largest_first(20_000)
    panel.render_snapshot(evaluate(state))
    panel.choose(key)
    if key == "where_t":
        assert not panel.remark.isVisible()
        return
    n = SHOWN[key]
    p = np.sort(softmax(state.logits))
    which = f"{n} of" if n <= 3 else f"the {n:,} largest of"
    assert panel.remark.isVisible()
    assert panel.remark.words.startswith(f"{which} 20,000 classes; the other {20_000 - n:,} sum")
    said = float(panel.remark.words.rpartition(" = ")[2].partition(",")[0])
    if n > 3:
        assert said == pytest.approx(p[:-n].sum(), abs=5.1e-4)


@pytest.mark.parametrize("key", KEYS)
def test_a_copy_holds_the_largest_and_says_what_the_rest_sums_to(
    panel: LensPanel, key: str
) -> None:
    panel.render_snapshot(evaluate(largest_first(20_000)))
    panel.choose(key)
    panel.copy()
    text = QGuiApplication.clipboard().text()
    assert "of 20,000 classes; the other" in text
    assert text.count("\n") < MOST_LINES


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_said_where_all_have_room(panel: LensPanel, key: str) -> None:
    panel.render_snapshot(evaluate(State.of([0.25, 1.23, -0.8])))
    panel.choose(key)
    assert not panel.remark.isVisible()
    panel.copy()
    assert "classes; the other" not in QGuiApplication.clipboard().text()


def test_what_is_said_follows_the_temperature_and_a_cover(panel: LensPanel, qtbot: QtBot) -> None:
    state = largest_first(1000)
    panel.render_snapshot(evaluate(state))
    panel.choose("temperature")
    before = panel.remark.words
    panel.render_snapshot(evaluate(State.of(state.logits, temperature=0.1)))
    qtbot.waitUntil(lambda: panel.remark.words not in ("", before))
    panel.show_cover("")
    assert not panel.remark.isVisible()
    panel.show_cover(None)
    assert panel.remark.isVisible()


def test_what_is_said_follows_a_choice_in_the_lens(panel: LensPanel) -> None:
    panel.render_snapshot(evaluate(largest_first(1000)))
    panel.choose("sampling")
    assert panel.remark.words.startswith("the 12 largest of 1,000 classes")
    lens = panel.lens
    assert lens is not None
    lens.k.setValue(2)  # type: ignore[attr-defined]
    assert panel.remark.words.endswith("the other 988 sum to p = 0.000")


def test_a_lens_that_takes_long_lets_the_temperature_go_on(
    panel: LensPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = largest_first(1000)
    panel.render_snapshot(evaluate(state))
    panel.choose("steps")
    before = panel.remark.words
    monkeypatch.setattr(panel, "_cost_ms", 30_000)
    panel.render_snapshot(evaluate(State.of(state.logits, temperature=0.5)))
    assert panel.remark.words == before
    panel.render_snapshot(evaluate(State.of(state.logits[::-1], temperature=0.25)))
    assert panel.remark.words != before
