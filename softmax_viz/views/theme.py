"""Colours, fonts and distances: the only place where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.resources import resource

FAMILY = "Inter"
SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5)

BASE_TEXT = 14
SMALL_TEXT = 12
LARGE_TEXT = 17
HUGE_TEXT = 23


@dataclass(frozen=True)
class Colors:
    """Name every colour by its role; text on its ground keeps a contrast of 4.5 or more."""

    window: str
    card: str
    line: str
    grid: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_ground: str
    accent_ink: str
    focus: str
    probable: str
    good_ground: str
    good_ink: str
    bad_ground: str
    bad_ink: str
    note_ground: str
    note_ink: str
    classes: tuple[str, ...]


# The classes' colours are Okabe and Ito's (2008), told apart with any colour vision, in the order
# that keeps neighbours furthest apart; the dark ones are lightened to keep a contrast of 3 : 1.
LIGHT = Colors(
    window="#f4f5f7", card="#ffffff", line="#dcdfe4", grid="#e6e8ec",
    ink="#1b2430", muted="#596273", faint="#8a93a3",
    accent="#1b2430", accent_ground="#e9f0fc", accent_ink="#1d4f9f", focus="#1f6fde",
    probable="#eef8f4",
    good_ground="#e3f4ea", good_ink="#17603a", bad_ground="#fde8e7", bad_ink="#a51b1b",
    note_ground="#eceef2", note_ink="#4a5362",
    classes=("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#6b5b95",
             "#8c8c00"),
)  # fmt: skip
DARK = Colors(
    window="#12161d", card="#1b212b", line="#323b49", grid="#2c3441",
    ink="#f1f4f8", muted="#a9b3c2", faint="#7d8797",
    accent="#f1f4f8", accent_ground="#22344f", accent_ink="#a9cbff", focus="#6aa9ff",
    probable="#1d2d2d",
    good_ground="#173a29", good_ink="#8fe0b3", bad_ground="#4c1f22", bad_ink="#ffb4ae",
    note_ground="#2a323e", note_ink="#bcc5d2",
    classes=("#4fa8e0", "#f0b02a", "#2cc396", "#e093c0", "#f08040", "#8fd0f5", "#a898d8",
             "#c0bf45"),
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """Hold the look: light or dark, and how much larger everything is drawn."""

    dark: bool = False
    scale: float = 1.0

    @property
    def colors(self) -> Colors:
        """Return the colours by role."""
        return DARK if self.dark else LIGHT

    def px(self, distance: float) -> int:
        """Return a distance in pixels at this size."""
        return max(1, round(distance * self.scale)) if distance else 0

    def color(self, role: str) -> QColor:
        """Return the colour of a role."""
        return _qcolor(str(getattr(self.colors, role)))

    def class_color(self, index: int) -> QColor:
        """Return the colour of a class by its index into the palette."""
        classes = self.colors.classes
        return _qcolor(classes[index % len(classes)])

    def font(self, size: float = BASE_TEXT, weight: int = 400) -> QFont:
        """Return the typeface at a size in pixels before scaling, with digits of equal width."""
        return _font(self.px(size), weight)


@lru_cache(maxsize=256)
def _qcolor(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=256)
def _font(pixels: int, weight: int) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


_current = Theme()
_drawn_at: Theme | None = None


def current() -> Theme:
    """Return the look that is on."""
    return _drawn_at or _current


def draw_at(theme: Theme | None) -> None:
    """Let what follows take another look than the one that is on, None for that one again.

    A window for an audience is larger than the person's own windows: its caller sees to it that
    whatever happens in it happens at its look.
    """
    global _drawn_at
    _drawn_at = theme


@contextmanager
def drawn_at(theme: Theme | None) -> Iterator[None]:
    """Take another look for a moment."""
    before = _drawn_at
    draw_at(theme)
    try:
        yield
    finally:
        draw_at(before)


def dress(window: QWidget, theme: Theme) -> None:
    """Give the controls of one window a size of their own."""
    # A control that a style sheet speaks of has the application's font, not its window's.
    size = f"* {{ font-size: {theme.px(BASE_TEXT)}px; }}"
    window.setStyleSheet(size + _stylesheet(theme))


def apply(app: QApplication, theme: Theme) -> None:
    """Turn a look on for the whole application; every widget repaints itself."""
    global _current
    _current = theme
    load_fonts()
    # Once only: another style, even of the same name, has every control laid out anew.
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(_stylesheet(theme))
    # The style sheet has spoken to every window, also to those with a look of their own.
    draw_at(None)


@lru_cache(maxsize=1)
def load_fonts() -> tuple[int, ...]:
    """Register the typeface that the app brings along."""
    return tuple(
        QFontDatabase.addApplicationFont(str(path))
        for path in sorted(resource("fonts").glob("*.ttf"))
    )


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows."""
    return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(theme: Theme) -> QPalette:
    colors, role = theme.colors, QPalette.ColorRole
    palette = QPalette()
    for which, name in {
        role.Window: colors.window, role.WindowText: colors.ink, role.Base: colors.card,
        role.AlternateBase: colors.window, role.Text: colors.ink, role.Button: colors.card,
        role.ButtonText: colors.ink, role.BrightText: colors.bad_ink,
        role.PlaceholderText: colors.faint, role.Highlight: colors.accent_ground,
        role.HighlightedText: colors.accent_ink, role.ToolTipBase: colors.card,
        role.ToolTipText: colors.ink, role.Link: colors.focus, role.Light: colors.card,
        role.Midlight: colors.line, role.Mid: colors.line, role.Dark: colors.faint,
        role.Shadow: colors.line, role.Accent: colors.focus,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colors.faint))
    return palette


