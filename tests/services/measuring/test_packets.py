"""Packets read one by one: keys, times, and what is no reading."""

from hypothesis import given
from hypothesis import strategies as st

from station.devices.models import MODELS, model_of
from station.devices.profiles import CHARACTERISTICS
from station.services.measuring.measuring import ClockFacts, RawPacket
from station.services.measuring.packets import first_of_each, read
from tests.conftest import FRIDAY_NINE
from tests.lent import CONTEXT, HEART, MINUTE, glucose, shown_at, spot, weight

NOW = FRIDAY_NINE
OXIMETER = model_of("generic_oximeter")
CONTINUOUS, BATTERY = 0x2A5F, 0x2A19


def test_a_key_is_the_record_s_own_number_and_time() -> None:
    shown = shown_at(NOW - MINUTE)
    (record,) = read("d", model_of("generic_glucose_meter"), [glucose(NOW, 7, shown)], None).values
    assert (record.key, record.timeless) == (f"ble:d:7@{shown.isoformat()}", False)
    spo2, pulse = read("d", OXIMETER, [spot(NOW, shown=shown)], None).values
    assert spo2.key == pulse.key == f"ble:d:{shown.isoformat()}"
    (bare,) = read("d", model_of("generic_scale"), [weight(NOW)], None).values
    assert (bare.key, bare.timeless) == (f"ble:d:~{NOW}:005640", True)


def test_what_is_for_the_eye_or_about_the_meter_is_no_value() -> None:
    packets = [
        RawPacket(CONTINUOUS, bytes.fromhex("005d004e00"), NOW),
        RawPacket(BATTERY, b"\x50", NOW),
        RawPacket(CONTEXT, bytes((0x02, 8, 0, 2)), NOW),
        RawPacket(0xFFFF, b"", NOW),
    ]
    heard = read("d", OXIMETER, packets, None)
    assert (heard.values, len(heard.ongoing), heard.others) == ((), 2, 1)
    assert (heard.contexts, heard.malformed) == ((packets[2],), (packets[3],))


def test_the_clock_that_was_read_corrects_all_of_a_delivery() -> None:
    shown = shown_at(NOW + 90 * MINUTE)
    heard = read("d", OXIMETER, [spot(NOW, shown=shown)], ClockFacts("", 90 * MINUTE))
    assert {each.chosen.taken_at for each in heard.values} == {NOW}


def test_a_stream_is_thinned_out_and_the_same_bytes_are_one_for_a_minute() -> None:
    belt = model_of("generic_heart_rate")
    beats = [RawPacket(HEART, bytes((0x06, 70 + at)), NOW + at * 31_000) for at in range(4)]
    found = list(first_of_each(read("d", belt, beats, None).values))
    assert [again for _, again in found] == [False, True, False, True]
    packets = [weight(NOW), weight(NOW + 9), weight(NOW + 2 * MINUTE), weight(NOW + 9, 90_000)]
    found = list(first_of_each(read("d", model_of("generic_scale"), packets, None).values))
    assert [again for _, again in found] == [False, True, False, False]


@given(
    model=st.sampled_from(MODELS),
    packets=st.lists(
        st.builds(
            RawPacket,
            st.sampled_from(sorted(CHARACTERISTICS)) | st.integers(0, 0xFFFF),
            st.binary(max_size=40),
            st.integers(NOW - MINUTE, NOW),
        ),
        max_size=6,
    ),
    offset=st.none() | st.integers(-(10**11), 10**11),
)
def test_no_bytes_make_it_fail_and_none_is_lost(
    model: object, packets: list[RawPacket], offset: int | None
) -> None:
    assert model in MODELS
    clock = None if offset is None else ClockFacts("", offset)
    heard = read("d", next(each for each in MODELS if each == model), packets, clock)
    told = {each.packet.raw for each in (*heard.values, *heard.ongoing)}
    told |= {each.raw for each in heard.malformed}
    others = [each for each in packets if each.raw not in told]
    assert len(others) >= heard.others
    assert all(each.characteristic in CHARACTERISTICS for each in others)
