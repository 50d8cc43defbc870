"""Write a deck so that what a person wrote in it stays: comments, order, spellings, the rest."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.numbers import counted
from softmax_viz.core.state import State, same_logits
from softmax_viz.documents.editing import CannotEdit, Source, newline_of, same, table_text
from softmax_viz.documents.migrate import FORMAT, VERSION, migrated
from softmax_viz.documents.problem import DeckError, Problem
from softmax_viz.documents.reading import BOM, MOST_BYTES, load, plain_text
from softmax_viz.documents.schema import (
    DECK_KEYS,
    MOST_INLINE,
    QUESTION_KEYS,
    SCENE_KEYS,
    STATE_KEYS,
    STEP_KEYS,
    DeckReader,
    Table,
)
from softmax_viz.documents.side_logits import Logits, SideFiles, side_path
from softmax_viz.documents.tables import LogitsEntry, cleaned_deck, scene_table
from softmax_viz.documents.toml import key_text, value_text
from softmax_viz.text import tr

MOST_EDITED_INLINE = 1000


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Hold what saving a deck writes: files beside it first, by their names, then its own bytes."""

    text: bytes
    beside: tuple[tuple[str, bytes], ...] = ()


def deck_text(deck: Deck, folder: Path | None = None) -> str:
    """Return the text of a deck: the one it was read from, changed only where the deck is.

    folder: where its files of logits are; those that were changed or are not found become part of
    the text. Raises DeckError where they are too many for that.
    """
    return _Writer(deck, folder).text()


def plan_save(deck: Deck, path: Path, old_folder: Path | None = None) -> SavePlan:
    """Return what is to be written so that a deck is saved at a path.

    old_folder: where it was read from; its files of logits come along to another folder. Large
    logits that were changed go into a new file; no file that is there is written over.
    """
    writer = _Writer(deck, old_folder, path.absolute())
    text = writer.text().encode("utf-8")
    if len(text) > MOST_BYTES:
        sentence = tr("The deck would be longer than {n} MiB, and could not be opened again.")
        raise _unwritable(path.name, sentence.format(n=MOST_BYTES >> 20))
    return SavePlan(text, tuple(writer.beside.items()))


def saved_as(deck: Deck, text: str) -> Deck:
    """Return a deck that was written as a text: its source, to which its scenes now belong."""
    scenes = tuple(replace(scene, origin=i) for i, scene in enumerate(deck.scenes))
    return replace(deck, scenes=scenes, source=text)


def _unwritable(name: str, sentence: str) -> DeckError:
    return DeckError(name, [Problem(0, 0, sentence)])


class _KnownFiles:
    """Files of logits, and those that are about to be written."""

    def __init__(self, folder: Path | None) -> None:
        self._disk = SideFiles(folder)
        self.new: dict[str, Logits] = {}

    def read(self, name: str) -> Logits:
        return self.new[name] if name in self.new else self._disk.read(name)


