"""Looking at the log, checking it, and taking a list out of it leave their own lines."""

from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.records import logbook


def test_each_leaves_one_line_about_whom_it_was(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        logbook.shown(writer, None)
        logbook.shown(writer, "p")
        logbook.verified(writer)
        logbook.access_printed(writer, "p", "abc", 3)
    with database.read() as reader:
        lines = audit.newest(reader)
    assert [(line.action, line.patient_id) for line in reversed(lines)] == [
        ("log_shown", None),
        ("log_shown", "p"),
        ("log_verified", None),
        ("access_printed", "p"),
    ]
    assert lines[0].details == {"hash": "abc", "lines": 3}


def test_a_print_leaves_its_sum_its_pages_and_why_a_gp_got_it(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        logbook.report_printed(writer, "gp_summary_printed", "p", "abc", 1, "red")
        logbook.report_printed(writer, "day_list_printed", None, "def", 2, "")
    with database.read() as reader:
        day, summary = audit.newest(reader, limit=2)
    assert (summary.subject_kind, summary.subject_id, summary.patient_id) == ("patient", "p", "p")
    assert summary.details == {"hash": "abc", "pages": 1, "asked": "red"}
    assert (day.subject_kind, day.patient_id) == ("file", None)
    assert day.details == {"hash": "def", "pages": 2}
