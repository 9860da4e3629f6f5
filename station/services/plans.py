"""Self-care plans: drafts from templates, versions that never change, approval by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import resources

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import plans as queries
from station.models.queries import readings as reading_queries
from station.models.queries.plans import PlanListRow, VersionRow
from station.models.records import plans as records
from station.models.records.plans import Approved
from station.rules.alerts import ground
from station.rules.approval import (
    Approval,
    Hindered,
    Review,
    approval_hindrances,
    approve,
    hindrances,
    review,
)
from station.rules.comparing import Change, compare
from station.rules.counts import Counts, count_days
from station.rules.kinds import place_of
from station.rules.limits import Limit
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.replay import samples
from station.rules.templates import Template, instantiate, translated
from station.services import judging
from station.services.known import known_patient
from station.services.plan_values import PlanDesk, PlanList, desk_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["Change", "Hindered", "PlanList", "PlanListRow", "Plans", "Review", "VersionRow"]

TEMPLATES = ("kols", "diabetes", "hjertesvikt")
COUNTED_DAYS = 30
"""The days on which proposed limits are tried."""
_DAY_MS = 86_400_000


class Plans:
    """Writes, approves and compares plan versions."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def template(self, code: str, language: str) -> Template:
        """Give a shipped template in a language; Trouble `template_unknown` if there is none."""
        place = (
            resources.files("station") / "content" / "plan_templates" / f"{code}.{language}.json"
        )
        try:
            return Template.from_data(json.loads(place.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Trouble(
                "template_unknown", N_("The template «{name}» could not be read."), name=code
            ) from error

    def templates(self, language: str) -> tuple[tuple[str, str], ...]:
        """Give the shipped templates as (code, name)."""
        return tuple((code, self.template(code, language).name) for code in TEMPLATES)

    def everyone(self, session: Session) -> tuple[PlanList, ...]:
        """Give every patient's plan, those due for review marked, and those without a plan."""
        require(session, Right.SEE_PATIENTS)
        today = day_of(self._record.clock.now())
        with self._record.read() as reader:
            rows = queries.everyone(reader)
        return tuple(_listed(row, today) for row in rows)

    def desk(self, session: Session, patient_id: str) -> PlanDesk:
        """Give everything about one patient's plans; the look is in the audit log."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            found = self._desk(writer, patient_id)
            writer.audit("plans_opened", "plan", patient_id, patient_id)
        return found

    def refresh(self, session: Session, patient_id: str) -> PlanDesk:
        """Give the same as `desk` to somebody who has it open already."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return self._desk(reader, patient_id)

    def counts(
        self, session: Session, patient_id: str, limits: Sequence[Limit]
    ) -> dict[str, Counts]:
        """Give, by component, what these limits would have given on the last 30 days' readings."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return counts_of(reader, patient_id, limits, self._record.clock.now())

    def versions(self, session: Session, patient_id: str) -> tuple[VersionRow, ...]:
        """Give every version of a patient's plans, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.versions(reader, patient_id)

    def open(self, session: Session, version_id: str) -> VersionRow:
        """Give one version; the look is in the audit log."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            writer.audit("plan_opened", "plan_version", version_id, row.version.patient_id)
        return row

    def start_draft(self, session: Session, patient_id: str, template: str, language: str) -> str:
        """Begin a plan from a template, every line a proposal, and give the draft's id.

        A draft that is open already is given back instead: nobody is planned twice. Raises
        Trouble `patient_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        made = instantiate(self.template(template, language), day_of(self._record.clock.now()))
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            if open_draft := _draft_of(writer, patient_id):
                writer.quiet()
                return open_draft
            plan_id = records.add_plan(writer, patient_id, template)
            number = _next_number(writer, patient_id)
            version_id = records.add_draft(writer, plan_id, patient_id, number, made)
            _changed(writer, "plan_drafted", version_id, patient_id, template=template)
        return version_id

    def next_draft(self, session: Session, version_id: str) -> str:
        """Begin the next version from an existing one, and give the draft's id.

        An open draft of the patient's is given back instead of making a second one.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            version = row.version
            if open_draft := _draft_of(writer, version.patient_id):
                writer.quiet()
                return open_draft
            number = _next_number(writer, version.patient_id)
            draft_id = records.add_draft(
                writer, version.plan_id, version.patient_id, number, version.content, version_id
            )
            _changed(writer, "plan_drafted", draft_id, version.patient_id, based_on=version_id)
        return draft_id

    def save_draft(
        self, session: Session, version_id: str, content: PlanContent, before: str
    ) -> str:
        """Store a draft that was opened with the hash `before`, and give its new hash.

        Raises Trouble `plan_changed` if somebody else has changed or approved it meanwhile.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if not records.save_draft(writer, version_id, content, before):
                raise _overtaken()
            changes = compare(row.version.content, content)
            _changed(
                writer,
                "plan_draft_saved",
                version_id,
                row.version.patient_id,
                changes=sorted({f"{change.part.value}:{change.how.value}" for change in changes}),
            )
            _judge_limits(writer, row.version.patient_id, row.version.content, content)
        return records.hash_of(records.content_text(content))

    def drop_draft(self, session: Session, version_id: str) -> None:
        """Delete a draft that nobody needs."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if not records.drop_draft(writer, version_id):
                raise Trouble("plan_decided", N_("An approved plan is never deleted."))
            _changed(
                writer,
                "plan_draft_deleted",
                version_id,
                row.version.patient_id,
                content=row.version.content.to_data(),
            )

    def _desk(self, reader: Reader, patient_id: str) -> PlanDesk:
        now = self._record.clock.now()
        person = queries.person(reader, patient_id)
        if person is None:
            raise Trouble("patient_unknown", N_("This patient is not in the file any more."))
        versions = queries.versions(reader, patient_id)
        known = [row.version for row in versions]
        counting = next((each for each in known if each.status is PlanStatus.APPROVED), None)
        counting = counting or next(iter(known), None)
        standing = review(counting.content, day_of(now)) if counting else Review.NONE
        return desk_of(person, versions, queries.prints(reader, patient_id), now, standing)

    def hindrances(self, content: PlanContent) -> tuple[Hindered, ...]:
        """Give what must be gone through or put right before this content can be approved."""
        return hindrances(content)

    def approve(
        self,
        session: Session,
        version_id: str,
        approval: Approval,
        note: str = "",
        before: str = "",
    ) -> tuple[Hindered, ...]:
        """Register a doctor's approval; gives what hinders it, and nothing once it is done.

        With `before`, the hash of what was on the screen, Trouble `plan_changed` if somebody
        else has changed the draft since: nothing is approved unseen.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if before and row.content_hash != before:
                raise _overtaken()
            known = [each.version for each in queries.versions(writer, row.version.patient_id)]
            today = day_of(writer.now)
            hindered = approval_hindrances(row.version, approval, known, today)
            if hindered:
                writer.quiet()
                return hindered
            for changed in approve(row.version, approval, known, today):
                _write_decision(writer, changed, note)
            _changed(
                writer,
                "plan_approved",
                version_id,
                row.version.patient_id,
                by=approval.by,
                on=approval.on,
                channel=approval.channel,
                in_force_from=approval.in_force_from,
            )
            judging.judge_again(
                writer,
                row.version.patient_id,
                reading_queries.kinds_of(writer, row.version.patient_id),
            )
        return ()

    def compare(self, session: Session, before_id: str, after_id: str) -> tuple[Change, ...]:
        """Give what was added, changed and removed from one version to another."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            before, after = _known(reader, before_id), _known(reader, after_id)
        return compare(before.version.content, after.version.content)

    def spoken(self, content: PlanContent, language: str) -> PlanContent:
        """Give a content in another language, as far as its lines are the template's own."""
        return translated(content, self.template(content.template, language))


def counts_of(
    reader: Reader, patient_id: str, limits: Sequence[Limit], now: int
) -> dict[str, Counts]:
    """Give, by component, what `limits` would have given in the 30 days before `now` (UTC ms)."""
    since = now - COUNTED_DAYS * _DAY_MS
    found = {}
    for component in dict.fromkeys(limit.component for limit in limits):
        kind = place_of(component)[0].code
        # Twice the span, so that «k of the last n» knows what came before the first day.
        history = reading_queries.history(reader, patient_id, kind, since - (now - since))
        ordered = [each for each in samples(component, history) if each.taken_at <= now]
        here = ground(component, "", limits, approved=False)
        found[component] = count_days(ordered, here, since)
    return found


def _listed(row: PlanListRow, today: date) -> PlanList:
    try:
        return PlanList(row, review(PlanContent("", "", review_on=row.review_on), today))
    except ValueError:
        return PlanList(replace(row, review_on="", readable=False), Review.NONE)


def _overtaken() -> Trouble:
    return Trouble(
        "plan_changed",
        N_("Somebody else has changed this plan meanwhile. Open it again and compare."),
    )


def _draft_of(reader: Reader, patient_id: str) -> str | None:
    return next(
        (
            row.version.id
            for row in queries.versions(reader, patient_id)
            if row.version.status is PlanStatus.DRAFT
        ),
        None,
    )


def _write_decision(writer: Writer, version: PlanVersion, note: str) -> None:
    if version.status is PlanStatus.APPROVED:
        approved = Approved(
            version.approved_by,
            version.approved_on,
            version.channel,
            note,
            version.in_force_from or writer.now,
        )
        records.approve(writer, version.id, approved)
    else:
        records.replace(writer, version.id, version.in_force_to or writer.now)


def _judge_limits(writer: Writer, patient_id: str, before: PlanContent, after: PlanContent) -> None:
    # A draft decides only in the trial period; judging again is then the honest thing, and cheap.
    if before.limits != after.limits:
        judging.judge_again(writer, patient_id, reading_queries.kinds_of(writer, patient_id))


def _changed(
    writer: Writer, what: str, version_id: str, patient_id: str, **details: object
) -> None:
    writer.audit(what, "plan_version", version_id, patient_id, **details)
    writer.touch("plans", patient_id)


def _next_number(reader: Reader, patient_id: str) -> int:
    known: Sequence[VersionRow] = queries.versions(reader, patient_id)
    return max((row.version.number for row in known), default=0) + 1


def _known(reader: Reader, version_id: str) -> VersionRow:
    row = queries.one(reader, version_id)
    if row is None:
        raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
    return row
