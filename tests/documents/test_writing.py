"""Decks written back: equal where nothing was changed, and with all that a person wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.lecture.deck import Deck, insert_scene, move_scene, remove_scene
from softmax_viz.core.lecture.scene import NEW, Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.state import State
from softmax_viz.documents import deck_text, parse_deck, saved_as
from softmax_viz.documents.reading import BOM
from tests.documents.decks import GOOD, HEAD, decks, good, scenes, states

Edit = Callable[[Scene], Scene]


def parsed(text: str) -> Deck:
    return parse_deck(text.encode(), "deck.softmax")


def edited(deck: Deck, place: int, edit: Edit) -> Deck:
    scenes = list(deck.scenes)
    scenes[place] = edit(scenes[place])
    return replace(deck, scenes=tuple(scenes))


def written(deck: Deck) -> str:
    """Return the text of a deck, which has to read back as the deck."""
    text = deck_text(deck)
    again = parsed(text)
    assert again == deck
    assert deck_text(again) == text
    assert [scene.origin for scene in again.scenes] == list(range(len(deck.scenes)))
    return text


def changes(deck: Deck, before: str = GOOD) -> tuple[list[str], list[str]]:
    """Return which lines are gone, and which are new."""
    old, new = before.splitlines(), written(deck).splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    "text",
    [GOOD, BOM + GOOD, GOOD.replace("\n", "\r\n"), BOM + GOOD.replace("\n", "\r\n"), HEAD,
     HEAD.rstrip("\n"), GOOD.rstrip("\n"), GOOD.replace("\n", "\r\n", 3)],
)  # fmt: skip
def test_what_was_not_changed_is_written_byte_for_byte(text: str) -> None:
    assert deck_text(parsed(text)).encode() == text.encode()


@given(states())
def test_a_state_comes_back_bit_for_bit(state: State) -> None:
    (scene,) = parsed(deck_text(Deck("", (Scene("", state),)))).scenes
    assert scene.state == state
    assert scene.state.logits.tobytes() == state.logits.tobytes()
    assert [pin.logits.tobytes() for pin in scene.state.pins] == [
        pin.logits.tobytes() for pin in state.pins
    ]


@given(decks)
def test_a_deck_comes_back(deck: Deck) -> None:
    written(deck)


@given(st.data())
def test_any_edit_comes_back(data: st.DataObject) -> None:
    deck = good()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, max(len(deck.scenes) - 1, 0)))
        other = data.draw(scenes())
        what = data.draw(st.sampled_from(["new", "drop", "move", "replace", "words", "steps"]))
        if what == "new" or not deck.scenes:
            deck = insert_scene(deck, place, other)
        elif what == "drop":
            deck = remove_scene(deck, place)
        elif what == "move":
            deck = move_scene(deck, place, data.draw(st.integers(0, 3)))
        else:
            old = deck.scenes[place]
            made = {
                "replace": replace(other, origin=old.origin),
                "words": replace(
                    old, title=other.title, prompt=other.prompt, notes=other.notes,
                    screen=other.screen, question=other.question,
                ),
                "steps": replace(
                    other, title=old.title, prompt=old.prompt, steps=other.steps * 2,
                    origin=old.origin,
                ),
            }[what]  # fmt: skip
            deck = edited(deck, place, lambda _, made=made: made)  # type: ignore[misc]
    text = written(deck)
    assert 'room = "A 12"                   # a key of mine\n' in text
    assert "anything = 1979-05-27T07:32:00Z\n" in text


def warm(scene: Scene) -> Scene:
    return replace(scene, state=replace(scene.state, temperature=2.5))


@pytest.mark.parametrize(
    ("place", "edit", "gone", "new"),
    [
        (0, warm, ["temperature = 0x1"], ["temperature = 2.5"]),
        (1, warm, [], ["temperature = 2.5"]),
        (2, warm, [], ["temperature = 2.5"]),
        (0, lambda s: replace(s, title='"Why"?'),
         ['title = "Can we just divide by the sum?"'], ['title = "\\"Why\\"?"']),
        (0, lambda s: replace(s, state=replace(s.state, decimals=3)), ["decimals = 4"], []),
        (0, lambda s: replace(s, prompt=""),
         ['prompt = "Two of three logits are negative. The sum is {sum(z)}."'], []),
        (0, lambda s: replace(s, screen=Screen()), ['charts = ["softmax", "sum_normalized"]'], []),
        (0, lambda s: replace(s, screen=Screen((), "steps")),
         ['charts = ["softmax", "sum_normalized"]'], ["charts = []", 'lens = "steps"']),
        (1, lambda s: replace(s, screen=Screen((), "steps")), [],
         ["charts = []", 'lens = "steps"']),
        (0, lambda s: replace(s, question=replace(s.question, right=-1)), ["  answer = 2"], []),
        (0, lambda s: replace(s, question=replace(s.question, right=0)),
         ["  answer = 2"], ["  answer = 1"]),
        (0, lambda s: replace(s, steps=s.steps[::-1]), [], []),
        (0, lambda s: replace(s, steps=s.steps[1:]),
         ["  # The cover comes first.", "  [[scene.step]]", '  cover = "Same order?"',
          '  reveal = ["softmax", "answer"]', '  say = "Softmax: {softmax[panda]:.1%}."'], []),
        (0, lambda s: replace(s, steps=(*s.steps, Step(("lens",)))), [], ['  reveal = "lens"']),
        (0, lambda s: replace(s, steps=(s.steps[0], replace(s.steps[1], say="Now"))),
         [], ['  say = "Now"']),
        (2, lambda s: replace(s, steps=(Step(say="Now"),)), [],
         ['  say = "Now"']),
        (0, lambda s: replace(s, state=replace(s.state, pins=())),
         ["  [[scene.pin]]", "  logits = [1, inf, -nan]",
          '  labels = ["seal", "panda", "duck"]   # the same'], []),
        (2, lambda s: replace(s, question=Question("Yes?", ("yes", "no"))), [],
         ['  ask = "Yes?"', '  choices = ["yes", "no"]']),
    ],
)  # fmt: skip
def test_an_edit_changes_its_own_lines(
    place: int, edit: Edit, gone: list[str], new: list[str]
) -> None:
    was, became = changes(edited(good(), place, edit))
    assert was == gone
    assert became == new


def test_a_question_goes_with_its_table() -> None:
    text = written(edited(good(), 0, lambda scene: replace(scene, question=None)))
    assert "points" not in text
    assert "# The cover comes first." in text


def test_keys_of_others_stay_even_where_a_table_is_written_anew() -> None:
    asked = Question("What?", ("this", "that"))
    text = written(edited(good(), 1, lambda scene: replace(scene, question=asked)))
    assert 'ask = "What?"' in text
    assert "hint" in text
    gone = written(edited(good(), 1, lambda scene: replace(scene, question=None)))
    assert "hint" not in gone


def test_the_deck_gets_a_name() -> None:
    assert changes(replace(good(), title="New")) == (
        ['title = "Dividing by the sum"   # shown in the title bar'],
        ['title = "New"   # shown in the title bar'],
    )
    assert 'room = "A 12"' in written(replace(good(), title=""))
    assert written(replace(parsed(HEAD), title="New")) == HEAD + 'title = "New"\n'
    assert written(replace(parsed(HEAD.rstrip()), title="New")) == HEAD + 'title = "New"\n'


def test_scenes_move_with_their_comments() -> None:
    deck = good()
    text = written(move_scene(deck, 2, 0))
    assert text.index("# Written later.") < text.index("# How it begins.")
    assert text.index("# How it begins.\n[[scene]]") < text.index("# A free choice.\n[[scene]]")
    without = written(remove_scene(deck, 0))
    assert "# How it begins." not in without
    assert "# A free choice.\n[[scene]]" in without
    assert "[my.table]" in written(replace(deck, scenes=()))


def test_new_scenes_and_copies() -> None:
    deck = good()
    copy = replace(deck.scenes[0], origin=NEW)
    text = written(insert_scene(deck, 1, copy))
    assert text.count("[[scene]]") == 4
    assert text.count("# How it begins.") == 1
    twice = written(insert_scene(deck, 1, deck.scenes[0]))
    assert twice.count("# How it begins.") == 2


def test_the_ends_of_lines_stay() -> None:
    deck = parsed(BOM + GOOD.replace("\n", "\r\n"))
    changed = edited(deck, 0, lambda s: replace(s, notes="a\nb", steps=(*s.steps, Step(say="c"))))
    longer = insert_scene(changed, 1, Scene("New", deck.scenes[0].state, notes="a\nb"))
    text = written(replace(longer, title=""))
    assert text.startswith(BOM + "# My lesson.\r\n")
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    "before", ["scene = []\n", 'scene = [{ title = "a", logits = [1], b = 2 }]\n']
)
def test_scenes_in_one_line_get_tables(before: str) -> None:
    deck = parsed(f"{HEAD}own = {{ x = 1 }}\n{before}")
    text = written(insert_scene(deck, 0, Scene("New", State.of([1]))))
    assert "own = { x = 1 }" in text
    assert ("b = 2" in text) == ("b = 2" in before)


def test_comments_in_a_text_are_no_comments() -> None:
    source = HEAD + '[[scene]]\ntitle = "a"\nlogits = [1]\nnotes = """\n# b"""\n[[scene]]\n' \
        'title = "c"\nlogits = [1]'  # fmt: skip
    deck = parsed(source)
    assert '# b"""\n' in written(remove_scene(deck, 1))
    assert "# b" not in written(remove_scene(deck, 0))
    swapped = written(move_scene(deck, 0, 1))
    assert swapped.index('"c"') < swapped.index("# b")


