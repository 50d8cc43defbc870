"""How large the windows of a presentation are drawn on the screens that there are."""

from __future__ import annotations

# The audience's window is laid out like one of this size, and drawn as large as the screen allows.
STAGE_WIDTH, STAGE_HEIGHT = 1220, 686
LEAST_STAGE, LARGEST_STAGE = 1.0, 4.0
# Below this height the speaker's window is drawn a little smaller, since so much is in it.
DESK_HEIGHT, LEAST_DESK = 800, 0.8


def stage_scale(width: float, height: float) -> float:
    """Return how large everything is drawn on an audience's screen of a size."""
    fitting = min(width / STAGE_WIDTH, height / STAGE_HEIGHT)
    return min(max(fitting, LEAST_STAGE), LARGEST_STAGE)


def desk_scale(height: float) -> float:
    """Return how much smaller than usual everything is drawn on a speaker's screen of a height."""
    return min(max(height / DESK_HEIGHT, LEAST_DESK), 1.0)
