"""One patient's timeline: contacts, alerts, plan versions, consent, pauses; newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, tr
from station.core.zone import day_of, day_start
from station.models.database import Reader
from station.models.queries import alerts as queries
from station.models.queries import audit as audit_queries
from station.models.queries import device_log as log_queries
from station.models.queries import followup as followup_queries
from station.models.queries import forms as form_queries
from station.models.queries import openings as opening_queries
from station.models.queries import patients as patient_queries
from station.models.queries.alerts import AlertRow, ContactRow, EventRow
from station.models.queries.plans import VersionRow
from station.rules.approval import ELSEWHERE
from station.rules.contacts import ACTION_WORDS, VERDICT_WORDS, Action, Initiative, Verdict
from station.rules.limits import Level
from station.rules.plans import PlanStatus
from station.rules.precision import handled_to_green
from station.rules.stored_why import short_words
from station.rules.wording import component_name, kind_name, level_word
from station.services.equipment.device_words import FAILED, event_words
from station.services.forms.answer_views import ANSWERED_BY_WORDS, shown, unreadable_title
from station.services.plans.values import channel_word
from station.services.today.row_words import cause_words

MOST = 200
_MOST_ANSWERS = 30
_MOST_FAILED = 30
_DAY_MS = 86_400_000
OUTCOMES: Final = {
    "answered": N_("answered"),
    "no_answer": N_("no answer"),
    "calls_back": N_("will call back"),
    "message": N_("left a message"),
    "meeting": N_("treatment meeting"),
}
"""What came of a call: the stored code and its words."""
_ZONES = {Level.RED: "red", Level.YELLOW: "yellow", Level.GREEN: ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when (UTC ms), its zone ("" for none), what, and by whom.

    `dated` says that only the day is known; `note` is what somebody wrote about it.
    """

    at: int
    text: str
    zone: str = ""
    note: str = ""
    by: str = ""
    dated: bool = False


def timeline(
    reader: Reader,
    patient_id: str,
    versions: Sequence[VersionRow],
    contacts: Sequence[ContactRow],
    now: int,
) -> tuple[Entry, ...]:
    """Give what happened to a patient, the newest first, in the language spoken now."""
    alerts = queries.of_patient(reader, patient_id)
    events: dict[str, list[EventRow]] = {}
    for event in queries.events(reader, patient_id, 0, now + _DAY_MS):
        events.setdefault(event.alert_id, []).append(event)
    closing = {row.id: _closing_contact(row, contacts) for row in alerts}
    folded = {contact.id for contact in closing.values() if contact}
    found = [_alert(row, events.get(row.id, []), closing[row.id]) for row in alerts]
    found += [_contact(each) for each in contacts if each.id not in folded]
    found += [entry for row in versions for entry in _version(row)]
    found += _consents(reader, patient_id)
    found += _pauses(reader, patient_id)
    found += _rests(reader, patient_id)
    found += _answers(reader, patient_id)
    found += _takeovers(reader, patient_id)
    found += _failed(reader, patient_id)
    if (opened := opening_queries.of_patient(reader, patient_id)) is not None:
        found.append(Entry(opened.since, tr("Open with {name}", name=opened.name)))
    found.sort(key=lambda entry: -entry.at)
    return tuple(found[:MOST])


def _takeovers(reader: Reader, patient_id: str) -> list[Entry]:
    """What a colleague was promised to see: who took the patient over, and why."""
    return [
        Entry(
            at,
            tr("Taken over from {name}", name=before) if before else tr("Taken over"),
            "",
            why,
            who,
        )
        for at, who, why, before in audit_queries.takeovers_of(reader, patient_id)
    ]


def _closing_contact(row: AlertRow, contacts: Sequence[ContactRow]) -> ContactRow | None:
    """The contact that was noted by closing the alert: it is told with the alert."""
    for contact in contacts:
        if contact.alert_id == row.id and contact.at == row.closed_at:
            return contact
    return None


def _alert(row: AlertRow, events: Sequence[EventRow], closing: ContactRow | None) -> Entry:
    level = Level(row.level)
    reached = [Level(event.level) for event in events] or [level]
    words = " → ".join(level_word(each) for each in dict.fromkeys(reached))
    text = f"{words}: {short_words(row.why)}"
    if row.closed_at is not None:
        verdict = tr(VERDICT_WORDS[Verdict(row.verdict)])
        text = f"{text} → {_lower(tr(ACTION_WORDS[Action(row.action)]))} ({verdict})"
        proposed = row.proposed_at is not None
        if handled_to_green(row.level, row.action, row.verdict, proposed=proposed):
            text = f"{text} · {tr('handled to green')}"
    note = row.note or (closing.note if closing else "")
    return Entry(row.measured_at, text, _ZONES[level], note, row.closed_by)