@pytest.mark.parametrize(
    "table",
    [
        'question.ask = "b"\nquestion.choices = ["c", "d"]\n',
        'step = [{ say = "b" }, { say = "c", mine = 1 }]\n',
        "step = []\n",
        'question = { ask = "b", choices = ["c", "d"], answer = 1 }\n',
        'pin = [{ logits = [1, 2] }]\n',
        'screen = 1\n[mine]\nx = 1\n[scene.question]\nask = "b"\nchoices = ["c", "d"]\n',
        '[[scene.step]]\nsay = "a"\n[[scene.pin]]\nlogits = [1]\n[[scene.step]]\nsay = "b"\n',
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "edit",
    [
        warm,
        lambda s: replace(s, question=Question("New?", ("yes", "no"), 0)),
        lambda s: replace(s, question=Question("b", ("c", "d"))),
        lambda s: replace(s, steps=(Step(say="x"), Step(say="c"), Step(say="y"))),
        lambda s: replace(s, question=None, steps=(), state=replace(s.state, pins=())),
        lambda s: replace(s, state=replace(s.state, pins=(State.of([7, 8]),) * 2)),
    ],
)
def test_other_ways_to_write_tables(table: str, edit: Edit) -> None:
    deck = parsed(HEAD + '[[scene]]\ntitle = "a"\nlogits = [1, 2]\nown = "mine"\n' + table)
    assert 'own = "mine"' in written(edited(deck, 0, edit))


def test_several_pairs_on_the_lines_of_one() -> None:
    deck = parsed(HEAD + '[[scene]]\ntitle = "a"\nlogits = [1]\nprompt = "b" # c')
    assert written(edited(deck, 0, lambda s: replace(s, prompt=""))).endswith("logits = [1]\n")
    assert written(edited(deck, 0, warm)).endswith('prompt = "b" # c\ntemperature = 2.5\n')


def test_what_cannot_stand_in_a_file_is_replaced() -> None:
    state = State.of([1, 2], ["a\x00\ud800", "b\x07"])
    scene = Scene(
        "x\ny", state, prompt="p\rq\n", steps=(Step(("softmax[b\x07]",), "c\x1b", "\udfff"),),
        question=Question("a\x7f", ("b\n", "c\x85")),
    )  # fmt: skip
    (read,) = parsed(deck_text(Deck("t\0", (scene,)))).scenes
    assert read.title == "x y"
    assert read.state.labels == ("a\ufffd\ufffd", "b\ufffd")
    assert read.prompt == "p\ufffdq\n"
    assert read.steps == (Step(("softmax[b\ufffd]",), "c\ufffd", "\ufffd"),)
    assert read.question == Question("a\ufffd", ("b ", "c\ufffd"))


def test_after_saving_scenes_belong_to_the_new_text() -> None:
    deck = move_scene(good(), 2, 0)
    text = deck_text(deck)
    saved = saved_as(deck, text)
    assert saved == parsed(text) == deck
    assert [scene.origin for scene in saved.scenes] == [0, 1, 2]
    assert deck_text(saved) == text


def test_a_new_deck_is_pleasant_to_read() -> None:
    scene = Scene(
        "Ties", State.of([1, 1, -0.5], ["seal", "panda", "duck"], temperature=2),
        Screen(("softmax",)), "Which?", 'Say:\n"this"', Question("Which?", ("a", "b"), 1),
        (Step(("softmax",), say="So."), Step(logits=(0, 1, 2))),
    )  # fmt: skip
    assert written(Deck("A lesson", (scene,))) == (
        HEAD + 'title = "A lesson"\n\n[[scene]]\ntitle = "Ties"\nprompt = "Which?"\n'
        'notes = """\nSay:\n"this\\""""\nlogits = [1.0, 1.0, -0.5]\n'
        'labels = ["seal", "panda", "duck"]\ntemperature = 2.0\ncharts = ["softmax"]\n\n'
        '  [scene.question]\n  ask = "Which?"\n  choices = ["a", "b"]\n  answer = 2\n\n'
        '  [[scene.step]]\n  reveal = "softmax"\n  say = "So."\n\n'
        "  [[scene.step]]\n  logits = [0.0, 1.0, 2.0]\n"
    )


def test_tables_of_others_among_those_of_a_scene_change_nothing() -> None:
    text = GOOD.replace("[[scene.pin]]", "[[cene.pin]]", 1)
    assert deck_text(parse_deck(text.encode(), "deck.softmax")) == text
