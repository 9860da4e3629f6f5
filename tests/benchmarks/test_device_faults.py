"""The table of device faults: small counts of the real thing, and faults planted to be noticed."""

from collections import Counter

from benchmarks.bench_device_faults import PLAN, jobs, verdicts
from benchmarks.common import ROUNDS, Verdict
from benchmarks.faults import links, packets, stores, tablets
from benchmarks.faults.room import room
from benchmarks.faults.tally import Faced, joined, table
from simulator.meters.scale import Scale
from station.devices.packets import Decoded
from station.devices.profiles import decode
from tests.lent import LendingOffice


def forgetful(place: LendingOffice) -> packets.Forgetful:
    return packets.Forgetful(place.record)


def odd(characteristic: int, payload: bytes) -> Decoded:
    """A decoder with a hole in it."""
    if payload[:1] == b"\x01":
        raise KeyError(payload[0])
    return decode(characteristic, payload)


def test_every_packet_is_read_or_refused() -> None:
    line = packets.read(3_000, 1)
    assert (line.tried, line.bad) == (3_000, 0)
    assert line.beside["read"] + line.beside["refused"] == 3_000
    assert min(line.beside.values()) > 500


def test_a_decoder_that_raises_something_else_is_noticed() -> None:
    assert packets.read(300, 1, odd).exceptions > 0


def test_every_packet_taken_in_is_found_again() -> None:
    line = packets.stored(300, 1)
    assert (line.tried, line.bad) == (300, 0)
    assert line.beside["reading"] > 0
    assert line.beside["held"] > 0


def test_a_store_that_forgets_a_packet_is_noticed() -> None:
    assert packets.stored(300, 1, forgetful).lost > 0


def test_links_lost_leave_nothing_out_and_nothing_twice() -> None:
    (line,) = links.lost_by_racp(1, 1)
    assert line.tried > 0
    assert (line.bad, line.beside["records"] >= 20) == (0, True)


def test_a_store_that_forgets_what_a_meter_sent_is_noticed() -> None:
    with room(forgetful) as place:
        case = place.case(Scale, 3, bond=False)
        place.fetch([case])
        line = place.faced("scale", [case], 1)
    assert line.lost > 0


def test_a_link_lost_with_a_tablet_and_a_full_disk_leave_nothing_out() -> None:
    (lost,) = tablets.lost_links(3, 1)
    (full,) = stores.full_and_killed(1, 1)
    assert (lost.tried, lost.bad, lost.beside["let go of before stored"]) == (3, 0, 0)
    assert (full.tried > 0, full.bad) == (True, 0)


def test_parts_of_a_line_are_joined_and_stand_in_columns() -> None:
    first = Faced("links", 1_000, 0, 0, 0, 0, Counter({"records": 5, "odd": 0}))
    whole = joined([first, Faced("packets", 7), Faced("links", 234, lost=1)])
    assert table(whole).splitlines() == [
        "what     tried  lost  doubled  wrong patient  exceptions  beside",
        "links    1 234     1        0              0           0  records 5, odd 0",
        "packets      7     0        0              0           0",
    ]


def test_anything_lost_misses_the_goal() -> None:
    rows = verdicts([Faced("links lost: x", 3, lost=1), Faced("packets read", 5)])
    assert [row.verdict for row in rows].count(Verdict.MISSED) == 1
    assert [row.measured for row in rows[:2]] == ["5", "3"]


def test_all_rounds_are_a_million_packets_and_a_thousand_links() -> None:
    plan = list(jobs(ROUNDS))
    assert len(plan) == sum(parts for _, _, parts in PLAN)
    assert sum(job.size for job in plan if job.work is packets.read) >= 1_000_000
    assert sum(job.size for job in plan if job.work is packets.stored) >= 20_000
    few = list(jobs(1))
    assert {job.work for job in few} == {job.work for job in plan}
    assert sum(job.size for job in few) < sum(job.size for job in plan) / 5
