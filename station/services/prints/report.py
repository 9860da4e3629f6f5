"""Summaries, the day's list and the measuring sheet: made, read back, saved, and in the log."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from station.core.i18n import LANGUAGES, speaking, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import audit
from station.models.records import contacts, logbook
from station.models.records.contacts import NewContact
from station.printing import press, saving
from station.printing.documents import ReportDocument
from station.printing.verify import page_count
from station.rules.contacts import Action, Initiative
from station.services.known import known_patient
from station.services.prints import daylist as daylist_print
from station.services.prints import gp_summary as gp_summary_print
from station.services.prints import hospital as hospital_print
from station.services.prints import measuring_sheet as measuring_print
from station.services.prints.gp_summary import ASKED_WORDS, Asked
from station.services.prints.report_parts import profile_of, subject_of
from station.services.record import Record
from station.services.rights import Right, may, require
from station.services.session import Session

__all__ = [
    "ASKED_WORDS",
    "Asked",
    "Paper",
    "PrintChoices",
    "PrintedReport",
    "ReportPrints",
    "Wanted",
]

_FILES = {
    "gp": "oppsummering-fastlege",
    "hospital": "oppsummering-sykehus",
    "measuring": "maaleskjema",
    "daylist": "dagsliste",
}
_ACTIONS = {
    "gp": "gp_summary_printed",
    "hospital": "hospital_summary_printed",
    "measuring": "measuring_sheet_printed",
    "daylist": "day_list_printed",
}
_LOOKED_BACK = 20
"""So many rows of the log are looked at for the same print: it is one contact, not two."""


class Paper(StrEnum):
    """What can be printed besides plans and forms."""

    GP = "gp"
    HOSPITAL = "hospital"
    MEASURING = "measuring"
    DAYLIST = "daylist"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which print, about whom ("" for nobody), in which language ("" for its usual reader's)."""

    paper: Paper
    patient_id: str = ""
    language: str = ""
    asked: Asked = Asked.REQUEST
    question: str = ""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A finished print: its bytes, a file name that tells nothing of a person, what it is."""

    pdf: bytes
    file_name: str
    wanted: Wanted
    language: str
    pages: int

    @property
    def digest(self) -> str:
        """The print's own sum, by which the log tells it from another."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """What can be printed for a patient; without a plan `version_id` is "".

    `version_id` is the version in force, or the draft that waits where none is.
    """

    name: str
    language: str
    version_id: str = ""
    number: int = 0
    crisis: bool = False


class ReportPrints:
    """Makes, saves and accounts for summaries, the day's list and the measuring sheet."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def choices(self, session: Session, patient_id: str) -> PrintChoices:
        """Tell what can be printed for a patient; Trouble `patient_unknown` for nobody known."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            subject = subject_of(reader, patient_id, self._record.clock.now())
        row, reign = subject.patient, subject.reign
        name = f"{row.given_name} {row.family_name}".strip()
        if reign is None:
            return PrintChoices(name, row.language)
        version = reign.version
        return PrintChoices(name, row.language, version.id, version.number, version.content.crisis)

    def document(self, session: Session, wanted: Wanted) -> ReportDocument:
        """Gather what a print says, in its reader's language; nothing is rendered yet."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(self._language(reader, session, wanted)):
            match wanted.paper:
                case Paper.DAYLIST:
                    return daylist_print.day_list(reader, now)
                case Paper.GP:
                    subject = subject_of(reader, wanted.patient_id, now)
                    facts = gp_summary_print.gather(reader, subject, wanted.asked, wanted.question)
                    return gp_summary_print.gp_summary(facts)
                case Paper.HOSPITAL:
                    subject = subject_of(reader, wanted.patient_id, now)
                    return hospital_print.hospital_summary(hospital_print.gather(reader, subject))
                case Paper.MEASURING:
                    whose = wanted.patient_id
                    found = subject_of(reader, whose, now) if whose else None
                    return measuring_print.measuring_sheet(profile_of(reader), now, found)

    def render(self, wanted: Wanted, document: ReportDocument) -> PrintedReport:
        """Lay out, tag and read back; touches no record."""
        pdf = press.render(document)
        stem = _FILES[wanted.paper]
        on = day_of(self._record.clock.now()).isoformat()
        name = saving.file_name(stem, on)
        return PrintedReport(pdf, name, wanted, document.identity.language, page_count(pdf))

    def make(self, session: Session, wanted: Wanted) -> PrintedReport:
        """Gather and render in one; for the thread that also draws the pages."""
        return self.render(wanted, self.document(session, wanted))

    def save(self, session: Session, printed: PrintedReport, path: Path) -> None:
        """Save a print where a person chose, and note it; Trouble if it cannot be written there."""
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed)

    def note(self, session: Session, printed: PrintedReport) -> None:
        """Note that a print was made: in the log, and a GP's summary among the contacts, too.

        The same print saved and then put on paper is one contact.
        """
        require(session, Right.SEE_PATIENTS)
        wanted = printed.wanted
        with self._record.write(session) as writer:
            if wanted.patient_id:
                known_patient(writer, wanted.patient_id)
            new = wanted.paper is Paper.GP and not _was_noted(writer, printed)
            logbook.report_printed(
                writer,
                _ACTIONS[wanted.paper],
                wanted.patient_id or None,
                printed.digest,
                printed.pages,
                wanted.asked.value if wanted.paper is Paper.GP else "",
            )
            if new and may(session, Right.EDIT_PATIENTS):
                with speaking(session.language):
                    contacts.add(writer, _contact(printed.wanted))
                writer.touch("alerts", wanted.patient_id)

    def _language(self, reader: Reader, session: Session, wanted: Wanted) -> str:
        """The reader's: the patient's on her own sheet, the municipality's where others read."""
        if wanted.language:
            return wanted.language
        if wanted.paper is Paper.DAYLIST:
            return session.language
        if wanted.paper is Paper.MEASURING and wanted.patient_id:
            own = known_patient(reader, wanted.patient_id).language
            # Whoever speaks another language gets the sheet in the municipality's.
            return own if own in LANGUAGES else profile_of(reader).language
        return profile_of(reader).language


def _was_noted(reader: Reader, printed: PrintedReport) -> bool:
    rows = audit.of_patient(reader, printed.wanted.patient_id, limit=_LOOKED_BACK)
    return any(row.details.get("hash") == printed.digest for row in rows)


def _contact(wanted: Wanted) -> NewContact:
    note = tr("Summary printed for the GP. {why}", why=tr(ASKED_WORDS[wanted.asked]))
    if question := wanted.question.strip():
        note = f"{note} {tr('Asked: {question}', question=question)}"
    return NewContact(wanted.patient_id, Action.GP.value, Initiative.CENTRE.value, "", note, None)
