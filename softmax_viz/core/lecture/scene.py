"""A scene of a lesson: a State, what stands on the screen, words, and what is revealed when."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from softmax_viz.core.lecture.screen import CHARTS, LENS, Screen
from softmax_viz.core.lecture.targets import target
from softmax_viz.core.state import State
from softmax_viz.core.temperature import check_temperature
from softmax_viz.text import tr

ANSWER = "answer"
PREDICTION = "prediction"
MIN_CHOICES, MAX_CHOICES = 2, 9
NEW = -1


@dataclass(frozen=True, slots=True)
class Question:
    """Hold a question with its choices, 2 to 9 of them.

    right: the index of the right one, -1 where none is right (a show of opinion).
    Raises ValueError where these do not hold.
    """

    ask: str
    choices: tuple[str, ...]
    right: int = -1

    def __post_init__(self) -> None:
        count = len(self.choices)
        if not MIN_CHOICES <= count <= MAX_CHOICES:
            raise ValueError(
                tr("A question has {low} to {high} choices, not {n}.").format(
                    low=MIN_CHOICES, high=MAX_CHOICES, n=count
                )
            )
        if not -1 <= self.right < count:
            raise ValueError(
                tr("There is no choice number {n}; there are {count}.").format(
                    n=self.right + 1, count=count
                )
            )


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step of a reveal, in the order: change, uncover, explain.

    reveal: targets that are covered until this step: a chart, "lens", "prediction", "answer", or
        one class of a chart, such as "softmax[panda]".
    cover: what the cover asks, "" for the usual words.
    say: the words that follow the prompt from this step on; they may hold live fields.
    temperature, logits: what the step sets, None for no change; the bars of before stay as ghosts.
    Raises ValueError for a temperature below 0, and for NaN.
    """

    reveal: tuple[str, ...] = ()
    cover: str = ""
    say: str = ""
    temperature: float | None = None
    logits: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if self.temperature is not None:
            object.__setattr__(self, "temperature", check_temperature(self.temperature))
        if self.logits is not None:
            # One NaN for all, so that steps with the same logits are equal.
            one_nan = tuple(math.nan if z != z else float(z) for z in self.logits)
            object.__setattr__(self, "logits", one_nan)

    @property
    def changes(self) -> bool:
        """Tell whether the step changes the State."""
        return self.temperature is not None or self.logits is not None


@dataclass(frozen=True, slots=True)
class Scene:
    """Hold one scene.

    title: one line; prompt: words below it, which may hold live fields; notes: for the speaker.
    origin: the place of the scene's table in the text that its deck was read from, -1 for none.
    Raises ValueError where a step covers what does not exist, or sets logits of another number.
    """

    title: str
    state: State
    screen: Screen = field(default_factory=Screen)
    prompt: str = ""
    notes: str = ""
    question: Question | None = None
    steps: tuple[Step, ...] = ()
    origin: int = field(default=NEW, compare=False)

    def __post_init__(self) -> None:
        for step in self.steps:
            for text in step.reveal:
                check_target(text, self.state)
            if step.logits is not None and len(step.logits) != self.state.count:
                raise ValueError(
                    tr("The step sets {n} logits, the scene has {count}.").format(
                        n=len(step.logits), count=self.state.count
                    )
                )

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """Return the steps; a right answer that no step reveals is revealed last."""
        question = self.question
        if question is None or question.right < 0:
            return self.steps
        if any(ANSWER in step.reveal for step in self.steps):
            return self.steps
        return (*self.steps, Step((ANSWER,)))


def check_target(text: str, state: State) -> None:
    """Raise ValueError with a sentence where there is nothing of that name to cover."""
    if text in (*CHARTS, LENS, PREDICTION, ANSWER):
        return
    chart, label = target(text)
    if chart in CHARTS and label in state.labels:
        return
    if chart in CHARTS and label:
        raise ValueError(
            tr("“{text}” cannot be covered: no class is called “{label}”.").format(
                text=text, label=label
            )
        )
    known = ", ".join((*CHARTS, LENS, PREDICTION, ANSWER))
    raise ValueError(
        tr("“{text}” cannot be covered; choose from {known}, or one class, as softmax[panda].")
        .format(text=text, known=known)
    )  # fmt: skip
