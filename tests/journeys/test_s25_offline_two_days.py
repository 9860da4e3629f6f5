"""Two days without a network: nothing is lost, nobody waits, and it is said since when."""

import re
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from tests.cohort import DAY, Cohort
from tests.journeys.conftest import Come
from tests.journeys.driver import Nurse
from tests.journeys.killed_offline import VALUE, kill_in_a_save
from tests.journeys.network import Network
from tests.journeys.sharing import (
    Alarms,
    at_work,
    centre,
    exchange,
    raw,
    read_queue,
    run,
    share,
    sign_in,
    top_line,
)
from tests.journeys.work import later, type_reading
from tests.municipality import Office, copy_home

NAMES = ("Klok Rev", "Stille Ulv", "Blid Mus")
CHANGES = 40
SECOND = 1_000


def work(nurse: Nurse, clock: FixedClock, many: int) -> None:
    """Let readings come in from the tablets, spread over the patients."""
    session = nurse.keeper.session
    assert session is not None
    cohort = Cohort(nurse.station, session, clock)
    ids = [str(row[0]) for row in raw(nurse, "SELECT id FROM patients ORDER BY id")]

    def come_in() -> None:
        for at in range(many):
            cohort.spo2(ids[at % len(ids)], 93, apart=SECOND)

    nurse.ask(come_in)
    nurse.settle()


def stored(nurse: Nurse) -> int:
    """How many readings there are."""
    return int(str(raw(nurse, "SELECT count(*) FROM readings")[0][0]))


def friday(nurse: Nurse, clock: FixedClock, alarms: Alarms) -> None:
    """The network is gone; the first of what is done is typed at the screen."""
    later(nurse, clock, 10)
    waits = [(run(nurse, alarms), alarms.waiting[0].seconds) for _ in range(7)]
    assert {report.outcome for report, _ in waits} == {"failed"}
    # Each failure waits longer than the one before it, up to a quarter of an hour.
    seconds = [wait for _, wait in waits]
    assert seconds == sorted(seconds)
    assert seconds[0] == 60
    assert seconds[-1] > 3 * 60
    for name in NAMES:
        later(nurse, clock, 1)
        type_reading(nurse, name, VALUE)
    assert "Frakoblet siden 09:10 · 3 endringer venter. Alt er lagret på denne PC-en." in (
        nurse.words()
    )
    work(nurse, clock, 12)


def weekend(nurse: Nurse, clock: FixedClock, alarms: Alarms) -> None:
    """The program is ended and started, and once killed amid a save."""
    nurse.stop()
    clock.advance(DAY)
    nurse.start()
    sign_in(nurse, alarms)
    assert run(nurse, alarms).outcome == "failed"
    work(nurse, clock, 14)
    nurse.restart()
    sign_in(nurse, alarms)
    work(nurse, clock, 10)
    before = stored(nurse)
    assert before == CHANGES - 1
    nurse.stop()
    clock.advance(DAY)
    kill_in_a_save(nurse.home, clock.now(), NAMES[0])
    nurse.start()
    sign_in(nurse, alarms)
    assert stored(nurse) in (before, before + 1)
    if stored(nurse) == before:
        type_reading(nurse, NAMES[0], VALUE)


def all_of_it_waits(nurse: Nurse, alarms: Alarms) -> None:
    """All changes are there, and wait; rows of the log are counted apart."""
    assert stored(nurse) == CHANGES
    assert run(nurse, alarms).outcome == "failed"
    stands = centre(nurse)
    assert stands.counts.going == CHANGES
    assert stands.counts.audit > 0
    assert top_line(nurse) == f"Frakoblet siden fre. 09:10 · {CHANGES} endringer venter"
    assert f"Frakoblet siden fre. 09:10 · {CHANGES} endringer venter. Alt er lagret" in (
        nurse.words()
    )
    queue = read_queue(nurse)
    going = queue.partition("Går med neste synk")[2].partition("Hvem som har")[0]
    assert sum(map(int, re.findall(r"^(\d+) ", going, re.MULTILINE))) == CHANGES
    assert f"Linjer i loggen, {stands.counts.audit}" in queue


@pytest.mark.slow
def test_two_days_without_a_network(
    come: Come, office: Office, tmp_path: Path, clock: FixedClock, alarms: Alarms, network: Network
) -> None:
    home = copy_home(office.root, tmp_path / "home")
    with at_work(home, clock) as cohort:
        for name in NAMES:
            cohort.followed(name)
        share(cohort, network)
        exchange(cohort)
    nurse = come(home, clock)
    sign_in(nurse, alarms)
    assert run(nurse, alarms).outcome == "done"
    assert "Frakoblet" not in nurse.words()

    network.cut()
    friday(nurse, clock, alarms)
    weekend(nurse, clock, alarms)
    all_of_it_waits(nurse, alarms)
    assert network.there("Observation") == {}

    # The network is back: all of it goes, each once, and the banner is gone.
    network.mend()
    report = run(nurse, alarms)
    assert (report.outcome, report.held, report.left) == ("done", 0, 0)
    assert network.versions("Observation") == ["1"] * CHANGES
    assert set(network.versions("Patient")) == {"1"}
    assert centre(nurse).counts.going == 0
    nurse.until(lambda: "Frakoblet" not in nurse.words(), "the end of the banner")
    nurse.until(lambda: "Alt er i orden" in nurse.words("sync_truth"), "that all is well")
    assert run(nurse, alarms).sent == 0
