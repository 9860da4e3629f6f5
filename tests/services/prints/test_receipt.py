"""Receipts are read back whole, in three languages, and never show an address."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import audit
from station.services.equipment.lending import Lending
from station.services.handing_out.trainings import RELATIVE, TrainingDetails
from station.services.handing_out.values import (
    PATIENT,
    Borrower,
    HandedOut,
    HandOut,
    HandOutItem,
    OwnDevice,
)
from station.services.prints.receipt import PrintedReceipt, WantedReceipt
from tests.handing import HandingOffice, handing_office
from tests.printing.test_receipt import codes_of, halves_of

LATER = date(2027, 1, 20)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def text_of(printed: PrintedReceipt) -> str:
    """The whole text of a receipt, read with another tool than the one that checked it."""
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def handed(desk: HandingOffice, language: str = "") -> tuple[str, HandedOut]:
    """A tablet and a meter went out to a patient with a protected address, to her relative."""
    elg = desk.person(
        birth_date="1948-03-14",
        address="Storgata 12",
        city="Fjellsund",
        phone="68050112",
        national_number="01814049996",
        protection="strict",
        language=language,
    )
    desk.net(elg)
    items = (
        HandOutItem(
            desk.device("tablet", maker="Lenovo", model="Lenovo M10"), ("charger",), "good"
        ),
        HandOutItem(desk.device("oximeter"), ("bag",), "Ripe, Storgata 12, 018140 49996"),
    )
    training = TrainingDetails("Stille Brygge", RELATIVE)
    borrower = Borrower(PATIENT, elg)
    made = HandOut(borrower, items, LATER, "Stille Brygge", trainings=(training,))
    return elg, desk.handing.hand_out(desk.session, made)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            (
                "Kvittering for utlånt utstyr",
                "Lånerens del",
                "Nettbrett: Lenovo M10",
                "God. Med: lader.",
                "Senest 20.01.2027.",
                "Stille Brygge (en pårørende)",
            ),
        ),
        ("nn", ("Delen til lånaren", "Med: ladar.", "Seinast 20.01.2027.", "ein pårørande")),
        (
            "en",
            (
                "Receipt for equipment on loan",
                "The borrower's part",
                "Tablet: Lenovo M10",
                "Good. With: charger.",
                "Date and signature: Stille Brygge",
            ),
        ),
    ],
)
def test_s9_a_receipt_says_everything_in_both_halves_and_no_address(
    desk: HandingOffice, language: str, said: tuple[str, ...]
) -> None:
    _, out = handed(desk)
    printed = desk.prints.make(desk.session, WantedReceipt(out.id, language=language))
    text = text_of(printed)
    assert (printed.language, printed.pages) == (language, 1)
    ((above, below),) = halves_of(printed.pdf)
    for part in (
        *said,
        "Rask Elg",
        "KV-00001-3",
        "Nonin 3230",
        "502910001",
        "502910002",
        "ST-00001",
        "ST-00002",
        "Fjellsund kommune",
        "68 05 01 00",
        "09–15",
    ):
        assert squeezed(part) in squeezed(text)
        other = {"Lånerens del", "Delen til lånaren", "The borrower's part"}
        assert squeezed(part) in above
        assert part in other or squeezed(part) in below
    for hidden in ("Storgata", "018140", "49996", "68 05 01 12", "68050112"):
        assert hidden not in text
    assert codes_of(printed.pdf, 0) == ["KV-00001-3"] * 2
    view = desk.handing.find(desk.session, codes_of(printed.pdf, 0)[0])
    assert view is not None
    assert view.id == out.id


def test_the_borrower_decides_the_language(desk: HandingOffice) -> None:
    for own, spoken in (("nn", "nn"), ("en", "en"), ("pl", "nb"), ("", "nb")):
        elg = desk.person(own or "Rev", language=own)
        out = desk.out(elg, desk.device())
        assert desk.prints.make(desk.session, WantedReceipt(out.id)).language == spoken


def test_a_gp_office_gets_a_receipt_that_says_who_received(desk: HandingOffice) -> None:
    office = desk.institution()
    out = desk.out(office, desk.device("camera"), institution=True, received_by="Lege Stille Vann")
    printed = desk.prints.make(desk.session, WantedReceipt(out.id))
    text = text_of(printed)
    assert printed.patient_id is None
    for part in ("Fjellsund legekontor", "Mottatt av Lege Stille Vann.", "etter avtale"):
        assert part in text
    assert "når det ikke lenger trengs" in text
    desk.prints.note(desk.session, printed)
    with desk.record.read() as reader:
        row = audit.newest(reader, limit=1)[0]
    assert (row.action, row.subject_id, row.patient_id) == ("receipt_printed", out.id, None)


def test_an_own_device_is_kept_and_other_days_stand_beside_each(desk: HandingOffice) -> None:
    elg = desk.person()
    desk.net(elg)
    own = desk.handing.own_device(desk.session, elg, OwnDevice("iPad"))
    text = text_of(desk.prints.make(desk.session, WantedReceipt(own.id, language="nb")))
    assert "beholdes: det er ditt eget" in text
    assert "Appen tas bort" in text
    assert "leveres tilbake til" not in text
    items = (HandOutItem(desk.device(), due_on=LATER), HandOutItem(desk.device("scale")))
    out = desk.handing.hand_out(desk.session, HandOut(Borrower(PATIENT, elg), items))
    text = text_of(desk.prints.make(desk.session, WantedReceipt(out.id, language="nb")))
    assert "innen dagen som står ved hver ting" in text
    assert "20.01.2027" in text


def test_a_replacement_says_in_whose_place_it_comes(desk: HandingOffice) -> None:
    elg = desk.person()
    (loan,) = desk.out(elg, desk.device(name="O-1", serial="77")).loans
    out = desk.handing.replace(desk.session, loan, desk.device(), "Ødelagt")
    text = text_of(desk.prints.make(desk.session, WantedReceipt(out.id, language="nb")))
    assert "I stedet for O-1 77." in text


def test_a_return_receipt_says_how_it_came_back_and_what_is_still_out(
    desk: HandingOffice,
) -> None:
    elg, out = handed(desk, language="nb")
    with pytest.raises(Trouble, match="loan_open"):
        desk.prints.make(desk.session, WantedReceipt(loan_ids=out.loans))
    desk.handing.take_back(desk.session, out.loans[1:], "uten klips")
    printed = desk.prints.make(desk.session, WantedReceipt(loan_ids=out.loans[1:]))
    text = text_of(printed)
    for part in (
        "Kvittering for innlevert utstyr",
        "Innlevert: uten klips",
        "20.11.2026",
        "Fortsatt på lån: Nettbrett: Lenovo M10, T-1.",
        "KV-00001-3",
        "Dato og underskrift: Rask Elg",
    ):
        assert squeezed(part) in squeezed(text)
    desk.handing.lost(desk.session, out.loans[0], "Glemt på bussen")
    printed = desk.prints.make(desk.session, WantedReceipt(loan_ids=out.loans))
    text = text_of(printed)
    assert "Meldt tapt: Glemt på bussen" in text
    assert "Ingenting er på lån lenger." in text
    desk.prints.note(desk.session, printed)
    assert desk.log(elg)[0] == "return_receipt_printed"
    assert "innlevert" in printed.file_name


def test_a_loan_without_a_hand_out_has_a_return_receipt_without_a_code(
    desk: HandingOffice,
) -> None:
    elg, device = desk.person(), desk.device()
    loan = Lending(desk.record).lend(desk.session, device, elg)
    desk.handing.take_back(desk.session, (loan,))
    printed = desk.prints.make(desk.session, WantedReceipt(loan_ids=(loan,)))
    assert codes_of(printed.pdf, 0) == []
    out = desk.out(elg, desk.device())
    desk.handing.take_back(desk.session, out.loans)
    mixed = WantedReceipt(loan_ids=(loan, *out.loans))
    assert codes_of(desk.prints.make(desk.session, mixed).pdf, 0) == []


def test_what_cannot_be_printed_is_refused(desk: HandingOffice, tmp_path: Path) -> None:
    out, other = desk.out(desk.person(), desk.device()), desk.out(desk.person(), desk.device())
    loans = (*out.loans, *other.loans)
    desk.handing.take_back(desk.session, loans)
    for code, wanted in (
        ("handout_unknown", WantedReceipt("0" * 32)),
        ("loan_unknown", WantedReceipt(loan_ids=("0" * 32,))),
        ("receipt_borrowers", WantedReceipt(loan_ids=loans)),
    ):
        with pytest.raises(Trouble, match=code):
            desk.prints.make(desk.session, wanted)
    with pytest.raises(Trouble, match="not_allowed"):
        desk.prints.make(replace(desk.session, role="benefit"), WantedReceipt(out.id))
    printed = desk.prints.make(desk.session, WantedReceipt(out.id))
    with pytest.raises(Trouble, match=r"print\.place"):
        desk.prints.save(desk.session, printed, tmp_path / "gone" / "x.pdf")
    desk.prints.save(desk.session, printed, tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == printed.pdf
    with desk.record.read() as reader:
        row = audit.newest(reader, limit=1)[0]
    assert row.details["hash"] == printed.digest


def test_a_hand_out_that_was_a_mistake_has_no_receipt(desk: HandingOffice) -> None:
    out = desk.out(desk.person(), desk.device())
    with desk.record.write(desk.session) as writer:
        writer.execute("UPDATE loans SET ended_at = from_at, ended_how = 'undone'")
        writer.audit("undone_for_test", "loan", out.loans[0])
    with pytest.raises(Trouble, match="receipt_empty"):
        desk.prints.make(desk.session, WantedReceipt(out.id))


def test_many_devices_run_on_to_a_second_page(desk: HandingOffice) -> None:
    out = desk.out(desk.person(), *(desk.device() for _ in range(13)))
    printed = desk.prints.make(desk.session, WantedReceipt(out.id))
    assert printed.pages == 2
    for page in (0, 1):
        assert codes_of(printed.pdf, page) == ["KV-00001-3"] * 2
    first, last = halves_of(printed.pdf)
    assert first[0].count("ST-") + last[0].count("ST-") == 13
    assert "Datoogunderskrift" not in first[0]
    assert "Datoogunderskrift" in last[0]
    assert "Datoogunderskrift" in last[1]
