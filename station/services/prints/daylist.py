"""The day's list on one page: who, why, whom to ring, what waits, and room to tick and write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.core.formats import clock_time, long_day, when
from station.core.i18n import N_, ntr, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import patients as patient_queries
from station.models.queries import worklist as list_queries
from station.models.queries.patients import PatientListRow
from station.printing.documents import ReportDocument, ReportPart, Table, words
from station.printing.fonts import lacking
from station.rules.gpvisit import NO_VISIT, Visit
from station.rules.wording import SIGNS, standing_word
from station.services.footers import phone_text
from station.services.patients.values import Protection
from station.services.plans.gp_visits import visits
from station.services.plans.values import visit_words
from station.services.prints.report_parts import identity_of, noted, profile_of
from station.services.today.worklist import WorkList, WorkRow, work_list

TITLE = N_("Day list")
_MOST_WHY = 130
_SHARES = (0.105, 0.195, 0.27, 0.145, 0.145, 0.025, 0.115)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the list tells besides the worklist itself, by patient."""

    now: int
    listed: Mapping[str, PatientListRow]
    taken: Mapping[str, str]
    due: frozenset[str]
    visits: Mapping[str, Visit]


def day_list(reader: Reader, now: int) -> ReportDocument:
    """Give today's worklist in its own order, in the language spoken now.

    No national number, no address; a strictly protected person's telephone stays in Station.
    """
    made = work_list(reader, now)
    known = _look(reader, made.rows, now)
    headings = (
        tr("Now"),
        tr("Who"),
        tr("Why"),
        tr("Telephone"),
        tr("What waits"),
        "✓",
        tr("Notes"),
    )
    rows = tuple(_row(row, known) for row in made.rows)
    part = ReportPart(table=Table(headings, rows, _SHARES, tight=True))
    if not rows:
        part = ReportPart(lines=(words(tr("Nobody is followed yet")),))
    return ReportDocument(
        identity_of(profile_of(reader), now, tr(TITLE)),
        _introduction(made),
        (part,),
        tr("This sheet is about people's health: shred it when the day is over."),
    )


def _look(reader: Reader, rows: Sequence[WorkRow], now: int) -> _Known:
    ids = frozenset(row.patient_id for row in rows)
    found = patient_queries.listed(reader, now, ids)
    taken: dict[str, str] = {}
    for alert in list_queries.open_alerts(reader):
        if alert.taken_by:
            taken.setdefault(alert.patient_id, alert.taken_by)
    today = day_of(now).isoformat()
    plans = list_queries.plans_in_force(reader, now)
    due = frozenset(
        who for who, plan in plans.items() if plan.review_on and plan.review_on <= today
    )
    return _Known(now, {row.id: row for row in found}, taken, due, visits(reader, now))


def _introduction(made: WorkList) -> str:
    counts = made.counts().items()
    told = ", ".join(f"{n} {standing_word(standing).lower()}" for standing, n in counts if n)
    people = ntr("{n} patient", "{n} patients", len(made.rows))
    moment = f"{long_day(made.made_at)} {clock_time(made.made_at)}"
    said = tr("Made {when}. {people}: {told}.", when=moment, people=people, told=told or "–")
    if made.judged_at is None:
        return f"{said} {tr('Not judged yet.')}"
    judged = when(made.judged_at, made.made_at)
    return f"{said} {tr('Everybody was last judged {when}.', when=judged)}"


def _row(row: WorkRow, known: _Known) -> tuple[str, ...]:
    listed = known.listed.get(row.patient_id)
    return (
        f"{SIGNS[row.standing]} {standing_word(row.standing)}",
        ", ".join(piece for piece in (_name(row.name), row.birth_year) if piece),
        noted(" · ".join((row.reason, *row.marks)), None, _MOST_WHY),
        _phone(listed),
        _waits(row, known),
        "",
        "",
    )


def _name(name: str) -> str:
    """One name in letters that the typeface lacks must not stop everybody's list."""
    return tr("(name in other letters)") if lacking(name) else name


def _phone(listed: PatientListRow | None) -> str:
    if listed is None or not listed.phone.strip():
        return "–"
    if listed.protection == Protection.STRICT:
        return tr("protected")
    return noted(phone_text(listed.phone))


def _waits(row: WorkRow, known: _Known) -> str:
    found = []
    if row.alerts:
        found.append(ntr("{n} open alert", "{n} open alerts", row.alerts))
    if who := known.taken.get(row.patient_id):
        found.append(tr("taken by {who}", who=who))
    if row.patient_id in known.due:
        found.append(tr("Review is due"))
    visit = visit_words(known.visits.get(row.patient_id, NO_VISIT), day_of(known.now))
    return noted(" · ".join((*found, *([visit] if visit else []))), None, _MOST_WHY)
