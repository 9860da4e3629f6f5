"""The log of one patient in plain words."""

from station.models.queries.audit import Line
from station.services.office.access_words import access_line


def line(action: str, subject: str = "patient", **details: object) -> Line:
    return Line(1, 2, "u", "Rask Elg", action, subject, "s", "p", details)


def test_says_who_in_which_role_did_what() -> None:
    said = access_line(line("patient_opened"), "nurse")
    assert (said.at, said.who, said.role, said.what) == (
        2,
        "Rask Elg",
        "Nurse",
        "Opened the patient's file",
    )
    assert access_line(line("patient_opened"), "new role").role == ""


def test_names_fields_but_knows_no_values() -> None:
    changed = line("patient_changed", fields=["phone", "gp_name", "unheard_of"])
    assert access_line(changed, "").what == "Changed: Telephone, GP"


def test_an_action_of_another_screen_is_told_by_what_it_was_done_to() -> None:
    assert access_line(line("approved", "plan_version"), "").what == (
        "Worked with the self-care plan"
    )
    assert access_line(line("unheard_of", "unheard_of"), "").what == "Worked with the file"
