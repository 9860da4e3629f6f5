"""All equipment at once, as the overview, the forecast and the lists read it."""

from station.core.clock import FixedClock
from station.models.database import Database
from station.models.queries import equipment_overview as queries
from tests.intaking import plan_in_force, spo2_plan
from tests.stock_office import DAY, stock_office


def test_every_device_with_its_open_loan(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    patient_id = desk.person(protection="confidential", status="active")
    lent = desk.lent("B", patient_id, due_on="2026-12-01")
    desk.device("A", price_ore=100, own=True)
    camera = desk.device("C", "camera")
    desk.loan(camera, institution_id=desk.house())
    with desk.record.read() as reader:
        rows = {row.name: row for row in queries.stock(reader)}
    assert list(rows) == ["C", "A", "B"]
    assert (rows["B"].id, rows["B"].patient_id, rows["B"].borrower) == (
        lent,
        patient_id,
        "Rask Elg",
    )
    assert (rows["B"].protection, rows["B"].status, rows["B"].due_on) == (
        "confidential",
        "active",
        "2026-12-01",
    )
    assert (rows["A"].own, rows["A"].price_ore, rows["A"].loan_id) == (True, 100, None)
    assert (rows["C"].institution, rows["C"].borrower) == ("Øvelsesbygda legekontor", "")


def test_every_loan_and_the_receipts_not_signed(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    patient_id = desk.person()
    handout = desk.handout(7, patient_id=patient_id)
    for name in ("A", "B"):
        desk.lent(name, patient_id, handout_id=handout)
    desk.loan(desk.device("C"), borrower="Nabo", ended_at=clock.now() + 5, ended_how="lost")
    with desk.record.read() as reader:
        found = queries.loans(reader)
        (unsigned,) = queries.unsigned(reader)
    assert {row.device for row in found[:2]} == {"A", "B"}
    assert (found[2].borrower, found[2].ended_how, found[2].number) == ("Nabo", "lost", None)
    assert (unsigned.id, unsigned.number, unsigned.devices) == (handout, 7, 2)
    assert (unsigned.patient_id, unsigned.patient) == (patient_id, "Rask Elg")


def test_who_waits_and_what_is_there(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    first = desk.person("A", status="starting", status_since=5)
    second = desk.person("B", status="decided")
    desk.person("C", status="active")
    desk.person("D", status="decided", deceased_on="2026-01-01")
    desk.lent("Vekt", first, "scale")
    desk.device("X", "cuff", "reserved", reserved_for=first)
    desk.device("Y", "sim", "repair", reserved_for=first)
    plan_in_force(database, desk.session.actor, first, clock.now(), spo2_plan())
    with desk.record.read() as reader:
        one, other = queries.waiting(reader, ("decided", "starting"))
        assert queries.waiting(reader, ()) == ()
    assert (one.patient_id, one.patient, one.status, one.status_since) == (
        first,
        "Rask A",
        "starting",
        5,
    )
    assert one.has == {"scale", "cuff"}
    assert one.schedule is not None
    assert '"spo2"' in one.schedule
    assert (other.patient_id, other.has, other.schedule) == (second, frozenset(), None)


def test_reviews_are_those_of_plans_in_force(database: Database, clock: FixedClock) -> None:
    desk = stock_office(database, clock)
    now, patient_id = clock.now(), desk.person()
    plan_in_force(database, desk.session.actor, patient_id, now + DAY, spo2_plan())
    with desk.record.read() as reader:
        assert queries.reviews(reader, now) == {}
        # A plan without a day of review says nothing.
        assert queries.reviews(reader, now + 2 * DAY) == {}
