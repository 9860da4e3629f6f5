"""The service fails on one record, then the line breaks: nothing twice, the rest goes on."""

from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.rules.backoff import FIRST_MS
from tests.journeys.conftest import Come
from tests.journeys.network import Network, dashed
from tests.journeys.sharing import (
    Alarms,
    at_work,
    centre,
    raw,
    run,
    share,
    sign_in,
    top_line,
)
from tests.journeys.work import later
from tests.municipality import Office, copy_home

WAITS = "SELECT state, attempts, next_at, reason_code FROM sync_outbox WHERE record_id = '{}'"
READINGS = 12


@pytest.mark.slow
def test_one_record_fails_and_the_line_breaks(
    come: Come, office: Office, tmp_path: Path, clock: FixedClock, alarms: Alarms, network: Network
) -> None:
    home = copy_home(office.root, tmp_path / "home")
    with at_work(home, clock) as cohort:
        rev = cohort.followed("Klok Rev")
        cohort.spo2(rev, *(90 + at % 7 for at in range(READINGS)), apart=1_000)
        share(cohort, network)
    nurse = come(home, clock)
    sign_in(nurse, alarms)
    bad = str(raw(nurse, "SELECT id FROM readings ORDER BY taken_at LIMIT 1")[0][0])

    # The service fails on one reading: all others go, and this one is tried again, later and later.
    network.breaks_on = f"Observation/{dashed(bad)}"
    report = run(nurse, alarms)
    assert (report.outcome, report.left) == ("left", 1)
    assert network.broken > 0
    assert len(network.there("Observation")) == READINGS - 1
    tries = []
    for _ in range(3):
        ((state, attempts, next_at, code),) = raw(nurse, WAITS.format(bad))
        assert (state, code) == ("sealed", "http_500")
        tries.append((attempts, int(str(next_at)) - clock.now()))
        # Before its time it is left in peace; then it is tried.
        asked = network.broken
        assert run(nurse, alarms).left == 1
        assert network.broken == asked
        later(nurse, clock, tries[-1][1] / 60_000)
        assert run(nurse, alarms).left == 1
        assert network.broken > asked
    assert tries == [(1, FIRST_MS), (2, 2 * FIRST_MS), (3, 4 * FIRST_MS)]
    stands = centre(nurse)
    assert (stands.counts.going, str(stands.standing)) == (1, "waiting")
    assert top_line(nurse).endswith("1 venter")
    nurse.go("sync")
    assert "Alt er i orden" not in nurse.words("sync_truth")
    assert "1 endring venter" in nurse.words("sync_truth")

    # It is well again, but the line breaks when the service has written what it was sent.
    network.breaks_on = ""
    network.loses = lambda body: b'"PUT"' in body
    later(nurse, clock, 1)
    report = run(nurse, alarms)
    assert network.lost > 0
    assert report.outcome == "failed"
    assert len(network.there("Observation")) == READINGS
    nurse.until(lambda: "Frakoblet siden" in nurse.words(), "the banner")
    assert centre(nurse).counts.going == 1

    # The line is back: it is asked for before it is sent again, and stands there once.
    network.loses = lambda _body: False
    later(nurse, clock, 2)
    report = run(nurse, alarms)
    assert (report.outcome, report.left) == ("done", 0)
    assert network.versions("Observation") == ["1"] * READINGS
    assert set(network.versions("Patient")) == {"1"}
    nurse.until(lambda: "Alt er i orden" in nurse.words("sync_truth"), "that all is well")
    assert "Frakoblet" not in nurse.words()
