"""Reading plans: all versions of a patient, one of them, and whose review is due."""

import json
from contextlib import suppress
from dataclasses import dataclass

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.driver import Row
from station.rules.plans import PlanContent, PlanStatus, PlanVersion

_VERSION = (
    "SELECT v.id, v.plan_id, v.patient_id, v.number, v.status, v.content, v.created_at, "
    "coalesce(c.name, ''), v.approved_by_name, coalesce(v.approved_on, ''), v.approved_channel, "
    "v.in_force_from, v.in_force_to, v.content_hash, v.approval_note, coalesce(r.name, ''), "
    "v.registered_at FROM plan_versions v LEFT JOIN users c ON c.id = v.created_by "
    "LEFT JOIN users r ON r.id = v.registered_by "
)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A plan version with the names of who wrote and who registered it, and its hash."""

    version: PlanVersion
    content_hash: str
    approval_note: str
    registered_by: str
    registered_at: int | None


@dataclass(frozen=True, slots=True)
class PlanListRow:
    """One patient's plan as the list of plans shows it; `review_on` is an ISO date or empty.

    A patient without any plan has an empty `version_id` and `status`, and the number 0. Of a plan
    that cannot be read, `template` and `review_on` are empty.
    """

    patient_id: str
    name: str
    birth_date: str
    version_id: str
    number: int
    status: str
    template: str
    review_on: str
    approved_on: str
    has_draft: bool
    in_force_from: int | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """Whose plan it is; never an address. `birth_date` is ISO or empty."""

    patient_id: str
    name: str
    birth_date: str
    diagnosis: str
    language: str
    gp_name: str


@dataclass(frozen=True, slots=True)
class PlanPrint:
    """A print that was made of a version: when, and what the version said then."""

    version_id: str
    at: int
    code: str
    content_hash: str
    status: str


def person(reader: Reader, patient_id: str) -> PlanPerson | None:
    """Give whose plan it is, or None."""
    rows = reader.raw(
        "SELECT id, given_name || ' ' || family_name, coalesce(birth_date, ''), diagnosis, "
        "language, gp_name FROM patients WHERE id = ?",
        (patient_id,),
    )
    if not rows:
        return None
    found, name, *rest = rows[0]
    return PlanPerson(found, name.strip(), *rest)


def prints(reader: Reader, patient_id: str) -> tuple[PlanPrint, ...]:
    """Give the prints that were made of a patient's plans, the newest first."""
    rows = reader.raw(
        "SELECT subject_id, at, coalesce(json_extract(details, '$.code'), ''), "
        "coalesce(json_extract(details, '$.content_hash'), ''), "
        "coalesce(json_extract(details, '$.status'), '') FROM audit WHERE patient_id = ? "
        "AND action IN ('plan_printed', 'plan_print_saved') ORDER BY seq DESC",
        (patient_id,),
    )
    return tuple(PlanPrint(*row) for row in rows)


def versions(reader: Reader, patient_id: str) -> tuple[VersionRow, ...]:
    """Give every version of a patient's plans, the newest first."""
    rows = reader.raw(
        f"{_VERSION}WHERE v.patient_id = ? ORDER BY v.created_at DESC, v.number DESC", (patient_id,)
    )
    return tuple(_version(row) for row in rows)


def readable(reader: Reader, patient_id: str) -> tuple[tuple[VersionRow, ...], bool]:
    """Give the versions that can be read, the newest first, and whether those are all."""
    try:
        return versions(reader, patient_id), True
    except Trouble:
        ids = reader.raw("SELECT id FROM plan_versions WHERE patient_id = ?", (patient_id,))
    found = []
    for (version_id,) in ids:
        with suppress(Trouble):
            found.append(one(reader, version_id))
    rows = [row for row in found if row is not None]
    order = sorted(rows, key=lambda row: (-row.version.created_at, -row.version.number))
    return tuple(order), False


def content_of(text: str) -> PlanContent:
    """Read what a plan says; Trouble `plan_unreadable` for what only a damaged file can hold."""
    try:
        return PlanContent.from_data(json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Trouble(
            "plan_unreadable",
            N_(
                "This patient's plan cannot be read. Everybody else's is untouched. Look at the "
                "plan on paper, and ask the one who looks after Station to check the file."
            ),
        ) from error


def one(reader: Reader, version_id: str) -> VersionRow | None:
    """Give one version, or None."""
    rows = reader.raw(f"{_VERSION}WHERE v.id = ?", (version_id,))
    return _version(rows[0]) if rows else None


def everyone(reader: Reader) -> tuple[PlanListRow, ...]:
    """Give the version that counts for each patient: approved before draft, and those without."""
    rows = reader.raw(
        "SELECT p.id, p.given_name || ' ' || p.family_name, coalesce(p.birth_date, ''), "
        "coalesce(v.id, ''), coalesce(v.number, 0), coalesce(v.status, ''), "
        "CASE WHEN json_valid(v.content) THEN "
        " CAST(coalesce(json_extract(v.content, '$.template'), '') AS TEXT) ELSE '' END, "
        "CASE WHEN json_valid(v.content) THEN "
        " CAST(coalesce(json_extract(v.content, '$.review_on'), '') AS TEXT) ELSE '' END, "
        "coalesce(v.approved_on, ''), "
        "EXISTS (SELECT 1 FROM plan_versions d WHERE d.patient_id = p.id AND d.status = 'draft'), "
        "v.in_force_from, coalesce(json_valid(v.content), 1) "
        "FROM patients p LEFT JOIN plan_versions v ON v.patient_id = p.id AND "
        "(v.status = 'approved' OR (v.status = 'draft' AND NOT EXISTS "
        "(SELECT 1 FROM plan_versions a WHERE a.patient_id = p.id AND a.status = 'approved'))) "
        "WHERE v.id IS NOT NULL OR p.status IN "
        "('referred', 'mapping', 'decided', 'starting', 'trial', 'active', 'evaluation') "
        "ORDER BY p.family_name, p.given_name, p.id, v.number"
    )
    return tuple(
        PlanListRow(
            patient_id=row[0],
            name=row[1].strip(),
            birth_date=row[2],
            version_id=row[3],
            number=row[4],
            status=row[5],
            template=row[6],
            review_on=row[7],
            approved_on=row[8],
            has_draft=bool(row[9]),
            in_force_from=row[10],
            readable=bool(row[11]),
        )
        for row in rows
    )


def _version(row: Row) -> VersionRow:
    version = PlanVersion(
        id=row[0],
        plan_id=row[1],
        patient_id=row[2],
        number=row[3],
        status=PlanStatus(row[4]),
        content=content_of(row[5]),
        created_at=row[6],
        created_by=row[7],
        approved_by=row[8],
        approved_on=row[9],
        channel=row[10],
        in_force_from=row[11],
        in_force_to=row[12],
    )
    return VersionRow(version, row[13], row[14], row[15], row[16])
