"""Reading a plan's way: prints made for the GP, what was answered, and the GP's appointment."""

from dataclasses import dataclass

from station.models.database import Reader

_WAITING = (
    "SELECT v.patient_id, min(p.printed_at) FROM plan_versions v "
    "JOIN plan_prints p ON p.version_id = v.id AND p.sheet = 'gp' WHERE v.status = 'draft' "
    "AND NOT EXISTS (SELECT 1 FROM plan_answers a WHERE a.version_id = v.id "
    "AND a.registered_at >= p.printed_at) "
)


@dataclass(frozen=True, slots=True)
class SentRow:
    """A print of a version that was made for the GP: when (UTC ms) and by whom."""

    version_id: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the GP answered about a version; `on` is an ISO date or empty, `at` UTC ms.

    `new_version_id` is the version that was made of the answer, or empty.
    """

    version_id: str
    answer: str
    by: str
    on: str
    channel: str
    note: str
    at: int
    registered_by: str
    new_version_id: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """The newest note about the GP's appointment; `on_day` is an ISO date or empty."""

    state: str
    on_day: str
    note: str
    noted_at: int
    noted_by: str


@dataclass(frozen=True, slots=True)
class StartRow:
    """When the follow-up of one patient began, and what decides whether the GP is to be met.

    `started_on` is the ISO date of the consent that holds, or empty; `decided` says that a plan
    of hers was approved once.
    """

    patient_id: str
    status: str
    started_on: str
    decided: bool
    state: str
    on_day: str


def sent(reader: Reader, patient_id: str) -> tuple[SentRow, ...]:
    """Give the prints that were made for the GP, the newest first."""
    rows = reader.raw(
        "SELECT p.version_id, p.printed_at, coalesce(u.name, '') FROM plan_prints p "
        "LEFT JOIN users u ON u.id = p.printed_by WHERE p.patient_id = ? AND p.sheet = 'gp' "
        "ORDER BY p.printed_at DESC",
        (patient_id,),
    )
    return tuple(SentRow(*row) for row in rows)


def answers(reader: Reader, patient_id: str) -> tuple[AnswerRow, ...]:
    """Give what was answered about a patient's versions, the newest first."""
    rows = reader.raw(
        "SELECT a.version_id, a.answer, a.by_name, coalesce(a.answered_on, ''), a.channel, a.note, "
        "a.registered_at, coalesce(u.name, ''), coalesce(a.new_version_id, '') FROM plan_answers a "
        "LEFT JOIN users u ON u.id = a.registered_by WHERE a.patient_id = ? "
        "ORDER BY a.registered_at DESC",
        (patient_id,),
    )
    return tuple(AnswerRow(*row) for row in rows)


def waiting(reader: Reader) -> dict[str, int]:
    """Give, by patient, since when (UTC ms) a draft is with the GP without an answer."""
    return {row[0]: row[1] for row in reader.raw(f"{_WAITING}GROUP BY v.patient_id")}


def waiting_since(reader: Reader, patient_id: str) -> int | None:
    """Give since when (UTC ms) a patient's draft is with the GP without an answer, or None."""
    rows = reader.raw(f"{_WAITING}AND v.patient_id = ? GROUP BY v.patient_id", (patient_id,))
    return int(rows[0][1]) if rows else None


def was_printed(reader: Reader, version_id: str) -> bool:
    """Tell whether any sheet of this version was ever printed with a code."""
    return bool(reader.raw("SELECT 1 FROM plan_prints WHERE version_id = ? LIMIT 1", (version_id,)))


def appointment(reader: Reader, patient_id: str) -> AppointmentRow | None:
    """Give the newest note about the GP's appointment, or None."""
    rows = reader.raw(
        "SELECT a.state, coalesce(a.on_day, ''), a.note, a.noted_at, coalesce(u.name, '') "
        "FROM appointments a LEFT JOIN users u ON u.id = a.noted_by WHERE a.patient_id = ? "
        "ORDER BY a.noted_at DESC, a.rowid DESC LIMIT 1",
        (patient_id,),
    )
    return AppointmentRow(*rows[0]) if rows else None


def starts(reader: Reader, patient_id: str = "") -> tuple[StartRow, ...]:
    """Give the start of everybody's follow-up (or one's), with the newest note about the GP."""
    rows = reader.raw(
        "SELECT p.id, p.status, coalesce((SELECT max(c.given_on) FROM consents c "
        "WHERE c.patient_id = p.id AND c.withdrawn_on IS NULL), ''), "
        "EXISTS (SELECT 1 FROM plan_versions v WHERE v.patient_id = p.id "
        "AND v.status IN ('approved', 'replaced')), "
        "coalesce((SELECT a.state || ' ' || coalesce(a.on_day, '') FROM appointments a "
        "WHERE a.patient_id = p.id ORDER BY a.noted_at DESC, a.rowid DESC LIMIT 1), ' ') "
        "FROM patients p WHERE p.deceased_on IS NULL AND (?1 = '' OR p.id = ?1)",
        (patient_id,),
    )
    return tuple(
        StartRow(row[0], row[1], row[2], bool(row[3]), *row[4].split(" ", 1)) for row in rows
    )
