"""What is to be pictured of forms: one patient's, and the service's own being written."""

from typing import Final

from station.cli.scene import Shot

ANSWERED: Final = "Sart Rogn"
_SCORES: Final = ("pain", "tiredness", "drowsiness", "nausea")

ANSWERS: Final = (
    Shot(
        "forms-list",
        (
            ("press", "rail_patients"),
            ("wait", "patient_list"),
            ("pick", "patient_list", ANSWERED),
            ("press", "facts_forms"),
            ("wait", "page_forms"),
            ("wait", "form_list"),
        ),
    ),
    Shot("forms-answering", (("choose", "which_form", "esas_r"), ("press", "fill_in"))),
    Shot(
        "forms-answering-scores",
        tuple(("write", f"answer_{code}", "4") for code in _SCORES),
    ),
    Shot("forms-answering-short", (("press", "save_answers"),)),
    Shot(
        "forms-seen",
        (
            ("press", "cancel_answers"),
            ("row", "form_list", "1"),
            ("enter", "form_list"),
            ("wait", "seen_answer"),
        ),
    ),
    Shot("forms-left-out", (("press", "exclude_answer"),)),
    Shot(
        "forms-print",
        (
            ("press", "cancel_small"),
            ("wait", "seen_answer"),
            ("press", "print_answer"),
            ("wait", "form_print"),
        ),
    ),
)
BUILDER: Final = (
    Shot(
        "builder-list",
        (
            ("press", "rail_settings"),
            ("row", "settings_sections", "3"),
            ("press", "open_forms"),
            ("wait", "page_form_builder"),
            ("row", "forms_list", "3"),
            ("wait", "form_overview"),
        ),
    ),
    Shot("builder-reading", (("press", "open_version"), ("wait", "form_editor"))),
    Shot("builder-print", (("press", "print_form"), ("wait", "form_print"))),
    Shot("builder-editing", (("press", "leave_form_print"), ("press", "new_version"))),
    Shot("builder-question", (("row", "form_parts", "2"),)),
    Shot("builder-new-question", (("press", "new_item"),)),
    Shot("builder-total", (("press", "new_total"),)),
    Shot("builder-take", (("press", "take_form"),)),
    Shot(
        "builder-new",
        (("press", "cancel_small"), ("press", "leave_form"), ("press", "new_form_button")),
    ),
)
