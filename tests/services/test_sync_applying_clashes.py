"""What cannot stand beside what is here is looked at by a person."""

from tests.services.stations import Place, Server, exchange, resource
from tests.services.sync_cases import PATIENT, add_device, lend


def test_two_devices_or_loans_that_want_the_same_are_looked_at(both: tuple[Place, Place]) -> None:
    north, south = both
    device = add_device(north, label="P-1")
    exchange(north, south)
    lend(north, device)
    lend(south, device)
    add_device(north, serial="A 1", serial_key="A1", address="aa")
    add_device(south, serial="A1", serial_key="A1", address="aa")
    exchange(north, south)
    reasons = sorted(str(each[2]) for each in south.conflicts())
    assert reasons == ["twice", "two_loans"]
    assert south.rows("SELECT count(*) FROM loans") == [(1,)]
    waiting = south.rows("SELECT reason_code FROM sync_inbox WHERE state = 'waiting'")
    assert sorted(waiting) == [("twice",), ("two_loans",)]
    # Once the one here is over, the other comes by itself.
    south.write("UPDATE loans SET ended_at = 9, ended_by = 'u'")
    exchange(north, south)
    assert south.rows("SELECT count(*) FROM loans") == [(2,)]
    assert [each[2] for each in south.conflicts()] == ["twice"]


def test_two_files_that_the_server_made_one_are_looked_at(
    both: tuple[Place, Place], server: Server
) -> None:
    north, _ = both
    fields = north.one("patients", PATIENT) or {}
    link = {"type": "replaced-by", "other": {"reference": "Patient/" + "b" * 8 + "-" + "b" * 24}}
    server.force(resource("patients", PATIENT, fields, link=["?", {"type": "seealso"}, link]))
    north.fetch()
    assert [each[2] for each in north.conflicts()] == ["merged"]
