"""The driving list read back: addresses and telephones, and what protection keeps off the paper."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from station.core.trouble import Trouble
from station.models.queries import audit
from station.rules.driving import Purpose
from station.rules.routing import OFFICE
from station.services.prints.driving_list import PrintedRound
from station.services.visits.visits import NewVisit
from tests.intaking import BENEFIT
from tests.visiting import MONDAY, TUESDAY, Drivers


def text_of(printed: PrintedRound) -> str:
    """The whole text of a print, read with another tool than the one that checked it."""
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def printed(drivers: Drivers, round_id: str, language: str = "en") -> str:
    session = replace(drivers.session, language=language)
    made = drivers.station.driving_prints.make(session, round_id)
    assert made.pages == 1
    return text_of(made)


@pytest.mark.parametrize(
    ("language", "title"), [("nb", "Kjøreliste"), ("nn", "Køyreliste"), ("en", "Driving list")]
)
def test_the_list_says_where_who_and_how_far_in_every_language(
    drivers: Drivers, language: str, title: str
) -> None:
    elg = drivers.patient()
    drivers.sql(
        "INSERT INTO homes (patient_id, way_there, checked_on, checked_by) "
        "VALUES (?, 'Rødt hus', '2026-11-01', 'x')",
        elg,
    )
    visit = drivers.station.visits.add(
        drivers.session, NewVisit(Purpose.OTHER, elg, note="Ta med måleskjema 01814049996")
    )
    round_id = drivers.station.visits.plan(drivers.session, [visit], TUESDAY)
    way = ((OFFICE, f"patient:{elg}"), 12_500, 15)
    drivers.station.driving.keep_ways(drivers.session, [way])
    text = printed(drivers, round_id, language)
    for said in (title, "Rask Elg", "Elgveien 1", "9999 Fjellsund", "68 05 01 12", "Rødt hus"):
        assert said in text
    assert ("12.5 km" if language == "en" else "12,5 km") in text
    assert "01814049996" not in text
    assert "113" in text


def test_kode_6_is_neither_named_nor_placed_on_paper(drivers: Drivers) -> None:
    strict = drivers.patient("Stille Brygge", protection="strict", gp_office="Brygge legekontor")
    drivers.sql(
        "INSERT INTO homes (patient_id, way_there, checked_on, checked_by) "
        "VALUES (?, 'Bryggestien', '2026-11-01', 'x')",
        strict,
    )
    visits = [
        drivers.visit(strict, note="Bryggeveien 1, ring 68050112"),
        drivers.visit(drivers.patient()),
    ]
    drivers.visit_papers(strict)
    visits.append(drivers.errand("papers"))
    round_id = drivers.station.visits.plan(drivers.session, visits, TUESDAY)
    text = printed(drivers, round_id)
    assert "Brygge" not in text
    assert "Stille" not in text.replace("Stille Brygge", "")
    assert text.count("Protected. Look at the visit") == 2
    assert text.count("68 05 01 12") == 1


def test_kode_7_is_printed_without_the_address(drivers: Drivers) -> None:
    known = drivers.patient("Stille Brygge", protection="confidential")
    visit = drivers.visit(known, note="Nøkkel ved Bryggeveien 1")
    round_id = drivers.station.visits.plan(drivers.session, [visit], TUESDAY)
    text = printed(drivers, round_id)
    assert "Stille Brygge, Protected address" in text
    assert "68 05 01 12" in text
    assert "Bryggeveien" not in text


def test_what_has_happened_since_and_what_was_ticked_stands_on_the_list(
    drivers: Drivers,
) -> None:
    round_id = drivers.round("Rask Elg", "Stille Brygge", "Klok Dal", "Blid Trapp")
    ids = drivers.ids(round_id)
    visits, session = drivers.station.visits, drivers.session
    visits.done(session, ids[0], round_id)
    visits.not_home(session, ids[1], round_id, "På butikken")
    visits.move(session, ids[3], round_id, TUESDAY, "Snø")
    drivers.sql("UPDATE patients SET deceased_on = '2026-11-19' WHERE given_name = 'Klok'")
    text = printed(drivers, round_id)
    assert "3 stops" in text
    assert "Not at home: På butikken" in text
    assert "Registered as dead 19 Nov 2026" in text
    assert "Blid Trapp" not in text


def test_a_place_without_address_and_a_name_in_other_letters_still_print(
    drivers: Drivers,
) -> None:
    elg = drivers.patient("秋 Elg", address="", postal_code="", city="", phone="")
    round_id = drivers.station.visits.plan(drivers.session, [drivers.visit(elg)], TUESDAY)
    text = printed(drivers, round_id)
    assert "no address is known" in text
    assert "(name in other letters)" in text


def test_an_empty_round_says_so_and_twenty_stops_fit_one_page(drivers: Drivers) -> None:
    empty = drivers.station.driving.begin(drivers.session, MONDAY)
    drivers.station.driving.set_driver(drivers.session, empty, "")
    assert "There is no visit on this round" in printed(drivers, empty)
    names = [f"Rask {part}{end}" for part in ("Elg", "Dal", "Vik", "Nes") for end in "abcde"]
    text = printed(drivers, drivers.round(*names))
    assert all(name in text for name in names)


def test_every_list_is_a_line_of_the_log_and_names_nobody(drivers: Drivers, tmp_path: Path) -> None:
    round_id = drivers.round("Rask Elg")
    prints = drivers.station.driving_prints
    made = prints.make(drivers.session, round_id)
    assert "Elg" not in made.file_name
    prints.save(drivers.session, made, tmp_path / "list.pdf")
    prints.note(drivers.session, made)
    assert (tmp_path / "list.pdf").read_bytes() == made.pdf
    with drivers.station.record.read() as reader:
        lines = [row for row in audit.newest(reader) if row.action == "driving_list_printed"]
    assert [line.details["hash"] for line in lines] == [made.digest] * 2


def test_nobody_without_the_right_makes_a_list(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    with pytest.raises(Trouble):
        drivers.station.driving_prints.make(BENEFIT, round_id)
