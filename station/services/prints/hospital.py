"""What a patient brings to hospital: who, plan, newest readings with ages, and whom to ring."""

from dataclasses import dataclass

from station.core.formats import clock_time, day
from station.core.i18n import N_, ntr, tr
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.queries.alerts import AlertRow
from station.models.queries.patients import RelativeRow
from station.printing.documents import (
    ReportDocument,
    ReportPart,
    Series,
    Table,
    Words,
    strong,
    words,
)
from station.rules.limits import Level
from station.services.footers import opening_text, phone_text
from station.services.patients.values import Protection
from station.services.prints import crisis_sheet
from station.services.prints import report_lines as lines
from station.services.prints.gp_summary import rest_of
from station.services.prints.plan_sheet import TREND_DAYS, trend_period
from station.services.prints.report_lines import Told
from station.services.prints.report_parts import (
    Subject,
    charted,
    identity_of,
    limits_part,
    noted,
)
from station.services.prints.sheet_lines import printed_lines

TITLE = N_("Summary to bring to hospital")
_CHARTS, _ALERTS, _CONTACTS, _ANSWERS = 2, 8, 5, 4
_SHARES = (0.27, 0.28, 0.27, 0.18)


@dataclass(frozen=True, slots=True)
class HospitalFacts:
    """Everything the sheet is made from, read in one look."""

    subject: Subject
    relatives: tuple[RelativeRow, ...]
    newest: tuple[tuple[str, str, str, str], ...]
    charts: tuple[Series, ...]
    alerts: tuple[AlertRow, ...]
    contacts: Told
    answers: Told


def gather(reader: Reader, subject: Subject) -> HospitalFacts:
    """Read what the sheet tells, in the language spoken now."""
    found = patient_queries.relatives_of(reader, subject.patient.id)
    # A protected person is found through hers.
    protected = subject.patient.protection != Protection.NONE
    return HospitalFacts(
        subject,
        () if protected else found,
        lines.newest_rows(reader, subject),
        charted(reader, subject, _CHARTS),
        lines.alert_rows(reader, subject),
        lines.contacts_told(lines.contact_rows(reader, subject), subject, _CONTACTS),
        lines.answers_told(reader, lines.answer_rows(reader, subject), subject, _ANSWERS),
    )


def hospital_summary(facts: HospitalFacts) -> ReportDocument:
    """Give the sheet, one page or two, in the language spoken now."""
    subject = facts.subject
    made = f"{day(subject.now)} {clock_time(subject.now)}"
    return ReportDocument(
        identity_of(subject.profile, subject.now, tr(TITLE), subject),
        tr(
            "Made {when} for those who take over. What came later is not in it; ring us for it.",
            when=made,
        ),
        (
            _important(subject),
            _service(subject),
            _readings(facts),
            limits_part(subject),
            *_when_worse(subject),
            *_medicines(subject),
            *_alerts(facts),
            *_answers(facts),
            *_contacts(facts),
            *_relatives(facts),
            *_trend(facts),
        ),
        tr("Taken from Station, which is not the patient's record."),
        trend_period(subject.now),
    )


def _important(subject: Subject) -> ReportPart:
    patient = subject.patient
    facts = (
        (tr("Diagnosis:"), patient.diagnosis),
        (tr("Adaptation:"), patient.needs),
        (tr("GP:"), _gp(subject)),
    )
    shown = tuple(
        words(strong(name), f" {noted(said, patient, 400)}") for name, said in facts if said.strip()
    )
    return ReportPart(tr("About the patient"), shown or (words("–"),), framed=True)


def _gp(subject: Subject) -> str:
    patient = subject.patient
    pieces = (patient.gp_name, patient.gp_office, phone_text(patient.gp_phone))
    return ", ".join(piece for piece in pieces if piece.strip())


def _readings(facts: HospitalFacts) -> ReportPart:
    heading = tr("Newest readings")
    if not facts.newest:
        return ReportPart(heading, (words(tr("No readings yet.")),))
    headings = (tr("Reading"), tr("Value"), tr("Measured"), tr("Age"))
    return ReportPart(heading, table=Table(headings, facts.newest, _SHARES, tight=True))


def _when_worse(subject: Subject) -> tuple[ReportPart, ...]:
    """The red step of the plan, in the patient's own words."""
    content = subject.content
    zone = next((z for z in content.zones if z.level is Level.RED), None) if content else None
    if content is None or zone is None:
        return ()
    own = (*printed_lines(zone.signs), *printed_lines(zone.measures))
    if not own:
        return ()
    heading = tr("What the plan says for red")
    if content.crisis:
        heading = crisis_sheet.level_heading(Level.RED)
    return (ReportPart(heading, own),)


def _medicines(subject: Subject) -> tuple[ReportPart, ...]:
    text = subject.content.medication if subject.content else ""
    shown = tuple(words(noted(line, None, 400)) for line in text.splitlines() if line.strip())
    return (ReportPart(tr("Medicines when worse, by the plan"), shown),) if shown else ()


def _trend(facts: HospitalFacts) -> tuple[ReportPart, ...]:
    heading = tr("Readings, the last {days} days", days=TREND_DAYS)
    return (ReportPart(heading, series=facts.charts),) if facts.charts else ()


def _alerts(facts: HospitalFacts) -> tuple[ReportPart, ...]:
    if not facts.alerts:
        return ()
    told = lines.alerts_told(facts.alerts, facts.subject, _ALERTS)
    shown = lines.with_rest(told, rest_of(facts.alerts[_ALERTS:]))
    heading = tr("Alerts and what was done, the last {days} days", days=TREND_DAYS)
    return (ReportPart(heading, shown),)


def _answers(facts: HospitalFacts) -> tuple[ReportPart, ...]:
    if not facts.answers.lines:
        return ()
    rest = ntr("And {n} form more.", "And {n} forms more.", facts.answers.left)
    return (ReportPart(tr("Forms"), lines.with_rest(facts.answers, rest)),)


def _contacts(facts: HospitalFacts) -> tuple[ReportPart, ...]:
    if not facts.contacts.lines:
        return ()
    rest = ntr("And {n} contact more.", "And {n} contacts more.", facts.contacts.left)
    heading = tr("Contacts, the last {days} days", days=TREND_DAYS)
    return (ReportPart(heading, lines.with_rest(facts.contacts, rest)),)


def _relatives(facts: HospitalFacts) -> tuple[ReportPart, ...]:
    shown = tuple(_relative(each) for each in facts.relatives)
    return (ReportPart(tr("Relatives"), shown),) if shown else ()


def _relative(found: RelativeRow) -> Words:
    who = f"{found.name} ({found.relation})" if found.relation else found.name
    return words(strong(noted(who)), f" {noted(phone_text(found.phone))}".rstrip())


def _service(subject: Subject) -> ReportPart:
    profile = subject.profile
    ours = profile.service_name or tr("Digital home follow-up")
    number = phone_text(profile.phone) or "–"
    hours = opening_text(profile)
    return ReportPart(
        tr("Ring us"),
        (
            words(strong(f"{ours}, {profile.name}: {number}"), f" ({hours})"),
            words(
                tr(
                    "Please tell us before the patient goes home, so that the follow-up "
                    "goes on from the right day."
                )
            ),
        ),
        framed=True,
    )
