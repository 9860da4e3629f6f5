"""The lent tablet: handed out, met again, emptied, lost; the code and the digits on the screen."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from station.services.radio.listening_news import Done, Progress, TabletCode
from station.services.tablets.tablets import Offer
from station.views.tablets.offering import OfferPanel, left_words
from station.views.tablets.page import TabletPage
from station.views.tablets.squares import Squares
from tests.equipment_office import NURSE, RadioDesk
from tests.radio_double import seen
from tests.store_room import make_ready


def lent(desk: RadioDesk) -> tuple[str, str]:
    """A tablet that Rask Elg has: (device, patient)."""
    patient = desk.patient()
    return desk.device("tablet", "T-07", to=patient, serial="R52N30"), patient


def page(desk: RadioDesk) -> TabletPage:
    assert isinstance(desk.page, TabletPage)
    return desk.page


def opened(desk: RadioDesk, subject: str) -> None:
    """The page comes to the front."""
    desk.page.opened(subject)
    desk.calm()


def offered(desk: RadioDesk) -> tuple[str, Offer]:
    """The code of a tablet stands on the screen: (device, offer)."""
    device, _ = lent(desk)
    opened(desk, f"device/{device}")
    desk.press("tablet_hand_out")
    offer = page(desk)._offer
    assert offer is not None
    return device, offer


def handed_out(desk: RadioDesk) -> str:
    """A tablet that was handed out."""
    device, offer = offered(desk)
    desk.station.tablets.paired(NURSE, offer.pairing_id, bytes(range(32)))
    desk.tell(Done("", device, "hand_out", "", "The tablet is handed out."))
    return device


def sentence(desk: RadioDesk) -> str:
    """How things stand."""
    return desk.find(QWidget, "tablet_sentence").accessibleName()


def test_a_tablet_from_the_store_is_lent_and_handed_out_in_one_go(desk: RadioDesk) -> None:
    patient = desk.patient()
    device = desk.device("tablet", "T-07")
    make_ready(desk.station.record, NURSE, device)
    opened(desk, f"patient/{patient}")
    desk.press("tablet_lend")
    assert desk.row(device).patient_id == patient
    assert desk.shows(Squares, "tablet_code")
    assert desk.radio.asked == [("hand_out", device)]
    assert desk.find(QWidget, "tablet_patient").text() == "Rask Elg"  # type: ignore[attr-defined]


def test_the_code_is_black_on_white_with_an_edge(desk: RadioDesk) -> None:
    offered(desk)
    code = desk.find(Squares, "tablet_code")
    picture = code.grab().toImage()
    cell = code.width() // (len(code.matrix) + 8)
    edge = (code.width() - cell * len(code.matrix)) // 2
    assert edge >= 4 * cell
    assert picture.pixelColor(1, 1).lightness() == 255
    ratio = picture.width() / code.width()
    for down, at in ((0, 0), (1, 1), (3, 3), (8, 10), (20, 15)):
        middle = [round((edge + (place + 0.5) * cell) * ratio) for place in (at, down)]
        assert (picture.pixelColor(*middle).lightness() == 0) == code.matrix[down][at]


def test_the_code_is_gone_when_its_time_is_over_and_a_new_one_can_be_shown(
    desk: RadioDesk,
) -> None:
    _, offer = offered(desk)
    panel = page(desk).front
    assert isinstance(panel, OfferPanel)
    assert desk.find(QWidget, "tablet_left").text() == "Valid for 10:00"  # type: ignore[attr-defined]
    desk.opener.clock.advance(9 * 60_000 + 30_000)
    panel.tick()
    assert desk.find(QWidget, "tablet_left").text() == "Valid for 0:30"  # type: ignore[attr-defined]
    desk.opener.clock.advance(30_000)
    panel.tick()
    assert desk.find(Squares, "tablet_code").matrix == ()
    assert "The code is no longer valid. Nothing was handed out." in desk.words()
    desk.press("tablet_new_code")
    renewed = page(desk)._offer
    assert renewed is not None
    assert renewed.qr != offer.qr
    assert desk.find(Squares, "tablet_code").matrix


@pytest.mark.parametrize(("name", "same"), [("tablet_same", True), ("tablet_other", False)])
def test_six_digits_are_compared_on_both_screens(desk: RadioDesk, name: str, same: bool) -> None:
    device, _ = offered(desk)
    desk.tell(Progress("", device, "The tablet answers", 0, 0), TabletCode(device, "028491"))
    assert desk.find(QWidget, "tablet_number").accessibleName() == "0 2 8 4 9 1"
    assert not desk.shows(Squares, "tablet_code")
    desk.press(name)
    assert desk.radio.asked[-1] == ("code", same)
    assert not desk.shows(QPushButton, name)


def test_a_tablet_that_was_handed_out_tells_how_it_stands(desk: RadioDesk) -> None:
    handed_out(desk)
    assert sentence(desk).startswith("Handed out")
    assert desk.find(QWidget, "device_done").accessibleName() == "The tablet is handed out."
    assert not desk.shows(QPushButton, "tablet_hand_out")


def test_digits_that_differ_hand_nothing_out(desk: RadioDesk) -> None:
    device, offer = offered(desk)
    desk.station.tablets.withdraw(NURSE, offer.pairing_id)
    desk.tell(Done("", device, "hand_out", "declined", "The digits were not the same."))
    assert desk.find(QWidget, "device_done").accessibleName() == "The digits were not the same."
    assert desk.shows(QPushButton, "tablet_hand_out")


def test_a_code_that_is_left_is_worth_nothing(desk: RadioDesk) -> None:
    device, _ = offered(desk)
    desk.press("tablet_cancel")
    assert desk.radio.busy[0].cancelled
    assert desk.station.tablets.state(NURSE, device).state == "dropped"
    desk.press("tablet_hand_out")
    desk.press("leave_tablet")
    assert desk.station.tablets.state(NURSE, device).state == "dropped"
    assert desk.heard.went == [("equipment", device)]


def test_a_later_visit_shows_how_far_it_is(desk: RadioDesk) -> None:
    device = handed_out(desk)
    desk.press("tablet_fetch")
    assert desk.radio.asked[-1] == ("fetch", device)
    desk.tell(Progress("x", "", "Fetching", 12, 40))
    assert desk.find(QWidget, "device_stage").text() == "Fetching 12 of 40"  # type: ignore[attr-defined]
    desk.tell(Done("x", device, "fetch", "", "Everything came.", stored=40))
    assert "40 readings stored" in desk.find(QWidget, "device_done").accessibleName()


def test_looking_for_a_tablet_that_is_away_can_be_stopped(desk: RadioDesk) -> None:
    handed_out(desk)
    desk.press("tablet_fetch")
    desk.press("device_stop")
    assert not desk.shows(QWidget, "device_stage")


def test_what_is_not_emptied_cannot_be_taken_back(desk: RadioDesk) -> None:
    device = handed_out(desk)
    loan = desk.row(device).loan_id
    assert loan is not None
    panel = page(desk).front
    panel.wanted.emit("back")  # type: ignore[union-attr]
    desk.calm()
    assert "has not been emptied" in desk.find(QWidget, "tablet_refused").accessibleName()
    desk.press("tablet_wipe")
    assert desk.radio.asked[-1] == ("fetch", device)
    assert desk.station.tablets.state(NURSE, device).wipe_ordered


def test_an_emptied_tablet_shows_its_receipt_and_goes_back(desk: RadioDesk) -> None:
    device = handed_out(desk)
    desk.press("tablet_wipe")
    row = desk.row(device)
    with desk.station.record.read() as reader:
        (nonce,) = reader.raw("SELECT wipe_nonce FROM tablet_pairings WHERE state = 'paired'")[0]
    desk.station.tablets.wiped(NURSE, str(row.loan_id), bytes.fromhex(str(nonce)))
    desk.tell(Done("x", device, "fetch", "", "The tablet is emptied."))
    assert nonce in desk.words()
    desk.press("tablet_back")
    assert desk.row(device).state == "returned"


def test_a_lost_tablet_is_revoked_only_after_the_verb(desk: RadioDesk) -> None:
    device = handed_out(desk)
    desk.press("tablet_lost")
    assert desk.station.tablets.state(NURSE, device).state == "paired"
    question = desk.page.findChild(QWidget, "confirm")
    assert question is not None
    question.accept()  # type: ignore[attr-defined]
    desk.calm()
    assert desk.station.tablets.state(NURSE, device).state == "revoked"
    assert sentence(desk).startswith("Reported lost")
    desk.press("tablet_back")
    assert desk.row(device).state == "returned"


def test_without_a_tablet_in_the_store_it_says_what_to_do(desk: RadioDesk) -> None:
    opened(desk, f"patient/{desk.patient()}")
    assert "No tablet is in the store" in desk.words()


def test_of_several_tablets_one_is_chosen(desk: RadioDesk) -> None:
    patient = desk.patient()
    desk.device("tablet", "T-07")
    desk.device("tablet", "T-08")
    opened(desk, f"patient/{patient}")
    desk.pick("tablet_list", "T-08")
    assert "T-08" in desk.words()
    assert "Rask Elg" in desk.words()


def test_nobody_is_lent_a_tablet_by_accident(desk: RadioDesk) -> None:
    device = desk.device("tablet", "T-07")
    opened(desk, f"device/{device}")
    desk.press("tablet_lend")
    assert "Choose who borrows it." in desk.words()
    assert desk.row(device).state == "in_store"


def test_one_that_came_back_is_looked_over_before_it_is_lent(desk: RadioDesk) -> None:
    device = handed_out(desk)
    desk.press("tablet_lost")
    question = desk.page.findChild(QWidget, "confirm")
    assert question is not None
    question.accept()  # type: ignore[attr-defined]
    desk.calm()
    desk.press("tablet_back")
    assert not desk.shows(QWidget, "tablet_lend")
    desk.press("tablet_inspect")
    assert desk.heard.went[-1] == ("take_back", f"device/{device}")


def test_a_tablet_in_range_says_so(desk: RadioDesk) -> None:
    device, _ = lent(desk)
    opened(desk, f"device/{device}")
    desk.near(seen(device_id=device, bars=2))
    assert desk.find(QWidget, "device_near").accessibleName() == "In range now, fair signal"


def test_news_of_another_tablet_change_nothing(desk: RadioDesk) -> None:
    offered(desk)
    desk.tell(TabletCode("other", "111111"), Done("", "other", "fetch", "", "Done."))
    assert desk.shows(Squares, "tablet_code")


@pytest.mark.parametrize(
    ("left", "words"),
    [(600_000, "Valid for 10:00"), (59_001, "Valid for 1:00"), (0, "No longer valid")],
)
def test_how_long_a_code_holds_is_told(left: int, words: str) -> None:
    assert left_words(left) == words
