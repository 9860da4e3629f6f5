"""Each software meter: recognised as the model it plays, its packets readable, its habits true."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.meters.base import Maker, Meter
from simulator.meters.catalogue import HOSTILE_NAMES, METERS
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.heart_rate import HeartRateBelt
from simulator.meters.oximeter import Nonin, Oximeter
from simulator.meters.scale import ConsentScale
from simulator.meters.thermometer import Thermometer
from simulator.payloads import Odd
from simulator.peripheral import Security
from station.devices.models import MODELS, Pair, model_of, recognise
from station.devices.packets import Decoded, Special
from station.devices.profiles import decode
from tests.bluetooth import VirtualRadio
from tests.simulator.visiting import Heard, Way, fetch

ADDRESS = "F0:00:00:00:04:01"
NINE = datetime(2026, 11, 20, 9, 0, 0)  # noqa: DTZ001  (a meter's clock has no zone)
VALUES: dict[str, dict[str, float]] = {
    "oximeter": {"spo2": 94, "pulse": 71},
    "scale": {"weight": 82.4},
    "cuff": {"sys": 132, "dia": 84, "pulse": 66},
    "thermometer": {"temp": 37.4},
    "glucose_meter": {"glucose": 6.4},
    "heart_rate": {"pulse": 71},
}


def way_of(radio: VirtualRadio) -> Way:
    return Way(
        {"backend": radio.scanner, **radio.keywords}, {"backend": radio.client, **radio.keywords}
    )


def packets(meter: Meter, values: dict[str, Any], **more: int) -> list[Decoded]:
    """The packets of a reading, read by the program's own decoders."""
    reading = meter.take(values, more, at=NINE)
    return [
        decode(characteristic, payload)
        for characteristic, payload in meter.packets(reading)
        if isinstance(characteristic, int)
    ]


def test_there_is_a_software_meter_for_every_model() -> None:
    assert set(METERS) == {model.code for model in MODELS}


@pytest.mark.parametrize("code", METERS)
def test_a_software_meter_is_taken_for_its_model(code: str) -> None:
    meter = METERS[code](ADDRESS)
    known = recognise(meter.name, meter.advertised())
    assert known is not None
    # Guide and Instant call themselves the same.
    assert known.code == code.replace("guide", "instant")


@pytest.mark.parametrize("code", METERS)
def test_what_it_sends_is_read_as_what_it_measured(code: str) -> None:
    model, meter = model_of(code), METERS[code](ADDRESS)
    first, *_ = packets(meter, VALUES[model.kind])
    told = {each.name: each.value for each in first.measures}
    expected = VALUES[model.kind]
    if model.kind == "glucose_meter":
        assert told["glucose"] is not None
        assert float(told["glucose"]) * 1000 == pytest.approx(expected["glucose"])
    else:
        sent = {name: float(told[name] or 0) for name in expected}
        assert sent == pytest.approx(expected)
    if model.kind != "heart_rate":
        assert first.time is not None
        assert first.time.text() == "2026-11-20T09:00:00"
    assert first.rest == b""


@pytest.mark.parametrize("code", METERS)
def test_what_a_model_is_read_by_is_there(code: str) -> None:
    model, meter = model_of(code), METERS[code](ADDRESS)
    here = {value.uuid for service in meter.services() for value in service.values}
    own = {service.uuid for service in meter.services()}
    assert model.service in own
    assert set(model.characteristics) & here
    if model.clock == "cts":
        assert 0x2A2B in here
    if model.clock == "date_time":
        assert 0x2A08 in here


@pytest.mark.parametrize("code", METERS)
def test_habits_are_those_of_the_table_of_models(code: str) -> None:
    model, meter = model_of(code), METERS[code](ADDRESS)
    if model.pair is Pair.SYSTEM_PIN:
        assert meter.security is Security.PASSKEY
    if model.pair is Pair.NEVER:
        assert meter.security is Security.NONE
    if not model.generic:
        assert meter.hangs_up_when_sent == model.disconnects_itself
        assert meter.quiet_s == model.reconnect_delay_s


def test_failed_measurements_are_no_numbers() -> None:
    cuff, *_ = packets(METERS["generic_cuff"](ADDRESS), {"sys": None, "dia": None})
    assert {each.special for each in cuff.measures} == {Special.NAN}
    scale, *_ = packets(METERS["generic_scale"](ADDRESS), {"weight": None})
    assert [each.special for each in scale.measures] == [Special.UNSUCCESSFUL]
    high, *_ = packets(GlucoseMeter(ADDRESS), {"glucose": Odd.PLUS_INFINITY})
    assert [each.special for each in high.measures] == [Special.POSITIVE_INFINITY]


def test_context_follows_its_record() -> None:
    record, context = packets(GlucoseMeter(ADDRESS), {"glucose": 7.1}, meal=1)
    assert record.sequence == context.sequence == 1
    assert context.context


def test_a_thermometer_may_speak_fahrenheit() -> None:
    told, *_ = packets(Thermometer(ADDRESS), {"temp": 99.5}, fahrenheit=1, place=3)
    assert told.measures[0].unit == "[degF]"


def test_a_clock_may_be_wrong_and_is_set(virtual_radio: VirtualRadio) -> None:
    oximeter = Oximeter(ADDRESS, now=lambda: NINE, clock_error=timedelta(minutes=-40))
    assert oximeter.take({"spo2": 95, "pulse": 60}).at == NINE - timedelta(minutes=40)
    virtual_radio.add(oximeter)

    async def visit() -> bytes:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            right = NINE.year.to_bytes(2, "little") + bytes((11, 20, 9, 0, 0, 5, 0, 1))
            await client.write_gatt_char("2a2b", right, response=True)
            return bytes(await client.read_gatt_char("2a2b"))

    assert asyncio.run(visit())[:7].hex() == "ea070b14090000"
    assert oximeter.set_to == [NINE]


