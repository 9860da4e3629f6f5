"""Summaries, day list and measuring sheet: read back by another reader, and in the log."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from station.core.trouble import Trouble
from station.models.queries import audit
from station.services.prints.report import Asked, Paper, PrintedReport, Wanted
from tests.cohort import Cohort


def text_of(printed: PrintedReport) -> str:
    """The whole text of a print, read with another tool than the one that checked it."""
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def made(cohort: Cohort, wanted: Wanted) -> PrintedReport:
    return cohort.station.report_prints.make(cohort.session, wanted)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_s22_every_print_reads_back_in_every_language_without_number_or_address(
    cohort: Cohort, paper: Paper, language: str
) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 92, 84)
    about = "" if paper is Paper.DAYLIST else who
    printed = made(cohort, Wanted(paper, about, language))
    text = text_of(printed)
    assert printed.language == language
    assert "Rask Elg" in text
    assert "113" in text
    assert {"nb": "akuttjeneste", "nn": "akutteneste", "en": "emergency service"}[language] in text
    own_phone = "68 05 01 12" in text
    assert own_phone is (paper is Paper.DAYLIST)
    assert "Elg" not in printed.file_name


def test_r98_a_summary_for_the_gp_is_one_contact_and_every_print_a_line_of_the_log(
    cohort: Cohort, tmp_path: Path
) -> None:
    who = cohort.followed("Rask Elg")
    prints, session = cohort.station.report_prints, cohort.session
    printed = made(cohort, Wanted(Paper.GP, who, "", Asked.RED, "Skal vi øke dosen?"))
    prints.save(session, printed, tmp_path / "gp.pdf")
    prints.note(session, printed)
    assert (tmp_path / "gp.pdf").read_bytes() == printed.pdf
    (contact,) = cohort.station.alerts.contacts(session, who)
    assert contact.kind == "gp"
    assert "red alert" in contact.note
    assert "Skal vi øke dosen?" in contact.note
    with cohort.station.record.read() as reader:
        lines = [row for row in audit.newest(reader) if row.action == "gp_summary_printed"]
    assert [line.details["hash"] for line in lines] == [printed.digest] * 2
    assert lines[0].details["asked"] == "red"
    assert lines[0].patient_id == who


def test_the_other_prints_are_no_contacts(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    prints, session = cohort.station.report_prints, cohort.session
    for paper in (Paper.HOSPITAL, Paper.MEASURING):
        prints.note(session, made(cohort, Wanted(paper, who)))
    prints.note(session, made(cohort, Wanted(Paper.MEASURING)))
    prints.note(session, made(cohort, Wanted(Paper.DAYLIST)))
    assert cohort.station.alerts.contacts(session, who) == ()
    with cohort.station.record.read() as reader:
        found = {row.action: row.patient_id for row in audit.newest(reader, limit=4)}
    assert found["day_list_printed"] is None
    assert found["hospital_summary_printed"] == who


def test_what_can_be_printed_is_told_with_the_plan_that_decides(cohort: Cohort) -> None:
    prints, session = cohort.station.report_prints, cohort.session
    who = cohort.patient("Rask Elg")
    assert prints.choices(session, who).version_id == ""
    version = cohort.plan(who)
    found = prints.choices(session, who)
    assert (found.name, found.version_id, found.crisis) == ("Rask Elg", version, False)


def test_the_reader_decides_the_language_where_none_is_chosen(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    spoken = {paper: made(cohort, Wanted(paper, who)).language for paper in Paper}
    assert spoken == {
        Paper.GP: "nb",
        Paper.HOSPITAL: "nb",
        Paper.MEASURING: "nb",
        Paper.DAYLIST: "en",
    }


def test_it_needs_the_right_a_known_patient_and_a_place(cohort: Cohort, tmp_path: Path) -> None:
    prints, session = cohort.station.report_prints, cohort.session
    with pytest.raises(Trouble, match="not_allowed"):
        prints.make(replace(session, role="benefit"), Wanted(Paper.DAYLIST))
    for paper in (Paper.GP, Paper.HOSPITAL):
        with pytest.raises(Trouble, match="patient_unknown"):
            made(cohort, Wanted(paper))
    with pytest.raises(Trouble, match="patient_unknown"):
        prints.choices(session, "nobody")
    printed = made(cohort, Wanted(Paper.DAYLIST))
    with pytest.raises(Trouble, match=r"print\.place"):
        prints.save(session, printed, tmp_path / "gone" / "x.pdf")
    with cohort.station.record.read() as reader:
        assert audit.count_of(reader, "day_list_printed") == 0


def test_a_name_that_the_typeface_lacks_refuses_its_own_summary_with_a_sentence(
    cohort: Cohort,
) -> None:
    who = cohort.patient("阿明 李")
    with pytest.raises(Trouble, match=r"print\.letters"):
        made(cohort, Wanted(Paper.GP, who))
