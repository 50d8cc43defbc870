"""Every lens, in the order of its tab; its module is imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from softmax_viz.text import tr_noop
from softmax_viz.views.lenses.lens import LensKind


@dataclass(frozen=True)
class LensEntry:
    """Name a lens: its key for settings, the title on its tab, and the module that holds it."""

    key: str
    title: str
    module: str

    def kind(self) -> LensKind:
        """Return the lens itself, which costs importing it."""
        kind = import_module(f"softmax_viz.views.lenses.{self.module}").KIND
        assert isinstance(kind, LensKind)
        return kind


LENSES: tuple[LensEntry, ...] = (
    LensEntry("steps", tr_noop("Steps"), "steps"),
    LensEntry("curves", tr_noop("Curves"), "curves.lens"),
    LensEntry("two_classes", tr_noop("Two classes"), "two_classes.lens"),
    LensEntry("temperature", tr_noop("Temperature"), "temperature"),
    LensEntry("gradient", tr_noop("Gradient"), "gradient.lens"),
    LensEntry("simplex", tr_noop("Simplex"), "simplex.lens"),
    LensEntry("precision", tr_noop("Precision"), "precision.lens"),
    LensEntry("where_t", tr_noop("Where does T go?"), "where_t"),
    LensEntry("sampling", tr_noop("Sampling"), "sampling.lens"),
)
