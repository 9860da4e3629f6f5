"""Printing a plan: made, read back, and only then saved where a person chose, and in the log."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import N_
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import plans as queries
from station.models.queries import readings as reading_queries
from station.models.queries import worklist as office
from station.models.queries.plans import VersionRow
from station.printing import press, saving
from station.printing.documents import PlanDocument
from station.rules.kinds import place_of
from station.services.plan_sheet import (
    TREND_DAYS,
    Person,
    TrendFacts,
    code_of,
    main_component,
    plan_document,
)
from station.services.record import Record
from station.services.session import Session
from station.services.trends import interval_of

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished print: its bytes, its code, and whose plan it is."""

    pdf: bytes
    code: str
    version_id: str
    patient_id: str


class PlanPrints:
    """Makes, saves and accounts for prints of plans."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def document(self, session: Session, version_id: str) -> tuple[VersionRow, PlanDocument]:
        """Gather a version's sheet; fast, on the record lane. Nothing is rendered yet."""
        del session
        now = self._record.clock.now()
        with self._record.read() as reader:
            row = queries.one(reader, version_id)
            if row is None:
                raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
            person = _person(reader, row.version.patient_id)
            profile = PROFILE.read(office.settings(reader)) or Profile("–")
            trend = _trend(reader, row, now)
        return row, plan_document(row, person, profile, now, trend)

    def render(self, row: VersionRow, document: PlanDocument) -> Printed:
        """Lay out, tag and read back; takes some 50 ms and touches no record, so any thread."""
        return Printed(press.render(document), code_of(row), row.version.id, row.version.patient_id)

    def file_name(self, printed: Printed) -> str:
        """Propose a file name that tells nothing about a person."""
        return saving.file_name("plan", printed.code)

    def save(self, session: Session, printed: Printed, path: Path) -> None:
        """Save a print where a person chose, and note it in the log: who, which version, its hash.

        Trouble if the place cannot be written to; then no print is in the log either.
        """
        saving.write(printed.pdf, path)
        self.note(session, printed, "plan_print_saved")

    def note(self, session: Session, printed: Printed, what: str = "plan_printed") -> None:
        """Note in the log that a print was made."""
        with self._record.write(session) as writer:
            writer.audit(
                what,
                "plan_version",
                printed.version_id,
                printed.patient_id,
                code=printed.code,
                hash=hashlib.sha256(printed.pdf).hexdigest(),
            )


def _person(reader: Reader, patient_id: str) -> Person:
    rows = reader.raw(
        "SELECT given_name, family_name, coalesce(birth_date, ''), diagnosis, language "
        "FROM patients WHERE id = ?",
        (patient_id,),
    )
    given, family, birth_date, diagnosis, language = rows[0]
    return Person(f"{given} {family}".strip(), birth_date, diagnosis, language)


def _trend(reader: Reader, row: VersionRow, now: int) -> TrendFacts | None:
    content = row.version.content
    component = main_component(content)
    if component is None:
        return None
    kind, _ = place_of(component)
    points = reading_queries.trend(
        reader, row.version.patient_id, kind.code, now - TREND_DAYS * _DAY_MS, now + 1
    )
    return TrendFacts(component, points, interval_of(content.schedule, kind.code))
