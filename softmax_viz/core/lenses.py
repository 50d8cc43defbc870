"""Every lens, in the order of its tab: what files and menus need to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from softmax_viz.text import tr_noop


@dataclass(frozen=True)
class LensEntry:
    """Name a lens: its key for files, the title on its tab, and the module that holds its view."""

    key: str
    title: str
    module: str


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
    LensEntry("calibration", tr_noop("Calibration"), "calibration.lens"),
)
