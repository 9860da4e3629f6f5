"""Whatever comes in, late, twice or out of order, and whatever people do about it: nothing is lost.

The machine lets readings come in, leaves them out and takes them back in, closes alerts and undoes
that. What must be found is counted again from the stored rows with plain loops that share nothing
with the engine but the meaning of a limit.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from station.core.bus import Bus
from station.core.ids import same_id
from station.core.trouble import Trouble
from station.models.database import Actor, Reader
from station.models.queries import alerts as alert_queries
from station.rules.contacts import Action, Verdict
from station.rules.readings import Excluded, Source
from station.services.alerts.alerts import UNDO_MS, Alerts, Closed, Handling
from station.services.intake.intake import Incoming, Intake, Receipt
from station.services.readings.manual import Manual
from station.services.record import Record
from station.services.why.replaying import replay_all
from tests.conftest import FRIDAY_NINE
from tests.intaking import DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import registered
from tests.throwaway import FileMachine

SINCE = FRIDAY_NINE - 2 * DAY
"""The plan holds from here; before it nobody judges."""
RED_BELOW, YELLOW_BELOW = 86, 89
HISTORY_MS = 7 * DAY
AGO = (0, 60_000, 120_000, 3_600_000, DAY, DAY + 1, 2 * DAY - 60_000, 2 * DAY + 7_200_000, 9 * DAY)
VALUES = (0, 80, 85, 86, 88, 88.9, 89, 95, 250)
"""Red, yellow and green, on the limits and beside them, and two that no body can have."""


@dataclass(frozen=True)
class Stored:
    """A row of readings as the recount reads it."""

    patient_id: str
    taken_at: int
    arrived_at: int
    value: float
    source: str

    @property
    def heard(self) -> bool:
        """Whether a plan held when it was taken and it is no old file's."""
        old = self.source == "file" and self.arrived_at - self.taken_at > HISTORY_MS
        return self.taken_at >= SINCE and not old


