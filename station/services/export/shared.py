"""What Station shares, taken out for others: one patient or everything, as FHIR or as tables.

A FHIR file is a Bundle of type `collection`, written record by record, so that its size is not
that of the memory. Persons with a protected address leave without address and telephone.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.core.zone import local
from station.files.export_stream import Sink, whole_file
from station.models.database import Reader
from station.models.queries import outbox, shared_rows, users
from station.rules.synced import KINDS, Kind, kind_of
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.context import Contexts
from station.sync.fhir import encode, text
from station.sync.values import Context, Fields

_PAGE: Final = 500
_FEW: Final = 2
"""So many documents at a time: each has its pages with it."""
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

    def withdrawn(self, session: Session) -> int:
        """Give how many have taken back every consent they gave; they go along, see fhir()."""
        may_take_out(session, None)
        with self._record.read() as reader:
            return len(left_out(reader, None, wanted=True))

    def fhir(
        self,
        session: Session,
        path: Path,
        patient_id: str | None = None,
        tell: Tell | None = None,
        *,
        without_withdrawn: bool = False,
    ) -> Exported:
        """Write one patient, or everything that is shared, as a FHIR Bundle.

        What is kept by law is taken out also of those who have taken their consent back;
        `without_withdrawn` leaves these out of a file of everybody, and the log says whom.
        Raises Trouble `patient_unknown`, `not_allowed`, or that of a file that cannot be written.
        """
        may_take_out(session, patient_id)
        counts: dict[str, int] = {}
        resources = 0
        with whole_file(path) as sink:
            with self._record.read() as reader:
                if patient_id is not None:
                    known_patient(reader, patient_id)
                contexts = Contexts()
                left = left_out(reader, patient_id, wanted=without_withdrawn)
                moment = local(self._record.clock.now()).isoformat(timespec="seconds")
                sink.write(f'{{"resourceType":"Bundle","type":"collection","timestamp":"{moment}"')
                for kind, found in pages(reader, patient_id):
                    page = [each for each in found if each.get(kind.patient) not in left]
                    told = _told_besides(reader, contexts, kind, page)
                    for fields in page:
                        context = told[str(fields[kind.key])]
                        resources += _write(sink, resources, kind, fields, context)
                    counts[kind.name] = counts.get(kind.name, 0) + len(page)
                    if tell is not None:
                        tell(sum(counts.values()))
                sink.write("]}\n" if resources else "}\n")
            # Before the file gets its name: nothing leaves the house that the log does not tell.
            note(self._record, session, "fhir", patient_id, sum(counts.values()), left)
        return Exported(tuple(counts.items()), resources, path)


def left_out(reader: Reader, patient_id: str | None, *, wanted: bool) -> frozenset[str]:
    """Give whom a file of everybody leaves out, where that is wanted: who takes no part any more.

    Of a patient who is asked for by herself nothing is left out.
    """
    if not wanted or patient_id is not None:
        return frozenset()
    return outbox.withdrawn(reader, [row[0] for row in reader.raw("SELECT id FROM patients")])


def note(
    record: Record,
    session: Session,
    file_format: str,
    patient_id: str | None,
    total: int,
    left: frozenset[str],
) -> None:
    """Write the log's row of what leaves the house: before the file gets its name."""
    with record.write(session) as writer:
        more = {"left_out": sorted(left)} if left else {}
        writer.audit("taken_out", "export", file_format, patient_id, records=total, **more)


def may_take_out(session: Session, patient_id: str | None) -> None:
    """Raise Trouble `not_allowed` unless the person may take this out of the house."""
    require(session, Right.SEE_PATIENTS)
    if patient_id is None:
        require(session, Right.CHANGE_OFFICE)


def pages(reader: Reader, patient_id: str | None) -> Iterator[tuple[Kind, list[Fields]]]:
    """Give every shared record, of one patient or of all, each after those that it leads to.

    With a patient come the devices lent to her, and the people who work here.
    """
    if patient_id is not None:
        yield from _named_by(reader, patient_id)
    for kind in KINDS:
        if kind.name in _NOT_TAKEN_OUT:
            continue
        after, limit = "", _FEW if kind.name == "documents" else _PAGE
        while found := shared_rows.page(
            reader, kind, patient_id=patient_id, after=after, limit=limit
        ):
            yield kind, list(found)
            after = str(found[-1][kind.key])


def _told_besides(
    reader: Reader, contexts: Contexts, kind: Kind, page: list[Fields]
) -> dict[str, Context]:
    rows = {str(fields[kind.key]): fields for fields in page}
    patients = {
        record_id: str(fields[kind.patient])
        for record_id, fields in rows.items()
        if kind.patient and fields[kind.patient]
    }
    return contexts.of(reader, kind.name, rows, patients)


def _named_by(reader: Reader, patient_id: str) -> Iterator[tuple[Kind, list[Fields]]]:
    """Give the users and devices that a patient's records lead to, each once."""
    leads = (
        (kind_of("users"), {user.id for user in users.everyone(reader)}),
        (kind_of("devices"), _devices_of(reader, patient_id)),
    )
    for kind, ids in leads:
        found = [shared_rows.one(reader, kind, each) for each in sorted(ids)]
        if rows := [fields for fields in found if fields is not None]:
            yield kind, list[Fields](rows)


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
