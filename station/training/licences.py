"""The licences and support cases of the training municipality."""

from collections.abc import Mapping
from datetime import timedelta

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.services.equipment.support_cases import CaseClosing, Outcome
from station.services.session import Session
from station.services.stock.licences import USUAL_ORE, NewLicence, Period
from station.training.people import Invented
from station.wiring import Station

PRODUCT = "Øvelsesappen"
LICENSED = 6
"""So many of the patients use the product; the last of them left it a week before."""
BEGUN_DAYS = 60
ENDED_DAYS = 7
_CLOSED_DEVICE, _OPEN_DEVICE = "Blodtrykksmåler 1", "Oksymeter 2"


def add_licences(
    station: Station, clock: FixedClock, session: Session, people: Mapping[str, Invented]
) -> None:
    """Add what is paid for the first patients, and two support cases, as of the clock's day."""
    today = day_of(clock.now())
    from_on = (today - timedelta(BEGUN_DAYS)).isoformat()
    for number, patient_id in enumerate(list(people)[:LICENSED], 1):
        new = NewLicence(
            PRODUCT, patient_id, f"ov-{number:03}", from_on, None, USUAL_ORE, Period.MONTH.value
        )
        licence_id = station.licences.add(session, new)
        if number == LICENSED:
            station.licences.end(session, licence_id, today - timedelta(ENDED_DAYS))
            station.licences.archive(session, licence_id, today - timedelta(ENDED_DAYS))
    cases = station.support_cases
    cuff = cases.find(session, _CLOSED_DEVICE)
    done = cases.open(session, cuff, "Mansjetten blåser seg ikke opp")
    closing = CaseClosing("Slangen satt løst. Prøvd sammen med pasienten.", Outcome.GUIDED, 15)
    cases.close(session, done, closing)
    cases.open(session, cases.find(session, _OPEN_DEVICE), "Slår seg av midt i målingen")
