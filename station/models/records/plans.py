"""Writing plans: drafts may change, an approved version never does, it is only replaced."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import plan_versions, plans
from station.rules.plans import PlanContent, PlanStatus


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person registered about a doctor's approval; `on` is an ISO date."""

    by: str
    on: str
    channel: str
    note: str
    in_force_from: int


def add_plan(writer: Writer, patient_id: str, template: str) -> str:
    """Begin a plan for a patient, and give its id."""
    plan_id = new_id()
    writer.run(
        insert(plans).values(
            id=plan_id, patient_id=patient_id, template=template, created_at=writer.now
        )
    )
    return plan_id


def add_draft(
    writer: Writer,
    plan_id: str,
    patient_id: str,
    number: int,
    content: PlanContent,
    based_on: str | None = None,
) -> str:
    """Add a draft version to a plan, and give its id."""
    version_id = new_id()
    text = content_text(content)
    writer.run(
        insert(plan_versions).values(
            id=version_id,
            plan_id=plan_id,
            patient_id=patient_id,
            number=number,
            status=PlanStatus.DRAFT.value,
            content=text,
            content_hash=hash_of(text),
            based_on=based_on,
            # From then a draft of the trial period decides: by the clock, like the readings.
            created_at=writer.clock_now,
            created_by=writer.actor.user_id,
        )
    )
    return version_id


def save_draft(writer: Writer, version_id: str, content: PlanContent, before: str) -> bool:
    """Store a draft's content if it still is the draft with the hash `before`; else False."""
    text = content_text(content)
    touched = writer.run(
        update(plan_versions)
        .where(
            plan_versions.c.id == version_id,
            plan_versions.c.status == PlanStatus.DRAFT.value,
            plan_versions.c.content_hash == before,
        )
        .values(content=text, content_hash=hash_of(text))
    )
    return touched == 1


def drop_draft(writer: Writer, version_id: str) -> bool:
    """Delete a draft; False if it is none (any more)."""
    touched = writer.run(
        delete(plan_versions).where(
            plan_versions.c.id == version_id, plan_versions.c.status == PlanStatus.DRAFT.value
        )
    )
    return touched == 1


def approve(writer: Writer, version_id: str, approved: Approved) -> bool:
    """Put a draft in force, approved; False if it is no draft (any more)."""
    touched = writer.run(
        update(plan_versions)
        .where(plan_versions.c.id == version_id, plan_versions.c.status == PlanStatus.DRAFT.value)
        .values(
            status=PlanStatus.APPROVED.value,
            approved_by_name=approved.by,
            approved_on=approved.on,
            approved_channel=approved.channel,
            approval_note=approved.note,
            registered_at=writer.now,
            registered_by=writer.actor.user_id,
            in_force_from=approved.in_force_from,
        )
    )
    return touched == 1


def replace(writer: Writer, version_id: str, in_force_to: int) -> bool:
    """End the time in which an approved version decides: another follows; False if it is none."""
    touched = writer.run(
        update(plan_versions)
        .where(
            plan_versions.c.id == version_id, plan_versions.c.status == PlanStatus.APPROVED.value
        )
        .values(status=PlanStatus.REPLACED.value, in_force_to=in_force_to)
    )
    return touched == 1


def content_text(content: PlanContent) -> str:
    """Give the JSON text of a plan's content, always the same for the same content."""
    return json.dumps(content.to_data(), ensure_ascii=False, sort_keys=True)


def hash_of(text: str) -> str:
    """Give the hash by which two contents are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()
