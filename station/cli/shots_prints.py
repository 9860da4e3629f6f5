"""What is to be pictured of prints, of why an alert came, and of a reading on its way elsewhere."""

from typing import Final

from station.cli.scene import RED, Shot, Step

_PAPERS: Final = (
    "gp",
    "hospital",
    "measuring",
    "plan",
    "plan-large",
    "plan-easy",
    "daylist",
    "measuring-anybody",
)
"""As they stand in the list of prints for somebody with a plan."""
_CARD: Final[tuple[Step, ...]] = (
    ("press", "rail_today"),
    ("pick", "worklist", RED),
    ("wait", "card_head"),
)

PRINTS: Final = (
    Shot("prints", (*_CARD, ("press", "open_prints"), ("wait", "page_prints"))),
    *(
        Shot(f"prints-{name}", (("row", "print_choices", str(at)),))
        for at, name in enumerate(_PAPERS)
    ),
)
WHY: Final = (
    Shot("why", (*_CARD, ("press", "alert_why"), ("wait", "page_why"), ("wait", "why_head"))),
)
MOVING: Final = (
    Shot("reading-tools", (*_CARD, ("press", "alert_reading"), ("wait", "point_card"))),
    Shot("reading-move", (("press", "move_reading"), ("wait", "move_panel"))),
    Shot(
        "reading-move-found",
        (("write", "pick_patient", "Blid"), ("press", "pick_hit")),
    ),
    Shot("reading-moved", (("write", "move_reason", "navnet på apparatet"), ("press", "move_now"))),
    Shot("readings-list", (("press", "new_reading"), ("wait", "page_readings"))),
)
