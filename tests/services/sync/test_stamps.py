"""Vouching for what people did, between stations that share a code and such as do not."""

import json
from typing import Any

import pytest

from station.models.queries.outbox import heads as heads_of
from station.rules import stamps as rules
from station.rules.stamps import Proof
from station.security import stamps as seals
from station.services.sync import stamps
from station.services.sync.stamps import NOTHING, Known
from station.sync.stamps import stamp_of
from tests.services.conflict_desk import choose, service, session, settled
from tests.services.stations import Place, exchange
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_version,
    change,
    close_alert,
    lend,
    measure,
)
from tests.services.two_stations import alike

Both = tuple[Place, Place]
KEY = seals.stamp_key(b"s" * 16)
ABOUT = ("patients", PATIENT)
ENDED: dict[str, Any] = {"id": PATIENT, "status": "ended", "status_since": 5, "deceased_on": None}
ACTIVE = {**ENDED, "status": "active"}


def _stamp(fields: dict[str, Any], number: int) -> str:
    return rules.written(number, seals.mac(KEY, rules.canonical(ABOUT, number, fields)))


# ---------------------------------------------------------------------------------- what is said


def test_what_steers_nothing_says_nothing() -> None:
    assert stamps.to_say(None, ABOUT, ENDED, NOTHING, {}) == ""
    assert stamps.to_say(KEY, ("contacts", PATIENT), ENDED, NOTHING, {}) == ""
    assert stamps.to_say(KEY, ABOUT, ACTIVE, NOTHING, {}) == ""


def test_the_same_bears_the_same_and_a_change_the_next_number() -> None:
    first = stamps.to_say(KEY, ABOUT, ENDED, NOTHING, {})
    assert first == _stamp(ENDED, 1)
    known = stamps.sent(NOTHING, first)
    assert known == Known(1, first, (), "", first)
    assert stamps.to_say(KEY, ABOUT, ENDED, known, {}) == first
    # What was once stamped goes on being: else what was over could be shown again.
    second = stamps.to_say(KEY, ABOUT, ACTIVE, known, {})
    assert second == _stamp(ACTIVE, 2)
    assert stamps.sent(known, second) == Known(2, second, (first,), "", second)


def test_what_the_centre_had_before_there_was_a_code_is_gone_on_from() -> None:
    seen = stamps.received(NOTHING, Proof.NOT_ASKED, _stamp(ENDED, 7))
    assert seen == Known(there=_stamp(ENDED, 7))
    assert stamps.to_say(KEY, ABOUT, ENDED, seen, ENDED) == _stamp(ENDED, 7)
    assert stamps.to_say(KEY, ABOUT, ACTIVE, seen, ENDED) == _stamp(ACTIVE, 8)
    assert stamps.to_say(KEY, ABOUT, ENDED, seen, ACTIVE) == _stamp(ENDED, 1)


def test_another_code_begins_with_the_next_number() -> None:
    old = rules.written(3, "0" * 32)
    known = Known(3, old, (), "", old)
    assert stamps.to_say(KEY, ABOUT, ENDED, known, ENDED) == _stamp(ENDED, 4)


def test_what_came_new_without_a_stamp_goes_on_without_one() -> None:
    known = Known(unproved=rules.digest(ABOUT, ENDED))
    assert stamps.to_say(KEY, ABOUT, ENDED, known, {}) == ""
    changed = {**ENDED, "status_since": 9}
    assert stamps.to_say(KEY, ABOUT, changed, known, {}) == _stamp(changed, 1)


def test_a_stamp_is_worth_what_it_is_over() -> None:
    first, second, third = (_stamp(ENDED, each) for each in (1, 2, 3))
    known = stamps.sent(stamps.sent(NOTHING, first), second)
    for text, fields, proof in (
        (third, ENDED, Proof.FITS),
        (second, ENDED, Proof.FITS),
        (first, ENDED, Proof.OLD),
        (_stamp(ACTIVE, 1), ACTIVE, Proof.LACKING),
        (_stamp(ACTIVE, 2), ACTIVE, Proof.LACKING),
        (third, ACTIVE, Proof.LACKING),
        (third, {**ENDED, "status": "declined"}, Proof.LACKING_NEW),
        ("", ACTIVE, Proof.LACKING),
        ("nonsense", ENDED, Proof.LACKING_NEW),
    ):
        assert stamps.proof_of(KEY, ABOUT, fields, text, known) is proof, text
    assert stamps.proof_of(None, ABOUT, ENDED, first, known) is Proof.NOT_ASKED
    assert stamps.proof_of(KEY, ("contacts", "x"), {}, "", NOTHING) is Proof.NOT_ASKED
    other = ("loans", "x")
    assert stamps.proof_of(KEY, other, {}, "", NOTHING) is Proof.LACKING


