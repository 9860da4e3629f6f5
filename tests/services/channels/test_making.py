"""Small parts of what is made; what a service gets of it all stands in test_channel_run."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from station.core.ids import same_id
from station.models.database import Writer
from station.models.queries.channels import Named
from station.models.queries.outbox import Due, Head
from station.models.records.plans import content_text
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import CRISIS, PlanContent
from station.services.channels.making import Order, their_content
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.sync.values import Report
from station.sync.adapters.people import Sender
from tests.cohort import DAY, Cohort
from tests.services.channels.test_run import NUMBER, Desk
from tests.sync.adapters.fakes import PlansService, VkpService

ORDER = Order(
    Due("readings", "r", "p", 1, 1, 0, None, None, ""),
    {"a": 1, "b": 2},
    Named("p", "01814049996", "F", "Rask", "Elg", protected=False, consented=True),
    Sender("974760673", "Fjellsund kommune"),
    None,
)


def test_an_order_knows_what_was_told_before() -> None:
    assert not ORDER.said(("a",))
    assert ORDER.former == ""
    assert ORDER.person.name == "Rask Elg"
    told = replace(ORDER, head=Head("Observation", "x", "v", json.dumps({"a": 1})))
    assert told.said(("a",))
    assert not told.said(("a", "b"))
    assert told.former == "v"


def test_their_plan_is_laid_beside_ours() -> None:
    ours = PlanContent("kols", "nb", goal="Vårt mål")
    zones = [
        {"condition": "Tungpust\n\nHoste", "action": "Ring", "level": "yellow"},
        {"condition": "x", "action": "y", "level": "black"},
    ]
    body = {"clinical_content": {"description": "Deres mål", "zones": zones}}
    theirs = their_content(ours, body)
    assert (theirs.goal, theirs.template) == ("Deres mål", "kols")
    (zone,) = theirs.zones
    assert zone.level is Level.YELLOW
    assert [line.text for line in zone.signs] == ["Tungpust", "Hoste"]
    assert zone.measures[0].id == same_id("service", "Ring")
    assert PlanContent.from_data(theirs.to_data()) == theirs


@pytest.fixture
def desk(cohort: Cohort) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(cohort, stack)


ANSWERS = {"breath": 2, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}


def test_an_alert_about_answers_brings_the_answers(desk: Desk) -> None:
    service, cohort = VkpService(), desk.cohort
    patient = cohort.patient("Rask Elg")
    desk.set(patient, national_number=NUMBER, number_kind="F")
    cohort.plan(patient, (Limit("kols_daily.breath", Level.RED, Side.HIGH, Operator.AT_LEAST, 2),))
    desk.on("vkp", service)
    cohort.clock.advance(DAY)
    given = Answered(
        "kols_daily", 1, ANSWERS, by=AnsweredBy.PATIENT, source=AnswerSource.PAPER,
        answered_at=cohort.clock.now(),
    )  # fmt: skip
    cohort.station.answers.answer(cohort.session, patient, given)
    alert = desk.close(patient)
    assert desk.run("vkp").sent == 1
    resources = [each["resource"] for each in service.kept[0]["entry"]]
    assert [each["resourceType"] for each in resources][2:] == ["QuestionnaireResponse"]
    _take_away(desk, "UPDATE form_answers SET excluded = 'wrong_patient'", alert)
    assert desk.run("vkp").sent == 1
    assert len(service.kept[1]["entry"]) == 2


def _take_away(desk: Desk, sql: str, alert_id: str) -> None:
    """Let what an alert was about go, and the alert be told of once more."""

    def write(writer: Writer) -> None:
        writer.execute(sql)
        writer.execute("UPDATE alerts SET note = 'rettet' WHERE id = ?", (alert_id,))
        writer.quiet()

    desk.work(write)
    desk.cohort.clock.advance(1000)


def test_an_alert_whose_reading_is_not_here_is_told_of_in_words(desk: Desk) -> None:
    service, patient = VkpService(), desk.known()
    desk.on("vkp", service)
    desk.cohort.spo2(patient, 84)
    alert = desk.close(patient)
    _take_away(desk, "UPDATE alerts SET reading_id = 'gone'", alert)
    assert desk.run("vkp").sent == 1
    note, issue = (each["resource"] for each in service.kept[0]["entry"])
    assert "rettet" in json.dumps(note)
    assert "implicated" not in issue


def test_a_plan_for_a_bad_day_stays_here(desk: Desk) -> None:
    service = PlansService()
    desk.on("plans", service)
    patient = desk.cohort.patient("Rask Elg")
    desk.set(patient, national_number=NUMBER, number_kind="F")
    draft = desk.cohort.plan(patient, approved=False)

    def write(writer: Writer) -> None:
        content = content_text(PlanContent(template=CRISIS, language="nb", goal="Ring Klok"))
        writer.execute("UPDATE plan_versions SET content = ? WHERE id = ?", (content, draft))
        sql = "UPDATE plan_versions SET status = 'approved', in_force_from = 1 WHERE id = ?"
        writer.execute(sql, (draft,))
        writer.quiet()

    desk.work(write)
    assert desk.run("plans") == Report("plans", "done")
    assert not service.asked
