"""Names that break programs: stored as typed, found, printed letter by letter or refused."""

import unicodedata

import pypdfium2
import pytest

from station.core.trouble import Trouble
from station.services.patients.values import PatientDetails, PatientIncomplete
from tests.attacks.conftest import Target
from tests.plan_office import approved

PRINTED = {
    "NAME-01": "O'Brien-Ødegård",
    "NAME-04": "<b>Ola",
    "NAME-07": '=HYPERLINK("http://x","klikk")',
    "NAME-10": "-2+3",
    "NAME-13": "CON",
    "NAME-22": "   Kari   ",
    "NAME-25": "Null",
    "decomposed": "Ka\u0301ri",
    "sql": "'; DROP TABLE patients;--",
}
FOREIGN = {"NAME-16": "مُحَمَّد علي", "NAME-19": "陳大文", "emoji": "🙂 Ola"}
REFUSED = {"NAME-28": "\0", "newline": "Ola\nNordmann", "bidi": "\u202eOla", "long": "A" * 500}


def register(target: Target, name: str) -> str:
    details = PatientDetails(name, "Elg", birth_date="1940-01-01", gender="male")
    return target.station.patients.register(target.nurse, details)


@pytest.mark.parametrize("case", PRINTED)
def test_a_name_is_kept_found_and_printed(target: Target, case: str) -> None:
    name = unicodedata.normalize("NFC", PRINTED[case].strip())
    patient_id = register(target, PRINTED[case])
    card = target.station.patients.card(target.nurse, patient_id)
    assert card.name == f"{name} Elg"
    for words in (PRINTED[case], name.split()[0]):
        hits = target.station.patients.search(target.nurse, words)
        assert [hit.id for hit in hits] == [patient_id]
    version = approved(target.station.plans, patient_id, target.clock.now())
    printed = target.station.plan_prints.preview(target.nurse, version)
    document = pypdfium2.PdfDocument(printed.pdf)
    assert f"{name} Elg" in document[0].get_textpage().get_text_range()
    document.close()


@pytest.mark.parametrize("case", FOREIGN)
def test_a_name_the_font_lacks_is_kept_and_its_print_refused(target: Target, case: str) -> None:
    patient_id = register(target, FOREIGN[case])
    (hit,) = target.station.patients.search(target.nurse, FOREIGN[case])
    assert hit.name == f"{FOREIGN[case]} Elg"
    version = approved(target.station.plans, patient_id, target.clock.now())
    with pytest.raises(Trouble) as refused:
        target.station.plan_prints.preview(target.nurse, version)
    assert refused.value.code == "print.letters"


@pytest.mark.parametrize("case", REFUSED)
def test_a_name_that_cannot_be_shown_is_refused(target: Target, case: str) -> None:
    with pytest.raises(PatientIncomplete) as refused:
        register(target, REFUSED[case])
    assert "given_name" in refused.value.problems
    assert target.station.patients.search(target.nurse) == ()
