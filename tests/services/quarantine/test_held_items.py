"""What lies in quarantine, in words, and how much of it can be read again."""

import json
from dataclasses import replace
from typing import Any

import pytest

from station.core.i18n import speaking
from station.core.zone import local
from station.files.dates import DateOrder
from station.files.profile import ImportProfile, ValueColumn
from station.files.shipped import shipped_profiles
from station.models.queries.imports import HeldRow
from station.rules.limits import Side
from station.services.quarantine.held_items import Prefill, held_item, incoming, why

HEADER = ["patient", "time", "kind", "value", "unit"]
ROW = HeldRow(
    id="1" * 32,
    batch_id="2" * 32,
    file_name="a.csv",
    profile="plain",
    patient_id=None,
    patient=" ",
    source="file",
    kind="",
    reason_code="number_unreadable",
    reason_values=json.dumps({"text": "9x", "header": HEADER}),
    raw=json.dumps(["A", "2026-11-19 07:12", "spo2", "9x", "%"]),
    row_number=3,
    received_at=0,
    state="open",
    resolution="",
    person="A",
    siblings=1,
)
WHOLE = {
    "taken_at": 1_795_000_000_000,
    "values": [132.0, 81.0],
    "beyond": "",
    "original": "132/81",
    "unit": "mmHg",
    "zone": "",
    "key": "k",
    "person": "",
}


def prefill(row: HeldRow, *profiles: ImportProfile) -> Prefill:
    return held_item(row, profiles or shipped_profiles()).prefill


def with_cells(  # its other fields by name
    *cells: str,
    header: list[str] | None = None,
    **more: Any,  # noqa: ANN401
) -> HeldRow:
    values = json.dumps({"text": "", "header": HEADER if header is None else header})
    return replace(ROW, raw=json.dumps(cells), reason_values=values, **more)


def test_a_row_is_told_with_its_columns_and_its_reason() -> None:
    with speaking("en"):
        item = held_item(ROW, shipped_profiles())
    assert item.why == "«9x» is not a number."
    assert item.cells[1] == ("time", "2026-11-19 07:12")
    assert (item.whole, item.reading, item.patient) == (False, "", "")
    found = item.prefill
    assert (found.kind, found.texts, found.unit) == ("spo2", ("9x",), "%")
    assert found.taken_at is not None
    assert f"{local(found.taken_at):%H:%M}" == "07:12"


def test_a_row_of_a_profile_that_is_gone_says_so() -> None:
    gone = replace(ROW, profile="own_gone", kind="spo2")
    assert prefill(gone) == Prefill("spo2", profile_gone=True)
    assert prefill(replace(gone, kind="of the future")).kind == ""


def test_a_row_without_the_profiles_columns_is_shown_as_it_is() -> None:
    assert prefill(with_cells("A", "x", header=["one"], kind="spo2")) == Prefill("spo2")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("A", "19.11.2026 07:12", "spo2", "91", "%"), ("spo2", ("91",), "%")),
        (("A", "", "bp", "120", "mmHg"), ("bp", ("120", ""), "mmHg")),
        (("A", "x", "bp", "120/80", "mmHg"), ("bp", ("120", "80"), "mmHg")),
        (("A", "x", "?", "91", "%"), ("", ("91",), "")),
        (("A", "x", "spo2", "91", "kg"), ("spo2", ("91",), "")),
        (("A", "x", "spo2", "", ""), ("", (), "")),
    ],
)
def test_as_much_as_can_be_read_is_read(
    cells: tuple[str, ...], expected: tuple[str, tuple[str, ...], str]
) -> None:
    found = prefill(with_cells(*cells))
    assert (found.kind, found.texts, found.unit) == expected
    assert (found.taken_at, found.time_text) == (None, cells[1])


def test_a_diary_gives_the_column_of_the_kind() -> None:
    header = ["Dato", "Klokkeslett", "Puls", "Systolisk", "Diastolisk"]
    row = with_cells(
        "2026-11-19", "07:12", "78", "132", "8x", header=header, profile="diary", kind="bp"
    )
    found = prefill(row)
    assert (found.kind, found.texts) == ("bp", ("132", "8x"))
    assert found.taken_at is not None


def test_times_are_read_only_where_nothing_is_chosen() -> None:
    column = ValueColumn(("value",), "spo2", "%")
    made = ImportProfile("p", "P", (("value",),), (("time",),), (column,))
    row = replace(
        with_cells("2026-10-25 02:30", "91", header=["time", "value"]), profile="p", kind="spo2"
    )
    assert prefill(row, made).taken_at is None
    aware = replace(row, raw=json.dumps(["2026-10-25T02:30:00Z", "91"]))
    assert prefill(aware, made).taken_at is not None
    plain = replace(row, raw=json.dumps(["2026-10-26 02:30", "91"]))
    assert prefill(plain, made).taken_at is not None
    assert prefill(plain, replace(made, zone="")).taken_at is None
    norwegian = replace(row, raw=json.dumps(["26.10.2026 02:30", "91"]))
    assert prefill(norwegian, made).taken_at is None
    assert prefill(norwegian, replace(made, date_order=DateOrder.DAY_FIRST)).taken_at is not None


