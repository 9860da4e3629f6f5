"""What becomes of a packet: readings in their own units, doubts, failures and refusals."""

from dataclasses import replace

import pytest

from station.devices.interpretation import Measured, interpret, with_context
from station.devices.meanings import doubts, refusal
from station.devices.models import MODELS, MeterModel, model_of
from station.devices.packets import Decoded, DeviceTime
from station.devices.profiles import decode
from station.rules.limits import Side
from station.rules.plausibility import Plausibility, assess
from station.rules.quality import Quality

TIME = "ea070b15081e00"
TOLD = "2026-11-21T08:30:00"
CUFF, SCALE, OXIMETER = (model_of(f"generic_{kind}") for kind in ("cuff", "scale", "oximeter"))
METER = model_of("generic_glucose_meter")


def readings(
    characteristic: int, payload: str, model: MeterModel = CUFF, user: int | None = None
) -> tuple[Measured, ...]:
    return interpret(decode(characteristic, bytes.fromhex(payload)), model, user)


def only(characteristic: int, payload: str, model: MeterModel = METER) -> Measured:
    (found,) = readings(characteristic, payload, model)
    return found


def glucose(rest: str, flags: str = "06") -> Measured:
    return only(0x2A18, f"{flags}0700{TIME}{rest}")


def test_one_packet_gives_oxygen_and_pulse() -> None:
    oxygen, pulse = readings(0x2A5E, "00a7f34e00", OXIMETER)
    assert oxygen == Measured("spo2", (93.5,), original_value="93.5", original_unit="%")
    assert pulse == Measured("pulse", (78.0,), original_value="78", original_unit="/min")


def test_pressure_and_pulse_come_with_user_time_and_doubt() -> None:
    pressure, pulse = readings(0x2A35, f"1e8a0052006500{TIME}4800010600")
    assert pressure == Measured(
        "bp",
        (138.0, 82.0),
        original_value="138/82",
        original_unit="mm[Hg]",
        quality=("cuff_loose", "irregular_pulse"),
        device_time=TOLD,
        clock_known=True,
    )
    assert (pulse.kind, pulse.values) == ("pulse", (72.0,))


def test_kilopascals_are_converted_and_the_original_kept() -> None:
    (pressure,) = readings(0x2A35, "01b8f06df087f0")
    assert pressure.values == pytest.approx((138.011408, 81.756758))
    assert (pressure.original_value, pressure.original_unit) == ("18.4/10.9", "kPa")


@pytest.mark.parametrize(
    ("characteristic", "payload", "kind", "value", "original", "unit"),
    [
        (0x2A9D, "005640", "weight", 82.35, "82.350", "kg"),
        (0x2A9D, "012d46", "weight", 81.4878692705, "179.65", "[lb_av]"),
        (0x2A1C, "01ec0300ff", "temp", 38.0, "100.4", "[degF]"),
        (0x2A1C, "00760100ff", "temp", 37.4, "37.4", "Cel"),
        (0x2A18, f"060700{TIME}3dc011", "glucose", 6.1, "0.0061", "mol/L"),
        (0x2A18, f"020700{TIME}6eb011", "glucose", 6.10582279015, "0.00110", "kg/L"),
        (0x2A18, f"060700{TIME}3dc019", "glucose_interstitial", 6.1, "0.0061", "mol/L"),
        (0x2A37, "0648", "pulse", 72.0, "72", "/min"),
    ],
)
def test_each_unit_is_converted_once(
    characteristic: int, payload: str, kind: str, value: float, original: str, unit: str
) -> None:
    found = only(characteristic, payload)
    assert found.kind == kind
    assert found.values == pytest.approx((value,), abs=1e-9)
    assert (found.original_value, found.original_unit) == (original, unit)
    assert (found.refused, found.failed, found.beyond) == ("", "", None)


def test_conversion_adds_no_crumbs() -> None:
    assert glucose("3dc011").values == (6.1,)
    assert only(0x2A1C, "01ec0300ff").values == (38.0,)


def test_beyond_the_range_is_told_for_glucose_alone() -> None:
    high, low = glucose("fe0711"), glucose("020811")
    assert (high.beyond, high.values, high.original_value) == (Side.HIGH, (None,), "HI")
    assert (low.beyond, low.values, low.original_value) == (Side.LOW, (None,), "LO")
    (pressure,) = readings(0x2A35, "00fe0750005a00")
    assert (pressure.beyond, pressure.failed, pressure.values) == (None, "+inf", (None, None))


def test_a_result_that_the_meter_calls_out_of_range_has_no_number() -> None:
    high, low = glucose("3dc0112000", "0e"), glucose("4000", "08")
    assert (high.beyond, high.values) == (Side.HIGH, (None,))
    assert (low.beyond, low.values, low.original_unit) == (Side.LOW, (None,), "")


