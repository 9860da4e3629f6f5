"""From what a nurse does to what a service has, over the outbox and a real socket, and back."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from threading import Event
from typing import TypeVar

import pytest

from station.core.zone import day_of
from station.models.database import Writer
from station.models.queries import channels as queries
from station.models.queries import sync_conflicts, sync_status
from station.rules.approval import Approval
from station.rules.contacts import Action, Verdict
from station.rules.plans import PlanContent
from station.services.alerts.alerts import Handling
from station.services.channels import making
from station.services.channels.channels import Channels, adapter, connect, enabled, errand
from station.services.channels.run import ServiceRun, blocked, hindrance
from station.services.conflicts.conflicts import Conflicts
from station.services.sync import gathering
from station.services.sync.line import signer
from station.services.sync.values import Report
from station.sync.adapters.care_plans import zones_of
from tests.cohort import DAY, Cohort
from tests.sync.adapters.fakes import (
    Answer,
    EdiService,
    PlansService,
    PmdService,
    Service,
    VkpService,
    outcome,
    running,
)

T = TypeVar("T")
NUMBER = "01814049996"
NETWORK = {"sign_in": "none", "organisation_number": "974760673"}


class Desk:
    """A cohort with channels that lead to services on this very PC."""

    def __init__(self, cohort: Cohort, stack: ExitStack) -> None:
        self.cohort, self.stack = cohort, stack
        self.channels = Channels(cohort.station.record)

    def work(self, job: Callable[[Writer], T]) -> T:
        """Do a job as the driver does."""
        with self.cohort.station.record.write(self.cohort.session) as writer:
            return job(writer)

    def on(self, name: str, at: Service, **values: str) -> None:
        """Set a channel up to a running service, and switch it on."""
        address = {"address": self.stack.enter_context(running(at))}
        self.channels.save(self.cohort.session, name, NETWORK | address | values)
        self.channels.switch(self.cohort.session, name, on=True)

    def run(self, name: str) -> Report:
        """One run of a channel."""
        wanted = self.work(lambda writer: errand(writer, name))
        wire = connect(wanted, "s" * 32, self.cohort.clock, Event(), signer)
        try:
            made = adapter(wanted, wire, self.cohort.clock)
            return ServiceRun(name, self.work, made, lambda: 0.0).go(lambda: False)
        finally:
            wire.close()

    def known(self, name: str = "Rask Elg") -> str:
        """A followed patient with a national number."""
        patient_id = self.cohort.followed(name)
        self.set(patient_id, national_number=NUMBER, number_kind="F")
        return patient_id

    def set(self, patient_id: str, **values: str | None) -> None:
        """Change a patient's row as it stands in the file."""
        columns = ", ".join(f"{each} = ?" for each in values)

        def write(writer: Writer) -> None:
            writer.execute(
                f"UPDATE patients SET {columns} WHERE id = ?",  # noqa: S608
                (*values.values(), patient_id),
            )
            writer.quiet()

        self.work(write)

    def states(self, name: str) -> dict[str, int]:
        """How many rows of a channel stand in each state."""
        with self.cohort.station.record.read() as reader:
            return sync_status.counts(reader, name)

    def close(self, patient_id: str, note: str = "Hun satte seg opp.") -> str:
        """Close the patient's open alert."""
        session, alerts = self.cohort.session, self.cohort.station.alerts
        row = alerts.of_patient(session, patient_id)[0].row
        handling = Handling(Action.CALL, "reached", note)
        alerts.close(session, row.id, handling, Verdict.REAL)
        return row.id


@pytest.fixture
def desk(cohort: Cohort) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(cohort, stack)


def test_readings_go_once_and_corrections_follow(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.cohort.spo2(patient, 91)
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92, 93)
    assert (desk.run("pmd").sent, desk.run("pmd").sent) == (2, 0)
    # What came before the channel was switched on stays here.
    assert [each["valueQuantity"]["value"] for each in service.kept] == [92, 93]
    _exclude(desk, patient)
    assert desk.run("pmd").outcome == "done"
    assert [each["status"] for each in service.kept] == ["final", "final", "entered-in-error"]
    pointing = service.kept[2]["extension"][0]["valueReference"]
    assert pointing["identifier"]["value"] == service.kept[1]["id"]


