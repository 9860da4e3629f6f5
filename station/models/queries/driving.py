"""Rounds, the ways between places, and what was driven for whom."""

from dataclasses import dataclass

from station.models.database import Reader
from station.rules.routing import Pair, Way

_ROUND = (
    "SELECT r.id, r.day, r.number, r.driver, r.note, r.metres_planned, r.minutes_planned, "
    "r.metres_driven, r.minutes_driven, r.closed_at, coalesce(u.name, '') FROM driving_rounds r "
    "LEFT JOIN users u ON u.id = r.closed_by "
)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of a day (ISO); what was planned is kept when it is closed, None until then."""

    id: str
    day: str
    number: int
    driver: str
    note: str
    metres_planned: int | None
    minutes_planned: int | None
    metres_driven: int | None
    minutes_driven: int | None
    closed_at: int | None
    closed_by: str


@dataclass(frozen=True, slots=True)
class DrivenRow:
    """One visit of a closed round, with what the whole round was (metres, minutes by car)."""

    round_id: str
    day: str
    metres: int
    minutes: int
    patient_id: str | None
    institution_id: str | None
    gp_office: str
    purpose: str
    state: str
    minutes_there: int | None


def rounds_of_day(reader: Reader, day: str) -> tuple[RoundRow, ...]:
    """Give the rounds of a day in their order."""
    rows = reader.raw(f"{_ROUND}WHERE r.day = ? ORDER BY r.number", (day,))
    return tuple(RoundRow(*row) for row in rows)


def one(reader: Reader, round_id: str) -> RoundRow | None:
    """Give one round, or None."""
    rows = reader.raw(f"{_ROUND}WHERE r.id = ?", (round_id,))
    return RoundRow(*rows[0]) if rows else None


def ways(reader: Reader) -> dict[Pair, Way]:
    """Give every way that somebody typed."""
    rows = reader.raw("SELECT place_a, place_b, metres, minutes FROM distances")
    return {(row[0], row[1]): Way(row[2], row[3]) for row in rows}


def driven(reader: Reader, from_day: str, to_day: str) -> tuple[DrivenRow, ...]:
    """Give the visits of the rounds that were driven and closed from one day to another (ISO)."""
    rows = reader.raw(
        "SELECT r.id, r.day, coalesce(r.metres_driven, 0), coalesce(r.minutes_driven, 0), "
        "v.patient_id, v.institution_id, coalesce(p.gp_office, ''), coalesce(v.purpose, ''), "
        "coalesce(v.state, ''), v.minutes FROM driving_rounds r LEFT JOIN visits v "
        "ON v.round_id = r.id AND v.state IN ('done', 'not_home') "
        "LEFT JOIN patients p ON p.id = v.patient_id WHERE r.closed_at IS NOT NULL "
        "AND r.day BETWEEN ? AND ? ORDER BY r.day, r.number, v.position, v.id",
        (from_day, to_day),
    )
    return tuple(DrivenRow(*row) for row in rows)
