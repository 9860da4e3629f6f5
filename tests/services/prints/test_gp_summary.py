"""The GP's page: plan and who approved it, limits, trends, alerts with what was done; one page."""

import io

import pypdf

from station.rules.contacts import Action, Verdict
from station.services.alerts.alerts import Handling
from station.services.prints.report import Asked, Paper, Wanted
from tests.cohort import DAY, Cohort


def page(cohort: Cohort, who: str, question: str = "", asked: Asked = Asked.REQUEST) -> str:
    """The text of the summary in English; fails unless it is one page."""
    wanted = Wanted(Paper.GP, who, "en", asked, question)
    printed = cohort.station.report_prints.make(cohort.session, wanted)
    assert printed.pages == 1
    text = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text()
    return " ".join(text.split())


def closed(cohort: Cohort, who: str, note: str) -> None:
    """Close every open alert after a call."""
    alerts = cohort.station.alerts
    for view in alerts.of_patient(cohort.session, who):
        if view.row.closed_at is None:
            done = Handling(Action.CALL, "answered", note)
            alerts.close(cohort.session, view.row.id, done, Verdict.REAL)


def test_s22_one_page_with_plan_limits_trend_alerts_and_actions(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 92, 84)
    closed(cohort, who, "Hviler, måler igjen.")
    text = page(cohort, who, "Skal vi øke prednisolon?", Asked.RED)
    for words in (
        "There is a red alert.",
        "Approved by Lege Stille Vann",
        "Critical limits",
        "below 86 %",
        "two readings in a row",
        "SpO₂, the last 30 days",
        "◆ Red 20 Nov 2026",
        "Called the patient (real): Hviler, måler igjen.",
        "Skal vi øke prednisolon?",
        "GP (signature)",
    ):
        assert words in text, words


def test_open_alerts_say_how_they_stand(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.spo2(who, 84)
    assert "Not closed yet." in page(cohort, who)
    (view,) = cohort.station.alerts.of_patient(cohort.session, who)
    cohort.station.alerts.take(cohort.session, view.row.id)
    assert "Not closed yet, taken by Rask Elg" in page(cohort, who)
    until = cohort.clock.now() + DAY
    cohort.station.alerts.wait(cohort.session, view.row.id, until)
    assert "Not closed yet, waits until" in page(cohort, who)


def test_sixty_alerts_stay_on_one_page_and_the_rest_is_counted(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    for at in range(60):
        cohort.spo2(who, 84 if at % 3 else 85, apart=600_000)
        closed(cohort, who, f"Ringte og snakket lenge om hvordan det går, gang nummer {at}.")
        cohort.spo2(who, 93, 94, apart=60_000)
    text = page(cohort, who, "Kan vi ta en telefon?")
    assert "And " in text
    told = text.count("◆ Red 20 Nov") + text.count("◆ Red 21 Nov")
    left = int(text.split("And ")[1].split(" more: ")[0])
    assert told + left == 60
    assert "red ones" in text


def test_without_plan_readings_or_contacts_it_says_so(cohort: Cohort) -> None:
    who = cohort.patient("Stille Fjord")
    text = page(cohort, who)
    for words in (
        "No plan yet.",
        "No readings yet.",
        "No alerts.",
        "No contacts.",
        "Nothing now: this is for your information.",
    ):
        assert words in text, words


def test_a_draft_is_never_told_as_approved(cohort: Cohort) -> None:
    who = cohort.patient("Stille Fjord")
    cohort.plan(who, approved=False)
    text = page(cohort, who)
    assert "Not approved by the GP yet." in text
    assert "Approved by" not in text


def test_contacts_are_told_once_with_what_was_written(cohort: Cohort) -> None:
    who = cohort.followed("Rask Elg")
    cohort.station.alerts.act(
        cohort.session, who, Handling(Action.CALL, "no_answer", "Prøver igjen kl. 12.")
    )
    for at in range(9):
        cohort.clock.advance(60_000)
        cohort.station.alerts.act(cohort.session, who, Handling(Action.NOTE, "", f"Notat {at}"))
    text = page(cohort, who)
    assert "Notat 8" in text
    assert "contacts more." in text


def test_a_national_number_a_street_and_a_smiley_in_a_note_do_not_reach_the_page(
    cohort: Cohort,
) -> None:
    who = cohort.followed("Rask Elg")
    cohort.station.alerts.act(
        cohort.session, who, Handling(Action.NOTE, "", "Fnr 018140 49996 er rett 😀, " + "x" * 300)
    )
    text = page(cohort, who, "Gjelder 01814049996.")
    assert "49996" not in text
    assert "•••••• •••••" in text
    assert "rett ?" in text