@pytest.mark.parametrize(
    ("characteristic", "payload", "failed"),
    [
        (0x2A9D, "00ffff", "unsuccessful"),
        (0x2A1C, "00ffff7f00", "nan"),
        (0x2A1C, "0000008000", "nres"),
        (0x2A1C, "00feff7f00", "+inf"),
        (0x2A1C, "0002008000", "-inf"),
        (0x2A1C, "0001008000", "reserved"),
        (0x2A18, f"060700{TIME}ff0711", "nan"),
        (0x2A18, f"000700{TIME}", "unsuccessful"),
    ],
)
def test_a_failed_measurement_has_no_number(characteristic: int, payload: str, failed: str) -> None:
    found = only(characteristic, payload)
    assert (found.values, found.failed, found.original_value) == ((None,), failed, "")


def test_a_failed_pressure_fails_the_pair_and_each_its_own() -> None:
    pressure, pulse = readings(0x2A35, "048a00ff07ff07ff07")
    assert (pressure.failed, pressure.values) == ("nan", (None, None))
    assert (pulse.failed, pulse.values) == ("nan", (None,))
    oxygen, pulse = readings(0x2A5E, "00ff074e00", OXIMETER)
    assert (oxygen.failed, pulse.values) == ("nan", (78.0,))


def test_what_a_maker_sends_for_none_is_none() -> None:
    nonin = model_of("nonin_3230")
    assert [each.failed for each in readings(0x2A5E, "007f00ff01", nonin)] == ["nan", "nan"]
    assert [each.failed for each in readings(0x2A5E, "005d00ff01", nonin)] == ["", "nan"]
    assert [each.values for each in readings(0x2A5E, "007f00ff01", OXIMETER)] == [(127,), (511,)]


def status(bit: int) -> list[Measured]:
    return list(readings(0x2A5E, "025d004e00" + (1 << bit).to_bytes(2, "little").hex(), OXIMETER))


@pytest.mark.parametrize(
    ("bit", "refused"),
    [
        (5, "ongoing"),
        (6, "ongoing"),
        (7, ""),
        (8, ""),
        (9, ""),
        (10, "demo_value"),
        (11, "test_value"),
        (12, "ongoing"),
        (14, ""),
        (15, "invalid_value"),
    ],
)
def test_an_oximeters_word_on_its_value_counts(bit: int, refused: str) -> None:
    assert [each.refused for each in status(bit)] == [refused, refused]
    assert [each.values for each in status(bit)] == [(93.0,), (78.0,)]


def test_unavailable_is_failed_stored_is_from_storage_and_questionable_a_doubt() -> None:
    assert {(each.failed, each.values) for each in status(13)} == {("unsuccessful", (None,))}
    assert {each.from_storage for each in status(9)} == {True}
    assert {each.from_storage for each in status(8)} == {False}
    assert {each.quality for each in status(14)} == {("questionable",)}


@pytest.mark.parametrize(
    ("bit", "said"),
    [
        (0, ()),
        (1, ("sensor_fault",)),
        (3, ("weak_signal",)),
        (5, ("low_perfusion",)),
        (8, ("questionable",)),
        (9, ()),
        (11, ("sensor_off",)),
        (14, ("sensor_fault",)),
        (15, ("sensor_off",)),
    ],
)
def test_an_oximeters_sensor_is_a_doubt(bit: int, said: tuple[str, ...]) -> None:
    sensor = (1 << bit).to_bytes(3, "little").hex()
    oxygen, _ = readings(0x2A5E, f"045d004e00{sensor}", OXIMETER)
    assert (oxygen.quality, oxygen.refused) == (said, "")


@pytest.mark.parametrize(
    ("bit", "refused", "said"),
    [
        (0, "", ("low_battery",)),
        (1, "invalid_value", ()),
        (2, "invalid_value", ()),
        (3, "invalid_value", ()),
        (4, "invalid_value", ()),
        (7, "", ("sensor_temperature",)),
        (8, "", ("sensor_temperature",)),
        (9, "invalid_value", ()),
        (10, "invalid_value", ()),
        (11, "", ("clock_unset",)),
    ],
)
def test_a_strip_that_failed_gives_no_value(bit: int, refused: str, said: tuple[str, ...]) -> None:
    found = glucose("3dc011" + (1 << bit).to_bytes(2, "little").hex(), "0e")
    assert (found.refused, found.quality) == (refused, said)
    assert found.clock_known is (bit != 11)


def test_control_solution_is_a_test_and_an_unknown_fluid_is_no_blood() -> None:
    assert glucose("3dc01a").refused == "test_value"
    assert glucose("3dc041").refused == "test_value"
    assert glucose("3dc010").refused == "invalid_value"


@pytest.mark.parametrize(
    ("characteristic", "payload", "kinds"),
    [
        (0x2A5F, "005d004e00", ["spo2", "pulse"]),
        (0x2A36, "007800ff07ff07", ["bp"]),
        (0x2A1E, "00700100ff", ["temp"]),
    ],
)
def test_a_live_value_is_no_reading(characteristic: int, payload: str, kinds: list[str]) -> None:
    found = readings(characteristic, payload)
    assert [each.kind for each in found] == kinds
    assert {each.refused for each in found} == {"ongoing"}
    assert all(each.values[0] is not None for each in found)


def test_a_rate_without_contact_is_refused() -> None:
    assert only(0x2A37, "0448").refused == "invalid_value"


