"""«Kvitter grønne» takes only those about whom there is nothing to do, and can be taken back."""

import json
from datetime import timedelta

import pytest

from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.acknowledging import LeftOut
from station.rules.contacts import Action, Verdict
from station.rules.plans import CRISIS
from station.rules.standing import Standing
from station.services.alerts.alerts import Handling
from station.services.session import Session
from station.services.today.acknowledging import Offer, can_be_taken
from tests.cohort import DAY, MINUTE, Cohort
from tests.services.alerts.test_snoozing import row_of, yellow


def offered(cohort: Cohort) -> Offer:
    return cohort.station.acknowledging.offer(cohort.session)


def green(cohort: Cohort, name: str = "Lun Hylle", born: str = "1946-01-09") -> str:
    patient = cohort.followed(name, born)
    cohort.spo2(patient, 93)
    return patient


def comment(cohort: Cohort, patient: str) -> None:
    with cohort.station.record.write(cohort.session) as writer:
        writer.execute(
            "INSERT INTO form_answers (id, patient_id, form_code, form_version, language, "
            "answered_at, arrived_at, answered_by, source, answers, scores, source_key, comment) "
            "VALUES (?, ?, 'x', 1, 'nb', 1, 1, 'patient', 'tablet', ?, ?, 'k', 'Er svimmel')",
            (new_id(), patient, json.dumps({}), json.dumps({})),
        )
        writer.quiet()


def take(cohort: Cohort, offer: Offer) -> str:
    wanted = [line.patient_id for line in offer.taken]
    return cohort.station.acknowledging.take(cohort.session, wanted, offer.shown_at, offer.up_to).id


def test_it_says_whom_it_takes_and_why_the_others_are_left_out(cohort: Cohort) -> None:
    calm = green(cohort)
    _, alert = yellow(cohort, "Stille Brygge")
    snoozed, other = yellow(cohort, "Mild Kystvei")
    cohort.station.snoozing.snooze(cohort.session, other, cohort.clock.now() + DAY, "kortison")
    closer = green(cohort, "Rolig Fjord", "1957-05-05")
    day = day_of(cohort.clock.now()) + timedelta(days=3)
    cohort.station.following.begin(cohort.session, closer, day, "ny kur")
    unread = green(cohort, "Blid Trapp", "1944-04-04")
    comment(cohort, unread)
    cohort.patient("Grønn Bro", "1950-05-05")
    offer = offered(cohort)
    assert [line.patient_id for line in offer.taken] == [calm]
    assert {line.name: line.why for line in offer.left} == {
        "Stille Brygge": LeftOut.ALERT,
        "Mild Kystvei": LeftOut.ALERT,
        "Rolig Fjord": LeftOut.CLOSER,
        "Blid Trapp": LeftOut.COMMENT,
        "Grønn Bro": LeftOut.UNKNOWN,
    }
    assert row_of(cohort, snoozed).standing is Standing.PAUSE, "and it is not taken"
    cohort.station.alerts.close(
        cohort.session, alert, Handling(Action.CALL, "answered"), Verdict.REAL
    )


def test_an_acknowledged_row_says_so_until_something_new_comes(cohort: Cohort) -> None:
    patient = green(cohort)
    take(cohort, offered(cohort))
    row = row_of(cohort, patient)
    assert row.acknowledged
    assert row.reason == "All within own limits · acknowledged 09:01 RE"
    assert offered(cohort).left[0].why is LeftOut.DONE
    cohort.spo2(patient, 94)
    assert not row_of(cohort, patient).acknowledged
    assert [line.patient_id for line in offered(cohort).taken] == [patient]


def test_a_late_reading_is_new_too(cohort: Cohort) -> None:
    patient = green(cohort)
    cohort.clock.advance(MINUTE)
    take(cohort, offered(cohort))
    cohort.clock.advance(MINUTE)
    cohort.take(patient, "spo2", 94.0, ago=5 * MINUTE)
    assert not row_of(cohort, patient).acknowledged


def test_tomorrow_is_a_new_day(cohort: Cohort) -> None:
    patient = green(cohort)
    take(cohort, offered(cohort))
    cohort.clock.advance(DAY)
    assert not row_of(cohort, patient).acknowledged


