"""Packets made by hand from the published formats, and what each of them says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from station.devices.packets import Decoded, MalformedPacket, Measure, Special
from station.devices.profiles import CHARACTERISTICS, decode
from station.rules.kinds import component_of
from station.rules.units import sent_to_canonical

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "ble_packets.json").read_text(encoding="utf-8")
)["cases"]
UNITS = {"mm[Hg]": "mmHg", "[lb_av]": "lb", "[degF]": "degF"}
SPECIALS = {
    Special.NAN: "NaN",
    Special.NRES: "NRes",
    Special.RESERVED: "reserved",
    Special.POSITIVE_INFINITY: "+INF",
    Special.NEGATIVE_INFINITY: "-INF",
}


def told(decoded: Decoded) -> dict[str, Any]:
    """A packet in the words of the cases; the order is that of the packet."""
    seen: dict[str, Any] = {}
    for each in decoded.measures:
        seen |= MEASURED.get(decoded.characteristic, plain)(each, seen)
    fields = {
        "seq": decoded.sequence,
        "time": decoded.time.text() if decoded.time else None,
        "offset_min": decoded.offset_minutes,
        "user": decoded.user,
        "number": decoded.number,
    }
    return seen | {name: value for name, value in fields.items() if value is not None}


def shown(each: Measure) -> float | str | None:
    """A measure's number, or the name of what stands for none."""
    return SPECIALS[each.special] if each.special in SPECIALS else number(each)


def number(each: Measure) -> float | None:
    """A measure's number."""
    return None if each.value is None else float(each.value)


def plain(each: Measure, _seen: Mapping[str, Any]) -> dict[str, Any]:
    """A measure by its name."""
    return {each.name: shown(each)}


def with_unit(each: Measure, seen: Mapping[str, Any]) -> dict[str, Any]:
    """A measure by its name, and the unit of the first."""
    unit = seen.get("unit", UNITS.get(each.unit, each.unit))
    special = each.special is Special.UNSUCCESSFUL
    said = {"special": "measurement unsuccessful"} if special else {}
    return {each.name: shown(each), "unit": unit, **said}


def of_glucose(each: Measure, _seen: Mapping[str, Any]) -> dict[str, Any]:
    """The amount as it was sent, and in mmol/L."""
    if each.value is None:
        return {"unit_raw": each.unit, "raw": shown(each)}
    own = sent_to_canonical(component_of("glucose"), each.value, each.unit)
    return {"unit_raw": each.unit, "raw": shown(each), "mmol_L": own}


def of_heart(each: Measure, seen: Mapping[str, Any]) -> dict[str, Any]:
    """The rate, the energy, and the times of beats in a list."""
    if each.name == "rr":
        return {"rr": [*seen.get("rr", []), number(each)]}
    return {"hr" if each.name == "pulse" else each.name: shown(each)}


MEASURED: dict[int, Any] = {
    0x2A9D: with_unit,
    0x2A35: with_unit,
    0x2A36: with_unit,
    0x2A1C: with_unit,
    0x2A1E: with_unit,
    0x2A18: of_glucose,
    0x2A37: of_heart,
}


def read(case: Mapping[str, Any]) -> Decoded:
    return decode(int(case["characteristic"], 16), bytes.fromhex(case["hex"]))


def ids(name: str) -> list[str]:
    return [case["id"] for case in CASES if ("error" in case["decode"]) is (name == "refused")]


BY_ID = {case["id"]: case for case in CASES}


@pytest.mark.parametrize("name", ids("read"))
def test_a_packet_says_what_its_format_says(name: str) -> None:
    case = BY_ID[name]
    decoded, wanted = read(case), dict(case["decode"])
    assert len(decoded.rest) == wanted.pop("rest")
    assert decoded.clock_not_set is wanted.pop("clock_not_set", False)
    assert decoded.text == wanted.pop("text", "")
    if (contact := wanted.pop("contact", None)) is not None:
        assert decoded.statuses == (f"contact_{contact.replace(' ', '_')}",)
    elif (status := wanted.pop("status", None)) is not None:
        assert list(decoded.statuses) == (["cuff_loose"] if status == 2 else status)
    else:
        assert decoded.statuses == ()
    if name.startswith("OWN"):
        assert list(decoded.context) == wanted.pop("context", [])
    seen = told(decoded)
    assert seen.pop("mmol_L", None) == pytest.approx(wanted.pop("mmol_L", None))
    assert seen == wanted


@pytest.mark.parametrize("name", ids("refused"))
def test_bytes_that_are_no_packet_are_refused_with_the_reason(name: str) -> None:
    case = BY_ID[name]
    with pytest.raises(MalformedPacket) as refused:
        read(case)
    assert str(refused.value) == case["decode"]["error"]


def test_every_characteristic_has_its_cases() -> None:
    tried = {int(case["characteristic"], 16) for case in CASES if "error" not in case["decode"]}
    assert tried == CHARACTERISTICS
    assert len(CASES) >= 60
    assert len(BY_ID) == len(CASES)


@pytest.mark.parametrize("characteristic", [-1, 0, 0x2A18 << 16, 1 << 200])
def test_an_unknown_characteristic_is_refused(characteristic: int) -> None:
    with pytest.raises(MalformedPacket, match="unknown"):
        decode(characteristic, b"\x00\x56\x40")


def test_a_buffer_of_the_system_is_read_like_bytes() -> None:
    assert decode(0x2A19, bytearray(b"\x64")).number == 100
