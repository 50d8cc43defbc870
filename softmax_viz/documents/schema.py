"""Every key of a deck: what it may be, and the sentence where it is something else."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.fields import problems as field_problems
from softmax_viz.core.lecture.scene import MAX_CHOICES, MIN_CHOICES, Question, Scene, Step
from softmax_viz.core.lecture.screen import CHARTS, Screen
from softmax_viz.core.numbers import counted
from softmax_viz.core.state import (
    DEFAULT_DECIMALS,
    MAX_DECIMALS,
    MAX_PINS,
    MIN_DECIMALS,
    State,
    Vector,
    default_colors,
    default_labels,
)
from softmax_viz.documents.places import Path
from softmax_viz.documents.problem import MOST_PROBLEMS
from softmax_viz.documents.side_logits import Logits
from softmax_viz.text import named, tr

MOST_SCENES = 1000
MOST_INLINE = 100_000
MOST_STEPS = 1000
MOST_REVEALED = 1000
MOST_COLOR = 2**31 - 1

Table = dict[str, Any]

STATE_KEYS = ("logits", "logits_file", "labels", "colors", "temperature", "decimals", "example")
SCREEN_KEYS = ("charts", "lens", "hide", "zoom")
QUESTION_KEYS = ("ask", "choices", "answer")
STEP_KEYS = ("cover", "reveal", "say", "temperature", "logits")
SCENE_KEYS = (
    "title", "prompt", "notes", *STATE_KEYS, *SCREEN_KEYS, "pin", "question", "step",
)  # fmt: skip
DECK_KEYS = ("format", "version", "title", "scene")


class BeyondFloat(float):
    """Hold a number that is written with digits and is infinite all the same: 1e999."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what is wrong with the value at a path; within: where in its text, as an offset."""

    path: Path
    sentence: str
    within: int = -1


class Files(Protocol):
    """Give the logits, and names where there are any, in a file beside the deck."""

    def read(self, name: str) -> Logits:
        """Raise ValueError with a sentence where there are none."""


class Enough(Exception):
    """So much is wrong that looking further helps no one."""


