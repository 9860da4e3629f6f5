"""What is to be pictured of plans beyond writing them: rules, ways, paper, workshop, templates."""

from typing import Final

from station.cli.scene import RED, YELLOW, Shot, Step

CRISIS_OF: Final = "Stolt Lind"


def _open(name: str) -> tuple[Step, ...]:
    """The steps to the plan of a patient."""
    return (
        ("press", "rail_plans"),
        ("wait", "plan_list"),
        ("pick", "plan_list", name),
        ("wait", "plan_overview"),
    )


WAYS: Final = (
    Shot(
        "plan-rules",
        (*_open(RED), ("press", "next_version"), ("wait", "plan_editor"), ("show", "plan_rules")),
    ),
    Shot("plan-rule-change", (("choose", "rules_add", "1"), ("show", "rule_form"))),
    Shot(
        "plan-rule-combination",
        (("press", "change_rule_0"), ("choose", "rules_add", "3"), ("show", "rule_form")),
    ),
    Shot("plan-second-diagnosis", (("press", "join_template"), ("wait", "joining_form"))),
    Shot("plan-second-conflicts", (("choose", "joining_template", "1"),)),
    Shot(
        "plan-elsewhere",
        (
            ("press", "leave_joining"),
            ("press", "leave_draft"),
            ("press", "elsewhere"),
            ("wait", "origin_form"),
        ),
    ),
    Shot("plan-elsewhere-begun", (("press", "begin_elsewhere"),)),
)
MEETING: Final = (
    Shot("plan-meeting", (*_open(YELLOW), ("press", "meeting"), ("wait", "meeting_form"))),
    Shot("plan-meeting-agreed", (("press", "meeting_agreed"),)),
    Shot("plan-meeting-short", (("press", "store_meeting"),)),
)
CRISIS: Final = (
    Shot("crisis-plan", _open(CRISIS_OF)),
    Shot("crisis-print", (("press", "see_print"), ("wait", "print_pages"))),
    Shot(
        "crisis-editor",
        (("press", "leave_print"), ("press", "next_version"), ("wait", "plan_editor")),
    ),
)
WORKSHOP: Final = (
    Shot(
        "workshop",
        (*_open(RED), ("press", "to_workshop"), ("wait", "page_workshop"), ("wait", "bench")),
    ),
    Shot("workshop-pulse", (("choose", "workshop_component", "1"),)),
    Shot("workshop-proposal", (("press", "use_1"),)),
    Shot("workshop-taken", (("press", "workshop_take"),)),
)
PAPER: Final = (
    Shot("paper-start", (("press", "rail_plans"), ("press", "to_paper"), ("wait", "page_paper"))),
    Shot("paper-unknown", (("write", "paper_code", "STN1 IKKE VAAR"), ("enter", "paper_code"))),
    Shot(
        "paper-answer",
        (
            ("press", "leave_paper"),
            *_open(RED),
            ("press", "next_version"),
            ("press", "see_print"),
            ("wait", "print_pages"),
            ("press", "save_pdf"),
            ("file", "{sheet}"),
            ("press", "leave_print"),
            ("press", "leave_draft"),
            ("press", "to_patient_paper"),
            ("press", "paper_browse"),
            ("file", "{sheet}"),
            ("wait", "paper_answer"),
        ),
    ),
    Shot("paper-changed", (("press", "verdict_changed"),)),
    Shot("paper-short", (("press", "register_paper"),)),
    Shot(
        "paper-done",
        (
            ("press", "verdict_approved"),
            ("write", "approved_by", "Lege Stille Vann"),
            ("press", "register_paper"),
            ("wait", "paper_done"),
        ),
    ),
    Shot(
        "paper-kept",
        (
            ("press", "paper_to_plan"),
            ("press", "to_patient_paper"),
            ("wait", "kept_sheets"),
        ),
    ),
    Shot("paper-kept-sheet", (("press", "show_sheet_0"), ("wait", "kept_sheet"))),
    Shot(
        "paper-again",
        (("press", "leave_sheet"), ("press", "paper_browse"), ("file", "{sheet}")),
    ),
)
TEMPLATES: Final = (
    Shot(
        "templates-list",
        (
            ("press", "rail_settings"),
            ("row", "settings_sections", "2"),
            ("press", "open_templates"),
            ("wait", "page_templates"),
            ("wait", "open_version_0"),
        ),
    ),
    Shot("templates-reading", (("press", "open_version_0"), ("wait", "template_lines"))),
    Shot(
        "templates-editing",
        (
            ("press", "leave_template"),
            ("press", "new_template_version"),
            ("wait", "template_lines"),
        ),
    ),
    Shot("templates-numbers", (("press", "turn_template"),)),
    Shot("templates-take", (("press", "take_template"), ("wait", "confirm_template"))),
)
