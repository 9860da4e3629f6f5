"""Synthetic people, readings and letters for the adapters, and golden files of what is sent."""

import json
from pathlib import Path

from station.core.ids import same_id
from station.sync import fhir
from station.sync.adapters.dialogmelding import Letter, Party
from station.sync.adapters.people import Person, Sender, dashed
from station.sync.adapters.pmd import name_of, observation
from station.sync.values import Context, Fields, Resource, Sealed

GOLDEN = Path(__file__).parents[2] / "data" / "adapters"
PERSON = Person("01817012345", "F", "Stille Brygge")
"""Month + 80: nobody has this number."""
SENDER = Sender("999999999", "Fjellsund kommune", "9999")
NURSE = same_id("nurse")
PATIENT = same_id("patient")
AT = 1_795_161_600_000
"""20 November 2026 09:00 in Oslo."""
LIMITS = (
    {"component": "spo2", "level": "red", "side": "low", "operator": "<", "value": 85.0},
    {"component": "spo2", "level": "yellow", "side": "low", "operator": "<", "value": 88.0},
)


def reading(number: int = 1, **changes: object) -> Fields:
    """The shared columns of a reading of SpO2."""
    return {
        "id": same_id("reading", str(number)),
        "patient_id": PATIENT,
        "kind": "spo2",
        "taken_at": AT + number * 60_000,
        "arrived_at": AT + number * 60_000 + 5_000,
        "device_time": "",
        "zone_name": "Europe/Oslo",
        "value": 86.0,
        "value2": None,
        "beyond": "",
        "original_value": None,
        "original_unit": "",
        "source": "manual",
        "said_by": "patient",
        "entered_by": NURSE,
        "confirmed": 0,
        "excluded": "",
        "excluded_reason": "",
        "excluded_by": None,
        "excluded_at": None,
        "remeasures_id": None,
        "source_key": "",
        "note": "Sier at hun ikke har det så bra.",
        "quality": "",
        "moved_from": None,
        "time_reason": "",
        "device_id": None,
    } | changes


def kept() -> Resource:
    """An Observation as it was once made for the central server: golden files stand on it."""
    found = json.loads(golden("observation.json", pretty(resource(reading()))))
    assert isinstance(found, dict)
    return found


def resource(fields: Fields) -> Resource:
    """The Observation made for the central server."""
    context = Context("f" * 32, {NURSE: "Rask Elg"}, limits=LIMITS, zone="yellow")
    return fhir.encode("readings", fields, context)[0]


def sealed_reading(
    number: int = 1, *, again: bool = False, former: str = "", **changes: object
) -> Sealed:
    """A reading ready for PMD."""
    fields = reading(number, **changes)
    record_id = str(fields["id"])
    name = name_of(record_id, fields, former)
    made = observation(resource(fields), name, PERSON, SENDER, former)
    return sealed("readings", record_id, made, etag=former, again=again)


def sealed(
    kind: str, record_id: str, body: Resource, etag: str = "", *, again: bool = False
) -> Sealed:
    """Anything ready to be sent."""
    return Sealed(kind, record_id, PATIENT, 1, (fhir.text(body),), etag, again)


def letter(**changes: object) -> Letter:
    """A letter to a GP with a small PDF."""
    sender = Party("Fjellsund kommune", "8000001", "Hjemmetjenesten", "8000002", "999999999")
    receiver = Party("Fjellsund legekontor", "8000003", "Fastlege", "8000004")
    values: dict[str, object] = {
        "message_id": dashed(same_id("letter")),
        "at": AT,
        "sender": sender,
        "receiver": receiver,
        "person": PERSON,
        "given_name": "Stille",
        "family_name": "Brygge",
        "subject": "Egenbehandlingsplan til godkjenning",
        "words": "Planen ligger ved.\nVi ber om svar på de tre grensene.",
        "pdf": b"%PDF-1.7 synthetic",
        "pdf_name": "plan-7F3A-19.pdf",
    } | changes
    return Letter(**values)  # type: ignore[arg-type]


def golden(name: str, made: bytes) -> bytes:
    """What a golden file holds; a missing one is written, to be looked at and committed."""
    path = GOLDEN / name
    if not path.exists():
        path.write_bytes(made)
    return path.read_bytes()


def pretty(body: Resource) -> bytes:
    """JSON as golden files have it."""
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()
