"""The training municipality is what its papers say, from one seed, and harms nobody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock, RunningClock
from station.core.paths import Home
from station.core.zone import day_of, local
from station.rules.identifiers import Identified, is_synthetic_for_sure, recognise
from station.rules.limits import Level
from station.rules.standing import Standing
from station.services.forms.answers import AnsweredBy
from station.services.office.frame import Frame
from station.services.session import Session
from station.training import door
from station.training.day import DAY, morning
from station.training.numbers import synthetic_number
from station.training.people import PEOPLE, WAITING, Pattern
from station.training.series import DAYS, moment, series
from station.wiring import Station, build
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def town(municipality: Path, tmp_path: Path) -> Home:
    return copy_home(municipality, tmp_path / "town")


@pytest.fixture
def entered(town: Home) -> Iterator[tuple[Station, Session]]:
    """The training municipality open on its morning."""
    station = build(town, FixedClock(morning()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    yield station, station.door.sign_in(owner.slot_id, door.PASSWORD)
    station.close()


def test_the_day_begins_with_what_the_papers_promise(entered: tuple[Station, Session]) -> None:
    station, session = entered
    rows = station.worklist.rows(session).rows
    counted = Counter(row.standing for row in rows)
    assert counted == {
        Standing.RED: 1,
        Standing.YELLOW: 3,
        Standing.MISSING: 2,
        Standing.PAUSE: 2,
        Standing.GREEN: 17,
    }
    assert rows[0].name == "Rask Elg"
    assert [row.standing for row in rows] == sorted(
        (row.standing for row in rows), key=list(Standing).index
    )


def test_the_day_has_the_plans_the_papers_promise(entered: tuple[Station, Session]) -> None:
    station, session = entered
    followed = {row.patient_id: row for row in station.worklist.rows(session).rows}
    listed = [each.row for each in station.plans.everyone(session)]
    counted = Counter(row.template for row in listed if row.patient_id in followed)
    assert counted == {
        "kols": 11,
        "diabetes": 5,
        "hjertesvikt": 5,
        "palliasjon": 2,
        "alderspsykiatri": 1,
        "krisemestringsplan": 1,
    }


def test_the_red_one_is_short_of_breath_in_the_form_of_the_same_morning(
    entered: tuple[Station, Session],
) -> None:
    station, session = entered
    red, *others = station.worklist.rows(session).rows
    alerts = station.alerts.of_patient(session, red.patient_id)
    known = {alert.row.component: alert for alert in alerts if alert.row.closed_at is None}
    assert known["spo2"].level is Level.RED
    assert known["kols_daily.breath"].level is Level.YELLOW
    newest = station.answers.listing(session, red.patient_id)[0]
    assert day_of(newest.answered_at) == DAY
    waiting = [row for row in others if row.comments]
    assert [(row.name, row.standing) for row in waiting] == [("Blid Trapp", Standing.GREEN)]


def test_a_relative_reports_and_one_could_not_say(entered: tuple[Station, Session]) -> None:
    station, session = entered
    ids = {row.name: row.patient_id for row in station.worklist.rows(session).rows}
    reported = station.answers.listing(session, ids["Sindig Eik"])
    assert {each.name for each in reported} == {"Trofast Eik"}
    assert {each.by for each in reported} == {AnsweredBy.RELATIVE}
    newest = station.answers.listing(session, ids["Taus Hegre"])[0]
    shown = station.answers.shown(session, newest.id)
    assert len([line for line in shown.lines if line.answer]) >= 9
    assert "drowsiness" in {line.item for line in shown.lines}


def test_the_crisis_plan_is_in_the_patients_own_words(entered: tuple[Station, Session]) -> None:
    station, session = entered
    ids = {row.name: row.patient_id for row in station.worklist.rows(session).rows}
    desk = station.plans.desk(session, ids["Stolt Lind"])
    content = desk.versions[0].version.content
    assert desk.standing == desk.versions[0].version.id
    assert (content.limits, content.schedule) == ((), ())
    assert not [line.text for line in content.lines() if "…" in line.text]


def test_everybody_is_registered_with_a_number_no_living_person_has(
    entered: tuple[Station, Session],
) -> None:
    station, _ = entered
    with station.record.read() as reader:
        numbers = [str(n) for (n,) in reader.raw("SELECT national_number FROM patients")]
    assert len(numbers) == len(set(numbers)) == len(PEOPLE) + len(WAITING)
    assert all(int(number[2:4]) > 80 for number in numbers)


def test_the_file_says_that_its_people_are_invented(entered: tuple[Station, Session]) -> None:
    station, _ = entered
    assert Frame(station.record, station.backups).facts().training


def test_a_home_is_known_as_training_by_its_mark_alone(town: Home, home: Home) -> None:
    assert door.is_training(town)
    assert not door.is_training(home)


def test_the_training_home_stands_beside_the_real_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATION_HOME", str(tmp_path / "Station"))
    assert door.training_home().root == tmp_path / "Station-training"


def test_the_day_goes_on_where_it_was_left(town: Home) -> None:
    assert isinstance(door.clock(town), RunningClock)
    assert door.clock(town).now() - morning() < 60_000
    door.leave(town, morning() + 3_600_000)
    assert 0 <= door.clock(town).now() - morning() - 3_600_000 < 60_000
    (town.root / "training.clock").write_text("spoilt", encoding="utf-8")
    assert door.clock(town).now() - morning() < 60_000


def test_the_morning_is_a_wednesday_at_two_minutes_to_nine() -> None:
    assert day_of(morning()) == DAY
    assert local(morning()).strftime("%a %H:%M") == "Wed 08:58"


def test_the_same_seed_gives_the_same_readings_and_another_gives_others() -> None:
    one, other = (tuple(series(PEOPLE[0], seed)) for seed in (1, 2))
    assert one == tuple(series(PEOPLE[0], 1)) != other


def test_readings_come_oldest_first_and_stay_within_the_days() -> None:
    for person in PEOPLE:
        made = list(series(person, 2026))
        assert bool(made) is bool(person.patterns)
        ages = [each.days_ago for each in made]
        assert ages == sorted(ages, reverse=True)
        assert all(person.silent_days <= age <= DAYS for age in ages)
        taken = {(each.kind, moment(0, each)) for each in made}
        assert len(taken) == len(made)


def test_planted_values_stand_at_the_end() -> None:
    spo2 = [each.values[0] for each in series(PEOPLE[0], 2026) if each.kind == "spo2"]
    assert spo2[-9:] == [90, 89, 90, 90, 89, 88, 89, 86, 84]


def test_a_dip_makes_worse_for_some_days() -> None:
    pattern = Pattern("spo2", (95.0,), 0.0)
    calm = replace(PEOPLE[0], patterns=(pattern,), dips=())
    low = min(each.values[0] for each in series(replace(calm, dips=(40,)), 1))
    assert low < min(each.values[0] for each in series(calm, 1))


@pytest.mark.parametrize("born", ["1936-02-11", "1989-12-13", "1948-03-14"])
def test_made_numbers_are_whole_and_belong_to_the_birth_date(born: str) -> None:
    number = synthetic_number(born, 100)
    assert len(number) == 11
    assert number[:2] == born[8:]
    assert number != synthetic_number(born, int(number[6:9]) + 1)
    found = recognise(number, DAY)
    assert isinstance(found, Identified)
    assert is_synthetic_for_sure(found)


def test_a_day_without_numbers_left_is_an_error() -> None:
    with pytest.raises(ValueError, match="no number"):
        synthetic_number("1948-03-14", 500)
