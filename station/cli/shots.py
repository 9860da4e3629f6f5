"""What is to be pictured: each view and state by name, and how to get there."""

from typing import Final

from station.cli.scene import BACK, RED, YELLOW, Scene, Shot
from station.cli.shots_equipment import EQUIPMENT
from station.cli.shots_forms import ANSWERS, BUILDER
from station.cli.shots_plans import CRISIS, MEETING, PAPER, TEMPLATES, WAYS, WORKSHOP
from station.cli.shots_prints import MOVING, PRINTS, WHY
from station.cli.shots_store import ENDING, HANDING_OUT, LISTS, OVERVIEW, PREPARING
from station.cli.shots_sync import AWAY, DIFFERS, STICK, SYNC, WELL
from station.cli.shots_visits import VISITS

NEW_PASSWORD = "en ny dag i fjellet"  # noqa: S105  (of an invented person)

_FIRST_START: Final = (
    Shot("firststart-1-municipality", (("wait", "municipality"),)),
    Shot(
        "firststart-2-hours",
        (
            ("write", "municipality", "Fjellsund kommune"),
            ("write", "phone", "68050100"),
            ("press", "next"),
        ),
    ),
    Shot(
        "firststart-3-you",
        (
            ("press", "next"),
            ("write", "name", RED),
            ("write", "new_password", NEW_PASSWORD),
            ("write", "new_password_again", NEW_PASSWORD),
        ),
    ),
    Shot("firststart-4-sheet", (("press", "next"), ("wait", "code_0"))),
)
_DOOR: Final = (
    Shot("signin", (("wait", "people"),)),
    Shot(
        "signin-wrong",
        (("press", "{person}"), ("write", "password", "feil passord her"), ("press", "enter")),
    ),
    Shot("signin-recovery", (("press", "forgotten"),)),
)
_TODAY: Final = (
    Shot("today-list", (("press", "rail_today"), ("wait", "worklist"))),
    Shot("today-red", (("pick", "worklist", RED), ("wait", "card_head"))),
    Shot("card-trend-90", (("press", "period_90"),)),
    Shot("card-table", (("press", "trend_switch"),)),
    Shot("today-call", (("press", "trend_switch"), ("press", "period_30"), ("press", "act_call"))),
    Shot("today-gp", (("press", "handling_cancel"), ("press", "act_gp"))),
    Shot("today-closing", (("press", "handling_cancel"), ("press", "act_close"))),
    Shot("today-closing-refused", (("press", "handling_save"),)),
    Shot(
        "today-yellow",
        (("press", "handling_cancel"), ("maybe", BACK), ("pick", "worklist", YELLOW)),
    ),
    Shot("today-snooze", (("press", "act_snooze"),)),
    Shot("today-pause", (("press", "rest_cancel"), ("press", "act_pause"))),
    Shot(
        "today-rests",
        (
            ("press", "rest_cancel"),
            ("press", "act_snooze"),
            ("write", "rest_reason", "Kortisonkur til mandag"),
            ("press", "rest_save"),
            ("press", "act_closer"),
            ("write", "rest_reason", "Ny behandling"),
            ("press", "rest_save"),
        ),
    ),
    Shot("today-acknowledge", (("maybe", BACK), ("press", "open_acknowledge"))),
    Shot("today-held-back", (("press", "acknowledge_close"), ("press", "open_held_back"))),
    Shot("today-figures", (("press", "held_back_close"), ("press", "open_figures"))),
    Shot(
        "today-acknowledged",
        (("press", "figures_close"), ("press", "open_acknowledge"), ("press", "acknowledge_now")),
    ),
    Shot("today-filtered", (("maybe", BACK), ("press", "count_missing"))),
)
_OPENED: Final = (
    ("maybe", "cancel_small"),
    ("maybe", BACK),
    ("pick", "patient_list", RED),
    ("wait", "facts_head"),
)
"""A patient's facts with nothing open in them."""
_PATIENTS: Final = (
    Shot("patients-list", (("press", "rail_patients"), ("wait", "patient_list"))),
    Shot("patients-card", (("pick", "patient_list", RED), ("wait", "facts_head"))),
    Shot("patients-status", (("press", "facts_status"),)),
    Shot("patients-consent", (*_OPENED, ("press", "facts_consent"))),
    Shot("patients-links", (*_OPENED, ("press", "facts_links"))),
    Shot("patients-relative", (*_OPENED, ("press", "facts_relative"))),
    Shot("patients-access", (*_OPENED, ("press", "facts_access"), ("wait", "access_panel"))),
    Shot("patients-register", (("maybe", BACK), ("press", "new_patient"))),
    Shot(
        "patients-near-match",
        (
            ("write", "patient_given_name", "Rask"),
            ("write", "patient_family_name", "Elg"),
            ("write", "patient_birth_date", "14.03.1948"),
            ("wait", "none_of_these"),
        ),
    ),
    Shot("patients-left", (("press", "cancel_patient"),)),
)
_PLANS: Final = (
    Shot("plans-list", (("press", "rail_plans"), ("wait", "plan_list"))),
    Shot("plan-overview", (("pick", "plan_list", RED), ("wait", "plan_overview"))),
    Shot("plan-preview", (("press", "see_print"), ("wait", "print_pages"))),
    Shot(
        "plan-editor",
        (("press", "leave_print"), ("press", "next_version"), ("wait", "plan_editor")),
    ),
    Shot("plan-approve", (("press", "approve"), ("wait", "approval_form"))),
    Shot(
        "plan-compare",
        (
            ("press", "leave_approval"),
            ("press", "leave_draft"),
            ("choose", "compare_with", "2"),
            ("wait", "plan_compare"),
        ),
    ),
)
_READINGS: Final = (
    Shot(
        "readings-form",
        (
            ("press", "rail_today"),
            ("maybe", BACK),
            ("press", "count_missing"),
            ("pick", "worklist", RED),
            ("wait", "card_head"),
            ("press", "new_reading"),
            ("wait", "reading_value1"),
        ),
    ),
    Shot(
        "readings-question",
        (("write", "reading_value1", "62"), ("press", "save_reading"), ("wait", "question_no")),
    ),
)
_INBOX: Final = (
    Shot("inbox-empty", (("press", "rail_inbox"), ("wait", "import_path"))),
    Shot(
        "import-preview",
        (("write", "import_path", "{file}"), ("enter", "import_path"), ("wait", "import_rows")),
    ),
    Shot("import-people", (("press", "import_read"), ("wait", "import_store"))),
    Shot("import-report", (("press", "import_store"), ("wait", "report_numbers"))),
    Shot("quarantine", (("press", "report_quarantine"), ("wait", "held_list"))),
)
_FOUND: Final = (Shot("search", (("wait", "worklist"), ("write", "search", "elg"))),)
_SECTIONS: Final = (
    "municipality",
    "people",
    "templates",
    "forms",
    "look",
    "locks",
    "safety",
    "central",
    "channels",
    "log",
)
_SETTINGS: Final = (
    Shot("settings", (("press", "rail_settings"), ("wait", "settings_sections"))),
    *(
        Shot(
            f"settings-{name}", (("row", "settings_sections", str(at)), ("wait", f"section_{name}"))
        )
        for at, name in enumerate(_SECTIONS)
    ),
)

