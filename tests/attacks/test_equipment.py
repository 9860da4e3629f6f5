"""Attacks on the register, loans and moves: nothing is lost, lent twice, or changed unseen."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import UNDO_MS, DeviceState
from station.rules.status import Status
from station.services.equipment.checks import Checks
from station.services.equipment.lending import Lending, NewDevice
from station.services.equipment.register import Equipment
from station.services.handing_out.values import (
    PATIENT,
    Borrower,
    OwnDevice,
)
from station.services.measuring.measuring import Measuring
from tests.handing import HandingOffice, handing_office, wanted
from tests.lent import DAY, LendingOffice, spot
from tests.store_room import look_over, make_ready

S = DeviceState
YEARS = 5 * 365 * DAY


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


@pytest.fixture
def lab(desk: HandingOffice) -> LendingOffice:
    """The same office, with meters that are heard."""
    return LendingOffice(
        desk.record, desk.clock, Lending(desk.record), Measuring(desk.record), desk.session
    )


@pytest.fixture
def register(desk: HandingOffice) -> Equipment:
    """Its register."""
    return Equipment(desk.record)


def refused(job: object) -> str:
    """Give the code with which something is refused, "" if it was not."""
    try:
        job()  # type: ignore[operator]
    except Trouble as trouble:
        return trouble.code if trouble.sentence() else "no sentence"
    return ""


def clock_was_years_ahead(desk: HandingOffice) -> None:
    """Let something be written while the PC's clock stood five years ahead, and put it right."""
    desk.clock.advance(YEARS)
    desk.person("Rev")
    desk.clock.set(desk.clock.now() - YEARS)


def whole(desk: HandingOffice) -> None:
    """Every chain of moves is unbroken, and state, newest move and open loan agree."""
    for device_id, state in desk.rows("SELECT id, state FROM devices"):
        chain = desk.rows(
            "SELECT n, from_state, to_state FROM device_moves WHERE device_id = ? ORDER BY n",
            str(device_id),
        )
        assert [row[0] for row in chain] == list(range(1, len(chain) + 1))
        ends = [row[2] for row in chain]
        assert [row[1] for row in chain] == ["", *ends[:-1]]
        assert ends[-1] == state
        (loans,) = desk.rows(
            "SELECT count(*) FROM loans WHERE device_id = ? AND ended_at IS NULL", str(device_id)
        )
        assert loans == (int(state == "lent"),)


def fresh(desk: HandingOffice, kind: str = "oximeter", name: str = "O-1") -> str:
    """A device that was registered and made ready as a nurse does it."""
    device_id = Lending(desk.record).register(desk.session, NewDevice(kind, name=name))
    return make_ready(desk.record, desk.session, device_id)


def test_time_02_a_loan_with_readings_is_not_undone_though_the_clock_was_years_ahead(
    desk: HandingOffice, lab: LendingOffice, register: Equipment
) -> None:
    elg, device_id = desk.person(), fresh(desk)
    clock_was_years_ahead(desk)
    lab.lending.lend(desk.session, device_id, elg)
    desk.clock.advance(60_000)
    lab.take(device_id, spot(desk.clock.now(), 93))
    assert desk.rows("SELECT patient_id FROM readings WHERE kind = 'spo2'") == [(elg,)]
    assert refused(lambda: register.undo(desk.session, device_id)) == "undo_since"


def test_time_02_an_undo_is_for_ten_minutes_though_the_clock_was_years_ahead(
    desk: HandingOffice, register: Equipment
) -> None:
    device_id = fresh(desk)
    clock_was_years_ahead(desk)
    register.move(desk.session, device_id, S.LOST, "borte")
    desk.clock.advance(UNDO_MS)
    assert register.card(desk.session, device_id).undo is None
    assert refused(lambda: register.undo(desk.session, device_id)) == "undo_too_late"


def test_time_02_a_stale_card_is_told_though_the_clock_was_years_ahead(
    desk: HandingOffice, register: Equipment
) -> None:
    device_id = fresh(desk)
    clock_was_years_ahead(desk)
    register.move(desk.session, device_id, S.LOST, "borte")
    shown = register.card(desk.session, device_id).row
    desk.clock.advance(60_000)
    register.move(desk.session, device_id, S.RETURNED)
    desk.clock.advance(60_000)
    register.move(desk.session, device_id, S.LOST, "borte igjen")
    stale = lambda: register.move(  # noqa: E731
        desk.session, device_id, S.RETURNED, seen=shown.state_since
    )
    assert refused(stale) == "moved_meanwhile"


