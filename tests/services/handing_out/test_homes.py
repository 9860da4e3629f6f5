"""Homes: the network is asked once, and a protected way there stays hidden."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries.handouts import HomeRow
from station.services.handing_out.homes import (
    HomeDetails,
    needs_net,
    net_missing,
    net_unknown,
    reach_words,
)
from station.services.patients.values import PatientIncomplete
from tests.handing import HandingOffice, handing_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def home(wifi: str, mobile: str) -> HomeRow:
    return HomeRow("p", wifi, mobile, "", "", "2026-11-20", "x")


def test_what_was_found_is_kept_with_who_and_when(desk: HandingOffice) -> None:
    elg = desk.person()
    assert desk.homes.of(desk.session, elg) is None
    assert desk.homes.way_there(desk.session, elg) == ""
    details = HomeDetails("good", "none", " ruter i kjelleren ", " Rødt hus ", date(2026, 11, 18))
    desk.homes.keep(desk.session, elg, details)
    found = desk.homes.of(desk.session, elg)
    assert found is not None
    assert (found.note, found.way_there, found.way_hidden) == (
        "ruter i kjelleren",
        "Rødt hus",
        False,
    )
    assert found.words == "Wireless network: Good · Mobile coverage: None"
    assert found.checked_on == date(2026, 11, 18)
    desk.homes.keep(desk.session, elg, HomeDetails("weak", "weak"))
    found = desk.homes.of(desk.session, elg)
    assert found is not None
    assert (found.wifi, found.way_there, found.checked_on) == (
        "weak",
        "Rødt hus",
        date(2026, 11, 20),
    )


def test_a_protected_way_there_is_shown_on_request_and_logged(desk: HandingOffice) -> None:
    elg = desk.person(protection="strict")
    desk.homes.keep(desk.session, elg, HomeDetails("good", way_there="Rødt hus"))
    found = desk.homes.of(desk.session, elg)
    assert found is not None
    assert (found.way_there, found.way_hidden) == ("", True)
    leader = replace(desk.session, role="leader")
    desk.homes.keep(leader, elg, HomeDetails("weak", way_there=""))
    assert desk.homes.way_there(desk.session, elg) == "Rødt hus"
    assert desk.log(elg)[0] == "protected_shown"
    desk.homes.way_there(desk.session, desk.person("Rev"))
    with pytest.raises(Trouble, match="not_allowed"):
        desk.homes.way_there(leader, elg)


def test_what_cannot_be_is_refused(desk: HandingOffice) -> None:
    elg = desk.person()
    with pytest.raises(PatientIncomplete) as wrong:
        desk.homes.keep(desk.session, elg, HomeDetails("fine", "bad", checked_on=date(2027, 1, 1)))
    assert set(wrong.value.problems) == {"wifi", "mobile", "checked_on"}
    with pytest.raises(Trouble, match="patient_unknown"):
        desk.homes.keep(desk.session, "0" * 32, HomeDetails())


@pytest.mark.parametrize(
    ("kind", "found", "unknown", "missing"),
    [
        ("tablet", None, True, False),
        ("tablet", home("", ""), True, False),
        ("tablet", home("none", ""), True, False),
        ("tablet", home("", "weak"), False, False),
        ("tablet", home("good", ""), False, False),
        ("tablet", home("none", "good"), False, False),
        ("tablet", home("none", "none"), False, True),
        ("sim", home("good", ""), True, False),
        ("sim", None, True, False),
        ("sim", home("good", "none"), False, True),
        ("sim", home("none", "weak"), False, False),
        ("oximeter", None, False, False),
        ("oximeter", home("none", "none"), False, False),
    ],
)
def test_r77_what_needs_a_network_is_told(
    kind: str, found: HomeRow | None, unknown: bool, missing: bool
) -> None:
    assert net_unknown(kind, found) is unknown
    assert net_missing(kind, found) is missing
    assert needs_net((kind,)) is (kind != "oximeter")


def test_a_word_of_a_newer_program_is_not_asked_yet() -> None:
    assert reach_words("superb") == "Not asked yet"
