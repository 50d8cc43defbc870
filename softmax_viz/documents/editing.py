"""Change a TOML text in place: what is not changed stays as it was written, letter for letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from softmax_viz.documents.places import Path, Places
from softmax_viz.documents.schema import Table
from softmax_viz.documents.toml import key_text, value_text


class CannotEdit(Exception):
    """The text is written in a way that is not changed in place; it has to be written anew."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Hold that [start, end) of a text becomes other text."""

    start: int
    end: int
    text: str


class Source:
    """A TOML text with the places of its keys, and of its tables with their comments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = newline_of(text)
        places = Places(text)
        self.entries = places.entries
        self.sections = places.sections
        # A table begins at the comment above it, if no blank line is between.
        self.leads = [
            self._lead(section.start, before.last)
            for before, section in zip(self.sections, self.sections[1:], strict=False)
        ]
        self.leads = [0, *self.leads, len(text)]
        self._spans: dict[Path, list[int]] = {}
        for i, section in enumerate(self.sections):
            for length in range(1, len(section.path) + 1):
                self._spans.setdefault(section.path[:length], []).append(i)

    def _lead(self, start: int, least: int) -> int:
        start = self.text.rfind("\n", 0, start) + 1
        while start > least:
            line = self.text.rfind("\n", 0, start - 1) + 1
            if line < least or not self.text[line:start].lstrip(" \t").startswith("#"):
                break
            start = line
        return start

    def end_of_line(self, at: int) -> int:
        """Return where the line behind an offset ends, with its newline."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def extent(self, path: Path) -> tuple[int, int]:
        """Return [start, end) of a table with the tables in it; raises CannotEdit for others."""
        own = self._spans.get(path)
        if not own or self.sections[own[0]].path != path or own[-1] - own[0] != len(own) - 1:
            raise CannotEdit
        return self.leads[own[0]], self.leads[own[-1] + 1]

    def rendered(self, start: int, end: int, edits: list[Edit]) -> str:
        """Return a part of the text with edits made; raises CannotEdit where two overlap."""
        pieces, at = [], start
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at or edit.end > end:
                raise CannotEdit
            pieces += [self.text[at : edit.start], edit.text.replace("\n", self.newline)]
            at = edit.end
        # What was rendered before has its newlines already.
        return "".join([*pieces, self.text[at:end]]).replace("\r\r\n", "\r\n")

    def changed(self, path: Path, old: Table, new: Table) -> list[Edit]:
        """Return what makes the table at a path say something new.

        old, new: what it says and shall say; keys in neither are left alone.
        """
        edits: list[Edit] = []
        added: list[str] = []
        for key in [*new, *(key for key in old if key not in new)]:
            before, after = old.get(key), new.get(key)
            inner = (*path, key)
            if same(before, after):
                continue
            if isinstance(before, dict) or isinstance(after, dict):
                edits += self._changed_table(path, key, before, after)
            elif _is_tables(before) or _is_tables(after):
                edits += self._changed_tables(inner, before or [], after or [])
            elif after is None:
                edits.append(self._without(inner))
            elif inner in self.entries:
                entry = self.entries[inner]
                edits.append(Edit(entry.start, entry.end, value_text(after)))
            else:
                added.append(f"{key_text(key)} = {value_text(after)}\n")
        return edits + self._added(path, added) if added else edits

    def _changed_table(
        self, path: Path, key: str, old: Table | None, new: Table | None
    ) -> list[Edit]:
        inner = (*path, key)
        if old is None:
            assert new is not None
            # Before the other tables of this one: it is its own.
            at = self._end_of_section(path)
            return [Edit(at, at, self._broken(at) + _table_text(_names(inner), new, array=False))]
        if new is None:
            start, end = self.extent(inner)
            return [Edit(start, end, "")]
        return self.changed(inner, old, new)

    def _changed_tables(self, path: Path, old: list[Table], new: list[Table]) -> list[Edit]:
        """Keep each table that is still there, wherever it now stands; change or add the others."""
        sources = _matched(old, new)
        if len(old) == len(new) and sources == list(range(len(old))):
            return [
                edit
                for i, (before, after) in enumerate(zip(old, new, strict=True))
                for edit in self.changed((*path, i), before, after)
            ]
        slots = [self.extent((*path, i)) for i in range(len(old))]
        texts = []
        for source, table in zip(sources, new, strict=True):
            if source is None:
                texts.append(_table_text(_names(path), table, array=True))
            else:
                edits = self.changed((*path, source), old[source], table)
                text = self.rendered(*slots[source], edits)
                texts.append(text if text.endswith("\n") else text + "\n")
        edits = [Edit(*slot, texts[i] if i < len(texts) else "") for i, slot in enumerate(slots)]
        rest = "".join(texts[len(slots) :])
        if rest and slots:
            edits[-1] = Edit(edits[-1].start, edits[-1].end, edits[-1].text + rest)
        elif rest:
            at = self.extent(path[:-1])[1]
            edits = [Edit(at, at, self._broken(at) + rest)]
        return edits

    def _broken(self, at: int) -> str:
        """Return what has to stand before a new line."""
        return "" if at == 0 or self.text[at - 1] == "\n" else "\n"

    def _end_of_section(self, path: Path) -> int:
        for section in self.sections:
            if section.path == path:
                return self.end_of_line(section.last)
        raise CannotEdit

    def _added(self, path: Path, lines: list[str]) -> list[Edit]:
        at = self._end_of_section(path)
        keys = [
            entry.key for inner, entry in self.entries.items()
            if inner[:-1] == path and (entry.is_value or not path)
        ]  # fmt: skip
        last = max((key for key in keys if key < at), default=0)
        start = self.text.rfind("\n", 0, last) + 1
        indent = self.text[start:last]
        text = "".join(indent + line for line in lines)
        return [Edit(at, at, self._broken(at) + text)]

    def _without(self, path: Path) -> Edit:
        entry = self.entries[path]
        start = self.text.rfind("\n", 0, entry.key) + 1
        end = self.end_of_line(entry.end)
        if self.text[start : entry.key].strip(" \t"):
            raise CannotEdit  # inside braces
        return Edit(start, end, "")


