"""Devices are registered once, lent to one at a time, taken back, and taken out of use."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.equipment.lending import (
    DEVICE_KINDS,
    LENT,
    RETIRED,
    NewDevice,
)
from station.services.equipment.register import DeviceState
from station.services.equipment.values import SILENT_DAYS
from station.services.measuring.measuring import ContactFacts, DeviceFacts
from tests.intaking import BENEFIT
from tests.lent import DAY, LendingOffice, lending_office

READY = DeviceState.READY
ADDRESS = "F0:00:00:00:00:01"
CODE = 4711


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends devices."""
    return lending_office(database, clock)


def test_a_device_goes_out_comes_back_and_is_retired(desk: LendingOffice) -> None:
    patient_id = desk.person()
    device_id = desk.device()
    (row,) = desk.lending.devices(desk.session)
    assert (row.state, row.state_words, row.to) == (READY, "Ready to be lent", "")
    loan_id = desk.lending.lend(desk.session, device_id, patient_id, " med veske ")
    (row,) = desk.lending.devices(desk.session)
    assert (row.state, row.to, row.patient_id) == (LENT, "Rask Elg", patient_id)
    with pytest.raises(Trouble, match="still_lent"):
        desk.lending.retire(desk.session, device_id)
    desk.lending.take_back(desk.session, loan_id, "hel")
    (loan,) = desk.lending.loans_of(desk.session, patient_id)
    assert (loan.note, loan.ended_note, loan.ended_at) == ("med veske", "hel", desk.clock.now())
    with pytest.raises(Trouble, match="loan_over"):
        desk.lending.take_back(desk.session, loan_id)
    with pytest.raises(Trouble, match="loan_over"):
        desk.lending.take_back(desk.session, "0" * 32)
    desk.lending.retire(desk.session, device_id)
    (row,) = desk.lending.devices(desk.session)
    assert (row.state, row.state_words) == (RETIRED, "Scrapped")
    for again in (
        lambda: desk.lending.retire(desk.session, device_id),
        lambda: desk.lending.lend(desk.session, device_id, patient_id),
    ):
        with pytest.raises(Trouble, match="device_retired"):
            again()


def test_a_device_is_lent_to_one_at_a_time(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person())
    other = desk.person("Bjørk")
    with pytest.raises(Trouble, match="already_lent") as refused:
        desk.lending.lend(desk.session, device_id, other)
    assert "20 Nov 2026" in refused.value.sentence()
    assert "Elg" not in refused.value.sentence()


def test_who_has_not_consented_or_is_dead_borrows_nothing(desk: LendingOffice) -> None:
    device_id = desk.device()
    without = desk.person(consent=False)
    with pytest.raises(Trouble, match="lend_needs_consent") as refused:
        desk.lending.lend(desk.session, device_id, without)
    assert "2.2" in refused.value.sentence()
    with pytest.raises(Trouble, match="patient_unknown"):
        desk.lending.lend(desk.session, device_id, "0" * 32)
    dead = desk.person("Bjørk")
    with desk.record.write(desk.session) as writer:
        writer.execute("UPDATE patients SET deceased_on = '2026-11-19' WHERE id = ?", (dead,))
        writer.audit("died_for_test", "patient", dead, dead)
    with pytest.raises(Trouble, match="patient_deceased"):
        desk.lending.lend(desk.session, device_id, dead)
    with pytest.raises(Trouble, match="device_unknown"):
        desk.lending.lend(desk.session, "0" * 32, dead)
    assert desk.rows("SELECT 1 FROM loans") == []


def test_an_address_is_one_device_among_those_in_use(desk: LendingOffice) -> None:
    new = NewDevice("scale", "", "Vekt 1", address=ADDRESS.lower())
    device_id = desk.lending.register(desk.session, new)
    with pytest.raises(Trouble, match="address_taken") as refused:
        desk.lending.register(desk.session, NewDevice("scale", "", "Vekt 2", address=ADDRESS))
    assert "Vekt 1" in refused.value.sentence()
    spare = desk.device("scale", name="Vekt 3")
    with pytest.raises(Trouble, match="address_taken"):
        desk.measuring.paired(desk.session, spare, ADDRESS, DeviceFacts())
    desk.lending.retire(desk.session, device_id)
    desk.measuring.paired(desk.session, spare, ADDRESS, DeviceFacts())
    card = desk.lending.device(desk.session, spare)
    assert (card.row.address, card.row.bonded) == (ADDRESS, True)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewDevice("toaster", "", "Rister"), "device_kind"),
        (NewDevice("scale", "", "  "), "device_unnamed"),
    ],
)
def test_what_is_not_filled_in_is_asked_for(desk: LendingOffice, new: NewDevice, code: str) -> None:
    with pytest.raises(Trouble, match=code):
        desk.lending.register(desk.session, new)


def test_what_was_written_is_changed_and_a_new_address_is_not_paired(desk: LendingOffice) -> None:
    device_id = desk.device("scale", name="Vekt 1")
    desk.measuring.paired(desk.session, device_id, ADDRESS, DeviceFacts())
    same = NewDevice("tablet", "", "Vekt 1", address=ADDRESS)
    desk.lending.change(desk.session, device_id, same)
    assert desk.lending.device(desk.session, device_id).row.bonded
    other = NewDevice("scale", "", "Vekt A", "S1", ADDRESS[:-1] + "2", "ny pute")
    desk.lending.change(desk.session, device_id, other)
    row = desk.lending.device(desk.session, device_id).row
    assert (row.kind, row.name, row.serial, row.note, row.bonded) == (
        "scale",
        "Vekt A",
        "S1",
        "ny pute",
        False,
    )
    with pytest.raises(Trouble, match="device_unknown"):
        desk.lending.device(desk.session, "0" * 32)