def test_a_clock_that_was_never_set_shows_nothing() -> None:
    meter = GlucoseMeter(ADDRESS)
    meter.clock_set = False
    reading = meter.take({"glucose": 5.5})
    ((_, payload),) = meter.packets(reading)
    first = decode(0x2A18, payload)
    assert first.time is None or not first.time.known


def test_a_scale_weighs_for_who_knows_its_code(virtual_radio: VirtualRadio) -> None:
    scale = ConsentScale(ADDRESS)
    scale.take({"weight": 82.4})
    virtual_radio.add(scale)

    async def visit() -> tuple[list[str], int]:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            await client.pair()
            answers, weights = Heard(), Heard()
            await client.start_notify("2a9f", answers)
            await client.start_notify("2a9d", weights)
            tries = ("01ffff", "03", "0201ffff", "016712", "02016712")
            for number, request in enumerate(tries, start=1):
                await client.write_gatt_char("2a9f", bytes.fromhex(request), response=True)
                await answers.until(number)
            return [each.hex() for each in answers.packets], len(await weights.until(1))

    answers, weights = asyncio.run(visit())
    assert answers == ["200103", "200302", "200205", "20010101", "200201"]
    assert weights == 1


def test_a_nonin_tells_missing_by_numbers_that_are_none(virtual_radio: VirtualRadio) -> None:
    meter = Nonin(ADDRESS)
    virtual_radio.add(meter)

    async def visit() -> bytes:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            await client.pair()
            live = Heard()
            await client.start_notify("2a5f", live)
            virtual_radio.thread.submit(meter.finger_out())
            return (await live.until(1))[0]

    assert asyncio.run(visit()).hex() == "007f00ff01"


def test_two_of_one_model_are_two(virtual_radio: VirtualRadio) -> None:
    other = ADDRESS[:-1] + "2"
    one, two = GlucoseMeter(ADDRESS), GlucoseMeter(other)
    one.take({"glucose": 5.0})
    two.take({"glucose": 15.0})
    virtual_radio.add(one, two)

    async def visit(address: str) -> bytes:
        async with await way_of(virtual_radio).to(address) as client:
            records, _ = await fetch(client)
            return records[0]

    assert asyncio.run(visit(ADDRESS)) != asyncio.run(visit(other))
    assert one.name != two.name


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_a_name_may_be_anything(virtual_radio: VirtualRadio, name: str) -> None:
    meter = Oximeter(ADDRESS, name, maker=Maker(None, name[:30], None, None))
    virtual_radio.add(meter)

    async def visit() -> tuple[str, bytes]:
        device = await way_of(virtual_radio).find(ADDRESS)
        assert device is not None
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            return device.name or "", bytes(await client.read_gatt_char("2a00"))

    short, whole = asyncio.run(visit())
    assert name.startswith(short)
    assert whole == name.encode()


def test_a_meter_on_a_battery_is_on_the_air_only_after_a_measurement(
    virtual_radio: VirtualRadio,
) -> None:
    meter = Oximeter(ADDRESS)
    meter.awake_s = 0.2
    virtual_radio.add(meter)
    virtual_radio.run(meter.rest())

    async def heard(seconds: float) -> bool:
        return await way_of(virtual_radio).find(ADDRESS, seconds) is not None

    assert not asyncio.run(heard(0.1))
    virtual_radio.run(meter.measure({"spo2": 95, "pulse": 60}))
    assert asyncio.run(heard(2))


@pytest.mark.parametrize("code", ["generic_oximeter", "generic_glucose_meter"])
def test_a_meter_on_a_battery_sleeps_when_all_is_told(
    virtual_radio: VirtualRadio, code: str
) -> None:
    meter = METERS[code](ADDRESS)
    meter.awake_s = 60.0
    meter.take({"spo2": 95, "pulse": 60, "glucose": 5.5})
    virtual_radio.add(meter)

    async def visit() -> bool:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            if code == "generic_glucose_meter":
                await fetch(client)
            else:
                heard = Heard()
                await client.start_notify("2a5e", heard)
                await heard.until(1)
                # A second round trip: the meter has noticed that its reading was taken.
                await client.read_gatt_char("2a19")
        return await way_of(virtual_radio).find(ADDRESS, 0.1) is None

    assert asyncio.run(visit())


def test_a_meter_that_keeps_its_readings_sends_all_of_them_every_time(
    virtual_radio: VirtualRadio,
) -> None:
    meter = Thermometer(ADDRESS)
    meter.deletes_when_sent = False
    meter.take({"temp": 37.0})
    meter.take({"temp": 38.0})
    virtual_radio.add(meter)

    async def visit() -> int:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            heard = Heard()
            await client.start_notify("2a1c", heard)
            return len(await heard.until(2))

    assert [asyncio.run(visit()) for _ in range(2)] == [2, 2]
    assert len(meter.stored) == 2


def test_a_belt_keeps_nothing_that_nobody_listens_to(virtual_radio: VirtualRadio) -> None:
    belt = HeartRateBelt(ADDRESS)
    virtual_radio.add(belt)

    async def visit() -> list[str]:
        async with await way_of(virtual_radio).to(ADDRESS) as client:
            heard = Heard()
            await client.start_notify("2a37", heard)
            virtual_radio.thread.submit(belt.measure({"pulse": 65}))
            return [each.hex() for each in await heard.until(1)]

    virtual_radio.run(belt.measure({"pulse": 64}))
    assert asyncio.run(visit()) == ["0641"]
