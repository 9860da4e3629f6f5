"""Self-care plans: drafts from templates, versions that never change, approval by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import plan_life
from station.models.queries import plans as queries
from station.models.queries.plans import PlanListRow, VersionRow
from station.models.records import plans as records
from station.rules.approval import (
    Approval,
    Hindered,
    Review,
    hindrances,
    review,
)
from station.rules.comparing import Change, compare
from station.rules.counts import Counts
from station.rules.gpvisit import NO_VISIT
from station.rules.joining import joined_template, sources_of
from station.rules.limits import Limit
from station.rules.plans import PlanContent, PlanStatus
from station.rules.templates import Template, instantiate, translated
from station.services.known import known_patient
from station.services.plans import template_files
from station.services.plans.deciding import audited, decide, judge_all, lay_aside
from station.services.plans.gp_visits import visit_of, visits
from station.services.plans.steps import steps_of
from station.services.plans.template_files import TEMPLATES
from station.services.plans.trying import material
from station.services.plans.values import PlanDesk, PlanList, desk_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["Change", "Hindered", "PlanList", "PlanListRow", "Plans", "Review", "VersionRow"]


class Plans:
    """Writes, approves and compares plan versions."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def template(self, code: str, language: str, version: int | None = None) -> Template:
        """Give a version of a template, without one the one in use, in a language.

        Version 0 is the shipped one. Trouble `template_unknown` if there is none.
        """
        with self._record.read() as reader:
            return template_files.template(reader, code, language, version)

    def template_of(self, content: PlanContent, language: str = "") -> Template:
        """Give the version that a plan was begun from, in the plan's language or another.

        Where two diagnoses were put together, so are their templates.
        """
        spoken = language or content.language
        sources = sources_of(content.template, content.template_version)
        first, *others = (self.template(code, spoken, version) for code, version in sources)
        for other in others:
            first = joined_template(first, other, f"{first.name} + {other.name}")
        return first

    def templates(self, language: str) -> tuple[tuple[str, str], ...]:
        """Give the templates in use as (code, name)."""
        return tuple((code, self.template(code, language).name) for code in TEMPLATES)

    def everyone(self, session: Session) -> tuple[PlanList, ...]:
        """Give every patient's plan, those due for review marked, and those without a plan."""
        require(session, Right.SEE_PATIENTS)
        today = day_of(self._record.clock.now())
        with self._record.read() as reader:
            rows = queries.everyone(reader)
            waiting = plan_life.waiting(reader)
            booked = visits(reader, self._record.clock.now())
        listed = (_listed(row, today) for row in rows)
        return tuple(
            replace(
                each,
                waiting_since=waiting.get(each.row.patient_id),
                visit=booked.get(each.row.patient_id, NO_VISIT),
            )
            for each in listed
        )

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
            number = next_number(writer, patient_id)
            version_id = records.add_draft(writer, plan_id, patient_id, number, made)
            audited(writer, "plan_drafted", version_id, patient_id, template=template)
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
            number = next_number(writer, version.patient_id)
            # What is written here from now on is no longer the other service's plan.
            content = replace(version.content, origin="", valid_from="")
            draft_id = records.add_draft(
                writer, version.plan_id, version.patient_id, number, content, version_id
            )
            audited(writer, "plan_drafted", draft_id, version.patient_id, based_on=version_id)
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
            audited(
                writer,
                "plan_draft_saved",
                version_id,
                row.version.patient_id,
                changes=sorted({f"{change.part.value}:{change.how.value}" for change in changes}),
            )
            _judge_limits(writer, row.version.patient_id, row.version.content, content)
        return records.hash_of(records.content_text(content))

    def drop_draft(self, session: Session, version_id: str) -> None:
        """Delete a draft that nobody needs; one that was printed is withdrawn, and kept."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if not lay_aside(writer, row):
                raise Trouble("plan_decided", N_("An approved plan is never deleted."))

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
        sent, told = plan_life.sent(reader, patient_id), plan_life.answers(reader, patient_id)
        return desk_of(
            person,
            versions,
            queries.prints(reader, patient_id),
            now,
            standing,
            {row.version.id: steps_of(row, sent, told, now) for row in versions},
            visit_of(reader, patient_id, now),
        )

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
            hindered = decide(writer, row, approval, note)
            if hindered:
                writer.quiet()
        return hindered

    def compare(self, session: Session, before_id: str, after_id: str) -> tuple[Change, ...]:
        """Give what was added, changed and removed from one version to another."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            before, after = _known(reader, before_id), _known(reader, after_id)
        return compare(before.version.content, after.version.content)

    def spoken(self, content: PlanContent, language: str) -> PlanContent:
        """Give a content in another language, as far as its lines are the template's own."""
        if not content.template:
            # Entered from paper: all its words are its own.
            return replace(content, language=language)
        return translated(content, self.template_of(content, language))


def counts_of(
    reader: Reader, patient_id: str, limits: Sequence[Limit], now: int
) -> dict[str, Counts]:
    """Give, by component, what `limits` would have given in the 30 days before `now` (UTC ms)."""
    asked = dict.fromkeys(limit.component for limit in limits)
    tried = {code: material(reader, patient_id, code, now).tried(limits) for code in asked}
    return {code: found.counts[0] for code, found in tried.items()}


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


def _judge_limits(writer: Writer, patient_id: str, before: PlanContent, after: PlanContent) -> None:
    # A draft decides only in the trial period; judging again is then the honest thing, and cheap.
    if (before.limits, before.rules) != (after.limits, after.rules):
        judge_all(writer, patient_id)


def next_number(reader: Reader, patient_id: str) -> int:
    """Give the number of a patient's next version; a withdrawn one has had its own."""
    known: Sequence[VersionRow] = queries.versions(reader, patient_id)
    return max((row.version.number for row in known), default=0) + 1


def _known(reader: Reader, version_id: str) -> VersionRow:
    row = queries.one(reader, version_id)
    if row is None:
        raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
    return row
