"""What keeps a service from being over: equipment that is out, and steps not ticked yet."""

from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step that was ticked: on which day (ISO) it was done, and who says so."""

    step: str
    done_on: str
    by: str
    registered_at: int
    note: str


@dataclass(frozen=True, slots=True)
class OutRow:
    """One device that a patient still has: what it is, since when (UTC ms), due on (ISO)."""

    loan_id: str
    device_id: str
    kind: str
    name: str
    from_at: int
    due_on: str | None


def steps_of(reader: Reader, patient_id: str) -> tuple[StepRow, ...]:
    """Give the steps that are ticked, the first one first."""
    rows = reader.raw(
        "SELECT s.step, s.done_on, coalesce(u.name, s.by), s.registered_at, s.note "
        "FROM ending_steps s LEFT JOIN users u ON u.id = s.by WHERE s.patient_id = ? "
        "ORDER BY s.step",
        (patient_id,),
    )
    return tuple(StepRow(*row) for row in rows)


def out_of(reader: Reader, patient_id: str) -> tuple[OutRow, ...]:
    """Give what a patient has on loan now, the oldest loan first."""
    rows = reader.raw(
        "SELECT l.id, l.device_id, d.kind, d.name, l.from_at, l.due_on FROM loans l "
        "JOIN devices d ON d.id = l.device_id WHERE l.patient_id = ? AND l.ended_at IS NULL "
        "ORDER BY l.from_at, d.kind, d.name, l.id",
        (patient_id,),
    )
    return tuple(OutRow(*row) for row in rows)


def ever_lent(reader: Reader, patient_id: str) -> bool:
    """Tell whether a patient has, or ever had, anything on loan; what was undone never was."""
    rows = reader.raw(
        "SELECT 1 FROM loans WHERE patient_id = ? AND ended_how <> 'undone' LIMIT 1",
        (patient_id,),
    )
    return bool(rows)
