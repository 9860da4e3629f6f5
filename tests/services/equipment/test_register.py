"""The register: what is written, where things are, who keeps what for whom, and what is found."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.labelcode import label_of
from station.services.equipment.register import (
    INSTITUTION,
    PATIENT,
    Borrower,
    DeviceState,
    Equipment,
    NewDevice,
)
from station.services.session import Session
from tests.intaking import BENEFIT
from tests.lent import LendingOffice, lending_office
from tests.store_room import make_ready

S = DeviceState
FULL = NewDevice(
    "spirometer",
    "",
    " Spirometer 1 ",
    "SN 12-34",
    label="st 00042 7",
    maker="MIR",
    owner="Hjelpemiddelsentralen",
    bought_on="2026-01-05",
    price_ore=590_000,
    warranty_until="2028-01-05",
    calibration_due="2027-01-05",
    battery_due="2027-03-01",
    condition="new",
    place="Skap 2",
)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


@pytest.fixture
def register(desk: LendingOffice) -> Equipment:
    """Its register of equipment."""
    return Equipment(desk.record)


@pytest.fixture
def nurse(desk: LendingOffice) -> Session:
    """Who does things."""
    return desk.session


def refused(code: str, job: object) -> str:
    """What is said when something is refused."""
    with pytest.raises(Trouble, match=f"^{code}$") as caught:
        job()  # type: ignore[operator]
    return caught.value.sentence().replace("\u00a0", " ")


def test_everything_that_is_known_of_a_device_is_kept(register: Equipment, nurse: Session) -> None:
    device_id = register.register(nurse, FULL)
    (row,) = register.rows(nurse)
    assert (row.name, row.label, row.serial) == ("Spirometer 1", label_of(42), "SN 12-34")
    assert (row.owner, row.price_ore, row.condition_words) == (FULL.owner, 590_000, "New")
    assert (row.bought_on, row.warranty_until) == ("2026-01-05", "2028-01-05")
    assert (row.calibration_due, row.battery_due) == ("2027-01-05", "2027-03-01")
    assert (row.state, row.place, row.own) == (S.IN_STORE, "Skap 2", False)
    assert all(word in row.haystack for word in ("spirometer 1", "sn1234", "mir", "skap 2"))
    changed = replace(FULL, name="Spirometer A", serial="SN 99", price_ore=None, kind="tablet")
    register.change(nurse, device_id, changed, seen=row.state_since)
    card = register.card(nurse, device_id)
    assert (card.row.name, card.row.price_ore, card.row.kind) == (
        "Spirometer A",
        None,
        "spirometer",
    )
    assert register.scan(nurse, "sn99").id == device_id
    register.change(nurse, device_id, changed)
    assert [move.text for move in card.moves] == ["Registered"]


def test_a_serial_number_or_a_label_is_on_one_device(register: Equipment, nurse: Session) -> None:
    device_id = register.register(nurse, FULL)
    twice = replace(FULL, name="To", label="", serial="sn-1234")
    said = refused("serial_taken", lambda: register.register(nurse, twice))
    assert (
        said == "Spirometer with serial number sn-1234 is in the register already, as Spirometer 1."
    )
    other = register.register(nurse, replace(twice, kind="scale", label="Eget 7"))
    taken = replace(FULL, kind="cuff", serial="", name="Tre", label="EGET 7")
    assert "on To already" in refused("label_taken", lambda: register.register(nurse, taken))
    refused(
        "label_taken", lambda: register.change(nurse, other, replace(twice, label=label_of(42)))
    )
    register.change(nurse, device_id, FULL)
    assert len(register.rows(nurse)) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "toaster"}, "device_kind"),
        ({"name": " "}, "device_unnamed"),
        ({"name": "x" * 501}, "device_too_long"),
        ({"label": "ST-00042-1"}, "label_doubtful"),
        ({"bought_on": "2026-02-30"}, "device_day"),
        ({"bought_on": "i fjor"}, "device_day"),
        ({"battery_due": "0026-01-01"}, "device_day"),
        ({"calibration_due": "2526-01-01"}, "device_day"),
        ({"bought_on": "2026-11-21"}, "device_bought_later"),
        ({"warranty_until": "2026-01-04"}, "device_warranty"),
        ({"price_ore": -1}, "device_price"),
        ({"price_ore": 10**12}, "device_price"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    register: Equipment, nurse: Session, wrong: dict[str, object], code: str
) -> None:
    new = replace(FULL, **wrong)  # type: ignore[arg-type]
    assert refused(code, lambda: register.register(nurse, new))
    assert register.rows(nurse) == ()
    device_id = register.register(nurse, FULL)
    if code != "device_kind":
        refused(code, lambda: register.change(nurse, device_id, new))
    assert register.card(nurse, device_id).row.name == "Spirometer 1"


def test_a_scan_leads_to_one_device_or_says_why_not(register: Equipment, nurse: Session) -> None:
    first = register.register(nurse, FULL)
    register.register(nurse, NewDevice("scale", name="Vekt", serial="1234", label="K1"))
    register.register(nurse, NewDevice("cuff", name="Måler", serial="1234", label="K2"))
    for text in (label_of(42), "st-00042-7\r\n", "ST+00042+7", "SN 12-34"):
        assert register.scan(nurse, text).id == first
    assert register.scan(nurse, "k1").name == "Vekt"
    assert register.find(nurse, "K9") is None
    assert "K9" in refused("label_unknown", lambda: register.scan(nurse, "K9"))
    refused("label_doubtful", lambda: register.scan(nurse, "ST-00042-1"))
    refused("scan_nothing", lambda: register.scan(nurse, " \r\n"))
    refused("scan_nothing", lambda: register.scan(nurse, "x" * 900))
    refused("two_scans", lambda: register.scan(nurse, "K1\r\nK2\r\n"))
    refused("two_scans", lambda: register.scan(nurse, "K1K2"))
    said = refused("scan_several", lambda: register.scan(nurse, "1234"))
    assert "Måler" in said
    assert "Vekt" in said


def test_a_device_that_was_moved_meanwhile_is_not_moved_on(
    desk: LendingOffice, register: Equipment, nurse: Session
) -> None:
    patient_id, device_id = desk.person(), desk.device()
    shown = register.card(nurse, device_id).row
    desk.clock.advance(1000)
    desk.lending.lend(nurse, device_id, patient_id)
    for job in (
        lambda: register.move(nurse, device_id, S.REPAIR, "x", seen=shown.state_since),
        lambda: register.change(nurse, device_id, FULL, seen=shown.state_since),
    ):
        said = refused("moved_meanwhile", job)
        assert "today 09:00" in said
        assert "Now: Lent" in said
        assert "Elg" not in said
    assert "Lent" in refused("move_no_way", lambda: register.move(nurse, device_id, S.REPAIR, "x"))
    assert register.card(nurse, device_id).ways == ()


def test_a_move_that_is_refused_names_what_is_missing(register: Equipment, nurse: Session) -> None:
    device_id = register.register(nurse, FULL)
    said = refused("move_steps", lambda: register.move(nurse, device_id, S.READY))
    assert "Clock set, Test reading passed" in said
    refused("move_reason", lambda: register.move(nurse, device_id, S.LOST, " "))
    refused("move_reservation", lambda: register.move(nurse, device_id, S.RESERVED))
    refused("move_no_way", lambda: register.move(nurse, device_id, S.RETURNED))
    register.move(nurse, device_id, S.REPAIR, "Slange sprukket", "Leverandør")
    (repair, _) = register.moves(nurse, device_id)
    assert (repair.reason, repair.place, repair.by) == (
        "Slange sprukket",
        "Leverandør",
        nurse.user_id,
    )
    assert register.card(nurse, device_id).ways == (S.RETURNED, S.SCRAPPED)
    with pytest.raises(Trouble, match="device_unknown"):
        register.move(nurse, "0" * 32, S.LOST, "x")


def test_a_reservation_is_kept_until_it_is_used_or_given_up(
    desk: LendingOffice, register: Equipment, nurse: Session
) -> None:
    first, second = desk.person(), desk.person("Rev")
    device_id = register.register(nurse, NewDevice("scale", name="Vekt 1"))
    register.reserve(nurse, device_id, Borrower(PATIENT, first))
    row = register.card(nurse, device_id).row
    assert (row.state, row.reserved_words) == (S.RESERVED, "Reserved for Rask Elg")
    said = refused(
        "device_reserved", lambda: register.reserve(nurse, device_id, Borrower(PATIENT, second))
    )
    assert "Elg" not in said
    register.reserve(nurse, device_id, Borrower(PATIENT, first))
    make_ready(desk.record, nurse, device_id)
    said = refused("device_reserved", lambda: desk.lending.lend(nurse, device_id, second))
    assert "today" in said
    assert "Elg" not in said
    loan = desk.lending.lend(nurse, device_id, first)
    assert register.card(nurse, device_id).row.reserved_words == ""
    desk.back(loan)
    assert register.card(nurse, device_id).row.reserved_for is None
    register.reserve(nurse, device_id, Borrower(PATIENT, second))
    assert register.card(nurse, device_id).row.state is S.READY
    register.reserve(nurse, device_id, None)
    register.reserve(nurse, device_id, None)
    assert register.card(nurse, device_id).row.reserved_for is None
    register.move(nurse, device_id, S.IN_STORE)
    register.reserve(nurse, device_id, Borrower(PATIENT, first))
    register.reserve(nurse, device_id, None)
    assert register.moves(nurse, device_id)[0].reason == "The reservation was given up"
    lost = desk.lent(first)
    refused("move_no_way", lambda: register.reserve(nurse, lost, Borrower(PATIENT, second)))
    refused(
        "institution_unknown", lambda: register.reserve(nurse, lost, Borrower(INSTITUTION, "x"))
    )


def test_who_may_not_manage_neither_scraps_nor_changes_many(
    desk: LendingOffice, register: Equipment, nurse: Session
) -> None:
    ids = [register.register(nurse, NewDevice("scale", name=f"Vekt {at}")) for at in range(2)]
    substitute = replace(nurse, role="substitute")
    refused("not_allowed", lambda: register.move(substitute, ids[0], S.SCRAPPED, "x"))
    refused("not_allowed", lambda: register.change_many(substitute, ids, owner="x"))
    refused("not_allowed", lambda: register.dissolve_kit(substitute, "x"))
    assert S.SCRAPPED not in register.card(substitute, ids[0]).ways
    assert S.SCRAPPED in register.card(nurse, ids[0]).ways
    register.move(substitute, ids[0], S.REPAIR, "x")
    register.change_many(nurse, ids, owner=" Nav ", price_ore=100)
    register.change_many(nurse, ids)
    assert {(row.owner, row.price_ore) for row in register.rows(nurse)} == {("Nav", 100)}
    refused("device_price", lambda: register.change_many(nurse, ids, price_ore=-5))
    refused("device_unknown", lambda: register.change_many(nurse, [*ids, "x"], price_ore=7))
    assert {row.price_ore for row in register.rows(nurse)} == {100}
    for ask in (
        lambda: register.rows(BENEFIT),
        lambda: register.card(BENEFIT, ids[0]),
        lambda: register.moves(BENEFIT, ids[0]),
        lambda: register.find(BENEFIT, "x"),
        lambda: register.register(BENEFIT, FULL),
        lambda: register.change(BENEFIT, ids[0], FULL),
        lambda: register.move(BENEFIT, ids[0], S.LOST, "x"),
        lambda: register.undo(BENEFIT, ids[0]),
        lambda: register.reserve(BENEFIT, ids[0], None),
    ):
        refused("not_allowed", ask)


def test_the_patients_own_device_is_never_prepared(register: Equipment, nurse: Session) -> None:
    device_id = register.register(nurse, NewDevice("own_device", name="Egen telefon"))
    card = register.card(nurse, device_id)
    assert card.row.own
    assert S.READY not in card.ways
