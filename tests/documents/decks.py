"""Decks for the tests: one written by hand, and any that Hypothesis thinks of."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import ANSWER, PREDICTION, Question, Scene, Step
from softmax_viz.core.lecture.screen import CHARTS, CONTROLS, LENS, LENS_KEYS, Screen
from softmax_viz.core.lecture.targets import target_of
from softmax_viz.core.state import State
from softmax_viz.documents import parse_deck

HEAD = 'format = "softmax-viz deck"\nversion = 1\n'

GOOD = '''# My lesson.
format = "softmax-viz deck"
version = 1
title = "Dividing by the sum"   # shown in the title bar
room = "A 12"                   # a key of mine

# How it begins.
[[scene]]
title = "Can we just divide by the sum?"
prompt = "Two of three logits are negative. The sum is {sum(z)}."
notes = """
Wait for "the" answer.

Then go on.
"""
logits = [
  -0.25,  # seal
  +1.00,
  -7.5e-1,
]
labels = ["seal", 'panda', "d\\u0075ck"]
temperature = 0x1
decimals = 4
charts = ["softmax", "sum_normalized"]
mood = { tired = true, since = 09:30:00 }

  [[scene.pin]]
  logits = [1, inf, -nan]
  labels = ["seal", "panda", "duck"]   # the same

  [scene.question]
  ask = "Which class keeps its sign?"
  choices = ["seal", "panda", "none"]
  answer = 2
  points = 5

  # The cover comes first.
  [[scene.step]]
  cover = "Same order?"
  reveal = ["softmax", "answer"]
  say = "Softmax: {softmax[panda]:.1%}."

  [[scene.step]]   # then it gets warm
  temperature = 5.0
  seconds = 30

# A free choice.
[[scene]]
title = "An opinion"
logits = [0, 1_000]
question = { ask = "Which?", choices = ["this", "that"], hint = "none" }

[my.table]
anything = 1979-05-27T07:32:00Z

[[scene]]
title = "The last"
logits = [1]
# Written later.
'''


def good() -> Deck:
    return parse_deck(GOOD.encode(), "good.softmax")


def floats() -> st.SearchStrategy[float]:
    return st.one_of(
        st.floats(),
        st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1e308, 0.1, -1.0]),
    )


temperatures = st.one_of(
    st.just(1.0), st.floats(min_value=0.0, allow_nan=False), st.just(math.inf), st.just(5e-324)
)
letters = st.characters(exclude_categories=["Cs", "Cc"])
lines = st.one_of(
    st.text(letters, max_size=12),
    st.sampled_from(['"', '"""', "\\", "'''", "a\\", '""\\""', "] #", "x" * 500, "\u2028", "é"]),
)
texts = st.one_of(
    lines,
    st.text(st.one_of(letters, st.sampled_from('\n\t"\\{}')), max_size=20),
)


@st.composite
def states(draw: st.DrawFn, pins: bool = True) -> State:
    logits = draw(st.lists(floats(), min_size=1, max_size=25))
    count = len(logits)
    labels = draw(st.none() | st.lists(lines, min_size=count, max_size=count))
    state = State.of(
        logits,
        labels,
        temperature=draw(temperatures),
        decimals=draw(st.integers(1, 17)),
        example=draw(st.sampled_from(["", *BY_KEY]) | lines),
        pins=tuple(draw(st.lists(states(pins=False), max_size=2))) if pins else (),
    )
    if draw(st.booleans()):
        return state
    colors = tuple(draw(st.permutations(range(count))))
    return State(
        state.logits, state.labels, colors, state.temperature, state.decimals, state.example,
        state.pins,
    )  # fmt: skip


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    lens = draw(st.sampled_from(["", *LENS_KEYS]))
    charts = draw(st.lists(st.sampled_from(CHARTS), unique=True, min_size=0 if lens else 1))
    hidden = draw(st.lists(st.sampled_from(CONTROLS), unique=True))
    return Screen(tuple(charts), lens, tuple(hidden), draw(st.sampled_from(["", *CHARTS, LENS])))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    choices = draw(st.lists(lines, min_size=2, max_size=9))
    return Question(draw(texts), tuple(choices), draw(st.integers(-1, len(choices) - 1)))


@st.composite
def steps(draw: st.DrawFn, state: State) -> Step:
    targets = [*CHARTS, LENS, PREDICTION, ANSWER]
    targets += [target_of(CHARTS[0], label) for label in state.labels if label]
    logits = st.lists(floats(), min_size=state.count, max_size=state.count)
    return Step(
        tuple(draw(st.lists(st.sampled_from(targets), max_size=3))),
        draw(texts),
        draw(texts),
        draw(st.none() | temperatures),
        draw(st.none() | logits.map(tuple)),
    )


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    state = draw(states())
    return Scene(
        draw(lines), state, draw(screens()), draw(texts), draw(texts),
        draw(st.none() | questions()), tuple(draw(st.lists(steps(state), max_size=3))),
    )  # fmt: skip


decks = st.builds(Deck, lines, st.lists(scenes(), max_size=3).map(tuple))
