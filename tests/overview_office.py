"""An office with equipment everywhere, for tests and pictures of the overview."""

from station.core.clock import FixedClock
from station.services.equipment.support_cases import CaseClosing, Outcome, SupportCases
from station.services.record import Record
from station.services.session import Session
from station.services.stock.licences import Licences, NewLicence
from tests.stock_office import DAY, StockOffice

KINDS = ("tablet", "oximeter", "scale", "cuff", "thermometer", "glucose_meter", "sim", "camera")


def furnish(record: Record, clock: FixedClock, session: Session, many: int = 6) -> StockOffice:
    """Fill the file: devices of many kinds in all states, people who wait, cases and licences."""
    office = StockOffice(record, clock, session)
    now = clock.now()
    for kind in KINDS:
        for at in range(many):
            price = 249_000 if kind == "tablet" else 39_900
            office.device(
                f"{kind.capitalize()} {at + 1}",
                kind,
                ("in_store", "ready", "returned", "repair", "cleaning", "lost")[at % 6],
                label=f"ST-{KINDS.index(kind)}{at:04}",
                price_ore=price if at else None,
                calibration_due=office.day(at * 10) if kind == "cuff" else None,
                warranty_until=office.day(40) if at == 1 else None,
                place="Skap 2",
            )
    people = [
        office.person(family, status=status, status_since=now - back * DAY, protection=protection)
        for family, status, back, protection in (
            ("Elg", "active", 90, ""),
            ("Ås", "evaluation", 10, ""),
            ("Li", "ended_equipment_out", 5, ""),
            ("Hov", "active", 60, "strict"),
            ("Dal", "decided", 20, ""),
            ("Vik", "starting", 3, ""),
        )
    ]
    for at, who in enumerate(people[:4]):
        for kind, due in (("tablet", 5 + 7 * at), ("oximeter", -2 if at == 0 else 30)):
            due_on = office.day(due) if at != 1 else None
            device_id = office.lent(f"{kind.capitalize()} {21 + at}", who, kind, due_on=due_on)
            office.change("devices", device_id, price_ore=249_000, battery=15 if at == 0 else 80)
    office.loan(office.device("Kamera 9", "camera"), institution_id=office.house())
    office.loan(office.device("Egen telefon", "own_device", own=True), people[0])
    _cases(office, record, clock, session)
    _licences(people, record, session)
    return office


def _cases(office: StockOffice, record: Record, clock: FixedClock, session: Session) -> None:
    cases = SupportCases(record)
    first, other = (
        str(row[0])
        for row in office.rows("SELECT id FROM devices WHERE kind = 'scale' ORDER BY name LIMIT 2")
    )
    closed = cases.open(session, first, "Viser 0 kg hele tiden")
    clock.advance(60_000)
    cases.close(
        session, closed, CaseClosing("Byttet batteri og nullstilt", Outcome.REPAIRED, 20, 4_900)
    )
    replaced = cases.open(session, other, "Displayet er knust")
    clock.advance(60_000)
    cases.close(
        session, replaced, CaseClosing("Ny vekt levert", Outcome.REPLACED, 45, 39_900, "ST-20000")
    )
    lent = str(office.rows("SELECT device_id FROM loans ORDER BY id LIMIT 1")[0][0])
    clock.advance(60_000)
    cases.open(session, lent, "Slår seg ikke på etter natten")


def _licences(people: list[str], record: Record, session: Session) -> None:
    licences = Licences(record)
    for at, who in enumerate(people[:4]):
        new = NewLicence(
            "Vendorapp", who, f"u-{at + 1}", f"2026-0{at + 4}-15", None, 72_000, "month"
        )
        licences.add(session, new)
    licences.add(
        session, NewLicence("Old app", people[0], "", "2025-01-01", "2026-03-31", 99_000, "year")
    )
