"""The timeline: alerts with what became of them, contacts, plans, consent, pauses and openings."""

from datetime import timedelta

from station.core.zone import day_of
from station.rules.approval import Approval
from station.rules.contacts import Action, Initiative, Verdict
from station.rules.readings import Excluded
from station.services.alerts.alerts import Handling
from station.services.equipment.lending import NewDevice
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.measuring.measuring import RawPacket
from station.services.today.timeline import Entry
from tests.cohort import DAY, MINUTE, Cohort
from tests.store_room import make_ready


def entries(cohort: Cohort, patient: str) -> tuple[Entry, ...]:
    """The timeline as the card shows it."""
    return cohort.station.cards.refresh(cohort.session, patient).timeline


def texts(cohort: Cohort, patient: str) -> list[str]:
    """What the timeline says, the newest first."""
    return [entry.text for entry in entries(cohort, patient)]


def test_an_alert_and_its_closing_are_one_line(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 88, 88, 84)
    alerts, session = cohort.station.alerts, cohort.session
    (alert,) = alerts.of_patient(session, patient)
    cohort.clock.advance(MINUTE)
    alerts.act(session, patient, Handling(Action.CALL, "no_answer", "Prøver igjen"), alert.row.id)
    cohort.clock.advance(MINUTE)
    alerts.close(session, alert.row.id, Handling(Action.ADVICE, note="Hviler"), Verdict.REAL)
    found = entries(cohort, patient)
    assert [(entry.text, entry.note) for entry in found[:2]] == [
        ("Called the patient · no answer", "Prøver igjen"),
        ("Yellow → Red: SpO₂ 84 % below 86 → advice per plan (real)", "Hviler"),
    ]
    assert (found[1].zone, found[1].by) == ("red", "Rask Elg")


def test_who_took_contact_is_said(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    for action in (Action.CALL, Action.NOTE):
        cohort.clock.advance(MINUTE)
        handling = Handling(action, initiative=Initiative.PATIENT)
        cohort.station.alerts.act(cohort.session, patient, handling)
    assert texts(cohort, patient)[:2] == [
        "Note, on the patient's initiative",
        "The patient called",
    ]


def test_plans_consent_pauses_and_openings_are_in_it(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    first = cohort.station.plans.versions(cohort.session, patient)[0]
    cohort.clock.advance(MINUTE)
    draft = cohort.station.plans.next_draft(cohort.session, first.version.id)
    assert "Plan v2 begun" in texts(cohort, patient)
    row = cohort.station.plans.open(cohort.session, draft)
    assert row.version.number == 2
    on = day_of(cohort.clock.now()).isoformat()
    approval = Approval("Lege Stille Vann", on, "paper", cohort.clock.now())
    assert not cohort.station.plans.approve(cohort.session, draft, approval)
    until = day_of(cohort.clock.now()) + timedelta(days=3)
    cohort.station.statuses.pause(cohort.session, patient, "Innlagt", until)
    cohort.clock.advance(DAY)
    cohort.station.statuses.end_pause(cohort.session, patient)
    cohort.station.cards.open(cohort.session, patient)
    found = texts(cohort, patient)
    assert found[0] in ("Open with Rask Elg", "Pause ended")
    assert any(text.startswith("Pause begun") and text.endswith("Innlagt") for text in found)
    assert any("v2 approved" in text for text in found)
    assert any("v1 approved" in text and "held until" in text for text in found)
    consent = next(each for each in entries(cohort, patient) if each.dated)
    assert consent.text == "Consent given, informed by Rask Elg"
    given = cohort.station.patients.refresh(cohort.session, patient).consent
    assert given is not None
    cohort.station.consents.withdraw(cohort.session, patient, given.id, day_of(cohort.clock.now()))
    assert "Consent withdrawn" in texts(cohort, patient)


def test_a_reading_marked_out_leaves_the_alert_in_the_timeline(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 84)
    (entry,) = [each for each in entries(cohort, patient) if each.zone == "red"]
    assert entry.at == cohort.clock.now()


def test_an_answered_form_is_told_by_what_stands_out_in_it(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    names = [
        "pain",
        "tiredness",
        "drowsiness",
        "nausea",
        "appetite",
        "breath",
        "depression",
        "anxiety",
        "wellbeing",
    ]
    calm: dict[str, object] = dict.fromkeys(names, 1)
    answer_id = ""
    for answers, note in ((calm, ""), (calm | {"pain": 8, "breath": None}, "Vond natt")):
        cohort.clock.advance(MINUTE)
        given = Answered(
            "esas_r",
            1,
            answers,
            AnsweredBy.RELATIVE,
            AnswerSource.PAPER,
            cohort.clock.now(),
            name="Lun Hylle",
            comment=note,
        )
        answer_id = cohort.station.answers.answer(cohort.session, patient, given).answer_id
    told = [entry for entry in entries(cohort, patient) if entry.text.startswith("ESAS-r")]
    assert [(entry.text, entry.zone, entry.note, entry.by) for entry in told] == [
        ("ESAS-r: pain 8 of 10", "red", "Vond natt", "a relative (Lun Hylle)"),
        ("ESAS-r: nothing is yellow or red", "", "", "a relative (Lun Hylle)"),
    ]
    cohort.station.answers.exclude(cohort.session, answer_id, Excluded.TEST, "a test")
    assert len([text for text in texts(cohort, patient) if text.startswith("ESAS-r")]) == 1


def test_a_measurement_that_failed_is_told_with_its_device(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    station, session = cohort.station, cohort.session
    device = station.lending.register(session, NewDevice("oximeter", "", "Oksymeter 1"))
    make_ready(station.record, session, device)
    station.lending.lend(session, device, patient)
    cohort.clock.advance(DAY)
    packet = RawPacket(0x2A5E, bytes.fromhex("0001080108"), cohort.clock.now())
    assert station.measuring.take(session, device, [packet]).failed == 1
    (entry,) = [each for each in entries(cohort, patient) if "Oksymeter" in each.text]
    assert entry.text == "Failed measurement from a device: SpO₂, Oksymeter 1"
    assert (entry.at, entry.zone) == (cohort.clock.now(), "")