class Days(FileMachine):
    """Two patients, one with a plan from SINCE and one without any, for some days."""

    def __init__(self, empty: Path) -> None:
        """Begin with a copy of the `empty` encrypted file."""
        super().__init__(empty)
        actor = Actor(NURSE.user_id, NURSE.name)
        self.planned = registered(self.database, actor)
        self.planless = registered(self.database, actor, family="Bjørk")
        plan_in_force(self.database, actor, self.planned, SINCE, spo2_plan())
        record = Record(Bus(), self.clock, self.database)
        self.record = record
        self.intake, self.manual, self.alerts = Intake(record), Manual(record), Alerts(record)
        self.sent: list[Incoming] = []
        self.came = Counter[str]()
        self.closed: list[Closed] = []
        # At the same instant the ids decide the order: an example must find the same ones again.
        numbers = count()
        self._ids = patch(
            "station.services.intake.intake.new_id", side_effect=lambda: same_id(str(next(numbers)))
        )
        self._ids.start()

    def teardown(self) -> None:
        """Close the file and throw it away."""
        self._ids.stop()
        super().teardown()

    def take(self, coming: list[Incoming]) -> Receipt:
        """Let readings come in one second after what happened last."""
        self.clock.advance(1000)
        receipt = self.intake.take(NURSE, coming)
        self.sent += coming
        self.came["in"] += len(coming)
        self.came["duplicates"] += receipt.duplicates
        assert receipt.stored + receipt.quarantined + receipt.duplicates == len(coming)
        assert len(receipt.outcomes) == len(coming)
        return receipt

    @rule(
        whose=st.sampled_from(("planned", "planned", "planned", "planless", "nobody")),
        values=st.lists(
            st.tuples(st.sampled_from(AGO), st.sampled_from(VALUES)), min_size=1, max_size=4
        ),
        source=st.sampled_from((Source.TABLET, Source.TABLET, Source.FILE)),
    )
    def readings_come(self, whose: str, values: list[tuple[int, float]], source: Source) -> None:
        """Let readings come, new or late, judged or not, in any order; equal ones are one."""
        patient_id = {"planned": self.planned, "planless": self.planless}.get(whose)
        now = self.clock.now() + 1000
        self.take(
            [
                Incoming(patient_id, "spo2", now - ago, (value,), source, f"{now - ago}/{value}")
                for ago, value in values
            ]
        )

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def they_come_again(self, data: st.DataObject) -> None:
        """Send a part of what was sent once more: what is stored is never stored twice."""
        again = data.draw(st.lists(st.sampled_from(self.sent), min_size=1, max_size=3))
        before = self.stored_count()
        receipt = self.take(again)
        assert (receipt.stored, self.stored_count()) == (0, before)

    @rule()
    def the_clock_goes_on(self) -> None:
        """Let half an hour pass."""
        self.clock.advance(1_800_000)

    @precondition(lambda self: self.reading_ids(""))
    @rule(data=st.data(), why=st.sampled_from((Excluded.ACTIVITY, Excluded.TEST)))
    def one_is_left_out(self, data: st.DataObject, why: Excluded) -> None:
        """Leave one reading out."""
        self.clock.advance(1000)
        self.manual.mark(NURSE, data.draw(st.sampled_from(self.reading_ids(""))), why, "Prøve")

    @precondition(lambda self: self.reading_ids("activity", "test"))
    @rule(data=st.data())
    def one_is_taken_back(self, data: st.DataObject) -> None:
        """Take one reading back in."""
        self.clock.advance(1000)
        left_out = self.reading_ids("activity", "test")
        self.manual.mark(NURSE, data.draw(st.sampled_from(left_out)), Excluded.NO)

    @precondition(lambda self: self.open_alerts())
    @rule(data=st.data())
    def an_alert_is_closed(self, data: st.DataObject) -> None:
        """Close an alert as dealt with."""
        self.clock.advance(1000)
        alert_id = data.draw(st.sampled_from(self.open_alerts()))
        done = self.alerts.close(NURSE, alert_id, Handling(Action.ADVICE), Verdict.REAL)
        self.closed.append(done)

    @precondition(lambda self: self.closed and not self.open_alerts())
    @rule()
    def the_closing_is_undone(self) -> None:
        """Undo the last closing, as long as that is possible."""
        self.clock.advance(1000)
        closed = self.closed.pop()
        with self.record.read() as reader:
            row = alert_queries.one(reader, closed.alert_id)
        assert row is not None
        assert row.closed_at is not None
        if self.clock.now() - row.closed_at <= UNDO_MS:
            self.alerts.undo_close(NURSE, closed)
            return
        with pytest.raises(Trouble, match="undo_late"):
            self.alerts.undo_close(NURSE, closed)

    @invariant()
    def everything_is_accounted_for(self) -> None:
        """In = stored + quarantined + duplicates, also by the rows in the file."""
        with self.record.read() as reader:
            ((held,),) = reader.raw("SELECT count(*) FROM quarantine")
        assert self.came["in"] == self.stored_count() + held + self.came["duplicates"]

    @invariant()
    def one_alert_is_open_per_component_and_side(self) -> None:
        """Two open alerts about the same would be handled by two people."""
        with self.record.read() as reader:
            rows = reader.raw(
                "SELECT patient_id, component, side FROM alerts WHERE closed_at IS NULL"
            )
        assert len(rows) == len(set(rows))

    @invariant()
    def every_true_red_is_told(self) -> None:
        """A red that counts has a red event of its own time or before, in an alert open for it."""
        with self.record.read() as reader:
            reds = [row for row in counting(reader) if row.heard and row.value < RED_BELOW]
            told = episodes(reader, 2)
        for red in (red for red in reds if red.patient_id == self.planned):
            assert is_told(red, told), (red, told)

    @invariant()
    def every_second_yellow_is_told(self) -> None:
        """Two of two below the yellow limit, counted by hand, have an event of any level.

        Unless a person closed an alert after the second came: by design that settles what was
        there, even if the first of the two only comes afterwards.
        """
        with self.record.read() as reader:
            rows = [row for row in counting(reader) if row.patient_id == self.planned]
            told = episodes(reader, 1)
        judged = [row for row in rows if row.taken_at >= SINCE]
        for before, row in pairwise(judged):
            if row.heard and before.value < YELLOW_BELOW and row.value < YELLOW_BELOW:
                settled = any(end is not None and end >= row.arrived_at for _, end in told)
                assert settled or is_told(row, told), (row, told)

    @invariant()
    def nothing_older_than_the_plan_is_judged(self) -> None:
        """No event is about a reading before every plan, or of a patient without one."""
        with self.record.read() as reader:
            found = reader.raw(
                "SELECT e.id FROM alert_events e JOIN readings r ON r.id = e.reading_id "
                "WHERE r.taken_at < ? OR r.patient_id <> ?",
                (SINCE, self.planned),
            )
        assert found == []

    @invariant()
    def a_replay_finds_nothing_unseen(self) -> None:
        """Judging everything again finds no level that nobody was told of."""
        assert not [each for each in replay_all(self.record) if each.differs]

    @invariant()
    def the_newest_is_the_newest(self) -> None:
        """The row that the worklist reads is the newest reading that counts."""
        with self.record.read() as reader:
            newest = {row.patient_id: row.taken_at for row in counting(reader)}
            kept = {row[0]: row[1] for row in reader.raw("SELECT patient_id, taken_at FROM latest")}
        assert kept == newest

    def stored_count(self) -> int:
        """Count the rows of readings."""
        with self.record.read() as reader:
            return int(str(reader.raw("SELECT count(*) FROM readings")[0][0]))

    def reading_ids(self, *excluded: str) -> list[str]:
        """Give the readings marked in one of these ways, oldest first."""
        with self.record.read() as reader:
            rows = reader.raw("SELECT id, excluded FROM readings ORDER BY taken_at, source_key")
        return [row[0] for row in rows if row[1] in excluded]

    def open_alerts(self) -> list[str]:
        """Give the alerts that nobody has closed."""
        with self.record.read() as reader:
            rows = reader.raw("SELECT id FROM alerts WHERE closed_at IS NULL ORDER BY opened_at")
        return [row[0] for row in rows]