def test_time_02_rounds_that_ended_under_a_clock_that_stood_still_are_not_both_opened_again(
    desk: HandingOffice, register: Equipment
) -> None:
    elg, device_id = desk.person(), fresh(desk)
    loan = Lending(desk.record).lend(desk.session, device_id, elg)
    clock_was_years_ahead(desk)
    desk.handing.take_back(desk.session, [loan])
    look_over(desk.record, desk.session, device_id)
    make_ready(desk.record, desk.session, device_id)
    assert refused(lambda: register.undo(desk.session, device_id)) in {"", "undo_too_late"}
    rounds = Checks(desk.record).rounds(desk.session, device_id)
    assert sum(each.closed_at is None for each in rounds) <= 1
    whole(desk)


def test_packets_that_wait_keep_a_loan_from_being_undone(
    desk: HandingOffice, lab: LendingOffice, register: Equipment
) -> None:
    elg, device_id = desk.person(), fresh(desk, "glucose_meter")
    lab.lending.lend(desk.session, device_id, elg)
    desk.clock.advance(60_000)
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO device_inbox (device_id, characteristic, payload, arrived_at) "
            "VALUES (?, 1, x'00', ?)",
            (device_id, desk.clock.now()),
        )
        writer.quiet()
    assert refused(lambda: register.undo(desk.session, device_id)) == "undo_since"


def test_a_reservation_made_meanwhile_is_not_lost_by_an_undo(
    desk: HandingOffice, register: Equipment
) -> None:
    elg, device_id = desk.person(), fresh(desk)
    shown = register.card(desk.session, device_id).row
    desk.clock.advance(60_000)
    register.reserve(
        replace(desk.session, user_id="0" * 31 + "7"), device_id, Borrower(PATIENT, elg)
    )
    stale = lambda: register.move(  # noqa: E731
        desk.session, device_id, S.IN_STORE, seen=shown.state_since
    )
    assert refused(stale) == "moved_meanwhile"
    assert refused(lambda: register.undo(desk.session, device_id)) == "undo_since"
    assert register.card(desk.session, device_id).row.reserved_for == elg


def test_nothing_is_lent_to_somebody_whose_service_is_over(desk: HandingOffice) -> None:
    elg, device_id = desk.person(), fresh(desk)
    desk.statuses.set(desk.session, elg, Status.ENDED, "flyttet")
    lend = lambda: Lending(desk.record).lend(desk.session, device_id, elg)  # noqa: E731
    assert refused(lend) == "service_closed"
    assert desk.rows("SELECT count(*) FROM loans") == [(0,)]


def test_somebodys_own_telephone_is_never_lent_to_another(
    desk: HandingOffice, register: Equipment
) -> None:
    elg, rev = desk.person(), desk.person("Rev")
    desk.net(elg)
    desk.net(rev)
    handed = desk.handing.own_device(desk.session, elg, OwnDevice("Telefonen til Elg"))
    desk.handing.take_back(desk.session, handed.loans)
    ((device_id,),) = desk.rows("SELECT device_id FROM loans WHERE id = ?", handed.loans[0])
    assert refused(lambda: desk.out(rev, str(device_id))) == "device_own"
    office = desk.institution()
    made = wanted(office, str(device_id), institution=True, received_by="Stille Brygge")
    assert refused(lambda: desk.handing.hand_out(desk.session, made)) == "device_own"
    reserve = lambda: register.reserve(  # noqa: E731
        desk.session, str(device_id), Borrower(PATIENT, rev)
    )
    assert refused(reserve) == "device_own"
    assert refused(lambda: desk.out(elg, str(device_id))) == ""
    whole(desk)


HOSTILE = ("\u200b", "O\u202e1", "O\x001", "O\n1", "O\u20661", "\ud800", "\u2028O")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "serial", "label", "maker", "owner", "place"])
def test_signs_that_cannot_be_seen_are_refused_in_the_register(
    desk: HandingOffice, register: Equipment, field: str, text: str
) -> None:
    new = replace(NewDevice("scale", name="V-1"), **{field: text})  # type: ignore[arg-type]
    found = refused(lambda: register.register(desk.session, new))
    kept = desk.rows(f"SELECT {field} FROM devices")  # noqa: S608
    assert found in {"device_signs", "device_unnamed"} or all(
        character.isprintable() and character not in "\u202e\u2066"
        for row in kept
        for character in str(row[0])
    )


