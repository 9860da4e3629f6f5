"""The audit log from above: who did what, who has seen a patient, and how late it is."""

import json
from dataclasses import dataclass
from typing import Any

from station.models.database import Reader
from station.models.driver import Row

_COLUMNS = "seq, at, user_id, user_name, action, subject_kind, subject_id, patient_id, details"
_NEWEST = 2**62
OF_EVERYBODY = ("taken_out", "changes_written")
"""Actions that are about every patient where the log names none: what left the house."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the log; `at` in UTC milliseconds."""

    seq: int
    at: int
    user_id: str
    user_name: str
    action: str
    subject_kind: str
    subject_id: str
    patient_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person who opened a patient's record: how often, first and last (UTC ms)."""

    user_id: str
    user_name: str
    times: int
    first_at: int
    last_at: int


def newest(reader: Reader, *, before: int = _NEWEST, limit: int = 256) -> tuple[Line, ...]:
    """Give a page of the log, newest first, of rows with a number below `before`."""
    rows = reader.raw(
        f"SELECT {_COLUMNS} FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?",  # noqa: S608
        (before, limit),
    )
    return tuple(_line(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the log: of one user, about one patient, from `start` to before `end` (ms)."""

    user_id: str = ""
    patient_id: str = ""
    start: int | None = None
    end: int | None = None


def page(
    reader: Reader, wanted: Wanted, *, before: int = _NEWEST, limit: int = 256
) -> tuple[Line, ...]:
    """Give a page of the wanted rows, newest first, of those with a number below `before`."""
    where, values = ["seq < ?"], list[int | str]((before,))
    for column, value in (("user_id", wanted.user_id), ("patient_id", wanted.patient_id)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    if wanted.start is not None and wanted.end is not None:
        where.append("at >= ? AND at < ?")
        values += (wanted.start, wanted.end)
    rows = reader.raw(
        f"SELECT {_COLUMNS} FROM audit WHERE {' AND '.join(where)} "  # noqa: S608
        "ORDER BY seq DESC LIMIT ?",
        (*values, limit),
    )
    return tuple(_line(row) for row in rows)


def of_patient(
    reader: Reader, patient_id: str, *, before: int = _NEWEST, limit: int = 256
) -> tuple[Line, ...]:
    """Give a page of what was done with one patient's record, newest first.

    When everybody's records left the house hers was among them, from when the log first names her,
    unless that row names her as left out.
    """
    marks = ", ".join("?" * len(OF_EVERYBODY))
    rows = reader.raw(
        f"SELECT {_COLUMNS} FROM audit WHERE seq < ? AND (patient_id = ? OR "  # noqa: S608
        f"(patient_id IS NULL AND action IN ({marks}) AND instr(details, ?) = 0 AND seq > "
        "(SELECT min(seq) FROM audit WHERE patient_id = ?))) ORDER BY seq DESC LIMIT ?",
        (before, patient_id, *OF_EVERYBODY, f'"{patient_id}"', patient_id, limit),
    )
    return tuple(_line(row) for row in rows)


def statuses_of(reader: Reader, patient_id: str) -> tuple[tuple[int, str], ...]:
    """Give when (UTC ms) the patient was given which status, oldest first."""
    rows = reader.raw(
        "SELECT at, json_extract(details, '$.after') FROM audit "
        "WHERE patient_id = ? AND action = 'status_set' ORDER BY seq",
        (patient_id,),
    )
    return tuple((int(at), str(after)) for at, after in rows)


def takeovers_of(reader: Reader, patient_id: str) -> tuple[tuple[int, str, str, str], ...]:
    """Give when (UTC ms) and by whom the patient was taken over, why, and from whom ("" nobody)."""
    rows = reader.raw(
        "SELECT at, user_name, coalesce(json_extract(details, '$.reason'), ''), "
        "coalesce(json_extract(details, '$.before'), '') FROM audit "
        "WHERE patient_id = ? AND action = 'patient_taken_over' ORDER BY seq",
        (patient_id,),
    )
    return tuple((int(at), str(who), str(why), str(before)) for at, who, why, before in rows)


def viewers(reader: Reader, patient_id: str) -> tuple[Viewer, ...]:
    """Give everyone who did anything with one patient's record, the latest first."""
    rows = reader.raw(
        "SELECT user_id, max(user_name), count(*), min(at), max(at) FROM audit "
        "WHERE patient_id = ? GROUP BY user_id ORDER BY max(at) DESC, user_id",
        (patient_id,),
    )
    return tuple(Viewer(*row) for row in rows)


def count_of(reader: Reader, action: str) -> int:
    """Give how many rows of the log name this action."""
    return int(reader.raw("SELECT count(*) FROM audit WHERE action = ?", (action,))[0][0])


def latest_of(reader: Reader, actions: tuple[str, ...]) -> int:
    """Give when one of these actions was last done (UTC ms, -1 for never)."""
    marks = ", ".join("?" * len(actions))
    found = reader.raw(
        f"SELECT coalesce(max(at), -1) FROM audit WHERE action IN ({marks})",  # noqa: S608
        actions,
    )
    return int(found[0][0])


def latest_time(reader: Reader) -> int:
    """Give the latest moment in the log (UTC ms, 0 for an empty log): the clock once said so."""
    return int(reader.raw("SELECT coalesce(max(at), 0) FROM audit")[0][0])


def _line(row: Row) -> Line:
    seq, at, user_id, user_name, action, subject_kind, subject_id, patient_id, details = row
    return Line(
        seq,
        at,
        user_id,
        user_name,
        action,
        subject_kind,
        subject_id,
        patient_id,
        json.loads(details),
    )
