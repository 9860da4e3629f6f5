"""A central server that speaks in a colleague's name to a station that shares a code with others.

Each act of people that it forges is held, changes nothing here, and is told as a difference.
"""

from typing import Any

import pytest

from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.queries.outbox import withdrawn
from station.models.records.plans import content_text, hash_of
from tests.attacks.forging import forged, said, stamped
from tests.attacks.hostile import Hostile, changed, saying
from tests.services.conflict_desk import choose, service, session
from tests.services.stations import Place
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    close_alert,
    lend,
    measure,
    plan,
)

BY = "9" * 32
AT = "2026-11-20T08:00:00Z"
UNSTAMPED = [("done", "unstamped", "")]


@pytest.fixture
def hostile(north: Place) -> Hostile:
    """A server between a station with the code, one patient, and whoever else there is."""
    north.share_code()
    add_patient(north)
    made = Hostile(north)
    made.known("patients", PATIENT)
    return made


def _closed(station: Place, alert: str) -> dict[str, Any]:
    return said(
        station, "alerts", alert, state="closed", closed_by=BY, closed_at=station.clock.now(),
        action="call", verdict="right",
    )  # fmt: skip


def _alert(hostile: Hostile) -> str:
    measured = measure(hostile.station, 85.0)
    hostile.known("readings", measured)
    alert = str(hostile.station.rows("SELECT id FROM alerts")[0][0])
    hostile.known("alerts", alert)
    return alert


def _plan(north: Place) -> str:
    return add(north, "plans", patient_id=PATIENT, template="kols", created_at=5)


def test_an_alert_is_not_closed_taken_or_put_off(hostile: Hostile) -> None:
    north = hostile.station
    add_version(north, _plan(north), 1, 90.0)
    alert = _alert(hostile)
    here = north.one("alerts", alert)
    for more in (
        _closed(north, alert),
        said(north, "alerts", alert, state="taken", taken_by=BY, taken_at=5),
        said(north, "alerts", alert, taken_by=BY, taken_at=5),
        said(north, "alerts", alert, state="waiting", waiting_until=north.clock.now() + 9),
    ):
        assert hostile.says(forged(more, "alerts")) == UNSTAMPED
        assert north.one("alerts", alert) == here
        assert [row[2] for row in north.conflicts()] == ["unstamped"]
    # Whoever looks and finds it right closes it in her own name.
    hostile.says(forged(_closed(north, alert), "alerts"))
    assert choose(north, "theirs")
    assert (north.one("alerts", alert) or {})["state"] == "closed"
    assert north.rows("SELECT user_id FROM audit WHERE action = 'conflict_chosen'") == [
        (north.actor.user_id,)
    ]


def test_what_is_stamped_is_believed_once_and_in_its_order(hostile: Hostile) -> None:
    north = hostile.station
    add_version(north, _plan(north), 1, 90.0)
    alert = _alert(hostile)
    opened = said(north, "alerts", alert)
    closed = stamped(north, "alerts", _closed(north, alert))
    assert hostile.says(closed)[0][0] == "done"
    assert (north.one("alerts", alert) or {})["state"] == "closed"
    assert north.conflicts() == []
    again = stamped(north, "alerts", opened, number=2)
    assert hostile.says(again)[0][0] == "done"
    assert (north.one("alerts", alert) or {})["state"] == "open"
    # The closing that was taken back, once more: it is over, and nobody is asked.
    assert hostile.says(closed)[0][:2] == ("same", "")
    assert (north.one("alerts", alert) or {})["state"] == "open"
    assert north.conflicts() == []
    # Its words with the number of another, or another's words with its number, fit nothing.
    third = stamped(north, "alerts", {**_closed(north, alert), "verdict": "wrong"}, number=3)
    for body in (
        saying(third, "verdict", valueString="right"),
        changed(third, extension=[third["extension"][0], again["extension"][1]]),
        changed(third, extension=[third["extension"][0], closed["extension"][1]]),
    ):
        assert hostile.says(body) == UNSTAMPED
        assert (north.one("alerts", alert) or {})["state"] == "open"


def test_an_alert_that_was_never_here_closes_none_that_is(hostile: Hostile) -> None:
    north = hostile.station
    add_version(north, _plan(north), 1, 90.0)
    alert = _alert(hostile)
    other = {**_closed(north, alert), "id": new_id()}
    assert hostile.says(forged(other, "alerts")) == [("waiting", "unstamped", "")]
    assert north.rows("SELECT id, state FROM alerts") == [(alert, "open")]
    (asked,) = service(north).listed(session(north))
    assert service(north).one(session(north), asked.id).reason.startswith("Not stamped")
    assert choose(north, "ours")
    assert north.rows("SELECT id, state FROM alerts") == [(alert, "open")]
    hostile.work_in()
    assert north.conflicts() == []


