"""Equipment in the search box at the top."""

from station.views.equipment.search import find
from tests.equipment_office import NURSE, RadioDesk


def test_a_device_is_found_by_label_serial_and_borrower(desk: RadioDesk) -> None:
    device = desk.device(to=desk.patient(), serial="501883022")
    for text in ("o-12", "5018", "rask elg"):
        (hit,) = find(desk.station, NURSE, text)
        assert (hit.page, hit.subject) == ("equipment", device)
        assert (hit.title, hit.detail) == (
            "O-12 · 501883022",
            "Pulse oximeter · Lent to Rask Elg",
        )


def test_little_text_and_what_is_out_of_use_find_nothing(desk: RadioDesk) -> None:
    device = desk.device()
    assert find(desk.station, NURSE, "o") == []
    desk.station.lending.retire(NURSE, device)
    assert find(desk.station, NURSE, "o-12") == []
