"""The end of a service on screen: what is still out, and the steps that are ticked (S24)."""

from PySide6.QtWidgets import QLabel

from station.rules.status import Status
from station.services.equipment.lending import NewDevice
from station.services.handing_out.values import PATIENT, Borrower, HandOut, HandOutItem
from tests.patient_office import OTHER, Office
from tests.qt import Pulse


def lent(office: Office, patient_id: str) -> str:
    """Hand an oximeter out, and give the loan."""
    device = office.station.lending.register(OTHER, NewDevice("oximeter", "", "O-12"))
    with office.station.record.write(OTHER) as writer:
        writer.execute("UPDATE devices SET state = 'ready' WHERE id = ?", (device,))
        writer.audit("ready_for_test", "device", device)
    made = HandOut(Borrower(PATIENT, patient_id), (HandOutItem(device),))
    return office.station.handing_out.hand_out(OTHER, made).loans[0]


def said(office: Office) -> str:
    labels = office.page.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible()).replace("\xa0", " ")


def test_s24_a_service_waits_says_so_and_is_over_with_the_last_tick(
    office: Office, heartbeat: Pulse
) -> None:
    elg = office.register()
    office.consent(elg)
    office.station.statuses.set(OTHER, elg, Status.ACTIVE)
    loan = lent(office, elg)
    office.open(elg)
    office.press("facts_status")
    office.choose("status_after", "ended")
    office.type("status_reason", "Flyttet")
    office.press("set_status")
    assert "5.1" in office.told.toasts[-1]
    assert "equipment still out" in office.told.toasts[-1]
    office.press("facts_status")
    assert "○ 5.1 Alt utstyr er inne" in said(office)
    assert "Still out: Pulsoksymeter O-12" in said(office)
    office.choose("status_after", "ended")
    office.press("set_status")
    assert "The service is not over yet" in said(office)
    office.press("ending_5.2")
    assert "✓ 5.2" in said(office)
    office.press("ending_5.2")
    assert "○ 5.2" in said(office)
    office.press("ending_5.2")
    office.station.handing_out.take_back(OTHER, (loan,))
    office.settle()
    assert office.station.ending.state(OTHER, elg).status is Status.ENDED_EQUIPMENT_OUT
    office.press("ending_5.3")
    assert office.station.ending.state(OTHER, elg).status is Status.ENDED
    office.press("facts_status")
    assert "✓ 5.1 Alt utstyr er inne" in said(office)


def test_a_tick_that_somebody_else_set_is_told_where_it_was_pressed(office: Office) -> None:
    elg = office.register()
    office.consent(elg)
    office.station.statuses.set(OTHER, elg, Status.ACTIVE)
    lent(office, elg)
    office.station.statuses.set(OTHER, elg, Status.ENDED, "Flyttet")
    office.open(elg)
    office.press("facts_status")
    office.station.ending.tick(OTHER, elg, "5.2")  # type: ignore[arg-type]
    office.press("ending_5.2")
    assert "ticked already" in said(office)