def test_what_came_is_remembered_by_its_worth() -> None:
    known = stamps.sent(NOTHING, _stamp(ENDED, 1))
    assert stamps.received(known, Proof.FITS, _stamp(ENDED, 2)).number == 2
    lacking = stamps.received(known, Proof.LACKING, "x" * 9000)
    assert (lacking.number, lacking.stamp, lacking.there) == (1, _stamp(ENDED, 1), "")
    assert stamps.sent(known, "").there == ""


# ---------------------------------------------------------------------------------- two stations


@pytest.fixture
def coded(both: Both) -> Both:
    """Two stations that share a code, one patient, and a plan."""
    for each in both:
        each.share_code()
    plan_id = add(both[0], "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(both[0], plan_id, 1, 88.0)
    exchange(*both)
    return both


def _there(place: Place, kind: str, record_id: str) -> str:
    return stamp_of(place.server.newest(kind, record_id).body)


def _pause(place: Place) -> str:
    now = place.clock.now()
    return add(
        place, "pauses", patient_id=PATIENT, reason="x", from_at=now, until_at=now + 90_000,
        set_by="u", cause="travel",
    )  # fmt: skip


def _consent(place: Place) -> str:
    return add(
        place, "consents", patient_id=PATIENT, form_version="1", given_on="2026-01-01",
        informed_by="u", registered_at=5, registered_by="u",
    )  # fmt: skip


def test_two_with_the_code_agree_about_all_that_people_do(coded: Both) -> None:
    north, south = coded
    reading = measure(north, 80.0)
    consent, loan, pause = _consent(north), lend(north, add_device(north)), _pause(south)
    exchange(*coded)
    alert = str(south.rows("SELECT id FROM alerts")[0][0])
    close_alert(south, alert)
    change(south, "readings", reading, excluded="activity", excluded_by="u", excluded_at=7)
    change(north, "pauses", pause, ended_at=north.clock.now(), ended_by="u")
    change(south, "loans", loan, ended_at=9, ended_by="u")
    exchange(*coded)
    change(north, "readings", reading, excluded="", excluded_at=9)
    change(south, "consents", consent, withdrawn_on="2026-11-20", withdrawn_by="u")
    exchange(*coded)
    for each in coded:
        assert each.rows("SELECT 1 FROM sync_conflicts") == []
        assert each.rows("SELECT 1 FROM sync_inbox WHERE state NOT IN ('done', 'same')") == []
        # Only what a person did to a reading is stamped.
        assert (each.one("consents", consent) or {})["withdrawn_on"] == "2026-11-20"
    alike(north, south)
    for kind, record_id in (
        ("readings", reading), ("alerts", alert), ("pauses", pause), ("loans", loan),
        ("consents", consent),
    ):  # fmt: skip
        assert _there(north, kind, record_id)
    other = measure(north, 97.0, "other")
    exchange(*coded)
    assert _there(north, "readings", other) == ""


def test_one_that_gets_the_code_later_is_asked_about_nothing(both: Both) -> None:
    north, south = both
    north.share_code()
    pause, consent, loan = _pause(north), _consent(south), lend(south, add_device(south))
    change(south, "patients", PATIENT, status="evaluation", deceased_on="2026-11-01")
    exchange(*both)
    for cid in [row[1] for row in north.conflicts()]:
        assert cid in (consent, loan, PATIENT)
    while north.conflicts():
        _first(north)
    exchange(*both)
    alike(north, south)
    south.share_code()
    exchange(*both)
    assert north.conflicts() == south.conflicts() == []
    alike(north, south)
    for kind, record_id in (("pauses", pause), ("consents", consent), ("loans", loan)):
        text = _there(north, kind, record_id)
        assert text
        assert _known(north, kind, record_id).there == text == _known(south, kind, record_id).there


def _first(place: Place) -> None:
    asked = service(place)
    for row in asked.listed(session(place)):
        asked.choose(session(place), row.id, "theirs")


def _known(place: Place, kind: str, record_id: str) -> Known:
    with place.database.read() as reader:
        return stamps.known_of(reader, [(kind, record_id)])[kind, record_id]


def test_one_without_the_code_strips_a_stamp_and_the_other_puts_it_on_again(both: Both) -> None:
    north, south = both
    north.share_code()
    change(north, "patients", PATIENT, deceased_on="2026-11-01")
    exchange(*both)
    assert _there(north, *ABOUT)
    change(south, "patients", PATIENT, phone="68050001")
    south.send()
    assert _there(north, *ABOUT) == ""
    exchange(*both)
    assert _there(north, *ABOUT) == _known(north, *ABOUT).stamp
    assert north.conflicts() == south.conflicts() == []
    alike(north, south)
    # And then nothing more goes.
    count = len(north.server.log)
    exchange(*both)
    assert len(north.server.log) == count


def test_what_one_without_the_code_did_is_asked_about_once(both: Both) -> None:
    north, south = both
    north.share_code()
    change(south, "patients", PATIENT, deceased_on="2026-11-01")
    exchange(*both)
    assert [row[2] for row in north.conflicts()] == ["unstamped"]
    assert (north.one(*ABOUT) or {})["deceased_on"] is None
    assert choose(north, "theirs")
    settled(north, south)
    assert _there(north, *ABOUT)


def test_what_is_chosen_to_be_wrong_is_put_right_there(both: Both) -> None:
    north, south = both
    north.share_code()
    change(south, "patients", PATIENT, deceased_on="2026-11-01")
    exchange(*both)
    assert choose(north, "ours")
    settled(north, south)
    assert (south.one(*ABOUT) or {})["deceased_on"] is None


def test_the_word_of_one_settles_the_question_at_the_other(coded: Both) -> None:
    north, south = coded
    body = dict(north.server.newest(*ABOUT).body)
    fields = body["fields"]
    assert isinstance(fields, dict)
    body["fields"] = {**fields, "deceased_on": "2026-11-01"}
    north.server.force(body)
    for each in coded:
        each.fetch()
        assert [row[2] for row in each.conflicts()] == ["unstamped"]
    assert choose(north, "theirs")
    settled(north, south)
    assert (south.one(*ABOUT) or {})["deceased_on"] == "2026-11-01"


def test_a_new_code_is_put_on_all_that_is_here(coded: Both) -> None:
    north, south = coded
    pause = _pause(north)
    exchange(*coded)
    before = _there(north, "pauses", pause)
    for each in coded:
        each.share_code(b"n" * 16)
    exchange(*coded)
    after = _there(north, "pauses", pause)
    assert (before[:4], after[:4]) == ("1.1.", "1.2.")
    assert north.conflicts() == south.conflicts() == []
    change(south, "pauses", pause, ended_at=5, ended_by="u")
    exchange(*coded)
    alike(north, south)
    assert north.conflicts() == []


def test_what_was_new_without_a_stamp_is_no_word_of_ours(coded: Both) -> None:
    north, south = coded
    reading = measure(south, 95.0)
    south.send()
    body = dict(north.server.newest("readings", reading).body)
    fields = body["fields"]
    assert isinstance(fields, dict)
    out = {"excluded": "activity", "excluded_by": "u", "excluded_at": 9}
    body["fields"] = {**fields, **out}
    north.server.log.pop()
    north.server.force(body)
    north.fetch()
    # It was never here: left out there, it could as well not have come.
    assert (north.one("readings", reading) or {})["excluded"] == "activity"
    # Not when it comes changed either.
    body["fields"] = {**fields, **out, "note": "w"}
    north.server.force(body)
    north.fetch()
    north.send()
    assert _there(north, "readings", reading) == ""
    north.write("UPDATE readings SET note = 'x' WHERE id = ?", reading)
    exchange(*coded)
    assert _there(north, "readings", reading) == ""
    assert (south.one("readings", reading) or {})["excluded"] == ""
    assert [row[2] for row in south.conflicts()] == ["unstamped"]


def test_what_is_remembered_lies_beside_what_the_centre_has(coded: Both) -> None:
    north, _ = coded
    pause = _pause(north)
    exchange(*coded)
    with north.database.read() as reader:
        row = heads_of(reader, "stamped", [("pauses", pause)])["pauses", pause]
    assert (row.resource_type, row.resource_id, row.version) == ("pauses", pause, "1")
    assert json.loads(row.fields)["before"] == []
