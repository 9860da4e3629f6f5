"""The look: tokens, style sheet, and ready widgets; screens build from these only.

A name is loaded when it is first used: the sign-in screen is painted with a few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from station.views.style.controls import Button as Button
    from station.views.style.controls import Chip as Chip
    from station.views.style.controls import Field as Field
    from station.views.style.controls import button as button
    from station.views.style.controls import field as field
    from station.views.style.controls import keys as keys
    from station.views.style.controls import text_input as text_input
    from station.views.style.flow import FlowLayout as FlowLayout
    from station.views.style.frames import Banner as Banner
    from station.views.style.frames import Card as Card
    from station.views.style.frames import IconMark as IconMark
    from station.views.style.frames import rule as rule
    from station.views.style.frames import scrolled as scrolled
    from station.views.style.inputs import check as check
    from station.views.style.inputs import choice as choice
    from station.views.style.inputs import note_input as note_input
    from station.views.style.panes import Panes as Panes
    from station.views.style.states import EmptyState as EmptyState
    from station.views.style.states import StateView as StateView
    from station.views.style.text import ElidedLabel as ElidedLabel
    from station.views.style.text import Label as Label
    from station.views.style.text import appear as appear
    from station.views.style.text import heading as heading
    from station.views.style.text import hint as hint
    from station.views.style.text import label as label
    from station.views.style.text import line_height as line_height
    from station.views.style.text import restyle as restyle
    from station.views.style.theme import apply as apply
    from station.views.style.theme import choose as choose
    from station.views.style.theme import colour as colour
    from station.views.style.theme import current as current
    from station.views.style.theme import dress as dress
    from station.views.style.theme import font as font
    from station.views.style.tokens import Theme as Theme
    from station.views.style.zones import ZONES as ZONES
    from station.views.style.zones import ZoneBadge as ZoneBadge
    from station.views.style.zones import paint_badge as paint_badge
    from station.views.style.zones import paint_shape as paint_shape
    from station.views.style.zones import zone_word as zone_word

_HOMES = {
    "controls": ("Button", "Chip", "Field", "button", "field", "keys", "text_input"),
    "flow": ("FlowLayout",),
    "frames": ("Banner", "Card", "IconMark", "rule", "scrolled"),
    "inputs": ("check", "choice", "note_input"),
    "panes": ("Panes",),
    "states": ("EmptyState", "StateView"),
    "text": (
        "ElidedLabel",
        "Label",
        "appear",
        "heading",
        "hint",
        "label",
        "line_height",
        "restyle",
    ),
    "theme": ("apply", "choose", "colour", "current", "dress", "font"),
    "tokens": ("Theme",),
    "zones": ("ZONES", "ZoneBadge", "paint_badge", "paint_shape", "zone_word"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

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
    "Panes",
    "StateView",
    "Theme",
    "ZoneBadge",
    "appear",
    "apply",
    "button",
    "check",
    "choice",
    "choose",
    "colour",
    "current",
    "dress",
    "field",
    "font",
    "heading",
    "hint",
    "keys",
    "label",
    "line_height",
    "note_input",
    "paint_badge",
    "paint_shape",
    "restyle",
    "rule",
    "scrolled",
    "text_input",
    "zone_word",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever is called so)
    """The widget or function called so, from the module where it lives."""
    if name not in _HOME_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
