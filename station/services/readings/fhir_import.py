"""Measurements in FHIR files of others: the way of all readings, and in doubt to quarantine.

A file is nobody's word: of a plan, a consent or a person's details that it holds nothing is taken,
whoever says that Station wrote it. Those come from the central service or another station.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from station.core.ids import same_id
from station.files.fhir_bundle import BundleEntry, read_bundle
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.records.quarantine import Held
from station.rules.limits import Side
from station.rules.readings import Source
from station.services.intake.incoming import FileFacts, Incoming, Receipt
from station.services.intake.intake import take
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.sync.fhir import Unreadable, readings_of
from station.sync.fhir.codes import NUMBER_SYSTEMS
from station.sync.values import Decoded

PROFILE = "fhir"
READINGS = "Observation"


@dataclass(frozen=True, slots=True)
class FhirReport:
    """What became of a file: the receipt for its readings, and what else it held, by type."""

    receipt: Receipt
    others: tuple[tuple[str, int], ...]


class FhirImport:
    """Takes in readings of other programs."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def take(self, session: Session, path: Path) -> FhirReport:
        """Take a file in, in one unit of work; the same file again gives duplicates only.

        Raises Trouble `fhir_unreadable`, `fhir_none`, `fhir_too_large` or `fhir_too_many`; nothing
        was taken in then.
        """
        require(session, Right.EDIT_PATIENTS)
        entries = read_bundle(path)
        facts = (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        with self._record.write(session) as writer:
            numbers = _numbers(entries)
            found = [_read(writer, each, numbers) for each in entries if _is_reading(each)]
            incoming = [each for one in found if isinstance(one, list) for each in one]
            rejected = tuple(one for one in found if isinstance(one, Held))
            receipt = take(writer, incoming, FileFacts(*facts, PROFILE, rejected=rejected))
        others = Counter(str(each.resource["resourceType"]) for each in entries)
        others.pop(READINGS, None)
        return FhirReport(receipt, tuple(sorted(others.items())))


def _is_reading(entry: BundleEntry) -> bool:
    return entry.resource["resourceType"] == READINGS


def _numbers(entries: Iterable[BundleEntry]) -> Mapping[str, tuple[str, ...]]:
    """Give the national numbers of the persons in a file, by what its readings may call them."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.resource["resourceType"] != "Patient":
            continue
        told = entry.resource.get("identifier")
        numbers = tuple(
            str(each["value"])
            for each in (told if isinstance(told, list) else ())
            if isinstance(each, dict)
            and each.get("system") in NUMBER_SYSTEMS.values()
            and each.get("value")
        )
        for name in (entry.full_url, f"Patient/{entry.resource.get('id', '')}"):
            if name:
                found[name] = numbers
    return found


def _read(
    reader: Reader, entry: BundleEntry, numbers: Mapping[str, tuple[str, ...]]
) -> list[Incoming] | Held:
    raw = json.dumps(entry.resource, ensure_ascii=False, sort_keys=True)
    body = dict(entry.resource)
    # Whoever says that Station wrote it: in a file it is somebody's reading like all others.
    body.pop("meta", None)
    body.pop("extension", None)
    named = _subject(body, numbers)
    try:
        return [
            _incoming(reader, entry, each, named, raw) for each in readings_of(_with(body, named))
        ]
    except Unreadable as reason:
        return Held(
            Source.FILE.value,
            f"fhir_{reason.code}",
            raw,
            row_number=entry.number,
            reason_values=dict(reason.values),
        )


def _subject(body: Mapping[str, object], numbers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the numbers of whom a reading is about: said in the file, or told with the reading."""
    subject = body.get("subject")
    if not isinstance(subject, dict):
        return ()
    if named := numbers.get(str(subject.get("reference", ""))):
        return named
    identifier = subject.get("identifier")
    if isinstance(identifier, dict) and identifier.get("system") in NUMBER_SYSTEMS.values():
        return (str(identifier.get("value", "")),)
    return ()


def _with(body: dict[str, object], named: tuple[str, ...]) -> dict[str, object]:
    """Give the reading as of somebody: whose it is was found out by the number, or not at all."""
    system = next(iter(NUMBER_SYSTEMS.values()))
    identifier = {"system": system, "value": named[0] if named else "unknown"}
    return {**body, "subject": {"identifier": identifier}}


def _incoming(
    reader: Reader, entry: BundleEntry, decoded: Decoded, named: tuple[str, ...], raw: str
) -> Incoming:
    fields = decoded.fields
    hits = {row.id for number in named if (row := patient_queries.with_number(reader, number))}
    patient_id = hits.pop() if len(hits) == 1 else None
    kind = str(fields["kind"])
    beyond = str(fields.get("beyond") or "")
    values = (_number(fields.get("value")), _number(fields.get("value2")))
    return Incoming(
        patient_id,
        kind,
        int(str(fields["taken_at"])),
        values if kind == "bp" else values[:1],
        Source.FILE,
        "fhir:" + same_id("fhir-file", raw, kind),
        beyond=Side(beyond) if beyond else None,
        original_value=str(fields.get("original_value") or ""),
        original_unit=str(fields.get("original_unit") or ""),
        device_time=str(fields.get("device_time") or ""),
        raw=raw,
        row_number=entry.number,
        # A number that nobody here has is kept with what is held; it never leaves the file.
        person_key="" if patient_id else ", ".join(named),
        refused="taken_away" if decoded.deleted else "",
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
