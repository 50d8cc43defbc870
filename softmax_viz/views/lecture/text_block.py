"""A paragraph that shrinks, then wraps, then ends in …; its height stays while numbers change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from softmax_viz.views import theme

# The largest size comes first; each has the lines that it may take.
Plan = tuple[tuple[float, int], ...]


@dataclass(frozen=True)
class _Set:
    """Hold lines set in a size: which of a plan, and whether they had to be cut short."""

    place: int
    lines: tuple[str, ...]
    cut: bool


class TextBlock:
    """Lay plain text out by a plan of sizes, in pixels before scaling, and paint it.

    Within one text it only ever gets smaller and taller, so that it does not flicker.
    """

    def __init__(self, plan: Plan, weight: int = 400) -> None:
        self._plan, self._weight = plan, weight
        self._text, self._width = "", 0.0
        self._reserved = 0
        self._set = _Set(0, (), False)

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self._text

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines as they are painted."""
        return self._set.lines

    @property
    def is_cut(self) -> bool:
        """Tell whether the text ends in … for want of room."""
        return self._set.cut

    @property
    def place(self) -> int:
        """Return which size of the plan it is, 0 for the largest."""
        return self._set.place

    @property
    def font(self) -> QFont:
        """Return the typeface at the size that fits."""
        return theme.current().font(self._plan[self._set.place][0], self._weight)

    @property
    def height(self) -> float:
        """Return the height, of all lines that the text is likely to take."""
        return self._reserved * _line_height(self.font) if self._text else 0.0

    def begin(self, plan: Plan, place: int = 0) -> None:
        """Forget what was laid out: another text, width or size comes.

        place: the largest size of the plan that it may have.
        """
        self._plan, self._reserved = plan, 0
        self._set = _Set(place, (), False)

    def lay_out(self, text: str, roomy: str, width: float) -> None:
        """Set a text into a width, with room for one as long as the roomy one."""
        self._text = text
        if not text:
            self._set = _Set(self._set.place, (), False)
            return
        for place in range(self._set.place, len(self._plan)):
            size, most = self._plan[place]
            font = theme.current().font(size, self._weight)
            lines, wanted = wrapped(text, font, width), len(wrapped(roomy, font, width))
            if len(lines) <= most and wanted <= most:
                break
        cut = len(lines) > most
        if cut:
            lines = _cut(lines, most, font, width)
        self._set = _Set(place, tuple(lines), cut)
        self._reserved = max(self._reserved, len(lines), min(wanted, most))

    def paint(self, painter: QPainter, box: QRectF, color: QColor) -> None:
        """Paint the lines from the top of a box."""
        font = self.font
        height = _line_height(font)
        painter.setFont(font)
        painter.setPen(color)
        for row, line in enumerate(self._set.lines):
            rect = QRectF(box.x(), box.y() + row * height, box.width(), height)
            painter.drawText(rect, _ONE_LINE | Qt.AlignmentFlag.AlignLeft, line)


_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into lines of a width; a word too long for one is broken too."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1.0))
            start, length = line.textStart(), line.textLength()
            # Qt counts in UTF-16, in which an emoji is two.
            lines.append(_utf16(paragraph, start, start + length).rstrip())
        layout.endLayout()
    return lines


def _utf16(text: str, start: int, end: int) -> str:
    if text.isascii():
        return text[start:end]
    units = text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end]
    return units.decode("utf-16-le", "replace")


def _cut(lines: list[str], most: int, font: QFont, width: float) -> list[str]:
    rest = " ".join(lines[most - 1 :])
    elided = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [*lines[: most - 1], elided]


def _line_height(font: QFont) -> float:
    return float(round(1.35 * font.pixelSize()))
