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
        signins.recovery_undone(writer, 5)
        signins.recovery_kept(writer, "u")
        signins.leftover_removed(writer, "Lun Hylle")
        signins.older_file_found(writer, 12, 8)
        signins.backup_made(writer, "here")
        signins.backup_tested(writer, 4)
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
        ("recovery_undone", {}),
        ("recovery_kept", {}),
        ("leftover_removed", {"name": "Lun Hylle"}),
        ("older_file_found", {"expected": 12, "found": 8}),
        ("backup_made", {"where": "here"}),
        ("backup_tested", {"made_at": 4}),
        ("restored", {"made_at": 5}),
    ]


def test_a_sheet_is_unkept_until_somebody_says_where_it_is(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        signins.recovery_renewed(writer, "u")
        made = writer.now
        assert signins.recovery_unkept(writer)
        # The sheet that goes on counting was itself never laid in the safe.
        signins.recovery_undone(writer, made)
        assert signins.recovery_unkept(writer)
        signins.recovery_undone(writer, made - 1)
        assert not signins.recovery_unkept(writer)
        signins.recovery_renewed(writer, "u")
        signins.recovery_kept(writer, "u")
        assert not signins.recovery_unkept(writer)


def test_no_failed_tries_leave_no_line(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        signins.failed(writer, "u", ())
    assert database.head().seq == 0
