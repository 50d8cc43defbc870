"""Make resources/formulas: `python packaging/make_formulas.py` (needs ziamath).

One unit of every view box is 1/24 of the type size, and y = 0 is the baseline: drawn at one
scale, all formulas have one type size. Colour and shapes are what Qt's SVG Tiny can draw: paths
only, with the single "#000" of the root to be replaced by the colour of the text.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import ziamath

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "formulas"
TYPE_SIZE = 24
MARGIN = 0.5
SVG = "http://www.w3.org/2000/svg"

FORMULAS = {
    "logits": r"z_i",
    "sigmoid": r"\sigma(z_i/T) = \frac{1}{1+e^{-z_i/T}}",
    "argmax": r"\begin{cases}"
    r"1 & \; i = \mathrm{argmax}_j\, z_j \\ 0 & \; i \neq \mathrm{argmax}_j\, z_j"
    r"\end{cases}",
    "sum_normalized": r"\frac{z_i}{\textstyle\sum_j\, z_j}",
    "softmax": r"\frac{e^{z_i/T}}{\textstyle\sum_j\, e^{z_j/T}}",
}


def view_box(root: ElementTree.Element) -> str:
    """Measure the ink: ziamath's own box has the side bearings of the last letter in it."""
    xs: list[float] = []
    ys: list[float] = []
    for element in root:
        if element.tag.endswith("rect"):
            x, y, width, height = (float(element.get(k, "")) for k in ("x", "y", "width", "height"))
            xs += [x, x + width]
            ys += [y, y + height]
        else:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", element.get("d", ""))]
            xs += numbers[0::2]
            ys += numbers[1::2]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(xs) + MARGIN - left, max(ys) + MARGIN - top
    return f"{left:.3f} {top:.3f} {width:.3f} {height:.3f}"


def typeset(latex: str) -> str:
    """Typeset a formula as an SVG whose shapes inherit their colour from the root."""
    root = ElementTree.fromstring(ziamath.Latex(latex, size=TYPE_SIZE).svg())
    for element in root:
        del element.attrib["fill"]
    box = view_box(root)
    _, _, width, height = box.split()
    root.attrib.update(width=width, height=height, viewBox=box, fill="#000")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def main() -> None:
    ziamath.config.svg2 = False  # Qt draws nested and reused SVG 2 glyphs as slivers
    ElementTree.register_namespace("", SVG)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, latex in FORMULAS.items():
        (FOLDER / f"{name}.svg").write_text(typeset(latex), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