def newline_of(text: str) -> str:
    """Return how the first line of a text ends."""
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _matched(old: list[Table], new: list[Table]) -> list[int | None]:
    """Return which old table each new one comes from: the same, or else the one at its place."""
    free = set(range(len(old)))
    sources: list[int | None] = [None] * len(new)
    for exact in (True, False):
        for i, table in enumerate(new):
            if sources[i] is not None:
                continue
            if i in free and (not exact or same(old[i], table)):
                sources[i] = i
            elif exact:
                sources[i] = next((j for j in sorted(free) if same(old[j], table)), None)
            free.discard(-1 if (source := sources[i]) is None else source)
    return sources


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are written the same: −0 is not 0, and NaN is NaN."""
    return a is b or repr(a) == repr(b)


def _names(path: Path) -> str:
    return ".".join(key_text(part) for part in path if isinstance(part, str))


def _table_text(name: str, table: Table, array: bool) -> str:
    return f"\n{table_text(name, table, array=array, indent='  ')}\n"


def table_text(name: str, table: Table, array: bool, indent: str = "") -> str:
    """Return a table with its header, and the tables in it below."""
    lines = [f"{indent}[[{name}]]" if array else f"{indent}[{name}]"]
    below = []
    for key, value in table.items():
        inner = f"{name}.{key_text(key)}"
        if isinstance(value, dict):
            below.append(table_text(inner, value, array=False, indent="  "))
        elif isinstance(value, list) and value and all(isinstance(e, dict) for e in value):
            below += [table_text(inner, e, array=True, indent="  ") for e in value]
        else:
            lines.append(f"{indent}{key_text(key)} = {value_text(value)}")
    return "\n".join([*lines, *(f"\n{text}" for text in below)])
