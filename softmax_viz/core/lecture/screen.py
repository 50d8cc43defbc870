"""What stands on the screen beside the logits."""

from __future__ import annotations

from dataclasses import dataclass

from softmax_viz.core.lenses import LENSES
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.text import tr

CHARTS = tuple(kind.key for kind in OUTPUTS)
LENS_KEYS = tuple(entry.key for entry in LENSES)
CONTROLS = ("editor", "prediction", "temperature")
LENS = "lens"


@dataclass(frozen=True, slots=True)
class Screen:
    """Hold which views are shown.

    charts: keys of the outputs shown, in the order of the registry whatever the order given.
    lens: the key of the lens below them, "" for none.
    hidden: controls that are not shown, of CONTROLS.
    zoom: the chart, or "lens", that fills the stage, "" for none.
    Raises ValueError for an unknown key, and where neither chart nor lens is left.
    """

    charts: tuple[str, ...] = CHARTS
    lens: str = ""
    hidden: tuple[str, ...] = ()
    zoom: str = ""

    def __post_init__(self) -> None:
        for given, known, what in (
            (self.charts, CHARTS, tr("chart")),
            ((self.lens,) if self.lens else (), LENS_KEYS, tr("lens")),
            (self.hidden, CONTROLS, tr("control")),
            ((self.zoom,) if self.zoom else (), (*CHARTS, LENS), tr("part to enlarge")),
        ):
            for key in given:
                if key not in known:
                    raise ValueError(
                        tr("There is no {what} “{key}”; choose from {known}.").format(
                            what=what, key=key, known=", ".join(known)
                        )
                    )
        if not self.charts and not self.lens:
            raise ValueError(tr("A screen needs a chart or a lens."))
        object.__setattr__(self, "charts", tuple(key for key in CHARTS if key in self.charts))
        object.__setattr__(self, "hidden", tuple(key for key in CONTROLS if key in self.hidden))

    def shows(self, control: str) -> bool:
        """Tell whether a control is shown."""
        return control not in self.hidden

    @property
    def visible_charts(self) -> tuple[str, ...]:
        """Return the charts that are seen: the enlarged one alone, none beside a large lens."""
        if self.zoom == LENS and self.lens:
            return ()
        return (self.zoom,) if self.zoom in self.charts else self.charts

    @property
    def lens_is_visible(self) -> bool:
        """Tell whether the lens is seen."""
        return bool(self.lens) and self.zoom not in self.charts
