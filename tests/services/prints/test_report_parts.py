"""What summaries share: whom they are about, which plan decides, its limits, trends."""

from dataclasses import replace

import pytest

from station.core.i18n import speaking
from station.models.queries.patients import PatientRow
from station.services.prints import report_parts as parts
from station.services.prints.report_parts import Subject, subject_of
from tests.cohort import SPO2, Cohort


def subject(cohort: Cohort, who: str) -> Subject:
    with cohort.station.record.read() as reader:
        return subject_of(reader, who, cohort.clock.now())


def said(found: Subject) -> list[str]:
    with speaking("en"):
        return [str(line) for line in parts.limits_part(found).lines]


def test_the_plan_that_decides_is_told_with_who_approved_it(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    assert said(subject(cohort, who))[0].startswith("Plan, version 1. Approved by Lege Stille Vann")


def test_a_plan_that_cannot_be_read_is_never_guessed_at(cohort: Cohort) -> None:
    found = replace(subject(cohort, cohort.patient("Rask Elg")), readable=False, reign=None)
    assert said(found) == ["The plan cannot be read. Ask us before you rely on it."]


def test_a_plan_without_limits_says_so(cohort: Cohort) -> None:
    who = cohort.patient("Rask Elg")
    cohort.plan(who, SPO2[:0], approved=False)
    assert "No limits are agreed." in said(subject(cohort, who))


def test_charts_are_drawn_of_what_has_readings_and_no_more_than_wanted(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    with cohort.station.record.read() as reader:
        assert parts.charted(reader, subject(cohort, who), 3) == ()
    cohort.spo2(who, 92)
    with cohort.station.record.read() as reader, speaking("en"):
        (made,) = parts.charted(reader, subject(cohort, who), 3)
        assert parts.charted(reader, subject(cohort, who), 0) == ()
    assert made.heading == "SpO₂, the last 30 days"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Fnr 01814049996.", "Fnr •••••• •••••."),
        ("018140-49996", "•••••• •••••"),
        ("Ring 68 05 01 12", "Ring 68 05 01 12"),
        ("Bor i STORGATA 1 nå", "Bor i ••• nå"),
        ("a\n b\tc", "a b c"),
        ("bra 😀", "bra ?"),
        ("x" * 30, "x" * 20 + " …"),
    ],
)
def test_notes_are_made_fit_for_paper(cohort: Cohort, written: str, shown: str) -> None:
    row: PatientRow = subject(cohort, cohort.patient("Rask Elg")).patient
    assert parts.noted(written, replace(row, address="Storgata 1"), 20) == shown