class _Writer:
    """Write one deck once."""

    def __init__(self, deck: Deck, folder: Path | None, path: Path | None = None) -> None:
        self._deck = cleaned_deck(deck)
        self._folder = folder
        self._path = path
        self._files = _KnownFiles(folder)
        self._names: dict[str, str] = {}
        self.beside: dict[str, bytes] = {}

    def text(self) -> str:
        source = self._deck.source
        if not source:
            return self._new_text({})
        written = load(plain_text(source), "")
        table = migrated(written)
        raw = table.get("scene", [])
        body = source.removeprefix(BOM)
        try:
            if written["version"] == VERSION:
                text = self._edited(Source(body), table, raw)
            elif self._is_as_read(table):
                return source
            else:
                raise CannotEdit
        except CannotEdit:
            # Files beside it may have to come along, which its text alone does not do.
            if "logits_file" not in source and self._is_as_read(table):
                return source
            text = self._new_text({k: v for k, v in table.items() if k not in DECK_KEYS}, raw)
            text = text.replace("\n", newline_of(body))
        return source[: len(source) - len(body)] + text

    def _is_as_read(self, table: Table) -> bool:
        return DeckReader(self._files).deck(table) == self._deck

    def _edited(self, source: Source, table: Table, raw: list[Table]) -> str:
        if "scene" in table and source.entries["scene",].is_value:
            raise CannotEdit
        old_title = table.get("title", "")
        edits = source.changed((), _present(title=old_title), _present(title=self._deck.title))
        scenes = [source.extent(("scene", k)) for k in range(len(raw))]
        begin = scenes[0][0] if scenes else len(source.text)
        head = source.rendered(0, begin, edits)
        origins = [scene.origin for scene in self._deck.scenes]
        written = [self._scene_text(source, scene, raw) for scene in self._deck.scenes]
        # Tables of others between the scenes.
        ends = [start for start, _ in [*scenes, (len(source.text), 0)]][1:]
        between = [source.text[end:start] for (_, end), start in zip(scenes, ends, strict=True)]
        if origins == list(range(len(raw))):
            pieces = [head]
            for text, other in zip(written, between, strict=True):
                pieces += [text, other]
            return _joined(pieces, source.newline, apart=False)
        return _joined([head, *written, *between], source.newline, apart=True)

    def _scene_text(self, source: Source, scene: Scene, raw: list[Table]) -> str:
        k = scene.origin
        if not 0 <= k < len(raw):
            return self._anew(scene, {}, source.newline)
        old = self._old_scene(raw[k], k)
        entries = self._entries(scene, raw[k], old)
        new = scene_table(scene, entries)
        if old is None:
            return self._anew(scene, raw[k], source.newline, new)
        before = scene_table(old, _raw_entries(raw[k], old, self._files))
        start, end = source.extent(("scene", k))
        if same(before, new):
            return source.text[start:end]
        try:
            edits = source.changed(("scene", k), before, new)
            text = source.rendered(start, end, edits)
            if self._reads_as(text, scene):
                return text
        except CannotEdit:
            pass
        return self._anew(scene, raw[k], source.newline, new)

    def _old_scene(self, raw: Table, k: int) -> Scene | None:
        reader = DeckReader(self._files)
        deck = reader.deck({"scene": [raw]})
        return replace(deck.scenes[0], origin=k) if deck.scenes else None

    def _reads_as(self, text: str, scene: Scene) -> bool:
        head = f'format = "{FORMAT}"\nversion = {VERSION}\n'
        try:
            table = load(head + plain_text(text), "")
        except DeckError:
            return False
        return DeckReader(self._files).deck(table).scenes == (scene,)

    def _anew(self, scene: Scene, raw: Table, newline: str, table: Table | None = None) -> str:
        """Return a scene written from nothing, with the keys of others in its old table."""
        if table is None:
            table = scene_table(scene, self._entries(scene, {}, None))
        text = table_text("scene", _with_unknown(table, raw), array=True)
        return f"{text}\n".replace("\n", newline)

    def _new_text(self, others: Table, raw: Sequence[Table] = ()) -> str:
        lines = [f'format = "{FORMAT}"', f"version = {VERSION}"]
        if self._deck.title:
            lines.append(f"title = {value_text(self._deck.title)}")
        lines += [f"{key_text(key)} = {value_text(value)}" for key, value in others.items()]
        scenes = []
        for scene in self._deck.scenes:
            known = raw[scene.origin] if 0 <= scene.origin < len(raw) else {}
            old = self._old_scene(known, 0) if known else None
            table = scene_table(scene, self._entries(scene, known, old))
            scenes.append(self._anew(scene, known, "\n", table))
        return "\n".join(["\n".join(lines) + "\n", *scenes])

    def _entries(self, scene: Scene, raw: Table, old: Scene | None) -> list[LogitsEntry]:
        """Return how the logits of a scene and its pins are said."""
        return [partial(self._said, raw, old)] * (1 + len(scene.state.pins))

    def _said(
        self, raw: Table, old: Scene | None, state: State
    ) -> tuple[str, Any, tuple[str, ...] | None]:
        if old is not None:
            known = [(raw, old.state), *zip(raw.get("pin", []), old.state.pins, strict=True)]
            for table, before in known:
                if same_logits(state, before):
                    if "logits_file" not in table:
                        return "logits", table["logits"], None
                    name = table["logits_file"]
                    return "logits_file", self._brought(name), self._files.read(name)[1]
        values = state.logits.tolist()
        if state.count <= MOST_EDITED_INLINE or self._path is None:
            if state.count > MOST_INLINE:
                sentence = tr("{n} logits do not go into the text of a deck; {most} do.")
                raise _unwritable(
                    "deck", sentence.format(n=counted(state.count), most=counted(MOST_INLINE))
                )
            return "logits", values, None
        return "logits_file", self._new_file(state), None

    def _brought(self, name: str) -> str:
        """Return what a file of logits is called beside the deck that is saved."""
        assert self._folder is not None
        if self._path is None or _same_folder(self._path.parent, self._folder):
            return name
        if name not in self._names:
            data = side_path(name, self._folder).read_bytes()
            self._names[name] = self._put(Path(name), data)
            self._files.new[self._names[name]] = self._files.read(name)
        return self._names[name]

    def _new_file(self, state: State) -> str:
        assert self._path is not None
        out = io.BytesIO()
        np.save(out, state.logits, allow_pickle=False)
        data = out.getvalue()
        # Named by what is in it, so that saving again writes no second one.
        digest = hashlib.sha256(data).hexdigest()[:8]
        name = self._put(Path(f"{self._path.stem}-{digest}.npy"), data)
        self._files.new[name] = state.logits, None
        return name

    def _put(self, wanted: Path, data: bytes) -> str:
        """Have bytes written beside the deck, under a name that nothing else has."""
        assert self._path is not None
        number = 1
        path = wanted
        while True:
            name = path.as_posix()
            there = self._path.parent / path
            if self.beside.get(name) == data or (there.is_file() and there.read_bytes() == data):
                return name
            if name not in self.beside and not there.exists():
                self.beside[name] = data
                return name
            number += 1
            path = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")


