"""The GP's paper: which version a scanned sheet shows, and registering what the GP answered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import plans as plan_queries
from station.models.queries.plans import VersionRow
from station.models.records import paper as records
from station.models.records import plans as plan_records
from station.models.records.paper import NewAnswer
from station.rules.approval import (
    Hindered,
    Hindrance,
    approval_hindrances,
)
from station.rules.comparing import compare
from station.rules.papercode import scanned, together
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.services.paper.finding import GONE, find, newest_checksum, of_version
from station.services.paper.values import (
    Found,
    FoundKind,
    PlanAnswer,
    Registered,
    Verdict,
)
from station.services.patients.documents import Documents, Ready, Subject, keep, ready
from station.services.plans.deciding import decide
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

SHEET = "gp_answer"
"""The kind under which a signed sheet is kept."""


class Paper:
    """Finds plan versions by what is printed on their sheets, and registers answers."""

    def __init__(self, record: Record) -> None:
        """Read from, and write to, `record`."""
        self._record = record
        self._documents = Documents(record)

    def read_code(self, session: Session, text: str, open_patient: str = "") -> Found:
        """Give what a scanned or typed code leads to; the look is in the log.

        With `open_patient`, a sheet of another patient is said to be that.
        """
        return self.read_texts(session, [text], open_patient)

    def read_texts(self, session: Session, texts: Iterable[str], open_patient: str = "") -> Found:
        """Give what all codes of a file lead to together."""
        require(session, Right.SEE_PATIENTS)
        found = together(scanned(text) for text in texts)
        with self._record.write(session) as writer:
            result = find(writer, found, open_patient)
            _audit_look(writer, result)
        return result

    def read_file(self, session: Session, path: Path, open_patient: str = "") -> Found:
        """Give what the codes in a scanned file lead to; Trouble `scan.*` if it is unreadable."""
        scan = self._documents.take(session, path)
        pages = (self._documents.read_page(session, scan, at) for at in range(scan.pages))
        return self.read_texts(
            session, [text for page in pages for text in page.texts], open_patient
        )

    def by_hand(self, session: Session, version_id: str) -> Found:
        """Give a version that a person chose herself, because no code could be read."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            newest = newest_checksum(writer, version_id)
            result = of_version(writer, version_id, newest, "")
            _audit_look(writer, result)
        return result

    def register(self, session: Session, answer: PlanAnswer) -> Registered:
        """Register what the GP answered, all or nothing; gives what hinders it instead.

        Raises Trouble `plan_changed` if the version is not what was on the screen, `paper_outdated`
        if it is not in use any more, `paper_same` if «changed» changes nothing.
        """
        require(session, Right.EDIT_PATIENTS)
        made = ready(answer.scan) if answer.scan else None
        with self._record.write(session) as writer:
            row = _answered(writer, answer)
            hindered, version_id = _decide(writer, row, answer)
            if hindered:
                writer.quiet()
                return Registered(hindered)
            return _account(writer, row, answer, version_id, made)


def _audit_look(writer: Writer, found: Found) -> None:
    if found.row is None:
        writer.audit("paper_refused", "file", "", kind=found.kind.value)
        return
    version = found.row.version
    writer.audit(
        "paper_found", "plan_version", version.id, version.patient_id, kind=found.kind.value
    )


def _answered(reader: Reader, answer: PlanAnswer) -> VersionRow:
    row = plan_queries.one(reader, answer.version_id)
    if row is None:
        raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
    if row.version.status in GONE:
        raise Trouble(
            "paper_outdated",
            N_("This version is not in use any more, so nothing was registered on it."),
        )
    if row.content_hash != answer.before:
        raise Trouble(
            "plan_changed",
            N_("Somebody else has changed this plan meanwhile. Open it again and compare."),
        )
    if answer.verdict is not Verdict.RETURNED and _says_otherwise(reader, answer):
        raise Trouble(
            "paper_changed",
            N_(
                "The plan was changed after this sheet was printed, so the GP has not seen what "
                "it says now. Nothing was approved. Print it again and let the GP see it."
            ),
        )
    return row


def _says_otherwise(reader: Reader, answer: PlanAnswer) -> bool:
    found = of_version(reader, answer.version_id, answer.checksum, "")
    return found.kind is FoundKind.CHANGED


def _decide(
    writer: Writer, row: VersionRow, answer: PlanAnswer
) -> tuple[tuple[Hindered, ...], str]:
    """Do what the GP decided; gives what hinders it, and the version that stands then."""
    if answer.verdict is Verdict.RETURNED:
        return _returned(writer, answer), row.version.id
    if answer.verdict is Verdict.CHANGED:
        return _changed(writer, row, answer)
    return decide(writer, row, answer.approval, answer.note), row.version.id


def _returned(writer: Writer, answer: PlanAnswer) -> tuple[Hindered, ...]:
    found = []
    if not answer.approval.by.strip():
        found.append(Hindered(Hindrance.NO_NAME))
    if date.fromisoformat(answer.approval.on) > day_of(writer.clock_now):
        found.append(Hindered(Hindrance.APPROVED_IN_FUTURE))
    return tuple(found)


def _changed(
    writer: Writer, row: VersionRow, answer: PlanAnswer
) -> tuple[tuple[Hindered, ...], str]:
    """Make the version that the GP has written by hand, and put it in force as stated."""
    content = answer.content
    if content is None or not compare(row.version.content, content):
        raise Trouble(
            "paper_same",
            N_("Nothing in the plan is changed. Write what the GP changed, or choose «Approved»."),
        )
    known = [each.version for each in plan_queries.versions(writer, row.version.patient_id)]
    wanted = replace(row.version, status=PlanStatus.DRAFT, content=content)
    hindered = approval_hindrances(wanted, answer.approval, known, day_of(writer.clock_now))
    if hindered:
        return hindered, ""
    made = _next_version(writer, row, content, known)
    records.close_draft(writer, row.version.id)
    decide(writer, made, answer.approval, answer.note)
    return (), made.version.id


def _next_version(
    writer: Writer, row: VersionRow, content: PlanContent, known: Sequence[PlanVersion]
) -> VersionRow:
    version = row.version
    number = max(each.number for each in known) + 1
    version_id = plan_records.add_draft(
        writer, version.plan_id, version.patient_id, number, content, version.id
    )
    made = plan_queries.one(writer, version_id)
    if made is None:
        raise RuntimeError("a version that was added just now is not there")
    return made


def _account(
    writer: Writer, row: VersionRow, answer: PlanAnswer, version_id: str, made: Ready | None
) -> Registered:
    """Note the answer, keep the sheet, and tell the screens."""
    version = row.version
    records.add_answer(
        writer,
        NewAnswer(
            version.id,
            version.patient_id,
            answer.verdict.value,
            answer.approval.by.strip(),
            answer.approval.on,
            answer.approval.channel,
            answer.note,
            answer.print_id,
            version_id if version_id != version.id else "",
        ),
    )
    document_id = ""
    if made is not None:
        subject = Subject(version.patient_id, "plan_version", version.id, SHEET)
        document_id = keep(writer, subject, made)
    writer.audit(
        "paper_registered",
        "plan_version",
        version.id,
        version.patient_id,
        answer=answer.verdict.value,
        new_version=version_id,
    )
    writer.touch("plans", version.patient_id)
    return Registered((), version_id, document_id, made.note if made else "")
