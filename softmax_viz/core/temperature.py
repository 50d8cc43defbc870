"""What counts as a temperature."""

from __future__ import annotations

import math

from softmax_viz.text import tr


def check_temperature(value: float) -> float:
    """Return the temperature as a float, 0 <= T <= ∞; raise ValueError for any other."""
    temperature = float(value)
    if math.isnan(temperature) or temperature < 0:
        raise ValueError(
            tr("The temperature must be 0 or more, up to infinity; {value} is not.").format(
                value=temperature
            )
        )
    return temperature + 0.0  # -0 becomes 0
