"""Forms on paper: every question to be ticked by hand, and answers in the words asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.printing.verify import read_back
from station.rules.readings import Excluded
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.forms.stock import shipped
from tests.cohort import Cohort
from tests.patients import log_of

KOLS = {"breath": 2, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}


@pytest.mark.parametrize("code", [form.code for form in shipped()])
def test_every_shipped_form_can_be_printed_empty(cohort: Cohort, code: str) -> None:
    prints = cohort.station.form_prints
    document = prints.blank(cohort.session, code, 1, "nn")
    printed = prints.render(document)
    said = " ".join(read_back(printed.pdf).elements)
    form = next(each for each in shipped() if each.code == code)
    for item in form.items:
        assert item.text.nn in said
    assert printed.file_name == f"skjema-{code.replace('_', '-')}-1.pdf"
    assert "Ikkje" in " ".join(read_back(printed.pdf).pages)


def test_an_empty_form_for_somebody_names_her(cohort: Cohort, tmp_path: Path) -> None:
    patient, prints = cohort.patient("Rask Elg"), cohort.station.form_prints
    document = prints.blank(cohort.session, "kols_daily", patient_id=patient)
    assert (document.identity.person, document.identity.language) == ("Rask Elg", "nb")
    printed = prints.render(document, patient)
    path = tmp_path / printed.file_name
    prints.save(cohort.session, printed, path)
    assert path.read_bytes() == printed.pdf
    with cohort.station.record.read() as reader:
        assert "form_printed" in log_of(reader, patient)


def test_answers_are_printed_as_they_were_asked(cohort: Cohort) -> None:
    patient, prints = cohort.patient("Rask Elg"), cohort.station.form_prints
    answered = Answered(
        "kols_daily",
        1,
        KOLS,
        AnsweredBy.PATIENT,
        AnswerSource.PAPER,
        cohort.clock.now(),
        comment="Sov dårlig.",
    )
    answers = cohort.station.answers
    answer_id = answers.answer(cohort.session, patient, answered).answer_id
    printed = prints.render(prints.answered(cohort.session, answer_id), patient, answer_id)
    said = read_back(printed.pdf).elements
    assert "Mye tyngre enn vanlig" in said
    assert "Sov dårlig." in said
    prints.note(cohort.session, printed)
    answers.exclude(cohort.session, answer_id, Excluded.TEST, "Opplæring")
    assert prints.answered(cohort.session, answer_id).identity.status


def test_who_sees_no_patients_prints_nothing(cohort: Cohort) -> None:
    with pytest.raises(Trouble, match="not_allowed"):
        cohort.station.form_prints.blank(replace(cohort.session, role="benefit"), "kols_daily")
