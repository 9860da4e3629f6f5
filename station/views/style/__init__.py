"""The look: tokens, style sheet, and ready widgets; screens build from these only."""

from station.views.style.controls import (
    Button,
    Chip,
    Field,
    button,
    check,
    choice,
    field,
    keys,
    note_input,
    text_input,
)
from station.views.style.flow import FlowLayout
from station.views.style.frames import (
    Banner,
    Card,
    EmptyState,
    IconMark,
    StateView,
    rule,
    scrolled,
)
from station.views.style.text import ElidedLabel, Label, heading, hint, label, restyle
from station.views.style.theme import apply, choose, colour, current, font
from station.views.style.tokens import Theme
from station.views.style.zones import ZONES, ZoneBadge, paint_badge, paint_shape, zone_word

__all__ = [
    "ZONES",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FlowLayout",
    "IconMark",
    "Label",
    "StateView",
    "Theme",
    "ZoneBadge",
    "apply",
    "button",
    "check",
    "choice",
    "choose",
    "colour",
    "current",
    "field",
    "font",
    "heading",
    "hint",
    "keys",
    "label",
    "note_input",
    "paint_badge",
    "paint_shape",
    "restyle",
    "rule",
    "scrolled",
    "text_input",
    "zone_word",
]
