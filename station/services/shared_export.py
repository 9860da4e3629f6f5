"""What Station shares, taken out for others: one patient or everything, as FHIR or as tables.

A FHIR file is a Bundle of type `collection`, written record by record, so that its size is not
that of the memory. Persons with a protected address leave without address and telephone.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from station.core.zone import local
from station.files.export_stream import Sink, whole_file
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.queries import shared_rows, users
from station.models.records import hand
from station.rules.synced import KINDS, Kind, kind_of
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.sync.fhir import encode, text
from station.sync.values import Context, Fields

_PAGE: Final = 500
_NOT_TAKEN_OUT: Final = frozenset({"openings"})
"""Who has whom open just now is nothing to keep."""
Tell = Callable[[int], None]
"""Hears how many records have been written so far."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many records of each kind, and how many resources in all."""

    records: tuple[tuple[str, int], ...]
    resources: int
    path: Path

    @property
    def total(self) -> int:
        """How many records in all."""
        return sum(count for _, count in self.records)


class SharedExports:
    """Takes out; what left the house, and by whom, stands in the log."""

    def __init__(self, record: Record) -> None:
        """Read from `record`, and note there what was taken out."""
        self._record = record

    def fhir(
        self, session: Session, path: Path, patient_id: str | None = None, tell: Tell | None = None
    ) -> Exported:
        """Write one patient, or everything that is shared, as a FHIR Bundle.

        Raises Trouble `patient_unknown`, `not_allowed`, or that of a file that cannot be written.
        """
        may_take_out(session, patient_id)
        counts: dict[str, int] = {}
        resources = 0
        with self._record.read() as reader, whole_file(path) as sink:
            if patient_id is not None:
                known_patient(reader, patient_id)
            besides = _Besides(reader)
            moment = local(self._record.clock.now()).isoformat(timespec="seconds")
            sink.write(f'{{"resourceType":"Bundle","type":"collection","timestamp":"{moment}"')
            for kind, fields in records(reader, patient_id):
                resources += _write(sink, resources, kind, fields, besides.of(kind, fields))
                counts[kind.name] = counts.get(kind.name, 0) + 1
                if tell is not None and sum(counts.values()) % _PAGE == 0:
                    tell(sum(counts.values()))
            sink.write("]}\n" if resources else "}\n")
        with self._record.write(session) as writer:
            writer.audit("taken_out", "export", "fhir", patient_id, records=sum(counts.values()))
        return Exported(tuple(counts.items()), resources, path)


def may_take_out(session: Session, patient_id: str | None) -> None:
    """Raise Trouble `not_allowed` unless the person may take this out of the house."""
    require(session, Right.SEE_PATIENTS)
    if patient_id is None:
        require(session, Right.CHANGE_OFFICE)


def records(reader: Reader, patient_id: str | None) -> Iterator[tuple[Kind, Fields]]:
    """Give every shared record, of one patient or of all, each after those that it leads to.

    With a patient come the devices lent to her, and the people who have written about her.
    """
    kinds = [kind for kind in KINDS if kind.name not in _NOT_TAKEN_OUT]
    if patient_id is not None:
        yield from _named_by(reader, patient_id)
    for kind in kinds:
        after = ""
        while page := shared_rows.page(
            reader, kind, patient_id=patient_id, after=after, limit=_PAGE
        ):
            yield from ((kind, fields) for fields in page)
            after = str(page[-1][kind.key])


class _Besides:
    """Knows what resources say besides their records; asks for each thing once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._plain = Context(
            station=hand.station_id(reader),
            names={user.id: user.name for user in users.everyone(reader)},
        )
        self._protected: dict[str, bool] = {}

    def of(self, kind: Kind, fields: Fields) -> Context:
        """Give the context of one record."""
        patient_id = str(fields.get(kind.patient) or "") if kind.patient else ""
        content = b""
        if kind.name == "documents":
            content = shared_rows.document_content(self._reader, str(fields["id"]))
        return replace(self._plain, content=content, protected=self._is_protected(patient_id))

    def _is_protected(self, patient_id: str) -> bool:
        if patient_id and patient_id not in self._protected:
            row = patient_queries.patient(self._reader, patient_id)
            self._protected[patient_id] = row is not None and bool(row.protection)
        return self._protected.get(patient_id, False)


def _named_by(reader: Reader, patient_id: str) -> Iterator[tuple[Kind, Fields]]:
    """Give the users and devices that a patient's records lead to, each once."""
    leads = (
        (kind_of("users"), {user.id for user in users.everyone(reader)}),
        (kind_of("devices"), _devices_of(reader, patient_id)),
    )
    for kind, ids in leads:
        for each in sorted(ids):
            if (fields := shared_rows.one(reader, kind, each)) is not None:
                yield kind, fields


def _devices_of(reader: Reader, patient_id: str) -> set[str]:
    rows = shared_rows.page(reader, kind_of("loans"), patient_id=patient_id, limit=100_000)
    return {str(row["device_id"]) for row in rows}


def _write(sink: Sink, before: int, kind: Kind, fields: Fields, context: Context) -> int:
    made = encode(kind.name, fields, context)
    for number, resource in enumerate(made):
        sink.write(',"entry":[\n' if before + number == 0 else ",\n")
        url = json.dumps(f"urn:uuid:{resource['id']}")
        sink.write(f'{{"fullUrl":{url},"resource":{text(resource)}}}')
    return len(made)
