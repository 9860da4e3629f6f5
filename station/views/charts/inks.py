"""The colours and fonts of charts, taken from the tokens of an appearance in one place."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont

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
    theme: Theme

    def text(self, role: str = "small") -> QFont:
        """The font of a text role."""
        return font(role, self.theme)

    @property
    def tiny(self) -> QFont:
        """The font of the axes, a little smaller than any other text."""
        made = font("small", self.theme)
        made.setPixelSize(max(1, round(11 * self.theme.scale)))
        return made


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
    shade.setAlphaF(0.035)
    return Inks(
        surface=surface,
        plain=QColor(tokens.raised),
        ink=ink,
        muted=QColor(tokens.muted),
        faint=QColor(tokens.line),
        accent=QColor(tokens.accent),
        zones=zones,
        bands={
            "green": mixed(fills["green"], surface, 0.4),
            "yellow": fills["yellow"],
            "red": mixed(fills["red"], zones["red"], 0.06),
        },
        shade=shade,
        theme=key.theme,
    )


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """The colour `one` with a `share` of `other` in it."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
