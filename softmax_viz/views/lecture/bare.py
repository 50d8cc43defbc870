"""How large things are for an audience: they grow with the width that there is."""

from __future__ import annotations

from softmax_viz.views import theme

FULL_HD = 1920


def bare_size(pixels: float, least: float, width: float) -> float:
    """Return a size before scaling, of so many pixels at a width of 1920, but not below least."""
    return max(pixels * width / FULL_HD / theme.current().scale, least)
