"""What cannot stand beside what is here is looked at by a person."""

import pytest

from tests.services.conflict_desk import choose
from tests.services.stations import Place, Server, exchange, resource
from tests.services.sync_cases import PATIENT, add, add_device, add_patient, change, lend


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


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_what_is_said_of_a_file_that_was_made_one_elsewhere_goes_on_coming(
    both: tuple[Place, Place], server: Server, side: str
) -> None:
    north, _ = both
    add_patient(north, "b" * 32, given_name="Rask", family_name="Elg")
    fields = north.one("patients", PATIENT) or {}
    link = [{"type": "replaced-by", "other": {"reference": "Patient/" + "b" * 32}}]

    def says(**more: object) -> list[tuple[object, ...]]:
        server.force(resource("patients", PATIENT, {**fields, **more}, link=link))
        north.fetch()
        return [each[2:] for each in north.conflicts()]

    def phone() -> object:
        return (north.one("patients", PATIENT) or {})["phone"]

    # Also while the question is open, and it is asked once.
    asked = [("merged", '["replaced_by"]')]
    assert (says(phone="68050001"), phone()) == (asked, "68050001")
    assert (says(phone="68050002"), phone()) == (asked, "68050002")
    # Another difference comes first, and the question after it.
    change(north, "patients", PATIENT, phone="68050003")
    assert says(phone="68050004") == [("both_changed", '["phone"]')]
    choose(north, "theirs")
    assert (says(phone="68050004"), phone()) == (asked, "68050004")
    choose(north, side)
    # It was answered: nothing is asked any more, and all that is said comes.
    assert (says(phone="68050005"), phone()) == ([], "68050005")


def test_a_loan_that_is_over_comes_though_the_device_can_be_lent_to_nobody_now(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    device = add_device(north)
    lend(north, device)
    north.write("UPDATE loans SET ended_at = 9, ended_by = 'u'")
    north.write("UPDATE devices SET state = 'cleaning'")
    exchange(north, south)
    assert south.rows("SELECT ended_at FROM loans") == [(9,)]


def test_the_same_version_of_a_form_is_no_difference(both: tuple[Place, Place]) -> None:
    for place, name in zip(both, ("a", "b"), strict=True):
        add(
            place, "form_versions", id=name * 32, code="esas_r", version=1, status="in_use",
            content="{}", content_hash="h", created_at=1, created_by="u",
        )  # fmt: skip
    exchange(*both)
    for place in both:
        assert place.conflicts() == []
        assert place.rows("SELECT count(*) FROM form_versions") == [(1,)]
        assert place.rows("SELECT 1 FROM sync_inbox WHERE state IN ('waiting', 'held')") == []
