"""Attacks with lists, labels, receipts, photos and older files of equipment."""

import csv
import io
import random
import struct
import zlib
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.files.photos import MOST_BYTES, take
from station.models.database import Database
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from station.rules.driving import Purpose
from station.services.equipment.lending import Lending, NewDevice
from station.services.equipment.register import Equipment
from station.services.prints.labels import LabelsPrint, LabelWish
from station.services.prints.receipt import WantedReceipt
from station.services.stock.exporting import EquipmentExports, Export
from station.services.stock.importing import EquipmentImport, Fate
from station.services.visits.values import NewVisit
from tests.conftest import AUDIT_KEY, DATA_KEY
from tests.equipment_lists import HEADINGS, csv_list, many
from tests.handing import HandingOffice, handing_office
from tests.visiting import TUESDAY, Drivers

RUBBISH = (
    '=HYPERLINK("http://x")', "-2+3", "@SUM(A1)", "\t=1", "\u202eabc", "\u200b", "x" * 10_000,
    "<b>", "'; DROP TABLE devices", "NULL", "46115", "31.02.2024", "01/02/03", "1e400", "NaN",
    "−5", "99999999999999999999", "\ufeff", "\ud7ff", "Æ\u0308", "🩺", "ST-00001-0", "\x1b[31m",
)  # fmt: skip


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def test_ten_thousand_rows_of_rubbish_are_told_row_by_row_and_nothing_is_lost(
    desk: HandingOffice, tmp_path: Path
) -> None:
    chance = random.Random(5)
    rows = many(10_000)
    for at, row in enumerate(rows):
        if at % 10 == 0:
            cells = list(row)
            for _ in range(chance.randint(1, 4)):
                cells[chance.randrange(len(cells))] = chance.choice(RUBBISH)
            rows[at] = tuple(cells)
    path = tmp_path / "liste.csv"
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    service = EquipmentImport(desk.record)
    listed = service.read(path)
    plan = service.plan(desk.session, listed, service.known(desk.session, listed))
    done = service.take_in(desk.session, plan)
    assert sum(done.counts.values()) == 10_000
    ((stored,),) = desk.rows("SELECT count(*) FROM devices")
    assert stored == done.counts[Fate.NEW]
    assert all(row.why for row in done.rows if row.fate is Fate.REFUSED)
    for (text,) in desk.rows(
        "SELECT name || serial || label || maker || model || owner || place FROM devices"
    ):
        assert "\u202e" not in str(text)
        assert "\x1b" not in str(text)
    again = service.plan(desk.session, listed, service.known(desk.session, listed))
    assert (again.counts[Fate.NEW], again.counts[Fate.CHANGED]) == (0, 0)
    out = tmp_path / "avvist.csv"
    service.save_refused(desk.session, done.import_id, out)
    exported = tmp_path / "ut.csv"
    EquipmentExports(desk.record).save(desk.session, Export.REGISTER, "csv", exported)
    for saved in (out, exported):
        for cells in csv.reader(io.StringIO(saved.read_text("utf-8-sig")), delimiter=";"):
            assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]


@pytest.mark.parametrize(
    "label", ["ÆØÅ-1", "🩺-1", "مُحَمَّد", "x" * 500, "<b>1</b>", "=1+1", "A\tB", "a'b\"c", "1"]
)
def test_any_label_is_printed_or_refused_with_a_sentence(desk: HandingOffice, label: str) -> None:
    prints = LabelsPrint(desk.record)
    new = NewDevice("scale", name="V-1", label=label)
    try:
        device_id = Lending(desk.record).register(desk.session, new)
        made = [
            prints.make(desk.session, LabelWish((device_id,), bars=bars)) for bars in (False, True)
        ]
    except Trouble as trouble:
        made, told = [], trouble.sentence()
    else:
        told = ""
    assert [each.count for each in made] == ([] if told else [1, 1])


def test_a_receipt_of_two_hundred_devices_names_them_all(desk: HandingOffice) -> None:
    elg = desk.person()
    ids = [desk.device(name=f"O-{at} <b>&") for at in range(200)]
    handed = desk.out(elg, *ids)
    printed = desk.prints.make(desk.session, WantedReceipt(handed.id))
    assert printed.pages > 5
    desk.handing.take_back(desk.session, handed.loans)
    back = desk.prints.make(desk.session, WantedReceipt(loan_ids=handed.loans))
    assert back.pages > 5


def test_a_loan_that_was_a_mistake_is_not_exported_as_returned(
    desk: HandingOffice, tmp_path: Path
) -> None:
    elg = desk.person()
    device_id = desk.device()
    Lending(desk.record).lend(desk.session, device_id, elg)
    Equipment(desk.record).undo(desk.session, device_id)
    path = tmp_path / "ut.csv"
    EquipmentExports(desk.record).save(desk.session, Export.LOANS, "csv", path)
    assert "Innlevert" not in path.read_text("utf-8-sig")


