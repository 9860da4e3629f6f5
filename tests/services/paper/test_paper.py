"""Registering the GP's answer: what comes of each, what hinders it, and that nothing is half."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.files.scans import inspected
from station.models.database import Database
from station.models.queries import plan_life
from station.models.records import paper as paper_records
from station.rules.approval import Approval, Hindrance
from station.rules.plans import PlanStatus
from station.services.paper.values import Registered, Verdict
from station.services.paper.words import found_words
from station.services.patients.documents import Documents
from tests.paper_desk import HOUR, Desk, change_goal, lower
from tests.paper_scans import drawn, packed
from tests.patients import log_of
from tests.plan_office import LIMITS, NURSE, measured


def test_approved_on_paper_is_in_force_and_the_paper_is_kept(desk: Desk) -> None:
    scan = inspected("SCAN0001.PDF", packed(drawn(desk.print(desk.draft), dpi=100), "PDF"))
    found = desk.find(desk.code(desk.draft))
    answer = desk.answer(
        Verdict.APPROVED,
        scan=scan,
        checksum=found.checksum,
        print_id=found.print_id,
        note="Ring ved spørsmål.",
    )
    done = desk.paper.register(NURSE, answer)
    assert (done.hindered, done.version_id, done.kept_note) == ((), desk.draft, "")
    row = desk.plans.open(NURSE, desk.draft)
    assert (row.version.status, row.approval_note) == (PlanStatus.APPROVED, "Ring ved spørsmål.")
    kept = Documents(desk.record).of_patient(NURSE, desk.patient)
    assert [(each.id, each.subject_id, each.digest) for each in kept] == [
        (done.document_id, desk.draft, scan.digest)
    ]
    with desk.record.read() as reader:
        (told,) = plan_life.answers(reader, desk.patient)
        actions = log_of(reader, desk.patient)
    assert (told.version_id, told.answer, told.by) == (desk.draft, "approved", "Lege Stille Vann")
    assert {"paper_registered", "document_kept", "plan_approved"} <= set(actions)


def test_approved_with_change_is_a_new_version_and_the_old_limits_hold_until_the_moment(
    desk: Desk, database: Database
) -> None:
    first = desk.draft
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    desk.clock.advance(HOUR)
    content = replace(desk.content(first), limits=lower(LIMITS, 84))
    start = desk.clock.now() + 2 * HOUR
    answer = desk.answer(
        Verdict.CHANGED,
        content=content,
        approval=Approval("Lege Stille Vann", "2026-11-20", "paper", start),
    )
    done = desk.paper.register(NURSE, answer)
    assert done.version_id not in ("", first)
    row = desk.plans.open(NURSE, done.version_id)
    assert (row.version.number, row.version.status) == (2, PlanStatus.APPROVED)
    assert row.version.content.limits == lower(LIMITS, 84)
    facts = desk.plans.refresh(NURSE, desk.patient)
    assert (facts.standing, facts.coming) == (first, done.version_id)
    desk.clock.set(start)
    assert desk.plans.refresh(NURSE, desk.patient).standing == done.version_id
    assert database.connection.execute(
        "SELECT based_on FROM plan_versions WHERE id = ?", (done.version_id,)
    ).fetchall() == [(first,)]


def test_a_first_draft_changed_on_paper_decides_until_the_stated_moment(desk: Desk) -> None:
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 84))
    start = desk.clock.now() + 2 * HOUR
    approval = Approval("Lege Stille Vann", "2026-11-20", "paper", start)
    answer = desk.answer(Verdict.CHANGED, content=content, approval=approval)
    done = desk.paper.register(NURSE, answer)
    assert desk.status(desk.draft) is PlanStatus.REPLACED
    facts = desk.plans.refresh(NURSE, desk.patient)
    assert (facts.standing, facts.trial) == (desk.draft, True)
    measured(desk.record, desk.patient, desk.clock.now())
    desk.clock.set(start)
    after = desk.plans.refresh(NURSE, desk.patient)
    assert (after.standing, after.trial) == (done.version_id, False)
    found = desk.find(desk.code(desk.draft))
    assert found_words(found, 0) == "Version 1 is replaced by version 2."


def test_changed_without_a_change_is_refused(desk: Desk) -> None:
    for content in (None, desk.content(desk.draft)):
        with pytest.raises(Trouble) as told:
            desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
        assert told.value.code == "paper_same"


def test_limits_in_the_wrong_order_hinder_and_nothing_is_written(desk: Desk) -> None:
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 95))
    done = desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
    assert [each.hindrance for each in done.hindered] == [Hindrance.FAULTY_LIMITS]
    assert len(desk.plans.versions(NURSE, desk.patient)) == 1
    assert desk.status(desk.draft) is PlanStatus.DRAFT


def test_returned_leaves_the_draft_with_what_the_gp_wrote(desk: Desk) -> None:
    answer = desk.answer(Verdict.RETURNED, note="Ring meg om Prednisolon.")
    done = desk.paper.register(NURSE, answer)
    assert (done.hindered, done.version_id) == ((), desk.draft)
    assert desk.status(desk.draft) is PlanStatus.DRAFT
    with desk.record.read() as reader:
        (told,) = plan_life.answers(reader, desk.patient)
    assert (told.answer, told.note) == ("returned", "Ring meg om Prednisolon.")


def test_an_answer_needs_a_name_and_no_day_that_has_not_come(desk: Desk) -> None:
    approval = Approval("  ", "2026-12-24", "paper", 0)
    done = desk.paper.register(NURSE, desk.answer(Verdict.RETURNED, approval=approval))
    assert [each.hindrance for each in done.hindered] == [
        Hindrance.NO_NAME,
        Hindrance.APPROVED_IN_FUTURE,
    ]
    assert done == Registered(done.hindered)


def test_what_was_approved_already_is_not_approved_again(desk: Desk) -> None:
    desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    desk.clock.advance(HOUR)
    done = desk.paper.register(NURSE, desk.answer(Verdict.APPROVED))
    assert Hindrance.NOT_A_DRAFT in [each.hindrance for each in done.hindered]


def test_a_version_that_changed_under_the_screen_is_not_registered(desk: Desk) -> None:
    stale = desk.answer(Verdict.APPROVED)
    change_goal(desk)
    with pytest.raises(Trouble) as told:
        desk.paper.register(NURSE, stale)
    assert told.value.code == "plan_changed"
    with pytest.raises(Trouble) as gone:
        desk.paper.register(NURSE, replace(stale, version_id="f" * 32))
    assert gone.value.code == "plan_unknown"


def test_a_write_that_fails_leaves_no_half_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("planned")

    monkeypatch.setattr(paper_records, "add_answer", broken)
    content = replace(desk.content(desk.draft), limits=lower(LIMITS, 84))
    with pytest.raises(RuntimeError, match="planned"):
        desk.paper.register(NURSE, desk.answer(Verdict.CHANGED, content=content))
    assert len(desk.plans.versions(NURSE, desk.patient)) == 1
    assert desk.status(desk.draft) is PlanStatus.DRAFT
