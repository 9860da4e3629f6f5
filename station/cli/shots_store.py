"""What is to be pictured of the store: making ready, handing out, lists, labels, what there is."""

from typing import Final

from station.cli.scene import BACK, RED, Shot, Step

_LIST: Final[tuple[Step, ...]] = (
    ("press", "rail_equipment"),
    ("maybe", "cancel_small"),
    ("maybe", BACK),
    ("wait", "equipment_list"),
)
_STEPS: Final = ("charged", "wiped", "clock_set", "test_reading", "clean")
"""What is gone over before an oximeter is lent."""


def _preparing(device: str) -> tuple[Step, ...]:
    """The steps to the card of a device whose making ready has begun."""
    begun = (("pick", "equipment_list", device), ("wait", "device_panel"))
    return (*_LIST, *begun, ("press", "device_prepare"), ("wait", "preparing"))


PREPARING: Final = (
    Shot("preparing", (*_preparing("Oksymeter 4"), ("press", "yes_charged"))),
    Shot("preparing-why", (("press", "no_clock_set"), ("wait", "step_why"))),
    Shot(
        "preparing-done",
        (
            ("press", "step_leave"),
            *((("press", f"yes_{step}")) for step in _STEPS[1:]),
            ("wait", "device_ready"),
        ),
    ),
    Shot("preparing-ready", (("press", "device_ready"), ("wait", "device_hand_out"))),
)
HANDING_OUT: Final = (
    Shot(
        "hand-out",
        (*_LIST, ("press", "to_hand_out"), ("wait", "page_hand_out"), ("wait", "hand_out")),
    ),
    Shot(
        "hand-out-missing",
        (
            ("write", "pick_patient", "Myk Sky"),
            ("press", "pick_hit"),
            ("write", "handout_scan", "Oksymeter 4"),
            ("enter", "handout_scan"),
            ("wait", "with_also"),
        ),
    ),
    Shot(
        "hand-out-filled",
        (
            ("press", "handout_remove"),
            ("press", "who_other"),
            ("write", "pick_patient", RED),
            ("press", "pick_hit"),
            ("write", "handout_scan", "Nettbrett 2"),
            ("enter", "handout_scan"),
            ("wait", "with_charger"),
            ("press", "with_charger"),
            ("choose", "home_wifi", "good"),
            ("choose", "home_mobile", "weak"),
            ("write", "handout_due", "31.03.2027"),
            ("press", "add_training"),
        ),
    ),
    Shot("hand-out-done", (("press", "hand_out"), ("wait", "print_pages"))),
    Shot(
        "hand-out-own",
        (
            ("press", "done_another"),
            ("write", "pick_patient", RED),
            ("press", "pick_hit"),
            ("press", "own_device"),
            ("wait", "own_name"),
        ),
    ),
    Shot(
        "hand-out-place",
        (
            ("press", "cancel_small"),
            ("choose", "borrower_kind", "institution"),
            ("press", "new_place"),
            ("wait", "place_kind"),
        ),
    ),
)
OVERVIEW: Final = (
    Shot(
        "overview",
        (
            *_LIST,
            ("press", "to_equipment_overview"),
            ("wait", "page_equipment_overview"),
            ("wait", "overview_glance"),
        ),
    ),
    Shot("overview-behind", (("row", "overview_numbers", "1"), ("enter", "overview_numbers"))),
    Shot("overview-forecast", (("press", "tab_forecast"), ("wait", "forecast_weeks"))),
    Shot("overview-cases", (("press", "tab_cases"), ("wait", "case_list"))),
    Shot("overview-case-new", (("press", "new_case"), ("wait", "case_what"))),
    Shot(
        "overview-case",
        (
            ("write", "case_device", "Vekt 1"),
            ("write", "case_what", "Slår seg ikke på"),
            ("press", "save_small"),
            ("wait", "case_close"),
        ),
    ),
    Shot("overview-case-close", (("press", "case_close"), ("wait", "close_done"))),
    Shot("overview-licences", (("press", "tab_licences"), ("wait", "licence_list"))),
    Shot("overview-licence", (("row", "licence_list", "1"), ("enter", "licence_list"))),
    Shot("overview-licence-new", (("press", "new_licence"), ("wait", "licence_period"))),
    Shot("overview-export", (("press", "tab_export"), ("wait", "export_rows"))),
)
LISTS: Final = (
    Shot(
        "equipment-import",
        (
            *_LIST,
            ("press", "to_equipment_import"),
            ("wait", "page_equipment_import"),
            ("wait", "list_drop"),
        ),
    ),
    Shot(
        "equipment-import-preview",
        (("write", "list_path", "{list}"), ("enter", "list_path"), ("wait", "list_rows")),
    ),
    Shot("equipment-import-done", (("press", "list_take_in"), ("wait", "save_list_report"))),
    Shot(
        "labels",
        (
            ("press", "to_labels"),
            ("wait", "page_labels"),
            ("press", "labels_all"),
            ("wait", "print_pages"),
        ),
    ),
    Shot("labels-bars", (("choose", "labels_code", "1"), ("wait", "print_pages"))),
)
ENDING: Final = (
    Shot(
        "ending",
        (
            ("press", "rail_patients"),
            ("maybe", BACK),
            ("pick", "patient_list", RED),
            ("wait", "facts_head"),
            ("press", "facts_status"),
            ("choose", "status_after", "ended"),
            ("write", "status_reason", "Flyttet på sykehjem"),
            ("press", "set_status"),
            ("maybe", "facts_status"),
            ("wait", "ending_card"),
            ("show", "ending_card"),
        ),
    ),
)