def test_a_tablet_comes_back_only_when_it_is_emptied_or_lost(desk: LendingOffice) -> None:
    device_id = desk.device("tablet", name="Nettbrett 1")
    loan_id = desk.lending.lend(desk.session, device_id, desk.person())
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO tablet_pairings (id, device_id, loan_id, state, offered_at, offered_by, "
            "expires_at) VALUES ('p', ?, ?, 'paired', 1, 'x', 2)",
            (device_id, loan_id),
        )
        writer.audit("paired_for_test", "device", device_id)
    with pytest.raises(Trouble, match="tablet_not_emptied"):
        desk.lending.take_back(desk.session, loan_id)
    with desk.record.write(desk.session) as writer:
        writer.execute("UPDATE tablet_pairings SET state = 'wiped'")
        writer.audit("wiped_for_test", "device", device_id)
    desk.lending.take_back(desk.session, loan_id)


def test_silence_and_a_weak_battery_are_said(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person())
    desk.clock.advance((SILENT_DAYS - 1) * DAY)
    assert desk.lending.devices(desk.session)[0].silent == ""
    desk.clock.advance(DAY)
    row = desk.lending.devices(desk.session)[0]
    assert (row.silent_days, row.silent) == (SILENT_DAYS, "Not heard from for 3 days")
    facts = ContactFacts(device_id, "fetch", 1, "complete", battery=20, clock_offset_ms=-7_200_000)
    desk.measuring.contact(desk.session, facts)
    row = desk.lending.devices(desk.session)[0]
    assert (row.silent, row.battery_low, row.silent_days) == ("", True, 0)
    assert (row.kind_words, row.clock) == ("Pulse oximeter", "")


def test_only_who_follows_patients_sees_or_lends(desk: LendingOffice) -> None:
    device_id = desk.device()
    for ask in (
        lambda: desk.lending.devices(BENEFIT),
        lambda: desk.lending.device(BENEFIT, device_id),
        lambda: desk.lending.register(BENEFIT, NewDevice("scale", "", "Vekt")),
        lambda: desk.lending.change(BENEFIT, device_id, NewDevice("scale", "", "Vekt")),
        lambda: desk.lending.lend(BENEFIT, device_id, "x"),
        lambda: desk.lending.take_back(BENEFIT, "x"),
        lambda: desk.lending.set_scale_user(BENEFIT, "x", 1, 1),
        lambda: desk.lending.retire(BENEFIT, device_id),
        lambda: desk.lending.loans_of(BENEFIT, "x"),
        lambda: desk.measuring.targets(BENEFIT),
        lambda: desk.measuring.take(BENEFIT, device_id, []),
        lambda: desk.measuring.live(BENEFIT, device_id, "x", []),
        lambda: desk.measuring.confirm(BENEFIT, device_id, "x", []),
        lambda: desk.measuring.discard(BENEFIT, device_id, "x", []),
        lambda: desk.measuring.contact(BENEFIT, ContactFacts(device_id, "fetch", 1, "lost")),
        lambda: desk.measuring.paired(BENEFIT, device_id, "", DeviceFacts()),
        lambda: desk.measuring.facts(BENEFIT, device_id, DeviceFacts()),
    ):
        with pytest.raises(Trouble, match="not_allowed"):
            ask()


def test_every_kind_of_device_has_a_name() -> None:
    assert len(DEVICE_KINDS) == len(set(DEVICE_KINDS.values()))


def test_a_scale_of_several_people_is_told_which_of_them_borrowed_it(desk: LendingOffice) -> None:
    patient_id = desk.person()
    scale = desk.device("scale", "beurer_bf720", "Vekt 2")
    assert not desk.lending.device(desk.session, scale).row.wants_user
    loan_id = desk.lending.lend(desk.session, scale, patient_id)
    row = desk.lending.device(desk.session, scale).row
    assert (row.wants_user, row.user_index) == (True, None)
    for index, code in ((0, 1), (9, 1), (1, -1), (1, 10_000)):
        with pytest.raises(Trouble, match="scale_user"):
            desk.lending.set_scale_user(desk.session, loan_id, index, code)
    desk.lending.set_scale_user(desk.session, loan_id, 2, CODE)
    assert desk.lending.device(desk.session, scale).row.user_index == 2
    desk.measuring.paired(desk.session, scale, "F0:00:00:00:00:09", DeviceFacts())
    (target,) = desk.measuring.targets(desk.session)
    assert target.consent == (2, CODE)
    assert "consent" not in repr(target)
    log = desk.rows("SELECT details FROM audit WHERE action = 'scale_user'")
    assert len(log) == 1
    assert "code" not in str(log)
    desk.back(loan_id)
    with pytest.raises(Trouble, match="loan_over"):
        desk.lending.set_scale_user(desk.session, loan_id, 2, CODE)
    desk.lending.lend(desk.session, scale, patient_id)
    assert desk.lending.device(desk.session, scale).row.user_index is None


def test_a_device_without_users_has_none(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person())
    loan_id = desk.lending.device(desk.session, device_id).row.loan_id
    assert loan_id is not None
    with pytest.raises(Trouble, match="scale_user_none"):
        desk.lending.set_scale_user(desk.session, loan_id, 1, 1)
