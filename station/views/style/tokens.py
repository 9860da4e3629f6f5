"""The design tokens as plain data: colours, type sizes and the 4 px grid."""

from dataclasses import dataclass
from typing import Final

GRID: Final = 4
"""Every distance is a multiple of this many pixels at 100 %."""

TYPE: Final[dict[str, tuple[float, str]]] = {
    "small": (12.0, "regular"),
    "small-strong": (12.0, "semibold"),
    "body": (13.5, "regular"),
    "muted": (13.5, "regular"),
    "strong": (13.5, "semibold"),
    "error": (13.5, "semibold"),
    "subheading": (16.0, "semibold"),
    "heading": (20.0, "bold"),
    "display": (28.0, "bold"),
    "code": (20.0, "semibold"),
    "disc": (12.0, "semibold"),
    "disc-chosen": (12.0, "semibold"),
    "person": (13.5, "regular"),
    "person-chosen": (13.5, "semibold"),
}
"""Size in pixels at 100 % and weight, for each role a text can have."""


@dataclass(frozen=True, slots=True)
class ZoneColours:
    """The three colours of one zone: ink for shape and text, fill behind, edge around."""

    ink: str
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one appearance, as #rrggbb."""

    name: str
    surface: str
    ground: str
    raised: str
    line: str
    control_line: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    danger: str
    focus: str
    zones: dict[str, ZoneColours]


_SLATE_LIGHT = ZoneColours("#44535e", "#eef1f3", "#5d6d78")

LIGHT: Final = Palette(
    name="light",
    surface="#ffffff",
    ground="#f5f7f7",
    raised="#f5f7f7",
    line="#dde3e6",
    control_line="#7f8f98",
    ink="#16232b",
    muted="#586870",
    accent="#0b6e75",
    on_accent="#ffffff",
    accent_hover="#095a60",
    accent_soft="#e3f1f1",
    danger="#b3261e",
    focus="#0b6e75",
    zones={
        "red": ZoneColours("#b3261e", "#fbe9e7", "#b3261e"),
        "yellow": ZoneColours("#855000", "#fff1d6", "#8a5300"),
        "unknown": ZoneColours("#44535e", "#e4e8eb", "#5d6d78"),
        "missing": ZoneColours("#44535e", "#ffffff", "#44535e"),
        "pause": _SLATE_LIGHT,
        "green": ZoneColours("#1f6b3a", "#e5f3e9", "#1f6b3a"),
    },
)

DARK: Final = Palette(
    name="dark",
    surface="#182227",
    ground="#10181c",
    raised="#202c32",
    line="#2e3c43",
    control_line="#71838c",
    ink="#e8eef0",
    muted="#a3b3bb",
    accent="#5cc4c9",
    on_accent="#06282b",
    accent_hover="#7ad3d7",
    accent_soft="#17393c",
    danger="#ff9d94",
    focus="#5cc4c9",
    zones={
        "red": ZoneColours("#ff9d94", "#431c1a", "#e0766c"),
        "yellow": ZoneColours("#f6c667", "#3a2c0c", "#c99a3c"),
        "unknown": ZoneColours("#c0ccd2", "#2a363c", "#8496a0"),
        "missing": ZoneColours("#c0ccd2", "#182227", "#a3b3bb"),
        "pause": ZoneColours("#c0ccd2", "#26323a", "#8496a0"),
        "green": ZoneColours("#86d6a1", "#12301d", "#55a873"),
    },
)

CONTRAST: Final = Palette(
    name="contrast",
    surface="#000000",
    ground="#000000",
    raised="#000000",
    line="#ffffff",
    control_line="#ffffff",
    ink="#ffffff",
    muted="#ffffff",
    accent="#ffff00",
    on_accent="#000000",
    accent_hover="#ffffff",
    accent_soft="#1a1a00",
    danger="#ff9d94",
    focus="#00ffff",
    zones={
        "red": ZoneColours("#ff9d94", "#000000", "#ff9d94"),
        "yellow": ZoneColours("#ffd75e", "#000000", "#ffd75e"),
        "unknown": ZoneColours("#ffffff", "#000000", "#ffffff"),
        "missing": ZoneColours("#ffffff", "#000000", "#ffffff"),
        "pause": ZoneColours("#ffffff", "#000000", "#ffffff"),
        "green": ZoneColours("#8dffb0", "#000000", "#8dffb0"),
    },
)

PALETTES: Final = {palette.name: palette for palette in (LIGHT, DARK, CONTRAST)}


@dataclass(frozen=True, slots=True)
class Theme:
    """One appearance at one size: a palette and how much larger than 100 % all is drawn."""

    palette: Palette = LIGHT
    scale: float = 1.0

    def px(self, units: float) -> int:
        """Grid units (4 px each at 100 %) in whole pixels at this scale."""
        return round(units * GRID * self.scale)

    def size(self, role: str) -> int:
        """Pixel height of the text role at this scale, at least one pixel."""
        return max(1, round(TYPE[role][0] * self.scale))


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio (1 to 21) between two #rrggbb colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