def _contact(contact: ContactRow) -> Entry:
    parts = [tr(ACTION_WORDS[Action(contact.kind)])]
    if contact.initiative == Initiative.PATIENT:
        parts = [_by_patient(Action(contact.kind))]
    if contact.outcome:
        parts.append(tr(OUTCOMES.get(contact.outcome, contact.outcome)))
    return Entry(contact.at, " · ".join(parts), note=contact.note, by=contact.by)


def _by_patient(action: Action) -> str:
    if action is Action.CALL:
        return tr("The patient called")
    return tr("{what}, on the patient's initiative", what=tr(ACTION_WORDS[action]))


def _version(row: VersionRow) -> list[Entry]:
    version = row.version
    if version.in_force_from is None:
        text = tr("Plan v{number} begun", number=version.number)
        return [Entry(version.created_at, text, by=version.created_by)]
    if version.channel == ELSEWHERE:
        text = tr("Plan v{number} made by {who}", number=version.number, who=version.approved_by)
        return [Entry(version.in_force_from, text, by=row.registered_by, note=row.approval_note)]
    text = tr(
        "Plan v{number} approved {day} by {who}, {channel}",
        number=version.number,
        day=day(date.fromisoformat(version.approved_on)) if version.approved_on else "",
        who=version.approved_by,
        channel=channel_word(version.channel),
    )
    if version.status is PlanStatus.REPLACED and version.in_force_to is not None:
        text = tr("{what}; held until {day}", what=text, day=day(version.in_force_to))
    return [Entry(version.in_force_from, text, by=row.registered_by, note=row.approval_note)]


def _consents(reader: Reader, patient_id: str) -> list[Entry]:
    found = []
    for row in patient_queries.consents_of(reader, patient_id):
        given = date.fromisoformat(row.given_on)
        text = tr("Consent given, informed by {who}", who=row.informed_by)
        found.append(Entry(day_start(given), text, dated=True))
        if row.withdrawn_on:
            withdrawn = date.fromisoformat(row.withdrawn_on)
            found.append(Entry(day_start(withdrawn), tr("Consent withdrawn"), dated=True))
    return found


def _answers(reader: Reader, patient_id: str) -> list[Entry]:
    """What forms were answered with: what stands out, or that nothing does."""
    rows = [row for row in form_queries.answers(reader, patient_id) if not row.excluded]
    rows = rows[:_MOST_ANSWERS]
    asked = {(row.form_code, row.form_version) for row in rows}
    versions = {each: form_queries.one(reader, *each) for each in asked}
    found = []
    for row in rows:
        version = versions[row.form_code, row.form_version]
        if version is None:
            continue
        form = version.readable
        if form is None:
            found.append(Entry(row.answered_at, unreadable_title(row.form_code), "", row.comment))
            continue
        told = shown(row, form)
        out = [line for line in (*told.totals, *told.lines) if line.level]
        words = ", ".join(f"{_lower(line.name)} {_lower(line.answer)}" for line in out)
        level = told.view.level or Level.GREEN
        text = tr("{form}: {answers}", form=told.view.title, answers=words)
        if not out:
            text = tr("{form}: nothing is yellow or red", form=told.view.title)
        who = tr(ANSWERED_BY_WORDS[row.answered_by])
        by = f"{who} ({row.answered_name})" if row.answered_name else who
        found.append(Entry(row.answered_at, text, _ZONES[level], row.comment, by))
    return found


def _pauses(reader: Reader, patient_id: str) -> list[Entry]:
    found = []
    for row in patient_queries.pauses_of(reader, patient_id):
        until = tr("until {day}", day=day(day_of(row.until_at))) if row.until_at else ""
        parts = [tr("Pause begun"), until, cause_words(row.cause, row.reason)]
        found.append(Entry(row.from_at, " · ".join(part for part in parts if part), "pause"))
        if row.ended_at is not None:
            found.append(Entry(row.ended_at, tr("Pause ended"), "pause"))
    return found


def _rests(reader: Reader, patient_id: str) -> list[Entry]:
    found = []
    for row, ended_at in followup_queries.rests_of(reader, patient_id):
        what = component_name(row.component)
        until = day(day_of(row.until_at))
        text = tr("{what} put off until {when}", what=what, when=until)
        found.append(Entry(row.from_at, text, note=row.reason, by=row.set_by))
        if ended_at is not None:
            found.append(Entry(ended_at, tr("{what} is put off no more", what=what)))
    for closer in followup_queries.followups_of(reader, patient_id):
        until = day(day_of(closer.until_at))
        text = tr("Closer follow-up until {day}", day=until)
        found.append(Entry(closer.from_at, text, note=closer.reason, by=closer.set_by))
        if closer.ended_at is not None:
            found.append(Entry(closer.ended_at, tr("Closer follow-up ended")))
    return found


def _failed(reader: Reader, patient_id: str) -> list[Entry]:
    """What a device tried to measure and could not: seen, and never a number."""
    rows = log_queries.failed_of(reader, patient_id, FAILED, _MOST_FAILED)
    return [
        Entry(
            row.happened_at,
            event_words(row.code, row.device, kind_name(row.kind) if row.kind else ""),
        )
        for row in rows
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