def _raw_entries(raw: Table, old: Scene, files: _KnownFiles) -> list[LogitsEntry]:
    """Return how the logits of a scene and its pins were said."""

    def said(table: Table) -> LogitsEntry:
        if "logits_file" in table:
            name = table["logits_file"]
            return lambda _: ("logits_file", name, files.read(name)[1])
        return lambda _: ("logits", table["logits"], None)

    return [said(table) for table in (raw, *raw.get("pin", []))]


def _with_unknown(table: Table, raw: Table) -> Table:
    """Return a table with what another one has and this program does not know."""
    inner = {"question": QUESTION_KEYS, "pin": STATE_KEYS, "step": STEP_KEYS}

    def merged(new: Table, old: Any, known: Sequence[str]) -> Table:
        if not isinstance(old, dict):
            return new
        return new | {key: value for key, value in old.items() if key not in known}

    whole = merged(table, raw, SCENE_KEYS)
    for key, known in inner.items():
        if isinstance(whole.get(key), dict):
            whole[key] = merged(whole[key], raw.get(key), known)
        elif key in whole and isinstance(raw.get(key), list):
            before = raw[key]
            whole[key] = [
                merged(new, before[i] if i < len(before) else None, known)
                for i, new in enumerate(whole[key])
            ]
    return whole


def _present(**values: str) -> Table:
    return {key: value for key, value in values.items() if value}


def _joined(pieces: list[str], newline: str, apart: bool) -> str:
    """Return pieces in a row, each on lines of its own, with a blank line between where asked."""
    text = ""
    pieces = [piece for piece in pieces if piece]
    for i, piece in enumerate(pieces):
        text += piece
        if i + 1 < len(pieces):
            if not piece.endswith("\n"):
                text += newline
            if apart and not text.endswith((2 * newline, "\n\n")):
                text += newline
    return text


def _same_folder(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
