"""What is held of a reading is all that it takes to try again, and why it is held."""

from station.rules.kinds import kind_of
from station.rules.limits import Side
from station.rules.readings import Source
from station.services.intake.held import held
from station.services.intake.incoming import Incoming


def incoming(**more: object) -> Incoming:
    return Incoming("p1", "spo2", 5, (93.0,), Source.MANUAL, "m1", **more)  # type: ignore[arg-type]


def test_all_that_it_takes_to_try_again_is_kept() -> None:
    kept = held(incoming(raw="<93>", beyond=Side.LOW, note="cold", device_id="d"), "future")
    assert (kept.reason_code, kept.raw, kept.patient_id) == ("future", "<93>", "p1")
    assert kept.kind == kind_of("spo2").code
    assert kept.reason_values["values"] == [93.0]
    assert kept.reason_values["beyond"] == "low"
    assert (kept.reason_values["note"], kept.reason_values["device"]) == ("cold", "d")
    assert "doubts" not in kept.reason_values


def test_what_was_not_said_is_left_out_and_nobody_is_guessed() -> None:
    kept = held(incoming(original_value="93 %"), "unknown_patient")
    assert (kept.patient_id, kept.raw) == (None, "93 %")
    assert not {"note", "device", "strict", "quality"} & set(kept.reason_values)
