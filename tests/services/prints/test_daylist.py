"""The day's list: the worklist in its order on one page, with room to tick and to write."""

import io

import pypdf

from station.core.zone import day_of
from station.rules.status import Status
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.prints.report import Paper, Wanted
from tests.cohort import DAY, Cohort


def listed(cohort: Cohort) -> tuple[str, int]:
    """The text of the list in English, and its pages."""
    printed = cohort.station.report_prints.make(cohort.session, Wanted(Paper.DAYLIST))
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), printed.pages


def test_r64_the_worst_stands_first_with_sign_word_reason_and_telephone(cohort: Cohort) -> None:
    calm, ill = cohort.followed("Mild Kystvei", "1941-01-01"), cohort.followed("Rask Elg")
    cohort.spo2(calm, 93)
    cohort.spo2(ill, 84)
    (view,) = cohort.station.alerts.of_patient(cohort.session, ill)
    cohort.station.alerts.take(cohort.session, view.row.id)
    text, pages = listed(cohort)
    assert pages == 1
    assert text.index("Rask Elg, 1948") < text.index("Mild Kystvei, 1941")
    for words in ("◆ Red", "✓ Green", "SpO₂ 84 %", "68 05 01 12", "1 open alert", "taken by RE"):
        assert words in text, words
    assert "2 patients: 1 red, 1 green." in text
    assert "Everybody was last judged" in text


def test_twenty_five_that_all_need_somebody_stand_on_one_page(cohort: Cohort) -> None:
    for at in range(25):
        who = cohort.followed(f"Rask Elg-Nummer{at}", f"19{40 + at}-03-14")
        cohort.spo2(who, 88, 84)
    text, pages = listed(cohort)
    assert pages == 1
    assert text.count("◆ Red") == 25
    for at in range(25):
        cohort.followed(f"Stille Fjord-Nummer{at}", f"19{40 + at}-05-17")
    text, pages = listed(cohort)
    assert pages == 2
    assert "Stille Fjord-Nummer24" in text


def test_a_strictly_protected_telephone_and_odd_letters_stay_in_station(cohort: Cohort) -> None:
    for name, protection in (("Lun", "strict"), ("阿明", "")):
        known = frozenset(hit.id for hit in cohort.station.patients.search(cohort.session))
        made = PatientDetails(
            name, "Hylle", birth_date="1950-01-01", phone="68050199", protection=protection
        )
        who = cohort.station.patients.register(cohort.session, made, not_same=known)
        consent = ConsentDetails("2026-1", day_of(cohort.clock.now()), cohort.session.name)
        cohort.station.consents.register(cohort.session, who, consent)
        cohort.station.statuses.set(cohort.session, who, Status("active"))
        cohort.plan(who)
    text, _ = listed(cohort)
    assert "protected" in text
    assert text.count("68 05 01 99") == 1
    assert "(name in other letters), 1950" in text


def test_reviews_and_appointments_wait_on_it(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 93)
    cohort.clock.advance(91 * DAY)
    text, _ = listed(cohort)
    assert "Review is due" in text
    assert "○ Missing" in text


def test_a_list_of_nobody_says_so(cohort: Cohort) -> None:
    text, pages = listed(cohort)
    assert pages == 1
    assert "Nobody is followed yet" in text
    assert "Not judged yet." in text
