"""«Hvorfor»: what it says of any reading and alert agrees with what is stored."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Actor, Database
from station.rules.contacts import Action, Verdict
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Excluded, Source
from station.rules.rulebook import Baseline, Change, Combination, Condition
from station.services.alerts.alerts import Alerts, Handling
from station.services.alerts.snoozing import Snoozing
from station.services.care.statuses import Statuses
from station.services.readings.manual import Manual
from station.services.why.explaining import Explained
from station.services.why.words import FOUND, KEPT, NOT_FOUND, UNTRIED
from tests.intaking import BENEFIT, DAY, NURSE, SPO2, spo2_plan
from tests.patients import log_of
from tests.why_desk import HOUR, Desk


@pytest.fixture
def desk(database: Database, actor: Actor, clock: FixedClock) -> Desk:
    return Desk(database, actor, clock)


def told(found: Explained) -> list[tuple[str, str, str]]:
    return [(rule.sentence, rule.outcome, rule.verdict) for rule in found.rules]


def test_an_alert_is_explained_by_its_rule_its_numbers_and_its_plan(desk: Desk) -> None:
    desk.plan(spo2_plan())
    desk.take(93, ago=DAY)
    desk.take(84)
    found = desk.explaining.alert(NURSE, desk.alert())
    assert found.summary == "This reading raised a red alert."
    assert found.plan == "Plan v1, approved, decided."
    assert told(found) == [
        (
            "SpO₂ below 86 %",
            FOUND,
            "Holds: SpO₂ 84 % below own limit 86 % (1 of 1).",
        ),
        ("SpO₂ below 89 %, two readings in a row", NOT_FOUND, "Holds for 1 of 2, takes 2."),
    ]
    assert [each.level for each in found.told] == [Level.RED]
    assert found.rules[1].numbers[0].startswith("93 %, yesterday")
    assert found.nearest == ("SpO₂: 1 more reading below 89 % gives yellow",)
    assert (found.name, found.born, found.line.text) == ("Rask Elg", "born 07.03.1948", "SpO₂ 84 %")
    with desk.record.read() as reader:
        assert log_of(reader, desk.patient)[0] == "why_opened"


def test_a_green_reading_tells_what_it_would_have_taken(desk: Desk) -> None:
    desk.plan(spo2_plan())
    found = desk.why(desk.take(93))
    assert found.summary == "No rule holds, so it raised no alert."
    assert found.nearest == ("SpO₂: yellow below 89 %, two readings in a row",)
    assert {rule.outcome for rule in found.rules} == {NOT_FOUND}


def test_without_a_plan_or_without_a_rule_it_says_so(desk: Desk) -> None:
    first = desk.why(desk.take(84))
    assert first.summary == "No plan decided at the time of the reading, so it was not judged."
    assert first.plan == "No plan decided at that time."
    assert told(first) == [("SpO₂", UNTRIED, "No plan decided at the time of the reading.")]
    desk.plan(spo2_plan())
    second = desk.why(desk.take(70, kind="pulse"))
    assert second.summary == "The plan has no limits or rules for this, so it raises nothing."


def test_a_failed_measurement_has_nothing_to_judge(desk: Desk) -> None:
    desk.plan(spo2_plan())
    reading = desk.take(84)
    with desk.database.write(desk.actor) as writer:
        writer.execute("UPDATE readings SET value = NULL WHERE id = ?", (reading,))
        writer.audit("broken_for_test", "reading", reading)
    found = desk.why(reading)
    assert found.summary == "The measurement gave no value, so there is nothing to judge."
    assert told(found) == [("SpO₂", UNTRIED, "There is no value that a rule can be tried on.")]


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (Excluded.ACTIVITY, "measured in activity"),
        (Excluded.TEST, "test"),
        (Excluded.WRONG_PATIENT, "wrong patient"),
    ],
)
def test_a_reading_left_out_is_tried_and_held(desk: Desk, mark: Excluded, why: str) -> None:
    desk.plan(spo2_plan())
    reading = desk.take(84)
    Manual(desk.record).mark(NURSE, reading, mark, "sagt")
    found = desk.why(reading)
    assert found.summary == f"The reading is left out ({why}) and raises nothing."
    assert told(found)[0][1:] == (KEPT, f"Holds, but the reading is left out: {why}.")
    Manual(desk.record).mark(NURSE, reading, Excluded.NO)
    assert desk.why(reading).summary == "This reading raised a red alert."


def test_history_of_a_file_raises_nothing(desk: Desk) -> None:
    desk.plan(spo2_plan(), since=60 * DAY)
    found = desk.why(desk.take(84, ago=20 * DAY, source=Source.FILE))
    assert found.summary == "A rule holds, but it raised no alert. Below it is told why."
    assert told(found)[0][2] == "Holds, but a file's readings older than 7 days raise nothing."


def test_an_open_alert_goes_on(desk: Desk) -> None:
    desk.plan(spo2_plan())
    desk.take(84, ago=2 * HOUR)
    desk.clock.advance(HOUR)
    found = desk.why(desk.take(83))
    held = next(rule for rule in found.rules if rule.outcome == KEPT)
    assert held.verdict.startswith("Holds, and an alert about it was open already, since today")
    with desk.database.write(desk.actor) as writer:
        writer.execute("UPDATE alerts SET opened_at = opened_at + ?", (DAY,))
        writer.audit("clock_set_for_test", "alert", "")
    held = next(rule for rule in desk.why(found.line.id).rules if rule.outcome == KEPT)
    assert held.verdict == "Holds, and an alert about it was open already."


@pytest.mark.parametrize(("day", "said"), [("2026-11-01", "1 Nov 2026"), (None, "19 Nov 2026")])
def test_who_approved_the_plan_is_told(desk: Desk, day: str | None, said: str) -> None:
    desk.plan(spo2_plan())
    with desk.database.write(desk.actor) as writer:
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by, approved_by_name, approved_on, in_force_from) "
            "SELECT 'x', plan_id, patient_id, 2, 'approved', content, '', ?1, 'x', 'Lun Hylle', "
            "?2, ?1 FROM plan_versions",
            (desk.clock.now() - DAY, day),
        )
        writer.audit("approved_for_test", "plan", "")
    found = desk.why(desk.take(93))
    assert found.plan == f"Plan v2 decided, approved {said} by Lun Hylle."


def test_what_a_closing_settled_names_who_closed_it(desk: Desk) -> None:
    desk.plan(spo2_plan())
    first, second = desk.take(84, ago=2 * HOUR), desk.take(83, ago=HOUR)
    desk.clock.advance(1000)
    done = Handling(Action.CALL, note="ringt")
    Alerts(desk.record).close(NURSE, desk.alert(), done, Verdict.REAL)
    for reading in (first, second):
        held = next(rule for rule in desk.why(reading).rules if rule.outcome == KEPT)
        assert held.verdict.startswith("Holds, but")
        assert "closed an alert about it today" in held.verdict


def test_a_pause_and_a_snooze_are_told(desk: Desk) -> None:
    desk.plan(spo2_plan((Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89),)))
    yellow = desk.take(88, ago=HOUR)
    until = desk.clock.now() + DAY
    Snoozing(desk.record).snooze(NURSE, desk.alert(), until, "avtalt")
    assert "is put off until tomorrow" in desk.why(yellow).rests[0]
    Statuses(desk.record).pause(NURSE, desk.patient, "ferie", day_of(until))
    desk.clock.advance(1000)
    with desk.database.write(desk.actor) as writer:
        writer.execute("UPDATE snoozes SET ended_at = 1", ())
        writer.audit("ended_for_test", "snooze", "")
    desk.clock.advance(1000)
    Alerts(desk.record).close(NURSE, desk.alert(), Handling(Action.CALL, note="x"), Verdict.REAL)
    found = desk.why(desk.take(87))
    assert told(found)[0][2] == (
        "Holds, but the follow-up was paused then. Only red breaks through."
    )
    assert found.rests == ("The follow-up is paused (tomorrow 00:00). Red breaks through.",)


def test_lo_of_a_meter_change_baseline_and_combination_are_told(desk: Desk) -> None:
    rules = (
        Change("weight", Level.YELLOW, Side.HIGH, 2.0, 3),
        Baseline("weight", Level.YELLOW, Side.HIGH, 1.0),
        Combination(
            "one",
            Level.RED,
            2,
            (
                Condition("spo2", Operator.BELOW, 90),
                Condition("pulse", Operator.ABOVE, 110),
            ),
        ),
    )
    content = replace(spo2_plan(), rules=rules)
    desk.plan(content)
    desk.take(80, ago=2 * DAY, kind="weight")
    weight = desk.why(desk.take(83, kind="weight"))
    assert weight.rules[0].outcome == FOUND
    assert "There are too few readings to tell." in {rule.verdict for rule in weight.rules}
    desk.take(120, ago=HOUR, kind="pulse")
    pair = desk.why(desk.take(88))
    assert pair.rules[0].outcome == FOUND
    assert any(each.endswith(": holds") for each in pair.rules[0].numbers)
    desk.clock.advance(HOUR)
    out = desk.take(87)
    Manual(desk.record).mark(NURSE, out, Excluded.ACTIVITY)
    said = "The reading does not count, so the rule was not tried on it."
    assert said in {rule.verdict for rule in desk.why(out).rules}
    desk.clock.advance(HOUR)
    alone = desk.why(desk.take(95))
    assert "Holds for 1, takes 2." in {rule.verdict for rule in alone.rules}
    lo = desk.why(desk.take(None, kind="glucose", beyond=Side.LOW))
    assert "Glucose: the meter shows LO or HI" in {rule.sentence for rule in lo.rules}
    assert any(number.startswith("LO, today") for rule in lo.rules for number in rule.numbers)


def test_hours_are_told_with_the_first_and_the_newest_numbers(desk: Desk) -> None:
    limit = Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 12, hours=24)
    desk.plan(PlanContent("diabetes", "nb", limits=(limit,)))
    ids = [desk.take(13 + at / 10, ago=(26 - 2 * at) * HOUR, kind="glucose") for at in range(14)]
    assert desk.why(ids[2]).rules[0].verdict == "Has not lasted for so long."
    assert [desk.why(each).rules[0].outcome for each in ids].count(FOUND) == 1
    newest = desk.why(ids[-1])
    assert newest.rules[0].outcome == KEPT
    assert len(newest.rules[0].numbers) <= 6


def test_the_lower_of_two_that_hold_stands_back(desk: Desk) -> None:
    desk.plan(spo2_plan((SPO2[0], replace(SPO2[1], k=1, n=1))))
    found = desk.why(desk.take(84))
    assert [rule.verdict for rule in found.rules][1] == "Holds. The worse one goes before it."


def test_a_plan_that_cannot_be_read_is_told_and_breaks_nothing(desk: Desk) -> None:
    desk.plan(spo2_plan())
    reading = desk.take(84)
    with desk.database.write(desk.actor) as writer:
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by) "
            "SELECT 'x', plan_id, patient_id, 2, 'draft', '{\"limits\": 7}', '', 1, 'x' "
            "FROM plan_versions",
            (),
        )
        writer.audit("broken_for_test", "plan", "")
    found = desk.why(reading)
    assert not found.readable
    assert found.plan == "The plan cannot be read. Open it under «Plans»."
    assert (found.rules, found.rests) == ((), ())


def test_a_rule_that_fails_hides_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.plan(spo2_plan())
    reading = desk.take(84)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("station.services.why.explaining.explain", broken)
    assert desk.why(reading).rules[0].outcome == UNTRIED


def test_what_is_gone_or_not_allowed_is_refused(desk: Desk) -> None:
    with pytest.raises(Trouble, match="reading_unknown"):
        desk.why("0" * 32)
    with pytest.raises(Trouble, match="alert_unknown"):
        desk.explaining.alert(NURSE, "0" * 32)
    with pytest.raises(Trouble, match="not_allowed"):
        desk.explaining.reading(BENEFIT, desk.take(84))


ODD = st.one_of(st.none(), st.floats(allow_nan=False), st.just(1e308), st.just(-0.0))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=ODD,
    second=ODD,
    kind=st.sampled_from(["spo2", "bp", "glucose", "kols_daily.breath", "cat_total", "x.y"]),
    beyond=st.sampled_from(["", "low", "high"]),
    marked=st.tuples(
        st.sampled_from([each.value for each in Excluded]),
        st.sampled_from(["", "moved", "gibberish low_battery"]),
    ),
    ago=st.sampled_from([0, HOUR, 40 * DAY, -DAY]),
)
def test_no_reading_however_odd_breaks_it(
    desk: Desk,
    value: float | None,
    second: float | None,
    kind: str,
    beyond: str,
    marked: tuple[str, str],
    ago: int,
) -> None:
    excluded, quality = marked
    if not desk.count:
        desk.plan(spo2_plan())
        desk.take(84, ago=2 * HOUR)
    desk.count += 1
    reading = f"{desk.count:032x}"
    at = desk.clock.now() - ago
    with desk.database.write(desk.actor) as writer:
        writer.execute(
            "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, source, entered_by, "
            "source_key, value, value2, beyond, excluded, quality, confirmed, remeasures_id) "
            "VALUES (?, ?, ?, ?, ?, 'device', '', ?, ?, ?, ?, ?, ?, 0, ?)",
            (
                *(reading, desk.patient, kind, at, at, reading, value, second),
                *(beyond, excluded, quality, reading),
            ),
        )
        writer.audit("odd_for_test", "reading", reading)
    found = desk.why(reading)
    assert found.summary
    assert all(rule.verdict for rule in found.rules)
