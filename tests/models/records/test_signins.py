"""What happens at the door leaves its lines."""

import json

from station.models.database import Actor, Database
from station.models.records import signins


def test_each_event_has_its_line(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        signins.failed(writer, "u", (7, 9))
        signins.signed_in(writer, "u")
        signins.left(writer, "u", "locked")
        signins.recovered(writer, "u")
        signins.password_changed(writer, "u")
        signins.recovery_renewed(writer, "u")
        signins.older_file_found(writer, 12, 8)
        signins.backup_made(writer, "here")
        signins.restored(writer, 5)
    with database.read() as reader:
        rows = reader.raw("SELECT action, details FROM audit ORDER BY seq")
    assert [(action, json.loads(details)) for action, details in rows] == [
        ("sign_in_failed", {"at": 7}),
        ("sign_in_failed", {"at": 9}),
        ("signed_in", {}),
        ("locked", {}),
        ("recovered", {}),
        ("password_changed", {}),
        ("recovery_renewed", {}),
        ("older_file_found", {"expected": 12, "found": 8}),
        ("backup_made", {"where": "here"}),
        ("restored", {"made_at": 5}),
    ]


def test_no_failed_tries_leave_no_line(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        signins.failed(writer, "u", ())
    assert database.head().seq == 0