def _exclude(desk: Desk, patient_id: str) -> None:
    def write(writer: Writer) -> None:
        newest = "SELECT id FROM readings WHERE patient_id = ? ORDER BY taken_at DESC LIMIT 1"
        found = writer.raw(newest, (patient_id,))[0][0]
        writer.execute("UPDATE readings SET excluded = 'test' WHERE id = ?", (found,))
        writer.quiet()

    desk.work(write)


def test_a_wrong_reading_that_never_went_and_a_score_stay_here(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92)
    _exclude(desk, patient)
    desk.cohort.clock.advance(1000)
    desk.cohort.take(patient, "cat_total", 12)
    assert desk.run("pmd") == Report("pmd", "done")
    assert not service.kept


def test_who_may_not_be_told_of_is_not(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92)
    for changes, why in (
        ({"national_number": None, "number_kind": ""}, "no_number"),
        ({"national_number": NUMBER, "number_kind": "H"}, "no_number"),
        ({"number_kind": "F", "protection": "strict"}, "protected"),
        ({"protection": "confidential"}, "protected"),
    ):
        desk.set(patient, **changes)
        desk.run("pmd")
        assert not service.asked
        assert desk.states("pmd") == {"paused": 1}
        with desk.cohort.station.record.read() as reader:
            assert hindrance(queries.named(reader, [patient])[patient]) == why
            assert blocked(reader, [patient]) == {patient}
    # Once the hindrance is gone it goes by itself.
    desk.set(patient, protection="")
    assert desk.run("pmd").sent == 1


def test_without_consent_nothing_goes(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92)

    def withdraw(writer: Writer) -> None:
        writer.execute("UPDATE consents SET withdrawn_on = '2026-11-20'")
        writer.quiet()

    desk.work(withdraw)
    desk.run("pmd")
    assert not service.asked
    assert desk.states("pmd") == {"paused": 1}
    assert hindrance(None) == "no_consent"


def test_a_lost_answer_is_asked_about_and_doubles_nothing(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92)
    service.lose_next = True
    report = desk.run("pmd")
    assert (report.outcome, report.sent, report.left) == ("failed", 0, 1)
    desk.cohort.clock.advance(DAY)
    assert desk.run("pmd").sent == 1
    assert len(service.kept) == 1


def test_a_refusal_of_the_whole_is_told_in_the_channel(desk: Desk) -> None:
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92)
    service.faults = [Answer(403, outcome("not allowed"), "application/fhir+json")]
    assert desk.run("pmd").code == "http_403"
    with desk.cohort.station.record.read() as reader:
        row = sync_status.channel(reader, "pmd")
    assert row is not None
    assert (row.reason_code, row.reason, row.sent_at) == ("http_403", "not allowed", None)
    assert desk.run("pmd").sent == 1
    # Surely not carried out before: nothing had to be asked.
    assert not [each for each in service.asked if "_search" in each.path]


def test_a_closed_alert_becomes_a_note(desk: Desk) -> None:
    service, patient = VkpService(), desk.known()
    desk.on("vkp", service)
    desk.cohort.spo2(patient, 84)
    assert desk.run("vkp") == Report("vkp", "done")
    assert not service.kept
    desk.close(patient)
    assert desk.run("vkp").sent == 1
    note, issue, value = (each["resource"] for each in service.kept[0]["entry"])
    assert note["subject"]["identifier"]["value"] == NUMBER
    assert "Hun satte seg opp." in json.dumps(note, ensure_ascii=False)
    assert (issue["detail"], issue["severity"]) == ("Rød", "high")
    assert value["valueQuantity"]["value"] == 84
    assert desk.run("vkp").sent == 0


def test_many_changes_go_and_what_was_taken_away_again_does_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    service, patient = PmdService(), desk.known()
    desk.on("pmd", service)
    desk.cohort.spo2(patient, 92, 93, 94)

    def write(writer: Writer) -> None:
        found = writer.raw("SELECT id FROM readings WHERE value = 93")[0][0]
        writer.execute("DELETE FROM latest WHERE reading_id = ?", (found,))
        writer.execute("DELETE FROM readings WHERE id = ?", (found,))
        writer.quiet()

    desk.work(write)
    assert desk.run("pmd") == Report("pmd", "done", sent=2)
    assert [each["valueQuantity"]["value"] for each in service.kept] == [92, 94]


