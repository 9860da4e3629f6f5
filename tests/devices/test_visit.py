"""A visit's stages, faults and habits, tried on a link that does what the test says."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.devices.link import Fault, LinkFault
from station.devices.meters.model import Pair
from station.devices.models import MODELS, MeterModel, model_of
from station.devices.news import Battery, Facts, MeterClock, News, Outcome, Packet
from station.devices.visit import meter_visit
from tests.devices.fake_link import (
    FRIDAY_NINE,
    QUICK,
    FakeLink,
    Told,
    drop,
    errand,
    failing,
    glucose_meter,
    record,
    run,
    visit,
)

PRESSURE, WEIGHT, SPOT, CONTINUOUS, PULSE = 0x2A35, 0x2A9D, 0x2A5E, 0x2A5F, 0x2A37
CTS, DATE_TIME, USER_CONTROL = 0x2A2B, 0x2A08, 0x2A9F
NINE = b"\xea\x07\x0b\x14\x09\x00\x00"
"""20 November 2026 09:00:00, as Date Time."""
INFORMATION = {
    0x2A29: b"Roche\x00",
    0x2A24: b"Instant",
    0x2A25: "№ 12\u202e".encode(),
    0x2A26: b"1.0",
    0x2A19: b"\x4d",
}


def pushing(*payloads: bytes, hang_up: bool = False, **values: bytes) -> Callable[[], FakeLink]:
    """A cuff that sends these as soon as somebody has subscribed."""
    del values

    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values=dict(INFORMATION))

        async def sends(link: FakeLink) -> None:
            link.begin(send(link))

        async def send(link: FakeLink) -> None:
            await asyncio.sleep(0)
            for payload in payloads:
                link.send(PRESSURE, payload)
            if hang_up:
                link.gone.set()

        link.before[f"subscribe {PRESSURE:04x}"] = sends
        return link

    return make


def test_a_meter_that_sends_by_itself_is_listened_to_until_it_is_quiet() -> None:
    outcome, told, link = run(errand("generic_cuff"), pushing(b"one", b"two"))
    assert outcome == Outcome(None, complete=True, expected=None, came=2)
    assert told.payloads == [b"one", b"two"]
    assert told.of(Packet)[0] == Packet(PRESSURE, b"one", FRIDAY_NINE)
    assert told.stages == ["pairing", "subscribing", "identifying", "clock", "listening", "closing"]
    assert link.did[:2] == ["pair", "subscribe 2a35"]


def test_what_the_meter_says_of_itself_is_told() -> None:
    _, told, _ = run(errand("generic_cuff"), pushing())
    assert told.of(Facts) == [Facts("Roche", "Instant", "№ 12", "1.0")]
    assert told.of(Battery) == [Battery(77)]


def test_a_meter_that_leaves_after_it_has_sent_all_did_nothing_wrong() -> None:
    outcome, told, _ = run(errand("and_ua_651ble"), pushing(b"one", b"two", hang_up=True))
    assert outcome == Outcome(None, complete=True, expected=None, came=2)
    assert told.payloads == [b"one", b"two"]


def test_the_clock_of_a_meter_that_leaves_is_seen_to_before_it_sends() -> None:
    def make() -> FakeLink:
        link = pushing(b"one", hang_up=True)()
        link.values[DATE_TIME] = bytes(7)
        link.found |= {DATE_TIME}
        return link

    outcome, told, link = run(errand("and_ua_651ble"), make)
    assert (outcome.fault, outcome.came) == (None, 1)
    assert told.of(Battery) == [Battery(77)]
    assert told.of(MeterClock) == [MeterClock("0000-00-00T00:00:00", None, was_set=True)]
    assert link.did.index("write 2a08") < link.did.index("subscribe 2a35")


def test_a_link_lost_before_anything_came_is_lost() -> None:
    outcome, told, _ = run(errand("generic_cuff"), pushing(hang_up=True))
    assert outcome == Outcome(Fault.LOST, complete=False, expected=None, came=0)
    assert told.payloads == []


@pytest.mark.parametrize("model", [m for m in MODELS if m.clear_cccd], ids=lambda m: m.code)
def test_subscriptions_are_ended_before_the_connection(model: MeterModel) -> None:
    _, _, link = run(errand(model, purpose="pair"), lambda: FakeLink(*model.characteristics))
    assert link.hears == {}


def test_a_model_that_takes_offence_keeps_its_subscriptions() -> None:
    _, _, link = run(errand("omron", purpose="pair"), lambda: FakeLink(PRESSURE))
    assert list(link.hears) == [PRESSURE]


def test_a_device_without_what_its_model_sends_is_unsuited() -> None:
    for what in ("generic_cuff", "generic_glucose_meter"):
        outcome, _, _ = run(errand(what), lambda: FakeLink(0x2A18))
        assert outcome == Outcome(Fault.UNSUITED, complete=False, expected=None, came=0)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("pair", Fault.REFUSED),
        ("pair", Fault.PIN_WRONG),
        ("pair", Fault.BOND_LOST),
        ("pair", Fault.TIMED_OUT),
        ("subscribe 2a35", Fault.NOT_ENCRYPTED),
        ("subscribe 2a35", Fault.TIMED_OUT),
        ("read 2a29", Fault.TIMED_OUT),
        ("read 2a29", Fault.LOST),
        ("read 2a2b", Fault.LOST),
    ],
)
def test_a_fault_at_a_stage_is_in_the_outcome(step: str, fault: Fault) -> None:
    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={**INFORMATION, CTS: NINE + bytes(3)})
        link.values[CTS] = bytes(10)
        link.before[step] = failing(fault)
        return link

    outcome, told, _ = run(errand("generic_cuff"), make)
    assert outcome == Outcome(fault, complete=False, expected=None, came=0)
    assert told.stages[-1] == "closing"


@pytest.mark.parametrize("step", ["pair", "subscribe 2a35", "read 2a29", "read 2a19", "read 2a2b"])
def test_a_link_lost_at_any_stage_is_lost(step: str) -> None:
    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={**INFORMATION, CTS: bytes(10)})
        link.before[step] = drop
        return link

    outcome, _, link = run(errand("generic_cuff"), make)
    assert outcome.fault is Fault.LOST
    assert not any(did.startswith("unsubscribe") for did in link.did)


def test_what_a_meter_keeps_to_itself_is_done_without() -> None:
    def make() -> FakeLink:
        link = FakeLink(PRESSURE, values={**INFORMATION, 0x2A19: b"\xff", CTS: b"\x01"})
        link.before["read 2a29"] = failing(Fault.REFUSED)
        return link

    outcome, told, _ = run(errand("generic_cuff", set_clock=False), make)
    assert outcome.fault is None
    assert told.of(Facts)[0].manufacturer == ""
    assert told.of(Battery) == []
    assert told.of(MeterClock) == [MeterClock("", None, was_set=False)]


def test_an_unencrypted_link_is_refused_unless_somebody_agreed() -> None:
    def make() -> FakeLink:
        link = pushing(b"one")()
        link.bonded = False
        return link

    outcome, told, _ = run(errand("generic_cuff"), make)
    assert outcome == Outcome(Fault.NOT_ENCRYPTED, complete=False, expected=None, came=0)
    assert told.payloads == []
    outcome, told, _ = run(errand("generic_cuff", allow_unencrypted=True), make)
    assert outcome == Outcome(None, complete=True, expected=None, came=1)


def test_who_agreed_to_an_unencrypted_link_may_read_a_device_that_does_not_pair() -> None:
    def make() -> FakeLink:
        link = pushing(b"one")()
        link.before["pair"] = failing(Fault.REFUSED)
        return link

    outcome, _, _ = run(errand("generic_cuff", allow_unencrypted=True), make)
    assert outcome == Outcome(None, complete=True, expected=None, came=1)


def test_a_model_that_never_pairs_is_not_asked_to() -> None:
    outcome, _, link = run(errand("generic_heart_rate"), lambda: FakeLink(PULSE))
    assert outcome.fault is None
    assert "pair" not in link.did
    never = replace(model_of("generic_cuff"), pair=Pair.NEVER)
    outcome, _, _ = run(errand(never), lambda: FakeLink(PRESSURE))
    assert outcome.fault is Fault.NOT_ENCRYPTED


def test_pairing_fetches_no_records_but_takes_what_is_sent() -> None:
    def make() -> FakeLink:
        link, meter = glucose_meter(range(1, 4))
        link.values[0x2A19] = b"\x4d"
        link.found |= {0x2A19}
        del meter
        return link

    outcome, told, link = run(errand("generic_glucose_meter", purpose="pair"), make)
    assert outcome == Outcome(None, complete=True, expected=None, came=0)
    assert told.of(Battery) == [Battery(77)]
    assert not any(did.startswith("write") for did in link.did)
    outcome, told, _ = run(errand("generic_cuff", purpose="pair"), pushing(b"old"))
    assert (outcome.came, told.payloads) == (1, [b"old"])


def test_a_meter_that_leaves_once_it_is_paired_is_paired() -> None:
    outcome, _, _ = run(errand("and_ua_651ble", purpose="pair"), pushing(hang_up=True))
    assert outcome == Outcome(None, complete=True, expected=None, came=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.code)
def test_only_pairing_may_make_a_bond(model: MeterModel) -> None:
    before = model.pair is Pair.BEFORE_DISCOVERY
    job = meter_visit(errand(model, purpose="pair"), Told())
    assert (job.may_pair, job.pair_first) == (True, before)
    for purpose in ("fetch", "live"):
        job = meter_visit(errand(model, purpose=purpose), Told())
        assert (job.may_pair, job.pair_first) == (False, False)


def test_live_values_are_passed_on_until_it_is_cancelled() -> None:
    async def go() -> tuple[Told, FakeLink]:
        link, told = FakeLink(SPOT, CONTINUOUS), Told()
        visiting = asyncio.ensure_future(visit(link, errand("nonin_3230", purpose="live"), told))
        await told.until(lambda: "listening" in told.stages)
        link.send(SPOT, b"one")
        link.send(CONTINUOUS, b"two")
        await told.until(lambda: len(told.payloads) == 2)
        link.send(SPOT, b"three")
        visiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visiting
        return told, link

    told, link = asyncio.run(go())
    assert told.payloads == [b"one", b"two", b"three"]
    assert link.hears == {}


def test_live_ends_with_the_link() -> None:
    async def go() -> Outcome:
        link, told = FakeLink(SPOT), Told()
        visiting = asyncio.ensure_future(visit(link, errand("nonin_3230", purpose="live"), told))
        await told.until(lambda: "listening" in told.stages)
        link.send(SPOT, b"one")
        link.gone.set()
        return await visiting

    assert asyncio.run(go()) == Outcome(Fault.LOST, complete=False, expected=None, came=1)


def test_a_meter_that_streams_is_left_after_a_while() -> None:
    async def go() -> Outcome:
        link = FakeLink(CONTINUOUS)

        async def stream() -> None:
            while True:
                link.send(CONTINUOUS, b"value")
                await asyncio.sleep(0)

        link.begin(stream())
        return await visit(link, errand("generic_oximeter"), Told())

    outcome = asyncio.run(go())
    assert (outcome.fault, outcome.complete) == (None, True)
    assert outcome.came >= 10


@pytest.mark.parametrize(
    "stage", ["pair", "subscribe 2a18", "read 2a19", "write 2a52", "unsubscribe 2a18"]
)
def test_a_visit_can_be_cancelled_at_each_stage(stage: str) -> None:
    async def go() -> None:
        link, _ = glucose_meter(range(1, 4))
        link.values[0x2A19] = b"\x4d"
        link.found |= {0x2A19}
        reached = asyncio.Event()

        async def hang(_: FakeLink) -> None:
            reached.set()
            await asyncio.Event().wait()

        link.before[stage] = hang
        visiting = asyncio.ensure_future(visit(link, errand("generic_glucose_meter"), Told()))
        await reached.wait()
        visiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visiting

    asyncio.run(go())


def test_what_is_told_may_take_its_time_and_keeps_its_order() -> None:
    heard: list[News] = []

    async def slowly(news: News) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        heard.append(news)

    async def go() -> Outcome:
        link, _ = glucose_meter(range(1, 50))
        return await visit(link, errand("generic_glucose_meter"), slowly)

    assert asyncio.run(go()).came == 49
    packets = [each.payload for each in heard if isinstance(each, Packet)]
    assert packets == [record(n) for n in range(1, 50)]


@pytest.mark.parametrize("purpose", ["fetch", "live"])
def test_who_cannot_take_what_is_told_ends_the_visit(purpose: str) -> None:
    def full(news: News) -> None:
        if isinstance(news, Packet):
            raise OSError("disk full")

    async def go() -> None:
        link = pushing(b"one", b"two")()
        with pytest.raises(OSError, match="disk full"):
            await visit(link, errand("generic_cuff", purpose=purpose), full)

    asyncio.run(go())


def test_a_scale_is_told_whose_measurements_are_wanted() -> None:
    def make(answer: bytes) -> FakeLink:
        link = FakeLink(WEIGHT, USER_CONTROL)

        async def answers(data: bytes) -> None:
            assert data == b"\x02\x03\xd2\x04"
            link.send(USER_CONTROL, answer)

        link.on_write[USER_CONTROL] = answers
        return link

    asked = errand("beurer_bf720", consent=(3, 1234))
    outcome, _, _ = run(asked, lambda: make(b"\x20\x02\x01"))
    assert outcome == Outcome(None, complete=True, expected=None, came=0)
    outcome, _, _ = run(asked, lambda: make(b"\x20\x02\x05"))
    assert outcome.fault is Fault.PIN_WRONG
    outcome, _, _ = run(asked, lambda: FakeLink(WEIGHT, USER_CONTROL))
    assert outcome.fault is Fault.TIMED_OUT


def test_a_fault_while_closing_changes_nothing() -> None:
    def make() -> FakeLink:
        link = pushing(b"one")()
        link.before["unsubscribe 2a35"] = failing(Fault.TIMED_OUT)
        return link

    outcome, _, _ = run(errand("generic_cuff"), make)
    assert outcome == Outcome(None, complete=True, expected=None, came=1)


def test_a_bug_in_a_visit_is_not_a_fault_of_the_link() -> None:
    async def go() -> None:
        link = FakeLink(PRESSURE)

        async def bug(_: FakeLink) -> None:
            raise KeyError("mine")

        link.before["subscribe 2a35"] = bug
        with pytest.raises(KeyError):
            await meter_visit(
                errand("generic_cuff"), Told(), clock=FixedClock(FRIDAY_NINE), pace=QUICK
            )(link)

    asyncio.run(go())


def test_a_fault_carries_its_code() -> None:
    assert str(LinkFault(Fault.LOST, "detail")) == "lost"
