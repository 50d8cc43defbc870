"""Words for people."""

from __future__ import annotations

import pytest

from softmax_viz import text
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.text import LONGEST_NAME, install_translator, named, tr, tr_noop


@pytest.fixture
def _quoting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every sentence in quotation marks, until the test ends."""
    monkeypatch.setattr(text, "_translator", text._translator)
    install_translator("«{}»".format)


def test_english_stays_as_it_is() -> None:
    assert tr("{label} is NaN") == "{label} is NaN"


@pytest.mark.usefixtures("_quoting")
def test_translation() -> None:
    assert tr("{label} is NaN") == "«{label} is NaN»"
    assert tr_noop("seal") == "seal"


@pytest.mark.usefixtures("_quoting")
def test_a_sentence_is_translated_once() -> None:
    asked: list[str] = []

    def translate(sentence: str) -> str:
        asked.append(sentence)
        return sentence.upper()

    install_translator(translate)
    assert [tr("seal"), tr("seal"), tr("cat")] == ["SEAL", "SEAL", "CAT"]
    assert asked == ["seal", "cat"]


@pytest.mark.usefixtures("_quoting")
def test_a_language_chosen_later_reaches_everything_said_from_then_on() -> None:
    verdicts = evaluate(State.of([1.0])).output("softmax").verdicts
    assert "«defined»" in [verdict.text for verdict in verdicts]


@pytest.mark.parametrize(
    "label", ["panda", "", "x" * LONGEST_NAME, "大熊猫", "Ünïcödé 🐼", "100 %"]
)
def test_a_name_in_a_sentence_stays_as_it_is(label: str) -> None:
    assert named(label) == label


def test_a_long_name_is_shortened() -> None:
    shortened = named("x" * (LONGEST_NAME + 1))
    assert shortened == "x" * (LONGEST_NAME - 1) + "…"
    assert len(shortened) == LONGEST_NAME


@pytest.mark.parametrize("label", ["\u202ecät", "cät\u2069", "\u2067\u202bcät\u202c"])
def test_marks_in_a_name_do_not_turn_the_words_beside_it(label: str) -> None:
    assert named(label) == "cät"


@pytest.mark.parametrize("label", ["باندا", "פנדה", "panda פ"])
def test_a_name_from_right_to_left_is_isolated(label: str) -> None:
    assert named(label) == f"\u2068{label}\u2069"


def test_a_long_name_from_right_to_left_is_shortened_inside_its_isolation() -> None:
    assert named("פ" * 100) == "\u2068" + "פ" * (LONGEST_NAME - 1) + "…\u2069"
