"""Words of a hand-out: accessories, makers, how a loan ended."""

from dataclasses import replace

from station.models.queries.handouts import HandoutRow, LineRow
from station.rules.equipment_steps import PREPARING
from station.services.handing_out.values import (
    ACCESSORIES,
    USUAL,
    Borrower,
    HandedOut,
    accessory_words,
    borrower_of,
    handout_line,
    make_words,
    model_words,
)

LINE = LineRow(
    "l", "h", "d", "oximeter", "O-1", "Nonin", "nonin_3230", "5", "ST-1", False, "p", None, 1,
    "2027-01-20", "god", ("bag", "en snor"), "", None, "", "", "", None, "", "",
)  # fmt: skip


def test_codes_are_said_and_own_words_stand_as_written() -> None:
    assert accessory_words(("charger", "en snor")) == "charger, en snor"
    assert accessory_words(()) == ""
    assert {each for some in USUAL.values() for each in some} <= set(ACCESSORIES)
    assert set(USUAL) <= set(PREPARING)


def test_a_maker_is_said_once() -> None:
    assert make_words("Nonin", "Nonin 3230") == "Nonin 3230"
    assert make_words("Lenovo", "M10") == "Lenovo M10"
    assert make_words("", "") == ""
    assert model_words("nonin_3230") == "Nonin 3230"
    assert model_words("Noe eget") == "Noe eget"


def test_a_line_says_how_it_ended() -> None:
    assert (handout_line(LINE).ended_words, handout_line(LINE).out) == ("", True)
    for how, said in (("", "returned"), ("lost", "reported lost"), ("new_way", "returned")):
        ended = handout_line(replace(LINE, ended_at=2, ended_how=how))
        assert (ended.ended_words, ended.out) == (said, False)


def test_a_hand_out_is_a_patients_or_an_institutions() -> None:
    row = HandoutRow("h", 7, "p", "Rask Elg", None, "", 1, "x", "", "", None, "", None)
    assert borrower_of(row) == Borrower("patient", "p")
    assert borrower_of(replace(row, patient_id=None, institution_id="i")) == Borrower(
        "institution", "i"
    )
    assert HandedOut("h", 7, ()).code.startswith("KV-00007-")
