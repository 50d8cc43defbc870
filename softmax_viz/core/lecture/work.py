"""What is on the screen, the deck it belongs to, and how far its scene is revealed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from softmax_viz.core.data.logits_table import UNKNOWN
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.digits.drawing import DIGITS, Drawing
from softmax_viz.core.lecture.deck import (
    Deck,
    insert_scene,
    move_scene,
    remove_scene,
    replace_scene,
)
from softmax_viz.core.lecture.scene import ANSWER, NEW, Scene, Step, check_target
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.targets import target, target_of
from softmax_viz.core.state import State, Vector, default_colors, same_classes, same_logits

NO_SCENE = -1
ROWS, DRAWING = "rows", "drawing"


@dataclass(frozen=True, slots=True)
class Work:
    """Hold everything that a person works on.

    state, screen: what is on the screen now.
    deck, index: the deck, and the scene that is on, -1 for none.
    shown: how many of the scene's steps were taken.
    before: what the charts showed before the scene; entered: what they showed as it began.
    ghost: the State whose bars stay behind those that were just revealed, None for none.
    answer: the choice that a lone student has made, -1 for none; votes: hands shown a choice.
    playing: whether edits are of the moment only, as while presenting, and leave the deck alone.
    rows, drawing: a table of logits that is open, and a digit that was drawn.
    source: which of the two put the logits on the screen, ROWS, DRAWING or "" for neither.
    """

    state: State
    screen: Screen = field(default_factory=Screen)
    deck: Deck = field(default_factory=Deck)
    index: int = NO_SCENE
    shown: int = 0
    before: State | None = None
    entered: State | None = None
    ghost: State | None = None
    answer: int = -1
    votes: tuple[int, ...] = ()
    playing: bool = False
    rows: Rows | None = None
    drawing: Drawing | None = None
    source: str = ""

    @property
    def true_class(self) -> int:
        """Return the true class of the row on the screen, -1 where none is known."""
        if self.rows is None or self.source != ROWS:
            return UNKNOWN
        return self.rows.true_class(self.state)

    @property
    def scene(self) -> Scene | None:
        """Return the scene that is on, as it stands in the deck."""
        return self.deck.scenes[self.index] if self.index >= 0 else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the scene that is on."""
        scene = self.scene
        return () if scene is None else scene.all_steps

    @property
    def covers(self) -> dict[str, str]:
        """Return what is covered, with the words on its cover ("" for the usual ones).

        What two steps reveal is uncovered by the first.
        """
        revealed = {text for step in self.steps[: self.shown] for text in step.reveal}
        return {
            text: step.cover for step in reversed(self.steps[self.shown :])
            for text in step.reveal if text not in revealed
        }  # fmt: skip

    @property
    def said(self) -> tuple[str, ...]:
        """Return what the steps taken so far have said."""
        return tuple(step.say for step in self.steps[: self.shown] if step.say)

    @property
    def answer_is_revealed(self) -> bool:
        """Tell whether it is seen which choice is right."""
        question = None if self.scene is None else self.scene.question
        return question is not None and question.right >= 0 and ANSWER not in self.covers

    @property
    def is_first(self) -> bool:
        """Tell whether there is nothing to go back to."""
        return self.index <= 0 and self.shown == 0

    @property
    def is_last(self) -> bool:
        """Tell whether there is nothing to go on to."""
        return self.index >= len(self.deck.scenes) - 1 and self.shown >= len(self.steps)

    @property
    def edits_scene(self) -> bool:
        """Tell whether a change on the screen is one of the scene; after a step it is play."""
        return self.index >= 0 and self.shown == 0 and not self.playing


def with_state(work: Work, state: State) -> Work:
    """Put a State on the screen, and into the scene where it is being edited."""
    before = work.entered if work.covers else work.before
    ghost = work.ghost
    if ghost is not None and not same_classes(ghost, state):
        ghost = None
    source = work.source if state.example == work.state.example else ""
    edited = replace(work, state=state, before=before, ghost=ghost, source=source)
    scene = work.scene
    if scene is None or not work.edits_scene:
        return edited
    return replace(edited, deck=replace_scene(work.deck, work.index, _with_state(scene, state)))


def with_rows(work: Work, rows: Rows | None) -> Work:
    """Put a row of an open table on the screen; with None, close the table."""
    if rows is None:
        return replace(work, rows=None, source="" if work.source == ROWS else work.source)
    return replace(_with_example(work, rows.state(work.state)), rows=rows, source=ROWS)