class DeckReader:
    """Make a deck of a table of the present version.

    found: what keeps it from being opened. doubts: live fields that say nothing, looked for only
    when asked. These are no reason: a class that was renamed while the words still name it must
    not make the deck unreadable.
    """

    def __init__(self, files: Files, fields: bool = False) -> None:
        self._files = files
        self._looks_at_fields = fields
        self.found: list[Found] = []
        self.doubts: list[Found] = []

    def deck(self, table: Table) -> Deck:
        """Return the deck, whole only where nothing was found."""
        title, scenes = "", []
        try:
            title = self._line(table, "title", ())
            for index, entry in enumerate(self._tables(table, "scene", (), MOST_SCENES)):
                scene = self._scene(entry, ("scene", index), index)
                if scene is not None:
                    scenes.append(scene)
        except Enough:
            pass
        return Deck(title, tuple(scenes))

    def wrong(self, path: Path, sentence: str, within: int = -1) -> None:
        """Note a problem; raises Enough behind the last that is told."""
        self.found.append(Found(path, sentence, within))
        if len(self.found) > MOST_PROBLEMS:
            raise Enough

    def _scene(self, table: Table, path: Path, index: int) -> Scene | None:
        before = len(self.found)
        if "title" not in table:
            self.wrong(path, tr('The scene has no title; write title = "…" below [[scene]].'))
        title = self._line(table, "title", path)
        texts = {key: self._text(table, key, path) for key in ("prompt", "notes")}
        state = self._state(table, path)
        if state is not None:
            pins = self._pins(table, path)
            if pins:
                state = State(
                    state.logits, state.labels, state.colors, state.temperature, state.decimals,
                    state.example, pins,
                )  # fmt: skip
        screen = self._screen(table, path)
        question = self._question(table, path)
        steps = tuple(
            self._step(entry, (*path, "step", i), state)
            for i, entry in enumerate(self._tables(table, "step", path, MOST_STEPS))
        )
        if state is not None and self._looks_at_fields:
            self._fields(table, path, state)
        if len(self.found) > before or state is None:
            return None
        return Scene(title, state, screen, **texts, question=question, steps=steps, origin=index)

    def _fields(self, table: Table, path: Path, state: State) -> None:
        """Look through the live fields of every text of a scene."""
        texts = [((*path, key), table.get(key)) for key in ("title", "prompt", "notes")]
        question = table.get("question")
        if isinstance(question, dict):
            inner = (*path, "question")
            texts.append(((*inner, "ask"), question.get("ask")))
            choices = question.get("choices")
            if isinstance(choices, list):
                texts += [((*inner, "choices", i), text) for i, text in enumerate(choices)]
        steps = table.get("step")
        if isinstance(steps, list):
            texts += [
                ((*path, "step", i, "say"), step.get("say"))
                for i, step in enumerate(steps)
                if isinstance(step, dict)
            ]
        for place, text in texts:
            if isinstance(text, str) and ("{" in text or "}" in text):
                room = MOST_PROBLEMS - len(self.doubts)
                for offset, sentence in field_problems(text, state)[:room]:
                    self.doubts.append(Found(place, sentence, offset))

    def _state(self, table: Table, path: Path) -> State | None:
        before = len(self.found)
        logits, names = self._scene_logits(table, path)
        temperature = self._temperature(table, path)
        decimals = self._integer(
            table, "decimals", path, DEFAULT_DECIMALS, MIN_DECIMALS, MAX_DECIMALS
        )
        example = self._line(table, "example", path)
        if logits is None:
            self._labels(table, path)
            self._colors(table, path)
            return None
        count = logits.size
        labels = self._labels(table, path)
        if labels is None:
            labels = names or default_labels(count)
        elif len(labels) != count and len(self.found) == before:
            self.wrong(
                (*path, "labels"),
                tr("labels has {n} names and there are {count} logits; each needs one.").format(
                    n=len(labels), count=count
                ),
            )
        colors = self._colors(table, path)
        if colors is None:
            colors = default_colors(count)
        elif len(colors) != count and len(self.found) == before:
            self.wrong(
                (*path, "colors"),
                tr("colors has {n} entries and there are {count} logits; each needs one.").format(
                    n=len(colors), count=count
                ),
            )
        if len(self.found) > before:
            return None
        return State(logits, labels, colors, temperature, decimals, example)

    def _scene_logits(
        self, table: Table, path: Path
    ) -> tuple[Vector | None, tuple[str, ...] | None]:
        if "logits_file" not in table:
            if "logits" not in table:
                self.wrong(path, tr("There are no logits; write logits = [0.25, 1.23, -0.8]."))
                return None, None
            return self._logits(table, path), None
        if "logits" in table:
            self.wrong(
                (*path, "logits_file"), tr("Write logits or logits_file, not both."),
            )  # fmt: skip
            return None, None
        name = table["logits_file"]
        if not isinstance(name, str):
            self._wrong_type((*path, "logits_file"), tr("the name of a file"), name)
            return None, None
        try:
            return self._files.read(name)
        except ValueError as error:
            self.wrong((*path, "logits_file"), str(error))
            return None, None

    def _pins(self, table: Table, path: Path) -> tuple[State, ...]:
        pins = [
            self._state(entry, (*path, "pin", i))
            for i, entry in enumerate(self._tables(table, "pin", path, MAX_PINS))
        ]
        return tuple(pin for pin in pins if pin is not None)

    def _screen(self, table: Table, path: Path) -> Screen:
        before = len(self.found)
        charts = self._keys(table, "charts", path, CHARTS)
        lens = self._key(table, "lens", path)
        hidden = self._keys(table, "hide", path, ())
        zoom = self._key(table, "zoom", path)
        if len(self.found) == before:
            # One at a time, so that the sentence stands at the key that it is about.
            for key, screen in (
                ("charts", {"charts": charts, "lens": "steps"}),
                ("lens", {"lens": lens}),
                ("hide", {"hidden": hidden}),
                ("zoom", {"zoom": zoom}),
                ("charts", {"charts": charts, "lens": lens}),
            ):
                try:
                    Screen(**screen)
                except ValueError as error:
                    self.wrong((*path, key), str(error))
                    break
            else:
                return Screen(charts, lens, hidden, zoom)
        return Screen()

    def _question(self, table: Table, path: Path) -> Question | None:
        if "question" not in table:
            return None
        path = (*path, "question")
        question = table["question"]
        if not isinstance(question, dict):
            self._wrong_type(path, tr("a table [scene.question]"), question)
            return None
        for key in ("ask", "choices"):
            if key not in question:
                self.wrong(path, tr("The question has no {key}.").format(key=key))
        ask = self._text(question, "ask", path)
        choices = self._strings(question, "choices", path)
        if choices is None:
            return None
        answer = None
        if "answer" in question:
            answer = self._integer(question, "answer", path, 1, 1, max(len(choices), 1))
        if not MIN_CHOICES <= len(choices) <= MAX_CHOICES:
            self.wrong(
                (*path, "choices"),
                tr("A question has {low} to {high} choices, not {n}.").format(
                    low=MIN_CHOICES, high=MAX_CHOICES, n=len(choices)
                ),
            )
            return None
        return Question(ask, choices, -1 if answer is None else answer - 1)

    def _step(self, table: Table, path: Path, state: State | None) -> Step:
        before = len(self.found)
        cover = self._text(table, "cover", path)
        say = self._text(table, "say", path)
        reveal = self._reveal(table, path)
        temperature = self._temperature(table, path) if "temperature" in table else None
        logits = self._logits(table, path) if "logits" in table else None
        if len(self.found) > before:
            return Step()
        step = Step(reveal, cover, say, temperature, _tuple(logits))
        if state is not None:
            self._check_step(step, table, path, state)
        return step

    def _check_step(self, step: Step, table: Table, path: Path, state: State) -> None:
        several = isinstance(table.get("reveal"), list)
        for i, text in enumerate(step.reveal):
            place: Path = (*path, "reveal", i) if several else (*path, "reveal")
            self._try(place, state, Step((text,)))
        if step.logits is not None:
            self._try((*path, "logits"), state, Step(logits=step.logits))

    def _try(self, path: Path, state: State, step: Step) -> None:
        try:
            Scene("", state, steps=(step,))
        except ValueError as error:
            self.wrong(path, str(error))

    def _reveal(self, table: Table, path: Path) -> tuple[str, ...]:
        given = table.get("reveal", [])
        if isinstance(given, str):
            return (given,)
        if isinstance(given, list) and len(given) > MOST_REVEALED:
            self.wrong(
                (*path, "reveal"),
                tr("A step reveals {most} parts at most, not {n}.").format(
                    most=MOST_REVEALED, n=len(given)
                ),
            )
            return ()
        return self._strings({"reveal": given}, "reveal", path) or ()

    def _temperature(self, table: Table, path: Path) -> float:
        value = table.get("temperature", 1.0)
        path = (*path, "temperature")
        wanted = tr("temperature must be a number from 0 to inf, not {value}.")
        if not _is_number(value) or math.isnan(number := _float(value)) or number < 0:
            self.wrong(path, wanted.format(value=shown(value)))
        elif isinstance(value, BeyondFloat) or not (math.isfinite(number) or value == math.inf):
            self.wrong(path, _beyond())
        else:
            return number
        return 1.0

    def _logits(self, table: Table, path: Path) -> Vector | None:
        values = table["logits"]
        path = (*path, "logits")
        if not isinstance(values, list):
            self._wrong_type(path, tr("a list of numbers, such as [0.25, 1.23, -0.8]"), values)
            return None
        if not 1 <= len(values) <= MOST_INLINE:
            self.wrong(
                path,
                tr("logits holds {n} numbers; 1 to {most} can stand here, more in a logits_file.")
                .format(n=counted(len(values)), most=counted(MOST_INLINE)),
            )  # fmt: skip
            return None
        before = len(self.found)
        numbers = []
        for i, value in enumerate(values):
            if not _is_number(value):
                self.wrong(
                    (*path, i), tr("A logit is a number, not {value}.").format(value=shown(value))
                )
            elif isinstance(value, BeyondFloat) or _is_too_large(value):
                self.wrong((*path, i), _beyond())
            else:
                numbers.append(float(value))
        return np.array(numbers, dtype=np.float64) if len(self.found) == before else None

    def _labels(self, table: Table, path: Path) -> tuple[str, ...] | None:
        if "labels" not in table:
            return None
        return self._strings(table, "labels", path)

    def _colors(self, table: Table, path: Path) -> tuple[int, ...] | None:
        if "colors" not in table:
            return None
        values = table["colors"]
        if not isinstance(values, list):
            self._wrong_type((*path, "colors"), tr("a list of whole numbers"), values)
            return None
        for i, value in enumerate(values):
            if type(value) is not int or not 0 <= value <= MOST_COLOR:
                self.wrong(
                    (*path, "colors", i),
                    tr("A colour is a whole number from 0 to {most}, not {value}.").format(
                        most=MOST_COLOR, value=shown(value)
                    ),
                )
        return tuple(values)

    def _integer(
        self, table: Table, key: str, path: Path, default: int, low: int, high: int
    ) -> int:
        value = table.get(key, default)
        if type(value) is int and low <= value <= high:
            return value
        self.wrong(
            (*path, key),
            tr("{key} must be a whole number from {low} to {high}, not {value}.").format(
                key=key, low=low, high=high, value=shown(value)
            ),
        )
        return default

    def _line(self, table: Table, key: str, path: Path) -> str:
        text = self._key(table, key, path)
        self._refuse_controls(text, (*path, key), lines=False)
        return text

    def _text(self, table: Table, key: str, path: Path) -> str:
        text = self._key(table, key, path)
        self._refuse_controls(text, (*path, key), lines=True)
        return text

    def _key(self, table: Table, key: str, path: Path) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value
        self._wrong_type((*path, key), tr('a text in quotes, "…"'), value)
        return ""

    def _keys(
        self, table: Table, key: str, path: Path, default: tuple[str, ...]
    ) -> tuple[str, ...]:
        if key not in table:
            return default
        return self._strings(table, key, path) or ()

    def _strings(self, table: Table, key: str, path: Path) -> tuple[str, ...] | None:
        values = table.get(key)
        if values is None:
            return None
        path = (*path, key)
        if not isinstance(values, list):
            self._wrong_type(path, tr('a list of texts, such as ["seal", "panda"]'), values)
            return None
        before = len(self.found)
        for i, value in enumerate(values):
            if not isinstance(value, str):
                self._wrong_type((*path, i), tr('a text in quotes, "…"'), value)
            else:
                self._refuse_controls(value, (*path, i), lines=False)
        return tuple(values) if len(self.found) == before else None

    def _tables(self, table: Table, key: str, path: Path, most: int) -> Iterable[Table]:
        """Return the tables [[key]]; raises nothing, but notes what they are instead."""
        entries = table.get(key, [])
        name = ".".join([*(part for part in path if isinstance(part, str)), key])
        path = (*path, key)
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self.wrong(
                path,
                tr("Each {key} is a table of its own; write [[{name}]] above it.").format(
                    key=key, name=name
                ),
            )
            return ()
        if len(entries) > most:
            self.wrong(
                (*path, most),
                tr("There are {n} tables [[{name}]]; {most} are the most.").format(
                    n=len(entries), name=name, most=most
                ),
            )
            return ()
        return entries

    def _refuse_controls(self, text: str, path: Path, lines: bool) -> None:
        for offset, letter in enumerate(text) if not text.isprintable() else ():
            if is_control(letter, lines):
                said = (
                    tr("A line break cannot stand here; write one line.")
                    if letter == "\n"
                    else tr("The control character U+{code:04X} cannot stand in a text.").format(
                        code=ord(letter)
                    )
                )
                self.wrong(path, said, offset)
                return

    def _wrong_type(self, path: Path, wanted: str, value: object) -> None:
        key = next(part for part in reversed(path) if isinstance(part, str))
        self.wrong(
            path, tr("{key} must be {wanted}, not {value}.").format(
                key=key, wanted=wanted, value=shown(value)
            )
        )  # fmt: skip


def is_control(letter: str, lines: bool) -> bool:
    """Tell whether a letter cannot stand in a text, or in a name where lines is false."""
    if lines and letter in "\n\t":
        return False
    return unicodedata.category(letter) in ("Cc", "Cs")


def shown(value: object) -> str:
    """Return a value as it stands in a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + named(value.replace("\n", " ")) + '"'
    if isinstance(value, BeyondFloat):
        return tr("a number beyond floating point")
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else tr("a number of so many digits")
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return tr("a list")
    return tr("a table") if isinstance(value, dict) else tr("a date")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_too_large(value: int | float) -> bool:
    return isinstance(value, int) and math.isinf(_float(value))


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _beyond() -> str:
    return tr("This number is beyond the largest, 1.8e308; for infinity write inf.")


def _tuple(logits: Vector | None) -> tuple[float, ...] | None:
    return None if logits is None else tuple(logits.tolist())