def test_what_came_since_the_list_was_looked_at_is_left_out(cohort: Cohort) -> None:
    one, other = green(cohort), green(cohort, "Rolig Fjord", "1957-05-05")
    offer = offered(cohort)
    cohort.spo2(other, 95)
    wanted = [line.patient_id for line in offer.taken]
    made = cohort.station.acknowledging.take(cohort.session, wanted, offer.shown_at, offer.up_to)
    assert [line.patient_id for line in made.taken] == [one]
    assert [(line.patient_id, line.why) for line in made.left] == [(other, LeftOut.NEWER)]
    with cohort.station.record.read() as reader:
        assert reader.raw("SELECT patient_id, up_to, readings FROM acknowledgements") == [
            (one, offer.shown_at, 1)
        ]


def test_two_windows_at_once_acknowledge_once(cohort: Cohort) -> None:
    green(cohort)
    first, second = offered(cohort), offered(cohort)
    take(cohort, first)
    with pytest.raises(Trouble) as refused:
        take(cohort, second)
    assert refused.value.code == "nobody_taken"
    with cohort.station.record.read() as reader:
        assert reader.raw("SELECT count(*) FROM acknowledgements") == [(1,)]


@pytest.mark.parametrize("moved", [11 * MINUTE, -MINUTE, -400 * DAY])
def test_an_old_list_or_one_of_the_future_is_shown_anew(cohort: Cohort, moved: int) -> None:
    green(cohort)
    offer = offered(cohort)
    cohort.clock.set(cohort.clock.now() + moved)
    with pytest.raises(Trouble) as refused:
        take(cohort, offer)
    assert refused.value.code == "offer_stale"


def test_a_round_is_taken_back_within_a_minute_by_the_one_who_made_it(cohort: Cohort) -> None:
    patient = green(cohort)
    round_id = take(cohort, offered(cohort))
    other = Session("x", "Stille Brygge", "SB", "nurse", "en")
    with pytest.raises(Trouble) as refused:
        cohort.station.acknowledging.undo(other, round_id)
    assert refused.value.code == "round_unknown"
    cohort.clock.advance(MINUTE)
    for _ in range(2):
        cohort.station.acknowledging.undo(cohort.session, round_id)
    assert not row_of(cohort, patient).acknowledged
    assert [line.patient_id for line in offered(cohort).taken] == [patient]
    later = take(cohort, offered(cohort))
    cohort.clock.advance(MINUTE + 1)
    with pytest.raises(Trouble) as refused:
        cohort.station.acknowledging.undo(cohort.session, later)
    assert refused.value.code == "undo_late"


def test_an_unconfirmed_value_is_not_taken_until_somebody_stands_by_it(cohort: Cohort) -> None:
    patient = cohort.patient("Rask Elg")
    cohort.plan(patient)
    cohort.spo2(patient, 93)
    cohort.take(patient, "weight", 260.0)
    found = cohort.station.manual.newest(cohort.session, patient)
    reading = next(each for each in found if each.kind == "weight")
    assert not reading.confirmed
    assert offered(cohort).left[0].why is LeftOut.UNCONFIRMED
    cohort.station.manual.confirm(cohort.session, reading.id)
    assert [line.patient_id for line in offered(cohort).taken] == [patient]


def test_the_button_counts_by_the_rule_that_the_panel_goes_by(cohort: Cohort) -> None:
    calm = green(cohort)
    yellow(cohort, "Stille Brygge")
    crisis = cohort.patient("Mild Kystvei", "1950-05-05")
    cohort.station.plans.start_draft(cohort.session, crisis, CRISIS, "nb")
    cohort.station.sweeper.sweep()
    rows = cohort.station.worklist.rows(cohort.session).rows
    assert next(row for row in rows if row.patient_id == crisis).standing is Standing.GREEN
    assert [row.patient_id for row in rows if can_be_taken(row)] == [calm]
    assert [line.patient_id for line in offered(cohort).taken] == [calm]
    take(cohort, offered(cohort))
    assert not any(map(can_be_taken, cohort.station.worklist.rows(cohort.session).rows))