def test_an_approved_plan_goes_with_who_approved_it(desk: Desk) -> None:
    service = PlansService()
    desk.on("plans", service)
    patient = desk.cohort.patient("Rask Elg")
    desk.set(patient, national_number=NUMBER, number_kind="F")
    draft = desk.cohort.plan(patient, approved=False)
    assert desk.run("plans") == Report("plans", "done")
    approve(desk, draft)
    assert desk.run("plans").sent == 1
    stands = next(iter(service.plans.values()))[-1]
    assert "Stille Vann" in str(stands["comment"])
    assert [each.level for each in zones_of(stands)] == ["green", "yellow", "red"]
    assert stands["subject"]["identifier"]["value"] == NUMBER


def approve(desk: Desk, version_id: str) -> None:
    """Approve a version of a plan on paper."""
    at = desk.cohort.clock.now()
    approval = Approval("Lege Stille Vann", day_of(at).isoformat(), "paper", at)
    assert not desk.cohort.station.plans.approve(desk.cohort.session, version_id, approval)


def _next(desk: Desk, version_id: str) -> str:
    """The next version of a plan, approved."""
    plans, session = desk.cohort.station.plans, desk.cohort.session
    desk.cohort.clock.advance(DAY)
    made = plans.next_draft(session, version_id)
    row = plans.open(session, made)
    content: PlanContent = replace(row.version.content, goal="Gå en tur hver dag.")
    plans.save_draft(session, made, content, row.content_hash)
    approve(desk, made)
    return made


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_when_both_have_changed_a_plan_a_person_decides(desk: Desk, choice: str) -> None:
    service = PlansService()
    desk.on("plans", service)
    patient = desk.known()
    desk.run("plans")
    versions = next(iter(service.plans.values()))
    versions.append(versions[-1] | {"version": 2, "comment": "En annen kommune."})
    with desk.cohort.station.record.read() as reader:
        first = reader.raw("SELECT id FROM plan_versions WHERE patient_id = ?", (patient,))[0][0]
    _next(desk, first)
    desk.run("plans")
    desk.run("plans")
    assert desk.states("plans") == {"differs": 1}
    with desk.cohort.station.record.read() as reader:
        conflict = sync_conflicts.listed(reader)[0]
    assert conflict.reason == "plans_service"
    conflicts = Conflicts(desk.cohort.station.record)
    assert conflicts.choose(desk.cohort.session, conflict.id, choice)
    desk.run("plans")
    assert desk.states("plans") == {}
    goal = versions[-1]["clinical_content"]["description"]
    assert (goal == "Gå en tur hver dag.") is (choice == "ours")
    assert len(versions) == (3 if choice == "ours" else 2)


def test_a_new_plan_whose_answer_was_lost_waits_for_a_person(desk: Desk) -> None:
    service = PlansService()
    desk.on("plans", service)
    desk.known()
    service.lose_next = True
    desk.run("plans")
    desk.cohort.clock.advance(DAY)
    desk.run("plans")
    assert desk.states("plans") == {"held": 1}
    assert len(service.plans) == 1


def test_what_cannot_be_made_holds_up_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = PlansService()
    desk.on("plans", service)
    desk.known()

    def damage(*_: object) -> None:
        raise KeyError("format")

    monkeypatch.setitem(making.MAKERS, "plans", damage)
    desk.run("plans")
    assert desk.states("plans") == {"held": 1}
    assert not service.asked


def test_only_what_is_switched_on_is_run(desk: Desk) -> None:
    desk.on("pmd", PmdService())
    edi = {"sender_her": "1", "service": "x", "service_her": "2"}
    desk.on("gp", EdiService(), way="edi", **edi)
    with desk.cohort.station.record.read() as reader:
        assert enabled(reader) == ("pmd", "gp")
    assert desk.run("gp") == Report("gp", "done")
    desk.on("gp", EdiService(), way="folder", folder="somewhere")
    with desk.cohort.station.record.read() as reader:
        # Into a folder a person sends: nothing is left for the driver.
        assert enabled(reader) == ("pmd",)