def test_a_closed_alert_is_not_said_to_be_about_something_else(hostile: Hostile) -> None:
    north = hostile.station
    add_version(north, _plan(north), 1, 90.0)
    alert = _alert(hostile)
    close_alert(north, alert)
    body = stamped(north, "alerts", said(north, "alerts", alert))
    hostile.says(body)
    later = measure(north, 84.0, "later")
    hostile.known("readings", later)
    forging = said(north, "alerts", alert, reading_id=later, measured_at=5)
    assert hostile.says(forged(forging, "alerts")) == UNSTAMPED
    assert (north.one("alerts", alert) or {})["reading_id"] != later


def test_a_service_is_not_ended_and_nobody_dies(hostile: Hostile) -> None:
    north = hostile.station
    before = north.one("patients", PATIENT)
    for more in ({"status": "ended", "status_since": 9}, {"deceased_on": "2026-11-01"}):
        assert hostile.says(forged(said(north, "patients", PATIENT, **more), "patients")) == (
            UNSTAMPED
        )
        assert north.one("patients", PATIENT) == before
    # What a portal may: a telephone number; the rest of what it says is held all the same.
    more = {"status": "ended", "phone": "68050007"}
    assert hostile.says(forged(said(north, "patients", PATIENT, **more), "patients")) == UNSTAMPED
    here = north.one("patients", PATIENT) or {}
    assert (here["status"], here["phone"]) == ("active", "68050007")


def test_a_correction_leaves_the_stamp_as_it_is(hostile: Hostile) -> None:
    north = hostile.station
    ended = said(north, "patients", PATIENT, status="ended", status_since=9)
    body = stamped(north, "patients", ended)
    telephone = [{"system": "phone", "value": "68050009"}]
    assert hostile.says(changed(body, telecom=telephone))[0][0] == "done"
    here = north.one("patients", PATIENT) or {}
    assert (here["status"], here["phone"]) == ("ended", "68050009")
    assert north.conflicts() == []


def test_nobody_is_paused_and_no_pause_goes_on(hostile: Hostile) -> None:
    north = hostile.station
    now = north.clock.now()
    fields = {
        "id": new_id(), "patient_id": PATIENT, "reason": "x", "from_at": now - 9,
        "until_at": now + 90_000_000, "set_by": BY, "ended_at": None, "ended_by": None,
        "cause": "travel",
    }  # fmt: skip
    assert hostile.says(forged(fields, "pauses")) == [("waiting", "unstamped", "")]
    assert north.rows("SELECT 1 FROM pauses") == []
    assert hostile.says(stamped(north, "pauses", fields))[0][0] == "done"
    assert north.conflicts() == []
    longer = {**fields, "until_at": now + 180_000_000}
    assert hostile.says(forged(longer, "pauses")) == UNSTAMPED
    assert north.rows("SELECT until_at FROM pauses") == [(now + 90_000_000,)]
    # What ends it sooner is let in by anybody: she is followed again.
    assert hostile.says(forged({**fields, "ended_at": now, "ended_by": BY}, "pauses"))[0][0] == (
        "done"
    )
    assert north.rows("SELECT ended_at FROM pauses") == [(now,)]


def test_no_reading_and_no_answer_is_left_out(hostile: Hostile) -> None:
    north = hostile.station
    reading = measure(north, 95.0)
    hostile.known("readings", reading)
    out = {"excluded": "wrong_patient", "excluded_reason": "", "excluded_by": BY, "excluded_at": 9}
    more = {"patient_id": PATIENT, "form_code": "cat", "form_version": 1, "language": "nb"}
    more |= {"answered_at": 5, "arrived_at": 5, "source": "tablet", "comment": "Help"}
    more |= {"answered_by": "patient", "source_key": "k"}
    answer = add(north, "form_answers", answers="{}", scores="{}", **more)
    hostile.known("form_answers", answer)
    for kind, record_id, acts in (
        ("readings", reading, out),
        ("form_answers", answer, out),
        ("form_answers", answer, {"comment_read_at": 9, "comment_read_by": BY}),
    ):
        before = north.one(kind, record_id)
        assert hostile.says(forged(said(north, kind, record_id, **acts), kind)) == UNSTAMPED
        assert north.one(kind, record_id) == before
    left_out = stamped(north, "readings", said(north, "readings", reading, **out))
    assert hostile.says(left_out)[0][0] == "done"
    assert north.rows("SELECT excluded FROM readings") == [("wrong_patient",)]


