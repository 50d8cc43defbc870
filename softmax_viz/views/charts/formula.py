"""A typeset formula, drawn from resources/formulas and recoloured to the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.views import svg, theme

# Units of the drawings to one em of their type.
TYPESET_AT = 24
FORMULA_TEXT = 13


class Formula(QWidget):
    """Show one formula at the size of the text around it."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = f"formulas/{name}"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(spoken)

    def sizeHint(self) -> QSize:
        """Return the size of the typeset formula."""
        factor = theme.current().px(FORMULA_TEXT) / TYPESET_AT
        return (svg.size(self._name) * factor).toSize()

    def minimumSizeHint(self) -> QSize:
        """Return the same: a formula is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the formula in the colour of secondary text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = svg.renderer(self._name, theme.current().colors.muted)
        drawing.render(painter, QRectF(self.rect()))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
