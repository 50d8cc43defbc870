"""From a lens's entry to its view, which is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module

from softmax_viz.core.lenses import LensEntry
from softmax_viz.views.lenses.lens import LensKind


def kind_of(entry: LensEntry) -> LensKind:
    """Return the lens itself, which costs importing it."""
    kind = import_module(f"softmax_viz.views.lenses.{entry.module}").KIND
    assert isinstance(kind, LensKind)
    return kind
