"""Observations: what is said of zone and limits, and what is taken of other programs' ones."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from station.sync.fhir import SHAPES, Unreadable, decode, deleted, encode, readings_of
from station.sync.values import Context
from tests.sync.fhir.drawn import likely_fields

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
KIND = "urn:station:fhir:kind"
NPU = "urn:oid:2.16.578.1.12.4.1.1.7280"
"""Norwegian laboratory codes: NPU03011 is a saturation from 0 to 1."""
PATIENT = "Patient/8e4a5c1e-6a0e-4a57-9b27-6f5f3a1d2c3b"


def code(number: str) -> dict[str, Any]:
    return {"coding": [{"system": LOINC, "code": number}]}


def quantity(value: object, unit: str) -> dict[str, Any]:
    return {"value": value, "system": UCUM, "code": unit}


def foreign(**changes: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "resourceType": "Observation",
        "id": "hub-17",
        "status": "final",
        "code": code("59408-5"),
        "subject": {"reference": PATIENT},
        "effectiveDateTime": "2026-10-25T02:30:00+01:00",
        "issued": "2026-10-25T01:31:00Z",
        "valueQuantity": quantity(93, "%"),
    }
    body |= changes
    return {key: value for key, value in body.items() if value is not None}


def reading(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "kind": "bp",
        "value": 150.0,
        "value2": 85.0,
        "beyond": "",
        "taken_at": 1_761_355_800_000,
        "zone_name": "Europe/Oslo",
        "excluded": "",
    }
    return {**likely_fields(SHAPES["readings"], Random(2)), **plain, **changes}


SYS_HIGH = {"component": "sys", "level": 1, "side": "high", "operator": ">", "value": 140.0}
DIA_LOW = {"component": "dia", "level": 2, "side": "low", "operator": "<", "value": 50.0}


def test_the_time_is_told_as_the_clock_showed_it() -> None:
    """The night the clocks go back has half past two twice; the offset tells which."""
    first = encode("readings", reading(taken_at=1_761_352_200_000), Context())[0]
    second = encode("readings", reading(), Context())[0]
    assert first["effectiveDateTime"] == "2025-10-25T02:30:00.000+02:00"
    assert second["effectiveDateTime"] == "2025-10-25T03:30:00.000+02:00"


def test_zone_and_limits_stand_beside_the_values() -> None:
    context = Context(zone="yellow", limits=(SYS_HIGH, DIA_LOW), plan_version_id="1" * 32)
    main: Any = encode("readings", reading(), context)[0]
    assert [each["code"] for each in main["interpretation"][0]["coding"]] == ["H", "yellow"]
    systolic, diastolic = main["component"]
    assert systolic["referenceRange"][0]["high"]["value"] == 140
    assert diastolic["referenceRange"][0]["low"]["value"] == 50
    assert systolic["referenceRange"][0]["text"] == "yellow: > 140"
    assert main["basedOn"][0]["identifier"]["value"] == "1" * 32
    assert not decode(main).more


@pytest.mark.parametrize(
    ("zone", "values", "letter"),
    [
        ("green", (120.0, 80.0), "N"),
        ("yellow", (150.0, 80.0), "H"),
        ("red", (120.0, 40.0), "LL"),
        ("yellow", (120.0, 80.0), "A"),
        ("red", (None, None), "AA"),
    ],
)
def test_the_letter_names_the_side_that_was_passed(
    zone: str, values: tuple[float | None, float | None], letter: str
) -> None:
    fields = reading(value=values[0], value2=values[1])
    context = Context(zone=zone, limits=(SYS_HIGH, DIA_LOW))
    main: Any = encode("readings", fields, context)[0]
    assert main["interpretation"][0]["coding"][0]["code"] == letter


def test_a_new_zone_takes_the_place_of_the_former_one() -> None:
    base = encode("readings", reading(), Context(zone="green"))[0]
    main: Any = encode("readings", reading(), Context(zone="red"), base)[0]
    assert [each["coding"][-1]["code"] for each in main["interpretation"]] == ["red"]


@pytest.mark.parametrize(("side", "sign", "text"), [("low", "<", "LO"), ("high", ">", "HI")])
def test_off_scale_has_no_number(side: str, sign: str, text: str) -> None:
    fields = reading(kind="glucose", value=None, value2=None, beyond=side)
    main: Any = encode("readings", fields, Context())[0]
    assert "valueQuantity" not in main
    assert main["dataAbsentReason"]["text"] == text
    assert main["interpretation"][0]["coding"][0]["code"] == sign
    assert decode(main).fields["beyond"] == side


@pytest.mark.parametrize(
    ("why", "status"),
    [
        ("", "final"),
        ("activity", "amended"),
        ("test", "entered-in-error"),
        ("wrong_patient", "entered-in-error"),
    ],
)
def test_what_is_left_out_says_so_to_others(why: str, status: str) -> None:
    main = encode("readings", reading(excluded=why), Context())[0]
    assert main["status"] == status
    found = decode(main)
    assert (found.fields["excluded"], found.deleted) == (why, False)


def test_what_another_took_away_is_told_as_taken_away() -> None:
    main = {**encode("readings", reading(), Context())[0], "status": "entered-in-error"}
    assert decode(main).deleted
    contact = likely_fields(SHAPES["contacts"], Random(1))
    assert decode(deleted("contacts", contact, Context())[0]).deleted


def test_another_programs_reading_is_read() -> None:
    found = decode(foreign())
    assert (found.kind, found.more, found.deleted) == ("readings", True, False)
    assert found.fields == {
        "id": found.record_id,
        "patient_id": "8e4a5c1e6a0e4a579b276f5f3a1d2c3b",
        "kind": "spo2",
        "value": 93,
        "taken_at": 1_792_891_800_000,
        "arrived_at": 1_792_891_860_000,
        "device_time": "2026-10-25T02:30:00+01:00",
        "source": "centre",
        "source_key": "fhir:hub-17",
    }


def test_a_reading_that_names_a_person_by_number() -> None:
    identifier = {"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "01815012345"}
    found = decode(foreign(subject={"identifier": identifier})).fields
    assert (found["national_number"], found["number_kind"]) == ("01815012345", "F")


def test_blood_pressure_of_another_program() -> None:
    parts = [
        {"code": code("8462-4"), "valueQuantity": quantity(82, "mm[Hg]")},
        {"code": code("8480-6"), "valueQuantity": quantity(131.5, "mm[Hg]")},
    ]
    found = decode(foreign(code=code("85354-9"), component=parts, valueQuantity=None)).fields
    assert (found["kind"], found["value"], found["value2"]) == ("bp", 131.5, 82)


def test_saturation_that_brings_a_pulse_is_two_readings() -> None:
    part = {"code": code("8867-4"), "valueQuantity": {"value": 71, "unit": "/min"}}
    found = readings_of(foreign(component=[part]))
    assert [(each.fields["kind"], each.fields["value"]) for each in found] == [
        ("spo2", 93),
        ("pulse", 71),
    ]
    assert len({each.record_id for each in found}) == 2
    assert len({each.fields["source_key"] for each in found}) == 2


def test_a_person_is_named_by_a_number_that_is_known_here_or_not_at_all() -> None:
    auxiliary = {"system": "urn:oid:2.16.578.1.12.4.1.4.2", "value": "41815012345"}
    found = decode(foreign(subject={"reference": "Group/1", "identifier": auxiliary})).fields
    assert (found["national_number"], found["number_kind"]) == ("41815012345", "D")
    for nobody in ({"system": "urn:other", "value": "7"}, {"value": "7"}, "7"):
        with pytest.raises(Unreadable, match="no_subject"):
            decode(foreign(subject={"identifier": nobody}))


def test_a_period_is_taken_at_its_start() -> None:
    period = {"start": "2026-10-25T02:30:00+01:00", "end": "2026-10-25T02:31:00+01:00"}
    found = decode(foreign(effectiveDateTime=None, effectivePeriod=period)).fields
    assert found["taken_at"] == 1_792_891_800_000


def test_a_score_may_be_a_whole_number() -> None:
    main = encode("readings", reading(kind="kols_daily.cat", value=12.0, value2=None), Context())[0]
    bare = {key: value for key, value in main.items() if key != "valueQuantity"}
    assert decode({**bare, "valueInteger": 12}).fields["value"] == 12


def test_less_than_a_number_is_lo() -> None:
    value = {**quantity(1.1, "mmol/L"), "comparator": "<"}
    found = decode(foreign(code=code("15074-8"), valueQuantity=value)).fields
    assert (found["value"], found["beyond"], found["original_value"]) == (None, "low", "<1.1")


@pytest.mark.parametrize(
    ("loinc", "value", "kind", "own", "said"),
    [
        ("15074-8", quantity(99, "mg/dL"), "glucose", 99 / 18.01559, ("99", "mg/dL")),
        ("2339-0", quantity(99.5, "mg/dl"), "glucose", 99.5 / 18.01559, ("99.5", "mg/dL")),
        ("41653-7", {"value": 99, "unit": "mg/dL"}, "glucose", 99 / 18.01559, ("99", "mg/dL")),
        ("14743-9", quantity(6.1, "mmol/l"), "glucose", 6.1, None),
        ("99504-3", quantity(99, "mg/dL"), "glucose_interstitial", 99 / 18.01559, ("99", "mg/dL")),
        ("105272-9", quantity(0.0061, "mol/L"), "glucose_interstitial", 6.1, ("0.0061", "mol/L")),
        ("29463-7", quantity(180, "[lb_av]"), "weight", 180 * 0.45359237, ("180", "lb")),
        ("29463-7", quantity(81600, "g"), "weight", 81.6, ("81600", "g")),
        ("8310-5", quantity(100.4, "[degF]"), "temp", 38.0, ("100.4", "°F")),
        ("8310-5", {"value": 100.4, "unit": "°F"}, "temp", 38.0, ("100.4", "°F")),
        ("19935-6", quantity(6.5, "L/s"), "pef", 390.0, ("6.5", "L/s")),
        ("19935-6", quantity(390, "l/min"), "pef", 390, None),
        ("20150-9", quantity(2310, "mL"), "fev1", 2.31, ("2310", "mL")),
        ("8867-4", quantity(71, "{beats}/min"), "pulse", 71, None),
        ("8867-4", {**quantity(71, "1/min"), "unit": "slag/min"}, "pulse", 71, None),
    ],
)
def test_a_unit_that_is_said_is_converted_and_what_was_said_is_kept(
    loinc: str, value: dict[str, Any], kind: str, own: float, said: tuple[str, str] | None
) -> None:
    body = foreign(code=code(loinc), valueQuantity=value)
    for found in (decode(body).fields, readings_of(body)[0].fields):
        assert (found["kind"], found["value"]) == (kind, pytest.approx(own, rel=1e-12))
        told = (found["original_value"], found["original_unit"]) if "original_unit" in found else ()
        assert told == (said or ())


def test_blood_pressure_in_kilopascals_keeps_both_as_they_were_said() -> None:
    parts = [
        {"code": code("8480-6"), "valueQuantity": quantity(17.5, "kPa")},
        {"code": code("8462-4"), "valueQuantity": quantity(10.9, "kPa")},
    ]
    found = decode(foreign(code=code("85354-9"), component=parts, valueQuantity=None)).fields
    assert (found["value"], found["value2"]) == pytest.approx((131.26085, 81.756758))
    assert (found["original_value"], found["original_unit"]) == ("17.5/10.9", "kPa")


def test_less_than_a_number_in_another_unit_is_lo_in_that_one() -> None:
    value = {**quantity(20, "mg/dL"), "comparator": "<"}
    found = decode(foreign(code=code("15074-8"), valueQuantity=value)).fields
    assert (found["value"], found["beyond"]) == (None, "low")
    assert (found["original_value"], found["original_unit"]) == ("<20", "mg/dL")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": code("1234-5")}, "unknown_code"),
        ({"code": {"text": "SpO2"}}, "unknown_code"),
        ({"code": code("8480-6"), "valueQuantity": quantity(130, "mm[Hg]")}, "unknown_code"),
        (
            {"code": {"coding": [{"system": NPU, "code": "NPU03011"}]}},
            "unknown_code",
        ),
        ({"valueQuantity": quantity(0.93, "1")}, "wrong_unit"),
        ({"valueQuantity": {"value": 93}}, "wrong_unit"),
        ({"code": code("15074-8"), "valueQuantity": quantity(99, "mg")}, "wrong_unit"),
        ({"code": code("15074-8"), "valueQuantity": quantity(99, "mg/dL{")}, "wrong_unit"),
        ({"code": code("15074-8"), "valueQuantity": quantity(99, "")}, "wrong_unit"),
        ({"code": code("15074-8"), "valueQuantity": {"value": 99}}, "wrong_unit"),
        ({"code": code("15074-8"), "valueQuantity": {"value": 99, "code": 7}}, "wrong_unit"),
        (
            {
                "code": code("15074-8"),
                "valueQuantity": {"value": 99, "system": "urn:other", "code": "mg/dL"},
            },
            "wrong_unit",
        ),
        (
            # The code says one unit and the words another: nobody knows which was meant.
            {
                "code": code("29463-7"),
                "valueQuantity": {**quantity(180, "kg"), "unit": "lb"},
            },
            "wrong_unit",
        ),
        (
            {
                "code": code("15074-8"),
                "valueQuantity": {**quantity(20, "[lb_av]"), "comparator": "<"},
            },
            "wrong_unit",
        ),
        (
            {
                "code": code("85354-9"),
                "valueQuantity": None,
                "component": [
                    {"code": code("8480-6"), "valueQuantity": quantity(17.5, "kPa")},
                    {"code": code("8462-4"), "valueQuantity": quantity(82, "mm[Hg]")},
                ],
            },
            "wrong_unit",
        ),
        ({"code": code("19935-6"), "valueQuantity": quantity(1e308, "L/s")}, "bad_number"),
        ({"valueQuantity": quantity("93", "%")}, "bad_number"),
        ({"valueQuantity": {**quantity(93, "%"), "comparator": "~"}}, "bad_number"),
        ({"valueQuantity": None, "valueString": "93 %"}, "bad_number"),
        ({"valueQuantity": None}, "no_value"),
        ({"code": code("85354-9"), "valueQuantity": None, "component": []}, "no_value"),
        ({"subject": None}, "no_subject"),
        ({"subject": {"reference": "Group/1"}}, "no_subject"),
        ({"effectiveDateTime": None}, "no_time"),
        ({"effectiveDateTime": "2026-10-25"}, "no_time"),
        ({"effectiveDateTime": "2026-10-25T02:30:00"}, "no_time"),
        ({"issued": "now"}, "no_time"),
        ({"resourceType": "Encounter"}, "unknown_kind"),
        ({"meta": {"tag": [{"system": KIND, "code": "alerts"}]}}, "wrong_type"),
        (
            {"meta": {"tag": [{"system": KIND, "code": "of_2030"}]}},
            "unknown_kind",
        ),
        ({"meta": {"tag": [{"system": KIND, "code": "derived"}]}}, "derived"),
    ],
)
def test_nothing_is_guessed(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(Unreadable) as told:
        decode(foreign(**changes))
    assert told.value.code == reason


def test_a_record_that_lost_what_it_must_have_is_not_taken() -> None:
    main = dict(encode("readings", reading(), Context())[0])
    del main["subject"]
    with pytest.raises(Unreadable) as told:
        decode(main)
    assert told.value.values == {"columns": ["patient_id"]}


@pytest.mark.parametrize("junk", [7, "x", [], [7], {}, {"a": 1}, True, [{"system": []}]])
@pytest.mark.parametrize("own", [True, False])
def test_values_of_other_shapes_never_do_worse_than_being_refused(junk: object, own: bool) -> None:
    whole = dict(encode("readings", reading(), Context(zone="red"))[0]) if own else foreign()
    for key in set(whole) - {"resourceType"}:
        with suppress(Unreadable):
            assert decode({**whole, key: junk}).kind == "readings"
