"""Devices and loans: Device and DeviceUseStatement."""

from collections.abc import Mapping

from station.sync.fhir import codecs, parts
from station.sync.fhir.base import Place, Shape, at, columns, derived
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

DEVICES = Shape(
    "devices",
    "Device",
    columns(
        "id:text kind:text model:text name:text serial:text address:text unencrypted_ok:flag "
        "note:text added_at:moment! added_by:user retired_at:moment? retired_by:user? "
        "serial_key:text label:text maker:text owner:text own:flag bought_on:day? "
        "price_ore:whole? warranty_until:day? calibration_due:day? battery_due:day? "
        "condition:text phone:text state:text state_since:moment? place:text"
    ),
    (
        at("kind", "type", codecs.concept("urn:station:device")),
        at("model", "modelNumber"),
        at("name", "deviceName[type=user-friendly-name].name"),
        at("serial", "serialNumber"),
        at("address", "identifier[system=urn:station:bluetooth].value"),
        at("label", "identifier[system=urn:station:label].value"),
        at("maker", "manufacturer"),
        at("owner", "owner.display"),
        at("phone", "contact[system=phone].value"),
        at("place", "location.display"),
        at("note", "note[0].text"),
    ),
    (
        derived(
            "retired_at",
            "status",
            lambda fields, _: "active" if fields.get("retired_at") is None else "inactive",
        ),
    ),
)

_PATIENT = codecs.literal("Patient")
_INSTITUTION = codecs.logical("Group")


def _write_borrower(body: Json, fields: Fields, context: Context) -> None:
    """A patient, or an institution: the people of a house are a group."""
    subject = _PATIENT.write(fields.get("patient_id"), context)
    subject = subject or _INSTITUTION.write(fields.get("institution_id"), context)
    body["subject"] = subject or {"display": "Unknown borrower"}


def _read_borrower(body: Json) -> Mapping[str, object]:
    subject = body.get("subject") or {}
    if "reference" in subject:
        return {"patient_id": _PATIENT.read(subject)}
    return {"institution_id": _INSTITUTION.read(subject)} if "identifier" in subject else {}


LOANS = Shape(
    "loans",
    "DeviceUseStatement",
    columns(
        "id:text device_id:text! patient_id:text? borrower:text from_at:moment! lent_by:user "
        "note:text ended_at:moment? ended_by:user? ended_note:text user_index:whole? "
        "user_code:whole? institution_id:text? due_on:day? condition_out:text accessories:text "
        "replaces_loan_id:text? ended_how:text"
    ),
    (
        at("device_id", "device", codecs.literal("Device")),
        Place(("patient_id", "institution_id"), "subject", _write_borrower, _read_borrower),
        at("from_at", "timingPeriod.start", codecs.MOMENT),
        parts.end("ended_at", "timingPeriod.end", "from_at"),
        at("lent_by", "source", codecs.USER),
        at("note", "note[0].text"),
    ),
    (
        derived(
            "ended_at",
            "status",
            lambda fields, _: "active" if fields.get("ended_at") is None else "completed",
        ),
        # It has to have one, also where neither a patient nor an institution is named.
        parts.always(("from_at",), "subject", _write_borrower),
    ),
)
