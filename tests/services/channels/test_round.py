"""All that is switched on is run, one after the other, and one that is away stops no other."""

from contextlib import ExitStack
from threading import Event

from station.core.clock import Clock
from station.core.trouble import Trouble
from station.models.queries import sync_status
from station.services.channels.round import run_all
from station.services.sync.line import signer
from station.services.sync.setup import ChannelSettings
from station.sync.http import Signer
from tests.cohort import Cohort
from tests.services.channels.test_run import Desk
from tests.sync.adapters.fakes import PmdService, VkpService


def test_a_round_runs_what_is_on(cohort: Cohort) -> None:
    pmd, vkp, stop = PmdService(), VkpService(), Event()
    with ExitStack() as stack:
        desk = Desk(cohort, stack)
        assert run_all(desk.work, cohort.clock, stop, signer, lambda: 0.0) == ()
        desk.on("pmd", pmd)
        desk.on("vkp", vkp)
        cohort.spo2(desk.known(), 92)

        def odd(settings: ChannelSettings, station: str, clock: Clock, stop: Event) -> Signer:
            if settings.address == pmd_address:
                raise Trouble("key_missing", "There is no key.")
            return signer(settings, station, clock, stop)

        with cohort.station.record.read() as reader:
            row = sync_status.channel(reader, "pmd")
        assert row is not None
        pmd_address = row.settings.partition('"address": "')[2].partition('"')[0]
        first, second = run_all(desk.work, cohort.clock, stop, odd, lambda: 0.0)
        assert (first.channel, first.outcome, first.code) == ("pmd", "failed", "key_missing")
        assert (second.channel, second.outcome) == ("vkp", "done")
        assert [each.sent for each in run_all(desk.work, cohort.clock, stop, signer, _no)] == [1, 0]
        stop.set()
        assert run_all(desk.work, cohort.clock, stop, signer, _no) == ()
    with cohort.station.record.read() as reader:
        row = sync_status.channel(reader, "pmd")
    assert row is not None
    assert row.reason_code == ""


def _no() -> float:
    return 0.0