def test_trailing_bytes_are_refused_unless_the_model_has_exactly_so_many() -> None:
    assert only(0x2A9D, "0056400000").refused == "trailing_bytes"
    two = replace(SCALE, trailing=2)
    assert [only(0x2A9D, f"005640{rest}", two).refused for rest in ("", "00", "0000")] == [
        "",
        "trailing_bytes",
        "",
    ]


def test_another_users_weight_is_refused_where_the_scale_knows_its_users() -> None:
    scale = model_of("beurer_bf720")
    of_two, of_nobody, of_any = "04564002", "045640ff", "005640"
    assert readings(0x2A9D, of_two, scale, 2)[0].refused == ""
    assert readings(0x2A9D, of_two, scale, 1)[0].refused == "other_user"
    assert readings(0x2A9D, of_nobody, scale, 1)[0].refused == "other_user"
    assert readings(0x2A9D, of_any, scale, 1)[0].refused == ""
    assert readings(0x2A9D, of_two, scale)[0].refused == ""


def test_the_gravest_reason_is_told() -> None:
    said = Decoded(0x2A5F, statuses=("ongoing", "demo", "testing", "invalid"))
    assert refusal(said) == "test_value"
    assert refusal(replace(said, statuses=("invalid", "demo"))) == "demo_value"
    assert refusal(replace(said, statuses=("ongoing", "invalid"))) == "invalid_value"
    assert refusal(replace(said, user=3, rest=b"x"), user=1) == "trailing_bytes"


@pytest.mark.parametrize(
    ("time", "offset", "told"),
    [
        (TIME, "c4ff", "2026-11-21T07:30:00"),
        (TIME, "3c00", "2026-11-21T09:30:00"),
        ("ea070c1f173b3b", "0100", "2027-01-01T00:00:59"),
        (TIME, "0000", TOLD),
        ("00000b15081e00", "3c00", "0000-11-21T08:30:00"),
        ("0f270c1f173b3b", "0100", "9999-12-31T23:59:59"),
    ],
)
def test_a_records_time_is_its_base_with_the_minutes_added(
    time: str, offset: str, told: str
) -> None:
    found = only(0x2A18, f"070700{time}{offset}3dc011")
    assert found.device_time == told
    assert (found.sequence, found.from_storage) == (7, True)
    assert found.clock_known is not told.startswith("0000")


def test_a_clock_that_cannot_be_trusted_is_said_so() -> None:
    unset, _ = readings(0x2A5E, "115d004e00da070101000005", OXIMETER)
    assert (unset.clock_known, unset.quality) == (False, ("clock_unset",))
    assert unset.device_time == "2010-01-01T00:00:05"
    unknown = only(0x2A9D, "02564000000b15081e00")
    assert (unknown.clock_known, unknown.quality) == (False, ("clock_unset",))
    overrun = only(0x2A18, f"070700{TIME}ff7f3dc011")
    assert (overrun.clock_known, overrun.quality, overrun.device_time) == (
        False,
        ("clock_unset",),
        TOLD,
    )
    none = only(0x2A9D, "005640")
    assert (none.clock_known, none.quality, none.device_time) == (False, (), "")


def test_every_doubt_of_a_meter_has_its_words() -> None:
    words = ("pulse_high", "pulse_low", "moved", "cuff_position")
    time = DeviceTime(0, 1, 1, 0, 0, 0)
    said = doubts(Decoded(0x2A35, statuses=(*words, "moved", "validated"), time=time))
    assert said == ("pulse_high", "pulse_low", "moved", "cuff_position", "clock_unset")
    assert {Quality(word) for word in said}


def test_a_context_joins_the_record_with_its_number() -> None:
    first, other = glucose("3dc011"), replace(glucose("3dc011"), sequence=8)
    unnumbered = only(0x2A9D, "005640")
    context = decode(0x2A34, bytes.fromhex("02070001"))
    tester = decode(0x2A34, bytes.fromhex("0407001f"))
    found = with_context([first, other, unnumbered], [context, tester])
    sample = ("capillary_blood", "finger")
    assert [each.context for each in found] == [
        (*sample, "before_meal", "tester_unavailable", "minor_health_issues"),
        sample,
        (),
    ]
    assert replace(found[0], context=first.context) == first
    assert with_context(found, [context]) == found


@pytest.mark.parametrize(
    ("characteristic", "payload"),
    [(0x2A19, "64"), (0x2A29, "412644"), (0x2A2B, f"{TIME}068001"), (0x2A34, "02070001")],
)
def test_a_packet_about_the_meter_gives_no_reading(characteristic: int, payload: str) -> None:
    assert readings(characteristic, payload) == ()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_numbers_that_cannot_be_are_left_to_the_bounds(model: MeterModel) -> None:
    over, _ = readings(0x2A5E, "0065004600", model)
    assert assess(over.kind, over.values).plausibility is Plausibility.REJECT
    room = only(0x2A1C, "00a20800fe", model)
    assert room.values == (22.1,)
    assert assess(room.kind, room.values).plausibility is Plausibility.REJECT
