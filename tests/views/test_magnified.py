"""Parts that are drawn larger where there is much room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize

from softmax_viz.views import theme
from softmax_viz.views.magnified import MOST, Magnified, magnification

SIZES = st.builds(QSize, st.integers(1, 5000), st.integers(1, 5000))


@given(SIZES, SIZES, st.integers(0, 500))
def test_what_is_magnified_fits_and_more_room_makes_nothing_smaller(
    room: QSize, needed: QSize, more: int
) -> None:
    factor = magnification(room, needed)
    assert 1.0 <= factor <= MOST
    if factor > 1.0:
        assert needed.width() * factor <= room.width() + 1e-6
        assert needed.height() * factor <= room.height() + 1e-6
    assert magnification(room + QSize(more, more), needed) >= factor


def test_distances_and_type_grow_together(qtbot: object) -> None:
    part = Magnified()
    assert part.look() == theme.current()
    part.magnify(1.5)
    assert part.look().px(20) == 30
    assert part.look().font(20).pixelSize() == 30
    part.magnify(1.0)
    assert part.look() == theme.current()