def test_what_is_no_row_of_a_table_is_shown_whole() -> None:
    assert held_item(replace(ROW, raw="hello"), ()).cells == (("", "hello"),)
    assert held_item(replace(ROW, raw=""), ()).cells == ()
    assert held_item(replace(ROW, raw='{"a": 1}'), ()).cells == (("", '{"a": 1}'),)


def test_a_whole_reading_is_built_again_as_it_was() -> None:
    row = replace(
        ROW,
        kind="bp",
        reason_code="unknown_patient",
        reason_values=json.dumps(WHOLE),
        source="tablet",
    )
    item = held_item(row, ())
    assert (item.whole, item.prefill.texts) == (True, ("132", "81"))
    assert "132/81" in item.reading
    built = incoming(row, "p")
    assert (built.patient_id, built.values, built.source_key) == ("p", (132.0, 81.0), "k")
    bare = replace(row, reason_values=json.dumps({**WHOLE, "original": "", "unit": ""}))
    assert held_item(bare, ()).prefill.texts == ("132", "81")


def test_a_value_beyond_the_meter_is_built_again() -> None:
    values = {**WHOLE, "values": [None], "beyond": "low", "original": "LO", "unit": "mmol/L"}
    row = replace(ROW, kind="glucose", reason_code="future", reason_values=json.dumps(values))
    assert incoming(row, None).beyond is Side.LOW
    assert held_item(row, ()).prefill.texts == ("LO",)
    bare = replace(row, reason_values=json.dumps({**values, "original": ""}))
    assert held_item(bare, ()).prefill.texts == ("",)


def test_why_names_the_gravest_doubt() -> None:
    with speaking("en"):
        said = why("implausible", "bp", {"values": [81, 132], "beyond": ""})
        fine = why("implausible", "bp", {"values": [132, 81], "beyond": ""})
    assert said == "The upper pressure must be higher than the lower one."
    assert fine == "The value cannot be a measurement of this kind."


DEVICE = {
    **WHOLE,
    "unit": "kPa",
    "original": "17.6/10.8",
    "device": "d" * 32,
    "device_name": "Blodtrykksmåler 1",
    "device_time": "2026-11-20T08:00:00",
    "time_reason": "clock_wrong",
    "strict": True,
}


def device_row(code: str, **more: Any) -> HeldRow:  # noqa: ANN401  (fields by name)
    values = json.dumps({**DEVICE, **more.pop("values", {})})
    made = replace(ROW, source="device", batch_id=None, file_name="", profile="", row_number=None)
    return replace(
        made, kind="bp", reason_code=code, reason_values=values, raw="2a35:00", person="", **more
    )


def test_what_a_device_sent_is_told_with_its_name_and_clock() -> None:
    item = held_item(device_row("before_loan"), ())
    assert item.why.startswith("It was measured before the device was lent")
    assert item.cells == (
        ("Device", "Blodtrykksmåler 1"),
        ("The device's clock", "2026-11-20 08:00:00"),
        ("", "2a35:00"),
    )
    # Not what was sent: a pressure in kPa would be taken for one in mmHg.
    assert (item.whole, item.prefill.texts, item.prefill.unit) == (True, ("132", "81"), "")
    again = incoming(device_row("before_loan"), "p")
    assert (again.device_id, again.device_time, again.time_reason, again.strict) == (
        "d" * 32,
        "2026-11-20T08:00:00",
        "clock_wrong",
        True,
    )


def test_without_a_time_somebody_must_say_when_it_was() -> None:
    item = held_item(device_row("time_unknown_stored"), ())
    assert (item.whole, item.reading) == (False, "")
    assert (item.prefill.texts, item.prefill.taken_at) == (("132", "81"), None)
    assert item.prefill.time_text == "2026-11-20 08:00:00"
    told = why("time_nonexistent", "bp", DEVICE)
    assert told.startswith("2026-11-20 08:00:00 never happened")


def test_of_garbage_nothing_is_read() -> None:
    values = json.dumps({"device": "d" * 32, "device_name": "Vekt 1"})
    row = replace(device_row("malformed_packet"), kind="", reason_values=values)
    item = held_item(row, ())
    assert (item.whole, item.prefill) == (False, Prefill())
    assert item.cells == (("Device", "Vekt 1"), ("", "2a35:00"))
