"""A device is gone over step by step, and gets on only when each is ticked by name."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import DeviceState, Purpose
from station.services.equipment.checks import CheckRound, Checks, Outcome
from station.services.equipment.device_moving import known_device, move
from station.services.equipment.lending import LoanTerms, NewDevice
from station.services.measuring.measuring import ContactFacts, DeviceFacts
from tests.intaking import BENEFIT
from tests.lent import LendingOffice, lending_office

S = DeviceState


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


@pytest.fixture
def checks(desk: LendingOffice) -> Checks:
    """How its devices are gone over."""
    return Checks(desk.record)


def new(desk: LendingOffice, kind: str = "oximeter") -> str:
    """A device in the store that nobody has prepared."""
    return desk.lending.register(desk.session, NewDevice(kind, name="Apparat 1"))


def all_ticked(desk: LendingOffice, checks: Checks, found: CheckRound) -> CheckRound:
    """Every step found to be in order."""
    for step in found.steps:
        found = checks.tick(desk.session, found.id, step.step, Outcome.OK)
    return found


def refused(code: str, job: object) -> str:
    """What is said when something is refused."""
    with pytest.raises(Trouble, match=f"^{code}$") as caught:
        job()  # type: ignore[operator]
    return caught.value.sentence().replace("\u00a0", " ")


def test_a_device_is_ready_when_the_last_step_is_ticked(
    desk: LendingOffice, checks: Checks
) -> None:
    device_id = new(desk)
    found = checks.begin(desk.session, device_id, Purpose.PREPARE)
    assert [step.step for step in found.steps] == list(found.missing)
    assert S.READY not in found.to
    assert checks.begin(desk.session, device_id, Purpose.PREPARE).id == found.id
    first = found.steps[0].step
    found = checks.tick(desk.session, found.id, first, Outcome.NOT_OK, "flatt batteri")
    assert (found.steps[0].outcome, found.steps[0].note) == (Outcome.NOT_OK, "flatt batteri")
    assert first in found.missing
    found = checks.tick(desk.session, found.id, first, None)
    assert found.steps[0].outcome is None
    said = refused("move_steps", lambda: checks.close(desk.session, found.id, S.READY))
    assert "Clock set" in said
    found = all_ticked(desk, checks, found)
    assert (found.missing, found.to[0]) == ((), S.READY)
    assert all(step.by == desk.session.user_id and step.at for step in found.steps)
    checks.close(desk.session, found.id, S.READY, 12_500, "nytt batteri")
    assert desk.lending.device(desk.session, device_id).row.state is S.READY
    assert checks.round(desk.session, device_id) is None
    (closed,) = checks.rounds(desk.session, device_id)
    assert (closed.outcome, closed.cost_ore, closed.note) == ("ready", 12_500, "nytt batteri")
    assert closed.to == ()
    for late in (
        lambda: checks.tick(desk.session, closed.id, first, Outcome.OK),
        lambda: checks.close(desk.session, closed.id, S.REPAIR, None, "x"),
    ):
        said = refused("check_over", late)
        assert "was ended today" in said
    refused("check_unknown", lambda: checks.tick(desk.session, "x", first, Outcome.OK))


def test_what_came_back_goes_by_cleaning_or_repair_and_is_looked_over_again(
    desk: LendingOffice, checks: Checks
) -> None:
    device_id = desk.device()
    terms = LoanTerms(accessories=("charger",))
    loan = desk.lending.lend(desk.session, device_id, desk.person(), terms=terms)
    refused("check_not_here", lambda: checks.begin(desk.session, device_id, Purpose.RETURN))
    desk.lending.take_back(desk.session, loan)
    refused("check_not_here", lambda: checks.begin(desk.session, device_id, Purpose.PREPARE))
    found = checks.begin(desk.session, device_id, Purpose.RETURN)
    assert "charger" in [step.step for step in found.steps]
    assert found.loan_id == loan
    checks.tick(desk.session, found.id, "complete", Outcome.OK)
    checks.close(desk.session, found.id, S.CLEANING)
    going_on = checks.round(desk.session, device_id)
    assert going_on is not None
    assert (going_on.id, going_on.steps[0].outcome) == (found.id, Outcome.OK)
    refused("move_reason", lambda: checks.close(desk.session, found.id, S.REPAIR))
    checks.close(desk.session, found.id, S.REPAIR, note="Klipsen er løs")
    assert checks.round(desk.session, device_id) is None
    desk.lending.device(desk.session, device_id)
    with desk.record.write(desk.session) as writer:
        move(writer, known_device(writer, device_id), S.RETURNED)
    again = checks.begin(desk.session, device_id, Purpose.RETURN)
    assert (again.id != found.id, len(again.missing)) == (True, 5)
    again = all_ticked(desk, checks, again)
    checks.close(desk.session, again.id, S.IN_STORE)
    assert desk.lending.device(desk.session, device_id).row.state is S.IN_STORE


def test_what_is_not_in_order_is_said_and_steps_of_others_are_refused(
    desk: LendingOffice, checks: Checks
) -> None:
    found = checks.begin(desk.session, new(desk), Purpose.PREPARE)
    said = refused(
        "check_note", lambda: checks.tick(desk.session, found.id, "clean", Outcome.NOT_OK, " ")
    )
    assert "Clean" in said
    for step in ("hygiene", "toast"):
        refused(
            "check_step", lambda step=step: checks.tick(desk.session, found.id, step, Outcome.OK)
        )
    refused("device_price", lambda: checks.close(desk.session, found.id, S.REPAIR, -1, "x"))
    own = new(desk, "own_device")
    refused("check_no_steps", lambda: checks.begin(desk.session, own, Purpose.PREPARE))
    for ask in (
        lambda: checks.begin(BENEFIT, own, Purpose.PREPARE),
        lambda: checks.round(BENEFIT, own),
        lambda: checks.rounds(BENEFIT, own),
        lambda: checks.tick(BENEFIT, found.id, "clean", Outcome.OK),
        lambda: checks.close(BENEFIT, found.id, S.READY),
    ):
        refused("not_allowed", ask)


@pytest.mark.parametrize("state", ["wiped", "revoked"])
def test_a_tablet_is_emptied_with_a_receipt_or_it_is_said_how(
    desk: LendingOffice, checks: Checks, state: str
) -> None:
    device_id = desk.device("tablet")
    loan = desk.lending.lend(desk.session, device_id, desk.person())
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO tablet_pairings (id, device_id, loan_id, state, offered_at, offered_by, "
            "expires_at, ended_at) VALUES ('p', ?, ?, ?, 1, 'x', 2, ?)",
            (device_id, loan, state, writer.now),
        )
        writer.quiet()
    desk.lending.take_back(desk.session, loan)
    found = checks.begin(desk.session, device_id, Purpose.RETURN)
    (wiped,) = [step for step in found.steps if step.step == "wiped"]
    assert wiped.evidence.startswith("Emptied today" if state == "wiped" else "")
    assert wiped.outcome is None

    def tick(note: str = "") -> CheckRound:
        return checks.tick(desk.session, found.id, "wiped", Outcome.OK, note)

    if state == "revoked":
        refused("check_wipe", tick)
        assert "wiped" not in tick("Ble slettet på annen måte: fabrikkstilt").missing
    else:
        assert "wiped" not in tick().missing
    checks.tick(desk.session, found.id, "wiped", Outcome.NOT_OK, "vil ikke starte")


def test_what_the_device_told_is_offered_and_ticks_nothing(
    desk: LendingOffice, checks: Checks
) -> None:
    device_id = new(desk)
    desk.measuring.facts(desk.session, device_id, DeviceFacts())
    desk.measuring.contact(
        desk.session,
        ContactFacts(device_id, "live", 1, "complete", came=1, battery=88, clock_offset_ms=120_000),
    )
    found = checks.begin(desk.session, device_id, Purpose.PREPARE)
    told = {step.step: step.evidence.replace("\u00a0", " ") for step in found.steps}
    assert told["charged"] == "Battery 88 %, today 09:00"
    assert told["test_reading"] == "Last heard today 09:00"
    assert told["wiped"] == told["clean"] == ""
    assert len(found.missing) == len(found.steps)
