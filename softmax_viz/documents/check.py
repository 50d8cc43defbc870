"""Look a deck through, for a person who writes one by hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from softmax_viz.core.examples import BY_KEY
from softmax_viz.documents import places
from softmax_viz.documents.migrate import migrated
from softmax_viz.documents.problem import DeckError, Problem
from softmax_viz.documents.reading import deck_bytes, decoded, load, located, plain_text
from softmax_viz.documents.schema import (
    DECK_KEYS,
    QUESTION_KEYS,
    SCENE_KEYS,
    STATE_KEYS,
    STEP_KEYS,
    DeckReader,
    Found,
    Table,
)
from softmax_viz.documents.side_logits import SideFiles
from softmax_viz.text import named, tr

ALIKE = 0.7
MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class Report:
    """Hold what is wrong with a deck; notes: what looks odd and is allowed."""

    scenes: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    def lines(self, name: str) -> list[str]:
        """Return what is printed of it."""
        said = [problem.of(name) for problem in self.problems]
        said += [
            Problem(note.line, note.column, tr("note: {text}").format(text=note.sentence)).of(name)
            for note in self.notes
        ]
        if not self.problems:
            count = tr("1 scene") if self.scenes == 1 else tr("{n} scenes").format(n=self.scenes)
            said.append(tr("{name}: {count}, nothing wrong.").format(name=name, count=count))
        return said


def check(path: Path) -> Report:
    """Look a file through: also for fields that say nothing, which are no reason to refuse it."""
    try:
        text = plain_text(decoded(deck_bytes(path), path.name))
        table = load(text, path.name)
    except DeckError as error:
        return Report(0, error.problems)
    reader = DeckReader(SideFiles(path.absolute().parent), fields=True)
    deck = reader.deck(migrated(table))
    wrong = reader.found + reader.doubts
    problems: tuple[Problem, ...] = ()
    if wrong:
        problems = DeckError(path.name, located(text, wrong)).problems
    odd = list(_misspelt(table))[:MOST_NOTES]
    return Report(len(deck.scenes), problems, tuple(_of_keys(text, odd)) if odd else ())


def _of_keys(text: str, found: list[Found]) -> Iterator[Problem]:
    entries = places.Places(text).entries
    for one in found:
        at = entries[one.path].key
        yield Problem(*places.line_and_column(text, at), one.sentence)


def _misspelt(table: Table) -> Iterator[Found]:
    """Find keys that are nearly one of the format's, and examples that there are not."""
    yield from _unknown(table, DECK_KEYS, ())
    for i, scene in enumerate(_tables(table.get("scene"))):
        path: places.Path = ("scene", i)
        yield from _unknown(scene, SCENE_KEYS, path)
        yield from _example(scene, path)
        question = scene.get("question")
        if isinstance(question, dict):
            yield from _unknown(question, QUESTION_KEYS, (*path, "question"))
        for key, known in (("pin", STATE_KEYS), ("step", STEP_KEYS)):
            for k, inner in enumerate(_tables(scene.get(key))):
                yield from _unknown(inner, known, (*path, key, k))


def _tables(value: Any) -> list[Table]:
    return [e if isinstance(e, dict) else {} for e in value] if isinstance(value, list) else []


def _unknown(table: Table, known: Sequence[str], path: places.Path) -> Iterator[Found]:
    for key in table:
        if key not in known and len(key) < 40:
            near = difflib.get_close_matches(key.lower(), known, 1, ALIKE)
            if near:
                yield Found(
                    (*path, key),
                    tr("“{key}” means nothing here and is kept; is it {near}?").format(
                        key=named(key), near=near[0]
                    ),
                )


def _example(table: Table, path: places.Path) -> Iterator[Found]:
    example = table.get("example")
    if isinstance(example, str) and example and example not in BY_KEY:
        yield Found(
            (*path, "example"),
            tr("There is no example “{key}”; there are {known}.").format(
                key=named(example), known=", ".join(BY_KEY)
            ),
        )
