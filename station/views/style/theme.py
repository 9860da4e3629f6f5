"""Puts an appearance on the program: fonts, palette and style sheet, also while it runs."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from station.views.style.qss import sheet
from station.views.style.tokens import CONTRAST, DARK, LIGHT, PALETTES, TYPE, Theme

_PROPERTY: Final = "station_theme"
_DRESSED: Final = "dressed"
_FONTS: Final = Path(__file__).resolve().parents[2] / "assets" / "fonts"
_FACES: Final = {
    "regular": ("Inter", QFont.Weight.Normal),
    "semibold": ("Inter Semi Bold", QFont.Weight.DemiBold),
    "bold": ("Inter", QFont.Weight.Bold),
}


def load_fonts() -> None:
    """Makes the shipped Inter faces known to Qt; without them Qt falls back to its own."""
    for name in ("Regular", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(_FONTS / f"Inter-{name}.ttf"))
    _font.cache_clear()


def font(role: str, theme: Theme | None = None) -> QFont:
    """The font of a text role, for what is painted by hand."""
    # A copy of one that Qt has found the letters of; finding them again costs more than drawing.
    return QFont(_font(role, (theme or current()).size(role)))


@lru_cache(maxsize=64)
def _font(role: str, height: int) -> QFont:
    family, weight = _FACES[TYPE[role][1]]
    made = QFont(family)
    made.setWeight(weight)
    made.setPixelSize(height)
    return made


def current() -> Theme:
    """The appearance now in force, or the light one when none was applied."""
    app = QGuiApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else Theme()


def colour(name: str) -> QColor:
    """A colour of the appearance now in force, by its token's name."""
    return QColor(str(getattr(current().palette, name)))


def apply(app: QApplication, theme: Theme) -> None:
    """Draws the whole program in this appearance from now on."""
    first = app.property(_PROPERTY) is None
    if first:
        load_fonts()
    app.setProperty(_PROPERTY, theme)
    app.setFont(font("body", theme))
    app.setPalette(_qt_palette(theme))
    for window in app.topLevelWidgets():
        if window.property(_DRESSED):
            window.setStyleSheet(sheet(theme))


def dress(window: QWidget) -> None:
    """Puts the style sheet on a window, and on all that stands or will stand within it.

    Not on the application: Qt would style each part of a screen that is being built, and again
    with all within it whenever it is put into another part. So it is styled once, when it is
    put into the window.
    """
    if not window.property(_DRESSED):
        window.setProperty(_DRESSED, True)
        window.setStyleSheet(sheet(current()))


def guess(app: QGuiApplication, wish: str, scale: float = 1.0) -> Theme:
    """The theme for the first picture: «system» is read off Qt's own window colour.

    `choose` asks Qt in full, which the first picture does not wait for.
    """
    if wish == "system":
        dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        return Theme(DARK if dark else LIGHT, scale)
    return Theme(PALETTES.get(wish, LIGHT), scale)


def choose(app: QGuiApplication, wish: str, scale: float = 1.0) -> Theme:
    """The theme for a wish ("light", "dark", "contrast", "system"); high contrast wins."""
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        asked = accessibility().contrastPreference()
        if asked == QtCore.Qt.ContrastPreference.HighContrast and wish == "system":
            return Theme(CONTRAST, scale)
    if wish == "system":
        dark = hints.colorScheme() == QtCore.Qt.ColorScheme.Dark
        return Theme(DARK if dark else LIGHT, scale)
    return Theme(PALETTES.get(wish, LIGHT), scale)


def _qt_palette(theme: Theme) -> QPalette:
    """Qt's own roles, for the parts that the style sheet does not reach."""
    tokens = theme.palette
    palette = QPalette()
    for role, value in (
        (QPalette.ColorRole.Window, tokens.ground),
        (QPalette.ColorRole.WindowText, tokens.ink),
        (QPalette.ColorRole.Base, tokens.surface),
        (QPalette.ColorRole.AlternateBase, tokens.raised),
        (QPalette.ColorRole.Text, tokens.ink),
        (QPalette.ColorRole.Button, tokens.surface),
        (QPalette.ColorRole.ButtonText, tokens.ink),
        (QPalette.ColorRole.PlaceholderText, tokens.muted),
        (QPalette.ColorRole.Highlight, tokens.accent),
        (QPalette.ColorRole.HighlightedText, tokens.on_accent),
        (QPalette.ColorRole.ToolTipBase, tokens.ink),
        (QPalette.ColorRole.ToolTipText, tokens.surface),
        (QPalette.ColorRole.Link, tokens.accent),
    ):
        palette.setColor(role, QColor(value))
    return palette
