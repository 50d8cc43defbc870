"""Make resources/fonts from the web fonts of Inter: `python packaging/make_fonts.py FOLDER`.

FOLDER is the unpacked npm package inter-ui 4.1.1 (`npm pack inter-ui@4.1.1`), which holds
Inter 4.001 as WOFF2; needs fonttools and brotli. The same folder gives the same bytes.

Inter's licence declares no Reserved Font Name, and its author allows subsets under the name
(issue 282 of rsms/inter), so the family stays "Inter".
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")

BLOCKS = (
    range(0x0020, 0x0180),  # Latin, Latin-1 and Latin Extended-A
    range(0x0218, 0x021C),  # the comma-below letters of Romanian
    range(0x02B0, 0x0370),  # modifier letters and combining marks
    range(0x0370, 0x0400),  # Greek
    range(0x0400, 0x0500),  # Cyrillic
    range(0x1D62, 0x1D6B),  # subscript i, r, u, v and the Greek subscripts
    range(0x1E9E, 0x1E9F),  # capital sharp s
    range(0x2000, 0x2070),  # general punctuation
    range(0x2070, 0x20A0),  # superscripts and subscripts
    range(0x20A0, 0x20D0),  # currency
    range(0x2100, 0x2190),  # letterlike symbols and number forms
    range(0x2190, 0x2200),  # arrows
    range(0x2200, 0x2300),  # mathematical operators
    range(0x2300, 0x2400),  # ceiling, floor, the keys of a keyboard
    range(0x25A0, 0x2600),  # geometric shapes
    range(0x2600, 0x27C0),  # check mark, cross, sun, moon, ballot boxes
    range(0x2C7C, 0x2C7D),  # subscript j
    range(0xFEFF, 0xFF00),
    range(0xFFFD, 0xFFFE),
)
# calt is left out: it would draw a class named "3x3" as 3×3, and "->" as an arrow.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "case", "tnum", "zero"]


def make(source: Path, target: Path) -> None:
    """Write the subset of one WOFF2 file as TrueType."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for block in BLOCKS for code in block])
    subsetter.subset(font)
    font.flavor = None
    font.save(target)


def main(folder: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        target = FONTS / f"Inter-{weight}.ttf"
        make(folder / "web" / f"Inter-{weight}.woff2", target)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    shutil.copyfile(folder / "LICENSE.txt", FONTS / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
