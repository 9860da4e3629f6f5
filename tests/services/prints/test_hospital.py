"""What is brought to hospital: adaptation, red step, newest readings with ages, whom to ring."""

import io

import pypdf

from station.rules.contacts import Action
from station.services.alerts.alerts import Handling
from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import PatientDetails
from station.services.prints.report import Paper, Wanted
from tests.cohort import Cohort


def sheet(cohort: Cohort, who: str) -> tuple[str, int]:
    """The text of the sheet in English, and its pages."""
    wanted = Wanted(Paper.HOSPITAL, who, "en")
    printed = cohort.station.report_prints.make(cohort.session, wanted)
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), printed.pages


def person(cohort: Cohort, protection: str = "") -> str:
    """A patient who hears badly, with a relative."""
    details = PatientDetails(
        given_name="Rask",
        family_name="Elg",
        birth_date="1948-03-14",
        phone="68050112",
        address="Storgata 1",
        needs="Hører dårlig på høyre øre. Bor i Storgata 1.",
        diagnosis="Kols",
        gp_name="Stille Vann",
        gp_phone="68050240",
        protection=protection,
    )
    who = cohort.station.patients.register(cohort.session, details)
    cohort.station.relatives.add(
        cohort.session, who, RelativeDetails("Klok Elg", "ektefelle", "68050113")
    )
    return who


def test_r47_it_tells_what_those_who_take_over_need(cohort: Cohort) -> None:
    who = person(cohort)
    cohort.plan(who)
    cohort.spo2(who, 92, 84)
    cohort.station.alerts.act(cohort.session, who, Handling(Action.CALL, "answered", "Sliten."))
    cohort.clock.advance(2 * 3_600_000)
    text, pages = sheet(cohort, who)
    assert pages <= 2
    for words in (
        "Hører dårlig på høyre øre.",
        "Stille Vann, 68 05 02 40",
        "SpO₂ 84 %",
        "2 h",
        "What the plan says for red",
        "below 86 %",
        "◆ Red",
        "Sliten.",
        "Klok Elg (ektefelle) 68 05 01 13",
        "68 05 01 00",
    ):
        assert words in text, words
    assert "68 05 01 12" not in text
    assert "Storgata" not in text


def test_a_protected_persons_relatives_are_not_on_it(cohort: Cohort) -> None:
    for protection in ("confidential", "strict"):
        text, _ = sheet(cohort, person_again(cohort, protection))
        assert "Klok Elg" not in text
        assert "68 05 01 13" not in text


def person_again(cohort: Cohort, protection: str) -> str:
    """Another patient under protection."""
    known = frozenset(hit.id for hit in cohort.station.patients.search(cohort.session))
    details = PatientDetails("Lun", "Hylle", birth_date="1950-01-01", protection=protection)
    who = cohort.station.patients.register(cohort.session, details, not_same=known)
    cohort.station.relatives.add(
        cohort.session, who, RelativeDetails("Klok Elg", "ektefelle", "68050113")
    )
    return who


def test_nobody_with_nothing_is_printed_all_the_same(cohort: Cohort) -> None:
    known = PatientDetails("Lun", "Hylle", birth_date="1950-01-01")
    who = cohort.station.patients.register(cohort.session, known)
    text, pages = sheet(cohort, who)
    assert pages == 1
    assert "No readings yet." in text
    assert "No plan yet." in text


def test_a_crisis_plan_has_its_third_level_and_no_limits(cohort: Cohort) -> None:
    who = person(cohort)
    cohort.station.plans.start_draft(cohort.session, who, "krisemestringsplan", "nb")
    text, _ = sheet(cohort, who)
    assert "A crisis plan has no limits." in text
