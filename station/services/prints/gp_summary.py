"""One page for the GP: plan, critical limits, 30 days of readings, alerts and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.core.formats import clock_time, day
from station.core.i18n import N_, language, ntr, speaking, tr
from station.models.database import Reader
from station.models.queries.alerts import AlertRow, ContactRow
from station.printing import press
from station.printing.documents import ReportDocument, ReportPart, Series, Words, strong, words
from station.rules.limits import Level
from station.services.prints import report_lines as lines
from station.services.prints.plan_sheet import TREND_DAYS, trend_period
from station.services.prints.report_lines import Told
from station.services.prints.report_parts import Subject, charted, identity_of, limits_part, noted

TITLE = N_("Summary for the GP")
_MOST_QUESTION = 1200


class Asked(StrEnum):
    """Why a GP gets a summary: never as a stream."""

    REQUEST = "request"
    REVIEW = "review"
    RED = "red"


ASKED_WORDS = {
    Asked.REQUEST: N_("The GP has asked for it."),
    Asked.REVIEW: N_("The plan is to be reviewed."),
    Asked.RED: N_("There is a red alert."),
}


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of each there is room for."""

    charts: int
    alerts: int
    contacts: int
    answers: int


_ROOMS = (
    _Room(4, 8, 5, 4),
    _Room(3, 6, 4, 3),
    _Room(3, 4, 3, 2),
    _Room(2, 3, 2, 2),
    _Room(1, 2, 1, 1),
)


@dataclass(frozen=True, slots=True)
class GpFacts:
    """Everything the page is made from, read in one look, in the language of the one who reads."""

    subject: Subject
    spoken: str
    asked: Asked
    question: str
    newest: tuple[tuple[str, str, str, str], ...]
    charts: tuple[Series, ...]
    alerts: tuple[AlertRow, ...]
    contacts: tuple[ContactRow, ...]
    answers: Told


def gather(reader: Reader, subject: Subject, asked: Asked, question: str) -> GpFacts:
    """Read what a summary tells, in the language spoken now."""
    rows = lines.answer_rows(reader, subject)
    return GpFacts(
        subject,
        language(),
        asked,
        noted(question, subject.patient, _MOST_QUESTION),
        lines.newest_rows(reader, subject),
        charted(reader, subject, _ROOMS[0].charts),
        lines.alert_rows(reader, subject),
        lines.contact_rows(reader, subject),
        lines.answers_told(reader, rows, subject, _ROOMS[0].answers),
    )


def gp_summary(facts: GpFacts) -> ReportDocument:
    """Give the page; what there is no room for is counted, never silently left out."""
    with speaking(facts.spoken):
        made = (_document(facts, room) for room in _ROOMS)
        for document in made:
            if press.fits_one_page(document):
                return document
    return document


def _document(facts: GpFacts, room: _Room) -> ReportDocument:
    subject = facts.subject
    made_at = f"{day(subject.now)} {clock_time(subject.now)}"
    return ReportDocument(
        identity_of(subject.profile, subject.now, tr(TITLE), subject),
        tr(
            "{why} Made {when}; it tells of the {days} days before. What came later is not in it.",
            why=tr(ASKED_WORDS[facts.asked]),
            when=made_at,
            days=TREND_DAYS,
        ),
        (
            limits_part(subject),
            _asks(facts),
            _readings(facts, room),
            *_answers(facts, room),
            _alerts(facts, room),
            _contacts(facts, room),
            ReportPart(tr("Answer from the GP"), blanks=(tr("What is to be done"),)),
            ReportPart(blanks=(tr("Date"), tr("GP (signature)"))),
        ),
        tr("Taken from Station, which is not the patient's record."),
        trend_period(subject.now),
    )


def _asks(facts: GpFacts) -> ReportPart:
    heading = tr("What we ask the GP")
    if facts.question:
        return ReportPart(heading, (words(strong(facts.question)),), framed=True)
    return ReportPart(heading, (words(tr("Nothing now: this is for your information.")),))


def _readings(facts: GpFacts, room: _Room) -> ReportPart:
    moments: dict[str, list[str]] = {}
    for what, value, at, _ in facts.newest:
        moments.setdefault(at, []).append(f"{what} {value}")
    said = "; ".join(f"{at} {', '.join(values)}" for at, values in moments.items())
    newest: tuple[Words, ...] = (words(tr("No readings yet.")),)
    if said:
        newest = (words(strong(tr("Newest:")), f" {said}."),)
    heading = tr("Readings, the last {days} days", days=TREND_DAYS)
    return ReportPart(heading, newest, series=facts.charts[: room.charts])


def _answers(facts: GpFacts, room: _Room) -> tuple[ReportPart, ...]:
    if not facts.answers.lines:
        return ()
    told = Told(
        facts.answers.lines[: room.answers],
        facts.answers.left + max(0, len(facts.answers.lines) - room.answers),
    )
    rest = ntr("And {n} form more.", "And {n} forms more.", told.left)
    return (ReportPart(tr("Forms"), lines.with_rest(told, rest)),)


def _alerts(facts: GpFacts, room: _Room) -> ReportPart:
    heading = tr("Alerts and what was done, the last {days} days", days=TREND_DAYS)
    if not facts.alerts:
        return ReportPart(heading, (words(tr("No alerts.")),))
    told = lines.alerts_told(facts.alerts, facts.subject, room.alerts)
    return ReportPart(heading, lines.with_rest(told, rest_of(facts.alerts[room.alerts :])))


def rest_of(left: Sequence[AlertRow]) -> str:
    """Count the alerts there was no room for, by level: Og 52 til: 40 gule, 12 røde."""
    red = sum(row.level == Level.RED for row in left)
    yellow = len(left) - red
    parts = [
        *([ntr("{n} red one", "{n} red ones", red)] if red else []),
        *([ntr("{n} yellow one", "{n} yellow ones", yellow)] if yellow else []),
    ]
    return tr("And {n} more: {levels}.", n=len(left), levels=", ".join(parts))


def _contacts(facts: GpFacts, room: _Room) -> ReportPart:
    heading = tr("Contacts, the last {days} days", days=TREND_DAYS)
    told = lines.contacts_told(facts.contacts, facts.subject, room.contacts)
    if not told.lines:
        return ReportPart(heading, (words(tr("No contacts.")),))
    rest = ntr("And {n} contact more.", "And {n} contacts more.", told.left)
    return ReportPart(heading, lines.with_rest(told, rest))
