"""Writing the paper bridge: prints of plans, what came back, kept sheets, and the station's key."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.queries.paper import STATION_KEY
from station.models.tables import documents, plan_answers, plan_prints, plan_versions
from station.rules.plans import PlanStatus


@dataclass(frozen=True, slots=True)
class NewPrint:
    """A print that was made: `content` is the JSON of what it said, `code` as people read it."""

    version_id: str
    patient_id: str
    sheet: str
    code: str
    content_hash: str
    content: str
    language: str
    pages: int


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What a GP answered: "approved", "changed" or "returned"; `answered_on` is an ISO date."""

    version_id: str
    patient_id: str
    answer: str
    by_name: str
    answered_on: str
    channel: str
    note: str
    print_id: str = ""
    new_version_id: str = ""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A file to keep, about a subject such as a plan version."""

    patient_id: str
    subject_kind: str
    subject_id: str
    kind: str
    file_name: str
    media_type: str
    pages: int
    digest: str
    content: bytes
    note: str = ""


def keep_station_key(writer: Writer, key: bytes) -> None:
    """Store the key of this station's seal on paper; it is made once and never replaced."""
    writer.execute("INSERT INTO meta VALUES (?, ?)", (STATION_KEY, key.hex()))


def add_print(writer: Writer, made: NewPrint) -> str:
    """Note that a print was made, and give the note's id."""
    print_id = new_id()
    writer.run(
        insert(plan_prints).values(
            id=print_id,
            version_id=made.version_id,
            patient_id=made.patient_id,
            sheet=made.sheet,
            code=made.code,
            content_hash=made.content_hash,
            content=made.content,
            language=made.language,
            pages=made.pages,
            printed_at=writer.now,
            printed_by=writer.actor.user_id,
        )
    )
    return print_id


def add_answer(writer: Writer, answer: NewAnswer) -> str:
    """Note what came back, and give the note's id."""
    answer_id = new_id()
    writer.run(
        insert(plan_answers).values(
            id=answer_id,
            version_id=answer.version_id,
            patient_id=answer.patient_id,
            answer=answer.answer,
            by_name=answer.by_name,
            answered_on=answer.answered_on,
            channel=answer.channel,
            note=answer.note,
            print_id=answer.print_id or None,
            new_version_id=answer.new_version_id or None,
            registered_at=writer.now,
            registered_by=writer.actor.user_id,
        )
    )
    return answer_id


def add_document(writer: Writer, made: NewDocument) -> str:
    """Keep a file, and give its id."""
    document_id = new_id()
    writer.run(
        insert(documents).values(
            id=document_id,
            patient_id=made.patient_id,
            subject_kind=made.subject_kind,
            subject_id=made.subject_id,
            kind=made.kind,
            file_name=made.file_name,
            media_type=made.media_type,
            pages=made.pages,
            size=len(made.content),
            digest=made.digest,
            content=made.content,
            note=made.note,
            added_at=writer.now,
            added_by=writer.actor.user_id,
        )
    )
    return document_id


def close_draft(writer: Writer, version_id: str) -> bool:
    """End a draft that another version replaces before it was approved; False if it is none."""
    touched = writer.run(
        update(plan_versions)
        .where(plan_versions.c.id == version_id, plan_versions.c.status == PlanStatus.DRAFT.value)
        .values(status=PlanStatus.REPLACED.value)
    )
    return touched == 1
