"""What an output is to the rest of the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from softmax_viz.core.ranking import Ranking
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope, Verdict


@dataclass(frozen=True)
class OutputKind:
    """Describe one function of the logits.

    key: the field's name, for files and look-ups; title and summary: words for people.
    evaluate: the output, shape (N,), of a state.
    trouble: why the output is undefined ("" where it is), and a remark on a defined one.
    slope: the steepest entry of the Jacobian, of a state, its output and the ranking of its logits.
    temperature: the note on what T does to it; uses_temperature: whether evaluate looks at T.
    update: the same as evaluate, from the values before the logit of this index was changed; None
    where more than its own entry may be another now.
    """

    key: str
    title: str
    summary: str
    evaluate: Callable[[State], Vector]
    trouble: Callable[[State, Vector], tuple[str, str]]
    slope: Callable[[State, Vector, Ranking], Slope]
    temperature: Callable[[State], Verdict]
    uses_temperature: bool
    update: Callable[[State, Vector, int], Vector | None] | None = None