def chunk(kind: bytes, content: bytes) -> bytes:
    """One piece of a PNG."""
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def bomb(side: int) -> bytes:
    """A PNG that claims to be `side` by `side` and is some kilobytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_photos_made_to_hurt_are_refused_and_others_lose_where_they_were_taken(
    tmp_path: Path,
) -> None:
    whole = io.BytesIO()
    image = Image.effect_noise((3000, 2000), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Stille Brygge"
    exif.get_ifd(0x8825)[2] = (60.0, 23.0, 1.0)
    image.save(whole, "JPEG", exif=exif, comment=b"Stille Brygge")
    taken = tmp_path / "p.jpg"
    taken.write_bytes(whole.getvalue() + b"Stille Brygge")
    photo = take(taken)
    assert (photo.width, photo.height) == (1067, 1600)
    assert b"Stille" not in photo.picture
    assert b"Exif" not in photo.picture
    assert not Image.open(io.BytesIO(photo.picture)).getexif()
    cases = {
        "half.jpg": whole.getvalue()[: len(whole.getvalue()) // 2],
        "bomb.png": bomb(60_000),
        "wide.png": bomb(8_000),
        "text.jpg": b"hei",
        "empty.png": b"",
        "svg.png": b"<svg onload='x'/>",
        "tiff.jpg": b"II*\x00" + b"\0" * 100,
        "zip.jpg": b"PK\x03\x04",
        "big.jpg": b"\xff\xd8\xff" + b"\0" * MOST_BYTES,
        "text.png": b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 10**7)),
    }
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Trouble) as caught:
            take(path)
        assert caught.value.sentence()
    with pytest.raises(Trouble):
        take(tmp_path)


def test_a_file_of_the_third_shape_with_two_of_one_serial_number_and_open_loans(
    home: Home, clock: FixedClock
) -> None:
    connection = open_connection(home.database, DATA_KEY, create=True)
    upgrade(connection, lambda: None, target="0003")
    connection.execute("BEGIN")
    rows = [(f"d{at}", "scale", f"V{at}", f"SN {at // 2}") for at in range(5_000)]
    connection.executemany(
        "INSERT INTO devices (id, kind, name, serial, added_at, added_by) "
        "VALUES (?, ?, ?, ?, 1, 'x')",
        rows,
    )
    connection.execute(
        "INSERT INTO patients (id, given_name, family_name, search_text, status, "
        "status_since, created_at, changed_at) VALUES ('p', 'Rask', 'Elg', '', 'active', 1, 1, 1)"
    )
    connection.execute(
        "INSERT INTO loans (id, device_id, patient_id, from_at, lent_by) "
        "VALUES ('l', 'd0', 'p', 2, 'x')"
    )
    connection.execute("UPDATE devices SET retired_at = 3, retired_by = 'x' WHERE id = 'd1'")
    connection.execute("UPDATE devices SET serial = 'SN-1' WHERE id = 'd9'")
    connection.execute("COMMIT")
    upgrade(connection, lambda: None)
    connection.close()
    opened = Database.open(home.database, DATA_KEY, AUDIT_KEY, clock=clock)
    desk = handing_office(opened, clock)
    assert desk.rows("SELECT state, count(*) FROM devices GROUP BY state ORDER BY state") == [
        ("in_store", 4998),
        ("lent", 1),
        ("scrapped", 1),
    ]
    assert desk.rows("SELECT DISTINCT serial_key FROM devices WHERE id <> 'd8'") == [("",)]
    desk.handing.take_back(desk.session, ["l"])
    assert desk.rows("SELECT from_state, to_state FROM device_moves") == [("lent", "returned")]
    opened.close()


def test_a_note_on_a_visit_with_papers_tells_no_protected_street(drivers: Drivers) -> None:
    kept = drivers.patient("Stille Brygge", protection="confidential")
    papers = NewVisit(Purpose.PAPERS, kept, note="hentes i Bryggeveien 1, bak huset")
    visit = drivers.station.visits.add(drivers.session, papers)
    round_id = drivers.station.visits.plan(drivers.session, [visit], TUESDAY)
    made = drivers.station.driving_prints.make(drivers.session, round_id)
    pages = pypdf.PdfReader(io.BytesIO(made.pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "bak huset" in " ".join(text.split())
    assert "Bryggeveien" not in text


def test_a_row_about_a_known_device_is_looked_at_like_a_new_one(
    desk: HandingOffice, tmp_path: Path
) -> None:
    known = NewDevice("scale", name="V-1", label="RK-1")
    Lending(desk.record).register(desk.session, known)
    service = EquipmentImport(desk.record)
    row = ("Vekt", "O\u202e1", "M", "", "RK-1", *[""] * 10)
    listed = service.read(csv_list(tmp_path / "l.csv", [row], encoding="utf-8"))
    plan = service.plan(desk.session, listed, service.known(desk.session, listed))
    assert [(each.fate, each.code) for each in plan.rows] == [(Fate.REFUSED, "device_signs")]
