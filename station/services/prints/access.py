"""Printing «Hvem har sett min journal» for a patient who asks: saved where the nurse chose."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station.core.formats import clock_time, day
from station.core.i18n import speaking, tr
from station.core.settings import PROFILE, Profile
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import audit, foreign_audit, settings, users
from station.models.queries import patients as rows
from station.models.queries.audit import Line
from station.models.queries.foreign_audit import ForeignLine
from station.models.queries.patients import PatientRow
from station.models.records import logbook
from station.printing import press, saving
from station.printing.documents import AccessList, AccessRow, Identity
from station.services.footers import footer
from station.services.known import known_patient
from station.services.office.access_words import AccessLine, access_line
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

MOST = 2000
"""Lines on one print, some sixty pages; the log has more, and the print says so."""


@dataclass(frozen=True, slots=True)
class PrintedAccess:
    """What was saved: where, and how many lines of the log it shows."""

    path: Path
    lines: int


class AccessPrints:
    """Makes, saves and accounts for the list of who has seen one patient's file."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def document(self, session: Session, patient_id: str) -> AccessList:
        """Gather the list in the patient's own language."""
        require(session, Right.SEE_ACCESS)
        with self._record.read() as reader:
            row = known_patient(reader, patient_id)
            profile = PROFILE.read(settings.stored(reader)) or Profile("–")
            with speaking(row.language):
                lines = _lines(reader, patient_id)
                return _document(row, profile, lines, self._record.clock.now())

    def save(self, session: Session, patient_id: str, path: Path) -> PrintedAccess:
        """Print, read back, save where the person chose, and note it in the log.

        Trouble if the place cannot be written to; then nothing is noted either.
        """
        document = self.document(session, patient_id)
        pdf = press.render(document)
        saving.write(pdf, path)
        digest = hashlib.sha256(pdf).hexdigest()
        with self._record.write(session) as writer:
            logbook.access_printed(writer, patient_id, digest, len(document.rows))
        return PrintedAccess(path, len(document.rows))

    def file_name(self) -> str:
        """Propose a file name that tells nothing about a person."""
        return saving.file_name("innsyn", day_of(self._record.clock.now()).isoformat())


def _lines(reader: Reader, patient_id: str) -> list[AccessLine]:
    found = audit.of_patient(reader, patient_id, limit=MOST + 1)
    roles = {user.id: user.role for user in users.everyone(reader)}
    others = [
        f"{given} {family}".strip().casefold()
        for key, given, family, _, _ in rows.everyone(reader)
        if key != patient_id
    ]
    lines = [access_line(row, roles.get(row.user_id, "")) for row in found]
    lines += [_elsewhere(row, roles) for row in foreign_audit.of_patient(reader, patient_id)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return [_without(line, others) for line in lines[: MOST + 1]]


def _elsewhere(row: ForeignLine, roles: Mapping[str, str]) -> AccessLine:
    """What was done at another station, in the same words."""
    same = Line(
        row.seq,
        row.at,
        row.user_id,
        tr("{name} (another station)", name=row.user_name),
        row.action,
        row.subject_kind,
        row.subject_id,
        row.patient_id,
        row.details,
    )
    return access_line(same, roles.get(row.user_id, ""))


def _without(line: AccessLine, others: list[str]) -> AccessLine:
    """A reason is written by hand: one that names another patient stays in the log alone."""
    why = line.why.casefold()
    if not any(name in why for name in others):
        return line
    return AccessLine(line.seq, line.at, line.who, line.role, line.what)


def _document(
    patient: PatientRow, profile: Profile, lines: list[AccessLine], now: int
) -> AccessList:
    closing = tr("The list shows everything in the log on the day it was printed.")
    if len(lines) > MOST:
        closing = tr("The list shows the {n} newest lines. Ask us for the older ones.", n=MOST)
    return AccessList(
        _identity(patient, profile, now),
        tr(
            "Here you see who has opened or changed your file, and what they did. Those who work "
            "in the service open it to follow you up. Where a reason was written, it stands last. "
            "If something surprises you, ask us: {phone}.",
            phone=profile.phone or profile.name,
        ),
        AccessRow(tr("When"), tr("Who"), tr("Role"), tr("What"), tr("Why")),
        tuple(
            AccessRow(
                f"{day(line.at)} {clock_time(line.at)}", line.who, line.role, line.what, line.why
            )
            for line in lines[:MOST]
        ),
        closing,
    )


def _identity(patient: PatientRow, profile: Profile, now: int) -> Identity:
    return Identity(
        language=patient.language,
        municipality=profile.name,
        service=profile.service_name,
        title=tr("Who has seen my file"),
        status="",
        person=f"{patient.given_name} {patient.family_name}".strip(),
        birth_date=day(date.fromisoformat(born)) if (born := patient.birth_date) else "–",
        diagnosis="",
        version="",
        code="",
        printed=day(now),
        footer=footer(profile),
    )
