"""Whatever is sent, in any order and however often: each record ends once, and with nobody else.

One meter is lent to one patient, lies in the store, and is lent to another. It may be read in all
three times, with a clock that is wrong by any amount, and sends whatever it remembers.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.zone import local
from station.services.measuring.measuring import RawPacket
from tests.conftest import FRIDAY_NINE
from tests.lent import DAY, GLUCOSE, HOUR, SPOT, LendingOffice, date_time, lending_office
from tests.throwaway import throwaway

FIRST_LENT, FIRST_BACK = FRIDAY_NINE + DAY, FRIDAY_NINE + 4 * DAY
SECOND_LENT, END = FRIDAY_NINE + 6 * DAY, FRIDAY_NINE + 9 * DAY
NAN = 0x07FF
OFFSETS = st.sampled_from((0, 0, 0, 3 * HOUR, -3 * HOUR, 400 * DAY, -6000 * DAY))


@dataclass(frozen=True)
class Record:
    """One measurement in the meter's memory: when it was truly taken, and what became of it."""

    number: int
    taken_at: int
    broken: str

    def packet(self, kind: str, offset: int, arrived_at: int) -> RawPacket:
        """Give it as the meter sends it: by its own clock, which only counts on."""
        apart = local(arrived_at).utcoffset()
        assert apart is not None
        epoch = datetime(1970, 1, 1)  # noqa: DTZ001
        shown = date_time(epoch + timedelta(milliseconds=self.taken_at + offset) + apart)
        value = NAN if self.broken == "failed" else 0xC000 | (50 + self.number)
        if kind == "glucose_meter":
            body = struct.pack("<BH", 0x06, self.number) + shown + struct.pack("<HB", value, 0x11)
            number = GLUCOSE
        else:
            spo2 = NAN if self.broken == "failed" else 80 + self.number
            body, number = struct.pack("<BHH", 0x01, spo2, NAN) + shown, SPOT
        return RawPacket(number, body[:-1] if self.broken == "cut" else body, arrived_at)


@dataclass(frozen=True)
class Delivery:
    """One contact: when, and which records (by place in the memory) came in which order."""

    at: int
    places: tuple[int, ...]


MOMENTS = st.integers(0, 9 * 24 - 1).map(lambda hour: FRIDAY_NINE + hour * HOUR + 600_000)
MEMORIES = st.lists(
    st.tuples(MOMENTS, st.sampled_from(("", "", "", "failed", "cut"))), min_size=1, max_size=8
)
CONTACTS = tuple(FRIDAY_NINE + hour * HOUR for hour in (12, 40, 60, 90, 120, 150, 180, 210))
"""Before anything was lent, three times at the first, in the store, three times at the second."""
DELIVERIES = st.tuples(*(st.lists(st.integers(0, 7), max_size=10) for _ in CONTACTS))


@contextmanager
def a_desk(empty: Path) -> Iterator[LendingOffice]:
    """An office on its own copy of the empty file."""
    with throwaway(empty) as (database, clock):
        yield lending_office(database, clock)


@pytest.mark.parametrize("kind", ["glucose_meter", "oximeter"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(memory=MEMORIES, contacts=DELIVERIES, offset=OFFSETS)
def test_each_record_ends_once_and_with_nobody_else(
    kind: str,
    memory: list[tuple[int, str]],
    contacts: tuple[list[int], ...],
    offset: int,
    empty_file: Path,
) -> None:
    # Two at the very same time would be the same measurement to a meter without numbers.
    records = [Record(at, when + at * 1000, broken) for at, (when, broken) in enumerate(memory)]
    deliveries = [Delivery(at, tuple(some)) for at, some in zip(CONTACTS, contacts, strict=True)]
    with a_desk(empty_file) as desk:
        first, second, came = played(desk, kind, records, deliveries, offset)
        for number, at in came.items():
            assert_settled(desk, records[number], kind, offset, at, (first, second))
        owners = desk.rows("SELECT patient_id, taken_at FROM readings")
        assert all(
            FIRST_LENT <= int(str(taken)) < FIRST_BACK
            if owner == first
            else SECOND_LENT <= int(str(taken)) < END
            for owner, taken in owners
        )


def played(
    desk: LendingOffice, kind: str, records: list[Record], deliveries: list[Delivery], offset: int
) -> tuple[str, str, dict[int, int]]:
    """Lend, deliver, take back, lend again; give the patients and when each record first came."""
    first, second = desk.person(), desk.person("Bjørk")
    device_id = desk.device(kind)
    came: dict[int, int] = {}
    loans = [(FIRST_LENT, first), (FIRST_BACK, ""), (SECOND_LENT, second)]
    loan = ""
    for each in [*deliveries, Delivery(END, ())]:
        while loans and loans[0][0] <= each.at:
            desk.clock.set(loans[0][0])
            whose = loans.pop(0)[1]
            if whose:
                loan = desk.lending.lend(desk.session, device_id, whose)
            else:
                desk.back(loan)
        desk.clock.set(each.at)
        known = [at for at in each.places if at < len(records) and records[at].taken_at <= each.at]
        packets = [records[at].packet(kind, offset, each.at) for at in known]
        told = desk.take(device_id, *packets, offset_ms=offset)
        assert told.packets == len(packets)
        for at in known:
            came.setdefault(at, each.at)
    return first, second, came


def assert_settled(
    desk: LendingOffice,
    record: Record,
    kind: str,
    offset: int,
    first_came: int,
    patients: tuple[str, str],
) -> None:
    """One row holds the record's bytes, in the right table and with the right patient."""
    raw = record.packet(kind, offset, first_came).raw
    found = {
        table: desk.rows(f"SELECT patient_id FROM {table} WHERE raw = ?", raw)  # noqa: S608
        for table in ("readings", "quarantine", "device_events")
    }
    owner = None
    if FIRST_LENT <= first_came < FIRST_BACK and record.taken_at >= FIRST_LENT:
        owner = patients[0]
    elif first_came >= SECOND_LENT and record.taken_at >= SECOND_LENT:
        owner = patients[1]
    expected: dict[str, list[tuple[str | None]]]
    if record.broken == "cut":
        expected = {"quarantine": [(None,)]}
    elif record.broken == "failed":
        expected = {"device_events": [(owner,)]}
    elif owner is not None:
        expected = {"readings": [(owner,)]}
    else:
        expected = {"quarantine": [(None,)]}
    if kind == "oximeter" and not record.broken:
        # The pulse of the same packet failed.
        expected["device_events"] = [(owner,)]
    assert {table: rows for table, rows in found.items() if rows} == expected
