"""The register of places that borrow equipment."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.handing_out.institutions import InstitutionDetails, institution_kind
from station.services.patients.values import PatientIncomplete
from tests.handing import HandingOffice, handing_office

HOME = InstitutionDetails(
    "nursing_home", " Fjellsund  sykehjem ", "Stille Brygge", "68 05 02 10", "Tunet 1", "9999", "By"
)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def test_a_place_is_registered_changed_retired_and_brought_back(desk: HandingOffice) -> None:
    place = desk.institutions.add(desk.session, HOME)
    found = desk.institutions.one(desk.session, place)
    assert (found.name, found.kind_words, found.retired, found.out) == (
        "Fjellsund sykehjem",
        "Nursing home",
        False,
        0,
    )
    desk.institutions.change(desk.session, place, replace(found.details, note="Spør i 2. etasje"))
    assert desk.institutions.one(desk.session, place).details.note == "Spør i 2. etasje"
    before = desk.rows("SELECT max(seq) FROM audit")
    desk.institutions.change(desk.session, place, replace(found.details, note="Spør i 2. etasje"))
    assert desk.rows("SELECT max(seq) FROM audit") == before
    desk.institutions.retire(desk.session, place)
    with pytest.raises(Trouble, match="institution_retired"):
        desk.institutions.retire(desk.session, place)
    other = desk.institution("Annet sted", "other")
    assert [each.id for each in desk.institutions.every(desk.session)] == [other, place]
    again = desk.institutions.add(desk.session, HOME)
    with pytest.raises(Trouble, match="institution_twice"):
        desk.institutions.bring_back(desk.session, place)
    desk.institutions.retire(desk.session, again)
    desk.institutions.bring_back(desk.session, place)
    desk.institutions.bring_back(desk.session, place)
    assert not desk.institutions.one(desk.session, place).retired


def test_a_place_has_a_kind_and_a_name_of_its_own(desk: HandingOffice) -> None:
    desk.institution("Fjellsund legekontor")
    with pytest.raises(PatientIncomplete) as wrong:
        desk.institutions.add(desk.session, InstitutionDetails("castle", "  "))
    assert set(wrong.value.problems) == {"kind", "name"}
    with pytest.raises(Trouble, match="institution_twice"):
        desk.institution("FJELLSUND Legekontor")
    other = desk.institution("Et annet")
    with pytest.raises(Trouble, match="institution_twice"):
        desk.institutions.change(
            desk.session, other, InstitutionDetails("other", "Fjellsund legekontor")
        )
    for act in (
        lambda: desk.institutions.one(desk.session, "0" * 32),
        lambda: desk.institutions.retire(desk.session, "0" * 32),
    ):
        with pytest.raises(Trouble, match="institution_unknown"):
            act()
    with pytest.raises(Trouble, match="not_allowed"):
        desk.institutions.every(replace(desk.session, role="benefit"))


def test_a_kind_of_a_newer_program_is_another_place() -> None:
    assert institution_kind("castle") == "Another place"