def step_row(work: Work, by: int) -> Work:
    """Go so many rows further; the row that is open comes first where other logits are on."""
    rows = work.rows
    if rows is None:
        return work
    return with_rows(work, rows.at(rows.place + by) if work.source == ROWS else rows)


def with_drawing(work: Work, drawing: Drawing, logits: Vector) -> Work:
    """Put a drawn digit on the screen, with the ten logits that a network gives it."""
    colors = default_colors(len(DIGITS))
    state = replace(work.state, logits=logits, labels=DIGITS, colors=colors, example="")
    return replace(_with_example(work, state), drawing=drawing, source=DRAWING)


def _with_example(work: Work, state: State) -> Work:
    """Put the logits of another row or drawing on the screen."""
    # Old bars show what a change has done; those of another example would be taken for that.
    return replace(with_state(work, state), before=None, entered=state, ghost=None)


def _with_state(scene: Scene, state: State) -> Scene:
    """Give a scene other logits; what its steps say of classes that are gone goes with them."""
    try:
        return replace(scene, state=state)
    except ValueError:
        steps = tuple(_fitting(step, scene.state, state) for step in scene.steps)
        # A step that has nothing left to do would be a click without an effect.
        kept = tuple(
            new for old, new in zip(scene.steps, steps, strict=True)
            if new == old or new.reveal or new.say or new.changes
        )  # fmt: skip
        return replace(scene, state=state, steps=kept)


def _fitting(step: Step, old: State, state: State) -> Step:
    renamed = (_renamed(text, old, state) for text in step.reveal)
    kept = tuple(text for text in renamed if _exists(text, state))
    logits = step.logits if step.logits is None or len(step.logits) == state.count else None
    return replace(step, reveal=kept, logits=logits)


def _renamed(text: str, old: State, state: State) -> str:
    """Return what is covered by the new name of its class, where classes were only renamed."""
    chart, label = target(text)
    if old.count != state.count or label not in old.labels or label in state.labels:
        return text
    return target_of(chart, state.labels[old.labels.index(label)])


def _exists(text: str, state: State) -> bool:
    try:
        check_target(text, state)
    except ValueError:
        return False
    return True


def with_screen(work: Work, screen: Screen) -> Work:
    """Arrange the screen, and the scene's where it is being edited."""
    scene = work.scene
    arranged = replace(work, screen=screen)
    if scene is None or not work.edits_scene:
        return arranged
    deck = replace_scene(work.deck, work.index, replace(scene, screen=screen))
    return replace(arranged, deck=deck)


def with_scene(work: Work, scene: Scene) -> Work:
    """Put other words, steps or a question into the scene that is on, if one is."""
    before = work.scene
    if before is None:
        return work
    changed = replace(work, deck=replace_scene(work.deck, work.index, scene))
    if _choices(before) != _choices(scene):
        changed = replace(changed, answer=-1, votes=())
    return replace(changed, shown=min(work.shown, len(changed.steps)))


def _choices(scene: Scene) -> int:
    return 0 if scene.question is None else len(scene.question.choices)


def with_title(work: Work, title: str) -> Work:
    """Name the deck."""
    return replace(work, deck=replace(work.deck, title=title))


def open_deck(work: Work, deck: Deck) -> Work:
    """Take another deck up, at its first scene."""
    fresh = _without_scene(work, deck)
    return go_to(fresh, 0) if deck.scenes else fresh


def _without_scene(work: Work, deck: Deck) -> Work:
    return replace(work, deck=deck, index=NO_SCENE, shown=0, ghost=None, answer=-1, votes=())


def go_to(work: Work, index: int, shown: int = 0) -> Work:
    """Put a scene on the screen, with so many of its steps taken."""
    scene = work.deck.scenes[index]
    # Old bars help where T alone is another; those of other logits would only be in the way.
    near = same_classes(work.state, scene.state) and same_logits(work.state, scene.state)
    before = work.state if near else None
    state = replace(scene.state, pins=scene.state.pins or _pins_of_the_moment(work))
    steps = scene.all_steps[:shown]
    for step in steps:
        state = _after(state, step, scene.state)
    return replace(
        work,
        state=state, screen=scene.screen, index=index, shown=len(steps),
        before=before, entered=state, ghost=None, answer=-1, votes=(), source="",
    )  # fmt: skip


def _pins_of_the_moment(work: Work) -> tuple[State, ...]:
    """Return what is pinned and is not the scene's own: it stays until it is unpinned."""
    scene = work.scene
    own = () if scene is None else scene.state.pins
    return () if work.state.pins == own else work.state.pins


