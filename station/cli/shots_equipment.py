"""What is to be pictured of equipment: what there is, pairing, measuring, and the lent tablet."""

from typing import Final

from station.cli.scene import BACK, RED, Shot, Step

_METER, _TABLET, _STORED = "Oksymeter 1", "Nettbrett 1", "Termometer 1"
"""Devices of the training municipality: one lent with a history, the tablet, one in the store."""
_LIST: Final[tuple[Step, ...]] = (
    ("press", "rail_equipment"),
    ("maybe", "cancel_small"),
    ("maybe", BACK),
    ("wait", "equipment_list"),
)


def _open(name: str) -> tuple[Step, ...]:
    """The steps to the card of a device."""
    return (*_LIST, ("pick", "equipment_list", name), ("wait", "device_panel"))


EQUIPMENT: Final = (
    Shot("equipment-list", _LIST),
    Shot("equipment-card", _open(_METER)),
    Shot("equipment-back", (("press", "device_back"), ("wait", "back_form"))),
    Shot("equipment-lend", (*_open(_STORED), ("press", "device_lend"), ("wait", "lend_form"))),
    Shot("equipment-new", (*_LIST, ("press", "new_device"), ("wait", "device_form"))),
    Shot(
        "pairing",
        (
            *_LIST,
            ("press", "pair_device"),
            ("wait", "page_pair_device"),
            ("wait", "pair_choose"),
            ("choose", "pair_model", "accu_chek_guide"),
        ),
    ),
    Shot(
        "measuring",
        (
            ("press", "rail_today"),
            ("pick", "worklist", RED),
            ("wait", "card_head"),
            ("press", "open_measure"),
            ("wait", "page_measure_now"),
            ("wait", "measure_choose"),
        ),
    ),
    Shot(
        "tablet",
        (*_open(_TABLET), ("press", "device_tablet"), ("wait", "page_hand_out_tablet")),
    ),
    Shot("tablet-code", (("press", "tablet_hand_out"), ("wait", "tablet_code"))),
    Shot("tablet-cancelled", (("press", "tablet_cancel"), ("wait", "tablet_state"))),
)
