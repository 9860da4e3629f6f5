"""Whatever people do with devices, in any order: nothing is lent twice, lost, or without a trace.

Run on the encrypted file through the real services. After every step the file itself is asked.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    rule,
    run_state_machine_as_test,
)

from station.core.trouble import Trouble
from station.rules.equipment import KEEPS_RESERVATION, NEXT, ROUND_AT, DeviceState, Purpose
from station.rules.equipment_steps import STEPS, Outcome, steps_of
from station.services.equipment.checks import Checks
from station.services.equipment.device_moving import known_device, missing_steps
from station.services.equipment.lending import NewDevice
from station.services.equipment.loaning import (
    LOST,
    PATIENT,
    Borrower,
    begin_loan,
    end_loan,
    missing_for,
)
from station.services.equipment.register import Equipment
from station.services.measuring.measuring import ContactFacts
from tests.intaking import NURSE
from tests.lent import MINUTE, lending_office
from tests.store_room import look_over, make_ready
from tests.throwaway import FileMachine

KINDS = ("oximeter", "tablet", "charger", "own_device")
DEVICES = st.integers(0, len(KINDS) - 1)
PEOPLE = st.integers(0, 2)
SESSIONS = (
    NURSE,
    replace(NURSE, user_id="0" * 31 + "3", name="Lun Hylle", initials="LH"),
    replace(NURSE, role="substitute"),
)
WHO = st.sampled_from(SESSIONS)
STANDS = (
    "SELECT group_concat(id || state || coalesce(reserved_for, '')) FROM devices",
    "SELECT count(*) || '/' || count(ended_at) FROM loans",
    "SELECT count(*) FROM device_moves",
    "SELECT count(*) FROM audit",
)


class Store(FileMachine):
    """Four devices of different kinds, two people who may borrow, one who may not."""

    def __init__(self, empty: Path) -> None:
        """Begin with a copy of the `empty` encrypted file."""
        super().__init__(empty)
        self.desk = lending_office(self.database, self.clock)
        self.record = self.desk.record
        self.equipment, self.checks = Equipment(self.record), Checks(self.record)
        self.ids = [
            self.equipment.register(NURSE, NewDevice(kind, name=f"Nr. {at}"))
            for at, kind in enumerate(KINDS)
        ]
        self.people = [
            self.desk.person(),
            self.desk.person("Rev"),
            self.desk.person("Bjørk", consent=False),
        ]

    def teardown(self) -> None:
        """Close the file, whose log must hold."""
        assert not self.database.verify().problem
        super().teardown()

    # ---------------------------------------------------------------------------- what is done

    @rule(who=WHO, at=DEVICES, to=st.sampled_from(DeviceState), reason=st.sampled_from(["", "x"]))
    def moved(self, who: object, at: int, to: DeviceState, reason: str) -> None:
        """Move one by hand to anywhere."""
        with self.record.read() as reader:
            device = known_device(reader, self.ids[at])
            asked = {
                DeviceState.READY: missing_steps(reader, device, Purpose.PREPARE),
                DeviceState.IN_STORE: missing_steps(reader, device, Purpose.RETURN),
            }
        came_back = DeviceState(device.state) in ROUND_AT[Purpose.RETURN]
        done = self._tried(lambda: self.equipment.move(who, self.ids[at], to, reason))  # type: ignore[arg-type]
        if done:
            assert to in NEXT[DeviceState(device.state)]
            assert to is not DeviceState.LENT
            assert not (to is DeviceState.READY and asked[to])
            assert not (to is DeviceState.IN_STORE and came_back and asked[to])

    @rule(at=DEVICES, purpose=st.sampled_from(Purpose))
    def begun(self, at: int, purpose: Purpose) -> None:
        """Begin to go one over."""
        self._tried(lambda: self.checks.begin(NURSE, self.ids[at], purpose))

    @rule(
        who=WHO,
        at=DEVICES,
        step=st.sampled_from(sorted(STEPS)),
        outcome=st.sampled_from([*Outcome, None]),
        note=st.sampled_from(["", "x"]),
    )
    def ticked(self, who: object, at: int, step: str, outcome: Outcome | None, note: str) -> None:
        """Tick one step, or take the tick away."""
        found = self.checks.round(NURSE, self.ids[at])
        if found is not None:
            self._tried(lambda: self.checks.tick(who, found.id, step, outcome, note))  # type: ignore[arg-type]

    @rule(at=DEVICES)
    def made_ready(self, at: int) -> None:
        """Tick everything, and make it ready."""
        self._tried(lambda: make_ready(self.record, NURSE, self.ids[at]))

    @rule(at=DEVICES)
    def looked_over(self, at: int) -> None:
        """Tick everything of one that came back, and bring it into the store."""
        self._tried(lambda: look_over(self.record, NURSE, self.ids[at]))

    @rule(who=WHO, at=DEVICES, to=st.sampled_from(DeviceState), note=st.sampled_from([None, "x"]))
    def closed(self, who: object, at: int, to: DeviceState, note: str | None) -> None:
        """End a round by moving the device."""
        found = self.checks.round(NURSE, self.ids[at])
        if found is not None:
            offered = found.to
            done = self._tried(lambda: self.checks.close(who, found.id, to, 1_00, note))  # type: ignore[arg-type]
            assert to in {*offered, *NEXT[DeviceState.IN_STORE], DeviceState.IN_STORE} or not done

    @rule(who=WHO, at=DEVICES, person=PEOPLE)
    def lent(self, who: object, at: int, person: int) -> None:
        """Lend one; what was missing said so before."""
        borrower = Borrower(PATIENT, self.people[person])
        with self.record.read() as reader:
            missing = missing_for(reader, self.ids[at], borrower, self.clock.now())

        def lend() -> None:
            with self.record.write(who) as writer:  # type: ignore[arg-type]
                begin_loan(writer, self.ids[at], borrower)

        assert self._tried(lend) is not bool(missing)

    @rule(who=WHO, at=DEVICES, how=st.sampled_from(["", LOST]), reason=st.sampled_from(["", "x"]))
    def came_back(self, who: object, at: int, how: str, reason: str) -> None:
        """Take one back, or note that it was lost; twice in a row, it is refused."""
        loan_id = self.equipment.card(NURSE, self.ids[at]).row.loan_id or "0" * 32

        def end() -> None:
            with self.record.write(who) as writer:  # type: ignore[arg-type]
                end_loan(writer, loan_id, how, reason)

        if self._tried(end):
            assert not self._tried(end)

    @rule(at=DEVICES, person=PEOPLE, none=st.booleans())
    def reserved(self, at: int, person: int, none: bool) -> None:
        """Reserve one, or give the reservation up."""
        borrower = None if none else Borrower(PATIENT, self.people[person])
        self._tried(lambda: self.equipment.reserve(NURSE, self.ids[at], borrower))

    @rule(who=WHO, at=DEVICES)
    def undone(self, who: object, at: int) -> None:
        """Take the newest move back; what was offered is done, and what was not is refused."""
        offered = self.equipment.card(who, self.ids[at]).undo  # type: ignore[arg-type]
        before = self.equipment.moves(NURSE, self.ids[at])
        done = self._tried(lambda: self.equipment.undo(who, self.ids[at]))  # type: ignore[arg-type]
        assert done is (offered is not None)
        if done:
            state = self.equipment.card(NURSE, self.ids[at]).row.state
            assert state == before[1].to

    @rule(at=DEVICES)
    def heard(self, at: int) -> None:
        """One is heard on the air."""
        facts = ContactFacts(self.ids[at], "fetch", self.clock.now(), "complete", came=1)
        self.desk.measuring.contact(NURSE, facts)

    @rule(minutes=st.integers(0, 11))
    def later(self, minutes: int) -> None:
        """Let some time pass."""
        self.clock.advance(minutes * MINUTE)

    # -------------------------------------------------------------------------- what holds

    @invariant()
    def lent_is_what_has_one_open_loan(self) -> None:
        """State and open loan agree, and no device has two."""
        rows = self.desk.rows(
            "SELECT d.state, (SELECT count(*) FROM loans l WHERE l.device_id = d.id "
            "AND l.ended_at IS NULL) FROM devices d"
        )
        assert len(rows) == len(KINDS)
        assert all((state == DeviceState.LENT) == (open_loans == 1) for state, open_loans in rows)
        assert all(open_loans in {0, 1} for _, open_loans in rows)

    @invariant()
    def every_move_begins_where_the_last_one_ended(self) -> None:
        """The chain is whole, and each link but the taking back is a way that there is."""
        for device_id in self.ids:
            moves = self.desk.rows(
                "SELECT n, from_state, to_state, undoes FROM device_moves WHERE device_id = ? "
                "ORDER BY n",
                device_id,
            )
            (state,) = self.desk.rows("SELECT state FROM devices WHERE id = ?", device_id)[0]
            assert [move[0] for move in moves] == list(range(1, len(moves) + 1))
            assert (moves[0][1], moves[-1][2]) == ("", state)
            assert all(before[2] == after[1] for before, after in pairwise(moves))
            ways = [move for move in moves[1:] if move[3] is None]
            assert all(DeviceState(str(to)) in NEXT[DeviceState(str(at))] for _, at, to, _ in ways)

    @invariant()
    def reservations_rounds_and_retirement_follow_the_state(self) -> None:
        """Nothing is left over from where a device was before."""
        for state, kind, reserved, retired, purpose in self.desk.rows(
            "SELECT d.state, d.kind, d.reserved_for, d.retired_at, c.purpose FROM devices d "
            "LEFT JOIN device_checks c ON c.device_id = d.id AND c.closed_at IS NULL"
        ):
            at = DeviceState(str(state))
            assert reserved is None or at in KEEPS_RESERVATION
            assert reserved is not None or at is not DeviceState.RESERVED
            assert (retired is not None) == (at is DeviceState.SCRAPPED)
            assert purpose is None or at in ROUND_AT[Purpose(str(purpose))]
            assert purpose is None or steps_of(Purpose(str(purpose)), str(kind))

    def _tried(self, job: object) -> bool:
        """Do something; if it is refused, there is a sentence and nothing has changed."""
        before = self._stands()
        try:
            job()  # type: ignore[operator]
        except Trouble as trouble:
            sentence = trouble.sentence()
        else:
            return True
        assert sentence
        assert self._stands() == before
        return False

    def _stands(self) -> list[object]:
        return [self.desk.rows(sql)[0][0] for sql in STANDS]


def test_no_order_of_doing_things_lends_twice_loses_or_forgets(empty_file: Path) -> None:
    run_state_machine_as_test(
        lambda: Store(empty_file),  # type: ignore[arg-type]
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
