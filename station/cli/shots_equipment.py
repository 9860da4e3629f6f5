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


def _more(name: str) -> tuple[Step, ...]:
    """The steps to a form that is behind «More» on the card that is open."""
    return (("press", "open_more"), ("press", name))


EQUIPMENT: Final = (
    Shot("equipment-list", _LIST),
    Shot("equipment-card", _open(_METER)),
    Shot("equipment-more", (("press", "open_more"), ("wait", "more"))),
    Shot("equipment-lost", (("press", "device_lost_loan"), ("wait", "move_form"))),
    Shot("equipment-card-store", _open(_STORED)),
    Shot("equipment-reserve", (*_more("device_reserve"), ("wait", "reserve_form"))),
    Shot("equipment-kit", (("press", "cancel_small"), *_more("device_kit"), ("wait", "kit_form"))),
    Shot("equipment-new", (*_LIST, ("press", "new_device"), ("wait", "device_form"))),
    Shot(
        "take-back",
        (
            *_open(_METER),
            ("press", "device_take_back"),
            ("wait", "page_take_back"),
            ("wait", "taking_in"),
        ),
    ),
    Shot("take-back-inspect", (("press", "take_in"), ("wait", "step_complete"))),
    Shot("take-back-refused", (("press", "to_in_store"), ("wait", "inspect_refused"))),
    Shot("take-back-why", (("press", "no_undamaged"), ("wait", "step_why"))),
    Shot(
        "take-back-repair",
        (
            ("write", "step_note", "Sprekk i glasset"),
            ("press", "step_say"),
            ("press", "to_repair"),
            ("wait", "sent"),
        ),
    ),
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
    Shot(
        "equipment-unknown-label",
        (
            *_LIST,
            ("write", "equipment_search", "ST-99999-1"),
            ("enter", "equipment_search"),
            ("wait", "scan_unknown"),
        ),
    ),
)
