"""The colours and fonts of charts, taken from the tokens of an appearance in one place."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage

from station.views.style.theme import current, font
from station.views.style.tokens import Theme


@dataclass(frozen=True, slots=True)
class Inks:
    """What a chart is drawn with; bands grow darker from green to red, also without colour."""

    surface: QColor
    plain: QColor
    ink: QColor
    muted: QColor
    faint: QColor
    accent: QColor
    zones: dict[str, QColor]
    bands: dict[str, QColor]
    shade: QColor
    dotted: dict[str, QBrush]
    theme: Theme
    fonts: dict[str, QFont]
    metrics: dict[str, QFontMetricsF]

    @property
    def tiny(self) -> QFont:
        """The font of the axes, a little smaller than any other text."""
        return self.fonts["tiny"]


def inks() -> Inks:
    """The inks of the appearance now in force."""
    return _inks(_Key(current()))


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """Lets a theme, which holds a dictionary, be a key: two are the same by name and scale."""

    theme: Theme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[str, float]:
        return self.theme.palette.name, self.theme.scale


@lru_cache(maxsize=8)
def _inks(key: _Key) -> Inks:
    tokens = key.theme.palette
    zones = {name: QColor(tokens.zones[name].ink) for name in ("red", "yellow", "green")}
    fills = {name: QColor(tokens.zones[name].fill) for name in zones}
    surface, ink = QColor(tokens.surface), QColor(tokens.ink)
    shade = QColor(ink)
    fonts = {role: font(role, key.theme) for role in ("small", "small-strong")}
    fonts["tiny"] = QFont(fonts["small"])
    fonts["tiny"].setPixelSize(max(1, round(11 * key.theme.scale)))
    shade.setAlphaF(0.028)
    return Inks(
        surface=surface,
        plain=QColor(tokens.raised),
        ink=ink,
        muted=QColor(tokens.muted),
        faint=mixed(QColor(tokens.muted), surface, 0.78),
        accent=QColor(tokens.accent),
        zones=zones,
        bands={
            "green": mixed(fills["green"], surface, 0.4),
            "yellow": fills["yellow"],
            "red": mixed(fills["red"], zones["red"], 0.035),
        },
        shade=shade,
        dotted={name: _dots(zone) for name, zone in zones.items()},
        theme=key.theme,
        fonts=fonts,
        metrics={name: QFontMetricsF(used) for name, used in fonts.items()},
    )


def limit_ink(zone: QColor) -> QColor:
    """The colour of the line at a limit."""
    soft = QColor(zone)
    soft.setAlphaF(0.45)
    return soft


def _dots(zone: QColor) -> QBrush:
    """A row of dots to fill a line one pixel high with; a dotted pen costs fifty times as much."""
    picture = QImage(4, 1, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    picture.setPixelColor(0, 0, limit_ink(zone))
    return QBrush(picture)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """The colour `one` with a `share` of `other` in it."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