def counting(reader: Reader) -> list[Stored]:
    """Give the readings that count, in the order in which they are judged."""
    rows = reader.raw(
        "SELECT patient_id, taken_at, arrived_at, value, source FROM readings "
        "WHERE excluded = '' ORDER BY taken_at, id"
    )
    return [Stored(*row) for row in rows]


def episodes(reader: Reader, level: int) -> list[tuple[int, int | None]]:
    """Give when a level at least this bad was measured, and when its alert was closed."""
    rows = reader.raw(
        "SELECT e.at, a.closed_at FROM alert_events e JOIN alerts a ON a.id = e.alert_id "
        "WHERE e.level >= ? AND a.component = 'spo2' AND a.side = 'low'",
        (level,),
    )
    return [(row[0], row[1]) for row in rows]


def is_told(row: Stored, told: list[tuple[int, int | None]]) -> bool:
    """Tell whether an event at its time or before lies in an alert not closed before it came."""
    for at, closed_at in told:
        if at <= row.taken_at and (closed_at is None or closed_at >= row.arrived_at):
            return True
    return False


@pytest.mark.no_cover  # every branch has a plain test of its own
def test_nothing_is_lost_whatever_comes_and_whatever_is_done(empty_file: Path) -> None:
    run_state_machine_as_test(
        lambda: Days(empty_file),  # type: ignore[arg-type]  # a class is typed, any maker is taken
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