@pytest.mark.parametrize("text", ["", "O" * 10_000, "O\u202e1", "O\x001"])
def test_own_devices_are_looked_at_like_all_others(desk: HandingOffice, text: str) -> None:
    elg = desk.person()
    desk.net(elg)
    own = OwnDevice("Nettbrett", maker=text, serial=text, model=text, note=text)
    code = refused(lambda: desk.handing.own_device(desk.session, elg, own))
    assert bool(code) == bool(text)


def test_an_own_device_with_a_serial_number_that_is_known_is_told(desk: HandingOffice) -> None:
    elg, rev = desk.person(), desk.person("Rev")
    desk.net(elg)
    desk.net(rev)
    own = OwnDevice("Nettbrett", serial="SN-1")
    desk.handing.own_device(desk.session, elg, own)
    assert refused(lambda: desk.handing.own_device(desk.session, rev, own)) == "serial_taken"


def test_a_note_of_millions_of_letters_is_refused(desk: HandingOffice, register: Equipment) -> None:
    new = NewDevice("scale", name="V-1", note="x" * 5_000_000)
    assert refused(lambda: register.register(desk.session, new)) == "device_too_long"


def test_undoing_a_return_gives_back_what_the_service_ended_by(desk: HandingOffice) -> None:
    elg, device_id = desk.person(), fresh(desk)
    handed = desk.out(elg, device_id)
    desk.clock.advance(60_000)
    desk.handing.take_back(desk.session, handed.loans)
    Equipment(desk.record).undo(desk.session, device_id)
    whole(desk)
    desk.clock.advance(60_000)
    desk.handing.take_back(desk.session, handed.loans)
    whole(desk)


def test_the_clock_set_back_between_hand_out_and_return_loses_nothing(
    desk: HandingOffice, lab: LendingOffice
) -> None:
    elg, rev, device_id = desk.person(), desk.person("Rev"), fresh(desk)
    handed = desk.out(elg, device_id)
    desk.clock.set(desk.clock.now() - 30 * DAY)
    desk.handing.take_back(desk.session, handed.loans)
    look_over(desk.record, desk.session, device_id)
    make_ready(desk.record, desk.session, device_id)
    desk.out(rev, device_id)
    whole(desk)
    spans = desk.rows("SELECT patient_id, from_at, ended_at FROM loans ORDER BY rowid")
    assert spans[0][2] <= spans[1][1]  # type: ignore[operator]


def test_a_replacement_without_consent_is_refused_and_the_old_one_stays_out(
    desk: HandingOffice,
) -> None:
    elg, old, new = desk.person(), fresh(desk), fresh(desk, name="O-2")
    handed = desk.out(elg, old)
    with desk.record.write(desk.session) as writer:
        writer.execute("UPDATE consents SET withdrawn_on = '2026-11-20'")
        writer.quiet()
    swap = lambda: desk.handing.replace(desk.session, handed.loans[0], new, "svak")  # noqa: E731
    assert refused(swap) == "lend_needs_consent"
    whole(desk)
    assert desk.rows("SELECT count(*) FROM loans WHERE ended_at IS NULL") == [(1,)]


def test_two_who_change_the_same_device_do_not_undo_each_other_s_words(
    desk: HandingOffice, register: Equipment
) -> None:
    before = NewDevice("oximeter", name="O-1", label="A-1")
    device_id = register.register(desk.session, before)
    register.change(desk.session, device_id, replace(before, place="Hylle 3"), shown=before)
    register.change(desk.session, device_id, replace(before, note="ripe"), shown=before)
    row = register.card(desk.session, device_id).row
    assert (row.place, row.note) == ("Hylle 3", "ripe")
    again = lambda: register.change(  # noqa: E731
        desk.session, device_id, replace(before, place="Hylle 9"), shown=before
    )
    assert refused(again) == "device_changed_meanwhile"
    assert register.card(desk.session, device_id).row.place == "Hylle 3"
