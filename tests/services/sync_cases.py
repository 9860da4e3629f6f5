"""Records as two stations make them by hand, for trying what becomes of them."""

from station.core.ids import new_id
from station.models.records import alerts
from station.models.records.plans import content_text, hash_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent
from station.rules.readings import Source
from station.services.intake.incoming import Incoming
from station.services.intake.intake import take
from station.services.judging import judging
from tests.services.stations import Place

PATIENT = "a" * 32


def add(station: Place, table: str, **values: object) -> str:
    """Add a row by hand and give its id."""
    told = {"id": new_id(), **values}
    names, marks = ", ".join(f'"{name}"' for name in told), ", ".join("?" for _ in told)
    station.write(f"INSERT INTO {table} ({names}) VALUES ({marks})", *told.values())  # noqa: S608
    return str(told["id"])


def change(station: Place, table: str, record_id: str, **values: object) -> None:
    """Change columns of a row by hand."""
    sets = ", ".join(f'"{name}" = ?' for name in values)
    station.write(f"UPDATE {table} SET {sets} WHERE id = ?", *values.values(), record_id)  # noqa: S608


def add_patient(station: Place, patient_id: str = PATIENT, **more: object) -> str:
    """Add Stille Brygge, who is followed."""
    values: dict[str, object] = {
        "given_name": "Stille",
        "family_name": "Brygge",
        "search_text": "stille brygge",
        "status": "active",
        "status_since": 1,
        "created_at": 1,
        "changed_at": 1,
    }
    return add(station, "patients", id=patient_id, **(values | more))


def plan(below: float) -> PlanContent:
    """Give a plan that is red below a saturation."""
    limit = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, below)
    return PlanContent("kols", "nb", limits=(limit,))


def add_version(station: Place, plan_id: str, number: int, below: float, **more: object) -> str:
    """Add a version of a plan, approved and in force since the beginning unless told otherwise."""
    text = content_text(plan(below))
    values: dict[str, object] = {
        "plan_id": plan_id,
        "patient_id": PATIENT,
        "number": number,
        "status": "approved",
        "content": text,
        "content_hash": hash_of(text),
        "created_at": 5,
        "created_by": station.actor.user_id,
        "in_force_from": 10,
        "approved_by_name": "Stødig Fjell",
    }
    return add(station, "plan_versions", **(values | more))


def measure(station: Place, value: float, key: str = "k", **more: object) -> str:
    """Take a saturation in, as if it was typed, and give the reading's id."""
    with station.database.write(station.actor) as writer:
        at = writer.now - 60_000
        told: dict[str, object] = {"patient_id": PATIENT, "taken_at": at, **more}
        incoming = Incoming(
            kind="spo2",
            values=(value,),
            source=Source.MANUAL,
            source_key=key,
            asked=True,
            **told,  # type: ignore[arg-type]
        )
        receipt = take(writer, [incoming])
        assert receipt.stored == 1, receipt
        return receipt.reading_ids[0]


def add_device(station: Place, **more: object) -> str:
    """Add an oximeter."""
    values: dict[str, object] = {"kind": "spo2", "added_at": 1, "added_by": station.actor.user_id}
    return add(station, "devices", **(values | more))


def lend(station: Place, device_id: str, patient_id: str | None = PATIENT, **more: object) -> str:
    """Lend a device."""
    values: dict[str, object] = {"from_at": 5, "lent_by": station.actor.user_id}
    return add(station, "loans", device_id=device_id, patient_id=patient_id, **(values | more))


def close_alert(station: Place, alert_id: str, verdict: str = "right") -> None:
    """Close an alert as a person here does."""
    with station.database.write(station.actor) as writer:
        row = writer.raw("SELECT patient_id, component, side FROM alerts WHERE id = ?", (alert_id,))
        assert alerts.close(writer, alert_id, action="call", verdict=verdict, note="")
        judging.forget_closed(writer, row[0][0], row[0][1], Side(row[0][2]))
        writer.quiet()
