"""How a patient's plans stand now, and whether what was printed still says so."""

from dataclasses import replace
from datetime import date

import pytest

from station.core import i18n
from station.rules.approval import Review
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.services.plans.values import (
    TREATMENT_MEETING,
    PlanPerson,
    PlanPrint,
    PrintAge,
    VersionRow,
    Visit,
    channel_word,
    desk_of,
    print_age,
    visit_words,
)

NOW = 1_795_161_600_000


def row(
    version_id: str,
    status: PlanStatus = PlanStatus.DRAFT,
    start: int | None = None,
    end: int | None = None,
) -> VersionRow:
    on = "" if status is PlanStatus.DRAFT else "2026-11-20"
    version = PlanVersion(
        version_id,
        "plan",
        "elg",
        int(version_id),
        status,
        PlanContent("kols", "nb"),
        NOW - 1000 + int(version_id),
        "MK",
        approved_on=on,
        in_force_from=start,
        in_force_to=end,
    )
    return VersionRow(version, f"hash{version_id}", "", "", None)


def printed(version_id: str, content_hash: str = "", status: str = "draft") -> PlanPrint:
    return PlanPrint(version_id, NOW, "1234", content_hash or f"hash{version_id}", status)


@pytest.mark.parametrize(
    ("made", "versions", "age"),
    [
        (None, (row("1"),), PrintAge.NONE),
        (printed("1"), (row("1"),), PrintAge.FRESH),
        (printed("1", "other"), (row("1"),), PrintAge.CHANGED),
        (printed("2"), (row("1"),), PrintAge.CHANGED),
        (printed("1"), (row("1", PlanStatus.APPROVED, NOW),), PrintAge.APPROVED),
        (
            printed("1", status="approved"),
            (row("1", PlanStatus.APPROVED, NOW),),
            PrintAge.FRESH,
        ),
        (
            printed("1", status="approved"),
            (row("1", PlanStatus.REPLACED, NOW - 9, NOW),),
            PrintAge.REPLACED,
        ),
        (
            printed("1", status="approved"),
            (row("1", PlanStatus.REPLACED, NOW - 9, NOW + 9),),
            PrintAge.FRESH,
        ),
    ],
)
def test_a_print_is_out_of_date_once_the_plan_says_something_else(
    made: PlanPrint | None, versions: tuple[VersionRow, ...], age: PrintAge
) -> None:
    assert print_age(made, versions, NOW) is age


def test_the_desk_tells_what_decides_now_and_what_will() -> None:
    person = PlanPerson("elg", "Rask Elg", "1940-01-01", "Kols", "nb", "")
    versions = (
        row("3"),
        row("2", PlanStatus.APPROVED, NOW + 5),
        row("1", PlanStatus.REPLACED, NOW - 500, NOW + 5),
    )
    desk = desk_of(person, versions, [printed("2", status="approved")], NOW, Review.LATER)
    assert (desk.standing, desk.coming, desk.draft, desk.trial) == ("1", "2", "3", False)
    assert desk.print_age is PrintAge.FRESH
    found = desk.row("2")
    assert found is not None
    assert found.version.number == 2


def test_how_an_approval_came_is_worded_and_old_words_stand() -> None:
    with i18n.speaking("nb"):
        assert channel_word("paper") == "på papir"
        assert channel_word("papir") == "papir"


def test_the_gps_appointment_is_said_with_its_day() -> None:
    today = date(2026, 11, 25)
    due = Visit(due=date(2026, 12, 9))
    assert visit_words(due, today) == "○ GP appointment by Wed 9 Dec – not booked"
    assert visit_words(replace(due, late=True), today).startswith("▲ ")
    assert visit_words(Visit(on=date(2026, 12, 1)), today) == "GP appointment Tue 1 Dec"
    assert visit_words(Visit(), today) == ""


def test_words_of_another_making_stand_as_they_are() -> None:
    assert channel_word(TREATMENT_MEETING) == "agreed in a treatment meeting with the GP"
    assert channel_word("by pigeon") == "by pigeon"