SCENES: Final[tuple[Scene, ...]] = (
    Scene("new", _FIRST_START, let_in=False),
    Scene("taken", (Shot("refusal", (("wait", "refusal"),)),), let_in=False),
    Scene("town", _DOOR, let_in=False),
    Scene("town", (*_TODAY, *_PATIENTS, *_READINGS)),
    Scene("town", _PLANS),
    Scene("town", WAYS),
    Scene("town", MEETING),
    Scene("town", CRISIS),
    Scene("town", WORKSHOP),
    Scene("town", PAPER),
    Scene("town", TEMPLATES),
    Scene("town", ANSWERS),
    Scene("town", BUILDER),
    Scene("town", EQUIPMENT),
    Scene("town", PREPARING),
    Scene("town", HANDING_OUT),
    Scene("town", OVERVIEW),
    Scene("town", LISTS),
    Scene("town", ENDING),
    Scene("town", VISITS),
    Scene("town", PRINTS),
    Scene("town", WHY),
    Scene("town", MOVING),
    Scene("town", _FOUND),
    Scene("town", _INBOX),
    Scene("town", _SETTINGS),
    Scene("office", SYNC),
    Scene("shared-well", WELL),
    Scene("shared-away", AWAY),
    Scene("shared-differs", DIFFERS),
    Scene("shared-stick", STICK),
    Scene("town", (Shot("locked", (("press", "lock"), ("wait", "signin"))),)),
    Scene("office", (Shot("today-empty", (("wait", "page_today"),)),)),
    Scene("town", (Shot("today-dark", _TODAY[1].steps),), appearance="dark"),
)
"""All that is pictured, in order."""