def _stylesheet(theme: Theme) -> str:
    c, px = theme.colors, theme.px
    return f"""
    QMainWindow, QDialog {{ background: {c.window}; }}
    QMenuBar {{ background: {c.card}; color: {c.ink}; border-bottom: 1px solid {c.line};
        padding: {px(2)}px {px(6)}px; }}
    QMenuBar::item {{ padding: {px(4)}px {px(9)}px; border-radius: {px(5)}px; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {c.accent_ground};
        color: {c.accent_ink}; }}
    QMenu {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line};
        padding: {px(5)}px; }}
    QMenu::item {{ padding: {px(5)}px {px(26)}px {px(5)}px {px(22)}px; border-radius: {px(5)}px; }}
    QMenu::item:disabled {{ color: {c.faint}; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: {px(4)}px {px(6)}px; }}
    QToolTip {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line};
        padding: {px(6)}px; }}
    QPushButton, QToolButton {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line};
        border-radius: {px(7)}px; padding: {px(5)}px {px(11)}px; }}
    QToolButton {{ padding: {px(4)}px; }}
    QPushButton[role="small"] {{ padding: 0 {px(8)}px; font-size: {px(SMALL_TEXT)}px; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {c.faint}; background: {c.window}; }}
    QToolButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
    QToolButton[role="quiet"]:hover {{ border-color: {c.faint}; }}
    QToolButton[role="quiet"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="compact"], QPushButton[role="compact"]:focus {{
        padding: {px(5)}px {px(3)}px; }}
    QPushButton[role="choice"] {{ text-align: left; padding: {px(4)}px {px(8)}px; }}
    QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {{
        background: {c.accent_ground}; color: {c.accent_ink}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {c.faint}; }}
    QPushButton:focus, QToolButton:focus, QLineEdit:focus, QSpinBox:focus {{
        border: 2px solid {c.focus}; padding: {px(5) - 1}px {px(11) - 1}px; }}
    QToolButton:focus {{ padding: {px(4) - 1}px; }}
    QPushButton[role="small"]:focus {{ padding: 0 {px(8) - 1}px; }}
    QLineEdit, QSpinBox {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line};
        border-radius: {px(6)}px; padding: {px(4)}px {px(7)}px;
        selection-background-color: {c.focus}; selection-color: {c.card}; }}
    QLineEdit:focus {{ padding: {px(4) - 1}px {px(7) - 1}px; }}
    QPlainTextEdit {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.line};
        border-radius: {px(6)}px; padding: {px(2)}px {px(3)}px;
        selection-background-color: {c.focus}; selection-color: {c.card}; }}
    QPlainTextEdit:focus {{ border: 2px solid {c.focus};
        padding: {px(2) - 1}px {px(3) - 1}px; }}
    QRadioButton, QCheckBox {{ spacing: {px(6)}px; border: 1px solid transparent;
        border-radius: {px(4)}px; padding: {px(2)}px; }}
    QRadioButton:focus, QCheckBox:focus {{ border-color: {c.focus}; }}
    QRadioButton::indicator, QCheckBox::indicator {{ width: {px(10)}px; height: {px(10)}px;
        border: {px(2)}px solid {c.faint}; background: {c.card}; }}
    QRadioButton::indicator {{ border-radius: {px(2) + px(10) // 2}px; }}
    QCheckBox::indicator {{ border-radius: {px(3)}px; }}
    QRadioButton::indicator:checked, QCheckBox::indicator:checked {{
        border-color: {c.focus}; background: {c.focus}; }}
    QLineEdit[wrong="true"] {{ border: 2px solid {c.bad_ink}; background: {c.bad_ground};
        color: {c.bad_ink}; padding: {px(4) - 1}px {px(7) - 1}px; }}
    QFrame#card {{ background: {c.card}; border: 1px solid {c.line};
        border-radius: {px(9)}px; }}
    QFrame#panel {{ background: {c.card}; border: none; }}
    QFrame#side {{ background: {c.card}; border: none; border-right: 1px solid {c.line}; }}
    QFrame#words {{ background: {c.card}; border: none; border-left: 1px solid {c.line}; }}
    QFrame#copying {{ background: {c.card}; border-bottom: 1px solid {c.line}; }}
    QFrame#problem {{ background: {c.bad_ground}; border: 1px solid {c.bad_ink};
        border-radius: {px(7)}px; }}
    QFrame#problem QLabel {{ color: {c.bad_ink}; }}
    QLabel[role="heading"] {{ color: {c.muted}; font-weight: 600;
        font-size: {px(SMALL_TEXT + 1)}px; }}
    QLabel[role="title"] {{ font-weight: 600; font-size: {px(BASE_TEXT + 1)}px; }}
    QLabel[role="key"] {{ color: {c.muted}; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {c.muted}; font-size: {px(SMALL_TEXT + 1)}px; }}
    QLabel[role="wrong"] {{ color: {c.bad_ink}; font-size: {px(SMALL_TEXT)}px; }}
    QLabel[role="statement"] {{ font-weight: 600; font-size: {px(LARGE_TEXT)}px; }}
    QLineEdit[role="temperature"] {{ font-weight: 600; font-size: {px(LARGE_TEXT + 2)}px; }}
    QLabel[role="temperature"] {{ font-weight: 700; font-size: {px(HUGE_TEXT)}px; }}
    QListWidget, QTableView {{ background: {c.card}; border: none; outline: none; }}
    QListWidget::item {{ padding: {px(3)}px {px(8)}px; border-radius: {px(6)}px;
        color: {c.ink}; }}
    QListWidget::item:hover {{ background: {c.window}; }}
    QListWidget::item:selected {{ background: {c.accent_ground}; color: {c.accent_ink}; }}
    QListWidget::item:focus {{ border: 1px solid {c.focus}; }}
    QTabBar::scroller {{ width: {px(44)}px; }}
    QTabBar::tear {{ width: 0; border: none; }}
    QTabBar QToolButton {{ padding: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; border: none;
        border-bottom: 2px solid transparent; padding: {px(4)}px {px(8)}px {px(3)}px; }}
    QTabBar::tab:hover {{ color: {c.ink}; }}
    QTabBar::tab:selected {{ color: {c.ink}; font-weight: 600;
        border-bottom: 2px solid {c.ink}; }}
    QTabBar::tab:selected:focus {{ border-bottom: 2px solid {c.focus}; }}
    QScrollArea {{ background: transparent; border: none; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.line}; border-radius: {px(4)}px;
        min-height: {px(24)}px; margin: {px(1)}px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.faint}; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.line}; border-radius: {px(4)}px;
        min-width: {px(24)}px; margin: {px(1)}px; }}
    QScrollBar[role="overview"] {{ background: {c.note_ground}; border-radius: {px(5)}px; }}
    QScrollBar[role="overview"]::handle {{ background: {c.faint}; min-width: {px(8)}px; }}
    QScrollBar[role="overview"]:focus {{ border: 1px solid {c.focus}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle:horizontal {{ background: {c.line}; }}
    QSplitter::handle:vertical {{ background: transparent; }}
    QSplitter::handle:vertical:hover {{ background: {c.line}; border-radius: {px(3)}px; }}
    """


def inset(rect: QRectF, x: float, y: float) -> QRectF:
    """Return a rectangle made smaller on all sides."""
    return rect.adjusted(x, y, -x, -y)
