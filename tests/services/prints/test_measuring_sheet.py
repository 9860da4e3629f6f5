"""The measuring sheet: a fortnight of empty cells for what the plan asks, limits beside."""

from dataclasses import replace

from station.printing.documents import ReportDocument, ReportPart, Table
from station.rules.plans import ScheduleItem
from station.services.prints.report import Paper, Wanted
from tests.cohort import Cohort


def sheet(cohort: Cohort, who: str = "") -> ReportDocument:
    """The document of the sheet in English."""
    return cohort.station.report_prints.document(cohort.session, Wanted(Paper.MEASURING, who, "en"))


def scheduled(cohort: Cohort, who: str, *items: ScheduleItem) -> None:
    """Give a patient a draft that asks for these."""
    version = cohort.plan(who, approved=False)
    row = cohort.station.plans.open(cohort.session, version)
    content = replace(row.version.content, schedule=items)
    cohort.station.plans.save_draft(cohort.session, version, content, row.content_hash)


def table_of(part: ReportPart) -> Table:
    """The table that a part has."""
    assert part.table is not None
    return part.table


def test_a_patients_sheet_has_her_days_measures_and_limits(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    found = sheet(cohort, who)
    table = table_of(found.parts[0])
    assert table.headings == ("Day", "SpO₂ (%) before 23:00", "Notes")
    assert len(table.rows) == 14
    assert table.rows[0] == ("Sat 21 Nov 2026", "", "")
    limits = [str(line) for line in found.parts[1].lines]
    assert limits == [
        "If you measure SpO₂ below 89 %, two readings in a row: yellow.",
        "If you measure SpO₂ below 86 %: red.",
    ]
    assert any("68 05 01 00" in str(line) for line in found.parts[-1].lines)


def test_days_not_agreed_are_dashed_and_forms_are_named(cohort: Cohort) -> None:
    who = cohort.patient("Rask Elg")
    scheduled(
        cohort,
        who,
        ScheduleItem("weight", (0,), "10:00"),
        ScheduleItem("kols_daily.answered", tuple(range(7)), "10:00"),
    )
    found = sheet(cohort, who)
    cells = [row[1] for row in table_of(found.parts[0]).rows]
    assert cells.count("") == 2
    assert cells.count("–") == 12
    assert any("sheet of their own" in str(line) for part in found.parts for line in part.lines)


def test_many_measures_take_two_tables_and_nobody_gets_the_usual(cohort: Cohort) -> None:
    who = cohort.patient("Rask Elg")
    kinds = ("spo2", "pulse", "bp", "temp", "weight", "glucose", "resp")
    scheduled(cohort, who, *(ScheduleItem(kind, tuple(range(7)), "10:00") for kind in kinds))
    tables = [part.table for part in sheet(cohort, who).parts if part.table]
    assert [len(table.headings) for table in tables] == [7, 4]
    prints = cohort.station.report_prints
    assert prints.make(cohort.session, Wanted(Paper.MEASURING, who)).pages == 2
    nobody = sheet(cohort)
    assert nobody.parts[0].blanks == ("Name", "Date of birth")
    assert nobody.identity.person == ""
    assert table_of(nobody.parts[1]).rows[13][0] == "Day 14"


def test_without_a_plan_or_with_a_crisis_plan_the_usual_is_asked(cohort: Cohort) -> None:
    who = cohort.patient("Rask Elg")
    assert len(table_of(sheet(cohort, who).parts[0]).headings) == 7
    cohort.station.plans.start_draft(cohort.session, who, "krisemestringsplan", "nb")
    assert len(table_of(sheet(cohort, who).parts[0]).headings) == 7
