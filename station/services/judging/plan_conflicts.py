"""Which plan versions judge while a person has yet to choose between two: ours, made stricter."""

from collections.abc import Mapping

from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import judging, sync_conflicts
from station.models.queries.plans import content_of
from station.rules.plans import PlanStatus, PlanVersion
from station.rules.stricter import with_open

_KIND = "plan_versions"


def deciding(reader: Reader, patient_id: str) -> tuple[PlanVersion, ...]:
    """Give a patient's plan versions as judging takes them; Trouble if one cannot be read."""
    versions = judging.versions(reader, patient_id)
    rows = sync_conflicts.of_patient(reader, patient_id, _KIND)
    if not rows:
        return versions
    came = [
        (str(row.ours.get("id", "")), version)
        for row in rows
        if (version := _version(row.theirs)) is not None
    ]
    return with_open(versions, came)


def _version(fields: Mapping[str, object]) -> PlanVersion | None:
    """What came from elsewhere, None where it cannot be read: then ours stands as it is."""
    try:
        return PlanVersion(
            id=str(fields["id"]),
            plan_id=str(fields["plan_id"]),
            patient_id=str(fields["patient_id"]),
            number=int(str(fields["number"])),
            status=PlanStatus(str(fields["status"])),
            content=content_of(str(fields["content"])),
            created_at=int(str(fields["created_at"])),
            created_by=str(fields["created_by"]),
        )
    except (KeyError, ValueError, Trouble):
        return None
