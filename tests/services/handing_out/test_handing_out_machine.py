"""Whatever is handed out, lost, replaced and taken back: no device is out twice, none is lost.

Every hand-out is all or nothing, and no number stands on two receipts.
"""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.status import EndingStep, Status
from tests.handing import handing_office, wanted
from tests.throwaway import FileMachine

PLACES = st.integers(0, 4)
WHO = st.integers(0, 3)
STANDS = (
    "SELECT group_concat(id || coalesce(ended_at, '') || coalesce(due_on, '')) FROM loans",
    "SELECT group_concat(id || number) FROM handouts",
    "SELECT group_concat(id || state) FROM devices",
    "SELECT group_concat(id || status) FROM patients",
    "SELECT count(*) FROM trainings",
    "SELECT count(*) FROM audit",
)


class Lending(FileMachine):
    """Five devices, two patients, one without consent, and a GP office."""

    def __init__(self, empty: Path) -> None:
        """Begin with a copy of the `empty` encrypted file."""
        super().__init__(empty)
        self.desk = handing_office(self.database, self.clock)
        self.devices = [self.desk.device() for _ in range(4)] + [self.desk.device("tablet")]
        self.people = [
            self.desk.person(),
            self.desk.person("Rev"),
            self.desk.person("Bjørk", consent=False),
        ]
        self.place = self.desk.institution()
        self.desk.net(self.people[0])
        self.out: dict[str, str] = {}
        self.numbers: list[int] = []

    @rule(
        who=WHO,
        places=st.lists(PLACES, min_size=1, max_size=4, unique=True),
        wrong=st.sampled_from(["", "", "", "past", "twice", "empty"]),
    )
    def hand_out(self, who: int, places: list[int], wrong: str) -> None:
        """Hand some out, perhaps none, one twice, or with a day that is past."""
        chosen = [self.devices[at] for at in places if wrong != "empty"]
        chosen += chosen[:1] if wrong == "twice" else []
        past = wrong == "past"
        institution = who == len(self.people)
        borrower = self.place if institution else self.people[who]
        today = day_of(self.clock.now())
        due = today.replace(year=today.year - 1 if past else today.year + 1)
        made = wanted(
            borrower, *chosen, institution=institution, due_on=due, received_by="Stille Brygge"
        )
        before = self._stands()
        try:
            handed = self.desk.handing.hand_out(self.desk.session, made)
        except Trouble:
            assert self._stands() == before
            return
        assert not set(chosen) & set(self.out)
        self.out |= dict(zip(chosen, handed.loans, strict=True))
        self.numbers.append(handed.number)

    @precondition(lambda self: self.out)
    @rule(data=st.data(), again=st.sampled_from([False, False, True]))
    def take_back(self, data: st.DataObject, again: bool) -> None:
        """Take some back, perhaps with one that came back before."""
        chosen = data.draw(st.lists(st.sampled_from(self._those_out()), min_size=1, unique=True))
        loans = [self.out[each] for each in chosen] + (["0" * 32] if again else [])
        before = self._stands()
        try:
            self.desk.handing.take_back(self.desk.session, loans)
        except Trouble:
            assert again
            assert self._stands() == before
            return
        for device in chosen:
            del self.out[device]
            self._prepare(device)

    @precondition(lambda self: self.out)
    @rule(data=st.data(), new=PLACES, lost=st.booleans())
    def replace(self, data: st.DataObject, new: int, lost: bool) -> None:
        """Put one in another's place."""
        old = data.draw(st.sampled_from(self._those_out()))
        loan = self.out[old]
        before = self._stands()
        try:
            handed = self.desk.handing.replace(
                self.desk.session, loan, self.devices[new], "Ødelagt", lost=lost
            )
        except Trouble:
            assert self._stands() == before
            return
        del self.out[old]
        self.out[self.devices[new]] = handed.loans[0]
        self.numbers.append(handed.number)

    def _those_out(self) -> list[str]:
        """In an order of its own: ids are drawn anew for each run."""
        return sorted(self.out, key=self.devices.index)

    @rule(at=PLACES)
    def prepare(self, at: int) -> None:
        """Look one over that came back or was found, and prepare it."""
        self._prepare(self.devices[at])

    @precondition(lambda self: self.out)
    @rule(who=st.integers(0, 1))
    def end(self, who: int) -> None:
        """End a service; while it waits already, that is refused."""
        before = self._stands()
        waits = self.desk.status(self.people[who]) is Status.ENDED_EQUIPMENT_OUT
        try:
            self.desk.statuses.set(self.desk.session, self.people[who], Status.ENDED, "Flyttet")
        except Trouble:
            assert self._stands() == before
        else:
            assert not waits

    @precondition(lambda self: self._closed())
    @rule()
    def begin_again(self) -> None:
        """Begin all services again that are over or wait."""
        for patient in self._closed():
            self.desk.statuses.set(self.desk.session, patient, Status.ACTIVE)

    @precondition(lambda self: self._closed())
    @rule(step=st.sampled_from(["5.2", "5.3", "5.1"]), data=st.data())
    def tick(self, step: str, data: st.DataObject) -> None:
        """Tick a step of the end of a service that waits, or is over."""
        patient = data.draw(st.sampled_from(self._closed()))
        before = self._stands()
        try:
            self.desk.ending.tick(self.desk.session, patient, EndingStep(step))
        except Trouble:
            assert self._stands() == before

    @rule(hours=st.integers(1, 500))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.clock.advance(hours * 3_600_000)

    @invariant()
    def every_device_is_where_it_is_said_to_be(self) -> None:
        """Lent is what has an open loan, each has one at most, and none has gone."""
        opened = self.desk.rows("SELECT device_id, id FROM loans WHERE ended_at IS NULL")
        assert {str(device): str(loan) for device, loan in opened} == self.out
        lent = self.desk.rows("SELECT id FROM devices WHERE state = 'lent'")
        assert {row[0] for row in lent} == set(self.out)
        assert len(opened) == len(self.out)
        assert self.desk.rows("SELECT count(*) FROM devices") == [(len(self.devices),)]

    @invariant()
    def no_number_stands_on_two_receipts(self) -> None:
        """Numbers follow each other without a gap, since what failed left none."""
        assert self.numbers == list(range(1, len(self.numbers) + 1))
        rows = self.desk.rows("SELECT number FROM handouts ORDER BY number")
        assert [row[0] for row in rows] == self.numbers

    @invariant()
    def no_service_is_over_with_equipment_out(self) -> None:
        """S24, whatever the order; and nobody without consent has anything."""
        rows = self.desk.rows(
            "SELECT count(*) FROM patients p JOIN loans l ON l.patient_id = p.id "
            "WHERE l.ended_at IS NULL AND (p.status = 'ended' OR p.id = ?)",
            self.people[2],
        )
        assert rows == [(0,)]
        for patient in self.people[:2]:
            state = self.desk.ending.state(self.desk.session, patient)
            assert state.status is not Status.ENDED or not state.out
            waits = state.status is Status.ENDED_EQUIPMENT_OUT
            assert not waits or state.missing

    def _closed(self) -> list[str]:
        over = (Status.ENDED, Status.ENDED_EQUIPMENT_OUT)
        return [each for each in self.people[:2] if self.desk.status(each) in over]

    def _prepare(self, device_id: str) -> None:
        with self.desk.record.write(self.desk.session) as writer:
            writer.execute(
                "UPDATE devices SET state = 'ready' WHERE id = ? AND state <> 'lent'",
                (device_id,),
            )
            writer.audit("ready_for_test", "device", device_id)

    def _stands(self) -> list[object]:
        return [self.desk.rows(sql) for sql in STANDS]


def test_all_or_nothing_whatever_is_handed_out_and_taken_back(empty_file: Path) -> None:
    run_state_machine_as_test(
        lambda: Lending(empty_file),  # type: ignore[arg-type]  # a class is typed, any maker is taken
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
