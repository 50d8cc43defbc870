"""A question as it stands: who chose what, what was right, and how to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from softmax_viz.core.lecture.work import Work
from softmax_viz.text import tr

PERCENT = "\u202f%"
MOST_HANDS = 9_999


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold one choice of a question.

    number: from 1; text: what it says; chosen: whether it is a lone student's answer.
    right: whether it is right, None as long as that is not to be known.
    hands: how many were shown for it; of: how many were shown in all.
    """

    number: int
    text: str
    chosen: bool = False
    right: bool | None = None
    hands: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """Return the share of the hands, 0 where none was shown."""
        return self.hands / self.of if self.of else 0.0

    @property
    def missed(self) -> bool:
        """Tell whether it was chosen, and is known not to be right."""
        return self.chosen and self.right is False


def choices(work: Work, texts: Sequence[str]) -> tuple[Choice, ...]:
    """Return the choices of the question that is on, with their texts."""
    scene = work.scene
    if scene is None or scene.question is None:
        return ()
    known, votes = work.answer_is_revealed, work.votes or (0,) * len(texts)
    return tuple(
        Choice(
            place + 1, text, place == work.answer, place == scene.question.right if known else None,
            votes[place], sum(votes),
        )
        for place, text in enumerate(texts)
    )  # fmt: skip


def percent_of_hands(choice: Choice) -> str:
    """Show the share in whole percent, 0 % and 100 % only where they are exact."""
    hands, of = choice.hands, choice.of
    rounded = (200 * hands + of) // (2 * of) if of else 0
    if rounded == 0 and hands:
        return f"<1{PERCENT}"
    if rounded == 100 and hands < of:
        return f">99{PERCENT}"
    return f"{rounded}{PERCENT}"


def hands_shown(choice: Choice) -> str:
    """Show the hands with their share: 12 · 40 %; "" as long as no hand was shown at all."""
    return f"{choice.hands} · {percent_of_hands(choice)}" if choice.of else ""


def standing(choice: Choice) -> str:
    """Return the word that stands beside a choice, "" for none."""
    if choice.right:
        return tr("right")
    return tr("chosen") if choice.chosen else ""


def verdict(asked: Sequence[Choice]) -> str:
    """Say which choice is right once that is to be known, and how the answers compare; else ""."""
    right = next((choice for choice in asked if choice.right), None)
    if right is None:
        return ""
    if right.chosen:
        sentence = tr("Right: it is {number}, {choice}.")
    elif any(choice.missed for choice in asked):
        sentence = tr("Not this time: it is {number}, {choice}.")
    else:
        sentence = tr("It is {number}, {choice}.")
    said = sentence.format(number=right.number, choice=right.text.rstrip("."))
    if not right.of:
        return said
    return tr("{said} {hands} of {of} hands were for it.").format(
        said=said, hands=right.hands, of=right.of
    )


def spoken_choice(choice: Choice) -> str:
    """Say what stands beside a choice, for a screen reader."""
    parts = [standing(choice)] if standing(choice) else []
    if choice.right and choice.chosen:
        parts = [tr("right, as chosen")]
    elif choice.missed:
        parts = [tr("chosen, not this time")]
    if choice.of:
        hands = tr("1 hand") if choice.hands == 1 else tr("{n} hands").format(n=choice.hands)
        parts += [hands, percent_of_hands(choice)]
    return ", ".join(parts)
