"""Every action of the log has words, in every language."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import station
from station.core.i18n import speaking
from station.models.queries.audit import Line
from station.services.office.access_words import ACTION_WORDS, SUBJECT_WORDS
from station.services.office.log_words import OFFICE_WORDS, log_words

STAFF = {"u": "Stille Brygge"}


def line(action: str, subject: str = "", kind: str = "user", **details: object) -> Line:
    return Line(1, 0, "x", "Rask Elg", action, kind, subject, None, dict(details))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line("signed_in"), "Signed in"),
        (line("user_added", "u", name="Lun Bro", role="leader"), "Gave access to Lun Bro (Leader)"),
        (line("user_deactivated", "u"), "Took away the access of Stille Brygge"),
        (line("backup_made", where="sealed"), "Made a sealed copy that may leave the house"),
        (line("backup_made"), "Made a backup on this PC"),
        (line("setting_changed", "profile"), "Changed a setting: the municipality's profile"),
        (line("setting_changed", "new_one"), "Changed a setting: new_one"),
        (line("patient_opened", kind="patient"), "Opened the patient's file"),
        (line("unheard_of", kind="alert"), "Worked with an alert"),
    ],
)
def test_a_line_in_plain_words(row: Line, said: str) -> None:
    assert log_words(row, STAFF) == said


def test_in_norwegian_a_role_is_named_too() -> None:
    with speaking("nb"):
        assert log_words(line("signed_in"), STAFF) == "Logget inn"


def test_no_action_that_a_service_writes_is_without_words() -> None:
    written = re.compile(r'\.audit\(\s*"([a-z_]+)",\s*"([a-z_]+)"')
    sources = Path(station.__file__).parent.rglob("*.py")
    found = [pair for path in sources for pair in written.findall(path.read_text("utf-8"))]
    assert len(found) > 20
    known: Mapping[str, str] = {**OFFICE_WORDS, **ACTION_WORDS}
    special = {"setting_changed", "backup_made"}
    assert [
        (action, kind)
        for action, kind in found
        if action not in known and action not in special and kind not in SUBJECT_WORDS
    ] == []
