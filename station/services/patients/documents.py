"""Sheets that came back on paper, kept with what they are about: shown, and saved again."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.files.scan_pages import Picture, ScannedPage, read_page, shrunk
from station.files.scans import Scan, inspected, take
from station.models.database import Reader, Writer
from station.models.queries import paper as queries
from station.models.queries.paper import DocumentRow
from station.models.records import paper as records
from station.models.records.paper import NewDocument
from station.printing import saving
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["DocumentRow", "Documents", "Picture", "Scan", "ScannedPage", "Subject", "keep", "ready"]

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a kept sheet is about: a patient's plan version, say, and which `kind` of sheet."""

    patient_id: str
    subject_kind: str
    subject_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A scan as it will be kept, and what was done to it, in a sentence or ""."""

    scan: Scan
    note: str


class Documents:
    """Shows kept sheets and saves them again; every look is in the log."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def take(self, session: Session, path: Path) -> Scan:
        """Read a file that a person chose; Trouble `scan.*` if it is none that can be read."""
        require(session, Right.SEE_PATIENTS)
        return take(path)

    def read_page(self, session: Session, scan: Scan, number: int) -> ScannedPage:
        """Give page `number` (from 0) of a scan with the codes on it; slow, one page at a time."""
        require(session, Right.SEE_PATIENTS)
        return read_page(scan, number)

    def of_patient(self, session: Session, patient_id: str) -> tuple[DocumentRow, ...]:
        """Give what is kept about a patient, the newest first, without the contents."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.documents(reader, patient_id)

    def open(self, session: Session, document_id: str) -> tuple[DocumentRow, Scan]:
        """Give a kept sheet whole; the look is in the log."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row, scan = _known(writer, document_id)
            writer.audit("document_opened", "document", document_id, row.patient_id)
        return row, scan

    def save(self, session: Session, document_id: str, path: Path) -> None:
        """Save a kept sheet where a person chose, and note it; Trouble if that is no place."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            row, scan = _known(reader, document_id)
        saving.write(scan.content, path)
        with self._record.write(session) as writer:
            writer.audit(
                "document_saved", "document", document_id, row.patient_id, digest=row.digest
            )


def ready(scan: Scan) -> Ready:
    """Make a scan ready to be kept: unchanged, unless it is too large or tells a place."""
    kept = shrunk(scan)
    if kept is scan:
        return Ready(scan, "")
    said = partial(tr, before=_size(scan), after=_size(kept))
    return Ready(
        kept,
        said(N_("The file was made smaller before it was kept: from {before} to {after}."))
        if not scan.position
        else said(
            N_("Where the picture was taken is not kept: from {before} to {after} without it.")
        ),
    )


def keep(writer: Writer, subject: Subject, made: Ready) -> str:
    """Keep a scan within a unit of work, and give its id."""
    scan = made.scan
    document_id = records.add_document(
        writer,
        NewDocument(
            subject.patient_id,
            subject.subject_kind,
            subject.subject_id,
            subject.kind,
            scan.name,
            scan.media_type,
            scan.pages,
            scan.digest,
            scan.content,
            made.note,
        ),
    )
    writer.audit(
        "document_kept",
        "document",
        document_id,
        subject.patient_id,
        about=subject.subject_id,
        digest=scan.digest,
        pages=scan.pages,
        size=len(scan.content),
    )
    return document_id


def _known(reader: Reader, document_id: str) -> tuple[DocumentRow, Scan]:
    found = queries.document(reader, document_id)
    if found is None:
        raise Trouble("document_unknown", N_("This sheet is not in the file any more."))
    row, content = found
    return row, inspected(row.file_name, content)


def _size(scan: Scan) -> str:
    """Say how large a scan is: 0,4 MB."""
    tenths = max(1, round(len(scan.content) * 10 / _MEGABYTE))
    return f"{tenths // 10},{tenths % 10} MB"