def test_a_reading_under_another_id_leaves_none_out(hostile: Hostile) -> None:
    north = hostile.station
    reading = measure(north, 95.0)
    out = {"excluded": "wrong_patient", "excluded_by": BY, "excluded_at": 9}
    twin = said(north, "readings", reading, **out, id=new_id())
    assert hostile.says(forged(twin, "readings"))[0][:2] == ("same", "twin")
    assert north.rows("SELECT id, excluded FROM readings") == [(reading, "")]
    assert [row[1:3] for row in north.conflicts()] == [(reading, "unstamped")]
    assert choose(north, "theirs")
    assert north.rows("SELECT id, excluded FROM readings") == [(reading, "wrong_patient")]


def test_a_consent_is_not_withdrawn_but_nothing_more_goes_there(hostile: Hostile) -> None:
    north = hostile.station
    consent = add(
        north, "consents", patient_id=PATIENT, form_version="1", given_on="2026-01-01",
        informed_by="u", registered_at=5, registered_by="u",
    )  # fmt: skip
    hostile.known("consents", consent)
    withdrawn = said(north, "consents", consent, withdrawn_on="2026-11-01", withdrawn_by=BY)
    assert hostile.says(forged(withdrawn, "consents")) == UNSTAMPED
    assert north.rows("SELECT withdrawn_on FROM consents") == [(None,)]
    assert north.rows("SELECT status FROM patients") == [("active",)]
    assert _blocked(north)
    assert choose(north, "ours")
    assert not _blocked(north)
    # One that nobody gave lets nothing go either.
    change(north, "consents", consent, withdrawn_on="2026-11-02", withdrawn_by=BY)
    anew = said(north, "consents", consent, id=new_id(), withdrawn_on=None, withdrawn_by=None)
    assert hostile.says(forged(anew, "consents")) == [("waiting", "unstamped", "")]
    assert _blocked(north)


def _blocked(station: Place) -> bool:
    with station.database.read() as reader:
        return PATIENT in withdrawn(reader, [PATIENT])


def test_no_plan_with_looser_limits_comes_into_force(hostile: Hostile) -> None:
    north = hostile.station
    plan_id = _plan(north)
    version = add_version(north, plan_id, 1, 90.0)
    hostile.known("plans", plan_id)
    hostile.known("plan_versions", version)
    over = said(north, "plan_versions", version, status="replaced", in_force_to=20)
    assert hostile.says(forged(over, "plan_versions")) == UNSTAMPED
    text = content_text(plan(70.0))
    looser = said(
        north, "plan_versions", version, id=new_id(), number=2, content=text, based_on=version,
        content_hash=hash_of(text), in_force_from=20,
    )  # fmt: skip
    assert hostile.says(forged(looser, "plan_versions")) == [("waiting", "unstamped", "")]
    draft = {**looser, "id": new_id(), "number": 3, "status": "draft", "approved_by_name": ""}
    hostile.says(forged(draft, "plan_versions"))
    assert hostile.says(forged({**draft, "status": "approved", "approved_by_name": "x"},
                               "plan_versions")) == UNSTAMPED  # fmt: skip
    assert north.rows("SELECT status FROM plan_versions ORDER BY number") == [
        ("approved",), ("draft",)
    ]  # fmt: skip
    assert len(north.conflicts()) == 3
    # A reading that the looser plan would have let pass is told.
    measure(north, 85.0)
    assert north.rows("SELECT state, level FROM alerts") == [("open", 2)]
    # The same from a station comes into force, and the differences are none any more.
    hostile.says(stamped(north, "plan_versions", over), stamped(north, "plan_versions", looser))
    assert north.rows("SELECT status FROM plan_versions WHERE number < 3 ORDER BY number") == [
        ("replaced",), ("approved",)
    ]  # fmt: skip
    assert len(north.conflicts()) == 1


