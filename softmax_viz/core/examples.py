"""Ready-made logits, each chosen because it shows something."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from softmax_viz.core.state import State
from softmax_viz.text import tr, tr_noop

ANIMALS = (tr_noop("seal"), tr_noop("panda"), tr_noop("duck"))
TEN_CLASSES = (
    tr_noop("Labrador"), tr_noop("golden retriever"), tr_noop("beagle"), tr_noop("wolf"),
    tr_noop("red fox"), tr_noop("tabby cat"), tr_noop("teapot"), tr_noop("tennis ball"),
    tr_noop("park bench"), tr_noop("school bus"),
)  # fmt: skip
TEN_LOGITS = (9.37, 10.82, 5.14, 2.68, 3.05, 1.92, -1.47, 4.23, 0.61, -2.38)
# A trained network's outputs over many classes: a bell of small ones, a few that stand out.
FIFTY_LOGITS = (
    0.78, -0.76, 1.07, -2.22, 2.67, -0.31, 0.85, 8.91, 7.64, 0.29,
    -2.15, -0.29, -0.87, 0.0, -4.32, -2.49, -0.47, 0.41, -0.32, -1.76,
    -0.95, 6.02, -4.89, -1.26, -1.22, -1.07, 0.51, -1.81, 0.71, 0.51,
    0.7, 0.41, 1.68, 3.21, 5.33, -1.3, 0.51, 3.35, 0.06, -0.36,
    -1.02, -1.72, -1.75, 4.58, -1.14, -1.91, -0.4, 1.18, -1.74, -1.17,
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """Hold a named vector: a key for files, a title and one sentence for people."""

    key: str
    title: str
    lesson: str
    logits: tuple[float, ...]
    labels: tuple[str, ...] | None = None

    def state(self) -> State:
        """Return the example as a State at T = 1."""
        labels = None if self.labels is None else tuple(map(tr, self.labels))
        return State.of(self.logits, labels, example=self.key)


EXAMPLES: tuple[Example, ...] = (
    Example(
        "animals", tr_noop("Seal, panda, duck"),
        tr_noop("A classifier's raw outputs for one image; dividing by the sum is no answer."),
        (0.25, 1.23, -0.8), ANIMALS,
    ),
    Example(
        "zero_sum", tr_noop("Sums to zero"),
        tr_noop("The sum is exactly 0, so dividing by it gives infinities."),
        (-0.25, 1.0, -0.75), ANIMALS,
    ),
    Example(
        "ratio", tr_noop("All positive, 1 : 9 : 2"),
        tr_noop("Dividing by the sum keeps the ratio 1 : 9 : 2; softmax looks at differences."),
        (0.1, 0.9, 0.2), ANIMALS,
    ),
    Example(
        "zero_entry", tr_noop("One entry is zero"),
        tr_noop("Divided by the sum, the 0 stays 0; softmax leaves every class a share."),
        (0.0, 0.9, 0.1), ANIMALS,
    ),
    Example(
        "almost_zero_sum", tr_noop("Almost zero: the silent trap"),
        tr_noop("On paper the sum is 0; in floating point it is not, and nothing warns."),
        (0.1, 0.2, -0.3), ANIMALS,
    ),
    Example(
        "two_classes", tr_noop("Two classes: z and 0"),
        tr_noop("With two classes softmax is the sigmoid: the same number, σ(z) and 1 − σ(z)."),
        (1.5, 0.0), (tr_noop("yes"), tr_noop("no")),
    ),
    Example(
        "ties", tr_noop("Ties"),
        tr_noop("Two classes share the top: argmax takes the first, softmax splits evenly."),
        (1.0, 1.0, -0.5), ANIMALS,
    ),
    Example(
        "all_equal", tr_noop("All equal"),
        tr_noop("No class is preferred: softmax is uniform at every T."),
        (1.0, 1.0, 1.0), ANIMALS,
    ),
    Example(
        "overflow", tr_noop("Overflow: 1000, 1001, 1002"),
        tr_noop("exp(1000) is infinite in float64; subtracting the largest logit first is not."),
        (1000.0, 1001.0, 1002.0),
    ),
    Example(
        "masked", tr_noop("One masked by −∞"),
        tr_noop("A logit of −∞ takes a class out: its softmax is exactly 0."),
        (0.25, 1.23, -math.inf), ANIMALS,
    ),
    Example(
        "rise_and_fall", tr_noop("Rises, then falls"),
        tr_noop("As T grows, the second class first gains a share, then loses it again."),
        (2.0, 1.9, -3.0),
    ),
    Example(
        "ten", tr_noop("Ten classes of ImageNet"),
        tr_noop("A photograph of a dog: two breeds compete, the rest share what is left."),
        TEN_LOGITS, TEN_CLASSES,
    ),
    Example(
        "fifty", tr_noop("Fifty classes"),
        tr_noop("Most classes get next to nothing, until T lifts them."),
        FIFTY_LOGITS,
    ),
)  # fmt: skip

BY_KEY = {example.key: example for example in EXAMPLES}


def initial_state() -> State:
    """Return the state that a person who opens the app sees first."""
    return EXAMPLES[0].state()


def is_pristine(state: State) -> bool:
    """Tell whether a state still holds the logits and classes of its example."""
    example = BY_KEY.get(state.example)
    if example is None:
        return False
    original = example.state()
    return (
        np.array_equal(original.logits, state.logits)
        and original.labels == state.labels
        and original.colors == state.colors
    )
