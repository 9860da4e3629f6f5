"""Lent tablets in the real file: handed out, met, emptied, lost; never a secret in the log."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from station.rules.ground import DAY_MS
from station.security.noise import new_private, public_of
from station.services.equipment.lending import NewDevice
from station.services.tablets.tablets import LEASE_DAYS
from tests.store_room import ready_again
from tests.tablet_office import TabletOffice, at_once, batch_of, refused

# ---------------------------------------------------------------------------------------- hand-out


def test_a_hand_out_keeps_the_tablets_key_and_no_secret(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    state = tablet_office.tablets.state(tablet_office.cohort.session, tablet_office.device_id)
    assert state.state == "paired"
    assert "Handed out" in state.sentence
    assert tablet_office.rows("SELECT tablet_key FROM tablet_pairings") == [
        (public_of(tablet_office.key).hex(),)
    ]
    station_key = bytes.fromhex(
        tablet_office.rows("SELECT value FROM meta WHERE key = 'tablet_station_key'")[0][0]
    )
    log = json.dumps(tablet_office.rows("SELECT action, details FROM audit"))
    for secret in (station_key.hex(), public_of(tablet_office.key).hex()):
        assert secret not in log
    for action in ("tablet_key_made", "tablet_offered", "tablet_paired"):
        assert action in log


def test_the_code_says_nothing_of_a_person_and_is_never_kept(tablet_office: TabletOffice) -> None:
    offer = tablet_office.offer()
    assert len(offer.qr) == 87
    assert offer.expires_at == tablet_office.cohort.clock.now() + 600_000
    assert b"Elg" not in offer.qr
    secret = offer.offered.secret
    assert secret in offer.qr
    assert repr(secret) not in repr(offer)
    assert repr(offer.offered.station_key) not in repr(offer)
    dump = "\n".join(map(str, tablet_office.rows("SELECT * FROM tablet_pairings")))
    assert secret.hex() not in dump
    assert tablet_office.tablets.state(
        tablet_office.cohort.session, tablet_office.device_id
    ).sentence.startswith("The code is on the screen")


def test_the_station_has_one_key_for_ever(tablet_office: TabletOffice) -> None:
    first, second = tablet_office.offer(), tablet_office.offer()
    assert first.offered.station_key == second.offered.station_key
    assert first.offered.secret != second.offered.secret


def test_a_hand_out_that_a_person_declines_leaves_nothing(tablet_office: TabletOffice) -> None:
    assert not tablet_office.hand_out(yes=False).well
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    pairing_id = tablets.state(session, tablet_office.device_id).pairing_id
    tablets.withdraw(session, pairing_id)
    tablets.withdraw(session, pairing_id)
    tablets.withdraw(session, "0" * 32)
    state = tablets.state(session, tablet_office.device_id)
    assert (state.state, state.sentence) == ("dropped", "The hand-out did not come about.")
    assert tablets.errand(session).known == ()


def test_only_the_newest_code_counts_and_only_for_ten_minutes(tablet_office: TabletOffice) -> None:
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    old, new = tablet_office.offer(), tablet_office.offer()
    assert refused(lambda: tablets.paired(session, old.pairing_id, b"k" * 32)) == "offer_over"
    with pytest.raises(ValueError, match="32 bytes"):
        tablets.paired(session, new.pairing_id, b"k")
    tablet_office.cohort.clock.advance(600_000)
    assert refused(lambda: tablets.paired(session, new.pairing_id, b"k" * 32)) == "offer_over"
    assert refused(lambda: tablets.paired(session, "0" * 32, b"k" * 32)) == "offer_over"


def test_what_cannot_be_handed_out(tablet_office: TabletOffice) -> None:
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    scale = tablet_office.lending.register(session, NewDevice("scale", name="Vekt 1"))
    stored = tablet_office.lending.register(session, NewDevice("tablet", name="Nettbrett 5"))
    assert refused(lambda: tablets.offer(session, scale)) == "tablet_none"
    assert refused(lambda: tablets.offer(session, "0" * 32)) == "tablet_none"
    assert refused(lambda: tablets.offer(session, stored)) == "tablet_not_lent"
    assert tablets.state(session, stored).sentence == "Never handed out"


def test_a_second_hand_out_before_anything_came_takes_the_place_of_the_first(
    tablet_office: TabletOffice,
) -> None:
    assert tablet_office.hand_out().well
    tablet_office.key = new_private()
    assert tablet_office.hand_out().well
    tablet_office.measure("spo2", 93.0)
    assert tablet_office.visit().well
    session = tablet_office.cohort.session
    assert refused(lambda: tablet_office.tablets.offer(session, tablet_office.device_id)) == (
        "tablet_paired"
    )


# ----------------------------------------------------------------------------------- lease, the end


def test_a_visit_notes_how_long_the_tablet_may_be_used(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets, clock = (
        tablet_office.cohort.session,
        tablet_office.tablets,
        (tablet_office.cohort.clock),
    )
    clock.advance(LEASE_DAYS * DAY_MS)
    assert "locked itself" in tablets.state(session, tablet_office.device_id).sentence
    assert tablet_office.visit().well
    lease = clock.now() + LEASE_DAYS * DAY_MS
    assert tablet_office.disk.lease == lease
    tablets.visited(session, tablet_office.loan_id, lease)
    tablets.visited(session, tablet_office.loan_id, lease + DAY_MS - 1)
    tablets.visited(session, "0" * 32, lease)
    state = tablets.state(session, tablet_office.device_id)
    assert state.lease_until == lease
    assert "Handed out" in state.sentence


def test_a_tablet_comes_back_emptied_with_a_receipt(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    tablet_office.measure("spo2", 93.0)
    assert refused(lambda: tablet_office.lending.take_back(session, tablet_office.loan_id)) == (
        "tablet_not_emptied"
    )
    tablets.wipe_asked(session, tablet_office.device_id)
    tablets.wipe_asked(session, tablet_office.device_id)
    state = tablets.state(session, tablet_office.device_id)
    assert state.wipe_ordered
    assert "will be emptied" in state.sentence
    outcome = tablet_office.visit()
    assert outcome.wiped
    state = tablets.state(session, tablet_office.device_id)
    assert (state.state, len(state.receipt), state.committed) == ("wiped", 32, 1)
    assert "Emptied" in state.sentence
    assert tablet_office.disk.state == 0
    tablet_office.lending.take_back(session, tablet_office.loan_id)
    ready_again(tablet_office.cohort.station.record, session, tablet_office.device_id)
    tablet_office.lending.lend(session, tablet_office.device_id, tablet_office.patient_id)
    assert tablet_office.hand_out().well


def test_a_receipt_of_another_order_is_refused(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets, loan = (
        tablet_office.cohort.session,
        tablet_office.tablets,
        tablet_office.loan_id,
    )
    assert refused(lambda: tablets.wiped(session, loan, b"")) == "tablet_receipt"
    tablets.wipe_asked(session, tablet_office.device_id)
    assert refused(lambda: tablets.wiped(session, loan, b"x" * 16)) == "tablet_receipt"


def test_a_lost_tablets_key_is_worth_nothing(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets, loan = (
        tablet_office.cohort.session,
        tablet_office.tablets,
        tablet_office.loan_id,
    )
    tablet_office.measure("spo2", 93.0)
    tablets.revoke(session, tablet_office.device_id)
    state = tablets.state(session, tablet_office.device_id)
    assert state.state == "revoked"
    assert "Reported lost" in state.sentence
    assert not tablet_office.visit().well
    batch = batch_of(tablet_office, 1, 93.0)
    jobs: tuple[Callable[[], object], ...] = (
        lambda: tablets.commit(session, loan, batch),
        lambda: tablets.revoke(session, tablet_office.device_id),
        lambda: tablets.wipe_asked(session, tablet_office.device_id),
        lambda: tablets.wiped(session, loan, b"x" * 16),
        lambda: tablets.acknowledged(session, loan, 1),
    )
    for job in jobs:
        assert refused(job) == "tablet_unknown"
    assert tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(0,)]
    tablet_office.lending.take_back(session, loan)


def test_who_may_not_touch_patients_may_not_touch_tablets(tablet_office: TabletOffice) -> None:

    nobody = replace(tablet_office.cohort.session, role="benefit")
    tablets, device = tablet_office.tablets, tablet_office.device_id
    jobs: tuple[Callable[[], object], ...] = (
        lambda: tablets.offer(nobody, device),
        lambda: tablets.paired(nobody, device, b"k" * 32),
        lambda: tablets.withdraw(nobody, device),
        lambda: tablets.errand(nobody),
        lambda: tablets.keeper(nobody, at_once),
        lambda: tablets.commit(nobody, device, batch_of(tablet_office, 1, 90)),
        lambda: tablets.acknowledged(nobody, device, 1),
        lambda: tablets.visited(nobody, device, 1),
        lambda: tablets.wipe_asked(nobody, device),
        lambda: tablets.wiped(nobody, device, b""),
        lambda: tablets.revoke(nobody, device),
        lambda: tablets.state(nobody, device),
    )
    for job in jobs:
        assert refused(job) == "not_allowed"