def test_no_device_is_given_to_another_or_back(hostile: Hostile) -> None:
    north = hostile.station
    device = add_device(north)
    loan = lend(north, device)
    hostile.known("devices", device)
    hostile.known("loans", loan)
    ended = said(north, "loans", loan, ended_at=9, ended_by=BY)
    assert hostile.says(forged(ended, "loans")) == UNSTAMPED
    assert north.rows("SELECT ended_at FROM loans") == [(None,)]
    other = add_device(north)
    hostile.known("devices", other)
    lent = said(north, "loans", loan, id=new_id(), device_id=other)
    assert hostile.says(forged(lent, "loans")) == [("waiting", "unstamped", "")]
    assert north.rows("SELECT id FROM loans") == [(loan,)]


def test_a_loan_is_not_vouched_for_over_another(hostile: Hostile) -> None:
    north = hostile.station
    device = add_device(north)
    hostile.known("devices", device)
    before = lend(north, device, ended_at=9, ended_by="u")
    lent = said(north, "loans", before, id=new_id(), ended_at=None, ended_by=None)
    assert hostile.says(forged(lent, "loans")) == [("waiting", "unstamped", "")]
    lend(north, device)
    with pytest.raises(Trouble) as refused:
        choose(north, "theirs")
    assert refused.value.code == "conflict_in_the_way"
    assert choose(north, "ours")
    assert north.rows("SELECT count(*) FROM loans") == [(2,)]


def test_what_was_not_believed_comes_when_a_station_says_it(hostile: Hostile) -> None:
    north = hostile.station
    plan_id = _plan(north)
    first = add_version(north, plan_id, 1, 90.0)
    hostile.known("plans", plan_id)
    hostile.known("plan_versions", first)
    hostile.says(stamped(north, "plan_versions", said(
        north, "plan_versions", first, status="replaced", in_force_to=20), number=2))  # fmt: skip
    second = said(
        north, "plan_versions", first, id=new_id(), number=2, status="approved",
        based_on=first, in_force_from=20, in_force_to=None,
    )  # fmt: skip
    hostile.says(forged(second, "plan_versions"))
    assert choose(north, "ours")
    assert len(north.rows("SELECT 1 FROM plan_versions")) == 1
    hostile.says(stamped(north, "plan_versions", second))
    assert len(north.rows("SELECT 1 FROM plan_versions")) == 2
    assert north.conflicts() == []


def test_an_old_word_about_a_reading_under_another_id_is_over(hostile: Hostile) -> None:
    north = hostile.station
    reading = measure(north, 95.0)
    twin = said(north, "readings", reading, id=new_id())
    out = {**twin, "excluded": "wrong_patient", "excluded_by": BY, "excluded_at": 9}
    left_out = stamped(north, "readings", out)
    hostile.says(left_out)
    assert north.rows("SELECT excluded FROM readings") == [("wrong_patient",)]
    hostile.says(stamped(north, "readings", {**twin, "excluded_at": 12}, number=2))
    assert north.rows("SELECT excluded FROM readings") == [("",)]
    hostile.says(left_out)
    assert north.rows("SELECT excluded FROM readings") == [("",)]
    assert north.conflicts() == []


def test_what_makes_it_safer_needs_nobodys_word(hostile: Hostile) -> None:
    north = hostile.station
    add_version(north, _plan(north), 1, 90.0)
    alert = _alert(hostile)
    opened = said(north, "alerts", alert)
    close_alert(north, alert)
    hostile.known("alerts", alert)
    assert hostile.says(forged(opened, "alerts"))[0][0] == "done"
    assert north.rows("SELECT state FROM alerts") == [("open",)]
    change(north, "patients", PATIENT, status="ended")
    hostile.known("patients", PATIENT)
    active = said(north, "patients", PATIENT, status="active")
    assert hostile.says(forged(active, "patients"))[0][0] == "done"
    assert north.rows("SELECT status FROM patients") == [("active",)]
    assert north.conflicts() == []


def test_without_a_code_it_is_believed_as_before(north: Place) -> None:
    add_patient(north)
    hostile = Hostile(north)
    hostile.known("patients", PATIENT)
    ended = said(north, "patients", PATIENT, status="ended")
    assert hostile.says(forged(ended, "patients"))[0][0] == "done"
    assert north.rows("SELECT status FROM patients") == [("ended",)]


def test_a_stamp_by_another_code_is_none(hostile: Hostile) -> None:
    north = hostile.station
    ended = stamped(north, "patients", said(north, "patients", PATIENT, status="ended"))
    north.share_code(b"another code ...")
    assert hostile.says(ended) == UNSTAMPED
    assert north.rows("SELECT status FROM patients") == [("active",)]