def advance(work: Work) -> Work:
    """Take the scene's next step, or go on to the next scene; at the very end nothing changes."""
    scene = work.scene
    if scene is not None and work.shown < len(work.steps):
        return _take_step(work, scene)
    if work.index + 1 < len(work.deck.scenes):
        return go_to(work, work.index + 1)
    return work


def _take_step(work: Work, scene: Scene) -> Work:
    step = work.steps[work.shown]
    state = _after(work.state, step, scene.state)
    if state != work.state:
        ghost: State | None = work.state
    elif step.reveal and work.entered is not None and work.entered != work.state:
        ghost = work.entered
    elif step.reveal:
        ghost = work.before
    else:
        ghost = work.ghost
    if ghost is not None and (ghost == state or not same_classes(ghost, state)):
        ghost = None
    # A step's own logits are those of no row and no drawing.
    source = work.source if step.logits is None else ""
    return replace(
        work, state=state, shown=work.shown + 1, ghost=ghost, entered=state, source=source
    )


def _after(state: State, step: Step, original: State) -> State:
    """Return what a step makes of a State; its logits belong to the scene's original classes."""
    if step.temperature is not None:
        state = state.with_temperature(step.temperature)
    if step.logits is not None:
        if not same_classes(state, original):
            state = replace(state, logits=original.logits, labels=original.labels,
                            colors=original.colors)  # fmt: skip
        state = state.with_logits(step.logits)
    return state


def step_back(work: Work) -> Work:
    """Take the last step back, or go back to the end of the scene before.

    What was answered stays, and so do the hands that were counted.
    """
    scene = work.scene
    if scene is not None and work.shown > 0:
        begun = go_to(work, work.index)
        again = replace(begun, before=work.before, answer=work.answer, votes=work.votes)
        for _ in range(work.shown - 1):
            again = _take_step(again, scene)
        return again
    if work.index > 0:
        place = work.index - 1
        return go_to(work, place, len(work.deck.scenes[place].all_steps))
    return work


def new_scene(work: Work, title: str) -> Work:
    """Make a scene of what is on the screen, after the one that is on."""
    scene = Scene(title, work.state, work.screen)
    place = work.index + 1 if work.index >= 0 else len(work.deck.scenes)
    made = go_to(replace(work, deck=insert_scene(work.deck, place, scene)), place)
    # Nothing on the screen has changed.
    return replace(made, source=work.source)


def duplicate_scene(work: Work, place: int) -> Work:
    """Repeat a scene behind itself, and go to the copy."""
    copy = replace(work.deck.scenes[place], origin=NEW)
    return go_to(replace(work, deck=insert_scene(work.deck, place + 1, copy)), place + 1)


def delete_scene(work: Work, place: int) -> Work:
    """Take a scene out; the next one is on then, or the last."""
    deck = remove_scene(work.deck, place)
    if place != work.index:
        return replace(work, deck=deck, index=work.index - (place < work.index))
    without = _without_scene(work, deck)
    return go_to(without, min(place, len(deck.scenes) - 1)) if deck.scenes else without


def reorder_scene(work: Work, source: int, target: int) -> Work:
    """Move a scene; the one that is on stays on."""
    order = list(range(len(work.deck.scenes)))
    order.insert(min(max(target, 0), len(order) - 1), order.pop(source))
    index = order.index(work.index) if work.index >= 0 else NO_SCENE
    return replace(work, deck=move_scene(work.deck, source, target), index=index)


def reset_scene(work: Work, saved: Deck) -> Work:
    """Return the scene that is on to what it is in the saved deck; a new one begins again."""
    scene = work.scene
    if scene is None:
        return work
    original = saved_scene(scene, saved)
    if original is not None:
        work = replace(work, deck=replace_scene(work.deck, work.index, original))
    return go_to(work, work.index)


def saved_scene(scene: Scene, saved: Deck) -> Scene | None:
    """Return a scene as it is in the saved deck, None for a new one."""
    if scene.origin == NEW:
        return None
    return next((other for other in saved.scenes if other.origin == scene.origin), None)


def choose(work: Work, choice: int) -> Work:
    """Answer the question; the answer can be changed until it is revealed."""
    if work.answer_is_revealed or not _is_choice(work, choice):
        return work
    return replace(work, answer=choice)


def _is_choice(work: Work, choice: int) -> bool:
    return work.scene is not None and 0 <= choice < _choices(work.scene)


def count_hands(work: Work, choice: int, hands: int) -> Work:
    """Note how many hands a choice got."""
    if work.scene is None or not _is_choice(work, choice):
        return work
    votes = list(work.votes or (0,) * _choices(work.scene))
    votes[choice] = max(hands, 0)
    return replace(work, votes=tuple(votes))
