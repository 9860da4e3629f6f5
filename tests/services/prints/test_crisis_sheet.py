"""S37: a crisis plan on paper has levels in the patient's own words, and no numbers."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.i18n import speaking
from station.core.settings import Profile
from station.models.queries.plans import VersionRow
from station.printing.documents import PlanDocument
from station.printing.press import render
from station.printing.verify import read_back
from station.rules.limits import Level
from station.rules.plans import (
    CRISIS,
    Line,
    LineState,
    PlanContent,
    PlanStatus,
    PlanVersion,
    ScheduleItem,
)
from station.rules.templates import instantiate
from station.services.plans.template_files import shipped
from station.services.prints.crisis_sheet import level_heading, levels, sections
from station.services.prints.plan_sheet import Person, SheetFacts, plan_document

NOW = 1_795_161_600_000
BRYGGE = Person("Stille Brygge", "1989-12-13", "Psykisk helse", "nb")


def finished(language: str = "nb") -> PlanContent:
    """The shipped plan with every begun line written out."""
    content = instantiate(shipped(CRISIS).spoken(language), date(2026, 11, 20))

    def written(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            replace(line, text=line.text.replace("…", f"ord {at}"), state=LineState.CHANGED)
            for at, line in enumerate(lines)
        )

    return replace(
        content,
        zones=tuple(
            replace(zone, signs=written(zone.signs), measures=written(zone.measures))
            for zone in content.zones
        ),
        preventive=written(content.preventive),
        sections=tuple(replace(each, lines=written(each.lines)) for each in content.sections),
    )


def sheet(content: PlanContent, status: PlanStatus = PlanStatus.DRAFT) -> PlanDocument:
    version = PlanVersion("ab12" * 8, "p", "e", 1, status, content, NOW, "MK")
    if status is not PlanStatus.DRAFT:
        version = replace(
            version, approved_by="Mild Hei", approved_on="2026-11-20", channel="meeting"
        )
    row = VersionRow(version, "cd34" * 16, "", "", None)
    return plan_document(row, BRYGGE, Profile("Fjellsund"), NOW, SheetFacts(("spo2",)))


@pytest.mark.parametrize(
    ("language", "title", "level", "draft"),
    [
        ("nb", "Min krisemestringsplan", "NIVÅ 1", "UTKAST, IKKE AVTALT ENNÅ"),
        ("nn", "Min krisemeistringsplan", "NIVÅ 1", "UTKAST, IKKJE AVTALT ENNO"),
    ],
)
def test_the_sheet_says_the_patients_own_words_in_full_and_holds_no_limits(
    language: str, title: str, level: str, draft: str
) -> None:
    content = finished(language)
    document = sheet(content)
    assert (document.identity.title, document.identity.status) == (title, draft)
    assert (document.limits, document.trend) == (None, None)
    assert [zone.heading[-1] for zone in document.zones] == ["1", "2", "3"]
    assert document.zones[0].heading == level
    said = " ".join(read_back(render(document)).elements)
    for line in content.lines():
        assert line.text.rstrip(".") in said
    for section in content.sections:
        assert section.heading in said


def test_what_comes_before_stands_before_and_the_contacts_stand_in_a_box() -> None:
    document = sheet(finished())
    assert [section.heading for section in document.before] == [
        "Dette setter det i gang",
        "Tidlige varseltegn",
    ]
    after = [section.heading for section in document.sections]
    assert after[0] == "Slik vil jeg bli møtt"
    assert after[-1] == "Dette forebygger"
    assert [each.heading for each in document.sections if each.boxed] == ["Dem jeg kan kontakte"]


def test_a_level_or_part_without_words_is_left_out() -> None:
    content = finished()
    gone = replace(content.zones[2].measures[0], state=LineState.REMOVED)
    zones = (content.zones[0], replace(content.zones[2], signs=(), measures=(gone,)))
    first = replace(content.sections[0], lines=())
    small = replace(content, zones=zones, sections=(first, *content.sections[1:]))
    assert [each.heading[-1] for each in levels(small)] == ["1"]
    assert [each.heading for each in sections(small, first=True)] == ["Tidlige varseltegn"]


def test_it_says_who_agreed_and_when_readings_are_looked_at_only_if_any_are_agreed() -> None:
    document = sheet(finished())
    assert [str(document.schedule), document.opening] == ["", ""]
    assert document.approval.choices == ()
    assert document.approval.lines == ("Dato", "Jeg (underskrift)", "Kontakten min (underskrift)")
    agreed = replace(finished(), schedule=(ScheduleItem("weight", (0,), "10:00"),), goal="Ro")
    document = sheet(agreed, PlanStatus.APPROVED)
    assert document.identity.status == ""
    assert "Mild Hei" in document.approval.text
    assert "Vekt" in str(document.schedule)
    assert document.opening
    assert str(document.goal) == "Ro"
    assert document.sections[-1].heading == "Dette forebygger"


def test_a_level_is_named_by_its_number() -> None:
    with speaking("nn"):
        assert level_heading(Level.RED) == "Nivå 3"
